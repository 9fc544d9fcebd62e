"""B1, B4 to B7 and B12: papers handed over, their places, the index, what is classified, the safe and the periods."""

from __future__ import annotations

from pathlib import Path

from tests.stories.beforehand import holds, new_sheet, prints
from tests.stories.typing import CTRL_U, ENTER, F6, leave, office, says, sheet


def test_papers_handed_over(tmp_path: Path) -> None:
    """B1 归档表."""
    db = office(tmp_path)
    first = ["湘机办〔2025〕8号", "关于冬季消防检查的通知", "办公室", "2025.1.16", "3", "", "1", "", "4", "", ""]
    second = ["湘机办〔2025〕9号", "2024年度档案工作总结", "李伟", "2024.12.30", "0", "2", "3", "", "8年", "", "附光盘"]
    with new_sheet(db, "归档表") as t:
        t.send(sheet("bgs", "2025.7.1", "", "2", *first, *second) + F6)
        says(t, "“归档日期”（2025年7月1日）晚于今天。请填写今天或以前的日期。")
        t.send(CTRL_U + "2025.2.28" + F6)
        says(t, "第 2 行《2024年度档案工作总结》没有页数。请数清页数（封面也算）后填写，最少 1 页。")
        t.send(CTRL_U + "12" + F6)
        says(t, "已保存 GD-2025-0001")
        leave(t)
    kept = holds(db, "filing_form", "GD-2025-0001", dept="办公室", filed_on="2025-02-28", year=2025, record_class="adm")
    papers = [(x["seq"], x["pages"], x["copies"], x["copy_kind"], x["secrecy"], x["retention"]) for x in kept["items"]]
    assert papers == [(1, 3, 1, "original", "internal", "y10"), (2, 12, 2, "copy", "internal", "8年")]
    prints(
        db,
        "filing_form",
        "GD-2025-0001",
        ["归档日期", "2025年02月28日", "归档年度", "2025"],
        [
            "1",
            "湘机办〔2025〕8号",
            "关于冬季消防检查的通知",
            "办公室",
            "2025年01月16日",
            "3",
            "1",
            "正本",
            "内部",
            "10年",
        ],
        ["2024年度档案工作总结", "李伟", "2024年12月30日", "12", "2", "复印件", "内部", "8年", "附光盘"],
    )


def test_place_on_a_shelf(tmp_path: Path) -> None:
    """B4 企业档案存放表."""
    db = office(tmp_path)
    first = ["3", "2024年度人事档案", "RS-0001", "RS-0040", "0", "二楼库房", "A3", "", "7", "2025.1.6", "lw", "防潮"]
    with new_sheet(db, "企业档案存放表") as t:
        t.send(sheet(*first) + F6)
        says(t, "“数量(卷/册)”填写 0，应不少于 1。请核对后改正。")
        t.send(CTRL_U + "40" + F6)
        says(t, "已保存 CF-2025-0001")
        t.send(sheet("2", "行政发文", "RS-0040", "XZ-0020", "12", "", "", "", "7", "", "", "") + F6)
        says(t, "起止档号与另一存放位置的重叠。一卷只有一个存放位置；请核对起止档号。")
        t.send(CTRL_U + "XZ-0021" + F6)
        says(t, "“截止档号”（XZ-0020）早于“起始档号”（XZ-0021）。请核对两项。")
        t.send(CTRL_U + "XZ-0032" + F6)
        says(t, "企业档案存放表中已有相同的存放地点/库房、柜号、层/格、盒号（CF-2025-0001）。")
        t.send(CTRL_U + "8" + F6)
        says(t, "已保存 CF-2025-0002")
        leave(t)
    place = {"room": "二楼库房", "cabinet": "A3", "shelf": None, "box": "7"}
    holds(db, "storage_location", "CF-2025-0001", **place, record_class="hr", quantity=40, custodian="李伟", prepared_by="王芳")  # fmt: skip
    holds(db, "storage_location", "CF-2025-0002", **place | {"box": "8"}, archive_no_from="XZ-0021", custodian="王芳")
    prints(
        db,
        "storage_location",
        "CF-2025-0001",
        ["人事", "2024年度人事档案", "RS-0001", "RS-0040", "40"],
        ["A3", "7", "2025年01月06日", "李伟", "防潮"],
        ["制表人：", "王芳", "制表日期：", "2025年06月16日"],
    )


def test_index(tmp_path: Path) -> None:
    """B5 档案索引表."""
    db = office(tmp_path)
    notice = ["安全生产", "4", "XZ-0003", "", "", "5", "安全生产检查通报"]
    with new_sheet(db, "档案索引表") as t:
        t.send(sheet("综合索引", "rs", "", "", *notice, "", *notice, "重") + ENTER)
        t.send(sheet("张建国", "1", "RS-0012", "", "", "0", "任职决定", "") + F6)
        says(t, "“页号”填写 0，应不少于 1。请核对后改正。")
        t.send(CTRL_U + "3" + F6)
        says(t, "“档案索引表”第 2 行与第 1 行重复（主题、安全生产、XZ-0003、5）。请删去其中一行。")
        t.send(CTRL_U + "6" + F6)
        says(t, "已保存 SY-2025-0001")
        leave(t)
    kept = holds(db, "archive_index", "SY-2025-0001", index_name="综合索引", dept="人事部", prepared_by="王芳")
    assert [(x["term"], x["kind"], x["archive_no"], x["page"]) for x in kept["entries"]] == [
        ("安全生产", "subject", "XZ-0003", 5),
        ("安全生产", "subject", "XZ-0003", 6),
        ("张建国", "person", "RS-0012", 3),
    ]
    prints(
        db,
        "archive_index",
        "SY-2025-0001",
        ["索引名称", "综合索引", "部门", "人事部"],
        ["安全生产", "主题", "XZ-0003", "6", "安全生产检查通报", "重"],
        ["张建国", "人名", "RS-0012", "3", "任职决定"],
    )


def test_document_in_custody(tmp_path: Path) -> None:
    """B6 (机密)文件保管备查簿."""
    db = office(tmp_path)
    head = ["2025.1.6", "湘密〔2024〕3号", "干部考察材料", "rs", "JM-0001", "3", "", "1", "2", "", "", "2024.1.6", "lw"]
    with new_sheet(db, "(机密)文件保管备查簿") as t:
        t.send(sheet(*head, "lw", "lw") + F6)
        says(t, "“保密期限”（2024年1月6日）早于“归档日期”（2025年1月6日）。请核对两个日期。")
        t.send(CTRL_U + "2035.1.6" + F6)
        says(t, "“知悉范围”第 2 行与第 1 行重复（李伟）。请删去其中一行。")
        t.send(CTRL_U + "zjg" + F6)
        says(t, "已保存 JM-2025-0001")
        leave(t)
    kept = holds(
        db, "classified_register", "JM-2025-0001", handling_dept="人事部", planned_retention="y15", dup_count=1,
        photo_count=2, secrecy="secret", secret_until="2035-01-06", loan_approver="李伟",
    )  # fmt: skip
    assert [line["person"] for line in kept["cleared_persons"]] == ["李伟", "张建国"]
    prints(
        db,
        "classified_register",
        "JM-2025-0001",
        ["副本", "影本"],
        ["2025年01月06日", "湘密〔2024〕3号", "干部考察材料", "人事部", "JM-0001", "15年", "1", "2"],
    )


def test_deposit_in_the_safe(tmp_path: Path) -> None:
    """B7 档案明细表."""
    db = office(tmp_path)
    head, deposit = ["1号库", "B-02", "2030.12.31"], ["xjmy", "bgs", "湘江贸易公司股权证", "5", "2025.1.6"]
    with new_sheet(db, "档案明细表") as t:
        t.send(sheet(*head, *deposit, "2025.1.5", "lw", "2025.6.2", "") + F6)
        says(t, "“出库日期”（2025年1月5日）早于“入库日期”（2025年1月6日）。请核对两个日期。")
        t.send(CTRL_U + "2025.6.3" + F6)
        says(t, "“签收日期”（2025年6月2日）早于“出库日期”（2025年6月3日）。请核对两个日期。")
        t.send(CTRL_U + "2025.6.3" + F6)
        says(t, "已保存 MX-2025-0001")
        leave(t)
    holds(
        db, "vault_detail", "MX-2025-0001", vault_no="1号库", cabinet_no="B-02", seq=1, company="湘江贸易公司",
        record_class="certificate", in_date="2025-01-06", out_date="2025-06-03", recipient="李伟",
        signed_on="2025-06-03", keep_until="2030-12-31", row_keep_until="2030-12-31",
    )  # fmt: skip
    prints(
        db,
        "vault_detail",
        "MX-2025-0001",
        ["保险库号", "1号库", "柜位号", "B-02"],
        ["1", "湘江贸易公司", "办公室", "湘江贸易公司股权证", "权证", "2025年01月06日"],
        ["2025年06月03日", "李伟", "2025年06月03日", "2030年12月31日"],
    )


def test_period_of_a_series(tmp_path: Path) -> None:
    """B12 档案保存年限表."""
    db = office(tmp_path)
    with new_sheet(db, "档案保存年限表") as t:
        t.send(sheet("4", "招投标文件", "5", "", "Biz", "2", "", "1", "2025.1.1", "2024.12.31") + F6)
        says(t, "“系列代码”的内容“Biz”格式不对。请按此格式填写：org_board。")
        t.send(CTRL_U + "biz_bids" + F6)
        says(t, "“废止日期”（2024年12月31日）早于“生效日期”（2025年1月1日）。请核对两个日期。")
        t.send(CTRL_U + "2029.12.31" + F6)
        says(t, "已保存 NX-2025-0001")
        leave(t)
    holds(
        db, "retention_schedule", "NX-2025-0001", record_class="biz", series_title="招投标文件", series_retention="y5",
        series_code="biz_bids", trigger_event="contract_end", custodian_role="archivist", action="destroy",
        valid_from="2025-01-01", valid_to="2029-12-31",
    )  # fmt: skip
    prints(
        db,
        "retention_schedule",
        "NX-2025-0001",
        ["档案分类", "档案名称", "保管期限", "备注"],
        ["经营业务", "招投标文件", "5年"],
    )
