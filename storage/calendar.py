"""Working days: Monday to Friday, without the published Chinese holidays, with make-up days, the office's own table first."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta


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
