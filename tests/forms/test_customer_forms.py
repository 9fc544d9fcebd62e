"""D3, D5, D6, D8 to D14: what each refuses, warns of and computes, as forms.md and W6, W9 and W17 say."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from dangan import Form, Link, Signature, Values
from dangan.checking import settle
from dangan.settling import enliven
from dangan.steps import against
from forms_plugins.customers.account_change import AccountChange
from forms_plugins.customers.aggregate_customer_file import AggregateCustomerFile
from forms_plugins.customers.business_status import BusinessStatus
from forms_plugins.customers.composition_analysis import CompositionAnalysis
from forms_plugins.customers.credit_report import CreditReport
from forms_plugins.customers.customer_briefing import CustomerBriefing
from forms_plugins.customers.customer_dealings import CustomerDealings
from forms_plugins.customers.customer_evaluation import CustomerEvaluation
from forms_plugins.customers.customer_questionnaire import CustomerQuestionnaire
from forms_plugins.customers.customer_review import CustomerReview
from tests.forms.office import CLERK, COMPANY, NOW, SmallOffice, at_work, filled, problems

TODAY = NOW.date()
CUSTOMER, OTHER = Link("KH-2024-00012", 12, "customer"), Link("KH-2024-00013", 13, "customer")
FOLDER = Link("JD-2024-00003", 3, "aggregate_customer_file")
SALES, LEADER = Link("陈志强", 9, "person"), Link("王建国", 2, "person")
SIGNED = Signature("王建国", 2, date(2024, 6, 14))


def file(**other: Any) -> Values:
    return {"_id": 12, "record_no": "KH-2024-00012", "name": "岳阳宏达钢铁有限公司", "status": "active", **other}


def step(form: type[Form], name: str, values: Values, office: SmallOffice | None = None) -> list[str]:
    """The codes with which the rules of a step refuse it."""
    taken = form.form_type.spec.flow.step(name)
    assert taken is not None
    return [p.code for p in against(form.form_type, taken, values, at_work(office))]


def codes(form: type[Form], values: Values, **more: Any) -> list[str]:
    return sorted(problems(form, values, **more))


# D3


def questionnaire(**other: Any) -> Values:
    return filled(CustomerQuestionnaire, **{"name": "岳阳宏达钢铁有限公司", "send_mode": "post", **other})


def test_a_questionnaire_is_dated_from_state_to_state() -> None:
    assert codes(CustomerQuestionnaire, questionnaire(), entering="sent") == ["sent_on:GEN_REQUIRED"]
    sent = questionnaire(sent_on=date(2024, 6, 1))
    assert codes(CustomerQuestionnaire, sent, entering="sent") == []
    assert codes(CustomerQuestionnaire, sent, entering="returned") == [
        "filled_by:GEN_REQUIRED",
        "received_on:GEN_REQUIRED",
    ]
    early = questionnaire(sent_on=date(2024, 6, 1), received_on=date(2024, 5, 30), filled_by="周敏")
    assert codes(CustomerQuestionnaire, early) == ["received_on:GEN_DATE_ORDER"]


def test_it_is_transferred_to_a_file() -> None:
    assert step(CustomerQuestionnaire, "transfer", questionnaire()) == ["GEN_REQUIRED"]
    assert step(CustomerQuestionnaire, "transfer", questionnaire(customer=CUSTOMER)) == []
    named = filled(
        CustomerQuestionnaire, office=SmallOffice(customer=[file()]), customer=CUSTOMER, send_mode="hand", name=None
    )
    assert named["name"] == "岳阳宏达钢铁有限公司"


# D5


def folder(office: SmallOffice | None = None, *there: str, **other: Any) -> Values:
    given = {"customer": CUSTOMER, "ground": "dept_need", "subsidiary": COMPANY, **other}
    values = filled(AggregateCustomerFile, office=office, **given)
    for line in values["items"]:
        if line["title"] in there:
            line |= {"present": True, "copies": 1, "copy_kind": line["copy_kind"] or "original"}
    return settle(AggregateCustomerFile.form_type, values, at_work(office))


def test_a_folder_is_given_the_lines_of_the_source() -> None:
    values = folder()
    assert len(values["items"]) == 27 and codes(AggregateCustomerFile, values, entering="submitted") == []
    assert [x["part"] for x in values["items"]].count("qual") == 5
    kinds = {x["title"]: x["copy_kind"] for x in values["items"]}
    assert kinds["contract_price_letter"] == "copy" and kinds["other_handover"] == "original"
    assert kinds["contract_bills"] is None  # original or copy


def test_contacts_and_evaluations_are_there_by_themselves() -> None:
    contact = {"name": "刘宏", "phone": "0730-8412266", "family": None}
    evaluation = {"_id": 1, "record_no": "PJ-1", "customer": CUSTOMER, "evaluated_on": date(2024, 3, 29)}
    office = SmallOffice(customer=[file(contacts=[contact])], customer_evaluation=[evaluation])
    values = folder(office)
    there = {x["title"] for x in values["items"] if x["present"]}
    assert there == {"contact_name", "contact_phone", "evaluation_quarter"}
    assert [line["name"] for line in values["contacts"]] == ["刘宏"]
    assert enliven(AggregateCustomerFile.form_type, values, at_work(office))["last_evaluated_on"] == date(2024, 3, 29)
    assert codes(AggregateCustomerFile, values, office=office, entering="submitted") == []  # nothing to be counted


def test_completeness_is_of_what_must_be_there() -> None:
    values = folder(None, "qual_profile", "qual_licence", "contract_contract", "other_letters")
    needed = [x for x in values["items"] if x["mandatory"]]
    assert values["completeness"] == (Decimal(300) / len(needed)).quantize(Decimal("0.1"))


def test_a_credit_customer_brings_statements() -> None:
    values = folder(None, ground="credit")
    assert next(x for x in values["items"] if x["title"] == "qual_financials")["mandatory"] is True
    assert step(AggregateCustomerFile, "approve", values) == ["CUST_NO_FINANCIALS"]
    assert step(AggregateCustomerFile, "approve", folder(None, "qual_financials", ground="credit")) == []


def test_volume_and_spot_checks() -> None:
    assert codes(AggregateCustomerFile, folder(ground="volume"), entering="submitted") == [
        "annual_contract_t:GEN_REQUIRED_IF"
    ]
    check = {"checked_on": TODAY, "checked_by": CLERK, "result": "fix", "faults": None, "fix_by": date(2024, 6, 1)}
    assert codes(AggregateCustomerFile, folder(spot_checks=[check]), entering="submitted") == [
        "spot_checks.0.checked_by:RULE:of_the_market_department",
        "spot_checks.0.faults:GEN_REQUIRED_IF",
        "spot_checks.0.fix_by:GEN_DATE_ORDER",
    ]


# D6


def evaluation(office: SmallOffice | None = None, **other: Any) -> Values:
    said = {"usage": "无变化", "credit_change": "无变化", "person_change": "无变化", "conclusion": "stable"}
    return filled(CustomerEvaluation, office=office, **{"customer": CUSTOMER, "quarter": "q2", **said, **other})


def evaluated(**other: Any) -> Values:
    return {
        "_id": 5, "record_no": "PJ-2024Q2-0001", "customer": FOLDER, "year": 2024, "quarter": "q2",
        "usage_t": Decimal(900), **other,
    }  # fmt: skip


def test_an_evaluation_says_something_of_everything() -> None:
    values = evaluation()
    assert (values["year"], values["evaluated_on"]) == (2024, TODAY)
    assert codes(CustomerEvaluation, values, entering="submitted") == []
    empty = evaluation(usage="", credit_change=None)
    assert codes(CustomerEvaluation, empty, entering="submitted") == [
        "credit_change:GEN_REQUIRED",
        "usage:GEN_REQUIRED",
    ]


@pytest.mark.parametrize("named", [CUSTOMER, FOLDER])
def test_once_a_quarter_whether_file_or_folder_is_named(named: Link) -> None:
    folders = [{"_id": 3, "record_no": "JD-2024-00003", "customer": CUSTOMER}]
    office = SmallOffice(aggregate_customer_file=folders, customer_evaluation=[evaluated()])
    found = problems(CustomerEvaluation, evaluation(customer=named), office=office)
    assert list(found) == ["quarter:EVAL_DUP"]
    assert "第 2 季度已有评价（PJ-2024Q2-0001）" in found["quarter:EVAL_DUP"].zh
    itself = {**evaluation(customer=named), "_id": 5}
    assert codes(CustomerEvaluation, itself, office=office) == []
    assert codes(CustomerEvaluation, evaluation(customer=named, quarter="q3"), office=office) == []


def test_the_quarter_before_is_proposed() -> None:
    earlier = [evaluated(_id=4, quarter="q1", customer=CUSTOMER), evaluated(_id=3, year=2023, usage_t=Decimal(1))]
    office = SmallOffice(customer_evaluation=earlier)
    values = settle(CustomerEvaluation.form_type, evaluation(office), at_work(office), "quarter")
    assert values["prev_usage_t"] == Decimal(900)


# D8


def report(office: SmallOffice | None = None, **other: Any) -> Values:
    given: dict[str, Any] = {
        "customer": CUSTOMER, "reason": "credit", "assessment": "经营稳定。", "grade_credit": "aa",
        "credit_limit": Decimal(2_000_000), "credit_days": 45,
        "finance": [{"year": 2023, "assets": Decimal(48), "liabilities": Decimal(12)}],
    }  # fmt: skip
    return filled(CreditReport, office=office or SmallOffice(customer=[file()]), **{**given, **other})


def test_a_credit_report_takes_the_customer_as_he_is() -> None:
    office = SmallOffice(customer=[file(legal_rep="刘宏", staff_count=86)])
    values = report(office)
    assert (values["profile_name"], values["profile_legal_rep"], values["profile_staff_count"]) == (
        "岳阳宏达钢铁有限公司",
        "刘宏",
        86,
    )
    assert values["valid_until"] == date(2025, 6, 15)
    assert codes(CreditReport, values, office=office, entering="reviewed") == []


def test_its_figures() -> None:
    paid = [
        {"due_on": date(2024, 3, 1), "due_amount": Decimal(5), "paid_on": date(2024, 3, 9), "paid_amount": Decimal(5)},
        {"due_on": date(2024, 6, 5), "due_amount": Decimal(5), "paid_on": None},
        {"due_on": date(2024, 7, 5), "due_amount": Decimal(5), "paid_on": date(2024, 6, 1)},
    ]
    none = {"year": 2022, "assets": Decimal(0), "liabilities": Decimal(3)}
    values = report(payments=paid, finance=[*report()["finance"], none])
    assert [line["overdue_days"] for line in values["payments"]] == [8, 10, 0]
    assert [line["debt_ratio"] for line in values["finance"]] == [Decimal("25.00"), None]


def test_points_1_3_10_and_11_are_required() -> None:
    values = report(finance=[], assessment=None, credit_limit=None, as_of=None)
    assert codes(CreditReport, values, entering="reviewed") == [
        "as_of:GEN_REQUIRED",
        "assessment:GEN_REQUIRED",
        "credit_limit:GEN_REQUIRED",
        "finance:GEN_MIN_LINES",
    ]


def test_shares_years_and_three_persons() -> None:
    shares = [{"holder": "刘宏", "share": Decimal(60)}, {"holder": "刘伟", "share": Decimal("40.5")}]
    assert "100.5%" in problems(CreditReport, report(shareholders=shares))["shareholders:CRED_SHARES"].zh
    twice = report(finance=[*report()["finance"], *report()["finance"]])
    assert codes(CreditReport, twice) == ["finance.1.year:GEN_DUP_LINE"]
    mine = Signature(CLERK.text, CLERK.id, TODAY)
    alone = report(checked_by=mine, approved_by=SIGNED)
    assert codes(CreditReport, alone) == ["checked_by:GEN_SAME_PERSON"]
    assert codes(CreditReport, report(checked_by=SIGNED, approved_by=SIGNED)) == [
        "approved_by:GEN_SAME_PERSON",
        "checked_by:GEN_SAME_PERSON",
    ]


def test_no_credit_without_a_file_and_risk_is_told() -> None:
    office = SmallOffice(customer=[file(status="draft")])
    assert codes(CreditReport, report(office), office=office) == ["credit_limit:CUST_CREDIT_NO_FILE"]
    assert codes(CreditReport, report(office, credit_limit=Decimal(0)), office=office) == []
    line = {"customer": CUSTOMER, "signals": ("arrears", "bankruptcy")}
    risky = SmallOffice(customer=[file(risk_flag=True)], **{"customer_briefing.items": [{"_id": 1, "items": [line]}]})
    line |= {"_id": 1}
    found = {p.path: p for p in _all(CreditReport, report(risky), risky)}
    assert found["customer"].code == "CUST_RISK"


def _all(form: type[Form], values: Values, office: SmallOffice) -> list[Any]:
    return list(problems(form, values, office=office).values())


def test_it_expires_once_its_validity_is_over() -> None:
    assert step(CreditReport, "expire", report()) == ["RULE:validity_is_over"]
    assert step(CreditReport, "expire", report(valid_until=date(2024, 6, 14))) == []


# D9


def test_amounts_and_changes_of_sales() -> None:
    deal = {
        "doc_no": "XS-1", "kind": "order", "doc_date": TODAY, "party": "岳阳二建", "product": "中板",
        "quantity": Decimal("2.5"), "unit_price": Decimal(4000), "amount": Decimal(9000),
    }  # fmt: skip
    earlier = {"month": "2023-05", "sold_amount": Decimal(800)}
    office = SmallOffice(
        **{
            "business_status.sales_data": [
                {"_id": 1, "month": "2023-05", "customer": CUSTOMER, "sales_data": [earlier]}
            ]
        }
    )
    months = [
        {"month": "2024-04", "sold_qty": Decimal(1), "sold_amount": Decimal(0)},
        {"month": "2024-05", "sold_qty": Decimal(1), "sold_amount": Decimal(1000)},
        {"month": "2024-06", "sold_qty": Decimal(1), "sold_amount": Decimal(1250)},
    ]
    values = filled(BusinessStatus, office=office, customer=CUSTOMER, period="2024-06", sales=[deal], sales_data=months)
    assert [(x["yoy"], x["mom"]) for x in values["sales_data"]] == [
        (None, None),
        (Decimal("25.00"), None),
        (None, Decimal("25.00")),
    ]
    assert codes(BusinessStatus, values, office=office, entering="submitted") == ["sales.0.amount:GEN_SUM_DIFFERS"]
    values["sales_data"].append(dict(months[0]))
    assert "sales_data.3.month:GEN_DUP_LINE" in codes(BusinessStatus, values, office=office)


# D10


def test_days_overdue_are_those_of_the_day() -> None:
    deals = [
        {"deal_date": date(2024, 4, 1), "product": "轧辊", "amount": Decimal(1), "due_on": date(2024, 5, 1), "paid_on": date(2024, 5, 4)},
        {"deal_date": date(2024, 5, 1), "product": "轧辊", "amount": Decimal(1), "due_on": date(2024, 6, 1), "paid_on": None},
        {"deal_date": date(2024, 6, 1), "product": "轧辊", "amount": Decimal(1), "due_on": date(2024, 7, 1), "paid_on": None},
    ]  # fmt: skip
    values = filled(CustomerDealings, customer=CUSTOMER, own_deals=deals)
    lines = enliven(CustomerDealings.form_type, values, at_work())["own_deals"]
    assert [line["overdue_days"] for line in lines] == [3, 14, 0]
    values["own_deals"][0]["paid_on"] = date(2024, 6, 16)
    assert codes(CustomerDealings, values) == ["own_deals.0.paid_on:GEN_DATE_FUTURE"]


# D11


def change(**other: Any) -> Values:
    told = [{"person": SALES, "informed_on": TODAY}]
    given = {"kind": "open", "customer": CUSTOMER, "new_name": "岳阳宏达钢铁（货款户）", "informed": told, **other}
    return filled(AccountChange, office=SmallOffice(customer=[file()]), **given)


def test_renaming_needs_reason_and_proof() -> None:
    assert codes(AccountChange, change(), entering="submitted") == []
    renamed = change(kind="rename")
    assert renamed["old_name"] == "岳阳宏达钢铁有限公司"
    assert codes(AccountChange, renamed, entering="submitted") == ["proof:GEN_REQUIRED_IF", "reason:GEN_REQUIRED_IF"]
    same = change(kind="rename", new_name="岳阳宏达钢铁有限公司")
    assert "new_name:ACCT_SAME_NAME" in codes(AccountChange, same)
    assert codes(AccountChange, change(informed=[]), entering="submitted") == ["informed:GEN_MIN_LINES"]


def test_it_takes_effect_once_all_is_done() -> None:
    assert step(AccountChange, "approve", change(filed_sales=SIGNED)) == ["ACCT_INCOMPLETE"]
    signed = change(filed_sales=SIGNED, filed_finance=SIGNED, erp_entered=SIGNED)
    assert step(AccountChange, "approve", signed) == []
    assert step(AccountChange, "approve", {**signed, "informed": []}) == ["ACCT_INCOMPLETE"]


# D12


def round_of(office: SmallOffice, **other: Any) -> Values:
    given = {"round_from": date(2024, 6, 1), "leader": LEADER, **other}
    return settle(CustomerReview.form_type, filled(CustomerReview, office=office, **given), at_work(office), "leader")


def active(*more: Values) -> SmallOffice:
    return SmallOffice({"review_months": 2}, customer=[file(class_grade="special"), *more])


def test_a_round_is_given_every_active_customer() -> None:
    office = active(
        file(_id=13, record_no="KH-2024-00013", status="watch"),
        file(_id=14, status="lost"),
        file(_id=15, status="draft"),
    )
    values = round_of(office)
    assert [(x["customer"].id, x["grade_before"], x["reviewer"]) for x in values["items"]] == [
        (12, "special", LEADER),
        (13, None, LEADER),
    ]
    values = settle(CustomerReview.form_type, {**values, "round_to": None}, at_work(office), "round_from")
    assert values["round_to"] == date(2024, 8, 1)


def test_what_grows_or_is_lost_is_explained_and_watched() -> None:
    line = {"customer": CUSTOMER, "reviewer": SALES, "reviewed_on": TODAY, "grade_after": "important", "trend": "fast"}
    office = active()
    values = round_of(office, items=[line], round_to=date(2024, 8, 1))
    assert values["items"][0]["watch"] is True
    assert codes(CustomerReview, values, office=office, entering="closed") == ["items.0.cause:GEN_REQUIRED_IF"]
    late = round_of(
        office, items=[{**line, "cause": "新线", "reviewed_on": date(2024, 6, 14)}], round_to=date(2024, 6, 10)
    )
    assert codes(CustomerReview, late, office=office) == ["items.0.reviewed_on:GEN_DATE_ORDER"]
    early = round_of(office, items=[{**line, "reviewed_on": date(2024, 5, 31)}], round_to=date(2024, 8, 1))
    assert codes(CustomerReview, early, office=office) == ["items.0.reviewed_on:GEN_DATE_ORDER"]


def test_it_is_not_closed_with_customers_unreviewed() -> None:
    office = active(file(_id=13, record_no="KH-2024-00013"))
    line = {
        "customer": CUSTOMER,
        "reviewer": SALES,
        "reviewed_on": TODAY,
        "grade_after": "important",
        "trend": "normal",
    }
    assert step(CustomerReview, "close", round_of(office, items=[line]), office) == ["REVIEW_INCOMPLETE"]
    both = round_of(office, items=[line, {**line, "customer": OTHER}])
    assert step(CustomerReview, "close", both, office) == []
    undated = round_of(office, items=[line, {**line, "customer": OTHER, "reviewed_on": None}])
    assert step(CustomerReview, "close", undated, office) == ["REVIEW_INCOMPLETE"]


# D13


def test_a_briefing_by_its_kind() -> None:
    item = {"customer": CUSTOMER, "description": "付款逾期。", "signals": (), "sources": ()}
    regular = filled(CustomerBriefing, kind="regular", addressee=LEADER, items=[item])
    assert codes(CustomerBriefing, regular, entering="submitted") == ["period:GEN_REQUIRED_IF"]
    urgent = filled(CustomerBriefing, kind="urgent", addressee=LEADER, items=[item])
    assert codes(CustomerBriefing, urgent, entering="submitted") == ["items.0.signals:GEN_REQUIRED_IF"]
    urgent["items"][0]["signals"] = ("arrears",)
    assert codes(CustomerBriefing, urgent, entering="submitted") == []
    assert codes(CustomerBriefing, urgent, entering="instructed") == ["instruction:GEN_REQUIRED"]


# D14


def test_a_run_is_whole_from_the_first_save() -> None:
    values = filled(CompositionAnalysis)
    assert (values["status"], values["run_on"], values["run_by"], values["currency"]) == ("kept", NOW, CLERK, "cny")
    assert len(values["analyses"]) == 7
    assert codes(CompositionAnalysis, values) == [
        "period_from:GEN_REQUIRED",
        "period_to:GEN_REQUIRED",
        "sales_basis:GEN_REQUIRED",
    ]
    given = {"period_from": date(2024, 3, 1), "period_to": date(2024, 2, 1), "sales_basis": "shipped"}
    assert codes(CompositionAnalysis, {**values, **given}) == ["period_to:GEN_DATE_ORDER"]
