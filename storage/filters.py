"""Conditions on records as SQL: filters of lists, questions of rules, the `only` of unique fields."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from dangan.record import Link, Signature
from dangan.spec import Condition, FormSpec
from storage.columns import Cell, quote
from storage.layout import INTERNAL, Layout, Table

Sql = tuple[str, list[Any]]
COMPARE = {"=": "=", "!=": "<>", "<": "<", "<=": "<=", ">": ">", ">=": ">="}


@dataclass(frozen=True, slots=True)
class Filter:
    """`field` (or `rows.field`, `_owner` …) `op` `value`.

    op: = != < <= > >= in contains begins empty filled. `in` takes a tuple of values; a multi-choice matches = and in
    when it holds one of the codes. Link fields take a Link (compared by id) or text.
    """

    field: str
    op: str = "="
    value: Any = None


def where(of: Layout, filters: tuple[Filter, ...] | list[Filter], alias: str = "m") -> Sql:
    """All filters joined by AND; ("1", []) where there are none. KeyError names a field that does not exist."""
    parts, params = [], []
    for each in filters:
        sql, values = condition(of, each, alias)
        parts.append(sql)
        params += values
    return " AND ".join(parts) or "1", params


def condition(of: Layout, wanted: Filter, alias: str = "m") -> Sql:
    """One filter on the record called `alias`."""
    name = wanted.field
    if "." in name:
        rows, _, inner = name.partition(".")
        sql, params = _in_table(of, of.rows[rows], inner, wanted, "l", f"{alias}._id")
        return f"EXISTS (SELECT 1 FROM {quote(of.rows[rows].name)} l WHERE l._record = {alias}._id AND {sql})", params
    return _in_table(of, of.main, name, wanted, alias, f"{alias}._id")


def _in_table(of: Layout, table: Table, name: str, wanted: Filter, alias: str, record: str) -> Sql:
    if any(m.id == name for m in table.multis):
        line = "l._id" if table.rows else "0"
        return _multi(of, table.rows, name, wanted, record, line)
    if name in INTERNAL or name in ("_record", "_pos"):
        return _compare(f"{alias}.{quote(name)}", wanted.op, wanted.value, _same)
    cell = table.by_id[name]
    column = f"{alias}.{quote(cell.names[0])}"
    if cell.kind == "link" and isinstance(wanted.value, Link) and wanted.value.id is not None:
        return _compare(f"{alias}.{quote(cell.names[1])}", wanted.op, wanted.value.id, _same)
    return _compare(column, wanted.op, wanted.value, lambda value: _of_cell(cell, value))


def _same(value: Any) -> Any:
    return value


def _of_cell(cell: Cell, value: Any) -> Any:
    if isinstance(value, Link):
        return value.text
    if isinstance(value, Signature):
        return value.name
    if isinstance(value, str) and cell.kind in ("date", "datetime", "link", "sign"):
        return value
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    if cell.kind == "sign":
        return str(value)
    return cell.to_row(value)[0]


def _compare(column: str, op: str, value: Any, to: Any) -> Sql:
    if op in ("empty", "filled") or (value is None and op in ("=", "!=")):
        nothing = f"IFNULL({column}, '') = ''"
        return (nothing if op in ("empty", "=") else f"NOT {nothing}"), []
    if op == "in":
        return f"{column} IN (SELECT value FROM json_each(?))", [json.dumps([to(v) for v in value])]
    if op in ("contains", "begins"):
        return f"{column} LIKE ? ESCAPE '\\'", [("%" if op == "contains" else "") + _like(str(value)) + "%"]
    return f"{column} {COMPARE[op]} ?", [to(value)]


def _like(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _multi(of: Layout, rows: str, name: str, wanted: Filter, record: str, line: str) -> Sql:
    codes = wanted.value if wanted.op == "in" else () if wanted.value is None else (wanted.value,)
    codes = [c for code in codes for c in (code if isinstance(code, tuple) else (code,))]
    held = (
        f"EXISTS (SELECT 1 FROM {quote(of.multi)} x WHERE x.record_id = {record} AND x.rows = ? AND x.line_id = {line} "
        "AND x.field = ?"
    )
    if wanted.op in ("empty", "filled") or not codes:
        return ("NOT " if wanted.op != "filled" else "") + held + ")", [rows, name]
    found = held + " AND x.code IN (SELECT value FROM json_each(?)))"
    return ("NOT " if wanted.op == "!=" else "") + found, [rows, name, json.dumps(codes)]


def stated(of: Layout, only: Condition | None, alias: str = "m") -> Sql:
    """A declared condition, on other records, as SQL; void records are always left out."""
    parts, params = [f"{alias}.status <> 'void'"], []
    if only is not None:
        for name, codes, wanted in only.terms:
            name = "status" if name == "state" and name not in of.main.by_id else name
            sql, values = condition(of, _term(of.spec, name, codes), alias)
            parts.append(sql if wanted else f"NOT ({sql})")
            params += values
        if only.since:
            sql, values = condition(of, Filter("status", "in", since(of.spec, only.since)), alias)
            parts.append(sql)
            params += values
    return " AND ".join(parts), params


def _term(spec: FormSpec, name: str, codes: tuple[str, ...]) -> Filter:
    if codes:
        return Filter(name, "in", codes)
    if name in spec.fields and spec.fields[name].type == "bool":
        return Filter(name, "=", True)
    return Filter(name, "filled")


def since(spec: FormSpec, state: str) -> tuple[str, ...]:
    """The states from `state` on, void not among them."""
    codes = spec.state_codes
    return tuple(c for c in codes[codes.index(state) :] if c != "void") if state in codes else ()
