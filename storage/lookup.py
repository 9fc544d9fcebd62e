"""Records named by number, title or the value of a field: many at once, one query whatever their number."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from dangan.record import Link
from storage.columns import quote
from storage.engine import Store
from storage.registry import Registry


def by_number(store: Store, form: str, numbers: Iterable[str]) -> dict[str, tuple[int, bool]]:
    """Number -> (`_id`, void) of the records of the form that bear one of these."""
    sql = (
        "SELECT r.record_no, r._id, r.voided FROM json_each(?) j CROSS JOIN record r "
        "ON r.form = ? AND r.record_no = j.value"
    )
    return {no: (i, bool(void)) for no, i, void in store.rows(sql, (json.dumps(list(numbers)), form))}


def by_title(store: Store, form: str, titles: Iterable[str]) -> dict[str, list[tuple[int, str]]]:
    """Title -> (`_id`, number) of the records of the form, void ones left out."""
    sql = (
        "SELECT r.title, r._id, r.record_no FROM json_each(?) j CROSS JOIN record r "
        "ON r.form = ? AND r.title = j.value AND r.voided = 0 ORDER BY r._id"
    )
    found: dict[str, list[tuple[int, str]]] = {}
    for title, i, number in store.rows(sql, (json.dumps(list(titles)), form)):
        found.setdefault(title, []).append((i, number))
    return found


def by_field(store: Store, registry: Registry, form: str, field: str, values: Iterable[Any]) -> dict[Any, list[int]]:
    """Stored value of a field -> `_id` of the records of the form that have it, void ones left out.

    The keys are as `stored` gives them. KeyError for a field that has no column.
    """
    of = registry.layout(form)
    cell = of.main.by_id[field]
    at = 1 if cell.kind == "link" else 0
    column = quote(cell.names[at])
    wanted = list({stored(registry, form, field, v) for v in values})
    sql = (
        f"SELECT m.{column}, m._id FROM {quote(of.main.name)} m "
        f"WHERE m.{column} IN (SELECT value FROM json_each(?)) AND m.status <> 'void' ORDER BY m._id"
    )
    found: dict[Any, list[int]] = {}
    for value, i in store.rows(sql, (json.dumps(wanted),)):
        found.setdefault(value, []).append(i)
    return found


def stored(registry: Registry, form: str, field: str, value: Any) -> Any:
    """What the column of a field holds for a value; of a link the `_id` that it names."""
    cell = registry.layout(form).main.by_id[field]
    if cell.kind == "link":
        return value.id if isinstance(value, Link) else None
    return cell.to_row(value)[0]
