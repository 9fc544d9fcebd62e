"""A workbook of the office's own through the screen: headings proposed, asked for, remembered; nothing else is asked."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from storage.archive import Archive
from storage.pages import View
from tests.tui.clerk import at_work
from tests.tui.test_import import open_import


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def ledger(path: Path, names: list[str]) -> Path:
    """A sales ledger: a title, then headings that the form does not have."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "2024年"
    sheet.append(["总公司销售台帐"])
    sheet.merge_cells("A1:D1")
    sheet.append(["序号", "客户名称（全称）", "所在市", "回访情况"])
    for n, name in enumerate(names, 1):
        sheet.append([n, name, "株洲", "满意"])
    book.save(path)
    return path


async def test_a_foreign_ledger_is_settled_once(office: Archive, here: Path) -> None:
    first = ledger(here / "a.xlsx", ["株洲新材料"])
    async with at_work(office) as clerk:
        await open_import(clerk)
        await clerk.type(f"<f2>{first.name}<enter>")
        assert "列" in clerk.lines[0] and "回访情况" in clerk.screen and "满意" in clerk.screen
        assert "2 列还没有字段" in clerk.message
        assert "名称" in clerk.line("客户名称（全称）") and "推测" in clerk.line("客户名称（全称）")
        assert clerk.line("所在市").rstrip().endswith("请选字段")
        await clerk.type("<f6>")
        assert "2 列还没有字段" in clerk.message and "所在市" in clerk.marked
        await clerk.type("<enter>cs<enter>")
        assert "城市" in clerk.line("所在市") and "已选" in clerk.line("所在市")
        await clerk.type("<f6>")
        assert "1 列还没有字段" in clerk.message and "回访情况" in clerk.marked
        await clerk.type("<enter>1")
        assert "(不导入)" in clerk.line("回访情况")
        await clerk.type("<f6>")
        assert clerk.message == "新增 1,更新 0,未变 0:按 F6 导入" and "没有导入：回访情况" in clerk.screen
        await clerk.type("<f6>")
        assert office.count("customer", View()) == (2, True)
    second = ledger(here / "b.xlsx", ["湘潭钢构", "醴陵瓷业"])
    async with at_work(office) as clerk:
        await open_import(clerk)
        await clerk.type(f"<f2>{second.name}<enter>")
        assert clerk.message == "新增 2,更新 0,未变 0:按 F6 导入" and "没有导入：回访情况" in clerk.screen
        await clerk.type("<f6>")
        assert office.count("customer", View()) == (4, True)
        rows = office.page("customer", View()).rows
        assert {"湘潭钢构", "醴陵瓷业"} <= {office.read("customer", row["_id"])["name"] for row in rows}


async def test_two_columns_on_one_field_are_told_and_nothing_passes(office: Archive, here: Path) -> None:
    made = ledger(here / "a.xlsx", ["株洲新材料"])
    async with at_work(office) as clerk:
        await open_import(clerk)
        await clerk.type(f"<f2>{made.name}<enter>")
        await clerk.type("<enter>mc<enter><enter>1<f6>")
        assert "两列填入同一字段" in clerk.message and "所在市" in clerk.message
        await clerk.type("<escape><f6>")
        assert "列" in clerk.lines[0] and office.count("customer", View()) == (1, True)
