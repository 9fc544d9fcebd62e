"""F7 顾客满意度调查分析报告: what a campaign came to, approved by the general manager and sent to the departments (W15)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import dangan as d
from forms_plugins.quality import figures

SIGNED = d.when("prepared_by")  # the figures stand from then on


class Publishing(d.Flow):
    """Signed by the office, approved by the general manager, then distributed; each department signs for its copy."""

    draft = d.State("草稿", "Draft")
    approved = d.State("已审批", "Approved", locks="head items")
    distributed = d.State("已发放", "Distributed")

    approve = d.Step("审批", "Approve", draft, approved, sign="prepared_by approved_by")
    send_back = d.Step("退回", "Send back", approved, draft, by=d.role("gm"), reason=True)
    distribute = d.Step("发放", "Distribute", approved, distributed)
    receive = d.Step("签收", "Receive", distributed, line="distribution", sign="distribution.receipt")


class Item(d.Row):
    """One item: its mean, satisfaction, the campaign before, the target."""

    item = d.Choice("项目", "Item", "survey_item", required=True)
    mean = d.Decimal("平均分", "Mean score", auto=True, fixed=SIGNED, value=d.computed())
    rate = d.Decimal("满意率", "Satisfaction", places=1, auto=True, unit="%", fixed=SIGNED, value=d.computed())
    previous = d.Decimal("上年", "Previous", places=1, auto=True, unit="%", fixed=SIGNED, value=d.computed())
    target = d.Decimal("目标值", "Target", places=1, required=True, unit="%")
    met = d.YesNo("是否达标", "Met", auto=True, fixed=SIGNED, value=d.computed())


class Receiver(d.Row):
    """A department that gets a copy."""

    dept = d.Dept("相关部门", "Department concerned", required=True)
    receipt = d.Sign("签收人/日期", "Received by and date", who=d.head_of("dept"))


class SatisfactionAnalysis(
    d.Form,
    id="satisfaction_analysis", no="F7", zh="顾客满意度调查分析报告", en="Satisfaction survey report", title="{campaign}",
    prefix="MF", number="MF-{yyyy}-{seq:2}", key="campaign", flow=Publishing,
    columns="record_no campaign sent returned return_rate prepared_by approved_by status",
    ledgers=[
        d.Ledger(
            "满意度分析台帐", "record_no campaign items.item items.mean items.rate items.previous items.target items.met status",
            en="Satisfaction by item", per="items",
        ),
    ],
    practice="head items",
):  # fmt: skip
    """One report a campaign; its figures stand once the office has signed."""

    with d.Head() as head:
        record_no = d.Text("编号", "Number", required=True, auto=True)
        campaign = d.Text("调查年度/批次", "Campaign", required=True)
        sent = d.Int("发放份数", "Sent", auto=True, unit="份", fixed=SIGNED, value=d.computed())
        returned = d.Int("回收份数", "Returned", auto=True, unit="份", fixed=SIGNED, value=d.computed())
        return_rate = d.Decimal(
            "回收率", "Return rate", places=1, auto=True, unit="%", fixed=SIGNED, value=d.computed()
        )
        analysis = d.LongText("分析", "Analysis", required=True)
        problems = d.LongText("主要问题", "Main problems")
        proposals = d.LongText("建议", "Proposals")
    items = d.Rows(Item, "", "Items", once="item", blank=7)
    with d.Foot() as foot:
        prepared_by = d.Sign("编制人", "Prepared by", required=True, also=("编制人(办公室)",))
        approved_by = d.Sign(
            "总经理审批", "Approved by the general manager", who=d.role("gm"), required=True, differs="prepared_by",
            code="GEN_SELF_APPROVAL",
        )  # fmt: skip
    distribution = d.Rows(Receiver, "", "Distribution", once="dept", blank=5)


@SatisfactionAnalysis.items.fill
def items_of_the_campaign(campaign: str, office: d.Office) -> list[dict[str, Any]]:
    """With the target of the item, else of the campaign, else the office's."""
    held = figures.campaign_named(campaign, office)
    own = {line["item"]: line["item_target"] for line in held.get("items") or ()}
    usual = figures.aim_of(campaign, office)
    return [{"item": i, "target": usual if own.get(i) is None else own[i]} for i in figures.items_of(campaign, office)]


@Item.mean.calc
def mean_score(item: str, campaign: str, office: d.Office) -> Decimal | None:
    found = figures.mean_of(campaign, item, office)
    return None if found is None else found.quantize(Decimal("0.01"), "ROUND_HALF_UP")


@Item.previous.calc
def in_the_campaign_before(item: str, office: d.Office, itself: d.Link | None) -> Decimal | None:
    found = office.find("satisfaction_analysis.items", item=item)
    before = [r for r in found if r["status"] != "draft" and (itself is None or r["_id"] < (itself.id or 0))]
    if not before:
        return None
    last = max(before, key=lambda r: r["_id"])
    return next((line["rate"] for line in last["items"] if line["item"] == item), None)


@Item.met.calc
def reaches_the_target(rate: Decimal, target: Decimal) -> bool:
    return rate >= target


SatisfactionAnalysis.sent.calc(figures.sent_of)
SatisfactionAnalysis.returned.calc(figures.returned_of)
SatisfactionAnalysis.return_rate.calc(figures.part_returned)

Item.rate.calc(figures.rate_of_item)
Publishing.distribute.wants("approved_by", code="SAT_NOT_APPROVED", approver=d.Label("总经理", "the general manager"))

register_forms = d.registering(SatisfactionAnalysis)

SAMPLES = (
    {
        "campaign": "年度调查第一批", "analysis": "收回三份，总体评价较好，交货期和售后服务偏低", "problems": "交货期不稳定；售后电话占线",
        "proposals": "与生产部协调排产；售后增设一条电话线", "distribution": [{"dept": 3}, {"dept": 4}], "steps": "approve distribute",
    },
)  # fmt: skip
