"""H1, H2 and H4 to H7: the archivists of departments, what they hand over and lend, claims, the scope and regulations."""

from __future__ import annotations

from pathlib import Path

from tests.stories.beforehand import holds, new_sheet, prints
from tests.stories.typing import CTRL_U, ENTER, F3, F5, F6, leave, office, says, sheet


def test_archivist_of_a_department(tmp_path: Path) -> None:
    """H1 部门档案员名单."""
    db = office(tmp_path)
    with new_sheet(db, "部门档案员名单") as t:
        t.send(sheet("xsyb", "swj", "lw", "2024.1.1", "2023.12.31", "2024.1.5", "首次任命") + F6)
        says(t, "“终止日期”（2023年12月31日）早于“起始日期”（2024年1月1日）。请核对两个日期。")
        t.send(CTRL_U + F6)
        says(t, "已保存 0001")
        t.send(sheet("xsyb", "zxj", "lw", "2025.1.1", "", "2025.1.5", "") + F6)
        says(t, "销售一部现任档案员是单文静（自2024年1月1日起），同一时间只能有一位。请先填写单文静的终止日期")
        t.send(F3 + "系统/部门" + ENTER + CTRL_U + "xseb" + F6)
        says(t, "已保存 0002")
        leave(t)
    holds(db, "dept_archivist", "0001", dept="销售一部", person="单文静", valid_from="2024-01-01", valid_to=None)
    holds(db, "dept_archivist", "0002", dept="销售二部", person="曾小军", appointed_by="李伟", reported_on="2025-01-05")
    prints(
        db,
        "dept_archivist",
        "0001",
        ["系统/部门", "部门档案员", "任命人(部门负责人)", "起始日期", "终止日期", "备案日期", "变动说明"],
        ["销售一部", "单文静", "李伟", "2024年01月01日", "2024年01月05日", "首次任命"],
    )


def test_monthly_transfer(tmp_path: Path) -> None:
    """H2 归档交接签收单: three days late; a month with papers is no nil report."""
    db = office(tmp_path)
    line = ["销〔2025〕4号", "五月销售分析会纪要", "销售一部", "2025.5.30", "0", "", "1", "", "4", "", ""]
    with new_sheet(db, "归档交接签收单") as t:
        t.send(sheet("2025.5", "xsyb", "2025.6.13", "1", *line) + F6)
        says(t, "列有文件的月份不是零报。请把“零报”改为“否”，或删去文件。")
        t.send(CTRL_U + "0" + F6)
        says(t, "第 1 行《五月销售分析会纪要》没有页数。请数清页数（封面也算）后填写，最少 1 页。")
        t.send(CTRL_U + "8" + F6)
        says(t, "已保存 JS-2025-0001")
        t.send(F5)
        says(t, "新建")
        t.send(sheet("2025.5", "xsyb") + ENTER)
        says(t, "归档交接签收单中已有相同的部门、月份（JS-2025-0001）。请打开已有记录，或更正部门、月份。")
        leave(t)
    kept = holds(
        db, "monthly_transfer", "JS-2025-0001", month="2025-05", dept="销售一部", handed_on="2025-06-13", late_days=3
    )
    papers = [(x["seq"], x["pages"], x["copies"], x["copy_kind"], x["retention"]) for x in kept["items"]]
    assert papers == [(1, 8, 1, "original", "y10")]
    prints(
        db,
        "monthly_transfer",
        "JS-2025-0001",
        ["交接日期", "2025年06月13日", "逾期天数", "3"],
        ["1", "销〔2025〕4号", "五月销售分析会纪要", "销售一部", "2025年05月30日", "8", "1", "正本", "内部", "10年"],
        ["部门档案员：", "总经理办公室档案员："],
    )


def test_temporary_loan(tmp_path: Path) -> None:
    """H4 临时借用文件资料登记."""
    db = office(tmp_path)
    loan = ["zxj", "客户走访计划", "销〔2025〕6号", "4", "核对走访名单", "2025.6.20", "2025.6.11", "1"]
    with new_sheet(db, "临时借用文件资料登记") as t:
        t.send(sheet("xsyb", "2025.6.12", *loan) + F6)
        says(t, "借期 8 天（2025年6月12日至2025年6月20日）不符合规定，最长 7 天，归还日期不得早于借出日期。")
        t.send(CTRL_U + "2025.6.19" + F6)
        says(t, "“归还日期”（2025年6月11日）早于“登记日期”（2025年6月12日）。请核对两个日期。")
        t.send(CTRL_U + "2025.6.16" + F6)
        says(t, "已保存 LJ-2025-0001")
        leave(t)
    holds(
        db, "temporary_loan", "LJ-2025-0001", dept="销售一部", seq=1, borrower="曾小军", pages=4, due_on="2025-06-19",
        returned_on="2025-06-16", return_check="intact",
    )  # fmt: skip
    prints(
        db,
        "temporary_loan",
        "LJ-2025-0001",
        ["部门", "销售一部"],
        ["1", "2025年06月12日", "曾小军", "客户走访计划", "销〔2025〕6号", "4", "核对走访名单"],
        ["2025年06月19日", "2025年06月16日", "完整无误"],
    )


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
        ["部门", "办公室", "活动类别", "外出培训"],
        ["起止日期", "2025年06月03日至2025年06月05日"],
        ["培训教材", "2", "120"],
        ["部门档案员签字认可：", "会计部核报："],
    )


def test_line_of_the_scope(tmp_path: Path) -> None:
    """H6 归档范围."""
    db = office(tmp_path)
    with new_sheet(db, "归档范围") as t:
        t.send(sheet("xsyb", "9", "销售合同", "正本", "4", "3") + F6)
        says(t, "“材料类别”没有“9”这个选项。请从下列选项中选择：文书档案、声像档案、电子档案、其他。")
        t.send(CTRL_U + "1" + F6)
        says(t, "已保存 0001")
        t.send(sheet("xsyb", "2", "销售合同", "", "3", "20年") + F6)
        says(t, "归档范围中已有相同的部门、材料名称（0001）。请打开已有记录，或更正部门、材料名称。")
        t.send(CTRL_U + "订货会录像" + F6)
        says(t, "已保存 0002")
        leave(t)
    holds(
        db, "filing_scope", "0001", dept="销售一部", kind="document", title="销售合同", note="正本", collector="own_dept",
        scope_retention="y15",
    )  # fmt: skip
    holds(db, "filing_scope", "0002", kind="audiovisual", collector="convening_dept", scope_retention="20年")
    prints(
        db,
        "filing_scope",
        "0001",
        ["部门", "材料类别", "材料名称", "说明", "收集责任", "保管期限"],
        ["销售一部", "文书档案", "销售合同", "正本", "本部门", "15年"],
    )


def test_regulation(tmp_path: Path) -> None:
    """H7 制度封面: the edition in brackets under the title."""
    db = office(tmp_path)
    cover = ["档案管理制度", "", "lw", "xjjx", "2025.5.6", "bgs", "rs", "2025.7.1", "2025.6.1"]
    with new_sheet(db, "制度封面") as t:
        t.send(sheet(*cover, "第一条 为加强档案管理") + F6)
        says(t, "“废止日期”（2025年6月1日）早于“生效日期”（2025年7月1日）。请核对两个日期。")
        t.send(CTRL_U + "2030.6.30" + F6)
        says(t, "已保存 ZD-2025-0001")
        t.send(F5)
        says(t, "新建")
        t.send(sheet("档案管理制度", "最新版") + F6)
        says(t, "制度封面中已有相同的制度名称、版本（ZD-2025-0001）。")
        leave(t)
    holds(
        db, "regulation_cover", "ZD-2025-0001", edition="最新版", prepared_by="李伟", unit="湘江机械总公司",
        exec_dept="办公室", supervise_dept="人事部", valid_to="2030-06-30", body="第一条 为加强档案管理", status="draft",
    )  # fmt: skip
    prints(
        db,
        "regulation_cover",
        "ZD-2025-0001",
        ["档案管理制度"],
        ["(最新版)"],
        ["编制人：", "李伟"],
        ["编制时间：", "2025年05月06日"],
        ["正文", "第一条 为加强档案管理"],
    )
