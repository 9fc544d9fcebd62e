"""Ways a clerk takes through the forms, typed as bytes: a customer found by name, the list that closes with the save."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.stories.typing import (
    DOWN,
    ENTER,
    F2,
    F3,
    F5,
    F6,
    LEFT,
    RIGHT,
    archive,
    leave,
    office,
    program,
    says,
    stored,
)

YEAR = date.today().year
NAME = "宏达建材有限公司"


def with_customer(folder: Path) -> Path:
    """A store with one customer."""
    db = office(folder)
    store = archive(db)
    env = store.env("wf", "zh")
    new = store.new("customer", env)
    store.save("customer", new | {"name": NAME, "salesperson": env.user, "address": "雨花区 18 号"}, env)
    store.close()
    return db


def test_the_name_of_a_customer_finds_its_file(tmp_path: Path) -> None:
    db = with_customer(tmp_path)
    with program(db) as t:
        t.send("4" + ENTER)
        says(t, "客户档案的原始资料")
        t.send(DOWN + ENTER + F5)
        says(t, "*客户名称")
        t.send(F3 + "客户名称" + ENTER)
        says(t, "名称、编号、首字母、任意部分;F4 列出")
        t.send("hdjc")
        says(t, f"> {NAME} KH-{YEAR}-00001")
        t.send(ENTER)
        says(t, f"*客户名称 {NAME}")
        says(t, f"*编号 KH-{YEAR}-00001")
        says(t, "*公司地址 雨花区 18 号")
        t.send(F6)
        says(t, f"已保存 KB-{YEAR}-00001")
        says(t, f"客户档案表 > {NAME} KB-{YEAR}-00001")
        leave(t)
    kept = stored(db, "customer_form", f"KB-{YEAR}-00001")
    assert (kept["name"], kept["customer_no"]) == (NAME, f"KH-{YEAR}-00001")


def test_a_list_of_options_closes_with_the_save(tmp_path: Path) -> None:
    db = office(tmp_path)
    with program(db) as t:
        t.send("1" + ENTER + F5)
        says(t, "员工人事档案记录表")
        t.send(F3 + "姓名" + ENTER + "赵敏" + ENTER + F3 + "最高学历" + ENTER)
        says(t, "硕士")
        t.send(F6)
        says(t, f"已保存 YG-{YEAR}-0001")
        assert "硕士" not in t.text
        t.send(RIGHT)
        says(t, "硕士")
        leave(t)


def test_cells_that_do_not_matter_in_a_line_are_passed(tmp_path: Path) -> None:
    db = with_customer(tmp_path)
    with program(db) as t:
        t.send("4" + ENTER)
        says(t, "客户档案的原始资料")
        t.send("7" + ENTER + F5)
        says(t, "整理人")
        t.send("hdjc" + ENTER + "HT-1" + ENTER * 3 + "0" + ENTER)
        says(t, "1 原件 2 复印件")
        says(t, "交易过程中的合同、谈判记录、可行性研究报告和报审及批准文件")
        t.send("2" + ENTER)
        says(t, "例如 20261124、1124、24")
        leave(t)


def test_a_record_that_is_there_already_is_opened_from_the_field(tmp_path: Path) -> None:
    db = with_customer(tmp_path)
    with program(db) as t:
        t.send("4" + ENTER)
        says(t, "客户档案的原始资料")
        t.send(ENTER + F5 + NAME + ENTER)
        says(t, f"F2 打开 KH-{YEAR}-00001")
        t.send(F2)
        says(t, f"客户档案 > {NAME} KH-{YEAR}-00001")
        leave(t)


def test_a_cell_wider_than_its_column_is_edited_whole(tmp_path: Path) -> None:
    db = with_customer(tmp_path)
    long = "原件在营业部保险柜第三层左侧文件夹内待取"
    with program(db) as t:
        t.send("4" + ENTER)
        says(t, "客户档案的原始资料")
        t.send("7" + ENTER + F5)
        says(t, "整理人")
        t.send("hdjc" + ENTER + F3 + "备注" + ENTER + long)
        t.read(0.3)
        assert long not in t.text
        t.send(ENTER + F3 + "备注" + ENTER + F2)
        says(t, f"1 备注 {long}")
        t.send(LEFT + "甲" + ENTER)
        t.read(0.3)
        t.send(F6)
        says(t, f"已保存 YS-{YEAR}-0001")
        leave(t)
    assert stored(db, "source_documents", f"YS-{YEAR}-0001")["items"][0]["remarks"] == long[:-1] + "甲" + long[-1]


def test_a_long_list_begins_with_what_is_chosen_most(tmp_path: Path) -> None:
    db = office(tmp_path)
    store = archive(db)
    env = store.env("wf", "zh")
    for name in ("甲公司", "乙公司"):
        new = store.new("customer", env)
        store.save("customer", new | {"name": name, "salesperson": env.user, "industry": "construction"}, env)
    assert store.used("customer", "industry") == {"construction": 2}
    store.close()
    with program(db) as t:
        t.send("4" + ENTER)
        says(t, "客户档案的原始资料")
        t.send(ENTER + F5 + F3 + "所属行业" + ENTER)
        says(t, "建筑业")
        first = next(line for line in t.lines[t.cursor[1] + 1 :] if line.strip())
        assert first.split()[:2] == ["05", "建筑业"]
        leave(t)
