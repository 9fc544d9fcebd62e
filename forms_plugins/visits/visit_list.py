"""F1 客户名单: the customers to be visited in a month, from whom the visit plan is made (W10 step 2)."""

from __future__ import annotations

from datetime import date

import dangan as d


class Candidate(d.Row):
    """A customer to be visited, and by whom."""

    seq = d.Serial("序号", "No.", required=True, auto=True)
    customer = d.Ref("客户", "Customer", "customer", required=True)
    grade = d.Choice("管理档次", "Management grade", "class_grade", auto=True, value=d.copied("customer.class_grade"))
    last_visit = d.Date("上次回访日期", "Last visit", auto=True, value=d.computed())
    needs = d.LongText("客户服务需求", "Service needs")
    reason = d.Text("回访理由", "Reason for the visit")
    visitor = d.Person("回访人员", "Visitor", required=True)
    suggested_on = d.Date("建议时间", "Suggested date")


class VisitList(
    d.Form,
    id="visit_list", no="F1", zh="客户名单", en="Customer list for visits", title="{period} {criteria}", prefix="MD",
    number="MD-{yyyy}{mm}-{seq:3}", unique=[d.Unique("record_no items.customer")], secrecy="confidential",
    columns="record_no period criteria prepared_by prepared_on status",
    practice="criteria items.grade items.last_visit items.reason items.suggested_on",
):  # fmt: skip
    """One list a month and purpose; a customer stands in it once."""

    with d.Head() as head:
        record_no = d.Text("编号", "Number", required=True, auto=True)
        period = d.Month("期间", "Period", required=True)
        criteria = d.Text("选取条件", "Criteria")
        prepared_by = d.Person("编制人", "Prepared by", required=True, default=d.USER)
        prepared_on = d.Date("编制日期", "Date prepared", required=True, default=d.TODAY)
    items = d.Rows(Candidate, "", "Customers", once="customer")


@Candidate.last_visit.calc
def day_of_the_last_visit(customer: d.Link, office: d.Office) -> date | None:
    arrived = office.extreme("visit_record.arrived_at", "customer", customer, "max")
    return arrived.date() if arrived else None


register_forms = d.registering(VisitList)

SAMPLES = (
    {
        "period": 0, "criteria": "重要客户，两个月内未回访", "prepared_by": 2, "prepared_on": -15, "items": [
            {"customer": 1, "needs": "希望缩短大规格轧辊的交货期", "reason": "年度合同即将续签", "visitor": 2, "suggested_on": 6},
            {"customer": 2, "needs": "需要磨削工艺的技术指导", "reason": "上季度提出两次质量意见", "visitor": 5, "suggested_on": 9},
            {"customer": 3, "needs": "了解新产品的价格和供货能力", "reason": "用量增长较快", "visitor": 2, "suggested_on": 12},
        ], "steps": "submit approve",
    },
    {
        "period": -2, "criteria": "有投诉记录的客户", "prepared_by": 5, "prepared_on": -70, "items": [
            {"customer": 1, "needs": "确认补发货物的验收结果", "reason": "投诉处理后回访", "visitor": 5, "suggested_on": -62},
            {"customer": 2, "needs": "对账单核对", "visitor": 2, "suggested_on": -60},
        ], "steps": "submit approve file",
    },
)  # fmt: skip
