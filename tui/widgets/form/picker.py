"""Lists and the calendar that open under a field: keys in, lines out, no widget."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import Any, Protocol

from rich.style import Style

from dangan.frozen import frozen
from dangan.i18n import _
from dangan.values.dates import months_after
from dangan.values.text import cells, fit, normal, visible
from tui import theme
from tui.match import rank


@frozen
class Outcome:
    """A panel is done: with a value, or with None where it was left."""

    value: Any


class Panel(Protocol):
    """Something laid under the field that takes all keys until it is done."""

    def key(self, key: str, character: str | None) -> Outcome | None:
        """Take a key; an Outcome when done."""

    def lines(self, width: int, height: int) -> list[tuple[str, Style]]:
        """What stands there, at most `height` lines."""


@frozen
class Entry:
    """One line of a list: its text, further spellings to find it by, the value it gives."""

    text: str
    also: tuple[str, ...]
    value: Any


class ListPanel:
    """A list to pick from: typing filters by any part, initials or number, arrows and pages move, Enter takes."""

    def __init__(self, entries: list[Entry], lang: str, at: int = 0) -> None:
        self.all = self.shown = entries
        self.lang = lang
        self.at = at
        self.typed = ""

    def key(self, key: str, character: str | None) -> Outcome | None:
        """Take a key."""
        if key in ("escape", "f4"):
            return Outcome(None)
        if key in ("enter", "ctrl+j", "f6"):
            return Outcome(self.shown[self.at].value if self.shown else None)
        step = {
            "up": -1,
            "down": 1,
            "pageup": -10,
            "f7": -10,
            "pagedown": 10,
            "f8": 10,
            "home": -(10**6),
            "end": 10**6,
        }.get(key)
        if step is not None:
            self.at = max(0, min(len(self.shown) - 1, self.at + step))
        elif key == "backspace":
            self._filter(self.typed[:-1])
        elif character and character.isprintable():
            self._filter(self.typed + normal(character))
        return None

    def lines(self, width: int, height: int) -> list[tuple[str, Style]]:
        """The lines around the marked one, the filter above them."""
        room = max(1, height - 1)
        top = max(0, min(self.at - room // 2, len(self.shown) - room))
        head = _("Find: {text}", self.lang, text=self.typed) + f"  {len(self.shown)}"
        out = [(fit(head, width), theme.FRAME)]
        for i in range(top, min(len(self.shown), top + room)):
            mark = "> " if i == self.at else "  "
            out.append((fit(mark + visible(self.shown[i].text), width), theme.PICKED if i == self.at else theme.HIT))
        if not self.shown:
            out.append((_("Nothing found", self.lang), theme.HINT))
        return out

    def _filter(self, text: str) -> None:
        self.typed = text
        self.at = 0
        if not text:
            self.shown = self.all
            return
        ranked = [(rank(text, e.text, *e.also), i) for i, e in enumerate(self.all)]
        self.shown = [self.all[i] for r, i in sorted(ranked) if r >= 0]


class Calendar:
    """A month to pick a day from: arrows by day and week, F7 F8 by month, `.` today."""

    def __init__(self, day: date, today: date, lang: str) -> None:
        self.day, self.today, self.lang = day, today, lang

    def key(self, key: str, character: str | None) -> Outcome | None:
        """Take a key."""
        if key in ("escape", "f4"):
            return Outcome(None)
        if key in ("enter", "ctrl+j", "f6"):
            return Outcome(self.day)
        days = {"left": -1, "right": 1, "up": -7, "down": 7}.get(key)
        months = {"f7": -1, "pageup": -1, "f8": 1, "pagedown": 1}.get(key)
        try:
            if days:
                self.day += timedelta(days)
            elif months:
                self.day = months_after(self.day, months)
        except (OverflowError, ValueError):
            return None
        if character and normal(character) == ".":
            self.day = self.today
        return None

    def lines(self, width: int, height: int) -> list[tuple[str, Style]]:
        """The month as a table that begins on Monday."""
        names = _("Mo Tu We Th Fr Sa Su", self.lang).split()
        out = [(f"{self.day:%Y-%m}", theme.FRAME), (" ".join(fit(n, 4) for n in names), theme.COLUMNS)]
        first = self.day.replace(day=1)
        cellsof = [""] * first.weekday() + [str(d) for d in range(1, monthrange(first.year, first.month)[1] + 1)]
        for k in range(0, len(cellsof), 7):
            week = [f">{d}" if d == str(self.day.day) else d for d in cellsof[k : k + 7]]
            out.append((" ".join(fit(" " * (3 - cells(d)) + d, 4) for d in week), theme.HIT))
        return out
