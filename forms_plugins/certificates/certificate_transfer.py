"""C6 重要权证移交清单: certificates handed over by managers A and B to the custodian, checked line by line (W2)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import dangan as d

NOT_ORIGINAL = ("chattel_mortgage", "equity_pledge")  # notices of the registry; the other kinds say 原件


class Custody(d.Flow):
    """Listed, then signed by all three: from there on the custodian keeps the certificates."""

    draft = d.State("草稿", "Draft")
    submitted = d.State("已提交", "Submitted")
    approved = d.State("已核准", "Approved")
    filed = d.State("已归档", "Filed", locks="*")

    submit = d.Step("提交", "Submit", draft, submitted)
    take_over = d.Step(
        "三方签字", "Sign by all three", (submitted, approved), filed, sign="sign_archivist sign_a sign_b", ordered=False,
        due=d.days("", 0, after="transferred_on"),
    )  # fmt: skip
    send_back = d.Step("退回", "Send back", submitted, draft, reason=True)


class Certificate(d.Row):
    """A certificate; a line that does not agree is struck out, never altered."""

    kind = d.Choice("权证种类", "Certificate kind", "certificate_kind", required=True)
    name = d.Text("权证名称", "Certificate name", required=True)
    cert_no = d.Text("权证号", "Certificate number", required=True)
    quantity = d.Int("数量", "Quantity", required=True, default=1, at_least=1)
    right_holder = d.Text("权利人", "Right holder")
    registry = d.Text("登记机关", "Registry")
    registered_on = d.Date("登记日期", "Registered on", past=True)
    value = d.Money("评估值或担保金额", "Value or secured amount", unit="元", at_least=0)
    is_original = d.YesNo("原件", "Original", required=True, default=True)
    check_a = d.YesNo("A角核对", "Checked by A", required=True, default=False)
    check_b = d.YesNo("B角核对", "Checked by B", required=True, default=False)
    check_archivist = d.YesNo("档案员核对", "Checked by archivist", required=True, default=False)
    struck_out = d.YesNo("划销", "Struck out", default=False)
    strike_reason = d.Text(
        "划销原因", "Reason for striking out", required=d.when("struck_out"), relevant=d.when("struck_out")
    )


class CertificateTransfer(
    d.Form, id="certificate_transfer", no="C6", zh="重要权证移交清单", en="Certificate transfer list", title="{project}", prefix="QZ",
    secrecy="secret", flow=Custody, paper=d.Paper(copies=("A角联", "B角联", "档案联")),
    columns="record_no project customer transferred_on archive_no sign_a sign_b status",
    ledgers=[d.Ledger("权证移交台帐", en="Ledger of transfers")],
    practice="archive_no items",
):  # fmt: skip
    """The transfer list 移交单 of one project, apart from its file."""

    with d.Head() as head:
        record_no = d.Text("清单编号", "List number", required=True, auto=True)
        project = d.Text("项目名称", "Project", required=True)
        customer = d.Ref("客户名称", "Customer", "customer", required=True)
        transferred_on = d.Date("移交日期", "Handed over on", required=True, past=True, default=d.TODAY)
        archive_no = d.Text("关联档案号", "Related file number")
    items = d.Rows(Certificate, "", "Certificates", min=1)
    with d.Foot() as foot:
        sign_a = d.Sign("A角", "Manager A", required=d.since("filed"))
        sign_b = d.Sign("B角", "Manager B", required=d.since("filed"), differs="sign_a")
        sign_archivist = d.Sign(
            "档案员", "Archivist", who=f"{d.role('cert_custodian')} {d.role('archivist')}", required=d.since("filed"),
            differs="sign_a sign_b", also=("权证管理人员",),
        )  # fmt: skip


@Certificate.is_original.must(
    "这类权证必须是原件。", "A certificate of this kind must be the original.", mend=("请移交原件。", "Hand over the original."),
)  # fmt: skip
def original_where_the_kind_says_so(is_original: bool, kind: str) -> bool:
    return is_original or kind in NOT_ORIGINAL


@Certificate.cert_no.must(code="CERT_DUP")
def not_in_custody_yet(
    cert_no: str, kind: str, struck_out: bool, status: str, record_no: str | None, items: Sequence[Certificate],
    office: d.Office,
) -> d.Verdict:  # fmt: skip
    """Neither in the safe nor lent, nor twice on the list."""
    if struck_out or status == "filed":
        return True
    for state in ("held", "lent"):
        for kept in office.find("certificate_ledger", kind=kind, cert_no=cert_no, state=state):
            return {"transfer_no": getattr(kept.get("transfer"), "text", "")}
    alike = [x for x in items if (x.kind, x.cert_no) == (kind, cert_no) and not x.struck_out]
    return len(alike) < 2 or {"transfer_no": record_no or d.Label("本清单", "this list")}


@CertificateTransfer.transferred_on.should(code="CERT_LATE")
def handed_over_at_once(
    transferred_on: date, prepared_on: date, items: Sequence[Certificate], office: d.Office
) -> d.Verdict:
    """On the working day on which the list was begun, as that is made on getting the certificate."""
    late = office.workdays(prepared_on, transferred_on) > 0
    return not late or {"cert_no": [x.cert_no for x in items if x.cert_no], "received_on": prepared_on}


@Custody.take_over.must(
    "还有三方没有都核对的行。", "A line is not checked by all three yet.",
    mend=("请三方逐项核对；不符的行请划销并写明原因。", "Check each line; strike out one that does not agree, with its reason."), at="items",
)  # fmt: skip
def checked_by_all(check_a: bool, check_b: bool, check_archivist: bool, struck_out: bool, kind: str) -> bool:
    return struck_out or (check_a and check_b and check_archivist)


register_forms = d.registering(CertificateTransfer)

_SEEN = {"quantity": 1, "check_a": True, "check_b": True, "check_archivist": True}
_UNSEEN = {"quantity": 1, "check_a": False, "check_b": False, "check_archivist": False, "is_original": False}
SAMPLES = (
    {
        "project": "湘楚机械流动资金贷款项目", "customer": 1, "transferred_on": -40, "archive_no": "XD-2025-031",
        "items": [
            {"kind": "property_customer", "name": "不动产权证书", "cert_no": "湘(2023)岳阳市不动产权第0012345号", "value": "5200000",
             "right_holder": "湘楚机械有限公司", "registry": "岳阳市自然资源和规划局", "registered_on": -900, "is_original": True, **_SEEN},
            {"kind": "other_rights", "name": "不动产登记证明(抵押权)", "cert_no": "湘(2025)岳阳市不动产证明第0006612号",
             "registry": "岳阳市自然资源和规划局", "registered_on": -42, "value": "1800000", "is_original": True, **_SEEN},
            {"kind": "chattel_mortgage", "name": "动产抵押登记书", "cert_no": "岳市监抵登字(2025)第088号", "struck_out": True,
             "strike_reason": "登记书尚未领取", **_UNSEEN},
        ],
        "steps": "submit take_over",
    },
    {
        "project": "洞庭水产银行贷款担保项目", "customer": 2, "transferred_on": -1,
        "items": [{"kind": "equity_pledge", "name": "股权出质设立登记通知书", "cert_no": "(岳)股质登记设字[2026]第19号",
                   "value": "3000000", **_UNSEEN}],
        "steps": "submit",
    },
)  # fmt: skip
