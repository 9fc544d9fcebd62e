"""What may stand only once: the key of a form and its further unique fields, looked up inside the transaction."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import apsw

from dangan.env import Lists
from dangan.errors import Problem
from dangan.record import Link, Values
from dangan.sentences import problem
from dangan.spec import Condition, FormSpec, Label, UniqueSpec
from dangan.types import said
from storage.codec import plain
from storage.columns import Cell, quote
from storage.engine import fetched
from storage.filters import since, stated
from storage.layout import Layout


class UniqueCheck:
    """One set of fields that is unique together: one query whatever the number of records.

    In a key an empty part counts as a value, only a serial that is given later keeps its record out. In `unique` a record
    whose last field named is empty is not compared. With a part `rows.field` each line is compared; with `record_no`
    beside it only within its own record.
    """

    def __init__(self, of: Layout, unique: UniqueSpec, key: bool) -> None:
        self.layout, self.unique, self.key = of, unique, key
        tables = {f.partition(".")[0] for f in unique.fields if "." in f}
        self.rows = next(iter(tables), "")
        self.within = bool(self.rows) and "record_no" in unique.fields
        self.cells: list[tuple[str, Cell]] = []
        for path in unique.fields:
            if path == "record_no" and self.within:
                continue
            table = of.rows[self.rows] if "." in path else of.main
            self.cells.append(("l" if "." in path else "m", table.by_id[path.rpartition(".")[2]]))
        self.tells = self._telling()
        self.late = {c.id for _, c in self.cells if key and c.field.arg("serial")}
        self.terms = Condition(unique.only.terms if unique.only else ())
        self._build()

    def _telling(self) -> str:
        """The part by which records are told apart: the last typed one that does not stay from record to record."""
        spec = self.layout.spec
        heads = {f.id for b in spec.blocks if b.part == "header" for f in b.fields} if spec.register else set()
        parts = [c.field for alias, c in self.cells if alias == ("l" if self.rows else "m")]
        typed = [f for f in parts if not (f.sticky or f.auto or f.id in heads)]
        return (typed or parts)[-1].id

    def _build(self) -> None:
        params: list[Any] = []
        same = []
        for n, (alias, cell) in enumerate(self.cells):
            column = f"{alias}.{quote(cell.names[0])}"
            value = f"(j.value ->> {n})"
            if cell.kind == "link":
                named = f"{alias}.{quote(cell.names[1])}"
                same.append(f"{named} IS (CASE WHEN typeof({value}) = 'integer' THEN {value} END)")
                same.append(f"({named} IS NOT NULL OR {column} IS {value})")
            else:
                same.append(f"{column} IS {value}")
        state, values = stated(self.layout, self.unique.only)
        params += values
        main = quote(self.layout.main.name)
        joined = (
            f"CROSS JOIN {quote(self.layout.rows[self.rows].name)} l CROSS JOIN {main} m ON m._id = l._record"
            if self.rows
            else f"CROSS JOIN {main} m"
        )
        self.sql = (
            f"SELECT j.key, m.record_no, m._id, m._title FROM json_each(?) j {joined} WHERE {' AND '.join(same)} AND {state} "
            "AND m._id NOT IN (SELECT value FROM json_each(?)) GROUP BY j.key"
        )
        self.params = params

    def marks(self, values: Values, early: bool = False) -> list[tuple[str, tuple[Any, ...]]]:
        """(path of the field that tells apart, values to compare) of the record, or of each of its lines; none where it is out.

        `early`: the record is still being typed, a condition whose fields are empty may yet hold.
        """
        spec = self.layout.spec
        only = self.unique.only
        status = values["status"]
        if status == "void":
            return []
        if only is not None:

            def given(name: str) -> Any:
                return status if name == "status" or (name == "state" and name not in values) else values.get(name)

            if only.since and status not in since(spec, only.since):
                return []
            open_yet = early and any(given(name) in (None, "", ()) for name in only.names)
            if not open_yet and not self.terms.holds(given):
                return []
        out = []
        for index, line in enumerate(values.get(self.rows) or ()) if self.rows else [(0, values)]:
            mark = []
            for alias, cell in self.cells:
                value = (line if alias == "l" else values).get(cell.id)
                if value is None and cell.id in self.late:
                    break
                mark.append(_mark(cell, value))
            else:
                if not self.key and mark[-1] in ("", None):
                    continue
                out.append((f"{self.rows}.{index}.{self.tells}" if self.rows else self.tells, tuple(mark)))
        return out

    def check(
        self, cursor: apsw.Cursor, records: Iterable[Values], lists: Lists, early: bool = False
    ) -> list[tuple[int, Problem]]:
        """(place in `records`, problem) for each that would stand twice, in the store or among the records themselves."""
        found: list[tuple[int, Problem]] = []
        asked: list[tuple[int, str, tuple[Any, ...]]] = []
        seen: dict[tuple[Any, ...], tuple[int, str, str]] = {}  # place, path, number of the record
        ids = []
        listed = list(records)
        for place, values in enumerate(listed):
            if values["_id"] is not None:
                ids.append(values["_id"])
            if self.within:
                seen = {}
            for path, mark in self.marks(values, early):
                if mark in seen:
                    before, first, number = seen[mark]
                    twice = before == place and self._twice(path, first, values, lists)
                    found.append((place, twice or self._problem(path, values, number)))
                    continue
                seen[mark] = (place, path, str(values.get("record_no") or ""))
                asked.append((place, path, mark))
        if self.within or not asked:
            return found
        sent = json.dumps([mark for _, _, mark in asked])
        for at, number, record, title in fetched(cursor, self.sql, (sent, *self.params, json.dumps(ids))):
            place, path, _ = asked[at]
            p = self._problem(path, listed[place], number)
            p.values["record"] = Link(title or number, record, self.layout.spec.id, title)
            found.append((place, p))
        return found

    def asks(self, field: str, values: Values) -> bool:
        """Whether `field` is a part of it or of its condition, outside rows tables, and every part is filled."""
        asking = {*self.unique.fields, *(self.unique.only.names if self.unique.only else ())}
        return field in asking and all(values.get(name) not in (None, "", ()) for name in self.unique.fields)

    def _twice(self, path: str, first: str, values: Values, lists: Lists) -> Problem:
        """Two lines of one record are the same."""
        rows, line, _ = path.split(".")
        mine = [(c.field, values[rows][int(line)].get(c.id)) for alias, c in self.cells if alias == "l"]
        mark = [said(f, value, lists) for f, value in mine if value is not None]
        table, before = self.layout.spec.named(self.layout.spec.rows[rows]), int(first.split(".")[1])
        return problem("GEN_DUP_LINE", path, table=table, value=mark, line=int(line) + 1, line_2=before + 1)

    def _problem(self, path: str, values: Values, number: str) -> Problem:
        fields = [c.field for _, c in self.cells]
        label = Label("、".join(f.zh or f.id for f in fields), ", ".join(f.en or f.id for f in fields))
        spec = self.layout.spec
        found = problem("GEN_DUPLICATE", path, form=spec, key=label, record_no=number)
        found.values["fields"] = list(self.unique.fields)
        return found


def _mark(cell: Cell, value: Any) -> Any:
    if cell.kind == "link":
        return "" if value is None else value.id if isinstance(value, Link) and value.id is not None else value.text
    if cell.kind in ("text", "date", "datetime"):
        return cell.to_row(value)[0]
    return cell.to_row(value)[0] if value is not None or cell.kind != "sign" else plain(value)


def checks(of: Layout) -> list[UniqueCheck]:
    """The checks of a form. A key of the number alone needs none: numbers are never given twice; an archive number
    alone has a check of its own, over all forms."""
    spec: FormSpec = of.spec
    alone = {(name,) for name in of.archive_numbers}
    out = [] if spec.key in {(), ("record_no",), *alone} else [UniqueCheck(of, UniqueSpec(spec.key), True)]
    return out + [UniqueCheck(of, u, False) for u in spec.unique if u.fields not in alone]
