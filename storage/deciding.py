"""What is decided for the whole office (settings, holidays, roles), after which all that waits is counted anew."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from dangan.env import Env
from dangan.errors import Problem
from dangan.sentences import problem
from dangan.values.holidays import Notice, read_notice
from storage import waiting
from storage.calendar import OWN, Calendar, YearDays

if TYPE_CHECKING:
    from storage.archive import Archive

TOLD_FROM = 12  # the month from which the holidays of the coming year are missed: the notice comes in November


def count_anew(archive: Archive, env: Env, *, provisional: bool = False, whole: bool = False) -> int:
    """Count anew until when and for whom things wait. See waiting.refresh_all."""
    now = _anew(archive, env)
    with archive.store.write() as cursor:
        return waiting.refresh_all(
            cursor, archive.store, archive.registry, now, provisional=provisional, whole=whole
        )  # fmt: skip


def _anew(archive: Archive, env: Env) -> Env:
    """The context with an office that was not asked anything before: one keeps what it was told."""
    return archive.env(env.login, env.lang, env.now)


def set_setting(archive: Archive, name: str, value: Any, from_date: date, env: Env) -> None:
    """Give a setting a value from a day on, and count anew what waits, as one act. Raises BadSetting."""
    _set(archive, {name: value}, from_date, env)


def _set(archive: Archive, values: dict[str, Any], from_date: date, env: Env) -> None:
    for name, value in values.items():
        archive.settings.check(name, value)
    now, by = _anew(archive, env), env.login or env.user.text
    with archive.store.write() as cursor:
        for name, value in values.items():
            archive.settings.set_in(cursor, name, value, from_date, by, at=env.now)
        waiting.refresh_all(cursor, archive.store, archive.registry, now)


def read_holidays(archive: Archive, text: str, year: int, env: Env) -> tuple[YearDays, YearDays]:
    """What a notice would change: the days of the year as they are counted today, and as they would be. Nothing is kept.

    Raises BadNotice.
    """
    now = _anew(archive, env).office
    notice = read_notice(text, year)
    before = Calendar(now.setting("holidays") or (), now.setting("makeup_days") or ()).year(year)
    return before, YearDays(year, OWN, notice.holidays, notice.makeup)


def provisional_limits(archive: Archive, year: int) -> int:
    """How many limits that wait reach into a year and are counted Monday to Friday."""
    sql = "SELECT count(*) FROM waiting WHERE provisional = 1 AND substr(due_on, 1, 4) = ?"
    return int(archive.store.value(sql, (str(year),)) or 0)


def enter_holidays(archive: Archive, text: str, year: int, env: Env, from_date: date | None = None) -> Notice:
    """Take in the holidays and make-up days of a year from a notice; they replace what stood for that year, in force
    from `from_date` (today). Gives what was understood; raises BadNotice."""
    notice = read_notice(text, year)
    first = from_date or env.today
    values = {}
    for name, days in (("holidays", notice.holidays), ("makeup_days", notice.makeup)):
        others = [day for day in archive.settings.get(name, first) if not day.startswith(f"{year}-")]
        values[name] = sorted([*others, *map(str, days)])
    _set(archive, values, first, env)
    return notice


def missing_years(archive: Archive, env: Env) -> list[int]:
    """The years that are counted Monday to Friday: this one, the coming one towards its beginning, and those into which
    something that waits reaches."""
    years = {env.today.year} | ({env.today.year + 1} if env.today.month >= TOLD_FROM else set())
    rows = archive.store.rows("SELECT DISTINCT substr(due_on, 1, 4) FROM waiting WHERE provisional = 1")
    years |= {int(year) for (year,) in rows}
    return [year for year in sorted(years) if not env.office.published(year)]


def missing_holidays(archive: Archive, env: Env) -> list[Problem]:
    """GEN_CALENDAR for each of the missing years."""
    return [problem("GEN_CALENDAR", year=str(year)) for year in missing_years(archive, env)]
