"""Group E, use: what customers say of their rolls and what quality decides, each sheet filled once."""

from __future__ import annotations

from pathlib import Path

from dangan.record import Link
from tests.stories.beforehand import (
    MILL_NO,
    MONDAY,
    appoint,
    keep,
    new_sheet,
    prints,
    record,
    take,
    traders,
)
from tests.stories.typing import ENTER, F6, TAB, leave, missing, says, sheet, stored, workbook


def test_consultation_on_use(tmp_path: Path) -> None:
    db = traders(tmp_path)
    with new_sheet(db, "轧辊使用咨询资料") as t:
        t.send(
            sheet(
                "yyzg", "2025.6.17", "2", "Z650-0321", "Φ650×1400", "精轧第二架", "3500.25", "换辊后轧制稳定", "", "swj"
            )
        )
        t.send(F6)
        says(t, "“日期”（2025年6月17日）晚于今天。请填写今天或以前的日期。")
        t.send("2025.6.12" + F6)
        says(t, "“轧制量(吨)”最多保留 1 位小数，“3500.25”超出。请四舍五入后填写。")
        t.send("3500.3" + F6)
        says(t, "已保存 ZF-2025-0001")
        leave(t)
    kept = stored(db, "roll_usage_consult", "ZF-2025-0001")
    assert (kept["customer"], kept["mode"], kept["contact_on"], kept["tonnage"]) == (
        MILL_NO,
        "visit",
        "2025-06-12",
        3500.3,
    )
    assert (kept["roll_no"], kept["position"], kept["prepared_by"]) == ("Z650-0321", "精轧第二架", "单文静")
    prints(
        db,
        "roll_usage_consult",
        "ZF-2025-0001",
        ["联系方式", "走访"],
        ["轧制量(吨)", "3,500.3"],
        ["使用意见反馈", "换辊后轧制稳定"],
    )


def test_quality_feedback(tmp_path: Path) -> None:
    db = traders(tmp_path)
    with new_sheet(db, "轧辊质量反馈信息单") as t:
        t.send(
            sheet(
                "yyzg",
                "2025.6.13",
                "",
                "Z650-0321",
                "Φ650×1400",
                "高铬铸铁",
                "2025.5.10",
                "2025.5.1",
                "1200",
                "27",
                "辊颈锈蚀",
            )
            + ENTER
        )
        t.send(sheet("辊身剥落 30 毫米", "更换", "swj", "2025.6.12"))
        t.send(F6)
        says(t, "“下机日期”（2025年5月1日）早于“上机日期”（2025年5月10日）。请核对两个日期。")
        t.send("2025.6.1" + F6)
        says(t, "“递交品管部日期”（2025年6月12日）早于“反馈日期”（2025年6月13日）。请核对两个日期。")
        t.send("." + F6)
        says(t, "已保存 FK-2025-0001")
        leave(t)
    kept = stored(db, "roll_quality_feedback", "FK-2025-0001")
    assert (set(kept["defects"]), kept["defects_other"], kept["status"]) == ({"spall", "other"}, "辊颈锈蚀", "reported")
    assert (kept["removed_on"], kept["passed_on"], kept["tonnage"]) == ("2025-06-01", "2025-06-16", 1200)
    prints(
        db,
        "roll_quality_feedback",
        "FK-2025-0001",
        ["轧辊编号", "Z650-0321"],
        ["□断辊", "☑剥落"],
        ["填报人(销售人员)", "单文静"],
    )
    (ledger,) = workbook(db, "roll_quality_feedback", "ledger", "FK-2025-0001")
    assert missing(ledger, [["剥落、其他(辊颈锈蚀)"]]) == []


def feedback(db: Path) -> Link:
    """A feedback sheet of the mill that quality has received."""
    appoint(db, "李伟", "quality")
    made = keep(db, "roll_quality_feedback", "swj", customer=record(db, "customer", MILL_NO), reported_on=MONDAY, passed_on=MONDAY, roll_no="Z650-0321", defects=("spall",), description="辊身剥落")  # fmt: skip
    take(db, made, "receive", "lw")
    return made


def test_result_of_an_objection(tmp_path: Path) -> None:
    db = traders(tmp_path)
    assert feedback(db).text == "FK-2025-0001"
    answers = ["FK-2025-0001", "2025.6.17", "皮下疏松", "浇注温度偏低", "1", "3", "1.2w", "同意赔偿"]
    with new_sheet(db, "轧辊质量异议处理结果", "swj") as t:
        t.send(sheet(*answers) + F6)
        says(t, "质量异议 FK-2025-0001 只能由品管部检查和处理。请把反馈信息单递交品管部。")
    with new_sheet(db, "轧辊质量异议处理结果", "lw") as t:
        t.send(sheet(*answers, "2025.6.13") + F6)
        says(t, "“检查日期”（2025年6月17日）晚于今天。请填写今天或以前的日期。")
        t.send("." + F6)
        says(t, "“回复日期”（2025年6月13日）早于“检查日期”（2025年6月16日）。请核对两个日期。")
        t.send("." + F6)
        says(t, "已保存 YY-2025-0001")
        leave(t)
    kept = stored(db, "roll_quality_resolution", "YY-2025-0001")
    assert (kept["feedback"], kept["liability"], kept["decision"], kept["amount"]) == (
        "FK-2025-0001",
        "ours",
        "compensate",
        12_000,
    )
    prints(
        db,
        "roll_quality_resolution",
        "YY-2025-0001",
        ["反馈单编号", "FK-2025-0001 岳阳轧钢厂"],
        ["处理结果", "赔偿"],
        ["赔付金额", "12,000.00"],
        ["品管部负责人："],
    )


def test_overall_evaluation(tmp_path: Path) -> None:
    db = traders(tmp_path)
    scores = [
        "6",
        "1",
        "",
        "4",
        "2",
        "",
        "4",
        "",
        "",
        "5",
        "1",
        "单支轧制量最高",
        "3",
        "",
        "",
        "5",
        "",
        "",
        "4",
        "",
        "",
    ]
    with new_sheet(db, "轧辊使用综合评价表") as t:
        t.send(sheet("yyzg", "2025.1.1", "2024.12.31", "Φ650×1400") + ENTER)
        t.send(sheet(*scores) + TAB + "彭志强")
        t.send(F6)
        says(t, "“评价期止”（2024年12月31日）早于“评价期起”（2025年1月1日）。请核对两个日期。")
        t.send("2025.5.31" + F6)
        says(t, "“评分”填写 6，应在 1 到 5 之间。请核对后改正。")
        t.send("5" + F6)
        says(t, "已保存 ZP-2025-0001")
        leave(t)
    kept = stored(db, "roll_usage_evaluation", "ZP-2025-0001")
    assert [(line["aspect"], line["score"], line["compare"]) for line in kept["items"]][:2] == [
        ("hardness", 5, "better"),
        ("wear", 4, "equal"),
    ]
    assert (len(kept["items"]), kept["overall"], kept["customer_sign"]) == (7, 4.29, "彭志强")
    prints(
        db,
        "roll_usage_evaluation",
        "ZP-2025-0001",
        ["硬度均匀性", "5", "优"],
        ["使用寿命(吨/支)", "5", "优", "单支轧制量最高"],
        ["综合得分：", "4.29"],
    )
