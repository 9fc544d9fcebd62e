"""Holidays and make-up days as people paste them from the notice of the State Council, or type them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Literal

from dangan.errors import DanganError
from dangan.frozen import frozen
from dangan.values.text import normal

WEEK = "一二三四五六日"
MOST = 60  # days of one range

_BRACKETS = re.compile(r"[(〔\[【][^)〕\]】]*[)〕\]】]")
_WEEKDAY = re.compile(r"(?:周|星期)([一二三四五六日天])")
_DATE = r"(?:(?P<{0}year>[12]\d{{3}})\s*[年\-/.]\s*)?(?P<{0}month>\d{{1,2}})\s*[月\-/.]\s*(?P<{0}day>\d{{1,2}})(?!\d)\s*[日号]?"
_TO = r"\s*(?:至|到|~|—+|–|－|-|\.\.+|…)\s*"
_MARK = r"(?:<(?P<{0}week>\d)>)?"
_TOKEN = re.compile(
    rf"(?P<verb>放假|休息|上班|holidays?\b|off\b|work(?:ing)?\b)"
    rf"|(?:(?P<eight>(?:19|20)\d{{6}})|{_DATE.format('a')}|(?P<alone>\d{{1,2}})\s*[日号])\s*{_MARK.format('a')}"
    rf"(?:{_TO}(?:(?P<eight2>(?:19|20)\d{{6}})|{_DATE.format('b')}|(?P<until>\d{{1,2}})(?!\d|\s*[月年/.\-])\s*[日号]?)\s*{_MARK.format('b')})?",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"共?\s*\d+\s*(?:天|days?)", re.IGNORECASE)
_STATED = re.compile(r"(?:共|放假|休息)\s*(\d+)\s*天")
_HEADING = re.compile(r"[12]\d{3}\s*年?")


class BadNotice(DanganError):
    """A notice of holidays that cannot be read; the sentence names the words."""


@frozen
class Notice:
    """The days of one year, in order: `holidays` and the days of weekends on which there is work, `makeup`."""

    holidays: tuple[date, ...]
    makeup: tuple[date, ...]


@frozen
class _Verb:
    kind: Literal["off", "work"]


@frozen
class _Days:
    words: str
    days: tuple[date, ...]


def read_notice(text: str, year: int) -> Notice:
    """The holidays and make-up days of `year` in a notice: `10月1日至7日放假`, `9月27日、10月10日上班`, `放假 2026-10-01..2026-10-07`.

    What stands in brackets is left out but for the day of the week, which must agree. Raises BadNotice where anything is
    not understood, a day lies in another year, is named as both, or is a working day anyway.
    """
    off: set[date] = set()
    work: set[date] = set()
    for clause in re.split(r"[;。!\n\r]+", _marked(normal(text))):
        for verb, days in _told(clause, year):
            (off if verb.kind == "off" else work).update(days.days)
    if not off and not work:
        raise _bad("没有读到放假或上班的日期。", "No holiday or make-up day was found.")
    for day in sorted(off & work):
        raise _bad(f"{day} 又放假又上班。", f"{day} is named as a holiday and as a working day.")
    for day in sorted(work):
        if day.weekday() < 5:
            raise _bad(f"{day} 是周{WEEK[day.weekday()]}，本来就上班。", f"{day} is a {day:%A}, a working day anyway.")
    return Notice(tuple(sorted(off)), tuple(sorted(work)))


def looks_like_notice(text: str) -> bool:
    """Whether a text says of days that they are off or worked, as a plain list of days does not."""
    return any(found["verb"] for found in _TOKEN.finditer(normal(text)))


def year_of(text: str, today: date) -> int:
    """The year that a notice is about: the first it names with a day, else the coming one from November on."""
    named = re.search(r"([12]\d{3})\s*[年\-/.]\s*\d{1,2}\s*[月\-/.]|\b((?:19|20)\d{2})\d{4}\b", normal(text))
    if named:
        return int(named[1] or named[2])
    return today.year + (today.month >= 11)


def _marked(text: str) -> str:
    """The text with brackets replaced by the day of the week in them, `<0>` Monday to `<6>`, where they name one."""

    def mark(found: re.Match[str]) -> str:
        named = _WEEKDAY.search(found[0])
        return f"<{WEEK.index(named[1].replace('天', '日'))}>" if named else ""

    return _BRACKETS.sub(mark, text)


def _told(clause: str, year: int) -> Iterator[tuple[_Verb, _Days]]:
    """The days of a clause with what is said of them: behind its days, or before them where the clause begins with it."""
    parts = list(_parts(clause, year))
    days = [p for p in parts if isinstance(p, _Days)]
    if not days:
        return
    if not any(isinstance(p, _Verb) for p in parts):
        if all(day.year != year for each in days for day in each.days):
            return  # the day on which the notice was given
        raise _bad(f"“{days[0].words}”没有写明放假还是上班。", f"{days[0].words}: holiday or working day?")
    before = isinstance(parts[0], _Verb)
    if not before and isinstance(parts[-1], _Days):
        raise _bad(f"“{parts[-1].words}”没有写明放假还是上班。", f"{parts[-1].words}: holiday or working day?")
    if before and isinstance(parts[-1], _Verb) and len({p.kind for p in parts if isinstance(p, _Verb)}) > 1:
        raise _bad(f"“{clause.strip()[:40]}”中的放假和上班分不清。",
                   f"{clause.strip()[:40]!r}: it is not clear what is off and what is work.")  # fmt: skip
    counted, off = _STATED.search(clause), 0
    verb: _Verb | None = None
    for part in parts if before else reversed(parts):
        if isinstance(part, _Verb):
            verb = part
        elif verb is not None:
            for day in part.days:
                if day.year != year:
                    raise _bad(f"{day} 不在 {year} 年。", f"{day} is not in {year}.")
            off += len(part.days) if verb.kind == "off" else 0
            yield verb, part
    if counted and off and int(counted[1]) != off:
        raise _bad(f"“{clause.strip()[:40]}”写明 {counted[1]} 天，日期却是 {off} 天。",
                   f"{clause.strip()[:40]!r} says {counted[1]} days, its dates are {off}.")  # fmt: skip


def _parts(clause: str, year: int) -> Iterator[_Verb | _Days]:
    """Verbs and days of a clause in their order. Raises BadNotice for figures that are neither."""
    month, at, left, told = 0, 0, "", False
    for found in _TOKEN.finditer(clause):
        left += clause[at : found.start()] + "|"
        at = found.end()
        told = told or bool(found["verb"]) or not found["alone"]
        if found["verb"]:
            yield _Verb("work" if found["verb"].casefold().startswith(("上班", "work")) else "off")
            continue
        if found["alone"] and not month:
            left += found[0]
            continue
        days, month = _days(found, year, month)
        yield days
    left += clause[at:]
    rest = re.search(r"\d+|[A-Za-z]{3,}", _HEADING.sub("", _COUNTED.sub("", left)))
    if rest and told:
        raise _bad(
            f"“{clause.strip()[:40]}”中的“{rest[0]}”看不懂。",
            f"{rest[0]} in {clause.strip()[:40]!r} is not understood.",
        )


def _days(found: re.Match[str], year: int, month: int) -> tuple[_Days, int]:
    """The days of one match, and the month that a bare day behind it means."""
    words = re.sub(r"<\d>", "", found[0]).strip()
    first = _day(found, "a", found["eight"], found["alone"], year, month, words)
    last = first
    if found["eight2"] or found["bday"] or found["until"]:
        last = _day(found, "b", found["eight2"], found["until"], first.year, first.month, words)
    count = (last - first).days
    if not 0 <= count <= MOST:
        raise _bad(
            f"“{words}”的两个日期顺序不对或相隔太远。", f"{words}: the days are in the wrong order or too far apart."
        )
    return _Days(words, tuple(first + timedelta(days=n) for n in range(count + 1))), last.month


def _day(
    found: re.Match[str], which: str, eight: str | None, alone: str | None, year: int, month: int, words: str
) -> date:
    try:
        if eight:
            day = date.fromisoformat(eight)
        elif alone:
            day = date(year, month, int(alone))
        else:
            day = date(int(found[f"{which}year"] or year), int(found[f"{which}month"]), int(found[f"{which}day"]))
    except ValueError:
        raise _bad(f"“{words}”不是日期。", f"{words} is no date.") from None
    said = found[f"{which}week"]
    if said is not None and int(said) != day.weekday():
        raise _bad(
            f"{day} 是周{WEEK[day.weekday()]}，不是周{WEEK[int(said)]}，请核对年份和日期。",
            f"{day} is a {day:%A}: the notice says another day of the week.",
        )
    return day


def _bad(zh: str, en: str) -> BadNotice:
    return BadNotice(
        zh, en, "可以写成：10月1日至7日放假；9月27日、10月10日上班。",
        "Write it so: holiday 2026-10-01..2026-10-07; work 2026-09-27 2026-10-10.", "HOLIDAY_NOTICE",
    )  # fmt: skip
