"""E1 轧辊客户档案: what a rolling mill uses and holds, an edition of the customer's file."""

from __future__ import annotations

import dangan as d

CLASS_TIME = (
    ("old", "老客户", "Old customer"), ("new", "新客户", "New customer"), ("future", "潜在客户", "Potential customer"),
    ("lost", "流失客户", "Lost customer"),
)  # fmt: skip


class RollUsed(d.Row):
    """A kind of roll that the customer uses."""

    spec = d.Text("规格", "Size", required=True)
    material = d.Text("材质", "Material")
    annual_qty = d.Int("年用量(支)", "Pieces per year", unit="支", at_least=0)
    supplier = d.Text("现供应商", "Present supplier")


class Stock(d.Row):
    """What the customer had in stock on a day, and how fast it goes."""

    stock_date = d.Date("日期", "Date", required=True, past=True)
    spec = d.Text("规格", "Size", required=True)
    stock_qty = d.Int("库存数量", "Stock", required=True, unit="支", at_least=0)
    monthly_use = d.Decimal("月消耗(销售速度)", "Consumption per month", at_least=0)


class RollCustomer(
    d.Edition,
    id="roll_customer", no="E1", zh="轧辊客户档案", en="Roll customer file", title="{customer}", prefix="ZG",
    of="customer", link="customer", key="customer", secrecy="confidential",
    columns="record_no customer mill_type products class_time class_importance credit_limit status",
    ledgers=[d.Ledger(
        "轧辊客户台帐", "customer class_time class_importance mill_type products credit_limit", en="Ledger of roll customers",
    )],
    practice="head rolls stock.monthly_use",
):  # fmt: skip
    """One a customer; both classes and the credit limit are the customer's own, edited here or there."""

    with d.Head() as head:
        customer = d.Ref("客户", "Customer", "customer", required=True)
        mill_type = d.Text("轧机型号", "Mill type")
        products = d.Text("产品品种", "Products rolled")
        class_time = d.Choice("时间类别", "By time", CLASS_TIME, required=True, shared=True)
        class_importance = d.Choice("重要程度", "By importance", "class_importance", required=True, shared=True)
        credit_limit = d.Money("信用额度", "Credit limit", unit="元", shared=True)
    rolls = d.Rows(RollUsed, "轧辊使用", "Rolls used")
    stock = d.Rows(Stock, "客户库存资料及销售速度", "Stock and speed of sale")


register_forms = d.registering(RollCustomer)

SAMPLES = (
    {
        "customer": 1, "mill_type": "Φ650 五架轧机", "products": "螺纹钢、圆钢", "class_time": "old",
        "class_importance": "key", "credit_limit": 800000,
        "rolls": [
            {"spec": "Φ650×1700", "material": "高镍铬无限冷硬铸铁", "annual_qty": 36, "supplier": "本公司"},
            {"spec": "Φ380×600", "material": "球墨铸铁", "annual_qty": 24, "supplier": "邢台轧辊"},
        ],
        "stock": [{"stock_date": 0, "spec": "Φ650×1700", "stock_qty": 8, "monthly_use": 3}],
    },
    {
        "customer": 2, "mill_type": "Φ450 连轧机组", "products": "高速线材", "class_time": "new", "class_importance": "general",
        "rolls": [{"spec": "Φ450×800", "material": "合金铸钢", "annual_qty": 12}],
        "stock": [{"stock_date": 0, "spec": "Φ450×800", "stock_qty": 2, "monthly_use": 1}],
    },
)  # fmt: skip
