"""A sales ledger with the office's own headings, brought in at the keyboard: asked once, not again."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.stories.typing import ENTER, ESC, F6, F9, command, leave, office, program, says, stored
from tests.terminal import Terminal

HEADS = ["序号", "客户全称", "营业执照编号", "业务员", "单位地址", "联系人电话", "归口", "回访情况"]


def ledger(path: Path, name: str, licence: str | None = None) -> Path:
    """A title above the headings, one customer."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "2024年"
    sheet.append(["湘江机械总公司销售台帐"])
    sheet.merge_cells("A1:H1")
    sheet.append(HEADS)
    sheet.append([1, name, licence, "单文静", "株洲市天元区1号", "0731-88880001", "销售一部", "满意"])
    book.save(path)
    return path


def opened(t: Terminal, file: Path, dr: str) -> None:
    """The import of a file into customers."""
    t.send(F9 + dr + ENTER)
    t.send("D1" + ENTER)
    t.send(str(file) + ENTER)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_headings_are_settled_once(tmp_path: Path, lang: str) -> None:
    db = office(tmp_path)
    t = program(db, lang=lang)
    opened(
        t, ledger(tmp_path / "a.xlsx", "株洲新材料有限公司", "91350100M000100Y43"), "dr" if lang == "zh" else "import"
    )
    says(t, "1 列还没有字段" if lang == "zh" else "1 columns have no field yet")
    assert any("客户全称" in line and ("客户名称" if lang == "zh" else "Customer name") in line for line in t.lines)
    t.send(ENTER)
    says(t, "回访情况: 满意")
    t.send("2")
    says(t, "按 F6 就这样导入" if lang == "zh" else "F6 takes it so")
    t.send(F6)
    says(t, "新增 1" if lang == "zh" else "1 new")
    t.send(F6)
    says(t, "已导入" if lang == "zh" else "Imported as number")
    t.send(ESC)
    leave(t)
    number = command(db, "list", "customer", "--columns", "record_no").split()[-1]
    record = stored(db, "customer", number)
    assert record["name"] == "株洲新材料有限公司" and record["phone"] == "0731-88880001"
    assert record["remarks"] == "回访情况：满意"

    t = program(db, lang=lang)
    opened(t, ledger(tmp_path / "b.xlsx", "湘潭钢构有限公司"), "dr" if lang == "zh" else "import")
    says(t, "新增 1" if lang == "zh" else "1 new")
    t.send(F6)
    says(t, "已导入" if lang == "zh" else "Imported as number")
    t.send(ESC)
    leave(t)
    assert "湘潭钢构有限公司" in command(db, "list", "customer", "--columns", "name")
