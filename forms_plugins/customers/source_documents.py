"""D7 客户档案的原始资料: whether the ten kinds of originals of a contract are there."""

from __future__ import annotations

from decimal import Decimal as Number

import dangan as d
from forms_plugins.customers.options import COPY_KIND, COPY_KIND_OF, MATERIALS


class Material(d.Row):
    """One of the ten materials."""

    kind = d.Choice("材料", "Material", MATERIALS, required=True)
    present = d.YesNo("有/无", "Present", required=True, default=False, words=("有", "无"))
    copies = d.Int("份数", "Copies", at_least=1, required=d.when("present"), relevant=d.when("present"))
    pages = d.Int("页数", "Pages", at_least=1, required=d.when("present"), relevant=d.when("present"))
    copy_kind = d.Choice("原件/复印件", "Original / copy", COPY_KIND, required=d.when("present"))
    doc_date = d.Date("日期", "Date")
    attachment = d.File("附件", "Attachment")
    location = d.Ref("存放位置", "Location", "storage_location")
    remarks = d.Text("备注", "Remarks")


class SourceDocuments(
    d.Form, id="source_documents", no="D7", zh="客户档案的原始资料", en="Originals of the customer file", title="{customer}",
    prefix="YS", key="customer contract_no", secrecy="confidential",
    columns="record_no customer contract_no prepared_by prepared_on completeness status",
    ledgers=[
        d.Ledger(
            "原始资料台帐", "record_no customer contract_no prepared_by prepared_on completeness status",
            en="Ledger of originals",
        ),
    ],
):  # fmt: skip
    """A checklist a customer and contract; a kind may be listed more than once."""

    with d.Head() as head:
        record_no = d.Text("编号", "Number", required=True, auto=True)
        customer = d.Ref("客户", "Customer", "customer", required=True)
        contract_no = d.Text("合同编号", "Contract number")
        prepared_by = d.Person("整理人", "Arranged by", required=True, default=d.USER)
        prepared_on = d.Date("整理日期", "Arranged on", required=True, default=d.TODAY)
        completeness = d.Decimal("完整率", "Completeness", places=1, auto=True, unit="%", value=d.computed())
    items = d.Rows(
        Material, "原始资料", "Originals", short=("原始资料", "Papers"), min=1, blank=10, one_per="kind", free=True,
        lines=COPY_KIND_OF,
    )  # fmt: skip


@SourceDocuments.completeness.calc
def share_present(items: list[Material]) -> Number:
    """Kinds that are there, of all kinds, in per cent to one decimal."""
    there = {item.kind for item in items if item.present}
    return (Number(100 * len(there)) / len(MATERIALS)).quantize(Number("0.1"))


register_forms = d.registering(SourceDocuments)


SAMPLES = (
    {
        "customer": "岳阳洞庭渔具有限公司", "contract_no": "GX2026-00871", "prepared_on": -60,
        "items": [
            {"kind": "contract_dossier", "present": True, "copies": 1, "pages": 18, "copy_kind": "original", "doc_date": -80},
            {"kind": "licence_copy", "present": True, "copies": 1, "pages": 2, "copy_kind": "copy", "doc_date": -80},
        ],
    },
)  # fmt: skip
