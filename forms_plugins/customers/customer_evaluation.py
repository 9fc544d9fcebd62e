"""D6 客户评价: how a customer stands, at least once a quarter (W9)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import dangan as d

QUARTER = (
    ("q1", "第一季度", "First quarter"), ("q2", "第二季度", "Second quarter"), ("q3", "第三季度", "Third quarter"),
    ("q4", "第四季度", "Fourth quarter"),
)  # fmt: skip
CONCLUSION = {"growing": "增强", "stable": "稳定", "declining": "下降", "risk": "风险"}


class Evaluating(d.Usual):
    """Signed by the salesperson, then by the head of sales; it can be edited until then."""

    submit = d.Step("提交", "Submit", d.Usual.draft, d.Usual.submitted, sign="evaluated_by")
    approve = d.Step("核准", "Approve", d.Usual.submitted, d.Usual.approved, sign="sales_head")


class CustomerEvaluation(
    d.Form,
    id="customer_evaluation", no="D6", zh="客户评价", en="Customer evaluation", title="{customer}", prefix="PJ",
    number="PJ-{yyyy}Q{q}-{seq:4}", key="customer year quarter", secrecy="confidential", flow=Evaluating,
    columns="record_no customer year quarter conclusion usage_t evaluated_on status",
    ledgers=[d.Ledger("季度客户评价台帐", en="Quarterly customer evaluations")],
    practice="head",
):  # fmt: skip
    """One evaluation of a customer for a quarter."""

    with d.Head() as head:
        record_no = d.Text("编号", "Number", required=True, auto=True)
        customer = d.Ref("客户", "Customer", "customer", "aggregate_customer_file", required=True)
        year = d.Year("评价年度", "Year", required=True, default=d.like("today.year"))
        quarter = d.Choice("评价季度", "Quarter", QUARTER, required=True)
        usage = d.LongText("客户使用量情况", "Consumption", required=True)
        usage_t = d.Decimal("本季使用量(吨)", "Consumption this quarter (t)", places=3, unit="吨", at_least=0)
        prev_usage_t = d.Decimal("上季使用量(吨)", "Previous quarter (t)", places=3, unit="吨", at_least=0)
        credit_change = d.LongText("资信变化情况", "Changes in credit standing", required=True)
        person_change = d.LongText("主要负责人变动情况", "Changes of responsible persons", required=True)
        payment_state = d.Text("回款情况", "Payment behaviour")
        competition = d.Text("竞争情况", "Competition")
        conclusion = d.Choice("评价结论", "Conclusion", CONCLUSION, required=True)
        suggestion = d.LongText("建议", "Suggestions")
    with d.Foot() as foot:
        evaluated_by = d.Sign(
            "评价人(业务人员)", "Evaluated by", required=True, who=f"customer.salesperson {d.role('salesperson')}"
        )
        evaluated_on = d.Date("评价日期", "Evaluated on", required=True, past=True, default=d.TODAY)
        sales_head = d.Sign("销售部负责人", "Head of sales", who=d.role("sales_manager"))


def _evaluations(customer: d.Link, office: d.Office, **where: Any) -> Iterator[d.Values]:
    """Those of the customer, whether they name its file or one of it at a subsidiary."""
    at_a_subsidiary = customer.form == "aggregate_customer_file"
    file = (office.record(customer) or {}).get("customer") if at_a_subsidiary else customer
    ids = [x["_id"] for x in office.each("aggregate_customer_file", customer=file)] if file else []
    for named in (file, *(d.Link("", x, "aggregate_customer_file") for x in ids)) if file else ():
        yield from office.find("customer_evaluation", customer=named, **where)


@CustomerEvaluation.prev_usage_t.default
def of_the_last_evaluation(customer: d.Link, year: int, quarter: str, office: d.Office) -> Decimal | None:
    earlier = [x for x in _evaluations(customer, office) if (x["year"] or 0, x["quarter"] or "") < (year, quarter)]
    return max(earlier, key=lambda x: (x["year"], x["quarter"]))["usage_t"] if earlier else None


@CustomerEvaluation.quarter.must(code="EVAL_DUP")
def once_a_quarter(customer: d.Link, year: int, quarter: str, itself: d.Link | None, office: d.Office) -> d.Verdict:
    others = _evaluations(customer, office, year=year, quarter=quarter)
    other = next((x for x in others if itself is None or x["_id"] != itself.id), None)
    named = {"customer": customer.title or customer.text, "quarter": quarter.removeprefix("q")}
    return other is None or {**named, "record_no": other["record_no"]}


register_forms = d.registering(CustomerEvaluation)

_SAID = {"credit_change": "无变化", "person_change": "无变化"}
SAMPLES = (
    {
        **_SAID, "customer": ("customer", 1), "year": -1, "quarter": "q3", "usage": "三季度用量平稳，以中板为主。",
        "usage_t": 1260, "payment_state": "按月结算，无拖欠", "conclusion": "stable", "evaluated_on": -300,
        "steps": "submit approve",
    },
    {
        **_SAID, "customer": ("customer", 1), "year": -1, "quarter": "q4", "usage": "新增一条产线，用量上升。",
        "usage_t": 1480, "prev_usage_t": 1260, "conclusion": "growing", "suggestion": "建议签订年度合同。",
        "evaluated_on": -210, "steps": "submit approve",
    },
    {
        "customer": ("customer", 2), "year": -1, "quarter": "q4", "usage": "停产检修一个月，用量减少三成。", "usage_t": 310,
        "credit_change": "被本地法院列为被执行人，标的 86 万元", "person_change": "法定代表人由刘宏变更为刘伟",
        "payment_state": "逾期 45 天", "competition": "改用邻省供方产品", "conclusion": "risk",
        "suggestion": "暂停赊销，转为现款现货。", "evaluated_on": -30, "steps": "submit",
    },
)  # fmt: skip
