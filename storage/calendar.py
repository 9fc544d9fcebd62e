"""Working days: Monday to Friday, without the published Chinese holidays, with make-up days, the office's own table first."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from dangan.frozen import frozen

OWN, PUBLISHED, PROVISIONAL = "own", "published", "provisional"


@frozen
class YearDays:
    """The days of one year that differ from Monday to Friday. `origin`: the office's own table, the published one, or
    provisional: none is known yet."""

    year: int
    origin: str
    holidays: tuple[date, ...]
    makeup: tuple[date, ...]


@frozen
class Span:
    """Days that follow one another, first and last included; `off` are holidays, the others make-up working days."""

    off: bool
    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days."""
        return (self.last - self.first).days + 1


def spans(off: bool, days: Iterable[date]) -> list[Span]:
    """Days as spans, the earliest first."""
    out: list[Span] = []
    for day in sorted(days):
        if out and day == out[-1].last + timedelta(days=1):
            out[-1] = Span(off, out[-1].first, day)
        else:
            out.append(Span(off, day, day))
    return out


class Calendar:
    """The working days. `holidays` and `makeup` are the office's own days, `YYYY-MM-DD`."""

    def __init__(self, holidays: Iterable[str] = (), makeup: Iterable[str] = ()) -> None:
        self.holidays = frozenset(map(date.fromisoformat, holidays))
        self.makeup = frozenset(map(date.fromisoformat, makeup))
        # a notice may name days around New Year's Eve of the year before: they make no table of that year
        self._own = {day.year for day in self.holidays if day.month < 12}

    def published(self, year: int) -> bool:
        """Whether the holidays of a year are known, published or the office's own."""
        return year in self._own or year in _shipped_years()

    def year(self, year: int) -> YearDays:
        """The holidays and make-up days of a year as they are counted."""
        if year in self._own or year not in _shipped_years():
            off, work = (tuple(sorted(d for d in days if d.year == year)) for days in (self.holidays, self.makeup))
            return YearDays(year, OWN if year in self._own else PROVISIONAL, off, work)
        from chinese_calendar.constants import holidays, workdays

        off, work = (tuple(sorted(d for d in days if d.year == year)) for days in (holidays, workdays))
        off = tuple(sorted({*off, *(d for d in self.holidays if d.year == year)} - self.makeup))
        work = tuple(sorted({*work, *(d for d in self.makeup if d.year == year)} - (self.holidays - self.makeup)))
        return YearDays(year, PUBLISHED, off, work)

    def works(self, day: date) -> bool:
        """Whether a day is a working day: as the office says, whose table of a year is that year's alone, else as published, else by the day of the week."""
        if day in self.makeup:
            return True
        if day in self.holidays:
            return False
        if day.year not in self._own and day.year in _shipped_years():
            import chinese_calendar

            return bool(chinese_calendar.is_workday(day))
        return day.weekday() < 5

    def after(self, start: date, count: int) -> date:
        """The day `count` working days after `start`, which is not counted; before it where `count` is negative."""
        step, left, day = timedelta(days=1 if count >= 0 else -1), abs(count), start
        while left:
            day += step
            left -= self.works(day)
        return day

    def between(self, start: date, end: date) -> int:
        """How many working days lie after `start`, up to and with `end`; 0 where `end` is not later."""
        return sum(self.works(start + timedelta(days=n)) for n in range(1, (end - start).days + 1))


def _shipped_years() -> range:
    from chinese_calendar.constants import holidays

    return range(min(holidays).year, max(holidays).year + 1)
