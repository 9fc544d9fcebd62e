"""A link names a record that stands, whatever happened between choosing it and saving."""

import pytest

from dangan.env import Env
from dangan.errors import Refused
from dangan.record import Link
from storage.archive import Archive
from storage.saving import Saver


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
