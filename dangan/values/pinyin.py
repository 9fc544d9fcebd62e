"""Pinyin of names and labels from a shipped table: initials, whole spellings, and whether typed letters mean a label.

Tones are left out, ü is v. The table (dangan/data/readings.txt, made by scripts/make_readings.py) is read on first use.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from dangan.values.text import normal

MOST_SPELLINGS = 16

Readings = tuple[str, ...]


class _Table(NamedTuple):
    usual: dict[str, Readings]
    at_head: dict[str, Readings]
    compound: dict[str, Readings]


def initials(text: str) -> list[str]:
    """The strings of initials `text` can be found by, the likeliest first, at most 16: 曾伟 gives zw, cw.

    Beside Chinese characters Latin words and numbers stay whole (ABC公司: abcgs); without any, each word gives its
    first letter and a number stays whole (Party member: pm). Punctuation falls away; no letters at all give [].
    """
    return _initials(*_units(text))


def _initials(pieces: list[str], units: list[Readings]) -> list[str]:
    known = _table().usual
    if not any(piece in known for piece in pieces):
        return _combined([(piece if piece[0].isdecimal() else piece[0],) for piece in pieces])
    return _combined([_letters(unit) if piece in known else unit for piece, unit in zip(pieces, units, strict=True)])


def spellings(text: str) -> set[str]:
    """What `full` and `initials` give, together."""
    pieces, units = _units(text)
    return {*_combined(units), *_initials(pieces, units)}


def full(text: str) -> list[str]:
    """The whole spellings of `text`, the likeliest first, at most 16: 单雄信 gives danxiongxin, shanxiongxin."""
    return _combined(_units(text)[1])


def syllables() -> frozenset[str]:
    """Every syllable of the table, and the other ways to type those with ü."""
    known = _table()
    said = {r for table in (known.usual, known.at_head, known.compound) for unit in table.values() for r in unit}
    return frozenset(typed for syllable in said for typed in _as_typed((syllable,)))


def units(text: str) -> list[tuple[Readings, Readings]]:
    """(spellings as they may be typed, initials) of each character, Latin word or number of `text`, the likeliest first.

    A Latin word and a number are their own spelling and initials.
    """
    known = _table().usual
    pieces, said = _units(text)
    return [
        (_as_typed(unit), _letters(unit)) if piece in known else (unit, unit)
        for piece, unit in zip(pieces, said, strict=True)
    ]


def matches(typed: str, label: str, *, inside: bool = False) -> bool:
    """Whether `typed` is part of `label`, or pinyin from its beginning: whole, cut off, initials, or mixed (zhsf).

    `inside`: from any of its characters on.

    Letter case and width do not matter; nothing typed matches everything.
    """
    wanted = normal(typed).casefold().strip()
    if wanted in normal(label).casefold():
        return True
    letters = re.sub(r"[\s'`-]", "", wanted.replace("ü", "v"))
    if not (letters.isascii() and letters.isalnum()):
        return False
    said = _units(label)[1]
    return any(_spells(letters, said[start:]) for start in range(max(1, len(said)) if inside else 1))


def _spells(letters: str, units: Sequence[Readings]) -> bool:
    """Whether `letters` can be read off the beginning of `units`, each giving its whole reading or its initial."""
    places = {0}
    for unit in units:
        reached: set[int] = set()
        for reading in _as_typed(unit):
            for place in places:
                if reading.startswith(letters[place:]):
                    return True
                steps = (1, 2, len(reading)) if reading[1:2] == "h" else (1, len(reading))
                reached.update(place + n for n in steps if letters.startswith(reading[:n], place))
        places = reached
    return len(letters) in places


@cache
def _as_typed(unit: Readings) -> Readings:
    """The readings with the other ways to type ü: lv, lyu (passports), lu."""
    return tuple(
        dict.fromkeys(r.replace("v", u) for r in unit for u in (("v", "yu", "u") if r[:2] in ("lv", "nv") else ("v",)))
    )


def _units(text: str) -> tuple[list[str], list[Readings]]:
    """What is spelled one after the other, a character, a Latin word or a number each; and the readings of each."""
    table = _table()
    pieces = list(normal(text).casefold())
    if not all(map(table.usual.__contains__, pieces)):
        pieces = list(_pieces(pieces, table.usual))
    units = [table.usual.get(piece) or (piece,) for piece in pieces]
    units[:2] = _head_readings(pieces[:2], units[:2], table)
    return pieces, units


def _pieces(folded: list[str], known: dict[str, Readings]) -> Iterator[str]:
    word = ""
    for c in folded:
        if c in known:
            if word:
                yield word
            word = ""
            yield c
        elif c.isalnum() and (not word or word[-1].isdecimal() == c.isdecimal()):
            word += c
        else:
            if word:
                yield word
            word = c if c.isalnum() else ""
    if word:
        yield word


def _head_readings(pieces: list[str], units: list[Readings], table: _Table) -> list[Readings]:
    """The readings of the first two units as a name may begin: a compound surname first, a single one second."""
    if compound := table.compound.get("".join(pieces)):
        return [tuple(dict.fromkeys((said, *unit))) for said, unit in zip(compound, units, strict=True)]
    if surname := table.at_head.get("".join(pieces[:1])):
        usual, *others = units[0]
        return [tuple(dict.fromkeys((usual, *surname, *others))), *units[1:]]
    return units


def _combined(choices: Sequence[Readings]) -> list[str]:
    """All ways through `choices` that depart least from the first of each, at most 16."""
    if not choices:
        return []
    ways: list[tuple[int, str]] = [(0, "")]
    for choice in choices:
        if len(choice) == 1:
            ways = [(cost, said + choice[0]) for cost, said in ways]
        else:
            ways = sorted(
                ((cost + rank, said + reading) for cost, said in ways for rank, reading in enumerate(choice)),
                key=lambda way: way[0],
            )[:MOST_SPELLINGS]
    return list(dict.fromkeys(said for _, said in ways))


@cache
def _letters(unit: Readings) -> Readings:
    return tuple(dict.fromkeys(reading[0] for reading in unit))


@cache
def _table() -> _Table:
    from pathlib import Path

    text = (Path(__file__).parent.parent / "data" / "readings.txt").read_text(encoding="utf-8")
    usual: dict[str, Readings] = {}
    at_head: dict[str, Readings] = {}
    compound: dict[str, Readings] = {}
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        rank, syllable, characters = line.split(" ")
        if rank == "1":
            usual.update(dict.fromkeys(characters, (syllable,)))
        elif rank == "c":
            compound[characters] = tuple(syllable.split(","))
        else:
            target = at_head if rank == "s" else usual
            for c in characters:
                target[c] = (*target.get(c, ()), syllable)
    return _Table(usual, at_head, compound)
