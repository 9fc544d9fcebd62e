"""Values, defaults, lines and wants that a declaration says in a word."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

import dangan as d
from dangan.checking import check, fresh, settle
from dangan.settling import enliven, in_order
from dangan.steps import against
from tests.forms.office import SmallOffice

LEVEL = (("low", "低", "Low"), ("high", "高", "High"))


class Work(d.Flow):
    draft = d.State("草稿", "Draft")
    done = d.State("完成", "Done")

    finish = d.Step("完成", "Finish", draft, done)


class Line(d.Row):
    kind = d.Choice("类别", "Kind", LEVEL)
    title = d.Text("名称", "Title")
    copies = d.Int("份数", "Copies", default=1)
    checked = d.YesNo("已核", "Checked")
    by = d.Person("核对人", "Checked by")


class Order(
    d.Form, id="told_order", zh="单", en="Order", flow=Work, practice="head items",
):  # fmt: skip
    with d.Head() as head:
        begun_on = d.Date("开始", "Begun", required=True)
        year = d.Year("年度", "Year", default=d.like("begun_on.year"))
        due_on = d.Date("期限", "Due", default=d.days("told_days", 3, after="begun_on", months=True))
        paid_on = d.Date("付款", "Paid")
        late = d.Int("逾期", "Late", value=d.overdue("due_on", "paid_on"))
        source = d.Ref("来源", "Source", "told_source")
        customer = d.Ref("客户", "Customer", "customer")
        contract = d.Ref("合同", "Contract", "told_source", same="customer")
        grade = d.Text("等级", "Grade", value=d.computed("source.grade"))
        total = d.Int("合计", "Total", value=d.total("items.copies"), fixed=d.when("signed_by"))
        signed_by = d.Person("签字", "Signed", differs="items.by")
    items = d.Rows(Line, "明细", "Items", order="kind", fill=("source.lines", {"title": "name"}))


Work.finish.wants("items.title items.checked", code="APPR_NOT_ALL")
Work.finish.wants("paid_on", "没有付款。", "Not paid.", only=d.when("customer"))
FORM = Order.form_type
CUSTOMER, OTHER = d.Link("甲", 1, "customer"), d.Link("乙", 2, "customer")
SOURCE = {
    "_id": 5, "record_no": "S-1", "grade": "A", "customer": CUSTOMER,
    "lines": [{"name": "合同", "kind": "high"}, {"name": "发票", "kind": "low"}],
}  # fmt: skip
LINK = d.Link("S-1", 5, "told_source")


def at_work(**settings: Any) -> d.Env:
    return d.Env(
        datetime(2024, 6, 15, 9), d.Link("李", 7, "person"), office=SmallOffice(settings, told_source=[SOURCE])
    )


def entered(**values: Any) -> d.Values:
    return settle(FORM, {**fresh(FORM, at_work()), "begun_on": date(2023, 11, 30), **values}, at_work(), "begun_on")


def codes(values: d.Values) -> list[tuple[str, str]]:
    return [(p.path, p.code) for p in check(FORM, values, at_work(), state="draft")]


def test_a_default_is_the_year_of_a_day_and_so_many_months_after_it() -> None:
    made = entered()
    assert (made["year"], made["due_on"]) == (2023, date(2024, 2, 29))
    values = {**fresh(FORM, at_work()), "begun_on": date(2023, 11, 30)}
    assert settle(FORM, values, at_work(told_days=1), "begun_on")["due_on"] == date(2023, 12, 30)


def test_days_late_end_with_the_day_it_was_done() -> None:
    made = {**entered(), "due_on": date(2024, 6, 10)}
    assert enliven(FORM, made, at_work())["late"] == 5
    assert enliven(FORM, {**made, "paid_on": date(2024, 6, 12)}, at_work())["late"] == 2
    assert enliven(FORM, {**made, "paid_on": date(2024, 6, 1)}, at_work())["late"] == 0


def test_lines_and_a_value_of_the_record_that_a_link_names() -> None:
    made = settle(FORM, {**entered(), "source": LINK}, at_work(), "source")
    assert made["grade"] == "A" and made["total"] == 2
    assert [(x["title"], x["kind"], x["copies"]) for x in made["items"]] == [("合同", "high", 1), ("发票", "low", 1)]


def test_lines_are_sorted_as_their_list_has_the_options() -> None:
    lines = [{"kind": None, "title": "丙"}, {"kind": "high", "title": "乙"}, {"kind": "low", "title": "甲"}]
    found = in_order(FORM.spec, {"items": lines}, at_work().office)
    assert [line["title"] for line in found["items"]] == ["甲", "乙", "丙"]


def test_a_link_of_the_same_customer_and_no_other() -> None:
    assert codes(entered(customer=CUSTOMER, contract=LINK)) == []
    assert codes(entered(customer=OTHER, contract=LINK)) == [("contract", "GEN_REF_MISSING")]


def test_a_computed_value_stands_once_it_is_fixed() -> None:
    made = {**entered(items=[{"copies": 4}]), "total": 3}
    assert settle(FORM, made, at_work())["total"] == 4
    assert settle(FORM, {**made, "signed_by": CUSTOMER}, at_work())["total"] == 3


def test_another_person_than_in_any_line() -> None:
    line = {"kind": "low", "title": "甲", "by": d.Link("王", 9, "person")}
    assert codes(entered(items=[line], signed_by=d.Link("王", 9, "person"))) == [("signed_by", "GEN_SAME_PERSON")]
    assert codes(entered(items=[line], signed_by=d.Link("李", 7, "person"))) == []


def test_a_step_says_how_many_lines_lack_what_it_wants() -> None:
    step = FORM.spec.flow.step("finish")
    assert step is not None
    lines = [{"title": "甲", "checked": True}, {"title": "乙", "checked": False}, {"title": None, "checked": True}]
    found = against(FORM, step, {**entered(items=lines), "record_no": "D-1"}, at_work())
    assert [p.code for p in found] == ["APPR_NOT_ALL"] and "2" in found[0].zh
    assert against(FORM, step, entered(items=lines[:1]), at_work()) == []
    owed = against(FORM, step, entered(items=lines[:1], customer=CUSTOMER), at_work())
    assert [p.code for p in owed] == ["RULE:wants_paid_on"]
    assert against(FORM, step, entered(items=lines[:1], customer=CUSTOMER, paid_on=date(2024, 1, 1)), at_work()) == []


def test_a_block_in_practice_is_all_of_it_that_may_be_hidden() -> None:
    spec = FORM.spec
    assert not spec.fields["begun_on"].practice and spec.fields["year"].practice
    assert all(f.practice for f in spec.rows["items"].fields)


def test_a_word_names_fields_that_are_there() -> None:
    class Wrong(d.Form, id="told_wrong", zh="错", en="Wrong"):
        day = d.Date("日", "Day", default=d.like("dya.year"))

    with pytest.raises(d.DeclarationError, match="dya"):
        Wrong.form_type.verify()
    with pytest.raises(d.DeclarationError, match="intent"):
        d.Rows(Line, "", "Items", fill="intent")
