"""A clerk types records into a real store: what is said at once, what follows from what."""

from __future__ import annotations

from datetime import date

import pytest

from dangan.errors import Refused
from storage.archive import Archive
from tests.tui.clerk import Clerk, at_work
from tui.screens.entry import EntryScreen
from tui.screens.record import RecordScreen


async def entry(clerk: Clerk, form: str, field: str = "") -> EntryScreen:
    """A new record of `form`, `field` in hand."""
    screen = EntryScreen(form)
    clerk.app.push_screen(screen)
    await clerk.settle()
    if field:
        screen.view.go(screen.place_of(field))  # type: ignore[arg-type]
        await clerk.settle()
    return screen


async def test_a_record_that_has_the_name_already_is_named_and_opened_by_f2(office: Archive) -> None:
    async with at_work(office) as clerk:
        screen = await entry(clerk, "customer", "name")
        await clerk.type("长沙宏达建材有限公司<enter>")
        assert clerk.message.startswith("客户档案中已有相同的名称（KH-2026-0001）")
        assert clerk.message.endswith("F2 打开 长沙宏达建材有限公司")
        await clerk.type("<f2>")
        assert isinstance(clerk.app.screen, RecordScreen) and "长沙宏达建材有限公司" in clerk.screen
        await clerk.type("<escape>")
        assert clerk.app.screen is screen
        await clerk.type("<f6>")
        assert (
            screen.model.place
            and screen.model.place.field == "name"
            and clerk.message.endswith("F2 打开 长沙宏达建材有限公司")
        )


async def test_who_signs_is_found_by_initials_or_pinyin_and_told_apart(office: Archive) -> None:
    async with at_work(office) as clerk:
        screen = await entry(clerk, "employee", "manager")
        await clerk.type("ouyj")
        assert "> 欧阳建国  销售部 经理" in clerk.screen and clerk.message == "= 欧阳建国 2026-11-24"
        await clerk.type(" 11.20<enter>")
        assert screen.model.values["manager"][:3] == ("欧阳建国", 2, date(2026, 11, 20))
        screen.view.go(screen.place_of("manager"))  # type: ignore[arg-type]
        await clerk.type("外人")
        assert "不在目录中" in clerk.message
        await clerk.type("<escape><f4>")
        assert "王芳  办公室 档案员" in clerk.screen


async def test_the_text_beside_other_is_typed_kept_found_and_asked_for(office: Archive) -> None:
    async with at_work(office) as clerk:
        screen = await entry(clerk, "customer", "name")
        await clerk.type("岳阳小店<enter><enter>")
        assert "企业性质（其他）" not in clerk.screen
        await clerk.type("2<enter>")
        assert screen.model.place and screen.model.place.field == "nature_other"
        await clerk.type("<f6>")
        number = screen.model.values["_id"]
        env = office.env("wang", "zh")
        with pytest.raises(Refused) as refused:
            office.submit("customer", number, env)
        assert [(p.path, p.code) for p in refused.value.problems] == [("nature", "GEN_OTHER_TEXT")]
        await clerk.type("村办企业<f6>")
        assert office.read("customer", number)["nature_other"] == "村办企业"
        assert [hit.id for hit in office.search("村办企业")] == [number]
        assert office.submit("customer", number, env)["status"] == office.registry.spec("customer").state_codes[1]
        stored = office.read("customer", number)
        assert office.save("customer", {**stored, "nature": "state"}, env)["nature_other"] is None
