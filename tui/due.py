"""Time limits in words: until when something is to be done, and how late it is."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from dangan.env import Env
from dangan.i18n import _

if TYPE_CHECKING:
    from dangan.flowspec import StepSpec


def due_words(day: date | None, env: Env, *, working: bool = True, provisional: bool = False) -> str:
    """Until when, or by how much it is late: working days, calendar days where none of them has passed."""
    if day is None:
        return ""
    today, lang = env.today, env.lang
    if day < today:
        late = env.office.workdays(day, today) if working else 0
        if late:
            return _("late {count} workdays", lang, count=late)
        return _("late {count} days", lang, count=(today - day).days)
    said = _("today", lang) if day == today else f"{day:%m-%d}" if day.year == today.year else day.isoformat()
    return _("about {day}", lang, day=said) if provisional and day != today else said


def by_when(day: date | None, env: Env, *, working: bool = True) -> str:
    """The limit of a step as it stands behind its name: the day, and how late it is."""
    if day is None:
        return ""
    if day < env.today:
        return _("until {day}, {late}", env.lang, day=day, late=due_words(day, env, working=working))
    said = due_words(day, env, working=working)
    return said if day == env.today else _("until {day}", env.lang, day=said)


def counts_working(step: StepSpec) -> bool:
    """Whether the limit of a step is in working days."""
    return step.due is None or step.due.working
