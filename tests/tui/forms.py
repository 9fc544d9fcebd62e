"""Two forms for the tests of the entry screen: one with sections and a rows table, one register."""

from __future__ import annotations

from datetime import date

from dangan.conditions import when
from dangan.fields import (
    Birthday,
    Choice,
    Date,
    Email,
    IdCard,
    Int,
    LongText,
    Money,
    Month,
    Multi,
    Org,
    Person,
    Phone,
    Ref,
    Sign,
    Text,
    YesNo,
)
from dangan.form import Foot, Form, Head, Register, Rows, Section
from dangan.row import Row
from dangan.spec import Option

EDUCATION = (
    Option("primary", "小学"), Option("junior", "初中"), Option("senior", "高中"), Option("vocational", "中专"),
    Option("college", "大专"), Option("bachelor", "本科"), Option("master", "硕士"), Option("doctor", "博士"),
    Option("other", "其他"), Option("none", "无"),
)  # fmt: skip
SKILLS = (
    Option("word", "打字", "Typing"), Option("drive", "驾驶", "Driving"), Option("english", "英语", "English"),
    Option("cooking", "烹饪", "Cooking"),
)  # fmt: skip


class Relative(Row):
    """A member of the family."""

    relation = Text("称谓", "Relation", required=True)
    name = Text("姓名", "Name", required=True)
    birth_month = Month("出生年月", "Month of birth", past=True)
    employer = Text("工作单位", "Employer")
    position = Text("职务", "Position")
    phone = Phone("联系电话", "Telephone")


class Sample(
    Form, id="sample", no="T1", zh="员工人事档案记录表", en="Employee record", title="{name}", prefix="YG", key="name"
):
    """A form like the employee's."""

    with Head() as head:
        unit = Org("单位", "Unit", required=True)
        record_no = Text("编号", "Number", auto=True, required=True)
        report_date = Date("报到日期", "Reported for duty", required=True)
    with Section("个人基本信息", "Personal basics") as basics:
        name = Text("姓名", "Name", required=True)
        former_name = Text("曾用名", "Former name")
        sex = Choice("性别", "Sex", "sex", required=True)
        birth_date = Date("出生日期", "Date of birth", required=True, past=True)
        marital_status = Choice("婚姻状况", "Marital status", "marital_status")
        id_card = IdCard("身份证号码", "Identity card number", required=True, fills=("birth_date", "sex"))
        education = Choice("最高学历", "Highest education", EDUCATION, required=True)
        spouse = Text("配偶姓名", "Name of spouse", relevant=when("marital_status", "married"))
        phone = Phone("联系电话", "Telephone", required=True)
        email = Email("电子邮箱", "E-mail")
        salary = Money("月薪", "Salary")
        height = Int("身高", "Height", unit="cm", should=(100, 250))
        key_talent = YesNo("重点人才", "Key talent")
        lunar = Birthday("农历生日", "Lunar birthday")
        skills = Multi("特长", "Skills", SKILLS)
        manager = Person("直接上级", "Manager")
    family = Rows(Relative, "家庭状况", "Family")
    with Section("自我评价", "Self-assessment") as self_view:
        note = LongText("评语", "Remarks on oneself")
    with Foot("签署", "Signatures") as foot:
        prepared = Sign("制表人", "Prepared by")


@Sample.birth_date.must("出生日期须早于报到日期", "Born before reporting", override=True)
def born_before(birth_date: date, report_date: date) -> bool:
    """A refusal that passes with a reason."""
    return birth_date < report_date


class Lines(Register, id="lines", no="T2", zh="档案目录", en="Item catalogue", title="{title}", key="volume seq_no"):
    """A register."""

    with Head() as head:
        volume = Text("案卷号", "Volume", required=True)
    with Section() as item:
        seq_no = Int("顺序号", "Number in volume", required=True)
        title = Text("题名", "Title", required=True)
        dated = Date("日期", "Date")
        pages = Int("页数", "Pages")
        author = Text("责任者", "Author", sticky=True)
        person = Ref("当事人", "Person", "sample")
