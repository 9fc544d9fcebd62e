"""The processes told a second time, plainly: the calendar, who may, what leads where, what a signature covers, until when."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from dangan.record import Link, Signature, Values

C2, C3, B8, B9, B10 = "volume_contents", "supplement_list", "destruction_list", "retrieval_slip", "recall_notice"
LEADERS = {"role:chairman", "role:gm", "role:deputy_gm"}
ANYBODY: set[str] = set()


def _run(first: str, last: str) -> set[date]:
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    return {start + timedelta(days=n) for n in range((end - start).days + 1)}


# notices of the State Council for 2025 and 2026
HOLIDAYS = set.union(
    _run("2025-01-01", "2025-01-01"), _run("2025-01-28", "2025-02-04"), _run("2025-04-04", "2025-04-06"),
    _run("2025-05-01", "2025-05-05"), _run("2025-05-31", "2025-06-02"), _run("2025-10-01", "2025-10-08"),
    _run("2026-01-01", "2026-01-03"), _run("2026-02-15", "2026-02-23"), _run("2026-04-04", "2026-04-06"),
    _run("2026-05-01", "2026-05-05"), _run("2026-06-19", "2026-06-21"), _run("2026-09-25", "2026-09-27"),
    _run("2026-10-01", "2026-10-07"),
)  # fmt: skip
MAKE_UP = {date.fromisoformat(day) for day in (
    "2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11", "2026-01-04", "2026-02-14", "2026-02-28",
    "2026-05-09", "2026-09-20", "2026-10-10",
)}  # fmt: skip


def works(day: date) -> bool:
    """Whether it is a working day."""
    return day in MAKE_UP or (day.isoweekday() <= 5 and day not in HOLIDAYS)


def later(start: date, count: int) -> date:
    """So many working days after a day."""
    day = start
    while count:
        day += timedelta(days=1)
        count -= works(day)
    return day


@dataclass
class Rights:
    """Who holds what, from when to when, told by login."""

    roles: list[tuple[str, str, date, date]] = field(default_factory=list)
    substitutes: list[tuple[str, str, date, date]] = field(default_factory=list)
    head: str = ""
    deputy: str = ""

    def of(self, login: str, day: date) -> set[str]:
        """What somebody may act as on a day."""
        return self._own(login, day).union(
            *(self._own(other, day) for who, other, first, last in self.substitutes if who == login and first <= day <= last)
        )  # fmt: skip

    def _own(self, login: str, day: date) -> set[str]:
        own = {login} | {
            f"role:{role}" for who, role, first, last in self.roles if who == login and first <= day <= last
        }
        return own | {name for name, who in (("head", self.head), ("deputy", self.deputy)) if who == login}


Who = Callable[[Values, dict[int, str]], set[str]]


def named(*names: str) -> Who:
    """The persons in these fields."""
    return lambda values, logins: {logins[values[name].id] for name in names}


def holding(*tokens: str) -> Who:
    """Whoever holds one of these."""
    return lambda values, logins: set(tokens)


def anybody(values: Values, logins: dict[int, str]) -> set[str]:
    """Everybody."""
    return ANYBODY


APPROVER = holding("role:chairman", "role:gm", "deputy")
ARCHIVIST = holding("role:archivist")
# form, step -> states that it leads from, the states it may come into (of steps without signatures also who)
STEPS: dict[tuple[str, str], tuple[set[str], set[str], Who | None]] = {
    (C2, "sign_off_a"): ({"drafting", "returned"}, {"a_signed"}, None),
    (C2, "check"): ({"a_signed"}, {"b_checking"}, named("manager_b")),
    (C2, "ask"): ({"b_checking"}, {"supplement"}, named("manager_b")),
    (C2, "supply"): ({"supplement"}, {"b_checking"}, None),
    (C2, "sign_off_b"): ({"b_checking"}, {"b_signed"}, None),
    (C2, "submit"): ({"b_signed"}, {"submitted"}, named("manager_b")),
    (C2, "accept"): ({"submitted"}, {"submitted", "accepted"}, None),
    (C2, "file"): ({"accepted"}, {"filed"}, ARCHIVIST),
    (C2, "send_back"): (
        {"a_signed", "b_checking", "b_signed", "submitted"}, {"returned"},
        lambda values, logins: named("manager_b")(values, logins) | {"role:archivist"},
    ),
    (C2, "extend"): (
        {"drafting", "a_signed", "b_checking", "supplement", "b_signed", "returned"},
        {"drafting", "a_signed", "b_checking", "supplement", "b_signed", "returned"}, None,
    ),
    (C3, "submit"): ({"draft"}, {"submitted"}, named("raised_by")),
    (C3, "acknowledge"): ({"submitted"}, {"submitted"}, None),
    (C3, "confirm"): ({"submitted"}, {"submitted"}, named("raised_by")),
    (C3, "close"): ({"submitted"}, {"approved"}, None),
    (C3, "file"): ({"approved"}, {"filed"}, ARCHIVIST),
    (B8, "appraise"): ({"draft"}, {"appraised"}, ARCHIVIST),
    (B8, "approve"): ({"appraised"}, {"approved"}, None),
    (B8, "execute"): ({"approved"}, {"approved", "executed"}, None),
    (B8, "withdraw"): ({"appraised", "approved"}, {"withdrawn"}, ARCHIVIST),
    (B9, "approve"): ({"requested"}, {"requested", "approved"}, ARCHIVIST),
    (B9, "reject"): ({"requested"}, {"rejected"}, holding(*LEADERS)),
    (B9, "cancel"): ({"requested", "approved"}, {"cancelled"}, named("applicant")),
    (B9, "lend"): ({"requested", "approved"}, {"lent"}, None),
    (B9, "renew"): ({"lent", "renewed"}, {"renewed"}, None),
    (B9, "take_back"): ({"lent", "renewed"}, {"lent", "renewed", "returned", "lost"}, None),
    (B10, "send"): ({"draft"}, {"sent"}, ARCHIVIST),
    (B10, "repeat"): ({"sent"}, {"repeated"}, ARCHIVIST),
}  # fmt: skip
SIGNERS: dict[tuple[str, str], Who] = {
    (C2, "sign_a"): named("manager_a"), (C2, "sign_b"): named("manager_b"), (C2, "sign_b_handover"): named("manager_b"),
    (C2, "sign_archivist"): ARCHIVIST, (C2, "extension_approver"): holding(*LEADERS),
    (C3, "sign_b"): named("raised_by"),
    (B8, "approved_by"): holding("role:gm"), (B8, "supervised_by"): anybody, (B8, "supervised_by_2"): anybody,
    (B8, "executed_by"): anybody,
    (B9, "approver"): APPROVER, (B9, "dept_head"): holding("head"), (B9, "archive_head"): ARCHIVIST,
    (B9, "lent_by"): ARCHIVIST, (B9, "items.received_by"): ARCHIVIST, (B9, "renewals.approver"): APPROVER,
    (B9, "extra_approvals.approver"): holding("role:gm", "role:board_secretary", "role:chairman"),
}  # fmt: skip
# form, signature -> whose person it may never be
OTHERS = {
    (C2, "sign_archivist"): ("manager_a", "manager_b"), (C2, "extension_approver"): ("manager_a", "manager_b"),
    (B8, "approved_by"): ("prepared_by",), (B8, "supervised_by"): ("approved_by",),
    (B8, "executed_by"): ("approved_by", "supervised_by"),
    (B9, "approver"): ("applicant",), (B9, "renewals.approver"): ("applicant",), (B9, "extra_approvals.approver"): ("applicant",),
}  # fmt: skip
_C2_HEAD = ("project", "customer", "project_no", "volume_no", "ended_on", "business_type", "manager_a", "manager_b")
_PAPER = ("part", "title", "pages", "is_attachment", "copy_kind", "signed_ok", "remarks")
_SLIP = ("applicant", "prepared_on", "dept", "purpose", "mode", "term_days")
_CALLED = ("archive_no", "doc_no", "title", "bundles", "volumes")
_DOOMED = ("archive_no", "subject", "date_from", "date_to", "retention", "expired_on", "reason", "quantity")
# form, signature -> fields of the record, and of which table which fields (processes-data.md c)
COVERS: dict[tuple[str, str], tuple[tuple[str, ...], str, tuple[str, ...]]] = {
    (C2, "sign_a"): (_C2_HEAD, "items", _PAPER),
    (C2, "sign_b"): (_C2_HEAD, "items", (*_PAPER, "code")),
    (C2, "sign_b_handover"): ((*_C2_HEAD, "archive_no", "contract_no"), "items", (*_PAPER, "code")),
    (C2, "sign_archivist"): ((*_C2_HEAD, "archive_no", "contract_no"), "items", (*_PAPER, "code")),
    (C2, "extension_approver"): (("extension_reason", "extended_to"), "", ()),
    (C3, "sign_a"): (("volume", "raised_by", "raised_on", "due_on"), "items", ("title", "lack")),
    (C3, "sign_b"): (("due_on",), "items", ("title", "lack", "supplied_on", "confirmed_by", "remarks")),
    (B8, "approved_by"): (("planned_on", "appraisal_opinion"), "items", _DOOMED),
    (B8, "supervised_by"): (("planned_on", "appraisal_opinion", "destroyed_on"), "items", _DOOMED),
    (B8, "executed_by"): (("planned_on", "appraisal_opinion", "destroyed_on"), "items", _DOOMED),
    (B9, "approver"): (_SLIP, "items", _CALLED),
    (B9, "lent_by"): ((*_SLIP, "lent_on", "due_on"), "items", _CALLED),
    (B9, "items.received_by"): (("returned_on", "return_check", "returned_by", "return_note"), "", ()),
    (B9, "renewals.approver"): (("renewed_on", "new_due_on"), "", ()),
}  # fmt: skip
SIGNATURES: dict[str, list[str]] = {}
for _form, _name in {*SIGNERS, *COVERS}:
    SIGNATURES.setdefault(_form, []).append(_name)


def signed(form: str, values: Values) -> dict[tuple[str, int], Signature]:
    """The signatures that stand: (name, `_id` of the line or 0)."""
    found = {}
    for name in SIGNATURES.get(form, ()):
        table, _, there = name.rpartition(".")
        for line in values[table] if table else (values,):
            if line.get(there):
                found[name, line["_id"] if table else 0] = line[there]
    return found


def under(form: str, values: Values, name: str, line: int) -> Any:
    """What a signature covers, as it stands."""
    fields, table, cells = COVERS[form, name]
    home = next(x for x in values[name.partition(".")[0]] if x["_id"] == line) if line else values
    rows = [(x["_id"], *(_held(x[cell]) for cell in cells)) for x in values[table]] if table else []
    return [_held(home[f]) for f in fields], rows


def _held(value: Any) -> Any:
    return (value.form, value.id) if isinstance(value, Link) and value.id is not None else value


def due(form: str, step: str, values: Values) -> date | None:
    """Until when a step should be taken."""
    if form == C2 and step in ("sign_off_a", "sign_off_b", "submit"):
        if values["extended_to"]:
            return values["extended_to"]  # type: ignore[no-any-return]
        if step == "sign_off_a":
            return later(values["ended_on"], 3)
        return later(values["sign_a"].on, 2) if values["sign_a"] else None
    if form == B9 and step == "take_back":
        granted = [line["new_due_on"] for line in values["renewals"] if line["new_due_on"]]
        asked = 0 if values["mode"] == "onsite" else values["term_days"] or 0
        return max(granted) if granted else values["lent_on"] + timedelta(days=asked)
    return None
