"""What is being typed is kept whatever the store does, and the clerk is told when it could not be."""

from __future__ import annotations

from storage import core
from storage.archive import Archive
from storage.engine import open_store
from tests.tui.clerk import at_work
from tui.screens.entry import EntryScreen


async def test_a_session_of_an_older_version_keeps_what_is_typed(office: Archive) -> None:
    async with at_work(office) as c:
        await c.app.edit("employee")
        other = open_store(office.store.path)
        with core.schema_change(other, "9.9"):
            pass
        other.close()
        await c.type("欧阳小红")
        screen = c.app.screen
        assert isinstance(screen, EntryScreen)
        assert screen.keep_scratch()
        env = office.env("wang", "zh")
        assert "欧阳小红" in str([s.body for s in office.scratches(env)])


async def test_a_busy_store_is_told_and_the_program_goes_on(office: Archive) -> None:
    async with at_work(office) as c:
        await c.app.edit("employee")
        other = open_store(office.store.path)
        await c.type("欧阳小红")
        screen = c.app.screen
        assert isinstance(screen, EntryScreen)
        with other.write():
            assert not screen.keep_scratch()
            assert "忙" in c.message
        assert screen.keep_scratch()
        other.close()
        assert "欧阳小红" in str([s.body for s in office.scratches(office.env("wang", "zh"))])
