"""Labels of many records on one page, to be cut out: spines narrow and tall with the title written downwards, others wide."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from dangan.record import Values
from dangan.spec import FormSpec
from forms_plugins.exporters.paper.entries import Entries, Entry
from forms_plugins.exporters.paper.measure import DOWN, DOWN_SMALL, LINE, SIZE, SMALL, UNIT, height, line_count
from forms_plugins.exporters.paper.model import HEIGHTS, PORTRAIT, Band, Cell, Line, Look, Sheet
from forms_plugins.exporters.paper.pages import paginate
from forms_plugins.exporters.values import Reader, find

SPINES = 6  # side by side on a page, each 8 columns of the grid: 29 mm
WIDE = 2  # other labels side by side: 88 mm
CAPTION = 7  # grid columns of the names of fields on a wide label
TALLEST = 400.0  # points: a row of a worksheet is hardly taller
LEAST = 24.0  # points of a line of a wide label
# Signs that are turned where writing goes downwards, figures as wide as the characters beside them.
TURNED = str.maketrans("《》〈〉（）()“”‘’—-…0123456789", "︽︾︿﹀︵︶︵︶﹃﹄﹁﹂︱︱︙０１２３４５６７８９")


@dataclass(frozen=True, slots=True)
class _Label:
    """What stands on the label of one record, the text written downwards apart."""

    entries: list[Entry]
    down: str = ""


def lay_out_labels(spec: FormSpec, records: Iterable[Values], reader: Reader, name: str, label: str) -> Sheet:
    """The labels (`label` their Chinese name) of all records, several on a page; without records a page of blank ones.
    KeyError where the form has no such label."""
    names = next((fields for zh, _, fields in spec.paper.labels if zh == label), None)
    if names is None:
        raise KeyError(label)
    down = dict(spec.paper.down).get(label, "")
    entries = Entries(reader)

    def made(record: Values) -> _Label:
        fields = [replace(find(spec, n), printed=True) for n in names if n != down]
        title = reader.words(find(spec, down), record) if down else ""
        return _Label(entries.of(fields, record, boxes=False), title)

    before = names.index(down) if down else 0
    each = SPINES if down else WIDE
    labels = map(made, records)
    out: list[Band] = []
    for row in _rows(labels, each) or [[made({})] * each]:
        out.append(_spines(row, before) if down else _wide(row))
    return paginate(name, out, landscape=False)


def _rows(labels: Iterator[_Label], each: int) -> list[list[_Label]]:
    out = []
    while row := list(islice(labels, each)):
        out.append(row)
    return out


def _line(cells: Sequence[Cell], tall: float) -> Line:
    """A line with nothing to the right of the last label."""
    rest = PORTRAIT - sum(c.span for c in cells)
    return Line((*cells, *([Cell("", rest, "plain", edges="")] if rest else [])), tall)


def _spines(row: Sequence[_Label], before: int) -> Band:
    """One row of spines, as tall as the page: the fields before the title, the title, the fields behind it."""
    span = PORTRAIT // SPINES
    shown = range(len(row[0].entries))
    top, bottom = shown[:before], shown[before:]

    def field(i: int) -> list[Line]:
        pair = row[0].entries[i].until is not None
        texts = [_apart(label.entries[i].text) if pair else label.entries[i].text for label in row]
        look: Look = "slip_small" if pair else "slip"
        tall = max(height(line_count(t, span * UNIT, SMALL if pair else SIZE)) for t in texts)
        names = [Cell(label.entries[i].label, span, "slip_small", "center", "lr") for label in row]
        values = [Cell(text, span, look, "center", "lr") for text in texts]
        return [_line(names, height(1, SMALL) + 4), _line(values, tall)]

    above = [line for i in top for line in field(i)]
    below = [line for i in bottom for line in field(i)]
    left = HEIGHTS[False] - 12.0 - sum(line.height for line in (*above, *below))
    half = min(TALLEST, left / 2)  # the title stands over two rows: a worksheet has none so tall
    title = [_down(label.down, span, 2 * half) for label in row]
    covered = [replace(cell, text="", rows=0) for cell in title]
    return Band(tuple(_edged([*above, _line(title, half), _line(covered, half), *below])))


def _apart(pair: str) -> str:
    """Both ends of a period on lines of their own."""
    for to in (" 至 ", " to "):
        pair = pair.replace(to, f"\n{to.strip()}\n")
    return pair


def _down(text: str, span: int, tall: float) -> Cell:
    """The title, character below character, further columns to the left; one without Chinese characters is turned."""
    if text and all(c < "\u2e80" for c in text):
        return Cell(text, span, "slip_turned", "center", "lr", rows=2)
    ways: tuple[tuple[Look, float], ...] = (("slip_down", DOWN), ("slip_down_small", DOWN_SMALL))
    for look, size in ways:
        lines = max(1, int(tall / (LINE * size / SIZE)) - 1)
        columns = -(-len(text) // lines)
        if columns * size * 1.6 <= span * UNIT - 6 or look == "slip_down_small":
            break
    columns = max(1, columns)
    lines = -(-len(text) // columns)
    signs = text.translate(TURNED).replace(" ", "　")
    parts = [signs[n * lines : (n + 1) * lines].ljust(lines, "　") for n in reversed(range(columns))]
    said = "\n".join(" ".join(part[n] for part in parts) for n in range(lines)) if text else ""
    return Cell(said, span, look, "center", "lr", rows=2)


def _wide(row: Sequence[_Label]) -> Band:
    """One row of wide labels: name and value line by line."""
    span = PORTRAIT // WIDE
    lines = []
    for i in range(len(row[0].entries)):
        cells: list[Cell] = []
        tall = LEAST
        for label in row:
            entry = label.entries[i]
            cells.append(Cell(entry.label, CAPTION, "slip_small", "center", "l"))
            cells.append(Cell(entry.text, span - CAPTION, "slip", "left", "r"))
            tall = max(tall, height(line_count(entry.text, (span - CAPTION) * UNIT)))
            tall = max(tall, height(line_count(entry.label, CAPTION * UNIT, SMALL), SMALL))
        lines.append(_line(cells, tall))
    return Band(tuple(_edged(lines)))


def _edged(lines: Sequence[Line]) -> Iterator[Line]:
    """The lines of a row of labels with the edges above the first and below the last."""
    for n, line in enumerate(lines):
        more = ("t" if n == 0 else "") + ("b" if n == len(lines) - 1 else "")
        cells = tuple(replace(c, edges=c.edges + more) if c.edges else c for c in line.cells)
        yield replace(line, cells=cells)
