"""Functions that a declaration says in a word: the value of another field, days after a day, days late, lines taken over."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from dangan.errors import DeclarationError
from dangan.flowspec import DueSpec
from dangan.record import Link, Signature, Values
from dangan.rules import SPECIAL, Function
from dangan.spec import Condition, Label, Source
from dangan.values.dates import months_after


class Told(NamedTuple):
    """A value, or a default, by a function of the contract's own; `kind` is calc (stored at save) or live."""

    kind: str
    function: Function

    @property
    def source(self) -> Source:
        """What the frozen description says of it."""
        return Source(self.kind)


def _function(call: Callable[..., Any], needs: tuple[str, ...], optional: tuple[str, ...] = ()) -> Function:
    return Function(lambda **given: call(*(given[name] for name in needs)), needs, frozenset(optional))


def of(path: str) -> Function:
    """The value of a field, of `link.field` in the record that a link names, of the `year` of a day."""
    name, _, part = path.partition(".")

    def look(value: Any, office: Any) -> Any:
        if part == "year" and isinstance(value, date):
            return value.year
        return (office.record(value) or {}).get(part) if part else value

    return _function(look, (name, "office"))


def overdue(due: str, *done: str, stored: bool = False) -> Told:
    """Days from the day in `due` to that in the first filled of the fields `done`, else to today; 0 in time. Computed
    whenever it is shown, unless it is `stored` as it was at the save."""

    def late(due_on: date, today: date, *days: date | None) -> int:
        return max((next(filter(None, days), today) - due_on).days, 0)

    return Told("calc" if stored else "live", _function(late, (due, "today", *done), done))


def later(limit: DueSpec) -> Function:
    """The day so many working days, days or months after another, for a default."""

    def day(start: Any, office: Any) -> date:
        found = day_of(start)
        assert found is not None
        return counted_on(limit, found, office)

    return _function(day, (limit.after or "today", "office"))


def day_of(value: Any) -> date | None:
    """The day of a date, a time, a signature; None of anything else."""
    value = value.on if isinstance(value, Signature) else value.date() if isinstance(value, datetime) else value
    return value if isinstance(value, date) else None


def counted_on(limit: DueSpec, start: date, office: Any) -> date:
    """The last day of a limit that begins with `start`."""
    set_to = office.setting(limit.setting) if limit.setting else None
    count = limit.days if set_to is None else int(set_to)
    if limit.months:
        return months_after(start, count)
    found: date = office.workday(start, count) if limit.working else start + timedelta(days=count)
    return found


def same(own: str, name: str) -> Function:
    """Whether the record that the link `own` names has the same link in its field `name` as this one, or none."""

    def alike(link: Link, here: Link, office: Any) -> bool:
        there = (office.record(link) or {}).get(name)
        return there is None or there.id == here.id

    return _function(alike, (own, name, "office"))


def taken_over(path: str, fields: Mapping[str, str], names: tuple[str, ...]) -> Function:
    """The lines of `link.rows` in the record that a link names, as far as its fields are called the same or as `fields`
    says: name here -> name there."""
    link, _, rows = path.partition(".")
    if not rows or link in SPECIAL:
        raise DeclarationError(f"fill={path!r}: write the link and its table, as in 'intent.items'")

    def lines(record: Link, office: Any) -> list[Values]:
        found = (office.record(record) or {}).get(rows) or ()
        there = {name: fields.get(name, name) for name in names}
        return [{name: line[far] for name, far in there.items() if far in line} for line in found]

    return _function(lines, (link, "office"))


class Named(str):
    """A field that a verdict names, to be said by its label."""


def wanting(names: tuple[str, ...], only: Condition | None, said: Mapping[str, str | Label]) -> Function:
    """Whether all of these are filled (`rows.field`: in every line), else what is lacking; see `Step.wants`."""
    fields = {key: value for key, value in said.items() if isinstance(value, str)}
    words = {key: value for key, value in said.items() if not isinstance(value, str)}
    heads = [name.partition(".")[0] for name in names]
    needs = tuple(dict.fromkeys((*heads, *(only.names if only else ()), *fields.values())))

    def filled(**given: Any) -> bool | dict[str, Any]:
        if only and not only.holds(given.get):
            return True
        lacking, lines = [], set()
        for name in names:
            head, _, inner = name.partition(".")
            empty = [n for n, line in enumerate(given[head]) if _lacks(getattr(line, inner))] if inner else []
            lines |= set(empty)
            if empty or (not inner and _lacks(given[head])):
                lacking.append(Named(name))
        told = {key: given[name] for key, name in fields.items()}
        return not lacking or {"missing": lacking, "roles": lacking, "count": len(lines), **told, **words}

    filled.__name__ = "_".join(("wants", *names)).replace(".", "_")  # a rule without a code is known by it
    return Function(filled, needs, frozenset(needs))


def _lacks(value: Any) -> bool:
    return value is False or value in (None, "", (), [])
