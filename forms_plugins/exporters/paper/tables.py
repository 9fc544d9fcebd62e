"""Rows tables on paper: column widths shared out, headings with captions, lines, blank lines to fill in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from dangan.spec import BlockSpec, FieldSpec
from forms_plugins.exporters.paper.blocks import label_span, section
from forms_plugins.exporters.paper.entries import Entries, pair_label
from forms_plugins.exporters.paper.lines import LEAST, build, units
from forms_plugins.exporters.paper.measure import UNIT, height, line_count
from forms_plugins.exporters.paper.model import Band, Cell, Line

_SHORT = {
    "int": 3,
    "year": 4,
    "bool": 3,
    "choice": 5,
    "month": 5,
    "date": 6,
    "time": 4,
    "money": 7,
    "decimal": 5,
    "phone": 7,
}
_CENTRED = frozenset(("int", "year", "bool", "date", "month", "time", "datetime", "birthday"))
_FIGURES = frozenset(("money", "decimal", "int"))
_RIGHT = frozenset(("money", "decimal"))
CONTENT_MAX = 16  # grid columns that the content of one column asks for at most


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A printed column: its field, heading, caption over it ("" = none), the texts in it, whether from-to."""

    field: FieldSpec
    label: str
    caption: str
    texts: tuple[str, ...]
    pair: bool = False

    @property
    def least(self) -> int:
        """Grid columns without which it cannot be read: a heading on three lines, the type's own need."""
        need = max(2, -(-units(self.label) // 3), min(_SHORT.get(self.field.type, 4), 4))
        if self.field.type in _FIGURES:  # figures are never broken over lines
            need = max(need, *(units(t) + 1 for t in self.texts), 0)
        return need

    @property
    def wish(self) -> int:
        """Grid columns it would like: heading and content on one line, within bounds."""
        content = max((units(t) for t in self.texts), default=0)
        base = _SHORT.get(self.field.type, 12 if self.field.type == "longtext" else 7)
        base = base * 2 + 2 if self.pair and self.field.type in ("date", "month") else base
        return max(
            self.least, base, min(units(self.label), 8), min(content, CONTENT_MAX + 4 if self.pair else CONTENT_MAX)
        )

    @property
    def is_text(self) -> bool:
        """Whether it holds words, which take what room is left over."""
        return self.field.type not in _RIGHT and self.field.type not in _CENTRED

    def empty(self, span: int) -> Cell:
        """A cell of it without text: figures stand to the right, short words in the middle, long ones left."""
        if self.field.type in _RIGHT:
            return Cell("", span, "field", "right")
        long = self.is_text and any(line_count(t, span * UNIT) > 1 for t in self.texts)
        left = long or self.field.type == "longtext"
        return Cell("", span, "value", "left" if left else "center")


def table_columns(
    fields: Sequence[FieldSpec], lines: Sequence[Mapping[str, Any]], entries: Entries, lang: str
) -> list[TableColumn]:
    """The printed columns of a table that holds `lines`."""
    heads = entries.of(fields, {}, boxes=False)
    by_line = [entries.of(fields, line, boxes=False) for line in lines]
    out = []
    for n, entry in enumerate(heads):
        label = pair_label(entry.field, entry.until, lang) if entry.until else entry.label
        under = entry.field.under if entry.until is None else None
        texts = tuple(row[n].text for row in by_line)
        out.append(TableColumn(entry.field, label, under.text(lang) if under else "", texts, entry.until is not None))
    return out


def spans(columns: Sequence[TableColumn], grid: int) -> list[int] | None:
    """Grid columns for each column, all of the grid together; None when they cannot be read side by side."""
    least = [c.least for c in columns]
    spare = grid - sum(least)
    if not columns or spare < 0:
        return None
    more = [c.wish - c.least for c in columns]
    total = sum(more)
    if total <= spare:  # room left over goes to the columns of text
        rest = spare - total
        text = [n for n, c in enumerate(columns) if c.is_text] or list(range(len(columns)))
        out = [c.wish for c in columns]
        for k, n in enumerate(text):
            out[n] += rest // len(text) + (1 if k < rest % len(text) else 0)
        return out
    shares = [m * spare / total for m in more]
    out = [a + int(s) for a, s in zip(least, shares, strict=True)]
    by_rest = sorted(range(len(columns)), key=lambda n: int(shares[n]) - shares[n])
    for n in by_rest[: grid - sum(out)]:
        out[n] += 1
    return out


def head_lines(columns: Sequence[TableColumn], widths: Sequence[int]) -> tuple[Line, ...]:
    """The heading of a table: one line, or two where captions stand over several columns."""
    if not any(c.caption for c in columns):
        return tuple(build([Cell(c.label, w, "label", "center") for c, w in zip(columns, widths, strict=True)]))
    upper: list[Cell] = []
    lower: list[Cell] = []
    n = 0
    while n < len(columns):
        column, end = columns[n], n + 1
        while column.caption and end < len(columns) and columns[end].caption == column.caption:
            end += 1
        span = sum(widths[n:end])
        if column.caption:
            upper.append(Cell(column.caption, span, "caption", "center"))
            lower += [Cell(columns[k].label, widths[k], "label", "center") for k in range(n, end)]
        else:
            upper.append(Cell(column.label, span, "label", "center", rows=2))
            lower.append(Cell("", span, "label", "center", rows=0))
        n = end
    both = (
        max(line_count(c.text, c.span * UNIT) for c in upper if c.rows == 2) if any(c.rows == 2 for c in upper) else 1
    )
    top = max([line_count(c.text, c.span * UNIT) for c in upper if c.rows == 1] or [1])
    under = max(line_count(c.text, c.span * UNIT) for c in lower)
    second = max(LEAST, height(under), height(both) - max(LEAST, height(top)))
    return (Line(tuple(upper), max(LEAST, height(top))), Line(tuple(lower), second))


def table(columns: Sequence[TableColumn], count: int, blank: int, grid: int) -> list[Band] | None:
    """A table of `count` lines and at least `blank` lines in all; None when it has too many columns for the page."""
    widths = spans(columns, grid)
    if widths is None:
        return None
    head = head_lines(columns, widths)
    empty = [c.empty(w) for c, w in zip(columns, widths, strict=True)]
    out = [Band(head, keep=True)]
    for n in range(max(count, blank)):
        cells = [replace(e, text=c.texts[n]) for c, e in zip(columns, empty, strict=True)] if n < count else empty
        out += [Band((line,), head) for line in build(cells)]
    return out


def stacked(
    block: BlockSpec, lines: Sequence[Mapping[str, Any]], entries: Entries, lang: str, grid: int, pairs: int
) -> list[Band]:
    """Lines with too many columns for a table: each as label and value cells under its number."""
    out: list[Band] = []
    for n, line in enumerate(lines or [{}], 1):
        shown = entries.of(block.fields, line)
        number = Line((Cell(f"{block.label(lang)} {n}".strip(), grid, "field"),), LEAST)
        out.append(Band((number,), keep=True))
        out += section(shown, pairs, label_span([e.label for e in shown]), grid)
    return out
