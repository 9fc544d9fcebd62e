"""Lines of a table with headings between them, one line marked: for every list that fits in memory."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, Literal

from rich.segment import Segment as Bit
from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from dangan.frozen import frozen
from dangan.values.text import cells, fit, folded, visible
from tui import theme

Kind = Literal["entry", "heading", "text"]
STEPS = {"up": -1, "down": 1}
PAGES = {"pageup": -1, "f7": -1, "pagedown": 1, "f8": 1}


@frozen
class Column:
    """One column: its heading, its width in cells (0 = a share of what is left), and how it is aligned."""

    label: str
    width: int = 0
    align: str = "left"


@frozen
class Entry:
    """One line: its cells and the value it stands for. Headings and texts are passed by; a text runs over all columns."""

    texts: tuple[str, ...]
    value: Any = None
    style: Style = theme.PLAIN
    kind: Kind = "entry"
    pieces: tuple[tuple[str, Style], ...] = ()  # of a text: parts with styles of their own


def heading(text: str, right: str = "") -> Entry:
    """A heading between the lines, with what stands at its right end."""
    return Entry((text, right), style=theme.HEADING, kind="heading")


def note(text: str = "", style: Style = theme.PLAIN) -> Entry:
    """A line over the whole width that cannot be marked."""
    return Entry((text,), style=style, kind="text")


def pieced(*pieces: tuple[str, Style]) -> Entry:
    """A line of parts with styles of their own, that cannot be marked."""
    return Entry(("",), kind="text", pieces=pieces)


def whole(columns: Sequence[Column], entries: Iterable[Entry], width: int) -> list[Entry]:
    """The entries with the text of their last column whole: what does not fit stands on lines below."""
    before = sum(c.width + 1 for c in columns[:-1])
    room = max(10, width - before - 2)
    out: list[Entry] = []
    for entry in entries:
        lines = folded(entry.texts[-1], room) if entry.kind != "heading" and not entry.pieces else [""]
        if entry.kind == "text":
            out += [replace(entry, texts=(line,)) for line in folded(entry.texts[0], max(10, width - 2))]
            continue
        out.append(replace(entry, texts=(*entry.texts[:-1], lines[0])) if len(lines) > 1 else entry)
        out += [note(" " * before + line, entry.style) for line in lines[1:]]
    return out


class Rows(Widget, can_focus=True):
    """The lines. `at` is the index of the marked one, -1 where there is none to mark."""

    DEFAULT_CSS = "Rows { height: 1fr; background: ansi_default; color: ansi_default; }"

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self.columns: tuple[Column, ...] = ()
        self.entries: list[Entry] = []
        self.at = -1
        self.top = 0
        self.head = False

    def show(
        self, columns: Sequence[Column], entries: Iterable[Entry], at: int | None = None, head: bool = True
    ) -> None:
        """Show `entries`; the mark goes to line `at`, or stays where it was; `head` shows the columns' headings."""
        self.columns, self.entries = tuple(columns), list(entries)
        self.head = head and any(c.label for c in columns)
        wanted = self.at if at is None else at
        self.at = self._near(max(0, min(wanted, len(self.entries) - 1)), 1)
        self._scroll()
        self.refresh()

    @property
    def current(self) -> Any:
        """The value of the marked line, None where none is marked."""
        return self.entries[self.at].value if 0 <= self.at < len(self.entries) else None

    @property
    def room(self) -> int:
        """Lines that fit under the headings."""
        return max(1, (self.size.height or 20) - self.head)

    def key(self, key: str) -> bool:
        """Move the mark, or the page where nothing can be marked; False where the key means nothing here."""
        if self.at < 0 and key in {**STEPS, **PAGES, "home": 0, "end": 0}:
            self._turn(key)
        elif key in STEPS:
            self._mark(self._near(self.at + STEPS[key], STEPS[key]))
        elif key in PAGES:
            step = PAGES[key]
            self._mark(self._near(max(0, min(len(self.entries) - 1, self.at + step * self.room)), -step))
        elif key in ("home", "end"):
            self._mark(self._near(0, 1) if key == "home" else self._near(len(self.entries) - 1, -1))
        else:
            return False
        return True

    def _turn(self, key: str) -> None:
        last = max(0, len(self.entries) - self.room)
        step = STEPS.get(key) or PAGES.get(key, 0) * self.room
        self.top = 0 if key == "home" else last if key == "end" else max(0, min(last, self.top + step))
        self.refresh()

    def mark(self, value: Any) -> None:
        """Mark the line that stands for `value`, where there is one."""
        for i, entry in enumerate(self.entries):
            if entry.kind == "entry" and entry.value == value:
                self._mark(i)
                return

    def _near(self, i: int, step: int) -> int:
        """The first line from `i` on in the direction of `step` that can be marked; else the other way; else none."""
        for way in (step, -step):
            k = i
            while 0 <= k < len(self.entries):
                if self.entries[k].kind == "entry":
                    return k
                k += way
        return -1

    def _mark(self, i: int) -> None:
        if i < 0 or i == self.at:
            return
        before, self.at = self.at, i
        top = self.top
        self._scroll()
        if top != self.top:
            self.refresh()
        else:
            self.refresh(*(Region(0, n - top + self.head, self.size.width, 1) for n in (before, i) if n >= 0))

    def _scroll(self) -> None:
        if self.at < 0:
            self.top = max(0, min(self.top, len(self.entries) - self.room))
            return
        first = self.at
        while first > 0 and self.entries[first - 1].kind != "entry":
            first -= 1  # a heading above the first line comes into sight with it
        self.top = max(0, min(self.top, max(first, 0)), self.at - self.room + 1)

    def on_resize(self) -> None:
        """Keep the marked line in sight."""
        self._scroll()
        self.refresh()

    def widths(self) -> list[int]:
        """Cells that each column takes, a blank between two and one for the mark left out."""
        fixed = sum(c.width for c in self.columns) + len(self.columns)
        open_ended = sum(not c.width for c in self.columns)
        share = max(6, (self.size.width - fixed - 1) // open_ended) if open_ended else 0
        return [c.width or share for c in self.columns]

    def render_line(self, y: int) -> Strip:
        """One line."""
        width = self.size.width
        if self.head and y == 0:
            return self._strip([c.label for c in self.columns], theme.COLUMNS, " ", width)
        i = y - self.head + self.top
        if i >= len(self.entries):
            return Strip([Bit(" " * width)], width)
        entry = self.entries[i]
        if entry.kind == "heading":
            left, right = entry.texts
            room = width - cells(visible(right)) - 2
            bits = [Bit(" "), Bit(fit(visible(left), room), entry.style), Bit(visible(right), entry.style), Bit(" ")]
            return Strip(bits).adjust_cell_length(width)
        if entry.pieces:
            return Strip([Bit(visible(t), s) for t, s in entry.pieces]).adjust_cell_length(width)
        if entry.kind == "text":
            return Strip([Bit(fit(" " + visible(entry.texts[0]), width), entry.style)], width)
        marked = i == self.at
        return self._strip(entry.texts, theme.PICKED if marked else entry.style, ">" if marked else " ", width)

    def _strip(self, texts: Sequence[str], style: Style, mark: str, width: int) -> Strip:
        pieces = [
            fit(visible(text), wide, column.align)
            for text, wide, column in zip(texts, self.widths(), self.columns, strict=False)
        ]
        return Strip([Bit(fit(mark + " ".join(pieces), width), style)], width)
