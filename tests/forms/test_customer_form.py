"""D2: the edition of a customer file, with the papers in their order."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from dangan import Link, Signature, Values
from forms_plugins.customers.customer import Customer
from forms_plugins.customers.customer_form import CustomerForm
from tests.forms.office import CLERK, SALES, filled, problems


def paper(title: str, pages: int = 1, group: int | None = None, part: str | None = None) -> Values:
    return {"title": title, "copies": 1, "pages": pages, "group_no": group, "part": part}


def form(**other: Any) -> Values:
    values: dict[str, Any] = {
        "name": "长沙宏达钢铁有限公司",
        "customer_no": Link("KH-2024-00012", 12, "customer"),
        "verify_dept": SALES,
        "leader_name": "刘宏",
        "address": "长沙市岳麓区潇湘中路 8 号",
        "approved_by": Signature("王建国", 2, date(2024, 6, 15)),
        **other,
    }
    return filled(CustomerForm, **values)


def test_filled_form_is_submitted() -> None:
    values = form(
        arrangement=[paper("批复", 2, 1, "reply"), paper("请示", 3, 1, "request"), paper("照片")], complete=True
    )
    assert problems(CustomerForm, values, entering="submitted") == {}
    assert (values["prepared_by"], values["opened_on"]) == (CLERK, date(2024, 6, 15))


@pytest.mark.parametrize(
    "name",
    ["opened_on", "name", "customer_no", "verify_dept", "leader_name", "address", "prepared_by"],
)
def test_required_to_be_submitted(name: str) -> None:
    assert list(problems(CustomerForm, {**form(), name: None}, entering="submitted")) == [f"{name}:GEN_REQUIRED"]


def test_shares_the_fields_that_bear_the_same_name() -> None:
    """All common identifiers but those of the system block and the sign-offs, and of one type."""
    ours, theirs = CustomerForm.form_type.spec.fields, Customer.form_type.spec.fields
    shared = {name for name, field in ours.items() if field.shared}
    own = {"record_no", "opened_on", "prepared_by", "approved_by"}
    assert shared == (set(ours) & set(theirs)) - own
    assert len(shared) == 17
    assert all(ours[name].type == theirs[name].type for name in shared)


def test_edition_of_the_customer() -> None:
    spec = CustomerForm.form_type.spec
    assert (spec.edition_of, spec.edition_link) == ("customer", "customer_no")


def test_pages_run_through_the_file() -> None:
    values = form(arrangement=[paper("营业执照", 2), paper("公司简介", 5), paper("照片")])
    assert [(p["seq"], p["page_from"], p["page_to"]) for p in values["arrangement"]] == [
        (1, 1, 2),
        (2, 3, 7),
        (3, 8, 8),
    ]
    assert values["kinds_count"] == 3


def test_pages_stop_where_a_count_is_missing() -> None:
    values = form(arrangement=[{"title": "营业执照", "pages": None}, paper("照片")])
    assert values["arrangement"][0]["page_to"] is None


def test_paper_of_a_group_has_a_part() -> None:
    values = form(arrangement=[paper("批复", group=1)])
    assert list(problems(CustomerForm, values, entering="submitted")) == ["arrangement.0.part:GEN_REQUIRED_IF"]


@pytest.mark.parametrize(
    ("first", "second"), [("request", "reply"), ("enclosure", "document"), ("final_draft", "printed")]
)
def test_the_three_orders(first: str, second: str) -> None:
    wrong = form(arrangement=[paper("甲", 1, 1, first), paper("乙", 1, 1, second)])
    (warning,) = problems(CustomerForm, wrong).values()
    assert (warning.path, warning.code, warning.level) == ("arrangement.1.part", "FILE_ORDER", "warn")
    assert warning.zh == "《乙》应排在《甲》的前面。"
    right = form(arrangement=[paper("乙", 1, 1, second), paper("甲", 1, 1, first)])
    assert problems(CustomerForm, right) == {}


def test_orders_hold_within_a_group_only() -> None:
    values = form(arrangement=[paper("甲", 1, 1, "request"), paper("乙", 1, 2, "reply")])
    assert problems(CustomerForm, values) == {}


def test_group_stands_together() -> None:
    values = form(arrangement=[paper("甲", 1, 1, "reply"), paper("照片"), paper("乙", 1, 1, "request")])
    (warning,) = problems(CustomerForm, values).values()
    assert (warning.path, warning.level) == ("arrangement.2.group_no", "warn")


def test_complete_only_with_papers() -> None:
    (warning,) = problems(CustomerForm, form(complete=True)).values()
    assert (warning.path, warning.level) == ("complete", "warn")
    listed = form(complete=True, arrangement=[{"title": "营业执照", "copies": 1, "pages": None}])
    assert [p.path for p in problems(CustomerForm, listed).values()] == ["complete"]
    assert problems(CustomerForm, form(complete=False)) == {}


def test_preparer_neither_verifies_nor_approves() -> None:
    mine = Signature("李静", CLERK.id, date(2024, 6, 15))
    found = problems(CustomerForm, form(record_no="KB-2024-00001", verifier=mine, approved_by=mine))
    assert list(found) == ["verifier:GEN_SAME_PERSON", "approved_by:GEN_SELF_APPROVAL"]


def test_a_sentence_about_a_record_without_a_number_leaves_no_blank() -> None:
    mine = Signature("李静", CLERK.id, date(2024, 6, 15))
    found = problems(CustomerForm, form(record_no=None, approved_by=mine))["approved_by:GEN_SELF_APPROVAL"]
    assert found.zh.startswith("新记录 由") and "prepared the new record and" in found.en


def test_other_channel_beside_the_ten() -> None:
    channel = CustomerForm.form_type.spec.fields["channel"]
    assert len(channel.options) == 10 and channel.other


def test_first_dealing_lies_in_the_past() -> None:
    assert list(problems(CustomerForm, form(dealing_since=date(2024, 6, 16)))) == ["dealing_since:GEN_DATE_FUTURE"]
