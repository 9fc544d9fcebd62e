"""The archive number 档号 that a volume or paper gets by the rule of the office (forms.md 0.5)."""

from __future__ import annotations

from collections.abc import Collection

from dangan.env import Office
from dangan.numbering import RETENTION
from dangan.record import Link


def by_the_rule(
    office: Office, fonds_no: str, class_no: str, year: int, retention: str, dept: Link, taken: Collection[str] = ()
) -> str | None:
    """The next number of these levels, after those `taken`; None where one that the rule wants is empty."""
    code = str((office.record(dept) or {}).get("code") or dept.text)
    period = RETENTION.get(retention) or retention.removeprefix("y").removesuffix("年")
    levels = {"fonds": fonds_no, "class": class_no, "yyyy": str(year), "retention": period, "dept": code}
    return office.archive_no(levels, taken) or None


def next_number(
    office: Office, record_class: str, year: int, retention: str, dept: Link, taken: Collection[str]
) -> str | None:
    """The next number in the top class of a record class; None where the office has not exactly one fonds in use, or no
    such class."""
    fonds = office.find("fonds", status="active")
    named = {"record_class": record_class, "class_level": 1, "status": "in_use"}
    classes = office.find("filing_plan", fonds=Link("", fonds[0]["_id"], "fonds"), **named) if len(fonds) == 1 else ()
    if not classes:
        return None
    return by_the_rule(office, fonds[0]["fonds_no"], classes[0]["class_no"], year, retention, dept, taken)
