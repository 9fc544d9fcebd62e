"""The page of a record that is read: every value whole, what is empty left out, all within the width."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dangan.env import Env
from dangan.values.text import cells
from forms_plugins.archives.file_catalogue import FileCatalogue
from storage.archive import Archive
from storage.attachments import Attachment
from tests.tui.clerk import at_work
from tests.tui.office_forms import Employee
from tui.columns import ListColumn, cell_text
from tui.reading import page, said, shared, table
from tui.screens.record_tabs import files_tab
from tui.widgets.rows import Entry, folded

LONG = "湖南省长沙市芙蓉区五一大道与韶山北路交叉口东南角的老式居民楼三单元五楼东户"
FORM = Employee.form_type


def text(entries: list[Entry]) -> str:
    return "\n".join("".join(t for t, _style in e.pieces) or " ".join(e.texts) for e in entries)


@pytest.fixture
def env(office: Archive) -> Env:
    return office.env("wang", "zh")


@pytest.mark.parametrize("width", [40, 80, 132])
def test_a_long_value_is_read_whole_and_nothing_passes_the_edge(env: Env, width: int) -> None:
    lines = [{"relation": "父亲", "name": LONG, "employer": LONG}, {"relation": "母", "name": "李"}]
    shown = page(FORM, {"name": LONG, "note": LONG * 3, "department": "销售部", "relatives": lines}, env, width)
    assert all(cells("".join(t for t, _s in e.pieces)) <= width for e in shown)
    bare = text(shown).replace(" ", "").replace("\n", "")
    assert f"姓名{LONG}" in bare and LONG * 3 in bare and "所在部门销售部" in bare
    assert "~" not in bare


def test_what_is_empty_is_left_out(env: Env) -> None:
    shown = text(page(FORM, {"name": "王芳", "relatives": []}, env, 80))
    assert "王芳" in shown and "联系电话" not in shown and "家庭状况" not in shown and "签署" not in shown
    assert "F5" not in shown and "项未填" in shown


def test_a_serial_that_filing_gives_says_so_until_then(env: Env) -> None:
    seq = FileCatalogue.form_type.spec.find("volume_seq")
    assert said(seq, None, env) == "待编" and said(seq, 3, env) == "3" and said(seq, None, env, "paper") == ""
    column = ListColumn(seq, "案卷顺序号", 8, "right")
    assert cell_text(column, {"volume_seq": None}, "zh") == "待编"
    assert cell_text(column, {"volume_seq": None}, "en") == "not yet"
    assert "案卷顺序号 待编" in " ".join(text(page(FileCatalogue.form_type, {"title": "账册"}, env, 80)).split())


def test_the_whole_paper_shows_what_is_empty(env: Env) -> None:
    shown = text(page(FORM, {"name": "王芳", "relatives": []}, env, 80, whole=True))
    assert "联系电话" in shown and "家庭状况" in shown and "部门经理" in shown
    assert "称谓  姓名  出生年月  工作单位" in shown
    assert "F5" not in shown and "项未填" not in shown


async def test_the_whole_paper_is_a_command_of_the_record(office: Archive) -> None:
    async with at_work(office) as clerk:
        await clerk.type("1<enter><enter>")
        assert "自我评价" not in clerk.screen
        await clerk.type("<f9>全部栏目<enter>")
        await clerk.type("<end>")
        assert "自我评价" in clerk.screen and "评语" in clerk.screen
        await clerk.type("<f9>不显示未填<enter>")
        assert "自我评价" not in clerk.screen


async def test_a_long_value_beside_the_one_in_hand_is_read_whole(office: Archive) -> None:
    async with at_work(office) as clerk:
        await clerk.type("1<enter><enter><f2><f3>所在部门<enter>")
        await clerk.paste(LONG)
        await clerk.type("<enter>")
        bare = clerk.screen.replace(" ", "").replace("\n", "")
        assert bare.count(LONG) == 1 and bare.count(LONG[:8]) == 1


def test_empty_columns_of_a_table_are_left_out(env: Env) -> None:
    heads, _lines = table(FORM.spec.rows["relatives"], [{"relation": "父亲", "name": "李"}], env, 80)
    assert [head.split() for head in heads] == [["#", "称谓", "姓名"]]


def test_a_table_of_too_many_columns_is_read_line_by_line(env: Env) -> None:
    line = {"relation": "父亲", "name": LONG, "birth_month": "1965-02", "employer": LONG}
    heads, lines = table(FORM.spec.rows["relatives"], [line, line], env, 26)
    assert heads == [] and text(lines).count("#") == 2 and LONG in text(lines).replace(" ", "").replace("\n", "")


@given(st.text(alphabet="汉字 abc,defghij", max_size=80), st.integers(4, 30))
def test_folding_keeps_the_words(typed: str, width: int) -> None:
    lines = folded(typed, width)
    assert "".join(lines).replace(" ", "") == typed.replace(" ", "")
    assert all(cells(line) <= width for line in lines)


def test_a_word_is_not_cut_where_it_can_stand_on_the_next_line() -> None:
    assert folded("the quick brown fox", 12) == ["the quick", "brown fox"]


@given(st.lists(st.integers(2, 60), min_size=1, max_size=8), st.integers(60, 120))
def test_the_widest_columns_give_way(wide: list[int], room: int) -> None:
    widths = shared(wide, room)
    assert sum(widths) <= room and all(w <= most for w, most in zip(widths, wide, strict=True))
    if sum(wide) <= room:
        assert widths == wide


async def test_the_tab_in_hand_is_always_in_sight(office: Archive) -> None:
    for lang in ("zh", "en"):
        async with at_work(office, lang, (50, 24)) as clerk:
            await clerk.type("oyxl<enter>")
            tabs = clerk.app.screen.tabs  # type: ignore[attr-defined]
            for n, tab in enumerate(tabs, 1):
                await clerk.type(f"{n}")
                assert f"{n}{tab.label[:2]}" in clerk.lines[1], (lang, n)


async def test_the_heading_of_a_table_stands_over_its_columns(office: Archive) -> None:
    async with at_work(office) as clerk:
        await clerk.type("oyxl<enter>2")
        head, line = clerk.lines[2:4]
        assert head.index("姓名") == line.index("欧阳建国") and head.index("#") == line.index("1")


async def test_a_message_goes_when_another_tab_is_opened(office: Archive) -> None:
    async with at_work(office) as clerk:
        await clerk.type("1<enter><enter><f7>")
        assert "没有" in clerk.message
        await clerk.type("2")
        assert "没有" not in clerk.message


def test_a_file_names_the_person_who_added_it() -> None:
    added = Attachment(1, 2, "", "合同.pdf", 9, "x", None, None, "2026-03-01 09:00:00", "root", None)
    _columns, (line, *_) = files_tab([added], {"root": "周妍"}, "zh")
    assert line.texts[-1] == "周妍"
