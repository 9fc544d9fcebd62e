"""The list of the day: imports, exports and backups of this session, and the office's last imports; Enter takes one back."""

from __future__ import annotations

from typing import Any

from dangan.i18n import N_
from storage import recent
from storage.recent import Imported
from tui import theme
from tui.screens.dialogs import Question
from tui.screens.importing import take_back
from tui.screens.keyed import RowsScreen
from tui.widgets.rows import Column, Entry, heading, note, whole
from tui.work import Work

SHOWN = 20  # imports of the office


class WorksScreen(RowsScreen[None]):
    """Long work of this session, the newest first, then the imports that the store knows."""

    DOES = N_("OK")

    def path(self) -> list[str]:
        """What it lists."""
        return [self.tr("Imports, exports and backups of this session")]

    def told(self) -> None:
        """What Enter does."""
        self.message(self.tr("Enter on an import takes it back"))

    def fill(self) -> None:
        """The session's work, then the imports made before."""
        works = self.dangan.works
        found = recent.imports(self.dangan.archive.store, SHOWN)
        mine = {w.batch for w in works if w.batch is not None} | {w.undone for w in works}
        entries = [Entry((w.name, w.line(self.lang)), w) for w in reversed(works)] or [note(self.tr("None yet"))]
        before = [i for i in found if i.id not in mine]
        if before:
            entries += [note(), heading(self.tr("Imports of the office"))]
            entries += [
                Entry((self._called(i), self._outcome(i)), i, theme.DIM if i.undone else theme.PLAIN) for i in before
            ]
        columns = [Column(self.tr("Work"), 26), Column(self.tr("Result"))]
        self.rows.show(columns, whole(columns, entries, max(20, self.size.width)))

    def _called(self, made: Imported) -> str:
        if made.bulk:
            return self.tr("Change of many {number}", number=made.id)
        return self.tr("Import {number}", number=made.id)

    def _outcome(self, made: Imported) -> str:
        registry = self.dangan.archive.registry
        form = registry.spec(made.form).label(self.lang) if registry.has(made.form) else made.form
        told = self.tr("{count} records", count=made.count)
        back = self.tr("(taken back)") + "  " if made.undone else ""
        return f"{back}{form}  {told}  {made.file_name}  {made.at[:16].replace('T', ' ')} {made.by}"

    async def entered(self) -> None:
        """Ask, then take the import back that the marked line stands for."""
        marked = self.rows.current
        batch = self._batch(marked)
        if batch is None:
            self.message(self.tr("Only an import can be taken back"))
            return
        answers = [("no", self.tr("Leave it as it is")), ("undo", self.tr("Take it back"))]
        name = marked.name if isinstance(marked, Work) else f"{marked.id} {marked.file_name}"
        bulk = isinstance(marked, Imported) and marked.bulk
        said = (self.tr("Take this change back?") if bulk else self.tr("Take this import back?")) + f" {name}"
        self.ask(Question(said, answers, lambda a: self._take_back(a, batch), lang=self.lang, safe="no", no="no"))

    def _batch(self, marked: Any) -> int | None:
        """The import that a line stands for, None where it is none or taken back."""
        if isinstance(marked, Work):
            return marked.batch
        return marked.id if isinstance(marked, Imported) and not marked.undone else None

    def _take_back(self, answer: str, batch: int) -> None:
        if answer == "undo" and take_back(self, batch):
            self.fill()

    async def action_do(self) -> None:
        """The same as Enter."""
        await self.entered()
