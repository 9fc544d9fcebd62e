"""Who is at work, when, in which language, and what rules may ask of the store."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import field
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from dangan.frozen import frozen
from dangan.record import Link, Values

if TYPE_CHECKING:
    from dangan.spec import Label, Option


class Lists(Protocol):
    """Whoever knows the option lists."""

    def options(self, name: str) -> tuple[Option, ...]:
        """An option list by name, the office's own additions included."""


class Office(Lists, Protocol):
    """What a rule or a picker may ask of the office's records. Answers take no rights into account and are never shown
    to the reader as they are."""

    def setting(self, name: str) -> Any:
        """The value of a setting on the day."""

    def count(self, form: str, /, **where: Any) -> int:
        """How many records of `form`, void ones left out, have these values; of `form.rows` how many lines. A `range` asks
        for a whole number in it, a `slice` for what lies from its one end to the other, both included."""

    def find(self, form: str, /, **where: Any) -> Sequence[Values]:
        """At most 50 of them, without their rows tables; of `form.rows` the records with such a line, whole."""

    def each(self, form: str, /, **where: Any) -> Iterator[Values]:
        """All of them, in the order of entry, without their rows tables; for lists that must be whole."""

    def record(self, link: Link) -> Values | None:
        """The record that `link` names, None where it names none; of a department its `code`, `name` and `en`."""

    def total(self, path: str, by: str, link: Link) -> int | Decimal:
        """Sum of `form.field` over the records whose field `by` names `link`."""

    def extreme(self, path: str, by: str, link: Link, which: str) -> Any:
        """The `min` or `max` of `form.field` over the same records, None where there are none."""

    def workday(self, start: date, count: int) -> date:
        """The day `count` working days after `start`, which is not counted itself; before it where `count` is negative."""

    def workdays(self, start: date, end: date) -> int:
        """How many working days lie after `start`, up to and with `end`; 0 where `end` is not later."""

    def published(self, year: int) -> bool:
        """Whether the holidays of a year are known; dates counted beyond are provisional."""

    def archive_no(self, levels: Mapping[str, str], taken: Collection[str] = ()) -> str:
        """The next archive number by the office's rule, from `fonds class yyyy retention dept`, after those `taken`; "" where one that the rule
        wants is empty."""

    def holding(self, link: Link) -> str:
        """Where the thing is: in_stock, on_loan, missing, released, replaced, transferred, destroyed; "" = not kept yet."""

    def holds(self, link: Link) -> Sequence[Values]:
        """The holds in force on a record: matter, held_by, held_on."""

    def acts_as(self, person: Link) -> Mapping[str, Link]:
        """What somebody may act as on the day, as tokens (`person:5 role:gm head:3 deputy:3`), each with the person in
        whose right: himself, or the one for whom he is the substitute."""

    def installed(self, form: str) -> bool:
        """Whether there is a form of this identifier, that links may name records of."""

    def called(self, form: str) -> Label | None:
        """The names of a form, None where it is not installed."""

    def look_up(self, kind: str, text: str, limit: int = 7) -> list[Link]:
        """Persons, departments, companies (`person dept org`) or records of the form `kind` by name, number, pinyin."""


@cache
def shipped_lists() -> dict[str, dict[str, Any]]:
    """The option lists of the specification: name -> `called` (both languages), `codes`, their English `en`, `editable`."""
    loaded: dict[str, dict[str, Any]] = json.loads(
        Path(__file__).with_name("data").joinpath("lists.json").read_text("utf-8")
    )
    return loaded


@cache
def shipped_roles() -> dict[str, Label]:
    """The roles of the specification (workflows.md W0) by identifier."""
    from dangan.spec import Label

    loaded = json.loads(Path(__file__).with_name("data").joinpath("roles.json").read_text("utf-8"))
    return {name: Label(**labels) for name, labels in loaded.items()}


def shipped_options(name: str) -> tuple[Option, ...]:
    """A shipped option list; KeyError where there is none of that name."""
    from dangan.spec import Option  # who has no list to show does without the declarations

    entry = shipped_lists()[name]
    return tuple(Option(code, label, entry["en"][code]) for code, label in entry["codes"].items())


class NoOffice:
    """An office without records: the shipped lists, nothing else. For forms looked at outside a store."""

    def setting(self, name: str) -> Any:
        """No setting is known."""
        return None

    def options(self, name: str) -> tuple[Option, ...]:
        """The shipped list."""
        return shipped_options(name)

    def count(self, form: str, /, **where: Any) -> int:
        """None."""
        return 0

    def find(self, form: str, /, **where: Any) -> Sequence[Values]:
        """None."""
        return ()

    def each(self, form: str, /, **where: Any) -> Iterator[Values]:
        """None."""
        return iter(())

    def record(self, link: Link) -> Values | None:
        """None."""
        return None

    def total(self, path: str, by: str, link: Link) -> int | Decimal:
        """Nothing to add up."""
        return 0

    def extreme(self, path: str, by: str, link: Link, which: str) -> Any:
        """None."""
        return None

    def workday(self, start: date, count: int) -> date:
        """Monday to Friday."""
        step, left = timedelta(days=1 if count >= 0 else -1), abs(count)
        while left:
            start += step
            left -= start.weekday() < 5
        return start

    def workdays(self, start: date, end: date) -> int:
        """Monday to Friday."""
        return sum((start + timedelta(days=n)).weekday() < 5 for n in range(1, (end - start).days + 1))

    def published(self, year: int) -> bool:
        """None are known."""
        return False

    def archive_no(self, levels: Mapping[str, str], taken: Collection[str] = ()) -> str:
        """None is given."""
        return ""

    def holding(self, link: Link) -> str:
        """Nothing is kept."""
        return ""

    def holds(self, link: Link) -> Sequence[Values]:
        """None."""
        return ()

    def acts_as(self, person: Link) -> Mapping[str, Link]:
        """Nobody in particular."""
        return {f"person:{person.id}": person} if person.id is not None else {}

    def installed(self, form: str) -> bool:
        """As if it were."""
        return True

    def called(self, form: str) -> Label | None:
        """None: it knows no forms."""
        return None

    def look_up(self, kind: str, text: str, limit: int = 7) -> list[Link]:
        """Nobody."""
        return []


@frozen
class Env:
    """The context of a piece of work: nothing below it asks the clock or the system for these."""

    now: datetime
    user: Link
    login: str = ""
    lang: str = "zh"
    office: Office = field(default_factory=NoOffice)
    dept: Link | None = None
    company: Link | None = None

    @property
    def today(self) -> date:
        """The day of `now`."""
        return self.now.date()
