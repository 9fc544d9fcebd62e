"""H1, H2 and H4 to H7: the archivists of departments, what they hand over and lend, claims, the scope and regulations."""

from __future__ import annotations

from pathlib import Path

from tests.stories.beforehand import holds, new_sheet, prints
from tests.stories.typing import CTRL_U, F6, leave, office, says, sheet


def test_archivist_of_a_department(tmp_path: Path) -> None:
    """H1 部门档案员名单."""
    db = office(tmp_path)
    with new_sheet(db, "部门档案员名单") as t:
        t.send(sheet("xsyb", "swj", "lw", "2024.1.1", "2023.12.31", "2024.1.5", "首次任命") + F6)
        says(t, "“终止日期”（2023年12月31日）早于“起始日期”（2024年1月1日）。请核对两个日期。")
        t.send(CTRL_U + F6)
        t.read(0.5)
        print(t.text)
        t.send(sheet("xsyb", "zxj", "lw", "2025.1.1", "", "2025.1.5", "") + F6)
        says(t, "销售一部现任档案员是单文静（自2024年1月1日起），同一时间只能有一位。")
        t.read(0.5)
        print(t.text)
        t.send(CTRL_U + "xseb" + F6)
        says(t, "已保存 222")
        leave(t)


def test_monthly_transfer(tmp_path: Path) -> None:
    """H2 归档交接签收单."""
    db = office(tmp_path)
    line = ["销〔2025〕4号", "五月销售分析会纪要", "销售一部", "2025.5.30", "0", "", "1", "", "4", "", ""]
    with new_sheet(db, "归档交接签收单") as t:
        t.send(sheet("2025.5", "xsyb", "2025.6.13", "1", *line) + F6)
        t.read(0.5)
        print(t.text)
        t.send(CTRL_U + "8" + F6)
        t.read(0.5)
        print(t.text)
        says(t, "已保存 222")
        leave(t)


def test_temporary_loan(tmp_path: Path) -> None:
    """H4 临时借用文件资料登记."""
    db = office(tmp_path)
    with new_sheet(db, "临时借用文件资料登记") as t:
        t.send(
            sheet(
                "xsyb",
                "2025.6.12",
                "zxj",
                "客户走访计划",
                "销〔2025〕6号",
                "4",
                "核对走访名单",
                "2025.6.20",
                "2025.6.11",
                "1",
            )
            + F6
        )
        t.read(0.5)
        print(t.text)
        t.send(CTRL_U + "2025.6.19" + F6)
        t.read(0.5)
        print(t.text)
        t.send(CTRL_U + "2025.6.16" + F6)
        says(t, "已保存 222")
        leave(t)


def test_travel_claim(tmp_path: Path) -> None:
    """H5 差旅费核报归档签认."""
    db = office(tmp_path)
    with new_sheet(db, "差旅费核报归档签认") as t:
        t.send(
            sheet("lw", "bgs", "1", "档案管理培训班", "2025.6.3", "2025.6.1", "", "BX-118", "培训教材", "0", "120", "")
            + F6
        )
        says(t, "“截止日期”（2025年6月1日）早于“起始日期”（2025年6月3日）。请核对两个日期。")
        t.send(CTRL_U + "2025.6.5" + F6)
        says(t, "“份数”填写 0，应不少于 1。请核对后改正。")
        t.send(CTRL_U + "2" + F6)
        says(t, "已保存 CL-2025-0001")
        leave(t)
    kept = holds(
        db, "expense_clearance", "CL-2025-0001", traveller="李伟", dept="办公室", activity="training",
        activity_name="档案管理培训班", date_from="2025-06-03", date_to="2025-06-05", claim_no="BX-118", status="open",
    )  # fmt: skip
    assert [(x["title"], x["copies"], x["pages"]) for x in kept["items"]] == [("培训教材", 2, 120)]
    prints(
        db,
        "expense_clearance",
        "CL-2025-0001",
        ["活动类别", "外出培训", "活动名称", "档案管理培训班"],
        ["起始日期", "2025年06月03日", "截止日期", "2025年06月05日"],
        ["培训教材", "2", "120"],
        ["部门档案员签字认可："],
    )


def test_line_of_the_scope(tmp_path: Path) -> None:
    """H6 归档范围."""
    db = office(tmp_path)
    with new_sheet(db, "归档范围") as t:
        t.send(sheet("xsyb", "9", "销售合同", "正本", "4", "3") + F6)
        t.read(0.5)
        print(t.text)
        t.send(CTRL_U + "1" + F6)
        t.read(0.5)
        print(t.text)
        t.send(sheet("xsyb", "1", "销售合同", "", "4", "") + F6)
        t.read(0.5)
        print(t.text)
        says(t, "已保存 222")
        leave(t)


def test_regulation(tmp_path: Path) -> None:
    """H7 制度封面."""
    db = office(tmp_path)
    with new_sheet(db, "制度封面") as t:
        t.send(
            sheet(
                "档案管理制度",
                "",
                "lw",
                "xjjx",
                "2025.5.6",
                "bgs",
                "rs",
                "2025.7.1",
                "2025.6.1",
                "第一条 为加强档案管理",
            )
            + F6
        )
        t.read(0.5)
        print(t.text)
        says(t, "“废止日期”（2025年6月1日）早于“生效日期”（2025年7月1日）。请核对两个日期。")
        t.send(CTRL_U + "2030.6.30" + F6)
        t.read(0.5)
        print(t.text)
        says(t, "已保存 222")
        leave(t)
