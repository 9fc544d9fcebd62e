"""E6 轧辊质量异议处理结果: what the quality department finds and decides of a feedback sheet (W14)."""

from __future__ import annotations

import dangan as d
from dangan.env import shipped_roles
from forms_plugins.rolls.options import DECISION

QUALITY = d.role("quality")
LIABILITY = (
    ("ours", "本公司", "Ours"), ("customer", "客户使用", "Use by the customer"), ("transport", "运输", "Transport"),
    ("other", "其他", "Other"),
)  # fmt: skip


class Resolving(d.Flow):
    """Quality inspects, decides and signs; the customer's view and the answer follow from sales."""

    draft = d.State("草稿", "Draft")
    submitted = d.State("已提交", "Submitted")
    approved = d.State("已核准", "Approved", locks="head", late="customer_view answered_on action")
    filed = d.State("已归档", "Filed", locks="*")

    submit = d.Step("提交", "Submit", draft, submitted, by=QUALITY)
    sign_off = d.Step("签字", "Sign", submitted, approved, sign="quality_head")
    send_back = d.Step("退回", "Send back", submitted, draft, by=QUALITY, reason=True)
    file = d.Step("归档", "File", approved, filed, by=d.role("archivist"))


class RollQualityResolution(
    d.Form,
    id="roll_quality_resolution", no="E6", zh="轧辊质量异议处理结果", en="Result of a roll quality objection",
    title="{feedback} {decision}", prefix="YY", flow=Resolving, key="feedback", secrecy="confidential",
    columns="record_no feedback inspected_on liability decision amount answered_on quality_head status",
    ledgers=[d.Ledger("质量异议处理台帐", en="Ledger of results")],
    practice="head",
):  # fmt: skip
    """One for each feedback sheet."""

    with d.Head() as head:
        feedback = d.Ref("反馈单编号", "Feedback number", "roll_quality_feedback", required=True)
        inspected_on = d.Date("检查日期", "Inspected on", required=True, past=True)
        inspection = d.LongText("检查内容与结果", "Inspection", required=True)
        cause = d.LongText("原因分析", "Cause", required=True)
        liability = d.Choice("责任判定", "Responsibility", LIABILITY, required=True, other=True)
        decision = d.Choice("处理结果", "Decision", DECISION, required=True)
        amount = d.Money("赔付金额", "Compensation", unit="元", required=d.when("decision", "compensate", "discount"))
        customer_view = d.Text("客户意见", "Customer's view")
        answered_on = d.Date("回复日期", "Answered on", past=True, from_="inspected_on", required=d.since("filed"))
        action = d.Ref("纠正措施", "Corrective action", "corrective_action")
    with d.Foot() as foot:
        quality_head = d.Sign("品管部负责人", "Head of quality", required=True, who=QUALITY)


@RollQualityResolution.feedback.must(code="QUAL_NOT_QC")
def only_quality_decides(feedback: d.Link, status: str, user: d.Link, office: d.Office) -> d.Verdict:
    """While it is drawn up; the answer to the customer is entered by sales."""
    may = status not in ("draft", "submitted") or QUALITY in office.acts_as(user)
    return may or {"record_no": feedback.text, "dept": shipped_roles()["quality"]}


register_forms = d.registering(RollQualityResolution)

SAMPLES = (
    {
        "feedback": 1, "inspected_on": -33, "inspection": "取样检验：剥落处有皮下疏松，深 12 毫米；硬度合格。",
        "cause": "浇注温度偏低，补缩不足。", "liability": "ours", "decision": "replace", "customer_view": "同意更换",
        "answered_on": -31, "prepared_by": 6, "steps": "submit sign_off",
    },
)  # fmt: skip
