"""E7 客户传真发件函、收件函等有效文书: letters sent and received, each direction numbered by itself."""

from __future__ import annotations

import dangan as d

DIRECTION = (("out", "发件", "Sent"), ("in", "收件", "Received"))
KIND = (
    ("fax", "传真", "Fax"), ("letter", "函", "Letter"), ("price", "调价函", "Price letter"),
    ("dunning", "催款函", "Demand for payment"), ("reply", "公司回复函", "Company's reply"),
    ("statement", "对账单", "Statement of account"), ("mail", "邮件", "E-mail"),
)  # fmt: skip


class Correspondence(
    d.Form,
    id="correspondence", no="E7", zh="客户传真发件函、收件函等有效文书", en="Correspondence with customers",
    title="{subject}", prefix="HJ", number="HJ-{class}-{yyyy}-{seq:4}", classes={"out": "F", "in": "S"},
    secrecy="confidential", columns="record_no letter_date direction customer kind subject reply_by reply status",
    ledgers=[
        d.Ledger("收发函台帐", en="Ledger of correspondence"),
        d.Ledger(
            "未回复函件清单", "record_no direction letter_date customer kind subject reply_by prepared_by",
            en="Letters unanswered", only=d.both(d.when("reply_by"), d.unless("reply")),
        ),
    ],
    practice="head",
):  # fmt: skip
    """Kept by the sales clerk; the paper is the cover sheet of the letter."""

    with d.Head() as head:
        record_no = d.Text("编号", "Number", required=True, auto=True)
        direction = d.Choice("方向", "Direction", DIRECTION, required=True)
        letter_date = d.Date("日期", "Date", required=True, default=d.TODAY)
        customer = d.Ref("客户", "Customer", "customer", required=True)
        kind = d.Choice("文种", "Kind", KIND, required=True)
        doc_no = d.Text("文号", "Document number")
        subject = d.Text("主题", "Subject", required=True)
        pages = d.Int("页数", "Pages", required=True, at_least=1)
        copy_kind = d.Choice("原件/复印件", "Original / copy", "copy_kind", required=True)
        valid = d.YesNo("有效文书", "Valid instrument", required=True)
        reply_by = d.Date("需回复期限", "Reply by", from_="letter_date")
        reply = d.Ref("回复件", "Reply", "correspondence")
        prepared_by = d.Person("经办人", "Handled by", required=True, default=d.USER)
        attachment = d.File("附件", "Scan")


@Correspondence.reply.among
def answers_the_other_way(reply: d.Link, customer: d.Link, direction: str, office: d.Office) -> bool:
    """A letter of the same customer in the other direction."""
    letter = office.record(reply)
    return letter is None or (letter["customer"].id == customer.id and letter["direction"] != direction)


register_forms = d.registering(Correspondence)

SAMPLES = (
    {
        "direction": "in", "letter_date": -20, "customer": 1, "kind": "fax", "subject": "关于 Φ650 轧辊剥落的来函", "pages": 2,
        "copy_kind": "original", "valid": True, "reply_by": -13, "prepared_by": 24, "steps": "submit",
    },
    {
        "direction": "out", "letter_date": -16, "customer": 1, "kind": "reply", "doc_no": "销函〔2026〕12号",
        "subject": "关于 Φ650 轧辊质量异议的复函", "pages": 1, "copy_kind": "duplicate", "valid": True,
        "reply": 1, "prepared_by": 24, "steps": "submit",
    },
    {
        "direction": "out", "letter_date": -6, "customer": 2, "kind": "statement", "subject": "三季度往来对账单", "pages": 1,
        "copy_kind": "original", "valid": True, "reply_by": 9, "prepared_by": 24, "steps": "submit",
    },
)  # fmt: skip
