"""Complaints, satisfaction and quality: each sheet of group F after the visits, and the campaign I3, filled once."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from dangan.record import Link
from tests.stories.beforehand import (
    FIRM,
    FIRM_NO,
    MILL,
    MILL_NO,
    MONDAY,
    appoint,
    entry,
    keep,
    new_sheet,
    prints,
    record,
    take,
    traders,
)
from tests.stories.typing import ENTER, F3, F6, leave, says, sheet, stored

YEAR = "2025年度"
ITEMS = ("service_quality", "price", "company")


def campaign(db: Path, **more: Any) -> Link:
    """A campaign of three items that asks the firm, open."""
    appoint(db, "张建国", "gm")
    dept, leader = entry(db, "dept", "办公室"), entry(db, "person", "李伟")
    days = {"date_from": date(2025, 6, 1), "date_to": date(2025, 6, 30)}
    asked = {"items": [{"item": item} for item in ITEMS], "invited": [{"customer": record(db, "customer", FIRM_NO)}]}
    made = keep(
        db, "satisfaction_campaign", "lw", campaign=YEAR, organiser_dept=dept, leader=leader, **days, **asked, **more
    )
    take(db, made, "start", "zjg")
    return made


def answered(db: Path) -> None:
    """The mill's sheet is back: very satisfied, satisfied, no answer."""
    scores = [{"item": item, "score": score} for item, score in zip(ITEMS, ("5", "4", None), strict=True)]
    keep(db, "satisfaction_survey", "lw", campaign=YEAR, customer=record(db, "customer", MILL_NO), sent_on=MONDAY, returned_on=MONDAY, scores=scores)  # fmt: skip


def test_complaint(tmp_path: Path) -> None:
    db = traders(tmp_path)
    with new_sheet(db, "客户投诉") as t:
        t.send(
            sheet("xsyb", "2025-6-16 10:30", "", "hdjc", "陈会计", "0731-84556677", "1", "HT-2025-0001", "3") + ENTER
        )
        t.send(sheet("合同交货期已过两周", "月底前交齐", "4") + F6)
        says(t, "“接收时间”（2025年6月16日 10:30）晚于今天。请填写今天或以前的日期。")
        t.send("2025-6-16 8:30" + F6)
        says(t, "“严重程度”没有“4”这个选项。请从下列选项中选择：一般、重要、重大。")
        t.send("2" + F6)
        says(t, "已保存 TS-2025-0001")
        leave(t)
    kept = stored(db, "complaint", "TS-2025-0001")
    assert (kept["dept"], kept["received_by"], kept["customer"]) == ("销售一部", "王芳", FIRM_NO)
    assert (kept["channel"], kept["kind"], kept["severity"], kept["status"]) == (
        "phone",
        "delivery",
        "major",
        "received",
    )
    prints(
        db,
        "complaint",
        "TS-2025-0001",
        ["接收时间", "2025-06-16 08:30"],
        ["投诉类别", "交货"],
        ["投诉内容", "合同交货期已过两周"],
    )


def test_questionnaire(tmp_path: Path) -> None:
    db = traders(tmp_path)
    campaign(db)
    with new_sheet(db, "顾客满意度调查表", "lw") as t:
        t.send(sheet(YEAR, "hdjc", "2025.6.3", "", "2025.6.2", "陈会计"))
        t.send(F6)
        says(t, f"{FIRM}在“{YEAR}”中已有调查表（MY-2025-0001）。请打开原表填写。")
        t.send("yyzg" + F6)
        says(t, "“收回日期”（2025年6月2日）早于“发放日期”（2025年6月3日）。请核对两个日期。")
        t.send("2025.6.13" + ENTER + ENTER)
        t.send(sheet("", "6", "", "", "4", "比同行略高", "", "5", "") + F6)
        says(t, "“服务质量”的评分 6 不在 1 到 5 之间。请填写 5（很满意）到 1（很不满意）；没有回答的请留空。")
        t.send("5" + F6)
        says(t, "已保存 MY-2025-0002")
        leave(t)
    kept = stored(db, "satisfaction_survey", "MY-2025-0002")
    assert [(x["item"], x["score"], x["comment"]) for x in kept["scores"]] == [
        ("service_quality", "5", None),
        ("price", "4", "比同行略高"),
        ("company", "5", None),
    ]
    assert (kept["campaign"], kept["customer"], kept["returned_on"], kept["filled_by"]) == (
        YEAR,
        MILL_NO,
        "2025-06-13",
        "陈会计",
    )
    prints(
        db,
        "satisfaction_survey",
        "MY-2025-0002",
        ["套餐价格价格", "满意", "比同行略高"],
        ["发放人(办公室)", "李伟"],
        ["客户", f"{MILL_NO} {MILL}"],
    )


def test_analysis_of_a_campaign(tmp_path: Path) -> None:
    db = traders(tmp_path)
    campaign(db)
    answered(db)
    with new_sheet(db, "顾客满意度调查分析报告", "lw") as t:
        t.send(sheet(YEAR, "服务满意，价格偏高", "价格", "调整套餐") + ENTER)
        t.send(sheet("", "八五", "", "", "", "", "") + ENTER)
        t.send(sheet("xsyb", "xsyb", "") + F6)
        says(t, "“目标值”要填数字，“八五”不是数字。请只填数字和小数点，不要带单位。")
        t.send("85" + F6)
        says(t, "“顾客满意度调查分析报告”第 2 行与第 1 行重复（销售一部）。请删去其中一行。")
        t.send("bgs" + F6)
        says(t, "已保存 MF-2025-01")
        leave(t)
    kept = stored(db, "satisfaction_analysis", "MF-2025-01")
    assert (kept["sent"], kept["returned"], kept["return_rate"]) == (2, 1, 50)
    assert [(x["item"], x["mean"], x["rate"], x["target"], x["met"]) for x in kept["items"]] == [
        ("service_quality", 5, 100, 85, True),
        ("price", 4, 80, 85, False),
        ("company", None, None, 85, None),
    ]
    assert [x["dept"] for x in kept["distribution"]] == ["销售一部", "办公室"]
    prints(
        db,
        "satisfaction_analysis",
        "MF-2025-01",
        ["回收率", "50.0"],
        ["套餐价格价格", "4.00", "80.0", "85.0", "否"],
        ["分析", "服务满意，价格偏高"],
    )


def test_corrective_action(tmp_path: Path) -> None:
    db = traders(tmp_path)
    firm = record(db, "customer", FIRM_NO)
    keep(db, "complaint", customer=firm, dept=entry(db, "dept", "销售一部"), received_at=datetime(2025, 6, 13, 9), channel="phone", kind="quality", content="剥落", severity="critical")  # fmt: skip
    with new_sheet(db, "纠正预防措施") as t:
        t.send(
            sheet(
                "2",
                "TS-2025-0001",
                "辊身剥落",
                "浇注温度偏低",
                "更换",
                "浇注前测温",
                "xseb",
                "zxj",
                "2025.6.31",
                "2025.6.17",
                "lw",
            )
        )
        t.send(F6)
        says(t, "“完成期限”的日期“2025.6.31”不存在。请按年月日填写，例如 2024-03-01、20240301 或 3.1。")
        t.send("2025.7.31" + F6)
        says(t, "“完成日期”（2025年6月17日）晚于今天。请填写今天或以前的日期。")
        t.send("." + F6)
        says(t, "已保存 JZ-2025-001")
        leave(t)
    kept = stored(db, "corrective_action", "JZ-2025-001")
    assert (kept["origin"], kept["origin_ref"], kept["dept"], kept["responsible"]) == (
        "complaint",
        "TS-2025-0001",
        "销售二部",
        "曾小军",
    )
    assert (kept["due_on"], kept["organiser"], kept["status"]) == ("2025-07-31", "李伟", "open")
    prints(
        db,
        "corrective_action",
        "JZ-2025-001",
        ["来源", "客户投诉"],
        ["预防措施", "浇注前测温"],
        ["组织(办公室)：", "李伟"],
    )


def test_action_for_the_total_below_the_target_of_its_campaign(tmp_path: Path) -> None:
    db = traders(tmp_path)
    campaign(db, target=Decimal(95))
    answered(db)
    report = keep(db, "satisfaction_analysis", "lw", campaign=YEAR, analysis="总体 90%")
    person, dept = entry(db, "person", "李伟"), entry(db, "dept", "办公室")
    words = dict.fromkeys(("nonconformity", "cause", "correction", "prevention"), "-")
    keep(db, "corrective_action", origin="satisfaction", origin_ref=report, responsible=person, dept=dept, due_on=MONDAY, **words)  # fmt: skip
    assert stored(db, "corrective_action", "JZ-2025-001")["origin_item"] is None


def test_quality_tracking(tmp_path: Path) -> None:
    db = traders(tmp_path)
    with new_sheet(db, "产品质量跟踪") as t:
        t.send(
            sheet(
                "xsyb",
                "yyzg",
                "高铬铸铁轧辊",
                "HT-2025-0001",
                "2025.5.16",
                "2025.5.15",
                "1",
                "运转平稳",
                "",
                "满意",
                "2025.5.1",
            )
        )
        t.send(F6)
        says(t, "“跟踪日期”（2025年5月15日）早于“交付日期”（2025年5月16日）。请核对两个日期。")
        t.send("2025.6.16" + F6)
        says(t, "“下次跟踪日期”（2025年5月1日）早于“跟踪日期”（2025年6月16日）。请核对两个日期。")
        t.send("2025.9.14" + F6)
        says(t, "已保存 GZ-2025-0001")
        leave(t)
    kept = stored(db, "quality_tracking", "GZ-2025-0001")
    assert (kept["dept"], kept["customer"], kept["mode"], kept["usage"]) == ("销售一部", MILL_NO, "phone", "运转平稳")
    assert (kept["delivered_on"], kept["tracked_on"], kept["next_on"]) == ("2025-05-16", "2025-06-16", "2025-09-14")
    prints(
        db,
        "quality_tracking",
        "GZ-2025-0001",
        ["产品", "高铬铸铁轧辊"],
        ["跟踪方式", "电话"],
        ["下次跟踪日期", "2025年09月14日"],
    )


def test_opinions_on_use(tmp_path: Path) -> None:
    db = traders(tmp_path)
    with new_sheet(db, "意见与建议调查") as t:
        t.send(
            sheet(
                "yyzg",
                "高铬铸铁轧辊",
                "2025.6.17",
                "4",
                "辊耗比上批低",
                "改进包装",
                "2",
                "zxj",
                "2025.6.13",
                "已转生产部",
            )
        )
        t.send(F6)
        says(t, "“使用起始”（2025年6月17日）晚于今天。请填写今天或以前的日期。")
        t.send("2025.3.1" + F6)
        says(t, "“使用情况”没有“4”这个选项。请从下列选项中选择：良好、一般、有问题。")
        t.send("1" + F6)
        says(t, "已保存 YJ-2025-0001")
        leave(t)
    kept = stored(db, "usage_opinion", "YJ-2025-0001")
    assert (kept["customer"], kept["used_since"], kept["usage"], kept["mode"]) == (
        MILL_NO,
        "2025-03-01",
        "good",
        "visit",
    )
    assert (kept["opinion"], kept["prepared_by"], kept["prepared_on"]) == ("辊耗比上批低", "曾小军", "2025-06-13")
    prints(db, "usage_opinion", "YJ-2025-0001", ["使用情况", "良好"], ["意见", "辊耗比上批低"], ["回复", "已转生产部"])


def test_campaign(tmp_path: Path) -> None:
    db = traders(tmp_path)
    with new_sheet(db, "顾客满意度调查活动") as t:
        t.send(sheet(YEAR, "2025.6.1", "2025.5.31", "", "lw", "120", "全部客户") + ENTER)
        t.send(sheet("1", "", "50", "", "2", "价格是否合理", "30", "80", "") + ENTER)
        t.send(sheet("hdjc", "陈会计", "1"))
        t.send(F6)
        says(t, "“调查截止日期”（2025年5月31日）早于“调查起始日期”（2025年6月1日）。请核对两个日期。")
        t.send("2025.6.30" + F6)
        says(t, "“目标值(%)”填写 120.0，应在 0 到 100 之间。请核对后改正。")
        t.send("85" + F6)
        says(t, "各项权重合计 80.0%，应为 100%。请调整权重，或全部留空（各项相同）。")
        t.send(F3 + "权重" + ENTER + "70" + F6)
        says(t, "已保存 MH-2025-01")
        leave(t)
    kept = stored(db, "satisfaction_campaign", "MH-2025-01")
    assert (kept["campaign"], kept["organiser_dept"], kept["leader"], kept["target"]) == (YEAR, "办公室", "李伟", 85)
    assert [(x["seq"], x["item"], x["weight"], x["item_target"]) for x in kept["items"]] == [
        (1, "service_quality", 70, None),
        (2, "price", 30, 80),
    ]
    prints(
        db,
        "satisfaction_campaign",
        "MH-2025-01",
        ["调查起始日期", "2025年06月01日"],
        ["2", "套餐价格价格", "价格是否合理", "30.0", "80.0"],
        [f"{FIRM_NO} {FIRM}", "陈会计", "邮寄"],
    )
