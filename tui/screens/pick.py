"""Pick one or several of a list: typing filters by part, initials or number; used for columns, filters, forms."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from textual.binding import Binding, BindingType

from dangan.frozen import frozen
from dangan.i18n import N_
from tui.match import rank
from tui.screens.keyed import SearchedScreen
from tui.widgets.rows import Column, Entry


@frozen
class Choice:
    """One line: what it says, what tells it apart, the value it gives."""

    text: str
    tail: str
    value: Any


class PickScreen(SearchedScreen[Any]):
    """Gives the value chosen, or with `ticked` the list of values ticked, in the order of ticking; None = left."""

    DOES = N_("OK")
    transient = True
    BINDINGS: ClassVar[list[BindingType]] = [Binding("space", "tick", N_("Tick"), id="tick")]

    def __init__(
        self,
        path: Sequence[str],
        choices: Sequence[Choice],
        ticked: Sequence[Any] | None = None,
        said: str = "",
        typed: str = "",
    ) -> None:
        super().__init__(typed)
        self.where, self.choices, self.said = list(path), list(choices), said
        self.ticked = None if ticked is None else list(ticked)

    def path(self) -> list[str]:
        """Where it was opened from."""
        return self.where

    def told(self) -> None:
        """How it is used."""
        several = self.tr("Space ticks, letters find, F6 is done, Esc leaves it as it was")
        self.message(
            self.said
            or (self.tr("Letters find, Enter takes, Esc leaves it as it was") if self.ticked is None else several)
        )

    def fill(self) -> None:
        """The choices that what was typed may mean, best first."""
        text = self.wanted
        ranked = sorted((rank(text, c.text, c.tail), i) for i, c in enumerate(self.choices)) if text else None
        shown = self.choices if ranked is None else [self.choices[i] for r, i in ranked if r >= 0]
        ticks = [] if self.ticked is None else self.ticked
        columns = (
            [Column("", 3), Column(""), Column("", 30)]
            if self.ticked is not None
            else [Column("", 2), Column(""), Column("", 30)]
        )
        entries = []
        for n, c in enumerate(shown, 1):
            mark = (
                (f"{ticks.index(c.value) + 1:>2}x" if c.value in ticks else " - ")
                if self.ticked is not None
                else (f"{n}" if n < 10 else "")
            )
            entries.append(Entry((mark, c.text, c.tail), c))
        self.rows.show(columns, entries, head=False)

    async def typed(self, character: str) -> bool:
        """A digit takes a line, where none is typed and one is to be taken; space ticks."""
        if character in (" ", "\u3000") and self.ticked is not None:
            self.action_tick()
            return True
        if self.ticked is None and self.box is not None and not self.box.text and character in "123456789":
            at = int(character) - 1
            if at < len(self.rows.entries):
                self.dismiss(self.rows.entries[at].value.value)
                return True
        return await super().typed(character)

    def action_tick(self) -> None:
        """Tick the marked line, or take its tick away."""
        chosen = self.rows.current
        if self.ticked is None or chosen is None:
            return
        if chosen.value in self.ticked:
            self.ticked.remove(chosen.value)
        else:
            self.ticked.append(chosen.value)
        self.fill()

    async def entered(self) -> None:
        """Take the marked line; where several are ticked, tick it."""
        if self.ticked is not None:
            self.action_tick()
        elif self.rows.current is not None:
            self.dismiss(self.rows.current.value)

    def action_do(self) -> None:
        """Done."""
        if self.ticked is not None:
            self.dismiss(self.ticked)
        elif self.rows.current is not None:
            self.dismiss(self.rows.current.value)
