"""What the two filings of a department share (B1 归档表, H2 归档交接签收单): the line of a paper, and who may hand over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import dangan as d
from dangan.steps import persons
from forms_plugins.shared.archive_numbers import next_number
from forms_plugins.shared.retention import proposed

COPY_KIND = (("original", "正本", "Original"), ("duplicate", "副本", "Duplicate"), ("copy", "复印件", "Photocopy"))
FILERS = f"{d.registered('dept_archivist', 'dept')} {d.head_of('dept')}"


class Filed(d.Row):
    """A paper handed over; the archivist numbers it."""

    seq = d.Serial("序号", "No.", required=True, auto=True)
    doc_no = d.Text("文号", "Document number")
    title = d.Text("文件题名", "Title", required=True, suggest="filing_scope.title")
    author = d.Text("责任者", "Author", sticky=True)
    doc_date = d.Date("文件日期", "Document date", past=True)
    pages = d.Int("页数", "Pages", required=True, at_least=1, code="FILE_NO_PAGES")
    copies = d.Int("份数", "Copies", required=True, at_least=1, default=1)
    copy_kind = d.Choice("正本/副本/复印件", "Kind of copy", COPY_KIND, required=True, sticky=True)
    secrecy = d.Choice("密级", "Secrecy level", "secrecy", default="internal")
    retention = d.Choice("保管期限", "Retention period", "retention_period", required=True, other=True)
    archive_no = d.ArchiveNo("档号", "Archive number", write="archivist", required=d.since("accepted"))
    remarks = d.Text("备注", "Remarks")


@Filed.retention.default
def by_scope_or_schedule(title: str, dept: d.Link | None, office: d.Office) -> str | None:
    return proposed(office, title, dept)


@Filed.archive_no.default
def next_of_its_class(
    retention: str, dept: d.Link, status: str, itself: d.Link, items: Sequence[Filed], office: d.Office
) -> str | None:
    """Proposed when the archivist receives a filing that names its class."""
    kind, year = ((office.record(itself) or {}).get(name) for name in ("record_class", "year"))
    if status != "submitted" or not kind or not year:
        return None
    return next_number(office, kind, year, retention, dept, [line.archive_no for line in items if line.archive_no])


def files_for_it(dept: d.Link, user: d.Link, office: d.Office) -> d.Verdict:
    """Whether somebody is the department's archivist or head; the company's archivist enters what was signed on paper."""
    allowed = persons((d.role("archivist"), "entry:dept_archivist:dept", "head:dept"), {"dept": dept}, office)
    named = [entry["person"] for entry in office.find("dept_archivist", dept=dept) if not entry.get("valid_to")]
    nobody = d.Label("尚未登记", "none is registered")
    return bool(allowed & office.acts_as(user).keys()) or {"dept": dept, "archivist": named[0] if named else nobody}


def every_paper_is_there(items: Sequence[Filed], chosen: Sequence[Any], dept: d.Link) -> d.Verdict:
    """The archivist ticks paper by paper; what is not ticked differs from the list."""
    return len(chosen) == len(items) or {"count": len(items) - len(chosen), "returned_to": dept}


def year_is_open(year: int, filed_on: date, dept: d.Link, remarks: str | None) -> d.Verdict:
    """A filing year ends on 31 December; what comes later says in its remarks why."""
    return year >= filed_on.year or bool(remarks) or {"dept": dept, "year": year}
