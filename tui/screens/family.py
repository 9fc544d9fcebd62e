"""The forms of a family with their numbers; typing filters by part, pinyin or initials, a digit opens."""

from __future__ import annotations

from typing import Any

from dangan.i18n import N_
from dangan.values.text import normal
from storage.filters import Filter
from storage.pages import View
from tui.families import Family
from tui.match import rank
from tui.screens.keyed import RowsScreen
from tui.widgets.line_edit import LineEdit
from tui.widgets.rows import Column, Entry


class FamilyScreen(RowsScreen[None]):
    """Opens the list of a form."""

    DOES = N_("OK")

    def __init__(self, family: Family) -> None:
        super().__init__()
        self.family = family
        self.box = LineEdit()
        self.counts: dict[str, str] = {}
        self._digits = ""  # typed so far

    def path(self) -> list[str]:
        """The family."""
        return [self.family.label(self.lang)]

    def opened(self) -> None:
        """Draw first, count then."""
        super().opened()
        self.call_after_refresh(self.count)

    def told(self) -> None:
        """How it is used."""
        self.message(self.tr("A digit marks a form, Enter opens its list, F5 types a new record"))

    def resumed(self) -> None:
        """Something was entered meanwhile."""
        super().resumed()
        self.call_after_refresh(self.count)

    def fill(self) -> None:
        """The forms that what was typed may mean."""
        text = self.box.text if self.box else ""
        found = [f for f in self.family.forms if not text or rank(text, f.zh, f.en, f.no) >= 0]
        columns = [
            Column("", 3),
            Column(self.tr("Form")),
            Column(self.tr("No."), 5),
            Column(self.tr("Records"), 9, "right"),
        ]
        entries = [
            Entry(
                (
                    f"{n}",
                    f.label(self.lang) + ("" if f.alive else "  " + self.tr("! plugin off")),
                    f.no,
                    self.counts.get(f.id, ""),
                ),
                f,
            )
            for n, f in enumerate(found, 1)
        ]
        self.rows.show(columns, entries)

    def count(self) -> None:
        """Count each form."""
        if not self.is_attached:
            return
        for f in self.family.forms:
            number, exact = self.dangan.archive.count(f.lists, View(filters=(Filter("status", "!=", "void"),)))
            self.counts[f.id] = f"{number}" if exact else f"{number}+"
        self.fill()

    async def searched(self) -> None:
        """Filter."""
        self.rows.at = 0
        self.fill()

    async def typed(self, character: str) -> bool:
        """A digit marks a form, as on home; two digits behind each other one from 10 on."""
        digit = normal(character)
        if self.box is not None and not self.box.text and digit.isdigit():
            self._digits = self._digits + digit if self._mark(self._digits + digit) else digit
            self._mark(self._digits)
            return True
        return await super().typed(character)

    def _mark(self, digits: str) -> bool:
        """Mark the form of that number; False where there is none."""
        if not 0 < int(digits) <= len(self.rows.entries):
            return False
        self.rows.mark(self.rows.entries[int(digits) - 1].value)
        return True

    async def pressed(self, key: str) -> bool:
        """Another key: the next digit is a first one."""
        self._digits = ""
        return await super().pressed(key)

    async def entered(self) -> None:
        """The list of the marked form."""
        if self.rows.current is not None:
            await self._open(self.rows.current)

    async def _open(self, form: Any) -> None:
        from tui.screens.list import ListScreen

        await self.dangan.show(ListScreen(form.id))

    async def action_new(self) -> None:
        """A new record of the marked form."""
        if self.rows.current is not None:
            await self.dangan.edit(self.rows.current.lists)

    async def action_do(self) -> None:
        """The same as Enter."""
        await self.entered()

    def action_back(self) -> None:
        """Take the filter back, then leave."""
        if self.box is not None and self.box.text:
            self.box.set("")
            self.fill()
            self.draw_frame()
            self.caret()
        else:
            super().action_back()
