"""A laid-out paper as lines of text: the same cells at the same places, for a terminal. Frames of + - | alone, whose width
no terminal doubts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from dangan.values.text import cells, fit, folded
from forms_plugins.exporters.paper.model import Cell, Line, Sheet

WIDTH = 80  # cells of a terminal


def pages(sheet: Sheet, width: int = WIDTH) -> list[list[str]]:
    """The pages of a laid-out paper, each as lines of at most `width` cells. Where a text takes more lines than on paper,
    its row grows: nothing is cut."""
    starts = [0, *sheet.breaks]
    ends = [*sheet.breaks, len(sheet.lines)]
    return [_page(sheet.lines[a:b], sheet.columns, width) for a, b in zip(starts, ends, strict=True)]


@dataclass(slots=True)
class _Placed:
    """A cell between two columns of the terminal, over the rows `first` to `last`."""

    cell: Cell
    left: int
    right: int
    first: int
    last: int
    words: list[str]


def _page(lines: Sequence[Line], columns: int, width: int) -> list[str]:
    at = [round(n * (width - 1) / columns) for n in range(columns + 1)]
    placed = list(_placed(lines, at))
    rules = [_rule(placed, row, width) for row in range(len(lines) + 1)]
    heights = _heights(placed, [bool(rule) for rule in rules])
    out: list[str] = []
    begun: dict[int, int] = {}  # lines of its text that each cell has had
    for row, high in enumerate(heights):
        if rules[row]:
            over = [p for p in placed if p.first < row <= p.last]
            out.append(_over(rules[row], _drawn(over, begun)))
        inside = [p for p in placed if p.first <= row <= p.last]
        out += [_drawn(inside, begun) for _ in range(high)]
    return [line.rstrip() for line in (*out, rules[-1])]


def _placed(lines: Sequence[Line], at: Sequence[int]) -> Iterator[_Placed]:
    for row, line in enumerate(lines):
        column = 0
        for cell in line.cells:
            left, right = at[column], at[min(column + cell.span, len(at) - 1)]
            column += cell.span
            if cell.rows:
                words = _words(cell, right - left - 1)
                yield _Placed(cell, left, right, row, min(row + cell.rows, len(lines)) - 1, words)


def _words(cell: Cell, room: int) -> list[str]:
    """The text of a cell in lines, as it stands in it."""
    if not cell.text.strip():
        return []
    lines = folded(cell.text, max(2, room))
    return [fit(line, room, cell.align).rstrip() if cells(line) < room else line for line in lines]


def _heights(placed: Iterable[_Placed], ruled: Sequence[bool]) -> list[int]:
    """Lines of text that each row takes: enough for each of its cells, the last of several rows for what is left."""
    heights = [1] * (len(ruled) - 1)
    for p in sorted(placed, key=lambda p: p.last - p.first):
        there = sum(heights[p.first : p.last + 1]) + sum(ruled[p.first + 1 : p.last + 1])
        heights[p.last] += max(0, len(p.words) - there)
    return heights


def _drawn(inside: Iterable[_Placed], begun: dict[int, int]) -> str:
    """The next line of text of cells side by side, with their borders."""
    parts: dict[int, str] = {}
    for p in inside:
        n = begun[id(p)] = begun.get(id(p), -1) + 1
        if n < len(p.words) and p.words[n].strip():
            parts[p.left + 1] = p.words[n]
        parts |= {x: "|" for edge, x in (("l", p.left), ("r", p.right)) if edge in p.cell.edges and x not in parts}
    out, used = "", 0
    for x in sorted(parts):
        if x >= used:
            out += " " * (x - used) + parts[x]
            used = x + cells(parts[x])
    return out


def _over(rule: str, words: str) -> str:
    """A rule with the text of the cells that it does not part."""
    out, x = list(rule), 0
    for sign in words:
        if sign != " " and out[x : x + 1] not in (["+"], ["-"]):
            out[x : x + cells(sign)] = [sign, *[""] * (cells(sign) - 1)]
        x += cells(sign)
    return "".join(out)


def _rule(placed: Iterable[_Placed], row: int, width: int) -> str:
    """The line above a row: drawn where a cell above or below has a border there."""
    out = [" "] * width
    for p in placed:
        here = ("t" in p.cell.edges and p.first == row) or ("b" in p.cell.edges and p.last + 1 == row)
        if here:
            stroke = "- " if p.cell.look == "cut" or p.cell.look.startswith("slip") else "-"
            out[p.left + 1 : p.right] = list((stroke * (p.right - p.left))[: p.right - p.left - 1])
    for p in placed:
        if p.first <= row <= p.last + 1:
            for edge, x in (("l", p.left), ("r", p.right)):
                if edge in p.cell.edges:
                    ruled = any(out[n] == "-" for n in (x - 1, x + 1) if 0 <= n < width)
                    out[x] = "+" if ruled else "|"
    return "".join(out) if "-" in out else ""
