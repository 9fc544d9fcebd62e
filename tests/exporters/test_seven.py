"""The seven declared form types through every exporter: what only their declarations say stands on the paper."""

from __future__ import annotations

from datetime import date
from importlib import import_module
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest

from dangan.exporting import layouts
from dangan.form import Form
from dangan.record import Link
from dangan.spec import FormSpec
from forms_plugins.exporters import register_exporters
from forms_plugins.exporters.ledger import write_ledger
from forms_plugins.exporters.paper.export import write_blank, write_form
from forms_plugins.exporters.paper.layout import lay_out_further
from forms_plugins.exporters.paper.measure import line_count
from forms_plugins.exporters.paper.model import HEIGHTS, Line
from forms_plugins.exporters.paper.register import lay_out_register
from forms_plugins.exporters.values import Reader
from forms_plugins.exporters.workbook import A4
from tests.exporters.specs import job, record
from tests.exporters.test_paper import _laid, _pages, _words

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c49444154789c63f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)

SEVEN = {
    "employee_record": "employees",
    "file_catalogue": "archives",
    "item_catalogue": "archives",
    "source_documents": "customers",
    "skin_customer": "salon",
    "customer": "customers",
    "customer_form": "customers",
}


def _declared(name: str) -> FormSpec:
    module = import_module(f"forms_plugins.{SEVEN[name]}.{name}")
    for found in vars(module).values():
        if isinstance(found, type) and issubclass(found, Form) and found.__module__ == module.__name__:
            return found.form_type.spec
    raise AssertionError(f"{module.__name__} declares no form")


@pytest.mark.parametrize("name", SEVEN)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_layout_opens_and_holds_what_was_put_in(name: str, lang: str, tmp_path: Path) -> None:
    form = _declared(name)
    values = record(form, 1, lines=2, long="起首" + "长文字" * 120 + "尽")
    for layout, (exporter, options) in layouts(register_exporters(None), form).items():
        path = tmp_path / "x.xlsx"
        exporter.write(job(form, [values], path, lang=lang, options=options))
        rows = list(openpyxl.load_workbook(path).worksheets[0].values)
        words = "".join(str(v) for row in rows for v in row if v is not None)
        assert words, layout
        assert ("起首" in words) == ("尽" in words)
        if layout == "form_a4" and not form.register:
            shown = [f for b in form.blocks if b.part in ("header", "section") for f in b.fields if f.printed]
            assert words.count("尽") >= sum(f.type == "longtext" for f in shown)


def test_employee_paper_takes_three_pages_and_ends_with_the_self_evaluation() -> None:
    form = _declared("employee_record")
    blank = _pages(_laid(form, {}, blank=True))
    assert len(blank) <= 3
    filled = [_words(line) for line in _pages(_laid(form, record(form, 1)))[-1]]
    assert filled == [["自我评价"], ["自我评价：按规定办理，情况属实。"]] + [[]] * (len(filled) - 2)


def test_customer_file_has_its_cover_and_its_boxes() -> None:
    form = _declared("skin_customer")
    pages = _pages(_laid(form, record(form, 1)))
    assert next(w for line in pages[0] for w in _words(line)) == "顾 客 档 案"
    boxes = [w for page in pages for line in page for w in _words(line) if w[0] in "☑□"]
    assert len(boxes) >= 100
    start = next(line for page in pages for line in page if line.cells[0].text == "皮肤状态")
    assert len(start.cells) == 1 + 5


def test_checklist_prints_its_ten_lines_when_blank() -> None:
    form = _declared("source_documents")
    words = [w for page in _pages(_laid(form, {}, blank=True)) for line in page for w in _words(line)]
    assert "客户营业执照的副本复印件" in words and "签证、公证等文书材料" in words


def test_volume_cover_has_its_labels_in_one_column_and_the_dates_in_one_cell() -> None:
    form = _declared("file_catalogue")
    env = job(form, [], Path("x")).env
    reader = Reader(form, "zh", env.office)
    sheet = lay_out_further(form, record(form, 1), reader, "x", "案卷封面", blank=False)
    lines = [line for line in sheet.lines if len(line.cells) == 2]
    assert len({line.cells[0].span for line in lines}) == 1
    assert ["起止日期", "2020年03月02日 至 2020年03月02日"] in [_words(line) for line in lines]


SPARSE = {
    "employee_record": (3, {"family": 2, "prior_education": 2, "contracts": 1}),
    "customer": (2, {"contacts": 2}),
    "customer_form": (2, {"arrangement": 2}),
    "source_documents": (1, {}),
    "skin_customer": (3, {"visits": 4, "purchases": 1}),
}


@pytest.mark.parametrize("name", SPARSE)
def test_paper_of_a_sparse_record_has_few_pages_and_none_is_nearly_empty(name: str) -> None:
    form = _declared(name)
    most, tables = SPARSE[name]
    whole = record(form, 1, lines=4)
    needed = {f.id for b in form.blocks if b.part != "rows" for f in b.fields if f.required is True}
    values = {key: value for key, value in whole.items() if key in needed}
    values |= {key: whole[key][:count] for key, count in tables.items()}
    for rows in tables:
        kept = {f.id for f in form.rows[rows].fields if f.required is True}
        values[rows] = [{key: line[key] for key in kept} for line in values[rows]]
    pages = _pages(_laid(form, values))
    assert len(pages) <= most
    used = [sum(line.height for line in page) / HEIGHTS[form.paper.landscape] for page in pages]
    assert min(used) > 0.25


@pytest.mark.parametrize("name", SEVEN)
def test_sheet_is_as_wide_as_the_page_between_its_margins(name: str, tmp_path: Path) -> None:
    form = _declared(name)
    write_blank(job(form, [], tmp_path / "x.xlsx"))
    sheet = openpyxl.load_workbook(tmp_path / "x.xlsx").worksheets[0]
    pixels = sum((d.max - d.min + 1) * d.width * 7 for d in sheet.column_dimensions.values())
    landscape = form.paper.landscape
    assert (sheet.page_setup.orientation == "landscape") is landscape
    printable = A4[landscape] - 72 * (sheet.page_margins.left + sheet.page_margins.right)
    assert 0.98 * printable < pixels * 0.75 <= printable
    assert sheet.page_margins.left > 0.5


def test_item_catalogue_prints_the_columns_of_the_paper_and_keeps_numbers_and_days_readable() -> None:
    form = _declared("item_catalogue")
    values = {
        **record(form, 1), "item_no": "12", "doc_no": "岳实〔2023〕121号", "archive_no": "J101-2023-ZL-001-001",
        "title": "关于印发《2022年度工作要点》的通知", "filed_on": date(2024, 1, 12), "content": None, "remarks": None,
    }  # fmt: skip
    env = job(form, [], Path("x")).env
    sheet = lay_out_register(form, [values] * 3, Reader(form, "zh", env.office), "x")
    head = next(line for line in sheet.lines if _plain(line)[:2] == ["编号", "文号"])
    assert _plain(head) == ["编号", "文号", "名称", "内容", "归档日期", "备注", "档号", "页数"]
    row = next(line for line in sheet.lines if _plain(line)[:1] == ["12"])
    assert "2024年01月12日" in _plain(row)
    assert max(line_count(c.text, c.room) for c in row.cells) <= 2


def _plain(line: Line) -> list[str]:
    return [w.replace("\n", "") for w in _words(line)]


def test_photo_stands_on_the_paper_or_its_box_does(tmp_path: Path) -> None:
    form = _declared("employee_record")
    photo = tmp_path / "p.png"
    photo.write_bytes(PNG)
    letter = tmp_path / "p.pdf"
    letter.write_bytes(b"%PDF-1.7")
    for path, shown in ((photo, True), (letter, False), (None, False)):
        values = {"name": "张伟", "photo": Link("张伟.png", 4, "attachment")}
        found = {4: path}
        options = {"file": lambda link, found=found: found[link.id]}
        write_form(job(form, [values], tmp_path / "x.xlsx", options=options))
        sheet = openpyxl.load_workbook(tmp_path / "x.xlsx").worksheets[0]
        assert ("xl/media/image1.png" in ZipFile(tmp_path / "x.xlsx").namelist()) is shown
        words = [str(v) for row in sheet.values for v in row if v is not None]
        assert ("照片\n张伟.png" in words) is not shown
    blank = [c for line in _laid(form, {}, blank=True).lines for c in line.cells if c.text == "照片"]
    assert len(blank) == 1 and blank[0].rows > 3


def test_ledger_of_employees_has_the_sheet_and_headings_of_the_text(tmp_path: Path) -> None:
    write_ledger(job(_declared("employee_record"), [], tmp_path / "x.xlsx"))
    sheet = openpyxl.load_workbook(tmp_path / "x.xlsx").active
    assert sheet.title == "员工人事档案记录表"
    heads = [cell.value for cell in sheet[1]]
    assert heads == [
        "编号",
        "姓名",
        "性别",
        "出生日期",
        "部门",
        "岗位",
        "学历",
        "报到日期",
        "用工性质",
        "员工状态",
        "联系电话",
        "建档日期",
        "核准人",
    ]
