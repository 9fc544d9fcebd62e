"""Lines of the tables in the customer file, in the order of the paper."""

from __future__ import annotations

import dangan as d


class Contact(d.Row):
    """A person at the customer's."""

    name = d.Text("姓名", "Name", required=True)
    position = d.Text("职务", "Position")
    role = d.Choice("角色", "Role", "contact_role")
    mobile = d.Phone("移动电话", "Mobile")
    direct_phone = d.Phone("直拨电话", "Direct line", also=("直拨电话号码",))
    phone = d.Phone("联系电话", "Telephone")
    birthday = d.Birthday("生日", "Birthday", past=True)
    hobbies = d.Text("兴趣爱好", "Hobbies", also=("爱好或偏好",))
    family = d.LongText("家庭成员情况", "Family", sensitive=True)
    email = d.Email("电子邮件", "E-mail")
    fax = d.Phone("传真号码", "Fax")
    address = d.Text("企业地址", "Company address")
    postcode = d.Postcode("邮政编码", "Postcode")
    is_decider = d.YesNo("是否决策者", "Decision-maker")


class Sale(d.Row):
    """Sales of one product in one month."""

    period = d.Month("年度/月份", "Month", required=True)
    product = d.Text("产品", "Product")
    quantity = d.Decimal("数量", "Quantity", places=3, at_least=0)
    amount = d.Money("金额", "Amount", required=True, unit="元")


class AnnualReport(d.Row):
    """Results and finances of one year."""

    year = d.Year("年度", "Year", required=True)
    revenue = d.Money("营业收入", "Revenue", unit="元")
    profit = d.Money("利润", "Profit", unit="元", signed=True)
    assets = d.Money("资产", "Assets", unit="元")
    liabilities = d.Money("负债", "Liabilities", unit="元")
    attachment = d.File("附件", "Attachment")


class Changed(d.Row):
    """An entry of the change log, with its way through the house."""

    changed_on = d.Date("日期", "Date", required=True, past=True)
    kind = d.Choice("变动类别", "Kind of change", "customer_change_kind", required=True)
    content = d.LongText("内容", "Content", required=True)
    collected_by = d.Person("收集人", "Collected by")
    passed_to = d.Person("传递给", "Passed to")
    feedback = d.LongText("反馈", "Feedback")
    service = d.LongText("服务", "Service given")
    recorded_by = d.Person("记录人", "Recorded by", required=True, auto=True, default=d.USER)
