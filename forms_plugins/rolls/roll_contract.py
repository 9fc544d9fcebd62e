"""E2 轧辊定做合同: written from the letter of intent once that is reviewed, the third paper of an order."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import dangan as d
from forms_plugins.customers.standing import confirmed, no_risk
from forms_plugins.rolls.options import REVIEW_DEPT
from forms_plugins.rolls.rows import ContractItem

STATE = (
    ("running", "执行中", "In progress"), ("done", "完成", "Completed"), ("changed", "变更", "Varied"),
    ("ended", "解除", "Terminated"),
)  # fmt: skip


class RollContract(
    d.Form,
    id="roll_contract", no="E2", zh="轧辊定做合同", en="Contract for rolls", title="{customer}", prefix="HT",
    secrecy="confidential", retention="y10",
    columns="record_no intent customer signed_on total payment_terms state prepared_by status",
    ledgers=[d.Ledger("合同台帐", en="Ledger of contracts")], practice="warranty items",
):  # fmt: skip
    """Its lines are those of the intent, with a price each."""

    with d.Head() as head:
        record_no = d.Text("合同编号", "Contract number", required=True, auto=True)
        intent = d.Ref("意向书编号", "Letter of intent", "roll_order_intent", required=True)
        customer = d.Ref("客户", "Customer", "customer", required=True, auto=True, value=d.copied("intent.customer"))
        prepared_by = d.Person("编写人(内勤)", "Written by", required=True, default=d.USER)
        signed_on = d.Date("签订日期", "Signed on", required=True, past=True)
        total = d.Money("总金额", "Total", required=True, unit="元")
        payment_terms = d.Text("付款方式", "Payment terms", required=True)
        warranty = d.LongText("质保条款", "Warranty")
        state = d.Choice("履行状态", "State of performance", STATE, required=True, default="running")
    items = d.Rows(ContractItem, "定做轧辊", "Rolls ordered", min=1, fill="intent.items")


@RollContract.total.default
def sum_of_the_intent(intent: d.Link, office: d.Office) -> Decimal | None:
    amounts = [line.get("amount") for line in (office.record(intent) or {}).get("items") or ()]
    return sum(amounts) if amounts and all(amounts) else None


@RollContract.total.must(code="ORDER_TOTAL")
def is_the_sum_of_the_lines(total: Decimal, items: Sequence[ContractItem]) -> d.Verdict:
    found = sum((item.amount for item in items if item.amount is not None), Decimal())
    return total == found or {"sum": found}


@RollContract.intent.must(code="ORDER_NO_REVIEW")
def is_reviewed(intent: d.Link, office: d.Office) -> d.Verdict:
    """By every department asked, and approved; without a review none has spoken."""
    review = _review(intent, office)
    if review and review["status"] in ("approved", "filed"):
        return True
    unsigned = [line["review_dept"] for line in review["reviews"] if not line["reviewer"]] if review else REVIEW_DEPT
    lacking = [_department(code) for code in unsigned] or [d.Label("批准人", "the approver")]
    return {"intent_no": intent.text, "depts": lacking}


@RollContract.intent.must(code="ORDER_REJECTED")
def nobody_rejected_it(intent: d.Link, office: d.Office) -> d.Verdict:
    review = _review(intent, office)
    against = [line["review_dept"] for line in (review or {}).get("reviews", ()) if line["result"] == "reject"]
    return not against or {"intent_no": intent.text, "dept": [_department(code) for code in against]}


def _department(code: str) -> d.Label:
    return d.Label(REVIEW_DEPT[code], code)


def _review(intent: d.Link, office: d.Office) -> d.Values | None:
    found = office.find("roll_order_review", intent=intent)
    return office.record(d.Link(found[0]["record_no"], found[0]["_id"], "roll_order_review")) if found else None


@RollContract.customer.must(code="CUST_CREDIT_NO_FILE")
def credit_needs_a_confirmed_file(customer: d.Link, office: d.Office) -> d.Verdict:
    return not (office.record(customer) or {}).get("is_credit") or confirmed(customer, office)


RollContract.customer.should(code="CUST_RISK")(no_risk)

register_forms = d.registering(RollContract)

SAMPLES_AFTER = "roll_order_review"
SAMPLES = (
    {
        "intent": 1, "prepared_by": 24, "signed_on": -100, "total": 272800, "payment_terms": "预付 30%，货到验收后 30 天付清",
        "warranty": "质保期 12 个月，非使用原因断辊、剥落的免费更换。", "steps": "submit",
    },
)  # fmt: skip
