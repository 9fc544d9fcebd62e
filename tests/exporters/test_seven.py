"""The seven declared form types through every exporter: what only their declarations say stands on the paper."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import openpyxl
import pytest

from dangan.exporting import layouts
from dangan.form import Form
from dangan.spec import FormSpec
from forms_plugins.exporters import register_exporters
from forms_plugins.exporters.paper.layout import lay_out_further
from forms_plugins.exporters.values import Reader
from tests.exporters.specs import job, record
from tests.exporters.test_paper import _laid, _pages, _words

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
