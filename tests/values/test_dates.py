"""Dates, months, years and times by their short ways in."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dangan.values import dates
from dangan.values.dates import read_birthday, read_date, read_datetime, read_month, read_time, read_year, show_date

TODAY = date(2026, 11, 24)  # a Tuesday
NOW = datetime(2026, 11, 24, 9, 5)
DAYS = st.dates(date(1000, 1, 1))


@pytest.mark.parametrize(
    "typed, meant",
    [
        *((t, "2026-11-05") for t in ["2026-11-5", "2026/11/05", "2026.11.05", "20261105", "2026年11月5日", "２０２６－１１－０５", "2026。11。05", "2026、11、05", "1105", "11.5", "11-05", "11/5", "11月5日", "11月5号", "5", "05", "5日", "５"]),
        ("2026 年 11 月 5 日", "2026-11-05"), (" 5 Nov 2026 ", "2026-11-05"), ("2026-11-05 周四", "2026-11-05"),
        (".", "2026-11-24"), ("。", "2026-11-24"), ("今天", "2026-11-24"), ("Today", "2026-11-24"),
        ("-1", "2026-11-23"), ("+3", "2026-11-27"), ("＋３", "2026-11-27"), ("+0", "2026-11-24"), ("-30", "2026-10-25"),
        ("+3g", "2026-11-27"), ("+4G", "2026-11-30"), ("-2g", "2026-11-20"), ("0", None), ("31", None), ("0230", None),
        ("261124", None), ("202611", None), ("105", None), ("26-11-24", None), ("2026-13-01", None), ("2026-11/24", None),
        ("2026-11-05 周五", None), ("02241105", None), ("", None), ("明年", None), ("١١", None), ("+99999g", None), ("5 Nix 2026", None),
    ],
)  # fmt: skip
def test_read_date(typed: str, meant: str | None) -> None:
    if meant is None:
        with pytest.raises(ValueError):
            read_date(typed, TODAY)
    else:
        assert read_date(typed, TODAY).isoformat() == meant


def test_a_shift_out_of_the_calendar_is_refused() -> None:
    for typed in ("+1", "+1g"):
        with pytest.raises(ValueError):
            read_date(typed, date.max)


def test_working_days_come_from_the_office_calendar() -> None:
    assert read_date("+2g", TODAY, lambda d, n: d + timedelta(days=10 * n)) == date(2026, 12, 14)
    assert read_date("+1g", date(2026, 11, 28)) == date(2026, 11, 30)  # from a Saturday


@given(DAYS, st.sampled_from(["zh", "en"]), st.sampled_from(["iso", "screen", "paper", "sentence"]))
def test_what_is_shown_can_be_typed(d: date, lang: str, style: str) -> None:
    assert read_date(show_date(d, lang, style), TODAY) == d


@given(st.text(st.sampled_from("0123456789-./年月日+g .。")))
def test_anything_else_is_a_value_error(typed: str) -> None:
    for read in (read_date, read_month, read_year, read_birthday):
        try:
            assert read(typed, TODAY)
        except ValueError as error:
            assert str(error)


def test_show_date() -> None:
    d = date(2026, 3, 1)
    shown = [show_date(d, lang, style) for lang in ("zh", "en") for style in ("iso", "screen", "paper", "sentence")]
    assert shown == [
        "2026-03-01", "2026-03-01 周日", "2026年03月01日", "2026年3月1日",
        "2026-03-01", "2026-03-01 Sun", "1 Mar 2026", "1 Mar 2026",
    ]  # fmt: skip
    with pytest.raises(ValueError):
        show_date(d, "zh", "long")


@pytest.mark.parametrize(
    "typed, meant",
    [("202601", "2026-01"), ("2026-1", "2026-01"), ("2026年1月", "2026-01"), ("1", "2026-01"), ("1月份", "2026-01"),
     (".", "2026-11"), ("本月", "2026-11"), ("-11", "2025-12"), ("+2", "2027-01"), ("13", None), ("202613", None), ("0", None), ("-99999", None)],
)  # fmt: skip
def test_read_month(typed: str, meant: str | None) -> None:
    if meant is None:
        with pytest.raises(ValueError):
            read_month(typed, TODAY)
    else:
        assert read_month(typed, TODAY) == meant


def test_read_year() -> None:
    assert [read_year(t, TODAY) for t in ("1998", "１９９８年", ".", "-1", "+1")] == [1998, 1998, 2026, 2025, 2027]
    for typed in ("98", "0998", "+9000", "二〇〇一"):
        with pytest.raises(ValueError):
            read_year(typed, TODAY)


@pytest.mark.parametrize(
    "typed, meant",
    [("9:30", "09:30"), ("９：３０", "09:30"), ("0930", "09:30"), ("930", "09:30"), ("9.30", "09:30"), ("9点", "09:00"),
     ("9点半", "09:30"), ("9时5分", "09:05"), ("9", "09:00"), ("23:59:59", "23:59"), ("24:00", None), ("9:60", None), ("9:3", None), (".", None)],
)  # fmt: skip
def test_read_time(typed: str, meant: str | None) -> None:
    if meant is None:
        with pytest.raises(ValueError):
            read_time(typed)
    else:
        assert read_time(typed) == meant


@pytest.mark.parametrize(
    "typed, meant",
    [("2026-11-23 9:30", "2026-11-23 09:30"), ("2026-11-23T09:30:15", "2026-11-23 09:30"), ("1123 0930", "2026-11-23 09:30"),
     ("11月23日9点半", "2026-11-23 09:30"), (".", "2026-11-24 09:05"), ("8:00", "2026-11-24 08:00"), ("2026-11-23", "2026-11-23 00:00"),
     ("-1 9:30", "2026-11-23 09:30"), ("2026-11-23 25:00", None), ("2026-11-31 9:00", None)],
)  # fmt: skip
def test_read_datetime(typed: str, meant: str | None) -> None:
    if meant is None:
        with pytest.raises(ValueError):
            read_datetime(typed, NOW)
    else:
        assert read_datetime(typed, NOW) == meant


@pytest.mark.parametrize(
    "typed, meant",
    [("1980-03-17", "1980-03-17"), ("19800317", "1980-03-17"), ("0317", "--03-17"), ("3.17", "--03-17"), ("--03-17", "--03-17"),
     ("3月17日", "--03-17"), ("2.29", "--02-29"), ("——03—17", "--03-17"), ("2.30", None), ("17", None), ("-1", None), ("1981-02-29", None)],
)  # fmt: skip
def test_read_birthday(typed: str, meant: str | None) -> None:
    if meant is None:
        with pytest.raises(ValueError):
            read_birthday(typed, TODAY)
    else:
        assert read_birthday(typed, TODAY) == meant
        assert read_birthday(dates.show_birthday(meant, "zh", "paper"), TODAY) == meant


def test_birthdays_shown_in_english() -> None:
    assert dates.show_birthday("--03-17", "en", "paper") == "17 Mar"
    assert dates.show_birthday("1980-03-17", "en", "paper") == "17 Mar 1980"


def test_years_months_and_ages() -> None:
    leap = date(2004, 2, 29)
    assert dates.years_after(leap, 1) == date(2005, 2, 28)
    assert dates.years_after(leap, 4) == date(2008, 2, 29)
    assert dates.months_after(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert dates.months_after(date(2026, 1, 31), -2) == date(2025, 11, 30)
    assert dates.age(leap, date(2020, 2, 27)) == 15
    assert dates.age(leap, date(2020, 2, 29)) == 16
    assert dates.age(leap, date(2021, 2, 28)) == 17
    with pytest.raises(ValueError):
        dates.years_after(date.max, 1)


@given(DAYS, st.integers(0, 80))
def test_an_age_is_reached_on_the_day_years_after_gives(birth: date, n: int) -> None:
    if birth.year + n < 9999:
        day = dates.years_after(birth, n)
        assert dates.age(birth, day) == n
        assert dates.age(birth, day - timedelta(days=1)) == n - 1
