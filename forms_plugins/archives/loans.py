"""The loan process W3, shared by every slip that lends: who approves, what is available, return line by line."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from dangan import Flow, Label, Link, Office, State, Step, role
from dangan.env import shipped_options

LEADERS = ("role:chairman", "role:gm", "role:deputy_gm")
HIGH = ("secret", "top_secret")
OUT = ("lent", "renewed")
GOING = ("requested", "approved")  # states in which the things must be there


class Loan(Flow):
    """W3: asked for, approved, lent, perhaps renewed, returned line by line."""

    requested = State("已申请", "Requested", whole=True)
    approved = State("已批准", "Approved", locks="head items term_days")
    rejected = State("已驳回", "Rejected", side=True, locks="*")
    lent = State("已借出", "Lent", locks="lent_on due_on items.strike_reason")
    renewed = State("已续借", "Renewed")
    returned = State("已归还", "Returned", locks="*")
    cancelled = State("已取消", "Cancelled", side=True, locks="*")
    lost = State("丢失", "Lost", side=True, locks="*")

    approve = Step(
        "批准", "Approve", requested, approved, by=role("archivist"), ordered=False,
        sign="dept_head archive_head approver extra_approvals.approver",
    )  # fmt: skip
    reject = Step("驳回", "Reject", requested, rejected, by=" ".join(LEADERS), reason=True)
    cancel = Step("取消", "Cancel", (requested, approved), cancelled, by="applicant")
    strike = Step("划销", "Strike out", approved, by=role("archivist"), line="items", asks="items.strike_reason")
    lend = Step("借出", "Lend", (requested, approved), lent, sign="lent_by", asks="lent_on")
    renew = Step("续借", "Renew", (lent, renewed), renewed, sign="renewals.approver", asks="renewals")
    take_back = Step(
        "归还", "Take back", (lent, renewed), returned, line="items", sign="items.received_by",
        asks="items.returned_on items.return_check items.returned_by items.return_note",
    )  # fmt: skip


def leads_the_office(person: Link, office: Office) -> bool:
    """Whether he is chairman, general manager or deputy: he needs no approval."""
    return bool(set(LEADERS) & office.acts_as(person).keys())


def due_in_force(due_on: date | None, renewals: list[Any]) -> date | None:
    """The day of return: of the last renewal, else of the slip."""
    granted = [line.new_due_on for line in renewals if line.new_due_on]
    return max(granted) if granted else due_on


def due_of(slip: dict[str, Any]) -> date | None:
    """The day of return of a slip, whole, with its rows: of its last renewal, else its own."""
    days = [line["new_due_on"] for line in slip.get("renewals") or () if line.get("new_due_on")]
    return max(days) if days else slip.get("due_on")


def overdue(slip: dict[str, Any], today: date) -> bool:
    """Whether a slip is out beyond its day; `slip` whole, with its rows."""
    due = due_of(slip)
    return slip.get("status") in OUT and due is not None and due < today


def whole(office: Office, form: str, slips: Any) -> Iterator[dict[str, Any]]:
    """The slips found, each with its rows."""
    for slip in slips:
        found = office.record(Link(slip["record_no"], slip["_id"], form))
        if found is not None:
            yield found


def where_it_is(thing: Link, office: Office) -> Label | None:
    """Why a thing cannot be lent: where it is, or that it is to be destroyed; None where it may be."""
    holding = office.holding(thing)
    if holding not in ("", "in_stock"):
        return _word(holding)
    listed = [
        office.count("destruction_list.items", archive_no=thing, status=state) for state in ("appraised", "approved")
    ]
    return _word("proposed_disposal") if any(listed) else None


def _word(state: str) -> Label:
    named = next(o for o in shipped_options("file_catalogue_states") if o.code == state)
    return Label(named.zh, named.en.lower())


def after(day: date, days: int) -> date:
    """So many calendar days later."""
    return day + timedelta(days=days)
