"""How the columns of a table stand on A4 paper: as wide as can be read, over several pages side by side where need be."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from forms_plugins.exporters.paper.measure import INSET, SIZE, line_count, width
from forms_plugins.exporters.workbook import A4

SMALLEST = 8.1 / SIZE  # of the full size: nothing is printed smaller than 8 points
SIDES = 28.0  # points of the margin on either side of the page
ROOM = A4[True] - 2 * SIDES
WIDE = ROOM / SMALLEST * 2 / 3  # of a column at most: what is repeated beside it takes the rest
BOLD = 1.08  # of plain letters
BUTTON = 16.0  # points of a heading that the filter button covers
NARROWEST = 30.0
FREE = 0.5  # points, so that rounding breaks no line
MOST_LINES = 24  # of a text in a cell, a few less than the tallest row has
KEYS = 2  # columns repeated on every page at most
# Ways to set a table, the roomiest first: Chinese characters of the widest text, lines of a heading.
WAYS = ((25, 1), (20, 1), (20, 2), (16, 2), (12, 2))


@dataclass(slots=True)
class Measured:
    """A column: its heading, the points that its widest value takes on one line, and whether that may be broken."""

    label: str
    content: float = 0.0
    breaks: bool = True

    def width(self, characters: int, lines: int) -> float:
        """Points of the column where a text has at most so many characters on a line, and the heading so many lines."""
        widest = width("档" * characters)
        label = BOLD * width(self.label) / lines + (SIZE if lines > 1 else 0)
        label = min(label, widest) + BUTTON
        word = max((BOLD * width(word) for word in self.label.split() if word.isascii()), default=0.0) + BUTTON
        content = max(min(self.content, widest), self.least) if self.breaks else self.content
        return max(content, label, word, NARROWEST) + INSET + FREE

    @property
    def least(self) -> float:
        """Points of a line where the longest text is to stand in one cell."""
        return min(self.content / MOST_LINES, WIDE - INSET - FREE)

    def heading_lines(self, taken: float) -> int:
        """Lines that the heading takes in a column of so many points."""
        return line_count(self.label, (taken - BUTTON) / BOLD)


@dataclass(frozen=True, slots=True)
class Pages:
    """Where the pages part: `scale` of the full size in hundredths (0: all columns on one page, made to fit), `keys`
    columns repeated on each page, `breaks` the columns before which a page ends."""

    scale: int = 0
    keys: int = 0
    breaks: tuple[int, ...] = ()


def widths(columns: Sequence[Measured]) -> list[float]:
    """Points of each column, set the roomiest way that takes the fewest pages."""
    ways = [[column.width(*way) for column in columns] for way in WAYS]
    return min(ways, key=lambda taken: len(pages(taken).breaks))


def pages(taken: Sequence[float]) -> Pages:
    """One page for columns of these widths, or as few as will do without making anything smaller than 8 points."""
    most = ROOM / SMALLEST
    if sum(taken) <= most:
        return Pages()
    keys = next(k for k in range(KEYS, -1, -1) if sum(taken[:k]) <= most / 3)
    first = sum(taken[:keys])
    breaks, widest = _even(taken[keys:], most - first)
    scale = min(100, int(100 * ROOM / (first + widest)))
    return Pages(scale, keys, tuple(keys + n for n in breaks))


def _even(taken: Sequence[float], most: float) -> tuple[list[int], float]:
    """Where to part the columns so that as few pages as will do are as evenly filled as can be, and the widest page."""
    count = len(_parted(taken, most))
    sums = {sum(taken[a:b]) for a in range(len(taken)) for b in range(a + 1, len(taken) + 1)}
    limits = sorted(limit for limit in sums if limit >= max(taken))
    limit = limits[bisect_left(limits, True, key=lambda limit: len(_parted(taken, limit)) <= count)]
    return _parted(taken, limit), limit


def _parted(taken: Sequence[float], limit: float) -> list[int]:
    """The places at which a page is full, filled one column after the other."""
    breaks, used = [], 0.0
    for n, size in enumerate(taken):
        if used and used + size > limit + 0.01:
            breaks.append(n)
            used = 0.0
        used += size
    return breaks
