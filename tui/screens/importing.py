"""Import of a workbook: which form and file, a dry run, every fault in a list, then the import itself."""

from __future__ import annotations

from typing import Any

from dangan.i18n import N_
from tui.families import heads
from tui.screens.attaching import typed_path
from tui.screens.dialogs import Ask
from tui.screens.keyed import RowsScreen
from tui.screens.pick import Choice, PickScreen
from tui.widgets.rows import Column, Entry, note
from tui.work import Work, start


class ImportScreen(RowsScreen[None]):
    """Imports into `form_id`. The first run is dry; F6 imports what it found fit."""

    DOES = N_("Import")

    def __init__(self, form_id: str) -> None:
        super().__init__()
        self.form_id = form_id
        self.file = ""
        self.update_by = ""
        self.add_missing = False
        self.checked: Any = None
        self.running = False

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

    def opened(self) -> None:
        """Ask for the file."""
        super().opened()
        self.ask_file()

    def ask_file(self) -> None:
        """Which file."""
        self.ask(Ask(self.tr("Workbook (.xlsx):"), self._file, lang=self.lang))

    def _file(self, typed: Any) -> None:
        if typed:
            self.file = str(typed)
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
        elif not self.checked.ok:
            self.message(self.tr("Nothing is imported while a row has a fault. Mend the workbook, then F2"), "error")
        else:
            self._run(False)

    def _run(self, dry: bool) -> None:
        from forms_plugins import importers

        app = self.dangan
        env, path = app.env(), typed_path(self.file)
        spec = app.archive.registry.spec(self.form_id)
        words = self.tr("Check {file}", file=path.name) if dry else self.tr("Import {file}", file=path.name)
        self.running, self.checked = True, None

        def run(work: Work) -> str:
            result = importers.run(
                app.archive, self.form_id, path, env, dry_run=dry, report=None,
                update_by=self.update_by or None, add_missing=self.add_missing,
            )  # fmt: skip
            app.call_from_thread(self._ran, result, dry)
            return str(self._told(result, dry, spec.label(self.lang)))

        start(app, Work(words), self._guarded(run))

    def _guarded(self, run: Any) -> Any:
        def guarded(work: Work) -> str:
            try:
                return str(run(work))
            finally:
                self.running = False

        return guarded

    def _told(self, result: Any, dry: bool, form: str) -> str:
        if not result.ok:
            return self.tr("{count} faults, nothing was imported", count=len(result.faults))
        if dry:
            return self.tr(
                "{new} new, {changed} to change: F6 imports", new=result.created_count, changed=result.updated_count
            )
        return self.tr(
            "{form}: {new} imported, {changed} changed. Undo: F9",
            form=form,
            new=result.created_count,
            changed=result.updated_count,
        )

    def _ran(self, result: Any, dry: bool) -> None:
        self.checked = result if dry else None
        self.result = result
        if self.is_attached:
            self.fill()
            self.draw_frame()

    def fill(self) -> None:
        """Every fault: sheet, row, column, value, reason."""
        result = getattr(self, "result", None)
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
        entries = [Entry((f.sheet, f"{f.row}", f.column, f.value, f.text(self.lang)), f) for f in result.faults]
        self.rows.show(columns, entries or [note(self.tr("No faults"))])


async def pick_form(screen: Any) -> None:
    """Pick the form, then import into it."""
    found = [h for h in heads(screen.dangan.archive.registry) if h.kind == "record" and h.alive]
    choices = [Choice(h.label(screen.lang), h.no, h.id) for h in found]

    def chosen(form: str | None) -> None:
        if form:
            screen.dangan.push_screen(ImportScreen(form))

    await screen.dangan.show(PickScreen([screen.tr("Import")], choices), chosen)
