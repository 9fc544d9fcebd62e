"""I4 档案鉴定意见: what has expired is looked at piece by piece: kept longer, destroyed or transferred (W5 step 3)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

import dangan as d
from forms_plugins.archives import disposal
from forms_plugins.shared.retention import expiry, years

OPINION = (("keep", "续存", "Keep longer"), ("destroy", "销毁", "Destroy"), ("transfer", "移交", "Transfer"))
PART_IN = {"leader": "组长", "member": "成员"}
TRIGGERS = {"file_catalogue": "date_to", "item_catalogue": "filed_on", "archive_ledger": "filed_on"}
OPEN = ("draft", "appraised", "approved")
KEEP = d.when("opinion", "keep")


class Judging(d.Flow):
    """Opinions, signed by all who appraised; approved; carried out."""

    draft = d.State("草稿", "Draft")
    appraised = d.State("已鉴定", "Appraised", locks="head items appraisers")
    approved = d.State("已核准", "Approved", locks="*", late="carried_out_on")
    carried_out = d.State("已执行", "Carried out", locks="*")

    appraise = d.Step(
        "鉴定签字", "Sign as appraised", draft, appraised, sign="appraisers.signature", ordered=False, asks="appraised_on",
    )  # fmt: skip
    approve = d.Step("核准", "Approve", appraised, approved, sign="approved_by")
    send_back = d.Step("退回", "Send back", appraised, draft, by=d.holder_of("disposal_approver"), reason=True)
    carry_out = d.Step("执行", "Carry out", approved, carried_out, by=d.role("archivist"))


class Appraised(d.Row):
    """One thing and what is thought of it."""

    seq = d.Serial("序号", "No.", required=True, auto=True)
    archive_no = d.Ref("档号", "Archive number", *TRIGGERS, required=True)
    title = d.Text("题名", "Title", required=True, auto=True, value=d.copied("archive_no.title|project"))
    item_retention = d.Choice(
        "原保管期限", "Retention so far", "retention_period", required=True, auto=True, other=True,
        value=d.copied("archive_no.retention"),
    )  # fmt: skip
    expired_on = d.Date("到期日", "Expired on", required=True, auto=True, value=d.computed())
    opinion = d.Choice("鉴定意见", "Opinion", OPINION, required=d.since("appraised"))
    new_retention = d.Choice(
        "新保管期限", "New retention", "retention_period", required=KEEP, relevant=KEEP, other=True
    )
    new_until = d.Date(
        "新到期日", "New expiry", required=d.when("new_retention"), auto=True, relevant=KEEP, value=d.computed()
    )
    reason = d.Text("理由", "Reason", required=d.since("appraised"))


class Appraiser(d.Row):
    """One of the group."""

    person = d.Person("鉴定人", "Appraiser", required=True)
    part_in = d.Choice("分工", "Part", PART_IN, required=True, default="member")
    dissent = d.Text("不同意见", "Dissent")
    signature = d.Sign("签字", "Signature", who="person", required=d.since("appraised"))


class Appraisal(
    d.Form, id="appraisal", no="I4", zh="档案鉴定意见", en="Appraisal of records", title="{year}", prefix="JDY", number="JDY-{yyyy}-{seq:3}",
    unique=["record_no items.archive_no", "record_no appraisers.person"], flow=Judging, retention="permanent",
    columns="record_no year appraised_on scope destruction carried_out_on status",
    ledgers=[d.Ledger("档案鉴定台帐", en="Ledger of appraisals")], paper=d.Paper(landscape=True),
    practice="scope appraisers.dissent outcome",
):  # fmt: skip
    """The appraisal of a year, kept for ever."""

    with d.Head() as head:
        record_no = d.Text("编号", "Number", required=True, auto=True)
        year = d.Year("鉴定年度", "Year", required=True)
        appraised_on = d.Date("鉴定日期", "Appraised on", required=d.since("appraised"), past=True)
        scope = d.LongText("鉴定范围", "Scope")
    items = d.Rows(Appraised, "", "Items appraised", min=1)
    appraisers = d.Rows(Appraiser, "鉴定人", "Appraisers", min=2)
    with d.Section("处理", "Outcome") as outcome:
        destruction = d.Ref(
            "焚毁清单", "Destruction list", "destruction_list", required=d.since("carried_out"), auto=True, value=d.live(),
        )  # fmt: skip
        carried_out_on = d.Date(
            "执行日期", "Carried out on", required=d.since("carried_out"), auto=True, value=d.computed()
        )
        remarks = d.LongText("备注", "Remarks")
    with d.Foot() as foot:
        prepared_by = d.Person("编制人", "Prepared by", required=True, default=d.USER)
        prepared_on = d.Date("编制日期", "Prepared on", required=True, default=d.TODAY)
        approved_by = d.Sign(
            "核准人", "Approved by", who=d.holder_of("disposal_approver"), required=d.since("approved"), differs="prepared_by appraisers.person"
        )  # fmt: skip


disposal.hang(Appraised)


@Appraisal.items.fill
def expired_by_new_year(year: int, office: d.Office) -> list[dict[str, Any]]:
    """Everything that has expired on 1 January of the year and is on no appraisal yet."""
    things = (link for form in TRIGGERS for link in _expired(form, year, office))
    return [{"archive_no": link} for link in things if not any(_appraisals(link, office))]


def _expired(form: str, year: int, office: d.Office) -> Iterator[d.Link]:
    for option in office.options("retention_period"):
        kept = years(option.code)
        if kept is not None and kept < year:
            last = {TRIGGERS[form]: slice(None, date(year - 1 - kept, 12, 31))}
            for thing in office.each(form, status="filed", retention=option.code, **last):
                yield d.Link(thing["record_no"], thing["_id"], form, thing.get("_title") or "")


def _appraisals(thing: d.Link, office: d.Office) -> list[str]:
    """The numbers of the appraisals of a thing that are still open."""
    return [one["record_no"] for one in office.find("appraisal.items", archive_no=thing) if one["status"] in OPEN]


@Appraised.archive_no.must(
    "另有一份鉴定意见还没有执行完毕。", "Another appraisal of it is still open.", mend=("请从清单中删去该行。", "Take the line off the list."),
)  # fmt: skip
def on_no_other_list(archive_no: d.Link, record_no: str | None, status: str, office: d.Office) -> bool:
    return status != "draft" or all(number == record_no for number in _appraisals(archive_no, office))


@Appraised.opinion.must(code="DISP_LOAN_OR_HOLD")
def only_kept_while_away(opinion: str, archive_no: d.Link, status: str, office: d.Office) -> d.Verdict:
    said = disposal.obstacle(archive_no, office) if opinion != "keep" and status in OPEN else None
    return said is None or {"archive_no": disposal.number_of(archive_no, office), "obstacle": said}


@Appraised.new_until.calc
def from_the_same_trigger(archive_no: d.Link, new_retention: str, office: d.Office) -> date | None:
    return expiry({**disposal.thing_of(archive_no, office), "retention": new_retention})


@Appraised.new_retention.must(code="APPR_NOT_LONGER")
def longer_than_before(new_until: date, expired_on: date, archive_no: d.Link, office: d.Office) -> d.Verdict:
    return new_until > expired_on or {"archive_no": disposal.number_of(archive_no, office)}


@Appraisal.appraisers.must(
    "鉴定组须有一名组长，也只能有一名。", "The group needs one leader, and only one.", mend=("请更正分工。", "Correct the parts."),
)  # fmt: skip
def one_leader(appraisers: Sequence[Appraiser]) -> bool:
    return not appraisers or sum(line.part_in == "leader" for line in appraisers) == 1


@Appraisal.destruction.calc
def list_that_came_of_it(items: Sequence[Appraised], status: str, office: d.Office) -> d.Link | None:
    doomed = [line.archive_no for line in items if line.opinion == "destroy" and line.archive_no]
    lists = office.find("destruction_list.items", archive_no=doomed[0]) if doomed and status == "carried_out" else ()
    return d.Link(lists[0]["record_no"], lists[0]["_id"], "destruction_list") if lists else None


@Appraisal.carried_out_on.calc
def day_of_it(carried_out_on: date | None, status: str, today: date) -> date | None:
    return carried_out_on or (today if status == "carried_out" else None)


@d.listens("appraisal.carry_out")
def after_step(stepping: d.Stepping) -> Iterable[d.Change]:
    """What is kept longer has its new period; lists of the others are made by the forms that receive them."""
    for line in stepping.new["items"]:
        if line["opinion"] == "keep":
            thing = line["archive_no"]
            yield d.Change(thing.form, {"_id": thing.id, "retention": line["new_retention"]})


Judging.appraise.wants("items.opinion items.reason", code="APPR_NOT_ALL")

Judging.appraise.must(code="APPR_FEW")(disposal.enough_appraisers)

register_forms = d.registering(Appraisal)

SAMPLES = (
    {
        "year": 0, "scope": "2012年形成、定期保管的办公室案卷",
        "appraisers": [{"person": 4, "part_in": "leader"}, {"person": 8, "part_in": "member"}], "remarks": "逐卷翻阅核对。",
    },
)  # fmt: skip
