"""D12 客户档案修订核查: a round in which every active customer's file is revised and graded anew (W9)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import dangan as d

CHANGES = (
    ("operations", "经营动态", "Operations"), ("market", "市场变化", "Market"),
    ("person", "负责人变动", "Person in charge"), ("system", "体制转变", "Change of system"),
)  # fmt: skip
TREND = (("fast", "成长快", "Fast growing"), ("lost", "丢失", "Lost"), ("normal", "正常", "Normal"))
SPECIAL = d.when("trend", "fast", "lost")


class Reviewing(d.Flow):
    """Open for two months, closed once every customer is reviewed."""

    open = d.State("核查中", "Open")
    closed = d.State("已完成", "Closed", locks="*")

    close = d.Step(
        "结束核查", "Close the round", open, closed, sign="approved_by",
        due=d.days("", 0, after="round_to", working=False),
    )  # fmt: skip


class Reviewed(d.Row):
    """One customer: its grade before and after, and why."""

    customer = d.Ref("客户", "Customer", "customer", required=True)
    reviewer = d.Person("核查人", "Reviewed by", required=True, default=d.like("leader"))
    reviewed_on = d.Date("核查日期", "Reviewed on", required=True, from_="round_from", past=True)
    grade_before = d.Choice("原档次", "Grade before", "class_grade", auto=True, value=d.copied("customer.class_grade"))
    grade_after = d.Choice("新档次", "Grade after", "class_grade", required=True)
    changes = d.Multi("变化情况", "Changes", CHANGES)
    trend = d.Choice(
        "成长快或丢失", "Fast growing or lost", TREND, required=True, default="normal", also=("成长快/丢失",)
    )
    cause = d.LongText("原因分析", "Cause", required=SPECIAL)
    watch = d.YesNo("另作观察", "Under watch", required=SPECIAL, value=d.computed(override="*"))
    action = d.Text("处理", "Action")


class CustomerReview(
    d.Form,
    id="customer_review", no="D12", zh="客户档案修订核查", en="Customer file review", title="{round_from}", prefix="HC",
    number="HC-{yyyy}-{seq:2}", key="round_from items.customer", flow=Reviewing, secrecy="confidential",
    columns="record_no round_from round_to leader prepared_by approved_by status",
    ledgers=[d.Ledger("修订核查台帐", en="Customer files reviewed", per="items")], paper=d.Paper(landscape=True),
    practice="items.grade_before items.cause items.action",
):  # fmt: skip
    """One round, one line an active customer."""

    with d.Head() as head:
        record_no = d.Text("编号", "Number", required=True, auto=True)
        round_from = d.Date(
            "核查期起", "Round from", required=True, default=d.TODAY, until="round_to", also=("核查期",)
        )
        round_to = d.Date(
            "核查期止", "Round to", required=True, default=d.days("review_months", 2, after="round_from", months=True)
        )
        leader = d.Person("负责人", "In charge", required=True)
    items = d.Rows(Reviewed, "核查客户", "Customers reviewed", min=1, once="customer")
    with d.Foot() as foot:
        approved_by = d.Sign(
            "审核人", "Checked by", required=True, who=f"{d.role('sales_manager')} {d.role('sales_director')}",
            differs="prepared_by", code="GEN_SELF_APPROVAL",
        )  # fmt: skip


@CustomerReview.items.fill
def every_active_customer(office: d.Office) -> list[d.Values]:
    return [{"customer": customer, "trend": "normal", "changes": ()} for customer in _active(office)]


def _active(office: d.Office) -> list[d.Link]:
    found = (file for state in ("active", "watch") for file in office.each("customer", status=state))
    return [d.Link(file["record_no"], file["_id"], "customer") for file in found]


@Reviewed.watch.calc
def watched(trend: str, watch: bool) -> bool:
    return watch or trend in ("fast", "lost")


@Reviewed.reviewed_on.must(code="GEN_DATE_ORDER")
def inside_the_round(reviewed_on: date, round_to: date) -> d.Verdict:
    said = {
        "field": CustomerReview.round_to, "value": round_to, "field_2": Reviewed.reviewed_on, "value_2": reviewed_on,
    }  # fmt: skip
    return reviewed_on <= round_to or said


@Reviewing.close.must(code="REVIEW_INCOMPLETE")
def every_one_is_reviewed(items: Sequence[Reviewed], office: d.Office) -> d.Verdict:
    done = {line.customer.id for line in items if line.customer and line.reviewed_on and line.grade_after}
    missing = {link.id for link in _active(office)} | {line.customer.id for line in items if line.customer}
    return not missing - done or {"count": len(missing - done)}


register_forms = d.registering(CustomerReview)

SAMPLES = (
    {
        "round_from": -125, "round_to": -64, "leader": 3,
        "items": [
            {"customer": 1, "reviewer": 3, "reviewed_on": -100, "grade_after": "important", "changes": ("operations",),
             "trend": "fast", "cause": "新产线投产，全年用量增加两成。", "action": "列为重点服务客户"},
            {"customer": 2, "reviewer": 5, "reviewed_on": -98, "grade_after": "ordinary", "changes": ("market", "person"),
             "trend": "lost", "cause": "改由邻省供方供货，法定代表人变更。", "action": "每月走访一次"},
            {"customer": 3, "reviewer": 3, "reviewed_on": -92, "grade_after": "ordinary"},
        ],
    },
)  # fmt: skip
