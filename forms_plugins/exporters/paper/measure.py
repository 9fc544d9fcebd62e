"""How much room text takes on paper: lines and row heights, which no spreadsheet program works out for merged cells."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

SIZE = 10.5  # points, 宋体 五号
SMALL = 9.0  # points of small writing
DOWN, DOWN_SMALL = 16.0, 11.0  # points of a title on a spine, and of a long one
UNIT = 10.5  # points: one column of the sheet's grid, as wide as one Chinese character
LINE = 15.2  # points a line of text takes; fonts that stand in for 宋体 are taller than it
PADDING = 5.0  # points above and below the text of a cell together
INSET = 6.0  # points left and right of it together
INDENT = 9.0  # points that indented text stands off its border
MAX_HEIGHT = 409.0  # points, the tallest row that Excel keeps

# Letters of 宋体 are half a Chinese character wide, those of fonts that stand in for it wider.
_NARROW = 0.64
_THIN = frozenset(" !'(),-./:;I[]ijl|")
_BOUND = frozenset(
    "，。、；：？！）〕》〉】」』”’…·,.;:?!)]}%（〔《〈【「『“‘([{"
)  # never first or never last on a line
_BROAD = frozenset("mwMW@%&") | frozenset("ABCDGHNOQRUV")


class _Advances(dict[str, float]):
    """Characters that were met, by what each takes of the size: a text is measured at the speed of a look-up."""

    def __missing__(self, c: str) -> float:
        if c < "\x7f":
            found = 0.9 if c in _BROAD else 0.5 if c in _THIN else _NARROW
        elif unicodedata.category(c) in ("Mn", "Me", "Cf"):
            # Marks that take no room get some all the same: a line must not hold more characters than a cell does.
            found = 0.3
        else:
            found = 1.01 if unicodedata.east_asian_width(c) in "WF" else 1.05
        self[c] = found
        return found


_ADVANCES = _Advances()


def width(text: str, size: float = SIZE) -> float:
    """Points that one line of `text` takes, rather too many than too few."""
    return sum(map(_ADVANCES.__getitem__, text)) * size


def wrap(text: str, room: float, size: float = SIZE) -> list[str]:
    """`text` in the lines that a cell `room` points wide breaks it into; joined they give it back.

    Words stay whole where they fit; a line feed ends its line and stays at the end of it.
    """
    room = max(room - INSET, size * 1.1)
    out: list[str] = []
    for paragraph in text.splitlines(keepends=True) if "\n" in text else [text]:
        out += _wrap_paragraph(paragraph, room, size)
    return out or [""]


def _wrap_paragraph(text: str, room: float, size: float) -> list[str]:
    if width(text.rstrip("\n"), size) <= room:
        return [text]
    if not _BOUND.isdisjoint(text):
        # A program that keeps a stop from beginning a line takes one character away from the line before.
        room = max(room - size * 1.1, size * 1.1)
    lines: list[str] = []
    line, used = "", 0.0
    for token in _tokens(text, room, size):
        size_of = width(token.rstrip("\n"), size)
        if line and used + size_of > room and token.strip(" \n"):
            lines.append(line)
            line, used = "", 0.0
        line += token
        used += size_of
    return [*lines, line]


def _tokens(text: str, room: float, size: float) -> Iterator[str]:
    """Words with the blanks after them, cut behind hyphens and where wider than `room`; else single characters."""
    word = ""
    for c in text:
        in_word = c < "\u2e80" and not c.isspace()
        if word and (not in_word or word[-1].isspace() or word[-1] in "-/" or width(word + c, size) > room):
            if c.isspace() and not word[-1].isspace() and width(word, size) <= room:
                word += c
                continue
            yield word
            word = ""
        if in_word or c.isspace():
            word += c
        else:
            yield c
    if word:
        yield word


def line_count(text: str, room: float, size: float = SIZE) -> int:
    """Lines that `text` takes in a cell `room` points wide."""
    return len(wrap(text, room, size)) + (1 if text.endswith("\n") else 0)


def height(lines: int, size: float = SIZE) -> float:
    """Points of a row with so many lines of text."""
    return lines * LINE * size / SIZE + PADDING


def split(text: str, room: float, lines: int) -> list[str]:
    """`text` in pieces of at most so many lines each; joined they give it back."""
    wrapped = wrap(text, room)
    return ["".join(wrapped[i : i + lines]) for i in range(0, len(wrapped), lines)] or [""]
