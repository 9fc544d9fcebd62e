"""The entry form of a role or of a substitute."""

from __future__ import annotations

from typing import Any

from dangan.i18n import N_
from dangan.record import Values
from tui.holdings import ROLE, SUBSTITUTE, Holdings
from tui.screens.dialogs import Question
from tui.screens.entry import EntryScreen


class HoldingForm(EntryScreen):
    """The entry form of a role or substitute. Nothing of it is kept unsaved: it is four fields long."""

    WORDS = {ROLE: N_("Roles"), SUBSTITUTE: N_("Substitutes")}

    def __init__(self, kept: Holdings, form_id: str, record: int | None = None, given: Values | None = None) -> None:
        super().__init__(form_id, record, given=given)
        self.kept_in = kept

    @property
    def archive(self) -> Any:
        """The roles and substitutes of the office."""
        return self.kept_in

    def path(self) -> list[str]:
        """In the directory."""
        new = self.model.values.get("_id") is None
        name = self.tr("New record") if new else str(self.model.values.get("_title") or "")
        return [self.tr("Directory"), self.tr(self.WORDS[self.form_id]), name]

    async def saved(self, values: Values) -> None:
        """Back to the list."""
        self.dangan.last.pop(self.form_id, None)
        self.model.values = self.model.base = values
        self.dismiss(values["_id"])

    def action_new(self) -> None:
        """Somebody who is not in the directory is added."""
        if self.may_create():
            self.create_target()

    def action_back(self) -> None:
        """The old value of the field, then back to the list."""
        if self.model.dirty and not (self.model.editor and self.model.editor.touched):
            answers = [("save", self.tr("Save")), ("drop", self.tr("Discard the changes"))]
            said = self.tr("Not saved:")
            self.ask(
                Question(
                    said, answers, self._leaving, lang=self.lang, safe="save", no="go", destroying=("drop",)
                )
            )  # fmt: skip
        else:
            super().action_back()

    def typed(self) -> None:
        """Nothing is kept meanwhile."""

    def keep_scratch(self) -> bool:
        """Nothing is kept."""
        return True

    def drop_scratch(self) -> None:
        """Nothing is kept."""

    def offer_scratches(self) -> None:
        """Nothing is kept."""
