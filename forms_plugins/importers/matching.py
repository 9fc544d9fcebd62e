"""Which records the entries of a workbook are: new ones, or stored ones found by number or by a chosen field."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from dangan.form import FormType
from dangan.numbering import number_pattern
from dangan.record import Link, Values
from dangan.spec import FormSpec
from dangan.values.text import visible
from forms_plugins.importers.columns import targets
from forms_plugins.importers.faults import Fault
from forms_plugins.importers.gather import Entry, Gathering
from storage import lookup
from storage.archive import Archive
from storage.unique import UniqueCheck

MARK_MOST = 4  # characters of a mark that does not begin like one


def is_mark(spec: FormSpec, tie: str, repeated: bool) -> bool:
    """Whether what stands under 编号 only ties the sheets of a workbook together and is never stored.

    新1, new 2 and #3 always are; anything else of at most four characters is when lines repeat it (甲, A1, 12). What
    follows the number pattern of the form is a number, and so is what is longer: an old number of the paper.
    """
    if tie.casefold().startswith(("新", "new", "#", "＃")):
        return True
    return repeated and len(tie) <= MARK_MOST and not number_pattern(spec).fullmatch(tie)


def find_refs(archive: Archive, form: str, texts: list[str]) -> dict[str, list[Link]]:
    """The records of a form by number, else by title; [] of a form that is not installed."""
    if not archive.registry.has(form):
        return {}
    numbered = {no: i for no, (i, void) in lookup.by_number(archive.store, form, texts).items() if not void}
    found = {no: [Link(no, i, form)] for no, i in numbered.items()}
    for title, hits in lookup.by_title(archive.store, form, [t for t in texts if t not in found]).items():
        found[title] = [Link(no, i, form, title) for i, no in hits]
    return found


def settle_numbers(archive: Archive, gathering: Gathering) -> None:
    """Give each entry the record that its number names, or the number it is to get; lines without a record are faults."""
    spec = gathering.spec
    known = lookup.by_number(archive.store, spec.id, list(gathering.by_tie))
    for tie, entry in gathering.by_tie.items():
        found = known.get(tie)
        if found is not None:
            entry.id = found[0]
            if not entry.row:
                gathering.entries.append(entry)
        elif not entry.row:
            for rows, lines in entry.lines.items():
                page = gathering.pages[rows]
                gathering.faults += [
                    Fault(page.name, line.row, page.matcher.targets[0].zh, visible(tie), f"主表中没有编号“{visible(tie)}”。",
                          f"No record of the first sheet is numbered {visible(tie)}.", "请核对编号。", "Check the number.", "IMPORT_UNTIED")
                    for line in lines
                ]  # fmt: skip
        elif not is_mark(spec, tie, bool(entry.lines)):
            entry.values["record_no"] = tie


def settle_key(archive: Archive, gathering: Gathering, name: str) -> None:
    """Find stored records by the field called `name`: entries that have one change it, the others are new."""
    form = gathering.spec.id
    page = gathering.pages.get("")
    for entry in gathering.entries:
        entry.id = None
        if "record_no" in entry.values:
            entry.values.pop("record_no")
    asked = [e for e in gathering.entries if e.values.get(name) is not None]
    found = lookup.by_field(archive.store, archive.registry, form, name, [e.values[name] for e in asked])
    seen: dict[Any, int] = {}
    for entry in asked:
        key = lookup.stored(archive.registry, form, name, entry.values[name])
        ids = found.get(key, [])
        sheet = page.name if page else ""
        heading = next((t.zh for t in targets(gathering.form) if t.id == name), name)
        value = visible(str(getattr(entry.values[name], "text", entry.values[name])))
        if key in seen:
            gathering.faults.append(Fault(sheet, entry.row, heading, value, f"与第 {seen[key]} 行相同。", f"The same as in row {seen[key]}.",
                                          "每份记录只占一行。", "Give each record one row.", "IMPORT_ROW_TWICE"))  # fmt: skip
        elif len(ids) > 1:
            gathering.faults.append(Fault(sheet, entry.row, heading, value, f"有 {len(ids)} 份记录符合，不知道要更新哪一份。",
                f"{len(ids)} records have it; it is not clear which to change.", "请改按编号更新。", "Update by number instead.", "IMPORT_AMBIGUOUS"))  # fmt: skip
        seen.setdefault(key, entry.row)
        entry.id = ids[0] if len(ids) == 1 else None


class Records(Sequence[Values]):
    """The records of the entries, each made when it is asked for: a large import never holds them all."""

    def __init__(self, entries: Sequence[Entry], build: Callable[[Entry], Values]) -> None:
        self.entries, self.build = entries, build

    def __len__(self) -> int:
        return len(self.entries)

    def __getitem__(self, place: Any) -> Any:
        return self.build(self.entries[place])

    def only(self, places: Sequence[int]) -> Records:
        """Those at some places."""
        return self if len(places) == len(self) else Records([self.entries[n] for n in places], self.build)


def new_record(form: FormType, fresh: Values, blanks: dict[str, Values], entry: Entry) -> Values:
    """The values of a new record: defaults, then what the workbook fills; given lines keep their place."""
    values = {**fresh, **entry.values}
    if entry.values.get("_reasons"):
        values["_reasons"] = entry.values["_reasons"]
    for name, block in form.spec.rows.items():
        lines = entry.lines.get(name)
        if not lines:
            values[name] = [dict(line) for line in fresh.get(name) or ()]
            entry.placed[name] = [0] * len(values[name])
            continue
        made: list[Values] = []
        placed: list[int] = []
        left = [(line.row, line.values) for line in lines]
        if block.one_per:
            for given in fresh.get(name) or ():
                at = next((n for n, (_, v) in enumerate(left) if v.get(block.one_per) == given[block.one_per]), -1)
                row, said = left.pop(at) if at >= 0 else (0, {})
                made.append({**given, **said})
                placed.append(row)
        made += [{**blanks[name], **said} for _, said in left]
        placed += [row for row, _ in left]
        values[name], entry.placed[name] = made, placed
    return values


def changed_record(gathering: Gathering, old: Values, blanks: dict[str, Values], entry: Entry) -> Values:
    """The values of a change: every column of the workbook (an empty cell empties the field), nothing else.

    A rows table is replaced by its lines where its sheet has any for the record, and stays untouched where it has none. A
    line that agrees with a stored one in what the workbook says is that line, and keeps what the workbook does not say.
    """
    values: Values = {"_id": entry.id}
    page = gathering.pages.get("")
    if page is not None and entry.row:
        for _, name, _, target in page.plan:
            if not target.code and ("", entry.row, name) not in entry.bad:
                values[name] = entry.values.get(name, () if target.field.type == "multi" else None)
    values.update({k: v for k, v in entry.values.items() if k != "record_no"})
    if page is not None and page.aside and not any(name == page.remarks for _, name, _, _ in page.plan):
        kept_lines = str(old.get(page.remarks) or "").splitlines()
        new = [line for line in str(values.get(page.remarks) or "").splitlines() if line not in kept_lines]
        values[page.remarks] = "\n".join([*kept_lines, *new]) or None
    for rows, lines in entry.lines.items():
        columns = [name for _, name, _, target in gathering.pages[rows].plan if not target.code]
        kept = list(old.get(rows) or ())
        made: list[Values] = []
        for line in lines:
            said = {
                name: line.values.get(name, blanks[rows].get(name) if blanks[rows].get(name) == () else None)
                for name in columns
            }
            at = next((n for n, was in enumerate(kept) if all(_same(was.get(c), said[c]) for c in columns)), -1)
            made.append({**kept.pop(at), **said, **line.values} if at >= 0 else {**blanks[rows], **line.values})
        values[rows] = made
        entry.placed[rows] = [line.row for line in lines]
    return values


def _same(one: Any, two: Any) -> bool:
    if isinstance(one, Link) and isinstance(two, Link):
        return (one.text, one.id) == (two.text, two.id)
    return bool(one == two) or (one in (None, "", ()) and two in (None, "", ()))


def twice_in_workbook(
    checks: Sequence[UniqueCheck], form: FormType, entries: list[Entry], records: Sequence[Values]
) -> list[tuple[UniqueCheck, int, str, int]]:
    """Entries that repeat the unique fields of an earlier one: the check, their place, a path, the row of the first."""
    seen: list[dict[Any, int]] = [{} for _ in checks]
    found = []
    first = form.spec.state_codes[0]
    for place, values in enumerate(records if checks else ()):
        values.setdefault("status", first)
        for check, marked in zip(checks, seen, strict=True):
            if "_id" in values and not all(f.partition(".")[0] in values for f in check.unique.fields):
                continue
            if "record_no" in check.unique.fields and not values.get("record_no"):
                continue  # the number is given later and differs by itself
            before = [
                (path, row) for path, mark in check.marks(values) if (row := marked.setdefault(mark, place)) != place
            ]
            found += [(check, place, path, entries[row].row) for path, row in before[:1]]
    return found
