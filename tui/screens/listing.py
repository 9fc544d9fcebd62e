"""Lines to read, under a heading of their own: what is lacking, what an import found, what was done."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from tui.screens.keyed import RowsScreen
from tui.widgets.rows import Column, Entry, whole


class ListingScreen(RowsScreen[bool]):
    """Shows `entries`; with `does` F6 does it and the screen gives True; `leads` gets the value of a line on Enter."""

    def __init__(
        self,
        path: Sequence[str],
        columns: Sequence[Column],
        entries: Sequence[Entry],
        said: str = "",
        does: str = "",
        level: str = "hint",
        leads: Callable[[Any], Awaitable[None]] | None = None,
    ) -> None:
        super().__init__()
        self.where, self.columns, self.entries, self.said, self.level = list(path), columns, entries, said, level
        self.word, self.leads = does, leads

    transient = True

    def path(self) -> list[str]:
        """Where it was opened from."""
        return self.where

    def does(self) -> str:
        """What F6 does."""
        return self.word or self.DOES

    def opened(self) -> None:
        """Say what this is."""
        super().opened()
        self.message(self.said, self.level)

    def fill(self) -> None:
        """The lines as given."""
        self.rows.show(self.columns, whole(self.columns, self.entries, max(20, self.size.width)))

    async def entered(self) -> None:
        """Go where the marked line leads, where lines lead somewhere; F6 alone does it."""
        if self.leads is not None and self.rows.current is not None:
            await self.leads(self.rows.current)

    async def action_edit(self) -> None:
        """The same as Enter."""
        await self.entered()

    def action_do(self) -> None:
        """Do it."""
        if self.word:
            self.dismiss(True)

    def action_back(self) -> None:
        """Leave it."""
        self.dismiss(False)
