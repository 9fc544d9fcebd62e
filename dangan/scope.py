"""Names that a function of a form may ask for, and running it."""

from __future__ import annotations

from typing import Any

from dangan.env import Env
from dangan.form import FormType
from dangan.frozen import frozen
from dangan.record import Link, Values
from dangan.rules import Function


@frozen
class Scope:
    """Where a function runs: a record, or the line `index` of its rows table `rows`."""

    form: FormType
    values: Values
    env: Env
    rows: str = ""
    index: int = -1

    @property
    def line(self) -> Values | None:
        """The line, None outside rows tables."""
        return self.values[self.rows][self.index] if self.rows else None

    @property
    def itself(self) -> Link | None:
        """The record as others link to it; None while it is new."""
        record = self.values.get("_id")
        return None if record is None else Link(self.values.get("record_no") or "", record, self.form.spec.id)

    def value(self, name: str) -> Any:
        """The value of a name; None where it is empty."""
        line = self.line
        if line is not None and name in line:
            return line[name]
        return self.values.get(name)

    def given(self, name: str) -> Any:
        """What a function gets for an argument: specials, lines as typed objects, else the value."""
        match name:
            case "today":
                return self.env.today
            case "user":
                return self.env.user
            case "office":
                return self.env.office
            case "itself":
                return self.itself
            case "line_no":
                return self.index + 1
            case "prev":
                before = self.values[self.rows][self.index - 1] if self.rows and self.index > 0 else None
                return None if before is None else self.form.wrap_line(self.rows, before)
        in_line = self.line is not None and name in {f.id for f in self.form.spec.rows[self.rows].fields}
        if name in self.form.spec.rows and not in_line:
            return [self.form.wrap_line(name, line) for line in self.values.get(name) or ()]
        value = self.value(name)
        return bool(value) if value is None and self._is_bool(name) else value

    def _is_bool(self, name: str) -> bool:
        spec = self.form.spec
        fields = {f.id: f for f in spec.rows[self.rows].fields} if self.rows else {}
        field = fields.get(name) or spec.fields.get(name)
        return field is not None and field.type == "bool"

    def runs(self, function: Function) -> bool:
        """Whether all that it needs is filled."""
        return all(name in function.optional or self.given(name) not in (None, "", ()) for name in function.needs)

    def run(self, function: Function) -> Any:
        """Its result."""
        return function.call(**{name: self.given(name) for name in function.needs})
