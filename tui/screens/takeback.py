"""Taking back what was saved on the entry screen: the last line of a register, or its last correction, stands in hand again."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dangan.errors import DanganError
from dangan.record import Values
from storage import recent
from tui.frame import Command
from tui.screens.unfinished import Unfinished
from tui.widgets.form.model import FormModel


@dataclass(frozen=True, slots=True)
class Saved:
    """One save: the record as it was stored, what was typed, and where it was typed."""

    stored: Values
    typed: Values
    model: FormModel

    @property
    def new(self) -> bool:
        """Whether the save made the record."""
        return bool(self.stored["_lock"] == 1)

    @property
    def called(self) -> str:
        """Number and title."""
        number, title = str(self.stored.get("record_no") or ""), str(self.stored.get("_title") or "")
        return number if title in ("", number) else f"{number} {title}".strip()


class TakingBack(Unfinished):
    """The part of the entry screen that takes its saves back, the last one first."""

    lines: list[Values]

    def __init__(self) -> None:
        super().__init__()
        self._saves: list[Saved] = []
        self._again: Saved | None = None  # taken back just now: redo saves it once more

    def back_to(self, saved: Saved) -> FormModel:
        """What is in hand once `saved` is taken back; the lines of a register are brought in step."""
        raise NotImplementedError

    def waiting(self) -> bool:
        """Whether a new line of a register waits half typed while another is in hand."""
        raise NotImplementedError

    def remember_save(self, stored: Values) -> None:
        """A save has been done; one that changed nothing is none."""
        if stored["_lock"] == self.model.values.get("_lock"):
            return
        self._saves.append(Saved(stored, self.model.values, self.model))
        self._again = None

    def _show(self, model: FormModel) -> None:
        """Take another record in hand."""
        raise NotImplementedError

    def commands(self) -> list[Command]:
        """What can be done in the form; undo names the record where it takes back a save."""
        saved = None if self.model.can_undo else self._last_here()
        if saved is None:
            return super().commands()
        undo = self.tr("Take the save of {what} back", what=saved.called)
        return [replace(c, text=undo) if c.id == "undo" else c for c in super().commands()]

    def action_undo(self) -> None:
        """Take the last change back; where nothing was changed since, the last save."""
        saved = None if self.model.can_undo else self._last_here()
        if saved is None:
            super().action_undo()
            return
        try:
            self.dangan.archive.undo(self.dangan.env())
        except DanganError as error:
            self.message(error.text(self.lang), "error")
            return
        self._saves.pop()
        last = self.dangan.last
        last.pop(self.form_id, None)
        if saved.model.last is not None:
            last[self.form_id] = saved.model.last
        model = self.back_to(saved)
        model.env = self.dangan.env()
        self._hunting, self._again = False, saved
        self._show(model)
        said = self.tr("Taken back: {what}. Ctrl+Y saves it again", what=saved.called)
        if not saved.new:
            said = self.tr("Taken back: the correction of {what}. Ctrl+Y does it again", what=saved.called)
        self.note(said)

    def _last_here(self) -> Saved | None:
        """The last save of this screen, where it is also the last that the user did anywhere."""
        if not self._saves or (self._saves[-1].new and self.waiting()):
            return None
        saved = self._saves[-1]
        last = recent.last_save(self.dangan.archive.store, self.dangan.login)
        same = last is not None and (last.id, last.version) == (saved.stored["_id"], saved.stored["_lock"])
        return saved if same else None

    async def action_redo(self) -> None:
        """Do again what was taken back, a save as well."""
        saved, model = self._again, self.model
        if saved is None or model.undone or model.dirty != saved.new or (saved.new and model.values is not saved.typed):
            await super().action_redo()
            return
        self._again = None
        model.values = {**model.values, **{k: v for k, v in saved.typed.items() if not k.startswith("_")}}
        await self.save()
