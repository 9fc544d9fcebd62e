"""C2 册内资料清单 by three people: A lists and signs, B checks, codes and hands over, the archivist accepts and files."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path

from storage.archive import Archive
from storage.roles import Roles
from tests.stories.desk import open_form
from tests.stories.typing import DOWN, ENTER, ESC, F2, F3, F5, F6, F9, command, leave, program, says, sheet
from tests.terminal import Terminal

NUMBER = f"CN-{date.today().year}-0001"
PEOPLE = {"jia": "甲经理", "yi": "乙经理", "dang": "档管理"}
HEAD = ["鑫源担保项目", "鑫源", "P-1", "", "", "", ".", "2", "甲经理", "乙经理"]
PAPERS = [["2", "立项申请表", "3", "", "", "", "", ""], ["3", "委托担保合同", "5", "", "", "", "", ""]]


def office(folder: Path) -> Path:
    """A store with managers A and B, an archivist, and a customer."""
    place = folder / "dangan.db"
    archive = Archive.open(place, create=True)
    at, book = datetime.now(), archive.directory
    company = book.add("company", "湘江担保公司", at=at, by="root")
    dept = book.add("dept", "业务部", code="YW", company_id=company, at=at, by="root")
    people = {
        login: book.add("person", name, login=login, dept_id=dept, at=at, by="root") for login, name in PEOPLE.items()
    }
    Roles(archive.store).give(people["dang"], "archivist", date(2020, 1, 1), at=at, by="root")
    env = archive.env("jia", "zh")
    archive.save("customer", {**archive.new("customer", env), "name": "鑫源担保"}, env)
    archive.close()
    return place


def step(t: Terminal, name: str) -> None:
    """Take a step of the menu: it is found by its words."""
    t.send(F9)
    says(t, "数字或回车执行")
    t.send(name + ENTER)


def open_waiting(t: Terminal, what: str) -> None:
    """Open from the day's work what waits there."""
    says(t, "待办 1")
    says(t, what)
    t.send("\x1b[H" + ENTER)
    says(t, "1表单")


def test_three_people(tmp_path: Path) -> None:
    db = office(tmp_path)
    with program(db, "jia") as t:
        open_form(t, "3", "册内资料清单")
        t.send(F5)
        says(t, "新建")
        t.send(sheet(*HEAD) + ENTER)
        for line in PAPERS:
            t.send(sheet(*line) + ENTER)
        t.send(F6)
        says(t, f"已保存 {NUMBER}")
        t.send(ESC)
        t.send(ENTER)
        says(t, "[编制中] -> A角已签")
        step(t, "A角签字")
        says(t, "签字人 甲经理")
        t.send("1")
        says(t, "A角签字:已办,编制中 -> A角已签")
        leave(t)
    with program(db, "yi") as t:
        open_waiting(t, "开始审核")
        step(t, "开始审核")
        says(t, "A角已签 -> B角审核中")
        step(t, "B角签字")
        says(t, "未办理,共 2 处")
        t.send(ESC)
        t.send(F2 + F3 + "编码" + ENTER)
        t.send("01" + ENTER + "02" + F6)
        says(t, f"已保存 {NUMBER}")
        t.send(ESC)
        says(t, "1表单")
        step(t, "B角签字")
        t.send("1")
        says(t, "B角签字:已办,B角审核中 -> B角已签")
        step(t, "移交档案室")
        says(t, "移交档案室:已办,B角已签 -> 已移交")
        leave(t)
    with program(db, "dang") as t:
        open_waiting(t, "接收")
        step(t, "接收")
        says(t, "页数 0/8")
        t.send(" " + DOWN + " " + F6)
        says(t, "档案号:")
        t.send("DA-1" + ENTER)
        says(t, "合同编号:")
        t.send("HT-1" + ENTER)
        says(t, "签字人 档管理")
        t.send("1")
        says(t, "接收:已签,还缺 B角移交签字")
        leave(t)
    with program(db, "yi") as t:
        open_waiting(t, "接收")
        step(t, "接收")
        says(t, "页数 0/8")
        t.send("12" + F6)
        says(t, "签字人 乙经理")
        t.send("1")
        says(t, "接收:已办,已移交 -> 已接收")
        leave(t)
    with program(db, "dang", "en") as t:
        says(t, "due 1")
        t.send("\x1b[H" + ENTER)
        says(t, "[Accepted] -> Filed")
        t.send(F9 + "file" + ENTER)
        says(t, "File: done, Accepted -> Filed")
        leave(t)
    kept = json.loads(command(db, "show", "volume_contents", NUMBER, "--json", login="dang"))
    assert kept["status"] == "filed" and (kept["archive_no"], kept["contract_no"]) == ("DA-1", "HT-1")
    assert [(x["title"], x["pages"], x["code"]) for x in kept["items"]] == [
        ("立项申请表", 3, "01"),
        ("委托担保合同", 5, "02"),
    ]
    archive = Archive.open(db)
    log = archive.store.rows('SELECT step, "by", from_state, to_state FROM step ORDER BY _id')
    archive.close()
    assert log == [
        ("sign_off_a", "jia", "drafting", "a_signed"), ("check", "yi", "a_signed", "b_checking"),
        ("sign_off_b", "yi", "b_checking", "b_signed"), ("submit", "yi", "b_signed", "submitted"),
        ("accept", "dang", "submitted", "submitted"), ("accept", "yi", "submitted", "accepted"),
        ("file", "dang", "accepted", "filed"),
    ]  # fmt: skip
