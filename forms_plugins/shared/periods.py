"""Periods `valid_from` to `valid_to` of records, an empty end being open."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from dangan.record import Link, Values


def overlapping(found: Iterable[Values], itself: Link | None, begin: date, end: date | None) -> Values | None:
    """The first of these records, `itself` left out, whose period shares a day with `begin` to `end`; None where none does."""
    for record in found:
        starts, ends = record.get("valid_from"), record.get("valid_to")
        other = itself is None or record["_id"] != itself.id
        if other and starts and (end is None or starts <= end) and (ends is None or ends >= begin):
            return record
    return None
