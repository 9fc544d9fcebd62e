"""B8 作废档案焚毁清单: what is to be burnt, appraised, approved and burnt before three different persons (W5)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from dangan import (
    Change,
    Choice,
    Date,
    Flow,
    Foot,
    Form,
    Head,
    Int,
    Label,
    Ledger,
    Link,
    LongText,
    Moved,
    Office,
    Person,
    Ref,
    Row,
    Rows,
    Section,
    Sign,
    State,
    Step,
    Stepping,
    Text,
    Unique,
    computed,
    copied,
    holder_of,
    hookimpl,
    listens,
    role,
)  # fmt: skip
from forms_plugins.archives import disposal

CATALOGUES = ("file_catalogue", "item_catalogue")  # whose entries have a state of their own for what was burnt
THINGS = (*CATALOGUES, "archive_ledger", "certificate_ledger")


class Disposal(Flow):
    """W5: nothing is added once it is approved; it is burnt on the day approved or later."""

    draft = State("草稿", "Draft")
    appraised = State("已鉴定", "Appraised")
    approved = State("已核准", "Approved", locks="items planned_on appraisers appraisal_opinion", refuses="DISP_LOCKED")
    executed = State("已焚毁", "Burnt", locks="*", refuses="DISP_LOCKED")
    withdrawn = State("已撤回", "Withdrawn", side=True, locks="*")

    appraise = Step("鉴定", "Appraise", draft, appraised, by=role("archivist"))
    approve = Step("核准", "Approve", appraised, approved, sign="approved_by")
    execute = Step(
        "焚毁", "Burn", approved, executed, sign="supervised_by supervised_by_2 executed_by", asks="destroyed_on"
    )
    withdraw = Step("撤回", "Withdraw", (appraised, approved), withdrawn, by=role("archivist"), reason=True)


class Doomed(Row):
    """One thing to be burnt."""

    archive_no = Ref("档号", "Archive number", *THINGS, required=True)
    in_no = Text("收文号", "Incoming number")
    out_no = Text("发文号", "Outgoing number")
    subject = Text("简由", "Subject", required=True, value=copied("archive_no.title|project|name"))
    date_from = Date(
        "档案起讫日期(起)",
        "Inclusive dates from",
        required=True,
        value=copied("archive_no.date_from|doc_date"),
        until="date_to",
        under=("档案起讫日期", "Inclusive dates"),
    )
    date_to = Date(
        "档案起讫日期(讫)",
        "Inclusive dates to",
        required=True,
        value=copied("archive_no.date_to|doc_date"),
        under=("档案起讫日期", "Inclusive dates"),
    )
    retention = Choice(
        "保管期限",
        "Retention period",
        "retention_period",
        other=True,
        required=True,
        value=copied("archive_no.retention"),
    )
    expired_on = Date("到期日", "Expired on", required=True, auto=True, value=computed())
    reason = Text("销毁理由", "Reason", required=True, default="保管期满")
    quantity = Int("数量", "Quantity", required=True, at_least=1, default=1)


class Appraiser(Row):
    """One of those who appraised."""

    person = Person("鉴定人", "Appraiser", required=True)


class DestructionList(
    Form, id="destruction_list", no="B8", zh="作废档案焚毁清单", en="Destruction list", title="{record_no}", prefix="FH",
    number="FH-{yyyy}-{seq:3}", flow=Disposal, unique=[Unique("record_no appraisers.person")], retention="permanent",
    columns="record_no planned_on destroyed_on approved_by supervised_by executed_by status",
    ledgers=[Ledger("销毁登记簿", en="Register of destruction", per="items")],
):  # fmt: skip
    """The list, kept for ever."""

    with Head() as head:
        record_no = Text("清单编号", "List number", required=True, auto=True)
        planned_on = Date("计划焚毁日期", "Planned date of burning", required=Disposal.approved)
        destroyed_on = Date("年月日焚毁", "Burnt on", required=Disposal.executed, past=True, from_="planned_on")
    items = Rows(Doomed, "", "Items", min=1, once="archive_no")
    appraisers = Rows(Appraiser, "鉴定人", "Appraisers")
    with Section("", "Appraisal") as appraisal:
        appraisal_opinion = LongText("鉴定小组意见", "Appraisal opinion", required=Disposal.appraised)
    with Foot() as foot:
        approved_by = Sign(
            "核准", "Approved by", who=holder_of("disposal_approver"), required=Disposal.approved,
            differs="prepared_by", code="DISP_SAME_PERSON",
        )  # fmt: skip
        supervised_by = Sign(
            "监焚", "Burning supervised by", required=Disposal.executed, differs="approved_by", code="DISP_SAME_PERSON"
        )
        supervised_by_2 = Sign(
            "监焚(第二人)", "Second supervisor", differs="approved_by supervised_by", code="DISP_SAME_PERSON"
        )
        executed_by = Sign(
            "焚毁执行人", "Burning carried out by", required=Disposal.executed,
            differs="approved_by supervised_by supervised_by_2", code="DISP_SAME_PERSON",
        )  # fmt: skip


disposal.hang(Doomed)


@Disposal.execute.must(code="DISP_LOAN_OR_HOLD", at="items")
@Disposal.approve.must(code="DISP_LOAN_OR_HOLD", at="items")
@Doomed.archive_no.must(code="DISP_LOAN_OR_HOLD")
def stands_free(archive_no: Link, status: str, office: Office) -> bool | dict[str, Any]:
    """Neither lent nor missing nor on hold: asked while the list is made, and again when it is burnt."""
    said = None if status in disposal.OVER else disposal.obstacle(archive_no, office)
    return said is None or {"archive_no": disposal.number_of(archive_no, office), "obstacle": said}


@Disposal.execute.must(code="DISP_CERT", at="items")
@Doomed.archive_no.must(code="DISP_CERT")
def out_of_custody(archive_no: Link, status: str, office: Office) -> bool | dict[str, Any]:
    """A certificate goes back to its holder or is replaced; while it is in custody it is not burnt."""
    state = disposal.thing_of(archive_no, office).get("state") if archive_no.form == disposal.CERTIFICATE else None
    words = {"held": Label("在库", "held"), "lent": Label("借出", "lent")}
    said = words.get(str(state)) if status not in disposal.OVER else None
    return said is None or {"cert_no": disposal.number_of(archive_no, office), "safe_state": said}


@Disposal.appraise.must(
    "鉴定人不足规定人数。",
    "Too few appraisers.",
    mend=("请补充鉴定人。", "Enter those who appraised."),
)
def enough_appraisers(appraisers: Sequence[Appraiser] | None, office: Office) -> bool:
    least = office.setting("appraisers_min")
    return len(appraisers or ()) >= (2 if least is None else least)


@Disposal.execute.must(code="DISP_NOT_APPROVED")
def approved_for_the_day(status: str, planned_on: date | None, today: date) -> bool | dict[str, Any]:
    due = planned_on is not None and planned_on <= today
    return (status == "approved" and due) or {"approver": DestructionList.approved_by, "planned_on": planned_on or "-"}


@Disposal.execute.needs
def both_or_all_three(office: Office) -> Sequence[str]:
    second = ("supervised_by_2",) if office.setting("second_supervisor") else ()
    return ("supervised_by", *second, "executed_by")


@listens("destruction_list.execute", "appraisal.carry_out")
def after_step(stepping: Stepping) -> Iterable[Change | Moved]:
    """What was burnt is destroyed, in its catalogue too; what an appraisal gives up comes on a list."""
    if stepping.form == "appraisal":
        yield from _proposed(stepping)
        return
    for line in stepping.new["items"]:
        thing = line["archive_no"]
        yield Moved(thing, "destroyed")
        if thing.form in CATALOGUES:
            yield Change(thing.form, {"_id": thing.id}, state="destroyed")


def _proposed(stepping: Stepping) -> Iterable[Change]:
    """The draft of a list for the things that an appraisal gives up, with those who appraised them."""
    new = stepping.new
    doomed = [line for line in new["items"] if line["opinion"] == "destroy"]
    if doomed:
        opinion = f"{new['record_no']}：{len(doomed)} 件经鉴定同意销毁。"
        yield Change("destruction_list", {
            "items": [{"archive_no": line["archive_no"], "reason": line["reason"]} for line in doomed],
            "appraisers": [{"person": line["person"]} for line in new["appraisers"]], "appraisal_opinion": opinion,
        })  # fmt: skip


@hookimpl
def register_forms(ctx: Any) -> list[type[Form]]:
    """The destruction list."""
    return [DestructionList]


SAMPLES = (
    {
        "planned_on": 9, "items": [{"archive_no": "2012年来客登记簿", "reason": "保管期满，无继续保存价值"}],
        "appraisers": [{"person": 4}, {"person": 8}], "appraisal_opinion": "逐卷鉴定，所列档案保管期限已满，同意焚毁。",
        "steps": "appraise",
    },
)  # fmt: skip
