"""Names as they are looked for: characters, pinyin and initials from any character on, kept as tokens of one FTS table.

The table keeps no positions (`detail=none`), so that everything is asked by whole tokens, each a list of records that is
read from the newest on. A digit in front of a token says what it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple

from dangan.values import pinyin

FORM, INITIALS, SPELLED, WRITTEN = "0123"
AT_HEAD = {INITIALS: "4", SPELLED: "5", WRITTEN: "6"}  # the same at the beginning of a title
DIGITS = frozenset("0123456789")
LONGEST = 30  # characters of a name that are looked at
GRAM = 3  # initials in one token
REACH = 6  # letters of a spelling in one token, as many as the longest syllable has
WAYS = 8  # readings of one token, and ways to part what was typed into syllables
NO_INITIAL = frozenset("iuv")  # no syllable begins with these

INSERT = "INSERT OR REPLACE INTO name (rowid, words) VALUES (?, ?)"
FORGET = "DELETE FROM name WHERE rowid = ?"


def form_token(form: str) -> str:
    """The token that all records of a form have."""
    return FORM + "".join(c if c.isalnum() else "q" for c in form)


def tokens(title: str, names: Iterable[str]) -> str:
    """The tokens of a record: of its title and of the names of those it names."""
    said = _sounds(_bare(title))
    found = {*_characters(title[:LONGEST]), *said.everywhere, *said.head}
    for name in names:
        found |= _sounds(_bare(name)).everywhere
    return " ".join(found)


def _bare(name: str) -> str:
    """Without the number at its end, which tells titles apart and says nothing; "" where it is a number altogether."""
    return "" if name.isascii() and not DIGITS.isdisjoint(name) else name.rstrip("0123456789")


def _characters(text: str) -> list[str]:
    """Tokens of the Chinese characters of a title and of each two beside each other."""
    han = [c.isalpha() and not c.isascii() for c in text]
    found = [WRITTEN + c for c, is_ in zip(text, han, strict=True) if is_]
    found += [WRITTEN + text[n : n + 2] for n, both in enumerate(pairwise(han)) if all(both)]
    return found + [AT_HEAD[WRITTEN] + text[:size] for size in (1, 2) if all(han[:size])]


class _Sounds(NamedTuple):
    everywhere: frozenset[str]
    head: frozenset[str]


@lru_cache(maxsize=4096)  # the same people, departments and companies stand in record after record
def _sounds(name: str) -> _Sounds:
    said, letters = _said(name[:LONGEST])
    spelled = [_beginnings(said, n, REACH, 2) for n in range(len(said))]
    grams = [_beginnings(letters, n, GRAM, 1) for n in range(len(letters))]
    return _Sounds(
        frozenset([SPELLED + way for ways in spelled for way in ways] + [INITIALS + way for ways in grams for way in ways]),
        frozenset(AT_HEAD[kind] + way for kind, all_ in ((SPELLED, spelled), (INITIALS, grams)) for way in (all_ or [[]])[0]),
    )  # fmt: skip


def _said(text: str) -> tuple[list[pinyin.Readings], list[pinyin.Readings]]:
    """Spellings unit by unit, and initials letter by letter: beside Chinese characters a Latin word stays whole."""
    units = pinyin.units(text)
    if all(said is initial for said, initial in units):
        return [said for said, _ in units], [(said[0][0],) for said, _ in units]
    letters: list[pinyin.Readings] = []
    for said, initial in units:
        letters += [initial] if said is not initial else [(c,) for c in said[0]]
    return [said for said, _ in units], letters


def _beginnings(units: list[pinyin.Readings], start: int, length: int, least: int) -> list[str]:
    """What may be typed of the units from one on: `least` to `length` letters."""
    return [way[:size] for way in _ways(units, start, length) for size in range(least, len(way) + 1)]


def _ways(units: list[pinyin.Readings], start: int, length: int) -> Iterable[str]:
    way = ""
    for at in range(start, len(units)):
        if len(units[at]) > 1:
            return _combined(way, units, at, length)
        way += units[at][0]
        if len(way) >= length:
            break
    return (way[:length],)


def _combined(way: str, units: list[pinyin.Readings], start: int, length: int) -> Iterable[str]:
    ways = [way]
    for unit in units[start:]:
        if all(len(way) >= length for way in ways):
            break
        ways = [way + said if len(way) < length else way for way in ways for said in unit][:WAYS]
    return dict.fromkeys(way[:length] for way in ways)


def written(piece: str, form: str = "", *, head: bool = False) -> str:
    """The query for titles that hold, or begin with, a run of Chinese characters; of a longer run only its pairs are
    looked at."""
    pairs = [a + b for a, b in pairwise(piece)] or [piece]
    first = AT_HEAD[WRITTEN] if head else WRITTEN
    return _all([first + pairs[0], *(WRITTEN + pair for pair in pairs[1:])], form)


def sounding(letters: str, form: str = "", *, head: bool = False) -> str:
    """The query for names that hold, or titles that begin with, what the letters may be: initials or pinyin."""
    ways = [_initials(short, head) for short in _as_initials(letters)]
    ways += [_spelled(letters, bounds, head) for bounds in _parted(letters)]
    either = " OR ".join(f"({way})" for way in ways) or f'"{INITIALS}{letters}"'
    return f'"{form_token(form)}" AND ({either})' if form else either


def _as_initials(letters: str) -> set[str]:
    """The initials that letters may stand for, those of two letters (zh ch sh) as one; none for a long spelling."""
    if len(letters) > GRAM and NO_INITIAL.intersection(letters):
        return set()
    return {letters, letters.replace("zh", "z").replace("ch", "c").replace("sh", "s")}


def _initials(letters: str, head: bool) -> str:
    last = max(0, len(letters) - GRAM)
    starts = [*range(0, last, GRAM - 1), last]  # each overlaps the one before by a letter
    first = AT_HEAD[INITIALS] if head else INITIALS
    return _all((INITIALS if at else first) + letters[at : at + GRAM] for at in starts)


def _spelled(letters: str, bounds: tuple[int, ...], head: bool) -> str:
    first = AT_HEAD[SPELLED] if head else SPELLED
    words, at = [], 0
    while True:
        kind = INITIALS if at + 1 == len(letters) else SPELLED
        words.append((kind if at else first) + letters[at : at + REACH])
        if at + REACH >= len(letters):
            return _all(words)
        at = max(bound for bound in bounds if bound <= at + REACH)


@lru_cache(maxsize=64)
def _parted(letters: str) -> tuple[tuple[int, ...], ...]:
    """Where syllables begin in what was typed, in each way that it can be read; the last may be cut off."""
    if len(letters) < 2:
        return ()
    if len(letters) <= REACH:
        return ((0,),)
    ways = _readable(letters, 0, {})
    return tuple(way for way in ways if not any(set(other) < set(way) for other in ways))


def _readable(letters: str, at: int, known: dict[int, list[tuple[int, ...]]]) -> list[tuple[int, ...]]:
    if at not in known:
        rest = letters[at:]
        known[at] = [(at,)] if rest in _cut_off() else []
        known[at] += [
            (at, *more)
            for size in range(min(REACH, len(rest) - 1), 0, -1)
            if rest[:size] in _syllables()
            for more in _readable(letters, at + size, known)
        ][: WAYS - len(known[at])]
    return known[at]


@cache
def _syllables() -> frozenset[str]:
    return frozenset(s for s in pinyin.syllables() if set(s) & set("aeiouv"))


@cache
def _cut_off() -> frozenset[str]:
    return frozenset(s[:n] for s in _syllables() for n in range(1, len(s) + 1))


def _all(words: Iterable[str], form: str = "") -> str:
    listed = [form_token(form), *words] if form else list(words)
    return " AND ".join(f'"{word}"' for word in dict.fromkeys(listed))
