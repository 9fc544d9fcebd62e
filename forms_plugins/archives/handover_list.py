"""H3 档案资料交接清单: what somebody who leaves or moves handled or kept, taken over line by line (W11)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

import dangan as d
from forms_plugins.archives import whereabouts

REASON = (
    ("transfer", "工作变动", "Change of post"), ("leaving", "离职", "Leaving"), ("absence", "休假", "Leave of absence"),
    ("archivist", "档案员变动", "Change of archivist"),
)  # fmt: skip
KIND = (
    ("file", "档案", "File"), ("doc", "文件资料", "Document"), ("customer", "客户", "Customer"), ("loan", "在借", "On loan"),
    ("task", "未结事项", "Unfinished business"),
)  # fmt: skip
ROLE = {"handled": "经办", "kept": "保管"}
KEPT = ("file_catalogue", "item_catalogue", "archive_ledger")
SUPERVISOR = f"{d.head_of('dept')} {d.deputy_of('dept')} {d.role('gm')}"


class Handover(d.Flow):
    """Listed, accepted line by line by the taker, signed by all three."""

    draft = d.State("草稿", "Draft")
    submitted = d.State("已提交", "Submitted", locks="head items")
    approved = d.State("已核准", "Approved", locks="*")
    filed = d.State("已归档", "Filed", locks="*")

    submit = d.Step("提交", "Submit", draft, submitted)
    accept = d.Step(
        "逐项接收", "Accept lines", submitted, by="taker", line="items", asks="items.remarks",
        sets={"items.accepted": True},
    )  # fmt: skip
    conclude = d.Step(
        "交接签字", "Sign the handover", submitted, approved, sign="sign_giver sign_taker sign_supervisor", ordered=False,
    )  # fmt: skip
    send_back = d.Step("退回", "Send back", submitted, draft, by=f"taker {SUPERVISOR}", reason=True)
    file = d.Step("归档", "File", approved, filed, by=d.role("archivist"))


class HandedOver(d.Row):
    """A thing or a matter that passes from one to the other."""

    seq = d.Serial("序号", "No.", required=True, auto=True)
    kind = d.Choice("资料类别", "Kind", KIND, required=True)
    title = d.Text("名称", "Name", required=True)
    archive_no = d.Text("档号", "Archive number")
    quantity = d.Int("数量", "Quantity", required=True, default=1, at_least=1)
    role = d.Choice("经办/保管", "Handled / kept", ROLE, required=True)
    copy_kind = d.Choice("原件/复印件", "Original / copy", "copy_kind")
    accepted = d.YesNo("接收确认", "Accepted", required=True, default=False, write="taker")
    remarks = d.Text("备注", "Remarks", write="taker")


class HandoverList(
    d.Form, id="handover_list", no="H3", zh="档案资料交接清单", en="Records handover list", title="{giver}", prefix="JJD",
    number="JJD-{yyyy}-{seq:3}", own="giver", flow=Handover, ledgers=[d.Ledger("交接台帐", en="Ledger of handovers")],
    columns="record_no giver taker reason handed_on sign_giver sign_taker sign_supervisor status",
    practice="open_matters items",
):  # fmt: skip
    """The handover of one person to another."""

    with d.Head() as head:
        record_no = d.Text("编号", "Number", required=True, auto=True)
        giver = d.Person("交出人", "Handing over", required=True)
        taker = d.Person("接办人", "Taking over", required=True, differs="giver", code="HAND_SAME", also=("接办人员",))
        reason = d.Choice("交接原因", "Reason", REASON, required=True)
        handed_on = d.Date("交接日期", "Handover date", required=True, default=d.TODAY, past=True)
        open_matters = d.LongText("未结事项", "Unfinished business")
    items = d.Rows(HandedOver, "", "Items")
    with d.Foot() as foot:
        sign_giver = d.Sign("交出人签字", "Signature of the giver", required=True, who="giver")
        sign_taker = d.Sign("接办人签字", "Signature of the taker", required=True, who="taker")
        sign_supervisor = d.Sign(
            "监交人签字", "Signature of the supervisor", required=True, who=SUPERVISOR, differs="giver taker"
        )


@HandoverList.items.fill
def held_by_the_giver(giver: d.Link, office: d.Office) -> list[dict[str, Any]]:
    """What is out in his name, his open project files and his customers."""
    return [{"quantity": 1, "accepted": False, **line} for line in _held(giver, office)]


def _held(giver: d.Link, office: d.Office) -> Iterator[dict[str, Any]]:
    for form in whereabouts.SLIPS:
        for slip in whereabouts.out_with(giver, form, office):
            for line in (line for line in slip["items"] if not line["returned_on"]):
                yield {"kind": "loan", "title": line["title"], "role": "handled", "remarks": slip["record_no"],
                       "archive_no": whereabouts.named(line["archive_no"], office)["archive_no"]}  # fmt: skip
    for loan in office.each("temporary_loan", borrower=giver, status="submitted"):
        yield {"kind": "doc", "title": loan["title"], "role": "handled", "remarks": loan["record_no"]}
    for manager in ("manager_a", "manager_b"):
        for volume in office.each("volume_contents", **{manager: giver}):
            if volume["status"] not in ("accepted", "filed"):
                yield {"kind": "file", "title": volume["project"], "role": "handled", "remarks": volume["record_no"]}
    for customer in office.each("customer", salesperson=giver):
        yield {"kind": "customer", "title": customer["name"], "role": "handled", "remarks": customer["record_no"]}


@Handover.conclude.must(code="HAND_LOAN")
def nothing_overdue(record_no: str, giver: d.Link, reason: str, today: date, office: d.Office) -> d.Verdict:
    """Who leaves has brought back what was due."""
    late = whereabouts.overdue_slip(giver, today, office) if reason == "leaving" else None
    return late is None or {"person": giver, "record_no": late["record_no"], "due_on": late["due_on"]}


@d.listens("handover_list.conclude", "appraisal.carry_out")
def after_step(stepping: d.Stepping) -> Iterable[d.Change | d.Moved]:
    """What an appraisal gives away comes on a list; once that is accepted the things are gone."""
    new, office = stepping.new, stepping.env.office
    if stepping.form == "appraisal":
        given = [line for line in new["items"] if line["opinion"] == "transfer"]
        lines = [{"kind": "file", "role": "kept", "title": line["title"], "remarks": new["record_no"],
                  "archive_no": whereabouts.named(line["archive_no"], office)["archive_no"]} for line in given]  # fmt: skip
        if lines:
            yield d.Change("handover_list", {"giver": stepping.env.user, "items": lines})
        return
    for number in (line["archive_no"] for line in new["items"] if line["archive_no"] and line["role"] == "kept"):
        for form in KEPT:
            for thing in office.find(form, archive_no=number):
                link = d.Link(thing["record_no"], thing["_id"], form)
                if office.count("appraisal.items", archive_no=link, opinion="transfer", status="carried_out"):
                    yield d.Moved(link, "transferred")


Handover.conclude.wants("items.accepted", code="HAND_OPEN", person="giver")

register_forms = d.registering(HandoverList)

SAMPLES = (
    {
        "giver": 6, "taker": 7, "reason": "transfer", "handed_on": -3, "open_matters": "君山茶业担保项目尚缺抵押登记证明。",
        "items": [
            {"kind": "file", "title": "君山茶业担保项目册内资料", "role": "handled", "copy_kind": "original", "accepted": True},
            {"kind": "doc", "title": "2026年上半年客户走访记录", "quantity": 3, "role": "kept", "copy_kind": "original", "accepted": False},
        ],
        "steps": "submit",
    },
)  # fmt: skip
