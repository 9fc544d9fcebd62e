"""E2 轧辊定做评审表: what each department says of an order, the second of its three papers."""

from __future__ import annotations

import dangan as d
from forms_plugins.rolls.options import REVIEW_DEPT

RESULT = (
    ("ok", "同意", "Agreed"), ("conditional", "有条件同意", "Agreed on conditions"), ("reject", "不同意", "Rejected"),
)  # fmt: skip


class Reviewing(d.Flow):
    """Each department signs its line, then the order is approved."""

    draft = d.State("草稿", "Draft")
    submitted = d.State("已提交", "Submitted", locks="head")
    approved = d.State("已核准", "Approved", locks="*")
    filed = d.State("已归档", "Filed")

    submit = d.Step("提交", "Submit", draft, submitted)
    review = d.Step("评审签字", "Sign the review", submitted, line="reviews", sign="reviews.reviewer")
    approve = d.Step("批准", "Approve", submitted, approved, sign="approved_by")
    send_back = d.Step("退回", "Send back", submitted, draft, reason=True)
    file = d.Step("归档", "File", approved, filed, by=d.role("archivist"))


class Review(d.Row):
    """The review by one department."""

    review_dept = d.Choice("评审部门", "Department", REVIEW_DEPT, required=True)
    subject = d.Text("评审内容", "Subject", required=True)
    result = d.Choice("结论", "Result", RESULT, required=True)
    opinion = d.LongText("意见", "Opinion", required=d.when("result", "conditional", "reject"))
    reviewer = d.Sign("评审人/日期", "Reviewer / date", required=True)


class RollOrderReview(
    d.Form,
    id="roll_order_review", no="E2", zh="轧辊定做评审表", en="Order review for rolls", title="{intent}", prefix="PS",
    flow=Reviewing, key="intent", unique=[d.Unique("record_no reviews.review_dept")], secrecy="confidential",
    columns="record_no intent approved_by status", practice="reviews.opinion",
    ledgers=[d.Ledger("评审台帐", en="Ledger of order reviews", per="reviews")],
):  # fmt: skip
    """One for each letter of intent; without it, or with a rejection in it, there is no contract."""

    with d.Head() as head:
        intent = d.Ref("意向书编号", "Letter of intent", "roll_order_intent", required=True)
    reviews = d.Rows(Review, "评审", "Reviews", min=1, blank=5, once="review_dept")
    with d.Foot() as foot:
        approved_by = d.Sign(
            "批准人", "Approved by", required=True, who="role:gm role:deputy_gm", differs="prepared_by",
            code="GEN_SELF_APPROVAL",
        )  # fmt: skip


Reviewing.approve.wants(
    "reviewer", "还有部门没有签字。", "A department has not signed yet.",
    mend=("请各评审部门先签字。", "Let each department sign first."), at="reviews",
)  # fmt: skip

register_forms = d.registering(RollOrderReview)

SAMPLES = (
    {
        "intent": 1, "steps": "submit review approve",
        "reviews": [
            {"review_dept": "tech", "subject": "材质与硬度", "result": "ok"},
            {"review_dept": "production", "subject": "交货期", "result": "conditional", "opinion": "须在 5 日内排产。"},
            {"review_dept": "finance", "subject": "付款方式", "result": "ok"},
        ],
    },
    {
        "intent": 2, "steps": "submit",
        "reviews": [{"review_dept": "tech", "subject": "材质与硬度", "result": "reject", "opinion": "现有设备不能加工。"}],
    },
)  # fmt: skip
