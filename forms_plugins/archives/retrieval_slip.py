"""B9 档案调阅单: a slip for calling archives, from the request to the return (W3)."""

from __future__ import annotations

from datetime import date

import dangan as d
from forms_plugins.archives import loans, whereabouts

MODE = (("onsite", "室内查阅", "Read on the spot"), ("loan", "借出", "Loan"), ("copy", "复制", "Copy"))
ARCHIVIST = d.role("archivist")
Extra, Renewal = loans.approvals("applicant")


class Called(d.Row):
    """One thing called for, and its return."""

    seq = d.Serial("序号", "No.", required=True, auto=True)
    archive_no = d.Ref(
        "档号", "Archive number", "file_catalogue", "item_catalogue", "classified_register", required=True
    )
    doc_no = d.Text("文号", "Document number", value=d.copied("archive_no.doc_no"))
    title = d.Text("名称", "Name", required=True, value=d.copied("archive_no.title"))
    bundles = d.Int("宗数", "Bundles", at_least=0)
    volumes = d.Int("册数", "Volumes", at_least=0)
    secrecy = d.Choice("密级", "Secrecy level", "secrecy", auto=True, value=d.computed())
    returned_on, return_check, returned_by, return_note, received_by, strike_reason = loans.return_of_line(ARCHIVIST)
    remarks = d.Text("备注", "Remarks")


class RetrievalSlip(
    d.Form, id="retrieval_slip", no="B9", zh="档案调阅单", en="Retrieval slip", title="{applicant}", prefix="DY", own="applicant",
    flow=loans.loan_flow("applicant", "dept_head archive_head"),
    columns="record_no applicant dept purpose mode lent_on due_on returned_on status",
    paper=d.Paper(copies=("申请人联", "档案室联"), per_sheet=2), ledgers=[d.Ledger("档案调阅登记簿", en="Register of retrievals")],
):  # fmt: skip
    """The slip of one applicant."""

    with d.Head() as head:
        record_no = d.Text("编号", "Number", required=True, auto=True)
        applicant = d.Person("申请人", "Applicant", required=True, default=d.USER)
        prepared_on = d.Date("制表日期", "Date prepared", required=True, default=d.TODAY)
        dept = d.Dept("申请部门", "Department", required=True, default=d.USER_DEPT)
        phone = d.Phone("联系电话", "Telephone")
        purpose = d.Text("调阅事由", "Purpose", required=True)
        mode = d.Choice("调阅方式", "Mode", MODE, required=True)
    items = d.Rows(Called, "", "Items", min=1, once="archive_no", struck="strike_reason")
    with d.Section("", "Term") as term:
        term_days = d.Int("借期", "Loan term", unit="天", at_least=1, required=d.when("mode", "loan"))
        due_on = d.Date("原定还期", "Due date", auto=True, required=d.since("lent"), value=d.computed())
    with d.Section("", "Approval") as approval:
        dept_head = d.Sign("部门主管意见", "Department head", who=d.head_of("dept"), required=d.since("approved"))
        archive_head = d.Sign("档案主管意见", "Head of archives", who=ARCHIVIST, required=d.since("approved"))
        approver = d.Sign(
            "批准人", "Approver", who=loans.APPROVER, required=d.since("approved"), differs="applicant",
            code="LOAN_SELF_APPROVAL",
        )  # fmt: skip
    extra_approvals = d.Rows(Extra, "另行授权", "Additional authorisations")
    with d.Section("", "Lending and return") as handling:
        lent_on = d.Date("借出日期", "Lent on", required=d.since("lent"), past=True)
        lent_by = d.Sign("经办人", "Lent by", who=ARCHIVIST, required=d.since("lent"))
        returned_on = d.Date("归还日期", "Returned on", required=d.since("returned"), value=d.computed())
        returned_by = d.Person("归还人", "Returned by", required=d.since("returned"), value=d.computed())
        return_check = d.Choice("检查情况", "Check", "return_check", required=d.since("returned"), value=d.computed())
        return_note = d.Text("归还说明", "Note on return", required=d.since("returned"), value=d.computed())
        received_by = d.Sign("接收人", "Received by", required=d.since("returned"), value=d.computed())
        overdue_days = d.Int("逾期天数", "Days overdue", auto=True, value=d.live(), printed=False)
    renewals = d.Rows(Renewal, "续借", "Renewals", append_only=True)


@Called.volumes.must("宗数、册数至少填写一项。", "Enter bundles or volumes.", mend=("请填写数量。", "Enter how many."))
def counted(volumes: int | None, bundles: int | None, archive_no: d.Link) -> bool:
    return bool(volumes or bundles)


@RetrievalSlip.term_days.default
def usual_term(mode: str, office: d.Office) -> int | None:
    return (office.setting("loan_default_days") or 7) if mode == "loan" else None


@RetrievalSlip.due_on.calc
def day_of_return(lent_on: date, mode: str, term_days: int | None) -> date:
    """The same day for reading on the spot."""
    return lent_on if mode == "onsite" else whereabouts.after(lent_on, term_days or 0)


loans.hang(RetrievalSlip, Called, "applicant")
register_forms = d.registering(RetrievalSlip)
after_step = loans.moves("retrieval_slip")
before_step = loans.bars_burning("retrieval_slip")

SAMPLES = (
    {
        "applicant": 12, "prepared_on": -25, "dept": "质量管理部", "phone": "0730-8612345", "purpose": "核对2024年办公会议决定事项",
        "mode": "loan", "term_days": 7, "items": [{"archive_no": "2024年公司办公会议纪要", "volumes": 1}], "steps": "approve lend",
    },
)  # fmt: skip
