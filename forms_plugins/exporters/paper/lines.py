"""Lines of a paper from cells: heights measured, long text split over several lines, boxes in columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from forms_plugins.exporters.paper.measure import UNIT, height, line_count, split, width
from forms_plugins.exporters.paper.model import Band, Cell, Line, opened

LEAST = 19.0  # points: room to write by hand
WHOLE = 14  # lines of text that are never split
PIECE = 7  # lines in each piece of a longer text

Boxes = Sequence[tuple[str, bool]]


def build(cells: Sequence[Cell], least: float = LEAST) -> list[Line]:
    """One line, or several with open borders between them where a text is long."""
    deepest = max(line_count(c.text, c.room) for c in cells)
    if deepest <= WHOLE:
        return [Line(tuple(cells), max(least, height(deepest)))]
    parts = [split(c.text, c.room, PIECE) for c in cells]
    count = max(map(len, parts))
    lines = []
    for n in range(count):
        row = [replace(c, text=p[n] if n < len(p) else "", top=True) for c, p in zip(cells, parts, strict=True)]
        tall = height(max(line_count(c.text, c.room) for c in row))
        lines.append(opened(Line(tuple(row), tall), top=n == 0, bottom=n == count - 1))
    return lines


def bands(lines: Sequence[Line], head: tuple[Line, ...] = ()) -> list[Band]:
    """A band for each line: a page may end between any two of them."""
    return [Band((line,), head) for line in lines]


def units(text: str, least: int = 1) -> int:
    """Columns of the grid that `text` takes on one line."""
    return max(least, -int(-(width(text) + 7) // UNIT))


def even(label: str, span: int) -> str:
    """A Chinese label that does not fit `span` grid columns in lines about equally long, broken before brackets."""
    if line_count(label, span * UNIT) == 1 or any(c < "\u2e80" and c not in "/()" for c in label):
        return label
    for n, c in enumerate(label):
        halves = (label[: n + (c == "/")], label[n + (c == "/") :])
        if c in "/(" and all(part and line_count(part, span * UNIT) == 1 for part in halves):
            return "\n".join(halves)
    for count in range(2, len(label)):
        each = -(-len(label) // count)
        parts = [label[i : i + each] for i in range(0, len(label), each)]
        if all(line_count(part, span * UNIT) == 1 for part in parts):
            return "\n".join(parts)
    return label


def box(label: str, ticked: bool) -> str:
    """A tick box with its label."""
    return f"{'☑' if ticked else '□'}{label}"


def box_lines(label: str, boxes: Boxes, across: int, label_span: int, grid: int) -> Band:
    """A label beside its boxes, `across` a line in columns as wide as their boxes need; all lines stay together."""
    texts = [box(*b) for b in boxes]
    across = max(1, min(across, len(texts)))
    spans = _columns([units(t) for t in texts], across, grid - label_span)
    rows = [texts[i : i + across] for i in range(0, len(texts), across)]
    lines = []
    for n, row in enumerate(rows):
        first, last = n == 0, n == len(rows) - 1
        outer = ("t" if first else "") + ("b" if last else "")
        cells = [Cell(label if first else "", label_span, "label", "center", rows=len(rows) if first else 0)]
        for k, span in enumerate(spans):
            edges = outer + ("l" if k == 0 else "") + ("r" if k == across - 1 else "")
            cells.append(Cell(row[k] if k < len(row) else "", span, "value", "left", edges))
        deepest = max(line_count(c.text, c.room) for c in cells[1:])
        lines.append(Line(tuple(cells), height(deepest) - (1 if len(rows) == 1 else 2.5)))
    short = height(line_count(label, label_span * UNIT)) - sum(line.height for line in lines)
    if short > 0:
        lines = [replace(line, height=line.height + short / len(lines)) for line in lines]
    return Band(tuple(lines))


def _columns(needs: Sequence[int], across: int, room: int) -> list[int]:
    """Grid columns of each of `across` columns of boxes, `room` together: even where that is enough for every box."""
    even = [room // across + (1 if n < room % across else 0) for n in range(across)]
    wants = [max(needs[n::across]) for n in range(across)]
    spare = room - sum(wants)
    if spare < 0 or all(w <= e for w, e in zip(wants, even, strict=True)):
        return even
    return [w + spare // across + (1 if n < spare % across else 0) for n, w in enumerate(wants)]


def fitting(boxes: Boxes, room: int) -> int:
    """How many boxes a line of `room` grid columns takes side by side."""
    needs = [units(box(*b)) for b in boxes]
    for across in range(len(needs), 1, -1):
        if sum(max(needs[n::across]) for n in range(across)) <= room:
            return across
    return 1
