"""A paper before it is drawn: cells on a grid, in lines, in bands that stay together, on pages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from forms_plugins.exporters.paper.measure import INDENT, SIZE, SMALL, UNIT
from forms_plugins.exporters.workbook import A4, BOTTOM, TOP

Align = Literal["left", "center", "right"]
Look = Literal[
    "plain",
    "label",
    "value",
    "field",
    "heading",
    "title",
    "cover",
    "cover_value",
    "foot_label",
    "foot_value",
    "foot_small",
    "caption",
    "small",
    "cut",
    "slip",
    "slip_small",
    "slip_down",
    "slip_down_small",
    "slip_turned",
]

PORTRAIT, LANDSCAPE = 48, 72  # columns of the grid that fit the width of a page
SAFE = 0.97  # of the height of a page is filled: printers and programs round rows differently
# Points of a page that hold lines, upright and landscape.
HEIGHTS = {landscape: (A4[not landscape] - TOP - BOTTOM) * SAFE for landscape in (False, True)}


@dataclass(frozen=True, slots=True)
class Cell:
    """Text over `span` columns of the grid and `rows` lines. `edges` are the borders drawn: any of l r t b."""

    text: str
    span: int
    look: Look = "value"
    align: Align = "left"
    edges: str = "lrtb"
    rows: int = 1
    top: bool = False  # text at the top, not in the middle
    struck: bool = False  # a line through its text
    picture: Path | None = None  # shown in the cell

    @property
    def room(self) -> float:
        """Points across that its text may take, insets included."""
        size = SMALL if self.look == "foot_small" else SIZE
        return (self.span * UNIT - (INDENT if self.look in ("field", "heading") else 0.0)) * SIZE / size


@dataclass(frozen=True, slots=True)
class Line:
    """Cells side by side that fill the width of the grid; `height` in points."""

    cells: tuple[Cell, ...]
    height: float


@dataclass(frozen=True, slots=True)
class Band:
    """Lines that stand on one page together. `head` is the table heading repeated when the band begins a page.

    `new_page`: begins one; `may_begin`: begins one where the paper has no more pages for it. `keep`: stays on the page
    of the band that follows.
    """

    lines: tuple[Line, ...]
    head: tuple[Line, ...] = ()
    new_page: bool = False
    keep: bool = False
    may_begin: bool = False

    @property
    def height(self) -> float:
        """Points of its lines together."""
        return sum(line.height for line in self.lines)


@dataclass(slots=True)
class Sheet:
    """A laid-out paper: its lines from top to bottom, and the numbers of the lines that begin a page."""

    name: str
    landscape: bool
    lines: list[Line] = field(default_factory=list)
    breaks: list[int] = field(default_factory=list)

    @property
    def columns(self) -> int:
        """Columns of the grid."""
        return grid(self.landscape)


def height_of(bands: Iterable[Band]) -> float:
    """Points of all of them together."""
    return sum(band.height for band in bands)


def grid(landscape: bool) -> int:
    """Columns of the grid across a page."""
    return LANDSCAPE if landscape else PORTRAIT


def opened(line: Line, *, top: bool, bottom: bool) -> Line:
    """`line` without the borders between it and the line of the same cells above or below it."""
    drop = ("" if top else "t") + ("" if bottom else "b")
    return replace(
        line, cells=tuple(replace(c, edges="".join(e for e in c.edges if e not in drop)) for c in line.cells)
    )


def closed(line: Line, edge: str) -> Line:
    """`line` with the border `edge` (t or b) wherever a cell has side borders: a page ends or begins there."""
    return replace(
        line,
        cells=tuple(
            replace(c, edges=c.edges + edge) if c.edges and edge not in c.edges and "l" in c.edges else c
            for c in line.cells
        ),
    )
