"""An undo takes back all that a save wrote, or nothing."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from dangan.env import Env
from dangan.errors import Refused
from dangan.record import Link, Values
from storage import attachments, undoing
from storage.archive import Archive
from storage.exported import ranges
from storage.prepared import Draft
from storage.saving import Saver
from storage.undoing import CannotUndo
from tests.storage.small_forms import FORMS

NOW = datetime(2026, 3, 2, 9, 30)


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive.open(tmp_path / "office" / "o.db", FORMS, create=True, clock=lambda: NOW)


def test_an_edition_is_undone_with_its_master_and_the_former_one(archive: Archive) -> None:
    env = archive.env("li", "zh")
    client = archive.save("client", {"name": "宏达", "address": "旧址"}, env)
    link = Link("宏达", client["_id"], "client")
    former = archive.save("client_card", {"client": link, "leader": "甲"}, env)
    newer = archive.save("client_card", {"client": link, "leader": "乙", "address": "新址"}, env)
    assert archive.read("client_card", former["_id"])["status"] == "void"
    archive.undo(env)
    assert archive.read("client_card", former["_id"])["status"] == former["status"]
    assert archive.read("client", client["_id"])["address"] == "旧址"
    assert archive.store.value("SELECT count(*) FROM record WHERE _id = ?", (newer["_id"],)) == 0
    assert archive.search("新址") == []


def test_a_record_with_a_file_is_not_undone(archive: Archive, tmp_path: Path) -> None:
    env = archive.env("li", "zh")
    made = archive.save("staff", {"name": "张三"}, env)
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(b"%PDF-1.4 x")
    attachments.add(archive.store, made["_id"], scan, at=NOW, by="li")
    with pytest.raises(CannotUndo, match="given files"):
        archive.undo(env)
    assert archive.read("staff", made["_id"])["name"] == "张三"


def test_an_undo_that_others_overtake_says_so(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    env, wang = archive.env("li", "zh"), archive.env("wang", "zh")
    made = archive.save("staff", {"name": "张三"}, env)
    batch = archive.save_many("staff", [{"_id": made["_id"], "notes": "一"}], env, source="x")
    client = archive.save("client", {"name": "甲"}, env)
    archive.save("client", {"_id": client["_id"], "name": "乙"}, env)
    restore = undoing.restored

    def overtaken(saver: Saver, form: str, now: Values, version: int, env: Env) -> Draft:
        draft = restore(saver, form, now, version, env)
        archive.save(form, {"_id": now["_id"], "name": "王改的"}, wang)
        return draft

    monkeypatch.setattr(undoing, "restored", overtaken)
    with pytest.raises(CannotUndo):
        archive.undo(env)
    with pytest.raises(CannotUndo):
        archive.undo_batch(batch.id or 0, env)
    assert archive.read("client", client["_id"])["name"] == archive.read("staff", made["_id"])["name"] == "王改的"


def test_a_number_changed_comes_back(archive: Archive) -> None:
    env = archive.env("li", "zh")
    made = archive.save("staff", {"name": "张三"}, env)
    archive.save("staff", {"_id": made["_id"], "record_no": "旧-1"}, env)
    archive.undo(env)
    assert archive.read("staff", made["_id"])["record_no"] == made["record_no"]
    with pytest.raises(Refused):
        archive.save("staff", {"name": "李四", "record_no": "旧-1"}, env)


def test_a_number_given_is_not_typed_again(archive: Archive) -> None:
    env = archive.env("li", "zh")
    given = archive.save("staff", {"name": "张三"}, env)["record_no"]
    archive.undo(env)
    with pytest.raises(Refused):
        archive.save("staff", {"name": "李四", "record_no": given}, env)


def test_what_was_exported_is_not_undone(archive: Archive) -> None:
    env = archive.env("li", "zh")
    batch = archive.save_many("staff", [{"name": str(n)} for n in range(9)], env, source="x")
    other = archive.save("staff", {"name": "张三", "record_no": "旧-1"}, env)
    archive.note("export", env, form="staff", records=[other["_id"], *batch.created[3:5]])
    with pytest.raises(CannotUndo, match="旧-1"):
        archive.undo(env)
    with pytest.raises(CannotUndo):
        archive.undo_batch(batch.id or 0, env)
    archive.save("client", {"name": "甲"}, env)
    assert archive.undo(env) == "甲"


@pytest.mark.parametrize(("ids", "text"), [([], ""), ([5], "5"), ([3, 1, 2, 9, 2], "1-3,9")])
def test_ranges(ids: list[int], text: str) -> None:
    assert ranges(ids) == text
