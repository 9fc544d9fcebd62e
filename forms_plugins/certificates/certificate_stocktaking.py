"""I6 权证盘点表: all certificates in the safe counted by two persons against the ledger (W2 step 5)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

import dangan as d

OCCASION = (
    ("monthly", "月度盘点", "Monthly"), ("change", "保管人变更", "Change of custodian"), ("surprise", "突击盘点", "Surprise"),
    ("audit", "审计检查", "Audit"),
)  # fmt: skip
LEADERS = f"{d.role('chairman')} {d.role('gm')} {d.role('deputy_gm')}"
BOTH = "counted_by witnessed_by taken_over_by"
DIFFERING, SETTLED = d.since("differing"), d.since("settled")


class Count(d.Flow):
    """Counted by two; what agrees is done, what differs is reported the same day and settled by a leader."""

    counting = d.State("盘点中", "Counting")
    agreed = d.State("帐实相符", "Agreed", locks="head lines")
    differing = d.State("有差异", "Differing")
    settled = d.State("差异已处理", "Settled", locks="*")

    agree = d.Step("帐实相符", "Close as agreeing", counting, agreed, sign=BOTH, ordered=False)
    differ = d.Step("有差异", "Close as differing", counting, differing, sign=BOTH, ordered=False)
    settle = d.Step("差异处理完毕", "Settle", differing, settled, sign="approved_by", asks="incident outcome")


class Counted(d.Row):
    """A certificate in the ledger, or one found that is not in it."""

    certificate = d.Ref("权证", "Certificate", "certificate_ledger")
    kind = d.Choice("权证种类", "Kind", "certificate_kind", required=True, value=d.copied("certificate.kind"))
    cert_no = d.Text("权证号", "Certificate number", required=True, value=d.copied("certificate.cert_no"))
    safe_no = d.Text("保险柜号/柜位号", "Safe position", sensitive=True, value=d.copied("certificate.safe_no"))
    book_qty = d.Int("帐面数量", "Book quantity", required=True, auto=True, at_least=0, value=d.computed())
    counted_qty = d.Int("实盘数量", "Counted quantity", required=d.since("agreed"), at_least=0)
    difference = d.Int("差异", "Difference", auto=True, value=d.computed())
    intact = d.YesNo("完好", "Intact", default=True)
    remarks = d.Text("备注", "Remarks", required=d.unless("intact"))


class CertificateStocktaking(
    d.Form, id="certificate_stocktaking", no="I6", zh="权证盘点表", en="Stock-taking of certificates", title="{taken_on}", prefix="PD",
    number="PD-{yyyy}-{seq:3}", unique=[d.Unique("record_no lines.kind lines.cert_no")], flow=Count, secrecy="secret",
    columns="record_no occasion taken_on custodian book_total counted_total counted_by witnessed_by status",
    ledgers=[d.Ledger(
        "权证盘点台帐", "record_no occasion taken_on custodian book_total counted_total counted_by witnessed_by status",
        en="Ledger of stock-takings",
    )],
    paper=d.Paper(landscape=True),
    practice="new_custodian lines.certificate lines.safe_no lines.difference lines.remarks counted_total",
):  # fmt: skip
    """One stock-taking; while it goes on no certificate moves."""

    with d.Head() as head:
        record_no = d.Text("编号", "Number", required=True, auto=True)
        occasion = d.Choice("盘点事由", "Occasion", OCCASION, required=True)
        taken_on = d.Date("盘点日期", "Date", required=True, past=True, default=d.TODAY)
        ledger_at = d.DateTime("帐面截止时间", "Ledger as of", required=True, auto=True, default=d.NOW)
        custodian = d.Person("权证管理人员", "Custodian", required=True, default=d.USER)
        new_custodian = d.Person(
            "接管人", "New custodian", required=d.when("occasion", "change"), relevant=d.when("occasion", "change"),
            differs="custodian",
        )  # fmt: skip
    lines = d.Rows(Counted, "", "Lines")
    with d.Section("盘点结果", "Result") as result:
        book_total = d.Int("帐面合计", "Book total", required=True, auto=True, value=d.total("lines.book_qty"))
        counted_total = d.Int("实盘合计", "Counted total", auto=True, value=d.total("lines.counted_qty"))
        difference_report = d.LongText("差异报告", "Difference report", required=DIFFERING)
        reported_to = d.Person("报告领导", "Reported to", required=DIFFERING)
        reported_at = d.DateTime("报告时间", "Reported at", required=DIFFERING)
        incident = d.Ref("事件登记", "Incident", "confidentiality_incident", required=SETTLED)
        outcome = d.LongText("处理结果", "Outcome", required=SETTLED)
    with d.Foot() as foot:
        counted_by = d.Sign("盘点人", "Counted by", required=d.since("agreed"))
        witnessed_by = d.Sign(
            "监盘人", "Witnessed by", required=d.since("agreed"), differs="counted_by", code="STOCK_SAME_PERSON"
        )
        taken_over_by = d.Sign(
            "接管人签字", "Taken over by", who="new_custodian", required=d.when("occasion", "change")
        )
        approved_by = d.Sign("核准人", "Approved by", who=LEADERS, required=SETTLED, differs="custodian")


@CertificateStocktaking.lines.fill
def held_by_the_ledger(occasion: str, office: d.Office) -> list[dict[str, Any]]:
    """Every certificate that the ledger has in the safe."""
    return [
        {
            "certificate": d.Link(kept["record_no"], kept["_id"], "certificate_ledger", kept["cert_no"]),
            **{name: kept[name] for name in ("kind", "cert_no", "safe_no")}, "book_qty": kept["quantity"], "intact": True,
        }
        for kept in office.each("certificate_ledger", state="held", status="filed")
    ]  # fmt: skip


@Counted.book_qty.calc
def in_the_ledger(certificate: d.Link | None, book_qty: int | None, office: d.Office) -> int:
    """As it stood when the count began; nothing for one that was found and is in no ledger."""
    if certificate is None:
        return 0
    return book_qty if book_qty is not None else (office.record(certificate) or {}).get("quantity") or 0


@Counted.difference.calc
def more_or_less(counted_qty: int, book_qty: int) -> int:
    return counted_qty - book_qty


@Counted.remarks.required
def where_something_is_wrong(difference: int | None, intact: bool) -> bool:
    return bool(difference) or not intact


@CertificateStocktaking.reported_at.should(
    "差异没有在盘点当天报告。", "The difference was not reported on the day of the count.",
    mend=("请在报告中说明原因。", "Give the reason in the report."),
)  # fmt: skip
def reported_the_same_day(reported_at: datetime, taken_on: date) -> bool:
    return reported_at.date() == taken_on


@Count.agree.needs
@Count.differ.needs
def signatures_of_the_occasion(occasion: str) -> Sequence[str]:
    return BOTH.split() if occasion == "change" else BOTH.split()[:2]


@Count.agree.must(code="STOCK_DIFFERENCE")
def nothing_differs(record_no: str, book_total: int, lines: Sequence[Counted]) -> d.Verdict:
    fine = all(not line.difference and line.intact is not False for line in lines if line.counted_qty is not None)
    return fine or {"book_qty": book_total, "counted_qty": sum(line.counted_qty or 0 for line in lines)}


@Count.differ.must("没有差异。", "Nothing differs.", mend=("请按“帐实相符”结束。", "Close it as agreeing."))
def something_differs(record_no: str, lines: Sequence[Counted]) -> bool:
    return any(line.difference or line.intact is False for line in lines)


@d.listens("certificate_ledger.hand_out", "certificate_ledger.put_back", "loan_slip.lend")
def before_step(stepping: d.Stepping) -> Iterable[d.Problem]:
    """While a count goes on no certificate moves."""
    things = [line["archive_no"] for line in stepping.new.get("items") or ()] or [stepping.itself]
    counts = stepping.env.office.find("certificate_stocktaking", status="counting")
    if counts and any(thing.form == "certificate_ledger" for thing in things):
        number = counts[0]["record_no"]
        yield d.Problem(
            "", "STOCK_COUNTING", "refuse", f"权证正在盘点（{number}），不能出入库。", f"Certificates are being counted ({number}); none may move.",
            "请等盘点结束后再办理。", "Wait until the count is closed.",
        )  # fmt: skip


for step in (Count.agree, Count.differ):
    step.wants("lines.counted_qty", code="STOCK_UNCOUNTED")

register_forms = d.registering(CertificateStocktaking)

SAMPLES = (
    {
        "occasion": "monthly", "taken_on": -4, "custodian": 1,
        "lines": [{"certificate": 3, "counted_qty": 1}, {"certificate": 4, "counted_qty": 1}], "steps": "agree",
    },
)  # fmt: skip
