"""B8 作废档案焚毁清单: what is to be burnt, appraised, approved and burnt before three different persons (W5)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import dangan as d
from forms_plugins.archives import disposal

CATALOGUES = ("file_catalogue", "item_catalogue")  # whose entries have a state of their own for what was burnt
THINGS = (*CATALOGUES, "archive_ledger", "certificate_ledger")


class Disposal(d.Flow):
    """W5: nothing is added once it is approved; it is burnt on the day approved or later."""

    draft = d.State("草稿", "Draft")
    appraised = d.State("已鉴定", "Appraised")
    approved = d.State(
        "已核准", "Approved", locks="items planned_on appraisers appraisal_opinion", refuses="DISP_LOCKED"
    )
    executed = d.State("已焚毁", "Burnt", locks="*", refuses="DISP_LOCKED")
    withdrawn = d.State("已撤回", "Withdrawn", side=True, locks="*")

    appraise = d.Step("鉴定", "Appraise", draft, appraised, by=d.role("archivist"))
    approve = d.Step("核准", "Approve", appraised, approved, sign="approved_by")
    execute = d.Step(
        "焚毁", "Burn", approved, executed, sign="supervised_by supervised_by_2 executed_by", asks="destroyed_on"
    )
    withdraw = d.Step("撤回", "Withdraw", (appraised, approved), withdrawn, by=d.role("archivist"), reason=True)


class Doomed(d.Row):
    """One thing to be burnt."""

    archive_no = d.Ref("档号", "Archive number", *THINGS, required=True)
    in_no = d.Text("收文号", "Incoming number")
    out_no = d.Text("发文号", "Outgoing number")
    subject = d.Text("简由", "Subject", required=True, value=d.copied("archive_no.title|project|name"))
    date_from = d.Date(
        "档案起讫日期(起)", "Inclusive dates from", required=True, value=d.copied("archive_no.date_from|doc_date"),
        until="date_to", under=("档案起讫日期", "Inclusive dates"),
    )  # fmt: skip
    date_to = d.Date(
        "档案起讫日期(讫)", "Inclusive dates to", required=True, value=d.copied("archive_no.date_to|doc_date"),
        under=("档案起讫日期", "Inclusive dates"),
    )  # fmt: skip
    retention = d.Choice(
        "保管期限", "Retention period", "retention_period", other=True, required=True,
        value=d.copied("archive_no.retention"),
    )  # fmt: skip
    expired_on = d.Date("到期日", "Expired on", required=True, auto=True, value=d.computed())
    reason = d.Text("销毁理由", "Reason", required=True, default="保管期满")
    quantity = d.Int("数量", "Quantity", required=True, at_least=1, default=1)


class Appraiser(d.Row):
    """One of those who appraised."""

    person = d.Person("鉴定人", "Appraiser", required=True)


class DestructionList(
    d.Form, id="destruction_list", no="B8", zh="作废档案焚毁清单", en="Destruction list", title="{record_no}", prefix="FH",
    number="FH-{yyyy}-{seq:3}", flow=Disposal, unique=[d.Unique("record_no appraisers.person")], retention="permanent",
    columns="record_no planned_on destroyed_on approved_by supervised_by executed_by status",
    ledgers=[d.Ledger("销毁登记簿", en="Register of destruction", per="items")],
):  # fmt: skip
    """The list, kept for ever."""

    with d.Head() as head:
        record_no = d.Text("清单编号", "List number", required=True, auto=True)
        planned_on = d.Date("计划焚毁日期", "Planned date of burning", required=Disposal.approved)
        destroyed_on = d.Date("年月日焚毁", "Burnt on", required=Disposal.executed, past=True, from_="planned_on")
    items = d.Rows(Doomed, "", "Items", min=1, once="archive_no")
    appraisers = d.Rows(Appraiser, "鉴定人", "Appraisers")
    with d.Section("", "Appraisal") as appraisal:
        appraisal_opinion = d.LongText("鉴定小组意见", "Appraisal opinion", required=Disposal.appraised)
    with d.Foot() as foot:
        approved_by = d.Sign(
            "核准", "Approved by", who=d.holder_of("disposal_approver"), required=Disposal.approved,
            differs="prepared_by", code="DISP_SAME_PERSON",
        )  # fmt: skip
        supervised_by = d.Sign(
            "监焚", "Burning supervised by", required=Disposal.executed, differs="approved_by", code="DISP_SAME_PERSON"
        )
        supervised_by_2 = d.Sign(
            "监焚(第二人)", "Second supervisor", differs="approved_by supervised_by", code="DISP_SAME_PERSON"
        )
        executed_by = d.Sign(
            "焚毁执行人", "Burning carried out by", required=Disposal.executed,
            differs="approved_by supervised_by supervised_by_2", code="DISP_SAME_PERSON",
        )  # fmt: skip


disposal.hang(Doomed)


@Disposal.execute.must(code="DISP_LOAN_OR_HOLD", at="items")
@Disposal.approve.must(code="DISP_LOAN_OR_HOLD", at="items")
@Doomed.archive_no.must(code="DISP_LOAN_OR_HOLD")
def stands_free(archive_no: d.Link, status: str, office: d.Office) -> d.Verdict:
    """Neither lent nor missing nor on hold: asked while the list is made, and again when it is burnt."""
    said = None if status in disposal.OVER else disposal.obstacle(archive_no, office)
    return said is None or {"archive_no": disposal.number_of(archive_no, office), "obstacle": said}


@Disposal.execute.must(code="DISP_CERT", at="items")
@Doomed.archive_no.must(code="DISP_CERT")
def out_of_custody(archive_no: d.Link, status: str, office: d.Office) -> d.Verdict:
    """A certificate goes back to its holder or is replaced; while it is in custody it is not burnt."""
    state = disposal.thing_of(archive_no, office).get("state") if archive_no.form == disposal.CERTIFICATE else None
    words = {"held": d.Label("在库", "held"), "lent": d.Label("借出", "lent")}
    said = words.get(str(state)) if status not in disposal.OVER else None
    return said is None or {"cert_no": disposal.number_of(archive_no, office), "safe_state": said}


@Disposal.execute.must(code="DISP_NOT_APPROVED")
def approved_for_the_day(status: str, planned_on: date | None, today: date) -> d.Verdict:
    due = planned_on is not None and planned_on <= today
    return (status == "approved" and due) or {"approver": DestructionList.approved_by, "planned_on": planned_on or "-"}


@Disposal.execute.needs
def both_or_all_three(office: d.Office) -> Sequence[str]:
    second = ("supervised_by_2",) if office.setting("second_supervisor") else ()
    return ("supervised_by", *second, "executed_by")


@d.listens("destruction_list.execute", "appraisal.carry_out")
def after_step(stepping: d.Stepping) -> Iterable[d.Change | d.Moved]:
    """What was burnt is destroyed, in its catalogue too; what an appraisal gives up comes on a list."""
    if stepping.form == "appraisal":
        yield from _proposed(stepping)
        return
    for line in stepping.new["items"]:
        thing = line["archive_no"]
        yield d.Moved(thing, "destroyed")
        if thing.form in CATALOGUES:
            yield d.Change(thing.form, {"_id": thing.id}, state="destroyed")


def _proposed(stepping: d.Stepping) -> Iterable[d.Change]:
    """The draft of a list for the things that an appraisal gives up, with those who appraised them."""
    new = stepping.new
    doomed = [line for line in new["items"] if line["opinion"] == "destroy"]
    if doomed:
        opinion = f"{new['record_no']}：{len(doomed)} 件经鉴定同意销毁。"
        yield d.Change("destruction_list", {
            "items": [{"archive_no": line["archive_no"], "reason": line["reason"]} for line in doomed],
            "appraisers": [{"person": line["person"]} for line in new["appraisers"]], "appraisal_opinion": opinion,
        })  # fmt: skip


Disposal.appraise.must(
    "鉴定人不足规定人数。", "Too few appraisers.", mend=("请补充鉴定人。", "Enter those who appraised.")
)(disposal.enough_appraisers)

register_forms = d.registering(DestructionList)


SAMPLES = (
    {
        "planned_on": 9, "items": [{"archive_no": "2012年来客登记簿", "reason": "保管期满，无继续保存价值"}],
        "appraisers": [{"person": 4}, {"person": 8}], "appraisal_opinion": "逐卷鉴定，所列档案保管期限已满，同意焚毁。",
        "steps": "appraise",
    },
)  # fmt: skip
