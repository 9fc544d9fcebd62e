"""D1: one customer, one file; who confirms it and what a credit customer must bring."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from dangan import Link, Signature, Values
from dangan.checking import fresh_line, visible
from dangan.settling import locked
from forms_plugins.customers.customer import Customer
from tests.forms.office import CLERK, SALES, SmallOffice, at_work, filled, problems

LICENCE = "91430100MA4L000A1W"
OTHER_LICENCE = "91430100MA4L000B21"
SCAN = Link("报表.pdf", 5, "attachment")


def customer(office: SmallOffice | None = None, **other: Any) -> Values:
    values: dict[str, Any] = {
        "name": "长沙宏达钢铁有限公司",
        "dept": SALES,
        "salesperson": Link("陈志强", 9, "person"),
        "licence_no": LICENCE,
        "legal_rep": "刘宏",
        "class_nature": "ordinary",
        "address": "长沙市岳麓区潇湘中路 8 号",
        "phone": "0731-88776655",
        "contacts": [{"name": "刘宏", "role": "actual_controller", "birthday": "--05-06"}],
        "approved_by": Signature("王建国", 2, date(2024, 6, 14)),
        **other,
    }
    return filled(Customer, office=office, **values)


def kept(**other: Any) -> SmallOffice:
    """An office with one customer file, that of another 宏达."""
    entry = {
        "_id": 1, "record_no": "KH-2023-00001", "name": "长沙宏达钢铁股份有限公司", "licence_no": OTHER_LICENCE,
        "class_nature": "ordinary", "phone": "13800001111", **other,
    }  # fmt: skip
    return SmallOffice(customer=[entry])


def test_filled_file_is_confirmed() -> None:
    values = customer()
    assert problems(Customer, values, entering="confirmed") == {}
    assert (values["opened_on"], values["secrecy"], values["risk_flag"]) == (date(2024, 6, 15), "confidential", False)


@pytest.mark.parametrize("name", ["name", "opened_on", "dept", "salesperson", "address"])
def test_required_to_be_confirmed(name: str) -> None:
    assert list(problems(Customer, {**customer(), name: None}, entering="confirmed")) == [f"{name}:GEN_REQUIRED"]


def test_organisations_need_licence_and_representative() -> None:
    values = customer(licence_no=None, legal_rep=None)
    assert set(problems(Customer, values, entering="confirmed")) == {
        "licence_no:GEN_REQUIRED_IF",
        "legal_rep:GEN_REQUIRED_IF",
    }


def test_persons_need_neither() -> None:
    values = customer(name="刘宏", class_nature="individual", licence_no=None, legal_rep=None)
    assert problems(Customer, values, entering="confirmed") == {}


def test_telephone_or_mail() -> None:
    assert problems(Customer, customer(phone=None, email="liu@hongda.cn"), entering="confirmed") == {}
    assert set(problems(Customer, customer(phone=None), entering="confirmed")) == {
        "phone:GEN_REQUIRED_IF",
        "email:GEN_REQUIRED_IF",
    }


def test_one_contact_at_least() -> None:
    (refused,) = problems(Customer, customer(contacts=[]), entering="confirmed").values()
    assert refused.zh == "“联系人”至少要有 1 行。"


def test_contact_has_a_name() -> None:
    values = customer(contacts=[{"position": "经理"}])
    assert list(problems(Customer, values, entering="confirmed")) == ["contacts.0.name:GEN_REQUIRED"]


@pytest.mark.parametrize(
    "name",
    [
        "长沙宏达钢铁股份有限公司",
        "长沙宏达钢铁有限公司",
        "长沙 宏达钢铁 有限公司",
        "长沙宏达钢铁",
        "长沙宏达钢铁有限责任公司",
    ],
)
def test_second_file_of_the_same_name(name: str) -> None:
    office = kept()
    (refused,) = problems(Customer, customer(office, name=name), office=office).values()
    assert (refused.path, refused.level) == ("name", "refuse")
    assert refused.zh == "“长沙宏达钢铁股份有限公司”已经建档（KH-2023-00001），一户只建一档。"


@pytest.mark.parametrize("name", ["长沙宏达轧钢有限公司", "宏达钢铁(湘潭)有限公司"])
def test_other_names_pass(name: str) -> None:
    assert problems(Customer, customer(name=name), office=kept()) == {}


def test_second_file_of_the_same_licence() -> None:
    office = kept(name="湘潭炼钢厂", licence_no=LICENCE)
    (refused,) = problems(Customer, customer(), office=office).values()
    assert refused.code == "CUST_DUP" and "湘潭炼钢厂" in refused.zh


def test_void_file_does_not_count() -> None:
    assert problems(Customer, customer(licence_no=OTHER_LICENCE), office=kept(status="void", name="湘潭炼钢厂")) == {}


@pytest.mark.parametrize(("phone", "same"), [("13800001111", True), ("13800002222", False)])
def test_persons_of_one_name_differ_by_telephone(phone: str, same: bool) -> None:
    office = kept(name="刘宏", licence_no=None, class_nature="individual")
    values = customer(name="刘宏", class_nature="individual", licence_no=None, legal_rep=None, phone=phone)
    assert ("name:CUST_DUP" in problems(Customer, values, office=office)) is same


def test_a_file_is_not_its_own_double() -> None:
    office = kept(name="长沙宏达钢铁有限公司", licence_no=LICENCE)
    values = customer(_id=1, record_no="KH-2023-00001")
    assert problems(Customer, values, office=office) == {}


def test_nobody_confirms_what_he_prepared() -> None:
    (refused,) = problems(Customer, customer(approved_by=Signature("李静", CLERK.id))).values()
    assert (refused.path, refused.zh) == ("approved_by", "长沙宏达钢铁有限公司的档案由李静填写，本人不能确认。")
    assert refused.mend_en == "Let the sales director confirm it."


def report(year: int, scan: Link | None) -> Values:
    return {"year": year, "revenue": Decimal("120000000.00"), "attachment": scan}


@pytest.mark.parametrize(
    ("reports", "refused"),
    [([], True), ([report(2022, SCAN)], True), ([report(2023, None)], True), ([report(2023, SCAN)], False)],
    ids=["none", "too old", "without scan", "complete"],
)
def test_credit_customer_brings_statements(reports: list[Values], refused: bool) -> None:
    found = problems(Customer, customer(is_credit=True, annual_reports=reports), entering="confirmed")
    assert list(found) == (["annual_reports:CUST_NO_FINANCIALS"] if refused else [])


def test_statements_are_asked_for_at_the_confirmation() -> None:
    values = customer(is_credit=True)
    assert "2023 年度" in problems(Customer, values)["annual_reports:CUST_NO_FINANCIALS"].zh
    assert problems(Customer, {**values, "approved_by": None}) == {}


def test_one_report_a_year() -> None:
    values = customer(annual_reports=[report(2022, None), report(2022, None)])
    assert list(problems(Customer, values)) == ["annual_reports.1.year:GEN_DUP_LINE"]


def test_only_profit_may_be_negative() -> None:
    lines = [{"year": 2023, "profit": Decimal("-3500.00")}]
    assert problems(Customer, customer(annual_reports=lines)) == {}
    lines = [{"year": 2023, "revenue": Decimal("-3500.00")}]
    assert list(problems(Customer, customer(annual_reports=lines))) == ["annual_reports.0.revenue:GEN_RANGE"]


def test_substitute_has_a_term() -> None:
    values = customer(substitute=Link("周敏", 11, "person"))
    assert list(problems(Customer, values, entering="confirmed")) == [
        "substitute_from:GEN_REQUIRED_IF",
        "substitute_to:GEN_REQUIRED_IF",
    ]
    values = customer(
        substitute=Link("周敏", 11, "person"), substitute_from=date(2024, 7, 2), substitute_to=date(2024, 7, 1)
    )
    assert list(problems(Customer, values, entering="confirmed")) == ["substitute_to:GEN_DATE_ORDER"]


def test_substitute_is_another_person() -> None:
    values = customer(
        substitute=Link("陈志强", 9, "person"), substitute_from=date(2024, 7, 1), substitute_to=date(2024, 7, 2)
    )
    (refused,) = problems(Customer, values).values()
    assert refused.zh == "“代管业务员”和“责任业务员”都是陈志强，这两项必须是不同的人。"


@pytest.mark.parametrize("name", ["founded_on", "dealing_since"])
def test_past_dates(name: str) -> None:
    assert list(problems(Customer, customer(**{name: date(2024, 6, 16)}))) == [f"{name}:GEN_DATE_FUTURE"]


def test_birthday_with_a_year_lies_in_the_past() -> None:
    values = customer(contacts=[{"name": "刘宏", "birthday": "2024-06-16"}])
    assert list(problems(Customer, values)) == ["contacts.0.birthday:GEN_DATE_FUTURE"]


def test_years_of_cooperation() -> None:
    assert customer(dealing_since=date(2014, 12, 15))["years_of_cooperation"] == Decimal("9.5")
    assert customer()["years_of_cooperation"] is None


@pytest.mark.parametrize(
    ("relation", "shown"), [("dealer", True), ("key", True), ("brand", True), ("supplier", False), (None, False)]
)
def test_block_of_dealers(relation: str | None, shown: bool) -> None:
    now = visible(Customer.form_type, customer(class_relation=relation))
    assert ({"dealer_block", "brands"} <= now) is shown


@pytest.mark.parametrize("name", ["former_names", "past_dealings", "risk_flag", "years_of_cooperation"])
def test_kept_by_the_program(name: str) -> None:
    assert locked(Customer.form_type, name, customer(), at_work())


def test_change_log() -> None:
    assert Customer.form_type.spec.rows["changes"].append_only
    line = fresh_line(Customer.form_type, "changes", customer(), at_work())
    assert line["recorded_by"] == CLERK
    line |= {"changed_on": date(2024, 6, 16), "kind": "person", "content": "总经理换人"}
    assert list(problems(Customer, customer(changes=[line]))) == ["changes.0.changed_on:GEN_DATE_FUTURE"]


def test_prints_on_two_pages() -> None:
    spec = Customer.form_type.spec
    assert [b.id for b in spec.blocks if b.page] == ["traits"]
    assert spec.paper.heading == "客户卡"
