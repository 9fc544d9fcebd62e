"""H5 差旅费核报归档签认: papers brought back from a trip are filed before the claim is paid (W12)."""

from __future__ import annotations

import dangan as d

ACTIVITY = (
    ("training", "外出培训", "Training"), ("study", "学习", "Study"), ("inspection", "考察", "Inspection"),
    ("research", "调查研究", "Research"), ("meeting", "参加上级机关召开的会议", "Meeting of a superior body"),
    ("other", "其他公务活动", "Other official business"),
)  # fmt: skip
ARCHIVIST = d.Label("部门档案员", "the department archivist")
SUBSTITUTE = d.Label("（或其代理人）", "or a substitute")
FINANCE = d.role("finance")


class Clearing(d.Flow):
    """W12: the department archivist signs for the papers, then accounting processes and pays the claim."""

    open = d.State("待签认", "Open")
    signed = d.State("已签认", "Signed", locks="head items", late="claim_no items.archive_no")
    checked = d.State("已核报", "Checked")
    paid = d.State("已付款", "Paid", locks="*", late="items.archive_no")

    sign = d.Step("签字认可", "Sign", open, signed, sign="dept_archivist_sign")
    check = d.Step("核报", "Process the claim", signed, checked, sign="finance_sign")
    send_back = d.Step(
        "退回", "Send back", (signed, checked), open, by=f"{FINANCE} {d.registered('dept_archivist', 'dept')}",
        reason=True,
    )  # fmt: skip
    pay = d.Step("付款", "Pay", checked, paid, by=FINANCE)


class Paper(d.Row):
    """A paper brought back."""

    title = d.Text("资料名称", "Paper", required=True)
    copies = d.Int("份数", "Copies", required=True, default=1, at_least=1)
    pages = d.Int("页数", "Pages", at_least=1)
    archive_no = d.ArchiveNo("档号", "Archive number")


class ExpenseClearance(
    d.Form,
    id="expense_clearance", no="H5", zh="差旅费核报归档签认", en="Filing clearance for travel claims",
    title="{traveller} {activity_name}", prefix="CL", flow=Clearing,
    columns="record_no traveller dept activity activity_name date_from date_to claim_no status",
    ledgers=[d.Ledger("差旅费核报归档台帐", en="Ledger of travel claims")],
    practice="head items",
):  # fmt: skip
    """One trip; where nothing is worth filing, the reason is given."""

    with d.Head() as head:
        record_no = d.Text("编号", "Number", required=True, auto=True)
        traveller = d.Person("出差人", "Traveller", required=True, default=d.USER)
        dept = d.Dept("部门", "Department", required=True, default=d.USER_DEPT)
        activity = d.Choice("活动类别", "Activity", ACTIVITY, required=True)
        activity_name = d.Text("活动名称", "Name of the activity", required=True)
        date_from = d.Date("起始日期", "From", required=True, until="date_to", also=("起止日期",))
        date_to = d.Date("截止日期", "To", required=True, also=("起止日期",))
        none_reason = d.Text(
            "无归档价值说明", "Why nothing is worth filing", required=d.unless("items"), code="EXP_EMPTY"
        )
        claim_no = d.Text("报销单号", "Claim number")
    items = d.Rows(Paper, "", "Papers")
    with d.Foot() as foot:
        dept_archivist_sign = d.Sign(
            "部门档案员签字认可", "Accepted by the department archivist", required=True,
            who=f"{d.registered('dept_archivist', 'dept')} {d.head_of('dept')}",
        )  # fmt: skip
        finance_sign = d.Sign("会计部核报", "Claim processed by accounting", required=Clearing.checked, who=FINANCE)


@ExpenseClearance.dept_archivist_sign.must(code="EXP_SELF")
def not_his_own_trip(dept_archivist_sign: d.Signature, traveller: d.Link) -> d.Verdict:
    same = dept_archivist_sign.id is not None and dept_archivist_sign.id == traveller.id
    return not same or {"person": traveller, "head": SUBSTITUTE}


@Clearing.check.must(code="EXP_NOT_SIGNED")
def papers_are_signed_for(dept_archivist_sign: d.Signature | None, dept: d.Link, office: d.Office) -> d.Verdict:
    named = [entry["person"] for entry in office.find("dept_archivist", dept=dept) if not entry.get("valid_to")]
    return dept_archivist_sign is not None or {"archivist": named[0] if named else ARCHIVIST}


register_forms = d.registering(ExpenseClearance)

SAMPLES = (
    {
        "traveller": 2, "dept": 2, "activity": "training", "activity_name": "全省档案人员岗位培训班", "date_from": -40, "date_to": -36,
        "claim_no": "BX-0318", "items": [{"title": "培训班教材", "copies": 1, "pages": 126}, {"title": "结业证书", "copies": 1, "pages": 1}],
    },
    {
        "traveller": 14, "dept": 4, "activity": "inspection", "activity_name": "赴邢台考察轧辊铸造工艺", "date_from": -15,
        "date_to": -12, "none_reason": "仅带回公开宣传册", "steps": "sign check pay",
    },
)  # fmt: skip
