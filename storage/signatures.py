"""What steps leave in the store: the log of steps, signatures with the hash of what they cover, withdrawn ones included."""

from __future__ import annotations

import json
from collections.abc import Collection
from datetime import date
from hashlib import sha256
from typing import Any

import apsw

from dangan.env import Env
from dangan.errors import Problem
from dangan.flowspec import StepSpec
from dangan.frozen import frozen
from dangan.intake import INTAKE
from dangan.record import Link, Signature, Values
from dangan.sentences import problem
from dangan.spec import FormSpec
from dangan.steps import content, covered, locked_paths
from storage.audit import new_salt
from storage.codec import plain
from storage.core import stamp
from storage.engine import Store, inserted
from storage.prepared import Draft
from storage.reading import load
from storage.registry import Registry


def log(
    cursor: apsw.Cursor, made: Draft, before: str, step: str, env: Env, for_: Link, reason: str, lines: Collection[int]
) -> None:
    """One line of the log: the step or signature, who did it in whose right, and on which version."""
    person = None if for_.id == env.user.id else for_.id
    cursor.execute(
        "INSERT INTO step (record_id, version, step, action, from_state, to_state, at, \"by\", person_id, for_id, lines, reason) "
        "VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",
        (made.new["_id"], made.new["_lock"], step, made.action, before, made.new["status"], stamp(env.now),
         env.login or env.user.text, env.user.id, person, json.dumps(sorted(lines)), reason.strip()),
    )  # fmt: skip


def entered(store: Store, record: int) -> dict[str, date]:
    """The day on which a record last came into each state, by its history."""
    found = store.rows(
        "SELECT changes ->> '$.status[1]', max(at) FROM history WHERE record_id = ? AND changes -> '$.status' IS NOT NULL "
        "GROUP BY 1",
        (record,),
    )
    return {state: date.fromisoformat(at[:10]) for state, at in found}


def since(store: Store, record: int) -> date | None:
    """The day from which time limits of its state count: on which it came into it; None for one that was taken in so:
    nothing arises from the past."""
    found = store.row(
        "SELECT at, action FROM history WHERE record_id = ? AND changes -> '$.status' IS NOT NULL "
        "ORDER BY version DESC LIMIT 1",
        (record,),
    )
    return None if found is None or found[1] == INTAKE else date.fromisoformat(found[0][:10])


def digest(values: Values, paths: Collection[str], salt: str) -> str:
    """The hash over what stands at the paths."""
    said = json.dumps([[path, _canonical(value)] for path, value in content(values, paths)], ensure_ascii=False)
    return sha256((salt + said).encode()).hexdigest()


def _canonical(value: Any) -> Any:
    """A value as it is hashed: a link by what it names, not by what that is called today."""
    if isinstance(value, Link):
        return [value.form, value.id] if value.id is not None else value.text
    if isinstance(value, list):
        return [_canonical(each) for each in value]
    if isinstance(value, tuple) and not isinstance(value, Signature):
        return [_canonical(each) for each in value] or None
    return plain(value)


def keep(
    cursor: apsw.Cursor, spec: FormSpec, made: Draft, step: StepSpec, path: str, given: Signature, env: Env, state: str
) -> int:
    """Keep a signature with what it covers: the fields that its state locks; of old paper those that are filled, the
    others may follow. Gives its `_id`."""
    paths, salt = covered(spec, step, path, made.new, state), new_salt()
    if made.action == INTAKE:
        paths = tuple(each for each, value in content(made.new, paths) if value not in (None, (), "", []))
    cursor.execute(
        "INSERT INTO signature (record_id, path, step, state, version, at, name, person_id, signed_on, paper, entered_by, "
        "covers, salt, digest) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
        (made.new["_id"], by_line(made.new, path), step.id, state, made.new["_lock"], stamp(env.now), given.name, given.id,
         given.on, given.paper, given.entered_by, json.dumps(paths), salt, digest(made.new, paths, salt)),
    )  # fmt: skip
    return inserted(cursor)


def by_line(values: Values, path: str) -> str:
    """`rows.N.field` with the line's `_id` in place of its number, which may change."""
    parts = path.split(".")
    return f"{parts[0]}.{values[parts[0]][int(parts[1])]['_id']}.{parts[2]}" if len(parts) == 3 else path


def _by_place(values: Values, path: str) -> str:
    parts = path.split(".")
    if len(parts) < 3:
        return path
    place = next((n for n, line in enumerate(values.get(parts[0]) or ()) if line["_id"] == int(parts[1])), None)
    return "" if place is None else f"{parts[0]}.{place}.{parts[2]}"


def uncovered(store: Store, spec: FormSpec, old: Values, state: str) -> list[str]:
    """The signatures that do not stand in another state: what they cover would be open again, or it lies before theirs."""
    rows = store.rows(
        "SELECT path, step, state FROM signature WHERE record_id = ? AND withdrawn_at IS NULL", (old["_id"],)
    )
    locked, course = locked_paths(spec, state), spec.course
    out = []
    for path, name, given_for in rows:
        step = spec.flow.step(name)
        if "." in path or (step and not step.to and step.asks) or given_for == state:
            continue  # covers its own line or what it asked for, which no state opens again
        before = state in course and given_for in course and course.index(state) < course.index(given_for)
        if before or not locked_paths(spec, given_for) <= locked:
            out.append(_by_place(old, path))
    return [path for path in out if path]


def covers(store: Store, record: int, but: Collection[str] = ()) -> set[str]:
    """The paths that signatures which stand in a record cover, those at `but` left out."""
    found = store.rows("SELECT path, covers FROM signature WHERE record_id = ? AND withdrawn_at IS NULL", (record,))
    return {path for where, text in found if where not in but for path in json.loads(text)}


@frozen
class Given:
    """A signature as it was given: its `_id`, at `path` (`field`, `rows.ID.field` with the line's `_id`), what it covers, and when, by
    which login and why it was withdrawn, "" while it stands."""

    id: int
    path: str
    step: str
    version: int
    name: str
    on: date | None
    paper: bool
    entered_by: str
    covers: tuple[str, ...]
    withdrawn_at: str
    withdrawn_by: str
    withdrawn_why: str


def given(store: Store, record: int) -> list[Given]:
    """Every signature of a record in the order given, those withdrawn included."""
    rows = store.rows(
        "SELECT _id, path, step, version, name, signed_on, paper, entered_by, covers, withdrawn_at, withdrawn_by, withdrawn_why "
        "FROM signature WHERE record_id = ? ORDER BY _id", (record,),
    )  # fmt: skip
    return [
        Given(number, path, step, version, name, date.fromisoformat(on) if on else None, bool(paper), by, tuple(json.loads(covers)),
              at or "", who or "", why or "")
        for number, path, step, version, name, on, paper, by, covers, at, who, why in rows
    ]  # fmt: skip


@frozen
class Taken:
    """A step as the log has it: which one, of which lines, and for whom somebody stood in ("" = nobody)."""

    step: str
    lines: tuple[int, ...]
    for_: str


def taken(store: Store, record: int) -> dict[int, Taken]:
    """The steps of a record by the version that each made."""
    rows = store.rows(
        "SELECT s.version, s.step, s.lines, p.name FROM step s LEFT JOIN person p ON p._id = s.for_id "
        "WHERE s.record_id = ? ORDER BY s._id", (record,),
    )  # fmt: skip
    return {version: Taken(step, tuple(json.loads(lines)), name or "") for version, step, lines, name in rows}


def withdraw(cursor: apsw.Cursor, made: Draft, env: Env, reason: str, anew: Collection[str]) -> None:
    """Mark the signatures that no longer stand in the record, or are given `anew`; they stay in the log for ever."""
    rows: list[Any] = cursor.execute(
        "SELECT _id, path FROM signature WHERE record_id = ? AND withdrawn_at IS NULL", (made.new["_id"],)
    ).fetchall()
    for number, path in rows:
        place = _by_place(made.new, path)
        parts = place.split(".")
        stands = made.new.get(place) if len(parts) < 3 else made.new[parts[0]][int(parts[1])].get(parts[2])
        if not place or not stands or place in anew:
            cursor.execute(
                "UPDATE signature SET withdrawn_at = ?, withdrawn_by = ?, withdrawn_why = ? WHERE _id = ?",
                (stamp(env.now), env.login or env.user.text, reason.strip(), number),
            )


def check(store: Store, registry: Registry) -> list[Problem]:
    """Every signature that stands must cover what it covered: GEN_DIGEST for each record where one does not."""
    found = []
    rows = store.rows(
        "SELECT r.form, s.record_id, s.covers, s.salt, s.digest FROM signature s JOIN record r ON r._id = s.record_id "
        "WHERE withdrawn_at IS NULL ORDER BY s.record_id"
    )
    for form, record, covered_then, salt, kept in rows:
        for values in load(store, registry, form, [record]) if registry.has(form) else ():
            if digest(values, json.loads(covered_then), salt) != kept:
                found.append(problem("GEN_DIGEST", record_no=values["record_no"]))
    return found
