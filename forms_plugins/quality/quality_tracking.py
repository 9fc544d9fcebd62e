"""F9 产品质量跟踪: how a product does after its delivery, asked at regular intervals (W16)."""

from __future__ import annotations

from datetime import date, timedelta

import dangan as d
from forms_plugins.shared.signed import Signed

MODE = (("phone", "电话", "Telephone"), ("visit", "走访", "Visit"), ("letter", "函", "Letter"))


class QualityTracking(
    d.Form,
    id="quality_tracking", no="F9", zh="产品质量跟踪", en="Product quality tracking", title="{customer} {product}", prefix="GZ",
    flow=Signed, secrecy="confidential", columns="record_no customer product lot delivered_on tracked_on next_on status",
    ledgers=[
        d.Ledger("产品质量跟踪台帐", en="Register of quality tracking"),
        d.Ledger(
            "到期跟踪清单", "next_on dept customer product lot delivered_on tracked_on prepared_by", en="Tracking that is due",
            upto=("next_on", 0),
        ),
    ],
    practice="head",
):  # fmt: skip
    """One inquiry about one delivery."""

    with d.Head() as head:
        record_no = d.Text("编号", "Number", required=True, auto=True)
        dept = d.Dept("交付部门", "Delivering division", required=True, default=d.USER_DEPT)
        customer = d.Ref("客户", "Customer", "customer", required=True)
        product = d.Text("产品", "Product", required=True)
        lot = d.Text("批号/合同", "Lot / contract")
        delivered_on = d.Date("交付日期", "Delivered on", required=True, past=True)
        tracked_on = d.Date("跟踪日期", "Tracked on", required=True, past=True, from_="delivered_on")
        mode = d.Choice("跟踪方式", "Way of tracking", MODE)
        usage = d.LongText("使用情况", "Use", required=True)
        problem = d.LongText("质量问题", "Quality problem")
        opinion = d.Text("客户评价", "Customer's opinion")
        next_on = d.Date("下次跟踪日期", "Next tracking", after="tracked_on")
        prepared_by = d.Sign("跟踪人", "Tracked by", required=True)


@QualityTracking.next_on.default
def at_the_next_interval(customer: d.Link, product: str, tracked_on: date, office: d.Office) -> date:
    """30 days after the first tracking of a product, then 90 (W16), unless the office has other intervals."""
    intervals = office.setting("tracking_days") or (30, 90)
    before = office.count("quality_tracking", customer=customer, product=product)
    return tracked_on + timedelta(days=intervals[min(before, len(intervals) - 1)])


@QualityTracking.problem.note(
    "有质量问题的，请另外登记客户投诉或轧辊质量反馈信息单。", "For a quality problem enter a complaint or a roll quality report, too.",
)  # fmt: skip
def nothing_wrong(problem: str) -> bool:
    return False


register_forms = d.registering(QualityTracking)

SAMPLES = (
    {
        "dept": 4, "customer": 1, "product": "锻钢轧辊", "lot": "D2409", "delivered_on": -75, "tracked_on": -45, "mode": "phone",
        "usage": "已上机4支，轧制量正常，辊面磨损均匀", "opinion": "满意", "next_on": 45, "steps": "submit approve",
    },
    {
        "dept": 4, "customer": 2, "product": "高铬铸铁轧辊", "lot": "HT-2026-018", "delivered_on": -40, "tracked_on": -8, "mode": "visit",
        "usage": "在用2支，其余备用", "problem": "1支辊颈处有轻微锈蚀", "opinion": "基本满意", "next_on": 22, "steps": "submit",
    },
    {
        "dept": 4, "customer": 3, "product": "球墨铸铁轧辊", "delivered_on": -130, "tracked_on": -100, "mode": "letter",
        "usage": "运行稳定", "next_on": -10, "steps": "submit approve file",
    },
)  # fmt: skip
