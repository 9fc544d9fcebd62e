"""D13 重点/风险客户情况汇报: key customers reported every month, risk signals on the same day (W17)."""

from __future__ import annotations

import dangan as d
from forms_plugins.customers.standing import SIGNALS

KIND = {"regular": "定期", "urgent": "异常上报"}
NAMED = {
    "poor_business": "Poor business", "arrears": "Arrears", "credit_down": "Falling credit",
    "bankruptcy": "Facing bankruptcy or restructuring", "other": "Other",
}  # fmt: skip
SOURCES = (
    ("salesperson", "业务员信息", "Salesperson"), ("market", "市场反馈", "Market"), ("insider", "行业人士", "Insider"),
    ("web", "网站", "Web"), ("internal", "内部消息", "Internal"), ("competitor", "竞争对手", "Competitor"),
)  # fmt: skip


class Briefing(d.Flow):
    """Reported, instructed by the leader that it is addressed to, and closed."""

    draft = d.State("草稿", "Draft")
    submitted = d.State("已上报", "Submitted", locks="head items")
    instructed = d.State("已批示", "Instructed", locks="foot")
    closed = d.State("已办结", "Closed", locks="*")

    submit = d.Step("上报", "Report", draft, submitted, by="prepared_by")
    instruct = d.Step("批示", "Instruct", submitted, instructed, sign="instructed_by", asks="instruction")
    close = d.Step("办结", "Close", instructed, closed, by="prepared_by")


class Reported(d.Row):
    """How one customer stands."""

    customer = d.Ref("客户", "Customer", "customer", required=True)
    signals = d.Multi(
        "风险信号", "Risk signals", [(code, zh, NAMED[code]) for code, zh in SIGNALS.items()], other=True,
        required=d.when("kind", "urgent"),
    )  # fmt: skip
    description = d.LongText("情况说明", "Description", required=True)
    sources = d.Multi("信息来源", "Sources", SOURCES)
    arrears = d.Money("欠款金额", "Arrears", unit="元")
    measures = d.LongText("已采取措施", "Measures taken")
    proposal = d.LongText("建议", "Proposal")


class CustomerBriefing(
    d.Form,
    id="customer_briefing", no="D13", zh="重点/风险客户情况汇报", en="Briefing on key and risk customers",
    title="{prepared_on} {addressee}", prefix="HB", flow=Briefing, secrecy="confidential",
    columns="record_no kind period prepared_by addressee prepared_on status",
    ledgers=[d.Ledger("风险客户台帐", en="Risk customers", per="items", only=d.when("items.signals"))],
    practice="period items instruction",
):  # fmt: skip
    """A briefing to one leader."""

    with d.Head() as head:
        record_no = d.Text("编号", "Number", required=True, auto=True)
        kind = d.Choice("类别", "Kind", KIND, required=True)
        period = d.Month("期间", "Period", required=d.when("kind", "regular"))
        prepared_by = d.Person("汇报人", "Reported by", required=True, default=d.USER)
        addressee = d.Person("收件领导", "Addressed to", required=True)
        prepared_on = d.Date("汇报日期", "Date", required=True, default=d.TODAY)
    items = d.Rows(Reported, "客户情况", "Customers", min=1, blank=5)
    with d.Foot() as foot:
        instruction = d.LongText("领导批示", "Instruction", required=Briefing.instructed)
        instructed_by = d.Sign("批示领导签字", "Signed by", required=Briefing.instructed, who="addressee")


register_forms = d.registering(CustomerBriefing)

SAMPLES = (
    {
        "kind": "regular", "period": -1, "addressee": 1, "prepared_on": -28,
        "items": [{"customer": 1, "description": "新产线达产，月用量 480 吨，回款正常。", "sources": ("salesperson",),
                   "proposal": "签订年度合同，锁定用量。"}],
        "instruction": "同意，请销售部在本月内完成年度合同谈判。", "steps": "submit instruct close",
    },
    {
        "kind": "urgent", "addressee": 1, "prepared_on": -8,
        "items": [{"customer": 2, "signals": ("arrears", "credit_down"), "description": "被诉 86 万元，付款逾期 45 天。",
                   "sources": ("web", "insider"), "arrears": 412000, "measures": "已停止发货，上门催收。",
                   "proposal": "转法务处理。"}],
        "steps": "submit",
    },
)  # fmt: skip
