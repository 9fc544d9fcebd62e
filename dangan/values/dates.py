"""Dates, months, years and times as clerks type them, and as screen and paper show them."""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, datetime, timedelta

from dangan.values.pattern import pattern
from dangan.values.text import normal

WorkDays = Callable[[date, int], date]

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WEEK_ZH = "一二三四五六日"
_WEEK_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")

# An office has no papers older than this, and a typing slip such as 0224 does: four digits must be a year of ours.
_YEAR = "([1-9][0-9]{3})"
_WEEKDAY = pattern(r" *\(?(?:(?:周|星期)([一二三四五六日天])|(mon|tue|wed|thu|fri|sat|sun))\)?$", re.IGNORECASE)
_FULL = pattern(
    _YEAR + r"(?:([-/.])([0-9]{1,2})\2([0-9]{1,2})|年([0-9]{1,2})月([0-9]{1,2})[日号]?|([0-9]{2})([0-9]{2}))"
)
_PAPER_EN = pattern(r"([0-9]{1,2}) ?([a-z]{3}) ?" + _YEAR, re.IGNORECASE)
_MONTH_DAY = pattern(r"([0-9]{1,2})(?:[-/.]|月)([0-9]{1,2})[日号]?|([0-9]{2})([0-9]{2})")
_DAY = pattern(r"([0-9]{1,2})[日号]?")
_SHIFT = pattern(r"([+-]) ?([0-9]{1,5})")
_WORK_SHIFT = pattern(r"([+-]) ?([0-9]{1,4}) ?[gG]")
_MONTH = pattern(_YEAR + r"(?:[-/.]([0-9]{1,2})|年([0-9]{1,2})月?|([0-9]{2}))")
_MONTH_ONLY = pattern(r"([0-9]{1,2})月?(?:份)?")
_TIME = pattern(
    r"([0-9]{1,2})(?:[:.]([0-9]{2})(?:[:.]([0-9]{2}))?|[点时](?:([0-9]{1,2})分?|(半|整))?)?|([0-9]{1,2})([0-9]{2})"
)


def read_date(text: str, today: date, workdays: WorkDays | None = None) -> date:
    """The day meant by `text`.

    Whole dates `2026-11-24` `2026/11/24` `2026.11.24` `20261124` `2026年11月24日` and what `show_date` writes; of this
    year `1124` `11.24` `11-24` `11月24日`; of this month `24` `24日`; `.` `今天` `today`; days from today `+3` `-1`,
    working days `+3g` by `workdays(today, n)`, without it Monday to Friday. Six digits are refused: 202611 is a month.
    Raises ValueError when it is no such thing or no day of the calendar.
    """
    typed = _tidy(text)
    if typed.casefold() in (".", "今天", "today"):
        return today
    if found := _SHIFT.fullmatch(typed):
        return _days_from(today, int(found[1] + found[2]))
    if found := _WORK_SHIFT.fullmatch(typed):
        return (workdays or _monday_to_friday)(today, int(found[1] + found[2]))
    if found := _WEEKDAY.search(typed):
        return _on_weekday(_read_calendar(typed[: found.start()], today, text), found, text)
    return _read_calendar(typed, today, text)


def read_month(text: str, today: date) -> str:
    """`YYYY-MM` from `202611` `2026-11` `2026.11` `2026年11月`, `11` (this year), `.` `本月`, `-1` `+1` (from this month).

    Raises ValueError.
    """
    typed = _tidy(text)
    if typed in (".", "本月"):
        return f"{today.year:04}-{today.month:02}"
    if found := _SHIFT.fullmatch(typed):
        shifted = months_after(today, int(found[1] + found[2]))
        return f"{shifted.year:04}-{shifted.month:02}"
    if found := _MONTH.fullmatch(typed):
        year, month = int(found[1]), int(found[2] or found[3] or found[4])
    elif found := _MONTH_ONLY.fullmatch(typed):
        year, month = today.year, int(found[1])
    else:
        raise _refused("month", text)
    if not 1 <= month <= 12:
        raise _refused("month", text)
    return f"{year:04}-{month:02}"


def read_year(text: str, today: date) -> int:
    """Four digits, with or without 年; `.` `今年`; `-1` `+1` from this year. Raises ValueError."""
    typed = _tidy(text)
    if typed in (".", "今年"):
        return today.year
    if found := _SHIFT.fullmatch(typed):
        year = today.year + int(found[1] + found[2])
        if 1000 <= year <= 9999:
            return year
    elif found := re.fullmatch(_YEAR + "年?", typed):
        return int(found[1])
    raise _refused("year", text)


def read_time(text: str, now: datetime | None = None) -> str:
    """`HH:MM` from `9:30` `0930` `930` `9.30` `9点` `9点半` `9时30分` `9`; seconds are dropped; `.` is `now` if given.

    Raises ValueError.
    """
    typed = _tidy(text)
    if typed == "." and now is not None:
        return now.strftime("%H:%M")
    found = _TIME.fullmatch(typed)
    if found is None:
        raise _refused("time", text)
    hour = int(found[1] or found[6])
    minute = 30 if found[5] == "半" else int(found[2] or found[4] or found[7] or 0)
    if hour > 23 or minute > 59 or int(found[3] or 0) > 59:
        raise _refused("time", text)
    return f"{hour:02}:{minute:02}"


def read_datetime(text: str, now: datetime) -> str:
    """`YYYY-MM-DD HH:MM` from a date and a time with a blank or T between; `.` is now; a time alone is today's.

    A whole date alone is its midnight. Raises ValueError.
    """
    typed = _tidy(text)
    if typed == ".":
        return now.strftime("%Y-%m-%d %H:%M")
    today = now.date()
    if found := re.fullmatch(r"(.+?)(?: +|(?<=[0-9])[tT](?=[0-9])|(?<=[日号]) *)([0-9]{1,2}[:.0-9点时分半整]*)", typed):
        return f"{read_date(found[1], today).isoformat()} {read_time(found[2], now)}"
    if found := _FULL.fullmatch(typed):
        return f"{_read_calendar(typed, today, text).isoformat()} 00:00"
    return f"{today.isoformat()} {read_time(typed, now)}"


def read_birthday(text: str, today: date) -> str:
    """`YYYY-MM-DD`, or `--MM-DD` where the year is not known: `0317` `3.17` `3-17` `3月17日` `--03-17`.

    A year is never filled in from today; `.` and `今天` are today. Raises ValueError.
    """
    typed = _tidy(text)
    if found := _MONTH_DAY.fullmatch(typed.removeprefix("--")):
        month, day = int(found[1] or found[3]), int(found[2] or found[4])
        _day(2000, month, day, text)  # a leap year: somebody is born on 29 February
        return f"--{month:02}-{day:02}"
    if _DAY.fullmatch(typed) or typed[:1] in ("+", "-"):
        raise _refused("birthday", text)
    return read_date(typed, today).isoformat()


def show_date(d: date, lang: str, style: str) -> str:
    """`d` as `iso` 2026-03-01, `screen` 2026-03-01 周日, `paper` 2026年03月01日, or `sentence` 2026年3月1日.

    `lang` is zh or en; in English screen is 2026-03-01 Sun, paper and sentence 1 Mar 2026. Source: forms.md 0.2.
    """
    if style == "iso":
        return d.isoformat()
    if style == "screen":
        return f"{d.isoformat()} " + ("周" + _WEEK_ZH[d.weekday()] if lang == "zh" else _WEEK_EN[d.weekday()])
    if style not in ("paper", "sentence"):
        raise ValueError(f"style is iso, screen, paper or sentence, not {style!r}")
    if lang != "zh":
        return f"{d.day} {_MONTHS[d.month - 1]} {d.year}"
    return f"{d.year}年{d.month:02}月{d.day:02}日" if style == "paper" else f"{d.year}年{d.month}月{d.day}日"


def show_birthday(value: str, lang: str, style: str) -> str:
    """A stored birthday in the styles of `show_date`; without a year `--03-17` is 03-17, 3月17日 or 17 Mar."""
    if not value.startswith("--"):
        return show_date(date.fromisoformat(value), lang, style)
    month, day = int(value[2:4]), int(value[5:7])
    if style == "iso":
        return value
    if style == "screen":
        return value[2:]
    if lang != "zh":
        return f"{day} {_MONTHS[month - 1]}"
    return f"{month:02}月{day:02}日" if style == "paper" else f"{month}月{day}日"


def years_after(d: date, n: int) -> date:
    """The same day `n` years later (earlier when negative); 29 February becomes 28. Raises ValueError past year 9999."""
    return months_after(d, 12 * n)


def months_after(d: date, n: int) -> date:
    """The same day `n` months later, or the last of a shorter month. Raises ValueError outside the years 1 to 9999."""
    year, month0 = divmod(d.year * 12 + d.month - 1 + n, 12)
    if not 1 <= year <= 9999:
        raise ValueError(f"{n} months from {d.isoformat()} lie outside the calendar")
    return date(year, month0 + 1, min(d.day, monthrange(year, month0 + 1)[1]))


def age(birth: date, today: date) -> int:
    """Full years on `today`; reached on the day that `years_after` gives, so 29 February counts on the 28th."""
    years = today.year - birth.year
    return years - (years_after(birth, years) > today)


def _tidy(text: str) -> str:
    """The normal form with the blanks around separators taken out."""
    return re.sub(r" *([-/.:年月点时]) *| +(?=[日号])", r"\1", " ".join(normal(text).split()))


def _read_calendar(typed: str, today: date, text: str) -> date:
    if found := _FULL.fullmatch(typed):
        return _day(int(found[1]), int(found[3] or found[5] or found[7]), int(found[4] or found[6] or found[8]), text)
    if found := _MONTH_DAY.fullmatch(typed):
        return _day(today.year, int(found[1] or found[3]), int(found[2] or found[4]), text)
    if found := _DAY.fullmatch(typed):
        return _day(today.year, today.month, int(found[1]), text)
    if (found := _PAPER_EN.fullmatch(typed)) and found[2].title() in _MONTHS:
        return _day(int(found[3]), _MONTHS.index(found[2].title()) + 1, int(found[1]), text)
    raise _refused("date", text)


def _on_weekday(d: date, found: re.Match[str], text: str) -> date:
    """`d` if it falls on the day of the week written beside it."""
    said = _WEEK_ZH.index(found[1].replace("天", "日")) if found[1] else _WEEK_EN.index(found[2].title())
    if d.weekday() != said:
        raise _refused("date", text)
    return d


def _day(year: int, month: int, day: int, text: str) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise _refused("date", text) from None


def _days_from(today: date, n: int) -> date:
    try:
        return today + timedelta(days=n)
    except OverflowError:
        raise ValueError(f"{n} days from {today.isoformat()} lie outside the calendar") from None


def _monday_to_friday(start: date, n: int) -> date:
    d = start
    step = 1 if n > 0 else -1
    left = abs(n)
    while left:
        d = _days_from(d, step)
        left -= d.weekday() < 5
    return d


def _refused(what: str, text: str) -> ValueError:
    return ValueError(f"not a {what}: {text!r}")
