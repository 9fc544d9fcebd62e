"""B3 档案目录表: thirty lines of the office's book, typed one after the other."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.stories.typing import (
    ENTER,
    ESC,
    F2,
    F3,
    F5,
    F6,
    F9,
    UP,
    leave,
    lines,
    office,
    program,
    says,
    sheet,
    stored,
    workbook,
)

YEAR = date.today().year
PASSED = ["内容", "备注", "档号", "所属案卷", "页数", "起始页号", "截止页号", "责任者", "文件日期", "密级", "保管期限"]
KINDS = ["通知", "报告", "请示", "批复", "纪要", "合同"]
BOOK = [
    (f"湘机办〔2025〕{n}号" if n % 3 else "", f"关于第{n}号库房检查情况的{KINDS[n % 6]}", f"2025{1 + n // 3:02}{10 + n:02}" if n < 20 else "")
    for n in range(1, 31)
]  # fmt: skip


def test_thirty_lines(tmp_path: Path) -> None:
    db = office(tmp_path)
    with program(db) as t:
        t.send("2" + ENTER + "3" + ENTER)
        says(t, "还没有档案。F5 录入第一份")
        t.send(F5)
        says(t, "*部门")
        for name in PASSED:
            t.send(F3 + name + ENTER)
            t.read(0.3)
            t.send(F9 + "不停")
            says(t, "此项不停 (全单位)")
            t.send("2")
            says(t, "回车将跳过此项")
        t.send(F3 + "部门" + ENTER + "bgs" + ENTER)
        t.send("".join(sheet("", doc_no, title, filed_on) + ENTER for doc_no, title, filed_on in BOOK))
        says(t, f"已保存 ML-{YEAR}-0030")
        t.send("5" + ENTER)
        says(t, f"档案目录表中已有相同的部门、编号（ML-{YEAR}-0005）。请打开已有记录，或更正部门、编号。")
        t.send(sheet("", "库房钥匙交接单", "+3") + ENTER)
        says(t, "晚于今天。请填写今天或以前的日期。")
        t.send("." + ENTER)
        says(t, f"档案目录表中已有相同的部门、编号（ML-{YEAR}-0005）。请打开已有记录，或更正部门、编号。")
        t.send("31" + F6)
        says(t, f"已保存 ML-{YEAR}-0031")
        t.send(UP + ENTER + ENTER)
        says(t, "库房钥匙交接单")
        t.send(F2 + "(补)" + F6)
        says(t, f"已保存 ML-{YEAR}-0031")
        t.send(ESC)
        says(t, "共 31 份")
        leave(t)
    kept = stored(db, "item_catalogue", f"ML-{YEAR}-0030")
    assert (kept["dept"], kept["item_no"], kept["doc_no"]) == ("办公室", "30", None)
    assert (kept["title"], kept["filed_on"]) == ("关于第30号库房检查情况的通知", "2025-07-29")
    assert stored(db, "item_catalogue", f"ML-{YEAR}-0031")["title"] == "库房钥匙交接单(补)"
    (paper,) = workbook(db, "item_catalogue", "form_a4")
    printed = lines(paper)
    assert printed[:2] == [["档案目录表"], ["部门", "办公室"]]
    for n, (doc_no, title, _day) in enumerate(BOOK, 1):
        (line,) = [line for line in printed if line[0] == str(n)]
        assert line[:-1] == [str(n), *([doc_no] if doc_no else []), title]
    (ledger,) = workbook(db, "item_catalogue", "ledger")
    rows = [[cell.value for cell in row] for row in ledger.iter_rows()]
    assert len(rows) == 32 and rows[1][:4] == ["办公室", "1", "湘机办〔2025〕1号", "关于第1号库房检查情况的报告"]
    assert rows[1][5].date() == date(2025, 1, 11)
