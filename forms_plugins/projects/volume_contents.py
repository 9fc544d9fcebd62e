"""C2 册内资料清单: the papers of a project's volume, handed over by managers A and B to the archivist (W1)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import dangan as d
from forms_plugins.projects.options import BUSINESS
from forms_plugins.shared import pages

EXTENSION = "extension_reason extended_to"
LATER = ("submitted", "accepted", "filed")  # the delay is settled once B has handed over


class Handover(d.Flow):
    """W1: A lists, B checks and codes, both hand over, the archivist accepts."""

    drafting = d.State("编制中", "Drafting")
    a_signed = d.State("A角已签", "Signed by A", locks="head items")
    b_checking = d.State("B角审核中", "Being checked by B")
    supplement = d.State("待补充", "Papers lacking", side=True, locks="head")
    b_signed = d.State("B角已签", "Signed by B", locks="items.code")
    submitted = d.State("已移交", "Handed over")
    accepted = d.State("已接收", "Accepted", locks="*")
    filed = d.State("已归档", "Filed", refuses="FILE_CLOSED")
    returned = d.State("已退回", "Returned", side=True)

    sign_off_a = d.Step(
        "A角签字", "Sign as A", (drafting, returned), a_signed, sign="sign_a",
        due=d.days("a_handover_days", 3, after="ended_on", extended="extended_to"),
    )  # fmt: skip
    check = d.Step("开始审核", "Begin to check", a_signed, b_checking, by="manager_b")
    ask = d.Step("要求补充", "Ask for papers", b_checking, supplement, by="manager_b")
    supply = d.Step("补充完毕", "Papers supplied", supplement, b_checking, sign="sign_a")
    sign_off_b = d.Step(
        "B角签字", "Sign as B", b_checking, b_signed, sign="sign_b",
        due=d.days("b_handover_days", 2, after="sign_a", extended="extended_to"),
    )  # fmt: skip
    submit = d.Step(
        "移交档案室", "Hand over", b_signed, submitted, by="manager_b",
        due=d.days("b_handover_days", 2, after="sign_a", extended="extended_to"),
    )  # fmt: skip
    accept = d.Step(
        "接收", "Accept", submitted, accepted, sign="sign_b_handover sign_archivist", ordered=False,
        asks="archive_no contract_no", line="items",
    )  # fmt: skip
    file = d.Step("归档", "File", accepted, filed, by=d.role("archivist"))
    send_back = d.Step(
        "退回", "Send back", (a_signed, b_checking, b_signed, submitted), returned,
        by=f"manager_b {d.role('archivist')}", reason=True,
    )  # fmt: skip
    extend = d.Step(
        "延期", "Extend", (drafting, a_signed, b_checking, supplement, b_signed, returned), asks=EXTENSION,
        sign="extension_approver",
    )  # fmt: skip


class ProjectPaper(d.Row):
    """A paper of the volume; an attachment is filed and never coded."""

    seq = d.Serial("序号", "No.", required=True, auto=True)
    part = d.Choice("部分", "Part", "project_part", required=True, sticky=True)
    title = d.Text("资料名称", "Paper", required=True)
    pages = d.Int("页数", "Pages", required=True, at_least=1, code="FILE_NO_PAGES")
    page_from = d.Int(
        "起始页号", "First page", required=True, auto=True, value=d.computed(), also=("页号",), until="page_to"
    )
    page_to = d.Int("截止页号", "Last page", required=True, auto=True, value=d.computed(), also=("页号",))
    code = d.Text("编码", "Code", write="manager_b", required=d.both(d.since("b_signed"), d.unless("is_attachment")))
    is_attachment = d.YesNo("附件", "Attachment", default=False)
    copy_kind = d.Choice("原件/复印件", "Original or copy", "copy_kind")
    signed_ok = d.YesNo("签字齐全", "Signatures complete")
    remarks = d.Text("备注", "Remarks")


class VolumeContents(
    d.Form, id="volume_contents", no="C2", zh="册内资料清单", en="Contents list of a volume", title="{project}", prefix="CN",
    key="project_no volume_no", unique=[d.Unique("archive_no")], flow=Handover,
    columns="record_no project customer project_no volume_no archive_no manager_a manager_b ended_on status",
    paper=d.Paper(copies=("A角联", "B角联", "档案联")),
    ledgers=[d.Ledger("册内资料台帐", en="Papers in volumes", per="items")],
):  # fmt: skip
    """The list of a volume: what it covers is fixed by the three signatures."""

    with d.Head() as head:
        record_no = d.Text("清单编号", "List number", required=True, auto=True)
        project = d.Text("项目名称", "Project", required=True)
        customer = d.Ref("客户名称", "Customer", "customer", required=True)
        project_no = d.Text("项目编号", "Project number", required=True)
        volume_no = d.Int("册号", "Volume number", required=True, at_least=1, default=1)
        contract_no = d.Text("合同编号", "Contract number", required=Handover.accepted, write="archivist")
        archive_no = d.ArchiveNo(
            "档案号", "File number", required=Handover.accepted, write="archivist", also=("档案编号",)
        )
        ended_on = d.Date("项目结束日期", "Project end", required=True, past=True, also=("放款日期",))
        business_type = d.Choice("业务类型", "Business type", BUSINESS, required=True)
        manager_a = d.Person("项目经理A角", "Project manager A", required=True)
        manager_b = d.Person(
            "项目经理B角", "Project manager B", required=True, differs="manager_a", code="FILE_SAME_MANAGER"
        )
    items = d.Rows(ProjectPaper, "", "Papers", min=1, order="part")
    with d.Section("", "Extension") as extension:
        extension_reason = d.Text("延后原因", "Reason for extension", required=d.when("extended_to"), printed=False)
        extended_to = d.Date("延后至", "Extended to", required=d.when("extension_reason"), printed=False)
        extension_approver = d.Sign(
            "有权审批人", "Authorised approver", who=f"{d.role('gm')} {d.role('deputy_gm')} {d.role('chairman')}",
            differs="manager_a manager_b", required=d.when("extension_reason"), printed=False,
        )  # fmt: skip
        late_days = d.Int("逾期天数", "Days late", unit="工作日", auto=True, value=d.computed(), printed=False)
    with d.Foot() as foot:
        sign_a = d.Sign("A角", "Manager A", who="manager_a", required=Handover.a_signed)
        sign_b = d.Sign("B角", "Manager B", who="manager_b", required=Handover.b_signed)
        sign_b_handover = d.Sign("B角移交签字", "Manager B at handover", who="manager_b", required=Handover.accepted)
        sign_archivist = d.Sign(
            "档案管理员", "Archivist", who=d.role("archivist"), differs="manager_a manager_b", required=Handover.accepted,
        )  # fmt: skip


pages.run_on(ProjectPaper)


@ProjectPaper.code.must(code="FILE_ATTACHMENT_CODE")
def attachments_carry_no_code(code: str, is_attachment: bool, title: str, line_no: int) -> d.Verdict:
    return not is_attachment or {"line": line_no, "title": title}


def _limit(ended_on: date, extended_to: date | None, office: d.Office) -> date:
    """The day until which B hands over: the one granted, else the working days of A and B after the end of the project."""
    a, b = office.setting("a_handover_days"), office.setting("b_handover_days")
    return extended_to or office.workday(ended_on, (3 if a is None else a) + (2 if b is None else b))


@ProjectPaper.title.must(code="CERT_IN_FILE")
def no_certificate(title: str, copy_kind: str | None, customer: d.Link, status: str, office: d.Office) -> d.Verdict:
    """A certificate of the customer in the safe is named by its number, or its original by its name."""
    if status not in ("drafting", "returned", "supplement"):
        return True
    for kept in office.find("certificate_ledger", customer=customer):
        if kept["cert_no"] in title or (copy_kind == "original" and kept["name"] == title):
            return {"title": title, "cert_no": kept["cert_no"]}
    return True


@Handover.sign_off_a.should(
    "与现行档案清单对照，还缺必备资料。", "Compared with the checklist in force, required papers are lacking.",
    mend=("请对照档案清单补齐；确实没有的可以继续。", "Add them by the checklist; go on if there are none."),
)  # fmt: skip
def complete_by_the_checklist(
    business_type: str, ended_on: date, items: Sequence[ProjectPaper], office: d.Office
) -> bool:
    """A paper of the list stands for any of the names that it gives, 借据 also for 借据(2张)."""
    lists = office.find(
        "project_checklist", business_type=business_type, status="filed", valid_from=slice(None, ended_on)
    )
    newest = max(lists, key=lambda one: one["valid_from"], default=None)
    wanted = (office.record(d.Link("", newest["_id"], "project_checklist")) or {})["items"] if newest else ()
    named = [line.title or "" for line in items]
    return all(
        any(one in title for one in line["title"].split("/") for title in named) for line in wanted if line["mandatory"]
    )


@VolumeContents.late_days.calc
def working_days_late(
    ended_on: date, extended_to: date | None, late_days: int | None, status: str, itself: d.Link | None, today: date,
    office: d.Office,
) -> int:  # fmt: skip
    """Working days past the limit; settled when B hands over."""
    if status in LATER and late_days is not None and (itself is None or _stands(itself, office) in LATER):
        return late_days
    return office.workdays(_limit(ended_on, extended_to, office), today)


def _stands(itself: d.Link, office: d.Office) -> Any:
    return (office.record(itself) or {}).get("status")


def _open_lists(itself: d.Link, office: d.Office) -> list[dict[str, Any]]:
    lists = office.find("supplement_list", volume=itself)
    return [one for one in lists if one.get("status") in ("draft", "submitted")]


@Handover.submit.must(code="FILE_UNSIGNED")
def signed_by_both(record_no: str, status: str, sign_a: Any | None, sign_b: Any | None) -> d.Verdict:
    lacking = [
        field for field, given in ((VolumeContents.sign_a, sign_a), (VolumeContents.sign_b, sign_b)) if not given
    ]
    return (status == "b_signed" and not lacking) or {"roles": lacking or [VolumeContents.sign_b]}


@Handover.submit.must(code="FILE_SUPPLEMENT_OPEN")
def nothing_lacking(itself: d.Link, record_no: str, office: d.Office) -> d.Verdict:
    lists = _open_lists(itself, office)
    lines = [
        line for one in lists for line in (office.record(d.Link("", one["_id"], "supplement_list")) or {})["items"]
    ]
    count = sum(not line["supplied_on"] for line in lines)
    return not lists or {"count": count, "supplement_no": [one["record_no"] for one in lists]}


@Handover.submit.should(code="FILE_LATE")
def in_time(record_no: str, ended_on: date, extended_to: date | None, today: date, office: d.Office) -> d.Verdict:
    due = _limit(ended_on, extended_to, office)
    late = office.workdays(due, today)
    return not late or {"due_on": due, "late_days": late}


@Handover.accept.must(code="FILE_MISMATCH")
def every_item_is_there(
    record_no: str, items: Sequence[ProjectPaper], chosen: Sequence[Any], manager_a: d.Link
) -> d.Verdict:
    """The archivist ticks item by item; what is not ticked differs from the list."""
    return len(chosen) == len(items) or {"count": len(items) - len(chosen), "returned_to": manager_a}


@VolumeContents.extended_to.must(
    "延后的日期须晚于原来的期限。", "The date granted must be later than the limit.", mend=("请改为更晚的日期。", "Give a later date."),
)  # fmt: skip
def later_than_the_limit(extended_to: date, ended_on: date, office: d.Office) -> bool:
    return extended_to > office.workday(ended_on, 3)


Handover.extend.wants("extension_reason extended_to", code="FILE_EXT_NO_REASON")

register_forms = d.registering(VolumeContents)


SAMPLES = (
    {
        "project": "洞庭渔具小额贷款项目", "customer": 1, "project_no": "XM-2026-061", "volume_no": 1, "ended_on": -3,
        "business_type": "loan", "manager_a": 6, "manager_b": 11,
        "items": [
            {"part": "approval", "title": "贷款申请书", "pages": 3, "copy_kind": "original", "signed_ok": True},
            {"part": "contract", "title": "借款合同", "pages": 12, "copy_kind": "original", "signed_ok": True},
            {"part": "customer", "title": "营业执照副本复印件", "pages": 1, "copy_kind": "copy", "is_attachment": True},
        ],
        "steps": "sign_off_a check ask",
    },
)  # fmt: skip
