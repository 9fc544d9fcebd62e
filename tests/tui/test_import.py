"""Import by the screen: a template written, a dry run, every fault in a list, the import, and taking it back."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from dangan.values.text import cells
from storage.archive import Archive
from storage.pages import View
from tests.tui.clerk import Clerk, at_work
from tui.screens.importing import ImportScreen


async def open_import(clerk: Clerk) -> None:
    """The import into customers, its question closed."""
    await clerk.type("3<enter><f9>dr<enter><escape>")


def filled(template: Path, rows: list[dict[str, str]]) -> Path:
    """The template with these rows, by heading."""
    book = load_workbook(template)
    sheet = book.worksheets[0]
    at = next(n for n, row in enumerate(sheet.iter_rows(values_only=True), 1) if any("名称" in str(c) for c in row))
    heads = [str(c.value).strip("* ") for c in sheet[at]]
    for n, row in enumerate(rows, at + 1):
        for name, value in row.items():
            sheet.cell(n, heads.index(name) + 1, value)
    book.save(template)
    return template


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


async def test_from_template_to_import_and_back(office: Archive, here: Path) -> None:
    async with at_work(office) as clerk:
        await open_import(clerk)
        await clerk.type("<f9>xckb<enter><enter>")
        assert clerk.message.startswith("已写入")
        made = filled(
            here / "模板-客户档案.xlsx", [{"名称": "株洲新材料", "城市": "株洲"}, {"名称": "湘潭钢构", "城市": "湘潭"}]
        )
        await clerk.type("<f2>" + made.name + "<enter>")
        assert clerk.message == "新增 2,更新 0,未变 0:按 F6 导入"
        assert office.count("customer", View()) == (1, True)
        await clerk.type("<f6>")
        assert clerk.message.startswith("已导入,导入号 2:新增 2")
        assert office.count("customer", View()) == (3, True)
        await clerk.type("<f9>cxbcdr<enter>2")
        assert clerk.message == "已撤销本次导入"
        assert office.count("customer", View()) == (1, True)


async def test_an_import_is_taken_back_after_its_page_was_left(office: Archive, here: Path) -> None:
    async with at_work(office) as clerk:
        await open_import(clerk)
        await clerk.type("<f9>xckb<enter>t<enter>")
        made = filled(here / "t.xlsx", [{"名称": "株洲新材料", "城市": "株洲"}])
        await clerk.type("<f2>" + made.name + "<enter>")
        await clerk.type("<f6>")
        await clerk.type("<escape>" * 4 + "<ctrl+z>")
        assert "导入、导出与备份" in clerk.message
        await clerk.type("<f9>bcddr<enter>")
        await clerk.type("<enter>2")
        assert clerk.message == "已撤销本次导入" and "(已撤销)" in clerk.screen
        assert office.count("customer", View()) == (1, True)
        await clerk.type("<enter>")
        assert "只有导入" in clerk.message


async def test_every_fault_is_listed_and_nothing_is_imported(office: Archive, here: Path) -> None:
    async with at_work(office) as clerk:
        await open_import(clerk)
        await clerk.type("<f9>xckb<enter>t<enter>")
        made = filled(here / "t.xlsx", [{"城市": "株洲", "建档日期": "昨天上午"}, {"名称": "湘" * 300}])
        await clerk.type("<f2>" + made.name + "<enter>")
        assert "未导入" in clerk.message
        assert "昨天上午" in clerk.screen
        await clerk.type("<f6>")
        assert "有错误的行时不导入" in clerk.message
        assert office.count("customer", View()) == (1, True)
        await clerk.type("<f9>cwyy<enter><enter>")
        assert (here / "t-错误.xlsx").exists()


async def test_a_file_that_is_no_workbook_is_refused(office: Archive, here: Path) -> None:
    (here / "bad.xlsx").write_bytes(b"PK\x03\x04 nothing")
    async with at_work(office) as clerk:
        await open_import(clerk)
        await clerk.type("<f2>bad.xlsx<enter>")
        assert "bad.xlsx" in clerk.message
        await clerk.type("<f2>none.xlsx<enter>")
        assert "none.xlsx" in clerk.message


async def test_a_fault_is_read_whole(office: Archive, here: Path) -> None:
    async with at_work(office) as clerk:
        await open_import(clerk)
        await clerk.type("<f9>xckb<enter>t<enter>")
        made = filled(
            here / "t.xlsx", [{"名称": "湘潭" * 30, "城市": "株洲", "建档日期": "去年秋天某个星期五的早上前后"}]
        )
        await clerk.type("<f2>" + made.name + "<enter>")
        assert "去年秋天某个星期五的早上前后" not in clerk.screen
        await clerk.type("<enter>")
        assert "错误" in clerk.lines[0] and "去年秋天某个星期五的早上前后" in clerk.screen and "~" not in clerk.screen
        await clerk.type("<escape>")
        assert "导入" in clerk.lines[0]


async def test_an_import_of_another_session_is_taken_back_by_its_number(office: Archive, here: Path) -> None:
    async with at_work(office) as clerk:
        await open_import(clerk)
        await clerk.type("<f9>xckb<enter>t<enter>")
        made = filled(here / "t.xlsx", [{"名称": "株洲新材料", "城市": "株洲"}])
        await clerk.type("<f2>" + made.name + "<enter>")
        await clerk.type("<f6>")
        assert "导入号 2" in clerk.message
    async with at_work(office) as clerk:
        await clerk.type("<f9>bcddr<enter>")
        assert "导入 2" in clerk.marked and "客户档案" in clerk.marked and "t.xlsx" in clerk.marked
        await clerk.type("<enter>2")
        assert clerk.message == "已撤销本次导入" and "(已撤销)" in clerk.line("导入 2")
        assert office.count("customer", View()) == (1, True)
        await clerk.type("<home><enter>")
        assert "只有导入" in clerk.message


async def test_the_cursor_stands_where_one_types(office: Archive, here: Path) -> None:
    async with at_work(office) as clerk:
        await open_import(clerk)
        await clerk.type("<f2>报表")
        app = clerk.app
        line = next(n for n, text in enumerate(clerk.lines) if "报表_" in text)
        assert app.cursor_position == (cells(clerk.lines[line]) - 1, line)
        await clerk.type("<escape><f9>dr")
        assert app.cursor_position == (cells(clerk.lines[1]), 1)


async def test_warnings_are_listed_and_pass_once_confirmed(office: Archive, here: Path) -> None:
    values = {"案卷号": "J1", "题名": "合同", "页数": "3000"}
    book = Workbook()
    assert book.active is not None
    book.active.title = "档案目录"
    book.active.append(list(values))
    book.active.append(list(values.values()))
    book.save(here / "w.xlsx")
    before = office.count("item", View())[0]
    async with at_work(office) as clerk:
        app = clerk.app
        await app.push_screen(ImportScreen("item"))
        await clerk.type("w.xlsx<enter>")
        assert "1 处提醒" in clerk.message and "提醒:" in clerk.screen and "3000" in clerk.screen
        await clerk.type("<f6><enter>")
        assert office.count("item", View())[0] == before
        await clerk.type("<f6>2")
        assert office.count("item", View())[0] == before + 1
