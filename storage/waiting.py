"""What waits for whom: kept in step with every save of a record whose flow has something open."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

import apsw

from dangan.env import Env
from dangan.flowspec import StepSpec
from dangan.form import FormType
from dangan.frozen import frozen
from dangan.record import Values
from dangan.spec import FormSpec
from dangan.steps import around, at, due_on, leads_on, needed, persons, signers
from storage import signatures
from storage.engine import Store, fetched
from storage.prepared import Draft
from storage.reading import load
from storage.registry import Registry

BLOCK = 500  # records read at a time


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


def refresh(cursor: apsw.Cursor, store: Store, registry: Registry, drafts: Iterable[Draft], env: Env) -> None:
    """Write anew what waits for the records just written, and for those whose persons are named by a register (the
    form) that was just written."""
    drafts = list(drafts)
    for each in drafts:
        if moving(each.sql.layout.spec):
            _put(cursor, store, registry.form(each.form), each.new, env, fresh=each.old is None)
    follow(cursor, store, registry, dict.fromkeys(each.form for each in drafts), env)


def follow(cursor: apsw.Cursor, store: Store, registry: Registry, registers: Iterable[str], env: Env) -> None:
    """Write anew what waits for whom these registers (forms) name."""
    for register in registers:
        asked = fetched(
            cursor,
            "SELECT DISTINCT w.form, w.record_id FROM waiting_for f JOIN waiting w USING (record_id, step) WHERE f.token = ?",
            (f"entry:{register}",),
        )
        _put_all(cursor, store, registry, asked, env)


def refresh_all(
    cursor: apsw.Cursor, store: Store, registry: Registry, env: Env, *, provisional: bool = False, whole: bool = False
) -> int:
    """Write anew what waits wherever holidays, settings or roles have a say in it, or only where a day is provisional; with
    `whole` wherever anything may wait. Gives of how many records."""
    if provisional:
        asked = fetched(cursor, "SELECT DISTINCT form, record_id FROM waiting WHERE provisional = 1")
    else:
        forms = [form for (form,) in fetched(cursor, "SELECT DISTINCT form FROM record") if registry.has(form)]
        asked = [pair for form in forms for pair in _where_some_may(cursor, registry, form, whole)]
    return _put_all(cursor, store, registry, asked, env)


def _where_some_may(cursor: apsw.Cursor, registry: Registry, name: str, whole: bool) -> list[tuple[Any, ...]]:
    """The records of a form that stand where such a step leads on; [] of a form whose plugin is not on."""
    form = registry.form(name)
    asked = [s for s in form.spec.flow.steps if (_somebodys(s) if whole else _hangs_on_the_office(form, s))]
    states = sorted({state for s in asked for state in s.from_})
    if not form.alive or not states:
        return []
    return fetched(
        cursor,
        "SELECT form, _id FROM record WHERE form = ? AND state IN (SELECT value FROM json_each(?))",
        (name, json.dumps(states)),
    )


def _hangs_on_the_office(form: FormType, step: StepSpec) -> bool:
    """Whether holidays, settings or roles decide about a step: its day, the signatures that it needs, or by whom."""
    who = (*step.by, *(each for name in step.sign for each in signers(form, step, name)))
    decided = any((step.id, kind) in form.step_functions for kind in ("until", "needs"))
    return decided or step.due is not None or any(each.startswith(("setting:", "entry:")) for each in who)


def _put_all(cursor: apsw.Cursor, store: Store, registry: Registry, asked: Iterable[tuple[Any, ...]], env: Env) -> int:
    count = 0
    by_form: dict[str, list[int]] = {}
    for form, record in asked:
        by_form.setdefault(form, []).append(record)
    for name, ids in by_form.items():
        form = registry.form(name)
        for start in range(0, len(ids), BLOCK if form.alive else len(ids)):
            for values in load(store, registry, name, ids[start : start + BLOCK]) if form.alive else ():
                _put(cursor, store, form, values, env)
                count += 1
    return count


def _put(cursor: apsw.Cursor, store: Store, form: FormType, values: Values, env: Env, *, fresh: bool = False) -> None:
    record = values["_id"]
    if not fresh:
        cursor.execute("DELETE FROM waiting WHERE record_id = ?", (record,))
        cursor.execute("DELETE FROM waiting_for WHERE record_id = ?", (record,))
    for step, tokens, day in _open(store, form, values, env):
        provisional = day is not None and not env.office.published(day.year)
        cursor.execute("INSERT INTO waiting VALUES (?,?,?,?,?)", (record, step.id, form.spec.id, day, provisional))
        cursor.executemany("INSERT OR IGNORE INTO waiting_for VALUES (?,?,?)", [(t, record, step.id) for t in tokens])


def moving(spec: FormSpec) -> bool:
    """Whether the form has steps that somebody in particular takes, or until a day."""
    return any(map(_somebodys, spec.flow.steps))


def _somebodys(step: StepSpec) -> bool:
    return bool(step.by or step.sign or step.due)


def _open(
    store: Store, form: FormType, values: Values, env: Env
) -> Iterable[tuple[StepSpec, frozenset[str], date | None]]:
    """The steps that wait, for whom, until when; of a record that was taken in only those with a day of its own."""
    steps = [s for s in form.spec.flow.leading_from(values["status"]) if _somebodys(s)] if form.alive else []
    if not steps:
        return
    since = signatures.since(store, values["_id"])
    for step in steps:
        waiting = [path for path in needed(form, step, values, env) if not at(values, path)]
        whose = [(() if waiting else step.by, values)]
        whose += [(signers(form, step, p), around(values, p)) for p in (waiting[:1] if step.ordered else waiting)]
        tokens = {token for who, home in whose for token in persons(who, home, env.office)}
        # who is asked again when the register changes
        tokens |= {each.rpartition(":")[0] for who, _ in whose for each in who if each.startswith("entry:")}
        day = due_on(form, step, values, env, since)
        if day or (tokens and since):
            yield step, frozenset(tokens), day


def mine(store: Store, tokens: Iterable[str], limit: int = 200) -> list[Waiting]:
    """What waits for whoever may act as one of the tokens, the earliest first, what has no limit at the end."""
    rows = store.rows(
        "SELECT DISTINCT w.form, w.record_id, r.record_no, r.title, w.step, w.due_on, w.provisional FROM waiting_for f "
        "JOIN waiting w USING (record_id, step) JOIN record r ON r._id = w.record_id "
        "WHERE f.token IN (SELECT value FROM json_each(?)) ORDER BY w.due_on IS NULL, w.due_on, w.record_id LIMIT ?",
        (json.dumps(list(tokens)), limit),
    )
    return [_waiting(row) for row in rows]


def is_work(registry: Registry, each: Waiting) -> bool:
    """Whether it waits as work, on the first screen as in the command: sending back or cancelling may be done, it waits for
    nobody, and nor does what belongs to a form that is not there."""
    spec = registry.spec(each.form) if registry.has(each.form) else None
    step = spec.flow.step(each.step) if spec else None
    return spec is not None and step is not None and leads_on(spec, step)


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
