"""Forms of the small office in the tests of the screens: a person, a register that refers to it, a customer."""

from __future__ import annotations

from dangan.fields import Choice, Date, Int, LongText, Money, Month, Phone, Ref, Sign, Text
from dangan.form import Foot, Form, Head, Register, Rows, Section
from dangan.papers import Unique
from dangan.row import Row
from dangan.spec import Option

EDUCATION = (
    Option("college", "大专", "College"),
    Option("bachelor", "本科", "Bachelor"),
    Option("master", "硕士", "Master"),
)


class Relative(Row):
    """A member of the family."""

    relation = Text("称谓", "Relation", required=True)
    name = Text("姓名", "Name", required=True)
    birth_month = Month("出生年月", "Month of birth", past=True)
    employer = Text("工作单位", "Employer")


class Employee(
    Form, id="employee", no="A1", zh="员工档案", en="Employee file", title="{name}", prefix="YG",
    columns="record_no name sex department education report_date status phone",
):  # fmt: skip
    """A person."""

    with Head() as head:
        record_no = Text("编号", "Number", auto=True, required=True)
        report_date = Date("报到日期", "Reported for duty", required=True)
    with Section("个人基本信息", "Personal basics") as basics:
        name = Text("姓名", "Name", required=True)
        sex = Choice("性别", "Sex", "sex", required=True)
        department = Text("所在部门", "Department")
        education = Choice("最高学历", "Highest education", EDUCATION, required=True)
        phone = Phone("联系电话", "Telephone", required=True)
        salary = Money("月薪", "Salary")
    relatives = Rows(Relative, "家庭状况", "Family")
    with Section("自我评价", "Self-assessment") as self_view:
        note = LongText("评语", "Remarks on oneself")
    with Foot("签署", "Signatures") as foot:
        manager = Sign("部门经理", "Manager")


class Item(Register, id="item", no="B3", zh="档案目录", en="Item catalogue", title="{title}"):
    """A register whose lines name a person."""

    with Head() as head:
        volume = Text("案卷号", "Volume", required=True)
    with Section() as item:
        title = Text("题名", "Title", required=True)
        dated = Date("日期", "Date")
        pages = Int("页数", "Pages", should=(1, 999))
        employee = Ref("员工", "Employee", "employee", sticky=True)


class Customer(
    Form, id="customer", no="D1", zh="客户档案", en="Customer", title="{name}", prefix="KH",
    unique=[Unique("name")],
):  # fmt: skip
    """A customer."""

    with Section("基本情况", "Basics") as basics:
        name = Text("名称", "Name", required=True)
        city = Text("城市", "City")
        nature = Choice("企业性质", "Kind", (("state", "国有", "State"), ("other", "其他", "Other")), other=True)
