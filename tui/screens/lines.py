"""The lines of a table ticked one by one: the handover desk, taking back, what a step of lines is of."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from dangan.i18n import N_
from dangan.record import Values
from dangan.spec import BlockSpec, FieldSpec
from dangan.values.text import cells, normal
from tui import theme
from tui.reading import EMPTY, STRUCK, is_struck, said
from tui.screens.keyed import RowsScreen
from tui.widgets.rows import Column, Entry

SUMMED = ("pages", "sheets", "copies", "quantity")
MOST = 5  # columns beside the tick
MOST_CELLS = 18  # of a column but the one that names the line
NAMES = ("text", "longtext", "ref")
TEXTS = (*NAMES, "person", "choice", "archive_no")


class LinesScreen(RowsScreen[None]):
    """Ticks lines of `block`; F6 gives their places to `then`. `done` are places where it was taken already."""

    DOES = N_("OK")
    transient = True

    def __init__(
        self,
        path: Sequence[str],
        block: BlockSpec,
        lines: Sequence[Values],
        then: Callable[[tuple[int, ...]], Awaitable[None]],
        done: Sequence[int] = (),
    ) -> None:
        super().__init__()
        self.where, self.block, self.lines, self.then, self.done = list(path), block, list(lines), then, set(done)
        self.struck = {n for n, line in enumerate(lines) if is_struck(block, line)}
        self.ticked: set[int] = set()
        self.digits = ""

    def path(self) -> list[str]:
        """Where it was opened from."""
        return self.where

    def told(self) -> None:
        """How lines are ticked."""
        self.message(self.tr("Space or its number ticks a line, F4 all, F6 goes on with those ticked"))

    def part(self) -> str:
        """How many are ticked, with the sums of pages and copies."""
        said_ = self.tr("ticked {count} of {all}", count=len(self.ticked), all=len(self.lines))
        sums = [
            f"{f.label(self.lang)} {self._sum(f, self.ticked)}/{self._sum(f, range(len(self.lines)))}"
            for f in self._summed()
        ]
        return "  ".join([" " + said_, *sums])

    def _summed(self) -> list[FieldSpec]:
        return [f for f in self.block.fields if f.id in SUMMED]

    def _sum(self, f: FieldSpec, places: Any) -> int:
        return sum(int(self.lines[n].get(f.id) or 0) for n in places)

    def _shown(self) -> list[FieldSpec]:
        """The columns: what names a line first, then what is counted, then what else is filled."""
        filled = [f for f in self.block.fields if not f.auto and any(x.get(f.id) not in EMPTY for x in self.lines)]
        first = [f for f in filled if (f.required is not False and f.type in TEXTS) or f.id == self.block.struck]
        counted = [f for f in filled if f in self._summed()]
        rest = [f for f in filled if f not in first and f not in counted and not f.computed]
        return [*first[: MOST - len(counted)], *counted, *rest][:MOST]

    def fill(self) -> None:
        """The lines with their ticks."""
        env, fields = self.dangan.env(), self._shown()
        texts = [[said(f, line.get(f.id), env, "list") for f in fields] for line in self.lines]
        names = next((i for i, f in enumerate(fields) if f.type in NAMES), 0)
        columns = [Column("", 3), Column("#", 3, "right")]
        for i, f in enumerate(fields):
            wide = max([cells(f.label(self.lang)), *(cells(row[i]) for row in texts)])
            number = f in self._summed()
            columns.append(
                Column(f.label(self.lang), 0 if i == names else min(wide, MOST_CELLS), "right" if number else "left")
            )
        entries = []
        for n, row in enumerate(texts):
            mark = (
                "[x]" if n in self.ticked else f" {STRUCK} " if n in self.struck else " x " if n in self.done else "[ ]"
            )
            dim = theme.DIM if n in self.done - self.ticked else theme.PLAIN
            entries.append(Entry((mark, str(n + 1), *row), n, theme.STRUCK if n in self.struck else dim))
        self.rows.show(columns, entries)
        self.draw_frame()

    async def typed(self, character: str) -> bool:
        """Space ticks the marked line, a number the line of that number."""
        typed = normal(character)
        if character in (" ", "\u3000"):
            self.digits = ""
            self._tick(self.rows.current)
            return True
        if not (len(typed) == 1 and typed.isdigit()):
            return False
        self.digits += typed
        if len(self.digits) >= len(str(len(self.lines))):
            number, self.digits = int(self.digits), ""
            if 0 < number <= len(self.lines):
                self.rows.mark(number - 1)
                self._tick(number - 1)
        return True

    async def entered(self) -> None:
        """Tick the marked line, go to the next."""
        self._tick(self.rows.current)
        self.rows.key("down")

    def action_pick(self) -> None:
        """Tick all, or take all ticks away."""
        every = set(range(len(self.lines))) - self.done - self.struck
        self.ticked = set() if self.ticked == every else every
        self.fill()

    def _tick(self, n: int | None) -> None:
        if n is None:
            return
        if n in self.struck:
            self.message(self.tr("Line {number} is struck out", number=n + 1), "warn")
            return
        self.ticked ^= {n}
        self.fill()
        if n in self.done and n in self.ticked:
            self.message(self.tr("Line {number} was done already: it is done anew", number=n + 1), "warn")
        else:
            self.told()

    async def action_do(self) -> None:
        """Go on with the lines ticked."""
        if not self.ticked:
            self.message(self.tr("No line is ticked"), "warn")
            return
        self.dismiss(None)
        await self.then(tuple(sorted(self.ticked)))
