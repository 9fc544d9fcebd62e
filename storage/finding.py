"""The queries of a search: hits in the order that is expected, and the records of one form for lists and pickers."""

from __future__ import annotations

import heapq
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from storage import names, search
from storage.engine import Store
from storage.numbers import clean
from storage.search import compact, normal

NEWEST = 2**62
NUMBERED = 50  # records whose number matches that are put before those whose contents do
AHEAD, MOST_AHEAD = (
    4,
    1000,
)  # how many times the hits wanted are looked at before the plan is changed, and how many more
SHORT = 2  # letters or characters: so many are at the beginning of many names
FEW = 500  # records that a filter leaves: so many are compared with the hits of the index
SCANNED = 20_000  # hits that are compared with them, some milliseconds; the few that are older are looked up one by one

NEWER = "SELECT rowid FROM {0} WHERE {0} MATCH ? AND rowid < ? ORDER BY rowid DESC LIMIT ?"
SCAN = "SELECT rowid FROM {0} WHERE {0} MATCH ? AND rowid < ? AND rowid >= ? AND +rowid IN (SELECT value FROM json_each(?))"
EACH = "SELECT rowid FROM {0} WHERE {0} MATCH ? AND rowid IN (SELECT value FROM json_each(?))"
HITS = (
    "SELECT r.form, r._id, r.record_no, r.title FROM {0} s CROSS JOIN record r ON r._id = s.rowid "
    "WHERE {0} MATCH ? ORDER BY s.rowid DESC LIMIT ?"
)
TEXT_HITS, NAME_HITS = HITS.format("search"), HITS.format("name")


Row = tuple[Any, ...]  # form, _id, number, title


class Hit(NamedTuple):
    """A record found: `where` says what matched: number, title, pinyin, or text."""

    form: str
    id: int
    record_no: str
    title: str
    where: str


def hits(store: Store, text: str, limit: int, form: str = "") -> list[Hit]:
    """Hits with number and title: the one whose number was typed, then those whose name begins so, then those that have
    it in their name, then the others, before them those whose number begins so; of each the newest first. One to three queries whatever their number."""
    asked = normal(text).strip()
    if search.number_match(asked):
        return _by_number(store, asked, limit, form)
    found = {row[1]: Hit._make((*row, where)) for where, rows in _named(store, asked, limit, form) for row in rows}
    match = search.match_of(asked, form)
    if match and len(found) < limit:
        rows = store.rows(TEXT_HITS, (match, limit))
        for row in sorted(rows, key=lambda row: not normal(row[2]).startswith(asked)):
            if row[1] not in found:
                said = "number" if asked in normal(row[2]) else "title" if asked in normal(row[3]) else "text"
                found[row[1]] = Hit._make((*row, said))
    return list(found.values())[:limit]


def _named(store: Store, asked: str, limit: int, form: str) -> Iterator[tuple[str, list[Row]]]:
    """(what it says of a hit, rows) of titles that begin with what was typed, then of names that hold it."""
    if letters := search.latin(asked):
        head = names.sounding(letters, form, head=True)
        short = len(letters) <= SHORT
        first = store.rows(NAME_HITS, (head, limit)) if short else []
        inside = store.rows(NAME_HITS, (names.sounding(letters, form), limit)) if len(first) < limit else []
        yield "pinyin", store.rows(NAME_HITS, (head, limit)) if inside and not short else first
        yield "pinyin", inside
    elif characters := search.chinese(asked):
        short = len(characters) < SHORT
        inside = [] if short else _titles(store, characters, limit, form)
        if short or len(inside) >= limit:
            first = _titles(store, characters, limit, form, head=True)
        else:  # all of them are known
            first = [row for row in inside if normal(row[3]).startswith(characters)]
        yield "title", first
        yield "title", _titles(store, characters, limit, form) if short and len(first) < limit else inside


def _titles(store: Store, characters: str, limit: int, form: str, *, head: bool = False) -> list[Row]:
    """Titles that begin with a run of characters or hold it: its pairs are looked up, the whole is compared."""
    rows = store.rows(NAME_HITS, (names.written(characters, form, head=head), limit))
    if len(characters) <= SHORT:
        return rows
    return [row for row in rows if characters in normal(row[3])]


def _by_number(store: Store, asked: str, limit: int, form: str) -> list[Hit]:
    meant = compact(asked)
    rows = {row[1]: row for row in store.rows(TEXT_HITS, (search.number_match(asked, form), NUMBERED))}
    exact = next((row[2] for row in rows.values() if compact(row[2]) == meant), "")
    match = search.phrase(exact, form) if exact else search.match_of(asked, form)
    rows |= {row[1]: row for row in store.rows(TEXT_HITS, (match, limit))}
    ranked = sorted((-_nearness(meant, short := compact(row[2])), -i, meant in short) for i, row in rows.items())
    return [
        Hit._make((*(row := rows[-i]), "number" if inside else "title" if asked in normal(row[3]) else "text"))
        for _, i, inside in ranked[:limit]
    ]


def _nearness(meant: str, number: str) -> int:
    """How near a number is to what was typed: 2 the same, 1 its end, 0 another."""
    if number == meant:
        return 2
    return 1 if number.endswith(meant) and meant.isdigit() else 0


@dataclass(frozen=True, slots=True)
class Within:
    """The records of one form that a text may be found in: `table`, quoted, and what else holds of them (alias m)."""

    form: str
    table: str
    condition: str = "1"
    params: Sequence[Any] = ()


def ids(store: Store, text: str, within: Within, limit: int, below: int = NEWEST) -> list[int]:
    """Records of the form that match with an `_id` under `below`, the newest first, at most `limit`.

    First the newest hits of all forms are looked at; where too few of them may be seen, the form is asked for in the
    index, and where a filter leaves few records these are compared with the hits.
    """
    ahead = min(limit * AHEAD, limit + MOST_AHEAD)
    newest = _newest(store, text, "", below, ahead)
    seen = _seen(store, newest, within, limit)
    if len(seen) >= limit or len(newest) < ahead:
        return seen
    if within.condition == "1":
        return _newest(store, text, within.form, below, limit)
    few = store.rows(
        f"SELECT m._id FROM {within.table} m WHERE {within.condition} AND m._id < ? LIMIT ?",
        (*within.params, below, FEW + 1),
    )
    if len(few) <= FEW:
        return _among(store, text, [i for (i,) in few], limit, below)
    return _scanned(store, text, within, limit, below)


def picked(store: Store, text: str, within: Within, limit: int) -> list[tuple[int, str, str]]:
    """(`_id`, number, title) of records of the form in the order of `hits`; of an empty text the newest."""
    found = _ranked(store, text, within, limit) if text.strip() else None
    if found is None:
        sql = f"SELECT m._id, m.record_no, m._title FROM {within.table} m WHERE {within.condition} ORDER BY m._id DESC LIMIT ?"
        return store.rows(sql, (*within.params, limit))
    sql = (
        f"SELECT m._id, m.record_no, m._title FROM json_each(?) j CROSS JOIN {within.table} m ON m._id = j.value "
        f"WHERE {within.condition} LIMIT ?"
    )
    return store.rows(sql, (json.dumps(found), *within.params, limit))


def _ranked(store: Store, text: str, within: Within, limit: int) -> list[int]:
    asked = normal(text).strip()
    exact = "SELECT _id FROM record WHERE form = ? AND record_no = ?"
    found = {i: None for (i,) in store.rows(exact, (within.form, clean(text)))}
    archived = "SELECT record_id FROM archive_number WHERE number = ?"
    found |= dict.fromkeys(i for (i,) in store.rows(archived, (clean(text),)))
    if search.number_match(asked):
        found |= dict.fromkeys(hit.id for hit in hits(store, text, NUMBERED, within.form))
    else:
        for _, rows in _named(store, asked, limit * AHEAD, within.form):
            found |= dict.fromkeys(row[1] for row in rows)
    return [*found, *(i for i in ids(store, text, within, limit) if i not in found)]


def _queries(text: str, form: str = "") -> list[tuple[str, str]]:
    """(FTS table, query) of what was typed: in texts and, where it is letters, in names."""
    match, letters = search.match_of(text, form), search.latin(text)
    found = [("search", match)] if match else []
    return found + ([("name", names.sounding(letters, form))] if letters else [])


def _joined(lists: list[list[int]], limit: int) -> list[int]:
    if len(lists) == 1:
        return lists[0][:limit]
    return list(dict.fromkeys(heapq.merge(*lists, reverse=True)))[:limit]


def _newest(store: Store, text: str, form: str, below: int, limit: int) -> list[int]:
    queries = [(NEWER.format(table), match) for table, match in _queries(text, form)]
    return _joined([[i for (i,) in store.rows(sql, (match, below, limit))] for sql, match in queries], limit)


def _among(store: Store, text: str, few: list[int], limit: int, below: int) -> list[int]:
    """Those of the few that match: the newest hits are compared with them, what is older is looked up."""
    asked = json.dumps(few)
    lists = []
    for table, match in _queries(text):
        last = store.value(NEWER.format(table) + " OFFSET ?", (match, below, 1, SCANNED)) or 0
        found = [i for (i,) in store.rows(SCAN.format(table), (match, below, last, asked))]
        older = sorted((i for i in few if i < last), reverse=True)
        for start in range(0, len(older), limit):
            if len(found) >= limit:
                break
            found += [i for (i,) in store.rows(EACH.format(table), (match, json.dumps(older[start : start + limit])))]
        lists.append(sorted(found, reverse=True))
    return _joined(lists, limit)


def _scanned(store: Store, text: str, within: Within, limit: int, below: int) -> list[int]:
    """All hits against the condition, until there are enough."""
    lists = []
    for table, match in _queries(text, within.form):
        joined = (
            f"SELECT s.rowid FROM {table} s CROSS JOIN {within.table} m ON m._id = s.rowid "
            f"WHERE {table} MATCH ? AND s.rowid < ? AND {within.condition} ORDER BY s.rowid DESC LIMIT ?"
        )
        lists.append([i for (i,) in store.rows(joined, (match, below, *within.params, limit))])
    return _joined(lists, limit)


def _seen(store: Store, found: list[int], within: Within, limit: int) -> list[int]:
    """Those of the form that the condition lets through, in their order."""
    if not found:
        return []
    sql = f"SELECT m._id FROM json_each(?) j CROSS JOIN {within.table} m ON m._id = j.value WHERE {within.condition} LIMIT ?"
    return [i for (i,) in store.rows(sql, (json.dumps(found), *within.params, limit))]
