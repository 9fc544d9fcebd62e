"""F4 客户回访报告: the conclusions drawn from visit records, reviewed by a manager and kept by the clerk (W10 steps 7 to 9)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import dangan as d
from forms_plugins.shared.signed import MANAGER, Signed


class Reporting(Signed):
    """The reporter signs, a manager reviews and instructs, the clerk files the set."""

    submitted = d.State("已提交", "Submitted", locks="records body prepared_on")
    approved = d.State("已核准", "Approved", locks="instruction")
    approve = d.Step(
        "审阅", "Review", Signed.submitted, approved, asks="instruction", sign="reviewed_by",
        due=d.days("visit_review_days", 5),
    )  # fmt: skip
    file = d.Step("保存归档", "Keep and file", approved, Signed.filed, sign="filed_by")


class Covered(d.Row):
    """A visit record that the report covers."""

    visit_record = d.Ref("回访记录", "Visit record", "visit_record", required=True)
    customer = d.Ref(
        "客户", "Customer", "customer", "skin_customer", auto=True, value=d.copied("visit_record.customer")
    )


class VisitReport(
    d.Form,
    id="visit_report", no="F4", zh="客户回访报告", en="Customer visit report", title="{conclusions}", prefix="HFB",
    number="HFB-{yyyy}{mm}-{seq:3}", unique=[d.Unique("record_no records.visit_record")], flow=Reporting,
    secrecy="confidential", columns="record_no conclusions prepared_by prepared_on reviewed_by filed_by status",
    ledgers=[
        d.Ledger(
            "客户回访报告台帐", "record_no conclusions needs_summary problems proposals prepared_by prepared_on instruction "
            "filed_by status", en="Register of visit reports",
        ),
    ],
    practice="records.customer body follow_up",
):  # fmt: skip
    """The report on one visit or several."""

    with d.Head() as head:
        record_no = d.Text("编号", "Number", required=True, auto=True)
    records = d.Rows(Covered, "回访记录", "Visit records", min=1, once="visit_record", blank=3)
    with d.Section() as body:
        conclusions = d.LongText("主要结论", "Main conclusions", required=True)
        needs_summary = d.LongText("客户需求汇总", "Needs summarised")
        problems = d.LongText("问题及原因", "Problems and causes")
        proposals = d.LongText("建议措施", "Proposed measures")
    with d.Foot() as foot:
        prepared_by = d.Sign("报告人", "Reporter", required=True)
        prepared_on = d.Date("报告日期", "Report date", required=True, default=d.TODAY)
        instruction = d.LongText("处理意见", "Instruction", required=Reporting.approved)
        reviewed_by = d.Sign("主管领导审阅", "Manager's review", who=MANAGER, required=Reporting.approved)
        follow_up = d.LongText("处理结果跟踪", "Follow-up")
        filed_by = d.Sign(
            "资料保存人(文员)", "Kept by (clerk)", who=f"{d.role('sales_clerk')} {d.role('archivist')}", required=Signed.filed,
        )  # fmt: skip


def _visits(records: Sequence[Covered], office: d.Office) -> list[d.Values]:
    found = (office.record(line.visit_record) for line in records if line.visit_record)
    return [record for record in found if record]


@Reporting.submit.must(code="VISIT_NO_RECORD")
def every_visit_is_recorded(records: Sequence[Covered], office: d.Office) -> d.Verdict:
    """A record counts once it is signed."""
    found = _visits(records, office)
    lacking = [record["customer"] for record in found if record["status"] == "draft"]
    return bool(found and not lacking) or {"customer": lacking or d.Label("客户", "the customer")}


@VisitReport.prepared_on.should(code="GEN_LATE")
def reported_in_time(prepared_on: date, records: Sequence[Covered], office: d.Office) -> d.Verdict:
    """After the last of the visits."""
    days = [record["arrived_at"].date() for record in _visits(records, office) if record["arrived_at"]]
    allowed = office.setting("visit_report_days")
    due = office.workday(max(days), 3 if allowed is None else allowed) if days else prepared_on
    return prepared_on <= due or {"step": VisitReport.prepared_on, "due_on": due, "late_days": (prepared_on - due).days}


@VisitReport.reviewed_by.must(code="VISIT_SELF_REVIEW")
def reviewed_by_another(
    reviewed_by: d.Signature, prepared_by: d.Signature | None, records: Sequence[Covered], record_no: str,
    office: d.Office,
) -> d.Verdict:  # fmt: skip
    """Neither the reporter nor one of the visitors."""
    own = [prepared_by, *(record["visitor"] for record in _visits(records, office))]
    same = reviewed_by.id is not None and any(who and who.id == reviewed_by.id for who in own)
    return not same or {"person": reviewed_by.name}


Reporting.file.wants("reviewed_by", code="VISIT_NOT_REVIEWED", reviewer=d.Label("主管领导", "the manager"))

register_forms = d.registering(VisitReport)

SAMPLES = (
    {
        "records": [{"visit_record": 1}, {"visit_record": 2}], "conclusions": "两家客户总体满意，主要诉求是缩短交货期和提供书面工艺资料",
        "needs_summary": "交货期由60天缩短到45天；磨削参数资料", "problems": "包装受潮系木箱未加防潮膜", "proposals": "与生产部协调排产；改进包装",
        "prepared_on": -22, "instruction": "同意，由市场营销部牵头落实，月底前反馈。", "follow_up": "包装已改进", "steps": "submit approve file",
    },
    {
        "records": [{"visit_record": 3}], "conclusions": "客户用量将增加，应及早报价", "proposals": "报送新产品价格表",
        "prepared_on": -1, "steps": "submit",
    },
)  # fmt: skip
