"""Words for conditions and sources in a declaration."""

from __future__ import annotations

from dangan.errors import DeclarationError
from dangan.spec import Condition, Source
from dangan.told import Told, of, overdue

__all__ = [
    "both", "computed", "copied", "counted", "earliest", "kept", "latest", "like", "live", "overdue", "setting", "since",
    "total", "unless", "when",
]  # fmt: skip
TODAY, NOW, USER, USER_DEPT, COMPANY = "@today", "@now", "@user", "@dept", "@company"


def when(field: str, *codes: str) -> Condition:
    """Holds when `field` is one of `codes`; without codes when it is filled, ticked or true."""
    return Condition(((field, codes, True),))


def unless(field: str, *codes: str) -> Condition:
    """The contrary of `when`."""
    return Condition(((field, codes, False),))


def both(*conditions: Condition) -> Condition:
    """Holds when all of them hold."""
    return Condition(
        tuple(term for c in conditions for term in c.terms), next((c.since for c in conditions if c.since), "")
    )


def since(state: str) -> Condition:
    """Holds in `state` and in those after it."""
    return Condition(since=state)


def setting(name: str, default: str | int | bool | None = None) -> str:
    """The value of a setting at the time, as a default of a field."""
    return f"@setting:{name}:{'' if default is None else default}"


def computed(path: str = "", override: str = "") -> Source | Told:
    """By the function that `@X.field.calc` hangs on the field below the class, or as `like(path)`; stored at save. With
    `override="*"` it is typed all the same, and the function is given what was typed."""
    return Told("calc", of(path)) if path else Source("calc", "", override)


def live(path: str = "") -> Source | Told:
    """Likewise, but never stored, for what depends on the day or on another record."""
    return Told("live", of(path)) if path else Source("live")


def like(path: str) -> Told:
    """As a default: the value of another field, `link.field` of the record that a link names, `field.year` of a day,
    `today.year`."""
    return Told("default", of(path))


def copied(path: str) -> Source:
    """A snapshot of `link.field` taken when the link is chosen, still editable; `link.one|other` where the forms that it
    may name call it differently."""
    if path.count(".") != 1:
        raise DeclarationError(f"copied({path!r}): write the link and its field, as in 'volume.title'")
    return Source("copied", path)


def kept(path: str = "") -> Source:
    """Written by the program alone: from the last line in force of `rows.field`, or by another form's step ("")."""
    return Source("kept", path)


def total(path: str, by: str = "", override: str = "") -> Source:
    """Sum of `form.field` over the records whose ref field `by` names this one, without `by` of `rows.field` over the own
    lines; `override` keeps the reason of a different value typed over it."""
    return Source("calc", f"total:{path}:{by}", override)


def earliest(path: str, by: str, override: str = "") -> Source:
    """Smallest `form.field` over the records whose field `by` names this one."""
    return Source("calc", f"min:{path}:{by}", override)


def latest(path: str, by: str = "", override: str = "") -> Source:
    """Greatest `form.field` over the records whose field `by` names this one; without `by` of a rows table."""
    return Source("calc", f"max:{path}:{by}", override)


def counted(rows: str) -> Source:
    """Number of lines of a rows table."""
    return Source("calc", f"count:{rows}:")
