"""F5 客户投诉: a complaint from its receipt to the customer's confirmation (W14)."""

from __future__ import annotations

import dangan as d
from forms_plugins.shared.signed import MANAGER

CHANNEL = {"phone": "电话", "letter": "来函", "visit": "来访", "email": "邮件", "return_visit": "回访"}
KIND = {"quality": "质量", "service": "服务", "delivery": "交货", "price": "价格", "other": "其他"}
SEVERITY = {"minor": "一般", "major": "重要", "critical": "重大"}
CONFIRMED = {"satisfied": "满意", "accepted": "接受", "unsatisfied": "不满意"}
RECEIPT = (
    "dept received_at received_by customer complainant complainant_phone channel product kind content demand severity"
)


class Handling(d.Flow):
    """Received, assigned, investigated, decided, replied, closed; reopened it is assigned anew."""

    received = d.State("已接收", "Received", whole=True)
    assigned = d.State("已分派", "Assigned", locks=RECEIPT)
    investigated = d.State("已调查", "Investigated")
    decided = d.State("已处理", "Decided", locks="handler_dept handler findings cause decision")
    replied = d.State("已回复", "Replied", locks="reply replied_on")
    closed = d.State("已结案", "Closed", locks="*")
    reopened = d.State("重新处理", "Reopened", side=True, locks=RECEIPT)

    assign = d.Step(
        "分派", "Assign", (received, reopened), assigned, asks="handler_dept handler", by=MANAGER,
        due=d.days("complaint_ack_days", 1, after="received_at"),
    )  # fmt: skip
    investigate = d.Step("调查", "Investigate", assigned, investigated, asks="findings cause", by="handler")
    decide = d.Step("处理", "Decide", investigated, decided, asks="cause decision", sign="approved_by")
    answer = d.Step(
        "回复", "Reply", decided, replied, asks="reply replied_on", by="handler",
        due=d.days("complaint_reply_days", 5, after="received_at"),
    )  # fmt: skip
    close = d.Step(
        "结案", "Close", (decided, replied), closed, asks="confirmed closed_on close_note action",
        by=f"handler {MANAGER}",
    )  # fmt: skip
    reopen = d.Step("重新处理", "Reopen", (replied, closed), reopened, by=f"handler {MANAGER}", reason=True)


class Complaint(
    d.Form,
    id="complaint", no="F5", zh="客户投诉", en="Customer complaint", title="{customer} {content}", prefix="TS", flow=Handling,
    secrecy="confidential", columns="record_no customer received_at dept kind severity handler replied_on closed_on status",
    ledgers=[d.Ledger("客户投诉台帐", en="Register of complaints")],
    practice="complainant complainant_phone product demand handler_dept handler findings cause decision "
    "replied_on confirmed closed_on close_note action",
):  # fmt: skip
    """One complaint of one customer."""

    with d.Head() as head:
        record_no = d.Text("编号", "Number", required=True, auto=True)
        dept = d.Dept("接收部门", "Receiving department", required=True, also=("相关业务部门",), default=d.USER_DEPT)
        received_at = d.DateTime("接收时间", "Received at", required=True, past=True)
        received_by = d.Person("接收人", "Received by", required=True, default=d.USER)
        customer = d.Ref("客户", "Customer", "customer", "skin_customer", required=True)
        complainant = d.Text("投诉人", "Complainant")
        complainant_phone = d.Phone("投诉人电话", "Complainant's telephone", also=("电话",))
        channel = d.Choice("投诉方式", "Channel", CHANNEL, required=True)
        product = d.Text("产品/批号/合同", "Product / lot / contract")
        kind = d.Choice("投诉类别", "Class", KIND, required=True)
        content = d.LongText("投诉内容", "Content", required=True)
        demand = d.Text("客户要求", "Customer's demand")
        severity = d.Choice("严重程度", "Severity", SEVERITY, required=True)
        handler_dept = d.Dept("处理部门", "Handling department", required=Handling.assigned)
        handler = d.Person("处理人", "Handler", required=Handling.assigned)
        findings = d.LongText("调查结果", "Findings", required=Handling.investigated)
        cause = d.LongText("原因", "Cause", required=d.both(d.since("decided"), d.when("kind", "quality")))
        decision = d.LongText("处理意见", "Decision", required=Handling.decided)
        approved_by = d.Sign("批准人", "Approved by", who=MANAGER, required=Handling.decided, differs="handler")
        reply = d.Ref(
            "公司回复函", "Reply letter", "correspondence", also=("公司回复函件",),
            required=d.both(d.since("replied"), d.unless("close_note")),
        )  # fmt: skip
        replied_on = d.Date(
            "回复日期", "Replied on", required=d.both(d.since("replied"), d.unless("close_note")), from_="received_at",
            past=True,
        )  # fmt: skip
        confirmed = d.Choice(
            "客户确认", "Customer's confirmation", CONFIRMED, required=d.both(d.since("closed"), d.unless("close_note"))
        )
        closed_on = d.Date("结案日期", "Closed on", required=Handling.closed, from_="received_at", past=True)
        close_note = d.Text("结案说明", "Note on closing", required=d.both(d.since("closed"), d.unless("confirmed")))
        action = d.Ref(
            "纠正预防措施", "Corrective action", "corrective_action",
            required=d.both(d.since("closed"), d.when("severity", "critical")),
        )  # fmt: skip


@Complaint.severity.note(
    "重大投诉须立即报告总经理。", "A critical complaint is reported to the general manager at once."
)
def not_critical(severity: str) -> bool:
    return severity != "critical"


Handling.decide.wants("cause", code="COMP_NO_CAUSE", only=d.when("kind", "quality"))
Handling.close.wants("reply confirmed", code="COMP_NO_REPLY", only=d.unless("close_note"))
Handling.close.wants("action", code="COMP_NO_ACTION", only=d.when("severity", "critical"))

register_forms = d.registering(Complaint)

SAMPLES = (
    {
        "dept": 4, "received_at": -50, "received_by": 5, "customer": 1, "complainant": "刘建军", "complainant_phone": "13873012345",
        "channel": "phone", "product": "锻钢轧辊 批号D2406", "kind": "quality", "content": "3支轧辊使用不到两个月辊面出现裂纹",
        "demand": "更换并查明原因", "severity": "major", "handler_dept": 3, "handler": 6, "findings": "到现场检查，裂纹深度约2毫米",
        "cause": "冷却水压力不足造成热疲劳", "decision": "免费修磨3支，指导客户调整冷却", "replied_on": -44, "confirmed": "accepted",
        "close_note": "客户接受处理，未要求书面回复函", "closed_on": -40, "steps": "assign investigate decide close",
    },
    {
        "dept": 4, "received_at": -9, "received_by": 5, "customer": 3, "complainant": "周敏", "channel": "email", "kind": "delivery",
        "content": "合同约定月初到货，延迟了六天", "demand": "说明原因并保证下批准时", "severity": "minor", "handler_dept": 4, "handler": 2,
        "findings": "承运车辆在途中故障", "decision": "更换承运单位，书面致歉", "steps": "assign investigate decide",
    },
    {
        "dept": 4, "received_at": -1, "received_by": 2, "customer": 2, "channel": "return_visit", "kind": "service",
        "content": "售后电话经常占线", "severity": "minor", "steps": "",
    },
)  # fmt: skip
