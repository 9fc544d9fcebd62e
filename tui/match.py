"""Whether what was typed means a label: its digits, its initials in pinyin or English, or any part of it."""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache

from dangan.values.text import normal

# GB 2312 sorts its first 3,755 characters by their reading: the first character of each initial.
_FIRST = "啊芭擦搭蛾发噶哈击喀垃妈拿哦啪期然撒塌挖昔压匝"
_INITIALS = "abcdefghjklmnopqrstwxyz"
_STARTS = [int.from_bytes(c.encode("gbk"), "big") for c in _FIRST]
_END = int.from_bytes("座".encode("gbk"), "big")


@lru_cache(4096)
def initials(text: str) -> str:
    """First letters: of each common Chinese character its pinyin initial, of each other word its first letter."""
    out = []
    before = " "
    for c in text:
        if c.isascii():
            if c.isalnum() and not (before.isascii() and before.isalnum()):
                out.append(c.lower())
        else:
            out.append(_initial(c))
        before = c
    return "".join(out)


def _initial(c: str) -> str:
    try:
        code = int.from_bytes(c.encode("gbk"), "big")
    except UnicodeEncodeError:
        return ""
    return _INITIALS[bisect_right(_STARTS, code) - 1] if _STARTS[0] <= code <= _END else ""


def rank(typed: str, *texts: str) -> int:
    """How well `typed` means one of `texts`: 0 exactly, 1 its beginning, 2 initials, 3 a part of either; -1 not at all."""
    typed = normal(typed).strip().casefold()
    best = -1
    for text in texts:
        plain = normal(text).casefold()
        if typed == plain:
            return 0
        if plain.startswith(typed):
            found = 1
        elif initials(text).startswith(typed):
            found = 2
        elif typed in plain or (len(typed) > 1 and typed in initials(text)):
            found = 3
        else:
            continue
        best = found if best < 0 else min(best, found)
    return best
