"""I5 违规事件登记: breaches of confidentiality, defective returns, differences in the ledgers (W8, W3, W2)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

import dangan as d
from dangan.env import shipped_options

FOUND_BY = (
    ("audit", "系统记录", "Log of the program"), ("check", "检查盘点", "Check or stock-taking"),
    ("return_check", "归还核对", "Check at return"), ("report", "他人反映", "Report by others"),
    ("self_report", "当事人报告", "Report by the person concerned"),
)  # fmt: skip
THINGS = (
    "file_catalogue", "item_catalogue", "archive_ledger", "classified_register", "certificate_ledger", "customer",
    "aggregate_customer_file", "my_customer", "employee_record",
)  # fmt: skip
LEADERS = "role:chairman role:gm role:deputy_gm"
LEVELS = [option.code for option in shipped_options("secrecy")]


class Handling(d.Flow):
    """Reported, investigated, decided by a leader, closed; nobody concerned takes a part in it."""

    reported = d.State("已报告", "Reported")
    investigating = d.State("调查中", "Investigating", locks="head event objects persons.person")
    decided = d.State("已处理", "Decided", locks="persons handler findings ground decision")
    closed = d.State("已结案", "Closed", locks="*")

    investigate = d.Step(
        "开始调查", "Investigate", reported, investigating, by=f"{LEADERS} role:office role:admin_assistant",
        asks="handler",
    )  # fmt: skip
    decide = d.Step("作出处理", "Decide", investigating, decided, sign="approved_by", asks="findings ground decision")
    send_back = d.Step("退回调查", "Send back", decided, investigating, by=LEADERS, reason=True)
    close = d.Step("结案", "Close", decided, closed, by=f"handler {LEADERS}", asks="remedy")


class Object(d.Row):
    """A record concerned, or a paper that is not in the program."""

    object = d.Ref("档案", "Record", *THINGS)
    title = d.Text("名称", "Name", required=True, value=d.copied("object.name|title|project"))
    loan = d.Ref("借阅单", "Loan", "retrieval_slip", "loan_slip")


class Concerned(d.Row):
    """A person concerned."""

    person = d.Person("当事人", "Person", required=True)
    statement = d.LongText("本人说明", "Statement")


class ConfidentialityIncident(
    d.Form,
    id="confidentiality_incident", no="I5", zh="违规事件登记", en="Incident register", title="{kind}", prefix="WG",
    flow=Handling, secrecy="secret", columns="record_no found_at kind dept level_concerned reported_by handler closed_on status",
    ledgers=[d.Ledger("违规事件台帐", en="Ledger of incidents")],
    practice="occurred_at event objects persons.statement handling",
):  # fmt: skip
    """What happened, to which records, by whom, and what was done about it."""

    with d.Head() as head:
        record_no = d.Text("编号", "Number", required=True, auto=True)
        found_at = d.DateTime("发现时间", "Found at", required=True, past=True, from_="occurred_at")
        occurred_at = d.DateTime("发生时间", "Happened at", past=True)
        reported_by = d.Person("报告人", "Reported by", required=True, default=d.USER)
        found_by = d.Choice("发现途径", "Found by", FOUND_BY, required=True)
        kind = d.Choice("事件类别", "Kind", "incident_kind", required=True)
        dept = d.Dept("涉及部门", "Department", required=True)
    with d.Section("", "Event") as event:
        description = d.LongText("事件经过", "What happened", required=True)
        level_concerned = d.Choice("涉及密级", "Secrecy concerned", "secrecy", required=True)
        immediate_action = d.LongText("已采取的措施", "Measures taken at once")
        leaders_told_at = d.DateTime(
            "报告领导时间", "Leaders told at", past=True, from_="occurred_at",
            required=d.when("level_concerned", "secret", "top_secret"),
        )  # fmt: skip
    objects = d.Rows(Object, "涉及的档案", "Records concerned")
    persons = d.Rows(Concerned, "当事人", "Persons concerned")
    with d.Section("调查处理", "Handling") as handling:
        handler = d.Person(
            "调查人", "Investigated by", required=Handling.investigating, differs="persons.person", code="INC_SELF"
        )
        findings = d.LongText("调查结果", "Findings", required=Handling.decided)
        ground = d.Text("依据条款", "Rule applied", required=Handling.decided)
        decision = d.LongText("处理决定", "Decision", required=Handling.decided)
        remedy = d.LongText("补救和改进措施", "Remedy", required=Handling.closed)
        closed_on = d.Date("结案日期", "Closed on", required=Handling.closed, auto=True, value=d.computed())
        remarks = d.LongText("备注", "Remarks")
    with d.Foot() as foot:
        prepared_by = d.Person("登记人", "Entered by", required=True, default=d.USER)
        prepared_on = d.Date("登记日期", "Entered on", required=True, default=d.TODAY)
        approved_by = d.Sign("决定人", "Decided by", required=Handling.decided, who=LEADERS, differs="handler")


@ConfidentialityIncident.leaders_told_at.required
def leaders_are_told(level_concerned: str, kind: str, objects: Sequence[Object]) -> bool:
    certificate = any(line.object is not None and line.object.form == "certificate_ledger" for line in objects)
    return level_concerned in ("secret", "top_secret") or kind == "ledger_difference" or certificate


@ConfidentialityIncident.leaders_told_at.should(
    "没有在发现当日报告领导。", "The leaders were not told on the day it was found.",
    mend=("请核对时间；确实迟报的，请在备注中写明原因。", "Check the times; if it was reported late, say why in the remarks."),
)  # fmt: skip
def told_the_same_day(leaders_told_at: datetime, found_at: datetime) -> bool:
    return leaders_told_at.date() <= found_at.date()


@ConfidentialityIncident.level_concerned.must(
    "涉及密级低于所涉及档案的密级。", "A record concerned is of a higher class of secrecy.",
    mend=("请填写所涉及档案中最高的密级。", "Enter the highest class of the records concerned."),
)  # fmt: skip
def highest_of_the_records(level_concerned: str, objects: Sequence[Object], office: d.Office) -> bool:
    found = [(office.record(line.object) or {}).get("secrecy") for line in objects if line.object is not None]
    return all(LEVELS.index(level) <= LEVELS.index(level_concerned) for level in found if level in LEVELS)


@ConfidentialityIncident.approved_by.must(code="INC_SELF")
def decided_by_another(approved_by: d.Signature, persons: Sequence[Concerned]) -> d.Verdict:
    return all(line.person is None or line.person.id != approved_by.id for line in persons) or {"person": approved_by}


@Handling.close.must(code="INC_SELF")
def closed_by_another(user: d.Link, persons: Sequence[Concerned]) -> d.Verdict:
    return all(line.person is None or line.person.id != user.id for line in persons) or {"person": user}


@ConfidentialityIncident.closed_on.calc
def day_of_closing(status: str, closed_on: date | None, today: date) -> date | None:
    return (closed_on or today) if status == "closed" else None


register_forms = d.registering(ConfidentialityIncident)

SAMPLES = (
    {
        "found_at": -70, "occurred_at": -72, "reported_by": 1, "found_by": "return_check", "kind": "damage", "dept": 4,
        "description": "归还的案卷第 12 页有水渍，边角破损。", "level_concerned": "internal", "immediate_action": "已晾干并拍照留存。",
        "objects": [{"title": "2023年销售合同卷"}], "persons": [{"person": 14, "statement": "雨天携带，未用防水袋。"}],
        "prepared_on": -70, "prepared_by": 1, "handler": 11, "findings": "保管不当，属过失。", "ground": "保密管理制度第八条",
        "decision": "通报批评，赔偿修复费用。", "remedy": "借出案卷一律配防水档案袋。", "steps": "investigate decide close",
    },
    {
        "found_at": -3, "reported_by": 1, "found_by": "audit", "kind": "consult", "dept": 8, "level_concerned": "secret",
        "leaders_told_at": -3, "description": "下班后连续查阅非本人负责的客户档案 14 份。", "objects": [{"title": "客户档案"}],
        "persons": [{"person": 28}], "prepared_on": -3, "prepared_by": 1,
    },
)  # fmt: skip
