"""Typing a record without a screen: order, values, problems, lines, undo."""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal

import pytest

from dangan import checking
from dangan.record import Link, Signature, Values
from dangan.spec import FieldSpec, Option
from forms_plugins.customers.credit_report import CreditReport
from forms_plugins.customers.source_documents import SourceDocuments
from tests.tui.fake_archive import env
from tests.tui.forms import Sample
from tui.screens.scratchbody import packed, unpacked
from tui.widgets.form import changes
from tui.widgets.form.choosing import ChoiceEditor, inline
from tui.widgets.form.layout import Place
from tui.widgets.form.model import FormModel

BASICS = "basics"


def model(lang: str = "zh", **values: object) -> FormModel:
    e = env(lang)
    return FormModel(Sample.form_type, {**checking.fresh(Sample.form_type, e), **values}, e)


def at(m: FormModel, field: str, block: str = BASICS, row: int = -1) -> FormModel:
    m.leave()
    m.enter(Place(block, field, row))
    return m


def typed(m: FormModel, text: str) -> FormModel:
    assert m.editor is not None
    for c in text:
        m.editor.key(c, c)
    m.leave()
    return m


def test_starts_in_the_first_field_that_is_typed() -> None:
    assert model().place == Place("head", "unit")


def test_the_number_given_at_saving_is_passed() -> None:
    m = at(model(), "unit", "head")
    assert m.next() == Place("head", "report_date")


@pytest.mark.parametrize(
    ("field", "keys", "value"),
    [
        ("birth_date", "19940317", date(1994, 3, 17)),
        ("birth_date", "。", date(2026, 11, 24)),
        ("sex", "2", "female"),
        ("sex", "女", "female"),
        ("sex", "nv", "female"),
        ("sex", "２", "female"),
        ("education", "06", "bachelor"),
        ("education", "bk", "bachelor"),
        ("education", "本", "bachelor"),
        ("education", "10", "none"),
        ("education", "1", "primary"),
        ("key_talent", "1", True),
        ("key_talent", "0", False),
        ("salary", "1.2w", Decimal(12000)),
        ("skills", "13", ("word", "english")),
        ("skills", "1 3", ("english",)),
        ("skills", "cooking ", ("cooking",)),
        ("manager", "oy", Link("欧阳建国", 2, "person", "销售部")),
        ("manager", "外人", Link("外人", None)),
        ("former_name", "a b", "a b"),
    ],
)
def test_what_is_typed_becomes_the_value(field: str, keys: str, value: object) -> None:
    m = typed(at(model(), field), keys)
    got = m.values[field]
    if isinstance(value, Link):
        assert (got.text, got.id) == (value.text, value.id)
    else:
        assert got == value
    assert not m.problems.get(field)


def test_a_signature_is_name_and_day() -> None:
    m = typed(at(model(), "prepared", "foot"), "oy 11.20")
    assert m.values["prepared"] == Signature("欧阳建国", 2, date(2026, 11, 20), "wang")
    m = typed(at(model(), "prepared", "foot"), "。")
    assert m.values["prepared"] == Signature("王芳", 1, date(2026, 11, 24), "wang")


def test_a_day_alone_signs_for_nobody() -> None:
    m = typed(at(model(), "prepared", "foot"), "20270523")
    assert m.values["prepared"] is None and m.raw == {"prepared": "20270523"}
    assert m.problems["prepared"][0].code == "SIGN_NAME"


def test_text_that_means_nothing_stays_with_its_problem() -> None:
    m = typed(at(model(), "birth_date"), "19940231")
    assert m.values["birth_date"] is None
    assert m.raw == {"birth_date": "19940231"}
    assert m.problems["birth_date"][0].code == "GEN_DATE_INVALID"
    assert m.counts().wrong == 1
    at(m, "birth_date")
    assert m.editor is not None and m.editor.buffer.text == "19940231"
    m.editor.key("ctrl+u", None)
    typed(m, "19940228")
    assert m.values["birth_date"] == date(1994, 2, 28)
    assert not m.raw and not m.problems


def test_more_typed_behind_a_number_is_text_and_the_earlier_choice_comes_back() -> None:
    m = at(model(sex="female"), "sex")
    assert m.editor is not None
    m.editor.key("1", "1")
    assert m.editor.value == "male" and m.editor.buffer.text == ""
    typed(m, "995-02-30")
    assert m.raw == {"sex": "1995-02-30"} and m.problems["sex"][0].code == "GEN_OPTION_UNKNOWN"
    assert m.values["sex"] == "female"
    at(m, "sex")
    assert changes.restore(m) and not m.raw and not m.problems
    assert m.editor.value == "female"


def test_a_number_in_a_label_means_the_label() -> None:
    spec = FieldSpec(
        "kept",
        "choice",
        "保管期限",
        "Kept",
        options=(Option("p", "永久"), Option("y30", "30年"), Option("y10", "10年")),
    )
    editor = ChoiceEditor(spec, None, env())
    for c in "10":
        editor.key(c, c)
    assert editor.result() == "y10"
    editor.key("backspace", None)
    editor.key("backspace", None)
    editor.key("2", "2")
    assert editor.result() == "y30"
    editor.key("backspace", None)
    assert editor.result() is None


def test_typing_replaces_what_was_selected_and_an_arrow_edits_it() -> None:
    m = typed(at(model(name="王一"), "name"), "李")
    assert m.values["name"] == "李"
    at(m, "name")
    assert m.editor is not None
    m.editor.key("left", None)
    typed(m, "小")
    assert m.values["name"] == "小李"


def test_a_field_appears_when_it_becomes_relevant() -> None:
    m = at(model(), "marital_status")
    assert not m.can_type(Place(BASICS, "spouse"))
    typed(m, "2")
    assert m.can_type(Place(BASICS, "spouse"))


def test_an_identity_card_fills_what_follows_from_it() -> None:
    m = typed(at(model(), "id_card"), "110101199003077475")
    assert (m.values["birth_date"], m.values["sex"]) == (date(1990, 3, 7), "male")


def test_what_a_number_filled_in_follows_it_when_it_is_corrected() -> None:
    m = typed(at(model(), "id_card"), "110101199003077475")
    typed(at(m, "id_card"), "11010119940317002X")
    assert (m.values["birth_date"], m.values["sex"]) == (date(1994, 3, 17), "female")
    typed(at(m, "birth_date"), "19950101")
    typed(at(m, "id_card"), "110101199003077475")
    assert (m.values["birth_date"], m.values["sex"]) == (date(1995, 1, 1), "male"), "a day typed by hand stays"


def test_enter_goes_through_cells_and_leaves_from_an_empty_line() -> None:
    m = at(model(), "relation", "family", 0)
    assert m.in_new_line()
    assert m.next() == Place("self_view", "note")
    typed(m, "父亲")
    assert m.count("family") == 1
    assert m.next() == Place("family", "name", 0)
    at(m, "phone", "family", 0)
    assert m.next() == Place("family", "relation", 1)


def test_lines_are_put_in_and_taken_out_and_undo_brings_them_back() -> None:
    lines: list[Values] = [{"_id": i, "relation": r, "name": "甲"} for i, r in enumerate(["父亲", "母亲", "丈夫"])]
    m = at(model(family=lines), "relation", "family", 0)
    assert changes.insert_line(m)
    assert [x["relation"] for x in m.values["family"]] == ["父亲", None, "母亲", "丈夫"]
    at(m, "relation", "family", 2)
    gone = changes.delete_line(m)
    assert gone and gone["relation"] == "母亲"
    assert m.undo()
    assert [x["relation"] for x in m.values["family"]] == ["父亲", None, "母亲", "丈夫"]
    assert m.undo()
    assert [x["relation"] for x in m.values["family"]] == ["父亲", "母亲", "丈夫"]
    assert m.redo()
    assert m.count("family") == 4


def test_lines_are_repeated_and_moved() -> None:
    lines: list[Values] = [{"_id": i, "relation": r, "name": "甲"} for i, r in enumerate(["父亲", "母亲"])]
    m = at(model(family=lines), "relation", "family", 0)
    assert changes.duplicate_line(m)
    assert [(x["_id"], x["relation"]) for x in m.values["family"]] == [(0, "父亲"), (None, "父亲"), (1, "母亲")]
    assert changes.move_line(m, 1) and m.place == Place("family", "relation", 2)
    assert [x["relation"] for x in m.values["family"]] == ["父亲", "母亲", "父亲"]
    assert not changes.move_line(m, 1)


def test_unreadable_text_moves_with_its_line() -> None:
    lines: list[Values] = [{"_id": i, "relation": r, "name": "甲"} for i, r in enumerate(["父亲", "母亲"])]
    m = typed(at(model(family=lines), "birth_month", "family", 1), "x")
    assert "family.1.birth_month" in m.raw
    at(m, "relation", "family", 0)
    changes.delete_line(m)
    assert list(m.raw) == ["family.0.birth_month"]


def test_ditto_takes_the_cell_above_and_the_last_record() -> None:
    lines: list[Values] = [{"_id": 1, "relation": "父亲", "name": "甲"}]
    m = model(family=lines)
    m.last = {"former_name": "旧名"}
    assert changes.ditto(at(m, "relation", "family", 1))
    assert m.values["family"][1]["relation"] == "父亲"
    assert changes.ditto(at(m, "former_name"))
    assert m.values["former_name"] == "旧名"
    assert not changes.ditto(at(m, "phone"))


def test_escape_and_the_original_value() -> None:
    m = at(model(name="王一"), "name")
    assert m.editor is not None
    m.editor.key("x", "x")
    assert changes.restore(m)
    m.leave()
    assert m.values["name"] == "王一" and not m.dirty
    typed(at(m, "name"), "李四")
    at(m, "name")
    changes.original(m)
    assert m.values["name"] == "王一"


def test_enter_passes_a_stop_but_never_a_required_field() -> None:
    m = at(model(), "name")
    m.stops = {"former_name", "sex"}
    assert m.next() == Place(BASICS, "sex")
    assert m.next(over_stops=True) == Place(BASICS, "former_name")


def test_counts_say_filled_missing_wrong() -> None:
    m = model()
    missing = m.counts().missing
    typed(at(m, "name"), "王一")
    assert m.counts().missing == missing - 1


def test_a_copy_leaves_number_and_signature_behind() -> None:
    source: Values = {
        "record_no": "YG-1",
        "name": "王一",
        "prepared": Signature("甲"),
        "family": [{"_id": 9, "relation": "父亲", "name": "乙"}],
    }
    values = changes.copied(Sample.form_type.spec, checking.fresh(Sample.form_type, env()), source)
    assert values["name"] == "王一" and values["record_no"] is None and values["prepared"] is None
    assert values["family"] == [{"_id": None, "relation": "父亲", "name": "乙"}]


def test_five_thousand_lines_are_typed_without_going_through_them(monkeypatch: pytest.MonkeyPatch) -> None:
    lines: list[Values] = [{"_id": i, "relation": "亲戚", "name": f"人{i}"} for i in range(5000)]
    m = at(model(family=lines), "employer", "family", 2500)
    monkeypatch.setattr(checking, "settle", lambda *a: pytest.fail("the whole record was computed"))
    typed(m, "厂")
    assert m.values["family"][2500]["employer"] == "厂" and m.unchecked


def test_a_scratch_gives_back_what_was_typed() -> None:
    record: Values = {
        "day": date(2026, 1, 2), "at": datetime(2026, 1, 2, 3, 4), "sum": Decimal("1.50"), "many": ("a", "b"), "none": (),
        "link": Link("甲", 1, "person", "部"), "sign": Signature("乙", 2, date(2026, 1, 3), "wang"), "text": "x", "no": None,
        "rows": [{"_id": None, "month": "2026-01", "ok": True}], "_raw": {"day": "13"},
    }  # fmt: skip
    assert unpacked(json.loads(json.dumps(packed(record)))) == record


def test_an_empty_table_that_the_office_leaves_out_is_passed_until_it_has_a_line() -> None:
    m = model()
    m.enter(m.walk.last(m.spec.blocks[1]))
    assert m.next() == Place("family", "relation", 0)
    m.stops = {"family"}
    beyond = m.next()
    assert beyond is not None and beyond.block == "self_view"
    m.enter(Place("family", "relation", 0))
    typed(m, "父亲")
    assert m.next() == Place("family", "name", 0)
    assert m.beyond() == beyond
    m.enter(m.walk.last(m.spec.blocks[1]))
    assert m.next() == Place("family", "relation", 0)


def test_a_number_is_typed_over_only_in_a_new_record() -> None:
    assert model().can_type(Place("head", "record_no"))
    assert not model(_id=1).can_type(Place("head", "record_no"))


def test_a_line_that_the_checklist_gives_stays_and_a_second_of_its_kind_goes() -> None:
    e = env("zh")
    form = SourceDocuments.form_type
    m = FormModel(form, checking.fresh(form, e), e)
    at(m, "present", "items", 1)
    assert changes.given_line(m) and changes.delete_line(m) is None and m.count("items") == 10
    assert changes.duplicate_line(m)
    assert not changes.given_line(m) and changes.delete_line(m) is not None
    assert [line["kind"] for line in m.rows("items")] == [o.code for o in form.spec.find("items.kind").options]


def test_options_that_begin_with_a_digit_are_parted_from_their_number() -> None:
    spec = FieldSpec("retention", "choice", "保管期限", "Retention")
    years = (Option("permanent", "永久"), Option("y30", "30年"))
    assert inline(spec, years, "y30", "zh", 40) == "1.永久 >2.30年"
    assert inline(spec, (Option("male", "男"), Option("female", "女")), None, "zh", 40) == "1男 2女"


def test_a_digit_over_a_wrong_entry_of_several_ticks_an_option() -> None:
    m = typed(at(model(), "skills"), "9")
    assert m.raw
    m = typed(at(m, "skills"), "12")
    assert not m.raw
    assert len(m.values["skills"]) == 2


def test_a_default_follows_the_field_that_it_is_made_from_until_it_is_typed() -> None:
    form, e = CreditReport.form_type, env("zh")
    m = FormModel(form, checking.fresh(form, e), e)
    typed(at(m, "report_on", "head"), "2023.3.5")
    assert m.values["valid_until"] == date(2024, 3, 5)
    typed(at(m, "report_on", "head"), "2023.4.5")
    assert m.values["valid_until"] == date(2024, 4, 5)
    typed(at(m, "valid_until", "head"), "2023.12.31")
    typed(at(m, "report_on", "head"), "2023.5.5")
    assert m.values["valid_until"] == date(2023, 12, 31)
