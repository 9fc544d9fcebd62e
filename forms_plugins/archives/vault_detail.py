"""B7 档案明细表: what lies in a position of the vault; what comes back after it was taken out is a new line."""

from __future__ import annotations

import dangan as d


class VaultDetail(
    d.Register, id="vault_detail", no="B7", zh="档案明细表", en="Vault deposit detail", title="{title}", prefix="MX",
    key="vault_no cabinet_no seq", sheet_by="vault_no cabinet_no", paper=d.Paper(landscape=True),
    columns="vault_no cabinet_no seq company title record_class in_date out_date row_keep_until",
    ledgers=[
        d.Ledger("保险库存放明细", en="Vault deposits"),
        d.Ledger("在库清单", "vault_no cabinet_no seq company dept title record_class in_date row_keep_until",
                 en="Deposits in the vault", only=d.unless("out_date")),
    ],
):  # fmt: skip
    """One record is one deposit."""

    with d.Head() as head:
        vault_no = d.Text("保险库号", "Vault number", required=True)
        cabinet_no = d.Text("柜位号", "Cabinet position", required=True)
        keep_until = d.Date("拟存至日期", "Keep until")
    with d.Section("", "Deposits") as items:
        seq = d.Serial("序号", "No.", required=True, auto=True, per="vault_no cabinet_no")
        company = d.Org("公司", "Company", required=True, default=d.COMPANY, sticky=True)
        dept = d.Dept("部门", "Department", required=True, sticky=True)
        title = d.Text("文件名称内容", "Document name and content", required=True)
        record_class = d.Choice("类别", "Class", "vault_class", required=True)
        in_date = d.Date("入库日期", "Date in", required=True, default=d.TODAY, past=True)
        out_date = d.Date("出库日期", "Date out", required=d.when("recipient"), from_="in_date", past=True)
        recipient = d.Person("收件人", "Recipient", required=d.when("out_date"))
        signed_on = d.Date("签收日期", "Signed for on", required=d.when("out_date"), from_="out_date", past=True)
        row_keep_until = d.Date("拟存至日期", "Keep until", from_="in_date", default=d.like("keep_until"))


register_forms = d.registering(VaultDetail)

SAMPLES = (
    {"vault_no": "BX-01", "cabinet_no": "A3", "keep_until": 1800, "company": 1, "dept": 1, "title": "公司章程原件",
     "record_class": "org", "in_date": -900, "row_keep_until": 1800, "steps": "submit"},
    {"vault_no": "BX-01", "cabinet_no": "A3", "keep_until": 1800, "company": 1, "dept": 3, "title": "土地使用权证",
     "record_class": "certificate", "in_date": -420, "out_date": -30, "recipient": 5, "signed_on": -30},
    {"vault_no": "BX-01", "cabinet_no": "B1", "company": 1, "dept": 2, "title": "长期供货合同正本", "record_class": "biz",
     "in_date": -90, "row_keep_until": 640},
)  # fmt: skip
