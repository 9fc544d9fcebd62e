"""F3 客户回访记录表: what a visit found, and what was promised (W10 step 6)."""

from __future__ import annotations

from datetime import date, datetime

import dangan as d
from forms_plugins.shared.signed import Signed


class Recording(Signed):
    """The record is signed by who wrote it; a promise is ticked off when it is kept."""

    submitted = d.State("已提交", "Submitted", locks="*", late="promises.done_on")
    submit = d.Step(
        "提交", "Submit", Signed.draft, Signed.submitted, sign="prepared_by",
        due=d.days("visit_record_days", 1, after="arrived_at"),
    )  # fmt: skip


class Promise(d.Row):
    """Something promised to the customer."""

    matter = d.Text("事项", "Matter", required=True)
    responsible = d.Person("责任人", "Person responsible", required=True)
    due_on = d.Date("期限", "Due", required=True, from_="arrived_at")
    done_on = d.Date(
        "完成日期", "Done on", past=True, from_="arrived_at", write="responsible", required=d.when("done_on")
    )


class VisitRecord(
    d.Form,
    id="visit_record", no="F3", zh="客户回访记录表", en="Customer visit record", title="{customer}", prefix="HFL",
    number="HFL-{yyyy}{mm}-{seq:4}", flow=Recording, secrecy="confidential",
    columns="record_no customer arrived_at visitor contact satisfaction plan prepared_by status",
    ledgers=[
        d.Ledger("回访台帐", en="Register of visits"),
        d.Ledger(
            "未完成承诺事项清单", "record_no customer promises.matter promises.responsible promises.due_on", en="Promises not kept yet", per="promises",
            only=d.unless("promises.done_on"),
        ),
    ],
    practice="appointed_at contact_position contact_phone product_use issues competitors satisfaction "
    "promises.done_on customer_sign",
):  # fmt: skip
    """One visit; with a plan it is that customer's visit in the plan."""

    with d.Head() as head:
        record_no = d.Text("编号", "Number", required=True, auto=True)
        plan = d.Ref("回访计划", "Visit plan", "visit_plan")
        customer = d.Ref("客户", "Customer", "customer", "skin_customer", required=True)
        appointed_at = d.DateTime("预约时间", "Appointed time", auto=True, value=d.computed())
        arrived_at = d.DateTime("到达时间", "Arrived at", required=True)
        place = d.Text("地点", "Place")
        visitor = d.Person("回访人员", "Visitor", required=True)
        contact = d.Text("受访人", "Person met", required=True)
        contact_position = d.Text("受访人职务", "Position", also=("职务",))
        contact_phone = d.Phone("受访人电话", "Telephone", also=("电话",))
        needs = d.LongText("客户需求", "Needs", required=True)
        service_opinion = d.LongText("对售后服务的意见", "Opinion on after-sales service", required=True)
        product_use = d.LongText("产品使用情况", "Product use")
        issues = d.LongText("问题及建议", "Problems and proposals")
        competitors = d.Text("竞争对手信息", "Competitors")
        satisfaction = d.Choice("客户满意程度", "Satisfaction", "satisfaction_scale")
    promises = d.Rows(Promise, "承诺事项", "Promises", blank=3)
    with d.Foot() as foot:
        customer_sign = d.Text("客户签字", "Customer's signature")
        prepared_by = d.Sign("记录人", "Recorded by", required=True)
        prepared_on = d.Date("记录日期", "Recorded on", required=True, default=d.TODAY, from_="arrived_at")


def _line(plan: d.Link, customer: d.Link, office: d.Office) -> d.Values | None:
    lines = (office.record(plan) or {}).get("items", ())
    return next((line for line in lines if line["customer"].id == customer.id), None)


@VisitRecord.appointed_at.calc
def time_in_the_plan(plan: d.Link, customer: d.Link, office: d.Office) -> datetime | None:
    return (_line(plan, customer, office) or {}).get("appointed_at")


@VisitRecord.customer.must(
    "该客户不在所选的回访计划中。", "The customer does not stand in this visit plan.",
    mend=("请核对计划和客户；计划外的回访请不选计划。", "Check both; for an unplanned visit leave the plan empty."),
)  # fmt: skip
def stands_in_the_plan(plan: d.Link, customer: d.Link, office: d.Office) -> bool:
    return _line(plan, customer, office) is not None


@VisitRecord.plan.note("计划外的回访。", "An unplanned visit.")
def planned(plan: d.Link | None, arrived_at: datetime) -> bool:
    return plan is not None


@VisitRecord.arrived_at.must(code="VISIT_FUTURE")
def has_taken_place(customer: d.Link, arrived_at: datetime, now: datetime) -> d.Verdict:
    return arrived_at <= now or {"customer": customer.title or customer, "arrived_at": arrived_at}


@VisitRecord.arrived_at.note("迟到：晚于预约时间到达。", "Late: arrived after the appointed time.")
def in_time(arrived_at: datetime, appointed_at: datetime) -> bool:
    return arrived_at <= appointed_at


@VisitRecord.prepared_on.should(code="GEN_LATE")
def recorded_in_time(prepared_on: date, arrived_at: datetime, office: d.Office) -> d.Verdict:
    allowed = office.setting("visit_record_days")
    due = office.workday(arrived_at.date(), 1 if allowed is None else allowed)
    return prepared_on <= due or {"step": VisitRecord.prepared_on, "due_on": due, "late_days": (prepared_on - due).days}


register_forms = d.registering(VisitRecord)

SAMPLES = (
    {
        "customer": 1, "arrived_at": -41, "place": "客户公司二楼会议室", "visitor": 2, "contact": "刘建军", "contact_position": "采购部部长",
        "contact_phone": "13873012345", "needs": "要求大规格轧辊的交货期由60天缩短到45天", "service_opinion": "响应及时，希望现场技术人员每季度来一次",
        "product_use": "在用12支，磨损正常", "issues": "包装木箱有两只受潮，建议加防潮膜", "competitors": "邢台某厂报价低3%",
        "satisfaction": "4", "customer_sign": "刘建军", "prepared_on": -40, "promises": [
            {"matter": "答复缩短交货期的方案", "responsible": 2, "due_on": -31, "done_on": -33},
            {"matter": "安排技术人员现场服务", "responsible": 5, "due_on": 10},
        ], "steps": "submit approve",
    },
    {
        "customer": 2, "arrived_at": -23, "place": "0730-8612345", "visitor": 5, "contact": "陈卫东", "contact_position": "设备科长",
        "needs": "需要磨削参数的书面资料", "service_opinion": "满意", "satisfaction": "5", "prepared_on": -22,
        "promises": [{"matter": "寄送磨削工艺说明", "responsible": 5, "due_on": -16, "done_on": -18}], "steps": "submit approve file",
    },
    {
        "customer": 3, "arrived_at": -2, "place": "长沙市雨花区客户厂区", "visitor": 2, "contact": "周敏", "contact_phone": "0731-85561234",
        "needs": "下半年计划增加用量约两成，询问供货能力", "service_opinion": "售后电话有时占线", "satisfaction": "3", "prepared_on": -1,
        "promises": [{"matter": "提供新产品报价", "responsible": 2, "due_on": 5}], "steps": "submit",
    },
)  # fmt: skip
