"""Names as they are looked for: characters, pinyin and initials from any character on, kept as tokens of one FTS table.

The table keeps no positions (`detail=none`), so that everything is asked by whole tokens, each a list of records that is
read from the newest on. A digit in front of a token says what it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache
from itertools import pairwise

from dangan.values import pinyin

FORM, INITIALS, SPELLED, WRITTEN = "0123"
AT_HEAD = {INITIALS: "4", SPELLED: "5", WRITTEN: "6"}  # the same at the beginning of a title
DIGITS = "0123456789"
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
    found = set(_title(title.rstrip(DIGITS)))  # numbers tell titles apart and say nothing
    for name in names:
        found |= _sounds(name.rstrip(DIGITS))
    return " ".join(found)


@lru_cache(maxsize=4096)  # the same titles are saved again and again
def _title(title: str) -> frozenset[str]:
    text = title[:LONGEST]
    runs = [text[n : n + size] for n in range(len(text)) for size in (1, 2)]
    found = {WRITTEN + run for run in runs if _han(run)}
    found |= {AT_HEAD[WRITTEN] + run for run in runs[:2] if _han(run)}
    return frozenset(found | _sounds(title) | _at_head(text))


def _han(run: str) -> bool:
    return run.isalpha() and not (run[0].isascii() or run[-1].isascii())


@lru_cache(maxsize=4096)  # the same people, departments and companies stand in record after record
def _sounds(name: str) -> frozenset[str]:
    said, letters = _said(name[:LONGEST])
    found = {SPELLED + way for n in range(len(said)) for way in _beginnings(said, n)}
    found |= {INITIALS + way for n in range(len(letters)) for way in _grams(letters, n)}
    return frozenset(found)


def _at_head(text: str) -> set[str]:
    said, letters = _said(text)
    return {AT_HEAD[SPELLED] + way for way in _beginnings(said, 0)} | {
        AT_HEAD[INITIALS] + way for way in _grams(letters, 0)
    }


@lru_cache(maxsize=8)
def _said(text: str) -> tuple[list[pinyin.Readings], list[pinyin.Readings]]:
    """Spellings unit by unit, and initials letter by letter: beside Chinese characters a Latin word stays whole."""
    units = pinyin.units(text)
    if all(said is initial for said, initial in units):
        return [said for said, _ in units], [(said[0][0],) for said, _ in units]
    letters: list[pinyin.Readings] = []
    for said, initial in units:
        letters += [initial] if said is not initial else [(c,) for c in said[0]]
    return [said for said, _ in units], letters


def _beginnings(said: list[pinyin.Readings], start: int) -> set[str]:
    """What may be typed of the spelling that begins at one unit: 2 to 6 letters."""
    return {way[:size] for way in _ways(said, start, REACH) for size in range(2, len(way) + 1)}


def _grams(letters: list[pinyin.Readings], start: int) -> set[str]:
    return {way[:size] for way in _ways(letters, start, GRAM) for size in range(1, len(way) + 1)}


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
