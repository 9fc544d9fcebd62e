"""H1 部门档案员名单: who collects and files the records of a department; filing asks this register."""

from __future__ import annotations

from datetime import date

import dangan as d
from forms_plugins.shared.periods import overlapping


class DeptArchivist(
    d.Register, id="dept_archivist", no="H1", zh="部门档案员名单", en="Department archivists", title="{dept} {person}",
    key="dept valid_from", unique=[d.Unique("dept", only=d.unless("valid_to"))],
    columns="dept person appointed_by valid_from valid_to reported_on change_note status",
    ledgers=[d.Ledger("部门档案员名单", "dept person appointed_by valid_from valid_to reported_on change_note",
                      en="List of department archivists")],
    practice="entries",
):  # fmt: skip
    """One record is one appointment; a change is a new record."""

    with d.Section("", "Archivists") as entries:
        dept = d.Dept("系统/部门", "System / department", required=True)
        person = d.Person("部门档案员", "Department archivist", required=True, also=("专人(部门档案员)",))
        appointed_by = d.Person("任命人(部门负责人)", "Appointed by (head)", required=True)
        valid_from = d.Date("起始日期", "From", required=True)
        valid_to = d.Date("终止日期", "Until", from_="valid_from")
        reported_on = d.Date("备案日期", "Reported to the archive room on", required=True, default=d.TODAY)
        change_note = d.Text("变动说明", "Note on change")


@DeptArchivist.valid_from.must(code="DEPT_ARCHIVIST_DUP")
def one_at_a_time(
    dept: d.Link, valid_from: date, valid_to: date | None, itself: d.Link | None, office: d.Office
) -> d.Verdict:
    other = overlapping(office.find("dept_archivist", dept=dept), itself, valid_from, valid_to)
    return other is None or {"dept": dept, "person": other["person"], "valid_from": other["valid_from"]}


@DeptArchivist.valid_to.must(code="HAND_OPEN")
def has_handed_over(person: d.Link, valid_to: date, office: d.Office) -> d.Verdict:
    lists = office.find("handover_list.items", giver=person, accepted=False)
    count = sum(not line["accepted"] for one in lists for line in one["items"])
    return not lists or {"person": person, "record_no": lists[0]["record_no"], "count": count}


register_forms = d.registering(DeptArchivist)

SAMPLES = (
    {"dept": 1, "person": 2, "appointed_by": 1, "valid_from": -500, "valid_to": -121, "reported_on": -498},
    {"dept": 1, "person": 3, "appointed_by": 1, "valid_from": -120, "reported_on": -118, "change_note": "原档案员调岗"},
    {"dept": 2, "person": 4, "appointed_by": 4, "valid_from": -400, "reported_on": -398},
    {"dept": 3, "person": 5, "appointed_by": 5, "valid_from": -400, "reported_on": -398},
)  # fmt: skip
