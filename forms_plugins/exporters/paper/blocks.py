"""Headings, sections and the foot of a paper as bands of lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from forms_plugins.exporters.paper.entries import Entry
from forms_plugins.exporters.paper.lines import LEAST, bands, box_lines, build, fitting, units
from forms_plugins.exporters.paper.measure import INDENT, UNIT, height, line_count
from forms_plugins.exporters.paper.model import Band, Cell, Line, opened

_DIGITS = "〇一二三四五六七八九"
LABEL_MIN, LABEL_MAX = 5, 9
DENSE = 4  # so many long texts of a section have a line each, more share lines


def chinese(n: int) -> str:
    """The numeral of a section, 1 to 99."""
    tens, ones = divmod(n, 10)
    return (("" if tens == 1 else _DIGITS[tens]) + "十" if tens else "") + (_DIGITS[ones] if ones or not tens else "")


def title(text: str, grid: int) -> Band:
    """The name of the form over the sheet."""
    size = 17.0
    lines = line_count(text, grid * UNIT, size)
    return Band((Line((Cell(text, grid, "title", "center", ""),), lines * 26 + 10),), keep=True)


def heading(text: str, grid: int, *, new_page: bool = False) -> Band:
    """The heading of a section or table, on one page with what follows it."""
    cell = Cell(text, grid, "heading", "left")
    return Band((Line((cell,), max(22.0, height(line_count(text, grid * UNIT)))),), new_page=new_page, keep=True)


def label_span(labels: Sequence[str]) -> int:
    """Grid columns that the label cells of a paper take: its longest label on a line, within limits."""
    return min(max((units(text) for text in labels), default=LABEL_MIN), LABEL_MAX) if labels else LABEL_MIN


def section(entries: Sequence[Entry], pairs: int, label: int, grid: int) -> list[Band]:
    """Label and value cells, `pairs` of them a line; long text and boxes on lines of their own."""
    out: list[Band] = []
    waiting: list[Entry] = []

    def flush() -> None:
        if waiting:
            out.extend(bands(_pairs(waiting, pairs, label, grid)))
            waiting.clear()

    value = grid // pairs - label
    dense = sum(e.field.type == "longtext" for e in entries) > DENSE
    for caption, group in groupby(entries, key=lambda e: e.field.under if e.until is None else None):
        several = list(group)
        if caption and len(several) > 1:
            flush()
            lang_label = _caption(several, caption.zh, caption.en)
            out.append(_under(lang_label, several, label, grid))
            continue
        for entry in several:
            if entry.boxes:
                flush()
                across = entry.across or fitting(entry.boxes, grid - label)
                out.append(box_lines(entry.label, entry.boxes, across, label, grid))
            elif _alone(entry, value, dense):
                flush()
                least = LEAST * 1.8 if entry.field.type == "longtext" else LEAST
                out += bands(build(_pair(entry, label, grid), least))
            else:
                waiting.append(entry)
                if len(waiting) == pairs:
                    flush()
    flush()
    return out


def _alone(entry: Entry, value: int, dense: bool) -> bool:
    """Whether an entry takes a line to itself; among many long texts the short ones share lines."""
    lines = line_count(entry.text, value * UNIT - INDENT)
    if entry.field.type == "longtext":
        return not dense or lines > 3
    return lines > 2


def _caption(entries: Sequence[Entry], zh: str, en: str) -> str:
    return zh if entries[0].label == entries[0].field.zh else en or zh


def _pair(entry: Entry, label: int, span: int) -> list[Cell]:
    return [Cell(entry.label, label, "label", "center"), Cell(entry.text, span - label, "field", "left")]


def _pairs(entries: Sequence[Entry], pairs: int, label: int, grid: int) -> list[Line]:
    """One line; where it holds fewer than `pairs`, the last value runs to the margin."""
    span = grid // pairs
    cells: list[Cell] = []
    for n, entry in enumerate(entries):
        last = n == len(entries) - 1
        cells += _pair(entry, label, grid - span * n if last else span)
    return build(cells, LEAST * 1.4 if any(e.field.type == "longtext" for e in entries) else LEAST)


def _under(caption: str, entries: Sequence[Entry], label: int, grid: int) -> Band:
    """A caption beside its fields, three a line."""
    rows = [entries[i : i + 3] for i in range(0, len(entries), 3)]
    lines = []
    for n, row in enumerate(rows):
        room, count = grid - label, len(row)
        sub = min(label, max(units(e.label) for e in row), room // count // 2)
        edges = "lr" + ("t" if n == 0 else "") + ("b" if n == len(rows) - 1 else "")
        cells = [Cell(caption if n == 0 else "", label, "label", "center", edges)]
        for k, entry in enumerate(row):
            span = room // count + (1 if k < room % count else 0)
            # The field that the caption itself names needs no label again.
            cells += [Cell(entry.text, span, "field")] if entry.label == caption else _pair(entry, sub, span)
        lines += build(cells)
    return Band(tuple(lines))


def foot(entries: Sequence[Entry], grid: int) -> list[Band]:
    """The sign-off line: names over a rule to sign on, three a line; long text in a box above."""
    out: list[Band] = []
    boxed = [e for e in entries if e.wide]
    if boxed:
        out += section(boxed, 1, label_span([e.label for e in boxed]), grid)
    signs = [e for e in entries if not e.wide]
    per_line = 3 if grid < 60 else 4
    for i in range(0, len(signs), per_line):
        row = signs[i : i + per_line]
        span = grid // per_line
        cells: list[Cell] = []
        for k, entry in enumerate(row):
            name = entry.label + ("：" if entry.label == entry.field.zh else ":")
            label = min(units(name), span - 7)
            cells.append(Cell(name, label, "foot_label", "right", ""))
            cells.append(Cell(entry.text, span - label - 1, "foot_value", "left", "b"))
            cells.append(
                Cell("", 1 if k < len(row) - 1 else grid - span * (len(row) - 1) - span + 1, "plain", "left", "")
            )
        out += [Band((line,)) for line in build(cells, 27.0)]
    return out


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
