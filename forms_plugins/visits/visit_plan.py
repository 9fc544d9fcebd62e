"""F2 客户回访计划: the visits planned for a month, each line stepped through the nine steps of visiting (W10)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

import dangan as d
from forms_plugins.shared.signed import MANAGER, Signed

MODE = (
    ("onsite", "上门", "In person"), ("phone", "电话", "Telephone"), ("email", "邮件", "E-mail"), ("video", "视频", "Video"),
)  # fmt: skip
MATERIALS = (
    ("basics", "客户基本情况", "Customer basics"), ("service", "客户服务的相关记录", "Service records"),
    ("traits", "客户特点", "Traits of the customer"),
)  # fmt: skip
VISIT_STATE = {
    "planned": "已计划", "appointed": "已预约", "prepared": "已备资料", "done": "已回访", "recorded": "已记录",
    "reported": "已报告", "reviewed": "已审阅", "filed": "已归档", "postponed": "已延期", "cancelled": "已取消",
}  # fmt: skip
PREPARED = ("prepared", "done", "recorded", "reported", "reviewed", "filed")
BEFORE = {
    "appoint": ("planned", "appointed", "postponed"), "prepare": ("appointed", "prepared"), "visit": ("prepared",),
    "postpone": ("planned", "appointed", "prepared"), "cancel": ("planned", "appointed", "prepared", "postponed"),
}  # fmt: skip
AFTER = {
    "visit_record.submit": "recorded", "visit_report.submit": "reported", "visit_report.approve": "reviewed",
    "visit_report.file": "filed",
}  # fmt: skip


def _of_lines(zh: str, en: str, asks: str, state: str) -> d.Step:
    return d.Step(zh, en, Signed.approved, line="items", asks=asks, sets={"items.visit_state": state})


class Visiting(Signed):
    """The plan is signed and approved; then each visit is appointed, prepared and made."""

    submitted = d.State("已提交", "Submitted", locks="head items prepared_on")
    approve = d.Step("核准", "Approve", Signed.submitted, Signed.approved, sign="approved_by")
    appoint = _of_lines("预约", "Appoint", "items.appointed_at items.contact", "appointed")
    prepare = _of_lines("备资料", "Prepare the papers", "items.materials", "prepared")
    visit = _of_lines("已回访", "Visit made", "", "done")
    postpone = _of_lines("延期", "Postpone", "items.state_reason", "postponed")
    cancel = _of_lines("取消", "Cancel", "items.state_reason", "cancelled")


class Visit(d.Row):
    """A planned visit; what was approved stays, the visitor goes on with the rest."""

    customer = d.Ref("客户", "Customer", "customer", required=True)
    planned_on = d.Date("回访大概时间", "Approximate date", required=True, from_="prepared_on")
    content = d.LongText("回访内容", "Content", required=True)
    purpose = d.Text("回访目的", "Purpose", required=True)
    mode = d.Choice("回访方式", "Way of visiting", MODE, required=True)
    place = d.Text("地点", "Place", required=True, write="visitor")
    visitor = d.Person("回访人员", "Visitor", required=True)
    appointed_at = d.DateTime(
        "预约具体时间", "Appointed time", required=d.when("visit_state", "appointed", *PREPARED), write="visitor",
        also=("预约拜访时间",),
    )  # fmt: skip
    contact = d.Text("联系人", "Contact", required=d.when("visit_state", "appointed", *PREPARED), write="visitor")
    materials = d.Multi(
        "资料准备", "Materials prepared", MATERIALS, required=d.when("visit_state", *PREPARED), write="visitor"
    )
    visit_state = d.Choice(
        "回访进度", "Progress", VISIT_STATE, required=True, auto=True, default="planned", write="visitor"
    )
    state_reason = d.Text(
        "延期或取消原因", "Reason for postponing or cancelling", write="visitor",
        required=d.when("visit_state", "postponed", "cancelled"),
    )  # fmt: skip


class VisitPlan(
    d.Form,
    id="visit_plan", no="F2", zh="客户回访计划", en="Customer visit plan", title="{period}", prefix="HFJ",
    number="HFJ-{yyyy}{mm}-{seq:3}", unique=[d.Unique("record_no items.customer")], flow=Visiting, secrecy="confidential",
    columns="record_no period visit_list prepared_by prepared_on approved_by status", paper=d.Paper(landscape=True),
    ledgers=[
        d.Ledger("客户回访计划", en="Visits planned", per="items"),
        d.Ledger(
            "回访月历", "items.planned_on items.appointed_at items.customer items.place items.mode items.visitor items.contact "
            "items.visit_state", en="Calendar of visits", per="items", only=d.unless("items.visit_state", "cancelled"),
        ),
    ],
    practice="visit_list items",
):  # fmt: skip
    """The plan of a month; plan and customer name the planned visit."""

    with d.Head() as head:
        record_no = d.Text("编号", "Number", required=True, auto=True)
        period = d.Month("计划期间", "Plan period", required=True)
        visit_list = d.Ref("客户名单", "Customer list", "visit_list")
    items = d.Rows(
        Visit, "", "Planned visits", min=1, once="customer",
        fill=("visit_list.items", {"planned_on": "suggested_on", "content": "needs", "purpose": "reason"}),
    )  # fmt: skip
    with d.Foot() as foot:
        prepared_by = d.Sign("编制", "Prepared by", required=True)
        prepared_on = d.Date("编制日期", "Date prepared", required=True, default=d.TODAY)
        approved_by = d.Sign(
            "批准", "Approved by", who=MANAGER, required=True, differs="prepared_by", code="GEN_SELF_APPROVAL"
        )


@Visiting.appoint.must(code="VISIT_PAST", at="items")
def appointed_ahead(customer: d.Link, appointed_at: datetime, now: datetime) -> d.Verdict:
    return appointed_at >= now or {"customer": customer.title or customer, "appointed_at": appointed_at}


def _stands_at(states: Sequence[str]) -> Callable[[d.Link, int, d.Office], bool]:
    def stands_where_it_begins(itself: d.Link, line_no: int, office: d.Office) -> bool:
        return (office.record(itself) or {})["items"][line_no - 1]["visit_state"] in states

    return stands_where_it_begins


for _step, _states in BEFORE.items():
    Visiting.steps[_step].must(
        "这次回访的进度不能办理这一步。", "The visit does not stand where this step begins.",
        mend=("请只选进度合适的行：先预约，再备资料，再回访。", "Choose lines that do: appoint, prepare, then visit."), at="items",
    )(_stands_at(_states))  # fmt: skip


@Visiting.file.must(
    "还有回访没有归档或取消。", "Some visits are neither filed nor cancelled.",
    mend=("请先完成这些回访的记录、报告和审阅。", "Record, report and review these visits first."),
)  # fmt: skip
def all_settled(items: Sequence[Visit]) -> bool:
    return all(line.visit_state in ("filed", "cancelled") for line in items)


def _planned(record: d.Values, office: d.Office) -> tuple[d.Values | None, list[int]]:
    """The plan of a visit record, and the places of its line there."""
    plan = office.record(record["plan"]) if record.get("plan") else None
    return plan, [
        n for n, line in enumerate((plan or {}).get("items", ())) if line["customer"].id == record["customer"].id
    ]


@d.listens("visit_record.submit")
def before_step(stepping: d.Stepping) -> Iterable[d.Problem]:
    """W10: what is planned is visited after it was appointed and prepared."""
    plan, places = _planned(stepping.new, stepping.env.office)
    if plan and any(plan["items"][n]["visit_state"] not in PREPARED for n in places):
        yield d.Problem(
            "plan", "VISIT_NOT_PREPARED", "refuse", "计划中的这次回访还没有预约和备资料。",
            "The planned visit is not appointed and prepared yet.", "请先在回访计划中办理这两步。",
            "Take these steps in the visit plan first.",
        )  # fmt: skip


@d.listens(*AFTER)
def after_step(stepping: d.Stepping) -> Iterable[d.Change]:
    """The planned visit follows its record and its report."""
    new, office = stepping.new, stepping.env.office
    found = [office.record(line["visit_record"]) for line in new["records"]] if "records" in new else [new]
    for plan, places in (_planned(record, office) for record in found if record):
        if plan and places:
            moved = {"visit_state": AFTER[f"{stepping.form}.{stepping.step}"]}
            lines = [{**line, **(moved if n in places else {})} for n, line in enumerate(plan["items"])]
            yield d.Change("visit_plan", {"_id": plan["_id"], "items": lines})


register_forms = d.registering(VisitPlan)

SAMPLES = (
    {
        "period": 0, "visit_list": 1, "prepared_on": -3, "items": [
            {
                "customer": 1, "planned_on": 6, "content": "征求对大规格轧辊交货期和包装的意见，商谈明年用量", "purpose": "续签年度合同",
                "mode": "onsite", "place": "客户公司三楼会议室", "visitor": 2, "appointed_at": 6, "contact": "刘建军",
                "materials": ("basics", "service"),
            },
            {
                "customer": 2, "planned_on": 9, "content": "了解磨削中出现的问题，介绍技术服务安排", "purpose": "改进售后服务",
                "mode": "phone", "place": "0730-8612345", "visitor": 5,
            },
        ], "steps": "submit approve",
    },
    {
        "period": 1, "prepared_on": 0, "items": [
            {
                "customer": 3, "planned_on": 20, "content": "介绍新产品规格和价格", "purpose": "新产品推介", "mode": "onsite",
                "place": "岳阳市岳阳楼区客户厂区", "visitor": 2,
            },
        ], "steps": "submit",
    },
)  # fmt: skip
