"""B2 归档案卷目录表: volumes of a catalogue, the number of each given when it is filed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.stories.typing import ENTER, F5, F6, leave, lines, missing, office, program, says, sheet, stored, workbook

YEAR = date.today().year
SHEET = ["J012", "2025", "bgs"]
VOLUMES = [
    ["", "", "1.2", "2025年度公司办公会议纪要", "2025.1.6", "2025.12.29", "86", "", "yj", "", "", "", "", ""],
    ["", "", "1.3", "2025年度行政发文", "2025.3.1", "2025.1.31", "120", "", "3", "缺第8号文", "", "", "", ""],
    ["1", "", "1.4", "2025年度" + "安全生产检查" * 17, "2025.1.1", "2025.12.31", "64", "", "8年", "", "", "", "", ""],
]
PRINTED = [
    ["案卷顺序号", "档号", "立卷类目号", "案卷标题", "起止日期", "卷内张数", "保管期限", "备注"],
    ["1.2", "2025年度公司办公会议纪要", "2025年01月06日 至 2025年12月29日", "86", "永久"],
    ["1.3", "2025年度行政发文", "2025年03月01日 至 2025年11月30日", "120", "15年", "缺第8号文"],
    ["1", "1.4", "2025年度" + "安全生产检查" * 17, "2025年01月01日 至 2025年12月31日", "64", "8年"],
    ["制表人：", "王芳", "制表日期：", f"{date.today():%Y年%m月%d日}", "审核人："],
]


def test_volumes(tmp_path: Path) -> None:
    db = office(tmp_path)
    with program(db) as t:
        t.send("2" + ENTER)
        says(t, "档案目录表")
        t.send("2" + ENTER + F5)
        says(t, "1 卷内备考表")
        t.send(sheet(*SHEET, *VOLUMES[0]) + ENTER)
        says(t, f"已保存 AJ-{YEAR}-0001")
        t.send(sheet(*VOLUMES[1]) + ENTER)
        says(t, "“起止日期(止)”（2025年1月31日）早于“起止日期(起)”（2025年3月1日）。请核对两个日期。")
        t.send("2025.11.30" + F6)
        says(t, f"已保存 AJ-{YEAR}-0002")
        t.send(sheet(*VOLUMES[2]) + ENTER)
        says(t, "案卷标题有 108 个字，超过 100 个字。标题宜写明责任者、内容和文种，请尽量精简。 1 照样保存  2 去改")
        t.send("1" + ENTER)
        says(t, f"已保存 AJ-{YEAR}-0003")
        leave(t)
    kept = [stored(db, "file_catalogue", f"AJ-{YEAR}-000{n}") for n in (1, 2, 3)]
    assert [(v["fonds_no"], v["catalogue_no"], v["dept"], v["status"]) for v in kept] == [
        ("J012", "2025", "办公室", "open")
    ] * 3
    assert [
        (v["volume_seq"], v["filing_class_no"], v["date_from"], v["date_to"], v["sheets"], v["retention"]) for v in kept
    ] == [
        (None, "1.2", "2025-01-06", "2025-12-29", 86, "permanent"),
        (None, "1.3", "2025-03-01", "2025-11-30", 120, "y15"),
        (1, "1.4", "2025-01-01", "2025-12-31", 64, "8年"),
    ]
    assert (kept[1]["remarks"], kept[0]["prepared_by"], kept[0]["checked_by"]) == ("缺第8号文", "王芳", None)
    (paper,) = workbook(db, "file_catalogue", "form_a4")
    printed = lines(paper)
    assert printed[:2] == [["归档案卷目录表"], ["卷宗号", "J012", "目录号", "2025", "部门", "办公室"]]
    assert missing(paper, PRINTED) == []
    (ledger,) = workbook(db, "file_catalogue", "ledger")
    assert ledger.title == "归档案卷目录表" and ledger.max_row == 4
    assert ledger.freeze_panes is not None and ledger.auto_filter.ref
