"""Measuring loses nothing, and no line is wider than its cell."""

from hypothesis import given
from hypothesis import strategies as st

from forms_plugins.exporters.paper.lines import build
from forms_plugins.exporters.paper.measure import INSET, MAX_HEIGHT, UNIT, height, split, width, wrap
from forms_plugins.exporters.paper.model import Cell
from forms_plugins.exporters.workbook import MAX_CELL, clean, pieces

TEXT = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("档案 \n,，Wi"), max_size=400)
SPANS = st.integers(2, 48)


@given(TEXT, SPANS)
def test_wrapped_lines_give_the_text_back(text: str, span: int) -> None:
    lines = wrap(text, span * UNIT)
    assert "".join(lines) == text
    room = max(span * UNIT - INSET, 1.1 * UNIT)
    assert all(width(line.rstrip()) <= room + 0.01 or len(line.rstrip()) == 1 for line in lines)


@given(TEXT, SPANS, st.integers(1, 9))
def test_split_pieces_give_the_text_back(text: str, span: int, lines: int) -> None:
    assert "".join(split(text, span * UNIT, lines)) == text


@given(TEXT, st.integers(3, 40), st.sampled_from([1, 50, 400]))
def test_rows_hold_every_character_and_excel_takes_them(text: str, span: int, times: int) -> None:
    lines = build([Cell("标签", 8, "label"), Cell(text * times, span, "value")])
    assert "".join(line.cells[1].text for line in lines) == text * times
    for line in lines:
        assert line.height <= MAX_HEIGHT
        assert line.height >= height(len(wrap(line.cells[1].text, span * UNIT)))
        assert all(len(cell.text.encode("utf-16-le")) // 2 <= MAX_CELL for cell in line.cells)


def test_frame_of_a_split_cell_is_drawn_once_around_all_of_it() -> None:
    first, *middle, last = build([Cell("档" * 3000, 40)])
    assert set(first.cells[0].edges) == set("lrt")
    assert set(last.cells[0].edges) == set("lrb")
    assert middle and all(set(line.cells[0].edges) == set("lr") for line in middle)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=50), st.integers(1, 3000))
def test_pieces_fit_a_cell(text: str, times: int) -> None:
    found = pieces(text * times)
    assert "".join(found) == text * times
    assert all(len(p.encode("utf-16-le")) // 2 <= MAX_CELL for p in found)


def test_control_and_direction_characters_become_visible() -> None:
    assert clean("a\x1b]52;c\x07b\u202ec\r\nd\ud800") == "a\u241b]52;c\u2407b\ufffdc\nd\ufffd"
