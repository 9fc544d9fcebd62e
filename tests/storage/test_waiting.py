"""For whom things wait when a register names the person, and after the whole is counted anew."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from dangan import Date, Dept, Flow, Form, Head, Person, State, Step, Text, days, holder_of, registered
from dangan.record import Link, Values
from storage import deciding, waiting
from storage.archive import Archive
from storage.roles import Roles

NOW = datetime(2024, 3, 4, 9)


class Register(Form, id="dept_archivist", zh="部门档案员", en="Archivists", title="{person}", prefix="BD"):
    with Head() as head:
        dept = Dept("部门", "Department", required=True)
        person = Person("档案员", "Archivist", required=True)
        valid_to = Date("止", "To")


class Handing(Flow):
    asked = State("已写", "Written")
    handed = State("已交", "Handed", locks="*")
    closed = State("已结", "Closed", locks="*")

    hand = Step(
        "移交", "Hand over", asked, handed, by=registered("dept_archivist", "dept"), due=days("b_handover_days", 2)
    )
    close = Step("结", "Close", handed, closed, by=holder_of("disposal_approver"))


class Paper(Form, id="paper", zh="件", en="Paper", title="{name}", prefix="JJ", flow=Handing):
    with Head() as head:
        name = Text("名称", "Name", required=True)
        dept = Dept("部门", "Department", required=True)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    opened = Archive.open(tmp_path / "w.db", [Register.form_type, Paper.form_type], create=True, clock=lambda: NOW)
    directory = opened.directory
    dept = directory.add("dept", "业务部", code="YW", at=NOW, by="root")
    for login in ("one", "two", "boss", "chair"):
        directory.add("person", login, login=login, dept_id=dept, at=NOW, by="root")
    roles = Roles(opened.store)
    for person, role in ((3, "gm"), (4, "chairman")):
        roles.give(person, role, date(2020, 1, 1), at=NOW, by="root")
    yield opened
    opened.close()


def person(number: int) -> Link:
    return Link({1: "one", 2: "two"}[number], number, "person")


def made(archive: Archive, form: str, **values: object) -> Values:
    env = archive.env("one", "zh")
    return archive.save(form, {**archive.new(form, env), "dept": Link("业务部", 1, "dept"), **values}, env)


def mine(archive: Archive, login: str) -> list[tuple[str, date | None]]:
    env = archive.env(login, "zh")
    return [(w.step, w.due_on) for w in waiting.mine(archive.store, env.office.acts_as(env.user))]


def test_who_a_register_names_from_now_on(archive: Archive) -> None:
    made(archive, "paper", name="甲")
    assert [w.step for w in waiting.everything(archive.store)] == ["hand"] and mine(archive, "one") == []
    entry = made(archive, "dept_archivist", person=person(1))
    assert mine(archive, "one") == [("hand", date(2024, 3, 6))]
    env = archive.env("one", "zh")
    archive.save("dept_archivist", {"_id": entry["_id"], "valid_to": date(2024, 3, 1)}, env)
    made(archive, "dept_archivist", person=person(2))
    assert (mine(archive, "one"), mine(archive, "two")) == ([], [("hand", date(2024, 3, 6))])
    archive.void("dept_archivist", archive.store.value("SELECT max(_id) FROM record"), "错", env)
    assert mine(archive, "two") == []
    made(archive, "dept_archivist", person=person(2))
    archive.undo(env)
    assert mine(archive, "two") == [] and len(waiting.everything(archive.store)) == 1


def test_a_setting_that_names_the_role(archive: Archive) -> None:
    made(archive, "dept_archivist", person=person(1))
    paper = made(archive, "paper", name="甲")
    archive.stepper.take("paper", paper["_id"], "hand", archive.env("one", "zh"))
    assert (mine(archive, "boss"), mine(archive, "chair")) == ([("close", None)], [])
    deciding.set_setting(archive, "disposal_approver", "chairman", NOW.date(), archive.env("boss", "zh"))
    assert (mine(archive, "boss"), mine(archive, "chair")) == ([], [("close", None)])


def test_counting_anew_changes_nothing_that_is_right(archive: Archive) -> None:
    made(archive, "dept_archivist", person=person(1))
    for n in range(7):
        made(archive, "paper", name=str(n))
    sql = "SELECT * FROM waiting ORDER BY record_id, step", "SELECT * FROM waiting_for ORDER BY token, record_id, step"
    before = [archive.store.rows(each) for each in sql]
    assert deciding.count_anew(archive, archive.env("one", "zh")) >= 7
    assert [archive.store.rows(each) for each in sql] == before
    assert deciding.count_anew(archive, archive.env("one", "zh"), provisional=True) == 0
    with archive.store.write() as cursor:
        cursor.execute("DELETE FROM waiting")
    deciding.count_anew(archive, archive.env("one", "zh"), whole=True)
    assert [archive.store.rows(each) for each in sql] == before
