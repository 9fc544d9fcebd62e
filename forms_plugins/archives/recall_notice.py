"""B10 阅档催还单 and B11 its stub: the letter that calls overdue loans back (W4)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

import dangan as d
from forms_plugins.archives.whereabouts import SLIPS, due_of, out_with, overdue

THINGS = ("file_catalogue", "item_catalogue", "classified_register", "archive_ledger", "certificate_ledger")
OUTCOME = (
    ("returned", "已归还", "Returned"), ("renewed", "已续借", "Renewed"), ("repeated", "再次催还", "Recalled again"),
    ("lost", "丢失", "Lost"),
)  # fmt: skip


class Recall(d.Flow):
    """W4: written, sent, answered by the return, or repeated."""

    draft = d.State("草稿", "Draft")
    sent = d.State("已发出", "Sent", locks="*")
    answered = d.State("已归还", "Answered", locks="*")
    repeated = d.State("已再催", "Repeated", side=True, locks="*")

    send = d.Step("发出", "Send", draft, sent, by=d.role("archivist"))
    repeat = d.Step("再催", "Recall again", sent, repeated, by=d.role("archivist"))


class Recalled(d.Row):
    """One thing called back; the program takes all of it from the slip."""

    loan = d.Ref("借阅单号", "Loan slip", *SLIPS, required=True, printed=False)
    archive_no = d.Ref("档号", "Archive number", *THINGS, required=True, auto=True)
    doc_no = d.Text("文号", "Document number", auto=True, printed=False)
    title = d.Text("名称", "Name", required=True, auto=True)
    quantity = d.Text("数量", "Quantity", required=True, auto=True)
    bundles = d.Int("数量(宗)", "Bundles", auto=True, at_least=0, printed=False)
    volumes = d.Int("数量(册)", "Volumes", auto=True, at_least=0, printed=False)
    lent_on = d.Date("借出日期", "Lent on", required=True, auto=True)
    term = d.Int("借期", "Loan term", unit="天", required=True, auto=True, printed=False)
    due_on = d.Date("原定还期", "Due date", required=True, auto=True)
    returned_on = d.Date("归还日期", "Returned on", auto=True, value=d.kept(), printed=False)
    outcome = d.Choice("处理结果", "Outcome", OUTCOME, value=d.kept(), printed=False)


class StubLine(d.Row):
    """A line of the stub."""

    archive_no = d.Ref("档号", "Archive number", *THINGS, required=True, auto=True)
    doc_no = d.Text("文号", "Document number", auto=True)
    title = d.Text("名称", "Name", required=True, auto=True)
    term = d.Int("借期", "Loan term", unit="天", required=True, auto=True)
    due_on = d.Date("原定还期", "Due date", required=True, auto=True)
    bundles = d.Int("数量(宗)", "Bundles", auto=True, at_least=0, under=("数量", "Quantity"))
    volumes = d.Int("数量(册)", "Volumes", auto=True, at_least=0, under=("数量", "Quantity"))
    issued_on = d.Date("催单发出日期", "Recall sent on", required=True, auto=True)
    returned_on = d.Date("归还日期", "Returned on", auto=True)
    outcome = d.Choice("处理结果", "Outcome", OUTCOME)
    overdue_days = d.Int("逾期天数", "Days overdue", auto=True, printed=False, value=d.overdue("due_on", "returned_on"))


class RecallStub(
    d.Copy, of="recall_notice", id="recall_stub", no="B11", zh="阅档催还单存根", en="Recall stub", title="{borrower}",
    refuses="RECALL_STUB", columns="record_no borrower", ledgers=[d.Ledger(
        "催还登记",
        "record_no borrower items.archive_no items.doc_no items.title items.term items.due_on items.bundles items.volumes "
        "items.issued_on items.returned_on items.outcome items.overdue_days",
        en="Register of recalls", per="items",
    )],
):  # fmt: skip
    """The stub: made with the letter, never apart from it."""

    with d.Head() as head:
        record_no = d.Text("编号", "Number", required=True, auto=True)
        borrower = d.Person("借阅人", "Borrower", auto=True)
    items = d.Rows(StubLine, "", "Items", min=1, blank=6)


class RecallNotice(
    d.Form, id="recall_notice", no="B10", zh="阅档催还单", en="Recall notice", title="{borrower}", prefix="CH", flow=Recall,
    columns="record_no borrower return_by times issued_on status",
    paper=d.Paper(letter=d.Letter("recall_letter", to="borrower", by="return_by"), stub=RecallStub),
):  # fmt: skip
    """The letter to one borrower: his things of one day go in one letter."""

    with d.Head() as head:
        record_no = d.Text("编号", "Number", required=True, auto=True)
        borrower = d.Person("收件人", "Addressee", required=True)
    items = d.Rows(Recalled, "下列档案", "Archives listed", min=1, blank=6)
    with d.Section("", "Letter") as letter:
        return_by = d.Date(
            "请于×月×日前送还", "Return before", required=True, also=("送还期限",),
            default=d.days("recall_return_days", 3, after="issued_on"), after="issued_on", code="RECALL_DATE",
        )  # fmt: skip
        times = d.Int(
            "催还次数", "Recall no.", required=True, auto=True, at_least=1, value=d.computed(), fixed=d.since("sent")
        )
    with d.Foot() as foot:
        issuer = d.Text("档案室", "Archive room", required=True, default="档案室")
        issued_on = d.Date("催单发出日期", "Issued on", required=True, default=d.TODAY)


@RecallNotice.items.fill
def overdue_things(borrower: d.Link, today: date, office: d.Office) -> list[dict[str, Any]]:
    """Every open line of his overdue slips."""
    lines = []
    for form in SLIPS:
        for slip in (s for s in out_with(borrower, form, office) if overdue(s, today)):
            loan = d.Link(slip["record_no"], slip["_id"], form)
            lines += [
                _line(loan, slip, line)
                for line in slip["items"]
                if not (line.get("returned_on") or line.get("strike_reason"))
            ]
    return lines


def _line(loan: d.Link, slip: dict[str, Any], line: dict[str, Any]) -> dict[str, Any]:
    bundles, volumes = line.get("bundles"), line.get("volumes")
    said = "".join(f"{n}{unit}" for n, unit in ((bundles, "宗"), (volumes, "册"), (line.get("copies"), "份")) if n)
    return {
        "loan": loan, "archive_no": line["archive_no"], "doc_no": line.get("doc_no"), "title": line["title"], "quantity": said,
        "bundles": bundles, "volumes": volumes, "lent_on": slip["lent_on"],
        "term": (slip["due_on"] - slip["lent_on"]).days, "due_on": slip["due_on"],
    }  # fmt: skip


@RecallNotice.times.calc
def nth_recall(items: Sequence[Recalled], record_no: str | None, office: d.Office) -> int:
    """One more than the letters sent before for the loan recalled most often; settled when it is sent."""
    sent = [len(_sent(line.loan, record_no, office)) for line in items if line.loan]
    return 1 + max(sent, default=0)


def _sent(loan: d.Link, record_no: str | None, office: d.Office) -> list[dict[str, Any]]:
    """The letters sent for a loan, besides the one in hand."""
    letters = office.find("recall_notice.items", loan=loan)
    return [dict(n) for n in letters if n["record_no"] != record_no and n["status"] != "draft"]


def _same(one: d.Link | None, other: d.Link) -> bool:
    return one is not None and (one.form, one.id) == (other.form, other.id)


@Recalled.due_on.must(code="RECALL_NOT_DUE")
def is_overdue(
    loan: d.Link, archive_no: d.Link, due_on: date, issued_on: date, status: str, office: d.Office
) -> d.Verdict:
    slip = office.record(loan)
    if slip is None or status != "draft" or overdue(dict(slip), issued_on):
        return True
    return {"record_no": loan.text, "archive_no": archive_no.text, "due_on": due_of(dict(slip)) or due_on}


@Recall.send.must(code="RECALL_REPEAT", at="items")
def once_a_day(loan: d.Link, archive_no: d.Link, record_no: str, issued_on: date, office: d.Office) -> d.Verdict:
    same = [letter for letter in _sent(loan, record_no, office) if letter["issued_on"] == issued_on]
    gap = timedelta(days=office.setting("recall_repeat_days") or 7)
    return not same or {"archive_no": archive_no.text, "record_no": same[0]["record_no"], "next_on": issued_on + gap}


@d.listens("retrieval_slip.take_back", "retrieval_slip.renew", "loan_slip.take_back", "loan_slip.renew")
def after_step(stepping: d.Stepping) -> Iterable[d.Change]:
    """Letters that call for the slip get the return or the renewal; all lines settled, the letter is answered."""
    office = stepping.env.office
    for letter in _sent(stepping.itself, None, office):
        if letter["status"] == "answered":
            continue
        lines = [_answered(line, stepping) for line in letter["items"]]
        state = "answered" if all(line["outcome"] for line in lines) else ""
        if lines != letter["items"]:
            yield d.Change("recall_notice", {"_id": letter["_id"], "items": lines}, state=state)


def _answered(line: dict[str, Any], stepping: d.Stepping) -> dict[str, Any]:
    if not _same(line["loan"], stepping.itself):
        return line
    if stepping.step == "renew":
        return {**line, "outcome": "renewed"}
    back = next((x for x in stepping.new["items"] if _same(x["archive_no"], line["archive_no"])), None)
    if back is None or not back.get("returned_on") or back.get("return_check") not in ("intact", "lost"):
        return line
    outcome = "returned" if back["return_check"] == "intact" else "lost"
    return {**line, "outcome": outcome, "returned_on": back["returned_on"]}


register_forms = d.registering(RecallNotice, RecallStub)


SAMPLES = {"recall_notice": ({"borrower": 12, "issued_on": -2, "return_by": 3, "steps": "send"},)}
