"""What a flow means for one record: what is locked, whose a step is, which signatures it needs, what speaks against it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from dangan.checking import judge
from dangan.env import Env, Office, shipped_roles
from dangan.errors import Problem
from dangan.flowspec import StepSpec
from dangan.form import FormType
from dangan.frozen import frozen
from dangan.record import Link, Signature, Values
from dangan.scope import Scope
from dangan.sentences import problem
from dangan.spec import FieldSpec, FormSpec, Label
from dangan.system import stored_fields
from dangan.told import counted_on, day_of


@frozen
class Stepping:
    """A step being taken, as a plugin that listens is given it: the record before and after, the places of the lines."""

    form: str
    step: str
    old: Values
    new: Values
    lines: tuple[int, ...]
    env: Env

    @property
    def itself(self) -> Link:
        """The record as others link to it."""
        return Link(self.new.get("record_no") or "", self.new["_id"], self.form)


@frozen
class Change:
    """An effect on a record: `values` with its `_id`, or a new record without; `state` where it comes into another one."""

    form: str
    values: Values
    state: str = ""
    why: str = ""


@frozen
class Moved:
    """An effect on a thing: where it is from now on (in_stock, on_loan, missing, destroyed …)."""

    link: Link
    holding: str


Effect = Change | Moved


def locked_paths(spec: FormSpec, state: str) -> frozenset[str]:
    """What may not be changed in a state: fields, `rows.field`, and rows tables whose lines neither come nor go."""
    kept: dict[str, frozenset[str]] = spec.__dict__.setdefault("_locked", {})
    if state not in kept:
        course = spec.course
        upto = course[: course.index(state) + 1] if state in course else (state,)
        found = _preparer(spec)
        for each in filter(None, map(spec.flow.state, upto)):
            for name in each.locks:
                found |= set(_spread(spec, name))
            found -= {path for name in each.late for path in _spread(spec, name)}
        kept[state] = frozenset(found - spec.flow.signed)
    return kept[state]


def _preparer(spec: FormSpec) -> set[str]:
    """Who prepared a record stays, where a signature of its flow must be another person's."""
    signed = [spec.find(path) for path in spec.flow.signed]
    return {"prepared_by"} if any("prepared_by" in f.differs for f in signed) else set()


def _spread(spec: FormSpec, name: str) -> Iterator[str]:
    """The paths that a name in `locks` or `late` stands for; a field with `write=` only by its own name or by `*`."""
    if name in spec.fields or "." in name:
        yield name
        return
    for block in spec.blocks:
        if name not in ("*", block.id):
            continue
        rows = block.part == "rows"
        if rows:
            yield block.id
        for f in block.fields:
            stored = f.source is None or f.source.kind not in ("live", "kept")
            if stored and (name == "*" or not f.write):
                yield f"{block.id}.{f.id}" if rows else f.id


def changes_to_locked(
    form: FormType,
    old: Values,
    new: Values,
    allowed: Collection[str] = (),
    signed: Iterable[str] = (),
    entered: Mapping[str, date] | None = None,
) -> list[Problem]:
    """Refusals of what differs at paths that the state locks, or that signatures cover (`signed`), `allowed` spared;
    `entered` gives the day of each state for the sentence."""
    spec = form.spec
    state = old.get("status") or ""
    found = []
    for path in sorted((locked_paths(spec, state) | set(signed)) - set(allowed)):
        rows, _, name = path.rpartition(".")
        if "." in rows:
            if content(old, [path]) != content(new, [path]):
                table, _, line_id = rows.partition(".")
                n = next((n for n, x in enumerate(old[table]) if str(x["_id"]) == line_id), 0)
                found.append(_locked(spec, f"{table}.{n}.{name}", spec.find(f"{table}.{name}"), old, entered))
        elif rows:
            now = {line["_id"]: line for line in new.get(rows) or ()}
            for n, line in enumerate(old.get(rows) or ()):
                if line["_id"] in now and now[line["_id"]].get(name) != line.get(name):
                    found.append(_locked(spec, f"{rows}.{n}.{name}", spec.find(path), old, entered))
        elif path in spec.rows:
            if [x["_id"] for x in old.get(path) or ()] != [x.get("_id") for x in new.get(path) or ()]:
                found.append(_locked(spec, path, spec.rows[path], old, entered))
        elif old.get(path) != new.get(path):
            found.append(_locked(spec, path, field_at(spec, path), old, entered))
    return found


def typed_over(old: Values, new: Values, path: str) -> list[str]:
    """Where a signature at `name` or `rows.name` was put in or changed, lines as `rows.N.name`; one that goes with its line
    was not."""
    rows, _, name = path.rpartition(".")
    if not rows:
        return [path] if new.get(path) is not None and new.get(path) != old.get(path) else []
    before = {line["_id"]: line.get(name) for line in old.get(rows) or ()}
    return [
        f"{rows}.{n}.{name}"
        for n, line in enumerate(new.get(rows) or ())
        if line.get(name) is not None and line.get(name) != before.get(line.get("_id"))
    ]


def stands_in(old: Values, new: Values, path: str) -> Signature | None:
    """The signature at `name` or `rows.name` in `old` that another stands for in `new`, or none any more."""
    rows, _, name = path.rpartition(".")
    now = {line.get("_id"): line.get(name) for line in new.get(rows) or ()} if rows else {None: new.get(name)}
    homes = old.get(rows) or () if rows else ({**old, "_id": None},)
    for home in homes:
        was, is_ = home.get(name), now.get(home["_id"])
        if isinstance(was, Signature) and (was.name, was.on) != (getattr(is_, "name", None), getattr(is_, "on", None)):
            return was
    return None


def locked_at(spec: FormSpec, path: str, old: Values, entered: Mapping[str, date] | None = None) -> Problem:
    """The refusal of a change at `name`, `rows`, `rows.name` or `rows.N.name` in the state that `old` is in."""
    what = spec.rows[path] if path in spec.rows else field_at(spec, path)
    return _locked(spec, path, what, old, entered)


def _locked(spec: FormSpec, path: str, what: Any, old: Values, entered: Mapping[str, date] | None) -> Problem:
    state = next(s for s in spec.states if s.code == old["status"])
    said = spec.flow.state(state.code)
    days = {f"{code}_on": day for code, day in (entered or {}).items()}
    values = {**old, **days, "record_no": old.get("record_no") or "", "status": state, "field": what}
    return problem(said.refuses if said and said.refuses else "GEN_LOCKED", path, **values)


def covered(spec: FormSpec, step: StepSpec, path: str, values: Values, state: str) -> tuple[str, ...]:
    """What a signature at `path` covers: what the state locks that it leads to; of a step that stays in its state, what
    it asks for; of a line, the fields of this line that it asks for (`rows.ID.field`, by the line's `_id`)."""
    rows, _, rest = path.partition(".")
    if rest:
        line = values[rows][int(rest.partition(".")[0])]
        asked = [p.partition(".")[2] for p in step.asks if p.startswith(f"{rows}.")]
        names = asked or [f.id for f in spec.rows[rows].fields if f.type != "sign"]
        return tuple(sorted(f"{rows}.{line['_id']}.{name}" for name in names))
    if not step.to and step.asks:
        return tuple(sorted(step.asks))
    return tuple(sorted(locked_paths(spec, state)))


def content(values: Values, paths: Iterable[str]) -> list[tuple[str, Any]]:
    """What stands at paths, for the hash of a signature: path -> value, of lines by their `_id`."""
    out: list[tuple[str, Any]] = []
    for path in paths:
        rows, _, name = path.rpartition(".")
        table, _, line_id = rows.partition(".")
        if line_id:
            line: Values = next((x for x in values.get(table) or () if str(x.get("_id")) == line_id), {})
            out.append((path, line.get(name)))
        elif rows:
            out.append((path, [(line.get("_id"), line.get(name)) for line in values.get(rows) or ()]))
        elif isinstance(values.get(path), list):
            out.append((path, [line.get("_id") for line in values[path]]))
        else:
            out.append((path, values.get(path)))
    return out


def persons(who: Iterable[str], values: Values, office: Office) -> frozenset[str]:
    """Who may act, as tokens `person:5 role:archivist head:3 deputy:3`: what `Office.acts_as` gives is looked up in it."""
    found: set[str] = set()
    for each in who:
        kind, _, name = each.partition(":")
        if kind == "role":
            found.add(each)
        elif kind == "setting":
            held = office.setting(name)
            found |= {f"role:{one}" for one in (held if isinstance(held, list) else [held]) if one}
        elif kind == "field":
            link, _, there = name.rpartition(".")
            target = values.get(link) if link else None
            record = office.record(target) if isinstance(target, Link) else None
            found |= _person((record or {}).get(there) if link else values.get(name))
        elif kind == "entry":
            form, _, by = name.partition(":")
            for entry in office.find(form, dept=values.get(by)) if values.get(by) else ():
                if not entry.get("valid_to"):
                    found |= _person(entry.get("person"))
        else:
            dept = values.get(name)
            if isinstance(dept, Link) and dept.id is not None:
                found.add(f"{kind}:{dept.id}")
    return frozenset(found)


def _person(value: Any) -> set[str]:
    if isinstance(value, Link | Signature):
        return {f"person:{value.id}"} if value.id is not None else set()
    return set()


def signers(form: FormType, step: StepSpec, name: str) -> tuple[str, ...]:
    """Whose a signature of a step is: of the sign field itself, else of the step."""
    return field_at(form.spec, name).who or step.by


def needed(
    form: FormType, step: StepSpec, values: Values, env: Env, lines: Collection[int] | None = None
) -> tuple[str, ...]:
    """The signatures that the step needs in this case, in order: fields, and `rows.N.field` for each line of a table, of
    the table that the step is of only the `lines` chosen."""
    function = form.step_functions.get((step.id, "needs"))
    names = tuple(Scope(form, values, env).run(function)) if function else step.sign
    out: list[str] = []
    for name in (n for n in step.sign if n in names):
        rows, _, field = name.rpartition(".")
        chosen = lines if lines is not None and rows == step.line else range(len(values.get(rows) or ()))
        out += [f"{rows}.{n}.{field}" for n in chosen] if rows else [name]
    return tuple(out)


def around(values: Values, path: str) -> Values:
    """What a name may mean at `rows.N.name`: a field of the line, then of the record."""
    parts = path.split(".")
    return {**values, **values[parts[0]][int(parts[1])]} if len(parts) == 3 else values


def at(values: Values, path: str) -> Any:
    """The value at `name` or `rows.N.name`."""
    parts = path.split(".")
    return values.get(path) if len(parts) == 1 else values[parts[0]][int(parts[1])].get(parts[2])


def field_at(spec: FormSpec, path: str) -> FieldSpec:
    """The field at `name`, `rows.name` or `rows.N.name`."""
    parts = path.split(".")
    return spec.find(f"{parts[0]}.{parts[-1]}") if len(parts) > 1 else stored_fields(spec)[path]


def against(form: FormType, step: StepSpec, values: Values, env: Env, lines: Collection[int] = ()) -> list[Problem]:
    """What the step's own rules say. A rule that points to a rows table is asked for each line, of the table that the
    step is of for the `lines` (places) chosen; any may ask for `chosen`, these lines."""
    found: list[Problem] = []
    values = {**values, "chosen": [values[step.line][n] for n in lines] if step.line else []}
    for rule in form.step_rules.get(step.id, ()):
        table = rule.path if rule.path in form.spec.rows else ""
        chosen = lines if table == step.line and step.line else range(len(values.get(table) or ()))
        for n in chosen if table else (-1,):
            where = f"{table}.{n}" if table else rule.path
            scope = Scope(form, values, env, table, n) if table else Scope(form, values, env)
            found += judge(rule, where, scope)
    return found


def due_on(form: FormType, step: StepSpec, values: Values, env: Env, entered: date | None) -> date | None:
    """The day until which the step should be taken; None where it has no limit, or what it counts from is missing."""
    function = form.step_functions.get((step.id, "until"))
    if function:
        scope = Scope(form, values, env)
        found: date | None = scope.run(function) if scope.runs(function) else None
        return found
    limit = step.due
    if limit is None:
        return None
    extended = values.get(limit.extended) if limit.extended else None
    if isinstance(extended, date):
        return extended
    start: Any = values.get(limit.after) if limit.after else entered
    begun = day_of(start)
    return counted_on(limit, begun, env.office) if begun else None


def leads_on(spec: FormSpec, step: StepSpec) -> bool:
    """Whether a step is work that waits: it has a limit, or leads on along the course. Sending back, asking for more or
    cancelling may be done; it waits for nobody."""
    if step.due is not None:
        return True
    order = spec.course
    if step.reason or step.to not in order:
        return False
    return any(state not in order or order.index(state) < order.index(step.to) for state in step.from_)


def wrong_state(form: FormType, step: StepSpec, values: Values, lang_steps: Iterable[StepSpec]) -> Problem:
    """The refusal of a step from a state that it does not lead from."""
    state: Any = next((s for s in form.spec.states if s.code == values["status"]), values["status"])
    steps = [Label(s.zh, s.en) for s in lang_steps] or Label("作废", "Void")
    return problem(
        "GEN_STEP_STATE",
        record_no=values.get("record_no") or "",
        status=state,
        step=Label(step.zh, step.en),
        steps=steps,
    )


def said(who: Iterable[str], spec: FormSpec, office: Office) -> list[Label]:
    """Who, in words: roles by their name, also those that a setting names, persons by the label of the field that names
    them."""
    out, roles = [], shipped_roles()
    for each in who:
        kind, _, name = each.partition(":")
        label = stored_fields(spec).get(name.rpartition(":")[2])
        what = Label(label.zh, label.en) if label else Label(name, name)
        match kind:
            case "role":
                out.append(roles.get(name, Label(name, name)))
            case "setting":
                held = office.setting(name)
                names = held if isinstance(held, list) else [held or name]
                out += [roles.get(one, Label(one, one)) for one in names]
            case "head":
                out.append(Label(f"{what.zh}负责人", f"the head of {what.en}"))
            case "deputy":
                out.append(Label(f"{what.zh}主管副总经理", f"the deputy in charge of {what.en}"))
            case _:
                out.append(what)
    return out
