"""F11 客户产品使用情况的意见与建议调查: what a customer says about a product in use, and what he was answered."""

from __future__ import annotations

import dangan as d

MODE = (
    ("phone", "电话", "Telephone"),
    ("visit", "走访", "Visit"),
    ("letter", "函", "Letter"),
    ("email", "邮件", "E-mail"),
)


class UsageOpinion(
    d.Form,
    id="usage_opinion", no="F11", zh="客户产品使用情况的意见与建议调查", en="Opinions on product use", title="{customer} {product}",
    prefix="YJ", secrecy="confidential", columns="record_no customer product usage opinion mode prepared_by prepared_on status",
    practice="used_since mode answer",
):  # fmt: skip
    """One customer, one product."""

    with d.Head() as head:
        record_no = d.Text("编号", "Number", required=True, auto=True)
        customer = d.Ref("客户", "Customer", "customer", required=True)
        product = d.Text("产品", "Product", required=True)
        used_since = d.Date("使用起始", "In use since", past=True)
        usage = d.Choice("使用情况", "Use", "usage_state", required=True)
        opinion = d.LongText("意见", "Opinion", required=True)
        suggestion = d.LongText("建议", "Suggestion")
        mode = d.Choice("调查方式", "Way of asking", MODE)
        prepared_by = d.Person("调查人", "Surveyed by", required=True, default=d.USER)
        prepared_on = d.Date("日期", "Date", required=True, default=d.TODAY, past=True, from_="used_since")
        answer = d.LongText("回复", "Answer")


register_forms = d.registering(UsageOpinion)

SAMPLES = (
    {
        "customer": 1, "product": "锻钢轧辊", "used_since": -400, "usage": "good", "opinion": "耐磨性较上年有提高", "suggestion": "辊身标识字体加大",
        "mode": "visit", "prepared_by": 2, "prepared_on": -38, "answer": "已改用12毫米字高", "steps": "submit approve file",
    },
    {
        "customer": 2, "product": "高铬铸铁轧辊", "used_since": -120, "usage": "problem", "opinion": "运输中辊颈防锈不足",
        "suggestion": "改用气相防锈纸", "mode": "phone", "prepared_by": 5, "prepared_on": -6, "steps": "submit",
    },
)  # fmt: skip
