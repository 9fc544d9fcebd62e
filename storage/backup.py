"""Backups: a whole copy of the store and its attachments while others work, proved sound; restore; the check of a store."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import date, datetime
from pathlib import Path
from typing import Any

import apsw

from dangan import __version__
from dangan.errors import DanganError
from dangan.sentences import error
from storage import attachments, audit
from storage.core import stamp
from storage.engine import APPLICATION_ID, Store, sqlite_version
from storage.place import check_folder
from storage.settings import Settings

Told = Callable[[int, int], None]  # bytes copied, bytes in all; it may raise a DanganError to stop the copying

DATABASE = "store.db"
FILES = "files"
MANIFEST = "manifest.json"
STEPS = 50_000  # of the database's machine between two words on how far the copy is
COUNTED = ("record", "history", "audit", "attachment", "company", "dept", "person", "scratch")


class BackupBad(DanganError):
    """A backup that failed its check, when made or when read."""


class RestoreTarget(DanganError):
    """The place of restoring holds something already."""


class BackupStopped(DanganError):
    """The user stopped the backup; nothing of it is left behind."""

    def __init__(self) -> None:
        super().__init__("备份已取消，未留下文件。", "Backup stopped; no file was left behind.", code="BACKUP_STOPPED")


def program_version() -> str:
    """The version of the program."""
    return __version__


def folder_of(store: Store, settings: Settings, today: date) -> Path:
    """Where the office keeps its backups: the folder of its settings, else `backups` beside the store."""
    named = str(settings.get("backup_folder", today)).strip()
    beside = store.path.absolute().parent
    return beside / Path(named).expanduser() if named else beside / "backups"


def backup(store: Store, folder: Path, at: datetime, by: str = "", told: Told | None = None) -> Path:
    """Copy the store with its attachments into a new folder `dangan-YYYYmmdd-HHMMSS` below `folder`; gives its path.

    Files that belong to no record are swept first. Others go on writing meanwhile; the copy holds one moment. It gets
    its final name only when it is whole, checked and durable; then the audit of the live store notes it. `told` hears how
    far it is. Raises BackupBad, DiskFull, StoreDamaged.
    """
    with suppress(DanganError, OSError):  # tidying up is no reason to make no backup
        attachments.sweep(store, at.timestamp())
    final = _free(folder / f"dangan-{at:%Y%m%d-%H%M%S}")
    partial = folder / f".{final.name}.partial-{os.getpid()}"
    with store.mapped(), _cleared(partial):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        partial.mkdir(mode=0o700)
        tell = _Telling(store, told)
        _copy_database(store, partial / DATABASE, tell)
        missing = _copy_files(store, partial, tell)
        _write_manifest(partial, at, missing)
        _prove(partial)
        _sync(partial)
        os.rename(partial, final)
        attachments.sync_folder(folder)
    with store.write(outdated=True) as cursor:
        audit.append(cursor, at, by, "backup", detail={"folder": final.name})
    return final


def before_change(store: Store, at: datetime, told: Told | None = None) -> Path:
    """The automatic backup before a schema change, in the folder `backups` beside the store."""
    return backup(store, store.path.absolute().parent / "backups", at, told=told)


def restore(source: Path, target: Path) -> None:
    """Make the store `target` from a backup folder. The target must not exist; the backup is checked before and after.

    Raises BackupBad (GEN_BACKUP_BAD), RestoreTarget (GEN_RESTORE_TARGET); then nothing remains at the target.
    """
    folder = source.parent if source.name == DATABASE else source
    target = target.absolute()
    _refuse_occupied(target)
    _prove(folder)
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    check_folder(target)
    partial = target.with_name(f".{target.name}.restoring-{os.getpid()}")
    with _cleared(partial):
        shutil.copytree(folder, partial, copy_function=_copy_private)
        for path in (partial, *partial.rglob("*")):
            path.chmod(0o700 if path.is_dir() else 0o600)
        _prove(partial)
        _sync(partial)
        _refuse_occupied(target)
        if (partial / FILES).is_dir():
            os.rename(partial / FILES, _files_of(target))
        os.link(partial / DATABASE, target)  # unlike a rename, never over a file that came meanwhile
        attachments.sync_folder(target.parent)


def check(store: Store) -> dict[str, Any]:
    """What `dangan check` says: versions, journal mode, integrity (`ok` or a list of faults), attachments, audit, counts."""
    damage = store.damage()
    broken = [line for line in damage if line.startswith("foreign key:")]
    torn = [line for line in damage if line not in broken]
    forms = store.rows("SELECT form, count(*) FROM record WHERE voided = 0 GROUP BY form ORDER BY form")
    return {
        "version": program_version(),
        "sqlite": ".".join(str(part) for part in sqlite_version()),
        "journal_mode": store.journal_mode(),
        "integrity": torn or "ok",
        "foreign_keys": broken or "ok",
        "attachments": [problem.text("en") for problem in attachments.check(store)] or "ok",
        "audit": [problem.text("en") for problem in audit.verify(store)] or "ok",
        "counts": {table: store.value(f"SELECT count(*) FROM {table}") for table in COUNTED},
        "forms": dict(forms),
    }


def _files_of(target: Path) -> Path:
    return target.with_name(target.name + ".files")


def _refuse_occupied(target: Path) -> None:
    beside = (target, _files_of(target), *(target.with_name(target.name + end) for end in ("-wal", "-shm", "-journal")))
    if any(os.path.lexists(path) for path in beside):
        raise error(RestoreTarget, "GEN_RESTORE_TARGET", folder=target)


def _free(wanted: Path) -> Path:
    """The wanted folder name, with a number behind it where two backups fall into one second."""
    count, path = 1, wanted
    while path.exists():
        count += 1
        path = wanted.with_name(f"{wanted.name}-{count}")
    return path


@contextmanager
def _cleared(partial: Path) -> Iterator[None]:
    """Nothing unfinished stays behind, whatever happens."""
    shutil.rmtree(partial, ignore_errors=True)
    try:
        yield
    finally:
        shutil.rmtree(partial, ignore_errors=True)


class _Telling:
    """Tells how many bytes of all are copied; without `told` it says nothing."""

    def __init__(self, store: Store, told: Told | None) -> None:
        self.told = told
        self.done = 0
        self.total = 0
        if told is not None:
            files = store.value("SELECT COALESCE(SUM(size), 0) FROM (SELECT DISTINCT sha256, size FROM attachment)")
            pages = store.value("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size")
            self.total = int(files) + int(pages)

    def so_far(self, copy: Path) -> bool:
        """The part of `copy` that is written; gives what a progress handler gives to go on."""
        if self.told is not None:
            self.told(min(self.total, self.done + copy.stat().st_size), self.total)
        return False

    def copied(self, copy: Path) -> None:
        """The whole of `copy` is written."""
        self.so_far(copy)
        self.done += copy.stat().st_size


def _copy_database(store: Store, copy: Path, tell: _Telling) -> None:
    """One consistent copy, through a connection of its own: a stepped backup would start anew at each foreign write."""
    os.close(os.open(copy, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    own = Store(store.path, store.wait)
    own.connection().set_progress_handler(lambda: tell.so_far(copy), STEPS)
    try:
        own.rows("VACUUM INTO ?", (str(copy),))
    finally:
        own.close()
    tell.copied(copy)


def _copy_files(store: Store, partial: Path, tell: _Telling) -> list[str]:
    """Copy the files that the copied rows name; gives the hashes of those that the store itself no longer has."""
    (partial / FILES).mkdir(mode=0o700)
    with _Copy(partial / DATABASE).opened() as connection:
        wanted = connection.execute("SELECT DISTINCT sha256 FROM attachment ORDER BY sha256").fetchall()
    missing = []
    for (sha256,) in wanted:
        origin = attachments.content_path(store, str(sha256))
        target = _kept(partial, str(sha256))
        target.parent.mkdir(exist_ok=True, mode=0o700)
        if origin.is_file() and attachments.file_hash(origin) == sha256:
            _copy_private(origin, target)
            tell.copied(target)
        else:
            missing.append(str(sha256))
    return missing


def _kept(folder: Path, sha256: str) -> Path:
    return folder / FILES / sha256[:2] / sha256[2:]


def _copy_private(origin: str | Path, target: str | Path) -> None:
    shutil.copyfile(origin, target)
    os.chmod(target, 0o600)


def _write_manifest(folder: Path, at: datetime, missing: list[str]) -> None:
    digest = attachments.file_hash(folder / DATABASE)
    files = {path.parent.name + path.name: path.stat().st_size for path in _contents(folder)}
    made = {"at": stamp(at), "version": program_version(), "database": digest, "files": files, "missing": missing}
    text = json.dumps(made, ensure_ascii=False, indent=1)
    (folder / MANIFEST).write_text(json.dumps({**made, "check": hashlib.sha256(text.encode()).hexdigest()}), "utf-8")
    (folder / MANIFEST).chmod(0o600)


def _contents(folder: Path) -> list[Path]:
    return sorted(path for path in (folder / FILES).rglob("*") if path.is_file())


def _prove(folder: Path) -> None:
    """Raise BackupBad unless manifest, database and every attachment are whole."""
    if reason := _fault(folder):
        raise error(BackupBad, "GEN_BACKUP_BAD", {"reason": reason[0]}, file_name=folder.name, reason=reason[1])


def _fault(folder: Path) -> tuple[str, str] | None:
    try:
        made = json.loads((folder / MANIFEST).read_text("utf-8"))
        claimed = made.pop("check")
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return "没有清单或清单已损坏", "no manifest, or a damaged one"
    text = json.dumps(made, ensure_ascii=False, indent=1)
    if claimed != hashlib.sha256(text.encode()).hexdigest():
        return "清单被改动", "the manifest was changed"
    database = folder / DATABASE
    if not database.is_file() or attachments.file_hash(database) != made["database"]:
        return "数据库缺失或被改动", "the database is missing or was changed"
    for sha256 in made["files"]:
        path = _kept(folder, sha256)
        if not path.is_file() or attachments.file_hash(path) != sha256:
            return f"附件 {sha256[:12]} 缺失或被改动", f"attachment {sha256[:12]} is missing or was changed"
    return _Copy(database).fault()


class _Copy:
    """A database file that nobody else has open."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @contextmanager
    def opened(self) -> Iterator[apsw.Connection]:
        """A connection that only reads."""
        connection = apsw.Connection(str(self.path), flags=apsw.SQLITE_OPEN_READONLY)
        try:
            yield connection
        finally:
            connection.close()

    def fault(self) -> tuple[str, str] | None:
        """What is wrong with it, in both languages."""
        try:
            with self.opened() as connection:
                if connection.pragma("application_id") != APPLICATION_ID:
                    return "不是本程序的数据库", "it is no store of this program"
                found = str(connection.pragma("integrity_check"))
        except apsw.Error as reason:
            found = str(reason)
        return None if found == "ok" else (f"数据库已损坏：{found}", f"the database is damaged: {found}")


def _sync(folder: Path) -> None:
    """Make a finished folder durable, files first."""
    for path in sorted(folder.rglob("*"), reverse=True):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    attachments.sync_folder(folder)
