"""Lists a page at a time: keyset paging in both directions, filters, capped counts; no OFFSET, no query per row."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from dangan.record import Values
from storage import finding
from storage.columns import Cell, quote
from storage.engine import Store
from storage.filters import Filter, where
from storage.layout import INTERNAL, Layout
from storage.sql import FormSql

Key = tuple[Any, int]  # value of the sort column, _id
ALWAYS = ("_id", "_lock", "_title")
TEXT_CAP = 5000  # records found by text that a list shows at most, the newest


@dataclass(frozen=True, slots=True)
class View:
    """What a list shows: columns (fields outside rows tables, or internal columns), sort, filters, text searched for.

    `sort` is a field, `_id` (order of entry), `_title`, `_updated_at` or `_created_at`.
    """

    columns: tuple[str, ...] = ()
    sort: str = "_id"
    descending: bool = True
    filters: tuple[Filter, ...] = ()
    text: str = ""


@dataclass
class Page:
    """Rows in the order of the view, each with `_id _lock _title _key status record_no` and the columns; `more` = there
    are further rows in the direction of travel."""

    rows: list[Values] = field(default_factory=list)
    more: bool = False

    @property
    def first(self) -> Key | None:
        """Key of the first row."""
        return self.rows[0]["_key"] if self.rows else None

    @property
    def last(self) -> Key | None:
        """Key of the last row."""
        return self.rows[-1]["_key"] if self.rows else None


class Pages:
    """Pages of one form; the SQL text of a view is built once and kept."""

    def __init__(self, store: Store, sql: FormSql) -> None:
        self.store, self.sql, self.layout = store, sql, sql.layout
        self._heads: dict[tuple[str, ...], tuple[str, list[tuple[str, Cell | None, int]]]] = {}

    def page(self, view: View, after: Key | None, before: Key | None, limit: int, *, end: bool = False) -> Page:
        """Rows after a key, or the rows just before one; without either from the beginning, with `end` from the end."""
        backwards = before is not None or (end and after is None)
        down = view.descending != backwards
        sort = sort_of(self.layout, view.sort)
        key = after if after is not None else before
        newest = sort is None and down  # the order that search gives by itself
        condition, params = self._where(
            view, limit + 1 if newest else TEXT_CAP, key[1] if newest and key else finding.NEWEST
        )
        if key is not None:
            sign = "<" if down else ">"
            condition += (
                f" AND {'m._id' if sort is None else f'({sort}, m._id)'} {sign} {'?' if sort is None else '(?, ?)'}"
            )
            params += [key[1]] if sort is None else list(key)
        head, reads = self._head(view.columns)
        order = "DESC" if down else "ASC"
        ordered = f"m._id {order}" if sort is None else f"{sort} {order}, m._id {order}"
        text = f"SELECT {sort or 'm._id'}, {head} FROM {self.sql.table} m WHERE {condition} ORDER BY {ordered} LIMIT ?"
        found = self.store.rows(text, [*params, limit + 1])
        more = len(found) > limit
        found = found[:limit]
        rows = [_row(reads, row) for row in (reversed(found) if backwards else found)]
        self._fill(view.columns, rows)
        return Page(rows, more)

    def at(self, view: View, fraction: float, limit: int) -> Page:
        """A page that begins about `fraction` (0-1) into the order of entry; other orders go to the nearer end."""
        if view.sort != "_id" or view.text:
            return self.page(view, None, None, limit, end=fraction > 0.5)
        found = self.store.row(f"SELECT MIN(_id), MAX(_id) FROM {self.sql.table}")
        low, high = (found or (None, None))[:2]
        if low is None:
            return Page()
        place = low + int((high - low) * (1 - fraction if view.descending else fraction))
        return self.page(view, (place, place + (1 if view.descending else -1)), None, limit)

    def count(self, view: View, cap: int) -> tuple[int, bool]:
        """How many records the view has, counted to `cap`, and whether that is exact."""
        condition, params = self._where(view)
        text = f"SELECT count(*) FROM (SELECT 1 FROM {self.sql.table} m WHERE {condition} LIMIT ?)"
        number = int(self.store.value(text, [*params, cap + 1]))
        return min(number, cap), number <= cap

    def condition(self, view: View) -> tuple[str, list[Any]]:
        """What finds the records of the view, called `m`, as SQL."""
        return self._where(view)

    def _where(self, view: View, most: int = TEXT_CAP, below: int = finding.NEWEST) -> tuple[str, list[Any]]:
        condition, params = where(self.layout, view.filters)
        if view.text.strip():
            form = self.layout.spec.id
            within = finding.Within(form, self.sql.table, condition, params)
            found = finding.ids(self.store, view.text, within, most, below)
            return "m._id IN (SELECT value FROM json_each(?))", [json.dumps(found)]
        return condition, params

    def _head(self, columns: tuple[str, ...]) -> tuple[str, list[tuple[str, Cell | None, int]]]:
        if columns not in self._heads:
            names: list[str] = []
            reads: list[tuple[str, Cell | None, int]] = []
            for name in dict.fromkeys((*ALWAYS, "record_no", "status", *columns)):
                cell = self.layout.main.by_id.get(name)
                if cell is None and name not in INTERNAL:
                    continue  # a multi-choice, filled in afterwards, or a field that is not stored
                reads.append((name, cell, len(names) + 1))
                names += [f"m.{quote(n)}" for n in (cell.names if cell else (name,))]
            self._heads[columns] = (", ".join(names), reads)
        return self._heads[columns]

    def _fill(self, columns: Iterable[str], rows: list[Values]) -> None:
        """Codes of multi-choices among the columns, by one query."""
        multis = [m.id for m in self.layout.main.multis if m.id in columns]
        if not multis or not rows:
            return
        for row in rows:
            row.update(dict.fromkeys(multis, ()))
        by_id = {row["_id"]: row for row in rows}
        text = (
            f"SELECT record_id, field, code FROM {quote(self.layout.multi)} WHERE record_id IN "
            "(SELECT value FROM json_each(?)) AND rows = '' AND field IN (SELECT value FROM json_each(?))"
        )
        for record, name, code in self.store.rows(text, (json.dumps(list(by_id)), json.dumps(multis))):
            by_id[record][name] += (code,)


def sort_of(of: Layout, name: str) -> str | None:
    """The SQL that sorts by a field or internal column, None for `_id`; KeyError where there is none."""
    if name == "_id":
        return None
    if name in INTERNAL:
        return f"m.{quote(name)}"
    cell = of.main.by_id[name]
    return cell.sort.replace(quote(cell.names[0]), f"m.{quote(cell.names[0])}")


def _row(reads: list[tuple[str, Cell | None, int]], row: tuple[Any, ...]) -> Values:
    values: Values = {}
    for name, cell, at in reads:
        values[name] = row[at] if cell is None else cell.from_row(row[at : at + len(cell.names)])
    values["_key"] = (row[0], values["_id"])
    return values
