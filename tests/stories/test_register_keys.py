"""Lines of a register taken back, saved again, and gone up to: typed as bytes through the real driver."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.stories.typing import (
    CTRL_Y,
    CTRL_Z,
    ENTER,
    ESC,
    F3,
    F5,
    F6,
    F9,
    UP,
    archive,
    leave,
    office,
    program,
    says,
)
from tests.terminal import Terminal

YEAR = date.today().year


def begin(t: Terminal) -> None:
    """A new line of B3 with its department."""
    t.send("2" + ENTER)
    says(t, "档案目录表")
    t.send("3" + ENTER + F5 + "bgs" + ENTER)
    says(t, "部门 办公室")


def titled(title: str) -> str:
    """What is typed to save a line called `title` from its first field."""
    return ENTER + ENTER + title + ENTER + F6


def titles(db: Path) -> dict[str, str]:
    """The titles stored, by item number."""
    store = archive(db)
    rows = {r["item_no"]: r["title"] for r in store.env("wf", "zh").office.find("item_catalogue")}
    store.close()
    return rows


def test_a_saved_line_is_taken_back_and_saved_again(tmp_path: Path) -> None:
    db = office(tmp_path)
    with program(db) as t:
        begin(t)
        t.send(titled("第一件"))
        says(t, f"已保存 ML-{YEAR}-0001")
        t.send(titled("第二件"))
        says(t, f"已保存 ML-{YEAR}-0002")
        t.send(F9)
        says(t, f"撤销上次保存 ML-{YEAR}-0002 第二件")
        assert sum("Ctrl+Z" in line for line in t.lines) == 1
        t.send(ESC + CTRL_Z)
        says(t, f"已撤销保存 ML-{YEAR}-0002 第二件,内容回到此处;Ctrl+Y 重新保存")
        says(t, "名称 第二件")
        assert titles(db) == {"1": "第一件"}
        t.send(CTRL_Y)
        says(t, f"已保存 ML-{YEAR}-0003")
        assert titles(db) == {"1": "第一件", "2": "第二件"}
        t.send(CTRL_Z)
        says(t, f"已撤销保存 ML-{YEAR}-0003 第二件")
        t.send(titled("第二件(改)"))
        says(t, f"已保存 ML-{YEAR}-0004")
        assert titles(db) == {"1": "第一件", "2": "第二件(改)"}
        t.send(CTRL_Z)
        says(t, f"已撤销保存 ML-{YEAR}-0004")
        leave(t)


def test_a_correction_is_taken_back_and_done_again(tmp_path: Path) -> None:
    db = office(tmp_path)
    with program(db) as t:
        begin(t)
        t.send(titled("第一件"))
        says(t, f"已保存 ML-{YEAR}-0001")
        t.send(UP)
        says(t, f"第一件 ML-{YEAR}-0001")
        t.send(titled("另一件"))
        says(t, "1 1 另一件")
        t.send(CTRL_Z)
        says(t, f"已撤销对 ML-{YEAR}-0001 另一件 的更正;Ctrl+Y 恢复更正")
        says(t, "名称 第一件")
        assert titles(db) == {"1": "第一件"}
        t.send(CTRL_Y)
        says(t, "1 1 另一件")
        assert titles(db) == {"1": "另一件"}
        leave(t)


@pytest.mark.parametrize(("field", "above"), [("文号", "办公室"), ("名称", "编号")])
def test_up_leaves_the_line_from_its_first_field_only(tmp_path: Path, field: str, above: str) -> None:
    db = office(tmp_path)
    with program(db) as t:
        begin(t)
        t.send(titled("第一件"))
        says(t, f"已保存 ML-{YEAR}-0001")
        t.send(F3 + field + ENTER + UP)
        t.read(0.3)
        says(t, "> 新建")
        assert above in t.lines[t.cursor[1]]
        leave(t)
