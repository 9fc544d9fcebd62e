"""Groups of a list with their counts and sums: by a choice, a name, a year or month; one query, no record is read."""

from __future__ import annotations

import json
from calendar import monthrange
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from dangan.frozen import frozen
from dangan.spec import FieldSpec
from storage.columns import Cell, kind_of, quote
from storage.filters import Filter
from storage.layout import INTERNAL, Layout
from storage.pages import Pages, View

MOST = 2_000  # groups that are given, the largest
DAYS = ("date", "datetime", "month")  # types that are grouped by a span
SPANS = ("year", "month")
NAMES = ("text", "person", "dept", "org", "ref", "choice", "bool", "year")
_CUT = {"year": 4, "month": 7}  # characters of an ISO day


@frozen
class Group:
    """One group: the `value` that its records share (None = empty, a span as `2026` or `2026-03`), how many they are,
    what each summed field comes to (None where no record has it), and the `filters` that find them; of a link to records
    the `title` of the one it names."""

    value: Any
    count: int
    sums: tuple[Any, ...]
    filters: tuple[Filter, ...]
    title: str = ""


@frozen
class Grouped:
    """The groups of a list, the fields that are summed, and whether the groups are all there are."""

    groups: list[Group]
    summed: list[FieldSpec]
    whole: bool


def groupable(of: Layout, f: FieldSpec) -> tuple[str, ...]:
    """How a field may be grouped by: () not at all, ("",) by its values, ("year", "month") by spans."""
    if f.id not in of.main.by_id and f.id not in (*INTERNAL, "status"):
        return ()
    if f.type in DAYS and (f.type == "month" or kind_of(f) in ("date", "datetime")):
        return SPANS
    return ("",) if f.type in NAMES else ()


def summable(of: Layout, columns: tuple[str, ...]) -> list[FieldSpec]:
    """The fields that a group is summed over: amounts, decimals and whole numbers among the columns, then what other
    amounts there are, but sensitive ones."""
    fields = [c.field for c in of.main.cells]
    shown = [f for name in columns for f in fields if f.id == name and f.type in ("money", "decimal", "int")]
    return shown + [f for f in fields if f.type == "money" and not f.sensitive and f not in shown]


def grouped(pages: Pages, view: View, f: FieldSpec, span: str) -> Grouped:
    """The groups of a view, the largest first, at most `MOST`. `span` as `groupable` gives it."""
    of = pages.layout
    summed = summable(of, view.columns)
    cell, cells = of.main.by_id.get(f.id), [of.main.by_id[s.id] for s in summed]
    column = f"m.{quote(cell.names[0] if cell else f.id)}"
    key = f"substr({column}, 1, {_CUT[span]})" if span else column
    condition, params = pages.condition(view)
    sums = "".join(f", SUM(m.{quote(c.names[0])})" for c in cells)
    text = (
        f"SELECT {key}, count(*){sums} FROM {pages.sql.table} m WHERE {condition} "
        f"GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {MOST + 1}"
    )
    found = pages.store.rows(text, params)
    out = [
        _group(f, cell, span, value, count, tuple(c.from_row((s,)) for c, s in zip(cells, rest, strict=True)))
        for value, count, *rest in found[:MOST]
    ]
    if f.type == "ref":
        titles = _titles(pages, f, [g.value for g in out])
        out = [replace(g, title=titles.get(g.value, "")) for g in out]
    return Grouped(out, summed, len(found) <= MOST)


def _titles(pages: Pages, f: FieldSpec, numbers: list[Any]) -> dict[str, str]:
    """What the records of these numbers are called."""
    sql = (
        "SELECT record_no, title FROM record WHERE form IN (SELECT value FROM json_each(?)) "
        "AND record_no IN (SELECT value FROM json_each(?))"
    )
    return dict(pages.store.rows(sql, (json.dumps(f.ref), json.dumps(numbers))))


def _group(f: FieldSpec, cell: Cell | None, span: str, stored: Any, count: int, sums: tuple[Any, ...]) -> Group:
    if stored in (None, ""):
        return Group(None, count, sums, (Filter(f.id, "empty"),))
    if span:
        return Group(stored, count, sums, _within(f, span, stored))
    value = bool(stored) if f.type == "bool" else stored
    return Group(value, count, sums, (Filter(f.id, "in", (value,)),))


def _within(f: FieldSpec, span: str, stored: str) -> tuple[Filter, ...]:
    """The filters of a year or month."""
    year, first = int(stored[:4]), int(stored[5:7]) if span == "month" else 1
    last = first if span == "month" else 12
    if f.type == "month":
        return Filter(f.id, ">=", f"{year:04}-{first:02}"), Filter(f.id, "<=", f"{year:04}-{last:02}")
    ends = date(year, last, monthrange(year, last)[1])
    begins = date(year, first, 1)
    if f.type == "date":
        return Filter(f.id, ">=", begins), Filter(f.id, "<=", ends)
    return (
        Filter(f.id, ">=", datetime(year, first, 1)),
        Filter(f.id, "<=", datetime(year, last, ends.day, 23, 59, 59)),
    )
