"""Lines of the tables in the customer file, in the order of the paper."""

from __future__ import annotations

from dangan import (
    USER,
    Birthday,
    Choice,
    Date,
    Decimal,
    Email,
    File,
    LongText,
    Money,
    Month,
    Person,
    Phone,
    Postcode,
    Row,
    Text,
    Year,
    YesNo,
)


class Contact(Row):
    """A person at the customer's."""

    name = Text("姓名", "Name", required=True)
    position = Text("职务", "Position")
    role = Choice("角色", "Role", "contact_role")
    mobile = Phone("移动电话", "Mobile")
    direct_phone = Phone("直拨电话", "Direct line", also=("直拨电话号码",))
    phone = Phone("联系电话", "Telephone")
    birthday = Birthday("生日", "Birthday", past=True)
    hobbies = Text("兴趣爱好", "Hobbies", also=("爱好或偏好",))
    family = LongText("家庭成员情况", "Family", sensitive=True)
    email = Email("电子邮件", "E-mail")
    fax = Phone("传真号码", "Fax")
    address = Text("企业地址", "Company address")
    postcode = Postcode("邮政编码", "Postcode")
    is_decider = YesNo("是否决策者", "Decision-maker")


class Sale(Row):
    """Sales of one product in one month."""

    period = Month("年度/月份", "Month", required=True)
    product = Text("产品", "Product")
    quantity = Decimal("数量", "Quantity", places=3, at_least=0)
    amount = Money("金额", "Amount", required=True, unit="元")


class AnnualReport(Row):
    """Results and finances of one year."""

    year = Year("年度", "Year", required=True)
    revenue = Money("营业收入", "Revenue", unit="元")
    profit = Money("利润", "Profit", unit="元", signed=True)
    assets = Money("资产", "Assets", unit="元")
    liabilities = Money("负债", "Liabilities", unit="元")
    attachment = File("附件", "Attachment")


class Changed(Row):
    """An entry of the change log, with its way through the house."""

    changed_on = Date("日期", "Date", required=True, past=True)
    kind = Choice("变动类别", "Kind of change", "customer_change_kind", required=True)
    content = LongText("内容", "Content", required=True)
    collected_by = Person("收集人", "Collected by")
    passed_to = Person("传递给", "Passed to")
    feedback = LongText("反馈", "Feedback")
    service = LongText("服务", "Service given")
    recorded_by = Person("记录人", "Recorded by", required=True, auto=True, default=USER)
