"""Whether a record may be saved or take a step: formats, limits, order of dates, what is required, the form's rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from dangan.env import Env
from dangan.errors import Problem
from dangan.form import FormType
from dangan.planning import plan_of
from dangan.quick import Looks, closer
from dangan.reasons import reason_for
from dangan.record import Link, Signature, Values
from dangan.rules import Rule
from dangan.scope import Scope, Wants, unfilled, wanted
from dangan.sentences import problem, sentences
from dangan.settling import evaluate, fresh, fresh_line, locked, settle
from dangan.spec import BlockSpec, Condition, FieldSpec, Label
from dangan.system import stored_fields
from dangan.told import Named
from dangan.types import behaviour, options_of, said
from dangan.values.text import squeeze_name

__all__ = ["check", "fresh", "fresh_line", "locked", "prune", "required", "settle", "visible"]

RULE = "RULE"  # code of a rule that has no code in the specification


def visible(form: FormType, values: Values) -> set[str]:
    """What is relevant now: identifiers of blocks, of fields, and of rows fields as `rows.field` (a rows field that is
    relevant in no line is left out; line by line see `relevant`)."""
    shown: set[str] = set()
    for block in form.spec.blocks:
        if block.relevant and not block.relevant.holds(values.get):
            continue
        shown.add(block.id)
        for f in block.fields:
            path = f"{block.id}.{f.id}" if block.part == "rows" else f.id
            if block.part == "rows" or f.relevant is None or f.relevant.holds(values.get):
                shown.add(path)
    return shown


def relevant(block: BlockSpec, f: FieldSpec, values: Values, line: Values | None = None) -> bool:
    """Whether one field is relevant, in a line where one is given."""
    if block.relevant and not block.relevant.holds(values.get):
        return False
    return f.relevant is None or f.relevant.holds(lambda name: (line or {}).get(name, values.get(name)))


def prune(form: FormType, values: Values) -> Values:
    """The record without what is not relevant; entry keeps such values until the save."""
    out = dict(values)
    get = out.get
    conditional, others = _conditional(form)
    for block, f in conditional:
        empty = () if f.type == "multi" else None
        if block.part == "rows":
            if get(block.id):
                out[block.id] = [
                    line if relevant(block, f, values, line) else {**line, f.id: empty} for line in out[block.id]
                ]
        elif not unfilled(get(f.id)) and not relevant(block, f, values):
            out[f.id] = empty
    for f in others:
        if get(f"{f.id}_other") and not _unsaid(get(f.id), ""):
            out[f"{f.id}_other"] = None
    return out


def _conditional(form: FormType) -> tuple[list[tuple[BlockSpec, FieldSpec]], list[FieldSpec]]:
    """The fields that are not always relevant, and those of the record with a text beside them."""
    found: tuple[list[tuple[BlockSpec, FieldSpec]], list[FieldSpec]] | None = form.__dict__.get("_conditional")
    if found is None:
        fields = [(block, f) for block, f in form.spec.walk() if block.relevant or f.relevant]
        found = form.__dict__["_conditional"] = (fields, [f for f in form.spec.fields.values() if f.other])
    return found


def required(
    form: FormType, path: str, values: Values, state: str, line: Values | None = None, env: Env | None = None
) -> bool:
    """Whether the field must be filled in `state`; nothing is required in a lenient state, no signature that a step gives."""
    f = form.spec.find(path)
    states = form.spec.course
    at = states.index(state) if state in states else 0
    if state in form.spec.lenient or f.auto or (f.source and f.computed) or f.gapless or path in form.spec.flow.signed:
        return False
    over = next((x for x in form.spec.fields.values() if x.source and x.source.override == f.id), None)
    if over is not None:
        return differs_from_computed(over, Scope(form, values, env or Env(datetime.min, Link(""))))
    function = form.functions.get((path, "required"))
    if function:
        table = path.rpartition(".")[0]
        index = values[table].index(line) if table and line is not None else -1
        scope = Scope(form, values, env or Env(datetime.min, Link("")), table if index >= 0 else "", index)
        return scope.runs(function) and bool(scope.run(function))
    needed = f.required
    if f.type == "sign" and needed and not (isinstance(needed, Condition) and needed.since):
        from_state = f.needed_at or states[1]
        if at < states.index(from_state):
            return False
    if isinstance(needed, Condition):
        return needed.holds(lambda name: (line or {}).get(name, values.get(name)), states, state)
    return bool(needed)


def check(form: FormType, values: Values, env: Env, *, state: str, entering: str = "") -> list[Problem]:
    """Every problem of the record in `state`, or on its way into the state `entering`, in the order of the paper.

    A warning and a refusal that may be overridden are left out once `values["_reasons"]` holds `path:code` (a refusal:
    with a reason that is not empty), or one kept for this very value.
    """
    at = entering or state
    found: list[Problem] = []
    plan, first, scope = plan_of(form), at in form.spec.lenient, Scope(form, values, env)
    get = values.get
    for block, looks in plan.blocks:
        if block.relevant and not block.relevant.holds(get):
            continue
        if block.part == "rows":
            if block.min or get(block.id):
                found += _rows(form, block, looks, scope, at)
            continue
        for f in closer(looks, values, scope, first):
            found += _field(form, block, f, f.id, scope, at)
    for f in closer(plan.undeclared, values, scope, True):
        found += _content(f, f.id, values[f.id], scope)
    for rule, wants, table, inside in plan.rules:
        if table is not None and inside is not None:
            if get(table.id):
                found += _in_lines(rule, wants, table, inside, scope)
        elif wants.met(values, values):
            found += _judged(rule, wants, rule.path, scope)
    return [p for p in found if not _settled(p, values)] if values.get("_reasons") else found


def _settled(p: Problem, values: Values) -> bool:
    reason = reason_for(p.path, p.code, values)
    return reason is not None and (p.level != "refuse" or (p.override and bool(reason.strip())))


def _rows(form: FormType, block: BlockSpec, looks: Looks, record: Scope, at: str) -> Iterator[Problem]:
    lines = record.values.get(block.id) or []
    first = at in form.spec.lenient
    if len(lines) < block.min and not first:
        yield problem("GEN_MIN_LINES", block.id, table=form.spec.named(block), minimum=block.min)
    seen: dict[Any, int] = {}
    for index, line in enumerate(lines):
        scope = record.at(block.id, index)
        for f in closer(looks, line, scope, first):
            yield from _field(form, block, f, f"{block.id}.{index}.{f.id}", scope, at)
        if not block.once:
            continue
        mark = tuple(line.get(name) for name in block.once)
        if all(part not in (None, "") for part in mark):
            if mark in seen:
                yield problem(
                    "GEN_DUP_LINE",
                    f"{block.id}.{index}.{block.once[0]}",
                    table=form.spec.named(block),
                    line=index + 1,
                    line_2=seen[mark] + 1,
                    value=[said(block.field(name), line.get(name), scope.env.office) for name in block.once],
                )
            seen.setdefault(mark, index)


def _field(form: FormType, block: BlockSpec, f: FieldSpec, path: str, scope: Scope, at: str) -> Iterator[Problem]:
    line = scope.line
    if not relevant(block, f, scope.values, line):
        return
    value = (line if line is not None else scope.values).get(f.id)
    declared = f"{block.id}.{f.id}" if scope.rows else f.id
    if value in (None, "", ()):
        if required(form, declared, scope.values, at, line, scope.env):
            yield _missing(f, path, scope)
        return
    yield from _content(f, path, value, scope)
    home = line if line is not None else scope.values
    if f.other and at not in scope.form.spec.lenient and _unsaid(value, home.get(f"{f.id}_other")):
        yield problem("GEN_OTHER_TEXT", path, field=f)
    among = form.functions.get((declared, "among"))
    if among and scope.runs(among) and not scope.run(among):
        yield problem("GEN_REF_MISSING", path, field=f, value=value, form=Label("可选的记录", "eligible record"))


def _unsaid(value: Any, said: Any) -> bool:
    """Whether `other` is chosen and nothing written beside it."""
    chosen = "other" in value if isinstance(value, tuple) else value == "other"
    return chosen and not str(said or "").strip()


def differs_from_computed(f: FieldSpec, scope: Scope) -> bool:
    """Whether a value was typed over the computed one."""
    computed = evaluate(f.source.how, scope) if f.source else None
    value = scope.value(f.id)
    return computed is not None and value is not None and value != computed


def _missing(f: FieldSpec, path: str, scope: Scope) -> Problem:
    over = next((x for x in scope.form.spec.fields.values() if x.source and x.source.override == f.id), None)
    if over is not None:
        return problem("GEN_OVERRIDE_REASON", path, field=over)
    declared = f"{scope.rows}.{f.id}" if scope.rows else f.id
    decided = (declared, "required") in scope.form.functions  # which need not say the condition of the declaration
    terms = f.required.terms if isinstance(f.required, Condition) and not decided else ()
    if terms and f.code and not f.differs:
        return problem(f.code, path, **{"record_no": scope.values.get("record_no") or "", **_said(f, "", scope)})
    if not terms:
        return problem("GEN_REQUIRED", path, field=f)
    zh = "、".join(_term_words(term, scope, "zh") for term in terms)
    en = " and ".join(_term_words(term, scope, "en") for term in terms)
    return problem("GEN_REQUIRED_IF", path, field=f, condition=Label(zh, en))


def _term_words(term: tuple[str, tuple[str, ...], bool], scope: Scope, lang: str) -> str:
    name, codes, wanted = term
    spec = scope.form.spec
    fields = {x.id: x for x in spec.rows[scope.rows].fields} if scope.rows else {}
    f = fields.get(name) or stored_fields(spec).get(name)
    if f is None and name in spec.rows:
        return f"{'有' if wanted else '没有'}{spec.rows[name].tab('zh')}" if lang == "zh" else (
            f"there are {'' if wanted else 'no '}{spec.rows[name].tab('en').lower()}")  # fmt: skip
    if f is None:
        return name
    if f.type == "bool" and not codes:
        return (
            f"“{f.zh}”{'' if wanted else '不'}为{f.words[0]}"
            if lang == "zh"
            else f"{f.en} is {'Yes' if wanted else 'No'}"
        )
    words = [o.text(lang) for o in options_of(f, scope.env.office) if o.code in codes] or list(codes)
    if lang == "zh":
        said = f"{'' if wanted else '不'}为{'或'.join(words)}" if codes else ("已填" if wanted else "未填")
        return f"“{f.zh}”{said}"
    said = f"is {'' if wanted else 'not '}{' or '.join(words)}" if codes else ("is given" if wanted else "is empty")
    return f"{f.en} {said}"


def _said(f: FieldSpec, value: Any, scope: Scope) -> dict[str, Any]:
    """What the sentence of a limit with a code of its own may say: the field, its value, the line and what stands in it."""
    return {**_ours(f.code, scope), **(scope.line or {}), "field": f, "value": value, "line": scope.index + 1}


_SHAPES: dict[str, type | tuple[type, ...]] = {
    "link": Link,
    "sign": Signature,
    "multi": tuple,
    "bool": bool,
    "int": int,
}


def _content(f: FieldSpec, path: str, value: Any, scope: Scope) -> Iterator[Problem]:
    kind = behaviour(f)
    shape = _SHAPES.get(kind.kind)
    odd = shape is not None and (not isinstance(value, shape) or (shape is int and isinstance(value, bool)))
    if odd or (kind.kind == "text" and not isinstance(value, str)):
        yield replace(kind.refuse(f, str(value)), path=path)
        return
    for p in kind.check(f, value, scope.env):
        yield replace(p, path=path)
    for p in _limits(f, path, value):
        yield problem(f.code, path, **_said(f, value, scope)) if f.code and not f.differs else p
    yield from _order(f, path, value, scope)
    for name in f.differs:
        table, _, part = name.rpartition(".")
        others = [line.get(part) for line in scope.values.get(table) or ()] if table else [scope.value(name)]
        if any(other and _same_person(value, other) for other in others):
            second = scope.form.spec.find(name) if table else stored_fields(scope.form.spec)[name]
            yield problem(
                f.code if f.code else "GEN_SAME_PERSON",
                path,
                person=_name(value),
                field=f,
                field_2=second,
                roles=[f, second],
                record_no=scope.values.get("record_no") or "",
            )


def _limits(f: FieldSpec, path: str, value: Any) -> Iterator[Problem]:
    if isinstance(value, str):
        if len(value) > f.max_length:
            yield problem("GEN_TOO_LONG", path, field=f, count=len(value), limit=f.max_length)
        elif f.should_length and len(value) > f.should_length:
            yield Problem(
                path,
                "LONG",
                "warn",
                f"“{f.zh}”超过 {f.should_length} 个字。",
                f"{f.en} has more than {f.should_length} characters.",
            )
        return
    if isinstance(value, bool | tuple) or not hasattr(value, "__lt__") or hasattr(value, "year"):
        return
    low = 0 if f.min is None and f.type == "money" and not f.arg("signed") else f.min
    if (low is not None and value < low) or (f.max is not None and value > f.max):
        yield _outside("GEN_RANGE", path, f, value, low, f.max)
    elif (f.should_min is not None and value < f.should_min) or (f.should_max is not None and value > f.should_max):
        yield _outside("GEN_UNUSUAL", path, f, value, f.should_min, f.should_max)


def _outside(code: str, path: str, f: Any, value: Any, low: Any, high: Any) -> Problem:
    """A value beyond its limits, of which one may be missing."""
    made = problem(code, path, field=f, value=value, minimum=low, maximum=high)
    if low is not None and high is not None:
        return made
    zh, en = (f"不少于 {low}", f"at least {low}") if high is None else (f"不超过 {high}", f"at most {high}")
    if code == "GEN_RANGE":
        return replace(made, zh=f"“{f.zh}”填写 {value}，应{zh}。", en=f"{f.en}: {value} must be {en}.")
    return replace(made, zh=f"“{f.zh}”填写 {value}，通常{zh}。", en=f"{f.en}: {value} is unusual; it is mostly {en}.")


def _order(f: FieldSpec, path: str, value: Any, scope: Scope) -> Iterator[Problem]:
    for name, strict in ((f.from_, False), (f.after, True)):
        other = scope.env.today if name == "@today" else scope.value(name) if name else None
        one, two = _as_days(value, other)
        if other is not None and _comparable(one, two) and (one <= two if strict else one < two):
            if f.code and not f.differs:
                yield problem(f.code, path, **_said(f, value, scope))
            else:
                yield _early(path, f, value, _sibling(scope, name), other)
    end = scope.value(f.until) if f.until else None
    last, first = _as_days(end, value)
    if end is not None and _comparable(last, first) and last < first:
        second = _sibling(scope, f.until)
        if isinstance(value, int):
            end_path = path.removesuffix(f.id) + f.until
            yield _outside("GEN_RANGE", end_path, second, end, value, None)
            return
        yield _early(path.removesuffix(f.id) + f.until, second, end, f, value)


def _early(path: str, field: Any, value: Any, other: Any, than: Any) -> Problem:
    """A value that stands before the one it follows; years and archive numbers stand in an order as dates do."""
    made = problem("GEN_DATE_ORDER", path, field=field, value=value, field_2=other, value_2=than)
    return made if isinstance(value, date) else replace(made, mend_zh="请核对两项。", mend_en="Check both.")


def _as_days(one: Any, two: Any) -> tuple[Any, Any]:
    """A day and a time of a day, compared by the day."""
    if isinstance(one, date) and isinstance(two, date) and type(one) is not type(two):
        return date(one.year, one.month, one.day), date(two.year, two.month, two.day)
    return one, two


def _comparable(one: Any, two: Any) -> bool:
    return type(one) is type(two)


def _sibling(scope: Scope, name: str) -> Any:
    fields = {x.id: x for x in scope.form.spec.rows[scope.rows].fields} if scope.rows else {}
    return fields.get(name) or stored_fields(scope.form.spec).get(name) or Label("今天", "today")


def _same_person(one: Any, two: Any) -> bool:
    """By the directory where both stand in it; a name alone may be anybody of that name."""
    ids = [getattr(value, "id", None) for value in (one, two)]
    if None not in ids:
        return bool(ids[0] == ids[1])
    return squeeze_name(_name(one)) == squeeze_name(_name(two))


def _name(value: Any) -> str:
    return value.name if isinstance(value, Signature) else getattr(value, "text", str(value))


def _in_lines(rule: Rule, wants: Wants, block: BlockSpec, f: FieldSpec, scope: Scope) -> Iterator[Problem]:
    values = scope.values
    for index, line in enumerate(values.get(block.id) or ()):
        if wants.met(line, values) and relevant(block, f, values, line):
            yield from _judged(rule, wants, f"{block.id}.{index}.{f.id}", scope.at(block.id, index))


def _labelled(value: Any, scope: Scope) -> Any:
    """The fields that a verdict names, with their labels."""
    if not (isinstance(value, list) and value and isinstance(value[0], Named)):
        return value
    spec = scope.form.spec
    near = {f.id: f for f in spec.rows[scope.rows].fields} if scope.rows else {}
    return [spec.rows.get(name) or near.get(name) or spec.find(name) for name in value]


def _ours(code: str, scope: Scope) -> Values:
    """What the record says of the words that a sentence leaves open, a code by its label."""
    near = {f.id: f for f in scope.form.spec.rows[scope.rows].fields} if scope.rows else {}
    fields = {**stored_fields(scope.form.spec), **near}
    names = [name for name in sentences()[code]["with"] if name in fields]
    return {name: said(fields[name], scope.value(name), scope.env.office) for name in names}


def judge(rule: Rule, path: str, scope: Scope) -> Iterable[Problem]:
    """What one rule says where it stands; nothing where it holds, or where what it asks for is not filled in."""
    wants = wanted(scope.form, scope.rows, rule.function)
    return _judged(rule, wants, path, scope) if wants.met(scope.line or scope.values, scope.values) else ()


def _judged(rule: Rule, wants: Wants, path: str, scope: Scope) -> Iterable[Problem]:
    if not scope.knows(wants):
        return ()
    verdict = scope.call(rule.function, wants)
    if verdict is True:
        return ()
    given = {name: scope.given(name) for name in rule.function.needs if name not in ("office", "prev")}
    given |= _ours(rule.code, scope) if rule.code else {}
    if isinstance(verdict, dict):
        given |= {name: _labelled(value, scope) for name, value in verdict.items()}
    given.setdefault("line", scope.index + 1)
    if rule.code:
        words = {"record_no": scope.values.get("record_no") or "", **given}
        if rule.path:
            f = scope.form.spec.rows.get(rule.path) or scope.form.spec.find(rule.path)
            words = {"field": f, "value": scope.value(f.id), **words}
        made = problem(rule.code, path, override=rule.override, **words)
        return [replace(made, level=rule.level)]
    code = f"{RULE}:{rule.function.call.__name__}"
    return [Problem(path, code, rule.level, rule.zh, rule.en, rule.mend_zh, rule.mend_en, rule.override, given)]
