"""D11 开户、更改户名申请: a customer's account opened or its name changed, filed in sales and finance (S19)."""

from __future__ import annotations

import dangan as d

KIND = (("open", "开户", "Open an account"), ("rename", "更改户名", "Change the name"))
RENAME = d.when("kind", "rename")


class Changing(d.Usual):
    """Filed in both places and entered in the ERP, in any order; then it takes effect."""

    submitted = d.State("已提交", "Submitted", locks="head")
    approved = d.State("已核准", "Approved", locks="*")

    submit = d.Step("提交", "Submit", d.Usual.draft, submitted, by="prepared_by")
    place = d.Step(
        "存档和登记", "File and enter", submitted, sign="filed_sales filed_finance erp_entered", ordered=False
    )
    approve = d.Step(
        "生效", "Take effect", submitted, approved, by=f"{d.role('sales_manager')} {d.role('sales_director')}"
    )


class Informed(d.Row):
    """Somebody told of the change."""

    person = d.Person("相关人员", "Person", required=True)
    informed_on = d.Date("沟通日期", "Informed on", required=True, past=True, default=d.TODAY)


class AccountChange(
    d.Form,
    id="account_change", no="D11", zh="开户、更改户名申请", en="Account opening or renaming", title="{new_name}", prefix="HM",
    secrecy="confidential", flow=Changing, columns="record_no kind customer old_name new_name prepared_by prepared_on status",
    ledgers=[d.Ledger("开户、更改户名台帐", en="Accounts opened and renamed")],
    paper=d.Paper(copies=("销售中心联", "财务部联")), practice="head",
):  # fmt: skip
    """In effect, the new name is that of the customer file and the old one stays there."""

    with d.Head() as head:
        record_no = d.Text("编号", "Number", required=True, auto=True)
        kind = d.Choice("申请类别", "Kind", KIND, required=True)
        customer = d.Ref("客户", "Customer", "customer", required=True)
        old_name = d.Text("原户名", "Old name", required=RENAME, relevant=RENAME, value=d.copied("customer.name"))
        new_name = d.Text("新户名", "New name", required=True)
        reason = d.Text("变更原因", "Reason", required=RENAME, relevant=RENAME)
        proof = d.File("证明文件", "Proof", required=RENAME, relevant=RENAME)
        prepared_by = d.Person("申请人", "Applicant", required=True, default=d.USER)
        prepared_on = d.Date("申请日期", "Date of application", required=True, default=d.TODAY)
    informed = d.Rows(Informed, "沟通相关人员", "Persons informed", min=1, blank=4)
    with d.Foot() as foot:
        filed_sales = d.Sign(
            "销售中心存档", "Filed in the sales centre", required=True,
            who=f"{d.role('sales_clerk')} {d.role('sales_manager')}",
        )  # fmt: skip
        filed_finance = d.Sign("财务部存档", "Filed in finance", required=True, who=d.role("finance"))
        erp_entered = d.Sign(
            "ERP记录和分类", "Entered in the ERP", required=True, who=f"{d.role('sales_clerk')} {d.role('finance')}"
        )


@AccountChange.new_name.must(code="ACCT_SAME_NAME")
def another_name(kind: str, old_name: str, new_name: str) -> bool:
    return kind != "rename" or old_name.strip() != new_name.strip()


Changing.approve.wants("filed_sales filed_finance erp_entered informed", code="ACCT_INCOMPLETE")

register_forms = d.registering(AccountChange)

SAMPLES = (
    {
        "kind": "open", "customer": 1, "new_name": "岳阳宏达钢铁有限公司（货款户）", "prepared_on": -260,
        "informed": [{"person": 3, "informed_on": -260}, {"person": 5, "informed_on": -259}],
        "steps": "submit place approve file",
    },
    {
        "kind": "open", "customer": 2, "new_name": "长沙湘江机电设备有限公司", "prepared_on": -6,
        "informed": [{"person": 4, "informed_on": -6}], "steps": "submit",
    },
    {"kind": "rename", "customer": 3, "new_name": "岳阳县荣湾砂石有限责任公司", "reason": "由个体工商户改制为公司",
     "prepared_on": -2, "informed": [{"person": 3, "informed_on": -2}]},
)  # fmt: skip
