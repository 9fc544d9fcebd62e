"""C5 档案台帐: the project files that the archivist keeps, where each is and what moved it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import dangan as d
from forms_plugins.archives import whereabouts
from forms_plugins.projects.options import BUSINESS

HOLDING = {"in_stock": "在库", "out": "借出", "overdue": "逾期", "missing": "缺失", "destroyed": "已焚毁"}
EVENT = {"deposited": "入库", "lent": "借出", "returned": "归还", "transferred": "移交", "destroyed": "销毁"}
SHOWN = {"": "in_stock", "on_loan": "out", "transferred": None}  # of where a thing is, what is called otherwise here
DONE = {"file": "deposited", "lend": "lent", "take_back": "returned", "conclude": "transferred", "execute": "destroyed"}


class Keeping(d.Flow):
    """Filed once place and period are entered; the archivist says when a file is missing and when it is found."""

    draft = d.State("草稿", "Draft")
    submitted = d.State("已提交", "Submitted")
    approved = d.State("已核准", "Approved")
    filed = d.State("已归档", "Filed", locks="archive_no customer project filed_on volumes pages")

    file = d.Step("归档", "File", (draft, submitted, approved), filed, by=d.role("archivist"))
    miss = d.Step("登记缺失", "Report missing", filed, by=d.role("archivist"), reason=True)
    find = d.Step("登记找回", "Report found", filed, by=d.role("archivist"), reason=True)


class Movement(d.Row):
    """What happened to the file, entered by the program."""

    moved_on = d.Date("日期", "Date", required=True, auto=True)
    event = d.Choice("事项", "Event", EVENT, required=True, auto=True)
    handler = d.Person("经手人", "Handled by", required=True, auto=True)
    slip_no = d.Text("单号", "Slip number", auto=True)
    remarks = d.Text("备注", "Remarks")


class ArchiveLedger(
    d.Register, id="archive_ledger", no="C5", zh="档案台帐", en="Archive ledger", title="{project}", prefix="DA", key="archive_no",
    flow=Keeping, ledgers=[d.Ledger("档案台帐", en="Ledger of files")], paper=d.Paper(landscape=True),
    columns="archive_no project customer contract_no manager_a manager_b filed_on location holding status",
    practice="business_type amount disbursed_on matures_on movements",
):  # fmt: skip
    """One file."""

    with d.Section("", "File") as file:
        archive_no = d.Text("档案号", "File number", required=True)
        customer = d.Ref("客户名称", "Customer", "customer", required=True)
        project = d.Text("项目名称", "Project", required=True)
        contract_no = d.Text("合同编号", "Contract number")
        business_type = d.Choice("业务类型", "Business type", BUSINESS)
        amount = d.Money("金额", "Amount", unit="元", at_least=0)
        disbursed_on = d.Date("放款日期", "Disbursed on")
        matures_on = d.Date("到期日期", "Matures on", from_="disbursed_on")
        manager_a = d.Person("A角", "Manager A", required=True)
        manager_b = d.Person("B角", "Manager B", required=True, differs="manager_a", code="FILE_SAME_MANAGER")
        filed_on = d.Date("归档日期", "Filed on", required=True, past=True, default=d.TODAY)
        volumes = d.Int("册数", "Volumes", required=True, at_least=1)
        pages = d.Int("页数", "Pages", required=True, at_least=1)
        location = d.Ref("存放位置", "Location", "storage_location", required=True)
        retention = d.Choice("保管期限", "Retention period", "retention_period", required=True, other=True)
        holding = d.Choice("在库状态", "Holding", HOLDING, required=True, auto=True, default="in_stock", value=d.live())
    movements = d.Rows(Movement, "变动", "Movements", append_only=True)


@ArchiveLedger.holding.calc
def where_it_is(itself: d.Link | None, today: date, office: d.Office) -> str | None:
    """What the steps have left; lent beyond the day of its slip it is overdue."""
    holding = office.holding(itself) if itself else ""
    out = [
        slip
        for form in whereabouts.SLIPS
        if holding == "on_loan"
        for slip in office.find(f"{form}.items", archive_no=itself)
    ]
    if any(whereabouts.overdue(dict(slip), today) for slip in out):
        return "overdue"
    return SHOWN.get(holding, holding)


@d.listens(
    "archive_ledger.*", "accession_register.receive", "loan_slip.*", "destruction_list.execute",
    "handover_list.conclude",
)  # fmt: skip
def after_step(stepping: d.Stepping) -> Iterable[d.Change | d.Moved]:
    """An entry of the register opens a file; what is done with a file is written into its movements."""
    office, new = stepping.env.office, stepping.new
    if stepping.form == "archive_ledger":
        yield d.Moved(stepping.itself, "missing" if stepping.step == "miss" else "in_stock")
        lists = office.find("volume_contents", archive_no=new["archive_no"]) if stepping.step == "file" else ()
        yield from _moved(stepping, stepping.itself, lists[0]["record_no"] if lists else None)
    elif stepping.step == "receive":
        yield from _opened(new, office)
    else:
        lines = [new["items"][n] for n in stepping.lines] if stepping.lines else new["items"]
        for line in lines:
            if stepping.step != "take_back" or line["return_check"] == "intact":
                yield from _moved(stepping, line["archive_no"], new["record_no"])


def _moved(stepping: d.Stepping, thing: d.Link, slip: str | None) -> Iterable[d.Change]:
    """One movement more in a file of this ledger."""
    event = DONE.get(stepping.step)
    if event and isinstance(thing, d.Link) and thing.form == "archive_ledger":
        before = (stepping.env.office.record(thing) or {}).get("movements") or []
        more = {"moved_on": stepping.env.today, "event": event, "handler": stepping.env.user, "slip_no": slip}
        yield d.Change("archive_ledger", {"_id": thing.id, "movements": [*before, more]})


def _opened(entry: dict[str, Any], office: d.Office) -> Iterable[d.Change]:
    """The file of an entry, what its contents list says of it put in; place and period are the archivist's."""
    if not office.count("archive_ledger", archive_no=entry["archive_no"]):
        volume = office.record(entry["volume"]) if entry["volume"] else None
        same = ("customer", "project", "contract_no", "business_type", "manager_a", "manager_b")
        yield d.Change("archive_ledger", {
            "project": entry["title"], **{name: volume[name] for name in same if volume},
            "archive_no": entry["archive_no"], "filed_on": entry["registered_on"], "volumes": entry["volumes"],
            "pages": entry["pages"],
        })  # fmt: skip


register_forms = d.registering(ArchiveLedger)

SAMPLES = (
    {
        "archive_no": "XD-2025-031", "customer": 1, "project": "湘楚机械流动资金贷款项目", "contract_no": "XDHT-2025-031", "business_type": "loan",
        "amount": "1800000", "disbursed_on": -420, "matures_on": 310, "manager_a": 5, "manager_b": 6, "filed_on": -414, "volumes": 2,
        "pages": 173, "location": 1, "retention": "y10", "steps": "file",
    },
    {
        "archive_no": "DB-2025-007", "customer": 2, "project": "洞庭水产银行贷款担保项目", "contract_no": "DBHT-2025-007",
        "business_type": "guarantee", "amount": "3000000", "disbursed_on": -260, "matures_on": 105, "manager_a": 6, "manager_b": 7,
        "filed_on": -250, "volumes": 3, "pages": 248, "location": 1, "retention": "y15", "steps": "file",
    },
)  # fmt: skip
