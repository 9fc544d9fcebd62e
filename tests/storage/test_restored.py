"""What was typed on a version that a restored store does not have: it is compared, never refused, never laid over others."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from storage import backup
from storage.archive import Archive
from storage.merging import Conflict
from tests.storage.conftest import NOW
from tests.storage.small_forms import FORMS

LATER = datetime(2026, 3, 2, 11, 0)


def _restored(archive: Archive, path: Path, tmp_path: Path) -> tuple[Archive, dict[str, Any]]:
    """A store restored to the first version of a record, and the second version, which it lost."""
    env = archive.env("li", "zh")
    family = [{"relation": "父", "name": "老甲"}]
    first = archive.save("staff", {"name": "甲", "notes": "一", "phone": "13800000001", "family": family}, env)
    made = backup.backup(archive.store, tmp_path / "backups", NOW)
    changed = {
        **first,
        "notes": "二",
        "family": [{**first["family"][0], "name": "老乙"}, {"relation": "母", "name": "丙"}],
    }
    second = archive.save("staff", changed, env)
    archive.close()
    for place in path.parent.iterdir():
        shutil.rmtree(place) if place.is_dir() else place.unlink()
    backup.restore(made, path)
    return Archive.open(path, FORMS, clock=lambda: LATER), second


def test_a_version_newer_than_the_store_is_compared(archive: Archive, path: Path, tmp_path: Path) -> None:
    opened, second = _restored(archive, path, tmp_path)
    env = opened.env("li", "zh")
    with pytest.raises(Conflict) as found:
        opened.save("staff", {**second, "phone": "13800000002"}, env)
    cell = f"family.{second['family'][0]['_id']}.name"
    assert set(found.value.fields) == {"notes", "phone", cell}
    mine = found.value.mine
    assert (mine["notes"], [x["name"] for x in mine["family"]]) == ("二", ["老乙", "丙"])
    saved = opened.save("staff", {**mine, "_lock": found.value.theirs["_lock"]}, env)
    assert (saved["notes"], saved["phone"], saved["_lock"]) == ("二", "13800000002", 2)
    opened.close()


def test_a_version_of_the_same_number_is_not_taken_for_the_one_typed_on(
    archive: Archive, path: Path, tmp_path: Path
) -> None:
    opened, second = _restored(archive, path, tmp_path)
    env = opened.env("wang", "zh")
    other = opened.save("staff", {"_id": second["_id"], "notes": "别人的"}, env)
    assert other["_lock"] == second["_lock"]
    with pytest.raises(Conflict) as found:
        opened.save("staff", {**second, "name": "甲"}, env)
    assert "notes" in found.value.fields
    opened.save("staff", {"_id": second["_id"], "salary": 100}, env)  # and one further
    with pytest.raises(Conflict):
        opened.save("staff", {**second, "name": "甲"}, env)
    assert opened.read("staff", second["_id"])["notes"] == "别人的"
    opened.close()
