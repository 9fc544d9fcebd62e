"""The office's days of the year: shown, and taken from the notice after a look at what it changes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from storage import waiting
from storage.archive import Archive
from tests.processes.conftest import Played, opened
from tests.tui.clerk import Clerk, at_work, compare
from tests.tui.office import NOW
from tests.tui.test_shots import run
from tests.tui.test_steps import C2, desk, listed
from tui.screens.days import DaysScreen
from tui.screens.listing import ListingScreen
from tui.screens.settings import SettingsScreen

NOTICE = """一、元旦：2027年1月1日（周五）至3日（周日）放假，共3天。
二、国庆节：10月1日（周五）至7日（周四）放假调休，共7天。9月26日（周日）、10月9日（周六）上班。
"""
TODAY = NOW.date()


async def days(clerk: Clerk) -> None:
    """From the first screen to the days of this year."""
    await run(clerk, "settings")
    await clerk.type("节假日<enter>" if clerk.app.lang == "zh" else "holidays<enter>")
    assert isinstance(clerk.app.screen, DaysScreen)


async def test_a_pasted_notice_is_shown_before_it_is_taken_in(office: Archive) -> None:
    async with at_work(office) as clerk:
        await days(clerk)
        assert "2026 年" in clerk.lines[1] and "国务院已公布" in clerk.lines[1]
        await clerk.type("<f8>")
        assert "! 暂按周一至周五" in clerk.lines[1] and "还没有录入" in clerk.screen
        await clerk.paste(NOTICE)
        assert isinstance(clerk.app.screen, ListingScreen)
        assert "2027 年,原来暂按周一至周五" in clerk.screen
        assert clerk.line("2027-10-01").split() == ["+", "放假", "2027-10-01", "周五", "2027-10-07", "周四", "7"]
        assert office.settings.history("holidays") == []
        await clerk.type("<escape>")
        assert office.settings.history("holidays") == [] and isinstance(clerk.app.screen, DaysScreen)
        await clerk.paste(NOTICE)
        await clerk.type("<f6>")
        assert clerk.message == "2027 年：已录入放假 10 天、调休上班 2 天"
        assert "本单位录入" in clerk.lines[1] and "2027-09-26" in clerk.screen
        assert len(office.settings.get("holidays", TODAY)) == 10
        assert office.settings.get("makeup_days", TODAY) == ["2027-09-26", "2027-10-09"]


async def test_what_goes_and_what_stays_is_told(office: Archive) -> None:
    async with at_work(office) as clerk:
        await days(clerk)
        await clerk.type("<f8>")
        await clerk.paste(NOTICE)
        await clerk.type("<f6><f5>1月1日至2日放假<enter>")
        assert clerk.line("2027-01-01").startswith(">   放假") and "2027-01-02" in clerk.line("2027-01-01")
        assert clerk.line("2027-01-03").startswith(" -  放假")
        assert clerk.line("2027-10-01").startswith(" -  放假") and clerk.line("2027-09-26").startswith(" -  调休上班")
        await clerk.type("<f6>")
        assert len(office.settings.get("holidays", TODAY)) == 2 and office.settings.get("makeup_days", TODAY) == []
        await clerk.paste("2027年1月1日至2日放假\n")
        assert "与现有日期一致" in clerk.message


async def test_a_notice_that_is_not_understood_is_typed_again(office: Archive) -> None:
    async with at_work(office) as clerk:
        await days(clerk)
        await clerk.type("<f8>10月1日至7日放假，10月8日上班<enter>")
        assert "周五" in clerk.message and clerk.message.endswith("10月8日上班_")
        await clerk.type("<backspace><backspace><backspace><backspace>9日上班<enter>")
        assert isinstance(clerk.app.screen, ListingScreen)
        await clerk.type("<f6>")
        assert office.settings.get("makeup_days", TODAY) == ["2027-10-09"]
        await clerk.type("<f5>")
        await clerk.paste("2028年10月1日至7日放假\n10月9日上班\n")  # in several lines, while one is typed
        assert "2028-10-09" in clerk.message and "周一" in clerk.message, (
            "the fault is told, nothing is lost in silence"
        )
        assert isinstance(clerk.app.screen, DaysScreen)


async def test_the_settings_take_a_notice_and_a_list(office: Archive) -> None:
    async with at_work(office) as clerk:
        await run(clerk, "settings")
        await clerk.paste(NOTICE)
        assert isinstance(clerk.app.screen, ListingScreen)
        await clerk.type("<f6><escape>")
        assert isinstance(clerk.app.screen, SettingsScreen)
        await clerk.type("调休<f2>2027-09-26<enter><enter>")
        assert office.settings.get("makeup_days", TODAY) == ["2027-09-26"]


async def test_provisional_limits_are_counted_anew(tmp_path: Path) -> None:
    office: Played = opened(tmp_path / "o.db", date(2026, 12, 30))
    record = listed(office)
    office.save("jia", C2, {"_id": record["_id"], "ended_on": date(2026, 12, 30)})
    due = [w for w in waiting.everything(office.archive.store) if w.due_on]
    assert [(w.due_on, w.provisional) for w in due] == [(date(2027, 1, 4), True)]
    async with desk(office, "jia") as clerk:
        await run(clerk, "settings")
        await clerk.paste("2027年1月1日至3日放假，1月4日放假\n")
        assert "暂定的期限 1 个" in clerk.screen and "将重新计算" in clerk.screen
        await clerk.type("<f6>")
    due = [w for w in waiting.everything(office.archive.store) if w.due_on]
    assert [(w.due_on, w.provisional) for w in due] == [(date(2027, 1, 6), False)]
    office.archive.close()


@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_how_they_look(office: Archive, lang: str) -> None:
    async with at_work(office, lang) as clerk:
        await days(clerk)
        compare(f"{lang}/days", clerk.screen)
        await clerk.type("<f8>")
        compare(f"{lang}/days_provisional", clerk.screen)
        await clerk.paste(NOTICE)
        compare(f"{lang}/days_preview", clerk.screen)
        await clerk.type("<f6>")
        compare(f"{lang}/days_taken", clerk.screen)
        await clerk.type("<f5>10-1..10-7 off<enter>")
        compare(f"{lang}/days_changed", clerk.screen)
        await clerk.type("<escape><f5>10-8 work<enter>")
        compare(f"{lang}/days_wrong", clerk.screen)


async def test_home_says_which_year_is_not_known(tmp_path: Path) -> None:
    office: Played = opened(tmp_path / "o.db", date(2026, 12, 30))
    async with desk(office, "jia") as clerk:
        assert "2027 年的放假安排还没有录入" in clerk.line("节假日")
        clerk.app.screen.rows.mark(("days", 2027))  # type: ignore[attr-defined]
        await clerk.type("<enter>")
        assert isinstance(clerk.app.screen, DaysScreen) and "2027" in clerk.lines[0]
        await clerk.paste(NOTICE)
        await clerk.type("<f6><escape>")
        clerk.app.screen.count()  # type: ignore[attr-defined]
        await clerk.settle()
        assert "节假日" not in clerk.screen
    office.archive.close()
