"""Directory, settings, option lists, first steps, export: the screens with which an office is kept."""

from __future__ import annotations

import os
import re
from datetime import timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook

from storage.archive import Archive
from storage.backup import backup
from tests.tui.clerk import Clerk, at_work
from tests.tui.office import NOW, Clock
from tests.tui.office_forms import Customer, Employee
from tui.screens.home import HomeScreen

HAN = re.compile("[\u3400-\u9fff]")


async def menu(clerk: Clerk, typed: str) -> None:
    """Run a command of the F9 menu."""
    await clerk.type("<f9>" + typed + "<enter>")


async def test_people_are_added_pasted_renamed_and_leave(office: Archive) -> None:
    directory = office.directory
    async with at_work(office) as clerk:
        await menu(clerk, "目录:")
        await clerk.type("<f5>销售部 单文静 内勤<enter>")
        assert "单文静" in clerk.screen and "新增部门 0 个、人员 1 人" in clerk.message
        await clerk.paste("财务部\t赵敏\t会计\n财务部\t刘波\t出纳\n")
        assert "新增部门 1 个、人员 2 人" in clerk.message
        await clerk.type("dwj<f2>单文静静<enter>")
        assert "单文静静" in clerk.screen
        await clerk.type("<f4>1<enter>")
        assert "单文静静" not in [p.name for p in directory.people()]
        left = next(p for p in directory.people(closed=True) if p.name == "单文静静")
        assert left.left_on == NOW.date()
        await clerk.type("<escape><f7>")
        assert "财务部" in clerk.screen
        await clerk.type("<f5>总部/档案组<enter>")
        assert "总部/档案组" in clerk.screen


async def test_a_bad_line_is_named(office: Archive) -> None:
    async with at_work(office) as clerk:
        await menu(clerk, "目录:")
        await clerk.paste("财务部\t赵敏\t会计\t多\n")
        assert "第 1 行" in clerk.message


async def test_settings_take_values_from_a_day_on(office: Archive) -> None:
    async with at_work(office) as clerk:
        await menu(clerk, "设置")
        await clerk.type("附件大小<enter>80<enter>2027-01-01<enter>")
        assert office.settings.get("attachment_max_mb", NOW.date()) == 50
        assert [str(c.from_date) for c in office.settings.history("attachment_max_mb")] == ["2027-01-01"]
        await clerk.type("<f4>")
        assert "80" in clerk.screen and "2027-01-01" in clerk.screen
        await clerk.type("<escape><enter>many<enter><enter>")
        assert "附件大小" in clerk.message
        assert len(office.settings.history("attachment_max_mb")) == 1


async def test_an_option_is_added_and_retired(office: Archive) -> None:
    async with at_work(office) as clerk:
        await menu(clerk, "xxb")
        await clerk.type("region<enter><f5>海外 / Overseas<enter><enter>")
        added = office.lists.options("region")[-1]
        assert (added.code, added.zh, added.en) == ("hw", "海外", "Overseas")
        await clerk.type("<end><f4>")
        assert office.lists.options("region")[-1].retired
        await clerk.type("<f2>境外<enter>")
        assert office.lists.options("region")[-1].zh == "境外"


async def test_the_first_ten_minutes(tmp_path: Path) -> None:
    archive = Archive.open(
        tmp_path / "new" / "d.db", [Employee.form_type, Customer.form_type], create=True, clock=Clock(NOW)
    )
    async with at_work(archive) as clerk:
        await clerk.type("<f6>")
        assert "先录入公司" in clerk.message
        await clerk.type("长沙宏达<enter>")
        await clerk.paste("办公室\t王芳\t档案员\n销售部\t李伟\n")
        assert "部门 2 个、人员 2 人" in clerk.message
        await clerk.type("销售部 赵敏 内勤<enter><f6>")
        await clerk.type("<down> <f6><f6>")
        assert isinstance(clerk.app.screen, HomeScreen)
        assert "员工档案" in clerk.screen and "客户档案" not in clerk.screen
        await clerk.type("1<enter><f5>")
        assert "新建" in clerk.lines[0]
    assert [c.name for c in archive.directory.companies()] == ["长沙宏达"]
    assert len(archive.directory.people()) == 3
    archive.close()


async def test_home_offers_what_was_left_unsaved(office: Archive) -> None:
    env = office.env("wang", "zh")
    office.save_scratch("customer", {"name": "没有存完的"}, env)
    async with at_work(office) as clerk:
        assert "没有存完的" in clerk.line("继续")
        await clerk.type("<home><enter>")
        assert "新建" in clerk.lines[0] and "没有存完的" in clerk.screen
        await clerk.type("<f6>")
        assert office.search("没有存完的"), "nothing was asked in between"


async def test_home_says_that_no_backup_was_made_until_one_is(office: Archive, tmp_path: Path) -> None:
    async with at_work(office) as clerk:
        assert "从未备份" in clerk.line("备份")
    backup(office.store, tmp_path, NOW - timedelta(days=4), "wang")
    async with at_work(office) as clerk:
        assert f"{NOW - timedelta(days=4):%Y-%m-%d}" in clerk.line("备份")
    backup(office.store, tmp_path, NOW, "wang")
    async with at_work(office) as clerk:
        assert "!  备份" not in clerk.screen and "上次备份 今天" in clerk.screen


async def test_the_language_changes_everywhere_at_once(office: Archive) -> None:
    async with at_work(office) as clerk:
        await clerk.type("1<enter><f9>qhyy<enter>")
        assert "View: all records" in clerk.screen and "Highest education" in clerk.screen
        await clerk.type("<escape>")
        assert "Personnel" in clerk.screen


async def test_ctrl_c_says_how_to_leave(office: Archive) -> None:
    async with at_work(office) as clerk:
        await clerk.type("<ctrl+c>")
        assert "Ctrl+Q" in clerk.message
        await clerk.type("<escape>")
        assert isinstance(clerk.app.screen, HomeScreen)


async def test_a_list_goes_out_to_excel(office: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from dangan.exporting import Exporter, Job
    from forms_plugins.exporters.list import write_list

    def write(job: Job) -> None:
        write_list(job)

    monkeypatch.setattr(office.registry, "exporters", lambda: [Exporter("list", "列表", "List", write)])
    monkeypatch.chdir(tmp_path)
    async with at_work(office) as clerk:
        await clerk.type("1<enter> <down> <f9>dclb<enter>1<enter>")
        assert clerk.message.startswith("已写入") and "共 2 份" in clerk.message
        made = next(f for f in os.listdir(tmp_path) if f.endswith(".xlsx"))
        texts = [c.value for row in load_workbook(tmp_path / made).active.iter_rows() for c in row]
        assert "刘波" in texts and "李伟" in texts and "赵敏" not in texts
        await menu(clerk, "bcddr")
        assert "已写入" in clerk.screen


async def test_an_export_that_fails_says_why(office: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from dangan.exporting import Cancelled, Exporter, Job

    def write(job: Job) -> None:
        raise Cancelled()

    monkeypatch.setattr(office.registry, "exporters", lambda: [Exporter("list", "列表", "List", write)])
    async with at_work(office) as clerk:
        await clerk.type("1<enter><f9>dclb<enter>1" + str(tmp_path / "x") + "<enter>")
        assert "导出已取消" in clerk.message


async def test_settings_and_lists_speak_in_words(office: Archive) -> None:
    async with at_work(office) as clerk:
        await menu(clerk, "设置")
        assert "(无)" in clerk.line("编号规则")
        await clerk.type("备份频率")
        assert "每天" in clerk.screen and "daily" not in clerk.screen
        await clerk.type("<enter>每周<enter><enter>")
        assert office.settings.get("backup_schedule", NOW.date()) == "weekly" and "每周" in clerk.message
        await clerk.type("<escape><escape>")
        await menu(clerk, "xxb")
        await clerk.type("性别")
        assert "性别" in clerk.marked


async def test_what_is_said_follows_the_language(office: Archive) -> None:
    async with at_work(office) as clerk:
        await menu(clerk, "设置")
        await menu(clerk, "qhyy")
        assert clerk.message.startswith("May be: one line") and "F4 shows its history" in clerk.message
        await clerk.type("<escape><escape>")
        assert "Ctrl+Q" in clerk.message
        await clerk.type("<down>")
        assert "Ctrl+Q" not in clerk.message


async def test_a_digit_marks_a_form_of_a_family(office: Archive) -> None:
    from tui.families import Family
    from tui.screens.family import FamilyScreen
    from tui.screens.list import ListScreen

    async with at_work(office) as clerk:
        await clerk.app.show(FamilyScreen(Family("X", tuple(office.registry.heads()))))
        await clerk.type("3")
        assert "客户档案" in clerk.marked
        await clerk.type("<enter>")
        assert isinstance(clerk.app.screen, ListScreen) and "客户档案" in clerk.lines[0]


async def test_of_pasted_lines_the_refused_one_comes_up_to_be_mended(tmp_path: Path) -> None:
    archive = Archive.open(tmp_path / "new" / "d.db", [Employee.form_type], create=True, clock=Clock(NOW))
    async with at_work(archive) as clerk:
        await clerk.type("长沙宏达<enter>")
        await clerk.paste(
            "Sales department, Ouyang Xiaolan, Account manager\n财务部\t赵敏\t会计\t多\n财务部\t刘波\t出纳\n"
        )
        assert "财务部, 赵敏, 会计, 多" in clerk.lines[1] and "?" not in clerk.message
        await clerk.type("<backspace><backspace><backspace><enter>")
    assert {p.name for p in archive.directory.people()} == {"Ouyang Xiaolan", "刘波", "赵敏"}
    archive.close()


async def test_tables_among_the_settings_are_read_and_typed_by_the_names_of_forms(office: Archive) -> None:
    office.settings.set("number_patterns", {"employee": "YG-{seq}"}, NOW.date(), "wang", at=NOW)
    async with at_work(office) as clerk:
        await menu(clerk, "设置")
        assert "员工档案: YG-{seq}" in clerk.line("编号规则") and "{}" not in clerk.screen
        await clerk.type("编号规则<enter>")
        assert clerk.message.endswith("员工档案: YG-{seq}_")
        await clerk.paste("；客户档案：KH-{seq}")
        await clerk.type("<enter><enter>")
        kept = office.settings.get("number_patterns", NOW.date())
        assert kept == {"employee": "YG-{seq}", "customer": "KH-{seq}"}


async def test_a_refused_setting_and_what_it_may_be(office: Archive) -> None:
    async with at_work(office) as clerk:
        await menu(clerk, "设置")
        await clerk.type("备份频率")
        assert clerk.message.startswith("可填:每天, 每周, 不备份。")
        await clerk.type("<ctrl+u>编号规则<enter>某表 没有冒号<enter><enter>")
        assert "编号规则" in clerk.message and office.settings.history("number_patterns") == []


@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_no_list_is_shown_by_its_identifier(office: Archive, lang: str) -> None:
    names = [name for name in office.lists.lists if "_" in name]
    async with at_work(office, lang, (120, 90)) as clerk:
        await menu(clerk, "选项表" if lang == "zh" else "option lists")
        assert not [name for name in names if name in clerk.screen]
        await clerk.type("角色" if lang == "zh" else "role of")
        await clerk.type("<enter>")
        assert ("联系人角色" if lang == "zh" else "Role of a contact") in clerk.lines[0]


async def test_nothing_of_the_old_language_stays_on_the_message_line(office: Archive) -> None:
    async with at_work(office) as clerk:
        await clerk.type("1<enter><f4>bdrq<enter>x<enter>")
        assert "不存在" in clerk.message
        await menu(clerk, "qhyy")
        assert not HAN.search(clerk.message)
        await clerk.type("<f4>report<enter>")
        assert "Reported" in clerk.message
        await menu(clerk, "language")
        assert "Reported" not in clerk.message and "第 1 份" in clerk.message
        await clerk.type("<f5>1124<enter><escape>")
        assert "未保存" in clerk.message
        await menu(clerk, "qhyy")
        assert "Not saved" not in clerk.message and not HAN.search(clerk.message)


async def test_a_list_to_pick_from_is_left_when_the_language_changes(office: Archive) -> None:
    async with at_work(office) as clerk:
        await clerk.type("1<enter><f4>")
        await menu(clerk, "qhyy")
        assert clerk.lines[0].startswith(" Archive > Employee file") and "Filter" not in clerk.lines[0]
        await menu(clerk, "imports")
        await menu(clerk, "language")
        assert clerk.lines[0].startswith(" 档案 > 本次的导入、导出与备份") and "Imports" not in clerk.screen


async def test_a_long_message_is_parted_between_words(office: Archive) -> None:
    async with at_work(office, "en") as clerk:
        await menu(clerk, "settings")
        shown = [line.strip() for line in clerk.lines[-3:-1]]
        assert " ".join(shown).endswith("Enter changes the marked setting, F4 shows its history")


async def test_exports_are_called_in_the_language_of_the_reader(tmp_path: Path) -> None:
    archive = Archive.open(tmp_path / "office" / "office.db", create=True, clock=Clock(NOW))
    archive.directory.add("company", "Acme", at=NOW, by="wang")
    async with at_work(archive, "en") as clerk:
        await clerk.type("1<enter>")
        await menu(clerk, "expo")
        assert "Ledger" in clerk.screen and not HAN.search(clerk.screen)
    archive.close()
