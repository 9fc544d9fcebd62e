"""E5 轧辊质量反馈信息单: a customer's complaint about a roll, passed to the quality department (W14)."""

from __future__ import annotations

import dangan as d
from forms_plugins.rolls.options import DECISION

QUALITY = d.role("quality")


class Answering(d.Flow):
    """Quality receives it and decides on sheet E6; sales answers within five working days."""

    reported = d.State("已填报", "Reported")
    received = d.State("品管部已接收", "Received by quality", locks="head photos")
    resolved = d.State("已作出处理结果", "Decided")
    answered = d.State("已回复客户", "Answered")
    closed = d.State("已关闭", "Closed", locks="*")

    receive = d.Step("接收", "Receive", reported, received, by=QUALITY)
    send_back = d.Step("退回", "Send back", received, reported, by=QUALITY, reason=True)
    answer = d.Step(
        "回复客户", "Answer the customer", resolved, answered, by="prepared_by role:sales_manager role:sales_clerk",
        due=d.days("roll_feedback_days", 5, after="reported_on"),
    )  # fmt: skip
    close = d.Step("关闭", "Close", answered, closed, by="prepared_by role:sales_manager")


class Photo(d.Row):
    """A photograph of the defect."""

    photo = d.File("照片", "Photo", required=True, picture=True)
    caption = d.Text("说明", "Caption")


class RollQualityFeedback(
    d.Form,
    id="roll_quality_feedback", no="E5", zh="轧辊质量反馈信息单", en="Roll quality feedback", title="{customer}",
    prefix="FK", flow=Answering, secrecy="confidential",
    columns="record_no customer reported_on roll_no defects prepared_by passed_on resolution status",
    ledgers=[
        d.Ledger(
            "质量反馈台帐", "record_no customer reported_on contract_no roll_no spec material mounted_on removed_on tonnage "
            "defects description demand prepared_by passed_on resolution status", en="Ledger of quality feedback",
        ),
        d.Ledger(
            "质量异议处理结果一览", "record_no customer reported_on roll_no defects resolution decision answered_on status",
            en="Results of quality objections", only=d.when("resolution"),
        ),
    ],
    practice="head photos.caption",
):  # fmt: skip
    """Filled in by the salesperson, true to what the customer reported."""

    with d.Head() as head:
        record_no = d.Text("编号", "Number", required=True, auto=True)
        customer = d.Ref("客户", "Customer", "customer", required=True)
        reported_on = d.Date("反馈日期", "Reported on", required=True, past=True)
        contract_no = d.Ref("合同编号", "Contract", "roll_contract", same="customer")
        roll_no = d.Text("轧辊编号", "Roll number", required=True)
        spec = d.Text("规格", "Size")
        material = d.Text("材质", "Material")
        mounted_on = d.Date("上机日期", "Mounted on", past=True)
        removed_on = d.Date("下机日期", "Removed on", past=True, from_="mounted_on")
        tonnage = d.Decimal("轧制吨位", "Tonnage rolled", places=1, unit="吨", at_least=0)
        defects = d.Multi("缺陷类型", "Defects", "roll_defect", required=True, other=True)
        description = d.LongText("问题描述", "Description", required=True)
        demand = d.Text("客户要求", "Demand")
        prepared_by = d.Person("填报人(销售人员)", "Reported by", required=True, default=d.USER)
        passed_on = d.Date("递交品管部日期", "Passed to quality on", required=True, from_="reported_on")
        resolution = d.Ref("异议处理结果", "Result (E6)", "roll_quality_resolution", auto=True, value=d.kept())
    photos = d.Rows(Photo, "照片", "Photos", blank=2)
    decision = d.Choice("处理结果", "Decision", DECISION, auto=True, value=d.live("resolution.decision"))
    answered_on = d.Date("回复日期", "Answered on", auto=True, value=d.live("resolution.answered_on"))


@Answering.answer.must(
    "处理结果上还没有回复日期。", "The result has no day of answer yet.",
    mend=("请先在处理结果中填写回复日期。", "Enter the day of answer in the result first."),
)  # fmt: skip
def result_bears_the_answer(resolution: d.Link, office: d.Office) -> bool:
    return (office.record(resolution) or {}).get("answered_on") is not None


@Answering.close.must(code="COMP_NO_REPLY")
def customer_has_answered(resolution: d.Link, office: d.Office) -> bool:
    return bool((office.record(resolution) or {}).get("customer_view"))


@d.listens("roll_quality_resolution.sign_off")
def after_step(stepping: d.Stepping) -> list[d.Change]:
    """The result is signed: its sheet names it and is decided."""
    sheet = stepping.new["feedback"]
    return [d.Change("roll_quality_feedback", {"_id": sheet.id, "resolution": stepping.itself}, state="resolved")]


register_forms = d.registering(RollQualityFeedback)

SAMPLES = (
    {
        "customer": 1, "reported_on": -36, "contract_no": 1, "roll_no": "Z650-0321", "spec": "Φ650×1700",
        "material": "高镍铬无限冷硬铸铁", "mounted_on": -60, "removed_on": -37, "tonnage": 640.0, "defects": ("spall",),
        "description": "辊身距传动侧 400 毫米处剥落，面积约 60×35 毫米。", "demand": "更换一支", "prepared_by": 14,
        "passed_on": -35, "steps": "receive",
    },
    {
        "customer": 2, "reported_on": -4, "roll_no": "Z450-0102", "spec": "Φ450×800", "mounted_on": -20, "defects": ("wear",),
        "description": "磨损快，一个轧制周期孔型超差 0.8 毫米。", "prepared_by": 4, "passed_on": -3,
    },
)  # fmt: skip
