"""E4 轧辊使用咨询资料: what a customer said of the rolls in use, in his own words."""

from __future__ import annotations

import dangan as d

MODE = (("phone", "电话", "Telephone"), ("visit", "走访", "Visit"), ("letter", "函", "Letter"))


class RollUsageConsult(
    d.Form,
    id="roll_usage_consult", no="E4", zh="轧辊使用咨询资料", en="Consultation on roll use", title="{customer}",
    prefix="ZF", secrecy="confidential", columns="record_no customer contact_on mode roll_no spec prepared_by status",
    ledgers=[d.Ledger("轧辊使用咨询台帐", en="Ledger of consultations")],
    practice="head",
):  # fmt: skip
    """From contact with the customer, true to what was said."""

    with d.Head() as head:
        record_no = d.Text("编号", "Number", required=True, auto=True)
        customer = d.Ref("客户", "Customer", "customer", required=True)
        contact_on = d.Date("日期", "Date", required=True, past=True)
        mode = d.Choice("联系方式", "By", MODE, required=True)
        roll_no = d.Text("轧辊编号", "Roll number")
        spec = d.Text("规格", "Size")
        position = d.Text("使用部位", "Position in the mill")
        tonnage = d.Decimal("轧制量(吨)", "Tonnage rolled", places=1, unit="吨", at_least=0)
        opinion = d.LongText("使用意见反馈", "Opinion on use", required=True, also=("意见反馈",))
        answer = d.LongText("答复", "Answer")
        prepared_by = d.Person("业务员", "Salesperson", required=True, default=d.USER)


register_forms = d.registering(RollUsageConsult)

SAMPLES = (
    {
        "customer": 1, "contact_on": -50, "mode": "visit", "roll_no": "Z650-0317", "spec": "Φ650×1700", "position": "精轧第二架",
        "tonnage": 2860.5, "opinion": "上机两次，磨损均匀，比上一批多轧约四百吨。", "answer": "记录在案，下批保持同一配方。",
        "prepared_by": 14, "steps": "submit approve",
    },
    {
        "customer": 2, "contact_on": -8, "mode": "phone", "spec": "Φ450×800", "opinion": "问辊颈轴承档尺寸能否放大 0.5 毫米。",
        "prepared_by": 4, "steps": "submit",
    },
)  # fmt: skip
