"""Headings, sections and the foot of a paper as bands of lines."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from forms_plugins.exporters.paper.entries import Entry
from forms_plugins.exporters.paper.lines import LEAST, bands, box_lines, build, even, fitting, units
from forms_plugins.exporters.paper.measure import INDENT, SMALL, UNIT, height, line_count, width
from forms_plugins.exporters.paper.model import Band, Cell, Line, Look, opened

_DATED = re.compile(r" (\d{4}年\S+|\d+ \w+ \d{4})$")  # the day behind a name
_DIGITS = "〇一二三四五六七八九"
LABEL_MIN, LABEL_MAX = 5, 9
DENSE = 4  # so many long texts of a section have a line each when written by hand, more share lines
TELEPHONE = 9  # grid columns of a telephone number
PICTURE_SPAN = 8  # grid columns and
PICTURE_HEIGHT = 102.0  # points of a one-inch photo (25 x 35 mm) with a margin


def chinese(n: int) -> str:
    """The numeral of a section, 1 to 99."""
    tens, ones = divmod(n, 10)
    return (("" if tens == 1 else _DIGITS[tens]) + "十" if tens else "") + (_DIGITS[ones] if ones or not tens else "")


def title(text: str, grid: int, copy: str = "") -> Band:
    """The name of the form over the sheet, `copy` beside it at the margin."""
    size = 17.0
    if copy:
        side = grid // 5
        name = Cell(text, grid - 2 * side, "title", "center", "")
        lines = line_count(text, name.span * UNIT, size)
        cells = (Cell("", side, "plain", edges=""), name, Cell(copy, side, "small", "right", ""))
        return Band((Line(cells, lines * 26),), keep=True)
    lines = line_count(text, grid * UNIT, size)
    return Band((Line((Cell(text, grid, "title", "center", ""),), lines * 26 + 10),), keep=True)


def heading(text: str, grid: int, *, new_page: bool = False, may_begin: bool = False) -> Band:
    """The heading of a section or table, on one page with what follows it."""
    cell = Cell(text, grid, "heading", "left")
    return Band(
        (Line((cell,), max(21.0, height(line_count(text, grid * UNIT)))),),
        new_page=new_page,
        keep=True,
        may_begin=may_begin,
    )


def beside(label: str, bands: Sequence[Band], span: int) -> Band:
    """Bands with their name in one cell at the left of them."""
    lines = [line for band in bands for line in band.lines]
    name, covered = Cell(label, span, "label", "center", rows=len(lines)), Cell("", span, "label", "center", rows=0)
    return Band(tuple(replace(line, cells=(covered if n else name, *line.cells)) for n, line in enumerate(lines)))


def label_span(labels: Sequence[str]) -> int:
    """Grid columns that the label cells of a paper take: its longest label on a line, within limits."""
    return min(max((units(text) for text in labels), default=LABEL_MIN), LABEL_MAX) if labels else LABEL_MIN


def section(entries: Sequence[Entry], pairs: int, label: int, grid: int) -> list[Band]:
    """Label and value cells, `pairs` of them a line, wide texts over several; boxes on lines of their own.

    A picture stands at the right margin beside the first lines.
    """
    shown = [e for e in entries if not e.field.arg("picture")]
    pictures = [e for e in entries if e.field.arg("picture")]
    if not pictures:
        return _flow(shown, pairs, label, grid)
    beside, rest = _beside(shown, pairs, label, grid - PICTURE_SPAN)
    height_left = PICTURE_HEIGHT - sum(line.height for line in beside)
    if height_left > 0:
        beside = [replace(line, height=line.height + height_left / len(beside)) for line in beside]
    photo = Cell(
        _caption_of(pictures[0]), PICTURE_SPAN, "label", "center", rows=len(beside), picture=pictures[0].picture
    )
    covered = Cell("", PICTURE_SPAN, "label", "center", rows=0)
    lines = [replace(line, cells=(*line.cells, covered if n else photo)) for n, line in enumerate(beside)]
    return [Band(tuple(lines)), *_flow([*rest, *pictures[1:]], pairs, label, grid)]


def _caption_of(entry: Entry) -> str:
    return "\n".join(filter(None, (entry.label, entry.text)))


def _beside(entries: Sequence[Entry], pairs: int, label: int, grid: int) -> tuple[list[Line], list[Entry]]:
    """The first lines of a section, as many as a picture is high, and the entries that are left over."""
    for count in range(1, len(entries) + 1):
        lines = [line for band in _flow(entries[:count], pairs, label, grid) for line in band.lines]
        full = count == len(entries) or len(_flow(entries[: count + 1], pairs, label, grid)) > len(
            _flow(entries[:count], pairs, label, grid)
        )
        if full and sum(line.height for line in lines) >= PICTURE_HEIGHT - LEAST / 2:
            return lines, list(entries[count:])
    flat = [line for band in _flow(entries, pairs, label, grid) for line in band.lines]
    return flat or [Line((Cell("", grid),), PICTURE_HEIGHT)], []


def _flow(entries: Sequence[Entry], pairs: int, label: int, grid: int) -> list[Band]:
    """Entries in their order, each as wide as its text needs in parts of a line."""
    out: list[Band] = []
    waiting: list[tuple[Entry, int]] = []

    def flush() -> None:
        if waiting:
            out.extend(bands(_pairs(waiting, pairs, label, grid)))
            waiting.clear()

    dense = sum(e.field.type == "longtext" for e in entries) > DENSE
    for caption, group in groupby(entries, key=lambda e: e.field.under if e.until is None else None):
        several = list(group)
        if caption and len(several) > 1:
            flush()
            out.append(_under(_caption(several, caption.zh, caption.en), several, label, grid))
            continue
        for entry in several:
            if entry.boxes:
                flush()
                across = entry.across or fitting(entry.boxes, grid - label)
                out.append(box_lines(entry.label, entry.boxes, across, label, grid))
                continue
            parts = _parts(entry, pairs, label, grid, dense)
            if sum(n for _, n in waiting) + parts > pairs:
                flush()
            waiting.append((entry, parts))
    flush()
    return out


def _parts(entry: Entry, pairs: int, label: int, grid: int, dense: bool) -> int:
    """How many parts of a line an entry takes: few lines of text, and room to write long texts by hand."""
    long = entry.field.type == "longtext"
    if long and entry.by_hand and not dense:
        return pairs
    for parts in range(1, pairs):
        room = (grid // pairs * parts - label) * UNIT - INDENT
        if line_count(entry.text, room) <= (2 if long else 1):
            return parts
    return pairs


def _caption(entries: Sequence[Entry], zh: str, en: str) -> str:
    return zh if entries[0].label == entries[0].field.zh else en or zh


def _pair(entry: Entry, label: int, span: int) -> list[Cell]:
    if not entry.label:
        return [Cell(entry.text, span, "label", "center")]
    return [Cell(even(entry.label, label), label, "label", "center"), Cell(entry.text, span - label, "field", "left")]


def _pairs(entries: Sequence[tuple[Entry, int]], pairs: int, label: int, grid: int) -> list[Line]:
    """One line; where it is not full, the last value runs to the margin."""
    cells: list[Cell] = []
    left = grid
    for n, (entry, parts) in enumerate(entries):
        span = left if n == len(entries) - 1 else grid // pairs * parts
        cells += _pair(entry, label, span)
        left -= span
    writing = any(e.by_hand and e.field.type == "longtext" for e, _ in entries)
    return build(cells, LEAST * (1.8 if len(entries) == 1 else 1.4) if writing else LEAST)


def _under(caption: str, entries: Sequence[Entry], label: int, grid: int) -> Band:
    """A caption beside its fields, three a line."""
    rows = [entries[i : i + 3] for i in range(0, len(entries), 3)]
    lines = []
    for n, row in enumerate(rows):
        room, count = grid - label, len(row)
        sub = max(4, min(label, max(units(e.label) for e in row), room // count - TELEPHONE))
        edges = "lr" + ("t" if n == 0 else "") + ("b" if n == len(rows) - 1 else "")
        cells = [Cell(caption if n == 0 else "", label, "label", "center", edges)]
        for k, entry in enumerate(row):
            span = room // count + (1 if k < room % count else 0)
            # The field that the caption itself names needs no label again.
            cells += [Cell(entry.text, span, "field")] if entry.label == caption else _pair(entry, sub, span)
        lines += build(cells)
    return Band(tuple(lines))


def foot(entries: Sequence[Entry], grid: int) -> list[Band]:
    """The sign-off line: names over a rule to sign on, all in one line where they fit; long text in a box above."""
    out: list[Band] = []
    boxed = [e for e in entries if e.wide]
    if boxed:
        out += section(boxed, 1, label_span([e.label for e in boxed]), grid)
    signs = [e for e in entries if not e.wide]
    if signs:
        out.append(Band((Line((Cell("", grid, "plain", edges=""),), 6.0),), keep=True))
    most = 3 if grid < 60 else 4
    per_line = max(1, -(-len(signs) // -(-len(signs) // most))) if signs else 1
    for i in range(0, len(signs), per_line):
        row = signs[i : i + per_line]
        spans = _signatures(row, grid // per_line if len(signs) > per_line else grid // len(row))
        cells: list[Cell] = []
        for entry, (label, rule) in zip(row, spans, strict=True):
            cells.append(Cell(_named(entry), label, "foot_label", "right", ""))
            text, look = _written(entry, rule)
            cells.append(Cell(text, rule, look, "center", "b"))
            cells.append(Cell("", 1, "plain", "left", ""))
        rest = grid - sum(c.span for c in cells)
        cells = [*cells[:-1], replace(cells[-1], span=1 + rest)] if rest >= 0 else cells[:-1]
        out += [Band((line,)) for line in build(cells, 25.0)]
    return out


def _written(entry: Entry, rule: int) -> tuple[str, Look]:
    """What stands on a rule: on one line, small if need be; where that is too long the day below the name."""
    if units(entry.text) <= rule:
        return entry.text, "foot_value"
    parted = _DATED.sub(r"\n\1", entry.text)
    return (entry.text, "foot_small") if _small(entry.text) <= rule or parted == entry.text else (parted, "foot_value")


def _small(text: str) -> int:
    """Grid columns of small writing."""
    return max(int(-(-(width(text, SMALL) + 7) // UNIT)), 6)


def _named(entry: Entry) -> str:
    return entry.label + ("：" if entry.label == entry.field.zh else ":")


def _signatures(row: Sequence[Entry], share: int) -> list[tuple[int, int]]:
    """Grid columns of name and rule for each sign-off in a line, rules as long as names and days need.

    Where that is too much, the writing is smaller; a line too full for that too has equal parts.
    """
    names = [units(_named(e)) for e in row]
    gaps, whole = len(row), share * len(row)
    for needs in (
        [max(units(e.text) + 1, 7) for e in row],
        [units(e.text, 6) for e in row],
        [_small(e.text) for e in row],
        [max(units(part, 6) for part in _DATED.sub(r"\n\1", e.text).split("\n")) for e in row],
    ):
        spare = whole - sum(names) - sum(needs) - gaps
        if spare >= 0:
            return [(name, need + spare // len(row)) for name, need in zip(names, needs, strict=True)]
        if spare == -1:  # the last one needs no gap
            return list(zip(names, needs, strict=True))
    return [(min(name, share - 7), share - min(name, share - 7) - 1) for name in names]


def with_foot(body: list[Band], lines: list[Band]) -> list[Band]:
    """`body` and the sign-off, which never stands on a page without the last line that it signs."""
    if not lines or not body:
        return body + lines
    held = [replace(band, keep=True) for band in (body[-1], *lines[:-1])]
    return [*body[:-1], *held, lines[-1]]


def free_page(heading_text: str, entry: Entry, grid: int, page: float) -> list[Band]:
    """A page of its own for one long text: a free block that holds it and a second one left free."""
    half = (page - 30.0) / 2
    lines = build([Cell(entry.text, grid, "field", "left", top=True)], LEAST)
    written = sum(line.height for line in lines)
    out = [heading(heading_text, grid, new_page=True), *bands(_stretched(lines, half - written, grid))]
    left = page - 30.0 - max(half, written)
    if left > LEAST:
        out += bands(_stretched([Line((Cell("", grid),), LEAST)], left - LEAST - 10, grid))
    return out


def _stretched(lines: list[Line], more: float, grid: int) -> list[Line]:
    """`lines` with empty room of `more` points inside the same frame, in rows that a sheet can hold."""
    if more <= 0:
        return lines
    last = opened(lines[-1], top="t" in lines[-1].cells[0].edges, bottom=False)
    return [*lines[:-1], last, Line((Cell("", grid, edges="lrb"),), min(more, 400.0))]
