"""What a clerk types to filter a column, as filters of the store, and filters in words."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

from dangan import types
from dangan.env import Env
from dangan.i18n import _
from dangan.spec import FieldSpec, Option
from dangan.values.text import normal
from storage.filters import Filter

COMPARISONS = (">=", "<=", "!=", ">", "<", "=")
_EMPTY = {"!": "empty", "空": "empty", "empty": "empty", "*": "filled", "非空": "filled", "filled": "filled"}
_TEXTS = (
    "text",
    "longtext",
    "phone",
    "email",
    "url",
    "idcard",
    "uscc",
    "postcode",
    "person",
    "dept",
    "org",
    "ref",
    "sign",
)


def read_filter(f: FieldSpec, typed: str, env: Env) -> tuple[Filter, ...]:
    """The filters meant by `>=2024-01-01`, `1..5`, `欧*`, `!` (empty), `*` (filled), or a part of a text.

    Raises Refused where the value is none of the field's type.
    """
    text = normal(typed).replace("\u2265", ">=").replace("\u2264", "<=").strip()
    if text.casefold() in _EMPTY:
        return (Filter(f.id, _EMPTY[text.casefold()]),)
    for sign in COMPARISONS:
        if text.startswith(sign):
            return _compared(f, sign, text[len(sign) :].strip(), env)
    low, dots, high = text.partition("..")
    if dots and f.type not in _TEXTS:
        found = [_compared(f, op, part.strip(), env) for op, part in ((">=", low), ("<=", high)) if part.strip()]
        return tuple(each for part in found for each in part)
    if f.type == "date" and _span(text):
        return _compared(f, "=", text, env)
    if f.type in _TEXTS:
        return (
            (Filter(f.id, "begins", text[:-1]),)
            if text.endswith("*")
            else (Filter(f.id, "contains", text.lstrip("*")),)
        )
    return (Filter(f.id, "=", types.parse(f, text, env)),)


def _compared(f: FieldSpec, sign: str, text: str, env: Env) -> tuple[Filter, ...]:
    """A comparison; of a date a whole year or month may be meant: `>=2015` from its first day, `<=2015-03` to its last."""
    span = _span(text) if f.type == "date" else None
    if span is None:
        return (Filter(f.id, sign, types.parse(f, text, env)),)
    if sign == "=":
        return Filter(f.id, ">=", span[0]), Filter(f.id, "<=", span[1])
    return (Filter(f.id, sign, span[0] if sign in (">=", "<", "!=") else span[1]),)


def _span(text: str) -> tuple[date, date] | None:
    """The first and last day of a year (2015) or month (2015-03); None where it is neither."""
    found = re.fullmatch(r"((?:19|20)\d\d)(?:[-./](\d{1,2}))?", text)
    if found is None or (found[2] and not 1 <= int(found[2]) <= 12):
        return None
    year, first = int(found[1]), int(found[2] or 1)
    last = int(found[2] or 12)
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])


_SIGNS = {"contains": "~", "begins": "^", "in": "="}


def in_words(f: FieldSpec, wanted: Filter, lang: str, options: tuple[Option, ...] = ()) -> str:
    """A filter as line 2 says it: 部门=销售部."""
    name = f.label(lang)
    if wanted.op in ("empty", "filled"):
        return name + (_(" is empty", lang) if wanted.op == "empty" else _(" is filled", lang))
    values = wanted.value if isinstance(wanted.value, tuple) and wanted.op == "in" else (wanted.value,)
    said = [
        v if isinstance(v, str) and f.type in _TEXTS else types.show(f, v, lang, style="list", options=options)
        for v in values
    ]
    if wanted.op == "contains":
        return _("{field} has {value}", lang, field=name, value=said[0])
    if wanted.op == "begins":
        return f"{name}={said[0]}*"
    return f"{name}{_SIGNS.get(wanted.op, wanted.op)}{'/'.join(said)}"
