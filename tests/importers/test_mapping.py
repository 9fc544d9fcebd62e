"""Ledgers of offices' own: what their headings are taken for, what is asked, what is remembered, what is told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from dangan.env import Env
from dangan.form import FormType
from forms_plugins.importers.columns import Target, targets
from forms_plugins.importers.faults import ImportResult
from forms_plugins.importers.mapping import ANY, BadMapping, Wanted, likeness, recall
from forms_plugins.importers.run import run
from storage.archive import Archive
from storage.pages import View

SALES = ["客户全称", "营业执照编号", "业务员", "建档时间", "单位地址", "归口", "回访情况"]
RIVER = ["株洲新材料有限公司", "91350100M000100Y43", "李敏", "2024-03-01", "株洲市天元区1号", "市场部", "满意"]
STEEL = ["湘潭钢构有限公司", "", "李敏", "2024-04-01", "湘潭市2号", "市场部", "一般"]


def sales(path: Path, *rows: list[str], heads: list[str] = SALES) -> Path:
    """A sales ledger: a title, headings over two lines (联系人 over 姓名 and 电话), a number of the line."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "2024年"
    sheet.append(["宏达公司销售台帐"])
    sheet.merge_cells("A1:J1")
    sheet.append(["序号", "联系人", None, *heads])
    sheet.append([None, "姓名", "电话"])
    sheet.merge_cells("B2:C2")
    for at in (1, *range(4, 4 + len(heads))):
        sheet.merge_cells(start_row=2, end_row=3, start_column=at, end_column=at)
    for n, row in enumerate(rows, 1):
        sheet.append([n, "刘军", "0731-88880001", *row])
    book.save(path)
    return path


def bring(archive: Archive, path: Path, env: Env, form: str = "customer", said: dict[str, str] | None = None, **more: Any) -> ImportResult:  # fmt: skip
    given = {(ANY, heading): to for heading, to in (said or {}).items()}
    return run(archive, form, path, env, wanted=Wanted(given, recall(archive, form), more.pop("sheet", "")), **more)


def went(result: ImportResult) -> dict[str, tuple[str, str]]:
    return {c.heading: (c.to, c.how) for c in result.columns}


SETTLED = {"建档时间": "建档日期", "回访情况": "+", "联系人姓名": "-"}


def test_a_sales_ledger_is_proposed(archive: Archive, env: Env, tmp_path: Path) -> None:
    result = bring(archive, sales(tmp_path / "a.xlsx", RIVER, STEEL), env, dry_run=True)
    assert went(result) == {
        "序号": ("-", "program"), "联系人姓名": ("-", "program"), "联系人电话": ("phone", "likely"),
        "客户全称": ("name", "likely"), "营业执照编号": ("licence_no", "likely"), "业务员": ("salesperson", "likely"),
        "建档时间": ("", "unknown"), "单位地址": ("address", "likely"), "归口": ("dept", "likely"), "回访情况": ("", "unknown"),
    }  # fmt: skip
    assert {(f.row, f.column, f.code) for f in result.faults} >= {(3, "建档时间", "IMPORT_COLUMN_UNKNOWN")}
    assert {f.column for f in result.warned} == {h for h, (_, how) in went(result).items() if how == "likely"}
    name = next(c for c in result.columns if c.heading == "客户全称")
    assert name.samples == ("株洲新材料有限公司", "湘潭钢构有限公司")


def test_what_was_settled_is_remembered_by_the_heading_line(archive: Archive, env: Env, tmp_path: Path) -> None:
    first = sales(tmp_path / "a.xlsx", RIVER)
    held = bring(archive, first, env, said=SETTLED)
    assert held.held and not held.faults and archive.count("customer", View()) == (0, True)
    done = bring(archive, first, env, said=SETTLED, confirm=True)
    assert done.ok and done.created == 1
    [row] = archive.page("customer", View()).rows
    stored = archive.read("customer", row["_id"])
    assert (stored["name"], stored["phone"], stored["licence_no"]) == (RIVER[0], "0731-88880001", RIVER[1])
    assert stored["remarks"] == "回访情况：满意" and str(stored["opened_on"]) == "2024-03-01"
    assert any("联系人姓名" in note.zh for note in done.notes)
    [event] = archive.store.rows("SELECT \"by\", form, detail FROM audit WHERE event = 'import_map'")
    assert event[:2] == ("li", "customer") and "回访情况" in event[2]

    second = bring(archive, sales(tmp_path / "b.xlsx", STEEL), env)
    assert second.ok and second.created == 1 and not second.warned
    assert went(second)["客户全称"] == ("name", "remembered")
    assert archive.store.value("SELECT count(*) FROM audit WHERE event = 'import_map'") == 1
    other = sales(tmp_path / "c.xlsx", STEEL, heads=[*SALES[:-1], "走访情况"])
    assert went(bring(archive, other, env, dry_run=True))["客户全称"] == ("name", "likely")
    assert went(run(archive, "customer", first, env, dry_run=True, wanted=Wanted()))["客户全称"] == ("name", "likely")


def test_a_dry_run_remembers_nothing(archive: Archive, env: Env, tmp_path: Path) -> None:
    path = sales(tmp_path / "a.xlsx", RIVER)
    assert bring(archive, path, env, said=SETTLED, dry_run=True, confirm=True).ok
    assert went(bring(archive, path, env, dry_run=True))["客户全称"] == ("name", "likely")


def test_a_wrong_mapping_is_told_before_anything_is_imported(archive: Archive, env: Env, tmp_path: Path) -> None:
    path = sales(tmp_path / "a.xlsx", RIVER, STEEL)
    twice = bring(archive, path, env, said={**SETTLED, "单位地址": "name", "客户全称": "name"}, confirm=True)
    assert ("单位地址", "IMPORT_COLUMN_TWICE") in {(f.column, f.code) for f in twice.faults}
    lost = bring(archive, path, env, said={**SETTLED, "客户全称": "-"}, confirm=True)
    assert ("GEN_IMPORT_COLUMN", 3) in {(f.code, f.row) for f in lost.faults}
    bad = bring(archive, path, env, said={**SETTLED, "单位地址": "传真", "客户全称": "成立时间"}, confirm=True)
    assert {(f.row, f.column) for f in bad.faults} >= {(4, "客户全称"), (5, "客户全称"), (4, "单位地址")}
    assert next(c for c in bad.columns if c.heading == "客户全称").misfit == RIVER[0]
    assert archive.count("customer", View()) == (0, True)
    for said, words in (({"没有的列": "name"}, "没有的列"), ({"客户全称": "没有的字段"}, "没有的字段")):
        with pytest.raises(BadMapping, match=words):
            bring(archive, path, env, said=said)


def test_the_rest_is_left_out_at_once_and_named(archive: Archive, env: Env, tmp_path: Path) -> None:
    path = sales(tmp_path / "a.xlsx", RIVER)
    done = bring(archive, path, env, said={"建档时间": "opened_on", ANY: "-"}, confirm=True)
    assert done.ok and any("没有导入：回访情况" in note.zh for note in done.notes)


def test_remarks_that_are_stored_stay_beside_those_of_the_workbook(archive: Archive, env: Env, tmp_path: Path) -> None:
    path = sales(tmp_path / "a.xlsx", RIVER)
    bring(archive, path, env, said=SETTLED, confirm=True)
    again = sales(tmp_path / "b.xlsx", [*RIVER[:-1], "不满意"])
    assert bring(archive, again, env, update_by="name").updated == 1
    assert bring(archive, again, env, update_by="name").unchanged == 1
    [row] = archive.page("customer", View()).rows
    assert archive.read("customer", row["_id"])["remarks"] == "回访情况：满意\n回访情况：不满意"


def plain(path: Path, sheets: dict[str, list[list[Any]]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


VOLUMES = [["2023年归档清单"], ["序号", "全宗号", "目录号", "归口部门", "类目号", "案卷题名", "起始日期", "终止日期", "张数", "期限"],
           [1, "1", "2", "市场部", "3", "2023年合同", "2023-01-05", "2023-12-20", 120, "永久"]]  # fmt: skip


def test_a_list_of_volumes(archive: Archive, env: Env, tmp_path: Path) -> None:
    path = plain(tmp_path / "b2.xlsx", {"清单": VOLUMES})
    result = bring(archive, path, env, "file_catalogue", dry_run=True)
    found = {heading: to for heading, (to, _) in went(result).items()}
    assert found["归口部门"] == "dept" and found["类目号"] == "filing_class_no"
    assert found["案卷题名"] == "title" and found["期限"] == "retention" and found["张数"] == "sheets"
    said = {"全宗号": "卷宗号", "起始日期": "date_from", "终止日期": "date_to"}
    done = bring(archive, path, env, "file_catalogue", said, confirm=True)
    assert done.ok and done.created == 1, [f.line("zh") for f in done.faults]


def test_a_list_of_items_and_the_sheets_beside_it(archive: Archive, env: Env, tmp_path: Path) -> None:
    heads = ["序号", "归档部门", "件号", "发文字号", "文件名称", "归档时间"]
    rows = [heads, [1, "市场部", "1", "宏发〔2024〕1号", "关于考勤的通知", "2024-05-06"]]
    path = plain(tmp_path / "b3.xlsx", {"一季度": rows, "二季度": rows, "空表": []})
    said = {"件号": "item_no", "发文字号": "doc_no", "归档时间": "filed_on"}
    held = bring(archive, path, env, "item_catalogue", said)
    assert held.held and [w.sheet for w in held.warned if w.code == "IMPORT_SHEET_LEFT"] == ["二季度"]
    done = bring(archive, path, env, "item_catalogue", said, confirm=True, sheet="二季度")
    assert done.ok and {c.sheet for c in done.columns} == {"二季度"}, [f.line("zh") for f in done.faults]
    with pytest.raises(BadMapping, match="三季度"):
        bring(archive, path, env, "item_catalogue", said, sheet="三季度")


def test_a_roll_of_employees(archive: Archive, env: Env, tmp_path: Path) -> None:
    heads = ["编码", "XM", "性别", "生日", "身份证号", "文化程度", "手机电话", "部门名称", "岗位名称", "xueli"]
    row = ["A01", "张三", "男", "1990-01-02", "110101199001022331", "本科", "13812345678", "市场部", "业务员", "本科"]
    result = bring(archive, plain(tmp_path / "a1.xlsx", {"花名册": [heads, row]}), env, "employee_record", dry_run=True)
    found = went(result)
    assert found["XM"] == ("name", "likely") and found["性别"] == ("sex", "exact")
    assert found["身份证号"] == ("id_card", "likely") and found["岗位名称"] == ("post", "likely")
    assert found["编码"] == ("", "unknown") and found["文化程度"] == ("", "unknown")


def _target(form: FormType, name: str) -> Target:
    return next(t for t in targets(form) if t.id == name)


def test_likeness_never_proposes_a_number_or_a_signature(archive: Archive) -> None:
    form = archive.registry.form("customer")
    assert likeness("营业执照编号", _target(form, "record_no")) == 0
    assert likeness("审批确认人", _target(form, "approved_by")) == 0
    assert likeness("khmc", _target(form, "name")) > likeness("客户全称", _target(form, "name")) > 0
    assert likeness("客户名称(全称)", _target(form, "name")) > likeness("客户名称表", _target(form, "phone")) == 0
