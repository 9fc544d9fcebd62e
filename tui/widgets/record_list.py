"""The list of a form's records: lines drawn from a window of keyset pages; a cursor move repaints two lines."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from rich.segment import Segment as Bit
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from dangan.record import Values
from dangan.values.text import cells, fit
from tui import theme
from tui.columns import MOST, ListColumn, cell_text
from tui.widgets.window import Window

PAGES = {"pageup": -1, "f7": -1, "pagedown": 1, "f8": 1}


LOOKED_AT = 60  # records whose cells decide how wide a column is


def fitted(column: ListColumn, rows: list[Values], lang: str) -> ListColumn:
    """The column as wide as its heading and what stands in it need, where that is less than its type may take."""
    if not rows:
        return column
    needed = max(cells(cell_text(column, r, lang)) for r in rows[:LOOKED_AT])
    wide = max(cells(column.label), min(needed, MOST))
    return replace(column, width=wide) if wide < column.width or needed > column.width else column


class RecordList(Widget, can_focus=True):
    """Records as lines, the heading above. `marks` holds the `_id` of marked records."""

    DEFAULT_CSS = "RecordList { height: 1fr; background: ansi_default; color: ansi_default; }"

    def __init__(self) -> None:
        super().__init__()
        self.columns: list[ListColumn] = []
        self.window: Window[Values] | None = None
        self.lang = "zh"
        self.marks: set[int] = set()
        self.shift = 0  # columns scrolled away on the left, the first stays
        self.nothing = ""
        self._strips: dict[int, Strip] = {}

    @property
    def height(self) -> int:
        """Lines that fit under the heading."""
        return max(1, (self.size.height or 21) - 1)

    @property
    def current(self) -> Values | None:
        """The record under the cursor."""
        return self.window.current if self.window else None

    def show(self, window: Window[Values], columns: list[ListColumn], lang: str, nothing: str = "") -> None:
        """Show another window, other columns, or another language; `nothing` is said where there are no records."""
        self.window, self.lang, self.nothing = window, lang, nothing
        self.columns = [fitted(c, window.rows, lang) for c in columns]
        self.shift = min(self.shift, max(0, len(columns) - 2))
        self.forget()

    def forget(self) -> None:
        """Draw everything anew."""
        self._strips.clear()
        self.refresh()

    def key(self, key: str) -> bool:
        """Move the cursor or the columns; False where the key means nothing here."""
        w = self.window
        if w is None:
            return False
        before, top, first = w.at, w.top, w.rows[:1]
        if key in ("up", "down"):
            w.move(-1 if key == "up" else 1, self.height)
        elif key in PAGES:
            w.move(PAGES[key] * self.height, self.height)
        elif key == "home":
            if w.at_start:
                w.move(-w.at, self.height)
            else:
                w.home()
        elif key == "end":
            w.end(self.height)
        elif key in ("left", "right"):
            self.shift = max(0, min(len(self.columns) - 2, self.shift + (1 if key == "right" else -1)))
            self.forget()
            return True
        else:
            return False
        if (top, first) == (w.top, w.rows[:1]):
            self.lines(before, w.at)
        else:
            self.forget()
        return True

    def lines(self, *indexes: int) -> None:
        """Draw only these records anew."""
        if self.window is None:
            return
        for i in indexes:
            y = i - self.window.top + 1
            self._strips.pop(y, None)
            self.refresh(Region(0, y, self.size.width, 1))

    def on_resize(self) -> None:
        """Keep the cursor in sight."""
        if self.window is not None:
            self.window.move(0, self.height)
        self.forget()

    def laid(self) -> list[tuple[ListColumn, int]]:
        """The columns in sight with their widths: the first stays, the last that fits takes what is left."""
        if not self.columns:
            return []
        room = self.size.width - 2
        chosen = [self.columns[0], *self.columns[1 + self.shift :]]
        out: list[tuple[ListColumn, int]] = []
        for column in chosen:
            wide = min(column.width, room)
            if room < min(6, column.width) or (out and room < column.width and column.width <= 10):
                break
            out.append((column, wide))
            room -= wide + 1
        grow = next((i for i in range(len(out) - 1, -1, -1) if out[i][0].align == "left" and out[i][0].width > 8), None)
        if grow is not None and room > 0:
            column, wide = out[grow]
            out[grow] = (column, wide + room)
        return out

    def render_line(self, y: int) -> Strip:
        """One line."""
        strip = self._strips.get(y)
        if strip is None or strip.cell_length != self.size.width:
            strip = self._strips[y] = self._draw(y)
        return strip

    def _draw(self, y: int) -> Strip:
        width, w = self.size.width, self.window
        if y == 0:
            cut = "<" if self.shift else " "
            text = cut + " " + " ".join(fit(c.label, wide, c.align) for c, wide in self.laid())
            return Strip([Bit(fit(text, width), theme.COLUMNS)], width)
        if w is None or (not w.rows and y == 2):
            return Strip([Bit(fit("  " + self.nothing, width), theme.DIM)], width)
        i = y - 1 + w.top
        if i >= len(w.rows):
            return Strip([Bit(" " * width)], width)
        values: dict[str, Any] = w.rows[i]
        mark = ">" if i == w.at else " "
        void = values.get("status") == "void"
        mark += "*" if values.get("_id") in self.marks else "x" if void else " "
        text = mark + " ".join(fit(cell_text(c, values, self.lang), wide, c.align) for c, wide in self.laid())
        style = theme.PICKED if i == w.at else theme.DIM if void else theme.PLAIN
        return Strip([Bit(fit(text, width), style)], width)
