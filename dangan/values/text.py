"""Text: one normal form for matching, safe display, and widths counted in terminal cells."""

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import repeat

from dangan.values.pattern import pattern

CONTROL_MARK = "?"
CUT_MARK = "~"

# What an input method leaves in its Chinese state and NFKC keeps (keys.md, "IME on").
# The yen sign stands here because NFKC makes one of the full-width sign.
_MEANT = str.maketrans(
    {
        "。": ".", "、": "/", "《": "<", "》": ">", "·": "`", "—": "-", "“": '"', "”": '"',
        "‘": "'", "’": "'", "【": "[", "】": "]", "￥": "$", "¥": "$",
    }
)  # fmt: skip
# NFKC takes these apart (a line of "…" becomes three stops), so they are meant before it runs.
_BEFORE_NFKC = str.maketrans({"￥": "$", "｡": ".", "､": "/"})

_OPENING = "([{【〔〖〘〚"
_CLOSING = ")]}】〕〗〙〛"
_BRACKETS = str.maketrans(dict.fromkeys(_OPENING, "(") | dict.fromkeys(_CLOSING, ")"))

# Insides of a regular expression's brackets, for all who show or write text.
# Arabic letter mark, directional marks and overrides, line and paragraph separators, lone surrogates.
DIRECTIONS = "\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff"
UNSAFE = f"\x00-\x1f\x7f-\x9f{DIRECTIONS}"  # C0, DEL and C1, too

_UNSAFE = pattern(f"[{UNSAFE}]")
_UNSAFE_IN_LINES = pattern(f"[\x00-\x09\x0b-\x1f\x7f-\x9f{DIRECTIONS}]")
_UNSTORABLE = pattern("[\x00\ud800-\udfff]")

_JOINER = "\u200d"
_EMOJI_STYLE = "\ufe0f"
_FIRST_SKIN, _LAST_SKIN = "🏻", "🏿"


def normal(s: str) -> str:
    """The form in which commands, codes and all values but free text are compared: NFKC plus Chinese punctuation.

    Letters keep their case. Free text is stored as typed and never passes through here.
    """
    if s.isascii():
        return s
    return unicodedata.normalize("NFKC", s.translate(_BEFORE_NFKC)).translate(_MEANT)


def squeeze_name(s: str) -> str:
    """A name as duplicates are looked for: NFKC, lower case, without blanks and punctuation, any brackets as ( ).

    Brackets stay because they tell firms apart: 宏达(唐山)有限公司. So does the kind of company.
    """
    folded = unicodedata.normalize("NFKC", s).casefold().translate(_BRACKETS)
    return "".join(c for c in folded if c in "()" or unicodedata.category(c)[0] not in "PZCS")


def visible(s: str, keep_newlines: bool = False) -> str:
    """`s` with each control and direction character shown as one visible `?`; what is stored stays as it is.

    With `keep_newlines` a line feed stays, and CR LF counts as one.
    """
    if s.isascii() and s.isprintable():
        return s
    if keep_newlines:
        return _UNSAFE_IN_LINES.sub(CONTROL_MARK, s.replace("\r\n", "\n"))
    return _UNSAFE.sub(CONTROL_MARK, s)


def storable(s: str) -> str:
    """`s` itself; raises ValueError when it holds NUL or half a surrogate pair, which UTF-8 storage cannot keep."""
    found = _UNSTORABLE.search(s)
    if found is None:
        return s
    what = "a NUL character" if found.group() == "\0" else f"half a character (U+{ord(found.group()):04X})"
    raise ValueError(f"text cannot be stored: {what} at position {found.start() + 1}")


def cells(s: str, ambiguous: int = 1) -> int:
    """Width of `s` in terminal cells; `ambiguous` is the width of characters such as `—` and `①`.

    Control characters count 0, as in Rich: pass text through `visible` first.
    """
    if s.isascii() and s.isprintable():
        return len(s)
    if max(s, default="") < _FIRST_SKIN and _JOINER not in s and _EMOJI_STYLE not in s:  # signs stand for themselves
        return sum(map(_cell, s, repeat(ambiguous)))
    return sum(width for _, width in _clusters(s, ambiguous))


def fit(s: str, width: int, align: str = "left") -> str:
    """`s` in exactly `width` cells: padded on the side that `align` (left, right, center) leaves, or cut, ending in `~`.

    A wide character that would be cut in half gives way to a blank.
    """
    if align not in ("left", "right", "center"):
        raise ValueError(f"align is left, right or center, not {align!r}")
    if width <= 0:
        return ""
    used = cells(s)
    if used > width:
        s, used = _head(s, width - len(CUT_MARK))
        s, used, align = s + CUT_MARK, used + len(CUT_MARK), "left"
    room = width - used
    before = {"left": 0, "right": room, "center": room // 2}[align]
    return " " * before + s + " " * (room - before)


def wrap(s: str, width: int) -> list[str]:
    """Lines of at most `width` cells (2 or more); newlines end a line, and joining the lines of one gives it back."""
    if width < 2:
        raise ValueError("wrap needs at least 2 cells: a Chinese character takes two")
    return [line for paragraph in s.split("\n") for line in _wrap_line(paragraph, width)]


def _wrap_line(s: str, width: int) -> list[str]:
    lines: list[str] = []
    start = end = used = 0
    for cluster, size in _clusters(s, 1):
        if used + size > width:
            lines.append(s[start:end])
            start, used = end, 0
        end += len(cluster)
        used += size
    lines.append(s[start:])
    return lines


def _head(s: str, width: int) -> tuple[str, int]:
    """The longest beginning of `s` within `width` cells, and its width."""
    end = used = 0
    for cluster, size in _clusters(s, 1):
        if used + size > width:
            break
        end += len(cluster)
        used += size
    return s[:end], used


def _clusters(s: str, ambiguous: int) -> Iterator[tuple[str, int]]:
    """What the terminal draws as one sign, with its width: a character and all of no width that follows it."""
    start = width = 0
    joined = False
    for i, c in enumerate(s):
        size = 0 if _FIRST_SKIN <= c <= _LAST_SKIN and unicodedata.category(s[start]) == "So" else _cell(c, ambiguous)
        if c == _EMOJI_STYLE and width == 1 and unicodedata.category(s[start]) == "So":
            width = 2
        elif size and not (joined and unicodedata.category(c) == "So"):
            if i:
                yield s[start:i], width
            start, width = i, size
        joined = c == _JOINER and width == 2
    if s:
        yield s[start:], width


@lru_cache(4096)
def _cell(c: str, ambiguous: int) -> int:
    if "\x20" <= c < "\x7f":
        return 1
    shape = unicodedata.east_asian_width(c)
    if unicodedata.category(c) in ("Mn", "Me", "Cf", "Cc", "Zl", "Zp") and c != "\xad":
        return 0
    if "\u1160" <= c <= "\u11ff":  # vowels and finals drawn into the Hangul syllable before them
        return 0
    if shape in "WF":
        return 2
    return ambiguous if shape == "A" else 1


NARROW = 16  # cells; in less room a line is ended before any word that it would cut


def folded(text: str, width: int) -> list[str]:
    """Lines of at most `width` cells, ended before a word that would be cut; Chinese may be cut anywhere."""
    out: list[str] = []
    for paragraph in text.split("\n"):
        rest = paragraph
        while cells(rest) > width:
            line = wrap(rest, width)[0]
            at = line.rfind(" ")
            inside = rest[len(line) - 1].isascii() and rest[len(line) : len(line) + 1].strip().isascii()
            if at > (len(line) // 2 if width > NARROW else 0) and inside and rest[len(line)] != " ":
                line = line[: at + 1]
            out.append(line.rstrip())
            rest = rest[len(line) :].lstrip(" ")
        out.append(rest)
    return out
