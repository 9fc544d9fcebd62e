"""C7 权证档案台帐: each certificate in custody, how it leaves the safe and comes back, its stock-takings (W2)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import dangan as d

OUT_REASON = {"settled": "结清退还", "replace": "换证", "amend": "变更登记", "litigation": "诉讼", "loan": "借用"}
STATE = (
    ("held", "在库", "Held"), ("lent", "借出", "Lent"), ("released", "退还客户", "Released to the customer"),
    ("replaced", "换证", "Replaced"), ("lost", "遗失", "Lost"),
)  # fmt: skip
CUSTODY = ("held", "lent")
OUT = ("lent", "released", "replaced")
LEADERS = f"{d.role('chairman')} {d.role('gm')} {d.role('deputy_gm')}"
CUSTODIAN = d.role("cert_custodian")
GOES_OUT = {"settled": "released", "replace": "replaced"}  # by the reason; lent for any other
PLACE = {"held": "in_stock", "lent": "on_loan", "lost": "missing"}  # a state as a holding where it is called otherwise
LEFT = ("out_date", "out_reason", "collected_by", "collector_id", "signed_on", "approver")


class Keeping(d.Flow):
    """In custody once its position is entered; taken out with a leader's approval, taken back, reported lost."""

    draft = d.State("草稿", "Draft")
    submitted = d.State("已提交", "Submitted")
    approved = d.State("已核准", "Approved")
    filed = d.State("已归档", "Filed", locks="kind name cert_no quantity customer transfer in_date state")

    file = d.Step("入库", "Put into the safe", (draft, submitted, approved), filed, by=CUSTODIAN, asks="safe_no")
    approve = d.Step("批准出库", "Approve taking out", filed, sign="approver", asks="out_reason out_date collected_by")
    hand_out = d.Step("出库", "Hand out", filed, by=CUSTODIAN, asks="collector_id signed_on")
    put_back = d.Step("收回入库", "Put back", filed, by=CUSTODIAN)
    lose = d.Step("报失", "Report lost", filed, by=CUSTODIAN, reason=True)


class Stocktake(d.Row):
    """What a stock-taking found of this certificate."""

    taken_on = d.Date("盘点日期", "Date", required=True, past=True)
    counted_by = d.Sign("盘点人", "Counted by", required=True)
    witnessed_by = d.Sign("监盘人", "Witnessed by", required=True, differs="counted_by", code="STOCK_SAME_PERSON")
    book_qty = d.Int("帐面数量", "Book quantity", required=True, auto=True, at_least=0)
    counted_qty = d.Int("实盘数量", "Counted quantity", required=True, at_least=0)
    difference = d.Text("差异说明", "Difference", required=d.when("counted_qty"))


class CertificateLedger(
    d.Register, id="certificate_ledger", no="C7", zh="权证档案台帐", en="Certificate ledger", title="{cert_no}", prefix="QT",
    unique=[d.Unique("kind cert_no", only=d.when("state", *CUSTODY))], secrecy="secret", flow=Keeping,
    columns="kind name cert_no quantity right_holder customer contract_no in_date state status",
    ledgers=[d.Ledger("权证台帐", en="Ledger of certificates"), d.Ledger("盘点表", en="Stock-taking", per="stocktakes")],
    paper=d.Paper(sheets=[d.Sheet(
        "权证出库单", "Release slip",
        "kind name cert_no quantity right_holder customer contract_no out_date out_reason approver collected_by signed_on",
    )]),
    practice="right_holder contract_no remarks stocktakes.difference",
):  # fmt: skip
    """One certificate."""

    with d.Section("", "Certificate") as certificate:
        kind = d.Choice("权证种类", "Certificate kind", "certificate_kind", required=True)
        name = d.Text("权证名称", "Certificate name", required=True)
        cert_no = d.Text("权证号", "Certificate number", required=True)
        quantity = d.Int("数量", "Quantity", required=True, default=1, at_least=1)
        right_holder = d.Text("权利人", "Right holder")
        customer = d.Ref("客户/项目", "Customer or project", "customer", required=True)
        contract_no = d.Text("合同编号", "Contract number")
        transfer = d.Ref("移交清单号", "Transfer list", "certificate_transfer", required=True)
        in_date = d.Date("入库日期", "Date in", required=True, past=True, default=d.TODAY)
        safe_no = d.Text("保险柜号/柜位号", "Safe position", required=True, sensitive=True, write="cert_custodian")
        state = d.Choice("权证状态", "State of the certificate", STATE, required=True, default="held")
        out_date = d.Date("出库日期", "Date out", required=d.unless("state", "held"), past=True, from_="in_date")
        out_reason = d.Choice("出库原因", "Reason out", OUT_REASON, required=d.when("state", *OUT))
        approver = d.Sign("批准人", "Approved by", who=LEADERS, required=d.unless("state", "held"))
        collected_by = d.Text("领取人", "Collected by", required=d.when("state", *OUT))
        collector_id = d.Text(
            "领取人证件号", "Collector's identity no.", required=d.when("state", "released"), sensitive=True
        )
        signed_on = d.Date(
            "签收日期", "Signed for on", required=d.when("state", "released", "replaced"), past=True, from_="out_date"
        )
        remarks = d.LongText("备注", "Remarks")
    stocktakes = d.Rows(Stocktake, "盘点表", "Stocktakes", append_only=True)


@Stocktake.difference.required
def where_they_differ(book_qty: int, counted_qty: int) -> bool:
    return book_qty != counted_qty


@CertificateLedger.safe_no.must(code="CERT_NOT_CUSTODIAN")
def by_the_custodian(safe_no: str, cert_no: str, itself: d.Link | None, user: d.Link, office: d.Office) -> d.Verdict:
    """Whoever else saves the record leaves a position that was entered as it is."""
    before = (office.record(itself) or {}).get("safe_no") if itself else None
    may = before in (None, safe_no) or CUSTODIAN in office.acts_as(user)
    return may or {"custodian": d.Label("权证管理人员", "the certificate custodian")}


@Keeping.file.must(code="CERT_UNSIGNED")
def handed_over_by_all_three(transfer: d.Link, office: d.Office) -> d.Verdict:
    listed = office.record(transfer) or {}
    roles = {"sign_a": d.Label("A角", "manager A"), "sign_b": d.Label("B角", "manager B"),
             "sign_archivist": d.Label("权证管理人员", "the custodian")}  # fmt: skip
    lacking = [said for name, said in roles.items() if not listed.get(name)]
    return listed.get("status") == "filed" or {"record_no": transfer.text, "roles": lacking}


@Keeping.approve.must(code="CERT_UNSETTLED")
def settled(
    out_reason: str, cert_no: str, customer: d.Link, contract_no: str | None, itself: d.Link, office: d.Office
) -> d.Verdict:
    """An unfinished loan holds the certificate, or the file of its contract (W5)."""
    files = office.find("archive_ledger", contract_no=contract_no) if contract_no else ()
    links = [itself, *(d.Link(file["record_no"], file["_id"], "archive_ledger") for file in files)]
    held = out_reason == "settled" and any(office.holds(link) for link in links)
    return not held or {"customer": customer.title or customer.text, "contract_no": contract_no or "-"}


def _in(*states: str) -> Any:
    def stands(state: str, cert_no: str) -> bool:
        return state in states

    return stands


_FROM = {"approve": ("held",), "hand_out": ("held",), "put_back": ("lent",), "lose": CUSTODY}
for _step, _states in _FROM.items():
    Keeping.steps[_step].must(
        "权证目前的状态不能办理这一步。", "The certificate is not in a state for this step.",
        mend=("请核对权证状态。", "Check the state of the certificate."),
    )(_in(*_states))  # fmt: skip


@d.listens("certificate_transfer.take_over", "certificate_ledger.*", "loan_slip.*", "certificate_stocktaking.*")
def after_step(stepping: d.Stepping) -> Iterable[d.Change | d.Moved]:
    """A signed transfer list enters its certificates; steps move them; a stock-taking is written into each."""
    new, form = stepping.new, stepping.form
    if form == "certificate_transfer":
        yield from (_entered(line, stepping) for line in new["items"] if not line["struck_out"])
    elif form == "certificate_ledger":
        yield from _moved(stepping)
    elif form == "loan_slip":
        yield from _lent(stepping)
    elif stepping.step in ("agree", "settle"):
        yield from (_counted(line, stepping) for line in new["lines"] if line["certificate"])


def _entered(line: dict[str, Any], stepping: d.Stepping) -> d.Change:
    new, office = stepping.new, stepping.env.office
    files = office.find("archive_ledger", archive_no=new["archive_no"]) if new["archive_no"] else ()
    same = {name: line[name] for name in ("kind", "name", "cert_no", "quantity", "right_holder")}
    contract = files[0].get("contract_no") if files else None
    return d.Change("certificate_ledger", {
        **same, "customer": new["customer"], "contract_no": contract, "transfer": stepping.itself, "in_date": new["transferred_on"],
    })  # fmt: skip


def _moved(stepping: d.Stepping) -> Iterable[d.Change | d.Moved]:
    """Where the steps of this ledger leave a certificate."""
    new = stepping.new
    said: dict[str, Any] = {"state": "held" if stepping.step == "put_back" else new["state"]}
    match stepping.step:
        case "approve":
            return
        case "hand_out":
            said = {"state": GOES_OUT.get(new["out_reason"], "lent")}
        case "lose":
            said = {"state": "lost", "out_date": new["out_date"] or stepping.env.today}
        case "put_back":
            said |= dict.fromkeys(LEFT)
    if stepping.step != "file":
        yield d.Change("certificate_ledger", {"_id": new["_id"], **said})
    yield d.Moved(stepping.itself, PLACE.get(said["state"], said["state"]))


def _lent(stepping: d.Stepping) -> Iterable[d.Change]:
    """A loan slip takes it out and brings it back; where it is writes the slip itself."""
    new = stepping.new
    back: dict[str, d.Values] = {"intact": {"state": "held", **dict.fromkeys(LEFT)}, "lost": {"state": "lost"}}
    for n, line in enumerate(new["items"]):
        thing = line["archive_no"]
        if thing.form != "certificate_ledger":
            continue
        if stepping.step == "lend":
            out: d.Values = {
                "out_date": new["lent_on"],
                "out_reason": "loan",
                "collected_by": new["borrower"].text,
                "approver": None,
            }
            yield d.Change("certificate_ledger", {"_id": thing.id, "state": "lent", **out})
        elif stepping.step == "take_back" and n in stepping.lines and line["return_check"] in back:
            yield d.Change("certificate_ledger", {"_id": thing.id, **back[line["return_check"]]})


def _counted(line: dict[str, Any], stepping: d.Stepping) -> d.Change:
    new, thing = stepping.new, line["certificate"]
    before = (stepping.env.office.record(thing) or {}).get("stocktakes") or []
    both = {name: new[name] for name in ("taken_on", "counted_by", "witnessed_by")}
    counts = {"book_qty": line["book_qty"], "counted_qty": line["counted_qty"], "difference": line["remarks"]}
    return d.Change("certificate_ledger", {"_id": thing.id, "stocktakes": [*before, {**both, **counts}]})


Keeping.hand_out.wants(
    "approver", code="CERT_NO_APPROVAL",
    approvers=d.Label("董事长、总经理或主管副总经理", "the chairman, the general manager or a deputy"),
)  # fmt: skip

register_forms = d.registering(CertificateLedger)

SAMPLES = (
    {
        "kind": "property_guarantor", "name": "不动产权证书", "cert_no": "湘(2021)岳阳市不动产权第0045871号", "right_holder": "陈国华", "customer": 1,
        "contract_no": "XDHT-2025-031", "transfer": 1, "in_date": -40, "safe_no": "2号柜3层05",
        "steps": "file",
    },
    {
        "kind": "other", "name": "机动车登记证书", "cert_no": "430006128842", "customer": 2, "transfer": 1, "in_date": -40,
        "safe_no": "2号柜1层02", "steps": "file",
    },
)  # fmt: skip
