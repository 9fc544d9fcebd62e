"""Flows as a declaration writes them: a class whose body holds states and steps."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from copy import copy
from dataclasses import replace
from typing import Any, ClassVar, TypeVar

from dangan.errors import DeclarationError
from dangan.flowspec import DueSpec, FlowSpec, StateSpec, StepSpec
from dangan.rules import Function, Rule
from dangan.spec import Condition, Label
from dangan.told import wanting

F = TypeVar("F", bound=Callable[..., Any])


def role(name: str) -> str:
    """Who holds a role of the directory."""
    return f"role:{name}"


def head_of(dept: str) -> str:
    """The head of the department named in a field."""
    return f"head:{dept}"


def deputy_of(dept: str) -> str:
    """The deputy in charge of the department named in a field."""
    return f"deputy:{dept}"


def registered(form: str, dept: str) -> str:
    """The person whom a register (`dept_archivist`) names at present for the department in a field."""
    return f"entry:{form}:{dept}"


def holder_of(setting: str) -> str:
    """Who holds the role that is the value of a setting."""
    return f"setting:{setting}"


def days(
    setting: str, default: int, *, after: str = "", working: bool = True, extended: str = "", months: bool = False
) -> DueSpec:
    """A time limit whose length an office sets; counted from the day in `after`, else from the day of the state. As a
    default of a field: that day, counted from `after` or today."""
    return DueSpec(default, setting, after, working, extended, months)


def who(text: str) -> tuple[str, ...]:
    """Who as data: several, blank-separated; a bare name is a field that names the person."""
    return tuple(each if ":" in each else f"field:{each}" for each in text.split())


class State:
    """A state of a flow. Given as `required=` of a field: filled from this state on."""

    def __init__(
        self, zh: str, en: str, *, locks: str = "", late: str = "", side: bool = False, whole: bool = False,
        refuses: str = "",
    ) -> None:  # fmt: skip
        self.zh, self.en, self.side, self.whole, self.refuses = zh, en, side, whole, refuses
        self.locks, self.late = tuple(locks.split()), tuple(late.split())
        self.code = ""

    def __set_name__(self, owner: type, name: str) -> None:
        self.code = name

    @property
    def on(self) -> Condition:
        """Holds in this state and in those after it."""
        return Condition(since=self.code)

    @property
    def spec(self) -> StateSpec:
        """The frozen description."""
        return StateSpec(self.code, self.locks, self.late, self.side, self.whole, self.refuses)


class Step:
    """A step of a flow; see StepSpec. Rules and functions of it hang on it below the class, as on a field."""

    def __init__(
        self, zh: str, en: str, from_: State | Sequence[State], to: State | None = None, *, by: str = "", sign: str = "",
        ordered: bool = True, asks: str = "", line: str = "", reason: bool = False, due: DueSpec | None = None,
        sets: Mapping[str, Any] | None = None,
    ) -> None:  # fmt: skip
        self.zh, self.en, self.to, self.due = zh, en, to, due
        self.from_ = (from_,) if isinstance(from_, State) else tuple(from_)
        self.by, self.sign, self.asks = who(by), tuple(sign.split()), tuple(asks.split())
        self.ordered, self.line, self.reason = ordered, line, reason
        self.sets = tuple((sets or {}).items())
        self.name = ""
        self.rules: list[Rule] = []
        self.functions: dict[str, Function] = {}

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    @property
    def spec(self) -> StepSpec:
        """The frozen description."""
        return StepSpec(
            self.name, self.zh, self.en, tuple(s.code for s in self.from_), self.to.code if self.to else "", self.by,
            self.sign, self.ordered, self.asks, self.line, self.reason, self.due, self.sets,
        )  # fmt: skip

    def _apart(self) -> Step:
        """The same step for a derived flow, with rules of its own."""
        made = copy(self)
        made.rules, made.functions = [*self.rules], {**self.functions}
        return made

    def must(
        self, zh: str = "", en: str = "", *, mend: tuple[str, str] = ("", ""), code: str = "", at: str = ""
    ) -> Callable[[F], F]:
        """Decorator: a rule that refuses the step, also when the state alone would. `at` is the field or rows table
        that it points to; in a rows table, or for a step of lines, it is asked for each line."""

        return self._rule("refuse", zh, en, mend, code, at)

    def should(
        self, zh: str = "", en: str = "", *, mend: tuple[str, str] = ("", ""), code: str = "", at: str = ""
    ) -> Callable[[F], F]:
        """Decorator: a rule that warns; the step is taken after confirming."""
        return self._rule("warn", zh, en, mend, code, at)

    def wants(
        self, names: str, zh: str = "", en: str = "", *, mend: tuple[str, str] = ("", ""), code: str = "", at: str = "",
        only: Condition | None = None, **said: str | Label,
    ) -> None:  # fmt: skip
        """Refuses the step where one of these is empty, `only` while a condition holds: fields, tables, `rows.field` in
        any line; in a table `at` fields of each line. `said` fills the sentence: a field, or words. It may say
        `missing` or `roles`, the fields that are empty, and `count`, the lines."""
        if not code and not (zh and en):
            raise DeclarationError(f"{self.name}: a rule needs a code or a sentence in both languages")
        function = wanting(tuple(names.split()), only, said)
        self.rules.append(Rule(at, "refuse", function, code, zh, en, *mend))

    def needs(self, call: F) -> F:
        """Decorator: which of the step's signatures this case needs, as a sequence of their names."""
        return self._function("needs", call)

    def leads(self, call: F) -> F:
        """Decorator: the state that the record comes into, by what it holds after the step; "" = it stays."""
        return self._function("leads", call)

    def until(self, call: F) -> F:
        """Decorator: the day until which the step should be taken, None = no limit."""
        return self._function("until", call)

    def _function(self, kind: str, call: F) -> F:
        self.functions[kind] = Function.of(call)
        return call

    def _rule(self, level: Any, zh: str, en: str, mend: tuple[str, str], code: str, at: str) -> Callable[[F], F]:
        if not code and not (zh and en):
            raise DeclarationError(f"{self.name}: a rule needs a code or a sentence in both languages")

        def hang(call: F) -> F:
            self.rules.append(Rule(at, level, Function.of(call), code, zh, en, *mend))
            return call

        return hang


class Flow:
    """The states and steps of a form, in the order written; several forms may share one. A flow derived from another has
    its states and steps, too; those of the same name take their places, rules hang on the own."""

    spec: ClassVar[FlowSpec]
    states: ClassVar[tuple[State, ...]]
    steps: ClassVar[dict[str, Step]]

    def __init_subclass__(cls) -> None:
        parts: dict[str, Any] = {}
        for base in reversed(cls.__mro__):
            parts |= {name: part for name, part in vars(base).items() if isinstance(part, State | Step)}
        for name, part in parts.items():
            if isinstance(part, Step) and name not in vars(cls):
                parts[name] = part._apart()
                setattr(cls, name, parts[name])
        cls.states = tuple(part for part in parts.values() if isinstance(part, State))
        cls.steps = {name: part for name, part in parts.items() if isinstance(part, Step)}
        if not cls.states:
            raise DeclarationError(f"{cls.__name__}: a flow needs a state")
        cls.spec = FlowSpec(tuple(s.spec for s in cls.states), tuple(s.spec for s in cls.steps.values()))


class Usual(Flow):
    """The states and steps of a form that declares none, for a flow that adds steps or locks to them."""

    draft = State("草稿", "Draft")
    submitted = State("已提交", "Submitted")
    approved = State("已核准", "Approved")
    filed = State("已归档", "Filed")

    submit = Step("提交", "Submit", draft, submitted)
    approve = Step("核准", "Approve", submitted, approved, by=f"{role('gm')} {role('deputy_gm')} {head_of('dept')}")
    send_back = Step("退回", "Send back", submitted, draft, by=f"{role('gm')} {role('deputy_gm')} {head_of('dept')}",
                     reason=True)  # fmt: skip
    file = Step("归档", "File", approved, filed, by=role("archivist"))


def default_flow(states: Sequence[str], signs: bool) -> FlowSpec:
    """The flow of a form that declares none: submit by whoever may edit; of the usual states also approve, by the signer
    of `approved_by` where the form has it, else the head of the department, and file, by the archivist."""
    if tuple(states) != tuple(s.code for s in Usual.spec.states):
        submit = StepSpec("submit", "提交", "Submit", (states[0],), states[1])
        return FlowSpec(tuple(StateSpec(code) for code in states), (submit,))
    if not signs:
        return Usual.spec
    steps = (replace(s, sign=("approved_by",)) if s.id == "approve" else s for s in Usual.spec.steps)
    return FlowSpec(Usual.spec.states, tuple(steps))
