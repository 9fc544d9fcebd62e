"""D9 客户经营状况记录: what a customer bought and sold in a month, the ground for assessing it."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import dangan as d

KIND = {"contract": "合同", "order": "订单"}


class Deal(d.Row):
    """A contract or order of the customer."""

    doc_no = d.Text("合同/订单号", "Contract / order no.", required=True)
    kind = d.Choice("类别", "Kind", KIND, required=True)
    doc_date = d.Date("日期", "Date", required=True)
    party = d.Text("供方", "Supplier", required=True)
    product = d.Text("产品", "Product", required=True)
    quantity = d.Decimal("数量", "Quantity", places=3, required=True, at_least=0)
    unit_price = d.Money("单价", "Unit price", unit="元")
    amount = d.Money("金额", "Amount", required=True, unit="元")
    deliver_on = d.Date("交货期", "Delivery date")


class MonthlySales(d.Row):
    """What was sold in a month, against the year and the month before."""

    month = d.Month("月份", "Month", required=True)
    sold_qty = d.Decimal("销售量", "Quantity sold", places=3, required=True, at_least=0)
    sold_amount = d.Money("销售额", "Sales value", required=True, unit="元")
    yoy = d.Decimal("同比", "Change on year", auto=True, unit="%", value=d.computed())
    mom = d.Decimal("环比", "Change on month", auto=True, unit="%", value=d.computed())


class BusinessStatus(
    d.Form,
    id="business_status", no="D9", zh="客户经营状况记录", en="Record of business status", title="{customer} {period}",
    prefix="JY", number="JY-{yyyy}{mm}-{seq:4}", key="customer period", unique=[d.Unique("record_no sales_data.month")],
    secrecy="confidential", columns="record_no customer period prepared_by prepared_on status",
    ledgers=[d.Ledger("客户经营状况月度台帐", en="Business status by month", per="sales_data")],
    paper=d.Paper(landscape=True),
    practice="purchases sales sales_data other",
):  # fmt: skip
    """One record a customer and month."""

    with d.Head() as head:
        record_no = d.Text("编号", "Number", required=True, auto=True)
        customer = d.Ref("客户", "Customer", "customer", required=True)
        period = d.Month("期间", "Period", required=True)
        prepared_by = d.Person("记录人", "Recorded by", required=True, default=d.USER)
        prepared_on = d.Date("记录日期", "Recorded on", required=True, default=d.TODAY)
    purchases = d.Rows(Deal, "采购合同和采购订单", "Purchase contracts and orders", short=("采购", "Bought"), blank=5)
    sales = d.Rows(
        Deal, "销售合同和销售订单", "Sales contracts and orders", short=("销售", "Sold"), blank=5,
        relabel={"party": ("需方", "Buyer")},
    )  # fmt: skip
    sales_data = d.Rows(MonthlySales, "销售数据", "Sales data", short=("数据", "Data"), blank=3, once="month")
    with d.Section("其他情况", "Other", short=("其他", "Other")) as other:
        stock = d.LongText("库存情况", "Stock")
        payment_state = d.LongText("回款情况", "Payments")
        staff_change = d.LongText("人员变化", "Staff changes")


@Deal.amount.should(code="GEN_SUM_DIFFERS")
def quantity_by_price(quantity: Decimal, unit_price: Decimal, amount: Decimal) -> d.Verdict:
    product = (quantity * unit_price).quantize(Decimal("0.01"))
    return amount == product or {"sum": product}


def _change(back: int) -> Callable[..., Decimal | None]:
    """By how many per cent a month differs from the one `back` months before it, None where that is not known or 0."""

    def change(
        month: str, sold_amount: Decimal, sales_data: list[MonthlySales], customer: d.Link | None, office: d.Office
    ) -> Decimal | None:
        number = 12 * int(month[:4]) + int(month[5:]) - 1 - back
        earlier = f"{number // 12:04}-{number % 12 + 1:02}"
        found = [line.sold_amount for line in sales_data if line.month == earlier]
        for record in office.find("business_status.sales_data", month=earlier, customer=customer) if customer else ():
            found += [line["sold_amount"] for line in record["sales_data"] if line["month"] == earlier]
        before = next(filter(None, found), None)
        return (100 * (sold_amount - before) / before).quantize(Decimal("0.01")) if before else None

    return change


MonthlySales.yoy.calc(_change(12))
MonthlySales.mom.calc(_change(1))

register_forms = d.registering(BusinessStatus)

SAMPLES = (
    {
        "customer": 1, "period": -2, "prepared_on": -32,
        "purchases": [{"doc_no": "CG-0611", "kind": "contract", "doc_date": -75, "party": "湖南华菱湘潭钢铁有限公司",
                       "product": "连铸坯", "quantity": 800, "unit_price": 3420, "amount": 2736000, "deliver_on": -50}],
        "sales": [{"doc_no": "XS-0702", "kind": "order", "doc_date": -66, "party": "岳阳市第二建筑工程公司", "product": "中板",
                   "quantity": 260.5, "unit_price": 4180, "amount": 1088890}],
        "sales_data": [{"month": -3, "sold_qty": 3100, "sold_amount": 12900000},
                       {"month": -2, "sold_qty": 3350, "sold_amount": 13960000}],
        "stock": "中板库存约 900 吨，周转 12 天。", "payment_state": "按月回款，无逾期。", "steps": "submit approve",
    },
    {
        "customer": 1, "period": -1, "prepared_on": -4,
        "sales_data": [{"month": -1, "sold_qty": 3280, "sold_amount": 13512000}], "staff_change": "采购主管换人。",
    },
)  # fmt: skip
