"""Retention periods compared: codes `permanent`, `y30` …, and free ones such as 20年."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from dangan.env import Office
from dangan.record import Link

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


def expiry(record: Mapping[str, Any]) -> date | None:
    """The last day that a record is kept: 31 December of the year of its trigger and the period (W5 step 2).

    The trigger is the day of filing where the form has it, else the last date of the papers. None for 永久, and where
    period or trigger is not known.
    """
    kept = years(record.get("retention") or "")
    trigger = record.get("filed_on") or record.get("date_to") or record.get("doc_date")
    if kept is None or kept >= _FOREVER or trigger is None:
        return None
    return date(trigger.year + kept, 12, 31)


def proposed(office: Office, title: str, dept: Link | None = None) -> str | None:
    """The period of a paper by its name: of the filing scope H6 (the department's own line first), else of the series of
    that name in the schedule B12 that is in force; None where neither knows it."""
    lines = office.find("filing_scope", title=title)
    own = [line for line in lines if line.get("dept") and dept and line["dept"].id == dept.id]
    common = [line for line in lines if not line.get("dept")]
    found = next((line["scope_retention"] for line in (*own, *common) if line.get("scope_retention")), None)
    series = [s for s in office.find("retention_schedule", series_title=title) if not s.get("valid_to")]
    return found or next((s["series_retention"] for s in series), None)
