"""What waits for whom: kept in step with every save of a record whose flow has something open."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import apsw

from dangan.env import Env
from dangan.flowspec import StepSpec
from dangan.form import FormType
from dangan.frozen import frozen
from dangan.record import Values
from dangan.steps import around, at, due_on, needed, persons, signers
from storage.engine import Store
from storage.prepared import Draft
from storage.registry import Registry


@frozen
class Waiting:
    """A step that waits: of which record, until when (`provisional` = counted beyond the published holidays)."""

    form: str
    record_id: int
    record_no: str
    title: str
    step: str
    due_on: date | None
    provisional: bool


def refresh(cursor: apsw.Cursor, registry: Registry, drafts: Iterable[Draft], env: Env) -> None:
    """Write anew what waits for the records just written."""
    for each in drafts:
        if not _moves(each):
            continue
        record = each.new["_id"]
        if each.old is not None:
            cursor.execute("DELETE FROM waiting WHERE record_id = ?", (record,))
            cursor.execute("DELETE FROM waiting_for WHERE record_id = ?", (record,))
        form = registry.form(each.form)
        for step, tokens, day in _open(form, each.new, env):
            provisional = day is not None and not env.office.published(day.year)
            cursor.execute("INSERT INTO waiting VALUES (?,?,?,?,?)", (record, step.id, each.form, day, provisional))
            cursor.executemany(
                "INSERT OR IGNORE INTO waiting_for VALUES (?,?,?)", [(t, record, step.id) for t in tokens]
            )


def _moves(each: Draft) -> bool:
    """Whether the form has steps that somebody in particular takes, or until a day."""
    return any(s.by or s.sign or s.due for s in each.sql.layout.spec.flow.steps)


def _open(form: FormType, values: Values, env: Env) -> Iterable[tuple[StepSpec, frozenset[str], date | None]]:
    if not form.alive:
        return
    for step in form.spec.flow.leading_from(values["status"]):
        waiting = [path for path in needed(form, step, values, env) if not at(values, path)]
        next_ = waiting[:1] if step.ordered else waiting
        tokens = persons(() if waiting else step.by, values, env.office)
        for path in next_:
            tokens |= persons(signers(form, step, path), around(values, path), env.office)
        day = due_on(form, step, values, env, env.today)
        if tokens or day:
            yield step, tokens, day


def mine(store: Store, tokens: Iterable[str], limit: int = 200) -> list[Waiting]:
    """What waits for whoever may act as one of the tokens, the earliest first, what has no limit at the end."""
    import json

    rows = store.rows(
        "SELECT DISTINCT w.form, w.record_id, r.record_no, r.title, w.step, w.due_on, w.provisional FROM waiting_for f "
        "JOIN waiting w USING (record_id, step) JOIN record r ON r._id = w.record_id "
        "WHERE f.token IN (SELECT value FROM json_each(?)) ORDER BY w.due_on IS NULL, w.due_on, w.record_id LIMIT ?",
        (json.dumps(list(tokens)), limit),
    )
    return [_waiting(row) for row in rows]


def everything(store: Store, limit: int = 1000) -> list[Waiting]:
    """What waits for anybody, the earliest first."""
    rows = store.rows(
        "SELECT w.form, w.record_id, r.record_no, r.title, w.step, w.due_on, w.provisional FROM waiting w "
        "JOIN record r ON r._id = w.record_id ORDER BY w.due_on IS NULL, w.due_on, w.record_id LIMIT ?",
        (limit,),
    )
    return [_waiting(row) for row in rows]


def _waiting(row: tuple[Any, ...]) -> Waiting:
    form, record, number, title, step, day, provisional = row
    return Waiting(form, record, number, title, step, date.fromisoformat(day) if day else None, bool(provisional))
