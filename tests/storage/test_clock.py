"""A clock that goes back: order and chain hold by number, never by time."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from storage import audit, backup
from storage.archive import Archive
from tests.storage.conftest import NOW
from tests.storage.small_forms import FORMS


def test_a_clock_that_goes_back(path: Path, tmp_path: Path) -> None:
    at = NOW

    def clock() -> datetime:
        return at

    archive = Archive.open(path, FORMS, create=True, clock=clock)
    first = archive.save("staff", {"name": "甲"}, archive.env("li", "zh"))
    made = backup.backup(archive.store, tmp_path / "backups", at)
    at = NOW - timedelta(days=400)
    second = archive.save("staff", {**first, "notes": "二"}, archive.env("li", "zh"))
    older = archive.save("staff", {"name": "乙"}, archive.env("li", "zh"))
    assert (second["_lock"], older["record_no"]) == (2, "YG-2025-0001")
    assert [v.version for v in archive.history("staff", first["_id"])] == [2, 1]
    assert archive.as_of("staff", first["_id"], 1)["notes"] is None
    assert backup.backup(archive.store, tmp_path / "backups", at) != made
    archive.save_scratch("staff", {"name": "丙"}, archive.env("li", "zh"))
    archive.save("staff", {"_id": first["_id"], "notes": "三"}, archive.env("li", "zh"))
    assert archive.undo(archive.env("li", "zh")) == "甲"
    assert archive.read("staff", first["_id"])["notes"] == "二"
    at = NOW + timedelta(days=400)
    assert archive.save("staff", {"name": "丁"}, archive.env("li", "zh"))["record_no"] == "YG-2027-0001"
    assert audit.verify(archive.store) == [] and archive.store.damage() == []
    archive.close()
    again = Archive.open(path, FORMS, clock=lambda: NOW)
    assert again.undo(again.env("li", "zh")) == "丁"
    again.close()
