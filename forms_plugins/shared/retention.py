"""Retention periods compared: codes `permanent`, `y30` …, and free ones such as 20年."""

from __future__ import annotations

import re

_YEARS = re.compile(r"y?(\d+)年?")
_FOREVER = 10**6


def years(period: str) -> int | None:
    """The years of a period, a million for 永久; None for a text that names no number."""
    if period in ("permanent", "永久"):
        return _FOREVER
    found = _YEARS.fullmatch(period.strip())
    return int(found[1]) if found else None


def longer(one: str, other: str) -> bool:
    """Whether `one` certainly lasts longer than `other`."""
    first, second = years(one), years(other)
    return first is not None and second is not None and first > second
