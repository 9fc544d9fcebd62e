"""An undo takes back all that a save wrote, or nothing."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from dangan.record import Link
from storage import attachments
from storage.archive import Archive
from storage.batches import CannotUndo
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
