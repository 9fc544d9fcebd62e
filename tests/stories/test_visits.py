"""Visiting and care: the list, the plan, the record and the report of visits, and the log of relations, each sheet filled once."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from dangan.record import Link
from tests.stories.beforehand import (
    FIRM,
    FIRM_NO,
    MILL,
    MILL_NO,
    entry,
    keep,
    new_sheet,
    prints,
    record,
    traders,
)
from tests.stories.desk import step
from tests.stories.typing import CTRL_X, ENTER, ESC, F3, F6, NEW_LINE, leave, says, sheet, stored


def visited(db: Path) -> Link:
    """A record of a visit to the firm on the Friday before."""
    when = {"arrived_at": datetime(2025, 6, 13, 9, 30)}
    said = {"contact": "赵宏达", "needs": "缩短交货期", "service_opinion": "满意"}
    return keep(db, "visit_record", "swj", customer=record(db, "customer", FIRM_NO), visitor=entry(db, "person", "单文静"), **when, **said)  # fmt: skip


def test_list_of_customers_to_visit(tmp_path: Path) -> None:
    db = traders(tmp_path)
    visited(db)
    with new_sheet(db, "客户名单") as t:
        t.send(sheet("2025.7", "重要客户", "lw", "") + ENTER)
        t.send(sheet("hdjc", "旺季前备货", "半年未走访", "swj", "2025.7.8") + ENTER)
        t.send(sheet("hdjc", "", "新投产线", "zxj", "2025.7.32"))
        t.send(F6)
        says(t, f"“客户名单”第 2 行与第 1 行重复（{FIRM_NO}）。请删去其中一行。")
        t.send("yyzg" + F6)
        says(t, "“建议时间”的日期“2025.7.32”不存在。请按年月日填写，例如 2024-03-01、20240301 或 3.1。")
        t.send("2025.7.22" + F6)
        says(t, "已保存 MD-202507-001")
        leave(t)
    kept = stored(db, "visit_list", "MD-202507-001")
    assert (kept["period"], kept["prepared_by"], kept["prepared_on"]) == ("2025-07", "李伟", "2025-06-16")
    assert [(x["seq"], x["customer"], x["grade"], x["last_visit"], x["visitor"]) for x in kept["items"]] == [
        (1, FIRM_NO, "important", "2025-06-13", "单文静"),
        (2, MILL_NO, "important", None, "曾小军"),
    ]
    prints(
        db,
        "visit_list",
        "MD-202507-001",
        ["选取条件", "重要客户"],
        ["1", f"{FIRM_NO} {FIRM}", "重要", "2025年06月13日", "旺季前备货"],
        ["新投产线", "曾小军", "2025年07月22日"],
    )


def test_plan_of_visits(tmp_path: Path) -> None:
    db = traders(tmp_path)
    people = entry(db, "person", "单文静")
    firms = [{"customer": record(db, "customer", no), "visitor": people} for no in (FIRM_NO, MILL_NO)]
    keep(db, "visit_list", period="2025-07", items=firms)
    with new_sheet(db, "客户回访计划") as t:
        t.send(sheet("2025.7", "MD-202507-001") + ENTER)
        t.send(sheet("", "2025.6.15", "了解库存", "促成三季度订货", "1", "长沙雨花区", "", "", "", "", "") + ENTER)
        t.send(sheet("", "2025.7.9", "看新线试轧", "争取首单", "5", "0730-8612345", "zxj"))
        t.send(F6)
        says(t, "“回访大概时间”（2025年6月15日）早于“编制日期”（2025年6月16日）。请核对两个日期。")
        t.send("2025.7.8" + F6)
        says(t, "“回访方式”没有“5”这个选项。请从下列选项中选择：上门、电话、邮件、视频。")
        t.send("2" + F6)
        says(t, "已保存 HFJ-202507-001")
        t.send(ESC)
        says(t, "视图")
        t.send(ENTER)
        says(t, "1表单")
        step(t, "提交")
        says(t, "签字人 王芳")
        t.send("1")
        says(t, "草稿 -> 已提交")
        leave(t)
    kept = stored(db, "visit_plan", "HFJ-202507-001")
    assert (kept["visit_list"], kept["prepared_by"]["name"], kept["status"]) == ("MD-202507-001", "王芳", "submitted")
    assert [(x["customer"], x["planned_on"], x["mode"], x["visitor"], x["visit_state"]) for x in kept["items"]] == [
        (FIRM_NO, "2025-07-08", "onsite", "单文静", "planned"),
        (MILL_NO, "2025-07-09", "phone", "曾小军", "planned"),
    ]
    prints(
        db,
        "visit_plan",
        "HFJ-202507-001",
        ["计划期间", "2025年7月"],
        ["2025年07月08日", "了解库存", "促成三季度订货", "上门", "长沙雨花区", "单文静", "已计划"],
        ["批准："],
    )


def test_record_of_a_visit(tmp_path: Path) -> None:
    db = traders(tmp_path)
    visit = {"customer": record(db, "customer", FIRM_NO), "visitor": entry(db, "person", "单文静"), "planned_on": date(2025, 6, 16), "content": "了解库存", "purpose": "促成订货", "mode": "onsite", "place": "长沙", "appointed_at": datetime(2025, 6, 16, 8)}  # fmt: skip
    keep(db, "visit_plan", period="2025-06", items=[visit])
    with new_sheet(db, "客户回访记录表", "swj") as t:
        t.send(
            sheet("HFJ-202506-001", "hdjc", "2025-6-16 10:00", "长沙雨花区", "swj", "赵宏达", "总经理", "13907311234")
            + ENTER
        )
        t.send(
            sheet(
                f"缩短交货期{NEW_LINE}增加规格",
                "响应及时",
                "",
                "",
                "武钢轧辊",
                "4",
                "试轧新辊",
                "swj",
                "2025.6.30",
                "2025.6.13",
                "",
            )
            + ENTER
        )
        t.send(F6)
        says(t, f"{FIRM}的到达时间2025年6月16日 10:00还没有到，不能填写回访记录。请在回访之后填写。")
        t.send("2025-6-16 8:20" + ENTER + F3 + "到达时间" + ENTER)
        says(t, "迟到：晚于预约时间到达。")
        t.send(F6)
        says(t, "“完成日期”（2025年6月13日）早于“到达时间”（2025年6月16日 08:20）。请核对两个日期。")
        t.send("." + F6)
        says(t, "已保存 HFL-202506-0001")
        leave(t)
    kept = stored(db, "visit_record", "HFL-202506-0001")
    assert (kept["plan"], kept["customer"], kept["satisfaction"]) == ("HFJ-202506-001", FIRM_NO, "4")
    assert (kept["appointed_at"], kept["arrived_at"]) == ("2025-06-16 08:00:00", "2025-06-16 08:20:00")
    assert [(x["matter"], x["due_on"], x["done_on"]) for x in kept["promises"]] == [
        ("试轧新辊", "2025-06-30", "2025-06-16")
    ]
    prints(
        db,
        "visit_record",
        "HFL-202506-0001",
        ["预约时间", "2025-06-16 08:00"],
        ["客户满意程度", "满意"],
        ["试轧新辊", "单文静", "2025年06月30日", "2025年06月16日"],
    )


def test_report_on_visits(tmp_path: Path) -> None:
    db = traders(tmp_path)
    assert visited(db).text == "HFL-202506-0001"
    with new_sheet(db, "客户回访报告", "swj") as t:
        t.send(sheet("HFL-202506-0001", "HFL-202506-0001", "") + ENTER)
        t.send(sheet("客户满意，盼早交货", "交货期缩短到 20 天", "排产过满", "增加一班", "", ""))
        t.send(F6)
        says(t, "“回访记录”第 2 行与第 1 行重复（HFL-202506-0001）。请删去其中一行。")
        t.send("HFL-1" + F6)
        says(t, "“回访记录”：没有找到客户回访记录表 HFL-1。请从列表中选择，或先登记该记录。")
        t.send(CTRL_X + F6)
        says(t, "已保存 HFB-202506-001")
        leave(t)
    kept = stored(db, "visit_report", "HFB-202506-001")
    assert [(line["visit_record"], line["customer"]) for line in kept["records"]] == [("HFL-202506-0001", FIRM_NO)]
    assert (kept["conclusions"], kept["proposals"], kept["prepared_on"]) == (
        "客户满意，盼早交货",
        "增加一班",
        "2025-06-16",
    )
    prints(
        db,
        "visit_report",
        "HFB-202506-001",
        [f"HFL-202506-0001 {FIRM}"],
        ["主要结论", "客户满意，盼早交货"],
        ["资料保存人(文员)："],
    )


def test_log_of_relations(tmp_path: Path) -> None:
    db = traders(tmp_path)
    with new_sheet(db, "客户关系维护记录") as t:
        t.send(
            sheet(
                "yyzg", "彭志强", "5", "2025.6.17", "端午节", "送粽子，问轧机检修", "粽子礼盒", "三百", "很高兴", "zxj"
            )
        )
        t.send(F6)
        says(t, "“日期”（2025年6月17日）晚于今天。请填写今天或以前的日期。")
        t.send("2025.5.30" + F6)
        says(t, "“费用”要填数字，“三百”不是数字。请只填数字和小数点，不要带单位。")
        t.send("300" + F6)
        says(t, "已保存 WH-2025-00001")
        leave(t)
    kept = stored(db, "relationship_log", "WH-2025-00001")
    assert (kept["customer"], kept["contact"], kept["way"]) == (MILL_NO, "彭志强", "festival_greeting")
    assert (kept["done_on"], kept["cost"], kept["prepared_by"]) == ("2025-05-30", 300, "曾小军")
    prints(
        db,
        "relationship_log",
        "WH-2025-00001",
        ["客户", f"{MILL_NO} {MILL}"],
        ["联系人", "彭志强"],
        ["☑节假日问候"],
        ["费用", "300.00"],
    )
