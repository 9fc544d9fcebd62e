"""E2 轧辊定做意向书: what a customer wants made, the first of the three papers of an order."""

from __future__ import annotations

import dangan as d
from forms_plugins.rolls.rows import OrderItem


class RollOrderIntent(
    d.Form,
    id="roll_order_intent", no="E2", zh="轧辊定做意向书", en="Letter of intent for rolls", title="{customer}",
    prefix="YX", secrecy="confidential", columns="record_no customer prepared_on prepared_by customer_confirm status",
    ledgers=[d.Ledger("意向书台帐", en="Ledger of letters of intent")],
    practice="head items",
):  # fmt: skip
    """Supplied by the salesperson; the contract is written from it once it is reviewed."""

    with d.Head() as head:
        record_no = d.Text("意向书编号", "Number", required=True, auto=True)
        customer = d.Ref("客户", "Customer", "customer", required=True)
        prepared_on = d.Date("日期", "Date", required=True, default=d.TODAY)
        prepared_by = d.Person("业务员", "Salesperson", required=True, default=d.USER)
        tech_req = d.LongText("技术要求", "Technical requirements")
        customer_confirm = d.Text("客户确认", "Customer's confirmation")
        customer_confirm_file = d.File("客户确认附件", "Confirmation (scan)")
    items = d.Rows(OrderItem, "定做轧辊", "Rolls ordered", min=1)


register_forms = d.registering(RollOrderIntent)

SAMPLES = (
    {
        "customer": 1, "prepared_on": -120, "prepared_by": 14, "tech_req": "辊身硬度差不大于 3HSD，按 GB/T 1504 验收。",
        "customer_confirm": "刘宏", "steps": "submit approve",
        "items": [
            {"spec": "Φ650×1700", "material": "高镍铬无限冷硬铸铁", "hardness": "HSD 68-72", "drawing_no": "ZG-650-01",
             "quantity": 12, "unit_price": 18600, "deliver_on": -40},
            {"spec": "Φ380×600", "material": "球墨铸铁", "hardness": "HSD 55-60", "quantity": 8, "unit_price": 6200,
             "deliver_on": -40},
        ],
    },
    {
        "customer": 2, "prepared_on": -30, "prepared_by": 14, "steps": "submit",
        "items": [{"spec": "Φ450×800", "material": "合金铸钢", "quantity": 6, "deliver_on": 60}],
    },
    {
        "customer": 3, "prepared_on": -25, "prepared_by": 4, "steps": "submit",
        "items": [{"spec": "Φ320×500", "material": "球墨铸铁", "quantity": 10, "unit_price": 4800, "deliver_on": 45}],
    },
)  # fmt: skip
