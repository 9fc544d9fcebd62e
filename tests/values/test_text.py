"""Text: the normal form, safe display, and widths in cells."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from dangan.values.text import cells, fit, normal, squeeze_name, storable, visible, wrap
from forms_plugins.exporters.workbook import clean
from tui.frontend import output

CHINESE = st.text(st.sampled_from("欧阳𠮷a1 ，—①é\u0301\u200d👨✈\ufe0fｱ한"))


@pytest.mark.parametrize(
    "typed, meant",
    [("Ａ１", "A1"), ("。、《》", "./<>"), ("·—", "`-"), ("“”‘’", "\"\"''"), ("【】￥¥", "[]$$"), ("，？！（）：", ",?!():"), ("\u3000", " "), ("中", "中")],
)  # fmt: skip
def test_normal_takes_the_input_method_as_meant(typed: str, meant: str) -> None:
    assert normal(typed) == meant


@given(st.text())
def test_normal_once_is_enough_for_single_signs(s: str) -> None:
    once = [normal(c) for c in s]
    assert [normal(c) for c in once] == once


@pytest.mark.parametrize(
    "one, other, same",
    [
        ("宏达建材（唐山）有限公司", "宏达建材 (唐山)有限公司", True),
        ("宏达【唐山】", "宏达〔唐山〕", True),
        ("ＡＢＣ，Ltd.", "abc ltd", True),
        ("欧阳·晓岚", "欧阳晓岚", True),
        ("宏达有限公司", "宏达股份有限公司", False),
        ("宏达(唐山)", "宏达(北京)", False),
    ],
)
def test_squeezed_names(one: str, other: str, same: bool) -> None:
    assert (squeeze_name(one) == squeeze_name(other)) is same


def test_visible_marks_what_could_move_the_cursor() -> None:
    assert visible("a\x1b[2J\x9b\u202eb\u2066\u200f\u061c\ud800") == "a?[2J??b????"
    assert visible("一\r\n二\n\t", keep_newlines=True) == "一\n二\n?"
    assert visible("一\n二") == "一?二"


@given(st.text())
def test_visible_text_is_as_long_and_safe(s: str) -> None:
    shown = visible(s)
    assert len(shown) == len(s)
    assert not any(c < " " or "\x7f" <= c <= "\x9f" or "\u202a" <= c <= "\u202e" for c in shown)


@pytest.mark.parametrize("bad", ["a\0", "\udc80", "\ud83d"])
def test_storable_refuses_what_utf8_cannot_keep(bad: str) -> None:
    with pytest.raises(ValueError, match="position"):
        storable(bad)


def test_storable_keeps_the_rest() -> None:
    assert storable("欧阳\t\u202e𠮷") == "欧阳\t\u202e𠮷"


@pytest.mark.parametrize(
    "s",
    [
        "",
        "abc",
        "欧阳晓岚",
        "𠮷a",
        "—…①",
        "e\u0301",
        "ｱ",
        "한",
        "👨\u200d👩\u200d👧",
        "✈\ufe0f",
        "🇨🇳",
        "👍🏽",
        "\u3000",
        "a\u200bb",
    ],
)
def test_cells_agree_with_rich(s: str) -> None:
    assert cells(s) == cell_len(s)


def test_ambiguous_width_can_be_two() -> None:
    assert (cells("①—a中"), cells("①—a中", ambiguous=2)) == (5, 7)


@pytest.mark.parametrize(
    "s, width, align, shown",
    [
        ("欧阳", 6, "left", "欧阳  "),
        ("欧阳", 6, "right", "  欧阳"),
        ("欧阳", 7, "center", " 欧阳  "),
        ("欧阳晓岚", 6, "left", "欧阳~ "),
        ("欧阳晓岚", 5, "right", "欧阳~"),
        ("abc", 1, "left", "~"),
        ("中", 1, "left", "~"),
        ("abc", 0, "left", ""),
    ],
)
def test_fit(s: str, width: int, align: str, shown: str) -> None:
    assert fit(s, width, align) == shown


@given(CHINESE, st.integers(1, 30), st.sampled_from(["left", "right", "center"]))
def test_fit_is_exactly_as_wide_as_asked(s: str, width: int, align: str) -> None:
    assert cells(fit(s, width, align)) == width


@given(CHINESE, st.integers(2, 20))
def test_wrap_loses_nothing_and_stays_within(s: str, width: int) -> None:
    lines = wrap(s, width)
    assert "".join(lines) == s
    assert all(cells(line) <= width for line in lines)


def test_wrap_keeps_newlines_and_wide_characters_whole() -> None:
    assert wrap("欧阳a晓岚\n\n完", 4) == ["欧阳", "a晓", "岚", "", "完"]
    assert wrap("", 4) == [""]
    with pytest.raises(ValueError):
        wrap("中", 1)


def test_what_is_hidden_on_a_line_is_hidden_everywhere() -> None:
    every = [chr(n) for n in (*range(0x20), *range(0x7F, 0xA0), 0x61C, *range(0x2000, 0x2070), 0xD800, 0xDFFF)]
    on_screen = {c for c in every if output.visible(c) != c}
    assert on_screen == {c for c in every if visible(c) != c}
    assert {c for c in every if clean(c) != c} == on_screen - {"\t", "\n"}
    assert on_screen >= {"\x00", "\x1b", "\x9b", "\u061c", "\u200e", "\u2028", "\u202e", "\u2066", "\ud800"}


@given(
    st.text(
        st.characters(categories=("L", "N", "P", "S", "M", "C")) | st.sampled_from("王①é👍🏽👨‍👩❤️\u200d\ufe0f\u0301")
    )
)
def test_a_text_is_as_wide_as_its_pieces(s: str) -> None:
    assert cells(s) == sum(cells(line) for line in wrap(s.replace("\n", ""), 2))
