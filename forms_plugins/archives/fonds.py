"""I1 全宗名册: the fonds, each the records of one organisation; volumes and archive numbers take their number from here."""

from __future__ import annotations

from typing import Any

import dangan as d
from dangan.plugins import ScreenEntry


class Kept(d.Flow):
    """A fonds is in use until it is closed: then it takes no new volumes."""

    active = d.State("在用", "Active", whole=True)
    closed = d.State("封闭", "Closed", locks="*", late="former_names fonds_guide remarks keeper_dept")

    close = d.Step("封闭", "Close", active, closed, by=d.role("archivist"), asks="year_to closed_reason")
    reopen = d.Step("启用", "Reopen", closed, active, by=d.role("archivist"), reason=True)


class Fonds(
    d.Register, id="fonds", no="I1", zh="全宗名册", en="Register of fonds", title="{fonds_no} {fonds_name}", prefix="QH",
    number="QH-{seq:3}", key="fonds_no", flow=Kept, paper=d.Paper(landscape=True),
    columns="fonds_no fonds_name creator year_from year_to keeper_dept volumes_count status",
    ledgers=[d.Ledger("全宗名册", "fonds_no fonds_name creator year_from year_to keeper_dept volumes_count status",
                      en="Register of fonds")],
    practice="fonds_data",
):  # fmt: skip
    """One record is one fonds."""

    with d.Section("", "Fonds") as fonds_data:
        fonds_no = d.Text("全宗号", "Fonds number", required=True, at_most=10, max_length=10)
        fonds_name = d.Text("全宗名称", "Name of fonds", required=True)
        creator = d.Org("立档单位", "Creator", required=True, default=d.COMPANY)
        former_names = d.LongText("曾用名称", "Former names")
        year_from = d.Year("起始年度", "From year", required=True)
        year_to = d.Year("截止年度", "To year", required=Kept.closed, from_="year_from")
        predecessor = d.Ref("前身全宗", "Preceding fonds", "fonds")
        keeper_dept = d.Dept("保管部门", "Kept by", required=True)
        volumes_count = d.Int("案卷数", "Volumes", auto=True, value=d.live())
        fonds_guide = d.LongText("全宗介绍", "Guide to the fonds")
        closed_reason = d.Text("封闭原因", "Reason for closing", required=Kept.closed)
        remarks = d.LongText("备注", "Remarks")
    with d.Foot() as foot:
        prepared_by = d.Person("登记人", "Entered by", required=True, default=d.USER)
        prepared_on = d.Date("登记日期", "Entered on", required=True, default=d.TODAY, past=True)


@Fonds.keeper_dept.default
def archive_room(office: d.Office) -> d.Link | None:
    return next((found for name in ("总经理办公室", "档案室") for found in office.look_up("dept", name, 1)), None)


@Fonds.volumes_count.calc
def volumes_of_it(fonds_no: str, office: d.Office) -> int:
    return office.count("file_catalogue", fonds_no=fonds_no)


@Fonds.fonds_no.must(code="GEN_FORMAT")
def letters_and_digits(fonds_no: str) -> d.Verdict:
    return (fonds_no.isascii() and fonds_no.isalnum()) or {"example": "J001"}


@Fonds.fonds_no.must(code="PLAN_IN_USE")
def stays_once_used(fonds_no: str, itself: d.Link, office: d.Office) -> d.Verdict:
    before = (office.record(itself) or {}).get("fonds_no")
    count = office.count("file_catalogue", fonds_no=before) if before not in (None, fonds_no) else 0
    return not count or {"class_no": before, "count": count}


@Fonds.predecessor.must(
    "前身全宗不能是本全宗。", "A fonds cannot precede itself.", mend=("请另选或留空。", "Choose another, or none.")
)  # fmt: skip
def another_fonds(predecessor: d.Link, itself: d.Link) -> bool:
    return predecessor.id != itself.id


register_forms = d.registering(Fonds)


@d.hookimpl
def register_screens(ctx: Any) -> list[ScreenEntry]:
    """The hierarchy that begins with the fonds."""
    return [ScreenEntry("hierarchy", "按全宗、类目、案卷浏览", "Browse fonds, classes and volumes", "",
                        "tui.screens.hierarchy:HierarchyScreen")]  # fmt: skip


SAMPLES = (
    {"fonds_no": "J001", "fonds_name": "湖南岳麓实业有限公司", "creator": 1, "former_names": "岳麓机械厂（1994—2006年）",
     "year_from": 2006, "keeper_dept": "档案室", "fonds_guide": "由岳麓机械厂改制设立，本部档案自2006年起立档。", "prepared_on": -700},
    {"fonds_no": "J002", "fonds_name": "岳麓机械厂", "creator": 1, "year_from": 1994, "keeper_dept": "档案室", "year_to": 2006,
     "closed_reason": "企业改制，档案由新公司接管", "prepared_on": -690, "steps": "close"},
)  # fmt: skip
