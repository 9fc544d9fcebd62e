"""Wide tables on paper: nothing under eight points, nothing clipped, headings and first columns on every page."""

from __future__ import annotations

import shutil
import subprocess
from itertools import pairwise
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dangan.exporting import layouts
from dangan.record import Values
from dangan.spec import BlockSpec, FieldSpec, FormSpec
from forms_plugins.exporters import register_exporters, table
from forms_plugins.exporters.list import write_list
from forms_plugins.exporters.paper.measure import INSET, line_count
from forms_plugins.exporters.spread import KEYS, ROOM, SMALLEST, Measured, pages, widths
from tests.exporters.specs import job, record
from tests.exporters.test_seven import SEVEN, _declared

COLUMNS = st.lists(
    st.builds(Measured, st.text("档案编号名称 No", max_size=12), st.floats(0, 400), st.booleans()),
    min_size=1,
    max_size=60,
)


@given(COLUMNS)
def test_each_page_is_filled_and_can_be_read(columns: list[Measured]) -> None:
    taken = widths(columns)
    assert all(column.breaks or width >= column.content + INSET for column, width in zip(columns, taken, strict=True))
    found = pages(taken)
    if not found.breaks:
        assert (found.scale, found.keys) == (0, 0) and sum(taken) <= ROOM / SMALLEST
        return
    assert 77 <= found.scale <= 100 and found.keys <= KEYS
    ends = [found.keys, *found.breaks, len(taken)]
    repeated = sum(taken[: found.keys])
    used = [repeated + sum(taken[a:b]) for a, b in pairwise(ends)]
    assert all(a < b for a, b in pairwise(ends))
    assert max(used) * found.scale / 100 <= ROOM + 0.01


def _wide(fields: int) -> FormSpec:
    each = [FieldSpec(f"f{n}", "longtext" if n == 1 else "text", f"第{n}栏的名称", f"Field {n}") for n in range(fields)]
    return FormSpec("probe", "X1", "试验表", "Probe", blocks=(BlockSpec("head", "header", fields=tuple(each)),))


def _filled(form: FormSpec, count: int) -> list[Values]:
    return [{f: f"{f[1:]}之{n}一二三四五六七" for f in form.fields} for n in range(count)]


def test_a_row_is_as_high_as_its_longest_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "SAMPLE", 2)
    form = _wide(3)
    long = "关于档案管理的若干规定" * 30 + "末"
    rows = _filled(form, 4)
    rows[3]["f1"] = long  # after the rows that decide the widths
    write_list(job(form, rows, tmp_path / "x.xlsx", columns=tuple(form.fields)))
    sheet = openpyxl.load_workbook(tmp_path / "x.xlsx").active
    room = sheet.column_dimensions["B"].width * 5.25
    assert 140 < room < ROOM and sheet.row_dimensions[5].height >= 15 * line_count(long, room)
    assert sheet.row_dimensions[3].height == sheet.sheet_format.defaultRowHeight == 20.25
    assert sheet.cell(5, 2).value == long


def test_a_number_wider_than_all_before_widens_its_column(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "SAMPLE", 2)
    form = FormSpec(
        "probe", "X1", "表", "T", blocks=(BlockSpec("h", "header", fields=(FieldSpec("n", "int", "数", "N"),)),)
    )
    write_list(job(form, [{"n": 1}, {"n": 2}, {"n": 123_456_789_012}], tmp_path / "x.xlsx", columns=("n",)))
    assert openpyxl.load_workbook(tmp_path / "x.xlsx").active.column_dimensions["A"].width > 13


def test_columns_that_do_not_fit_stand_on_further_pages(tmp_path: Path) -> None:
    form = _wide(24)
    write_list(job(form, _filled(form, 3), tmp_path / "x.xlsx", columns=tuple(form.fields)))
    sheet = openpyxl.load_workbook(tmp_path / "x.xlsx").active
    assert not sheet.sheet_properties.pageSetUpPr.fitToPage and sheet.page_setup.scale >= 77
    assert (sheet.print_title_rows, sheet.print_title_cols) == ("$1:$1", "$A:$B")
    assert sheet.page_setup.pageOrder == "overThenDown"
    ends = [2, *(b.id for b in sheet.col_breaks.brk), 24]
    counts = [b - a for a, b in pairwise(ends)]
    assert len(counts) >= 2 and max(counts) - min(counts) <= 2
    assert "试验表" in sheet.oddHeader.center.text


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice")
@pytest.mark.parametrize("name", SEVEN)
def test_every_page_of_lists_and_ledgers_holds_all_of_it(name: str, tmp_path: Path) -> None:
    form = _declared(name)
    long = "起首" + "长文字" * 120 + "尽"
    values = [record(form, n, lines=2, long=long) for n in range(1, 4)]
    texts = {}
    for layout, (exporter, options) in layouts(register_exporters(None), form).items():
        if exporter.name in ("list", "ledger"):
            path = tmp_path / f"{len(texts)}.xlsx"
            exporter.write(job(form, values, path, options=options))
            texts[path] = [str(v) for row in openpyxl.load_workbook(path).active.values for v in row if v is not None]
            assert texts[path], layout
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    convert = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), *map(str, texts)]
    subprocess.run(convert, check=True, capture_output=True, timeout=100)
    for path, cells in texts.items():
        read = ["pdftotext", str(path.with_suffix(".pdf")), "-"]
        pages_of = subprocess.run(read, check=True, capture_output=True, text=True).stdout.split("\f")[:-1]
        shown = "".join("".join(pages_of).split())
        assert any("尽" in cell for cell in cells) == ("尽" in shown)
        for page in pages_of:
            assert cells[0] in page.replace(" ", "")  # the first heading
