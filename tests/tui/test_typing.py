"""A clerk types records into a real store: what is said at once, what follows from what."""

from __future__ import annotations

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
