"""Rows tables on paper: column widths shared out, headings with captions, lines, blank lines to fill in."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as made_of
from typing import Any

from dangan.spec import FieldSpec
from forms_plugins.exporters.paper.entries import Entries, pair_label
from forms_plugins.exporters.paper.lines import LEAST, build, even, units
from forms_plugins.exporters.paper.measure import INDENT, UNIT, height, line_count, width
from forms_plugins.exporters.paper.model import Band, Cell, Line

# Grid columns for what is written by hand into a column of this type.
_HAND = {
    "int": 3,
    "year": 4,
    "bool": 3,
    "choice": 5,
    "month": 6,
    "date": 6,
    "time": 4,
    "money": 7,
    "decimal": 5,
    "phone": 7,
    "longtext": 8,
}
_CENTRED = frozenset(("int", "year", "bool", "date", "month", "time", "datetime", "birthday"))
_FIGURES = frozenset(("money", "decimal", "int", "year"))
_RIGHT = frozenset(("money", "decimal"))
_DAYS = frozenset(("date", "datetime"))
DEEP = 3  # lines of text in a row up to which a table keeps one line a row
DEEPEST = 12  # and at most, when it is not to be folded
MANY = 13  # columns of a table
NAME = 4.3  # grid columns: shorter texts, as names of persons, are not broken
WORD = 12  # grid columns: longer words are broken
LONG = 36  # grid columns: a longer text counts as one of this length when widths are shared out
SAMPLE = 40  # texts of a column that are measured, the widest ones


_WORD = re.compile(r"[^\s\-/\u2e80-\uffff]+[-/]?")


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A printed column: its field, heading, caption over it ("" = none), the texts in it, whether from-to."""

    field: FieldSpec
    label: str
    caption: str
    texts: tuple[str, ...]
    pair: bool = False
    _need: dict[int, int] = made_of(default_factory=dict, compare=False, repr=False)

    def need(self, deep: int) -> int:
        """Grid columns with which neither the heading nor any text takes more than `deep` lines."""
        if deep not in self._need:
            heads = units(self.label) if deep == 1 else _narrowest([self.label], min(deep, 3), 0)
            self._need[deep] = max(2, heads, self._content(deep))
        return self._need[deep]

    def _content(self, deep: int) -> int:
        texts = [t for t in self.texts if t]
        if not texts:
            hand = _HAND.get(self.field.type, 7) * (2 if self.pair else 1)
            return max(hand - 2 * (deep - 1), min(hand, 3))
        widest = sorted(set(texts), key=width)[-SAMPLE:]
        inset = INDENT if self.field.type in _RIGHT else 0.0
        if self.field.type in _FIGURES and not self.pair:  # figures are never broken over lines
            return max(_fitting(t, inset) for t in widest)
        if self.field.type in _DAYS and not self.pair:
            return max(_fitting(t) if deep == 1 else _narrowest([_day(t, 0)], 2, inset) for t in widest)
        if self.pair and deep > 1:
            return max(_fitting(part) for t in widest for part in _parted(t).split("\n"))
        short = [t for t in widest if width(t) <= LONG * UNIT]
        names = max((_fitting(t, inset) for t in short if width(t) <= NAME * UNIT), default=0)
        return max(names, _narrowest(short, deep, inset), -(-LONG // deep) if len(short) < len(widest) else 0)

    @property
    def is_text(self) -> bool:
        """Whether it holds words, which take what room is left over."""
        return self.field.type not in _RIGHT and self.field.type not in _CENTRED and self.field.type != "phone"

    def empty(self, span: int) -> Cell:
        """A cell of it without text: figures stand to the right, short words in the middle, long ones left."""
        if self.field.type in _RIGHT:
            return Cell("", span, "field", "right")
        long = self.is_text and any(line_count(t, span * UNIT) > 1 for t in self.texts)
        left = long or self.field.type == "longtext"
        return Cell("", span, "value", "left" if left else "center")

    def text(self, n: int, span: int) -> str:
        """Its text in line `n`, a day broken behind the year where it does not fit on one line."""
        if n >= len(self.texts):
            return ""
        text = self.texts[n]
        if self.pair:
            return _parted(text) if _fitting(text) > span else text
        return _day(text, span) if self.field.type in _DAYS else text


def _fitting(text: str, inset: float = 0.0) -> int:
    """Grid columns that hold `text` on one line."""
    return int(-(-(width(text) + inset + 7) // UNIT))


def _narrowest(texts: Sequence[str], deep: int, inset: float) -> int:
    """The least grid columns in which each of `texts` takes at most `deep` lines; words are not broken for it."""
    least = 2
    for text in texts:
        for word in _WORD.findall(text) if deep > 1 else ():
            least = max(least, min(_fitting(word, inset), WORD))
        while least < LONG and line_count(text, least * UNIT - inset) > deep:
            least += 1
    return least


def _day(text: str, span: int) -> str:
    return text.replace("年", "年\n", 1) if _fitting(text) > span and "年" in text[:5] else text


def _parted(text: str) -> str:
    return text.replace(" 至 ", "\n至 ", 1).replace(" to ", "\nto ", 1)


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
        if under:
            label = _below(label, under.text(lang))
        texts = tuple(row[n].text for row in by_line)
        out.append(TableColumn(entry.field, label, under.text(lang) if under else "", texts, entry.until is not None))
    return out


def with_reasons(columns: Sequence[TableColumn], reasons: Mapping[int, str]) -> list[TableColumn]:
    """The columns with the reasons of lines struck out at the end of the last one."""
    if not reasons:
        return list(columns)
    texts = tuple("\n".join(filter(None, (text, reasons.get(n)))) for n, text in enumerate(columns[-1].texts))
    return [*columns[:-1], replace(columns[-1], texts=texts, _need={})]


def _below(label: str, caption: str) -> str:
    """The heading of a column without what the caption over it says: 宗 of 数量(宗)."""
    inner = label.removeprefix(caption)
    return inner[1:-1] if inner != label and inner[:1] == "(" and inner[-1:] == ")" else label


def depth(columns: Sequence[TableColumn], grid: int, most: int) -> int:
    """The fewest lines a row, `most` at the utmost, with which the columns stand side by side; 0 when they cannot."""
    return next((deep for deep in range(1, most + 1) if sum(c.need(deep) for c in columns) <= grid), 0)


def spans(columns: Sequence[TableColumn], grid: int, most: int = DEEPEST) -> list[int] | None:
    """Grid columns for each column, all of the grid together; None when they cannot be read side by side.

    The rows become as low as the page allows; what is left over goes to columns that would have fewer lines by it, then
    to all columns of text.
    """
    deep = depth(columns, grid, most)
    if not columns or not deep:
        return None
    out = [c.need(deep) for c in columns]
    for fewer in range(deep - 1, 0, -1):
        wants = [max(c.need(fewer) - w, 0) for c, w in zip(columns, out, strict=True)]
        given = _shares(wants, min(grid - sum(out), sum(wants)))
        out = [a + b for a, b in zip(out, given, strict=True)]
    text = [w if c.is_text else 0 for c, w in zip(columns, out, strict=True)]
    more = _shares(text if any(text) else out, grid - sum(out))
    return [a + b for a, b in zip(out, more, strict=True)]


def _shares(weights: Sequence[int], total: int) -> list[int]:
    """`total` shared out in whole numbers in proportion to `weights`."""
    whole = sum(weights)
    if not whole or total <= 0:
        return [0] * len(weights)
    exact = [w * total / whole for w in weights]
    out = [int(x) for x in exact]
    by_rest = sorted(range(len(out)), key=lambda n: out[n] - exact[n])
    for n in by_rest[: total - sum(out)]:
        out[n] += 1
    return out


def storeys(columns: Sequence[TableColumn], grid: int) -> list[list[TableColumn]]:
    """The columns in as few groups as can stand one under the other in each row, in their order; many that are left to be
    written in by hand are not pressed together."""
    by_hand = len(columns) > MANY and not any(text for c in columns for text in c.texts)
    if depth(columns, grid, 2 if by_hand else DEEP):
        return [list(columns)]
    for count in range(2, len(columns)):
        found = _folded(columns, count)
        if all(depth(group, grid, 2) for group in found):
            return found
    return [list(columns)] if depth(columns, grid, DEEPEST) else [[c] for c in columns]


def _folded(columns: Sequence[TableColumn], count: int) -> list[list[TableColumn]]:
    """`count` groups of columns about equally wide."""
    whole = sum(c.need(2) for c in columns)
    out: list[list[TableColumn]] = [[]]
    used = 0
    for column in columns:
        if len(out) < count and out[-1] and used + column.need(2) / 2 > whole * len(out) / count:
            out.append([])
        out[-1].append(column)
        used += column.need(2)
    return out


def head_lines(columns: Sequence[TableColumn], widths: Sequence[int]) -> tuple[Line, ...]:
    """The heading of a table: one line, or two where captions stand over several columns."""
    if not any(c.caption for c in columns):
        return tuple(
            build([Cell(even(c.label, w), w, "label", "center") for c, w in zip(columns, widths, strict=True)])
        )
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
            lower += [Cell(even(columns[k].label, widths[k]), widths[k], "label", "center") for k in range(n, end)]
        else:
            upper.append(Cell(even(column.label, span), span, "label", "center", rows=2))
            lower.append(Cell("", span, "label", "center", rows=0))
        n = end
    both = max([line_count(c.text, c.span * UNIT) for c in upper if c.rows == 2] or [1])
    top = max([line_count(c.text, c.span * UNIT) for c in upper if c.rows == 1] or [1])
    under = max(line_count(c.text, c.span * UNIT) for c in lower)
    second = max(LEAST, height(under), height(both) - max(LEAST, height(top)))
    return (Line(tuple(upper), max(LEAST, height(top))), Line(tuple(lower), second))


def table(
    columns: Sequence[TableColumn], count: int, blank: int, grid: int, struck: frozenset[int] = frozenset()
) -> list[Band]:
    """A table of `count` lines and at least `blank` lines in all; with too many columns each line takes several rows. The
    lines `struck` are crossed out but for their last cell, where the reason stands."""
    groups = storeys(columns, grid)
    widths = [spans(group, grid) or [grid] for group in groups]
    head = tuple(line for group, w in zip(groups, widths, strict=True) for line in head_lines(group, w))
    out = [Band(head, keep=True)]
    for n in range(max(count, blank)):
        made: list[Line] = []
        for group, w in zip(groups, widths, strict=True):
            made += build(
                [_filled(c, n, s, n in struck and c is not columns[-1]) for c, s in zip(group, w, strict=True)]
            )
        if len(groups) == 1:
            out += [Band((line,), head) for line in made]
        else:  # the rows of one line stay together
            out += [Band((line,), head, keep=True) for line in made[:-1]] + [Band((made[-1],), head)]
    return out


def _filled(column: TableColumn, n: int, span: int, struck: bool) -> Cell:
    return replace(column.empty(span), text=column.text(n, span), struck=struck)
