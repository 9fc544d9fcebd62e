"""I9 客户档案查阅授权单: leave to consult, copy or pass on customer files that are not one's own (W8)."""

from __future__ import annotations

from datetime import date, timedelta

import dangan as d

MODE = (("consult", "查阅", "Consult"), ("copy", "复制", "Copy"), ("pass_on", "对外提供", "Pass on"))


class Authorising(d.Flow):
    """Asked for, approved by the authority that the office has set, perhaps taken back."""

    requested = d.State("已申请", "Requested", whole=True)
    approved = d.State("已授权", "Approved", locks="head items")
    rejected = d.State("已驳回", "Rejected", side=True, locks="*")
    revoked = d.State("已收回", "Revoked", side=True, locks="*")

    give_opinion = d.Step("部门意见", "Opinion of the department", requested, sign="dept_head")
    approve = d.Step("授权", "Authorise", requested, approved, sign="approved_by")
    reject = d.Step("驳回", "Reject", requested, rejected, by=d.holder_of("customer_access_authority"), reason=True)
    revoke = d.Step(
        "收回", "Revoke", approved, revoked, by=d.holder_of("customer_access_authority"), asks="revoked_reason"
    )


class Asked(d.Row):
    """A customer whose file is asked for; the archivist finds the file where the applicant may not see it."""

    customer = d.Ref("客户", "Customer", "customer", "aggregate_customer_file")
    name = d.Text("客户名称", "Name", required=True, value=d.copied("customer.name"))
    parts = d.Text("查阅内容", "Parts")


class AccessAuthorisation(
    d.Form,
    id="access_authorisation", no="I9", zh="客户档案查阅授权单", en="Authorisation to consult customer files",
    title="{applicant}", prefix="SQ", flow=Authorising, secrecy="confidential",
    columns="record_no applicant dept purpose mode valid_from valid_to status",
    ledgers=[d.Ledger("客户档案查阅授权台帐", en="Authorisations to consult customer files")],
    practice="recipient items foot",
):  # fmt: skip
    """In force while approved, between its two days."""

    with d.Head() as head:
        record_no = d.Text("编号", "Number", required=True, auto=True)
        applicant = d.Person("申请人", "Applicant", required=True, default=d.USER)
        dept = d.Dept("申请部门", "Department", required=True, default=d.USER_DEPT)
        prepared_on = d.Date("申请日期", "Date", required=True, default=d.TODAY)
        purpose = d.Text("查阅事由", "Purpose", required=True)
        mode = d.Choice("授权方式", "Mode", MODE, required=True, default="consult")
        recipient = d.Text(
            "提供对象", "Recipient", required=d.when("mode", "pass_on"), relevant=d.when("mode", "pass_on")
        )
        valid_from = d.Date(
            "授权起始日期", "From", required=True, default=d.TODAY, until="valid_to", also=("授权日期",)
        )
        valid_to = d.Date("授权截止日期", "Until", required=True)
    items = d.Rows(Asked, "客户", "Customers", min=1, blank=5)
    with d.Foot() as foot:
        dept_head = d.Sign("部门负责人意见", "Head of department", who=d.head_of("dept"))
        approved_by = d.Sign(
            "授权人", "Authorised by", required=Authorising.approved, who=d.holder_of("customer_access_authority"),
            differs="applicant", code="GEN_SELF_APPROVAL",
        )  # fmt: skip
        revoked_reason = d.Text("收回原因", "Reason for revoking", required=d.when("status", "revoked"))
        remarks = d.LongText("备注", "Remarks")


@AccessAuthorisation.valid_to.must(
    "授权的期限超过了规定的天数。", "The authorisation lasts longer than is allowed.",
    mend=("请缩短期限；到期后可以重新申请。", "Shorten it; it can be asked for anew."),
)  # fmt: skip
def within_the_longest_loan(valid_from: date, valid_to: date, office: d.Office) -> bool:
    return valid_to - valid_from <= timedelta(days=office.setting("loan_max_days") or 30)


register_forms = d.registering(AccessAuthorisation)

SAMPLES = (
    {
        "applicant": 6, "dept": 3, "prepared_on": -12, "purpose": "核对合同履约情况", "mode": "consult", "valid_from": -12,
        "valid_to": 2, "items": [{"customer": ("customer", 1), "parts": "合同、对账单"}],
        "steps": "give_opinion approve",
    },
    {
        "applicant": 8, "dept": 5, "prepared_on": -9, "purpose": "审计取证", "mode": "pass_on",
        "recipient": "湖南天健会计师事务所", "valid_from": -8, "valid_to": 12,
        "items": [{"customer": ("customer", 2)}, {"customer": ("customer", 3)}], "steps": "approve revoke",
        "revoked_reason": "审计范围调整，不再需要。",
    },
    {"applicant": 7, "dept": 4, "prepared_on": -1, "purpose": "投标资料准备", "mode": "copy", "valid_from": -1, "valid_to": 13,
     "items": [{"name": "岳阳市第二建筑工程公司", "parts": "业绩证明"}]},
)  # fmt: skip
