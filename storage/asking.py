"""What comes with a step, put into the record: the fields that it asks for, signatures at their places."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

from dangan.env import Env
from dangan.errors import Problem, Refused
from dangan.flowspec import StepSpec
from dangan.form import FormType
from dangan.record import Values
from dangan.scope import Scope
from dangan.sentences import problem
from dangan.settling import default_of
from dangan.spec import FieldSpec
from dangan.system import stored_fields

_COUNTED = re.compile(r"(.*?)(\d+)", re.DOTALL)


def with_asked(
    form: FormType, step: StepSpec, old: Values, given: Mapping[str, Any], lines: Collection[int], env: Env
) -> Values:
    """The record with what was `given` for the fields that a step asks for, at the places of its lines, and with what it
    sets; dates and persons that are left open are today's and the user's."""
    out: Values = {**old, **{rows: [dict(line) for line in old.get(rows) or ()] for rows in form.spec.rows}}
    fields = {
        **stored_fields(form.spec),
        **{f"{rows}.{f.id}": f for rows, b in form.spec.rows.items() for f in b.fields},
    }
    if wrong := [n for n in lines if not (step.line and 0 <= n < len(old[step.line]))]:
        raise Refused([_strange(f"第 {min(wrong) + 1} 行", f"line {min(wrong) + 1}")])
    strange = set(given) - set(step.asks)
    if strange:
        name = sorted(strange)[0]
        raise Refused([problem("GEN_LOCKED", name, record_no=old["record_no"], field=fields.get(name, name),
                               status=next((s for s in form.spec.states if s.code == old["status"]), old["status"]))])  # fmt: skip
    for path in step.asks:
        rows, _, name = path.rpartition(".")
        if path in form.spec.rows:
            out[path] = given.get(path, out[path])
            continue
        for place, n in enumerate(sorted(lines) if rows else (-1,)):
            home = out[rows][n] if rows else out
            if path in given:
                home[name or path] = run_on(given[path], place) if fields[path].arg("archive") else given[path]
            elif home.get(name or path) is None and (fields[path].required or rows):
                home[name or path] = _proposed(form, fields[path], path, Scope(form, out, env, rows, n))
    for path, value in step.sets:
        rows, _, name = path.rpartition(".")
        for n in lines if rows else (-1,):
            (out[rows][n] if rows else out)[name] = value
    return out


def run_on(number: Any, by: int) -> Any:
    """The archive number so many after one that was given: its last digits go on, as wide as they are."""
    counted = _COUNTED.fullmatch(str(number or ""))
    return f"{counted[1]}{int(counted[2]) + by:0{len(counted[2])}}" if counted else number


def signs(step: StepSpec, values: Values, path: str) -> None:
    """Raises Refused where `path` is no signature of the step, or of no line."""
    rows, _, rest = path.partition(".")
    place = rest.partition(".")[0]
    there = not rest or (place.isdecimal() and int(place) < len(values.get(rows) or ()))
    if plain(path) not in step.sign or not there:
        raise Refused([_strange(f"签字“{path}”", f"signature {path}")])


def _strange(zh: str, en: str) -> Problem:
    return Problem(
        "", "STEP_ASKED", "refuse", f"这一步没有{zh}。", f"This step has no {en}.",
        "请按屏幕所列办理。", "Choose from what is shown.",
    )  # fmt: skip


def proposed(form: FormType, f: FieldSpec, path: str, values: Values, env: Env, place: int = -1) -> Any:
    """What a step would fill into the field at `path`, of a rows table in the line at `place`; None where it fills nothing."""
    rows = path.rpartition(".")[0]
    if not (f.required or rows):
        return None
    return _proposed(form, f, path, Scope(form, values, env, rows, place) if rows else Scope(form, values, env))


def _proposed(form: FormType, f: FieldSpec, path: str, scope: Scope) -> Any:
    """What a field that a step asks for holds unless something is given: its default, a day today, a person the user."""
    if (path, "default") in form.functions:
        return default_of(form, f, path, scope)
    return {"date": scope.env.today, "person": scope.env.user}.get(f.type)


def put(values: Values, path: str, value: Any) -> None:
    """Write a value at `name` or `rows.N.name`."""
    parts = path.split(".")
    if len(parts) == 1:
        values[path] = value
    else:
        values[parts[0]][int(parts[1])][parts[2]] = value


def plain(path: str) -> str:
    """`rows.N.field` as the declaration names it, `rows.field`."""
    parts = path.split(".")
    return f"{parts[0]}.{parts[2]}" if len(parts) == 3 else path
