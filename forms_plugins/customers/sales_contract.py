"""I8 销售合同台帐: the register of sales contracts other than for rolls, from the review to the end (W6, W8)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import dangan as d
from forms_plugins.customers.standing import confirmed, no_risk
from forms_plugins.customers.threshold import in_force


class Contracting(d.Flow):
    """Reviewed by those named on it, signed, fulfilled or cancelled."""

    draft = d.State("草稿", "Draft")
    reviewed = d.State(
        "已评审", "Reviewed", locks="contract reviewers", late="contract_no signed_on ended_reason remarks"
    )
    signed = d.State("已签订", "Signed", locks="contract", late="ended_reason remarks")
    done = d.State("已完成", "Done", locks="*")
    cancelled = d.State("已解除", "Cancelled", side=True, locks="*")

    review = d.Step("评审", "Review", draft, reviewed, sign="reviewers.signature", ordered=False, by="salesperson")
    sign = d.Step("签订", "Sign", reviewed, signed, by="salesperson", asks="contract_no signed_on valid_to")
    finish = d.Step("完成", "Finish", signed, done, by="salesperson")
    cancel = d.Step(
        "解除", "Cancel", (draft, reviewed, signed), cancelled, by=f"salesperson {d.role('sales_manager')}",
        asks="ended_reason",
    )  # fmt: skip


class Supplement(d.Row):
    """A supplementary agreement; it counts in the year of its day."""

    agreed_on = d.Date("日期", "Date", required=True)
    quantity_change = d.Decimal("数量增减(吨)", "Change of quantity", places=3, unit="吨")
    amount_change = d.Money("金额增减", "Change of amount", unit="元", signed=True)
    content = d.Text("内容", "Content", required=True)


class Reviewer(d.Row):
    """Somebody who reviews the contract."""

    person = d.Person("评审人", "Reviewer", required=True)
    looked_up_at = d.DateTime("查阅客户档案时间", "Looked up the file at", auto=True, required=Contracting.reviewed)
    opinion = d.Text("意见", "Opinion")
    signature = d.Sign("签字", "Signature", required=Contracting.reviewed, who="person")


class SalesContract(
    d.Register,
    id="sales_contract", no="I8", zh="销售合同台帐", en="Register of sales contracts", title="{contract_no} {customer}",
    prefix="XH", unique=[d.Unique("subsidiary contract_no"), d.Unique("record_no reviewers.person")], flow=Contracting,
    secrecy="confidential", own="salesperson",
    columns="record_no contract_no customer product quantity_t amount signed_on valid_to status",
    ledgers=[
        d.Ledger(
            "销售合同台帐",
            "record_no contract_no customer subsidiary product quantity_t amount on_credit signed_on valid_to salesperson "
            "status",
            "Sales contracts",
        )
    ],
    paper=d.Paper(landscape=True),
    practice="contract supplements reviewers",
):  # fmt: skip
    """One line of the register is one contract."""

    with d.Head() as head:
        year = d.Year("年度", "Year", required=True, auto=True, value=d.computed())
    with d.Section("", "Contract") as contract:
        record_no = d.Text("登记编号", "Number", required=True, auto=True)
        contract_no = d.Text("合同编号", "Contract number", required=Contracting.signed)
        customer = d.Ref("客户", "Customer", "customer", required=True)
        subsidiary = d.Org("子(分)公司/交付部门", "Subsidiary or division", default=d.COMPANY)
        product = d.Text("产品", "Product", required=True)
        quantity_t = d.Decimal("签订量(吨)", "Contracted quantity", places=3, unit="吨", at_least=0)
        amount = d.Money("合同金额", "Amount", unit="元")
        on_credit = d.YesNo("赊销", "On credit", required=True, default=False)
        signed_on = d.Date("签订日期", "Signed on", required=Contracting.signed, past=True)
        valid_to = d.Date("到期日期", "Ends on", from_="signed_on")
        salesperson = d.Person("业务员", "Salesperson", required=True, value=d.copied("customer.salesperson"))
        ended_reason = d.Text("解除原因", "Reason for cancelling", required=d.when("status", "cancelled"))
        remarks = d.LongText("备注", "Remarks")
    supplements = d.Rows(Supplement, "补充协议", "Supplementary agreements", short=("补充", "Changes"))
    reviewers = d.Rows(Reviewer, "评审人员", "Reviewers", short=("评审", "Review"), once="person")


@SalesContract.year.calc
def year_of_it(signed_on: date | None, prepared_on: date | None, today: date) -> int:
    return (signed_on or prepared_on or today).year


@SalesContract.on_credit.must(code="CUST_CREDIT_NO_FILE")
def credit_with_a_file(on_credit: bool, customer: d.Link, office: d.Office) -> d.Verdict:
    return not on_credit or confirmed(customer, office)


SalesContract.customer.should(code="CUST_RISK")(no_risk)


@SalesContract.quantity_t.should(code="CUST_VOLUME_NO_FILE")
def volume_with_a_file(
    customer: d.Link, year: int, quantity_t: Decimal, subsidiary: d.Link | None, itself: d.Link | None, today: date,
    office: d.Office,
) -> d.Verdict:  # fmt: skip
    """What is contracted in the year with this one, against the threshold of the subsidiary."""
    if confirmed(customer, office) is True:
        return True
    others = [
        x for x in office.find("sales_contract", customer=customer, year=year) if not itself or x["_id"] != itself.id
    ]
    there = (x["quantity_t"] or Decimal(0) for x in others if x["status"] in ("signed", "done"))
    volume, threshold = sum(there, quantity_t), in_force(subsidiary, today, office)
    name = (office.record(customer) or {}).get("name") or customer.text
    return volume < threshold or {"customer": name, "volume": volume, "threshold": threshold}


register_forms = d.registering(SalesContract)

SAMPLES = (
    {
        "customer": 1, "product": "轧辊 Φ650", "quantity_t": 420, "amount": 5460000, "prepared_on": -96,
        "reviewers": [{"person": 2, "opinion": "交期可行"}, {"person": 5, "opinion": "价格在授权范围内"}],
        "contract_no": "XS-0931", "signed_on": -90, "valid_to": 40,
        "supplements": [{"agreed_on": -30, "quantity_change": 60, "amount_change": 780000, "content": "追加 60 吨"}],
        "steps": "review sign",
    },
    {
        "customer": 1, "product": "碎石 10-20", "quantity_t": 900, "amount": 81000, "prepared_on": -200,
        "reviewers": [{"person": 3}], "contract_no": "XS-0711", "signed_on": -190, "steps": "review sign finish",
    },
    {"customer": 3, "product": "机制砂", "quantity_t": 1500, "amount": 120000, "prepared_on": -5},
    {"customer": 4, "product": "轧辊 Φ750", "quantity_t": 80, "prepared_on": -60, "ended_reason": "客户取消项目",
     "steps": "cancel"},
)  # fmt: skip
