"""B6 (机密)文件保管备查簿: classified documents in custody, who may know of them, and each copy that was made."""

from __future__ import annotations

from collections.abc import Iterable

import dangan as d
from forms_plugins.archives.loans import HIGH


class Custody(d.Usual):
    """A copy is approved and registered by its line, and raises the number of photocopies."""

    copy = d.Step(
        "登记复制", "Register a copy", (d.Usual.submitted, d.Usual.approved, d.Usual.filed), asks="copy_log",
        sign="copy_log.approver",
    )  # fmt: skip


class Cleared(d.Row):
    """Somebody who may know of the document."""

    person = d.Person("知悉人", "Cleared person", required=True)


class Copied(d.Row):
    """Copies made at one time."""

    copied_on = d.Date("日期", "Date", required=True, default=d.TODAY, past=True)
    copies = d.Int("份数", "Copies", required=True, at_least=1)
    approver = d.Sign(
        "批准人", "Approved by", who=f"loan_approver {d.role('gm')} {d.role('chairman')}", required=True, differs="copied_by"
    )  # fmt: skip
    copied_by = d.Person("复印人", "Copied by", required=True)
    copy_no = d.Text("编号", "Copy number", required=True)
    destination = d.Text("去向", "Destination", required=True)


class ClassifiedRegister(
    d.Register, id="classified_register", no="B6", zh="(机密)文件保管备查簿", en="Register of classified documents",
    title="{orig_doc_no}", prefix="JM", key="archive_no", secrecy="secret", flow=Custody,
    unique=[d.Unique("record_no cleared_persons.person"), d.Unique("record_no copy_log.copy_no")],
    columns="filed_on orig_doc_no handling_dept archive_no planned_retention secrecy secret_until photo_count status",
    ledgers=[d.Ledger("(机密)文件保管备查簿", "filed_on orig_doc_no summary handling_dept archive_no planned_retention "
                      "dup_count photo_count remarks", en="Register of classified documents")],
    paper=d.Paper(landscape=True), practice="planned_until",
):  # fmt: skip
    """One record is one document."""

    with d.Section("", "Document") as document:
        filed_on = d.Date("归档日期", "Filing date", required=True, default=d.TODAY, past=True)
        orig_doc_no = d.Text("原文件编号", "Original document number", required=True)
        summary = d.LongText("内容摘要", "Summary", required=True, sensitive=True)
        handling_dept = d.Dept("经办部门", "Handling department", required=True)
        archive_no = d.Text("档号", "Archive number", required=True)
        planned_retention = d.Choice(
            "预定保存期限", "Planned retention", "retention_period", required=d.unless("planned_until"), other=True,
            until="planned_until", under=("预定保存期限", "Planned retention"),
        )  # fmt: skip
        planned_until = d.Date(
            "预定保存至", "Planned keep-until date", required=d.unless("planned_retention"), from_="filed_on"
        )
        dup_count = d.Int("份数(副本)", "Duplicates", required=True, default=0, at_least=0, under=("份数", "Copies"))
        photo_count = d.Int("份数(影本)", "Photocopies", required=True, default=0, at_least=0, under=("份数", "Copies"))
        remarks = d.LongText("备注", "Remarks")
        secrecy = d.Choice("密级", "Secrecy level", "secrecy", required=True, default="secret")
        secret_until = d.Date("保密期限", "Secret until", required=True, from_="filed_on")
        loan_approver = d.Person("借阅批准人", "Loan approver", required=True)
    cleared_persons = d.Rows(Cleared, "知悉范围", "Need-to-know list", min=1)
    copy_log = d.Rows(Copied, "复制登记", "Copy log", append_only=True)


@Copied.copy_no.default
def next_copy(line_no: int) -> str:
    return str(line_no)


@d.listens("classified_register.copy", "filing_form.accept")
def after_step(stepping: d.Stepping) -> Iterable[d.Change]:
    """A copy counts; what was filed as secret or above is entered here, to be completed by its custodian."""
    new = stepping.new
    if stepping.step == "copy":
        made = sum(line["copies"] for line in new["copy_log"][len(stepping.old["copy_log"]) :])
        yield d.Change("classified_register", {"_id": new["_id"], "photo_count": new["photo_count"] + made})
        return
    for line in new["items"]:
        if line["secrecy"] in HIGH:
            yield d.Change("classified_register", {
                "filed_on": new["received_on"], "orig_doc_no": line["doc_no"], "summary": line["title"],
                "handling_dept": new["dept"], "archive_no": line["archive_no"], "planned_retention": line["retention"],
                "secrecy": line["secrecy"], "dup_count": 0, "photo_count": 0,
            })  # fmt: skip


register_forms = d.registering(ClassifiedRegister)

SAMPLES = (
    {"filed_on": -200, "orig_doc_no": "岳实机第3号", "summary": "并购意向谈判方案", "handling_dept": 1,
     "archive_no": "J001-1-2023-Y-DM-0003", "planned_retention": "permanent", "dup_count": 2, "secret_until": 900,
     "loan_approver": 1, "cleared_persons": [{"person": 1}, {"person": 2}], "steps": "submit"},
    {"filed_on": -60, "orig_doc_no": "岳实机第11号", "summary": "主要原材料成本测算", "handling_dept": 3,
     "archive_no": "J001-4-2023-10-CW-0009", "planned_until": 3000, "secret_until": 700, "loan_approver": 1,
     "cleared_persons": [{"person": 1}]},
)  # fmt: skip
