"""Views of a list kept under names, as a clerk uses them."""

from __future__ import annotations

import json

import pytest

from dangan.i18n import _
from storage.archive import Archive
from storage.filters import Filter
from storage.pages import View
from tests.tui.clerk import Clerk, at_work, compare
from tui.screens.list import ListScreen

SALES = "<f4>szbm<enter>销售<enter>"


async def run(clerk: Clerk, word: str) -> None:
    """Run a line of the F9 menu by its words."""
    await clerk.type("<f9>" + word + "<enter>")


async def test_a_view_is_saved_chosen_and_left(office: Archive) -> None:
    async with at_work(office) as clerk:
        await clerk.type("1<enter>" + SALES + "<f9>1bdrq<enter>")
        await run(clerk, "存为视图")
        await clerk.type("销售人员<enter>1")
        assert clerk.message == "已保存视图“销售人员”"
        assert clerk.lines[1].split("   ")[0].strip() == "视图:销售人员  所在部门含“销售”"
        await clerk.type("<escape>1<enter>")
        assert "视图:全部" in clerk.lines[1]  # no default was made
        await run(clerk, "选择视图")
        await clerk.type("xsry<enter>")
        assert "视图:销售人员" in clerk.lines[1] and "共 5 份" in clerk.lines[1]
        assert "排序:报到日期" in clerk.lines[1]
        await clerk.type("<f4>xb<enter> <f6>")
        assert "视图:销售人员*" in clerk.lines[1]
        await clerk.type("<escape>")
        assert "视图:销售人员 " in clerk.lines[1] and "共 5 份" in clerk.lines[1]
        await run(clerk, "选择视图")
        await clerk.type("<enter>")
        assert "视图:全部" in clerk.lines[1] and "共 10 份" in clerk.lines[1]


async def test_the_list_opens_with_the_default(office: Archive) -> None:
    env = office.env("wang", "zh")
    office.views.save("employee", "销售", View(filters=(Filter("department", "contains", "销售"),)), env)
    async with at_work(office) as clerk:
        await clerk.type("1<enter>")
        await run(clerk, "选择视图")
        await clerk.type("xs<enter>")
        await run(clerk, "以此视图打开")
        assert "打开" in clerk.message
        await clerk.type("<escape>1<enter>")
        assert "视图:销售 " in clerk.lines[1] and "共 5 份" in clerk.lines[1]
        await clerk.type("<escape>")
        assert not isinstance(clerk.app.screen, ListScreen)


async def test_a_shared_view_is_renamed_and_deleted(office: Archive) -> None:
    async with at_work(office) as clerk:
        await clerk.type("1<enter>" + SALES)
        await run(clerk, "存为视图")
        await clerk.type("销售<enter>2")
        await run(clerk, "改名")
        await clerk.type("<ctrl+u>销售部<enter>")
        assert "视图:销售部 " in clerk.lines[1]
        await run(clerk, "存为视图")
        await clerk.type("<enter>2")
        assert "已有视图“销售部”" in clerk.screen
        await clerk.type("<enter>")
        await run(clerk, "删除视图")
        await clerk.type("2")
        assert len(office.views.listing("employee", "li")) == 1  # F6 is still to come
        await clerk.type("<f6>")
        assert office.views.listing("employee", "li") == []
    events = office.store.rows("SELECT detail FROM audit WHERE event = 'view' ORDER BY _id")
    assert [json.loads(d)["done"] for (d,) in events] == ["saved", "renamed", "deleted"]


async def test_a_view_of_a_field_that_is_gone_is_not_used(office: Archive) -> None:
    env = office.env("wang", "zh")
    gone = office.views.save("employee", "旧", View(filters=(Filter("shoe_size", "=", 42),)), env)
    office.views.set_default("employee", gone, env)
    async with at_work(office) as clerk:
        await clerk.type("1<enter>")
        assert "旧" in clerk.message and "shoe_size" in clerk.message
        assert "共 10 份" in clerk.lines[1]


async def test_a_name_that_is_too_long_is_refused(office: Archive) -> None:
    async with at_work(office) as clerk:
        await clerk.type("1<enter>")
        await run(clerk, "存为视图")
        await clerk.type("长" * 41 + "<enter>1")
        assert "40" in clerk.message and office.views.listing("employee", "wang") == []


@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_it_looks_like_this(office: Archive, lang: str) -> None:
    env = office.env("wang", lang)
    sales = View(filters=(Filter("department", "contains", "销售"),))
    office.views.save("employee", "销售人员", sales, env)
    office.views.set_default("employee", office.views.save("employee", "在职员工", sales, env, shared=True), env)
    async with at_work(office, lang) as clerk:
        await clerk.type("1<enter>")
        compare(f"{lang}/list_viewed", clerk.screen)
        await run(clerk, _("Choose a saved view", lang))
        compare(f"{lang}/list_views", clerk.screen)
