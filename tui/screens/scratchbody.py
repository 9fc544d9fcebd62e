"""What is being typed as plain JSON data and back: a scratch outlives the program that wrote it."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from dangan.record import Link, Signature

# JSON has no days, amounts, tuples or links: each becomes a list whose first entry names it.
MARK = "\x01"
BOOK = "_intake"  # where a record of old paper that is being typed keeps its book


def packed(value: Any) -> Any:
    """`value` (a record, or anything in one) as JSON data."""
    if isinstance(value, dict):
        return {key: packed(v) for key, v in value.items()}
    if isinstance(value, Link):
        return [MARK + "link", *value]
    if isinstance(value, Signature):
        return [MARK + "sign", value.name, value.id, packed(value.on), value.entered_by, value.paper]
    if isinstance(value, datetime):
        return [MARK + "time", value.isoformat()]
    if isinstance(value, date):
        return [MARK + "day", value.isoformat()]
    if isinstance(value, Decimal):
        return [MARK + "number", str(value)]
    if isinstance(value, tuple):
        return [MARK + "many", *map(packed, value)]
    if isinstance(value, list):
        return [packed(v) for v in value]
    return value


def unpacked(data: Any) -> Any:
    """What `packed` was given."""
    if isinstance(data, dict):
        return {key: unpacked(v) for key, v in data.items()}
    if not isinstance(data, list):
        return data
    kind = data[0] if data and isinstance(data[0], str) else ""
    if not kind.startswith(MARK):
        return [unpacked(v) for v in data]
    rest = [unpacked(v) for v in data[1:]]
    return _READ[kind[1:]](rest)


_READ: dict[str, Any] = {
    "link": lambda rest: Link(*rest),
    "sign": lambda rest: Signature(*rest),
    "time": lambda rest: datetime.fromisoformat(rest[0]),
    "day": lambda rest: date.fromisoformat(rest[0]),
    "number": lambda rest: Decimal(rest[0]),
    "many": tuple,
}
