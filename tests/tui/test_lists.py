"""Lists and searches as a clerk uses them."""

from __future__ import annotations

from pathlib import Path

import pytest

from storage.archive import Archive
from tests.tui.clerk import Clerk, at_work
from tests.tui.office import NOW, Clock, people
from tui.screens.home import HomeScreen
from tui.screens.list import ListScreen
from tui.screens.record import RecordScreen
from tui.screens.search import SearchScreen


def names(clerk: Clerk) -> list[str]:
    """The names in sight."""
    return [line.split()[-7] for line in clerk.lines[3:-2] if "YG-2026" in line]


async def open_list(clerk: Clerk) -> ListScreen:
    await clerk.type("1<enter>")
    assert isinstance(clerk.app.screen, ListScreen)
    return clerk.app.screen


async def test_typing_finds_by_initials_part_and_number(office: Archive) -> None:
    async with at_work(office) as clerk:
        await open_list(clerk)
        for typed, found in (
            ("oyxl", ["欧阳晓岚"]),
            ("zxj", ["曾小军"]),
            ("国强", ["仇国强"]),
            ("00000002", ["单文静"]),
        ):
            await clerk.type(typed)
            assert names(clerk) == found, typed
            assert "共 1 份" in clerk.screen
            await clerk.type("<escape>")
        assert len(names(clerk)) == 10


async def test_nothing_found_says_so(office: Archive) -> None:
    async with at_work(office) as clerk:
        await open_list(clerk)
        await clerk.type("zzzz")
        assert "没有找到" in clerk.screen and "共 0 份" in clerk.screen
        await clerk.type("<enter><f2> <down><end>")
        assert isinstance(clerk.app.screen, ListScreen)


async def test_space_marks_while_nothing_is_searched(office: Archive) -> None:
    async with at_work(office) as clerk:
        shown = await open_list(clerk)
        await clerk.type("  ")
        assert clerk.message == "第 3 份  已选 2"
        assert [line[:2] for line in clerk.lines[3:6]] == [" *", " *", "> "]
        await clerk.type("<up> ")
        assert len(shown.marked()) == 1


async def test_sort_turns_round_and_is_kept(office: Archive) -> None:
    async with at_work(office) as clerk:
        await open_list(clerk)
        await clerk.type("<f9>1bdrq<enter>")
        assert "排序:报到日期 旧->新" in clerk.screen
        assert names(clerk)[0] == "刘波"
        await clerk.type("<f9>1bdrq<enter>")
        assert "排序:报到日期 新->旧" in clerk.screen
        assert names(clerk)[0] == "欧阳晓岚"
        await clerk.type("<escape>1<enter>")
        assert "排序:报到日期 新->旧" in clerk.screen


@pytest.mark.parametrize(
    ("keys", "words", "count"),
    [
        ("zgxl<enter> <f6>", "最高学历=大专", 3),
        ("szbm<enter>销售<enter>", "所在部门含“销售”", 5),
        ("bdrq<enter>>=2026-10-01<enter>", "报到日期>=2026-10-01", 3),
        ("bdrq<enter>2026-09-01..2026-09-30<enter>", "报到日期>=2026-09-01  报到日期<=2026-09-30", 2),
        ("yx<enter>!<enter>", "月薪为空", 10),
    ],
)
async def test_filters_in_words(office: Archive, keys: str, words: str, count: int) -> None:
    async with at_work(office) as clerk:
        await open_list(clerk)
        await clerk.type("<f4>" + keys)
        assert words in clerk.screen
        assert f"共 {count} 份" in clerk.screen


async def test_a_filter_that_is_no_date_is_refused(office: Archive) -> None:
    async with at_work(office) as clerk:
        await open_list(clerk)
        await clerk.type("<f4>bdrq<enter>>=blue<enter>")
        assert "报到日期" in clerk.message and "共 10 份" in clerk.screen


async def test_columns_are_chosen_in_order(office: Archive) -> None:
    async with at_work(office) as clerk:
        await open_list(clerk)
        await clerk.type("<f9>xzl<enter>")
        picker = clerk.app.screen
        assert picker.ticked[:3] == ["record_no", "name", "sex"]  # type: ignore[attr-defined]
        picker.ticked[:] = ["phone", "name"]  # type: ignore[attr-defined]
        await clerk.type("<f6>")
        assert clerk.lines[2].split() == ["联系电话", "姓名"]


async def test_a_record_and_back_to_the_very_spot(office: Archive) -> None:
    async with at_work(office) as clerk:
        await open_list(clerk)
        await clerk.type("<down><down><down><enter>")
        assert isinstance(clerk.app.screen, RecordScreen)
        before = clerk.screen
        await clerk.type("<f8>")
        assert clerk.screen != before and "查良镛" not in before and "YG-2026-0006" in clerk.lines[0]
        await clerk.type("<escape>")
        assert clerk.message == "第 5 份"
        assert clerk.marked.split()[1] == "YG-2026-0006"


async def test_a_list_of_many_moves_by_pages(office: Archive) -> None:
    env = office.env("wang", "zh")
    fresh = office.new("employee", env)
    office.save_many("employee", [{**fresh, **people(n)} for n in range(10, 1500)], env, source="test")
    async with at_work(office) as clerk:
        shown = await open_list(clerk)
        assert "共 1500 份" in clerk.screen
        await clerk.type("<end>")
        assert clerk.message == "第 1500 份" and "欧阳晓岚" in clerk.marked
        await clerk.type("<f7>" * 5)
        assert clerk.message == f"第 {1500 - 5 * shown.records.height} 份"
        await clerk.type("<f8>" * 70 + "<home>" + "<f8>" * 30)
        assert clerk.message == f"第 {1 + 30 * shown.records.height} 份"
        assert shown.records.window is not None and len(shown.records.window.rows) <= 1200


async def test_the_global_search_groups_and_comes_back(office: Archive) -> None:
    async with at_work(office) as clerk:
        await clerk.type("任职<down><enter>")
        assert isinstance(clerk.app.screen, RecordScreen)
        await clerk.type("<escape>")
        assert isinstance(clerk.app.screen, SearchScreen)
        assert clerk.lines[2].split() == ["档案目录", "3"]
        assert "0002" in clerk.marked
        await clerk.type("<escape>")
        assert isinstance(clerk.app.screen, HomeScreen)


async def test_home_takes_a_digit_or_a_name(office: Archive) -> None:
    async with at_work(office) as clerk:
        await clerk.type("3<enter>")
        assert "客户档案" in clerk.lines[0]
        await clerk.type("<escape><escape>cshd<enter>")
        assert "宏达" in clerk.lines[0]


async def test_the_input_method_is_named_where_nothing_is_typed(office: Archive) -> None:
    async with at_work(office) as clerk:
        await clerk.type("oyxl<enter>中")
        assert "Shift" in clerk.message


async def test_ctrl_z_takes_the_last_save_back_on_home_too(office: Archive) -> None:
    async with at_work(office) as clerk:
        await clerk.type("<ctrl+z>2")
        assert clerk.message == "已撤销:长沙宏达建材有限公司"
        assert office.search("宏达") == []


async def test_the_cursor_goes_to_the_record_that_was_saved(office: Archive) -> None:
    env = office.env("wang", "zh")
    fresh = office.new("employee", env)
    office.save_many("employee", [{**fresh, **people(n)} for n in range(10, 700)], env, source="test")
    async with at_work(office) as clerk:
        await clerk.type("1<enter><f9>1xm<enter>")  # by name: what is saved stands far from the cursor
        shown = clerk.app.screen
        assert isinstance(shown, ListScreen)
        await clerk.type("<home>")
        saved = office.save("employee", {**fresh, **people(3), "name": "李默"}, env)
        shown.on_screen_suspend()
        clerk.app.last["employee"] = saved
        shown.resumed()
        await clerk.settle()
        assert "李默" in clerk.marked
        around = names(clerk)
        await clerk.type("<up><up><down><down>")
        assert "李默" in clerk.marked and names(clerk) == around


async def test_the_first_record_of_an_empty_list_is_shown(office: Archive) -> None:
    env = office.env("wang", "zh")
    office.void("customer", "KH-2026-0001", "错", env)
    async with at_work(office) as clerk:
        await clerk.type("2<enter><f9>qb<escape><f5>2026-9<enter>一号文<f6><escape>")
        assert "一号文" in clerk.marked


async def test_esc_takes_back_search_filters_and_marks_one_by_one(office: Archive) -> None:
    async with at_work(office) as clerk:
        await open_list(clerk)
        await clerk.type(" <f4>zgxl<enter> <f6>")
        assert "最高学历" in clerk.lines[1] and "共 3 份" in clerk.screen
        await clerk.type("<escape>")
        assert "共 10 份" in clerk.screen and "筛选" in clerk.message
        await clerk.type("<escape>")
        assert isinstance(clerk.app.screen, ListScreen) and clerk.app.screen.marked() == []
        await clerk.type("<escape>")
        assert isinstance(clerk.app.screen, HomeScreen)


async def test_a_void_record_is_marked(office: Archive) -> None:
    env = office.env("wang", "zh")
    office.void("employee", "YG-2026-0010", "错", env)
    async with at_work(office) as clerk:
        shown = await open_list(clerk)
        line = next(n for n in range(3, 20) if "YG-2026-0010" in clerk.lines[n])
        assert clerk.lines[line][1] == "x"
        await clerk.type("<down>" * (line - 3))
        assert "已作废" in clerk.message and shown.records.current is not None


async def test_an_error_goes_when_a_filter_is_right(office: Archive) -> None:
    async with at_work(office) as clerk:
        await open_list(clerk)
        await clerk.type("<f4>bdrq<enter>>=blue<enter><f4>bdrq<enter>>=2026-10-01<enter>")
        assert "报到日期" not in clerk.message and "共 3 份" in clerk.screen


@pytest.mark.parametrize(
    ("typed", "count"), [(">=2026-10", 3), ("<2026-10", 7), ("2026", 10), ("2026-09..2026-10", 4), (">2026", 0)]
)
async def test_a_year_or_a_month_filters_a_date(office: Archive, typed: str, count: int) -> None:
    async with at_work(office) as clerk:
        await open_list(clerk)
        await clerk.type(f"<f4>bdrq<enter>{typed}<enter>")
        assert f"共 {count} 份" in clerk.screen


async def test_the_record_whose_number_is_typed_comes_first(office: Archive) -> None:
    env = office.env("wang", "zh")
    office.save("customer", {**office.new("customer", env), "name": "见 YG-2026-0004"}, env)
    async with at_work(office) as clerk:
        await clerk.type("YG-2026-0004")
        assert "仇国强" in clerk.marked
        await clerk.type("<escape>0007")
        assert "YG-2026-0007" in clerk.marked


async def test_a_department_is_picked_as_a_filter(office: Archive) -> None:
    from dangan.spec import FieldSpec
    from storage.filters import Filter
    from tui.filtering import in_words

    dept = FieldSpec("d", "dept", zh="部门", en="Department")
    assert in_words(dept, Filter("d", "in", ("财务部", "办公室")), "zh") == "部门=财务部/办公室"
    async with at_work(office) as clerk:
        shown = await open_list(clerk)
        assert [c.value for c in shown._listed("dept")] == ["办公室", "销售部"]
        assert "王芳" in [c.value for c in shown._listed("person")]


async def test_esc_takes_the_search_back_and_leaves_filter_and_marks(office: Archive) -> None:
    async with at_work(office) as clerk:
        shown = await open_list(clerk)
        await clerk.type(" <f4>zgxl<enter> <f6>")
        await clerk.type("李")
        assert clerk.lines[1].strip().startswith("查找: 李")
        await clerk.type("<escape>")
        assert "最高学历" in clerk.lines[1] and len(shown.marked()) == 1
        assert "已选 1" in clerk.message


async def test_signs_of_comparison_may_be_those_of_the_input_method(office: Archive) -> None:
    async with at_work(office) as clerk:
        await open_list(clerk)
        await clerk.type("<f4>bdrq<enter>≥2026-10<enter>")
        assert "共 3 份" in clerk.screen and "报到日期>=2026-10-01" in clerk.lines[1]


async def test_a_yes_or_no_is_filtered_in_the_language_of_the_reader(tmp_path: Path) -> None:
    archive = Archive.open(tmp_path / "office" / "office.db", create=True, clock=Clock(NOW))
    company = archive.directory.add("company", "总公司", at=NOW, by="wang")
    async with at_work(archive, "en") as clerk:
        await clerk.app.show(ListScreen("employee_record"))
        await clerk.type("<f4>key talent<enter>")
        assert [line.split()[-1] for line in clerk.lines[2:4]] == ["Yes", "No"]
        await clerk.type("<escape><f4>unit<enter>zgs")
        assert "总公司" in clerk.screen and company
    archive.close()
