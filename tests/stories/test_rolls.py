"""Group E, trade: the customer, orders, payments, letters and deliveries of a roll manufacturer, each sheet filled once."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

from tests.stories.beforehand import (
    FIRM,
    FIRM_NO,
    appoint,
    keep,
    new_sheet,
    prints,
    record,
    take,
    traders,
)
from tests.stories.typing import ENTER, F6, NEW_LINE, leave, says, sheet, stored

ROLL = {"spec": "Φ650×1400", "material": "高铬铸铁", "quantity": 3, "unit_price": Decimal("12500.5"), "deliver_on": date(2025, 9, 30)}  # fmt: skip


def intent(db: Path) -> str:
    """A letter of intent of the firm; its number."""
    return keep(db, "roll_order_intent", customer=record(db, "customer", FIRM_NO), items=[ROLL]).text


def test_customer_file_of_rolls(tmp_path: Path) -> None:
    db = traders(tmp_path)
    with new_sheet(db, "轧辊客户档案") as t:
        t.send(sheet("hdjc", "Φ650 半连轧", "螺纹钢", "3", "1", "200w") + ENTER)
        t.send(sheet("Φ650×1400", "高铬铸铁", "一百二", "邢台轧辊", "") + ENTER)
        t.send(sheet("2025.6.17", "Φ650×1400", "40", "9.5"))
        t.send(F6)
        says(t, "“年用量(支)”要填数字，“一百二”不是数字。请只填数字和小数点，不要带单位。")
        t.send("120" + F6)
        says(t, "“日期”（2025年6月17日）晚于今天。请填写今天或以前的日期。")
        t.send("." + F6)
        says(t, "已保存 ZG-2025-0001")
        leave(t)
    kept, file = stored(db, "roll_customer", "ZG-2025-0001"), stored(db, "customer", FIRM_NO)
    assert (file["class_time"], file["class_importance"], file["credit_limit"]) == ("future", "key", 2_000_000)
    assert (kept["class_time"], kept["credit_limit"], kept["products"]) == ("future", 2_000_000, "螺纹钢")
    assert [(line["spec"], line["annual_qty"], line["supplier"]) for line in kept["rolls"]] == [
        ("Φ650×1400", 120, "邢台轧辊")
    ]
    assert [(line["stock_date"], line["stock_qty"], line["monthly_use"]) for line in kept["stock"]] == [
        ("2025-06-16", 40, 9.5)
    ]
    prints(
        db,
        "roll_customer",
        "ZG-2025-0001",
        ["客户", f"{FIRM_NO} {FIRM}"],
        ["时间类别", "潜在客户"],
        ["Φ650×1400", "高铬铸铁", "120", "邢台轧辊"],
        ["2025年06月16日", "Φ650×1400", "40", "9.50"],
    )


def test_letter_of_intent(tmp_path: Path) -> None:
    db = traders(tmp_path)
    with new_sheet(db, "轧辊定做意向书") as t:
        t.send(sheet("hdjc", ".", "swj", f"辊面硬度均匀{NEW_LINE}随附探伤报告", "赵宏达 6月16日", "") + ENTER)
        t.send(sheet("Φ650×1400", "高铬铸铁", "HSD75-80", "XJ-2025-3", "0", "12500.50", "2025.9.31") + ENTER)
        t.send(sheet("Φ320×600", "", "", "", "2", "", "2025.10.10"))
        t.send(F6)
        says(t, "“数量(支)”填写 0，应不少于 1。请核对后改正。")
        t.send("3" + F6)
        says(t, "“交货期”的日期“2025.9.31”不存在。请按年月日填写，例如 2024-03-01、20240301 或 3.1。")
        t.send("2025.9.30" + F6)
        says(t, "已保存 YX-2025-0001")
        leave(t)
    kept = stored(db, "roll_order_intent", "YX-2025-0001")
    assert (kept["customer"], kept["prepared_by"], kept["prepared_on"]) == (FIRM_NO, "单文静", "2025-06-16")
    assert kept["tech_req"] == "辊面硬度均匀\n随附探伤报告"
    assert [(line["quantity"], line["unit_price"], line["amount"]) for line in kept["items"]] == [
        (3, 12500.5, 37501.5),
        (2, None, None),
    ]
    prints(
        db,
        "roll_order_intent",
        "YX-2025-0001",
        ["客户", f"{FIRM_NO} {FIRM}"],
        ["Φ650×1400", "高铬铸铁", "HSD75-80", "XJ-2025-3", "3", "12,500.50", "37,501.50", "2025年09月30日"],
        ["客户确认", "赵宏达 6月16日"],
    )


def test_order_review(tmp_path: Path) -> None:
    db = traders(tmp_path)
    assert intent(db) == "YX-2025-0001"
    with new_sheet(db, "轧辊定做评审表") as t:
        t.send(sheet("YX-2025-0001", "2", "价格与交货期", "1", "") + ENTER)
        t.send(sheet("2", "材质与硬度", "4", "辊颈圆角改为 R15"))
        t.send(F6)
        says(t, "“评审”第 2 行与第 1 行重复（技术）。请删去其中一行。")
        t.send("1" + F6)
        says(t, "“结论”没有“4”这个选项。请从下列选项中选择：同意、有条件同意、不同意。")
        t.send("2" + F6)
        says(t, "已保存 PS-2025-0001")
        leave(t)
    kept = stored(db, "roll_order_review", "PS-2025-0001")
    assert (kept["intent"], kept["status"], kept["approved_by"]) == ("YX-2025-0001", "draft", None)
    assert [(line["review_dept"], line["result"], line["opinion"]) for line in kept["reviews"]] == [
        ("tech", "ok", None),
        ("sales", "conditional", "辊颈圆角改为 R15"),
    ]
    prints(
        db,
        "roll_order_review",
        "PS-2025-0001",
        ["意向书编号", f"YX-2025-0001 {FIRM}"],
        ["销售", "材质与硬度", "有条件同意", "辊颈圆角改为 R15"],
        ["批准人："],
    )


def test_contract(tmp_path: Path) -> None:
    db = traders(tmp_path)
    appoint(db, "张建国", "gm")
    intent(db), intent(db)
    lines = [{"review_dept": "sales", "subject": "价格", "result": "ok"}]
    review = keep(db, "roll_order_review", intent=record(db, "roll_order_intent", "YX-2025-0001"), reviews=lines)
    take(db, review, "submit")
    take(db, review, "review", "swj", lines=(0,))
    take(db, review, "approve", "zjg")
    with new_sheet(db, "轧辊定做合同") as t:
        t.send(sheet("YX-2025-0002", "lw", "2025.6.13", "37000", "预付三成，货到付清", "质保 12 个月") + ENTER)
        t.send(F6)
        says(
            t,
            "意向书 YX-2025-0002 的评审还没有完成（缺销售、技术、生产、品管、财务），不能签订合同。请各评审部门填写结论并签字，再由批准人批准。",
        )
        t.send("YX-2025-0001" + ENTER + F6)
        says(t, "总金额 37000.00 与各行金额合计 37501.50 不符。请核对数量和单价，或改正总金额。")
        t.send("37501.5" + F6)
        says(t, "已保存 HT-2025-0001")
        leave(t)
    kept = stored(db, "roll_contract", "HT-2025-0001")
    assert (kept["intent"], kept["customer"], kept["prepared_by"]) == ("YX-2025-0001", FIRM_NO, "李伟")
    assert (kept["total"], kept["state"], kept["retention"]) == (37501.5, "running", "y10")
    assert [(line["spec"], line["quantity"], line["amount"]) for line in kept["items"]] == [("Φ650×1400", 3, 37501.5)]
    prints(
        db,
        "roll_contract",
        "HT-2025-0001",
        ["意向书编号", f"YX-2025-0001 {FIRM}"],
        ["总金额", "37,501.50"],
        ["履行状态", "执行中"],
    )


def test_payments_of_a_year(tmp_path: Path) -> None:
    db = traders(tmp_path)
    with new_sheet(db, "货款明细单") as t:
        t.send(sheet("hdjc", "2025", "1w", "lw") + ENTER)
        t.send(sheet("2024.12.31", "HT-2025-0001", "发货", "5w", "5w", "", "", "swj") + ENTER)
        t.send(sheet("2025.4.15", "HT-2025-0001", "收回货款", "", "", "3w", "4", "lw") + ENTER)
        t.send(sheet("2025.5.20", "", "零星发货", "8000.5", "", "", "", ""))
        t.send(F6)
        says(t, "“日期”填写 2024年12月31日，应在 2025年1月1日 到 2025年12月31日 之间。请核对后改正。")
        t.send("2025.3.1" + F6)
        says(t, "“回款方式”没有“4”这个选项。请从下列选项中选择：电汇、承兑、现金。")
        t.send("2" + F6)
        says(t, "已保存 HK-2025-0001")
        says(t, "账龄0-30天(元) 8,000.50")
        says(t, "账龄90天以上(元) 30,000.00")
        leave(t)
    kept = stored(db, "payment_detail", "HK-2025-0001")
    assert (kept["year"], kept["opening"], kept["closing"]) == (2025, 10_000, 38_000.5)
    assert [(line["pay_mode"], line["balance"]) for line in kept["lines"]] == [
        (None, 60_000),
        ("draft", 30_000),
        (None, 38_000.5),
    ]
    prints(
        db,
        "payment_detail",
        "HK-2025-0001",
        ["期末余额：", "38,000.50"],
        ["发货", "50,000.00", "50,000.00", "60,000.00"],
        ["收回货款", "30,000.00", "承兑", "30,000.00"],
        ["年度", "2025"],
    )


def test_letter_sent(tmp_path: Path) -> None:
    db = traders(tmp_path)
    with new_sheet(db, "客户传真发件函") as t:
        t.send(
            sheet(
                "1",
                "2025.6.16",
                "hdjc",
                "4",
                "湘机函〔2025〕6号",
                "催收二季度货款",
                "0",
                "1",
                "1",
                "2025.6.10",
                "",
                "lw",
                "",
            )
        )
        t.send(F6)
        says(t, "“页数”填写 0，应不少于 1。请核对后改正。")
        t.send("2" + F6)
        says(t, "“需回复期限”（2025年6月10日）早于“日期”（2025年6月16日）。请核对两个日期。")
        t.send("2025.6.30" + F6)
        says(t, "已保存 HJ-F-2025-0001")
        leave(t)
    kept = stored(db, "correspondence", "HJ-F-2025-0001")
    assert (kept["direction"], kept["kind"], kept["copy_kind"], kept["valid"]) == ("out", "dunning", "original", True)
    assert (kept["doc_no"], kept["pages"], kept["reply_by"]) == ("湘机函〔2025〕6号", 2, "2025-06-30")
    prints(
        db, "correspondence", "HJ-F-2025-0001", ["文种", "催款函"], ["需回复期限", "2025年06月30日"], ["有效文书", "是"]
    )


def test_consignment(tmp_path: Path) -> None:
    db = traders(tmp_path)
    with new_sheet(db, "轧辊货物托运单、回执单") as t:
        t.send(
            sheet(
                "",
                "hdjc",
                "2025.6.10",
                "湘运物流",
                "湘A·88321",
                "周师傅",
                "1390731",
                "宏达建材雨花仓库",
                "陈会计",
                "3200",
                "2",
            )
            + ENTER
        )
        t.send(sheet("轧辊 Φ650×1400", "Z650-0321", "3", "12.345", "") + ENTER)
        t.send(sheet("2025.6.9", "陈会计", "2", "缺一支"))
        t.send(F6)
        says(t, "“回执日期”（2025年6月9日）早于“发货日期”（2025年6月10日）。请核对两个日期。")
        t.send("2025.6.13" + F6)
        says(t, "“司机电话”1390731 不像大陆的手机或电话号码。请核对；国外号码可以继续。")
        t.send("13907311234" + F6)
        says(t, "已保存 TY-2025-0001")
        leave(t)
    kept = stored(db, "consignment", "TY-2025-0001")
    assert (kept["carrier"], kept["driver_phone"], kept["freight"], kept["freight_payer"]) == (
        "湘运物流",
        "13907311234",
        3200,
        "customer",
    )
    assert (kept["receipt_on"], kept["receipt_qty"], kept["difference"]) == ("2025-06-13", 2, "缺一支")
    prints(
        db,
        "consignment",
        "TY-2025-0001",
        ["托运单"],
        ["回执单"],
        ["轧辊 Φ650×1400", "Z650-0321", "3", "12.345"],
        ["签收数量：", "2"],
        ["付款方", "客户"],
    )
