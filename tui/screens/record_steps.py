"""What a record's screen does beside its steps: the reasons of a refusal, to their fields, void with a reason."""

from __future__ import annotations

from typing import Any

from dangan.errors import DanganError, Refused
from tui.screens.dialogs import Ask, Question
from tui.screens.listing import ListingScreen
from tui.screens.stepping import Taking
from tui.widgets.rows import Column, Entry


class RecordSteps(Taking):
    """Shows why a step is refused, and voids `record`."""

    async def show_problems(self, refused: Refused) -> None:
        """Every reason of a refusal, one a line."""
        if len(refused.problems) == 1:
            self.message(refused.problems[0].text(self.lang), "error")
            return
        entries = [Entry((self._named(p.path), p.text(self.lang)), p.path) for p in refused.problems]
        columns = [Column(self.tr("Field"), 18), Column(self.tr("Reason"))]
        said = self.tr("Not done: {count} reasons. Enter goes to the field", count=len(entries))
        where = [*self.path(), self.tr("Lacking")]
        await self.dangan.show(ListingScreen(where, columns, entries, said, level="error", leads=self._to_field))

    async def _to_field(self, path: str) -> None:
        """Out of the reasons, into the form, to the field that one of them names."""
        from tui.screens.entry import EntryScreen

        self.dangan.screen.dismiss(False)
        await self.dangan.edit(self.form_id, self.record)
        form = self.dangan.screen
        place = form.place_of(path) if isinstance(form, EntryScreen) else None
        if not isinstance(form, EntryScreen):
            return
        if place is not None and form.model.can_type(place):
            form.view.go(place)
        else:
            form.note(self.tr("{field} is not typed: it follows from other fields", field=self._named(path)))

    def _named(self, path: str) -> str:
        spec = self.form.spec
        name, _dot, rest = path.partition(".")
        if name in spec.rows:
            row, _dot, field = rest.partition(".")
            label = spec.rows[name].label(self.lang)
            if not field:
                return str(label)
            words: str = spec.rows[name].field(field).label(self.lang)
            return f"{label} {int(row) + 1} {words}"
        found = spec.fields.get(name)
        return str(found.label(self.lang)) if found else name

    def _void(self) -> None:
        number = str(self.values.get("record_no") or "")
        self.ask(Ask(self.tr("Void {number}? Reason:", number=number), self._void_reason, lang=self.lang))

    def _void_reason(self, reason: Any) -> None:
        if not reason:
            return
        number = str(self.values.get("record_no") or "")
        answers = [("no", self.tr("Leave it")), ("void", self.tr("Void"))]
        said = self.tr("Void {number}: its number is never used again.", number=number)
        then = lambda a: self._voided(str(reason)) if a == "void" else None  # noqa: E731
        self.ask(Question(said, answers, then, lang=self.lang, safe="no", no="no", destroying=("void",)))

    def _voided(self, reason: str) -> None:
        try:
            self.dangan.archive.void(self.form_id, self.record, reason, self.dangan.env())
        except DanganError as error:
            self.message(error.text(self.lang), "error")
            return
        self.again()
        self.message(self.tr("Voided"), "done")
