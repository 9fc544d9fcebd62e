"""Four small forms for the tests of the store: a sheet with lines, a register and what it sums into, an edition."""

from dangan.blocks import Foot, Head, Rows, Section
from dangan.conditions import earliest, total, when
from dangan.fields import Choice, Date, Dept, Int, LongText, Money, Multi, Org, Person, Phone, Ref, Serial, Sign, Text
from dangan.form import Edition, Form, Register
from dangan.papers import Unique
from dangan.row import Row

SEX = (("male", "男", "Male"), ("female", "女", "Female"))
SKILLS = (("typing", "打字", "Typing"), ("driving", "驾驶", "Driving"), ("cooking", "烹饪", "Cooking"))


class Relative(Row):
    relation = Text("称谓", "Relation", required=True)
    name = Text("姓名", "Name", required=True)
    phone = Phone("电话", "Phone")
    skills = Multi("特长", "Skills", SKILLS)


class Post(Row):
    on = Date("日期", "Date", required=True)
    to_post = Text("岗位", "Post", required=True)
    dept = Dept("部门", "Department")
    by = Person("批准人", "Approved by")


class Staff(
    Form, id="staff", zh="员工表", en="Staff", title="{name}", prefix="YG", key="unit_code name",
    unique=[Unique("id_no", only=when("active", "yes")), Unique("record_no family.name")],
):  # fmt: skip
    with Head() as head:
        unit_code = Text("单位代码", "Unit code")
    with Section("基本", "Basics") as basics:
        name = Text("姓名", "Name", required=True)
        sex = Choice("性别", "Sex", SEX)
        born_on = Date("出生日期", "Born", past=True)
        id_no = Text("证号", "ID number")
        active = Choice("在职", "Active", (("yes", "是", "Yes"), ("no", "否", "No")))
        phone = Phone("电话", "Phone")
        salary = Money("工资", "Salary")
        skills = Multi("特长", "Skills", SKILLS)
        notes = LongText("备注二", "Notes")
    company = Org("公司", "Company")
    family = Rows(Relative, "家庭", "Family")
    posts = Rows(Post, "岗位", "Posts", append_only=True)
    with Foot() as foot:
        manager = Person("经理", "Manager")
        signed_by = Sign("审核人", "Checked by")


class Volume(Form, id="volume", zh="案卷", en="Volume", title="{title}", prefix="AJ", states="open closed filed"):
    with Head() as head:
        title = Text("题名", "Title", required=True)
        pages = Int("张数", "Pages", value=total("paper.pages", "volume", override="pages_reason"))
        pages_reason = Text("更改原因", "Reason")
        first_on = Date("起", "From", value=earliest("paper.dated", "volume"))
        catalogue = Text("目录", "Catalogue")
        seq = Serial("顺序号", "No.", per="catalogue", gapless=True)


class Paper(Register, id="paper", zh="文件", en="Paper", title="{title}", prefix="WJ", key="catalogue item_no"):
    with Head() as head:
        catalogue = Text("目录", "Catalogue")
    item_no = Serial("号", "No.", per="catalogue")
    title = Text("题名", "Title", required=True)
    volume = Ref("案卷", "Volume", "volume")
    pages = Int("页数", "Pages", at_least=1)
    dated = Date("日期", "Date")


class Client(Form, id="client", zh="客户", en="Client", title="{name}", prefix="KH"):
    with Head() as head:
        name = Text("名称", "Name", required=True)
        address = Text("地址", "Address")
        code = Text("代码", "Code")


class ClientCard(
    Edition, of="client", link="client", id="client_card", zh="客户卡", en="Client card", title="{name}", prefix="KB",
    unique=["client"],
):  # fmt: skip
    with Head() as head:
        name = Text("客户名称", "Name", shared=True)
        address = Text("公司地址", "Address", shared=True)
        client = Ref("客户", "Client", "client", required=True)
        leader = Text("领导", "Leader")


FORMS = [form.form_type for form in (Staff, Volume, Paper, Client, ClientCard)]
