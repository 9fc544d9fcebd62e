"""Bands onto pages: breaks between them, table headings repeated, open borders closed where a page ends."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from forms_plugins.exporters.paper.model import HEIGHTS, Band, Line, Sheet, closed


def paginate(name: str, bands: Iterable[Band], *, landscape: bool, room: float = 0.0) -> Sheet:
    """Lay `bands` on pages one after the other, each of `room` points (0: a whole page).

    The bands that may begin a page do so from the last backwards, as long as that makes no page more.
    """
    todo = list(bands)
    best = _laid(name, todo, landscape, room)
    for n in reversed([n for n, band in enumerate(todo) if band.may_begin]):
        tried = [*todo[:n], replace(todo[n], new_page=True), *todo[n + 1 :]]
        sheet = _laid(name, tried, landscape, room)
        if len(sheet.breaks) <= len(best.breaks):
            todo, best = tried, sheet
    return best


def _laid(name: str, todo: Sequence[Band], landscape: bool, tall: float) -> Sheet:
    sheet = Sheet(name, landscape)
    room = full = tall or HEIGHTS[landscape]
    for n, band in enumerate(todo):
        needed = band.height
        for later in todo[n + 1 :] if band.keep else ():
            needed += later.height
            if not later.keep:
                break
        fresh = not sheet.lines or room == full
        if not fresh and (band.new_page or (needed > room and min(needed, band.height) <= full)):
            _break(sheet)
            room, fresh = full, True
            if band.head and not band.new_page:
                _add(sheet, band.head)
                room -= sum(line.height for line in band.head)
        for line in band.lines:
            if line.height > room and room < full:
                _break(sheet)
                room = full
            _add(sheet, (line,))
            room -= line.height
    return sheet


def _break(sheet: Sheet) -> None:
    sheet.lines[-1] = closed(sheet.lines[-1], "b")
    sheet.breaks.append(len(sheet.lines))


def _add(sheet: Sheet, lines: tuple[Line, ...]) -> None:
    for line in lines:
        starts = sheet.breaks and sheet.breaks[-1] == len(sheet.lines)
        sheet.lines.append(closed(line, "t") if starts else line)
