"""What is being typed is kept whatever the store does, and the clerk is told when it could not be."""

from __future__ import annotations

from storage import core
from storage.archive import Archive
from storage.engine import open_store
from tests.tui.clerk import at_work
from tui.screens.entry import EntryScreen
from tui.screens.scratchbody import packed


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


async def test_what_was_typed_on_a_record_that_is_gone_is_a_new_one(office: Archive) -> None:
    env = office.env("wang", "zh")
    made = office.save("customer", {**office.new("customer", env), "name": "要没有的", "city": "湘潭"}, env)
    office.save_scratch(
        "customer", packed({**made, "name": "改到一半的"}), env, record_id=made["_id"], base_lock=made["_lock"]
    )
    office.undo(env)
    async with at_work(office) as clerk:
        await clerk.type("<home><enter>")
        assert "新建" in clerk.lines[0] and "改到一半的" in clerk.screen and "湘潭" in clerk.screen
        assert "作为新记录" in clerk.message
        await clerk.type("<f6>")
    assert [hit.title for hit in office.search("改到一半的")] == ["改到一半的"]
    assert office.scratches(env) == []


async def test_what_was_typed_on_a_record_made_void_meanwhile_is_a_new_one(office: Archive) -> None:
    env = office.env("wang", "zh")
    made = office.save("customer", {**office.new("customer", env), "name": "要作废的"}, env)
    office.save_scratch(
        "customer", packed({**made, "name": "改到一半"}), env, record_id=made["_id"], base_lock=made["_lock"]
    )
    office.void("customer", made["_id"], "错", env)
    async with at_work(office) as clerk:
        await clerk.type("<home><enter><f6>")
    new = office.read("customer", office.search("改到一半")[0].id)
    assert new["_id"] != made["_id"] and new["status"] != "void" and new["record_no"] != made["record_no"]
