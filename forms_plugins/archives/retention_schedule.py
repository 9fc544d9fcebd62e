"""B12 档案保存年限表: how long each series of records is kept, from when, by whom, and what becomes of it."""

from __future__ import annotations

import re

import dangan as d
from forms_plugins.shared.retention import longer

TRIGGER_EVENT = (
    ("closed", "立卷/归档年度终了", "End of the filing year"), ("contract_end", "合同终止", "End of the contract"),
    ("left", "离职", "Leaving"), ("settled", "结清", "Settlement"),
)  # fmt: skip
CUSTODIAN_ROLE = (
    ("archivist", "档案管理员", "Archivist"), ("board_secretary", "董事会秘书", "Secretary of the board"),
    ("cert_custodian", "权证管理人员", "Certificate custodian"), ("dept_archivist", "部门档案员", "Department archivist"),
    ("hr", "人事部", "Personnel department"),
)  # fmt: skip
ACTION = {"destroy": "销毁", "review": "鉴定", "transfer": "移交"}


class RetentionSchedule(
    d.Register, id="retention_schedule", no="B12", zh="档案保存年限表", en="Retention schedule", title="{series_title}",
    prefix="NX", key="record_class series_title valid_from", unique=[d.Unique("series_code")],
    columns="record_class series_title series_retention trigger_event custodian_role action valid_from valid_to status",
    ledgers=[d.Ledger("档案保存年限表", "record_class series_title series_retention remarks", en="Retention schedule")],
    practice="series_code custodian_role action valid_to",
):  # fmt: skip
    """One record is one series."""

    with d.Section("", "Record series") as series:
        record_class = d.Choice("档案分类", "Class", "record_class", required=True)
        series_title = d.Text("档案名称", "Record series", required=True)
        series_retention = d.Choice("保管期限", "Retention period", "retention_period", required=True, other=True)
        remarks = d.LongText("备注", "Remarks")
        series_code = d.Text("系列代码", "Series code")
        trigger_event = d.Choice("起算点", "Counted from", TRIGGER_EVENT, required=True, default="closed")
        custodian_role = d.Choice("保管责任人", "Custodian role", CUSTODIAN_ROLE, default="archivist")
        action = d.Choice("处置方式", "Disposal", ACTION, required=d.unless("series_retention", "permanent"))
        valid_from = d.Date("生效日期", "Valid from", required=True, default=d.TODAY)
        valid_to = d.Date("废止日期", "Valid until", from_="valid_from")


@RetentionSchedule.series_code.must(code="GEN_FORMAT")
def small_letters(series_code: str) -> d.Verdict:
    return bool(re.fullmatch("[a-z_]+", series_code)) or {"example": "org_board"}


@RetentionSchedule.series_retention.should(code="RET_SHORTENED")
def never_shortens_what_is_filed(
    series_title: str, series_retention: str, itself: d.Link, office: d.Office
) -> d.Verdict:
    """What is filed in classes of the series keeps the period that it was filed with."""
    before = (office.record(itself) or {}).get("series_retention")
    if not before or not longer(before, series_retention):
        return True
    classes = office.find("filing_plan", series=itself)
    count = sum(office.count("file_catalogue", filing_class_no=c["class_no"], status="filed") for c in classes)
    words = {o.code: d.Label(o.zh, o.en) for o in office.options("retention_period")}
    said = {"old_value": words.get(before, before), "new_value": words.get(series_retention, series_retention)}
    return {"series": series_title, "count": count, **said}


register_forms = d.registering(RetentionSchedule)

BOARD = {"record_class": "org", "series_retention": "permanent", "remarks": "由董事会秘书保管",
         "custodian_role": "board_secretary"}  # fmt: skip
TEN = {"series_retention": "y10", "action": "review"}
STANDARD = tuple(  # the schedule of the source, with which an office begins
    {"series_code": code, "series_title": title, **rest}
    for code, title, rest in (
        ("org_articles", "有关公司章程类的档案", BOARD),
        ("org_shareholders_meeting", "股东会的档案", BOARD),
        ("org_shareholder_registers", "股东名册、股东印鉴簿、出资证明书", BOARD),
        ("org_board", "董事会档案", BOARD),
        ("adm_outgoing", "公司对外行政发文", {**TEN, "record_class": "adm"}),
        ("adm_meetings", "重要会议资料", {**TEN, "record_class": "adm"}),
        ("hr_cadre_register", "重要干部名册", {**TEN, "record_class": "hr", "series_retention": "y15"}),
        ("hr_cadre_appointments", "重要干部任免决定", {**TEN, "record_class": "hr"}),
        ("biz_plans", "重要经营计划", {**TEN, "record_class": "biz"}),
        ("biz_contracts", "经济合同", {**TEN, "record_class": "biz"}),
    )
)
SAMPLES = tuple({"valid_from": -1000, **series, "steps": "submit"} for series in STANDARD)
