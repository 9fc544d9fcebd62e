"""B2 归档案卷目录表: the volumes of a catalogue, one record a volume."""

from __future__ import annotations

from datetime import date
from typing import Any

import dangan as d
from dangan.plugins import ScreenEntry
from forms_plugins.shared import archive_numbers
from forms_plugins.shared.retention import longer

TITLE_LENGTH = 100  # characters of a volume title that a cover holds


class Keeping(d.Flow):
    """A volume is closed once its items are complete, and filed by the archivist; where it is then says its holding."""

    open = d.State("未立卷完毕", "Open")
    closed = d.State("已立卷", "Closed")
    filed = d.State("已归档", "Filed")
    on_loan = d.State("借出", "On loan")
    proposed_disposal = d.State("待销毁", "Proposed disposal")
    destroyed = d.State("已焚毁", "Destroyed", locks="*")
    missing = d.State("缺失", "Missing")

    submit = d.Step("提交", "Submit", open, closed)
    file = d.Step("归档", "File", closed, filed, by=d.role("archivist"), asks="archive_no")


class FileCatalogue(
    d.Register, id="file_catalogue", no="B2", zh="归档案卷目录表", en="Catalogue of filed volumes", title="{title}",
    prefix="AJ", key="fonds_no catalogue_no volume_seq", unique=[d.Unique("archive_no")], flow=Keeping,
    above=(
        {"filing_class_no": "filing_plan.class_no", "fonds_no": "filing_plan.fonds.fonds_no"},
        {"fonds_no": "fonds.fonds_no"},
    ),
    order="catalogue_no volume_seq archive_no", counted=("案卷", "volumes"),
    columns="fonds_no catalogue_no volume_seq archive_no title date_from date_to sheets retention status",
    ledgers=[d.Ledger("案卷目录", en="Catalogue of volumes")],
    paper=d.Paper(
        landscape=True, labels=[d.Sheet("案卷脊背", "Spine label", "archive_no title date_from date_to retention", "title")],
        sheets=[
            d.Sheet(
                "案卷封面", "Volume cover",
                "fonds_no catalogue_no volume_seq archive_no dept title date_from date_to sheets retention",
            ),
            d.Sheet("卷内备考表", "Closing note", "sheets closing_note prepared_by checked_by"),
        ],
    ),
):  # fmt: skip
    """A volume: what its items say of dates and sheets is taken from them."""

    with d.Head() as head:
        fonds_no = d.Text("卷宗号", "Fonds number", required=True)
        catalogue_no = d.Text("目录号", "Catalogue number", required=True)
        dept = d.Dept("部门", "Department", required=True)
    with d.Section("", "Volume") as volume:
        volume_seq = d.Serial(
            "案卷顺序号", "Volume serial number", at_least=1, per="fonds_no catalogue_no", gapless=True,
            required=d.since("filed"),
        )  # fmt: skip
        archive_no = d.ArchiveNo("档号", "Archive number", required=d.since("filed"))
        filing_class_no = d.Text(
            "立卷类目号", "Filing-plan class number", required=True, suggest="filing_plan.class_no"
        )
        title = d.Text("案卷标题", "Volume title", required=True)
        date_from = d.Date(
            "起止日期(起)", "Inclusive dates from", required=True,
            value=d.earliest("item_catalogue.doc_date", "volume", override="*"), until="date_to",
            under=("起止日期", "Inclusive dates"),
        )  # fmt: skip
        date_to = d.Date(
            "起止日期(止)", "Inclusive dates to", required=True,
            value=d.latest("item_catalogue.doc_date", "volume", override="*"), under=("起止日期", "Inclusive dates"),
        )  # fmt: skip
        sheets = d.Int(
            "卷内张数", "Sheets in volume", required=True, at_least=0,
            value=d.total("item_catalogue.pages", "volume", override="sheets_reason"),
        )  # fmt: skip
        sheets_reason = d.Text("张数更改原因", "Reason for sheet count", printed=False)
        retention = d.Choice("保管期限", "Retention period", "retention_period", other=True, required=True)
        remarks = d.LongText("备注", "Remarks")
    with d.Section("卷内备考表", "Closing note", short=("备考", "Note")) as closing:
        closing_note = d.LongText("卷内情况说明", "Condition of the volume", printed=False)
    with d.Foot() as foot:
        prepared_by = d.Person("制表人", "Prepared by", required=True, default=d.USER)
        prepared_on = d.Date("制表日期", "Date prepared", required=True, default=d.TODAY)
        checked_by = d.Sign("审核人", "Checked by", required=d.since("closed"), differs="prepared_by")


@FileCatalogue.archive_no.default
def by_the_rule(
    fonds_no: str, filing_class_no: str, retention: str, dept: d.Link, date_to: date | None, status: str, today: date,
    office: d.Office,
) -> str | None:  # fmt: skip
    """Given at filing, by the office's rule."""
    if status != "closed":
        return None
    return archive_numbers.by_the_rule(office, fonds_no, filing_class_no, (date_to or today).year, retention, dept)


@FileCatalogue.title.should(code="CAT_TITLE_LONG")
def fits_the_cover(title: str) -> d.Verdict:
    return len(title) <= TITLE_LENGTH or {"count": len(title)}


@FileCatalogue.filing_class_no.must(code="PLAN_UNKNOWN_CLASS")
def class_of_the_plan(filing_class_no: str, fonds_no: str, office: d.Office) -> d.Verdict:
    """Where the fonds has a plan in use, the class stands in it; a retired one keeps the volumes that it has."""
    fonds = [d.Link("", f["_id"], "fonds") for f in office.find("fonds", fonds_no=fonds_no)]
    if not fonds or not office.count("filing_plan", fonds=fonds[0], status="in_use"):
        return True
    known = office.count("filing_plan", fonds=fonds[0], class_no=filing_class_no)
    return bool(known) or {"class_no": filing_class_no}


@FileCatalogue.filing_class_no.must(
    "案卷已经立卷或归档，不能改到别的类目。",
    "The volume is closed or filed and cannot be moved to another class.",
    mend=("类目确有错误的，请作废后重新立卷。", "If its class is wrong, void it and make it anew."),
)
def stays_once_closed(filing_class_no: str, fonds_no: str, status: str, itself: d.Link, office: d.Office) -> bool:
    before = office.record(itself) or {}
    stood = before.get("filing_class_no"), before.get("fonds_no")
    return status == "open" or stood in ((None, None), (filing_class_no, fonds_no))


@FileCatalogue.retention.should(
    "保管期限短于卷内文件的最长期限。", "The retention period is shorter than the longest of the items in the volume.",
    mend=("案卷按卷内文件的最长期限保管；请核对。", "A volume is kept as long as its longest item: check it."),
)  # fmt: skip
def kept_as_long_as_items(retention: str, itself: d.Link, office: d.Office) -> bool:
    return not any(
        longer(item["retention"], retention)
        for item in office.find("item_catalogue", volume=itself)
        if item.get("retention")
    )


@d.hookimpl
def register_screens(ctx: Any) -> list[ScreenEntry]:
    """The order and pages of the items of a volume."""
    return [ScreenEntry("renumber", "重排卷内顺序和页号", "Renumber the items and pages", "file_catalogue",
                        "tui.screens.renumber:RenumberScreen")]  # fmt: skip


register_forms = d.registering(FileCatalogue)


SAMPLES = (
    {
        "fonds_no": "J101", "catalogue_no": "2024-BG", "dept": "办公室", "archive_no": "J101-2024-BG-061",
        "filing_class_no": "BG-03", "title": "2024年公司办公会议纪要", "retention": "permanent", "checked_by": 3, "sheets": 4,
        "sheets_reason": "按装订实数", "date_from": -860, "date_to": -520,
        "closing_note": "卷内文件齐全，共十二件，页号连续，无破损。", "steps": "submit file",
    },
    {
        "fonds_no": "J101", "catalogue_no": "2012-BG", "dept": "办公室", "archive_no": "J101-2012-BG-061",
        "filing_class_no": "BG-05", "title": "2012年来客登记簿", "retention": "y10", "checked_by": 3, "sheets": 46,
        "sheets_reason": "整本装订，未分件", "date_from": "2012-01-04", "date_to": "2012-12-28",
        "closing_note": "原簿一册，封面有水渍。", "steps": "submit file",
    },
)  # fmt: skip
