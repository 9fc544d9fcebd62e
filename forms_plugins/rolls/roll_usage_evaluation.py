"""E9 轧辊使用综合评价表: how rolls did in use, judged by clerk and salesperson together."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

import dangan as d

COMPARE = (("better", "优", "Better"), ("equal", "相当", "Equal"), ("worse", "差", "Worse"))


class Judging(d.Flow):
    """Signed by both, in any order."""

    draft = d.State("草稿", "Draft")
    submitted = d.State("已提交", "Submitted", locks="*")
    approved = d.State("已核准", "Approved")
    filed = d.State("已归档", "Filed")

    submit = d.Step("签字提交", "Sign and submit", draft, submitted, sign="sign_clerk sign_sales", ordered=False)
    approve = d.Step("核准", "Approve", submitted, approved, by="role:sales_manager role:sales_director")
    send_back = d.Step("退回", "Send back", submitted, draft, by="role:sales_manager role:sales_director", reason=True)
    file = d.Step("归档", "File", approved, filed, by=d.role("archivist"))


class Judgement(d.Row):
    """One aspect."""

    aspect = d.Choice("评价项目", "Aspect", "roll_aspect", required=True)
    score = d.Int("评分", "Score", required=True, at_least=1, at_most=5)
    compare = d.Choice("与同类产品比较", "Against competitors", COMPARE)
    opinion = d.Text("意见", "Opinion")


class RollUsageEvaluation(
    d.Form,
    id="roll_usage_evaluation", no="E9", zh="轧辊使用综合评价表", en="Overall evaluation of roll use",
    title="{customer}", prefix="ZP", flow=Judging, unique=[d.Unique("record_no items.aspect")],
    secrecy="confidential", columns="record_no customer period_from period_to spec overall sign_clerk sign_sales status",
    ledgers=[d.Ledger("轧辊使用评价台帐", en="Ledger of evaluations")],
    practice="items foot",
):  # fmt: skip
    """The seven aspects are given; one that does not apply is taken out."""

    with d.Head() as head:
        record_no = d.Text("编号", "Number", required=True, auto=True)
        customer = d.Ref("客户", "Customer", "customer", required=True)
        period_from = d.Date("评价期起", "Period from", required=True, until="period_to")
        period_to = d.Date("评价期止", "Period to", required=True)
        spec = d.Text("轧辊规格", "Roll size", required=True)
    items = d.Rows(Judgement, "评价", "Evaluation", min=1, blank=7, one_per="aspect", free=True, once="aspect")
    with d.Foot() as foot:
        overall = d.Decimal("综合得分", "Overall score", auto=True, value=d.computed())
        customer_sign = d.Text("客户签字", "Customer")
        sign_clerk = d.Sign(
            "填表人(内勤)", "Filled in by (clerk)", required=True, who="role:sales_clerk", also=("填表人(内勤、销售人员)",),
        )  # fmt: skip
        sign_sales = d.Sign(
            "填表人(销售人员)", "Filled in by (sales)", required=True, who="role:salesperson role:sales_manager",
            differs="sign_clerk",
        )  # fmt: skip


@RollUsageEvaluation.overall.calc
def mean_score(items: Sequence[Judgement]) -> Decimal | None:
    scores = [item.score for item in items if item.score is not None]
    return (Decimal(sum(scores)) / len(scores)).quantize(Decimal("0.01"), ROUND_HALF_UP) if scores else None


@RollUsageEvaluation.overall.note(
    "综合得分低于 3 分，请建立纠正预防措施。", "The overall score is below 3: corrective and preventive action is asked for.",
)  # fmt: skip
def no_action_needed(overall: Decimal) -> bool:
    return overall >= 3


register_forms = d.registering(RollUsageEvaluation)

SAMPLES = (
    {
        "customer": 1, "period_from": -210, "period_to": -30, "spec": "Φ650×1700", "customer_sign": "刘宏", "prepared_by": 24,
        "items": [
            {"aspect": "hardness", "score": 5, "compare": "better"}, {"aspect": "wear", "score": 4, "compare": "equal"},
            {"aspect": "thermal", "score": 4, "compare": "equal"}, {"aspect": "life", "score": 4, "compare": "better"},
            {"aspect": "precision", "score": 5}, {"aspect": "delivery", "score": 3, "opinion": "第二批晚到两天。"},
            {"aspect": "service", "score": 5},
        ],
        "steps": "submit approve",
    },
    {
        "customer": 2, "period_from": -90, "period_to": -5, "spec": "Φ450×800", "prepared_by": 24,
        "items": [
            {"aspect": name, "score": 2} for name in ("hardness", "wear", "thermal", "life", "precision", "delivery", "service")
        ],
    },
)  # fmt: skip
