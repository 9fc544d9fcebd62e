"""Where the parts of a form stand: fields a line, labels, sections, columns of tables."""

from __future__ import annotations

import pytest

from dangan import checking
from dangan.record import Values
from dangan.values.text import cells
from tests.tui.fake_archive import env
from tests.tui.forms import Sample
from tui.widgets.form.grid import lay_grid
from tui.widgets.form.layout import Page, Place, lay
from tui.widgets.form.measure import Measured
from tui.widgets.form.model import FormModel

SPEC = Sample.form_type.spec


def page(width: int = 80, lang: str = "zh", lines: int = 2) -> Page:
    form = Sample.form_type
    shown = checking.visible(form, checking.fresh(form, env()))
    return lay(SPEC, width, lang, shown, lambda _b: lines, lambda f, _w: 3 if f.type == "longtext" else 1)


def model_of(values: Values) -> FormModel:
    form = Sample.form_type
    return FormModel(form, {**checking.fresh(form, env()), **values}, env())


@pytest.mark.parametrize(("width", "many"), [(50, 1), (80, 2), (120, 3), (200, 3)])
def test_short_fields_share_a_line(width: int, many: int) -> None:
    assert max(len(s.cells) for s in page(width).segments) == many


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("width", [40, 59, 80, 120, 200])
def test_labels_and_values_never_overlap_nor_leave_the_page(width: int, lang: str) -> None:
    for s in page(width, lang).segments:
        x = 0
        for cell in s.cells:
            assert cell.x >= x
            assert cells(cell.label) == cell.at - 1 - cell.x
            x = cell.at + cell.width
            assert x <= width


def test_values_stand_in_one_column_all_down_the_page() -> None:
    starts = {s.cells[0].at for s in page().segments if len(s.cells) == 2}
    assert len(starts) == 1


def test_long_ones_stand_alone() -> None:
    p = page()
    for name in ("note", "skills"):
        segment, _cell = p.where[name]
        assert len(segment.cells) == 1
    assert p.where["note"][0].height == 3


def test_lines_of_a_table_are_found_without_being_listed() -> None:
    p = page(lines=5000)
    top = p.line_of(Place("family", "name", 0))
    assert p.line_of(Place("family", "name", 4999)) == top + 4999
    segment = p.segment_at(top + 2500)
    assert segment is not None and segment.kind == "lines" and len(p.segments) < 40


def test_up_and_down_go_to_the_nearest_field() -> None:
    p = page()
    assert p.beside(Place("basics", "name"), 1) == Place("basics", "sex")
    assert p.beside(Place("basics", "former_name"), 1) == Place("basics", "birth_date")
    assert p.beside(Place("family", "name", 0), 1) == Place("family", "name", 1)
    below = p.beside(Place("family", "name", 1), 1)
    assert below == Place("self_view", "note")


def test_a_table_wider_than_the_screen_scrolls_and_keeps_its_first_column() -> None:
    block = SPEC.rows["family"]
    shown = {f"family.{f.id}" for f in block.fields}
    grid = lay_grid(block, 44, "zh", shown)
    for f in block.fields:
        columns = grid.shown(f.id)
        names = [c.id for c, _x, _w in columns]
        assert names[0] == "relation" and f.id in names
        assert all(x + w <= 44 for _c, x, w in columns)
    assert grid.cut("phone") == (True, False)
    assert grid.cut("relation") == (False, True)


def test_a_table_that_fits_shows_every_column() -> None:
    block = SPEC.rows["family"]
    grid = lay_grid(block, 80, "zh", {f"family.{f.id}" for f in block.fields})
    assert len(grid.shown("relation")) == len(block.fields)


def widths(content: dict[str, int], width: int = 80, typed: bool = True) -> dict[str, int]:
    block = SPEC.rows["family"]
    shown = {f"family.{f.id}" for f in block.fields}
    return {f.id: w for f, w in lay_grid(block, width, "zh", shown, content, typed=typed).columns}


def test_columns_take_what_stands_in_them() -> None:
    assert widths({"employer": 24})["employer"] >= 24
    assert sum(widths({"employer": 24, "position": 20}).values()) + 3 + 6 <= 80


def test_the_widest_texts_give_way_first() -> None:
    wide = widths({"employer": 60, "name": 8, "birth_month": 7})
    assert sum(wide.values()) + 3 + 6 <= 80
    assert wide["name"] == 8 and wide["birth_month"] == 8  # its heading


def test_lines_to_read_take_no_more_than_they_need() -> None:
    wide = widths({"name": 6, "employer": 33}, typed=False)
    assert wide["employer"] == 33 and wide["name"] == 6


def test_columns_keep_their_widths_while_a_line_is_typed() -> None:
    model = model_of(
        {"name": "欧阳晓岚", "family": [{"relation": "父", "name": "欧阳"}, {"relation": "母", "name": "单"}]}
    )
    measured, block = Measured(), SPEC.rows["family"]
    model.enter(Place("family", "employer", 0))
    assert measured.of(model, block)["employer"] == 0
    model.put(Place("family", "employer", 0), "长沙机床厂")
    assert measured.of(model, block)["employer"] == 0
    model.enter(Place("family", "employer", 1))
    assert measured.of(model, block)["employer"] == 10
