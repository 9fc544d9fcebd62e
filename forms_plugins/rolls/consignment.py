"""E8 轧辊货物托运单、回执单: goods handed to a carrier, and the receipt that comes back."""

from __future__ import annotations

from collections.abc import Sequence

import dangan as d

FREIGHT_PAYER = (("us", "我方", "Us"), ("customer", "客户", "Customer"))
CLERKS = "prepared_by role:sales_clerk role:sales_manager"


class Sending(d.Flow):
    """The sender signs; the receipt is entered when it is back, after fifteen days it is late."""

    draft = d.State("草稿", "Draft")
    submitted = d.State("已提交", "Submitted", locks="head items")
    approved = d.State("已核准", "Approved", locks="*")
    filed = d.State("已归档", "Filed")

    dispatch = d.Step("发货", "Dispatch", draft, submitted, sign="sender")
    receipt = d.Step(
        "登记回执", "Enter the receipt", submitted, approved, by=CLERKS, asks="receipt_on receipt_by receipt_qty difference",
        due=d.days("receipt_days", 15, after="sent_on", working=False),
    )  # fmt: skip
    send_back = d.Step("退回", "Send back", submitted, draft, by=CLERKS, reason=True)
    file = d.Step("归档", "File", approved, filed, by=d.role("archivist"))


class Goods(d.Row):
    """Goods of one kind."""

    spec = d.Text("品名/规格", "Goods / size", required=True)
    roll_no = d.Text("轧辊编号", "Roll number")
    quantity = d.Int("数量", "Quantity", required=True, at_least=1)
    weight_t = d.Decimal("重量(吨)", "Weight (t)", places=3, unit="吨", at_least=0)


class Consignment(
    d.Form,
    id="consignment", no="E8", zh="轧辊货物托运单、回执单", en="Consignment note and receipt", title="{consignee}",
    prefix="TY", flow=Sending, secrecy="confidential",
    columns="record_no contract_no customer sent_on carrier consignee receipt_on receipt_qty status",
    ledgers=[
        d.Ledger("发货台帐", en="Ledger of consignments"),
        d.Ledger(
            "未收回执清单", "record_no customer sent_on carrier driver driver_phone consignee sender",
            en="Receipts not yet back", only=d.both(d.since("submitted"), d.unless("receipt_on")),
        ),
    ],
    paper=d.Paper(landscape=True),
    practice="head items foot",
):  # fmt: skip
    """One sheet of two halves: the note goes with the goods, the receipt comes back."""

    with d.Head("托运单", "Consignment note") as head:
        record_no = d.Text("托运单号", "Consignment number", required=True, auto=True)
        contract_no = d.Ref("合同编号", "Contract", "roll_contract", same="customer")
        customer = d.Ref("客户", "Customer", "customer", required=True)
        sent_on = d.Date("发货日期", "Dispatched on", required=True)
        carrier = d.Text("承运人", "Carrier", required=True)
        vehicle = d.Text("车号", "Vehicle")
        driver = d.Text("司机", "Driver")
        driver_phone = d.Phone("司机电话", "Driver's phone")
        consignee = d.Text("收货单位", "Consignee", required=True)
        consignee_person = d.Text("收货人", "Received by")
        freight = d.Money("运费", "Freight", unit="元")
        freight_payer = d.Choice("付款方", "Freight paid by", FREIGHT_PAYER)
    items = d.Rows(Goods, "货物", "Goods", min=1)
    with d.Foot("回执单", "Receipt") as foot:
        sender = d.Sign("发货人", "Sender", required=True)
        receipt_on = d.Date("回执日期", "Receipt date", past=True, from_="sent_on", required=d.since("approved"))
        receipt_by = d.Text("回执签收人", "Receipt signed by", required=d.when("receipt_on"))
        receipt_qty = d.Int("签收数量", "Quantity received", required=d.when("receipt_on"), at_least=0)
        difference = d.Text("差异", "Difference", required=d.when("receipt_qty"))


@Consignment.difference.required
def quantities_differ(receipt_qty: int, items: Sequence[Goods]) -> bool:
    return receipt_qty != sum(item.quantity or 0 for item in items)


register_forms = d.registering(Consignment)

SAMPLES = (
    {
        "contract_no": 1, "customer": 1, "sent_on": -44, "carrier": "岳阳巴陵物流有限公司", "vehicle": "湘F·A3672",
        "driver": "吴建军", "driver_phone": "13873012586", "consignee": "轧钢厂备件库", "consignee_person": "李库管",
        "freight": 3200, "freight_payer": "us", "prepared_by": 24, "receipt_on": -38, "receipt_by": "李库管", "receipt_qty": 6,
        "items": [{"spec": "轧辊 Φ650×1700", "roll_no": "Z650-0317 至 0322", "quantity": 6, "weight_t": 26.4}],
        "steps": "dispatch receipt",
    },
    {
        "customer": 2, "sent_on": -18, "carrier": "长沙通程货运", "consignee": "线材分厂", "prepared_by": 24,
        "items": [{"spec": "轧辊 Φ450×800", "quantity": 2, "weight_t": 2.15}], "steps": "dispatch",
    },
)  # fmt: skip
