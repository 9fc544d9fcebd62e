"""Group D, what is kept about a customer beside its file: each sheet filled once."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

from tests.stories.beforehand import FIRM, FIRM_NO, MILL_NO, holds, keep, new_sheet, prints, record, traders
from tests.stories.typing import ENTER, F6, NEW_LINE, TAB, leave, says, sheet


def test_evaluation_of_a_quarter(tmp_path: Path) -> None:
    db = traders(tmp_path)
    said = {"usage": "用量平稳", "credit_change": "无变化", "person_change": "无变化", "conclusion": "stable"}
    firm = record(db, "customer", FIRM_NO)
    earlier = keep(
        db, "customer_evaluation", customer=firm, year=2025, quarter="q1", usage_t=Decimal("1260"), **said
    ).text
    with new_sheet(db, "客户评价", "swj") as t:
        t.send(sheet("hdjc", "2025", "1", f"新增一条产线{NEW_LINE}用量上升", "1480.5", "", "无变化", "财务经理换为陈会计"))
        t.send(ENTER + sheet("按月结算", "", "1", "建议签订年度合同。", "2025.6.17"))
        t.send(F6)
        says(
            t,
            f"{FIRM} 2025 年第 1 季度已有评价（{earlier}）。请打开原评价修改；已核准的，请在下一季度评价中说明。",
        )
        t.send("2" + F6)
        says(t, "“评价日期”（2025年6月17日）晚于今天。请填写今天或以前的日期。")
        t.send("." + F6)
        says(t, "已保存 PJ-2025Q2-0001")
        leave(t)
    kept = holds(
        db, "customer_evaluation", "PJ-2025Q2-0001", customer=FIRM_NO, year=2025, quarter="q2", conclusion="growing"
    )
    assert (kept["usage"], kept["usage_t"], kept["prev_usage_t"]) == ("新增一条产线\n用量上升", 1480.5, 1260)
    assert (kept["person_change"], kept["evaluated_on"]) == ("财务经理换为陈会计", "2025-06-16")
    prints(
        db,
        "customer_evaluation",
        "PJ-2025Q2-0001",
        ["客户", f"{FIRM_NO} {FIRM}"],
        ["评价季度", "第二季度"],
        ["本季使用量(吨)", "1,480.500"],
    )


def test_account_renamed(tmp_path: Path) -> None:
    db = traders(tmp_path)
    proof = tmp_path / "notice.pdf"
    proof.write_bytes(b"%PDF-1.4 notice of the change of name")
    with new_sheet(db, "开户、更改户名申请") as t:
        t.send(sheet("2", "hdjc", "", FIRM, "改制为股份公司", str(proof), "", "") + ENTER)
        t.send(sheet("lw", "2025.6.13") + ENTER + sheet("swj", "2025.6.31"))
        t.send(F6)
        says(t, f"新户名与原户名相同（{FIRM}）。请填写变更后的户名。")
        t.send("宏达建材股份有限公司" + F6)
        says(t, "“沟通日期”的日期“2025.6.31”不存在。请按年月日填写，例如 2024-03-01、20240301 或 3.1。")
        t.send("." + F6)
        says(t, "已保存 HM-2025-0001")
        leave(t)
    kept = holds(
        db, "account_change", "HM-2025-0001", kind="rename", customer=FIRM_NO, old_name=FIRM, reason="改制为股份公司"
    )
    assert (kept["new_name"], kept["prepared_by"], kept["prepared_on"]) == ("宏达建材股份有限公司", "王芳", "2025-06-16")
    assert [(line["person"], line["informed_on"]) for line in kept["informed"]] == [
        ("李伟", "2025-06-13"),
        ("单文静", "2025-06-16"),
    ]
    prints(
        db,
        "account_change",
        "HM-2025-0001",
        ["原户名", FIRM],
        ["新户名", "宏达建材股份有限公司"],
        ["李伟", "2025年06月13日"],
        ["销售中心存档："],
    )


def test_risk_reported_at_once(tmp_path: Path) -> None:
    db = traders(tmp_path)
    with new_sheet(db, "重点/风险客户情况汇报", "swj") as t:
        t.send(sheet("2", "", "", "zjg", "") + ENTER)
        t.send(sheet("yyzg", "27", f"被诉 86 万元{NEW_LINE}付款逾期 45 天", "14", "四十万", "已停止发货", "转法务处理"))
        t.send(F6)
        says(t, "“风险信号”没有“7”这个选项。请从下列选项中选择：经营状况差、欠账、信誉度下降、面临破产改制、其他。")
        t.send("23" + F6)
        says(t, "“欠款金额”要填数字，“四十万”不是数字。请只填数字和小数点，不要带单位。")
        t.send("41.2w" + F6)
        says(t, "已保存 HB-2025-0001")
        leave(t)
    kept = holds(
        db, "customer_briefing", "HB-2025-0001", kind="urgent", period=None, prepared_by="单文静", addressee="张建国"
    )
    (line,) = kept["items"]
    assert (line["customer"], line["signals"], line["sources"]) == (
        MILL_NO,
        ["arrears", "credit_down"],
        ["salesperson", "web"],
    )
    assert (line["description"], line["arrears"]) == ("被诉 86 万元\n付款逾期 45 天", 412_000)
    prints(
        db,
        "customer_briefing",
        "HB-2025-0001",
        ["类别", "异常上报"],
        ["412,000.00", "已停止发货", "转法务处理"],
        ["批示领导签字："],
    )


def test_dealings_of_a_customer(tmp_path: Path) -> None:
    db = traders(tmp_path)
    other = keep(db, "customer_dealings", customer=record(db, "customer", MILL_NO)).text
    with new_sheet(db, "客户交易资料") as t:
        t.send(sheet("yyzg", "swj", "") + ENTER)
        t.send(sheet("大冶钢贸", "年度框架", "320w", "月结30天", "2025.6.17", "采购主管") + TAB)
        t.send(sheet("2025.4.1", "XS-0931", "轧辊 Φ750", "4", "412000", "货到30天", "2025.5.10", "2025.5.16", "延付") + ENTER)
        t.send(sheet("2025.3.3", "", "轧辊 Φ650", "2.5", "15w", "", "2025.4.2", "2025.4.1", ""))
        t.send(F6)
        says(t, "“信息日期”（2025年6月17日）晚于今天。请填写今天或以前的日期。")
        t.send("2025.6.11" + F6)
        says(t, f"客户交易资料中已有相同的客户（{other}）。请打开已有记录，或更正客户。")
        t.send("hdjc" + F6)
        says(t, "已保存 JJ-2025-0002")
        leave(t)
    kept = holds(db, "customer_dealings", "JJ-2025-0002", customer=FIRM_NO, prepared_by="单文静", prepared_on="2025-06-16")
    assert [(x["competitor"], x["amount"], x["info_date"]) for x in kept["competitor_deals"]] == [
        ("大冶钢贸", 3_200_000, "2025-06-11")
    ]
    assert [(x["product"], x["quantity"], x["amount"], x["overdue_days"]) for x in kept["own_deals"]] == [
        ("轧辊 Φ750", 4, 412_000, 6),
        ("轧辊 Φ650", 2.5, 150_000, 0),
    ]
    prints(
        db,
        "customer_dealings",
        "JJ-2025-0002",
        ["大冶钢贸", "年度框架", "3,200,000.00", "月结30天", "2025年06月11日", "采购主管"],
        ["轧辊 Φ750", "4.000", "412,000.00", "货到30天", "2025年05月10日", "2025年05月16日", "6", "延付"],
        ["记录人", "单文静"],
    )
