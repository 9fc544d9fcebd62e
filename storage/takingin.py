"""What a record of old paper leaves in the store beside itself: its signatures on paper, and where the things are."""

from __future__ import annotations

import apsw

from dangan.env import Env
from dangan.flowspec import StepSpec
from dangan.intake import INTAKE
from dangan.record import Signature
from dangan.spec import FormSpec
from dangan.steps import Moved, Stepping, at
from storage import holding, scans, signatures
from storage.engine import fetched
from storage.prepared import Draft
from storage.registry import Registry

FREE = ("", "in_stock")  # only what nothing else has moved since is moved by old paper


def settle(cursor: apsw.Cursor, registry: Registry, made: Draft, env: Env) -> None:
    """Keep the signatures that a record taken in bears, and of a new one where its things are by its state."""
    spec = made.sql.layout.spec
    kept = {path for (path,) in fetched(
        cursor, "SELECT path FROM signature WHERE record_id = ? AND withdrawn_at IS NULL", (made.new["_id"],))}  # fmt: skip
    waits = dict(made.scans)
    for step in spec.flow.steps:
        for path in _signed(made, step):
            given = at(made.new, path)
            if isinstance(given, Signature) and signatures.by_line(made.new, path) not in kept:
                state = step.to or made.new["status"]
                number = signatures.keep(cursor, spec, made, step, path, given, env, state)
                if path in waits:
                    scans.claim(cursor, made, number, path, waits.pop(path), env)
    for path, file in waits.items():
        if isinstance(at(made.new, path), Signature):
            scans.claim(cursor, made, None, path, file, env)
    if made.old is None:
        _move(cursor, registry, made, env)


def _signed(made: Draft, step: StepSpec) -> list[str]:
    out = []
    for name in step.sign:
        rows, _, field = name.rpartition(".")
        out += [f"{rows}.{n}.{field}" for n in range(len(made.new.get(rows) or ()))] if rows else [name]
    return out


def _move(cursor: apsw.Cursor, registry: Registry, made: Draft, env: Env) -> None:
    """Where things are after the steps that lead to the record's state; what other steps moved since stays."""
    where: dict[int, tuple[Moved, Stepping]] = {}
    if made.new["status"] == "destroyed":
        itself = Stepping(made.form, INTAKE, made.new, made.new, (), env)
        where[made.new["_id"]] = Moved(itself.itself, "destroyed"), itself
    for step in _behind(made.sql.layout.spec, made.new["status"]):
        lines = tuple(range(len(made.new.get(step.line) or ()))) if step.line else ()
        stepping = Stepping(made.form, step.id, made.new, made.new, lines, env)
        for _, call in registry.listeners(made.form, step.id, "after_step"):
            for effect in call(stepping) if call else ():
                if isinstance(effect, Moved) and effect.link.id is not None:
                    where[effect.link.id] = effect, stepping
    for record, (effect, stepping) in where.items():
        now = fetched(cursor, "SELECT holding FROM holding WHERE record_id = ?", (record,))
        if (now[0][0] if now else "") in FREE:
            holding.move(cursor, effect, stepping, env)


def _behind(spec: FormSpec, state: str) -> list[StepSpec]:
    """The steps by which a record comes into a state: along the course all that lead to it or to a state before it."""
    if state not in spec.course:
        return [s for s in spec.flow.steps if s.to == state]
    upto = spec.course[: spec.course.index(state) + 1]
    return [s for s in spec.flow.steps if s.to in upto]
