"""F10 客户关系维护记录: calls, greetings and gifts, a part of the customer's file (W13)."""

from __future__ import annotations

import dangan as d

WAY = (
    ("regular_visit", "定期(节日或其他重要活动)拜访与沟通", "Regular visit (festival or other occasion)"),
    ("occasional_visit", "不定期(日常)拜访与沟通", "Occasional visit (daily business)"),
    ("opinion_survey", "客户产品使用情况的意见与建议调查", "Survey of opinions on product use"),
    ("satisfaction", "顾客满意度调查", "Satisfaction survey"), ("festival_greeting", "节假日问候", "Festival greeting"),
    ("new_product", "新产品上市祝贺", "Congratulation on a new product"),
    ("sales_rise", "销量上升祝贺", "Congratulation on rising sales"), ("birthday", "生日问候", "Birthday greeting"),
)  # fmt: skip


class RelationshipLog(
    d.Form,
    id="relationship_log", no="F10", zh="客户关系维护记录", en="Customer relations log", title="{customer}", prefix="WH",
    number="WH-{yyyy}-{seq:5}", secrecy="confidential", columns="record_no customer contact way done_on occasion prepared_by status",
    ledgers=[d.Ledger("客户维护台帐", en="Register of customer relations")], practice="head",
):  # fmt: skip
    """One entry each time."""

    with d.Head() as head:
        record_no = d.Text("编号", "Number", required=True, auto=True)
        customer = d.Ref("客户", "Customer", "customer", "skin_customer", "my_customer", required=True)
        contact = d.Text("联系人", "Contact", required=True)
        way = d.Choice("维护方式", "Way", WAY, required=True, across=1)
        done_on = d.Date("日期", "Date", required=True, default=d.TODAY, past=True)
        occasion = d.Text("事由", "Occasion")
        content = d.LongText("内容", "Content", required=True)
        gift = d.Text("礼品", "Gift")
        cost = d.Money("费用", "Cost")
        reaction = d.Text("客户反应", "Customer's reaction")
        prepared_by = d.Person("经办人", "Handled by", required=True, default=d.USER)


@RelationshipLog.contact.default
def the_customer_himself(customer: d.Link, office: d.Office) -> str | None:
    """A private customer is his own contact."""
    return None if customer.form == "customer" else (office.record(customer) or {}).get("name")


register_forms = d.registering(RelationshipLog)

SAMPLES = (
    {
        "customer": 1, "contact": "刘建军", "way": "regular_visit", "done_on": -60, "occasion": "中秋节", "content": "登门拜访，听取对交货期的意见",
        "gift": "月饼两盒", "cost": "396.00", "reaction": "感谢，表示继续合作", "prepared_by": 2, "steps": "submit approve file",
    },
    {
        "customer": 2, "contact": "陈卫东", "way": "birthday", "done_on": -20, "content": "电话祝贺生日", "reaction": "高兴", "prepared_by": 5,
        "steps": "submit approve",
    },
    {
        "customer": 3, "contact": "周敏", "way": "sales_rise", "done_on": -5, "occasion": "月销量上升12%", "content": "发贺信并致电祝贺",
        "prepared_by": 2, "steps": "submit",
    },
)  # fmt: skip
