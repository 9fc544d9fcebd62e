"""The first steps in a new store: nothing typed is lost, lines are corrected, and one goes on where one left."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.archive import Archive
from tests.tui.clerk import Clerk, at_work
from tests.tui.office import NOW, Clock
from tests.tui.office_forms import Customer, Employee
from tui.screens.first import FirstScreen
from tui.screens.home import HomeScreen


@pytest.fixture
def new(tmp_path: Path) -> Iterator[Archive]:
    archive = Archive.open(
        tmp_path / "new" / "d.db", [Employee.form_type, Customer.form_type], create=True, clock=Clock(NOW)
    )
    yield archive
    archive.close()


def step(clerk: Clerk) -> int:
    screen = clerk.app.screen
    assert isinstance(screen, FirstScreen)
    return screen.step


def people(archive: Archive) -> list[tuple[str, str]]:
    return sorted((p.name, p.post) for p in archive.directory.people())


def depts(archive: Archive) -> list[str]:
    return sorted(d.name for d in archive.directory.depts())


async def test_a_typed_line_is_taken_before_the_next_step(new: Archive) -> None:
    async with at_work(new) as clerk:
        await clerk.type("测试公司<f6>")
        assert step(clerk) == 1 and [c.name for c in new.directory.companies()] == ["测试公司"]
        await clerk.type("销售部 李伟<f6>")
        assert step(clerk) == 2 and people(new) == [("李伟", "")]
        await clerk.type("<f7>a b c d<f6>")
        assert step(clerk) == 1 and "a b c d" in clerk.lines[1] and "多于三栏" in clerk.message
        await clerk.type("<f7>")
        assert step(clerk) == 1 and "a b c d" in clerk.lines[1]
        await clerk.type("<escape>")
        assert step(clerk) == 1 and "a b c d" not in clerk.screen and "取消" in clerk.message
        await clerk.type("<escape>")
        assert step(clerk) == 0


async def test_names_may_have_blanks(new: Archive) -> None:
    async with at_work(new) as clerk:
        await clerk.type("测试公司<enter>销售部,李 伟,区域 经理<enter>")
        assert people(new) == [("李 伟", "区域 经理")]
        await clerk.type("办公室<tab>王芳<enter>")
        assert ("王芳", "") in people(new) and depts(new) == ["办公室", "销售部"]


async def test_a_line_is_corrected_and_taken_away(new: Archive) -> None:
    async with at_work(new) as clerk:
        await clerk.type("测试公司<enter>消售部 李维 经理<enter><f2>")
        assert "消售部, 李维, 经理" in clerk.lines[1]
        await clerk.type("<ctrl+u>销售部, 李伟, 经理<enter>")
        assert people(new) == [("李伟", "经理")] and depts(new) == ["销售部"]
        await clerk.type("办公室<enter><end><f2><ctrl+u>行政部<enter>")
        assert depts(new) == ["行政部", "销售部"]
        await clerk.type("<home><delete>")
        assert people(new) == [] and "已删除 李伟" in clerk.message
        await clerk.type("<f7><down><f2><ctrl+u>测试集团<enter>")
        assert [c.name for c in new.directory.companies()] == ["测试集团"]


async def test_what_is_in_use_is_not_taken_away(new: Archive) -> None:
    async with at_work(new) as clerk:
        await clerk.type("测试公司<enter>销售部 李伟<enter><f7><down><delete>")
        assert "已在使用" in clerk.message and len(new.directory.companies()) == 1


async def test_a_full_width_blank_ticks(new: Archive) -> None:
    async with at_work(new) as clerk:
        await clerk.type("测试公司<enter><f6>\u3000")
        assert clerk.lines[3].startswith(" [ ]") and clerk.lines[4].startswith(">[x]")
        await clerk.type("\u3000<f6>")
        assert step(clerk) == 2 and "至少" in clerk.message


async def test_f7_and_f8_go_between_the_steps(new: Archive) -> None:
    async with at_work(new) as clerk:
        await clerk.type("测试公司<f8><f8><f8>")
        assert step(clerk) == 3
        await clerk.type("<f7><f7><f7><f7>")
        assert step(clerk) == 0


async def test_the_steps_go_on_after_a_restart(new: Archive) -> None:
    async with at_work(new) as clerk:
        await clerk.type("测试公司<enter><f6> ")
    async with at_work(new) as clerk:
        assert step(clerk) == 2 and clerk.lines[3].lstrip(">").startswith("[ ]")
        await clerk.type("<f6><f6>")
        assert isinstance(clerk.app.screen, HomeScreen)
    async with at_work(new) as clerk:
        assert isinstance(clerk.app.screen, HomeScreen)


async def test_the_last_step_opens_the_first_record(new: Archive) -> None:
    async with at_work(new) as clerk:
        await clerk.type("测试公司<enter><f6><f6><down><enter>")
        assert "客户档案" in clerk.lines[0] and "新建" in clerk.lines[0] and "测试公司" in clerk.lines[0]
        await clerk.type("长沙宏达<f6><escape>")
        assert isinstance(clerk.app.screen, HomeScreen) and "测试公司" in clerk.lines[0]


async def test_the_forms_alone_are_left_by_esc(office: Archive) -> None:
    async with at_work(office) as clerk:
        await clerk.type("<f9>qydb<enter>")
        assert "启用的表" in clerk.lines[0]
        await clerk.type("<escape>")
        assert (
            isinstance(clerk.app.screen, HomeScreen)
            and office.preference(office.env("wang", "zh"), "first.step") is None
        )


async def test_help_explains_the_steps(new: Archive) -> None:
    async with at_work(new) as clerk:
        await clerk.type("<f1>")
        assert "四步" in clerk.screen
    async with at_work(new, "en") as clerk:
        await clerk.type("<f1><end>")
        assert "F7 and F8 go between" in " ".join(clerk.screen.split()) and "~" not in clerk.screen


async def test_every_refused_line_of_a_paste_is_kept_until_it_is_mended_or_thrown_away(new: Archive) -> None:
    async with at_work(new) as clerk:
        await clerk.type("测试公司<enter>")
        await clerk.paste("销售部\t李伟\t经理\n财务部\t赵敏\t会计\t多\n市场部\t刘波\t出纳\t余\t多\n办公室\t王芳\n")
        assert people(new) == [("李伟", "经理"), ("王芳", "")]
        assert "财务部, 赵敏, 会计, 多" in clerk.lines[1] and "多于三栏" in clerk.message and "2 行" in clerk.message
        assert clerk.line("! 市场部").split() == ["!", "市场部", "刘波", "出纳,", "余,", "多"]
        await clerk.type("<backspace><backspace><backspace><f6>")
        assert step(clerk) == 1 and ("赵敏", "会计") in people(new)
        assert "市场部, 刘波, 出纳, 余, 多" in clerk.lines[1] and "1 行" in clerk.message
        await clerk.type("<escape><f6>")
        assert step(clerk) == 1 and "市场部" in clerk.lines[1]
        await clerk.type("<escape><home><delete>")
        assert "未录入" not in clerk.screen
        await clerk.type("<f6>")
        assert step(clerk) == 2 and len(people(new)) == 3


async def test_refused_lines_are_there_after_a_restart(new: Archive) -> None:
    async with at_work(new) as clerk:
        await clerk.type("测试公司<enter>")
        await clerk.paste("财务部\t赵敏\t会计\t多\n办公室\t王芳\n")
    async with at_work(new) as clerk:
        assert step(clerk) == 1 and "! 财务部" in clerk.screen
        await clerk.type("<home><f2><backspace><backspace><backspace><enter>")
        assert ("赵敏", "会计") in people(new) and "未录入" not in clerk.screen
        await clerk.type("<f6>")
        assert step(clerk) == 2


async def test_keys_without_meaning_are_dimmed(new: Archive) -> None:
    def live(clerk: Clerk) -> set[str]:
        screen = clerk.app.screen
        return {text[:2] for text, style in screen._keys() if text[:1] == "F" and not style.dim}  # type: ignore[attr-defined]

    async with at_work(new) as clerk:
        assert live(clerk) == {"F1", "F6", "F8", "F9"}
        await clerk.type("测试公司<enter>")
        assert live(clerk) == {"F1", "F6", "F7", "F8", "F9"}
        await clerk.type("销售部 李伟<enter>")
        assert live(clerk) == {"F1", "F2", "F6", "F7", "F8", "F9"}
        await clerk.type("<f8><f8>")
        assert step(clerk) == 3 and live(clerk) == {"F1", "F6", "F7", "F9"}
        await clerk.type("<f8>")
        assert step(clerk) == 3
