"""Who is at work, when, in which language, and what rules may ask of the store."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Protocol

from dangan.record import Link, Values

if TYPE_CHECKING:
    from dangan.spec import Option


class Office(Protocol):
    """What a rule or a picker may ask of the office's records. Answers take no rights into account and are never shown
    to the reader as they are."""

    def setting(self, name: str) -> Any:
        """The value of a setting on the day."""

    def options(self, name: str) -> tuple[Option, ...]:
        """An option list by name, the office's own additions included."""

    def count(self, form: str, /, **where: Any) -> int:
        """How many records of `form`, void ones left out, have these values; a `range` asks for a whole number in it."""

    def find(self, form: str, /, **where: Any) -> Sequence[Values]:
        """At most 50 of them, without their rows tables."""

    def record(self, link: Link) -> Values | None:
        """The record that `link` names, None where it names none."""

    def total(self, path: str, by: str, link: Link) -> int | Decimal:
        """Sum of `form.field` over the records whose field `by` names `link`."""

    def extreme(self, path: str, by: str, link: Link, which: str) -> Any:
        """The `min` or `max` of `form.field` over the same records, None where there are none."""

    def look_up(self, kind: str, text: str, limit: int = 7) -> list[Link]:
        """Persons, departments, companies (`person dept org`) or records of the form `kind` by name, number, pinyin."""


@cache
def shipped_lists() -> dict[str, dict[str, Any]]:
    """The option lists of the specification: name -> `codes` in printed order, their English `en`, `editable`."""
    loaded: dict[str, dict[str, Any]] = json.loads(files("dangan").joinpath("data", "lists.json").read_text("utf-8"))
    return loaded


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

    def record(self, link: Link) -> Values | None:
        """None."""
        return None

    def total(self, path: str, by: str, link: Link) -> int | Decimal:
        """Nothing to add up."""
        return 0

    def extreme(self, path: str, by: str, link: Link, which: str) -> Any:
        """None."""
        return None

    def look_up(self, kind: str, text: str, limit: int = 7) -> list[Link]:
        """Nobody."""
        return []


@dataclass(frozen=True, slots=True)
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
