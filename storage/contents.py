"""Whether what is stored is what the program wrote: every version against the audit, every record against its versions."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from dangan.errors import Problem
from dangan.record import Values
from dangan.sentences import problem
from dangan.spec import FieldSpec
from storage import audit
from storage.codec import normal, plain, typed
from storage.columns import kind_of, quote
from storage.engine import Store
from storage.history import COVERED, replay
from storage.layout import Layout, Table
from storage.reading import load
from storage.registry import Registry

CHUNK = 20_000  # versions, or events, read at a time
RECORDS = 500  # records read at a time
Row = tuple[Any, ...]
Progress = Callable[[int], None]  # how many versions and records have been looked at


def verify(store: Store, registry: Registry, progress: Progress = lambda done: None) -> list[Problem]:
    """GEN_DIGEST for each record whose versions or values were changed, added or removed around the program; [] = whole.

    In one pass over the versions, the audit beside them, and one over the records. What the audit itself holds is proved
    by `audit.verify`. Forms whose tables wait for an upgrade, or are gone, are compared by their versions only.
    """
    with store.snapshot():
        wrong, seen = _versions(store, progress)
        wrong |= {i for (i,) in store.rows(
            "SELECT DISTINCT record_id FROM history WHERE changes <> '' AND record_id NOT IN (SELECT _id FROM record)"
        )}  # fmt: skip
        for form in registry.ids():
            if form not in registry.read_only:
                for ids in _records(store, registry.layout(form), form):
                    wrong |= _changed(store, registry, form, ids)
                    seen += len(ids)
                    progress(seen)
        return [problem("GEN_DIGEST", record_no=_number(store, record)) for record in sorted(wrong)]


def _number(store: Store, record: int) -> str:
    known = store.value("SELECT record_no FROM record WHERE _id = ?", (record,)) or store.value(
        "SELECT record_no FROM audit WHERE record_id = ? AND record_no <> '' ORDER BY _id DESC LIMIT 1", (record,)
    )
    return str(known or f"#{record}")


@dataclass
class _Walk:
    """What one pass over events and versions finds."""

    wrong: set[int] = field(default_factory=set)  # records
    seen: int = 0  # versions
    erased: dict[int, set[int]] = field(default_factory=dict)  # records without contents, and the imports they came by
    removed: set[int] = field(default_factory=set)  # records that were taken back
    returned: set[int] = field(default_factory=set)  # imports that were

    def version(self, row: Row, batch: int) -> None:
        """One version that an event covers: its own digest."""
        record, changes, salt, digest = row[1], row[8], row[-2], row[-1]
        if changes == "":
            self.erased.setdefault(record, set()).add(batch)
        elif audit.content_hash(salt, audit.joined(row[1:-2])) != digest:
            self.wrong.add(record)

    def event(self, event: Row, covered: list[Row]) -> None:
        """One event, with the versions that it covers."""
        what, record, detail, at, by, content, _ = event
        if what == "undo":
            if content == "" and record is not None:
                self.removed.add(record)
            self.returned.add(detail.get("batch", 0))
        for row in covered:
            self.version(row, detail.get("batch", 0))
        digests = [row[-1] for row in covered]
        together = digests[:1] if record is not None else [sha256("".join(digests).encode()).hexdigest()]
        said = all(row[3:5] == (at, by) for row in covered) and len(covered) == detail.get("history", (0, 0))[1]
        if content and not (said and together == [content]):
            self.wrong |= {row[1] for row in covered} | ({record} if record is not None else set())

    def records(self) -> set[int]:
        """The records whose versions are not what the audit says."""
        back = self.returned - {0}
        return self.wrong | {r for r, batches in self.erased.items() if r not in self.removed and not batches & back}


def _versions(store: Store, progress: Progress) -> tuple[set[int], int]:
    """The records whose versions do not agree with the audit, and how many versions there are.

    Versions are numbered without a gap, and each event with contents names those it covers, in the same order.
    """
    walk, rows = _Walk(), _history(store)
    row = next(rows, None)
    for event in _events(store):
        first, count = event[2].get("history", (0, 0))
        covered = []
        while row is not None and row[0] < first + count:
            if row[0] >= first:
                covered.append(row)
            else:
                walk.wrong.add(row[1])  # no event covers it
            row = next(rows, None)
            walk.seen += 1
            if walk.seen % RECORDS == 0:
                progress(walk.seen)
        walk.event(event, covered)
    while row is not None:
        walk.wrong.add(row[1])
        row = next(rows, None)
    return walk.records(), walk.seen


def _history(store: Store) -> Iterator[Row]:
    """Every version, by its place: `_id`, what its digest covers, salt, digest."""
    after = -(2**63)
    sql = f"SELECT _id, {COVERED}, salt, digest FROM history WHERE _id > ? ORDER BY _id LIMIT ?"
    while chunk := store.rows(sql, (after, CHUNK)):
        yield from chunk
        after = chunk[-1][0]


def _events(store: Store) -> Iterator[Row]:
    after = -(2**63)
    sql = (
        'SELECT event, record_id, detail, at, "by", content_hash, _id FROM audit WHERE _id > ? '
        "AND (content_hash <> '' OR event = 'undo') ORDER BY _id LIMIT ?"
    )
    while chunk := store.rows(sql, (after, CHUNK)):
        for event, record, detail, *rest in chunk:
            yield event, record, json.loads(detail), *rest
        after = chunk[-1][-1]


def _records(store: Store, of: Layout, form: str) -> Iterator[list[int]]:
    """The `_id`s in the form's table or in the list of all records, some hundreds at a time."""
    after = -(2**63)
    sql = (
        "SELECT _id FROM (SELECT _id FROM record WHERE form = ? AND _id > ? "
        f"UNION SELECT _id FROM {quote(of.main.name)} WHERE _id > ?) ORDER BY _id LIMIT ?"
    )
    while ids := [i for (i,) in store.rows(sql, (form, after, after, RECORDS))]:
        yield ids
        after = ids[-1]


def _read(store: Store, registry: Registry, form: str, ids: list[int]) -> list[Values]:
    """Those that can be read: what another program wrote may be no value at all."""
    try:
        return load(store, registry, form, ids, master=False)
    except (KeyError, ValueError, TypeError, ArithmeticError):
        return [v for i in ids for v in _read(store, registry, form, [i])] if len(ids) > 1 else []


def _changed(store: Store, registry: Registry, form: str, ids: list[int]) -> set[int]:
    """Those of these records that are not what their versions, or the list of all records, say."""
    of = registry.layout(form)
    asked = json.dumps(ids)
    listed = {row[0]: row[1:] for row in store.rows(
        "SELECT _id, form, record_no, title, state, updated_at, updated_by FROM record "
        "WHERE _id IN (SELECT value FROM json_each(?))", (asked,)
    )}  # fmt: skip
    versions: dict[int, list[Row]] = {}
    for record, *version in store.rows(
        'SELECT record_id, version, at, "by", changes FROM json_each(?) j CROSS JOIN history h ON h.record_id = j.value '
        "ORDER BY record_id, version", (asked,)
    ):  # fmt: skip
        versions.setdefault(record, []).append(tuple(version))
    wrong = set(ids)
    for values in _read(store, registry, form, ids):
        last = versions.get(values["_id"], [(0, "", "", "")])[-1]
        stands = (form, values["record_no"], values["_title"], values["status"], *last[1:3])
        written = (values["_lock"], values["_updated_at"], values["_updated_by"])
        try:
            same = listed.get(values["_id"]) == stands and written == last[:3]
            same = same and _agrees(of, values, [(*v[:3], json.loads(v[3])) for v in versions[values["_id"]]])
        except (KeyError, ValueError, TypeError, AttributeError):  # versions that no longer make sense
            same = False
        if same:
            wrong.discard(values["_id"])
    return wrong


def _agrees(of: Layout, values: Values, versions: Iterable[Row]) -> bool:
    plainly, lines = replay(of, (changes for *_, changes in versions))
    if (values["_reasons"] or None) != (plainly.get("_reasons") or None) or not _same(of.main, values, plainly):
        return False
    for rows, table in of.rows.items():
        then = lines[rows]
        if [line["_id"] for line in values[rows]] != list(then):
            return False
        if not all(_same(table, line, then[line["_id"]]) for line in values[rows]):
            return False
    return True


def _same(table: Table, values: Values, plainly: Values) -> bool:
    fields = {c.id: c.field for c in table.cells} | {m.id: m for m in table.multis}
    for name in table.value_names:
        now, then = plain(values.get(name)), plainly.get(name)
        if now != then and now != _restated(fields[name], then):
            return False
    return True


def _restated(spec: FieldSpec, data: Any) -> Any:
    """A value of an older declaration as the present one keeps it."""
    try:
        return plain(normal(spec, kind_of(spec), typed(spec, data)))
    except (ValueError, TypeError, ArithmeticError):
        return data
