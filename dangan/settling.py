"""Values that nobody types: defaults of a new record, what one field fills in another, copies, sums, kept values."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dangan.env import Env, Lists
from dangan.form import FormType
from dangan.record import Link, Values
from dangan.scope import Scope
from dangan.spec import BlockSpec, FieldSpec, FormSpec
from dangan.system import stored_fields
from dangan.values import ids


def fresh(form: FormType, env: Env) -> Values:
    """A new record: defaults, and the given lines of its checklists."""
    values: Values = {name: _empty(f) for name, f in stored_fields(form.spec).items()}
    values["status"] = form.spec.state_codes[0]
    values["secrecy"] = form.spec.secrecy
    values["retention"] = form.spec.retention or None
    values |= {name: [] for name in form.spec.rows} | {"_reasons": {}}
    fields = stored_fields(form.spec)
    for name, f in (*fields.items(), *((n, f) for n, f in fields.items() if (n, "default") in form.functions)):
        if values[name] in (None, ()):  # those of functions once more: they may need what stands further down
            values[name] = default_of(form, f, name, Scope(form, values, env))
    for block in form.spec.rows.values():
        if block.one_per:
            values[block.id] = list(_given_lines(form, block, env))
    return settle(form, values, env)


def fresh_line(form: FormType, rows: str, values: Values, env: Env) -> Values:
    """A new line of a rows table with its defaults; it is not added."""
    block = form.spec.rows[rows]
    line: Values = {f.id: _empty(f) for f in block.fields}
    trial = {**values, rows: [*(values.get(rows) or ()), line]}
    scope = Scope(form, trial, env, rows, len(trial[rows]) - 1)
    for f in block.fields:
        if line[f.id] in (None, ()):
            line[f.id] = default_of(form, f, f"{rows}.{f.id}", scope)
    return line


def _given_lines(form: FormType, block: BlockSpec, env: Env) -> Iterator[Values]:
    kind = block.field(block.one_per)
    defaults = dict(block.lines)
    for option in kind.options or env.office.options(kind.list):
        if not option.retired:
            line = fresh_line(form, block.id, {}, env)
            yield {**line, kind.id: option.code, **dict(defaults.get(option.code, ()))}


def _empty(f: FieldSpec) -> Any:
    return () if f.type == "multi" else None


def default_of(form: FormType, f: FieldSpec, path: str, scope: Scope) -> Any:
    function = form.functions.get((path, "default"))
    if function:
        return scope.run(function) if scope.runs(function) else _empty(f)
    return _empty(f) if f.default is None else _meant(f.default, scope.env)


def _meant(default: Any, env: Env) -> Any:
    match default:
        case "@today":
            return env.today
        case "@now":
            return env.now.replace(second=0, microsecond=0)
        case "@user":
            return env.user
        case "@dept":
            return env.dept
        case "@company":
            return env.company
        case str() if default.startswith("@setting:"):
            _, name, otherwise = default.split(":", 2)
            found = env.office.setting(name)
            return found if found is not None else int(otherwise) if otherwise.isdigit() else otherwise
    return default


def locked(form: FormType, path: str, values: Values, env: Env) -> bool:
    """Whether the program keeps the value now, so that it is not typed and the cursor passes it."""
    f = form.spec.find(path)
    if (f.auto and f.id != "record_no") or path in form.spec.flow.signed:
        return True
    if f.source and f.source.kind == "kept" and f.source.how:
        return _in_force(form, f.source.how, values, env) is not None
    return f.computed


def _share(form: FormType, out: Values, env: Env) -> None:
    """Give an edition the values that it shares with the master it was just linked to."""
    link = out.get(form.spec.edition_link)
    master = env.office.record(link) if isinstance(link, Link) else None
    if master is not None:
        out.update({f.id: master.get(f.id) for f in form.spec.fields.values() if f.shared})
        out["_master"] = (master.get("_id"), master.get("_lock"))


def settle(form: FormType, values: Values, env: Env, changed: str = "") -> Values:
    """The record with everything filled in that follows from what was typed; `changed` names the field just left.

    Only empty fields are filled from an identity number or a link, but copies follow a link that changed, and so do the
    values that an edition shares with its master. A default
    whose function asks for the field just left is proposed again where the field is still empty.
    """
    out: Values = {**values, **{name: [dict(line) for line in values.get(name) or ()] for name in form.spec.rows}}
    giving, computed = _busy(form)
    if changed and changed == form.spec.edition_link:
        _share(form, out, env)
    for name in form.spec.rows:
        if (name, "fill") in form.functions:
            _fill(form, name, out, env, changed)
    record = Scope(form, out, env)
    for f, always in giving[""]:
        if always or out.get(f.id) is not None:
            _settle_field(form, f, f.id, out, record, changed)
    for name in form.spec.rows:
        for index, line in enumerate(out[name] if giving[name] else ()):
            scope = Scope(form, out, env, name, index)
            for f, always in giving[name]:
                if always or line.get(f.id) is not None:
                    _settle_field(form, f, f"{name}.{f.id}", line, scope, changed)
    for f in computed:
        out[f.id] = _computed(form, f, f.id, out, Scope(form, out, env))
    return out


def _fill(form: FormType, rows: str, out: Values, env: Env, changed: str) -> None:
    """Put in the lines that the program brings: while there are none, or when what they depend on was just left."""
    function = form.functions[rows, "fill"]
    scope = Scope(form, out, env)
    if (not out[rows] or changed in function.needs) and scope.runs(function):
        begun = {f.id: _empty(f) if f.default is None else _meant(f.default, env) for f in form.spec.rows[rows].fields}
        out[rows] = [{**begun, **line} for line in scope.run(function)]


def in_order(spec: FormSpec, values: Values, office: Lists) -> Values:
    """The tables that are kept in an order, sorted by that field: options as their list has them, what is empty last."""
    found: Values = {}
    for name, block in spec.rows.items():
        if block.order and values.get(name):
            f = block.field(block.order)
            options = list(f.options) or list(office.options(f.list) if f.list else ())
            places = {option.code: n for n, option in enumerate(options)}

            def place(line: Values, name: str = f.id, places: dict[str, int] = places) -> tuple[bool, Any]:
                value = line.get(name)
                return value is None, 0 if value is None else places.get(value, len(places)) if places else value

            found[name] = sorted(values[name], key=place)
    return found


def of_the_day(f: FieldSpec) -> bool:
    """Whether a value may be another one tomorrow without a save."""
    return f.source is not None and (f.source.kind == "live" or (f.source.kind == "kept" and bool(f.source.how)))


def enliven(form: FormType, values: Values, env: Env) -> Values:
    """A record as read, with the values that depend on the day: those never stored, of its lines too, and those kept
    from the last line in force. Without them where the plugin is gone."""
    if not form.alive:
        return values
    out, scope = {**values}, Scope(form, values, env)
    for block, f in form.spec.walk():
        if block.part != "rows":
            if of_the_day(f):
                out[f.id] = _computed(form, f, f.id, values, scope)
        elif f.source and f.source.kind == "live":
            path = f"{block.id}.{f.id}"
            out[block.id] = [
                {**line, f.id: _computed(form, f, path, line, scope.at(block.id, n))}
                for n, line in enumerate(out.get(block.id) or ())
            ]
    return out


Giving = dict[str, list[tuple[FieldSpec, bool]]]


def _busy(form: FormType) -> tuple[Giving, list[FieldSpec]]:
    """The fields from which something follows, by rows table ("" = the record), each with whether it does even while they
    are empty; those computed at the end."""
    kept: tuple[Giving, list[FieldSpec]] | None = form.__dict__.get("_busy")
    if kept is None:
        giving: Giving = {"": [], **{name: [] for name in form.spec.rows}}
        for block, f in form.spec.walk():
            rows = block.id if block.part == "rows" else ""
            path = f"{rows}.{f.id}" if rows else f.id
            always = bool(f.source or f.arg("serial") or (path, "default") in form.functions)
            if always or f.fills or f.tick:
                giving[rows].append((f, always))
        last = [f for f in form.spec.fields.values() if f.source and f.source.kind in ("calc", "kept", "live")]
        kept = form.__dict__["_busy"] = (giving, last)
    return kept


def _settle_field(form: FormType, f: FieldSpec, path: str, home: Values, scope: Scope, changed: str) -> None:
    value = home.get(f.id)
    for name, told in told_by(form, f, path, value).items():
        if home.get(name) is None:
            home[name] = told
    if f.tick and value:
        home[f.tick] = True
    left = changed.rpartition(".")[2]
    proposed = form.functions.get((path, "default"))
    if proposed and value in (None, ()) and left in proposed.needs and scope.runs(proposed):
        home[f.id] = scope.run(proposed)
    if f.source and f.source.kind == "copied":
        link_name, _, wanted = f.source.how.partition(".")
        link = scope.value(link_name)
        if isinstance(link, Link) and (value is None or left == link_name):
            record = scope.env.office.record(link)
            home[f.id] = next((record[n] for n in wanted.split("|") if record.get(n)), None) if record else value
    if scope.rows:
        if f.arg("serial"):
            home[f.id] = scope.index + 1
        elif f.source and f.source.kind == "calc":
            home[f.id] = _computed(form, f, path, home, scope)


def proposed_by(form: FormType, path: str, values: Values, env: Env, row: int = -1) -> Values:
    """What is proposed, as things stand, for the fields beside the one at `path` whose default follows from it."""
    block, _, name = path.rpartition(".")
    scope = Scope(form, values, env, block, row) if block else Scope(form, values, env)
    found: Values = {}
    for (place, kind), function in form.functions.items():
        home, _, field = place.rpartition(".")
        if kind == "default" and home == block and name in function.needs and scope.runs(function):
            found[field] = scope.run(function)
    return found


def told_by(form: FormType, f: FieldSpec, path: str, value: Any) -> dict[str, Any]:
    """What the identity number `value` of the field at `path` (`name`, `rows.name`) says of the fields that it fills."""
    if not f.fills or f.type != "idcard" or not isinstance(value, str) or not ids.id_card_ok(value):
        return {}
    found: dict[str, Any] = {"date": ids.id_card_birth(value), "choice": ids.id_card_sex(value)}
    home = path.removesuffix(f.id)
    return {name: found.get(form.spec.find(home + name).type) for name in f.fills}


def _computed(form: FormType, f: FieldSpec, path: str, home: Values, scope: Scope) -> Any:
    assert f.source is not None
    value, how = home.get(f.id), f.source.how
    fixed = form.fixed.get(path)
    if (
        fixed
        and (value is not None or scope.itself)
        and fixed.holds(scope.value, form.spec.course, scope.value("status"))
    ):
        return value
    if f.source.kind == "kept":
        line = _in_force(form, how, scope.values, scope.env) if how else None
        return line.get(how.partition(".")[2]) if line else value
    function = form.functions.get((path, "calc")) or form.functions.get((path, "live"))
    if function:
        return scope.run(function) if scope.runs(function) else _empty(f)
    result = evaluate(how, scope)
    if not f.source.override:
        return result
    return result if value is None and result else value


def evaluate(how: str, scope: Scope) -> Any:
    """An expression of the closed set: `count:rows:`, `max:rows.field:` over the record's own lines, `total min max` of
    `form.field:link` over the records that name this one. None where there is nothing to compute from."""
    kind, path, by = how.split(":")
    table, _, name = path.partition(".")
    if not by:
        lines = scope.values.get(table) or ()
        if kind == "count":
            return len(lines)
        found = [line[name] for line in lines if line.get(name) is not None]
        if not found:
            return None
        return sum(found) if kind == "total" else max(found) if kind == "max" else min(found)
    link = scope.itself
    if link is None:
        return None
    office = scope.env.office
    return (office.total(path, by, link) or None) if kind == "total" else office.extreme(path, by, link, kind)


def _in_force(form: FormType, how: str, values: Values, env: Env) -> Values | None:
    """The last line that is not dated ahead, by the order field of its table."""
    table = how.partition(".")[0]
    order = form.spec.rows[table].order
    lines = [line for line in values.get(table) or () if not order or (line.get(order) and line[order] <= env.today)]
    return max(lines, key=lambda line: line[order]) if lines and order else (lines[-1] if lines else None)
