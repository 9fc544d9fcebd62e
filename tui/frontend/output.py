"""What may reach the terminal: the one place where control characters in rendered text become a visible sign.

Text of records is shown exactly as far as it can be shown. C0 and C1 control characters, DEL, bidi controls,
line separators and lone surrogates appear as a reversed `?`. The layout counts such a character as 0 cells and
the sign takes 1, so the cells are taken from the next run of blanks, else from the end of the line. A widget that
must know its columns exactly (a caret, a grid) lays out `visible(text)` instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import IO, Final

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter

from dangan.values.text import UNSAFE

SIGN: Final = "?"
"""Stands for a character that must not reach the terminal; one cell, ASCII."""
SIGN_STYLE: Final = Style(reverse=True)

_HIDDEN: Final = re.compile(f"[{UNSAFE}]")
_BLANKS: Final = re.compile(r" {2,}")

_ALLOWED: Final = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]")
_KITTY: Final = re.compile(r"\x1b\[[<>=][0-9;]*u")
_STRING: Final = re.compile(r"\x1b[]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)?")
_UNSAFE: Final = re.compile(f"{_STRING.pattern}|{_KITTY.pattern}|{_ALLOWED.pattern}|[\x07\r\n]|{_HIDDEN.pattern}")


def visible(text: str) -> str:
    """Return `text` with a one-cell sign for each character that must not reach the terminal.

    The result has the same number of characters, so positions in the one are positions in the other.
    """
    return _HIDDEN.sub(SIGN, text)


def hides(text: str) -> bool:
    """Whether `text` holds a character that must not reach the terminal."""
    return _HIDDEN.search(text) is not None


class VisibleControls(LineFilter):
    """Shows the control characters in rendered lines by a sign; each line keeps its width in cells."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """Return the line's segments with signs; the same list if nothing in it is hidden."""
        if not any(_HIDDEN.search(text) for text, _, _ in segments):
            return segments
        return _pay(_with_signs(segments), sum(cell_len(text) for text, _, _ in segments))


def _with_signs(segments: list[Segment]) -> Iterator[tuple[Segment, int]]:
    """Yield the line's segments, each with the cells that it takes beyond what the layout counted."""
    for text, style, _ in segments:
        start = 0
        for hidden in _HIDDEN.finditer(text):
            if hidden.start() > start:
                yield Segment(text[start : hidden.start()], style), 0
            yield Segment(SIGN, SIGN_STYLE if style is None else style + SIGN_STYLE), 1 - cell_len(hidden[0])
            start = hidden.end()
        if start < len(text):
            yield Segment(text[start:], style), 0


def _pay(signed: Iterable[tuple[Segment, int]], width: int) -> list[Segment]:
    """Take the cells of the signs from the runs of blanks behind them, and what is still owed from the end."""
    debt = 0
    line: list[Segment] = []
    for (text, style, _), owed in signed:
        debt += owed
        if debt and (blanks := _BLANKS.search(text)):
            paid = min(debt, blanks.end() - blanks.start() - 1)
            debt -= paid
            text = text[: blanks.start()] + text[blanks.start() + paid :]
        room = width - sum(cell_len(segment.text) for segment in line)
        if cell_len(text) > room:
            text = set_cell_size(text, room)
        if text:
            line.append(Segment(text, style))
    return line


def clean(data: str) -> str:
    """Return what of `data`, a whole write of Textual's, may go out.

    The second line of defence, for text that no widget rendered (titles, tracebacks, future doors): cursor and
    colour sequences, CR, LF and the bell pass; a request for the kitty keyboard protocol and every OSC, DCS, SOS,
    PM and APC string are left out; any other control or bidi character becomes the sign.
    """
    return _UNSAFE.sub(_kept, data)


def _kept(match: re.Match[str]) -> str:
    found = match[0]
    if len(found) > 1:
        return "" if _KITTY.fullmatch(found) or found[1] != "[" else found
    return found if found in "\x07\r\n" else SIGN


class TerminalFile:
    """The terminal as a text file: writes UTF-8 whatever the locale, cleans what goes out, outlives a hung-up line.

    Args:
        file: The text file over the terminal's bytes.
    """

    def __init__(self, file: IO[str]) -> None:
        self._file = file
        self.gone = False

    def write(self, data: str) -> int:
        """Write `data`; do nothing once the terminal is gone."""
        self._try(clean(data).encode("utf-8", "replace"))
        return len(data)

    def flush(self) -> None:
        """Send what was written."""
        self._try(b"")

    def fileno(self) -> int:
        """The file descriptor of the terminal."""
        return self._file.fileno()

    def isatty(self) -> bool:
        """Whether this is a terminal."""
        return self._file.isatty()

    def _try(self, data: bytes) -> None:
        if self.gone:
            return
        try:
            if data:
                self._file.buffer.write(data)  # type: ignore[attr-defined]
            else:
                self._file.buffer.flush()  # type: ignore[attr-defined]
        except OSError:
            # The line is gone: the writer thread must go on taking what is queued, or the app would block.
            self.gone = True
