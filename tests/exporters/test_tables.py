"""Lists and ledgers read back: days as days, numbers as numbers, everything else as the text it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from dangan.exporting import Cancelled, UnknownExport, layout, layouts, offered
from dangan.record import Link, Values
from dangan.spec import BlockSpec, Condition, FieldSpec, FormSpec, LedgerSpec
from forms_plugins.exporters import register_exporters
from forms_plugins.exporters.ledger import write_ledger
from forms_plugins.exporters.list import write_list
from forms_plugins.exporters.paper.export import write_form
from forms_plugins.exporters.workbook import ExportFailed, sheet_name
from tests.exporters.specs import job, record, spec

HOSTILE = [
    "=1+1", "=cmd|'/c calc'!A1", "+1", "-2+3", "@SUM(A1)", "http://example.com", "mailto:a@b.cn", "<r>x</r>",
    "0012", "1e5", "{=1}", "'quoted", "_x001B_", "&amp;", "  blanks  ", "internal:Sheet1!A1", "true",
]  # fmt: skip
EXPORTERS = list(register_exporters(None))


def _form(*fields: FieldSpec, rows: tuple[FieldSpec, ...] = (), ledgers: tuple[LedgerSpec, ...] = ()) -> FormSpec:
    blocks = [BlockSpec("head", "header", fields=fields)]
    if rows:
        blocks.append(BlockSpec("items", "rows", "资料", "Papers", rows))
    return FormSpec("probe", "X1", "试验[表]:一/二", "Probe", blocks=tuple(blocks), ledgers=ledgers)


def test_values_are_what_they_are(tmp_path: Path) -> None:
    form = _form(
        FieldSpec("on", "date", "日期", "Day"),
        FieldSpec("paid", "money", "金额", "Amount"),
        FieldSpec("pages", "int", "页数", "Pages"),
        FieldSpec("card", "idcard", "身份证号码", "Card"),
        FieldSpec("at", "datetime", "时间", "At"),
        FieldSpec("born", "birthday", "生日", "Birthday"),
        FieldSpec("old", "date", "早年", "Early"),
        FieldSpec("sum", "money", "巨款", "Fortune"),
        FieldSpec("yes", "bool", "是否", "Yes"),
        FieldSpec("who", "person", "经办人", "By"),
    )
    row: Values = {
        "on": date(2026, 3, 1), "paid": Decimal("1234.50"), "pages": 12, "card": "11010519491231002X",
        "at": datetime(2026, 3, 1, 14, 5), "born": "--03-17", "old": date(1899, 5, 4),
        "sum": Decimal("12345678901234567.89"), "yes": True, "who": Link("张伟", 3, "person"),
    }  # fmt: skip
    write_list(job(form, [row], tmp_path / "x.xlsx", columns=tuple(row)))
    sheet = openpyxl.load_workbook(tmp_path / "x.xlsx").active
    on, paid, pages, card, at, born, old, fortune, yes, who = sheet[2]
    assert (on.value, on.number_format) == (datetime(2026, 3, 1), "yyyy-mm-dd")
    assert (paid.value, paid.number_format) == (1234.5, "#,##0.00")
    assert pages.value == 12
    assert (card.value, card.number_format) == ("11010519491231002X", "@")
    assert (at.value, at.number_format) == (datetime(2026, 3, 1, 14, 5), "yyyy-mm-dd hh:mm")
    assert [c.value for c in (born, old, fortune, yes, who)] == [
        "--03-17",
        "1899-05-04",
        "12345678901234567.89",
        "是",
        "张伟",
    ]
    read = CalamineWorkbook.from_path(str(tmp_path / "x.xlsx")).get_sheet_by_index(0).to_python()
    assert read[1][:4] == [date(2026, 3, 1), 1234.5, 12.0, "11010519491231002X"]


@pytest.mark.parametrize(("lang", "said"), [("zh", ["有", "无"]), ("en", ["Yes", "No"])])
def test_yes_and_no_are_said_in_the_language_of_the_sheet(lang: str, said: list[str], tmp_path: Path) -> None:
    form = _form(FieldSpec("there", "bool", "有/无", "Present", words=("有", "无")))
    rows: list[Values] = [{"there": True}, {"there": False}]
    write_list(job(form, rows, tmp_path / "x.xlsx", lang=lang, columns=("there",)))
    sheet = openpyxl.load_workbook(tmp_path / "x.xlsx").active
    assert [sheet[2][0].value, sheet[3][0].value] == said


def test_hostile_text_is_text(tmp_path: Path) -> None:
    form = _form(FieldSpec("t", "text", "=标签", "Label"))
    write_list(job(form, [{"t": t} for t in HOSTILE], tmp_path / "x.xlsx", columns=("t",)))
    sheet = openpyxl.load_workbook(tmp_path / "x.xlsx").active
    # Excel reads _x005F_ as the underscore that keeps _x001B_ from being a control character; openpyxl leaves it.
    assert [str(c.value).replace("_x005F_", "_") for c in sheet["A"]] == ["=标签", *HOSTILE]
    assert {c.data_type for c in sheet["A"]} <= {"s", "inlineStr"}
    assert not sheet._hyperlinks
    read = CalamineWorkbook.from_path(str(tmp_path / "x.xlsx")).get_sheet_by_index(0).to_python()
    assert [r[0] for r in read[1:]] == HOSTILE


def test_list_is_ready_to_work_with_and_to_print(tmp_path: Path) -> None:
    form = spec("item_catalogue")
    write_list(
        job(
            form,
            [record(form, n) for n in (1, 2, 3)],
            tmp_path / "x.xlsx",
            columns=("dept", "title", "filed_on", "_title"),
        )
    )
    sheet = openpyxl.load_workbook(tmp_path / "x.xlsx").active
    assert sheet.title == "档案目录表"
    assert [c.value for c in sheet[1]] == ["部门", "名称", "归档日期", "名称 2"]
    assert all(c.font.b for c in sheet[1])
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:D4")
    assert (sheet.page_setup.orientation, str(sheet.page_setup.paperSize)) == ("landscape", "9")
    assert sheet.print_title_rows == "$1:$1"
    assert 10.5 <= sheet.column_dimensions["A"].width <= 14  # 综合管理部 is ten cells wide
    assert "&P" in sheet.oddFooter.center.text


def test_text_beyond_a_cell_goes_on_below(tmp_path: Path) -> None:
    form = _form(FieldSpec("t", "longtext", "内容", "Text"), FieldSpec("n", "int", "序", "No"))
    long = "档案" * 20_000 + "末"
    write_list(job(form, [{"t": long, "n": 1}, {"t": "后", "n": 2}], tmp_path / "x.xlsx", columns=("t", "n")))
    rows = list(openpyxl.load_workbook(tmp_path / "x.xlsx").active.values)
    assert rows[1][0] + rows[2][0] == long
    assert rows[1][1] == 1 and rows[2][1] is None
    assert rows[3] == ("后", 2)


def test_ledger_of_the_form_and_one_per_line(tmp_path: Path) -> None:
    lines = (FieldSpec("name", "text", "姓名", "Name"), FieldSpec("pages", "int", "页数", "Pages"))
    form = _form(
        FieldSpec("no", "text", "编号", "No"),
        rows=lines,
        ledgers=(
            LedgerSpec("总帐", "", ("no", "items.name", "status")),
            LedgerSpec("明细帐", "", ("no", "items.name", "items.pages"), per="items"),
            LedgerSpec("甲帐", "", ("no",), only=Condition((("no", ("甲",), True),))),
        ),
    )
    records: list[Values] = [
        {"no": "甲", "items": [{"name": "张", "pages": 2}, {"name": "李", "pages": 3}]},
        {"no": "乙", "items": []},
    ]
    found = {}
    for name in ("", "明细帐", "甲帐"):
        write_ledger(job(form, records, tmp_path / "x.xlsx", options={"ledger": name}))
        sheet = openpyxl.load_workbook(tmp_path / "x.xlsx").active
        found[name] = (sheet.title, list(sheet.values))
    assert found[""] == ("试验_表__一_二", [("编号", "资料 姓名", "状态"), ("甲", "张、李", None), ("乙", None, None)])
    assert found["明细帐"] == ("试验_表__一_二", [("编号", "姓名", "页数"), ("甲", "张", 2), ("甲", "李", 3)])
    assert found["甲帐"] == ("试验_表__一_二", [("编号",), ("甲",)])


@pytest.mark.parametrize(("days", "shown"), [(-1, ["甲"]), (0, ["甲", "乙"]), (30, ["甲", "乙", "丙"])])
def test_ledger_of_what_is_due(tmp_path: Path, days: int, shown: list[str]) -> None:
    form = _form(
        FieldSpec("no", "text", "编号", "No"),
        FieldSpec("due_on", "date", "期限", "Due"),
        ledgers=(LedgerSpec("到期", "", ("no",), upto=("due_on", days)),),
    )
    today = job(form, [], tmp_path / "x.xlsx").env.today
    due = {"甲": -1, "乙": 0, "丙": 30, "丁": 31}
    records: list[Values] = [{"no": no, "due_on": today + timedelta(days=n)} for no, n in due.items()]
    write_ledger(job(form, [*records, {"no": "戊", "due_on": None}], tmp_path / "x.xlsx", options={"ledger": "到期"}))
    rows = list(openpyxl.load_workbook(tmp_path / "x.xlsx").active.values)
    assert [no for (no,) in rows[1:]] == shown


def test_ledger_without_columns_has_heading_fields_counts_and_status(tmp_path: Path) -> None:
    form = _form(FieldSpec("no", "text", "编号", "No"), rows=(FieldSpec("name", "text", "姓名", "Name"),))
    write_ledger(job(form, [{"no": "1", "items": [{}, {}], "status": "x"}], tmp_path / "x.xlsx"))
    sheet = openpyxl.load_workbook(tmp_path / "x.xlsx").active
    assert list(sheet.values) == [("编号", "资料行数", "状态"), ("1", 2, "x")]
    assert sheet.title == "试验_表__一_二"


def test_masked_values_are_shown_as_stars_whatever_their_type(tmp_path: Path) -> None:
    kinds = ("date", "money", "month", "choice", "bool", "person", "datetime", "int")
    form = _form(*(FieldSpec(k, k, k, k) for k in kinds))
    masked: Values = dict.fromkeys(kinds, "******")
    write_list(job(form, [masked], tmp_path / "x.xlsx", columns=kinds))
    assert [c.value for c in openpyxl.load_workbook(tmp_path / "x.xlsx").active[2]] == ["******"] * len(kinds)
    write_form(job(form, [masked], tmp_path / "x.xlsx"))
    words = [v for row in openpyxl.load_workbook(tmp_path / "x.xlsx").active.values for v in row]
    assert words.count("******") == len(kinds)


def test_progress_is_told_and_a_stopped_export_leaves_nothing(tmp_path: Path) -> None:
    form = _form(FieldSpec("t", "text", "名", "T"))
    told: list[int] = []
    going = job(form, [{"t": "a"}] * 5, tmp_path / "x.xlsx", columns=("t",), progress=told.append)
    with pytest.raises(Cancelled):
        write_list(replace(going, cancelled=lambda: len(told) == 3))
    assert told == [1, 2, 3]
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_was_there_survives_a_failed_export(tmp_path: Path) -> None:
    form = _form(FieldSpec("t", "text", "名", "T"))
    (tmp_path / "x.xlsx").write_text("old")
    with pytest.raises(Cancelled):
        write_list(job(form, [{"t": "a"}], tmp_path / "x.xlsx", columns=("t",), cancelled=lambda: True))
    assert (tmp_path / "x.xlsx").read_text() == "old"
    with pytest.raises(ExportFailed) as caught:
        write_list(job(form, [], tmp_path / "no" / "x.xlsx", columns=("t",)))
    assert "无法写入" in caught.value.zh


def test_sheet_names_are_different_and_taken_by_excel() -> None:
    taken: set[str] = set()
    names = [sheet_name(n, taken) for n in ("a/b", "A?B", "'x'", "", "History", "档" * 40, "档" * 40, "😀" * 20)]
    assert names[:5] == ["a_b", "A_B_2", "x", "Sheet", "History_"]
    assert len({n.casefold() for n in names}) == len(names)
    assert all(len(n.encode("utf-16-le")) // 2 <= 31 for n in names)


def test_every_layout_is_found_by_name() -> None:
    form = _form(FieldSpec("t", "text", "名", "T"), ledgers=(LedgerSpec("明细帐"),))
    assert list(layouts(EXPORTERS, form)) == ["list", "ledger", "form_a4", "form_blank", "whole", "明细帐"]
    assert list(offered(EXPORTERS, form)) == ["list", "form_a4", "form_blank", "whole", "明细帐"]
    assert layout(EXPORTERS, form, "明细帐")[1] == {"ledger": "明细帐"}
    with pytest.raises(UnknownExport, match="nothing"):
        layout(EXPORTERS, form, "nothing")
