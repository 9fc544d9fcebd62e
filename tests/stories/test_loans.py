"""W3 and W4 at the keyboard: asked for, refused, approved, lent, struck out, renewed, recalled, answered."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from dangan.record import Values
from storage.archive import Archive
from tests.processes.conftest import opened
from tests.stories.desk import open_form, sits, step
from tests.stories.typing import CTRL_U, END, ENTER, ESC, F2, F3, F5, F6, HOME, leave, says, sheet
from tests.terminal import Terminal

MONDAY = date(2024, 3, 4)
SLIP, RECALL = "档案调阅单", "阅档催还单"
ASKED = ["", "", "", "", "查阅", "2"]
VOLUME = ["", "", "", "1", ""]


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """Three volumes that are filed, one that is not; 赵员工 stands in charge of the department."""
    place = tmp_path / "o.db"
    office = opened(place, MONDAY)
    for n in (1, 2, 3):
        office.filed_volume(f"DA-{n}", f"案卷{n}")
    office.save("dang", "file_catalogue", {
        "fonds_no": "1", "catalogue_no": "1", "dept": office.dept, "title": "未归档卷", "filing_class_no": "1"})  # fmt: skip
    assert office.dept is not None and office.dept.id is not None
    now = office.env("dang").now
    office.archive.directory.change("dept", office.dept.id, deputy_id=office.ids["zhao"], at=now, by="root")
    office.archive.close()
    return place


def asks_for(t: Terminal, *volumes: str) -> None:
    """Fill in a new slip up to the lines asked for; it is not saved."""
    open_form(t, "2", SLIP)
    t.send(F5)
    says(t, "新建")
    t.send(sheet(*ASKED))
    for volume in volumes:
        t.send(ENTER + sheet(volume, *VOLUME))


def opens(t: Terminal, form: str, number: str) -> None:
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


def state(db: Path, form: str, number: str) -> Values:
    archive = Archive.open(db)
    kept = archive.read(form, number)
    archive.close()
    return kept


def test_from_the_request_to_the_answer(db: Path) -> None:
    with sits(db, "li", MONDAY) as t:
        asks_for(t, "未归档卷")
        t.send(F6)
        says(t, "还没有归档，不能办理借阅。请先归档")
        t.send(F3 + "档号" + ENTER + CTRL_U + "DA-1" + ENTER)
        t.send(F3 + "借期" + ENTER + "31" + ENTER + F6)
        says(t, "借期 31 天")
        says(t, "最长 30 天")
        t.send(CTRL_U + "7" + ENTER + F6)
        says(t, "已保存 DY-2024-0001")
        leave(t)
    with sits(db, "zhao", MONDAY) as t:
        asks_for(t, "DA-2", "DA-3")
        t.send(F6)
        says(t, "已保存 DY-2024-0002")
        t.send(ESC)
        says(t, "视图")
        t.send(HOME + ENTER)
        says(t, "1表单")
        step(t, "批准")
        says(t, "是赵员工本人申请的，本人不能批准。请由另一位有权批准的领导审批。")
        leave(t)
    with sits(db, "li", MONDAY) as t:
        opens(t, SLIP, "DY-2024-0001")
        t.send(F2 + F3 + "档号" + ENTER + F5 + sheet("DA-2", *VOLUME) + F6)
        says(t, "已保存 DY-2024-0001")
        t.send(ESC)
        says(t, "1表单")
        step(t, "批准")
        says(t, "本人签字")
        leave(t)
    with sits(db, "dang", MONDAY) as t:
        opens(t, SLIP, "DY-2024-0001")
        step(t, "借出")
        t.send(ENTER + "1")
        says(t, "李员工的借阅单 DY-2024-0001 还没有批准人的批准，不能借出。")
        leave(t)
    with sits(db, "zong", MONDAY) as t:
        for number in ("DY-2024-0001", "DY-2024-0002"):
            opens(t, SLIP, number)
            step(t, "批准")
            t.send("1")
            says(t, "批准:已办,已申请 -> 已批准")
            goes_home(t)
        leave(t)
    with sits(db, "dang", MONDAY) as t:
        opens(t, SLIP, "DY-2024-0001")
        step(t, "借出")
        says(t, "借出日期: 2024-03-04")
        t.send(ENTER + "1")
        says(t, "借出:已办,已批准 -> 已借出")
        goes_home(t)
        opens(t, SLIP, "DY-2024-0002")
        step(t, "借出")
        t.send(ENTER + "1")
        says(t, "《案卷2》（DA-2）目前借出，不能借出。")
        step(t, "划销")
        says(t, "已勾 0/2 件")
        t.send("1" + F6)
        says(t, "划销原因:")
        t.send(ENTER)
        says(t, "没有写明划销原因。")
        t.send(ESC)
        says(t, "1表单")
        step(t, "划销")
        t.send("1" + F6)
        t.send("李员工正在使用" + ENTER)
        says(t, "划销:已办")
        says(t, "李员工正在使用")
        assert next(line for line in t.lines if "案卷2" in line).startswith("- 1")
        step(t, "借出")
        t.send(ENTER + "1")
        says(t, "借出:已办,已批准 -> 已借出")
        step(t, "归还")
        says(t, "李员工正在使用")
        assert next(line for line in t.lines if "案卷2" in line).split()[:2] == [">", "-"]
        t.send("1")
        says(t, "第 1 行已划销")
        leave(t)
    with sits(db, "li", MONDAY) as t:
        asks_for(t, "DA-2")
        t.send(F6)
        says(t, "《案卷2》（DA-2）目前借出，不能借出。请从借阅单中删去该行")
        t.send(ESC)
        leave(t)
    with sits(db, "dang", date(2024, 3, 6)) as t:
        opens(t, SLIP, "DY-2024-0001")
        step(t, "归还")
        t.send("1" + F6)
        says(t, "归还日期: 2024-03-06")
        t.send(ENTER + ENTER + "赵员工" + ENTER + ENTER + "1")
        says(t, "还没有记录“完整无误”")
        says(t, "不能由赵员工转借或直接归还")
        t.send(ESC)
        says(t, "1表单")
        step(t, "归还")
        t.send("1" + F6 + ENTER + "1" + ENTER + ENTER + ENTER + "1")
        says(t, "归还:已签,还缺 收回人")
        assert "[已借出]" in t.text
        leave(t)
    with sits(db, "zong", date(2024, 3, 10)) as t:
        opens(t, SLIP, "DY-2024-0001")
        step(t, "续借")
        says(t, "日期: 2024-03-10")
        t.send(ENTER + "20240318" + ENTER + "1")
        says(t, "续借:已办,已借出 -> 已续借")
        step(t, "续借")
        t.send(ENTER + "20240325" + ENTER + "1")
        says(t, "借阅单 DY-2024-0001 已续借 1 次（最多 1 次），应还日期是2024年3月18日，不能再续借。")
        leave(t)
    with sits(db, "li", date(2024, 3, 19)) as t:
        asks_for(t, "DA-1")
        t.send(F6)
        says(t, "李员工还有逾期未还的档案（DY-2024-0001，应于2024年3月18日归还）。")
        leave(t)
    with sits(db, "dang", date(2024, 3, 19)) as t:
        says(t, "逾期 2")
        open_form(t, "2", RECALL)
        t.send(F5)
        says(t, "新建")
        t.send("李员工" + ENTER)
        says(t, "1 DY-2024-0001")
        t.send(F3 + "送还" + ENTER + "20240319" + ENTER + F6)
        says(t, "送还日期2024年3月19日必须晚于催还单日期2024年3月19日。")
        t.send(F3 + "送还" + ENTER + "20240322" + ENTER)
        t.send(F3 + "催单发出" + ENTER + "20240315" + ENTER + F6)
        says(t, "（借阅单 DY-2024-0001）应于2024年3月18日归还，还没有逾期，不能催还。")
        t.send(F3 + "催单发出" + ENTER + "20240319" + ENTER + F6)
        says(t, "已保存 CH-2024-0001")
        t.send(F5)
        says(t, "新建")
        t.send("李员工" + ENTER + F6)
        says(t, "已保存 CH-2024-0002")
        t.send(ESC)
        says(t, "视图")
        t.send(END + ENTER)
        says(t, "CH-2024-0001")
        step(t, "发出")
        says(t, "发出:已办,草稿 -> 已发出")
        t.send(ESC)
        says(t, "视图")
        t.send(HOME + ENTER)
        says(t, "CH-2024-0002")
        step(t, "发出")
        says(t, "今天已经发过催还单 CH-2024-0001。下一次催还可从2024年3月26日起发出。")
        leave(t)
    with sits(db, "dang", date(2024, 3, 19)) as t:
        open_form(t, "2", RECALL)
        t.send(F5)
        says(t, "新建")
        t.send("赵员工" + ENTER + F6)
        says(t, "已保存 CH-2024-0003")
        t.send(ESC)
        says(t, "视图")
        t.send(HOME + ENTER)
        says(t, "CH-2024-0003")
        assert "案卷2" not in t.text, "what was struck out was not lent and is not called back"
        step(t, "发出")
        says(t, "发出:已办,草稿 -> 已发出")
        leave(t)
    with sits(db, "dang", date(2024, 3, 20)) as t:
        opens(t, SLIP, "DY-2024-0001")
        step(t, "归还")
        t.send("2" + F6 + ENTER + "1" + ENTER + ENTER + ENTER + "1")
        says(t, "归还:已办,已续借 -> 已归还")
        goes_home(t)
        opens(t, RECALL, "CH-2024-0001")
        says(t, "[已归还]")
        says(t, "处理结果")
        assert next(line for line in t.lines if "案卷2" in line).split()[-1] == "已归还"
        leave(t)
    with sits(db, "dang", date(2024, 3, 27)) as t:
        opens(t, RECALL, "CH-2024-0003")
        step(t, "再催")
        says(t, "再催:已办,已发出 -> 已再催")
        goes_home(t)
        open_form(t, "2", RECALL)
        t.send(F5)
        says(t, "新建")
        t.send("赵员工" + ENTER)
        says(t, "催还次数 2")
        t.send(F6)
        says(t, "已保存 CH-2024-0004")
        leave(t)
    assert state(db, "recall_notice", "CH-2024-0001")["status"] == "answered"
    assert state(db, "retrieval_slip", "DY-2024-0001")["status"] == "returned"
    kept = state(db, "retrieval_slip", "DY-2024-0002")
    assert [x["strike_reason"] for x in kept["items"]] == ["李员工正在使用", None]
