"""I3 顾客满意度调查活动: a campaign with its items, weights and target, whom it asks and what came of it (W15)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

import dangan as d
from forms_plugins.quality import figures

SEND_MODE = (
    ("post", "邮寄", "Post"), ("hand", "派发", "By hand"), ("email", "电子邮件", "E-mail"), ("fax", "传真", "Fax"),
    ("phone", "电话", "Telephone"),
)  # fmt: skip


class Campaigning(d.Flow):
    """Planned; open once it is approved, when a sheet is made for each customer; closed with analysis and actions."""

    planned = d.State("筹备中", "Planned")
    open = d.State("进行中", "Open", locks="head items")
    closed = d.State("已结束", "Closed", locks="*")

    start = d.Step("开始调查", "Start", planned, open, sign="approved_by")
    close = d.Step("结束", "Close", open, closed, asks="closed_on", by=f"leader {d.role('office')}")


class Asked(d.Row):
    """An item of the sheet, with its weight and target."""

    seq = d.Serial("序号", "No.", required=True, auto=True)
    item = d.Choice("调查内容", "Item", "survey_item", required=True)
    question = d.Text("题目", "Question")
    weight = d.Decimal("权重(%)", "Weight", places=1, unit="%", at_least=0, at_most=100)
    item_target = d.Decimal("单项目标值(%)", "Target of the item", places=1, unit="%", at_least=0, at_most=100)


class Invited(d.Row):
    """A customer who is asked."""

    customer = d.Ref("客户", "Customer", "customer", required=True)
    contact = d.Text("联系人", "Contact")
    send_mode = d.Choice("发放方式", "Sent by", SEND_MODE)
    survey = d.Ref("调查表", "Questionnaire", "satisfaction_survey", auto=True, value=d.live())
    answered = d.YesNo("已收回", "Answered", auto=True, value=d.live())


class SatisfactionCampaign(
    d.Form,
    id="satisfaction_campaign", no="I3", zh="顾客满意度调查活动", en="Satisfaction campaign", title="{campaign}", prefix="MH",
    number="MH-{yyyy}-{seq:2}", key="campaign", unique=[d.Unique("record_no items.item"), d.Unique("record_no invited.customer")],
    flow=Campaigning, columns="record_no campaign date_from date_to organiser_dept leader target closed_on status",
    ledgers=[
        d.Ledger(
            "满意度调查活动台帐", "record_no campaign date_from date_to target sent_count returned_count return_rate overall_rate "
            "closed_on status", en="Register of satisfaction campaigns",
        ),
    ],
    practice="scope items invited result",
):  # fmt: skip
    """At least one a year; sheets and report bear the name given here."""

    with d.Head() as head:
        record_no = d.Text("编号", "Number", required=True, auto=True)
        campaign = d.Text("调查年度/批次", "Campaign", required=True)
        date_from = d.Date("调查起始日期", "From", required=True)
        date_to = d.Date("调查截止日期", "To", required=True, from_="date_from")
        organiser_dept = d.Dept("组织部门", "Organised by", required=True)
        leader = d.Person("负责人", "In charge", required=True, default=d.USER)
        target = d.Decimal("目标值(%)", "Target", places=1, required=True, unit="%", at_least=0, at_most=100)
        scope = d.LongText("调查范围", "Scope")
    items = d.Rows(Asked, "调查内容", "Items", min=1, once="item")
    invited = d.Rows(Invited, "调查对象", "Customers invited", once="customer")
    with d.Section("结果", "Result") as result:
        sent_count = d.Int("发放份数", "Sent", auto=True, value=d.live())
        returned_count = d.Int("回收份数", "Returned", auto=True, value=d.live())
        return_rate = d.Decimal("回收率(%)", "Return rate", places=1, auto=True, unit="%", value=d.live())
        overall_rate = d.Decimal("总体满意率(%)", "Overall satisfaction", places=1, auto=True, unit="%", value=d.live())
        analysis = d.Ref(
            "分析报告", "Analysis report", "satisfaction_analysis", required=Campaigning.closed, auto=True, value=d.live(),
        )  # fmt: skip
        closed_on = d.Date("结束日期", "Closed on", required=Campaigning.closed, auto=True)
        remarks = d.LongText("备注", "Remarks")
    with d.Foot() as foot:
        prepared_by = d.Person("编制人", "Prepared by", required=True, default=d.USER)
        prepared_on = d.Date("编制日期", "Prepared on", required=True, default=d.TODAY)
        approved_by = d.Sign(
            "批准人", "Approved by", who=f"{d.role('gm')} {d.role('deputy_gm')} {d.head_of('organiser_dept')}",
            required=Campaigning.open, differs="prepared_by", code="GEN_SELF_APPROVAL",
        )  # fmt: skip


SatisfactionCampaign.target.default(figures.target_of)
SatisfactionCampaign.sent_count.calc(figures.sent_of)
SatisfactionCampaign.returned_count.calc(figures.returned_of)
SatisfactionCampaign.overall_rate.calc(figures.overall_of)


SatisfactionCampaign.return_rate.calc(figures.return_rate_of)
SatisfactionCampaign.analysis.calc(figures.report_of)


@SatisfactionCampaign.organiser_dept.default
def the_office(office: d.Office) -> d.Link | None:
    return next(iter(office.look_up("dept", "办公室", 1)), None)


def _sheet(campaign: str, customer: d.Link, office: d.Office) -> d.Values | None:
    return next(iter(office.find(figures.SHEET, campaign=campaign, customer=customer)), None)


@Invited.survey.calc
def sheet_of_it(campaign: str, customer: d.Link, office: d.Office) -> d.Link | None:
    return figures.link_to(figures.SHEET, _sheet(campaign, customer, office))


@Invited.answered.calc
def came_back(campaign: str, customer: d.Link, office: d.Office) -> bool:
    return bool((_sheet(campaign, customer, office) or {}).get("returned_on"))


@SatisfactionCampaign.items.must(code="SAT_WEIGHTS")
def weights_make_a_hundred(items: Sequence[Asked]) -> d.Verdict:
    weights = [line.weight for line in items if line.weight is not None]
    return not weights or sum(weights) == 100 or {"sum": sum(weights)}


@SatisfactionCampaign.items.must(code="SAT_ITEMS_FIXED")
def fixed_once_sent(items: Sequence[Asked], campaign: str, itself: d.Link, office: d.Office) -> d.Verdict:
    stored = [(line["item"], line["weight"]) for line in (office.record(itself) or {}).get("items", ())]
    if [(line.item, line.weight) for line in items] == stored or not figures.sent_of(campaign, office):
        return True
    days = [sheet["sent_on"] for sheet in office.find(figures.SHEET, campaign=campaign) if sheet["sent_on"]]
    return {"sent_on": min(days, default="-")}


@Campaigning.close.must(
    "还没有经审批的分析报告。", "There is no approved analysis report.",
    mend=("请先编制分析报告并送总经理审批。", "Write the report and have the general manager approve it."),
)  # fmt: skip
def analysed(campaign: str, office: d.Office) -> bool:
    return figures.analysis_of(campaign, office).get("status") in ("approved", "distributed")


@Campaigning.close.must(code="SAT_NO_ACTION")
def acted_upon(campaign: str, target: Decimal, office: d.Office) -> d.Verdict:
    """An action for each item below target, and for the total."""
    report = figures.analysis_of(campaign, office)
    link, overall = figures.link_to(figures.ANALYSIS, report), figures.overall_of(campaign, office)
    below: list[str | None] = [line["item"] for line in report.get("items", ()) if line["met"] is False]
    below += [None] if overall is not None and overall < target else []
    names = {o.code: d.Label(o.zh, o.en) for o in office.options("survey_item")}
    lacking = [i for i in below if not office.count("corrective_action", origin_ref=link, origin_item=i)]
    return not lacking or {"items": [names[i] if i else d.Label("总体满意率", "the total") for i in lacking]}


@d.listens("satisfaction_campaign.start")
def after_step(stepping: d.Stepping) -> Iterable[d.Change]:
    """A sheet for each customer invited who has none yet."""
    new, env = stepping.new, stepping.env
    for line in new["invited"]:
        if _sheet(new["campaign"], line["customer"], env.office) is None:
            given = {"customer": line["customer"], "sent_on": env.today, "sent_by": new["leader"]}
            yield d.Change(figures.SHEET, {"campaign": new["campaign"], "secrecy": "confidential", **given})


register_forms = d.registering(SatisfactionCampaign)

SAMPLES = (
    {
        "campaign": "年度调查第一批", "date_from": -40, "date_to": 20, "organiser_dept": "办公室", "leader": 4, "target": "85.0",
        "scope": "年交易额前二十名客户", "items": [
            {"item": "service_quality", "weight": "20.0"}, {"item": "price", "weight": "10.0"}, {"item": "company", "weight": "10.0"},
            {"item": "product_quality", "weight": "30.0"}, {"item": "delivery", "weight": "15.0", "item_target": "80.0"},
            {"item": "after_sales", "weight": "10.0"}, {"item": "technical", "weight": "5.0"},
        ], "invited": [
            {"customer": 1, "contact": "刘建军", "send_mode": "post"}, {"customer": 2, "contact": "陈卫东", "send_mode": "email"},
            {"customer": 3, "contact": "周敏", "send_mode": "hand"},
        ], "prepared_by": 4, "prepared_on": -45, "steps": "start",
    },
)  # fmt: skip
