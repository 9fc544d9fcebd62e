"""W1 at the keyboard with a supplement list C3 inside it, an extension, and every refusal that a screen can meet."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from storage import signatures
from storage.archive import Archive
from tests.processes.conftest import opened
from tests.stories.desk import open_form, sits, step
from tests.stories.typing import CTRL_U, ENTER, ESC, F2, F3, F5, F6, HOME, leave, says, sheet
from tests.terminal import Terminal

MONDAY = date(2024, 3, 4)
LIST, LACKING = "册内资料清单", "补充资料清单"
HEAD = ["鑫源担保项目", "鑫源", "P-1", "", "", "", "20240301", "2", "甲经理"]


def office(folder: Path) -> Path:
    place = folder / "o.db"
    played = opened(place, MONDAY)
    played.save("jia", "customer", {"name": "鑫源担保"})
    played.filed_volume("DA-1", "旧卷")
    played.archive.close()
    return place


def opens(t: Terminal, number: str) -> None:
    """Open a record from the first screen by its number."""
    t.send(number)
    says(t, number)
    t.send(ENTER)
    says(t, "1表单")


def goes_home(t: Terminal) -> None:
    """Back from a record that was opened by its number."""
    t.send(ESC)
    says(t, "回车打开,上下键选择")
    t.send(ESC)
    says(t, "输入即查找")


def test_papers_lacking_and_every_refusal(tmp_path: Path) -> None:
    db = office(tmp_path)
    with sits(db, "jia", MONDAY) as t:
        open_form(t, "3", LIST)
        t.send(F5)
        says(t, "新建")
        t.send(sheet(*HEAD, "甲经理") + ENTER)
        says(t, "A角和B角不能是同一个人（甲经理）。请另选一人担任B角。")
        t.send(F3 + "项目经理B角" + ENTER + "乙经理" + ENTER)
        t.send(sheet("2", "立项申请表", "0") + F6)
        says(t, "第 1 行《立项申请表》没有页数。请数清页数（封面也算）后填写，最少 1 页。")
        t.send(CTRL_U + sheet("3", "01", "1") + F6)
        says(t, "第 1 行《立项申请表》是附件，附件不编码。")
        t.send(CTRL_U + ENTER + "0" + F6)
        says(t, "已保存 CN-2024-0001")
        t.send(ESC)
        says(t, "视图")
        t.send(HOME + ENTER)
        says(t, "1表单")
        step(t, "延期")
        says(t, "本人签字")
        step(t, "A角签字")
        t.send("1")
        says(t, "A角签字:已办,编制中 -> A角已签")
        t.send(F2 + F3 + "项目名称" + ENTER)
        says(t, "CN-2024-0001 已是“A角已签”，“项目名称”不能再改。")
        t.send(ESC)
        says(t, "1表单")
        leave(t)
    with sits(db, "zong", MONDAY) as t:
        opens(t, "CN-2024-0001")
        step(t, "延期")
        t.send(ENTER + "20240320" + ENTER + "1")
        says(t, "清单 CN-2024-0001 的延期还缺延后原因，不能生效。")
        t.send(ESC)
        says(t, "1表单")
        step(t, "延期")
        t.send("权证尚未办妥" + ENTER + "20240320" + ENTER + "1")
        says(t, "延期:已办")
        leave(t)
    with sits(db, "yi", date(2024, 3, 5)) as t:
        opens(t, "CN-2024-0001")
        step(t, "开始审核")
        says(t, "A角已签 -> B角审核中")
        step(t, "要求补充")
        says(t, "B角审核中 -> 待补充")
        goes_home(t)
        open_form(t, "3", LACKING)
        t.send(F5)
        says(t, "新建")
        t.send(sheet("CN-2024-0001", "甲经理") + ENTER)
        says(t, "提出人须是该清单的项目经理B角。请改为B角。")
        t.send(F3 + "提出人" + ENTER + "乙经理" + ENTER + F3 + "资料名称" + ENTER)
        t.send(sheet("收据", "1") + F6)
        says(t, "已保存 CN-2024-0001-B1")
        t.send(ESC)
        says(t, "视图")
        t.send(HOME + ENTER)
        says(t, "[草稿]")
        step(t, "提交")
        says(t, "提交:已办,草稿 -> 已提交")
        step(t, "办结")
        says(t, "A角还没有签收。请A角先签收。")
        says(t, "还有资料没有补齐。请逐项确认补齐后再办结。")
        leave(t)
    with sits(db, "jia", date(2024, 3, 6)) as t:
        opens(t, "CN-2024-0001-B1")
        step(t, "A角签收")
        t.send("1")
        says(t, "A角签收:已办")
        goes_home(t)
        opens(t, "CN-2024-0001")
        t.send(F2 + F3 + "资料名称" + ENTER + F5 + sheet("2", "收据", "1") + F6)
        says(t, "已保存 CN-2024-0001")
        t.send(ESC)
        says(t, "[待补充]")
        step(t, "补充完毕")
        t.send("1")
        says(t, "待补充 -> B角审核中")
        leave(t)
    with sits(db, "yi", date(2024, 3, 7)) as t:
        opens(t, "CN-2024-0001")
        t.send(F2 + F3 + "编码" + ENTER + "01" + ENTER + "02" + F6)
        says(t, "已保存 CN-2024-0001")
        t.send(ESC)
        says(t, "1表单")
        step(t, "B角签字")
        t.send("1")
        says(t, "B角审核中 -> B角已签")
        step(t, "移交档案室")
        says(t, "清单 CN-2024-0001 还有 1 项资料没有补齐，不能移交档案室。")
        says(t, "请A角按补充资料清单 CN-2024-0001-B1 补齐")
        goes_home(t)
        opens(t, "CN-2024-0001-B1")
        step(t, "确认补齐")
        t.send("1" + F6)
        says(t, "补齐日期: 2024-03-07")
        t.send(ENTER + ENTER)
        says(t, "确认补齐:已办")
        step(t, "办结")
        t.send("1")
        says(t, "办结:已办,已提交 -> 已核准")
        leave(t)
    with sits(db, "yi", date(2024, 3, 22)) as t:
        opens(t, "CN-2024-0001")
        step(t, "移交档案室")
        says(t, "清单 CN-2024-0001 最迟应在2024年3月20日移交，已超过 2 个工作日。")
        t.send("2")
        says(t, "移交档案室:已办,B角已签 -> 已移交")
        leave(t)
    with sits(db, "dang", date(2024, 3, 22)) as t:
        opens(t, "CN-2024-0001")
        step(t, "接收")
        t.send("1" + F6 + "DA-2" + ENTER + "HT-1" + ENTER + "1")
        says(t, "清单 CN-2024-0001 有 1 项与实物不符，不能接收。")
        says(t, "把清单退回甲经理")
        step(t, "接收")
        t.send("12" + F6 + "DA-1" + ENTER + "HT-1" + ENTER + "1")
        says(t, "档号 DA-1 已用于《旧卷》。请改用下一个号 DA-2。")
        step(t, "接收")
        t.send("12" + F6 + "DA-2" + ENTER + "HT-1" + ENTER + "1")
        says(t, "接收:已签,还缺 B角移交签字")
        leave(t)
    with sits(db, "yi", date(2024, 3, 22)) as t:
        opens(t, "CN-2024-0001")
        step(t, "接收")
        t.send("12" + F6 + "1")
        says(t, "接收:已办,已移交 -> 已接收")
        leave(t)
    with sits(db, "dang", date(2024, 3, 25)) as t:
        opens(t, "CN-2024-0001")
        step(t, "归档")
        says(t, "归档:已办,已接收 -> 已归档")
        t.send(F2 + F3 + "项目名称" + ENTER)
        says(t, "清单 CN-2024-0001 已于2024年3月25日归档，内容不能再改。")
        leave(t)
    archive = Archive.open(db)
    kept = archive.read("volume_contents", "CN-2024-0001")
    assert (kept["status"], kept["archive_no"], kept["late_days"]) == ("filed", "DA-2", 2)
    assert archive.read("supplement_list", "CN-2024-0001-B1")["status"] == "approved"
    assert signatures.check(archive.store, archive.registry) == []
    archive.close()
