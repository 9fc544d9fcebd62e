"""What stays from line to line of a register keeps its title; a double is told at the field that tells records apart."""

from __future__ import annotations

from storage.archive import Archive
from tests.tui.clerk import at_work
from tui.screens.entry import EntryScreen


async def test_a_sticky_link_keeps_its_title_from_the_second_line_on(office: Archive) -> None:
    async with at_work(office) as clerk:
        await clerk.app.push_screen(EntryScreen("item"))
        await clerk.type("J1<enter>合同<enter><enter><enter>欧阳晓岚<enter>")
        screen = clerk.app.screen
        assert isinstance(screen, EntryScreen)
        assert "Ctrl+Z" in clerk.message
        for _ in range(2):
            employee = screen.model.values["employee"]
            assert employee.title == "欧阳晓岚" and employee.text.startswith("YG-")
            await clerk.type("函<enter><enter><enter><enter>")
