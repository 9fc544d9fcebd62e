"""A list in groups as a clerk uses it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from dangan.i18n import _
from storage.archive import Archive
from tests.tui.clerk import Clerk, at_work, compare
from tui.screens.groups import GroupsScreen
from tui.screens.list import ListScreen


async def group(clerk: Clerk, field: str, lang: str = "zh") -> None:
    """Group the list by a field."""
    await clerk.type("<f9>" + _("Group by a field and count", lang) + "<enter>" + field + "<enter>")


async def test_counts_then_the_list_of_a_group_and_back(office: Archive) -> None:
    async with at_work(office) as clerk:
        await clerk.type("1<enter>")
        await group(clerk, "szbm")
        assert isinstance(clerk.app.screen, GroupsScreen)
        assert "按所在部门：2 组" in clerk.lines[1] and "共 10 份" in clerk.lines[1]
        assert [line.split() for line in clerk.lines[3:6]] == [[">办公室", "5"], ["销售部", "5"], ["合计", "10"]]
        await clerk.type("<down><enter>")
        assert isinstance(clerk.app.screen, ListScreen)
        assert "所在部门=销售部" in clerk.lines[1] and "共 5 份" in clerk.lines[1]
        await clerk.type("<escape>")
        assert isinstance(clerk.app.screen, GroupsScreen) and clerk.marked.split()[0] == ">销售部"
        await clerk.type("<escape>")
        assert isinstance(clerk.app.screen, ListScreen) and "全部" in clerk.lines[1]


async def test_the_filter_of_the_list_holds_in_its_groups(office: Archive) -> None:
    async with at_work(office) as clerk:
        await clerk.type("1<enter><f4>szbm<enter>销售<enter>")
        await group(clerk, "最高学历")
        assert "共 5 份" in clerk.lines[1]
        names = [line.split()[0].strip(">") for line in clerk.lines[3:6]]
        assert names == ["大专", "本科", "硕士"]  # in the order of the options
        await clerk.type("<end><enter>")
        assert "共 5 份" in clerk.lines[1] and "销售" in clerk.lines[1]


async def test_months_from_new_to_old_and_another_field(office: Archive) -> None:
    async with at_work(office) as clerk:
        await clerk.type("1<enter>")
        await group(clerk, "报到日期 按月")
        months = [
            line.split()[0].strip(">") for line in clerk.lines[3:-2] if line.strip().strip(">").startswith("2026-")
        ]
        assert months == sorted(months, reverse=True) and len(months) > 3
        await clerk.type("<f4>报到日期 按年<enter>")
        assert "按报到日期 按年：1 组" in clerk.lines[1]
        await clerk.type("<enter>")
        assert "报到日期>=2026-01-01" in clerk.lines[1] and "共 10 份" in clerk.lines[1]


async def test_a_record_changed_below_is_counted_anew(office: Archive) -> None:
    async with at_work(office) as clerk:
        await clerk.type("1<enter>")
        await group(clerk, "szbm")
        await clerk.type("<enter>")
        office.save("employee", {"_id": 2, "department": "财务部"}, office.env("li", "zh"))
        await clerk.type("<escape>")
        assert "3 组" in clerk.lines[1]


async def test_what_the_office_hides_is_neither_grouped_by_nor_summed(office: Archive) -> None:
    office.save("employee", {"_id": 1, "salary": Decimal(8000)}, office.env("wang", "zh"))
    async with at_work(office) as clerk:
        await clerk.type("1<enter>")
        assert isinstance(clerk.app.screen, ListScreen)
        spec = clerk.app.screen.spec
        blocks = (replace(b, fields=tuple(f for f in b.fields if f.id not in ("salary", "sex"))) for b in spec.blocks)
        clerk.app.screen.spec = replace(spec, blocks=tuple(blocks))
        await clerk.type("<f9>分组统计<enter>")
        assert "性别" not in clerk.screen and "所在部门" in clerk.screen
        await clerk.type("szbm<enter>")
        assert "月薪" not in clerk.screen and "合计" in clerk.screen


@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_it_looks_like_this(office: Archive, lang: str) -> None:
    env = office.env("wang", lang)
    for n in (1, 2, 3):
        office.save("employee", {"_id": n, "salary": Decimal("8000.50") * n}, env)
    office.save("employee", {"_id": 4, "department": None}, env)
    async with at_work(office, lang) as clerk:
        await clerk.type("1<enter>")
        await clerk.type("<f9>" + _("Group by a field and count", lang) + "<enter>")
        compare(f"{lang}/groups_by", clerk.screen)
        await clerk.type({"zh": "szbm", "en": "department"}[lang] + "<enter>")
        compare(f"{lang}/groups", clerk.screen)
