"""I2 分类方案: the classes of a fonds, one record a class; volumes and archive numbers take their class from here."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import dangan as d
from forms_plugins.shared.periods import overlapping

COMPILE_BY = (("volume", "按卷", "By volume"), ("item", "按件", "By item"))
DEEPEST = 20  # levels looked up, should the plan run in a circle


class Plan(d.Flow):
    """A class is drawn up, approved, and retired when nothing more is to be filed in it."""

    draft = d.State("草稿", "Draft")
    in_use = d.State("在用", "In use", locks="head class_data", late="owner_dept scope_note valid_to remarks")
    retired = d.State("停用", "Retired", locks="*", late="remarks")

    approve = d.Step("批准启用", "Approve", draft, in_use, sign="approved_by")
    retire = d.Step("停用", "Retire", in_use, retired, by=d.role("archivist"), asks="valid_to")


class FilingPlan(
    d.Register, id="filing_plan", no="I2", zh="分类方案", en="Filing plan", title="{class_no} {class_name}", prefix="FL",
    number="FL-{seq:4}", key="fonds class_no valid_from", flow=Plan,
    columns="fonds class_no class_name class_level record_class class_retention valid_from volumes_count status",
    ledgers=[
        d.Ledger("分类方案", "fonds class_no class_name parent record_class class_retention owner_dept compile_by valid_from "
                 "valid_to volumes_count status", en="Filing plan"),
        d.Ledger("未使用类目清单", "class_no class_name valid_from status", en="Classes without volumes",
                 only=d.unless("volumes_count")),
    ],
    above="parent fonds", order="class_no valid_from", counted=("类目", "classes"), practice="class_data",
):  # fmt: skip
    """One record is one class in one period of use."""

    with d.Head() as head:
        fonds = d.Ref("全宗", "Fonds", "fonds", required=True)
    with d.Section("", "Class") as class_data:
        class_no = d.Text("类目号", "Class number", required=True, at_most=20, max_length=20)
        class_name = d.Text("类目名称", "Class name", required=True)
        parent = d.Ref("上级类目", "Parent class", "filing_plan", same="fonds")
        class_level = d.Int("级别", "Level", required=True, auto=True, value=d.computed(), should=(None, 4))
        record_class = d.Choice(
            "档案分类", "Record class", "record_class", required=True, value=d.copied("parent.record_class")
        )
        series = d.Ref("档案保存年限表条目", "Retention series", "retention_schedule")
        class_retention = d.Choice(
            "默认保管期限", "Default retention", "retention_period", required=d.unless("series"), other=True,
            value=d.copied("series.series_retention"),
        )  # fmt: skip
        owner_dept = d.Dept("归口部门", "Owning department")
        compile_by = d.Choice("整理方式", "Unit of arrangement", COMPILE_BY, required=True, default="volume")
        scope_note = d.LongText("内容说明", "Scope note")
        valid_from = d.Date("启用日期", "In use from", required=True)
        valid_to = d.Date("停用日期", "In use until", required=Plan.retired, from_="valid_from")
        volumes_count = d.Int("案卷数", "Volumes", auto=True, value=d.live())
        remarks = d.LongText("备注", "Remarks")
    with d.Foot() as foot:
        prepared_by = d.Person("编制人", "Prepared by", required=True, default=d.USER)
        prepared_on = d.Date("编制日期", "Prepared on", required=True, default=d.TODAY)
        approved_by = d.Sign(
            "批准人", "Approved by", required=Plan.in_use, who=f"{d.role('gm')} {d.role('deputy_gm')}", differs="prepared_by"
        )  # fmt: skip


def _above(parent: d.Link | None, office: d.Office) -> Iterator[dict[str, Any]]:
    """The classes above one, the nearest first."""
    for _ in range(DEEPEST):
        found = office.record(parent) if parent is not None else None
        if found is None:
            return
        yield dict(found)
        parent = found["parent"]


def _volumes(fonds: d.Link, class_no: str, office: d.Office) -> int:
    return office.count(
        "file_catalogue", fonds_no=(office.record(fonds) or {}).get("fonds_no"), filing_class_no=class_no
    )


@FilingPlan.class_level.calc
def below_its_parent(parent: d.Link | None, office: d.Office) -> int:
    return 1 + sum(1 for _ in _above(parent, office))


FilingPlan.volumes_count.calc(_volumes)


@FilingPlan.class_no.must(
    "类目号须以上级类目的号开头。", "The class number begins with that of its parent.",
    mend=("请更正类目号，或另选上级类目。", "Correct the number, or choose another parent."),
)  # fmt: skip
def begins_as_its_parent(class_no: str, parent: d.Link, office: d.Office) -> bool:
    return class_no.startswith((office.record(parent) or {}).get("class_no") or "")


@FilingPlan.class_no.must(code="PLAN_IN_USE")
def stays_once_used(class_no: str, itself: d.Link, office: d.Office) -> d.Verdict:
    before = office.record(itself) or {}
    changed = before.get("class_no") not in (None, class_no) and before.get("fonds") is not None
    count = _volumes(before["fonds"], before["class_no"], office) if changed else 0
    return not count or {"class_no": before["class_no"], "count": count}


@FilingPlan.parent.must(code="PLAN_LOOP")
def not_below_itself(class_no: str, parent: d.Link, itself: d.Link, office: d.Office) -> d.Verdict:
    return all(each["_id"] != itself.id for each in _above(parent, office)) or {"class_no": class_no, "parent": parent}


@Plan.approve.must(
    "同一类目号在同一天只能有一条在用。", "A class number is in use once on any day.",
    mend=("请先停用原来的一条，或更改启用日期。", "Retire the other one first, or change the date."), at="class_no",
)  # fmt: skip
def once_on_a_day(
    fonds: d.Link, class_no: str, valid_from: date, valid_to: date | None, itself: d.Link, office: d.Office
) -> bool:
    used = [c for state in ("in_use", "retired") for c in office.find(
        "filing_plan", fonds=fonds, class_no=class_no, status=state)]  # fmt: skip
    return overlapping(used, itself, valid_from, valid_to) is None


register_forms = d.registering(FilingPlan)

SAMPLES = (
    {"fonds": 1, "class_no": "1", "class_name": "组织类", "record_class": "org", "class_retention": "permanent",
     "valid_from": -690, "steps": "approve"},
    {"fonds": 1, "class_no": "2", "class_name": "行政事务类", "record_class": "adm", "class_retention": "y10",
     "valid_from": -690, "steps": "approve"},
    {"fonds": 1, "class_no": "21", "class_name": "会议文件", "parent": 2, "record_class": "adm", "class_retention": "y10",
     "scope_note": "办公会议、专题会议的通知、纪要、决议", "valid_from": -690, "steps": "approve"},
    {"fonds": 1, "class_no": "4", "class_name": "经营业务类", "record_class": "biz", "class_retention": "y10",
     "valid_from": -690, "steps": "approve"},
)  # fmt: skip
