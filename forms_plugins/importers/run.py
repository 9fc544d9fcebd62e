"""An import from end to end: read, convert, match, check every row, then write all of it or nothing."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

from dangan.behaviours import link_absent
from dangan.checking import fresh_line
from dangan.copies import refuse
from dangan.env import Env, Office
from dangan.errors import DanganError, Problem, Refused
from dangan.intake import VOID, as_of_old
from dangan.record import Values
from dangan.spec import FieldSpec, Label
from dangan.system import stored_fields
from dangan.types import options_of, show
from forms_plugins.exporters.workbook import check_name
from forms_plugins.importers import matching
from forms_plugins.importers.adding import Additions
from forms_plugins.importers.columns import Target, targets
from forms_plugins.importers.convert import Converters
from forms_plugins.importers.faults import Fault, ImportResult
from forms_plugins.importers.files import Files
from forms_plugins.importers.gather import Entry, Gathering, Page, lacking
from forms_plugins.importers.mapping import Mapper, Wanted, recall, remember
from forms_plugins.importers.reading import Sheet, read
from storage.archive import Archive
from storage.batches import BatchResult

Progress = Callable[[str, int, int], None]  # stage (read, check, write), done, of how many (0 = not known)

WAIT_FROM = 2_000  # records from which the others are told that they wait
PER_SECOND = 15_000  # records written while the lock is held, about
_ROUNDS = 8


class ImportCancelled(DanganError):
    """The user stopped the import; nothing was written."""

    def __init__(self) -> None:
        super().__init__(
            "导入已取消，一行也没有导入。", "Import stopped; nothing was imported.", code="IMPORT_CANCELLED"
        )


class NoSuchField(DanganError):
    """`update_by` names no field that records can be found by."""


def waiting(records: int) -> Label | None:
    """What is said before a large import: how long others wait for their saves meanwhile; None for a small one."""
    if records <= WAIT_FROM:
        return None
    seconds = max(1, round(records / PER_SECOND))
    return Label(f"将导入 {records} 份记录，期间其他人保存约需等待 {seconds} 秒。",
                 f"{records} records are to be imported; the saves of others wait about {seconds} s meanwhile.")  # fmt: skip


def run(
    archive: Archive,
    form_id: str,
    path: Path,
    env: Env,
    *,
    dry_run: bool = False,
    report: Path | None = None,
    update_by: str = "",
    add_missing: bool = False,
    confirm: bool = False,
    intake: str = "",
    wanted: Wanted | None = None,
    progress: Progress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> ImportResult:
    """Import a workbook, all of it or nothing. Every fault of every row is in the result; with `report` also in a copy of
    the workbook with a column of reasons. Where there are warnings nothing is written unless `confirm`. `intake` names the
    book out of which old paper is taken in. `wanted` says where columns go; else what is remembered of the heading line
    counts. Columns whose place is only likely are warnings; once written, the mapping is remembered.

    Raises Unreadable, ImportCancelled, BadMapping, NoSuchField, NotAWorkbook (the report's name), and what the store raises (read-only form, full disk).
    """
    if report is not None:
        check_name(report)
    with _uncollected():
        asked = wanted or Wanted(recall=recall(archive, form_id))
        return _Run(archive, form_id, path, env, progress, cancelled, confirm, intake.strip(), asked).run(
            dry_run, report, update_by, add_missing
        )


@contextmanager
def _uncollected() -> Iterator[None]:
    """No search for cycles meanwhile: with millions of live values it takes half the time and finds nothing."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


class _Run:
    def __init__(
        self,
        archive: Archive,
        form_id: str,
        path: Path,
        env: Env,
        progress: Progress | None,
        cancelled: Callable[[], bool] | None,
        confirm: bool,
        intake: str,
        wanted: Wanted,
    ) -> None:
        self.archive, self.path, self.intake = archive, path, intake
        trial = Converters(env, Additions(archive, env.office, False))

        def fits(target: Target, cell: Any) -> bool:
            try:
                trial.of(target.field)(cell)
            except Refused:
                return False
            return True

        self.mapper = Mapper(wanted, fits)
        self.form = archive.registry.form(form_id)
        refuse(self.form.spec)
        self.spec = self.form.spec
        self.env = env
        self.told = progress or (lambda stage, done, total: None)
        self.confirm = confirm
        self.cancelled = cancelled or (lambda: False)
        self.result = ImportResult(path.name)

    def run(self, dry_run: bool, report: Path | None, update_by: str, add_missing: bool) -> ImportResult:
        key = self._key(update_by)
        additions = Additions(self.archive, self.env.office, add_missing)
        env = replace(self.env, office=cast(Office, additions))
        gathering = self._gather(Converters(env, additions))
        if key is None:
            matching.settle_numbers(self.archive, gathering)
        else:
            matching.settle_key(self.archive, gathering, key)
        gathering.refs(
            lambda form, texts: matching.find_refs(self.archive, form, texts),
            lambda field: link_absent(field, env.office),
        )
        files = Files(self.archive, self.path.parent, gathering, env)
        files.check()
        entries = gathering.entries
        result = self.result
        result.total, result.rows, result.notes, result.dry_run = len(entries), gathering.rows, gathering.notes, dry_run
        result.faults = gathering.faults
        self._missing_columns(gathering)
        records = self._records(gathering, env)
        duplicates = self._duplicates(gathering, records, env)
        self._stop()
        self.told("check", 0, len(records))
        unsure = bool(gathering.likely) and not self.confirm
        done = self._save(gathering, records, duplicates, env, dry_run or bool(files) or unsure, additions)
        result.warned += gathering.likely
        result.held = bool(result.warned) and not self.confirm and not dry_run
        if files and result.ok and not dry_run:  # every row is right: now the files, then the rows that name them
            files.take_in()
            done = self._save(gathering, self._records(gathering, env), duplicates, env, False, additions)
        first = next((p.name for p in gathering.pages.values() if not p.rows), "")
        for told in (result.faults, result.warned):
            told.sort(key=lambda f: (f.sheet != first, f.sheet, f.row))
        if result.ok:
            result.created, result.updated, result.unchanged = len(done.created), len(done.updated), done.unchanged
            result.batch_id, result.added = done.id, additions.listed
            if not dry_run:
                remember(self.archive, self.spec.id, result.columns, self.env)
        elif report is not None:
            from forms_plugins.importers.report import write_report

            write_report(self.path, report, result.faults, self.env.lang)
        self.told("write", len(records), len(records))
        return result

    def _key(self, update_by: str) -> str | None:
        """The field that records are found by; None for the number."""
        if update_by in ("", "record_no"):
            return None
        stored = stored_fields(self.spec)
        columns = self.archive.registry.layout(self.spec.id).main.by_id
        for f in stored.values():
            if update_by in (f.id, f.zh, f.en):
                if f.id == "record_no":
                    return None
                if f.id in columns:
                    return f.id
        raise NoSuchField(
            f"不能按“{update_by}”查找记录。", f"Records cannot be found by {update_by!r}.",
            "请给出表中一个字段的名称或标识。", "Name a field of the form by label or identifier.", "IMPORT_KEY",
        )  # fmt: skip

    def _gather(self, converters: Converters) -> Gathering:
        gathering = Gathering(self.form, converters, self.mapper, bool(self.intake))
        events = read(self.path)
        try:
            for event in events:
                self._stop()
                if isinstance(event, Sheet):
                    gathering.sheet(event)
                else:
                    gathering.take(event)
                    self.told("read", gathering.rows, 0)
        finally:
            events.close()  # type: ignore[attr-defined]  # a generator: its child must not outlive it
        gathering.settle()
        self.mapper.check()
        self.result.columns = self.mapper.columns
        if not gathering.pages and not gathering.faults:
            columns = [t for t in targets(self.form) if t.field.required is True][:5]
            gathering.faults.append(lacking(Page(self.path.name, "", None, {}), columns))  # type: ignore[arg-type]
        return gathering

    def _stop(self) -> None:
        if self.cancelled():
            raise ImportCancelled

    def _missing_columns(self, gathering: Gathering) -> None:
        """Columns that new records must fill; and how many cells are left to be filled before they are submitted."""
        for rows, page in gathering.pages.items():
            if page.heads is None or not page.heads.columns:
                continue
            whole = [e for e in gathering.entries if e.id is None and e.values.get("status") != VOID.code]
            fresh = [e for e in whole if (e.row if not rows else e.lines.get(rows))]
            if not fresh:
                continue
            needed = [t for t in page.matcher.targets if _must(t) and t.id != "record_no"]
            missing = [t for t in needed if t.id not in page.heads.fields]
            if missing and not self.intake:  # old paper is asked record by record
                gathering.faults.append(lacking(page, missing))
            for t in needed:
                homes: list[tuple[int, Values]] = [(e.row, e.values) for e in fresh] if not rows else [
                    (line.row, line.values) for e in fresh for line in e.lines[rows]]  # fmt: skip
                empty = sum(t.id not in values for _, values in homes)
                if empty and self.intake:
                    self.result.notes.append(Label(f"“{page.name}”的“{t.zh}”有 {empty} 行未填，列入补录待补。",
                        f"{t.en} on sheet {page.name} is empty in {empty} row(s); it stays to be supplied."))  # fmt: skip
                elif t not in missing and empty:
                    self.result.notes.append(Label(f"“{page.name}”的“{t.zh}”有 {empty} 行未填，提交前须补齐。",
                        f"{t.en} on sheet {page.name} is empty in {empty} row(s); it is needed before they are submitted."))  # fmt: skip

    def _records(self, gathering: Gathering, env: Env) -> matching.Records:
        template = self.archive.new(self.spec.id, env)
        template.pop("_id", None)
        if self.intake:  # nobody of today made it today
            template = as_of_old(stored_fields(self.spec), template)
        blanks = {name: fresh_line(self.form, name, template, env) for name in self.spec.rows}
        if self.intake:
            blanks = {n: as_of_old({f.id: f for f in self.spec.rows[n].fields}, line) for n, line in blanks.items()}
        main = gathering.pages.get("")
        aside = bool(main and main.aside)
        needed = [e.id for e in gathering.entries if e.id is not None and (e.lines or aside)]
        old = {v["_id"]: v for v in self.archive.read_many(self.spec.id, needed)} if needed else {}

        def build(entry: Entry) -> Values:
            if entry.id is None:
                return matching.new_record(self.form, template, blanks, entry)
            return matching.changed_record(gathering, old.get(entry.id, {}), blanks, entry)

        return matching.Records(gathering.entries, build)

    def _duplicates(self, gathering: Gathering, records: matching.Records, env: Env) -> set[tuple[int, str]]:
        """Rows of the workbook that may not stand beside one another; gives (place, path) of those told."""
        told: set[tuple[int, str]] = set()
        checks = [check for check in self.archive.registry.checks(self.spec.id) if not check.within]
        for check, place, path, row in matching.twice_in_workbook(checks, self.form, gathering.entries, records):
            names = [c.field for _, c in check.cells]
            label = Label("、".join(f.zh or f.id for f in names), ", ".join(f.en or f.id for f in names))
            p = Problem(path, "GEN_DUPLICATE", "refuse", f"与第 {row} 行的{label.zh}相同。", f"{label.en}: the same as in row {row}.",
                        "请删去一行，或更正。", "Delete one of the rows, or correct it.")  # fmt: skip
            gathering.faults.append(self._fault(gathering, gathering.entries[place], records[place], p, env))
            told.add((place, path))
        return told

    def _save(
        self,
        gathering: Gathering,
        records: matching.Records,
        duplicates: set[tuple[int, str]],
        env: Env,
        dry_run: bool,
        additions: Additions,
    ) -> BatchResult:
        """Write, or where there are faults look for those that only the store can find; nothing is written then."""
        left = list(range(len(records)))
        done = BatchResult()
        by = env.login or env.user.text
        warned: dict[tuple[int, str, str], Fault] = {}
        for _ in range(_ROUNDS):
            if not left:
                break
            done = self.archive.save_many(
                self.spec.id, records.only(left), env, source=self.path.name,
                dry_run=dry_run or bool(gathering.faults), before=lambda cursor: additions.make(cursor, env.now, by),
                place=_rows_of(gathering.entries, left), confirmed=self.confirm,
                intake=self.intake,
            )  # fmt: skip
            for at, problems in done.warned.items():
                for p in problems:
                    fault = self._fault(gathering, gathering.entries[left[at]], records[left[at]], p, env)
                    warned.setdefault((left[at], p.path, p.code), fault)
            if done.ok:
                break
            for place, problems in done.problems.items():
                n = left[place]
                entry = gathering.entries[n]
                for p in problems:
                    if (n, p.path) not in duplicates or p.code != "GEN_DUPLICATE":
                        self._tell(gathering, entry, records[n], p, env)
            left = [n for at, n in enumerate(left) if at not in done.problems]
            self._stop()
        self.result.warned = list(warned.values())
        return done

    def _tell(self, gathering: Gathering, entry: Entry, record: Values, p: Problem, env: Env) -> None:
        rows, row, name = _place(self.spec.rows, entry, p.path)
        if (rows, row, name) not in entry.bad:
            gathering.faults.append(self._fault(gathering, entry, record, p, env))

    def _fault(self, gathering: Gathering, entry: Entry, record: Values, p: Problem, env: Env) -> Fault:
        rows, row, name = _place(self.spec.rows, entry, p.path)
        home: Values = record
        if rows and (parts := p.path.split("."))[1:]:
            home = record[rows][int(parts[1])]
        if rows and not row:
            rows, row = "", entry.row
        value = home.get(name)
        field = self._field(p.path, rows, name)
        said = (
            show(field, value, env.lang, style="list", options=options_of(field, env.office))
            if field and value is not None
            else ""
        )
        return gathering.fault(p, rows, row, name, said)

    def _field(self, path: str, rows: str, name: str) -> FieldSpec | None:
        if rows:
            return next((f for f in self.spec.rows[rows].fields if f.id == name), None)
        return stored_fields(self.spec).get(name)


def _rows_of(entries: list[Entry], left: list[int]) -> Callable[[int], Label]:
    """Words for a record without a number by its place among those left."""

    def named(at: int) -> Label:
        row = entries[left[at]].row
        return Label(f"第 {row} 行", f"row {row}")

    return named


def _must(target: Target) -> bool:
    f = target.field
    given = f.default is not None or (f.source is not None) or f.auto
    return f.required is True and not given and f.type != "sign" and not target.code


def _place(tables: Any, entry: Entry, path: str) -> tuple[str, int, str]:
    """(rows, row of the sheet, field) of a problem's path."""
    head, _, rest = path.partition(".")
    if head not in tables:
        return "", entry.row, head
    index, _, name = rest.partition(".")
    placed = entry.placed.get(head) or []
    at = int(index) if index.isdecimal() else -1
    return head, placed[at] if 0 <= at < len(placed) else 0, name
