"""D4 客户一览表: the customer files in one table, to look up (S19)."""

from __future__ import annotations

import dangan as d
from forms_plugins.customers.options import CLASS_NATURE


class Listed(d.Row):
    """One customer."""

    seq = d.Serial("序号", "No.", required=True, auto=True)
    record_no = d.Text("档案编号", "File number", required=True, auto=True)
    name = d.Text("客户名称", "Customer name", required=True, auto=True)
    class_nature = d.Choice("客户性质", "By nature", CLASS_NATURE, auto=True)
    legal_rep = d.Text("法定代表人", "Legal representative", auto=True)
    address = d.Text("地址", "Address", auto=True)
    postcode = d.Postcode("邮编", "Postcode", auto=True)
    phone = d.Phone("电话", "Telephone", auto=True)
    fax = d.Phone("传真", "Fax", auto=True)
    business_scope = d.LongText("经营范围", "Business scope", auto=True)
    registered_capital = d.Money("注册资本", "Registered capital", auto=True, unit="元")
    contact = d.Text("联系人", "Contact", auto=True, value=d.copied("contacts.name"))
    industry = d.Choice("所属行业", "Industry", "industry", auto=True)
    route_area = d.Text("区域", "Route area", auto=True)
    route_seq = d.Int("路序", "Route order", auto=True)
    grade_sales = d.Choice("销售额等级", "Sales grade", "sales_grade", auto=True)
    grade_credit = d.Choice("信用等级", "Credit grade", "credit_grades", auto=True)
    class_grade = d.Choice("管理档次", "Management grade", "class_grade", auto=True)
    salesperson = d.Person("责任业务员", "Salesperson", auto=True)
    opened_on = d.Date("建档日期", "Opened on", auto=True)
    last_updated = d.DateTime("最近更新", "Last updated", auto=True, value=d.copied("customer.updated_at"))


class CustomerList(
    d.Report,
    id="customer_list", no="D4", zh="客户一览表", en="Customer list", of="customer", key="",
    columns="record_no name class_nature legal_rep phone route_area route_seq grade_sales salesperson",
    ledgers=[
        d.Ledger(
            "客户一览表",
            "lines.seq lines.record_no lines.name lines.class_nature lines.legal_rep lines.address lines.postcode lines.phone "
            "lines.fax lines.business_scope lines.registered_capital lines.contact lines.industry lines.route_area "
            "lines.route_seq lines.grade_sales lines.grade_credit lines.class_grade lines.salesperson lines.opened_on "
            "lines.last_updated",
            "Customer list", per="lines",
        )
    ],
    paper=d.Paper(landscape=True), practice="lines.class_grade lines.salesperson lines.last_updated",
):  # fmt: skip
    """Every line is a customer file."""

    lines = d.Rows(Listed, "客户", "Customers")


register_forms = d.registering(CustomerList)
