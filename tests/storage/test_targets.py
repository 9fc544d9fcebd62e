"""A link names a record that stands, whatever happened between choosing it and saving."""

from datetime import timedelta

import pytest

from dangan.env import Env
from dangan.errors import Refused
from dangan.record import Link, Signature
from storage.archive import Archive
from storage.saving import Saver
from storage.writing import Writer
from tests.storage.conftest import NOW


def codes(found: pytest.ExceptionInfo[Refused]) -> list[tuple[str, str]]:
    return [(p.path, p.code) for p in found.value.problems]


@pytest.mark.parametrize(
    ("target", "code"), [("void", "GEN_REF_VOID"), ("other", "GEN_REF_MISSING"), ("none", "GEN_REF_MISSING")]
)
def test_a_link_to_nothing_that_stands_is_refused(archive: Archive, env: Env, target: str, code: str) -> None:
    void = archive.save("volume", {"title": "卷"}, env)
    archive.void("volume", void["_id"], "错", env)
    other = archive.save("client", {"name": "甲"}, env)
    ids = {"void": void["_id"], "other": other["_id"], "none": 999999}
    link = Link("卷", ids[target], "volume")
    with pytest.raises(Refused) as found:
        archive.save("paper", {"title": "文", "volume": link}, env)
    assert codes(found) == [("volume", code)]
    result = archive.save_many("paper", [{"title": "一"}, {"title": "二", "volume": link}], env, source="x")
    assert [(at, [p.code for p in wrong]) for at, wrong in result.problems.items()] == [(1, [code])]
    assert archive.store.value("SELECT count(*) FROM link") == 0


def test_a_link_made_before_its_record_was_void_may_stay(archive: Archive, env: Env) -> None:
    volume = archive.save("volume", {"title": "卷"}, env)
    paper = archive.save("paper", {"title": "文", "volume": Link("卷", volume["_id"], "volume")}, env)
    with archive.store.write() as cursor:
        cursor.execute("UPDATE record SET voided = 1, state = 'void' WHERE _id = ?", (volume["_id"],))
    assert archive.save("paper", {**paper, "title": "文二"}, env)["_lock"] == 2


def test_a_record_that_came_into_use_meanwhile_is_not_voided(
    archive: Archive, env: Env, monkeypatch: pytest.MonkeyPatch
) -> None:
    volume = archive.save("volume", {"title": "卷"}, env)
    voiding = Saver._voiding

    def linked_meanwhile(self: Saver, *given: object) -> object:
        made = voiding(self, *given)  # type: ignore[arg-type]
        monkeypatch.undo()
        archive.save("paper", {"title": "文", "volume": Link("卷", volume["_id"], "volume")}, env)
        return made

    monkeypatch.setattr(Saver, "_voiding", linked_meanwhile)
    with pytest.raises(Refused) as found:
        archive.void("volume", volume["_id"], "不要了", env)
    assert codes(found) == [("", "GEN_IN_USE")]


def test_text_that_names_no_record_is_kept(archive: Archive, env: Env) -> None:
    assert archive.save("paper", {"title": "文", "volume": Link("旧卷 9")}, env)["volume"] == Link("旧卷 9")


def test_who_or_what_is_not_in_the_directory_is_refused(archive: Archive, env: Env) -> None:
    nobody = Link("某人", 99, "person")
    with pytest.raises(Refused) as found:
        archive.save("staff", {"name": "甲", "manager": nobody, "approved_by": Signature("某人", 98)}, env)
    assert codes(found) == [("manager", "GEN_REF_MISSING"), ("approved_by", "GEN_REF_MISSING")]
    assert "“经理”" in found.value.problems[0].zh
    posts = [{"on": NOW.date(), "to_post": "甲", "by": Link("老张")}, {"dept": Link("无", 7, "dept")}]
    with pytest.raises(Refused) as found:
        archive.save("staff", {"name": "甲", "posts": posts, "company": Link("无", 5, "org")}, env)
    assert codes(found) == [("posts.1.dept", "GEN_REF_MISSING"), ("company", "GEN_REF_MISSING")]
    assert archive.store.value("SELECT count(*) FROM record") == 0


def test_an_entry_that_was_closed_stays_in_old_values_only(archive: Archive, env: Env) -> None:
    who = {"at": NOW, "by": "li"}
    book = archive.directory
    dept = Link("市场部", book.add("dept", "市场部", **who), "dept")
    org = Link("总公司", book.add("company", "总公司", **who), "org")
    old = archive.save("staff", {"name": "甲", "company": org, "posts": [{"dept": dept}]}, env)
    book.close("dept", dept.id or 0, NOW.date(), **who)
    book.close("company", org.id or 0, NOW.date(), **who)
    moved = archive.save("staff", {**old, "posts": [{"to_post": "新"}, *old["posts"]]}, env)
    assert moved["_lock"] == 2
    with pytest.raises(Refused) as found:
        archive.save("staff", {"name": "乙", "company": org, "posts": [{}, {"dept": dept}]}, env)
    assert codes(found) == [("posts.1.dept", "DIRECTORY_CLOSED"), ("company", "DIRECTORY_CLOSED")]
    book.close("dept", dept.id or 0, NOW.date() + timedelta(days=1), **who)  # tomorrow
    assert archive.save("staff", {"name": "丙", "posts": [{"dept": dept}]}, env)["_lock"] == 1


def test_who_left_is_asked_about_but_for_days_before(archive: Archive, env: Env) -> None:
    who = {"at": NOW, "by": "li"}
    person = archive.directory.add("person", "老张", **who)
    archive.directory.close("person", person, NOW.date() - timedelta(days=10), **who)
    zhang, then = Link("老张", person, "person"), NOW.date() - timedelta(days=20)
    with pytest.raises(Refused) as found:
        archive.save(
            "staff", {"name": "甲", "manager": zhang, "approved_by": Signature("老张", person, NOW.date())}, env
        )
    assert [(p.path, p.code, p.level) for p in found.value.problems] == [
        ("manager", "GEN_PERSON_LEFT", "warn"), ("approved_by", "GEN_PERSON_LEFT", "warn"),
    ]  # fmt: skip
    confirmed = {"name": "甲", "manager": zhang, "_reasons": {"manager:GEN_PERSON_LEFT": ""}}
    assert archive.save("staff", confirmed, env)["manager"] == zhang
    assert archive.save("staff", {"name": "乙", "approved_by": Signature("老张", person, then)}, env)["_lock"] == 1
    assert archive.save_many("staff", [{"name": "丙", "manager": zhang}], env, source="旧件").ok


def test_an_entry_taken_away_between_choosing_and_saving(
    archive: Archive, env: Env, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = archive.directory.add("person", "老张", at=NOW, by="li")
    write = Writer.write

    def gone_meanwhile(self: Writer, *given: object) -> None:
        monkeypatch.undo()
        archive.directory.remove("person", person, at=NOW, by="wang")
        write(self, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(Writer, "write", gone_meanwhile)
    with pytest.raises(Refused) as found:
        archive.save("staff", {"name": "甲", "manager": Link("老张", person, "person")}, env)
    assert codes(found) == [("manager", "GEN_REF_MISSING")]
