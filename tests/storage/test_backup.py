"""Backups: whole while others write, refused when damaged, restored only into an empty place."""

import json
import os
import shutil
import stat
import subprocess
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from storage import attachments, audit, backup
from storage.backup import BackupBad, RestoreTarget
from storage.core import migrate
from storage.engine import Store, open_store

ROOT = Path(__file__).resolve().parents[2]
AT = datetime(2024, 3, 1, 9, 30)


@pytest.fixture
def filled(store: Store, tmp_path: Path) -> Store:
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(b"%PDF scan")
    with store.write() as cursor:
        cursor.execute(
            "INSERT INTO record (_id, form, record_no, state, updated_at, updated_by) VALUES (1,'customer','KH-1','draft',?,'li')",
            (AT,),
        )
    attachments.add(store, 1, scan, at=AT, by="li")
    return store


@pytest.fixture
def made(filled: Store, tmp_path: Path) -> Path:
    return backup.backup(filled, tmp_path / "backups", AT)


def test_backup_and_restore_give_the_same_store(filled: Store, made: Path, tmp_path: Path) -> None:
    assert made.name == "dangan-20240301-093000"
    assert [path.name for path in made.parent.iterdir()] == [made.name]
    assert {stat.S_IMODE(path.stat().st_mode) for path in made.rglob("*")} == {0o600, 0o700}
    target = tmp_path / "restored" / "office.db"
    backup.restore(made, target)
    again = open_store(target)
    assert migrate(again) == 0
    assert again.journal_mode() == "wal" and again.damage() == []
    for table in ("attachment", "epoch"):
        assert again.rows(f"SELECT * FROM {table}") == filled.rows(f"SELECT * FROM {table}")
    assert again.rows("SELECT * FROM audit") == filled.rows("SELECT * FROM audit WHERE event <> 'backup'")
    assert attachments.check(again) == [] and audit.verify(again) == []
    assert audit.verify(filled, [audit.head(again)]) == []
    assert sorted(path.name for path in target.parent.iterdir() if "-" not in path.name) == [
        "office.db",
        "office.db.files",
    ]
    again.close()


def test_a_backup_sweeps_files_that_no_record_has(filled: Store, tmp_path: Path) -> None:
    (held,) = [path for path in filled.files.rglob("*") if path.is_file()]
    lone = attachments.content_path(filled, "ab" * 32)
    lone.parent.mkdir(exist_ok=True)
    lone.write_bytes(b"left by a crash")
    backup.backup(filled, tmp_path / "backups", datetime.now() + timedelta(hours=2))
    assert held.is_file() and not lone.exists()


def test_two_backups_in_one_second(filled: Store, made: Path) -> None:
    assert backup.backup(filled, made.parent, AT).name == "dangan-20240301-093000-2"


def flip(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def mended_manifest(made: Path) -> None:
    """Damage the database and let the manifest claim that this is how it was."""
    flip_header = bytearray((made / "store.db").read_bytes())
    flip_header[4096:4196] = bytes(100)
    (made / "store.db").write_bytes(flip_header)
    backup._write_manifest(made, AT, [])


@pytest.mark.parametrize(
    "harm",
    [
        lambda made: flip(made / "store.db"),
        lambda made: (made / "store.db").unlink(),
        lambda made: (made / "manifest.json").unlink(),
        lambda made: flip(made / "manifest.json"),
        lambda made: (made / "manifest.json").write_text("[]"),
        lambda made: flip(next(path for path in (made / "files").rglob("*") if path.is_file())),
        lambda made: shutil.rmtree(made / "files"),
        lambda made: os.truncate(made / "store.db", 8192),
        mended_manifest,
    ],
)
def test_damaged_backup_is_refused_and_nothing_restored(made: Path, tmp_path: Path, harm: object) -> None:
    harm(made)  # type: ignore[operator]
    with pytest.raises(BackupBad) as told:
        backup.restore(made, tmp_path / "restored" / "office.db")
    assert told.value.code == "GEN_BACKUP_BAD" and made.name in told.value.text("zh")
    assert not (tmp_path / "restored").exists()


def test_no_backup_there(tmp_path: Path) -> None:
    with pytest.raises(BackupBad):
        backup.restore(tmp_path / "nothing", tmp_path / "restored" / "office.db")


def test_restore_never_over_a_store(filled: Store, made: Path, tmp_path: Path) -> None:
    before = filled.rows("SELECT * FROM audit")
    with pytest.raises(RestoreTarget) as told:
        backup.restore(made, filled.path)
    assert told.value.code == "GEN_RESTORE_TARGET"
    assert filled.rows("SELECT * FROM audit") == before
    for left in ("office.db.files", "office.db-wal"):
        target = tmp_path / left / "office.db"
        target.parent.mkdir(mode=0o700)
        target.with_name(left).touch()
        with pytest.raises(RestoreTarget):
            backup.restore(made, target)
        assert [path.name for path in target.parent.iterdir()] == [left]


def test_lost_attachment_is_noted_and_the_rest_backed_up(filled: Store, made: Path, tmp_path: Path) -> None:
    found = attachments.listing(filled, 1)[0]
    attachments.contents(filled, found).unlink()
    second = backup.backup(filled, made.parent, datetime(2024, 3, 2))
    assert json.loads((second / "manifest.json").read_text())["missing"] == [found.sha256]
    backup.restore(second, tmp_path / "restored" / "office.db")


def test_failed_backup_leaves_nothing(filled: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backup, "_fault", lambda folder: ("坏", "bad"))
    with pytest.raises(BackupBad):
        backup.backup(filled, tmp_path / "backups", AT)
    assert list((tmp_path / "backups").iterdir()) == []


WRITER = """
import sys
from storage.engine import open_store
store = open_store(sys.argv[1])
number = 0
while True:
    number += 1
    with store.write() as cursor:
        cursor.execute("INSERT INTO number_used (form, record_no) VALUES ('f', ?)", (str(number),))
        cursor.execute("INSERT INTO link VALUES (?, 'f', 'x', 1)", (number,))
    print(number, flush=True)
"""


def test_backup_under_a_writer_holds_one_moment(store: Store, path: Path, tmp_path: Path) -> None:
    writer = subprocess.Popen([sys.executable, "-c", WRITER, path], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        assert writer.stdout is not None
        for _ in range(20):
            acknowledged = int(writer.stdout.readline())
        for second in range(3):
            made = backup.backup(store, tmp_path / "backups", datetime(2024, 3, 1, 9, 30, second))
            backup.restore(made, tmp_path / f"restored{second}" / "office.db")
            again = open_store(tmp_path / f"restored{second}" / "office.db")
            numbers = {int(number) for (number,) in again.rows("SELECT record_no FROM number_used")}
            linked = {number for (number,) in again.rows("SELECT record_id FROM link")}
            assert numbers == linked == set(range(1, len(numbers) + 1)) and len(numbers) >= acknowledged
            again.close()
        assert writer.poll() is None, "the writer went on"
    finally:
        writer.kill()
        writer.communicate()


BACKUP = """
import sys
from datetime import datetime, timedelta
from pathlib import Path
from storage import backup
from storage.engine import open_store
store = open_store(sys.argv[1])
print("go", flush=True)
backup.backup(store, Path(sys.argv[2]), datetime(2024, 3, 1))
"""


def test_killed_backup_leaves_no_half_under_a_final_name(filled: Store, path: Path, tmp_path: Path) -> None:
    with filled.write() as cursor:
        cursor.executemany(
            "INSERT INTO number_used (form, record_no) VALUES ('f', ?)", [(str(n) * 20,) for n in range(60_000)]
        )
    for delay in (0.0, 0.02, 0.05):
        folder = tmp_path / f"backups{delay}"
        process = subprocess.Popen(
            [sys.executable, "-c", BACKUP, path, folder], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        assert process.stdout is not None and process.stdout.readline() == "go\n"
        time.sleep(delay)
        process.kill()
        process.communicate()
        for made in folder.glob("dangan-*"):
            backup.restore(made, tmp_path / f"restored{delay}" / "office.db")
    assert filled.damage() == []


def test_automatic_backup_before_a_schema_change(
    filled: Store, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from storage import core

    monkeypatch.setattr(core, "MIGRATIONS", [*core.MIGRATIONS, "CREATE TABLE fresh (x)"])
    migrate(filled, "0.2.0", lambda store: backup.before_change(store, AT))
    made = filled.path.parent / "backups" / "dangan-20240301-093000"
    assert made.is_dir() and filled.columns("fresh") == ["x"]
    backup.restore(made, tmp_path / "before" / "office.db")
    before = open_store(tmp_path / "before" / "office.db")
    assert before.columns("fresh") == []
    before.close()


def test_check_of_a_sound_store_and_of_a_broken_one(filled: Store) -> None:
    found = backup.check(filled)
    assert found["journal_mode"] == "wal" and found["sqlite"].startswith("3.")
    assert [found[key] for key in ("integrity", "foreign_keys", "attachments", "audit")] == ["ok"] * 4
    assert found["counts"]["attachment"] == 1 and found["forms"] == {"customer": 1}
    json.dumps(found)
    filled.value("PRAGMA foreign_keys = 0")
    with filled.write() as cursor:
        cursor.execute("INSERT INTO person (name, dept_id) VALUES ('李', 99)")
        cursor.execute("DELETE FROM audit")
    attachments.contents(filled, attachments.listing(filled, 1)[0]).unlink()
    found = backup.check(filled)
    assert "person" in found["foreign_keys"][0]
    assert len(found["audit"]) == len(found["attachments"]) == 1 and found["integrity"] == "ok"


def test_a_backup_is_noted_in_the_live_store(filled: Store, tmp_path: Path) -> None:
    at = datetime(2026, 3, 2, 9, 30)
    made = backup.backup(filled, tmp_path / "backups", at, "li")
    row = filled.row("SELECT at, \"by\", detail FROM audit WHERE event = 'backup'")
    assert row is not None and row[:2] == ("2026-03-02 09:30:00", "li") and made.name in row[2]
    assert audit.verify(filled) == []


def test_a_backup_tells_how_far_it_is_and_stops_when_it_is_told_to(filled: Store, tmp_path: Path) -> None:
    heard: list[tuple[int, int]] = []
    backup.backup(filled, tmp_path / "whole", AT, told=lambda done, total: heard.append((done, total)))
    assert heard == sorted(heard) and 0 < heard[-1][0] <= heard[-1][1]

    def stop(done: int, total: int) -> None:
        raise backup.BackupStopped

    with pytest.raises(backup.BackupStopped):
        backup.backup(filled, tmp_path / "stopped", AT, told=stop)
    assert list((tmp_path / "stopped").iterdir()) == []
