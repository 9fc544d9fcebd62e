"""I7, I8, I9: the threshold of a subsidiary, sales contracts, and leave to consult, as W6 and W8 say."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from dangan import Link, Signature, Values
from dangan.steps import against
from forms_plugins.customers.access_authorisation import AccessAuthorisation
from forms_plugins.customers.sales_contract import SalesContract
from forms_plugins.customers.threshold import in_force
from forms_plugins.customers.threshold_change import ThresholdChange
from tests.forms.office import CLERK, COMPANY, NOW, SmallOffice, at_work, filled, problems

TODAY = NOW.date()
CUSTOMER = Link("KH-2024-00012", 12, "customer")
SALES = Link("陈志强", 9, "person")


def change(**other: Any) -> Values:
    return {
        "_id": 1, "record_no": "BZ-2024-001", "subsidiary": COMPANY, "status": "approved",
        "new_value": Decimal(2000), "effective_on": date(2024, 6, 1), **other,
    }  # fmt: skip


# I7


def test_the_last_approved_change_that_has_begun_is_in_force() -> None:
    changes = [change(), change(_id=2, new_value=Decimal(2500), effective_on=date(2024, 6, 20))]
    changes.append(change(_id=3, new_value=Decimal(1), status="rejected"))
    office = SmallOffice({"customer_file_threshold_t": 3500}, threshold_change=changes)
    days = (date(2024, 5, 31), date(2024, 6, 1), date(2024, 6, 19), date(2024, 6, 20))
    assert [in_force(COMPANY, day, office) for day in days] == [3500, 2000, 2000, 2500]
    assert in_force(None, TODAY, office) == 3500
    assert in_force(COMPANY, TODAY, SmallOffice()) == 3000


def asked(office: SmallOffice | None = None, **other: Any) -> Values:
    given = {"new_value": Decimal(2000), "reason": "中小客户多", "effective_on": date(2024, 7, 1), **other}
    return filled(ThresholdChange, office=office, subsidiary=COMPANY, **given)


def test_a_change_knows_the_value_before_and_whom_it_concerns() -> None:
    volumes = [Decimal(1500), Decimal(2000), Decimal(2999), Decimal(3000), None]
    files = [{"_id": n, "record_no": "", "subsidiary": COMPANY, "annual_contract_t": v} for n, v in enumerate(volumes)]
    office = SmallOffice(aggregate_customer_file=files)
    values = asked(office)
    assert (values["old_value"], values["customers_new"], values["customers_free"]) == (3000, 2, 0)
    assert asked(office, new_value=Decimal(5000))["customers_free"] == 1
    assert problems(ThresholdChange, values, office=office, entering="submitted") == {}
    same = problems(ThresholdChange, asked(office, new_value=Decimal(3000)), office=office)
    assert list(same) == ["new_value:RULE:another_value"]


@pytest.mark.parametrize(("day", "code"), [(date(2024, 6, 14), ["THRES_BACKDATED"]), (TODAY, [])])
def test_it_is_not_effective_before_it_is_approved(day: date, code: list[str]) -> None:
    approve = ThresholdChange.form_type.spec.flow.step("approve")
    assert approve is not None
    found = against(ThresholdChange.form_type, approve, asked(effective_on=day), at_work())
    assert [p.code for p in found] == code


def test_a_refusal_says_why() -> None:
    found = problems(ThresholdChange, {**asked(), "status": "rejected"}, entering="rejected")
    assert list(found) == ["opinion:GEN_REQUIRED_IF"]


# I8


def contract(office: SmallOffice, **other: Any) -> Values:
    given = {"customer": CUSTOMER, "product": "轧辊 Φ650", "salesperson": SALES, **other}
    return filled(SalesContract, office=office, **given)


def having(status: str = "active", contracts: list[Values] | None = None, **more: Any) -> SmallOffice:
    file = {
        "_id": 12,
        "record_no": "KH-2024-00012",
        "name": "岳阳宏达钢铁有限公司",
        "status": status,
        "salesperson": SALES,
    }
    return SmallOffice(customer=[{**file, **more}], sales_contract=contracts or [])


def test_a_contract_is_of_its_year_and_of_the_salesperson_of_the_customer() -> None:
    office = having()
    values = contract(office, salesperson=None, signed_on=date(2023, 12, 30))
    assert (values["year"], values["salesperson"], contract(office)["year"]) == (2023, SALES, 2024)
    assert problems(SalesContract, contract(office), office=office, entering="reviewed") == {}
    signing = problems(SalesContract, contract(office), office=office, entering="signed")
    assert sorted(signing) == ["contract_no:GEN_REQUIRED", "signed_on:GEN_REQUIRED"]
    ended = contract(office, signed_on=date(2024, 6, 1), valid_to=date(2024, 5, 1))
    assert list(problems(SalesContract, ended, office=office)) == ["valid_to:GEN_DATE_ORDER"]


def test_credit_needs_a_confirmed_file() -> None:
    draft, confirmed = having("draft"), having("confirmed")
    assert list(problems(SalesContract, contract(draft, on_credit=True), office=draft)) == [
        "on_credit:CUST_CREDIT_NO_FILE"
    ]
    assert problems(SalesContract, contract(confirmed, on_credit=True), office=confirmed) == {}


def test_volume_at_the_threshold_without_a_file_is_warned_of() -> None:
    there = [
        {"_id": 1, "customer": CUSTOMER, "year": 2024, "status": "signed", "quantity_t": Decimal(2000)},
        {"_id": 2, "customer": CUSTOMER, "year": 2024, "status": "cancelled", "quantity_t": Decimal(5000)},
        {"_id": 3, "customer": CUSTOMER, "year": 2023, "status": "done", "quantity_t": Decimal(5000)},
    ]
    office = having("draft", there)
    assert problems(SalesContract, contract(office, quantity_t=Decimal(999)), office=office) == {}
    found = problems(SalesContract, contract(office, quantity_t=Decimal(1000)), office=office)
    (warned,) = found.values()
    assert (warned.code, warned.level) == ("CUST_VOLUME_NO_FILE", "warn") and "已达 3000 吨" in warned.zh
    confirmed = having("confirmed", there)
    assert problems(SalesContract, contract(confirmed, quantity_t=Decimal(9000)), office=confirmed) == {}


def test_risk_is_told_and_a_reviewer_stands_once() -> None:
    office = having(risk_flag=True)
    (warned,) = problems(SalesContract, contract(office), office=office).values()
    assert warned.code == "CUST_RISK" and warned.zh == "岳阳宏达钢铁有限公司已标记为风险客户（评价结论为风险）。"
    twice = contract(having(), reviewers=[{"person": SALES}, {"person": SALES}])
    assert list(problems(SalesContract, twice, office=having())) == ["reviewers.1.person:GEN_DUP_LINE"]


# I9


def slip(**other: Any) -> Values:
    given = {"purpose": "审计取证", "valid_to": date(2024, 7, 1), "items": [{"name": "岳阳宏达钢铁有限公司"}], **other}
    return filled(AccessAuthorisation, **given)


def test_leave_is_asked_for_whole_and_for_a_time() -> None:
    values = slip()
    assert (values["applicant"], values["valid_from"], values["mode"]) == (CLERK, TODAY, "consult")
    assert problems(AccessAuthorisation, values) == {}
    assert list(problems(AccessAuthorisation, slip(purpose=None))) == ["purpose:GEN_REQUIRED"]
    assert list(problems(AccessAuthorisation, slip(mode="pass_on"))) == ["recipient:GEN_REQUIRED_IF"]
    assert list(problems(AccessAuthorisation, slip(valid_to=date(2024, 6, 14)))) == ["valid_to:GEN_DATE_ORDER"]
    assert problems(AccessAuthorisation, slip(valid_to=date(2024, 7, 15))) == {}
    late = problems(AccessAuthorisation, slip(valid_to=date(2024, 7, 16)))
    assert list(late) == ["valid_to:RULE:within_the_longest_loan"]
    assert list(problems(AccessAuthorisation, slip(items=[]))) == ["items:GEN_MIN_LINES"]


def test_nobody_authorises_himself() -> None:
    own = slip(approved_by=Signature(CLERK.text, CLERK.id, TODAY))
    assert list(problems(AccessAuthorisation, own)) == ["approved_by:GEN_SELF_APPROVAL"]
    revoked = {**slip(), "status": "revoked"}
    assert list(problems(AccessAuthorisation, revoked, entering="revoked")) == ["revoked_reason:GEN_REQUIRED_IF"]
