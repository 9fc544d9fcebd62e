"""A fast look at values that are certainly fine, so that saving thousands of records does not weigh each one slowly."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from dangan.behaviours import CheckedText, ChoiceType, DateType, FieldType, MonthType
from dangan.form import FormType
from dangan.record import Link, Values
from dangan.scope import Scope
from dangan.spec import FieldSpec
from dangan.system import stored_fields
from dangan.types import behaviour, options_of
from dangan.values import ids

MOBILE = 11  # digits of the usual telephone number, beginning with 1

Quick = Callable[[Any, Scope], bool]  # true: `check` would find nothing in a filled value; false: look closely


class Look(NamedTuple):
    """How a field is looked at: a value of exactly the class `cls` with at most `most` characters (-1 = any number) is
    fine, and so is one that `more` finds fine."""

    field: FieldSpec
    cls: Any = None
    most: int = -1
    more: Quick | None = None


def quick(form: FormType) -> dict[str, dict[str, Look]]:
    """The look at each field, by rows table ("" = the record) and identifier."""
    made: dict[str, dict[str, Look]] | None = form.__dict__.get("_quick")
    if made is None:
        tables = {"": list(stored_fields(form.spec).values())}
        tables |= {name: list(block.fields) for name, block in form.spec.rows.items()}
        made = form.__dict__["_quick"] = {
            rows: {f.id: _look(form, f"{rows}.{f.id}" if rows else f.id, f) for f in fields}
            for rows, fields in tables.items()
        }
    return made


class Looks(NamedTuple):
    """Looks in the order of the paper, and the identifiers of their fields."""

    names: tuple[str, ...]
    looks: tuple[Look, ...]

    @classmethod
    def of(cls, looks: Iterable[Look]) -> Looks:
        """Those of some fields."""
        listed = tuple(looks)
        return cls(tuple(look.field.id for look in listed), listed)


def closer(wanted: Looks, home: Values, scope: Scope, first: bool) -> list[FieldSpec]:
    """The fields of a record or line that want a closer look; in the first state empty ones do not."""
    found = []
    value: Any
    for look, value in zip(wanted.looks, map(home.get, wanted.names), strict=True):
        if value is None:
            if first:
                continue
            found.append(look.field)
            continue
        field, cls, most, more = look
        if not value and value.__class__ in (str, tuple):
            if first:
                continue
        elif value.__class__ is cls:
            if most < 0 or len(value) <= most:
                continue
        elif more is not None and more(value, scope):
            continue
        found.append(field)
    return found


def _look(form: FormType, path: str, f: FieldSpec) -> Look:
    if (path, "among") in form.functions or f.differs:
        return Look(f)
    cls, most, more = _typed(f)
    if not (f.from_ or f.after or f.until):
        return Look(f, cls, most, more)
    alone = more
    if cls is not None:
        alone = _of(cls, most)
    return Look(f, more=None if alone is None else _ordered(f, alone))


def _of(cls: Any, most: int) -> Quick:
    return lambda value, scope: value.__class__ is cls and (most < 0 or len(value) <= most)


def _typed(f: FieldSpec) -> tuple[Any, int, Quick | None]:
    """Class, length and look by the type of a field alone; only where they say what its `check` would."""
    kind = behaviour(f)
    check = type(kind).check
    length = f.should_length or f.max_length
    if isinstance(kind, CheckedText) and check is CheckedText.check:
        return None, -1, _tested(kind, length)
    if kind.kind in ("text", "multi") and check is ChoiceType.check:
        return None, -1, _chosen(f, length, kind.kind == "multi")
    if kind.kind == "text" and check is MonthType.check:
        return None, -1, _month(f, length)
    if kind.kind == "date" and check is DateType.check and not f.arg("birthday"):
        return (None, -1, _past) if f.past else (date, -1, None)
    if check is not FieldType.check:
        return None, -1, None
    match kind.kind:
        case "text":
            return str, length, None
        case "link":
            return Link, -1, None
        case "bool":
            return bool, -1, None
        case "int":
            return _between(f, int)
        case "scaled":
            return _between(f, Decimal)
    return None, -1, None


def _tested(kind: CheckedText, most: int) -> Quick:
    test = kind.test
    if kind.word != "phone":
        return lambda value, scope: value.__class__ is str and len(value) <= most and test(value)

    def usual(value: Any, scope: Scope) -> bool:
        if value.__class__ is not str or len(value) > most:
            return False
        mobile = len(value) == MOBILE and value[0] == "1" and value.isascii() and value.isdecimal()
        return mobile or (test(value) and ids.phone_usual(value))

    return usual


def _chosen(f: FieldSpec, most: int, several: bool) -> Quick:
    """Codes of the list; `other` wants a text beside it."""
    kept: list[Any] = [None, frozenset()]  # the options looked at last, and their codes

    def chosen(value: Any, scope: Scope) -> bool:
        options = options_of(f, scope.env.office)
        if options is not kept[0]:
            kept[:] = options, frozenset(o.code for o in options if o.code != "other" and len(o.code) <= most)
        if several:
            return value.__class__ is tuple and kept[1].issuperset(value)
        return value.__class__ is str and value in kept[1]

    return chosen


def _month(f: FieldSpec, most: int) -> Quick:
    if not f.past:
        return lambda value, scope: value.__class__ is str and len(value) <= most
    return lambda value, scope: value.__class__ is str and len(value) <= most and value <= scope.month


def _past(value: Any, scope: Scope) -> bool:
    return value.__class__ is date and value <= scope.env.today


def _ordered(f: FieldSpec, alone: Quick) -> Quick:
    """Within the dates, months or numbers that it may not come before or after."""
    early, late, until = f.from_, f.after, f.until

    def ordered(value: Any, scope: Scope) -> bool:
        if not alone(value, scope):
            return False
        for name, least in ((early, False), (late, True)):
            other = scope.env.today if name == "@today" else scope.value(name) if name else None
            if other is not None and not (type(other) is type(value) and (value > other if least else value >= other)):
                return False  # a day against a time of day, too: the check knows
        end = scope.value(until) if until else None
        return end is None or (type(end) is type(value) and end >= value)

    return ordered


def _between(f: FieldSpec, kind: type) -> tuple[Any, int, Quick | None]:
    low = [x for x in (f.min, f.should_min, 0 if f.type == "money" and f.min is None else None) if x is not None]
    high = [x for x in (f.max, f.should_max) if x is not None]
    if not low and not high:
        return kind, -1, None
    least: Any = max(low, default=None)
    most: Any = min(high, default=None)
    return (
        None,
        -1,
        lambda value, scope: (
            value.__class__ is kind and (least is None or value >= least) and (most is None or value <= most)
        ),
    )
