"""Paper forms: laid out from the declaration, read back cell by cell, and rendered to pages."""

from __future__ import annotations

import itertools
import shutil
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from dangan.record import Link, Values
from dangan.spec import BlockSpec, FieldSpec, FormSpec, Label, PaperSpec
from forms_plugins.exporters.paper.export import write_blank, write_form
from forms_plugins.exporters.paper.layout import Wishes, lay_out
from forms_plugins.exporters.paper.measure import INDENT, UNIT, line_count
from forms_plugins.exporters.paper.model import HEIGHTS, Line, Sheet
from forms_plugins.exporters.paper.tables import TableColumn, spans, storeys
from forms_plugins.exporters.values import Reader
from tests.exporters.specs import job, record, spec

SEVEN = (
    "employee_record", "file_catalogue", "item_catalogue", "source_documents", "skin_customer", "customer",
    "customer_form",
)  # fmt: skip


def _texts(path: Path, sheet: int = 0) -> list[str]:
    rows = openpyxl.load_workbook(path).worksheets[sheet].values
    return [str(v) for row in rows for v in row if v is not None]


def _laid(form: FormSpec, values: Values, **wishes: Any) -> Sheet:
    env = job(form, [], Path("x")).env
    return lay_out(form, values, Reader(form, env.lang, env.office), "x", Wishes(**wishes))


def _pages(sheet: Sheet) -> list[list[Line]]:
    edges = [0, *sheet.breaks, len(sheet.lines)]
    return [sheet.lines[a:b] for a, b in itertools.pairwise(edges)]


def _words(line: Line) -> list[str]:
    return [c.text for c in line.cells if c.text]


@pytest.mark.parametrize("name", SEVEN)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_label_and_value_is_on_the_paper(name: str, lang: str, tmp_path: Path) -> None:
    form = spec(name)
    values = record(form, 1, long="第一行\n" + "长文字" * 300 + "尽")
    write_form(job(form, [values], tmp_path / "x.xlsx", lang=lang))
    write_blank(job(form, [], tmp_path / "blank.xlsx", lang=lang))
    filled, blank = _texts(tmp_path / "x.xlsx"), _texts(tmp_path / "blank.xlsx")
    assert form.label(lang) in {t.replace("  ", "") if lang == "zh" else t for t in filled}
    all_words = "".join(filled).replace("\n", "")
    if not form.register:
        for block in form.blocks:
            for f in block.fields if block.part in ("header", "section") else ():
                if f.printed and not f.until and f.id not in {other.until for other in block.fields}:
                    assert f.label(lang) in all_words, f.id
        assert "".join(filled).count("尽") >= sum(
            f.type == "longtext" for b in form.blocks if b.part != "rows" for f in b.fields
        )
    assert len(CalamineWorkbook.from_path(str(tmp_path / "x.xlsx")).sheet_names) == 1
    assert "NO-2026-0001" not in blank and "欧阳建国" not in blank


@pytest.mark.parametrize("name", ["employee_record", "skin_customer", "customer"])
def test_pages_are_not_overfull_and_rows_are_rows_of_excel(name: str) -> None:
    form = spec(name)
    sheet = _laid(form, record(form, 1, lines=40, long="字" * 5000))
    for page in _pages(sheet):
        assert sum(line.height for line in page) <= HEIGHTS[False] + 0.01
    for line in sheet.lines:
        assert line.height <= 409
        assert sum(c.span for c in line.cells) == sheet.columns


def test_table_heading_is_repeated_on_every_page_that_the_table_reaches() -> None:
    form = spec("employee_record")
    values = record(form, 1, lines=0)
    values["family"] = [{"relation": "兄弟", "name": f"张{n}"} for n in range(120)]
    pages = [page for page in _pages(_laid(form, values)) if any("兄弟" in _words(line) for line in page)]
    assert len(pages) >= 3
    for page in pages[1:]:
        assert _words(page[0])[:2] == ["称谓", "姓名"]
    assert [w for page in pages for line in page for w in _words(line) if w.startswith("张") and w[1:].isdigit()] == [
        f"张{n}" for n in range(120)
    ]


def test_section_headings_stay_with_what_follows() -> None:
    form = spec("employee_record")
    for lines in range(9):
        for page in _pages(_laid(form, record(form, 1, lines=lines))):
            assert not any(c.look == "heading" for c in page[-1].cells)


def test_self_evaluation_has_a_page_of_its_own_with_two_free_blocks_behind_the_foot() -> None:
    form = spec("employee_record")
    pages = _pages(_laid(form, record(form, 1)))
    assert _words(pages[-1][0]) == ["十二、自我评价"]
    assert [w for line in pages[-1][1:] for w in _words(line)] == ["自我评价：按规定办理，情况属实。"]
    assert sum("t" in line.cells[0].edges for line in pages[-1][1:]) == 2
    assert "制表人：" in [w for line in pages[-2] for w in _words(line)]


def test_blank_form_fits_three_pages_and_offers_boxes() -> None:
    form = spec("employee_record")
    sheet = _laid(form, {}, blank=True)
    assert len(_pages(sheet)) <= 3
    words = [w for line in sheet.lines for w in _words(line)]
    assert "□男  □女" in words
    assert "□是  □否" in words


def test_boxes_stand_in_columns_five_a_line() -> None:
    form = spec("skin_customer")
    values = record(form, 1)
    sheet = _laid(form, values)
    start = next(n for n, line in enumerate(sheet.lines) if line.cells[0].text == "皮肤状态")
    rows = list(sheet.lines[start : start + 5])
    assert all(len(line.cells) == 6 for line in rows)
    assert [c.text[0] for c in rows[0].cells[1:]] == ["☑", "☑", "□", "□", "□"]
    assert rows[0].cells[0].rows == 5 and not any(line.cells[0].rows for line in rows[1:])
    conditions = [line.cells[0].text for line in sheet.lines if line.cells[0].text[1:2] == "、"]
    assert conditions[0] == "1、粉刺" and conditions[7] == "8、过敏"


def test_cover_is_a_page_of_its_own() -> None:
    pages = _pages(_laid(spec("skin_customer"), record(spec("skin_customer"), 1)))
    assert [w for line in pages[0] for w in _words(line)] == [
        "顾 客 档 案",
        "姓名：",
        "姓名之一",
        "档案编号：",
        "NO-2026-0001",
    ]
    assert _words(pages[1][0]) == ["皮肤管理顾客档案表"]


def test_dated_copy_is_shown_when_chosen_and_not_as_a_table() -> None:
    form = spec("skin_customer")
    values = record(form, 1)
    values["diagnoses"] = [{"_id": 7, "skin_state": ("pale",)}]
    first = [w for line in _laid(form, values).lines for w in _words(line)]
    later = [w for line in _laid(form, values, snapshot=7).lines for w in _words(line)]
    assert "□苍白" in first and "☑苍白" in later
    assert "诊断日期" not in first


def _probe(**paper: Any) -> FormSpec:
    rows = (
        FieldSpec("since", "date", "起始日期", "From", until="till", also=("起止日期",)),
        FieldSpec("till", "date", "截止日期", "Until"),
        FieldSpec("big", "int", "大", "Big", under=Label("件数", "Pieces")),
        FieldSpec("small", "int", "小", "Small", under=Label("件数", "Pieces")),
    )
    head = FieldSpec("record_no", "text", "编号", "Number")
    signed = FieldSpec("prepared_by", "sign", "制表人", "Prepared by")
    blocks = (
        BlockSpec("head", "header", fields=(head,)),
        BlockSpec("items", "rows", "资料", "Papers", rows),
        BlockSpec("foot", "footer", fields=(signed,)),
    )
    return FormSpec("probe", "X1", "试验表", "Probe", blocks=blocks, paper=PaperSpec(**paper))


def test_pairs_stand_in_one_cell_and_captions_over_several() -> None:
    values = {"items": [{"since": date(2026, 1, 2), "till": date(2026, 3, 4), "big": 5, "small": 6}]}
    lines = [_words(line) for line in _laid(_probe(), values).lines]
    at = lines.index(["起止日期", "件数"])
    assert lines[at + 1] == ["大", "小"]
    assert lines[at + 2] == ["2026年01月02日 至 2026年03月04日", "5", "6"]


def test_single_table_has_ten_lines_and_the_foot_is_a_rule_when_unsigned() -> None:
    sheet = _laid(_probe(), {"items": [{"big": 1}]})
    assert sum(len(line.cells) == 3 and line.cells[0].look == "value" for line in sheet.lines) == 10
    name, rule, *_ = sheet.lines[-1].cells
    assert (name.text, rule.text, rule.edges) == ("制表人：", "", "b")


def test_foot_never_stands_alone_on_a_page() -> None:
    for count in range(1, 60):
        values = {"items": [{"big": n, "small": n} for n in range(count)]}
        last = _pages(_laid(_probe(), values))[-1]
        assert any(c.look == "value" and c.text for line in last for c in line.cells), count


def test_figures_are_never_broken_over_lines() -> None:
    many = [FieldSpec(f"f{n}", "text", f"第{n}栏名", "C") for n in range(9)]
    money = TableColumn(FieldSpec("m", "money", "额", "M"), "额", "", ("123,456,789.00",))
    found = spans([TableColumn(f, f.zh, "", ("很长的内容" * 9,)) for f in many] + [money], 48)
    assert found is not None and line_count("123,456,789.00", found[-1] * UNIT - INDENT) == 1


def test_copies_and_further_papers(tmp_path: Path) -> None:
    form = _probe(copies=("存根联", "财务联"), sheets=(("脊背", "Spine", ("record_no",)),))
    write_form(job(form, [{"record_no": "A-1"}], tmp_path / "x.xlsx"))
    texts = _texts(tmp_path / "x.xlsx")
    assert texts.count("试  验  表") == 2 and {"存根联", "财务联"} <= set(texts)
    write_form(job(form, [{"record_no": "A-1"}], tmp_path / "x.xlsx", options={"copies": False}))
    assert _texts(tmp_path / "x.xlsx").count("试  验  表") == 1
    write_form(job(form, [{"record_no": "A-1"}], tmp_path / "x.xlsx", options={"paper": "脊背"}))
    assert _texts(tmp_path / "x.xlsx") == ["脊背", "编号", "A-1"]


def test_batch_has_a_sheet_for_each_record(tmp_path: Path) -> None:
    form = spec("source_documents")
    records = [{**record(form, n), "record_no": no} for n, no in enumerate(["YS/1", "ys_1", "YS-2"])]
    told: list[int] = []
    write_form(job(form, records, tmp_path / "x.xlsx", progress=told.append, options={"audit": "张伟 & 李"}))
    book = openpyxl.load_workbook(tmp_path / "x.xlsx")
    assert book.sheetnames == ["YS_1", "ys_1_2", "YS-2"]
    assert told == [1, 2, 3]
    sheet = book.worksheets[0]
    assert sheet.sheet_properties.pageSetUpPr.fitToPage and sheet.page_setup.fitToHeight == 0
    assert "第 &P 页 共 &N 页" in sheet.oddFooter.center.text
    assert "张伟" in sheet.oddFooter.left.text


def test_register_has_a_sheet_for_each_group_with_running_numbers_and_the_last_foot(tmp_path: Path) -> None:
    form = spec("file_catalogue")
    records = []
    for n in range(1, 26):
        dept = Link("财务部" if n % 2 else "销售部", n % 2, "dept")
        made = {**record(form, n), "fonds_no": "Q1", "catalogue_no": "M1", "dept": dept, "volume_seq": None}
        records.append({**made, "title": f"案卷{n}", "prepared_by": Link(f"经办{n}", 1, "person")})
    write_form(job(form, records, tmp_path / "x.xlsx"))
    book = openpyxl.load_workbook(tmp_path / "x.xlsx")
    assert book.sheetnames == ["Q1 M1 财务部", "Q1 M1 销售部"]
    first = _texts(tmp_path / "x.xlsx")
    assert [t for t in first if t.startswith("案卷") and t[2:].isdigit()] == [f"案卷{n}" for n in range(1, 26, 2)]
    assert "经办25" in first and "经办23" not in first
    assert "起止日期" in first and "卷内情况说明" not in first
    write_blank(job(form, records, tmp_path / "x.xlsx"))
    assert "案卷1" not in _texts(tmp_path / "x.xlsx")


def test_no_formula_and_no_link_from_any_text(tmp_path: Path) -> None:
    form = _probe()
    form = replace(form, blocks=(replace(form.blocks[0], fields=(FieldSpec("record_no", "longtext", "=编号", "No"),)),))
    write_form(job(form, [{"record_no": '=HYPERLINK("http://x.example")'}], tmp_path / "x.xlsx"))
    sheet = openpyxl.load_workbook(tmp_path / "x.xlsx").active
    assert not [c for row in sheet.iter_rows() for c in row if c.data_type == "f" or c.hyperlink]
    assert '=HYPERLINK("http://x.example")' in _texts(tmp_path / "x.xlsx")


def test_columns_share_the_page_and_too_many_are_folded() -> None:
    column = TableColumn(FieldSpec("a", "text", "单位名称", "Unit"), "单位名称", "", ("唐山宏达实业有限公司",))
    for count in range(1, 13):
        found = spans([column] * count, 48)
        assert found is not None and sum(found) == 48
    assert spans([column] * 40, 48) is None
    groups = storeys([column] * 40, 48)
    assert sum(map(len, groups)) == 40 and all(spans(group, 48) for group in groups)
    lines = _laid(spec("customer"), record(spec("customer"), 1)).lines
    words = [[w.replace("\n", "") for w in _words(line)] for line in lines]
    first = next(n for n, found in enumerate(words) if found[:2] == ["姓名", "职务"])
    labels = [f.zh for f in spec("customer").rows["contacts"].fields]
    rows = next(n for n in range(1, 9) if [w for found in words[first : first + n] for w in found] == labels)
    assert rows > 1 and len([found for found in words if found[:1] == ["姓名之一"]]) == 3


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice")
@pytest.mark.parametrize("name", SEVEN)
def test_nothing_is_cut_on_the_rendered_pages(name: str, tmp_path: Path) -> None:
    form = spec(name)
    long = "档案管理" * 900 + "\n" + "Office file No. 17, volume IV; " * 60 + "\n末尾之字龘"
    values = record(form, 1, lines=25, long=long)
    marked = 0
    for block in (b for b in form.rows.values() if not b.copies and not form.register):
        for f in (f for f in block.fields if f.printed and f.type in ("text", "longtext")):
            values[block.id][marked % 25][f.id] = ("档案馆藏，" * (45 if f.type == "text" else 200)) + "靐"
            marked += 1
    path = tmp_path / "x.xlsx"
    write_form(job(form, [values], path))
    profile = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
    subprocess.run(
        ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(path)],
        check=True, timeout=110, capture_output=True,
    )  # fmt: skip
    text = subprocess.run(
        ["pdftotext", "-layout", str(tmp_path / "x.pdf"), "-"], check=True, capture_output=True, text=True
    ).stdout
    texts = sum(
        f.type == "longtext" for b in form.blocks if b.part != "rows" and b.zh != "卷内备考表" for f in b.fields
    )
    assert (texts == 0) == (name == "source_documents")
    assert text.count("龘") == texts
    assert text.count("靐") == marked
    assert (marked == 0) == form.register
    assert text.count("理") >= 900 * texts  # the middle of it neither
    assert f"共{text.count(chr(12))}页" in text.replace(" ", "")
