"""Reasons for what a rule would have refused or warned of: each excuses one value of one field, and nothing else."""

from __future__ import annotations

from decimal import Decimal
from hashlib import sha256
from typing import Any

from dangan.record import Link, Signature, Values

BOUND = "="  # stands before the mark of the value excused: no path and no code holds it


def reason_for(path: str, code: str, values: Values) -> str | None:
    """The reason that `values["_reasons"]` hold for a problem, "" for a warning only confirmed; None where there is none.

    One just given stands under `path:code`, one kept with the record as `bound` made it.
    """
    reasons = values.get("_reasons") or {}
    if not reasons:
        return None
    found = reasons.get(f"{path}:{code}")
    return reasons.get(key_of(path, code, values)) if found is None else found


def bound(values: Values) -> dict[str, str]:
    """The reasons to keep with the record: those just given bound to the values they excuse, lines named by `_id`
    (`rows.#3.field:CODE=mark`); those bound earlier only while the value is still the same."""
    kept: dict[str, str] = {}
    given: dict[str, str] = {}
    for key, text in (values.get("_reasons") or {}).items():
        name, marked, mark = key.partition(BOUND)
        path, _, code = name.partition(":")
        wanted = key_of(path, code, values)
        if isinstance(text, str) and not marked:
            given[wanted] = text
        elif isinstance(text, str) and wanted == f"{wanted.partition(BOUND)[0]}{BOUND}{mark}":
            kept[wanted] = text
    return kept | given


def key_of(path: str, code: str, values: Values) -> str:
    """How a reason for the value now at `path` is named."""
    rows, _, rest = path.partition(".")
    if not rest:
        return f"{path}:{code}{BOUND}{_mark(values.get(path))}"
    place, _, name = rest.partition(".")
    lines = values.get(rows) or ()
    if place.startswith("#"):
        line = next((x for x in lines if str(x.get("_id")) == place[1:]), None)
    else:
        line = lines[int(place)] if place.isdigit() and int(place) < len(lines) else None
    if line is None:
        return f"{path}:{code}{BOUND}"
    if line.get("_id") is not None:
        place = f"#{line['_id']}"
    named = f"{rows}.{place}.{name}" if name else f"{rows}.{place}"
    return f"{named}:{code}{BOUND}{_mark(line.get(name) if name else line)}"


def _mark(value: Any) -> str:
    return sha256(repr(_plain(value)).encode("utf-8", "backslashreplace")).hexdigest()[:12]


def _plain(value: Any) -> Any:
    """One spelling of equal values; what the program keeps besides them left out."""
    if isinstance(value, dict):
        return sorted(
            (name, _plain(v)) for name, v in value.items() if not name.startswith("_") and v not in (None, "")
        )
    if isinstance(value, Link):
        return (value.text, value.id)
    if isinstance(value, Signature):
        return (value.name, value.id, value.on)
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    return None if value == "" else value
