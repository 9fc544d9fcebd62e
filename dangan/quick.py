"""A fast look at values that are certainly fine, so that saving thousands of records does not weigh each one slowly."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from dangan.behaviours import CheckedText, ChoiceType, DateType, FieldType
from dangan.form import FormType
from dangan.record import Link
from dangan.spec import FieldSpec
from dangan.system import stored_fields
from dangan.types import behaviour

MOBILE = 11  # digits of the usual telephone number, beginning with 1

Quick = Callable[[Any], bool]  # true: `check` would find nothing; false: look closely


def quick(form: FormType) -> dict[str, Quick]:
    """By path (`rows.field` in a rows table) the look at a filled value of each field that allows one."""
    made: dict[str, Quick] | None = form.__dict__.get("_quick")
    if made is None:
        made = {}
        paths = [(f"{b.id}.{f.id}", f) for b in form.spec.rows.values() for f in b.fields]
        for path, f in [*stored_fields(form.spec).items(), *paths]:
            look = None if (path, "among") in form.functions else _look(f)
            if look is not None:
                made[path] = look
        form.__dict__["_quick"] = made
    return made


def _look(f: FieldSpec) -> Quick | None:
    if f.from_ or f.after or f.until or f.differs or f.other:
        return None
    kind = behaviour(f)
    if isinstance(kind, CheckedText) and kind.word != "phone":
        return None
    if kind.kind == "text":
        return _text(f, kind)
    if type(kind).check is not FieldType.check and not isinstance(kind, ChoiceType | DateType):
        return None
    match kind.kind:
        case "int":
            return _between(f, int)
        case "scaled":
            return _between(f, Decimal)
        case "bool":
            return lambda value: type(value) is bool
        case "link":
            return lambda value: type(value) is Link
        case "date" if not f.past and not f.arg("birthday"):
            return lambda value: type(value) is date
    return None


def _text(f: FieldSpec, kind: FieldType) -> Quick | None:
    most = f.should_length or f.max_length
    if isinstance(kind, CheckedText):  # a telephone: the usual mobile number
        return _mobile if most >= MOBILE else None
    if isinstance(kind, ChoiceType):
        codes = frozenset(o.code for o in f.options)
        return (lambda value: value in codes) if codes else None
    if type(kind).check is not FieldType.check:
        return None
    return lambda value: type(value) is str and len(value) <= most


def _mobile(value: Any) -> bool:
    return type(value) is str and len(value) == MOBILE and value[0] == "1" and value.isascii() and value.isdecimal()


def _between(f: FieldSpec, kind: type) -> Quick:
    low = [x for x in (f.min, f.should_min, 0 if f.type == "money" and f.min is None else None) if x is not None]
    high = [x for x in (f.max, f.should_max) if x is not None]
    if not low and not high:
        return lambda value: type(value) is kind
    least: Any = max(low, default=None)
    most: Any = min(high, default=None)
    return lambda value: type(value) is kind and (least is None or value >= least) and (most is None or value <= most)
