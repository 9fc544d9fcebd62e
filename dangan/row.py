"""The line of a rows table: a class whose body holds its fields."""

from __future__ import annotations

from typing import Self

from dangan.record import Values


class Row:
    """A line of a rows table. The body of a subclass holds its fields in the order of the columns."""

    @classmethod
    def _of(cls, values: Values) -> Self:
        line = cls.__new__(cls)
        object.__setattr__(line, "_values", values)
        return line
