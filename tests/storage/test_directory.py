"""The directory: the tree of departments, people, lines pasted from a sheet, all of it audited."""

from datetime import date, datetime
from typing import Any

import pytest

from storage import audit
from storage.directory import BadEntry, Directory, Person
from storage.engine import Store

AT = datetime(2024, 3, 1, 9, 30)
WHO: dict[str, Any] = {"at": AT, "by": "admin"}


@pytest.fixture
def directory(store: Store) -> Directory:
    return Directory(store)


def test_entries_come_back_as_made(directory: Directory) -> None:
    company = directory.add("company", "冀东砂石骨料有限公司", code="JD", **WHO)
    dept = directory.add("dept", "市场部", company_id=company, code="02", **WHO)
    person = directory.add("person", "李芳", dept_id=dept, login="lifang", post="档案管理员", phone="010-1", **WHO)
    directory.change("dept", dept, head_id=person, **WHO)
    assert [entry.name for entry in directory.companies()] == ["冀东砂石骨料有限公司"]
    assert directory.depts()[0].head_id == person
    assert directory.by_login("lifang") == Person(person, "lifang", "李芳", "", dept, "档案管理员", "010-1", None)
    assert directory.by_login("nobody") is None


def test_rename_and_close(directory: Directory, store: Store) -> None:
    dept = directory.add("dept", "市场部", **WHO)
    person = directory.add("person", "李芳", dept_id=dept, **WHO)
    assert directory.rename("dept", dept, "  市场  营销部 ", **WHO).name == "市场 营销部"
    directory.close("dept", dept, date(2024, 6, 30), **WHO)
    directory.close("person", person, date(2024, 6, 30), **WHO)
    assert directory.depts() == [] and directory.people() == []
    assert directory.people(closed=True)[0].left_on == date(2024, 6, 30)
    directory.close("dept", dept, None, **WHO)
    assert len(directory.depts()) == 1
    events = [event for (event,) in store.rows("SELECT event FROM audit ORDER BY _id")]
    assert events == ["dept_add", "person_add", "dept_change", "dept_change", "person_change", "dept_change"]
    assert audit.verify(store) == []


def test_refused_entries_leave_nothing(directory: Directory, store: Store) -> None:
    directory.add("company", "甲公司", **WHO)
    directory.add("person", "李芳", login="lifang", **WHO)
    for kind, name, values in [
        ("company", "甲公司", {}), ("person", "王伟", {"login": "lifang"}), ("person", "王伟", {"dept_id": 99}),
        ("dept", " ", {}), ("dept", "x\x1b[2J", {}), ("dept", "长" * 101, {}),
    ]:  # fmt: skip
        with pytest.raises(BadEntry):
            directory.add(kind, name, **values, **WHO)  # type: ignore[arg-type]
    assert store.value("SELECT count(*) FROM audit") == 2
    assert (len(directory.companies()), len(directory.people()), directory.depts()) == (1, 1, [])


def test_same_name_twice_in_one_place_only_for_people(directory: Directory) -> None:
    first = directory.add("dept", "销售一部", **WHO)
    directory.add("dept", "综合组", parent_id=first, **WHO)
    directory.add("dept", "综合组", **WHO)
    with pytest.raises(BadEntry):
        directory.add("dept", "综合组", parent_id=first, **WHO)
    directory.add("person", "王伟", **WHO)
    directory.add("person", "王伟", **WHO)
    assert len(directory.people()) == 2


def test_no_department_below_itself(directory: Directory) -> None:
    top = directory.add("dept", "总部", **WHO)
    middle = directory.add("dept", "市场部", parent_id=top, **WHO)
    low = directory.add("dept", "销售组", parent_id=middle, **WHO)
    for parent in (top, middle, low):
        with pytest.raises(BadEntry, match="below itself"):
            directory.change("dept", top, parent_id=parent, **WHO)
    directory.change("dept", low, parent_id=top, **WHO)


def test_find_by_name_login_and_initials(directory: Directory) -> None:
    for name, login in [("李芳", "lifang"), ("李国强", None), ("曾敏", "zengm")]:
        directory.add("person", name, login=login, **WHO)
    letters = {"李芳": {"lf"}, "李国强": {"lgq"}, "曾敏": {"zm", "cm"}}

    def found(text: str) -> list[str]:
        return sorted(entry.name for entry in directory.find("person", text, lambda name: letters[name]))

    assert found("李") == ["李国强", "李芳"]
    assert found("l") == ["李国强", "李芳"]
    assert found("LG") == ["李国强"]
    assert found("cm") == found("zm") == ["曾敏"]
    assert found("lifang") == ["李芳"]
    assert found("无") == [] and len(found("")) == 3
    assert directory.find("person", "%") == []


def test_pasted_lines(directory: Directory, store: Store) -> None:
    text = "市场部\t李芳\t档案管理员\r\n市场部\t王伟\n总部/人事部\t赵敏\t主任\n\n财务部\n市场部,孙丽,出纳\n"
    done = directory.paste_lines(text, **WHO)
    assert [entry.name for entry in done.depts] == sorted(["市场部", "总部", "人事部", "财务部"])
    assert {entry.name: entry.post for entry in done.people} == {
        "李芳": "档案管理员", "王伟": "", "赵敏": "主任", "孙丽": "出纳",
    }  # fmt: skip
    assert (done.known, done.bad) == (0, [])
    depts = {entry.name: entry for entry in directory.depts()}
    assert depts["人事部"].parent_id == depts["总部"].id
    assert store.rows("SELECT event FROM audit") == [("directory_paste",)]
    again = directory.paste_lines(text, **WHO)
    assert (again.depts, again.people, again.known, again.bad) == ([], [], 5, [])
    assert store.value("SELECT count(*) FROM audit") == 1


def test_bad_pasted_lines_are_named_and_the_others_kept(directory: Directory) -> None:
    done = directory.paste_lines("市场部\t李芳\n市场部\t坏\x1b[2J\n甲\t乙\t丙\t丁\n人事部\t赵敏", **WHO)
    assert [number for number, _ in done.bad] == [2, 3]
    assert all(reason.text("zh") and "\x1b" not in reason.text("en") for _, reason in done.bad)
    assert {entry.name for entry in directory.people()} == {"李芳", "赵敏"}


def test_an_entry_made_by_mistake_is_taken_away_while_there_are_no_records(directory: Directory, store: Store) -> None:
    dept = directory.add("dept", "消售部", **WHO)
    person = directory.add("person", "李芳", dept_id=dept, **WHO)
    with pytest.raises(BadEntry, match="in use"):
        directory.remove("dept", dept, **WHO)
    directory.remove("person", person, **WHO)
    directory.remove("dept", dept, **WHO)
    assert directory.people(closed=True) == [] and directory.depts(closed=True) == []
    other = directory.add("person", "王芳", **WHO)
    with store.write() as cursor:
        cursor.execute(
            "INSERT INTO record (form, record_no, state, updated_at, updated_by) VALUES ('f', '1', 'draft', '', '')"
        )
    with pytest.raises(BadEntry):
        directory.remove("person", other, **WHO)
    assert audit.verify(store) == []


def test_a_department_without_a_company_is_the_only_companys(directory: Directory) -> None:
    first = directory.add("company", "总公司", **WHO)
    directory.add("dept", "办公室", company_id=first, **WHO)
    with pytest.raises(BadEntry):
        directory.add("dept", "办公室", **WHO)
    assert directory.get("dept", directory.add("dept", "销售部", **WHO)).company_id == first
    directory.add("company", "分公司", **WHO)
    assert directory.get("dept", directory.add("dept", "后勤部", **WHO)).company_id is None


def test_a_second_department_of_a_name_says_where_it_belongs(directory: Directory) -> None:
    one, two = (directory.add("company", name, **WHO) for name in ("甲公司", "乙公司"))
    office = directory.add("dept", "办公室", company_id=one, **WHO)
    with pytest.raises(BadEntry, match="already"):
        directory.add("dept", "办公室", **WHO)
    directory.add("dept", "办公室", company_id=two, **WHO)
    below = directory.add("dept", "档案室", parent_id=office, **WHO)
    assert next(d for d in directory.depts() if d.id == below).company_id == one
    with pytest.raises(BadEntry):
        directory.add("dept", "档案室", parent_id=office, **WHO)
    pasted = directory.paste_lines("办公室/档案室\t李芳", **WHO)
    assert len(pasted.bad) == 1 and "company" in pasted.bad[0][1].text("en")
    pasted = directory.paste_lines("办公室/档案室\t李芳", company_id=one, **WHO)
    assert pasted.depts == [] and pasted.people[0].dept_id == below
