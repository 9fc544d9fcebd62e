"""A fonds with a class is set up, a volume and its papers typed at their place, one paper moved, the pages put in order."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from dangan.record import Link
from storage.archive import Archive
from tests.stories.typing import DOWN, END, ENTER, ESC, F3, F4, F5, F6, F9, leave, office, program, says, stored
from tests.terminal import Terminal

YEAR = date.today().year


def planned(db: Path) -> None:
    """Fonds J001 with class 2."""
    archive = Archive.open(str(db))
    env = archive.env("lw", "zh")
    dept = archive.directory.depts()[0]
    fonds = archive.save("fonds", {
        **archive.new("fonds", env), "fonds_no": "J001", "fonds_name": "湘江机械", "creator": env.company,
        "year_from": 2000, "keeper_dept": Link(dept.name, dept.id, "dept"),
    }, env)  # fmt: skip
    archive.save("filing_plan", {
        **archive.new("filing_plan", env), "fonds": Link(fonds["record_no"], fonds["_id"], "fonds"), "class_no": "2",
        "class_name": "行政", "record_class": "adm", "class_retention": "y10", "valid_from": date(2020, 1, 1),
    }, env)  # fmt: skip
    archive.close()


def field(t: Terminal, name: str, value: str) -> None:
    """Go to a field by its name and type it."""
    t.send(F3 + name + ENTER)
    t.read(0.3)
    t.send(value + ENTER)


def test_a_class_is_filled_and_put_in_order(tmp_path: Path) -> None:
    db = office(tmp_path)
    planned(db)
    with program(db, "lw") as t:
        t.send(F9)
        says(t, "数字或回车执行")
        t.send("aqz" + ENTER)
        says(t, "档案 > 档案结构")
        t.send(ENTER)
        says(t, "2 行政")
        t.send(ENTER)
        says(t, "这里还没有档案")
        for number, title in enumerate(("会议文件", "来文"), 1):
            t.send(F5)
            says(t, "在此新增:")
            t.send("2")
            says(t, "归档案卷目录表 > 新建")
            for name, value in (("目录号", "1"), ("部门", "bgs"), ("案卷标题", title), ("起止日期(起)", "20240105"),
                                ("起止日期(止)", "20241201"), ("保管期限", "10")):  # fmt: skip
                field(t, name, value)
            t.send(F6)
            says(t, f"已保存 AJ-{YEAR}-{number:04}")
            t.send(ESC)
            says(t, f"{number} 案卷")
        t.send(END + ENTER)
        says(t, "来文")
        for number, title in enumerate(("关于购车的请示", "会议通知", "关于购车的批复"), 1):
            t.send(F5)
            says(t, "档案目录表 > 新建")
            for name, value in (("名称", title), ("归档日期", "."), ("页数", "2")):
                field(t, name, value)
            t.send(F6)
            says(t, f"已保存 ML-{YEAR}-{number:04}")
            t.send(ESC)
            says(t, f"{number} 件")
        t.send(F9)
        says(t, "重排卷内顺序和页号")
        t.send("cp" + ENTER)
        says(t, "应排在《关于购车的请示》的前面")
        t.send(F4)
        says(t, "? -> 1-2")
        t.send(F6)
        says(t, "重排页号的原因")
        t.send("按归档要求" + ENTER)
        says(t, "档案结构")
        t.send("\x1b[H" + DOWN + DOWN)
        t.send(F9 + "1")
        says(t, "移到")
        t.send("\x1b[H" + ENTER)
        says(t, "所属案卷: 来文 -> 会议文件")
        t.send(F6)
        says(t, "移动原因")
        t.send("放错卷" + ENTER)
        says(t, "已将 1 份移到")
        leave(t)
    papers = [stored(db, "item_catalogue", f"ML-{YEAR}-{n:04}") for n in (1, 2, 3)]
    assert sorted(str(p["volume"])[-1] for p in papers) == ["1", "2", "2"]
    assert papers[2]["page_from"] == 1 and {str(p["dept"]) for p in papers} == {"办公室"}
