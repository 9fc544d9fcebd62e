"""The archive number 档号 that a paper would get by the rule of forms.md 0.5."""

from __future__ import annotations

from collections.abc import Collection

from dangan.env import Office
from dangan.numbering import RETENTION
from dangan.record import Link

BEARERS = ("item_catalogue", "file_catalogue")


def next_number(
    office: Office, record_class: str, year: int, retention: str, dept: Link, taken: Collection[str]
) -> str | None:
    """The first free number of fonds, top class, year, period and department, `taken` ones left out; None where the
    office has not exactly one fonds in use, or no top class for the record class."""
    fonds = office.find("fonds", status="active")
    named = {"record_class": record_class, "class_level": 1, "status": "in_use"}
    classes = office.find("filing_plan", fonds=Link("", fonds[0]["_id"], "fonds"), **named) if len(fonds) == 1 else ()
    if not classes:
        return None
    period = RETENTION.get(retention) or retention.removeprefix("y").removesuffix("年")
    code = (office.record(dept) or {}).get("code") or dept.text
    stem = f"{fonds[0]['fonds_no']}-{classes[0]['class_no']}-{year}-{period}-{code}"

    def used(number: int) -> bool:
        said = f"{stem}-{number:04}"
        return said in taken or any(office.count(form, archive_no=said) for form in BEARERS)

    last, free = 0, 1  # numbers are given without gaps: doubled until one is free, then halved
    while used(free):
        last, free = free, 2 * free
    while free - last > 1:
        middle = (free + last) // 2
        last, free = (middle, free) if used(middle) else (last, middle)
    return f"{stem}-{free:04}"
