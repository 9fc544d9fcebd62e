"""C8 档案资料出借单: the loan of project files and certificates, from the request to the return (W3)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import dangan as d
from forms_plugins.archives import loans, whereabouts

MODE = (("onsite", "室内查阅", "Read on the spot"), ("loan", "借出", "Loan"))
THINGS = ("archive_ledger", "certificate_ledger", "file_catalogue", "item_catalogue", "classified_register")
LENDER = f"{d.role('archivist')} {d.role('cert_custodian')} {d.role('board_secretary')}"
LEADERS = d.Label("董事长、总经理或主管副总经理", "the chairman, the general manager or the deputy in charge")
Loan = loans.loan_flow("borrower")
Extra, Renewal = loans.approvals("borrower")


class Lent(d.Row):
    """One thing lent, and its return."""

    archive_no = d.Ref("档案号", "File number", *THINGS, required=True)
    title = d.Text("资料名称", "Paper", required=True, value=d.copied("archive_no.title|project|name"))
    pages = d.Int("页数", "Pages", at_least=1, value=d.copied("archive_no.pages"))
    copies = d.Int("份数", "Copies", required=True, default=1, at_least=1)
    copy_kind = d.Choice("原件/复印件", "Original or copy", "copy_kind", required=True, default="original")
    secrecy = d.Choice("密级", "Secrecy level", "secrecy", auto=True, value=d.computed())
    returned_on, return_check, returned_by, return_note, received_by, strike_reason = loans.return_of_line(LENDER)


class LoanSlip(
    d.Form, id="loan_slip", no="C8", zh="档案资料出借单", en="Loan slip", title="{borrower}", prefix="CJ", own="borrower",
    flow=Loan, columns="record_no borrower dept purpose mode lent_on due_on returned_on status",
    ledgers=[d.Ledger(
        "借阅登记台帐",
        "record_no borrower dept items.archive_no items.title lent_on due_on returned_on overdue_days status approver",
        en="Register of loans", heads=(("items.title", "名称", "Name"), ("due_on", "应还日期", "Due on")),
    ), d.Ledger(
        "逾期借阅清单", "record_no borrower dept purpose lent_on due_on overdue_days", en="Overdue loans",
        only=d.both(d.when("status", *whereabouts.OUT), d.when("overdue_days")),
    )],
    practice="items.pages items.secrecy items.return_note return_note overdue_days",
):  # fmt: skip
    """The slip of one borrower."""

    with d.Head() as head:
        record_no = d.Text("编号", "Number", required=True, auto=True)
        borrower = d.Person("借阅人", "Borrower", required=True, default=d.USER)
        dept = d.Dept("部门", "Department", required=True, default=d.USER_DEPT)
        purpose = d.Text("借阅事由", "Purpose", required=True, also=("借阅需求",))
        mode = d.Choice("借阅方式", "Mode", MODE, required=True)
    items = d.Rows(Lent, "借阅资料", "Items", min=1, once="archive_no", struck="strike_reason")
    with d.Section("", "Term and approval") as term:
        lent_on = d.Date("借出日期", "Lent on", required=d.since("lent"), past=True)
        term_days = d.Int(
            "期限", "Loan term", required=True, unit="天", at_least=0, relevant=d.unless("mode", "onsite"),
            default=d.setting("loan_default_days", 7),
        )  # fmt: skip
        due_on = d.Date("归还期限", "Due date", required=True, auto=True, value=d.computed(), also=("应还日期",))
        approver = d.Sign(
            "批准人", "Approver", who=loans.APPROVER, required=d.since("approved"), differs="borrower",
            code="LOAN_SELF_APPROVAL",
        )  # fmt: skip
        lent_by = d.Sign("档案管理员(借出)", "Archivist (lending)", who=LENDER, required=d.since("lent"))
    extra_approvals = d.Rows(Extra, "另行授权", "Additional authorisations")
    renewals = d.Rows(Renewal, "续借", "Renewals", append_only=True)
    with d.Section("", "Return") as giving_back:
        returned_on = d.Date("归还日期", "Returned on", required=d.since("returned"), value=d.computed())
        return_check = d.Choice("核对情况", "Check", "return_check", required=d.since("returned"), value=d.computed())
        returned_by = d.Person("归还人", "Returned by", required=d.since("returned"), value=d.computed())
        return_note = d.Text("归还说明", "Note on return", required=d.since("returned"), value=d.computed())
        received_by = d.Sign("档案管理员(归还)", "Archivist (return)", required=d.since("returned"), value=d.computed())
        overdue_days = d.Int("逾期天数", "Days overdue", auto=True, value=d.live(), printed=False)


@LoanSlip.due_on.calc
def day_of_return(lent_on: date | None, mode: str, term_days: int | None, today: date) -> date:
    """Before it is lent the day expected; the same day for reading on the spot."""
    return whereabouts.after(lent_on or today, 0 if mode == "onsite" else term_days or 0)


@Loan.steps["lend"].must(code="CERT_NO_APPROVAL", at="items")
def leader_agreed(archive_no: d.Link, approver: d.Signature | None, office: d.Office) -> d.Verdict:
    """A certificate leaves the safe with a leader's approval only, also a leader's loan."""
    needs_it = archive_no.form == whereabouts.CERTIFICATE and approver is None
    return not needs_it or {"cert_no": whereabouts.named(archive_no, office)["archive_no"], "approvers": LEADERS}


@Loan.steps["lend"].must(code="GEN_NOT_SIGNER")
def by_the_custodian(items: Sequence[Lent], user: d.Link, office: d.Office) -> d.Verdict:
    """The custodian takes a certificate out (W2)."""
    may = not loans.certificates(items) or d.role("cert_custodian") in office.acts_as(user)
    return may or {"field": LoanSlip.lent_by, "who": d.Label("权证管理人员", "the certificate custodian")}


loans.hang(LoanSlip, Lent, "borrower")
register_forms = d.registering(LoanSlip)
after_step = loans.moves("loan_slip")
before_step = loans.bars_burning("loan_slip")

SAMPLES = (
    {
        "borrower": 9, "dept": "财务部", "purpose": "年度审计核对贷款合同", "mode": "loan", "lent_on": -12,
        "items": [{"archive_no": ("archive_ledger", 1), "pages": 173, "copies": 1, "copy_kind": "original"}], "steps": "approve lend",
    },
    {
        "borrower": 16, "dept": "质量管理部", "purpose": "复查担保项目抵押物清单", "mode": "onsite",
        "items": [{"archive_no": ("archive_ledger", 2), "pages": 248, "copies": 1, "copy_kind": "copy"}],
    },
)  # fmt: skip
