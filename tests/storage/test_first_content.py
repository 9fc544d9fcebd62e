"""The records that an office begins with: entered once, taken back as a batch, never beside records of the form."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from storage.archive import Archive
from storage.first_content import enter

NOW = datetime(2024, 3, 1, 9, 30)


def test_a_new_office_has_the_schedule_and_the_scope(tmp_path: Path) -> None:
    archive = Archive.open(tmp_path / "o.db", create=True, clock=lambda: NOW)
    env = archive.env("li", "zh")
    made = enter(archive, env)
    assert (made["retention_schedule"], made["filing_scope"]) == (10, 1)
    first = archive.read("retention_schedule", "NX-2024-0001")
    assert (first["series_title"], first["series_retention"], first["status"]) == (
        "有关公司章程类的档案",
        "permanent",
        "draft",
    )
    assert (first["valid_from"], first["trigger_event"], first["remarks"]) == (
        date(2024, 3, 1),
        "closed",
        "由董事会秘书保管",
    )
    assert enter(archive, env) == {}
    scope = archive.read("filing_scope", "0001")
    assert (scope["title"], scope["collector"]) == ("重要会议资料", "convening_dept")
    archive.close()


def test_an_office_with_a_schedule_of_its_own_keeps_it(tmp_path: Path) -> None:
    archive = Archive.open(tmp_path / "o.db", create=True, clock=lambda: NOW)
    env = archive.env("li", "zh")
    own = archive.save("retention_schedule", {**archive.new("retention_schedule", env), "series_title": "合同"}, env)
    archive.void("retention_schedule", own["_id"], "重列", env)
    assert "retention_schedule" not in enter(archive, env)
    archive.close()
