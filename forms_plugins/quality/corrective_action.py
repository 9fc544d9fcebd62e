"""F8 纠正预防措施: what is done about a complaint, a quality objection or satisfaction below target (W15 steps 4 and 5)."""

from __future__ import annotations

import dangan as d
from forms_plugins.quality.figures import aim_of, overall_of

ORIGIN = (
    ("satisfaction", "满意度未达标", "Satisfaction below target"), ("complaint", "客户投诉", "Customer complaint"),
    ("quality", "质量异议", "Quality objection"), ("spot_check", "抽查", "Spot check"),
)  # fmt: skip
RESULT = {"effective": "有效", "ineffective": "无效"}
FORMS = {
    "satisfaction": "satisfaction_analysis", "complaint": "complaint", "quality": "roll_quality_resolution",
    "spot_check": "aggregate_customer_file",
}  # fmt: skip


class Acting(d.Flow):
    """Open until it is done; found effective it is verified, else open again."""

    open = d.State("进行中", "Open", whole=True)
    done = d.State("已完成", "Done", locks="head")
    verified = d.State("已验证", "Verified", locks="*")

    finish = d.Step(
        "完成", "Finish", open, done, asks="done_on", by="responsible", due=d.days("", 0, after="due_on", working=False)
    )
    verify = d.Step("验证", "Verify", done, verified, asks="result", sign="verifier")


class CorrectiveAction(
    d.Form,
    id="corrective_action", no="F8", zh="纠正预防措施", en="Corrective and preventive action", title="{nonconformity}", prefix="JZ",
    number="JZ-{yyyy}-{seq:3}", flow=Acting,
    columns="record_no origin origin_ref nonconformity dept responsible due_on done_on result status",
    ledgers=[
        d.Ledger("纠正预防措施台帐", en="Register of corrective actions"),
        d.Ledger(
            "逾期纠正预防措施清单", "record_no origin origin_ref nonconformity dept responsible due_on", en="Overdue corrective actions",
            only=d.unless("done_on"), upto=("due_on", -1),
        ),
    ],
    practice="head result",
):  # fmt: skip
    """One nonconformity with cause, correction and prevention."""

    with d.Head() as head:
        record_no = d.Text("编号", "Number", required=True, auto=True)
        origin = d.Choice("来源", "Origin", ORIGIN, required=True)
        origin_ref = d.Ref(
            "来源单号", "Origin record", "satisfaction_analysis", "complaint", "roll_quality_resolution", "aggregate_customer_file",
            required=True,
        )  # fmt: skip
        origin_item = d.Choice(
            "未达标项目", "Item below target", "survey_item", relevant=d.when("origin", "satisfaction"),
            required=d.when("origin", "satisfaction"),
        )  # fmt: skip
        nonconformity = d.LongText("不合格描述", "Nonconformity", required=True)
        cause = d.LongText("原因分析", "Cause", required=True)
        correction = d.LongText("纠正措施", "Corrective action", required=True)
        prevention = d.LongText("预防措施", "Preventive action", required=True)
        dept = d.Dept("责任部门", "Department responsible", required=True)
        responsible = d.Person("责任人", "Person responsible", required=True)
        due_on = d.Date("完成期限", "Due", required=True)
        done_on = d.Date("完成日期", "Done on", required=Acting.done, past=True)
    with d.Foot() as foot:
        organiser = d.Person("组织(办公室)", "Organised by (office)", required=True, default=d.USER)
        verifier = d.Sign("验证人", "Verified by", required=Acting.verified, differs="responsible")
        result = d.Choice("验证结果", "Result", RESULT, required=Acting.verified)


@CorrectiveAction.origin_ref.among
def of_that_origin(origin: str, origin_ref: d.Link) -> bool:
    return origin_ref.form == FORMS[origin]


@CorrectiveAction.origin_item.required
def item_is_named(origin: str, origin_ref: d.Link, office: d.Office) -> bool:
    """Empty only for the total, where that is below target (W15)."""
    report = office.record(origin_ref) or {}
    if origin != "satisfaction" or not report:
        return False
    total = overall_of(report["campaign"], office)
    return total is None or total >= aim_of(report["campaign"], office)


@CorrectiveAction.origin_item.must(
    "该项目在这份分析报告中不是未达标项目。", "This item is not below target in that report.",
    mend=("请选择未达标的项目；针对总体满意率的请留空。", "Choose an item below target; for the total leave it empty."),
)  # fmt: skip
def below_target(origin_item: str, origin_ref: d.Link, office: d.Office) -> bool:
    lines = (office.record(origin_ref) or {}).get("items") or ()
    return any(line["item"] == origin_item and line["met"] is False for line in lines)


@Acting.verify.leads
def as_it_was_found(result: str) -> str:
    return "open" if result == "ineffective" else "verified"


register_forms = d.registering(CorrectiveAction)

SAMPLES = (
    {
        "origin": "satisfaction", "origin_ref": ("satisfaction_analysis", 1), "origin_item": "after_sales",
        "nonconformity": "售后服务满意率低于目标值，客户反映售后电话经常占线", "cause": "只有一条售后电话，值班人员兼做开单",
        "correction": "增设一条售后电话并安排专人值班", "prevention": "每月抽查接听情况，列入岗位考核", "dept": 4, "responsible": 6,
        "due_on": -1, "done_on": 0, "organiser": 4, "result": "effective", "steps": "finish verify",
    },
    {
        "origin": "satisfaction", "origin_ref": ("satisfaction_analysis", 1), "origin_item": "delivery",
        "nonconformity": "交货期满意率低于目标值", "cause": "热处理排产与合同交期衔接不够", "correction": "逐单核对合同交期并调整排产",
        "prevention": "评审表增加产能核对一栏", "dept": 3, "responsible": 2, "due_on": 12, "organiser": 4, "steps": "",
    },
)  # fmt: skip
