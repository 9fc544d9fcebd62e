"""H4 临时借用文件资料登记: papers still in the department, lent by its archivist for a few days (W3)."""

from __future__ import annotations

from datetime import date

import dangan as d

KEEPER = f"{d.registered('dept_archivist', 'dept')} {d.role('dept_archivist')} {d.head_of('dept')}"


class Lending(d.Flow):
    """Lent with the signature of the department's archivist; back once it is checked."""

    draft = d.State("草稿", "Draft")
    submitted = d.State("已提交", "Submitted", locks="dept registered_on borrower title doc_no pages purpose due_on")
    approved = d.State("已核准", "Approved")
    filed = d.State("已归档", "Filed", locks="*")

    lend = d.Step("借出", "Lend", draft, submitted, sign="archivist_sign")
    take_back = d.Step(
        "归还", "Take back", (submitted, approved), filed, by=KEEPER, asks="returned_on return_check",
        due=d.days("", 0, after="due_on", working=False),
    )  # fmt: skip


class TemporaryLoan(
    d.Register, id="temporary_loan", no="H4", zh="临时借用文件资料登记", en="Register of temporary loans", title="{title}", prefix="LJ",
    key="dept seq", own="borrower", flow=Lending, paper=d.Paper(landscape=True), practice="doc_no pages",
    columns="dept seq registered_on borrower title doc_no due_on returned_on status",
    ledgers=[d.Ledger(
        "临时借用文件资料登记",
        "dept seq registered_on borrower title doc_no pages purpose due_on returned_on return_check archivist_sign",
        en="Register of temporary loans",
    )],
):  # fmt: skip
    """One loan; the papers have not gone to the archive room yet."""

    with d.Head() as head:
        dept = d.Dept("部门", "Department", required=True, default=d.USER_DEPT, sticky=True)
    with d.Section("", "Loans") as entries:
        seq = d.Serial("序号", "No.", required=True, auto=True, per="dept")
        registered_on = d.Date("登记日期", "Date", required=True, default=d.TODAY, past=True)
        borrower = d.Person("借用人(承办人员)", "Borrower", required=True)
        title = d.Text("文件名称", "Document", required=True)
        doc_no = d.Text("文号", "Document number")
        pages = d.Int("页数", "Pages", at_least=1)
        purpose = d.Text("借用事由", "Purpose", required=True)
        due_on = d.Date(
            "预计归还", "Due", required=True, from_="registered_on",
            default=d.days("temporary_loan_days", 5, after="registered_on"),
        )  # fmt: skip
        returned_on = d.Date("归还日期", "Returned on", required=d.since("filed"), from_="registered_on", past=True)
        return_check = d.Choice("检查", "Check on return", "return_check", required=d.when("returned_on"))
        archivist_sign = d.Sign("部门档案员", "Department archivist", required=True, who=KEEPER)


def _last_day(registered_on: date, office: d.Office) -> date:
    days = office.setting("temporary_loan_days")
    return office.workday(registered_on, 5 if days is None else days)


@TemporaryLoan.due_on.must(code="LOAN_TERM")
def within_the_term(due_on: date, registered_on: date, office: d.Office) -> d.Verdict:
    last = _last_day(registered_on, office)
    days = {"term_days": (due_on - registered_on).days, "max_days": (last - registered_on).days}
    return due_on <= last or {**days, "lent_on": registered_on}


@TemporaryLoan.doc_no.must(
    "这份文件已经归档，不能临时借用。", "This document is filed already and not lent by this register.",
    mend=("请填写档案调阅单。", "Ask for it with a retrieval slip."),
)  # fmt: skip
def still_in_the_department(doc_no: str, dept: d.Link, status: str, office: d.Office) -> bool:
    return status != "draft" or not office.count("item_catalogue", doc_no=doc_no, dept=dept, status="filed")


register_forms = d.registering(TemporaryLoan)

SAMPLES = (
    {
        "dept": 1, "registered_on": -20, "due_on": -15, "borrower": 4, "title": "2026年度安全生产责任书", "doc_no": "岳办发〔2026〕18号", "pages": 6,
        "purpose": "起草补充条款", "returned_on": -17, "return_check": "intact", "steps": "lend take_back",
    },
    {"dept": 1, "registered_on": -2, "borrower": 6, "title": "办公楼维修合同(征求意见稿)", "pages": 12, "purpose": "核对付款条件", "steps": "lend"},
    {"dept": 2, "registered_on": -1, "borrower": 7, "title": "三季度客户走访方案", "purpose": "安排走访行程"},
)  # fmt: skip
