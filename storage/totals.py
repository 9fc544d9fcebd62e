"""Sums, least and greatest values that one form keeps over the records of another: fresh in the same transaction."""

from __future__ import annotations

import copy
import json
from decimal import Decimal
from typing import Any

from dangan.env import Env
from dangan.frozen import frozen
from dangan.record import Link, Values
from dangan.spec import FieldSpec
from storage.codec import plain
from storage.columns import Cell, quote
from storage.engine import Store
from storage.layout import Layout
from storage.prepared import Draft, draft
from storage.reading import load
from storage.registry import Registry, Total

Written = tuple[str, Values | None, Values | None]  # form, the record before, and after
CALLS = {"total": "SUM", "min": "MIN", "max": "MAX"}


@frozen
class Totals:
    """Refreshes what depends on the records just written, by two queries a declared total."""

    store: Store
    registry: Registry

    def refresh(self, written: list[Written], env: Env) -> list[Draft]:
        """Drafts of the records whose totals changed; overridden ones and void records are left alone."""
        wanted: dict[str, dict[int, Values]] = {}
        before: dict[int, Values] = {}
        own = {v["_id"] for _, *both in written for v in both if v}
        for form in dict.fromkeys(form for form, _, _ in written):
            for total in self.registry.totals(form):
                targets = _targets([w for w in written if w[0] == form], total) - own
                missing = [i for i in targets if i not in before]
                for values in load(self.store, self.registry, total.target, missing, master=False) if missing else ():
                    before[values["_id"]] = values
                    wanted.setdefault(total.target, {})[values["_id"]] = copy.deepcopy(values)
                self._compute(total, {i: v for i, v in wanted.get(total.target, {}).items() if i in targets})
        out = []
        for form, records in wanted.items():
            for record, new in records.items():
                old = before[record]
                if old["status"] != "void" and any(
                    plain(old.get(n)) != plain(v) for n, v in new.items() if n in self.registry.layout(form).fields
                ):
                    out.append(draft(self.registry.sql(form), old, new, env, "total", ""))
        return out

    def _compute(self, total: Total, records: dict[int, Values]) -> None:
        if not records:
            return
        found = grouped(self.store, self.registry.layout(total.form), total.path, total.by, list(records), total.kind)
        for record, values in records.items():
            if not _overridden(total.field, values):
                values[total.field.id] = found.get(record) or None if total.kind == "total" else found.get(record)


def grouped(store: Store, of: Layout, name: str, by: str, ids: list[int], kind: str) -> dict[int, Any]:
    """Sum, min or max of the field `name` by the record that the link `by` names; void records are left out."""
    cell = of.main.by_id[name]
    link = quote(of.main.by_id[by].names[1])
    column = quote(cell.names[0])
    sql = (
        f"SELECT {link}, {CALLS[kind]}(NULLIF({column}, '')) FROM {quote(of.main.name)} "
        f"WHERE {link} IN (SELECT value FROM json_each(?)) AND status <> 'void' GROUP BY {link}"
    )
    return {target: _back(cell, value) for target, value in store.rows(sql, (json.dumps(ids),))}


def _back(cell: Cell, value: Any) -> Any:
    if value is None:
        return None
    back = cell.from_row((value,))
    return back if not isinstance(back, float) else Decimal(str(back))


def _targets(written: list[Written], total: Total) -> set[int]:
    links = [v.get(total.by) for _, *both in written for v in both if v]
    return {link.id for link in links if isinstance(link, Link) and link.id is not None}


def _overridden(field: FieldSpec, values: Values) -> bool:
    override = field.source.override if field.source else ""
    if override == "*":
        return any(key.startswith(f"{field.id}:") for key in values["_reasons"])
    return bool(override and values.get(override))
