"""H2 归档交接签收单: what a department gathered in a month, signed for in the archive room by the tenth of the next (W1)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import dangan as d
from forms_plugins.archives.filing import FILERS, Filed, every_paper_is_there, files_for_it, year_is_open


class Monthly(d.Usual):
    """Handed over by the department's archivist, signed for by that of the general manager's office."""

    submitted = d.State("已提交", "Submitted", locks="head items")
    approved = d.State("已核准", "Approved", locks="*")

    submit = d.Step("移交", "Hand over", d.Usual.draft, submitted, sign="dept_archivist_sign")
    approve = d.Step(
        "签收", "Receive", submitted, approved, sign="archivist_sign", asks="items.archive_no", line="items"
    )
    send_back = d.Step("退回", "Send back", submitted, d.Usual.draft, by=d.role("archivist"), reason=True)


class Transferred(Filed):
    """A paper of the month, numbered before the archivist signs."""

    archive_no = d.ArchiveNo("档号", "Archive number", write="archivist", required=Monthly.approved)


class MonthlyTransfer(
    d.Form, id="monthly_transfer", no="H2", zh="归档交接签收单", en="Monthly transfer slip", title="{dept} {month}",
    prefix="JS", key="dept month", flow=Monthly,
    columns="record_no month dept handed_on late_days nil_report dept_archivist_sign archivist_sign status",
    ledgers=[d.Ledger("月度归档情况表", en="Monthly filing")],
    practice="head items",
):  # fmt: skip
    """One slip a department and month; a month without papers is reported, too."""

    with d.Head() as head:
        month = d.Month("月份", "Month", required=True, past=True)
        dept = d.Dept("部门", "Department", required=True, default=d.USER_DEPT)
        handed_on = d.Date("交接日期", "Handed over on", required=True, default=d.TODAY, past=True)
        late_days = d.Int("逾期天数", "Days late", auto=True, unit="天", value=d.computed())
        nil_report = d.YesNo("零报", "Nil report", required=d.unless("items"))
    items = d.Rows(Transferred, "", "Documents", short=("文件", "Documents"))
    with d.Foot() as foot:
        dept_archivist_sign = d.Sign("部门档案员", "Department archivist", who=FILERS, required=True)
        archivist_sign = d.Sign(
            "总经理办公室档案员", "Archivist of the GM's office", who=d.role("archivist"), required=True, at="approved",
            differs="dept_archivist_sign",
        )  # fmt: skip


def _due(month: str, office: d.Office) -> date:
    """The last day in time: the tenth of the next month unless the office says another."""
    year, number = divmod(12 * int(month[:4]) + int(month[5:]), 12)
    return date(year, number + 1, office.setting("filing_day") or 10)


@MonthlyTransfer.month.default
def the_month_before(today: date) -> str:
    return f"{today.year}-{today.month - 1:02}" if today.month > 1 else f"{today.year - 1}-12"


@MonthlyTransfer.late_days.calc
def days_after_the_tenth(month: str, handed_on: date, office: d.Office) -> int:
    return max((handed_on - _due(month, office)).days, 0)


@MonthlyTransfer.month.must(code="DEPT_YEAR_CLOSED")
def in_its_year(month: str, handed_on: date, dept: d.Link, remarks: str | None, office: d.Office) -> d.Verdict:
    return handed_on <= _due(month, office) or year_is_open(int(month[:4]), handed_on, dept, remarks)


@MonthlyTransfer.nil_report.must(
    "列有文件的月份不是零报。", "A month with papers is no nil report.",
    mend=("请把“零报”改为“否”，或删去文件。", "Change it to no, or remove the papers."),
)  # fmt: skip
def nil_is_without_papers(nil_report: bool, items: Sequence[Transferred]) -> bool:
    return not (nil_report and items)


@Monthly.submit.must(
    "有材料的月份不能勾选“零报”，没有材料的须勾选。", "A nil report has no papers; a month without papers is one.",
    mend=("请更正“零报”或补填文件。", "Correct the tick, or enter the papers."), at="nil_report",
)  # fmt: skip
def nil_only_without_papers(nil_report: bool, items: Sequence[Transferred]) -> bool:
    return nil_report is not bool(items)


@Monthly.submit.should(code="DEPT_LATE")
def by_the_tenth(month: str, dept: d.Link, late_days: int, office: d.Office) -> d.Verdict:
    return not late_days or {"dept": dept, "month": month, "due_on": _due(month, office), "late_days": late_days}


Monthly.submit.must(code="DEPT_NOT_ARCHIVIST", at="dept")(files_for_it)
Monthly.approve.must(code="FILE_MISMATCH")(every_paper_is_there)

Monthly.approve.wants("dept_archivist_sign", code="FILE_UNSIGNED")

Monthly.submit.until(_due)

register_forms = d.registering(MonthlyTransfer)

SAMPLES = (
    {"month": -2, "dept": "人力资源部", "handed_on": -20, "items": [
        {"title": "岗位津贴发放通知", "author": "人力资源部", "doc_date": -50, "pages": 2, "copy_kind": "original",
         "retention": "y10", "archive_no": "J001-3-2023-10-RL-0021"},
        {"title": "新员工培训材料", "author": "人力资源部", "doc_date": -48, "pages": 26, "copy_kind": "copy",
         "retention": "y5", "archive_no": "J001-3-2023-5-RL-0007"}], "steps": "submit approve"},
    {"month": -2, "dept": "财务部", "handed_on": -22, "nil_report": True, "steps": "submit"},
)  # fmt: skip
