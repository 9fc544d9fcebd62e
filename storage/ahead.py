"""The office as a batch sees it: the store, and the records of the batch that come before the one in hand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from dangan.env import Office
from dangan.record import Link, Values
from dangan.spec import Label
from dangan.values.text import squeeze_name
from storage.prepared import Draft

FOUND = 50


@dataclass(slots=True)
class _Form:
    """The records of one form: as they will be, as they were, and the indexes that rules have asked for so far."""

    new: list[Values] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)
    old: dict[int, Values] = field(default_factory=dict)
    by: dict[tuple[str, ...], dict[Any, list[int]]] = field(default_factory=dict)
    pieces: dict[str, list[int]] | None = None

    def add(self, values: Values, title: str, old: Values | None) -> None:
        if old is not None:
            self.old[old["_id"]] = old
        if values["status"] == "void":
            return
        at = len(self.new)
        self.new.append(values)
        self.titles.append(squeeze_name(title))
        for names, index in self.by.items():
            index[_key(values, names)].append(at)
        if self.pieces is not None:
            self._cut(at)

    def among(self, wanted: dict[str, Any]) -> Iterator[Values]:
        """The records that may have these values, the newest first."""
        names = tuple(sorted(n for n, v in wanted.items() if not isinstance(v, range | slice)))
        if names not in self.by:
            index = self.by[names] = defaultdict(list)
            for at, values in enumerate(self.new):
                index[_key(values, names)].append(at)
        for at in reversed(self.by[names].get(_key(wanted, names), ())):
            if _has(self.new[at], wanted):
                yield self.new[at]

    def titled(self, text: str) -> Iterator[tuple[Values, str]]:
        """The records in whose title the text stands, the newest first."""
        if self.pieces is None:
            self.pieces = defaultdict(list)
            for at in range(len(self.new)):
                self._cut(at)
        wanted = squeeze_name(text)
        lists = [self.pieces.get(piece, []) for piece in _pieces(wanted)]
        for at in reversed(min(lists, key=len, default=[])):
            if wanted in self.titles[at]:
                yield self.new[at], self.titles[at]

    def _cut(self, at: int) -> None:
        assert self.pieces is not None
        title = self.titles[at]
        for piece in {*_pieces(title), *title}:
            self.pieces[piece].append(at)


class Ahead:
    """The office of a batch. A record without a number is named by its place: `place` gives its words."""

    def __init__(self, office: Office, place: Callable[[int], Label]) -> None:
        self.office, self.place = office, place
        self._forms: dict[str, _Form] = defaultdict(_Form)
        self._by_id: dict[tuple[str, int], Values] = {}

    def add(self, at: int, drafts: Iterable[Draft]) -> None:
        """Show these from now on; they are what record `at` of the batch writes."""
        for d in drafts:
            values = d.new
            if d.old is None:
                values = {**values, "_id": -1 - at, "record_no": values["record_no"] or self.place(at)}
            self._by_id[d.form, values["_id"]] = values
            self._forms[d.form].add(values, d.title, d.old)

    def count(self, form: str, /, **where: Any) -> int:
        """As the office, with those before."""
        form_id, _, rows = form.partition(".")
        stored = self.office.count(form, **where)
        mine = self._forms.get(form_id)
        if mine is None:
            return stored
        if rows:
            lines = sum(_lines(v, rows, where) for v in mine.new) - sum(_lines(v, rows, where) for v in _live(mine))
            return stored + lines
        return stored + sum(1 for _ in mine.among(where)) - sum(_has(v, where) for v in _live(mine))

    def find(self, form: str, /, **where: Any) -> Sequence[Values]:
        """As the office, with those before in front."""
        form_id, _, rows = form.partition(".")
        stored = self.office.find(form, **where)
        mine = self._forms.get(form_id)
        if mine is None:
            return stored
        found = [v for v in reversed(mine.new) if _lines(v, rows, where)] if rows else list(mine.among(where))
        return [*found, *(v for v in stored if v["_id"] not in mine.old)][:FOUND]

    def each(self, form: str, /, **where: Any) -> Iterator[Values]:
        """As the office, with those before behind."""
        mine = self._forms.get(form)
        yield from (v for v in self.office.each(form, **where) if mine is None or v["_id"] not in mine.old)
        if mine is not None:
            yield from mine.among(where)

    def record(self, link: Link) -> Values | None:
        """As the office, as it will be where it comes before."""
        ahead = self._by_id.get((link.form, link.id)) if link.id is not None else None
        return self.office.record(link) if ahead is None else ahead

    def total(self, path: str, by: str, link: Link) -> int | Decimal:
        """As the office, with those before."""
        form, _, name = path.partition(".")
        stored = self.office.total(path, by, link)
        if form not in self._forms or link.id is None:
            return stored
        mine = self._forms[form]
        more = sum(v.get(name) or 0 for v in mine.among({by: link}))
        return stored + more - sum(v.get(name) or 0 for v in _live(mine) if _has(v, {by: link}))

    def extreme(self, path: str, by: str, link: Link, which: str) -> Any:
        """As the office, with those before; of a record that the batch changes the value that it had counts as well."""
        form, _, name = path.partition(".")
        stored = self.office.extreme(path, by, link, which)
        if form not in self._forms or link.id is None:
            return stored
        values = [stored, *(v.get(name) for v in self._forms[form].among({by: link}))]
        there = [v for v in values if v is not None]
        return (min if which == "min" else max)(there) if there else None

    def look_up(self, kind: str, text: str, limit: int = 7) -> list[Link]:
        """As the office, with those before in front."""
        stored = self.office.look_up(kind, text, limit)
        if kind not in self._forms:
            return stored
        mine = self._forms[kind]
        found = [Link(_words(v["record_no"]), v["_id"], kind, title) for v, title in mine.titled(text)]
        return [*found, *(hit for hit in stored if hit.id not in mine.old)][:limit]

    def __getattr__(self, name: str) -> Any:
        """All else as the office has it."""
        return getattr(self.office, name)


def _words(number: str | Label | None) -> str:
    return number.zh if isinstance(number, Label) else number or ""


def _pieces(text: str) -> list[str]:
    return [text[n : n + 2] for n in range(len(text) - 1)] or [text]


def _mark(value: Any) -> Any:
    if isinstance(value, Link):
        return ("", value.id) if value.id is not None else value.text
    return None if value == "" else value


def _key(values: Values, names: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(_mark(values.get(name)) for name in names)


def _has(values: Values, wanted: dict[str, Any]) -> bool:
    for name, value in wanted.items():
        got = values.get(name)
        if isinstance(value, range):
            if got not in value:
                return False
        elif _mark(got) != _mark(value):
            return False
    return True


def _lines(values: Values, rows: str, wanted: dict[str, Any]) -> int:
    """How many lines of a record have these values, of the line or else of the record."""
    return sum(_has({**values, **line}, wanted) for line in values.get(rows) or ())


def _live(mine: _Form) -> Iterator[Values]:
    return (v for v in mine.old.values() if v["status"] != "void")
