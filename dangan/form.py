"""Forms: the classes that a declaration derives from, and the form type that the program works with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from functools import cached_property
from typing import Any, ClassVar, Self

from dangan.blocks import Block, Dated, Foot, Head, Rows, Section
from dangan.env import shipped_lists, shipped_roles
from dangan.errors import DeclarationError
from dangan.field import Field
from dangan.flow import Flow, State, default_flow
from dangan.flowspec import FlowSpec, StepSpec
from dangan.numbering import classed
from dangan.papers import Ledger, Paper, Unique
from dangan.record import Values
from dangan.rules import SPECIAL, Function, Rule
from dangan.sentences import sentences
from dangan.spec import BlockSpec, Condition, FieldSpec, FormSpec, Option, in_english
from dangan.system import SYSTEM

__all__ = ["Block", "Dated", "Edition", "Foot", "Form", "FormType", "Head", "Register", "Rows", "Section"]


class FormType:
    """A form as the program works with it: its spec, its rules and functions, and its classes.

    `alive` is false where the plugin is gone and only the stored spec is left: no rules, nothing to write.
    """

    def __init__(self, spec: FormSpec, cls: type[Form] | None = None) -> None:
        self.spec, self.cls, self.alive = spec, cls, cls is not None

    @classmethod
    def bare(cls, spec: FormSpec) -> Self:
        """The form of a stored spec whose plugin is absent."""
        return cls(spec)

    @cached_property
    def stub(self) -> FormType | None:
        """The copy that is printed below a cutting line; bare where the plugin is gone."""
        spec, cls = self.spec.paper.stub, self.cls._stub if self.cls else None
        return cls.form_type if cls else FormType.bare(spec) if spec else None

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """Every rule, of the form and of its lines (path `rows.field`), in the order of the paper."""
        if self.cls is None:
            return ()
        found: list[Rule] = []
        for name, part in vars(self.cls).items():
            if isinstance(part, Field):
                found += part.rules
            elif isinstance(part, Rows | Dated):
                found += [_moved(rule, name) for field in part.row_fields() for rule in field.rules]
                found += [_named(rule, name) for rule in part.rules]
        return tuple(found)

    @cached_property
    def functions(self) -> dict[tuple[str, str], Function]:
        """Functions of fields by (path, kind): calc, default, required, among."""
        found: dict[tuple[str, str], Function] = {}
        for name, part in vars(self.cls).items() if self.cls else ():
            if isinstance(part, Field):
                found.update({(name, kind): f for kind, f in part.functions.items()})
            elif isinstance(part, Rows | Dated):
                if isinstance(part, Rows):
                    found.update({(name, kind): f for kind, f in part.functions.items()})
                found.update(
                    {(f"{name}.{x.name}", kind): f for x in part.row_fields() for kind, f in x.functions.items()}
                )
        return found

    @cached_property
    def fixed(self) -> dict[str, Condition]:
        """Computed fields that stand as they are once a condition holds, by path."""
        found: dict[str, Condition] = {}
        for name, part in vars(self.cls).items() if self.cls else ():
            if isinstance(part, Field) and part.fixed:
                found[name] = part.fixed
            elif isinstance(part, Rows):
                found.update({f"{name}.{x.name}": x.fixed for x in part.row_fields() if x.fixed})
        return found

    @cached_property
    def step_rules(self) -> dict[str, tuple[Rule, ...]]:
        """The rules of its steps by their names."""
        flow = self.cls.flow if self.cls else None
        return {name: tuple(step.rules) for name, step in flow.steps.items()} if flow else {}

    @cached_property
    def step_functions(self) -> dict[tuple[str, str], Function]:
        """The functions of its steps by (name, kind): needs, leads, until."""
        flow = self.cls.flow if self.cls else None
        steps = flow.steps.items() if flow else ()
        return {(name, kind): f for name, step in steps for kind, f in step.functions.items()}

    def wrap(self, values: Values) -> Any:
        """The record as an object with typed fields; of a bare form the values themselves."""
        return self.cls._of(values) if self.cls else values

    def wrap_line(self, rows: str, values: Values) -> Any:
        """One line of a rows table as an object with typed fields."""
        part = vars(self.cls).get(rows) if self.cls else None
        return part.row._of(values) if isinstance(part, Rows | Dated) else values

    def verify(self) -> None:
        """Check every name that the declaration says as text; raises DeclarationError with the nearest known one."""
        spec = self.spec
        known = {*spec.fields, *SYSTEM, *spec.rows, *SPECIAL}
        for rule in self.rules:
            self._names(rule.path, rule.function, known)
        for (path, _), function in self.functions.items():
            self._names(path, function, known)
        for name, rules in self.step_rules.items():
            step = spec.flow.step(name)
            for rule in rules:
                self._names(f"{rule.path or (step.line if step else '')}.{name}", rule.function, known)
        for (name, _), function in self.step_functions.items():
            self._names(name, function, known)
        for path, condition in self.fixed.items():
            for name in condition.names:
                if name not in known:
                    raise DeclarationError(f"{spec.id}.{path}: unknown field {name!r}{_hint(name, known)}")
        _flow(spec, known)
        for path in (
            *spec.key,
            *spec.sheet_by,
            *spec.order,
            *(name for way in spec.above for name, _ in way),
            *(f for u in spec.unique for f in u.fields),
            *(c for x in spec.ledgers for c in (*x.columns, *x.upto[:1], *(x.only.names if x.only else ()))),
        ):
            _path(spec, path, known)
        _paper(spec, known)
        for block, field in spec.walk():
            near = {f.id for f in block.fields} if block.part == "rows" else set()
            for name in _mentioned(field):
                if "." in name:
                    _path(spec, name, known)
                elif name not in near and name not in known:
                    raise DeclarationError(f"{spec.id}.{field.id}: unknown field {name!r}{_hint(name, near | known)}")
            if field.list and field.list not in shipped_lists() and not field.list.startswith(f"{spec.id}_"):
                raise DeclarationError(
                    f"{spec.id}.{field.id}: unknown option list {field.list!r}{_hint(field.list, shipped_lists())}"
                )

    def _names(self, path: str, function: Function, known: set[str]) -> None:
        rows, _, _ = path.rpartition(".")
        near = {f.id for f in self.spec.rows[rows].fields} if rows in self.spec.rows else set()
        for name in function.needs:
            if name not in near and name not in known:
                raise DeclarationError(
                    f"{self.spec.id}.{path}: {function.call.__name__}() asks for {name!r}, which is no field{_hint(name, near | known)}"
                )


def _hint(name: str, known: Iterable[str]) -> str:
    close = get_close_matches(name, list(known), 1)
    return f"; did you mean {close[0]!r}?" if close else ""


def _paper(spec: FormSpec, known: set[str]) -> None:
    """Check the names of a letter, and that the values of a stub are the form's own."""
    for name in spec.paper.letter[1:] if spec.paper.letter else ():
        if name:
            _path(spec, name, known)
    for label, name in spec.paper.down:
        on_it = next(fields for zh, _, fields in spec.paper.labels if zh == label)
        if name not in on_it:
            raise DeclarationError(f"{spec.id}: {name!r} does not stand on the label {label}{_hint(name, on_it)}")
    stub = spec.paper.stub
    for block, field in stub.walk() if stub else ():
        rows = spec.rows.get(block.id) if block.part == "rows" else None
        there = known | ({f.id for f in rows.fields} if rows else set())
        if field.id not in there and field.source is None:
            raise DeclarationError(f"{spec.id}: its stub has {field.id!r}, which is no field{_hint(field.id, there)}")


def _path(spec: FormSpec, path: str, known: set[str]) -> None:
    if "." not in path:
        if path not in known and path not in ("updated_at", "created_at"):
            raise DeclarationError(f"{spec.id}: unknown field {path!r}{_hint(path, known)}")
        return
    try:
        spec.find(path)
    except KeyError:
        raise DeclarationError(f"{spec.id}: unknown field {path!r}") from None


def _flow(spec: FormSpec, known: set[str]) -> None:
    """Check the names that states and steps say."""
    blocks = {block.id for block in spec.blocks}
    for state in spec.flow.states:
        for name in (*state.locks, *state.late):
            if name != "*" and name not in blocks:
                _path(spec, name, known)
        if state.refuses and state.refuses not in sentences():
            raise DeclarationError(
                f"{spec.id}.{state.code}: unknown code {state.refuses!r}{_hint(state.refuses, sentences())}"
            )
    for step in spec.flow.steps:
        for name in (*step.sign, *step.asks, *(path for path, _ in step.sets), *filter(None, (step.line,))):
            _path(spec, name, known)
        _whose(spec, step, step.by, known)
        for path in step.sign:
            rows = spec.rows.get(path.partition(".")[0])
            _whose(spec, step, spec.find(path).who, known | {f.id for f in rows.fields} if rows else known)


def _whose(spec: FormSpec, step: StepSpec, who: Iterable[str], known: set[str]) -> None:
    """Check the roles and fields that name who takes a step, or signs in it."""
    for kind, _, name in (each.partition(":") for each in who):
        if kind == "role" and name not in shipped_roles():
            raise DeclarationError(f"{spec.id}.{step.id}: unknown role {name!r}{_hint(name, shipped_roles())}")
        if kind in ("field", "head", "deputy"):
            first = name.partition(".")[0]
            if first not in known:
                _path(spec, first, known)


def _mentioned(field: FieldSpec) -> Iterator[str]:
    for condition in (field.required, field.relevant):
        if isinstance(condition, Condition):
            yield from condition.names
    for name in (field.from_, field.after, field.until, field.tick, *field.fills, *field.differs, *field.scope):
        if name and not name.startswith("@"):
            yield name
    if field.source and field.source.override not in ("", "*"):
        yield field.source.override


def _moved(rule: Rule, rows: str) -> Rule:
    return Rule(f"{rows}.{rule.path}", *_rest(rule))


def _named(rule: Rule, rows: str) -> Rule:
    return Rule(rows, *_rest(rule))


def _rest(rule: Rule) -> tuple[Any, ...]:
    return rule.level, rule.function, rule.code, rule.zh, rule.en, rule.mend_zh, rule.mend_en, rule.override


DEFAULT_STATES = "draft submitted approved filed"


def _states(form: str, codes: str) -> tuple[Option, ...]:
    words = shipped_lists().get(f"{form}_states", shipped_lists()["default_states"])["codes"]
    names = [*codes.split(), "void"]
    return tuple(Option(code, words.get(code, code), in_english(code)) for code in names)


def _labelled(flow: type[Flow]) -> tuple[Option, ...]:
    void = shipped_lists()["default_states"]["codes"]["void"]
    return (*(Option(s.code, s.zh, s.en) for s in flow.states), Option("void", void, "Void"))


def _usual(states: str, blocks: Sequence[BlockSpec]) -> FlowSpec:
    signs = any(f.id == "approved_by" and f.type == "sign" for block in blocks for f in block.fields)
    return default_flow(states.split(), signs)


class Stored(Flow):
    """The one state of a run of a report."""

    kept = State("已留存", "Kept", whole=True)


class Form:
    """A form type: one sheet, one record. Facts about it stand in the class line, the body holds its fields in the
    order of the paper; rules hang below. Raises DeclarationError while the class is being built."""

    form_type: ClassVar[FormType]
    flow: ClassVar[type[Flow] | None]
    _register: ClassVar[bool] = False
    _kind: ClassVar[str] = "record"
    _stub: ClassVar[type[Copy] | None] = None

    def __init_subclass__(
        cls,
        *,
        id: str = "",
        zh: str = "",
        en: str = "",
        no: str = "",
        family: tuple[str, str] | None = None,
        title: str = "{record_no}",
        prefix: str = "",
        number: str = "",
        classes: Mapping[str, str] | None = None,
        key: str = "record_no",
        unique: Sequence[Unique | str] = (),
        flow: type[Flow] | None = None,
        states: str = DEFAULT_STATES,
        secrecy: str = "internal",
        retention: str = "",
        own: str = "",
        sheet_by: str | None = None,
        ledgers: Sequence[Ledger] = (),
        paper: Paper | None = None,
        columns: str = "",
        of: str = "",
        link: str = "",
        refuses: str = "",
        practice: str = "",
        snapshots: bool = False,
        above: str | Sequence[Mapping[str, str]] = "",
        order: str = "",
        counted: tuple[str, str] | tuple[()] = (),
    ) -> None:
        if not id:
            return
        if family is not None and (isinstance(family, str) or len(family) != 2):
            raise DeclarationError(f"{id}: family takes a Chinese and an English name")
        blocks, other = _practice(_blocks(cls), id, practice.split()), cls._kind != "record"
        head = next((b for b in blocks if b.part == "header"), None)
        by = (
            tuple(sheet_by.split())
            if sheet_by is not None
            else tuple(f.id for f in head.fields)
            if head and cls._register
            else ()
        )
        spec = FormSpec(
            id=id, no=no or id, zh=zh, en=en, kind=cls._kind, of=of if other else "", snapshots=snapshots,
            register=cls._register, edition_of="" if other else of, edition_link=link, family=family or (),
            classes=tuple((classes or {}).items()), title=title, prefix=prefix, number=number or (f"{prefix}-{{yyyy}}-{{seq:4}}" if prefix else "{seq:4}"),
            key=tuple(key.split()), unique=tuple((u if isinstance(u, Unique) else Unique(u)).spec for u in unique),
            states=_labelled(Stored) if snapshots else () if other else _labelled(flow) if flow else _states(id, states),
            flow=Stored.spec if snapshots else FlowSpec() if other else flow.spec if flow else _usual(states, blocks),
            secrecy=secrecy, retention=retention, own=own, sheet_by=by, blocks=blocks,
            ledgers=tuple(x.spec for x in ledgers), paper=(paper or Paper()).spec, list_columns=tuple(columns.split()), refuses=refuses,
            above=_above(above), order=tuple(order.split()), counted=counted,
        )  # fmt: skip
        cls.form_type, cls.flow, cls._stub = FormType(spec, cls), flow, paper.stub if paper else None
        twice = _twice(spec)
        if twice:
            raise DeclarationError(f"{id}: {twice!r} is declared twice")
        if classes and classed(spec) is None:
            raise DeclarationError(f"{id}: classes are the options of no choice: {', '.join(classes)}")

    @classmethod
    def _of(cls, values: Values) -> Self:
        record = cls.__new__(cls)
        object.__setattr__(record, "_values", values)
        return record


def _above(said: str | Sequence[Mapping[str, str]]) -> tuple[tuple[tuple[str, str], ...], ...]:
    """What stands above a record: the first of these links that is filled; or, for forms that name it by what stands in
    it, own fields with the paths `form.field` or `form.link.field` that hold the same."""
    if isinstance(said, str):
        return tuple(((name, ""),) for name in said.split())
    return tuple(tuple(way.items()) for way in said)


def _twice(spec: FormSpec) -> str:
    seen: set[str] = set()
    for block in spec.blocks:
        for name in [block.id] if block.part == "rows" else [f.id for f in block.fields]:
            if name in seen:
                return name
            seen.add(name)
    return ""


def _blocks(cls: type) -> tuple[BlockSpec, ...]:
    parts = [p for p in vars(cls).values() if isinstance(p, Block | Rows | Dated | Field)]
    inside = {id(f) for p in parts if isinstance(p, Block) for f in p.fields}
    loose = [p for p in parts if isinstance(p, Field) and id(p) not in inside]
    blocks = sorted((p for p in parts if not isinstance(p, Field)), key=lambda p: p.order)
    made = [p.spec for p in blocks]
    if loose:
        made.append(BlockSpec("", "none", fields=tuple(f.spec for f in loose)))
    return tuple(made)


def _practice(blocks: tuple[BlockSpec, ...], form: str, names: Sequence[str]) -> tuple[BlockSpec, ...]:
    """The blocks with these fields marked as practice: an installation may hide them, the others stand on the source's
    paper."""
    paths = {f"{b.id}.{f.id}" if b.part == "rows" else f.id for b in blocks for f in b.fields}
    for block in (b for b in blocks if b.id in names):  # the whole of a block, but what is always there
        free = [f.id for f in block.fields if f.required is not True and f.type != "sign"]
        named = [f"{block.id}.{name}" if block.part == "rows" else name for name in free]
        names = [*(name for name in names if name != block.id), *named]
    for name in names:
        if name not in paths:
            raise DeclarationError(f"{form}: unknown field {name!r}{_hint(name, paths)}")
    if not names:
        return blocks
    return tuple(
        replace(b, fields=tuple(
            replace(f, practice=True) if (f"{b.id}.{f.id}" if b.part == "rows" else f.id) in names else f for f in b.fields
        ))
        for b in blocks
    )  # fmt: skip


class Register(Form):
    """A bound book: each line is a record, the sheet groups the lines that agree in `sheet_by` (the fields of Head)."""

    _register = True


class Copy(Form):
    """A printed part of another form, `of`: every value is that form's own, by the same identifier; nothing is stored.
    `refuses` is the code said to who wants to make, change or delete it apart."""

    _kind = "copy"


class Report(Form):
    """What is computed from the records of the form `of`, each field of its table being that form's field of the same
    name, or at the path that `copied` gives; nothing is stored. With `snapshots` the runs that are kept are its records."""

    _kind = "report"


class Edition(Form):
    """A second form on the same record: `of` names the master, `link` its own field that refers to it; fields declared
    `shared=True` are the master's values under a label of their own."""
