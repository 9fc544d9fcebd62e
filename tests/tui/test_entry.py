"""The entry screen as a clerk uses it: typed through the app, read from the screen."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import date
from typing import Any

import pytest
from textual.geometry import Offset
from textual.pilot import Pilot

from dangan.form import FormType
from tests.tui.app import EntryApp
from tests.tui.fake_archive import FakeArchive, FakeScratch, change_behind
from tests.tui.forms import Sample
from tui.frame import Line
from tui.screens.conflict import ConflictScreen
from tui.screens.entry import EntryScreen

REQUIRED = ["zgs", "enter", "1124", "enter", "欧阳晓岚", "enter", "enter", "2", "enter", "19940317", "enter", "enter"]


class Clerk:
    """Types keys and text, reads the screen."""

    def __init__(self, app: EntryApp, pilot: Pilot[Any]) -> None:
        self.app, self.pilot = app, pilot

    async def type(self, *keys: str) -> None:
        """Named keys as they are, anything else character by character."""
        for key in keys:
            if key in _NAMED or "+" in key or (key[0] == "f" and key[1:].isdigit()):
                await self.pilot.press(key)
            else:
                await self.pilot.press(*key)
        await self.pilot.pause()

    @property
    def screen(self) -> str:
        """What stands on the screen."""
        return "\n".join(strip.text for strip in self.app.screen._compositor.render_strips())

    @property
    def entry(self) -> EntryScreen:
        """The entry screen."""
        found = [s for s in self.app.screen_stack if isinstance(s, EntryScreen)]
        return found[-1]

    @property
    def field(self) -> str:
        """The field in hand."""
        place = self.entry.model.place
        return place.path if place else ""


_NAMED = {"enter", "tab", "up", "down", "left", "right", "escape", "backspace", "delete", "home", "end"}


@asynccontextmanager
async def clerk(
    form: str = "sample", lang: str = "zh", size: tuple[int, int] = (80, 24), **more: Any
) -> AsyncIterator[Clerk]:
    app = EntryApp(form, lang, **more)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield Clerk(app, pilot)


def saved(number: int = 1, **values: Any) -> FakeArchive:
    archive = FakeArchive()
    for i in range(number):
        archive.records["sample"].append(
            {"_id": i + 1, "_lock": 1, "record_no": f"YG-2026-000{i + 1}", "name": "王一", "status": "draft", **values}
        )
    return archive


async def test_frame_says_where_what_and_which_keys() -> None:
    async with clerk() as c:
        lines = c.screen.split("\n")
        assert "档案 > 员工人事档案记录表 > 新建" in lines[0] and lines[0].rstrip().endswith("王芳")
        assert "1个人基本信息" in lines[1] and "已填" in lines[1]
        assert lines[-1].strip() == "F1帮助 F2编辑 F3查找 F4选择 F5新增 F6保存 F7前 F8后 F9菜单 Esc返回"


async def test_english_footer_fits_the_line() -> None:
    async with clerk(lang="en") as c:
        last = c.screen.split("\n")[-1].strip()
        assert last == "F1Help F2Edit F3Find F4Pick F5New F6Save F7Prev F8Next F9Menu EscBack"


async def test_a_record_is_typed_and_saved_at_the_last_field() -> None:
    async with clerk() as c:
        await c.type(*REQUIRED, "f8", "父亲", "enter", "欧阳建国", "tab", "enter", "enter")
        assert "已到最后一项" in c.screen
        await c.type("enter")
        assert "已保存 YG-2026-0001" in c.screen
        record = c.app.archive.records["sample"][0]
        assert (record["name"], record["sex"], record["family"][0]["name"]) == ("欧阳晓岚", "female", "欧阳建国")


async def test_save_goes_to_the_first_error_then_to_the_next() -> None:
    async with clerk() as c:
        await c.type("enter", "1340", "enter", "王一", "enter", "enter", "enter", "0231", "enter", "f6")
        assert c.field == "report_date"
        await c.type("f6")
        assert c.field == "birth_date"
        assert "0231" in c.screen and "错 2" in c.screen
        assert not c.app.archive.records["sample"]


def said(c: Clerk) -> str:
    """What the message line says."""
    return c.entry.query_one("#message", Line).text.strip()


async def test_why_a_field_is_wrong_is_said_when_it_is_left_and_whenever_it_is_in_hand() -> None:
    async with clerk() as c:
        c.entry.view.go(c.entry.place_of("birth_date"))  # type: ignore[arg-type]
        await c.type("1995-02-30", "enter")
        assert c.field == "marital_status"
        assert "“出生日期”的日期“1995-02-30”不存在。请按年月日填写" in said(c)
        assert "1995-02-30" in c.screen
        await c.type("enter")
        assert "不存在" not in said(c)
        await c.type("shift+tab", "shift+tab")
        assert c.field == "birth_date" and "不存在" in said(c)
        await c.type("down", "f6")
        while c.field != "birth_date":
            await c.type("f6")
        assert "不存在" in said(c)


async def test_a_contradiction_with_another_field_is_said_when_it_arises() -> None:
    async with clerk() as c:
        c.entry.view.go(c.entry.place_of("birth_date"))  # type: ignore[arg-type]
        await c.type("19940317", "enter")
        c.entry.view.go(c.entry.place_of("report_date"))  # type: ignore[arg-type]
        await c.type("1990-01-01", "enter")
        assert "出生日期须早于报到日期" in said(c)
        await c.type("x")
        assert "出生日期须早于报到日期" not in said(c)


async def test_escape_gives_the_old_value_then_asks() -> None:
    async with clerk(record=1, archive=saved()) as c:
        await c.type("f8", "f7")
        c.entry.view.go(c.entry.place_of("name"))  # type: ignore[arg-type]
        await c.type("李", "escape")
        assert "王一" in c.screen and len(c.app.screen_stack) == 2
        await c.type("李", "enter", "escape")
        assert "1 保存  2 暂存离开  3 放弃修改" in c.screen
        await c.type("3")
        assert "按 F6 执行" in c.screen
        await c.type("escape", "escape", "2")
        assert len(c.app.screen_stack) == 1
        assert next(iter(c.app.archive.scratch.values())).body["name"] == "李"


async def test_what_is_typed_is_kept_within_a_second_and_offered() -> None:
    async with clerk() as c:
        await c.type("down", "1124")
        await c.pilot.pause(1.2)
        body = c.app.archive.scratch["sample", None].body
        assert body["_raw"] == {"report_date": "1124"}
    async with clerk(archive=c.app.archive) as d:
        assert "有暂存的录入" in d.screen
        await d.type("1", "enter")
        assert d.entry.model.raw == {"report_date": "1124"}


async def test_a_dropped_connection_keeps_the_field_in_hand() -> None:
    async with clerk() as c:
        await c.type("down", "1124")
        c.app.save_scratch()
        assert c.app.archive.scratch["sample", None].body["_raw"] == {"report_date": "1124"}


async def test_an_old_scratch_is_thrown_away_only_with_f6() -> None:
    archive = FakeArchive()
    archive.scratch["sample", None] = FakeScratch("sample", None, None, "2026-11-23T09:00", {"name": "旧", "_raw": {}})
    async with clerk(archive=archive) as c:
        await c.type("2", "enter")
        assert archive.scratch and "按 F6 执行" in c.screen
        await c.type("f6")
        assert not archive.scratch and not c.entry.model.values.get("name")


async def test_a_new_record_is_typed_beside_the_unfinished_ones() -> None:
    archive = FakeArchive()
    archive.scratch["sample", None] = FakeScratch("sample", None, None, "2026-11-23T09:00", {"name": "旧", "_raw": {}})
    async with clerk(archive=archive) as c:
        assert "1 继续录入  2 丢弃  3 另录新档" in c.screen
        await c.type("zgs", "enter", "1124")
        c.entry.keep_scratch()
        assert len(archive.scratch) == 2 and c.field == "report_date"
    async with clerk(archive=archive) as c:
        assert "有 2 份录入没有保存" in c.screen
        await c.type("enter")
        assert "总公司  1124" in c.screen and "2026-11-23 09:00  旧" in c.screen
        await c.type("down", "up", "down", "enter")
        assert c.field == "report_date" and "1124" in c.screen and "旧" not in c.screen
        await c.type("escape", "escape", "3", "f6")
        assert len(archive.scratch) == 1


async def test_what_was_left_is_taken_up_at_the_field_where_it_was_left() -> None:
    async with clerk() as c:
        await c.type("down", "1124", "enter", "王一", "enter", "enter")
        await c.pilot.pause(1.2)
        at = c.field
        await c.type("down", "down")
        await c.pilot.pause(1.2)
        assert c.field != at
        at = c.field
    async with clerk(archive=c.app.archive) as d:
        await d.type("enter")
        assert d.field == at and d.entry.model.values["name"] == "王一"


async def test_fields_are_gone_to_by_initials() -> None:
    async with clerk() as c:
        await c.type("f3", "dzyx", "enter")
        assert c.field == "email"


async def test_the_calendar_and_the_list_give_values() -> None:
    async with clerk() as c:
        await c.type("down", "f4", "left", "down", "enter")
        assert str(c.entry.model.values["report_date"]) == "2026-11-30"
        c.entry.view.go(c.entry.place_of("education"))  # type: ignore[arg-type]
        await c.type("f4", "down", "down", "enter", "enter")
        assert c.entry.model.values["education"] == "senior"


async def test_a_long_value_gets_a_line_of_its_own_once_it_is_left() -> None:
    text = "湖南省长沙市芙蓉区五一大道一百二十号"
    async with clerk() as c:
        c.entry.view.go(c.entry.place_of("former_name"))  # type: ignore[arg-type]
        await c.type(text, "enter")
        assert text in c.screen and c.field == "sex"


async def test_lines_of_a_list_under_a_field_begin_at_one_cell() -> None:
    async with clerk() as c:
        c.entry.view.go(c.entry.place_of("birth_date"))  # type: ignore[arg-type]
        await c.type("f4")
        lines = c.screen.split("\n")
        week = next(line for line in lines if " 23 " in line)
        last = next(line for line in lines if line.strip() == "30")
        assert last.index("30") == week.index("23")


async def test_a_register_goes_on_line_by_line() -> None:
    async with clerk("lines") as c:
        await c.type("A1", "enter", "1", "enter", "第一件", "enter", "enter", "3", "enter", "办公室", "enter", "enter")
        assert c.field == "seq_no" and "第一件" in c.screen
        assert c.entry.model.values["volume"] == "A1" and c.entry.model.values["author"] == "办公室"
        await c.type("2", "enter", "第二件", "enter", "enter", "enter", "enter", "enter", "3", "up")
        assert c.entry.model.values["title"] == "第二件"
        await c.type("enter", "第二份", "enter", "enter", "enter", "enter", "enter")
        assert c.entry.model.values["seq_no"] == 3
        assert [r["title"] for r in c.app.archive.records["lines"]] == ["第一件", "第二份"]


async def test_a_stop_is_set_from_the_menu_and_kept() -> None:
    async with clerk() as c:
        c.entry.view.go(c.entry.place_of("former_name"))  # type: ignore[arg-type]
        await c.type("f9", "bt", "enter")
        assert c.app.archive.preferences["stops.sample"] == ["former_name"]
        await c.type("up", "enter")
        assert c.field != "former_name"


async def test_the_language_changes_at_once_and_keeps_what_is_typed() -> None:
    async with clerk() as c:
        await c.type("down", "1124")
        c.app.switch_language()
        await c.pilot.pause()
        assert "Employee record" in c.screen and "Reported for duty" in c.screen
        assert str(c.entry.model.values["report_date"]) == "2026-11-24"


async def test_help_lists_the_keys_of_the_screen() -> None:
    async with clerk() as c:
        await c.type("f1")
        assert "Ctrl+D" in c.screen and "F3 Ctrl+F" in c.screen
        await c.type("escape")
        assert c.app.screen is c.entry


async def test_a_conflict_is_compared_side_by_side() -> None:
    async with clerk(record=1, archive=saved(former_name="旧")) as c:
        change_behind(c.app.archive, "sample", 1, former_name="他改")
        c.entry.view.go(c.entry.place_of("former_name"))  # type: ignore[arg-type]
        await c.type("我改", "f6")
        assert isinstance(c.app.screen, ConflictScreen)
        assert "他改" in c.screen and "我改" in c.screen
        await c.type("2", "f6")
        await c.pilot.pause()
        assert c.app.archive.records["sample"][0]["former_name"] == "他改"
        assert c.app.archive.records["sample"][0]["_lock"] == 3


async def test_a_duplicate_is_named_when_the_key_field_is_left() -> None:
    async with clerk(archive=saved()) as c:
        c.entry.view.go(c.entry.place_of("name"))  # type: ignore[arg-type]
        await c.type("王一", "enter")
        assert "已有相同的name（YG-2026-0001）" in said(c) and said(c).endswith("F2 打开 王一")
        await c.type("x")
        assert "F2" not in said(c)


@pytest.mark.parametrize("size", [(20, 5), (40, 10), (59, 24), (80, 24), (120, 40), (300, 90)])
async def test_every_size_is_drawn_and_typed(size: tuple[int, int]) -> None:
    async with clerk(size=size) as c:
        await c.type("enter", "1124", "enter", "王一", "f8", "父亲", "enter", "x", "f9", "escape", "f6")
        assert all(strip.cell_length == size[0] for strip in c.app.screen._compositor.render_strips())
        x, y = c.app.cursor_position
        assert 0 <= x <= size[0] and 0 <= y < size[1]


async def test_a_link_makes_the_missing_record_and_comes_back() -> None:
    async with clerk("lines") as c:
        c.entry.view.go(c.entry.place_of("person"))  # type: ignore[arg-type]
        await c.type("新人", "f5")
        assert c.entry.form_id == "sample"
        c.entry.view.go(c.entry.place_of("name"))  # type: ignore[arg-type]
        await c.type("新人", "f6", "escape")
        assert c.entry.form_id == "lines"
        assert c.entry.model.values["person"].id == 1
        await c.type("f2")
        assert c.entry.form_id == "sample" and c.entry.model.values["name"] == "新人"


async def test_a_form_without_its_plugin_is_only_read() -> None:
    archive = saved()
    bare = FormType.bare(Sample.form_type.spec)
    archive.registry.form = lambda form_id: bare  # type: ignore[method-assign]
    async with clerk(record=1, archive=archive) as c:
        assert "王一" in c.screen and "插件已停用" in c.screen
        await c.type("李", "enter", "f6")
        assert c.entry.model.values["name"] == "王一"


async def test_a_warning_is_asked_once_and_kept() -> None:
    async with clerk(record=1, archive=saved()) as c:
        c.entry.view.go(c.entry.place_of("height"))  # type: ignore[arg-type]
        await c.type("300", "f6")
        assert "1 照样保存  2 去改" in c.screen
        assert c.field == "height"
        await c.type("enter")
        assert c.app.archive.records["sample"][0].get("height") is None
        await c.type("f6", "1", "enter")
        record = c.app.archive.records["sample"][0]
        assert record["height"] == 300 and list(record["_reasons"].values()) == [""]
        await c.type("f6")
        assert "照样保存" not in c.screen


async def test_a_refusal_that_may_be_overridden_asks_for_its_reason() -> None:
    async with clerk(record=1, archive=saved(report_date=date(2026, 1, 1))) as c:
        c.entry.view.go(c.entry.place_of("birth_date"))  # type: ignore[arg-type]
        await c.type("20260301", "f6")
        assert "1 写明原因后保存  2 去改" in c.screen and "原因:" not in c.screen
        await c.type("1", "enter", "enter")
        assert said(c) == "原因: _"
        await c.type("证件如此")
        line = c.app.screen.query_one("#message", Line)
        assert c.app.cursor_position == line.region.offset + Offset(1 + 5 + 1 + 8, 0)
        await c.type("enter")
        record = c.app.archive.records["sample"][0]
        assert record["birth_date"] == date(2026, 3, 1) and list(record["_reasons"].values()) == ["证件如此"]


@pytest.mark.parametrize("before", ["2026-01-01", "2000-01-01"])
async def test_who_types_on_instead_of_answering_types_into_the_field(before: str) -> None:
    day = date.fromisoformat(before)
    async with clerk(record=1, archive=saved(report_date=day, birth_date=date(1980, 1, 1))) as c:
        c.entry.view.go(c.entry.place_of("birth_date"))  # type: ignore[arg-type]
        await c.type("20260301", "f6")
        assert "1 写明原因后保存  2 去改" in c.screen
        assert c.app.cursor_position == c.app.screen.query_one("#message", Line).end
        await c.type("19900601")
        assert c.entry.question is None and c.field == "birth_date"
        await c.type("f6")
        record = c.app.archive.records["sample"][0]
        assert record["birth_date"] == date(1990, 6, 1) and not record.get("_reasons")


async def test_an_empty_reason_or_none_saves_nothing() -> None:
    async with clerk(record=1, archive=saved(report_date=date(2026, 1, 1))) as c:
        c.entry.view.go(c.entry.place_of("birth_date"))  # type: ignore[arg-type]
        await c.type("20260301", "f6", "1", "f6", "f6", "escape")
        assert c.app.archive.records["sample"][0].get("birth_date") is None
        assert c.entry.question is None and c.field == "birth_date"


async def test_hostile_text_is_shown_as_marks() -> None:
    async with clerk(record=1, archive=saved(former_name="a\x1b]52;c;eA==\x07[/b]\u202eb")) as c:
        assert "\x1b" not in c.screen and "\u202e" not in c.screen and "[/b]" in c.screen


async def test_the_caret_stands_behind_what_is_typed() -> None:
    async with clerk() as c:
        c.entry.view.go(c.entry.place_of("name"))  # type: ignore[arg-type]
        await c.pilot.pause()
        start = c.app.cursor_position
        await c.type("欧阳𠮷a")
        assert c.app.cursor_position.x == start.x + 7 and c.app.cursor_position.y == start.y
        await c.type("left", "left")
        assert c.app.cursor_position.x == start.x + 4


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_snapshot(snap_compare: Callable[..., bool], lang: str) -> None:
    keys = [
        "z",
        "g",
        "s",
        "enter",
        "1",
        "1",
        "2",
        "4",
        "enter",
        "欧",
        "阳",
        "晓",
        "岚",
        "enter",
        "enter",
        "2",
        "enter",
        "1",
        "9",
    ]
    assert snap_compare(EntryApp("sample", lang), press=keys, terminal_size=(80, 24))


async def test_a_value_that_fills_its_field_is_read_from_its_beginning() -> None:
    name = "湖南岳麓实业有限公司" + "长沙分公司驻外办事处" * 3 + "总经理办公室的档案室"
    async with clerk(record=1, archive=saved(former_name=name)) as c:
        c.entry.view.go(c.entry.place_of("former_name"))  # type: ignore[arg-type]
        await c.pilot.pause()
        assert name[:8] in c.screen
        await c.type("end")
        assert name[-8:] in c.screen and name[:8] not in c.screen
