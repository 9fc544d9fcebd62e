"""What a clerk found: keys of the menu, messages, tabs, and words of the history."""

from __future__ import annotations

import re
from pathlib import Path

from storage.archive import Archive
from tests.tui.clerk import at_work
from tui.screens.record_tabs import ACTIONS


async def test_the_menu_gives_a_key_to_one_line_alone(office: Archive) -> None:
    async with at_work(office) as clerk:
        for keys, way in (("", "home"), ("3<enter>", "list"), ("<f5>", "entry")):
            await clerk.type(keys + "<f9><end>")
            keys_of = [c.key for c in clerk.app.screen.all if c.key]  # type: ignore[attr-defined]
            assert len(keys_of) == len(set(keys_of)), way
            await clerk.type("<escape>")


async def test_what_was_said_goes_with_the_tab(office: Archive) -> None:
    async with at_work(office) as clerk:
        await clerk.type("oyxl<enter><f8>")
        assert "没有更多档案" in clerk.message
        await clerk.type("3")
        assert "没有更多档案" not in clerk.message


def test_every_action_of_the_history_has_a_word() -> None:
    source = "".join(p.read_text("utf-8") for p in (Path(__file__).parents[2] / "storage").glob("*.py"))
    written = set(re.findall(r'(?:env, |action(?:: str)? ?= ?(?:\w+ if \w+ else )?)"(\w+)"', source))
    assert {"save", "import", "undo", "total", "effect"} <= written
    assert written <= set(ACTIONS)


async def test_on_a_narrow_screen_the_last_tab_is_shown(office: Archive) -> None:
    async with at_work(office, size=(44, 20)) as clerk:
        await clerk.type("oyxl<enter>6")
        assert "6关联" in clerk.lines[1]


async def test_where_tabs_are_many_their_numbers_give_way_before_the_tabs(office: Archive) -> None:
    async with at_work(office, "en", (60, 20)) as clerk:
        await clerk.type("oyxl<enter>")
        tabs = clerk.app.screen.tabs  # type: ignore[attr-defined]
        assert [w[0] for w in clerk.lines[1].split()[:6]] == ["1", "2", "3", "4", "5", "6"] and len(tabs) == 6
        assert "Links" in clerk.lines[1] and "Family" in clerk.lines[1] and ">" not in clerk.lines[1]
