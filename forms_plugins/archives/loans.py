"""The loan process W3, shared by every slip that lends: its flow, the lines of approval and return, who approves, what is
available, return line by line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

import dangan as d
from dangan.sentences import problem
from forms_plugins.archives.whereabouts import (
    CERTIFICATE,
    OUT,
    due_in_force,
    due_of,
    named,
    overdue_slip,
    where_it_is,
    word_of,
)

LEADERS = ("role:chairman", "role:gm", "role:deputy_gm")
APPROVER = f"{d.role('chairman')} {d.role('gm')} {d.deputy_of('dept')}"
HIGH = ("secret", "top_secret")
GOING = ("requested", "approved")  # states in which the things must be there
BEGUN = ("lent", "renewed", "returned", "lost")  # who only asks for things is not asked about their return
SETTLED = ("intact", "lost")  # a return with a fault is taken again
RETURN = ("returned_on", "returned_by", "return_check", "return_note", "received_by")
GROUND = (
    ("customer", "客户档案", "Customer's file"), ("board", "组织类档案", "Organisation series"),
    ("classified", "机密以上", "Secret or above"),
)  # fmt: skip


def loan_flow(borrower: str, opinions: str = "") -> type[d.Flow]:
    """W3: asked for, approved, lent, perhaps renewed, returned line by line. `opinions` are signatures that an office may
    want besides the approver's."""

    class Loan(d.Flow):
        """W3."""

        requested = d.State("已申请", "Requested", whole=True)
        approved = d.State("已批准", "Approved", locks="head items term_days")
        rejected = d.State("已驳回", "Rejected", side=True, locks="*")
        lent = d.State("已借出", "Lent", locks="lent_on due_on items.strike_reason")
        renewed = d.State("已续借", "Renewed")
        returned = d.State("已归还", "Returned", locks="*")
        cancelled = d.State("已取消", "Cancelled", side=True, locks="*")
        lost = d.State("丢失", "Lost", side=True, locks="*")

        approve = d.Step(
            "批准", "Approve", requested, approved, by=d.role("archivist"), ordered=False,
            sign=f"{opinions} approver extra_approvals.approver",
        )  # fmt: skip
        reject = d.Step("驳回", "Reject", requested, rejected, by=" ".join(LEADERS), reason=True)
        cancel = d.Step("取消", "Cancel", (requested, approved), cancelled, by=borrower)
        strike = d.Step(
            "划销", "Strike out", approved, by=d.role("archivist"), line="items", asks="items.strike_reason"
        )
        lend = d.Step("借出", "Lend", (requested, approved), lent, sign="lent_by", asks="lent_on")
        renew = d.Step("续借", "Renew", (lent, renewed), renewed, sign="renewals.approver", asks="renewals")
        take_back = d.Step(
            "归还", "Take back", (lent, renewed), returned, line="items", sign="items.received_by",
            asks="items.returned_on items.return_check items.returned_by items.return_note",
        )  # fmt: skip

    return Loan


def approvals(borrower: str) -> tuple[type[d.Row], type[d.Row]]:
    """The lines of the additional authorisations and of the renewals."""

    class Extra(d.Row):
        """An additional authorisation, set by the program."""

        ground = d.Choice("授权事由", "Ground", GROUND, required=True)
        approver = d.Sign(
            "授权人", "Authorised by", required=True, differs=borrower, code="LOAN_SELF_APPROVAL",
            who=f"{d.holder_of('customer_access_authority')} {d.role('board_secretary')} {d.role('chairman')}",
        )  # fmt: skip

    class Renewal(d.Row):
        """A renewal with its approval."""

        renewed_on = d.Date("日期", "Date", required=True, default=d.TODAY)
        new_due_on = d.Date("新还期", "New due date", required=True, after="due_on")
        approver = d.Sign(
            "批准人", "Approver", who=APPROVER, required=True, differs=borrower, code="LOAN_SELF_APPROVAL"
        )

    return Extra, Renewal


def return_of_line(who: str) -> tuple[d.Date, d.Choice, d.Person, d.Text, d.Sign, d.Text]:
    """The fields of a line that tell its return: day, check, by whom, note, who of `who` took it back; and the reason for
    which it was struck out instead of lent."""
    back, by, gone = d.when("returned_on"), "archivist", d.when("status", *BEGUN)
    required = d.both(d.since("returned"), d.unless("strike_reason"))
    return (
        d.Date("归还日期", "Returned on", required=required, past=True, from_="lent_on", write=by, printed=False, relevant=gone),
        d.Choice("归还检查", "Check on return", "return_check", required=back, write=by, printed=False, relevant=gone),
        d.Person("归还人", "Returned by", required=back, write=by, printed=False, relevant=gone),
        d.Text(
            "归还说明", "Note on return", required=d.both(back, d.unless("return_check", "intact")), write=by, printed=False,
            relevant=gone,
        ),
        d.Sign("收回人", "Taken back by", who=who, required=back, printed=False, relevant=gone),
        d.Text(
            "划销原因", "Reason for striking out", write=by, printed=False, relevant=d.when("status", "approved", *BEGUN)
        ),
    )  # fmt: skip


def hang(slip: Any, line: Any, borrower: str) -> None:
    """Hang the rules of W3 on a slip and on its line."""
    flow = slip.flow
    line.secrecy.calc(secrecy_of_it)
    line.returned_by.default(the_borrower)
    line.returned_by.must(code="LOAN_SUBLEND")(by_the_borrower)
    line.archive_no.must(code="LOAN_UNFILED")(filed)
    line.archive_no.must(code="LOAN_NOT_AVAILABLE")(available)
    slip.term_days.must(code="LOAN_TERM")(within_the_maximum)
    slip.extra_approvals.fill(authorisations)
    slip.overdue_days.calc(days_late)
    getattr(slip, borrower).must(code="LOAN_HAS_OVERDUE")(nothing_overdue)
    for name in RETURN:
        getattr(slip, name).calc(_of_the_last(name))
    flow.approve.needs(signatures_of_the_case)
    flow.lend.must(code="LOAN_NOT_AVAILABLE", at="items")(available)
    flow.lend.must(code="LOAN_NO_APPROVAL")(approved_or_needs_none)
    flow.lend.must(
        "各行都已划销，没有可借出的。", "Every line is struck out; nothing is left to lend.",
        mend=("请驳回或取消这份借阅单。", "Reject or cancel the slip."),
    )(something_left)  # fmt: skip
    flow.strike.must(
        "没有写明划销原因。",
        "The reason for striking out is lacking.",
        mend=("请写明原因。", "Give the reason."),
        at="items",
    )(with_a_reason)
    flow.renew.must(code="LOAN_RENEW")(renewable)
    flow.renew.must(
        "没有填写新的续借。", "There is no new renewal.", mend=("请填写新的还期。", "Enter the new due date.")
    )(asked_for)
    flow.take_back.must(code="LOAN_NOT_CHECKED", at="items")(checked)
    flow.take_back.must(
        "这一项已经归还或报失。", "This item is back already, or reported lost.",
        mend=("请只选还没有归还的。", "Choose only what is still out."), at="items",
    )(still_out)  # fmt: skip
    flow.take_back.leads(when_all_are_back)
    flow.take_back.until(due)


def moves(form: str) -> Callable[[d.Stepping], Iterable[d.Moved]]:
    """The listener that says where the things of a slip are: out, back once they are found intact, missing where lost."""

    @d.listens(f"{form}.lend", f"{form}.take_back")
    def after_step(stepping: d.Stepping) -> Iterable[d.Moved]:
        if stepping.step == "lend":
            yield from (
                d.Moved(line["archive_no"], "on_loan") for line in stepping.new["items"] if not line["strike_reason"]
            )
            return
        for line in (stepping.new["items"][n] for n in stepping.lines):
            if line["return_check"] in SETTLED:
                yield d.Moved(line["archive_no"], "in_stock" if line["return_check"] == "intact" else "missing")

    return after_step


def bars_burning(form: str) -> Callable[[d.Stepping], Iterable[d.Problem]]:
    """The listener that lets nothing be burnt that is out on a slip, whatever a list says."""

    @d.listens("destruction_list.approve", "destruction_list.execute")
    def before_step(stepping: d.Stepping) -> Iterable[d.Problem]:
        office = stepping.env.office
        for n, line in enumerate(stepping.new["items"]):
            thing = line["archive_no"]
            out = {"archive_no": thing, "returned_on": None, "strike_reason": None}
            if any(office.count(f"{form}.items", **out, status=state) for state in OUT):
                where = where_it_is(thing, office) or word_of("on_loan")
                yield problem("DISP_LOAN_OR_HOLD", f"items.{n}.archive_no", archive_no=thing.text, obstacle=where)

    return before_step


def secrecy_of_it(archive_no: d.Link, office: d.Office) -> str | None:
    """The grade of the thing itself."""
    return (office.record(archive_no) or {}).get("secrecy")


def the_borrower(owner: d.Link, returned_on: date) -> d.Link:
    """Who brings it back, unless somebody else is entered."""
    return owner


def by_the_borrower(returned_by: d.Link, owner: d.Link, return_note: str | None, record_no: str) -> d.Verdict:
    """Another one who brings it back needs a note."""
    same = (returned_by.id or returned_by.text) == (owner.id or owner.text)
    return same or bool(return_note) or {"borrower": owner, "person": returned_by}


def filed(archive_no: d.Link, status: str, office: d.Office) -> d.Verdict:
    """Only what is filed is lent."""
    state = (office.record(archive_no) or {}).get("status")
    return status not in GOING or state in ("filed", "destroyed") or named(archive_no, office)


def available(archive_no: d.Link, strike_reason: str | None, status: str, office: d.Office) -> d.Verdict:
    """Asked when it is requested and again when it is lent; not of what is struck out."""
    where = where_it_is(archive_no, office) if status in GOING and not strike_reason else None
    return where is None or {**named(archive_no, office), "holding": where}


def within_the_maximum(
    term_days: int, lent_on: date | None, due_on: date | None, today: date, office: d.Office
) -> d.Verdict:
    """At most the days that the office lends for."""
    most = office.setting("loan_max_days") or 30
    return term_days <= most or {"max_days": most, "lent_on": lent_on or today, "due_on": due_on or "-"}


def authorisations(owner: d.Link, items: Sequence[Any], office: d.Office) -> list[dict[str, Any]]:
    """Secret things and the file of another's customer need one more signature each (processes-data.md g)."""
    things = [office.record(line.archive_no) or {} for line in items if line.archive_no]
    grounds = {
        "customer": office.setting("customer_access_authority")
        and any("project" in thing and _of_another(owner, thing, office) for thing in things),
        "classified": any(thing.get("secrecy") in HIGH and "cert_no" not in thing for thing in things),
    }
    return [{"ground": ground} for ground, needed in grounds.items() if needed]


def _of_another(owner: d.Link, thing: dict[str, Any], office: d.Office) -> bool:
    """Whether a project file is of a customer whose salesperson is somebody else."""
    customer = thing.get("customer")
    seller = (office.record(customer) or {}).get("salesperson") if customer else None
    return customer is not None and (seller is None or seller.id != owner.id)


def leads_the_office(person: d.Link, office: d.Office) -> bool:
    """Whether he is chairman, general manager or deputy: he needs no approval."""
    return bool(set(LEADERS) & office.acts_as(person).keys())


def signatures_of_the_case(
    owner: d.Link, items: Sequence[Any], extra_approvals: Sequence[Any], office: d.Office
) -> Sequence[str]:
    """The table of processes-data.md (g): leaders need none but the additional ones, and another leader's for a
    certificate."""
    opinions = ("dept_head", "archive_head") if office.setting("slip_opinions") else ()
    free = leads_the_office(owner, office) and not certificates(items)
    return (*opinions, *(() if free else ("approver",)), "extra_approvals.approver")


def certificates(items: Sequence[Any]) -> list[d.Link]:
    """The certificates among the things of a slip."""
    return [line.archive_no for line in items if line.archive_no and line.archive_no.form == CERTIFICATE]


def approved_or_needs_none(
    record_no: str, status: str, owner: d.Link, items: Sequence[Any], extra_approvals: Sequence[Any], office: d.Office
) -> d.Verdict:
    """Only a leader's slip is lent without the step of approval; of a certificate says the slip itself."""
    free = leads_the_office(owner, office) and not extra_approvals
    missing = d.Label("批准人", "the approver")
    return status != "requested" or free or bool(certificates(items)) or {"borrower": owner, "missing": missing}


def renewable(record_no: str, renewals: list[Any], due_on: date, today: date, office: d.Office) -> d.Verdict:
    """Not more often than the office grants, and not once it is late."""
    most = office.setting("loan_renewals")
    most = 1 if most is None else most
    before = due_in_force(due_on, renewals[:-1] or [])
    given = max(len(renewals) - 1, 0)  # without a line that asks for it the next renewal is meant
    fine = given < most and before is not None and before >= today
    return fine or {"renewals": given, "max_renewals": most, "due_on": before or due_on}


def something_left(items: Sequence[Any]) -> bool:
    """Not every line is struck out."""
    return not items or any(not line.strike_reason for line in items)


def with_a_reason(strike_reason: str | None, archive_no: d.Link) -> bool:
    """What is struck out is so for a reason."""
    return bool(strike_reason)


def asked_for(renewals: list[Any]) -> bool:
    """A renewal that nobody has signed is there."""
    return bool(renewals) and renewals[-1].approver is None


def checked(archive_no: d.Link, return_check: str | None, record_no: str, office: d.Office) -> d.Verdict:
    """Nothing goes back unchecked."""
    return bool(return_check) or named(archive_no, office)


def still_out(line_no: int, itself: d.Link, office: d.Office) -> bool:
    """What is back, or lost for good, is not taken back again."""
    kept = (office.record(itself) or {})["items"][line_no - 1]
    return not kept["strike_reason"] and (not kept["received_by"] or kept["return_check"] not in SETTLED)


def when_all_are_back(items: Sequence[Any], status: str) -> str:
    """Returned when every line is back intact, lost when the last open one is lost; a fault leaves it out."""
    states = [line.return_check if line.returned_on else None for line in items if not line.strike_reason]
    if all(state == "intact" for state in states):
        return "returned"
    return "lost" if all(state in SETTLED for state in states) else status


def due(due_on: date, renewals: list[Any]) -> date | None:
    """Until when it should be back."""
    return due_in_force(due_on, renewals)


def _last(items: Sequence[Any]) -> Any:
    out = [line for line in items if not line.strike_reason]
    back = [line for line in out if line.returned_on]
    return max(back, key=lambda line: line.returned_on or date.min) if back and len(back) == len(out) else None


def _of_the_last(name: str) -> Callable[[Sequence[Any]], Any]:
    """What stands in the line that came back last, once all are back."""

    def taken(items: Sequence[Any]) -> Any:
        last = _last(items)
        return getattr(last, name) if last else None

    return taken


def days_late(due_on: date, renewals: list[Any], returned_on: date | None, today: date) -> int | None:
    """Days beyond the day in force."""
    late = ((returned_on or today) - (due_in_force(due_on, renewals) or today)).days
    return late if late > 0 else None


def nothing_overdue(owner: d.Link, status: str, today: date, office: d.Office) -> d.Verdict:
    """Who has something overdue borrows nothing more."""
    if status not in GOING or office.setting("loan_block_overdue") is False:
        return True
    late = overdue_slip(owner, today, office)
    return late is None or {"borrower": owner, "record_no": late["record_no"], "due_on": due_of(late)}
