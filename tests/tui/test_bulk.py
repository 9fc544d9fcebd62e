"""Change of many records as a clerk does it."""

from __future__ import annotations

import pytest

from dangan.i18n import _
from storage.archive import Archive
from tests.tui.clerk import Clerk, at_work, compare
from tui.screens.bulk import BulkScreen
from tui.screens.list import ListScreen


async def change(clerk: Clerk, field: str, value: str, lang: str = "zh") -> None:
    """Ask for the change of the marked records as far as the preview."""
    word = {"zh": "修改所标记", "en": "change a field"}[lang]
    await clerk.type(f"<f9>{word}<enter>{field}<enter>{value}<enter>")


def departments(office: Archive) -> list[str]:
    return [office.read("employee", n)["department"] for n in range(1, 11)]


async def test_marked_records_are_changed_and_taken_back(office: Archive) -> None:
    before = departments(office)
    async with at_work(office) as clerk:
        await clerk.type("1<enter>   ")
        await change(clerk, "szbm", "财务部")
        assert isinstance(clerk.app.screen, BulkScreen)
        assert "所在部门 -> 财务部" in clerk.lines[1] and "改 3  不变 0  不能改 0" in clerk.lines[1]
        assert "办公室 -> 财务部" in clerk.line("YG-2026-0010")
        await clerk.type("<f6>")
        assert departments(office) == before  # first the reason
        await clerk.type("部门合并<enter>")
        assert isinstance(clerk.app.screen, ListScreen)
        assert clerk.message == "已修改 3 份，Ctrl+Z 撤销"
        assert departments(office)[7:] == ["财务部"] * 3 and departments(office)[:7] == before[:7]
        assert not clerk.app.screen.marked() and "财务部" in clerk.marked + clerk.screen
        await clerk.type("<ctrl+z>")
        assert "撤销对 3 份的批量修改（部门合并）" in clerk.screen
        await clerk.type("2")
        assert departments(office) == before and "财务部" not in clerk.screen


async def test_the_refused_are_named_and_stay_marked(office: Archive) -> None:
    env = office.env("wang", "zh")
    office.void("employee", 9, "重复", env)
    async with at_work(office) as clerk:
        await clerk.type("1<enter>   ")
        await change(clerk, "xl", "3")
        assert "改 1  不变 1  不能改 1" in clerk.lines[1]
        assert "已于" in clerk.screen and "作废" in clerk.screen
        assert "YG-2026-0009" in clerk.marked
        await clerk.type("<f6>核对<enter>")
        assert "已修改 1 份" in clerk.message and "1 份不能改" in clerk.message
        assert isinstance(clerk.app.screen, ListScreen) and clerk.app.screen.marked() == [9]


async def test_nothing_marked_nothing_done(office: Archive) -> None:
    async with at_work(office) as clerk:
        await clerk.type("1<enter><f9>修改所标记<enter>")
        assert isinstance(clerk.app.screen, ListScreen) and "空格标记" in clerk.message


async def test_escape_changes_nothing(office: Archive) -> None:
    before = departments(office)
    async with at_work(office) as clerk:
        await clerk.type("1<enter> ")
        await change(clerk, "szbm", "财务部")
        await clerk.type("<f6><escape>")
        assert isinstance(clerk.app.screen, BulkScreen)
        await clerk.type("<escape>")
        assert isinstance(clerk.app.screen, ListScreen) and len(clerk.app.screen.marked()) == 1
        assert departments(office) == before


async def test_somebody_else_was_quicker(office: Archive) -> None:
    async with at_work(office) as clerk:
        await clerk.type("1<enter>  ")
        await change(clerk, "szbm", "财务部")
        office.save("employee", {"_id": 10, "department": "财务部"}, office.env("li", "zh"))
        await clerk.type("<f6>合并<enter>")
        assert isinstance(clerk.app.screen, BulkScreen) and "期间" in clerk.message
        assert "改 1  不变 1  不能改 0" in clerk.lines[1]
        await clerk.type("<f6>合并<enter>")
        assert departments(office)[8:] == ["财务部"] * 2


async def test_a_value_that_is_none_is_asked_again(office: Archive) -> None:
    async with at_work(office) as clerk:
        await clerk.type("1<enter> ")
        await change(clerk, "bdrq", "三月")
        assert isinstance(clerk.app.screen, ListScreen) and clerk.app.screen.question is not None
        await clerk.type("<ctrl+u>20260105<enter>")
        assert "2026-01-05" in clerk.lines[1]


@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_it_looks_like_this(office: Archive, lang: str) -> None:
    env = office.env("wang", lang)
    office.void("employee", 9, "重复", env)
    office.save("employee", {"_id": 8, "department": "财务部"}, env)
    async with at_work(office, lang) as clerk:
        await clerk.type("1<enter>     ")
        await change(clerk, {"zh": "szbm", "en": "department"}[lang], "财务部", lang)
        compare(f"{lang}/bulk", clerk.screen)
        await clerk.type("<f6>")
        compare(f"{lang}/bulk_reason", clerk.screen)
        assert _("To be changed", lang) in clerk.screen
