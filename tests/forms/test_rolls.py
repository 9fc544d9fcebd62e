"""Group E: what the forms of the roll manufacturer refuse, warn of and compute, from forms.md."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from dangan import Form, Link, Signature, Values
from dangan.settling import enliven
from forms_plugins.customers.customer import Customer
from forms_plugins.rolls.consignment import Consignment
from forms_plugins.rolls.correspondence import Correspondence
from forms_plugins.rolls.payment_detail import PaymentDetail
from forms_plugins.rolls.roll_contract import RollContract
from forms_plugins.rolls.roll_customer import RollCustomer
from forms_plugins.rolls.roll_order_intent import RollOrderIntent
from forms_plugins.rolls.roll_order_review import RollOrderReview
from forms_plugins.rolls.roll_quality_feedback import RollQualityFeedback
from forms_plugins.rolls.roll_quality_resolution import RollQualityResolution
from forms_plugins.rolls.roll_usage_consult import RollUsageConsult
from forms_plugins.rolls.roll_usage_evaluation import RollUsageEvaluation
from tests.forms.office import NOW, SmallOffice, at_work, filled, problems

CUSTOMER, OTHER = Link("KH-1", 1, "customer"), Link("KH-2", 2, "customer")
TODAY = NOW.date()
LI, WANG = Signature("李静", 7, TODAY), Signature("王芳", 8, TODAY)


class QualityOffice(SmallOffice):
    """Where the clerk is of the quality department."""

    def acts_as(self, person: Link) -> dict[str, Link]:
        return {f"person:{person.id}": person, "role:quality": person}


def order(form: type[Form], office: SmallOffice | None = None, **values: Any) -> list[str]:
    return list(problems(form, filled(form, office=office, **values), office=office, entering="submitted"))


def test_roll_customer_shares_class_and_credit_with_the_customer() -> None:
    shared = {name for name, field in RollCustomer.form_type.spec.fields.items() if field.shared}
    assert shared == {"class_time", "class_importance", "credit_limit"} <= set(Customer.form_type.spec.fields)
    base = {"customer": CUSTOMER, "class_time": "future", "class_importance": "key"}
    assert order(RollCustomer, **base) == []
    line = {"stock_date": date(2024, 6, 16), "spec": "Φ650", "stock_qty": 1}
    assert order(RollCustomer, **base, stock=[line]) == ["stock.0.stock_date:GEN_DATE_FUTURE"]


ITEM = {"spec": "Φ650", "material": "铸铁", "quantity": 3, "deliver_on": date(2024, 9, 1)}


def test_amount_of_an_order_is_empty_without_a_price() -> None:
    made = filled(RollOrderIntent, customer=CUSTOMER, items=[{**ITEM, "unit_price": Decimal("10.5")}, ITEM])
    assert [line.get("amount") for line in made["items"]] == [Decimal("31.5"), None]
    assert problems(RollOrderIntent, made, entering="submitted") == {}
    assert order(RollOrderIntent, customer=CUSTOMER) == ["items:GEN_MIN_LINES"]


def review(*results: str, signed: bool = True, status: str = "approved") -> Values:
    depts = ("tech", "production", "finance")
    lines = [
        {"review_dept": dept, "result": result, "reviewer": LI if signed or n else None}
        for n, (dept, result) in enumerate(zip(depts, results, strict=False))
    ]
    return {"_id": 5, "record_no": "PS-1", "intent": INTENT, "status": status, "reviews": lines}


INTENT = Link("YX-1", 3, "roll_order_intent")


def ordered(*reviews: Values, **customer: Any) -> SmallOffice:
    items = [{**ITEM, "unit_price": Decimal(100), "amount": Decimal(300)}]
    return SmallOffice(
        roll_order_intent=[{"_id": 3, "record_no": "YX-1", "customer": CUSTOMER, "items": items}],
        roll_order_review=list(reviews),
        customer=[{"_id": 1, "record_no": "KH-1", "status": "active", **customer}],
    )


def contract(office: SmallOffice, **more: Any) -> list[str]:
    values = {
        "intent": INTENT,
        "signed_on": TODAY,
        "total": Decimal(300),
        "payment_terms": "货到付款",
        "customer": CUSTOMER,
    }
    return order(RollContract, office, **{**values, **more})


def test_contract_takes_lines_customer_and_total_of_the_intent() -> None:
    office = ordered(review("ok"))
    made = filled(RollContract, office=office, intent=INTENT)
    assert (made["items"][0]["spec"], made["items"][0]["amount"]) == ("Φ650", Decimal(300))
    assert contract(office) == []


@pytest.mark.parametrize(
    ("reviews", "code"),
    [((), "ORDER_NO_REVIEW"), ((review("ok", signed=False, status="submitted"),), "ORDER_NO_REVIEW"),
     ((review("ok", status="submitted"),), "ORDER_NO_REVIEW"), ((review("ok", "reject"),), "ORDER_REJECTED")],
)  # fmt: skip
def test_contract_needs_a_finished_review_without_rejection(reviews: tuple[Values, ...], code: str) -> None:
    assert contract(ordered(*reviews)) == [f"intent:{code}"]


def test_contract_names_the_departments_that_lack() -> None:
    office = ordered(review("ok", "ok", signed=False, status="submitted"))
    values = filled(RollContract, office=office, intent=INTENT)
    assert "缺技术" in problems(RollContract, values, office=office)["intent:ORDER_NO_REVIEW"].zh


def test_contract_refuses_another_total_and_warns_of_risk() -> None:
    assert contract(ordered(review("ok")), total=Decimal(299)) == ["total:ORDER_TOTAL"]
    assert contract(ordered(review("ok"), risk_flag=True)) == ["customer:CUST_RISK"]
    assert contract(ordered(review("ok"), is_credit=True, status="draft")) == ["customer:CUST_CREDIT_NO_FILE"]
    assert RollContract.form_type.spec.retention == "y10"


def test_review_wants_an_opinion_where_it_does_not_agree() -> None:
    line = {"review_dept": "tech", "subject": "材质", "result": "conditional"}
    assert order(RollOrderReview, intent=INTENT, reviews=[line]) == ["reviews.0.opinion:GEN_REQUIRED_IF"]
    twice = [{**line, "opinion": "可"}, {**line, "opinion": "可"}]
    assert order(RollOrderReview, intent=INTENT, reviews=twice) == ["reviews.1.review_dept:GEN_DUP_LINE"]


def paid(office: SmallOffice | None = None, opening: int = 100, *lines: Values, year: int = 2024) -> Values:
    env = at_work(office)
    values = filled(
        PaymentDetail, office=office, customer=CUSTOMER, year=year, opening=Decimal(opening), lines=list(lines)
    )
    return enliven(PaymentDetail.form_type, values, env)


def sent(day: date, amount: int) -> Values:
    return {"line_date": day, "summary": "发货", "billed": Decimal(amount)}


def got(day: date, amount: int) -> Values:
    return {"line_date": day, "summary": "收款", "received": Decimal(amount), "pay_mode": "cash"}


def test_running_balance_and_age_first_in_first_out() -> None:
    made = paid(None, 100, sent(date(2024, 4, 1), 200), got(date(2024, 5, 2), 150), sent(date(2024, 6, 1), 80))
    assert [line["balance"] for line in made["lines"]] == [300, 150, 230]
    assert made["closing"] == 230
    # 150 pay the 100 carried over and 50 of April; on 15 June April is 75 days old, June 14
    assert [line["age_days"] for line in made["lines"]] == [75, None, 14]
    assert [made[name] for name in ("age_30", "age_60", "age_90", "age_over_90")] == [80, 0, 150, 0]


def test_debt_carried_over_keeps_its_age_and_prepayment_counts() -> None:
    before = {
        "_id": 9, "record_no": "HK-1", "customer": CUSTOMER, "year": 2023, "opening": Decimal(0), "closing": Decimal(70),
        "lines": [sent(date(2023, 11, 1), 70)],
    }  # fmt: skip
    early = SmallOffice(payment_detail=[before])
    made = paid(early, 70)
    assert made["age_over_90"] == 70
    ahead = paid(None, -50, sent(date(2024, 6, 1), 80))
    assert (ahead["closing"], ahead["age_30"], ahead["lines"][0]["age_days"]) == (30, 30, 14)


def test_ages_of_a_year_gone_by_are_those_of_its_last_day() -> None:
    made = paid(None, 0, sent(date(2023, 12, 1), 60), year=2023)
    assert (made["lines"][0]["age_days"], made["age_30"]) == (30, 60)


def test_opening_goes_on_from_the_year_before() -> None:
    office = SmallOffice(payment_detail=[{"_id": 9, "record_no": "HK-1", "customer": CUSTOMER, "year": 2023,
                                          "opening": Decimal(0), "closing": Decimal(70), "lines": []}])  # fmt: skip
    assert order(PaymentDetail, office, customer=CUSTOMER, year=2024, opening=Decimal(60)) == [
        "opening:GEN_SUM_DIFFERS"
    ]
    assert order(PaymentDetail, office, customer=CUSTOMER, year=2024, opening=Decimal(70)) == []
    wrong = {"line_date": date(2023, 12, 31), "summary": "收款", "received": Decimal(1)}
    assert order(PaymentDetail, customer=CUSTOMER, year=2024, opening=Decimal(0), lines=[wrong]) == [
        "lines.0.pay_mode:GEN_REQUIRED_IF",
        "lines.0.line_date:GEN_RANGE",
    ]


def test_consultation_lies_in_the_past() -> None:
    said = {"customer": CUSTOMER, "mode": "phone", "opinion": "耐磨"}
    assert order(RollUsageConsult, **said, contact_on=TODAY) == []
    assert order(RollUsageConsult, **said, contact_on=date(2024, 7, 1)) == ["contact_on:GEN_DATE_FUTURE"]


def test_feedback_has_its_days_in_order_and_a_contract_of_the_customer() -> None:
    office = SmallOffice(roll_contract=[{"_id": 4, "record_no": "HT-1", "customer": OTHER}])
    good = {"customer": CUSTOMER, "reported_on": TODAY, "passed_on": TODAY, "roll_no": "Z1", "defects": ("spall",), "description": "剥落"}  # fmt: skip

    def found(**more: Any) -> list[str]:
        values = filled(RollQualityFeedback, office=office, **good, **more)
        return list(problems(RollQualityFeedback, values, office=office, entering="received"))

    assert found() == []
    assert found(contract_no=Link("HT-1", 4, "roll_contract")) == ["contract_no:GEN_REF_MISSING"]
    assert found(mounted_on=date(2024, 6, 2), removed_on=date(2024, 6, 1)) == ["removed_on:GEN_DATE_ORDER"]


RESULT = {"feedback": Link("FK-1", 6, "roll_quality_feedback"), "inspected_on": TODAY, "inspection": "疏松", "cause": "浇温低",
          "liability": "ours", "decision": "replace"}  # fmt: skip


def test_only_quality_decides() -> None:
    assert order(RollQualityResolution, **RESULT) == ["feedback:QUAL_NOT_QC"]
    values = {**filled(RollQualityResolution, **RESULT), "status": "approved"}
    assert problems(RollQualityResolution, values) == {}, "the answer follows from sales"


def test_compensation_has_an_amount_and_the_answer_follows_the_inspection() -> None:
    office = QualityOffice()
    assert order(RollQualityResolution, office, **RESULT) == []
    assert order(RollQualityResolution, office, **{**RESULT, "decision": "discount"}) == ["amount:GEN_REQUIRED_IF"]
    early = date(2024, 6, 1)
    assert order(RollQualityResolution, office, **RESULT, answered_on=early) == ["answered_on:GEN_DATE_ORDER"]


def test_reply_is_of_the_same_customer_the_other_way() -> None:
    letters = [{"_id": n, "record_no": f"HJ-{n}", "customer": who, "direction": way}
               for n, (who, way) in enumerate([(CUSTOMER, "in"), (OTHER, "in"), (CUSTOMER, "out")], 1)]  # fmt: skip
    office = SmallOffice(correspondence=letters)

    def found(reply: int) -> list[str]:
        return order(
            Correspondence, office, direction="out", letter_date=TODAY, customer=CUSTOMER, kind="fax", subject="复函",
            pages=1, copy_kind="original", valid=True, reply=Link(f"HJ-{reply}", reply, "correspondence"),
        )  # fmt: skip

    assert found(1) == []
    assert found(2) == found(3) == ["reply:GEN_REF_MISSING"]


def test_receipt_tells_what_differs() -> None:
    note = {"customer": CUSTOMER, "sent_on": TODAY, "carrier": "巴陵物流", "consignee": "备件库",
            "items": [{"spec": "轧辊", "quantity": 6}]}  # fmt: skip

    def found(**more: Any) -> list[str]:
        return list(problems(Consignment, filled(Consignment, **note, **more), entering="approved"))

    assert found() == ["receipt_on:GEN_REQUIRED"]
    back = {"receipt_on": TODAY, "receipt_by": "李库管"}
    assert found(receipt_on=TODAY) == ["receipt_by:GEN_REQUIRED_IF", "receipt_qty:GEN_REQUIRED_IF"]
    assert found(**back, receipt_qty=6) == []
    assert [name.partition(":")[0] for name in found(**back, receipt_qty=5)] == ["difference"]
    assert found(**back, receipt_qty=5, difference="缺一支，运输途中") == []


def test_evaluation_brings_the_seven_aspects_and_their_mean() -> None:
    made = filled(RollUsageEvaluation, customer=CUSTOMER, spec="Φ650", period_from=date(2024, 1, 1), period_to=TODAY)
    assert len(made["items"]) == 7
    for line, score in zip(made["items"], (5, 4, 4, 4, 5, 3, 5), strict=True):
        line["score"] = score
    made = filled(RollUsageEvaluation, **made)
    assert made["overall"] == Decimal("4.29")
    assert problems(RollUsageEvaluation, made, entering="submitted") == {}
    made["items"][0]["score"] = 6
    assert list(problems(RollUsageEvaluation, made)) == ["items.0.score:GEN_RANGE"]


def test_low_score_asks_for_action_and_two_persons_sign() -> None:
    lines = [{"aspect": "wear", "score": 2}]
    made = filled(RollUsageEvaluation, customer=CUSTOMER, items=lines, sign_clerk=LI, sign_sales=LI)
    found = problems(RollUsageEvaluation, made)
    assert [p.level for p in found.values()] == ["refuse", "note"]
    assert next(iter(found)) == "sign_sales:GEN_SAME_PERSON"
    assert problems(RollUsageEvaluation, {**made, "sign_sales": WANG, "overall": Decimal(3)}) == {}
