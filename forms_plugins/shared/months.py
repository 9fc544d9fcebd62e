"""Months written `YYYY-MM`, counted."""

from __future__ import annotations


def months_between(earlier: str, later: str) -> int:
    """How many months `later` is after `earlier`: 1 from 2024-06 to 2024-07."""
    return 12 * (int(later[:4]) - int(earlier[:4])) + int(later[5:]) - int(earlier[5:])
