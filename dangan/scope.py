"""Names that a function of a form may ask for, and running it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from dangan.env import Env
from dangan.form import FormType
from dangan.record import Link, Values
from dangan.rules import SPECIAL, Function

Give = Callable[["Scope"], Any]


def unfilled(value: Any) -> bool:
    """Whether a value is an empty one."""
    return value is None or (value.__class__ in (str, tuple) and not value)


class Scope:
    """Where a function runs: a record, or the line `index` of its rows table `rows`."""

    __slots__ = ("_wrapped", "env", "form", "index", "line", "rows", "values")

    def __init__(self, form: FormType, values: Values, env: Env, rows: str = "", index: int = -1) -> None:
        self.form, self.values, self.env, self.rows, self.index = form, values, env, rows, index
        self.line: Values | None = values[rows][index] if rows else None
        self._wrapped: dict[str, list[Any]] = {}

    def at(self, rows: str, index: int) -> Scope:
        """A line of the same record, whose tables are wrapped once for all lines."""
        made = Scope(self.form, self.values, self.env, rows, index)
        made._wrapped = self._wrapped
        return made

    @property
    def itself(self) -> Link | None:
        """The record as others link to it; None while it is new."""
        record = self.values.get("_id")
        return None if record is None else Link(self.values.get("record_no") or "", record, self.form.spec.id)

    @property
    def month(self) -> str:
        """The month of today as a month field has it."""
        return self.env.today.isoformat()[:7]

    def value(self, name: str) -> Any:
        """The value of a name; None where it is empty."""
        line = self.line
        if line is not None and name in line:
            return line[name]
        return self.values.get(name)

    def lines(self, rows: str) -> list[Any]:
        """The lines of a table as typed objects."""
        made = self._wrapped.get(rows)
        if made is None:
            form = self.form
            made = self._wrapped[rows] = [form.wrap_line(rows, line) for line in self.values.get(rows) or ()]
        return list(made)

    def given(self, name: str) -> Any:
        """What a function gets for an argument: specials, lines as typed objects, else the value."""
        return _giver(self.form, self.rows, name)(self)

    def runs(self, function: Function) -> bool:
        """Whether all that it needs is filled."""
        wants = wanted(self.form, self.rows, function)
        return wants.met(self.line or self.values, self.values) and self.knows(wants)

    def knows(self, wants: Wants) -> bool:
        """Whether it has what is wanted besides values."""
        return not wants.known or all(give(self) is not None for give in wants.known)

    def run(self, function: Function) -> Any:
        """Its result."""
        return self.call(function, wanted(self.form, self.rows, function))

    def call(self, function: Function, wants: Wants) -> Any:
        """The result of a function whose wants are at hand."""
        return function.call(**{name: give(self) for name, give in wants.arguments})


class Wants(NamedTuple):
    """What a function needs in a record or in the lines of a table: `filled` values, `known` others, its `arguments`."""

    filled: tuple[str, ...]
    known: tuple[Give, ...]
    arguments: tuple[tuple[str, Give], ...]

    def met(self, line: Values, values: Values) -> bool:
        """Whether a line of a record, or the record itself, has all the values."""
        for name in self.filled:  # noqa: SIM110  # asked of every line of an import: twice as fast as all()
            if unfilled(line[name] if name in line else values.get(name)):
                return False
        return True


def wanted(form: FormType, rows: str, function: Function) -> Wants:
    """Worked out once a form."""
    kept: dict[tuple[str, Any], Wants] = form.__dict__.setdefault("_wants", {})
    made = kept.get((rows, function.call))
    if made is None:
        needed = [name for name in function.needs if name not in function.optional]
        plain = [name for name in needed if name not in SPECIAL and not _is_table(form, rows, name)]
        made = kept[rows, function.call] = Wants(
            tuple(name for name in plain if not _is_bool(form, rows, name)),
            tuple(_giver(form, rows, name) for name in needed if name in SPECIAL),
            tuple((name, _giver(form, rows, name)) for name in function.needs),
        )
    return made


_SPECIAL: dict[str, Give] = {
    "today": lambda scope: scope.env.today,
    "now": lambda scope: scope.env.now,
    "user": lambda scope: scope.env.user,
    "office": lambda scope: scope.env.office,
    "itself": lambda scope: scope.itself,
    "owner": lambda scope: scope.value(scope.form.spec.own),
    "line_no": lambda scope: scope.index + 1,
    "prev": lambda scope: (
        scope.form.wrap_line(scope.rows, scope.values[scope.rows][scope.index - 1])
        if scope.rows and scope.index > 0
        else None
    ),
}  # fmt: skip


def _giver(form: FormType, rows: str, name: str) -> Give:
    if name in _SPECIAL:
        return _SPECIAL[name]
    if _is_table(form, rows, name):
        return lambda scope: scope.lines(name)
    if _is_bool(form, rows, name):
        return lambda scope: bool(v) if (v := scope.value(name)) is None else v
    return lambda scope: scope.value(name)


def _is_table(form: FormType, rows: str, name: str) -> bool:
    in_line = bool(rows) and any(f.id == name for f in form.spec.rows[rows].fields)
    return name in form.spec.rows and not in_line


def _is_bool(form: FormType, rows: str, name: str) -> bool:
    fields = {f.id: f for f in form.spec.rows[rows].fields} if rows else {}
    field = fields.get(name) or form.spec.fields.get(name)
    return field is not None and field.type == "bool"
