"""The record's screen: tabs, history, steps, files."""

from __future__ import annotations

from pathlib import Path

from storage import attachments
from storage.archive import Archive
from tests.tui.clerk import Clerk, at_work
from tui.screens.history import marked
from tui.screens.list import ListScreen
from tui.screens.record import RecordScreen

OPEN = "oyxl<enter>"


async def menu(clerk: Clerk, command: str) -> None:
    """Run a command of the F9 menu by what it says."""
    await clerk.type("<f9>" + command + "<enter>")


async def test_submit(office: Archive) -> None:
    async with at_work(office) as clerk:
        await clerk.type(OPEN)
        await menu(clerk, "tj")
        assert clerk.message == "提交:已办,草稿 -> 已提交" and clerk.lines[1].endswith("已提交")
        await clerk.type("<ctrl+z>")
        assert "没有" in clerk.message, "a step is not undone"


async def test_the_last_save_is_taken_back_after_asking(office: Archive) -> None:
    env = office.env("wang", "zh")
    office.save("employee", {**office.read("employee", 1), "department": "仓库"}, env)
    async with at_work(office) as clerk:
        await clerk.type(OPEN)
        assert "仓库" in clerk.screen
        await clerk.type("<ctrl+z><enter>")
        assert "仓库" in clerk.screen
        await clerk.type("<ctrl+z>2")
        assert "销售部" in clerk.screen and clerk.message == "已撤销:欧阳晓岚"


async def test_submit_names_everything_that_lacks(office: Archive) -> None:
    env = office.env("wang", "zh")
    office.save("employee", {**office.new("employee", env), "name": "缺项"}, env)
    async with at_work(office) as clerk:
        await clerk.type("缺项<enter><f9>")
        assert "缺 4 项" in clerk.screen
        await clerk.type("1")
        assert "共 4 处" in clerk.message
        assert "性别" in clerk.screen and "联系电话" in clerk.screen and "~" not in clerk.screen
        await clerk.type("<escape>")
        assert isinstance(clerk.app.screen, RecordScreen)


async def test_enter_on_a_reason_goes_to_the_field(office: Archive) -> None:
    env = office.env("wang", "zh")
    office.save("employee", {**office.new("employee", env), "name": "缺项"}, env)
    async with at_work(office) as clerk:
        await clerk.type("缺项<enter><f9>1")
        await clerk.type("<end><enter>13800001111<f6><escape>")
        assert office.read("employee", "YG-2026-0011")["phone"] == "13800001111"
        assert isinstance(clerk.app.screen, RecordScreen)


async def test_a_reason_about_a_field_that_follows_from_others_says_so(office: Archive) -> None:
    async with at_work(office) as clerk:
        await clerk.type("oyxl<enter><f9>1")
        await clerk.app.screen._to_field("record_no")  # type: ignore[attr-defined]
        await clerk.settle()
        assert "编号" in clerk.message and "由其他栏得出" in clerk.message


async def test_void_asks_for_a_reason_a_digit_and_f6(office: Archive) -> None:
    async with at_work(office) as clerk:
        await clerk.type("jiefang<enter>")
        await menu(clerk, "zf")
        assert "作废 YG-2026-0005?原因:" in clerk.message
        await clerk.type("重复<enter>")
        await clerk.type("<enter>")
        assert office.read("employee", 5)["status"] == "draft", "Enter is the safe answer"
        await menu(clerk, "zf")
        await clerk.type("重复<enter>2")
        assert "F6" in clerk.message and office.read("employee", 5)["status"] == "draft"
        await clerk.type("<f6>")
        assert office.read("employee", 5)["status"] == "void"
        assert office.history("employee", 5)[0].reason == "重复"
        await clerk.type("<f2>")
        assert isinstance(clerk.app.screen, RecordScreen) and "作废" in clerk.message


async def test_history_shows_old_over_new_and_the_record_as_it_stood(office: Archive) -> None:
    env = office.env("wang", "zh")
    office.save("employee", {**office.read("employee", 1), "phone": "13800001234", "department": "办公室"}, env)
    async with at_work(office) as clerk:
        await clerk.type(OPEN + "5<enter>")
        shown = [line.strip() for line in clerk.lines[2:9]]
        assert shown == ["所在部门", "- 销售部", "+ 办公室", "联系电话", "- 13800000000", "+ 13800001234", ""]
        await clerk.type("<escape><down><enter><enter>")
        assert "销售部" in clerk.screen and "13800000000" in clerk.screen
        await clerk.type("<f2>")
        assert "旧版本" in clerk.message
        await clerk.type("<escape><escape><escape>")
        assert not isinstance(clerk.app.screen, RecordScreen)


def test_only_the_differing_characters_are_marked() -> None:
    before, after = marked("13800000000", "13800001234")
    assert [t for t, style in before if style.reverse] == ["0000"]
    assert [t for t, style in after if style.reverse] == ["1234"]
    assert "".join(t for t, _ in before) == "13800000000" and "".join(t for t, _ in after) == "13800001234"


async def test_files_are_attached_and_taken_off(office: Archive, tmp_path: Path) -> None:
    scan = tmp_path / "身份证 复印件.pdf"
    scan.write_bytes(b"%PDF-1.4 scan")
    async with at_work(office) as clerk:
        await clerk.type(OPEN + "3<f5>")
        await clerk.paste(f'"{scan}"')
        await clerk.type("<enter>")
        assert clerk.message == "已添加附件 身份证 复印件.pdf"
        assert "附件1" in clerk.lines[1] and "13 B" in clerk.screen
        await clerk.type("<f2>12x<enter>")
        assert "两个整数" in clerk.message
        await clerk.type("<f2>12、２<enter>")
        (kept,) = attachments.listing(office.store, 1)
        assert (kept.pages, kept.copies) == (12, 2) and "份数已记下" in clerk.message
        await clerk.type("<f2>")
        assert clerk.message.endswith("12 2_")
        await clerk.type("<escape><f9>lc<enter>" + str(tmp_path / "out.pdf") + "<enter>")
        assert (tmp_path / "out.pdf").read_bytes() == scan.read_bytes()
        await clerk.type("<delete>错扫<enter>")
        assert attachments.listing(office.store, 1) == []
        await clerk.type("<f5>" + str(tmp_path / "none.pdf") + "<enter>")
        assert "none.pdf" in clerk.message


async def test_links_are_followed_and_left(office: Archive) -> None:
    async with at_work(office) as clerk:
        await clerk.type(OPEN + "6<enter>")
        assert "任职文件之3" in clerk.lines[0]
        links = next(n for n, tab in enumerate(clerk.app.screen.tabs, 1) if tab.kind == "links")  # type: ignore[attr-defined]
        await clerk.type(f"{links}<enter>")
        assert "欧阳晓岚" in clerk.lines[0]
        await clerk.type("<escape><escape><escape>")
        assert "查找" in clerk.lines[0]


async def test_editing_comes_back_to_the_record(office: Archive) -> None:
    async with at_work(office) as clerk:
        await clerk.type(OPEN + "<f2><enter><enter><enter>办公室<f6><escape>")
        assert isinstance(clerk.app.screen, RecordScreen)
        assert "办公室" in clerk.screen and "历史2" in clerk.lines[1]


async def test_hostile_values_are_shown_as_they_can_be(office: Archive) -> None:
    evil = "用户[/备注]\x1b]52;c;eA==\x07\u202ex[bold]"
    env = office.env("wang", "zh")
    office.save("customer", {**office.new("customer", env), "name": evil, "city": "[red]x"}, env)
    async with at_work(office) as clerk:
        for keys in (
            "3<enter>",
            "<enter>",
            "4",
            "<enter>",
            "<escape><f9>",
            "<escape><escape><escape>[/备注]",
            "<enter><f2>",
        ):
            await clerk.type(keys)
            assert "\x1b" not in clerk.screen and "\u202e" not in clerk.screen
        assert office.read("customer", "KH-2026-0002")["name"] == evil


async def test_a_new_record_is_typed_and_counted(office: Archive) -> None:
    async with at_work(office) as clerk:
        await clerk.type("3<enter><f5>株洲新材料<enter><f6><escape>")
        assert isinstance(clerk.app.screen, ListScreen)
        assert "株洲新材料" in clerk.screen
        await clerk.type("<f9>bclr<enter>")
        assert "本次录入 1 份" in clerk.lines[1] and "株洲新材料" in clerk.screen


async def test_a_record_that_was_taken_back_is_left(office: Archive) -> None:
    env = office.env("wang", "zh")
    async with at_work(office) as clerk:
        await clerk.type("3<enter><f5>株洲新材料<enter><f6><escape><enter>")
        assert isinstance(clerk.app.screen, RecordScreen)
        await clerk.type("<ctrl+z>2")
        assert isinstance(clerk.app.screen, ListScreen) and clerk.message == "已撤销:株洲新材料"
        office.save("customer", {**office.new("customer", env), "name": "湘潭钢构"}, env)
        await clerk.type("<f9>qc<enter>")
        assert "湘潭钢构" in clerk.screen
        office.undo(env)
        await clerk.type("<home><enter>")
        assert isinstance(clerk.app.screen, ListScreen) and clerk.message
        await clerk.type("<f2>")
        assert isinstance(clerk.app.screen, ListScreen)


async def test_history_names_the_line_and_the_words_of_what_changed(office: Archive) -> None:
    env = office.env("wang", "zh")
    values = office.read("employee", 1)
    added = {"relation": "母亲", "name": "李兰", "employer": "退休"}
    values["relatives"] = [values["relatives"][0], added]
    values = office.save("employee", values, env)
    mother = {**values["relatives"][1], "employer": "长沙一中"}
    office.save("employee", {**values, "relatives": [values["relatives"][0], mother]}, env)
    values = office.read("employee", 1)
    office.save("employee", {**values, "relatives": values["relatives"][:1]}, env)
    async with at_work(office) as clerk:
        await clerk.type(OPEN + "5")
        assert "王芳" in clerk.lines[3] and "wang" not in clerk.screen, "the name, not the login"
        await clerk.type("<enter>")
        assert "家庭状况 第 2 行" in clerk.screen and "- 称谓 母亲  姓名 李兰  工作单位 长沙一中" in clerk.screen
        await clerk.type("<escape><down><enter>")
        assert "家庭状况 第 2 行 工作单位" in clerk.screen and "+ 长沙一中" in clerk.screen
        await clerk.type("<escape><end><enter>")
        assert "修订版本" not in clerk.screen and "_" not in clerk.screen


async def test_history_tells_the_reasons_in_words(office: Archive) -> None:
    from storage.history import Change, Version
    from tui.screens.history import VersionScreen

    form = office.registry.form("employee")
    key = "report_date:DATE_LATE=0123456789ab"
    found = Version(1, "2026-11-24T10:42", "wang", "total", "", [Change("_reasons", None, {key: "补录"})])
    async with at_work(office) as clerk:
        await clerk.app.show(VersionScreen(form, 1, found, []))
        await clerk.settle()
        assert "理由:报到日期" in clerk.screen and "+ 补录" in clerk.screen
        assert "_reasons" not in clerk.screen and "汇总更新" in clerk.lines[1] and "王芳" in clerk.lines[1]
