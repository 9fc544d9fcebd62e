"""The hierarchy on the screen: down and up, a record made in its place, a move with its preview, pages numbered anew."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from dangan.record import Values
from storage.hierarchy import Hierarchy, Place
from tests.processes.conftest import Played, office  # noqa: F401
from tests.processes.test_hierarchy import B2, B3, Room, room  # noqa: F401
from tests.tui.clerk import Clerk, compare
from tests.tui.test_steps import desk
from tui.screens.hierarchy import HierarchyScreen
from tui.screens.home import HomeScreen
from tui.screens.record import RecordScreen

OPEN = {"zh": "<f9>aqz<enter>", "en": "<f9>Browse fonds<enter>"}
Filled = tuple[Room, Values, Values]


@pytest.fixture
def filled(room: Room) -> Filled:  # noqa: F811
    one, two = room.volume("2023年会议文件", archive_no="J001-2-1"), room.volume("2023年来文", archive_no="J001-2-2")
    for n, title in enumerate(("关于购车的请示", "安全会议纪要", "关于购车的批复")):
        room.item(title, one, page_from=3 * n + 1, page_to=3 * n + 3, archive_no=f"J001-2-1-{n + 1:03}")
    room.item("上级来文", two, page_from=1, page_to=3, archive_no="J001-2-2-001")
    room.item("散页")
    return room, one, two


@pytest.fixture
async def clerk(filled: Filled) -> AsyncIterator[Clerk]:
    async with desk(filled[0].office, "dang") as clerk:
        yield clerk


async def opened(clerk: Clerk, keys: str = "") -> None:
    await clerk.type(OPEN["zh"])
    assert isinstance(clerk.app.screen, HierarchyScreen)
    await clerk.type(keys)


@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_shots(filled: Filled, lang: str) -> None:
    async with desk(filled[0].office, "dang", lang=lang) as clerk:
        for name, keys in (
            ("top", OPEN[lang]), ("fonds", "<enter>"), ("class", "<enter>"), ("volume", "<down><enter>"),
            ("marked", "<space><space>"), ("move_to", "<f9>1"), ("move", "<end><enter>"),
            ("renumber", "<escape><escape><f9>" + ("cp" if lang == "zh" else "Renumber") + "<enter>"), ("ordered", "<f4>"),
        ):  # fmt: skip
            await clerk.type(keys)
            compare(f"{lang}/hierarchy_{name}", clerk.screen)


async def test_down_and_up_comes_back_to_the_line(clerk: Clerk) -> None:
    await opened(clerk, "<enter><enter><end><enter>")
    assert "上级来文" in clerk.screen
    await clerk.type("<escape>")
    assert "2023年来文" in clerk.marked
    await clerk.type("<left>")
    assert "2 行政" in clerk.marked
    await clerk.type("<right>")
    assert "2023年会议文件" in clerk.screen
    await clerk.type("<escape><escape><escape>")
    assert isinstance(clerk.app.screen, HomeScreen)


async def test_a_search_stays_at_this_level(clerk: Clerk) -> None:
    await opened(clerk, "<enter><enter>lw")
    assert "2023年来文" in clerk.screen and "2023年会议文件" not in clerk.screen and "上级来文" not in clerk.screen
    await clerk.type("<escape>")
    assert "2023年会议文件" in clerk.screen


async def test_f2_opens_and_esc_comes_back(clerk: Clerk) -> None:
    await opened(clerk, "<enter><enter><end><f2>")
    assert isinstance(clerk.app.screen, RecordScreen) and "2023年来文" in clerk.lines[0]
    await clerk.type("<escape>")
    assert isinstance(clerk.app.screen, HierarchyScreen) and "2023年来文" in clerk.marked


async def test_f5_makes_an_item_in_its_volume(filled: Filled, clerk: Clerk) -> None:
    room, one, _ = filled  # noqa: F811
    await opened(clerk, "<enter><enter><down><enter><f5>")
    assert "档案目录表" in clerk.lines[0]
    await clerk.type("<f3>mc<enter>补充通知<f6>")
    assert "已保存" in clerk.message
    await clerk.type("<escape>")
    assert isinstance(clerk.app.screen, HierarchyScreen) and "补充通知" in clerk.marked
    made = room.archive.env("dang", "zh").office.find(B3, title="补充通知")[0]
    assert made["volume"].id == one["_id"] and made["dept"].id == room.office.dept.id
    assert (made["item_no"], made["archive_no"]) == ("6", "J001-2-1-004")


async def test_f5_asks_what_shall_stand_here(filled: Filled, clerk: Clerk) -> None:
    room = filled[0]  # noqa: F811
    await opened(clerk, "<enter><enter><f5>")
    assert "1 分类方案" in clerk.message and "2 归档案卷目录表" in clerk.message
    await clerk.type("2")
    values = clerk.app.screen.model.values  # type: ignore[attr-defined]
    assert (values["fonds_no"], values["filing_class_no"]) == ("J001", "2")
    await clerk.type("<escape>")
    await clerk.type("<f5>1")
    values = clerk.app.screen.model.values  # type: ignore[attr-defined]
    assert (values["fonds"].id, values["parent"].id) == (room.fonds["_id"], room.two["_id"])


async def test_a_move_is_seen_then_done_with_a_reason(filled: Filled, clerk: Clerk) -> None:
    room, one, two = filled  # noqa: F811
    await opened(clerk, "<enter><enter><down><enter><space><space><f9>1")
    assert "移到" in clerk.lines[0]
    await clerk.type("<end><enter>")
    assert "J001-2-1-001 -> J001-2-2-002" in clerk.screen and "1 -> 4" in clerk.screen
    await clerk.type("<f6><enter>")
    assert "移动原因" in clerk.message  # one is needed
    await clerk.type("放错卷<enter>")
    assert "已将 2 份移到" in clerk.message
    tree = Hierarchy(room.archive)
    assert [b.total for b in tree.below(Place(B2, one["_id"]))] == [1]
    assert [b.total for b in tree.below(Place(B2, two["_id"]))] == [3]
    await clerk.type("<f9>cxwd<enter>2")
    assert [b.total for b in tree.below(Place(B2, two["_id"]))] == [1]


async def test_what_is_loose_is_put_into_a_volume(filled: Filled, clerk: Clerk) -> None:
    room, _, two = filled  # noqa: F811
    await opened(clerk, "<end><enter>")
    assert "散页" in clerk.marked
    await clerk.type("<f9>1<enter><enter><end><enter><f6>入卷<enter>")
    assert "已将 1 份移到" in clerk.message
    (below,) = Hierarchy(room.archive).below(Place(B2, two["_id"]))
    assert [r["_title"] for r in below.rows] == ["上级来文", "散页"]


async def test_a_filed_volume_refuses(filled: Filled) -> None:
    room = filled[0]  # noqa: F811
    room.office.filed_volume("J001-2-9", "已归档卷", fonds_no="J001", filing_class_no="2")
    async with desk(room.office, "dang") as clerk:
        await opened(clerk, "<enter><enter><down><down><enter><f9>1<down><enter>")
        assert "案卷已经立卷或归档" in clerk.screen
        await clerk.type("<f6>")
        assert "不能这样办理" in clerk.message


async def test_it_begins_where_the_list_stands(clerk: Clerk, filled: Filled) -> None:
    from tui.screens.list import ListScreen

    await clerk.app.push_screen(ListScreen(B3))
    await clerk.type("spyjw<escape>")
    await clerk.type("<end>" + OPEN["zh"])
    assert isinstance(clerk.app.screen, HierarchyScreen)
    assert "2023年会议文件" in clerk.lines[0] and "关于购车的请示" in clerk.marked


async def test_pages_are_numbered_in_the_order_of_filing(filled: Filled, clerk: Clerk) -> None:
    room, one, _ = filled  # noqa: F811
    await opened(clerk, "<enter><enter><down><enter><f9>cp<enter>")
    assert "《关于购车的批复》应排在《关于购车的请示》的前面" in clerk.screen
    await clerk.type("<f4>")
    assert "7-9 -> 1-3" in clerk.screen and "4-6 -> 7-9" in clerk.screen
    await clerk.type("<f6>按归档要求<enter>")
    (below,) = Hierarchy(room.archive).below(Place(B2, one["_id"]))
    assert [r["_title"] for r in below.rows] == ["关于购车的批复", "关于购车的请示", "安全会议纪要"]


async def test_a_line_is_carried(clerk: Clerk) -> None:
    await opened(clerk, "<enter><enter><down><enter><f9>cp<enter>")
    await clerk.type(" <down><down> ")
    assert "关于购车的请示" in clerk.marked and "1-3 -> 7-9" in clerk.marked
    await clerk.type("<up>")
    assert "关于购车的批复" in clerk.marked
