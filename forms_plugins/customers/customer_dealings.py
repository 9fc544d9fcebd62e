"""D10 客户交易资料: one growing sheet of a customer's dealings with us and with our competitors."""

from __future__ import annotations

import dangan as d


class CompetitorDeal(d.Row):
    """What is known of a deal with a competitor."""

    competitor = d.Text("竞争对手", "Competitor", required=True)
    mode = d.Text("合作方式", "Mode of cooperation")
    amount = d.Money("交易额", "Amount", unit="元")
    payment_terms = d.Text("付款方式", "Payment terms")
    info_date = d.Date("信息日期", "Date of information", required=True, past=True)
    info_source = d.Text("信息来源", "Source")


class OwnDeal(d.Row):
    """A deal with us and how it was paid."""

    deal_date = d.Date("日期", "Date", required=True)
    contract_no = d.Text("合同号", "Contract number")
    product = d.Text("产品", "Product", required=True)
    quantity = d.Decimal("数量", "Quantity", places=3, at_least=0)
    amount = d.Money("金额", "Amount", required=True, unit="元")
    payment_terms = d.Text("付款方式", "Payment terms")
    due_on = d.Date("应付日期", "Due on")
    paid_on = d.Date("付款日期", "Paid on", past=True)
    overdue_days = d.Int("逾期天数", "Days overdue", auto=True, value=d.overdue("due_on", "paid_on"))
    credit_problem = d.Text("信用问题", "Credit problem")


class CustomerDealings(
    d.Form,
    id="customer_dealings", no="D10", zh="客户交易资料", en="Customer dealings", title="{customer}", prefix="JJ",
    key="customer", secrecy="confidential", columns="record_no customer prepared_by prepared_on status",
    ledgers=[
        d.Ledger(
            "客户交易台帐",
            "customer own_deals.deal_date own_deals.contract_no own_deals.product own_deals.quantity own_deals.amount "
            "own_deals.payment_terms own_deals.due_on own_deals.paid_on own_deals.overdue_days own_deals.credit_problem",
            "Deals with customers", per="own_deals",
        )
    ],
    paper=d.Paper(landscape=True),
    practice="competitor_deals.info_source own_deals",
):  # fmt: skip
    """One sheet a customer."""

    with d.Head() as head:
        customer = d.Ref("客户", "Customer", "customer", required=True)
        prepared_by = d.Person("记录人", "Recorded by", required=True, default=d.USER)
        prepared_on = d.Date("日期", "Date", required=True, default=d.TODAY)
    competitor_deals = d.Rows(
        CompetitorDeal, "客户与竞争对手合作信息", "Dealings with competitors", short=("竞争", "Rivals"), blank=5
    )
    own_deals = d.Rows(
        OwnDeal, "客户与公司历史交易信息", "Past dealings with us", short=("交易", "Deals"), order="deal_date"
    )


register_forms = d.registering(CustomerDealings)

SAMPLES = (
    {
        "customer": 1, "prepared_on": -28,
        "competitor_deals": [{"competitor": "湖北大冶钢铁贸易公司", "mode": "年度框架", "amount": 3200000,
                              "payment_terms": "月结30天", "info_date": -90, "info_source": "客户采购主管"}],
        "own_deals": [
            {"deal_date": -420, "contract_no": "XS-0217", "product": "轧辊 Φ650", "quantity": 6, "amount": 486000,
             "payment_terms": "货到30天", "due_on": -390, "paid_on": -384},
            {"deal_date": -60, "contract_no": "XS-0931", "product": "轧辊 Φ750", "quantity": 4, "amount": 412000,
             "payment_terms": "货到30天", "due_on": -30, "credit_problem": "以资金周转为由延付"},
        ],
        "steps": "submit",
    },
    {"customer": 3, "prepared_on": -20, "own_deals": [{"deal_date": -25, "product": "碎石 5-31.5", "quantity": 1200,
                                                       "amount": 96000, "due_on": 5}]},
)  # fmt: skip
