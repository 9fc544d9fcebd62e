"""Which column of a foreign workbook fills which field: what is said, what is remembered by the heading line, what is likely."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from hashlib import sha256
from typing import Any

from dangan.env import Env
from dangan.errors import DanganError
from dangan.values import pinyin
from dangan.values.text import visible
from forms_plugins.importers.columns import LOOKED_AT, Heads, Matcher, Target, folded
from forms_plugins.importers.convert import words
from storage import audit, preferences
from storage.archive import Archive

LEAVE, REMARKS = "-", "+"
ANY = "*"  # any sheet, where it stands for one; any heading not known, where it stands for that
SAMPLES = 3

_REMARKS = ("remarks", "remark", "notes", "note")
_DECIDED = frozenset({"given", "remembered", "exact", "program"})
_PICKED = frozenset(
    {"person", "dept", "org", "ref"}
)  # their values may still be added, so they say nothing about a column
_ASIDE = re.compile(r"\([^()]*\)")  # 客户名称(全称)
_LEAST = 28  # likeness, of 100, from which a field is proposed

SHOWN = 40  # characters of a value

Fits = Callable[[Target, Any], bool]
Recall = Callable[[str, Sequence[str]], "Mapping[str, str] | None"]


class BadMapping(DanganError):
    """A mapping that names a heading or a field that is not there."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a sheet and where it goes: `to` is a field, LEAVE, REMARKS, or "" while that is not known.

    `how`: exact (the heading is a label), program (filled in by the program, never imported), given, remembered, likely
    (proposed, to be confirmed), unknown. `misfit` is a sample that the field does not take.
    """

    sheet: str
    rows: str
    heading: str
    samples: tuple[str, ...]
    to: str
    how: str
    zh: str = ""
    en: str = ""
    misfit: str = ""

    @property
    def asked(self) -> bool:
        """Whether somebody has to say or to confirm where it goes."""
        return self.how not in _DECIDED


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is wanted: `given` by (rows table or ANY, heading) names a field by any of its words, LEAVE or REMARKS; `recall`
    gives what is remembered of a heading line; `sheet` is the one taken for the form."""

    given: Mapping[tuple[str, str], str] = field(default_factory=dict)
    recall: Recall = lambda rows, line: None
    sheet: str = ""

    def said(self, rows: str, heading: str) -> str:
        """What is given for a heading of a sheet, "" where nothing is."""
        key = folded(heading)
        return next((to for (of, word), to in self.given.items() if of in (rows, ANY) and folded(word) == key), "")


def remarks(targets: Sequence[Target]) -> Target | None:
    """The field that takes what has no field of its own."""
    found = (t for name in _REMARKS for t in targets if t.id == name and t.field.type in ("text", "longtext"))
    return next(found, None)


def named(matcher: Matcher, name: str) -> Target | None:
    """The field that a word means: identifier, label in either language, further spelling."""
    return next(iter(t for t in matcher.targets if t.id == name), None) or next(
        iter(matcher.known.get(folded(name), ())), None
    )


def headings(row: Sequence[Any]) -> dict[int, str]:
    """The words of a row by place; a word that is there again has its turn behind it (电话, 电话 2)."""
    out: dict[int, str] = {}
    seen: Counter[str] = Counter()
    for place, cell in enumerate(row[1:]):
        word = " ".join(words(cell).split())
        if word:
            seen[word] += 1
            out[place] = word if seen[word] == 1 else f"{word} {seen[word]}"
    return out


def joined(rows: Sequence[list[Any]], at: int, merged: Sequence[Sequence[int]]) -> list[Any] | None:
    """The row at a place and the one below it as one heading line, where merged cells say that it has two; else None."""
    if at + 1 >= len(rows) or rows[at + 1][0] != rows[at][0] + 1:
        return None
    number, top, below = rows[at][0], list(rows[at][1:]), list(rows[at + 1][1:])
    tall = any(r1 == number and r2 == number + 1 for r1, _, r2, _ in merged)
    wide = [(c1, c2) for r1, c1, r2, c2 in merged if r1 == r2 == number and c2 > c1]
    if not tall and not (wide and sum(cell != "" for cell in top) > 2):
        return None
    if any(r1 <= number < r2 - 1 for r1, _, r2, _ in merged):
        return None
    width = max(len(top), len(below))
    top += [""] * (width - len(top))
    below += [""] * (width - len(below))
    for begin, end in wide:
        top[begin : end + 1] = [top[begin]] * (min(end + 1, width) - begin)
    return [number + 1, *(f"{words(t)}{words(b)}" for t, b in zip(top, below, strict=True))]


class Mapper:
    """Finds the heading line of a sheet and where each of its columns goes."""

    def __init__(self, wanted: Wanted, fits: Fits) -> None:
        self.wanted, self.fits = wanted, fits
        self.used: set[str] = set()  # headings of `given` that were met
        self.lines: dict[str, list[str]] = {}  # the heading line by rows table
        self.columns: list[Column] = []

    def heads(self, matcher: Matcher, rows: list[list[Any]], sheet: str, table: str, merged: Sequence[Sequence[int]]) -> Heads | None:  # fmt: skip
        """The headings among the first rows, None where there are none. Raises BadMapping."""
        best: tuple[float, list[Any]] | None = None
        near = rows[: LOOKED_AT + 1]
        for at, row in enumerate(near[:LOOKED_AT]):
            for line in (joined(near, at, merged), row):
                worth = self._worth(matcher, line, table) if line else 0
                if line and worth and (best is None or worth > best[0]):
                    best = worth, line
        line = best[1] if best else self._plain(near)
        if line is None:
            return None
        found = matcher.match(line)
        found.words = headings(line)
        self.lines[table] = list(found.words.values())
        below = [row for row in rows if row[0] > found.row]
        self._decide(found, matcher, table, below)
        found.unknown = [(place, found.words[place], matcher.nearest(word)) for place, word, _ in found.unknown]
        self._list(found, sheet, table, below)
        return found

    def _worth(self, matcher: Matcher, line: list[Any], table: str) -> float:
        """How much a row looks like the heading line: twice a heading that is known, once one that is like a label."""
        found = matcher.match(line)
        said = headings(line)
        if self.wanted.recall(table, list(said.values())) is not None:
            return 1_000.0
        given = sum(bool(self.wanted.said(table, word)) for word in said.values())
        like = sum(
            len(word) <= 20 and any(likeness(word, t) >= _LEAST for t in matcher.targets)
            for _, word, _ in found.unknown
        )
        return 2 * (len(found.columns) + given) + 0.9 * (like if like > 1 or found.columns or given else 0)

    def _plain(self, rows: Sequence[list[Any]]) -> list[Any] | None:
        """The first row of several short words, where no heading is known."""
        for row in rows[:LOOKED_AT]:
            said = [cell for cell in row[1:] if cell != ""]
            if len(said) > 1 and all(
                isinstance(c, str) and len(c) <= 20 and not any(map(str.isdigit, c)) for c in said
            ):
                return row
        return None

    def _decide(self, found: Heads, matcher: Matcher, table: str, below: Sequence[list[Any]]) -> None:
        recalled = self.wanted.recall(table, list(found.words.values())) or {}
        for place, word in found.words.items():
            to, how = self.wanted.said(table, word), "given"
            if to:
                self.used.add(folded(word))
            elif word in recalled:
                to, how = recalled[word], "remembered"
            if to:
                self._put(found, matcher, place, to, how)
        self._guess(found, matcher, below)
        rest = self.wanted.said(table, ANY)
        if rest:
            self.used.add(ANY)
            for place, _, _ in list(found.unknown):
                self._put(found, matcher, place, rest, "given")

    def _put(self, found: Heads, matcher: Matcher, place: int, to: str, how: str) -> None:
        """Let a column go where somebody said; what the heading itself means no longer counts."""
        target = None if to == LEAVE else remarks(matcher.targets) if to == REMARKS else named(matcher, to)
        if target is None and to != LEAVE:
            if how == "remembered":
                return  # the form has changed since
            raise BadMapping(
                f"没有字段“{to}”。" if to != REMARKS else "这张表没有备注栏。",
                f"There is no field {to}." if to != REMARKS else "The form has no remarks.",
                "请写字段的名称或标识，“-”为不导入。", "Give a field by label or identifier, - leaves the column out.", "IMPORT_MAP",
            )  # fmt: skip
        word = found.words[place]
        found.columns.pop(place, None)
        found.unknown = [u for u in found.unknown if u[0] != place]
        found.twice = [t for t in found.twice if t[0] != place]
        if word in found.ignored:
            found.ignored.remove(word)
        found.how[place] = how
        if to == LEAVE:
            found.left.append(word)
        elif to == REMARKS:
            found.remarks[place] = word
        elif target is not None:
            other = next((p for p, t in found.columns.items() if t == target), None)
            if other is not None and other not in found.how:  # what somebody said goes before what a heading means
                del found.columns[other]
                found.unknown.append((other, found.words[other], ""))
                other = None
            if other is None:
                found.columns[place] = target
            else:
                found.twice.append((place, word))
                found.clash[place] = target

    def _guess(self, found: Heads, matcher: Matcher, below: Sequence[list[Any]]) -> None:
        """Give each heading that is not known the likeliest field that is free and takes what stands in the column."""
        taken = {(t.id, t.code) for t in found.columns.values()}
        pairs = []
        for place, word, _ in found.unknown:
            cells = samples(below, place)
            for n, target in enumerate(matcher.targets):
                worth = likeness(word, target)
                if worth < _LEAST or (target.id, target.code) in taken:
                    continue
                fit = all(self.fits(target, c) for c in cells)
                if fit or target.field.type in _PICKED:
                    worth += 10 if cells and target.field.type in ("choice", "multi") else 0
                    pairs.append((-worth, not target.field.required, n, place, target))
        for _, _, _, place, target in sorted(pairs, key=lambda p: p[:4]):
            if place in found.columns or target in found.columns.values():
                continue
            found.columns[place] = target
            found.how[place] = "likely"
            found.unknown = [u for u in found.unknown if u[0] != place]

    def _list(self, found: Heads, sheet: str, table: str, below: Sequence[list[Any]]) -> None:
        unknown = {place for place, _, _ in found.unknown}
        for place, word in found.words.items():
            cells = samples(below, place)
            target = found.columns.get(place) or found.clash.get(place)
            to = target.id if target else REMARKS if place in found.remarks else "" if place in unknown else LEAVE
            how = found.how.get(place) or ("exact" if target else "unknown" if place in unknown else "program")
            misfit = next((shown(c) for c in cells if target and target.field.type not in _PICKED
                           and not target.code and not self.fits(target, c)), "")  # fmt: skip
            label = (target.zh, target.en) if target else ("", "")
            self.columns.append(Column(sheet, table, word, tuple(shown(c) for c in cells), to, how, *label, misfit))

    def check(self) -> None:
        """Raise BadMapping for a heading that was said and stands on no sheet."""
        lost = [w for _, w in self.wanted.given if w != ANY and folded(w) not in self.used]
        if lost:
            listed = list(dict.fromkeys(c.heading for c in self.columns))[:12]
            raise BadMapping(
                f"文件里没有表头“{lost[0]}”。", f"The workbook has no heading {lost[0]}.",
                f"有：{'、'.join(listed)}。", f"It has: {', '.join(listed)}.", "IMPORT_MAP",
            )  # fmt: skip


def shown(value: Any) -> str:
    """A cell as a message quotes it."""
    if isinstance(value, dict):
        value = str(next(iter(value.values()), ""))[:10]
    text = visible(f"{value:.0f}" if isinstance(value, float) and value.is_integer() else str(value))
    return text if len(text) <= SHOWN else text[:SHOWN] + "~"


def samples(below: Sequence[list[Any]], place: int) -> list[Any]:
    """The first different values of a column."""
    out: list[Any] = []
    for row in below:
        cell = row[place + 1] if place + 1 < len(row) else ""
        if cell != "" and cell not in out:
            out.append(cell)
            if len(out) == SAMPLES:
                break
    return out


def likeness(word: str, target: Target) -> float:
    """How well a heading says a field, from 0 to 100; a number, a reason and a signature are never proposed."""
    if target.code or target.id == "record_no" or target.field.type == "sign":
        return 0
    key = _ASIDE.sub("", folded(word))
    if len(key) < 2:
        return 0
    if key.isascii() and key.isalpha() and len(key) < 30:
        if key in pinyin.full(target.zh):
            return 90
        if key in pinyin.initials(target.zh):
            return 80
    labels = (folded(x) for x in (target.zh, target.en, *target.field.also))
    return max((_alike(key, label) for label in labels if len(label) > 1), default=0)


def _alike(key: str, label: str) -> float:
    if key.isascii() and len(min(key, label, key=len)) < 4:
        return 0
    if label in key:
        last = key.endswith(label)
        return 50 + 30 * len(label) / len(key) + 10 * last if last or len(label) * 2 >= len(key) else 0
    if key in label:
        return 45 + 30 * len(key) / len(label) + 10 * label.endswith(key)
    if min(len(key), len(label)) < 4 or key[0] != label[0]:
        return 0
    ratio = SequenceMatcher(None, key, label, autojunk=False).ratio()
    return 40 * ratio if ratio >= (0.7 if key[-1] == label[-1] else 0.75) else 0


def _name(form: str, rows: str, line: Sequence[str]) -> str:
    digest = sha256("\n".join(folded(word) for word in line).encode()).hexdigest()[:16]
    return f"import_map:{form}:{rows}:{digest}"


def recall(archive: Archive, form: str) -> Recall:
    """What the office remembers of heading lines of a form."""
    kept: dict[str, Any] = {}

    def of(rows: str, line: Sequence[str]) -> Mapping[str, str] | None:
        name = _name(form, rows, line)
        if name not in kept:
            kept[name] = preferences.get(archive.store, preferences.OFFICE, name)
        return kept[name]["map"] if kept[name] else None

    return of


def remember(archive: Archive, form: str, columns: Sequence[Column], env: Env) -> bool:
    """Keep for the office where the columns of each heading line go; True where that is news. A line whose headings are
    labels of the form needs no remembering."""
    news = False
    for rows in dict.fromkeys(c.rows for c in columns):
        of = [c for c in columns if c.rows == rows]
        line = [c.heading for c in of]
        said = {c.heading: c.to for c in of if c.to and c.how not in ("exact", "program")}
        name = _name(form, rows, line)
        kept = preferences.get(archive.store, preferences.OFFICE, name)
        if (not said and not kept) or (kept and kept["map"] == said):
            continue
        detail = {"line": line, "map": said, "was": (kept or {}).get("map", {})}
        with archive.store.write() as cursor:
            preferences.put_in(cursor, preferences.OFFICE, name, {"line": line, "map": said} if said else None)
            audit.append(cursor, env.now, env.login or env.user.text, "import_map", form=form, detail=detail)
        news = True
    return news
