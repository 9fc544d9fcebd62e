"""G2 我的客户档案管理表格: a salesperson's own profile of a customer, in the manner of the Mackay 66."""

from __future__ import annotations

from datetime import date

import dangan as d

SECTION = (
    ("children", "子女", "Children"), ("business_background", "业务背景资料", "Business background"),
    ("special_interests", "特殊兴趣", "Special interests"), ("lifestyle", "生活方式", "Lifestyle"),
    ("customer_and_you", "客户与你", "The customer and you"),
)  # fmt: skip
MARRIED = d.unless("marital_status", "single")


class Extra(d.Row):
    """What the numbered questions do not ask."""

    section = d.Choice("栏目", "Part", SECTION, required=True)
    topic = d.Text("项目", "Item", required=True)
    content = d.LongText("内容", "Content")


class MyCustomer(
    d.Form,
    id="my_customer", no="G2", zh="我的客户档案管理表格", en="My customer profile", title="{name}", prefix="WD",
    key="prepared_by name company_address", secrecy="confidential", own="prepared_by",
    columns="record_no name title company_address phone_office birth_date revised_on prepared_by",
    ledgers=[
        d.Ledger(
            "我的客户一览", "name title company_address phone_office phone_home birth_date wedding_date revised_on",
            en="List of my customers",
        ),
    ],
    practice="shared extra.content",
):  # fmt: skip
    """Private to its author and the sales manager unless shared; the numbers are those of the printed questions."""

    with d.Head(columns=6) as head:
        filled_on = d.Date("日期", "Date", required=True, default=d.TODAY, past=True)
        revised_on = d.Date("最新修定时间", "Last revised", required=True, auto=True, value=d.computed())
        prepared_by = d.Person("填表人", "Filled in by", required=True, default=d.USER)
        shared = d.YesNo("是否共享", "Shared", default=False, printed=False)
    with d.Section("客户资料", "Customer data") as customer_data:
        name = d.Text("姓名", "Name", required=True, item=1)
        nickname = d.Text("昵称(小名)", "Nickname")
        title = d.Text("职称", "Title", item=2)
        company_address = d.LongText("公司名称地址", "Company name and address", item=3)
        phone_office = d.Phone("电话(公)", "Telephone (office)", item=4)
        phone_home = d.Phone("(宅)", "Telephone (home)")
        birth_date = d.Date("出生年月日", "Date of birth", past=True, item=5)
        birth_place = d.Text("出生地", "Place of birth")
        native_place = d.Text("籍贯", "Native place")
        height = d.Text("身高", "Height", sensitive=True, item=6)
        weight = d.Text("体重", "Weight", sensitive=True)
        physical_features = d.LongText(
            "身体五官特征", "Physical features", sensitive=True,
            hint=("(如秃头、关节炎、严重背部问题等)", "(baldness, arthritis, serious back trouble and the like)"),
        )  # fmt: skip
    with d.Section("教育背景", "Educational background") as education:
        college = d.Text("大专院校名称", "College or university", item=7)
        graduated_on = d.Month("毕业日期", "Graduated on")
        degree = d.Text("学位", "Degree")
        college_awards = d.LongText("大学时代得奖纪录", "Awards at university", item=8)
        graduate_school = d.Text("研究所", "Graduate school")
        fraternity = d.Text("大学时所属兄弟或姐妹会", "Fraternity or sorority", item=9)
        sports = d.Text("擅长运动是", "Sports good at")
        activities = d.LongText("课外活动、社团", "Activities and societies", item=10)
        degree_sensitive = d.Choice(
            "如果客户未上过大学,他是否在意学位", "If no university, does the degree matter to him", "yes_no_unknown",
            required=d.unless("college"), relevant=d.unless("college"), item=11,
        )  # fmt: skip
        other_education = d.LongText("其他教育背景", "Other education")
        military_branch = d.Text("兵役军种", "Branch of military service", sensitive=True, item=12)
        discharge_rank = d.Text("退役时军阶", "Rank at discharge", sensitive=True)
        service_attitude = d.Text("对兵役的态度", "Attitude to service", sensitive=True)
    with d.Section("家庭", "Family") as family:
        marital_status = d.Choice("婚姻状况", "Marital status", "marital_status", sensitive=True, item=13)
        spouse_name = d.Text("配偶姓名", "Spouse's name", sensitive=True, relevant=MARRIED)
        spouse_education = d.Text("配偶教育程度", "Spouse's education", sensitive=True, relevant=MARRIED, item=14)
        spouse_interests = d.LongText(
            "配偶兴趣/活动/社团", "Spouse's interests, activities, societies", sensitive=True, relevant=MARRIED, item=15
        )
        wedding_date = d.Date("结婚纪念日", "Wedding anniversary", relevant=MARRIED, item=16)
    extra = d.Rows(Extra, "其他资料", "Further data", blank=3)


@MyCustomer.revised_on.calc
def day_of_the_last_change(filled_on: date, today: date) -> date:
    return max(filled_on, today)


register_forms = d.registering(MyCustomer)

SAMPLES = (
    {
        "filled_on": -200, "prepared_by": 14, "name": "刘宏", "nickname": "老刘", "title": "采购部部长",
        "company_address": "岳阳钢铁有限公司 岳阳市云溪区长炼路 18 号", "phone_office": "0730-8452136", "birth_date": "1975-08-16",
        "birth_place": "岳阳", "native_place": "湖南平江", "height": "172 厘米", "college": "湖南大学", "graduated_on": "1997-06",
        "degree": "学士", "sports": "羽毛球", "activities": "校足球队", "marital_status": "married", "spouse_name": "陈丽",
        "wedding_date": "2001-10-02", "steps": "submit",
        "extra": [{"section": "children", "topic": "女儿", "content": "在长沙读高中"}],
    },
    {
        "filled_on": -20, "prepared_by": 14, "name": "黄志强", "title": "设备科长", "phone_office": "0731-84635871",
        "marital_status": "single", "degree_sensitive": "unknown", "other_education": "技工学校钳工专业",
    },
)  # fmt: skip
