"""How a field is kept: the columns it has in its table and the conversion between value and columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from dangan.frozen import frozen
from dangan.record import Link, Signature
from dangan.spec import FieldSpec
from dangan.types import column_kind

TEXT = "TEXT NOT NULL DEFAULT ''"  # '' is an empty value: NULL would vanish from pages that sort by the column
INTEGER = "INTEGER"
DIRECTORY = {"person": "person", "dept": "dept", "org": "org", "file": "attachment"}


@frozen
class Cell:
    """One field's place in a table: column names, their types, and the conversions.

    `to_row` gives one SQL value a column, `from_row` takes them back; an empty value is None on our side and '' or NULL
    in the table.
    """

    field: FieldSpec
    kind: str
    names: tuple[str, ...]
    types: tuple[str, ...]
    to_row: Callable[[Any], tuple[Any, ...]]
    from_row: Callable[[Sequence[Any]], Any]

    @property
    def id(self) -> str:
        """The field's identifier, the key of its value."""
        return self.field.id

    @property
    def sort(self) -> str:
        """SQL that sorts by the field, never NULL."""
        name = quote(self.names[0])
        return name if self.types[0] == TEXT else f"IFNULL({name}, -9223372036854775808)"


def quote(name: str) -> str:
    """An identifier in SQL."""
    return '"' + name.replace('"', '""') + '"'


def kind_of(spec: FieldSpec) -> str:
    """How a value is kept: text int scaled date datetime bool link sign multi; a birthday may lack its year, so it is text."""
    return "text" if spec.type == "date" and spec.arg("birthday") else column_kind(spec)


def places(spec: FieldSpec) -> int:
    """Digits after the point that are kept."""
    return 2 if spec.type == "money" else spec.places


def cell(spec: FieldSpec) -> Cell | None:
    """Where the field is kept; None for a multi-choice (its codes stand in a link table) and for what is never stored."""
    if spec.source is not None and spec.source.kind == "live":
        return None
    kind = kind_of(spec)
    if kind == "multi":
        return None
    if kind == "link":
        return _link(spec)
    if kind == "sign":
        names = ("", "_id", "_on", "_by", "_paper")
        return Cell(
            spec, kind, tuple(spec.id + n for n in names), (TEXT, INTEGER, TEXT, TEXT, INTEGER), _sign_to, _sign_from
        )
    if kind == "scaled":
        return _scaled(spec)
    to, back, declared = _PLAIN[kind]
    return Cell(spec, kind, (spec.id,), (declared,), to, back)


def _text_to(value: Any) -> tuple[Any, ...]:
    return ("" if value is None else value,)


def _text_from(row: Sequence[Any]) -> Any:
    return row[0] or None


def _plain_to(value: Any) -> tuple[Any, ...]:
    return (value,)


def _plain_from(row: Sequence[Any]) -> Any:
    return row[0]


def _bool_to(value: Any) -> tuple[Any, ...]:
    return (None if value is None else int(value),)


def _bool_from(row: Sequence[Any]) -> Any:
    return None if row[0] is None else bool(row[0])


def _date_to(value: Any) -> tuple[Any, ...]:
    return ("" if value is None else value.isoformat(),)


def _date_from(row: Sequence[Any]) -> Any:
    return date.fromisoformat(row[0]) if row[0] else None


def _moment_to(value: Any) -> tuple[Any, ...]:
    return ("" if value is None else value.isoformat(sep=" ", timespec="seconds"),)


def _moment_from(row: Sequence[Any]) -> Any:
    return datetime.fromisoformat(row[0]) if row[0] else None


_PLAIN: dict[str, tuple[Callable[[Any], tuple[Any, ...]], Callable[[Sequence[Any]], Any], str]] = {
    "text": (_text_to, _text_from, TEXT),
    "int": (_plain_to, _plain_from, INTEGER),
    "bool": (_bool_to, _bool_from, INTEGER),
    "date": (_date_to, _date_from, TEXT),
    "datetime": (_moment_to, _moment_from, TEXT),
}


def _scaled(spec: FieldSpec) -> Cell:
    digits = places(spec)
    step = Decimal(1).scaleb(-digits)

    def to(value: Any) -> tuple[Any, ...]:
        return (None if value is None else int(value.quantize(step, ROUND_HALF_UP).scaleb(digits)),)

    def back(row: Sequence[Any]) -> Any:
        return None if row[0] is None else Decimal(row[0]).scaleb(-digits)

    return Cell(spec, "scaled", (spec.id,), (INTEGER,), to, back)


def _link(spec: FieldSpec) -> Cell:
    form = DIRECTORY.get(spec.type) or (spec.ref[0] if len(spec.ref) == 1 else "")
    if form:

        def to(value: Link | None) -> tuple[Any, ...]:
            return ("", None) if value is None else (value.text, value.id)

        def back(row: Sequence[Any]) -> Any:
            return Link(row[0], row[1], form if row[1] is not None else "") if row[0] or row[1] is not None else None

        return Cell(spec, "link", (spec.id, f"{spec.id}_id"), (TEXT, INTEGER), to, back)

    def to_any(value: Link | None) -> tuple[Any, ...]:
        return ("", None, "") if value is None else (value.text, value.id, value.form if value.id is not None else "")

    def back_any(row: Sequence[Any]) -> Any:
        return Link(*row) if row[0] or row[1] is not None else None

    return Cell(spec, "link", (spec.id, f"{spec.id}_id", f"{spec.id}_form"), (TEXT, INTEGER, TEXT), to_any, back_any)


def _sign_to(value: Signature | None) -> tuple[Any, ...]:
    if value is None:
        return ("", None, "", "", None)
    return (value.name, value.id, value.on.isoformat() if value.on else "", value.entered_by, int(value.paper))


def _sign_from(row: Sequence[Any]) -> Any:
    if not row[0]:
        return None
    return Signature(row[0], row[1], date.fromisoformat(row[2]) if row[2] else None, row[3], bool(row[4]))
