"""Import of a workbook: which form and file, a dry run, every fault in a list, then the import itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dangan.errors import DanganError
from dangan.i18n import N_
from tui import disk, theme
from tui.families import heads
from tui.frame import Command
from tui.screens.attaching import typed_path
from tui.screens.dialogs import Ask, Question
from tui.screens.exporting import free_name, workbook_path
from tui.screens.keyed import RowsScreen
from tui.screens.listing import ListingScreen
from tui.screens.pick import Choice, PickScreen
from tui.widgets.rows import Column, Entry, note, whole
from tui.work import Work, start

if TYPE_CHECKING:
    from forms_plugins.importers.faults import ImportResult
    from forms_plugins.importers.mapping import Column as Mapped


class ImportScreen(RowsScreen[None]):
    """Imports into `form_id`. The first run is dry; F6 imports what it found fit."""

    DOES = N_("Import")

    def __init__(self, form_id: str) -> None:
        super().__init__()
        self.form_id = form_id
        self.file = ""
        self.update_by = ""
        self.add_missing = False
        self.checked: ImportResult | None = None
        self.running = False
        self.result: ImportResult | None = None
        self.given: dict[tuple[str, str], str] = {}
        self.sheet = ""
        self.shown = False  # the columns, of this file

    def path(self) -> list[str]:
        """The form."""
        return [self.dangan.archive.registry.spec(self.form_id).label(self.lang), self.tr("Import")]

    def part(self) -> str:
        """The file and how it is taken."""
        if not self.file:
            return ""
        said = (
            self.tr("update by {field}", field=self._label(self.update_by))
            if self.update_by
            else self.tr("new records only")
        )
        missing = "  " + self.tr("unknown departments and options are added") if self.add_missing else ""
        return f" {typed_path(self.file).name}   {said}{missing}"

    def _label(self, name: str) -> str:
        field = self.dangan.archive.registry.spec(self.form_id).fields.get(name)
        return field.label(self.lang) if field else self.tr("Number")

    def told(self) -> None:
        """What the last run found, else how a file is named."""
        result = self.result
        if result is None:
            self.message(self.tr("F2 names a file, Esc goes back"))
        else:
            self.message(self._told(result), "done" if result.ok else "error")

    def opened(self) -> None:
        """Ask for the file."""
        super().opened()
        self.ask_file()

    def ask_file(self) -> None:
        """Which file."""
        self.ask(Ask(self.tr("Workbook (.xlsx):"), self._file, lang=self.lang))

    def _file(self, typed: Any) -> None:
        if typed and not typed_path(str(typed)).is_file():
            self.message(self.tr("There is no file {path}", path=typed_path(str(typed))) + "  F2", "error")
        elif typed:
            self.file = str(typed)
            self.given, self.sheet, self.shown = {}, "", False
            self.draw_frame()
            self.check()
        else:
            self.message(self.tr("F2 names a file, Esc goes back"))

    def action_edit(self) -> None:
        """Another file."""
        self.ask_file()

    async def action_pick(self) -> None:
        """How it is taken."""
        spec = self.dangan.archive.registry.spec(self.form_id)
        choices = [Choice(self.tr("New records only"), "", ("update", ""))]
        keys = dict.fromkeys(("record_no", *spec.key, *(f for u in spec.unique for f in u.fields if "." not in f)))
        choices += [Choice(self.tr("Update by {field}", field=self._label(k)), "", ("update", k)) for k in keys]
        word = (
            self.tr("Unknown departments and options are errors")
            if self.add_missing
            else self.tr("Add unknown departments and options")
        )
        choices.append(Choice(word, "", ("missing", "")))
        await self.dangan.show(PickScreen([*self.path(), self.tr("How")], choices), self._how)

    def _how(self, chosen: tuple[str, str] | None) -> None:
        if chosen is None:
            return
        if chosen[0] == "update":
            self.update_by = chosen[1]
        else:
            self.add_missing = not self.add_missing
        self.draw_frame()
        if self.file:
            self.check()

    def check(self) -> None:
        """The dry run."""
        self._run(True)

    async def action_do(self) -> None:
        """Import what the dry run found fit."""
        if self.running:
            return
        if self.checked is None:
            self.ask_file()
        elif self._asks(self.checked):
            self._show_columns()
        elif not self.checked.ok:
            self.message(self.tr("Nothing is imported while a row has a fault. Mend the workbook, then F2"), "error")
        elif self.checked.warned:
            answers = [("no", self.tr("Not yet")), ("go", self.tr("Import in spite of them"))]
            said = self.tr("{count} warnings stand in the list. Import?", count=len(self.checked.warned))
            self.ask(
                Question(said, answers, lambda a: self._run(False, confirm=True) if a == "go" else None, lang=self.lang, safe="no", no="no")
            )  # fmt: skip
        else:
            self._run(False)

    def _run(self, dry: bool, report: Path | None = None, confirm: bool = False) -> None:
        from forms_plugins.importers.mapping import Wanted, recall
        from forms_plugins.importers.run import run as bring_in

        app = self.dangan
        wanted = Wanted(self.given, recall(app.archive, self.form_id), self.sheet)
        env, path = app.env(), typed_path(self.file)
        words = self.tr("Check {file}", file=path.name) if dry else self.tr("Import {file}", file=path.name)
        self.running, self.checked = True, None

        def run(work: Work) -> str:
            def progress(_stage: str, done: int, total: int) -> None:
                work.total = total
                work.progress(done)

            try:
                result = bring_in(
                    app.archive, self.form_id, path, env, dry_run=dry, report=report, update_by=self.update_by,
                    add_missing=self.add_missing, confirm=confirm, wanted=wanted, progress=progress, cancelled=work.cancelled,
                )  # fmt: skip
            finally:
                self.running = False
            work.batch = result.batch_id
            app.call_from_thread(self._ran, result)
            return self._told(result)

        start(app, Work(words), run, self._ask_columns)

    def _told(self, result: ImportResult) -> str:
        if result.held:
            return result.failure().text(self.lang)
        if not result.ok:
            return self.tr(
                "{count} faults in {rows} rows, nothing was imported", count=len(result.faults), rows=result.bad_rows
            )
        counts = self.tr(
            "{new} new, {changed} changed, {same} as before",
            new=result.created,
            changed=result.updated,
            same=result.unchanged,
        )
        if not result.dry_run:
            said = N_("Imported as number {number}: {counts}. F9 takes it back, later on by its list of imports")
            return self.tr(said, number=result.batch_id, counts=counts)
        wait = self._waiting(result.created + result.updated)
        warned = "  " + self.tr("{count} warnings", count=len(result.warned)) if result.warned else ""
        return f"{wait}{counts}{warned}" + self.tr(": F6 imports")

    def _waiting(self, records: int) -> str:
        from forms_plugins.importers.run import waiting

        said = waiting(records)
        return said.text(self.lang) + " " if said else ""

    def _ran(self, result: ImportResult) -> None:
        self.result = result
        self.checked = result if result.dry_run else None
        if self.is_attached:
            self.fill()
            self.draw_frame()

    def _ask_columns(self) -> None:
        """Once the run has said what it found: foreign headings are settled first."""
        if self.is_current and self.result is not None and self._asks(self.result) and not self.shown:
            self._show_columns()

    def _asks(self, result: ImportResult) -> bool:
        """Whether a foreign heading is still to be settled."""
        return any(c.asked for c in result.columns)

    def _show_columns(self) -> None:
        from tui.screens.mapping import MappingScreen

        result = self.result
        if result is None or self.running:
            return
        self.shown = True
        form = self.dangan.archive.registry.form(self.form_id)
        self.dangan.push_screen(MappingScreen(self.path(), form, result.columns), self._columns)

    def _columns(self, settled: list[Mapped] | None) -> None:
        """Remember what was settled, and check anew."""
        from forms_plugins.importers.mapping import remember

        if settled is None:
            self.told()
            return
        self.given = {(c.rows, c.heading): c.to for c in settled if c.how in ("given", "remembered")}
        try:
            remember(self.dangan.archive, self.form_id, settled, self.dangan.env())
        except DanganError as error:
            self.message(error.text(self.lang), "error")
            return
        self.check()

    async def _ask_sheet(self) -> None:
        names = list(dict.fromkeys([c.sheet for c in self._columns_of()] + self._sheets()))
        choices = [Choice(name, "", name) for name in names]

        def chosen(name: str | None) -> None:
            if name is not None:
                self.sheet, self.given, self.shown = name, {}, False
                self.check()

        await self.dangan.show(PickScreen([*self.path(), self.tr("Sheet")], choices), chosen)

    def _columns_of(self) -> list[Mapped]:
        return self.result.columns if self.result else []

    def _sheets(self) -> list[str]:
        return [w.sheet for w in self.result.warned if w.code == "IMPORT_SHEET_LEFT"] if self.result else []

    def commands(self) -> list[Command]:
        """The template, the workbook of faults, undo."""
        out = [
            Command("edit", self.tr("Name the workbook"), self.action_edit, "F2"),
            Command("pick", self.tr("New records only, or update by a field"), self.action_pick, "F4"),
            *self._mapping_commands(),
            Command("template", self.tr("Write an empty template"), self._ask_template),
        ]
        result = self.result
        if result is not None and not result.ok:
            out.insert(
                0,
                Command(
                    "report", self.tr("Write the workbook again with the reasons beside its rows"), self._ask_report
                ),
            )
        if result is not None and result.batch_id is not None:
            out.insert(0, Command("undo_import", self.tr("Take this import back"), self._ask_undo))
        return out

    def _mapping_commands(self) -> list[Command]:
        out = []
        if self._columns_of():
            out.append(Command("columns", self.tr("Which column fills which field"), self._show_columns))
        if self._sheets():
            out.append(Command("sheet", self.tr("Take another sheet"), self._ask_sheet))
        return out

    def _ask_template(self) -> None:
        label = self.dangan.archive.registry.spec(self.form_id).label(self.lang)
        self._ask_new(self.tr("template") + f"-{label}", self._template)

    def _ask_report(self) -> None:
        word = self.tr("faults")
        self._ask_new(f"{typed_path(self.file).stem}-{word}", lambda path: self._run(True, path))

    def _ask_new(self, stem: str, then: Callable[[Path], None]) -> None:
        default = free_name(stem.replace("/", "_"))

        def answered(typed: Any) -> None:
            if typed is False:
                return
            path = workbook_path(str(typed), default)
            if path.exists():
                self.message(self.tr("{path} is there already: give another name", path=path), "error")
            else:
                then(path)

        self.ask(Ask(self.tr("File (Enter: {name}):", name=default), answered, lang=self.lang, needed=False))

    def _template(self, path: Path) -> None:
        from forms_plugins.importers.template import template

        try:
            template(self.dangan.archive.registry.form(self.form_id), path, self.lang, self.dangan.env().office)
        except DanganError as error:
            self.message(error.text(self.lang), "error")
            return
        except OSError as error:
            self.message(f"{path}: {disk.reason(error, self.lang)}", "error")
            return
        self.message(self.tr("Written: {path}", path=path), "done")

    def _ask_undo(self) -> None:
        answers = [("no", self.tr("Leave it as it is")), ("undo", self.tr("Take it back"))]
        self.ask(Question(self.tr("Take this import back?"), answers, self._undo, lang=self.lang, safe="no", no="no"))

    def _undo(self, answer: str) -> None:
        if answer != "undo" or self.result is None or self.result.batch_id is None:
            return
        if take_back(self, self.result.batch_id):
            self.result = None
            self.fill()

    async def entered(self) -> None:
        """Read the marked fault whole."""
        fault = self.rows.current
        if fault is None:
            return
        place = [
            (self.tr("Sheet"), fault.sheet), (self.tr("Row"), f"{fault.row or ''}"), (self.tr("Column"), fault.column),
            (self.tr("Value"), fault.value), (self.tr("Reason"), fault.text(self.lang)),
        ]  # fmt: skip
        entries = [Entry(pair, n) for n, pair in enumerate(place) if pair[1]]
        where = [*self.path(), self.tr("Fault")]
        await self.dangan.show(ListingScreen(where, [Column("", 10), Column("")], entries, self.tr("Esc goes back")))

    def fill(self) -> None:
        """Every fault: sheet, row, column, value, reason."""
        result = self.result
        if result is None:
            self.rows.show(
                [Column("")],
                [note(self.tr("Each sheet of the template is read; nothing is stored before F6"))],
                head=False,
            )
            return
        columns = [
            Column(self.tr("Sheet"), 10), Column(self.tr("Row"), 5, "right"), Column(self.tr("Column"), 14),
            Column(self.tr("Value"), 14), Column(self.tr("Reason")),
        ]  # fmt: skip
        entries = [Entry((f.sheet, f"{f.row or ''}", f.column, f.value, f.text(self.lang)), f) for f in result.faults]
        entries += [
            Entry((f.sheet, f"{f.row or ''}", f.column, f.value, self.tr("Warning: ") + f.text(self.lang)), f)
            for f in result.warned
        ]
        entries += [note(n.text(self.lang), theme.DIM) for n in result.notes]
        entries += [
            note(self.tr("added: {kind} {name}", kind=kind, name=name), theme.DIM) for kind, name in result.added
        ]
        self.rows.show(columns, whole(columns, entries, max(20, self.size.width)) or [note(self.tr("No faults"))])


def take_back(screen: Any, batch: int) -> bool:
    """Take an import back, and say so, or why not."""
    try:
        screen.dangan.archive.undo_batch(batch, screen.dangan.env())
    except DanganError as error:
        screen.message(error.text(screen.lang), "error")
        return False
    for work in screen.dangan.works:
        if work.batch == batch:
            work.batch, work.undone = None, batch
            work.ended += "  " + screen.tr("(taken back)")
    screen.message(screen.tr("The import was taken back"), "done")
    return True


async def pick_form(screen: Any) -> None:
    """Pick the form, then import into it."""
    found = [h for h in heads(screen.dangan.archive.registry) if h.kind == "record" and h.alive]
    choices = [Choice(h.label(screen.lang), h.no, h.id) for h in found]

    def chosen(form: str | None) -> None:
        if form:
            screen.dangan.push_screen(ImportScreen(form))

    await screen.dangan.show(PickScreen([screen.tr("Import")], choices), chosen)
