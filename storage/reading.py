"""Records out of the store: whole, with their lines, choices and the titles of what they link to."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from dangan.errors import DanganError
from dangan.record import Link, Values
from dangan.sentences import error
from storage.engine import Store
from storage.numbers import clean
from storage.registry import Registry


class NotFound(DanganError):
    """There is no such record, or it may not be seen."""


def record_id(store: Store, form: str, record: int | str) -> int:
    """The `_id` of a record named by `_id` or number; raises NotFound."""
    if isinstance(record, int):
        found = store.value("SELECT _id FROM record WHERE _id = ? AND form = ?", (record, form))
    else:
        found = store.value("SELECT _id FROM record WHERE form = ? AND record_no = ?", (form, clean(record)))
    if found is None:
        raise error(NotFound, "GEN_NO_RIGHT_READ")
    return int(found)


def numbered(store: Store, form: str, numbers: Sequence[str]) -> list[int]:
    """The `_id`s of the records with these numbers, in their order, by one query; raises NotFound."""
    sql = "SELECT record_no, _id FROM record WHERE form = ? AND record_no IN (SELECT value FROM json_each(?))"
    found = dict(store.rows(sql, (form, json.dumps(list(numbers)))))
    if any(number not in found for number in numbers):
        raise error(NotFound, "GEN_NO_RIGHT_READ")
    return [int(found[number]) for number in numbers]


def load(store: Store, registry: Registry, form: str, ids: Iterable[int], *, master: bool = True) -> list[Values]:
    """Records by `_id` in the order asked, with rows tables; ids that do not exist are left out.

    A handful of queries whatever the number of records. An edition gets the values that it shares with its master
    (unless `master` is false) and `_master`, the (`_id`, `_lock`) they were read from.
    """
    sql = registry.sql(form)
    of = sql.layout
    wanted = list(ids)
    asked = (json.dumps(wanted),)
    records: dict[int, Values] = {}
    for row in store.rows(sql.select, asked):
        values = of.main.from_row(row)
        values["_reasons"] = json.loads(values["_reasons"])
        values.update({rows: [] for rows in of.rows})
        records[values["_id"]] = values
    lines: dict[tuple[int, str, int], Values] = {}
    for rows, table in of.rows.items():
        for row in store.rows(sql.line_select[rows], asked):
            line = table.from_row(row)
            owner = line.pop("_record")
            line.pop("_pos")
            records[owner][rows].append(line)
            lines[owner, rows, line["_id"]] = line
    if of.has_multi:
        _choices(store, registry, form, asked, records, lines)
    found = [records[i] for i in wanted if i in records]
    if of.shared and master:
        _share(store, registry, form, found)
    return found


def _choices(
    store: Store,
    registry: Registry,
    form: str,
    asked: tuple[str],
    records: dict[int, Values],
    lines: dict[tuple[int, str, int], Values],
) -> None:
    sql = registry.sql(form)
    order: dict[str, dict[str, int]] = {}
    for path, spec in sql.layout.fields.items():
        if spec.type == "multi":
            order[path] = {o.code: n for n, o in enumerate(spec.options)}
    gathered: dict[tuple[int, str, int, str], list[str]] = {}
    for owner, rows, line, field, code in store.rows(sql.multi_select, asked):
        gathered.setdefault((owner, rows, line, field), []).append(code)
    for (owner, rows, line, field), codes in gathered.items():
        ranks = order.get(f"{rows}.{field}" if rows else field, {})
        target = lines.get((owner, rows, line)) if rows else records.get(owner)
        if target is not None:
            target[field] = tuple(sorted(codes, key=lambda code: (ranks.get(code, len(ranks)), code)))


def _share(store: Store, registry: Registry, form: str, editions: Sequence[Values]) -> None:
    spec = registry.spec(form)
    if not registry.has(spec.edition_of):
        return
    links = {v["_id"]: v[spec.edition_link].id for v in editions if v[spec.edition_link] is not None}
    masters = {
        m["_id"]: m for m in load(store, registry, spec.edition_of, {i for i in links.values() if i is not None})
    }
    for values in editions:
        found = masters.get(links.get(values["_id"], 0) or 0)
        for name in registry.layout(form).shared:
            values[name] = found.get(name) if found else None
        values["_master"] = (found["_id"], found["_lock"]) if found else None


def titles(store: Store, records: Iterable[Values]) -> None:
    """Fill in `title` of every link to a record, by one query."""
    places: list[tuple[Values, str, Link]] = []
    for values in records:
        for name, value in values.items():
            if isinstance(value, Link):
                places.append((values, name, value))
            elif isinstance(value, list):
                places += [(line, n, v) for line in value for n, v in line.items() if isinstance(v, Link)]
    targets = {v.id for _, _, v in places if v.id is not None and v.form not in ("person", "dept", "org", "attachment")}
    if not targets:
        return
    sql = "SELECT _id, title FROM record WHERE _id IN (SELECT value FROM json_each(?))"
    named = dict(store.rows(sql, (json.dumps(list(targets)),)))
    for values, name, link in places:
        if link.id in named and link.form not in ("person", "dept", "org", "attachment"):
            values[name] = link._replace(title=named[link.id])
