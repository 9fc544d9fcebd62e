"""The connection: where it may lie, what it refuses, how it waits and what it never loses."""

import errno
import json
import os
import stat
import subprocess
import sys
import time
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import apsw
import peewee
import pytest

from dangan.errors import DanganError
from storage import audit, engine, place
from storage.core import MIGRATIONS, StoreTooNew, epoch, migrate, schema_change
from storage.engine import Store, open_store

ROOT = Path(__file__).resolve().parents[2]


def run(code: str, *args: object) -> subprocess.Popen[str]:
    """A process of its own that works on a store."""
    return subprocess.Popen([sys.executable, "-c", code, *map(str, args)], cwd=ROOT, stdout=subprocess.PIPE, text=True)


def test_creates_private_file_in_private_folder(store: Store, path: Path) -> None:
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(path.with_name("office.db-wal").stat().st_mode) == 0o600
    assert store.journal_mode() == "wal"
    assert store.damage() == [] and store.notices == []
    assert store.value("PRAGMA foreign_keys") == 1
    assert store.value("PRAGMA synchronous") == 2


def test_mistyped_path_creates_nothing(path: Path) -> None:
    path.parent.mkdir(mode=0o700)
    with pytest.raises(engine.StoreUnreadable, match="There is no store"):
        open_store(path)
    assert list(path.parent.iterdir()) == []


def test_refuses_rights_of_others(store: Store, path: Path) -> None:
    path.chmod(0o640)
    with pytest.raises(place.UnsafePlace, match="Other accounts") as told:
        open_store(path)
    assert "chmod 600" in told.value.text("zh")
    path.chmod(0o600)
    path.parent.chmod(0o750)
    with pytest.raises(place.UnsafePlace, match="Other accounts"):
        open_store(path)
    path.parent.chmod(0o700)
    open_store(path).close()


def test_refuses_other_owner(store: Store, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mine = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: mine + 1)
    with pytest.raises(place.UnsafePlace, match="another account"):
        open_store(path)


def test_refuses_folder_of_other_things_when_open_to_all(tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o777)
    (shared / "letter.txt").write_text("x")
    with pytest.raises(place.UnsafePlace) as told:
        open_store(shared / "office.db", create=True)
    assert not (shared / "office.db").exists()
    said = told.value.text("zh") + told.value.text("en")
    assert "chmod" not in said and "自己的文件夹" in said and "folder of its own" in said


def test_a_file_of_others_is_no_store_and_its_folder_is_left_alone(tmp_path: Path) -> None:
    shared = tmp_path / "etc"
    shared.mkdir(mode=0o755)
    (shared / "passwd").write_text("root:x:0:0")
    (shared / "hosts").write_text("127.0.0.1 localhost")
    for create in (False, True):
        with pytest.raises(DanganError) as told:
            open_store(shared / "passwd", create=create)
        assert "chmod" not in told.value.text("en") and "chmod" not in told.value.text("zh")
    with pytest.raises(engine.StoreUnreadable, match="not a store of this program"):
        open_store(shared / "passwd")


MOUNTS = """/dev/sda1 / ext4 rw 0 0
server:/home /home nfs4 rw 0 0
/dev/sdb /home/local\\040disk xfs rw 0 0
user@host: /mnt/far fuse.sshfs rw 0 0
"""


@pytest.mark.parametrize(
    ("where", "kind"),
    [("/srv/x", "ext4"), ("/home/li/x", "nfs4"), ("/homeless", "ext4"), ("/home/local disk/x", "xfs"),
     ("/mnt/far", "fuse.sshfs")],
)  # fmt: skip
def test_file_system_of_a_path(where: str, kind: str) -> None:
    assert place.filesystem_of(Path(where), MOUNTS) == kind


@pytest.mark.parametrize("kind", ["nfs4", "cifs", "fuse.sshfs"])
def test_refuses_network_file_systems(store: Store, path: Path, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    monkeypatch.setattr(place, "_mounts", lambda: f"far {path.parent.resolve()} {kind} rw 0 0\n")
    with pytest.raises(place.UnsafePlace, match=kind):
        open_store(path)


def test_refuses_a_foreign_database(path: Path) -> None:
    path.parent.mkdir(mode=0o700)
    other = apsw.Connection(str(path))
    other.execute("CREATE TABLE theirs (x)")
    other.close()
    path.chmod(0o600)
    for create in (False, True):
        with pytest.raises(engine.StoreUnreadable, match="not a store of this program"):
            open_store(path, create=create)


def test_refuses_a_file_that_is_no_database(path: Path) -> None:
    path.parent.mkdir(mode=0o700)
    path.write_bytes(b"certainly no database" * 100)
    path.chmod(0o600)
    with pytest.raises(engine.StoreDamaged):
        open_store(path)


def test_refuses_other_databases_by_url(path: Path) -> None:
    with pytest.raises(engine.StoreUnreadable, match="postgresql"):
        open_store("postgresql://host/db")
    open_store(f"sqlite:///{path}", create=True).close()
    assert path.is_file()


@pytest.mark.parametrize(
    ("version", "safe"),
    [((3, 40, 1), False), ((3, 44, 6), True), ((3, 45, 0), False), ((3, 50, 4), False), ((3, 50, 7), True),
     ((3, 51, 2), False), ((3, 51, 3), True), ((3, 54, 1), True)],
)  # fmt: skip
def test_which_sqlite_may_use_wal(version: tuple[int, ...], safe: bool) -> None:
    assert engine.wal_is_safe(version) is safe


def test_affected_sqlite_gets_the_rollback_journal(store: Store, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store.close()
    monkeypatch.setattr(engine, "sqlite_version", lambda: (3, 40, 1))
    opened = open_store(path)
    assert opened.journal_mode() == "delete"
    assert "3.40.1" in opened.notices[0].text("zh") and "3.40.1" in opened.notices[0].text("en")
    opened.close()
    monkeypatch.undo()
    healed = open_store(path)
    assert healed.journal_mode() == "wal" and healed.notices == []
    healed.close()


def test_write_commits_or_rolls_back_whole(store: Store) -> None:
    with pytest.raises(ZeroDivisionError), store.write() as cursor:
        cursor.execute("INSERT INTO sequence VALUES ('a', 1)")
        _ = 1 / 0
    assert store.rows("SELECT * FROM sequence") == []
    with store.write() as cursor:
        cursor.execute("INSERT INTO sequence VALUES ('a', 1)")
    assert store.row("SELECT * FROM sequence") == ("a", 1)


def test_write_inside_write_is_an_error(store: Store) -> None:
    with pytest.raises(RuntimeError, match="inside a transaction"), store.write(), store.write():
        pass
    with pytest.raises(RuntimeError, match="inside a transaction"), store.write(), store.snapshot():
        pass
    with store.write() as cursor:
        cursor.execute("INSERT INTO sequence VALUES ('after', 1)")
    assert store.value("SELECT value FROM sequence") == 1


def test_broken_constraint_is_an_integrity_error(store: Store) -> None:
    for _ in range(2):
        with pytest.raises(peewee.IntegrityError) as told, store.write() as cursor:
            cursor.executemany("INSERT INTO sequence VALUES (?, 1)", [("a",), ("a",)])
        assert told.value.orig.extendedresult in (1555, 2067)
    with pytest.raises(peewee.IntegrityError) as told, store.write():
        store.rows("INSERT INTO sequence VALUES ('a', 1), ('a', 1)")
    assert isinstance(told.value.orig, apsw.ConstraintError)
    assert store.value("SELECT count(*) FROM sequence") == 0


def test_values_that_the_driver_does_not_know(store: Store) -> None:
    values = (date(2024, 3, 1), datetime(2024, 3, 1, 9, 30), Decimal("12.30"))
    assert store.row("SELECT ?, ?, ?", values) == ("2024-03-01", "2024-03-01 09:30:00", "12.30")
    with pytest.raises(TypeError, match="cannot store object"):
        store.row("SELECT ?", (object(),))


def test_busy_waits_then_tells(store: Store, path: Path) -> None:
    hasty = open_store(path, wait=0.2)
    with store.write():
        began = time.monotonic()
        with pytest.raises(engine.StoreBusy) as told, hasty.write():
            pass
        assert 0.15 < time.monotonic() - began < 2
    assert told.value.code == "GEN_BUSY" and "0.2" in told.value.text("zh")
    with hasty.write() as cursor:
        cursor.execute("INSERT INTO sequence VALUES ('a', 1)")
    hasty.close()


def test_full_disk_tells_and_keeps(store: Store) -> None:
    with store.write() as cursor:
        cursor.execute("INSERT INTO sequence VALUES ('kept', 1)")
    pages = store.value("PRAGMA page_count")
    store.value(f"PRAGMA max_page_count = {pages + 2}")
    with pytest.raises(engine.DiskFull) as told, store.write() as cursor:
        cursor.execute("INSERT INTO sequence VALUES (?, 1)", ("长" * 100_000,))
    assert told.value.code == "GEN_DISK_FULL"
    assert store.rows("SELECT scope FROM sequence") == [("kept",)]
    store.value(f"PRAGMA max_page_count = {pages + 1000}")
    with store.write() as cursor:
        cursor.execute("INSERT INTO sequence VALUES ('again', 1)")
    assert store.value("SELECT count(*) FROM sequence") == 2


def test_full_disk_of_the_system_reads_alike(store: Store) -> None:
    with pytest.raises(engine.DiskFull), store.mapped():
        raise OSError(errno.ENOSPC, "No space left on device")
    with pytest.raises(engine.StoreUnreadable, match="scan"), store.mapped():
        raise OSError(errno.EIO, "Input/output error", "scan.pdf")
    with pytest.raises(engine.StoreReadOnly), store.mapped():
        raise OSError(errno.EROFS, "Read-only file system", "scan.pdf")
    with pytest.raises(IsADirectoryError), store.mapped():
        raise IsADirectoryError


def test_looking_at_a_store_in_a_shared_folder_keeps_its_locks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """POSIX drops a process's locks on a file as soon as it closes any handle of it (fact 13)."""
    monkeypatch.setattr(engine, "wal_is_safe", lambda version: False)  # the write lock is on the file itself
    tmp_path.chmod(0o700)
    (tmp_path / "other things").touch()
    first = open_store(tmp_path / "office.db", create=True)
    migrate(first, "0.1.0")
    with first.write() as cursor:
        cursor.execute("INSERT INTO sequence VALUES ('a', 1)")
        open_store(tmp_path / "office.db").close()
        code = f"""
import apsw
connection = apsw.Connection({str(tmp_path / "office.db")!r})
try:
    connection.execute("BEGIN IMMEDIATE")
except apsw.BusyError:
    print("busy")
"""
        other = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert other.stdout == "busy\n", other.stderr
    first.close()


@pytest.mark.parametrize("found", [apsw.IOError("disk I/O error"), apsw.CantOpenError("unable to open")])
def test_vague_errors_are_told_by_their_cause(store: Store, monkeypatch: pytest.MonkeyPatch, found: apsw.Error) -> None:
    with pytest.raises(engine.StoreUnreadable), store.mapped():
        raise found
    with monkeypatch.context() as patch:
        patch.setattr(engine.shutil, "disk_usage", lambda path: SimpleNamespace(free=4096))
        with pytest.raises(engine.DiskFull, match="0 MB"), store.mapped():
            raise found
    monkeypatch.setattr(engine.os, "access", lambda path, mode: False)
    with pytest.raises(engine.StoreReadOnly), store.mapped():
        raise found


def test_read_only_connection_tells(store: Store) -> None:
    store.value("PRAGMA query_only = 1")
    with pytest.raises(engine.StoreReadOnly), store.write() as cursor:
        cursor.execute("INSERT INTO sequence VALUES ('a', 1)")


def test_schema_cannot_be_bent(store: Store) -> None:
    with pytest.raises(peewee.OperationalError), store.write() as cursor:
        cursor.execute('SELECT "no such column"')
    with pytest.raises(peewee.PeeweeException), store.write() as cursor:
        cursor.execute("PRAGMA writable_schema = 1")
        cursor.execute("DELETE FROM sqlite_schema")


def test_snapshot_sees_one_moment(store: Store, path: Path) -> None:
    other = open_store(path)
    with store.snapshot():
        before = store.value("SELECT count(*) FROM sequence")
        with other.write() as cursor:
            cursor.execute("INSERT INTO sequence VALUES ('a', 1)")
        assert store.value("SELECT count(*) FROM sequence") == before
    assert store.value("SELECT count(*) FROM sequence") == before + 1
    other.close()


def test_the_private_names_we_lean_on() -> None:
    with pytest.raises(peewee.OperationalError), engine.DATABASE_ERRORS:
        raise apsw.BusyError("x")
    assert "_add_conn_hooks" in vars(peewee.SqliteDatabase)


def test_another_session_raising_the_schema_makes_this_one_read_only(store: Store, path: Path) -> None:
    other = open_store(path)
    migrate(other, "0.1.0")
    with schema_change(other, "0.2.0") as cursor:
        cursor.execute("CREATE TABLE fresh (x)")
    with other.write() as cursor:
        cursor.execute("INSERT INTO fresh VALUES (1)")
    with pytest.raises(engine.StoreOutdated) as told, store.write() as cursor:
        cursor.execute("INSERT INTO sequence VALUES ('a', 1)")
    assert told.value.code == "GEN_READ_ONLY" and "0.2.0" in told.value.text("zh")
    assert store.value("SELECT x FROM fresh") == 1
    store.expect_epoch = epoch(store)
    with store.write() as cursor:
        cursor.execute("INSERT INTO sequence VALUES ('a', 1)")
    other.close()


def test_failed_schema_change_leaves_everything(store: Store) -> None:
    before = epoch(store)
    with pytest.raises(peewee.OperationalError), schema_change(store, "0.2.0") as cursor:
        cursor.execute("CREATE TABLE fresh (x)")
        cursor.execute("CREATE TABLE record (x)")
    assert epoch(store) == before == store.expect_epoch
    assert store.columns("fresh") == []


def test_migrations_run_once_and_refuse_later_files(store: Store, path: Path) -> None:
    assert migrate(store, "0.1.0") == 0
    with store.write() as cursor:
        cursor.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    with pytest.raises(StoreTooNew) as told:
        migrate(store)
    assert "升级程序" in told.value.text("zh")


def test_later_migration_backs_up_first_and_is_whole(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    called: list[Store] = []
    with store.write() as cursor:
        audit.append(cursor, datetime(2024, 3, 1), "li", "setting")  # somebody has written: there is something to lose
    broken = [*MIGRATIONS, "CREATE TABLE fresh (x); CREATE TABLE record (x);"]
    monkeypatch.setattr("storage.core.MIGRATIONS", broken)
    with pytest.raises(peewee.OperationalError):
        migrate(store, "0.2.0", called.append)
    assert called == [store] and store.columns("fresh") == []
    broken[-1] = "CREATE TABLE fresh (x);"
    assert migrate(store, "0.2.0", called.append) == 1
    assert store.columns("fresh") == ["x"] and epoch(store) == store.expect_epoch == len(broken) + 1


WRITER = """
import sys
from storage.engine import open_store
store = open_store(sys.argv[1])
for number in range(int(sys.argv[3])):
    with store.write() as cursor:
        found = cursor.execute("SELECT value FROM sequence WHERE scope = 'n'").fetchall()
        value = (found[0][0] if found else 0) + 1
        cursor.execute("INSERT INTO sequence VALUES ('n', ?) ON CONFLICT DO UPDATE SET value = excluded.value", (value,))
        cursor.execute("INSERT INTO number_used (form, record_no) VALUES (?, ?)", ("f", str(value)))
        cursor.execute("INSERT INTO link VALUES (?, 'f', ?, ?)", (value, sys.argv[2], number))
    print(value, flush=True)
"""


def test_two_processes_write_and_nothing_is_lost(store: Store, path: Path) -> None:
    writers = [run(WRITER, path, name, 60) for name in ("a", "b")]
    given = [int(line) for writer in writers for line in writer.communicate(timeout=60)[0].split()]
    assert [writer.returncode for writer in writers] == [0, 0]
    assert sorted(given) == list(range(1, 121))
    assert store.value("SELECT count(*) FROM number_used") == 120
    assert store.value("SELECT value FROM sequence WHERE scope = 'n'") == 120
    assert store.damage() == []


def test_killed_writers_lose_no_acknowledged_write_and_leave_no_half(store: Store, path: Path) -> None:
    acknowledged: set[int] = set()
    for kill in range(6):
        writer = run(WRITER, path, "w", 100_000)
        assert writer.stdout is not None
        for _ in range(5 + 7 * kill):
            acknowledged.add(int(writer.stdout.readline()))
        writer.kill()
        acknowledged |= {int(line) for line in writer.communicate()[0].split("\n")[:-1]}
    numbers = {int(number) for (number,) in store.rows("SELECT record_no FROM number_used")}
    linked = {number for (number,) in store.rows("SELECT record_id FROM link")}
    assert len(acknowledged) >= 6 * 5
    assert acknowledged <= numbers == linked
    assert store.value("SELECT value FROM sequence WHERE scope = 'n'") == max(numbers) == len(numbers)
    assert store.damage() == []


MIGRATE = """
import sys
from storage import core
from storage.engine import open_store
core.MIGRATIONS.append(
    "CREATE TABLE fresh (x); WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 400000) "
    "INSERT INTO fresh SELECT i FROM n; CREATE INDEX fresh_x ON fresh (x);"
)
print("go", flush=True)
core.migrate(open_store(sys.argv[1]), "0.2.0")
print("done", flush=True)
"""


def test_killed_migration_finishes_or_rolls_back(store: Store, path: Path) -> None:
    for delay in (0.0, 0.02, 0.08):
        migrating = run(MIGRATE, path)
        assert migrating.stdout is not None and migrating.stdout.readline() == "go\n"
        time.sleep(delay)
        migrating.kill()
        migrating.communicate()
        version, columns = store.value("PRAGMA user_version"), store.columns("fresh")
        assert (version, columns) in [(len(MIGRATIONS), []), (len(MIGRATIONS) + 1, ["x"])]
        assert epoch(store) == version + 1
    assert run(MIGRATE, path).communicate(timeout=60)[0] == "go\ndone\n"
    assert store.value("SELECT count(*) FROM fresh") == 400_000
    assert store.damage() == []


def test_errors_speak_both_languages(path: Path) -> None:
    with pytest.raises(DanganError) as told:
        open_store(path)
    spoken = json.dumps([told.value.text("zh"), told.value.text("en")], ensure_ascii=False)
    assert "没有找到数据库" in spoken and "There is no store" in spoken
