"""B4 企业档案存放表: the places of the archive room, what stands there, and what was moved."""

from __future__ import annotations

from collections.abc import Iterable

import dangan as d
from forms_plugins.archives.places import location_code

CODE = "room cabinet shelf box"


class Placing(d.Usual):
    """Once submitted, a place changes by a move, which writes a line."""

    submitted = d.State("已提交", "Submitted", locks=CODE)
    move = d.Step("移位", "Move", (submitted, d.Usual.approved, d.Usual.filed), by=d.role("archivist"), asks=CODE)


class Move(d.Row):
    """A move, written by the program."""

    moved_on = d.Date("移位日期", "Moved on", required=True, auto=True, past=True)
    archive_no = d.Text("档号", "Archive number", required=True, auto=True)
    from_location = d.Text("原位置", "From", required=True, auto=True)
    to_location = d.Text("新位置", "To", required=True, auto=True)
    moved_by = d.Person("移位人", "Moved by", required=True, auto=True)


class StorageLocation(
    d.Register, id="storage_location", no="B4", zh="企业档案存放表", en="Storage of company archives",
    title="{room} {cabinet} {shelf} {box}", prefix="CF", key=CODE, sheet_by="room", flow=Placing,
    columns="room cabinet shelf box record_class title archive_no_from archive_no_to quantity custodian",
    ledgers=[d.Ledger("存放位置一览表", en="List of places")],
    paper=d.Paper(landscape=True, labels=(
        d.Sheet("柜架标签", "Shelf label", "room cabinet shelf record_class archive_no_from archive_no_to"),
        d.Sheet("盒脊标签", "Box spine label", "box record_class title archive_no_from archive_no_to quantity", "title"),
    )),
    practice="archive_no_to remarks",
):  # fmt: skip
    """One record is one place; an empty shelf or box counts as a value."""

    with d.Section("", "Place") as place:
        record_class = d.Choice("档案类别", "Record class", "record_class", required=True, sticky=True)
        title = d.Text("档案名称", "Name of records", required=True)
        archive_no_from = d.Text("起始档号", "First archive number", required=True)
        archive_no_to = d.Text("截止档号", "Last archive number", from_="archive_no_from")
        quantity = d.Int("数量(卷/册)", "Volumes", required=True, at_least=1)
        room = d.Text("存放地点/库房", "Room", required=True, sticky=True)
        cabinet = d.Text("柜号", "Cabinet", required=True, sticky=True)
        shelf = d.Text("层/格", "Shelf")
        box = d.Text("盒号", "Box")
        stored_on = d.Date("存放日期", "Stored on", required=True, default=d.TODAY, past=True)
        custodian = d.Person("保管人", "Custodian", required=True, default=d.USER)
        remarks = d.LongText("备注", "Remarks")
    movements = d.Rows(Move, "移位记录", "Moves", append_only=True)
    with d.Foot() as foot:
        prepared_by = d.Person("制表人", "Prepared by", required=True, default=d.USER)
        prepared_on = d.Date("制表日期", "Date prepared", required=True, default=d.TODAY)


@StorageLocation.archive_no_from.must(
    "起止档号与另一存放位置的重叠。", "The archive numbers overlap those of another place.",
    mend=("一卷只有一个存放位置；请核对起止档号。", "A volume has one place: check the numbers."),
)  # fmt: skip
def stand_in_one_place(
    archive_no_from: str, archive_no_to: str | None, itself: d.Link | None, office: d.Office
) -> bool:
    """No other range begins within this one, or before it and ends in it."""
    ranges = (
        {"archive_no_from": slice(archive_no_from, archive_no_to or archive_no_from)},
        {"archive_no_from": slice(None, archive_no_from), "archive_no_to": slice(archive_no_from, None)},
    )
    found = (place for where in ranges for place in office.find("storage_location", **where))
    return all(itself is not None and place["_id"] == itself.id for place in found)


@d.listens("storage_location.move")
def after_step(stepping: d.Stepping) -> Iterable[d.Change]:
    """The line of the move."""
    old, new, env = stepping.old, stepping.new, stepping.env
    line = {"moved_on": env.today, "archive_no": new["archive_no_from"], "from_location": location_code(old),
            "to_location": location_code(new), "moved_by": env.user}  # fmt: skip
    yield d.Change("storage_location", {"_id": new["_id"], "movements": [*new["movements"], line]})


register_forms = d.registering(StorageLocation)

SAMPLES = (
    {"record_class": "adm", "title": "行政文书档案", "archive_no_from": "J001-2-2023-10-BGS-0001",
     "archive_no_to": "J001-2-2023-10-BGS-0060", "quantity": 12, "room": "一号库房", "cabinet": "03", "shelf": "2", "box": "1",
     "stored_on": -300, "steps": "submit"},
    {"record_class": "biz", "title": "经济合同", "archive_no_from": "J001-4-2023-10-SC-0001",
     "archive_no_to": "J001-4-2023-10-SC-0045", "quantity": 9, "room": "一号库房", "cabinet": "05", "shelf": "1",
     "stored_on": -280, "steps": "submit"},
    {"record_class": "org", "title": "股东会、董事会档案", "archive_no_from": "J001-1-2022-Y-DM-0001", "quantity": 4,
     "room": "董事会秘书办公室", "cabinet": "保险柜", "stored_on": -500, "remarks": "由董事会秘书保管"},
)  # fmt: skip
