"""The working days against facts: notices of the State Council, the office's own table, years nobody has published."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage import waiting
from storage.calendar import Calendar
from tests.processes import plain
from tests.processes.conftest import Played, opened

SPRING = [date(2024, 2, 10) + timedelta(days=n) for n in range(8)]
MAKE_UP = [
    (2024, 2, 4), (2024, 2, 18), (2024, 4, 7), (2024, 4, 28), (2024, 5, 11), (2024, 9, 14), (2024, 9, 29), (2024, 10, 12),
]  # fmt: skip
FUTURE = date(2031, 1, 6)  # a Monday of a year without a notice


def test_spring_festival_of_2024() -> None:
    calendar = Calendar()
    assert not any(calendar.works(day) for day in SPRING)
    assert calendar.works(date(2024, 2, 9)) and calendar.works(date(2024, 2, 19))
    assert calendar.after(date(2024, 2, 9), 1) == date(2024, 2, 18)  # the Sunday made up for it
    assert calendar.between(date(2024, 2, 8), date(2024, 2, 19)) == 3


@pytest.mark.parametrize("day", MAKE_UP)
def test_days_made_up(day: tuple[int, int, int]) -> None:
    assert date(*day).isoweekday() > 5 and Calendar().works(date(*day))


def test_the_example_of_the_handover() -> None:
    """Friday 1 March 2024 and three working days are Wednesday the 6th, two more Friday the 8th."""
    calendar = Calendar()
    assert calendar.after(date(2024, 3, 1), 3) == date(2024, 3, 6)
    assert calendar.after(date(2024, 3, 6), 2) == date(2024, 3, 8)
    assert calendar.after(date(2024, 3, 6), -3) == date(2024, 3, 1)


@given(st.dates(date(2025, 1, 1), date(2026, 12, 31)))
def test_every_day_of_two_years(day: date) -> None:
    assert Calendar().works(day) == plain.works(day)


@given(st.dates(date(2025, 1, 1), date(2026, 6, 1)), st.integers(0, 60))
def test_counted_one_by_one(start: date, count: int) -> None:
    calendar = Calendar()
    end = calendar.after(start, count)
    assert end == plain.later(start, count) and calendar.between(start, end) == count


def test_the_office_types_a_notice() -> None:
    calendar = Calendar(["2031-01-01", "2031-01-06"], ["2031-01-05"])
    assert calendar.published(2031) and not calendar.published(2032)
    assert [calendar.works(date(2031, 1, n)) for n in (5, 6, 7)] == [True, False, True]


def test_its_own_days_leave_the_published_ones() -> None:
    """A notice begins in the year before; that year keeps its table."""
    calendar = Calendar(["2025-12-31", "2026-01-01"], ["2025-10-01"])
    assert not calendar.works(date(2025, 12, 31)) and calendar.works(date(2025, 10, 1))
    assert not calendar.works(date(2025, 10, 2)) and calendar.works(date(2025, 10, 11))
    assert not Calendar(["2030-12-31", "2031-01-01"]).published(2030)


@pytest.mark.parametrize("ended, provisional", [(date(2024, 3, 1), False), (FUTURE - timedelta(days=3), True)])
def test_beyond_the_notices_a_day_is_provisional(tmp_path: Path, ended: date, provisional: bool) -> None:
    office = opened(tmp_path / "o.db", ended + timedelta(days=3))
    _listed(office, ended)
    (due,) = (w for w in waiting.everything(office.archive.store) if w.step == "sign_off_a")
    assert (due.due_on, due.provisional) == (ended + timedelta(days=5), provisional)
    office.archive.close()


def _listed(office: Played, ended: date) -> None:
    customer = office.save("jia", "customer", {"name": "鑫源担保"})
    office.save("jia", plain.C2, {
        "project": "担保项目", "customer": office.link("customer", customer), "project_no": "P-1", "ended_on": ended,
        "business_type": "guarantee", "manager_a": office.person("jia"), "manager_b": office.person("yi"),
        "items": [{"part": "approval", "title": "申请表", "pages": 3}],
    })  # fmt: skip
