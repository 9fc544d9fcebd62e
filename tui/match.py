"""How well what was typed means a label: the whole of it, its beginning, its pinyin or initials, or any part."""

from __future__ import annotations

from dangan.values.pinyin import initials, matches
from dangan.values.text import normal


def rank(typed: str, *texts: str) -> int:
    """0 `typed` is one of `texts`, 1 its beginning, 2 its pinyin or initials, 3 a part of either; -1 none of these."""
    typed = normal(typed).strip().casefold()
    found = [r for r in (_rank(typed, text) for text in texts if text) if r >= 0]
    return min(found, default=-1)


def _rank(typed: str, text: str) -> int:
    plain = normal(text).casefold()
    if typed == plain:
        return 0
    if plain.startswith(typed):
        return 1
    if typed in plain:
        return 3
    if matches(typed, text):
        return 2
    return 3 if len(typed) > 1 and any(typed in letters for letters in initials(text)) else -1
