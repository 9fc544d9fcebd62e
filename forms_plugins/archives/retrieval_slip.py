"""B9 档案调阅单: a slip for calling archives, from the request to the return (W3)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from dangan import (
    TODAY,
    USER,
    USER_DEPT,
    Choice,
    Date,
    Dept,
    Form,
    Head,
    Int,
    Ledger,
    Link,
    Moved,
    Office,
    Paper,
    Person,
    Phone,
    Problem,
    Ref,
    Row,
    Rows,
    Section,
    Serial,
    Sign,
    Signature,
    Stepping,
    Text,
    both,
    computed,
    copied,
    holder_of,
    hookimpl,
    listens,
    live,
    role,
    since,
    unless,
    when,
)  # fmt: skip
from dangan.sentences import problem
from forms_plugins.archives.loans import (
    GOING,
    HIGH,
    OUT,
    Loan,
    after,
    due_in_force,
    leads_the_office,
    overdue,
    where_it_is,
    whole,
)  # fmt: skip

MODE = (("onsite", "室内查阅", "Read on the spot"), ("loan", "借出", "Loan"), ("copy", "复制", "Copy"))
GROUND = (
    ("customer", "客户档案", "Customer's file"), ("board", "组织类档案", "Organisation series"),
    ("classified", "机密以上", "Secret or above"),
)  # fmt: skip
SETTLED = ("intact", "lost")  # a return with a fault is taken again
APPROVER = f"{role('chairman')} {role('gm')} deputy:dept"


class Called(Row):
    """One thing called for, and its return."""

    seq = Serial("序号", "No.", required=True, auto=True)
    archive_no = Ref("档号", "Archive number", "file_catalogue", "item_catalogue", "classified_register", required=True)
    doc_no = Text("文号", "Document number", value=copied("archive_no.doc_no"))
    title = Text("名称", "Name", required=True, value=copied("archive_no.title"))
    bundles = Int("宗数", "Bundles", at_least=0)
    volumes = Int("册数", "Volumes", at_least=0)
    secrecy = Choice("密级", "Secrecy level", "secrecy", auto=True, value=computed())
    returned_on = Date(
        "归还日期",
        "Returned on",
        required=since("returned"),
        past=True,
        from_="lent_on",
        write="archivist",
        printed=False,
    )
    return_check = Choice(
        "归还检查", "Check on return", "return_check", required=when("returned_on"), write="archivist", printed=False
    )
    returned_by = Person("归还人", "Returned by", required=when("returned_on"), write="archivist", printed=False)
    return_note = Text(
        "归还说明",
        "Note on return",
        required=both(when("returned_on"), unless("return_check", "intact")),
        write="archivist",
        printed=False,
    )
    received_by = Sign("收回人", "Taken back by", who=role("archivist"), required=when("returned_on"), printed=False)
    remarks = Text("备注", "Remarks")


class Extra(Row):
    """An additional authorisation, set by the program."""

    ground = Choice("授权事由", "Ground", GROUND, required=True)
    approver = Sign(
        "授权人", "Authorised by", required=True, differs="applicant", code="LOAN_SELF_APPROVAL",
        who=f"{holder_of('customer_access_authority')} {role('board_secretary')} {role('chairman')}",
    )  # fmt: skip


class Renewal(Row):
    """A renewal with its approval."""

    renewed_on = Date("日期", "Date", required=True, default=TODAY)
    new_due_on = Date("新还期", "New due date", required=True, after="due_on")
    approver = Sign("批准人", "Approver", who=APPROVER, required=True, differs="applicant", code="LOAN_SELF_APPROVAL")


class RetrievalSlip(
    Form, id="retrieval_slip", no="B9", zh="档案调阅单", en="Retrieval slip", title="{applicant}", prefix="DY", flow=Loan,
    columns="record_no applicant dept purpose mode lent_on due_on returned_on status",
    paper=Paper(copies=("申请人联", "档案室联"), per_sheet=2), ledgers=[Ledger("档案调阅登记簿", en="Register of retrievals")],
):  # fmt: skip
    """The slip of one applicant."""

    with Head() as head:
        record_no = Text("编号", "Number", required=True, auto=True)
        applicant = Person("申请人", "Applicant", required=True, default=USER)
        prepared_on = Date("制表日期", "Date prepared", required=True, default=TODAY)
        dept = Dept("申请部门", "Department", required=True, default=USER_DEPT)
        phone = Phone("联系电话", "Telephone")
        purpose = Text("调阅事由", "Purpose", required=True)
        mode = Choice("调阅方式", "Mode", MODE, required=True)
    items = Rows(Called, "", "Items", min=1, once="archive_no")
    with Section("", "Term") as term:
        term_days = Int("借期", "Loan term", unit="天", at_least=1, required=when("mode", "loan"))
        due_on = Date("原定还期", "Due date", auto=True, required=since("lent"), value=computed())
    with Section("", "Approval") as approval:
        dept_head = Sign("部门主管意见", "Department head", who="head:dept", required=Loan.approved)
        archive_head = Sign("档案主管意见", "Head of archives", who=role("archivist"), required=Loan.approved)
        approver = Sign(
            "批准人", "Approver", who=APPROVER, required=Loan.approved, differs="applicant", code="LOAN_SELF_APPROVAL"
        )
    extra_approvals = Rows(Extra, "另行授权", "Additional authorisations")
    with Section("", "Lending and return") as handling:
        lent_on = Date("借出日期", "Lent on", required=since("lent"), past=True)
        lent_by = Sign("经办人", "Lent by", who=role("archivist"), required=since("lent"))
        returned_on = Date("归还日期", "Returned on", required=since("returned"), value=computed())
        returned_by = Person("归还人", "Returned by", required=since("returned"), value=computed())
        return_check = Choice("检查情况", "Check", "return_check", required=since("returned"), value=computed())
        return_note = Text("归还说明", "Note on return", required=since("returned"), value=computed())
        received_by = Sign("接收人", "Received by", required=since("returned"), value=computed())
        overdue_days = Int("逾期天数", "Days overdue", auto=True, value=live(), printed=False)
    renewals = Rows(Renewal, "续借", "Renewals", append_only=True)


@Called.secrecy.calc
def secrecy_of_it(archive_no: Link, office: Office) -> str | None:
    return (office.record(archive_no) or {}).get("secrecy")


@Called.returned_by.default
def the_borrower(applicant: Link, returned_on: date) -> Link:
    return applicant


@Called.volumes.must("宗数、册数至少填写一项。", "Enter bundles or volumes.", mend=("请填写数量。", "Enter how many."))
def counted(volumes: int | None, bundles: int | None, archive_no: Link) -> bool:
    return bool(volumes or bundles)


@RetrievalSlip.term_days.default
def usual_term(mode: str, office: Office) -> int | None:
    return (office.setting("loan_default_days") or 7) if mode == "loan" else None


@RetrievalSlip.due_on.calc
def day_of_return(lent_on: date, mode: str, term_days: int | None) -> date:
    """The same day for reading on the spot."""
    return lent_on if mode == "onsite" else after(lent_on, term_days or 0)


@RetrievalSlip.extra_approvals.fill
def authorisations(items: Sequence[Called], office: Office) -> list[dict[str, Any]]:
    """Secret things need one more signature (processes-data.md g)."""
    high = any((office.record(line.archive_no) or {}).get("secrecy") in HIGH for line in items if line.archive_no)
    return [{"ground": "classified"}] if high else []


def _last(items: Sequence[Called]) -> Called | None:
    back = [line for line in items if line.returned_on]
    return max(back, key=lambda line: line.returned_on or date.min) if back and len(back) == len(items) else None


def _of_the_last(name: str) -> Callable[[Sequence[Called]], Any]:
    """What stands in the line that came back last, once all are back."""

    def taken(items: Sequence[Called]) -> Any:
        last = _last(items)
        return getattr(last, name) if last else None

    return taken


for _field in ("returned_on", "returned_by", "return_check", "return_note", "received_by"):
    getattr(RetrievalSlip, _field).calc(_of_the_last(_field))


@RetrievalSlip.overdue_days.calc
def days_late(due_on: date, renewals: list[Renewal], returned_on: date | None, today: date) -> int | None:
    late = ((returned_on or today) - (due_in_force(due_on, renewals) or today)).days
    return late if late > 0 else None


@RetrievalSlip.term_days.must(code="LOAN_TERM")
def within_the_maximum(
    term_days: int, lent_on: date | None, due_on: date | None, office: Office
) -> bool | dict[str, Any]:
    most = office.setting("loan_max_days") or 30
    return term_days <= most or {"max_days": most, "lent_on": lent_on or "-", "due_on": due_on or "-"}


def _named(archive_no: Link, office: Office) -> dict[str, Any]:
    thing = office.record(archive_no) or {}
    return {"archive_no": thing.get("archive_no") or archive_no.text, "title": thing.get("title") or archive_no.title}


@Called.archive_no.must(code="LOAN_UNFILED")
def filed(archive_no: Link, status: str, office: Office) -> bool | dict[str, Any]:
    state = (office.record(archive_no) or {}).get("status")
    return status not in GOING or state in ("filed", "destroyed") or _named(archive_no, office)


@Loan.lend.must(code="LOAN_NOT_AVAILABLE", at="items")
@Called.archive_no.must(code="LOAN_NOT_AVAILABLE")
def available(archive_no: Link, status: str, office: Office) -> bool | dict[str, Any]:
    """Asked when it is requested and again when it is lent."""
    where = where_it_is(archive_no, office) if status in GOING else None
    return where is None or {**_named(archive_no, office), "holding": where}


@RetrievalSlip.applicant.must(code="LOAN_HAS_OVERDUE")
def nothing_overdue(
    applicant: Link, status: str, itself: Link | None, today: date, office: Office
) -> bool | dict[str, Any]:
    if status not in GOING or office.setting("loan_block_overdue") is False:
        return True
    out = [slip for state in OUT for slip in office.find("retrieval_slip", applicant=applicant, status=state)]
    late = next((slip for slip in whole(office, "retrieval_slip", out) if overdue(slip, today)), None)
    return late is None or {"borrower": applicant, "record_no": late["record_no"], "due_on": late["due_on"]}


@Loan.approve.needs
def signatures_of_the_case(applicant: Link, extra_approvals: Sequence[Any], office: Office) -> Sequence[str]:
    """The table of processes-data.md (g): leaders need none but the additional ones."""
    opinions = ("dept_head", "archive_head") if office.setting("slip_opinions") else ()
    approver = () if leads_the_office(applicant, office) else ("approver",)
    return (*opinions, *approver, "extra_approvals.approver")


@Loan.lend.must(code="LOAN_NO_APPROVAL")
def approved_or_needs_none(
    record_no: str,
    status: str,
    applicant: Link,
    extra_approvals: Sequence[Any],
    approver: Signature | None,
    office: Office,
) -> bool | dict[str, Any]:
    """Only a leader's slip is lent without the step of approval."""
    free = leads_the_office(applicant, office) and not extra_approvals
    return status != "requested" or free or {"borrower": applicant, "missing": RetrievalSlip.approver}


@Loan.renew.must(code="LOAN_RENEW")
def renewable(
    record_no: str, renewals: list[Renewal], due_on: date, today: date, office: Office
) -> bool | dict[str, Any]:
    most = office.setting("loan_renewals")
    most = 1 if most is None else most
    before = due_in_force(due_on, renewals[:-1])
    given = len(renewals) - 1
    fine = 0 <= given < most and before is not None and before >= today
    return fine or {"renewals": max(given, 0), "max_renewals": most, "due_on": before or due_on}


@Loan.renew.must("没有填写新的续借。", "There is no new renewal.", mend=("请填写新的还期。", "Enter the new due date."))
def asked_for(renewals: list[Renewal]) -> bool:
    return bool(renewals) and renewals[-1].approver is None


@Loan.take_back.must(code="LOAN_NOT_CHECKED", at="items")
def checked(archive_no: Link, return_check: str | None, record_no: str, office: Office) -> bool | dict[str, Any]:
    return bool(return_check) or _named(archive_no, office)


@Loan.take_back.must(
    "这一项已经归还或报失。", "This item is back already, or reported lost.",
    mend=("请只选还没有归还的。", "Choose only what is still out."), at="items",
)  # fmt: skip
def still_out(line_no: int, itself: Link, office: Office) -> bool:
    kept = (office.record(itself) or {})["items"][line_no - 1]
    return not kept["received_by"] or kept["return_check"] not in SETTLED


@Called.returned_by.must(code="LOAN_SUBLEND")
def by_the_borrower(
    returned_by: Link, applicant: Link, return_note: str | None, record_no: str
) -> bool | dict[str, Any]:
    same = (returned_by.id or returned_by.text) == (applicant.id or applicant.text)
    return same or bool(return_note) or {"borrower": applicant, "person": returned_by}


@Loan.take_back.leads
def when_all_are_back(items: Sequence[Called], status: str) -> str:
    """Returned when every line is back intact, lost when the last open one is lost; a fault leaves it out."""
    states = [line.return_check if line.returned_on else None for line in items]
    if all(state == "intact" for state in states):
        return "returned"
    return "lost" if all(state in ("intact", "lost") for state in states) else status


@Loan.take_back.until
def due(due_on: date, renewals: list[Renewal]) -> date | None:
    return due_in_force(due_on, renewals)


@listens("retrieval_slip.lend", "retrieval_slip.take_back")
def after_step(stepping: Stepping) -> Iterable[Moved]:
    """Where the things are: out, back once they are found intact, missing where they are lost."""
    if stepping.step == "lend":
        yield from (Moved(line["archive_no"], "on_loan") for line in stepping.new["items"])
        return
    for line in (stepping.new["items"][n] for n in stepping.lines):
        if line["return_check"] in SETTLED:
            yield Moved(line["archive_no"], "in_stock" if line["return_check"] == "intact" else "missing")


@listens("destruction_list.approve", "destruction_list.execute")
def before_step(stepping: Stepping) -> Iterable[Problem]:
    """Nothing that is out on a slip is burnt, whatever a list says."""
    office = stepping.env.office
    for n, line in enumerate(stepping.new["items"]):
        thing = line["archive_no"]
        out = sum(
            office.count("retrieval_slip.items", archive_no=thing, returned_on=None, status=state) for state in OUT
        )
        if out:
            where = where_it_is(thing, office) or RetrievalSlip.form_type.spec.states[3]
            yield problem("DISP_LOAN_OR_HOLD", f"items.{n}.archive_no", archive_no=thing.text, obstacle=where)


@hookimpl
def register_forms(ctx: Any) -> list[type[Form]]:
    """The retrieval slip."""
    return [RetrievalSlip]


SAMPLES = (
    {
        "applicant": 12, "prepared_on": -25, "dept": "质量管理部", "phone": "0730-8612345", "purpose": "核对2024年办公会议决定事项",
        "mode": "loan", "term_days": 7, "items": [{"archive_no": "2024年公司办公会议纪要", "volumes": 1}], "steps": "approve lend",
    },
)  # fmt: skip
