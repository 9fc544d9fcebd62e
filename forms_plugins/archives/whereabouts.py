"""What is lent, to whom, until when, and where a thing is: asked by slips, recalls, handovers and the ledger."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import dangan as d
from dangan.env import shipped_options

SLIPS = {"retrieval_slip": "applicant", "loan_slip": "borrower"}  # every form that lends, with who borrows
CERTIFICATE = "certificate_ledger"
OUT = ("lent", "renewed")
GONE = {
    "released": ("已退还客户", "released"),
    "replaced": ("已换证", "replaced"),
    "transferred": ("已移交", "transferred"),
}


def named(archive_no: d.Link, office: d.Office) -> dict[str, Any]:
    """Number and title of a thing, for a sentence."""
    thing = office.record(archive_no) or {}
    title = thing.get("title") or thing.get("project") or thing.get("name") or archive_no.title
    return {"archive_no": thing.get("archive_no") or thing.get("cert_no") or archive_no.text, "title": title}


def overdue_slip(person: d.Link, today: date, office: d.Office) -> d.Values | None:
    """A slip of any kind that somebody has out beyond its day."""
    out = (slip for form in SLIPS for slip in out_with(person, form, office))
    return next((slip for slip in out if overdue(slip, today)), None)


def out_with(person: d.Link, form: str, office: d.Office) -> Iterator[d.Values]:
    """The slips of one form that somebody has out, whole."""
    found = [slip for state in OUT for slip in office.find(form, **{SLIPS[form]: person}, status=state)]
    return whole(office, form, found)


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


def whole(office: d.Office, form: str, slips: Any) -> Iterator[d.Values]:
    """The slips found, each with its rows."""
    for slip in slips:
        found = office.record(d.Link(slip["record_no"], slip["_id"], form))
        if found is not None:
            yield found


def where_it_is(thing: d.Link, office: d.Office) -> d.Label | None:
    """Why a thing cannot be lent: where it is, or that it is to be destroyed; None where it may be."""
    holding = office.holding(thing)
    if holding not in ("", "in_stock"):
        return word_of(holding)
    listed = [
        office.count("destruction_list.items", archive_no=thing, status=state) for state in ("appraised", "approved")
    ]
    return word_of("proposed_disposal") if any(listed) else None


def word_of(state: str) -> d.Label:
    """Where a thing is, in words."""
    named = next((o for o in shipped_options("file_catalogue_states") if o.code == state), None)
    return d.Label(named.zh, named.en.lower()) if named else d.Label(*GONE.get(state, (state, state)))


def after(day: date, days: int) -> date:
    """So many calendar days later."""
    return day + timedelta(days=days)
