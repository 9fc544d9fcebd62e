"""D7 客户档案的原始资料: whether the ten kinds of originals of a contract are there."""

from __future__ import annotations

from decimal import Decimal as Number
from typing import Any

from dangan import (
    TODAY,
    USER,
    Choice,
    Date,
    Decimal,
    File,
    Form,
    Head,
    Int,
    Ledger,
    Person,
    Ref,
    Row,
    Rows,
    Text,
    YesNo,
    computed,
    hookimpl,
    when,
)
from forms_plugins.customers.options import COPY_KIND, COPY_KIND_OF, MATERIALS


class Material(Row):
    """One of the ten materials."""

    kind = Choice("材料", "Material", MATERIALS, required=True)
    present = YesNo("有/无", "Present", required=True, default=False, words=("有", "无"))
    copies = Int("份数", "Copies", at_least=1, required=when("present"), relevant=when("present"))
    pages = Int("页数", "Pages", at_least=1, required=when("present"), relevant=when("present"))
    copy_kind = Choice("原件/复印件", "Original / copy", COPY_KIND, required=when("present"))
    doc_date = Date("日期", "Date")
    attachment = File("附件", "Attachment")
    location = Ref("存放位置", "Location", "storage_location")
    remarks = Text("备注", "Remarks")


class SourceDocuments(
    Form,
    id="source_documents",
    no="D7",
    zh="客户档案的原始资料",
    en="Originals of the customer file",
    title="{customer}",
    prefix="YS",
    key="customer contract_no",
    secrecy="confidential",
    columns="record_no customer contract_no prepared_by prepared_on completeness status",
    ledgers=[
        Ledger(
            "原始资料台帐",
            "record_no customer contract_no prepared_by prepared_on completeness status",
            en="Ledger of originals",
        )
    ],
):
    """A checklist a customer and contract; a kind may be listed more than once."""

    with Head() as head:
        record_no = Text("编号", "Number", required=True, auto=True)
        customer = Ref("客户", "Customer", "customer", required=True)
        contract_no = Text("合同编号", "Contract number")
        prepared_by = Person("整理人", "Arranged by", required=True, default=USER)
        prepared_on = Date("整理日期", "Arranged on", required=True, default=TODAY)
        completeness = Decimal("完整率", "Completeness", places=1, auto=True, unit="%", value=computed())
    items = Rows(
        Material,
        "原始资料",
        "Originals",
        short=("原始资料", "Papers"),
        min=1,
        blank=10,
        one_per="kind",
        free=True,
        lines=COPY_KIND_OF,
    )


@SourceDocuments.completeness.calc
def share_present(items: list[Material]) -> Number:
    """Kinds that are there, of all kinds, in per cent to one decimal."""
    there = {item.kind for item in items if item.present}
    return (Number(100 * len(there)) / len(MATERIALS)).quantize(Number("0.1"))


@hookimpl
def register_forms(ctx: Any) -> list[type[Form]]:
    """The checklist of originals."""
    return [SourceDocuments]


SAMPLES = (
    {
        "customer": "岳阳洞庭渔具有限公司", "contract_no": "GX2026-00871", "prepared_on": -60,
        "items": [
            {"kind": "contract_dossier", "present": True, "copies": 1, "pages": 18, "copy_kind": "original", "doc_date": -80},
            {"kind": "licence_copy", "present": True, "copies": 1, "pages": 2, "copy_kind": "copy", "doc_date": -80},
        ],
    },
)  # fmt: skip
