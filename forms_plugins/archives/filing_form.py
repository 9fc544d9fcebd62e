"""B1 归档表: the papers that a department hands over for filing; received, each has its archive number (W1)."""

from __future__ import annotations

import dangan as d
from forms_plugins.archives.filing import FILERS, Filed, every_paper_is_there, files_for_it, year_is_open


class Filing(d.Flow):
    """Handed over by the department, received paper by paper, or returned with reasons."""

    draft = d.State("草稿", "Draft")
    submitted = d.State("已提交", "Submitted", locks="head items")
    accepted = d.State("已接收", "Accepted", locks="*")
    returned = d.State("已退回", "Returned", side=True)

    submit = d.Step("移交", "Hand over", (draft, returned), submitted, sign="transferred_by dept_head")
    accept = d.Step(
        "接收", "Accept", submitted, accepted, sign="received_by", asks="items.archive_no received_on", line="items"
    )
    send_back = d.Step("退回", "Return", submitted, returned, by=d.role("archivist"), reason=True)


class FilingForm(
    d.Form, id="filing_form", no="B1", zh="归档表", en="Filing form", title="{dept} {filed_on}", prefix="GD", flow=Filing,
    columns="record_no dept filed_on year record_class transferred_by received_on status",
    ledgers=[d.Ledger("归档登记表", en="Register of filings", per="items")],
    practice="items received_on",
):  # fmt: skip
    """The sheet of one handover."""

    with d.Head() as head:
        record_no = d.Text("编号", "Number", required=True, auto=True)
        dept = d.Dept("归档部门", "Filing department", required=True, default=d.USER_DEPT)
        filed_on = d.Date("归档日期", "Filing date", required=True, default=d.TODAY, past=True)
        year = d.Year("归档年度", "Filing year", required=True, default=d.like("filed_on.year"))
        record_class = d.Choice("档案类别", "Record class", "record_class", required=True)
    items = d.Rows(Filed, "", "Items", min=1)
    with d.Foot() as foot:
        transferred_by = d.Sign("移交人", "Handed over by", who=FILERS, required=Filing.submitted)
        dept_head = d.Sign("部门负责人", "Department head", who=d.head_of("dept"), required=Filing.submitted)
        received_by = d.Sign(
            "接收人(档案管理员)", "Received by (archivist)", who=d.role("archivist"), required=Filing.accepted
        )
        received_on = d.Date("接收日期", "Received on", required=Filing.accepted, from_="filed_on", past=True)


FilingForm.year.must(code="DEPT_YEAR_CLOSED")(year_is_open)

Filing.submit.must(code="DEPT_NOT_ARCHIVIST", at="dept")(files_for_it)
Filing.accept.must(code="FILE_MISMATCH")(every_paper_is_there)

Filing.accept.wants("transferred_by dept_head", code="FILE_UNSIGNED")

register_forms = d.registering(FilingForm)

SAMPLES = (
    {"dept": "质量管理部", "filed_on": -40, "record_class": "adm", "received_on": -39, "items": [
        {"doc_no": "岳实质发第12号", "title": "关于召开质量分析会的通知", "author": "质量管理部", "doc_date": -70, "pages": 3,
         "copy_kind": "original", "retention": "y10", "archive_no": "J001-2-2023-10-ZL-0101"},
        {"doc_no": "岳实质发第15号", "title": "年度质量分析会决议", "author": "质量管理部", "doc_date": -60, "pages": 8, "copies": 2,
         "copy_kind": "original", "retention": "y10", "archive_no": "J001-2-2023-10-ZL-0102"}],
     "steps": "submit accept"},
    {"dept": "物资供应部", "filed_on": -9, "record_class": "biz", "items": [
        {"title": "钢材采购合同", "author": "物资供应部", "doc_date": -45, "pages": 16, "copy_kind": "original", "retention": "y10"},
        {"title": "采购合同补充协议", "author": "物资供应部", "doc_date": -30, "pages": 4, "copy_kind": "duplicate",
         "retention": "y10", "remarks": "共两页附件"}], "steps": "submit"},
)  # fmt: skip
