"""Line 1: the company and who sits here stand at its right end; the path goes before the company."""

from __future__ import annotations

import pytest

from storage.archive import Archive
from tests.tui.clerk import at_work
from tests.tui.office import LOGIN, NOW

LONG = "湖南岳麓实业发展集团股份有限公司"


@pytest.mark.parametrize(("name", "shown"), [("测试公司", "测试公司 王芳"), (LONG, f"{LONG} 王芳")])
async def test_home_names_the_company(office: Archive, name: str, shown: str) -> None:
    company = office.directory.companies()[0]
    office.directory.rename("company", company.id, name, at=NOW, by=LOGIN)
    async with at_work(office) as clerk:
        assert clerk.lines[0].endswith(shown)


async def test_the_company_gives_way_to_the_path(office: Archive) -> None:
    company = office.directory.companies()[0]
    office.directory.rename("company", company.id, LONG, at=NOW, by=LOGIN)
    env = office.env("wang", "zh")
    office.save("customer", {**office.new("customer", env), "name": "长沙宏达建筑材料贸易有限责任公司"}, env)
    async with at_work(office) as clerk:
        await clerk.type("3<enter><enter>")
        assert "长沙宏达建筑材料贸易有限责任公司 KH-2026-0002" in clerk.lines[0] and clerk.lines[0].endswith(" 王芳")
