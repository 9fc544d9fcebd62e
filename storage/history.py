"""Every version of a record, field by field: what changed, who, when and why, and the record as of any version."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from dangan.frozen import frozen
from dangan.record import Values
from storage.codec import empty, plain, typed
from storage.engine import Store
from storage.layout import Layout
from storage.registry import Registry


@frozen
class Change:
    """One difference: path (`field`, `rows.3.field` for the line with `_id` 3, `rows.3` for a whole line), old, new."""

    path: str
    old: Any
    new: Any


@frozen
class Version:
    """One version: its number is the `_lock` that it left; `at` is ISO text."""

    version: int
    at: str
    by: str
    action: str
    reason: str
    changes: list[Change]


COVERED = (
    'record_id, version, at, "by", action, reason, spec_hash, changes, work'  # what the digest of a version covers
)
Diff = dict[str, list[Any]]  # path -> [old, new], plain JSON data


def diff(of: Layout, old: Values | None, new: Values) -> Diff:
    """The fields and lines of `new` that differ from `old` (None = all that is filled), as plain data."""
    out: Diff = {}
    before: Mapping[str, Any] = old or {}
    if old is None:
        out.update({name: [None, p] for name in of.main.value_names if (p := plain(new.get(name))) is not None})
    else:
        for name in of.main.value_names:
            was, now = before.get(name), new.get(name)
            if was != now and (was := plain(was)) != (now := plain(now)):
                out[name] = [was, now]
    reasons = before.get("_reasons") or None, new.get("_reasons") or None
    if reasons[0] != reasons[1]:
        out["_reasons"] = list(reasons)
    for rows, table in of.rows.items():
        names = table.value_names
        then = {line["_id"]: line for line in before.get(rows) or ()}
        there = {line["_id"]: line for line in new.get(rows) or ()}
        for line_id, line in there.items():
            if line_id not in then:
                out[f"{rows}.{line_id}"] = [None, _line(line, names)]
                continue
            for name in names:
                was, now = plain(then[line_id].get(name)), plain(line.get(name))
                if was != now:
                    out[f"{rows}.{line_id}.{name}"] = [was, now]
        for line_id, line in then.items():
            if line_id not in there:
                out[f"{rows}.{line_id}"] = [_line(line, names), None]
        if list(then) + [i for i in there if i not in then] != list(there):
            out[rows] = [list(then), list(there)]
    return out


def _line(line: Values, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: p for name in names if (p := plain(line.get(name))) is not None}


def versions(store: Store, registry: Registry, form: str, record_id: int) -> list[Version]:
    """All versions, the newest first, values typed by the declaration that was in force where a field is gone."""
    out = []
    for version, at, by, action, reason, spec_hash, changes in store.rows(
        'SELECT version, at, "by", action, reason, spec_hash, changes FROM history WHERE record_id = ? '
        "ORDER BY version DESC",
        (record_id,),
    ):
        read = [
            Change(path, *_typed(store, registry, form, spec_hash, path, pair))
            for path, pair in json.loads(changes).items()
        ]
        out.append(Version(version, at, by, action, reason, read))
    return out


def _typed(store: Store, registry: Registry, form: str, spec_hash: str, path: str, pair: list[Any]) -> tuple[Any, Any]:
    parts = path.split(".")

    def one(field: str, data: Any) -> Any:
        return typed(registry.field_then(store, form, spec_hash, field), data)

    if len(parts) == 2:  # a whole line
        line = [None if d is None else {n: one(f"{parts[0]}.{n}", v) for n, v in d.items()} for d in pair]
        return line[0], line[1]
    field = f"{parts[0]}.{parts[2]}" if len(parts) == 3 else path
    return one(field, pair[0]), one(field, pair[1])


def as_of(store: Store, registry: Registry, form: str, record_id: int, version: int) -> Values:
    """The record as it stood at a version, whole; `_lock` is that version. KeyError where there is no such version."""
    of = registry.layout(form)
    read = store.rows(
        'SELECT version, at, "by", changes FROM history WHERE record_id = ? AND version <= ? ORDER BY version',
        (record_id, version),
    )
    if not read or read[-1][0] != version:
        raise KeyError(version)
    _, *last, _ = read[-1]
    plainly, lines = replay(of, (json.loads(changes) for *_, changes in read))
    values: Values = {n: typed(of.fields.get(n), v) for n, v in plainly.items()}
    for name in of.main.value_names:
        values.setdefault(name, empty(of.fields[name]) if name in of.fields else None)
    for rows, table in of.rows.items():
        fields = {c.id: c.field for c in table.cells} | {m.id: m for m in table.multis}
        values[rows] = [
            {"_id": line_id, **{n: typed(f, line.get(n)) for n, f in fields.items()}}
            for line_id, line in lines[rows].items()
        ]
    values["_reasons"] = values.get("_reasons") or {}
    return values | {"_id": record_id, "_lock": version, "_updated_at": last[0], "_updated_by": last[1]}


def replay(of: Layout, versions: Iterable[Diff]) -> tuple[dict[str, Any], dict[str, dict[int, dict[str, Any]]]]:
    """What versions leave, the first one first, as plain data: fields, and by rows table the lines by `_id`."""
    plainly: dict[str, Any] = {}
    lines: dict[str, dict[int, dict[str, Any]]] = {rows: {} for rows in of.rows}
    for changes in versions:
        for path, (_, new) in changes.items():
            _apply(plainly, lines, path, new)
    return plainly, lines


def _apply(plainly: dict[str, Any], lines: dict[str, dict[int, dict[str, Any]]], path: str, new: Any) -> None:
    parts = path.split(".")
    if parts[0] not in lines:
        plainly[path] = new
    elif len(parts) == 1:
        lines[path] = {i: lines[path][i] for i in new}
    elif len(parts) == 2:
        if new is None:
            lines[parts[0]].pop(int(parts[1]), None)
        else:
            lines[parts[0]][int(parts[1])] = dict(new)
    else:
        lines[parts[0]][int(parts[1])][parts[2]] = new
