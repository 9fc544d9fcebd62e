"""Lines copied from a spreadsheet and pasted into a table: cut, read, shown, taken, taken back."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dangan import checking
from dangan.record import Values
from dangan.spec import FieldSpec
from storage.archive import Archive
from tests.tui.clerk import Clerk, at_work, compare
from tests.tui.fake_archive import env
from tests.tui.forms import Sample
from tests.tui.test_program import start
from tui.screens.entry import EntryScreen
from tui.screens.pasting import PasteScreen
from tui.widgets.form import pasting
from tui.widgets.form.layout import Place
from tui.widgets.form.model import FormModel

FAMILY = "父亲\t欧阳建国\t1965-02\t长沙机床厂\n丈夫\t刘波\t1992-11\t中南设计院\n"
TEXTS = st.text(st.characters(blacklist_categories=("Cs", "Cc"), whitelist_characters='\t\n"'), max_size=6)


def model(*lines: Values, row: int = 0, field: str = "relation") -> FormModel:
    e = env("zh")
    values = {**checking.fresh(Sample.form_type, e), "family": [{"_id": n, **line} for n, line in enumerate(lines, 1)]}
    made = FormModel(Sample.form_type, values, e)
    made.enter(Place("family", field, row))
    return made


def cell(text: str) -> str:
    """As spreadsheets copy a cell."""
    return '"' + text.replace('"', '""') + '"' if any(c in text for c in '\t\n"') else text


@given(st.lists(st.lists(TEXTS, min_size=1, max_size=4), max_size=5))
@example([["a\nb", 'say "x"', "\t"]])
def test_cells_come_back_as_they_were_copied(lines: list[list[str]]) -> None:
    text = "\n".join("\t".join(map(cell, line)) for line in lines)
    assert pasting.cells_of(text) == [line for line in lines if any(c.strip() for c in line)]


@given(st.text(max_size=40))
def test_any_text_is_cut(text: str) -> None:
    found = pasting.cells_of(text)
    assert all(any(c.strip() for c in line) for line in found)
    plain = "".join(text.split()).replace('"', "")
    assert "".join("".join(c.split()).replace('"', "") for line in found for c in line) == plain


@given(
    st.text('父亲\t\n"王芳1965-02,. ', max_size=60), st.integers(0, 2), st.sampled_from(["relation", "name", "phone"])
)
def test_any_paste_is_taken_and_taken_back(text: str, row: int, field: str) -> None:
    m = model({"relation": "父亲"}, {"relation": "母亲"}, row=row, field=field)
    before = m.values
    found = pasting.read(m, text)
    assert m.values is before and not m.raw
    if found.rows:
        pasting.take(m, found)
        assert m.values is found.values and m.raw == found.raw
        taken = m.values
        assert m.undo() and m.values is before and not m.raw
        assert m.redo() and m.values is taken and m.raw == found.raw
        assert set(m.raw) <= set(m.problems)


def names(fields: list[FieldSpec]) -> list[str]:
    return [f.id for f in fields]


def test_from_the_column_of_the_cursor_on() -> None:
    m = model({"relation": "父亲", "name": "甲"}, row=0, field="name")
    found = pasting.read(m, "欧阳建国\t196502\n刘波\t\n")
    assert names(found.fields) == ["name", "birth_month"] and not found.headed
    assert found.rows == [0, 1] and found.new == 1
    first, second = found.lines
    assert (first["relation"], first["name"], first["birth_month"]) == ("父亲", "欧阳建国", "1965-02")
    assert (second["relation"], second["name"], second["birth_month"]) == (None, "刘波", None)
    assert not found.faulty(1)  # what a draft lacks is no fault yet


def test_by_a_heading_line_in_any_order() -> None:
    m = model(row=0, field="position")
    found = pasting.read(m, "姓名\t*称谓\t备考\t职务\r\n欧阳建国\t父亲\t甲\t退休\r\n")
    assert found.headed and found.left_out == ["备考"] and not found.over
    assert names(found.fields) == ["relation", "name", "position"]
    assert [found.lines[0][n] for n in ("relation", "name", "position")] == ["父亲", "欧阳建国", "退休"]
    english = pasting.read(m, "Name\tRelation\nA\tB\n")
    assert english.headed and english.lines[0]["name"] == "A"
    assert not pasting.read(m, "姓名\t备考\n甲\t乙\n").headed  # half of it is no heading


def test_faulty_cells_are_named_and_stay_as_they_are() -> None:
    m = model()
    found = pasting.read(m, "父亲\t欧阳建国\t六五年\n丈夫\t刘波\t2999-01\n")
    assert found.raw == {"family.0.birth_month": "六五年"}
    assert ["六五年" in p.zh or "出生年月" in p.zh for _f, p in found.faulty(0)] == [True]
    assert [p.path for _f, p in found.faulty(1)] == ["family.1.birth_month"]  # in the future
    pasting.take(m, found)
    assert m.raw and m.place == Place("family", "relation", 0)
    m.enter(Place("family", "birth_month", 0))
    assert m.editor is not None and m.editor.buffer.text == "六五年"
    m.undo()
    m.undo()
    assert not m.raw and not m.rows("family") and not any(p.startswith("family.0") for p in m.problems)


def test_too_many_columns_are_told() -> None:
    found = pasting.read(model(field="position"), "退休\t13907312201\t甲\t乙\n")
    assert found.over == 2 and names(found.fields) == ["position", "phone"]


def test_lines_that_a_checklist_gives_are_not_added_to() -> None:
    m = model({"relation": "父亲"})
    m.locked = {"family"}
    found = pasting.read(m, "父亲\t甲\n母亲\t乙\n")
    assert found.rows == [0] and found.beyond == 1


def test_a_locked_cell_keeps_its_value() -> None:
    m = model({"relation": "父亲", "name": "甲"})
    m.locked = {"family.1.name"}
    found = pasting.read(m, "母亲\t乙\n")
    assert found.lines[0]["name"] == "甲" and found.lines[0]["relation"] == "母亲"
    assert [p.code for _f, p in found.faulty(0)] == ["PASTE_KEPT"]


def test_a_thousand_lines() -> None:
    m = model()
    found = pasting.read(m, FAMILY * 500)
    pasting.take(m, found)
    assert m.count("family") == 1000 and not any(p.startswith("family") for p in m.problems)
    m.undo()
    assert not m.count("family")


async def grid(clerk: Clerk, field: str = "relatives.0.relation") -> EntryScreen:
    """A new record, the table of relatives in hand."""
    screen = EntryScreen("employee")
    await clerk.app.push_screen(screen)
    await clerk.settle()
    screen.view.go(screen.place_of(field))  # type: ignore[arg-type]
    await clerk.settle()
    return screen


async def test_lines_are_shown_then_taken_then_taken_back(office: Archive) -> None:
    async with at_work(office) as clerk:
        screen = await grid(clerk)
        await clerk.paste(FAMILY)
        assert isinstance(clerk.app.screen, PasteScreen)
        assert "2 行  新增 2" in clerk.lines[1] and "从“称谓”起" in clerk.lines[1]
        assert not screen.model.count("relatives")
        await clerk.type("<f6>")
        assert clerk.app.screen is screen and clerk.message == "已取入 2 行，Ctrl+Z 撤销"
        assert "欧阳建国" in clerk.screen and screen.model.count("relatives") == 2
        await clerk.type("<ctrl+z>")
        assert screen.model.count("relatives") == 0 and "欧阳建国" not in clerk.screen
        await clerk.type("<ctrl+y>")
        assert screen.model.count("relatives") == 2


async def test_escape_takes_none(office: Archive) -> None:
    async with at_work(office) as clerk:
        screen = await grid(clerk)
        await clerk.paste(FAMILY)
        await clerk.type("<escape>")
        assert clerk.app.screen is screen and not screen.model.dirty


async def test_one_cell_is_pasted_as_before(office: Archive) -> None:
    async with at_work(office) as clerk:
        screen = await grid(clerk)
        await clerk.paste("父亲\n")
        assert clerk.app.screen is screen and "父亲" in clerk.screen


async def test_a_faulty_cell_is_counted_and_mended_in_its_place(office: Archive) -> None:
    async with at_work(office) as clerk:
        screen = await grid(clerk)
        await clerk.paste("父亲\t欧阳建国\t六五年\n")
        assert "1 处有误" in clerk.lines[1] and "! 出生年月" in clerk.screen
        await clerk.type("<f6>")
        assert "尚有 1 格待改" in clerk.message
        await clerk.type("<enter><enter>196502<enter>")
        assert screen.model.values["relatives"][0]["birth_month"] == "1965-02" and not screen.model.raw


async def test_the_line_whole(office: Archive) -> None:
    async with at_work(office) as clerk:
        await grid(clerk)
        await clerk.paste(FAMILY)
        await clerk.type("<down><enter>")
        assert "第 2 行" in clerk.lines[0] and "中南设计院" in clerk.screen
        await clerk.type("<escape>")
        assert isinstance(clerk.app.screen, PasteScreen)


def test_bytes_of_a_spreadsheet(folder: Path) -> None:
    """As a terminal sends them: a bracketed paste with carriage returns, the key behind it in the same write."""
    with start(folder) as terminal:
        terminal.wait_for("最近处理")
        terminal.send("1\r\x1b[15~")
        terminal.wait_for("新建")
        terminal.send("\x1b[19~\x1b[19~\x1b[200~" + FAMILY.replace("\n", "\r") + "\x1b[201~")
        terminal.wait_for("新增 2")
        terminal.send("\x1b[17~")
        terminal.wait_for("已取入 2 行")
        assert "中南设计院" in terminal.text
        terminal.send("\x1a")
        terminal.wait_for("Ctrl+Y")
        assert "中南设计院" not in "\n".join(terminal.lines)


@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_it_looks_like_this(office: Archive, lang: str) -> None:
    async with at_work(office, lang) as clerk:
        await grid(clerk)
        await clerk.paste(
            "序号\t姓名\t称谓\t出生年月\t工作单位\n1\t欧阳建国\t父亲\t六五年\t长沙机床厂\n2\t刘波\t丈夫\t1992-11\n"
        )
        compare(f"{lang}/paste_headed", clerk.screen)
        await clerk.type("<f6>")
        compare(f"{lang}/paste_taken", clerk.screen)
        await clerk.paste("a\tb\tc\td\te\tf\n")
        compare(f"{lang}/paste_over", clerk.screen)
