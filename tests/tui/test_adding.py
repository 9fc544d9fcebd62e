"""F5 adds what a field shall name: a person, a department, a company, an option; and the field has it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from storage.archive import Archive
from tests.tui.clerk import Clerk, at_work
from tests.tui.office import NOW, Clock
from tui.widgets.form.layout import Place


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    opened = Archive.open(tmp_path / "office" / "office.db", create=True, clock=Clock(NOW))
    company = opened.directory.add("company", "总公司", at=NOW, by="wang")
    opened.directory.paste_lines("办公室\t王芳\t档案员\n", at=NOW, by="wang", company_id=company)
    yield opened
    opened.close()


async def at_field(clerk: Clerk, form: str, block: str, field: str) -> Any:
    """Type a new record, the cursor in one of its fields; gives the screen."""
    await clerk.app.edit(form)
    screen: Any = clerk.app.screen
    screen.view.go(Place(block, field))
    await clerk.settle()
    return screen


async def test_a_person_who_is_not_found_is_added_and_taken(archive: Archive) -> None:
    async with at_work(archive) as clerk:
        screen = await at_field(clerk, "customer", "head", "salesperson")
        await clerk.type("李伟")
        assert "F5" in clerk.message
        await clerk.type("<f5>")
        assert clerk.message == "新增人员(部门,姓名,岗位): 李伟_"
        await clerk.type("<ctrl+u>销售部,李伟,业务员<enter>")
        assert "已添加" in clerk.message or "已新增" in clerk.message
        link = screen.model.values["salesperson"]
        (person,) = [p for p in archive.directory.people() if p.name == "李伟"]
        assert (link.text, link.id, person.post) == ("李伟", person.id, "业务员")
        assert [d.name for d in archive.directory.depts()] == ["办公室", "销售部"]
        assert screen.model.place.field == "salesperson" and "李伟" in clerk.screen


async def test_who_is_there_already_is_taken_and_a_bad_line_is_refused(archive: Archive) -> None:
    async with at_work(archive) as clerk:
        screen = await at_field(clerk, "customer", "head", "salesperson")
        await clerk.type("<f5>甲,乙,丙,丁<enter>")
        assert "多于三栏" in clerk.message and screen.model.values["salesperson"] is None
        await clerk.type("<f5>王芳<enter>")
        assert screen.model.values["salesperson"].id == archive.directory.people()[0].id
        assert len(archive.directory.people()) == 1


async def test_a_department_and_a_company_are_added(archive: Archive) -> None:
    async with at_work(archive) as clerk:
        screen = await at_field(clerk, "employee_record", "work", "dept")
        await clerk.type("<f5>总部/销售部<enter>")
        assert screen.model.values["dept"].text == "销售部"
        screen.view.go(Place("head", "unit"))
        await clerk.type("分公司<f5><enter>")
        assert screen.model.values["unit"].text == "分公司"
        assert {c.name for c in archive.directory.companies()} == {"分公司", "总公司"}


async def test_f5_in_the_open_list_adds_to_it(archive: Archive) -> None:
    async with at_work(archive) as clerk:
        screen = await at_field(clerk, "customer", "basics", "industry")
        await clerk.type("<f4>低空经济")
        assert "F5 新增" in clerk.message
        await clerk.type("<f5>")
        assert clerk.message.endswith("低空经济_")
        await clerk.type(" / Drones<enter>")
        added = archive.lists.options("industry")[-1]
        assert (added.zh, added.en) == ("低空经济", "Drones")
        await clerk.type("<enter>")
        assert screen.model.values["industry"] == added.code
        screen.view.go(Place("head", "salesperson"))
        await clerk.type("<f4>李四<f5><enter>")
        assert screen.model.values["salesperson"].text == "李四"


async def test_a_fixed_list_takes_nothing(archive: Archive) -> None:
    async with at_work(archive) as clerk:
        screen = await at_field(clerk, "employee_record", "basics", "sex")
        await clerk.type("<f4>")
        assert "F5" not in clerk.message
        await clerk.type("<f5>")
        assert screen.question is None and len(archive.lists.options("sex")) == 2


async def test_after_a_save_f5_is_the_next_record(office: Archive) -> None:
    async with at_work(office) as clerk:
        await clerk.type("3<enter><f5>湘潭钢构<f6><f5>")
        assert "新建" in clerk.lines[0]
