"""The connection: one SQLite file opened safely, its write transactions, and the SQL that other databases spell differently."""

from __future__ import annotations

import errno
import os
import random
import shutil
import time as clock
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import apsw
import peewee
from playhouse.apsw_ext import APSWDatabase

from dangan.errors import DanganError
from dangan.sentences import error
from storage.place import check_place, make_place, own_folder

APPLICATION_ID = 0x64616E67  # "dang": tells a store from any other SQLite file
STATEMENTS = 256  # compiled statements kept by a connection
# Seconds between two tries for the write lock: who has waited longer tries more often, so that nobody waits for ever and
# a crowd does not spend the processor on trying.
SHORTEST, EAGER, PATIENT = 0.0005, 0.001, 0.012
AGEING = 10.0  # seconds of waiting that take a second off the patience
NO_ROOM = (errno.ENOSPC, errno.EDQUOT)
ROOM = 65_536  # bytes that SQLite needs beside the store to open it
NO_RIGHT = (errno.EACCES, errno.EPERM, errno.EROFS)
Params = Sequence[Any]
# A private name of Peewee (a test guards it): turns the driver's errors into Peewee's where Peewee itself does not.
DATABASE_ERRORS: AbstractContextManager[None] = vars(peewee)["__exception_wrapper__"]


class StoreBusy(DanganError):
    """Another session held the write lock longer than the wait."""


class DiskFull(DanganError):
    """No room left where the store lies; nothing was written."""


class StoreReadOnly(DanganError):
    """The file or its folder may not be written."""


class StoreDamaged(DanganError):
    """SQLite found the file damaged, or it is no SQLite file."""


class StoreUnreadable(DanganError):
    """The file is missing, cannot be opened, is no store of this program, or the disk reports an error."""


class StoreOutdated(DanganError):
    """Another session raised the schema: this one may only read."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the administrator should know about how the store was opened."""

    zh: str
    en: str

    def text(self, lang: str) -> str:
        """The sentence in one language."""
        return self.zh if lang == "zh" else self.en


def wal_is_safe(version: tuple[int, ...]) -> bool:
    """Whether this SQLite has the fix of the WAL-reset bug, which loses committed rows (3.51.3, 3.50.7, 3.44.6)."""
    return version >= (3, 51, 3) or (3, 50, 7) <= version < (3, 51) or (3, 44, 6) <= version < (3, 45)


def sqlite_version() -> tuple[int, ...]:
    """The SQLite library in use, not the version of the package that binds it."""
    return tuple(int(part) for part in apsw.sqlite_lib_version().split("."))


def _to_text(_cursor: Any, _number: int, value: Any) -> str:
    if isinstance(value, (date, time, Decimal)):  # datetime is a date
        return str(value)
    raise TypeError(f"cannot store {type(value).__name__}")


def _jitter(limit: float) -> Callable[[int], bool]:
    end = 0.0

    def busy(count: int) -> bool:
        nonlocal end
        now = clock.monotonic()
        if count == 0:  # a new wait
            end = now + limit
        if now >= end:
            return False
        waited = now - (end - limit)
        clock.sleep(random.uniform(SHORTEST, max(EAGER, PATIENT - waited / AGEING)))
        return True

    return busy


def _harden(connection: apsw.Connection) -> None:
    for option, value in (
        (apsw.SQLITE_DBCONFIG_DEFENSIVE, 1),
        (apsw.SQLITE_DBCONFIG_DQS_DML, 0),
        (apsw.SQLITE_DBCONFIG_DQS_DDL, 0),
        (apsw.SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0),
    ):
        connection.config(option, value)


@contextmanager
def driver_errors() -> Iterator[None]:
    """Turn an error of the driver into Peewee's, with the driver's as `orig`; Peewee's own pass as they are."""
    try:
        yield
    except apsw.Error as found:
        with DATABASE_ERRORS:
            raise found


class Store(APSWDatabase):  # type: ignore[misc]
    """One office's file: a Peewee database whose writes wait fairly, last, and never nest.

    `path` is the file, `wait` the seconds a write waits for others, `notices` what opening found worth saying,
    `expect_epoch` the schema epoch this session knows (None = not looked at). A connection belongs to one thread:
    workers use `with store.connection_context():`.
    """

    def __init__(self, path: Path, wait: float = 10.0) -> None:
        self.path = path
        self.wait = wait
        self.notices: list[Notice] = []
        self.expect_epoch: int | None = None
        super().__init__(
            str(path),
            timeout=None,
            lock_type="IMMEDIATE",
            statementcachesize=STATEMENTS,
            flags=apsw.SQLITE_OPEN_READWRITE,
            pragmas=[("foreign_keys", 1), ("synchronous", "full")],
        )

    def _add_conn_hooks(self, conn: apsw.Connection) -> None:  # runs before the pragmas
        conn.set_busy_handler(_jitter(self.wait))
        conn.convert_binding = _to_text
        _harden(conn)
        super()._add_conn_hooks(conn)

    @property
    def files(self) -> Path:
        """The folder of the attachments, beside the file."""
        return self.path.with_name(self.path.name + ".files")

    @contextmanager
    def write(self, *, outdated: bool = False, wait: float | None = None) -> Iterator[apsw.Cursor]:
        """One write transaction: BEGIN IMMEDIATE, commit at the end, roll back on any error.

        `outdated` lets a session of an older version write (what is being typed, nothing else); `wait` waits so many
        seconds for a busy store in place of the usual.

        Gives a raw cursor; read its rows with `.fetchall()`. Nothing may be awaited inside: a second task's save would
        become part of this one, so a nested write() is an error. Raises StoreBusy, DiskFull, StoreReadOnly,
        StoreOutdated, peewee.IntegrityError for a broken constraint.
        """
        if self.transaction_depth():
            raise RuntimeError("write() inside a transaction")
        with self.mapped(), self._waiting(wait), self.atomic("IMMEDIATE"), driver_errors():
            cursor = self.connection().cursor()
            if not outdated:
                self._check_epoch(cursor)
            yield cursor

    @contextmanager
    def _waiting(self, wait: float | None) -> Iterator[None]:
        if wait is None:
            yield
            return
        connection = self.connection()
        connection.set_busy_handler(_jitter(wait))
        try:
            yield
        finally:
            connection.set_busy_handler(_jitter(self.wait))

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """A read transaction: every query inside sees the same moment. Nothing is written and nothing awaited inside."""
        if self.transaction_depth():
            raise RuntimeError("snapshot() inside a transaction")
        with self.mapped(), self.atomic("DEFERRED"):
            yield

    def _check_epoch(self, cursor: apsw.Cursor) -> None:
        if self.expect_epoch is None:
            return
        found = cursor.execute("SELECT value, version FROM epoch").fetchall()
        if not found or found[0][0] != self.expect_epoch:
            raise error(StoreOutdated, "GEN_READ_ONLY", version=found[0][1] if found else "?")

    @contextmanager
    def mapped(self) -> Iterator[None]:
        """Turn what the database reports into errors that tell the reader what to do."""
        try:
            yield
        except (apsw.Error, peewee.PeeweeException, OSError) as found:
            if (told := self._translate(found)) is None:
                raise
            raise told from found

    def _translate(self, found: Exception) -> DanganError | None:
        cause = getattr(found, "orig", found)
        name = self.path.name
        if isinstance(cause, OSError) and cause.filename:
            name = os.fspath(cause.filename if cause.filename2 is None else cause.filename2)
        if isinstance(cause, (apsw.BusyError, apsw.LockedError)):
            return error(StoreBusy, "GEN_BUSY", seconds=f"{self.wait:g}")
        # SQLite says "I/O error" or "unable to open" where it can make none of its files beside the store
        vague = isinstance(cause, (apsw.CantOpenError, apsw.IOError)) and self.path.parent.is_dir()
        free = shutil.disk_usage(self.path.parent).free if self.path.parent.is_dir() else 0
        if isinstance(cause, apsw.FullError) or _errno(cause) in NO_ROOM or (vague and free < ROOM):
            return error(DiskFull, "GEN_DISK_FULL", folder=self.path.parent, free=f"{free / 1e6:.0f} MB")
        shut = vague and not os.access(self.path.parent, os.W_OK)
        if isinstance(cause, (apsw.ReadOnlyError, apsw.PermissionsError)) or _errno(cause) in NO_RIGHT or shut:
            return StoreReadOnly(
                f"{name} 不能写入。", f"{name} cannot be written.",
                "请检查文件和文件夹的权限。", "Check the permissions of the file and its folder.", "STORE_READ_ONLY",
            )  # fmt: skip
        if isinstance(cause, (apsw.CorruptError, apsw.NotADBError)):
            return StoreDamaged(
                f"数据库 {name} 已损坏。", f"The store {name} is damaged.",
                "请停止使用，从备份恢复。", "Stop using it and restore a backup.", "STORE_DAMAGED",
            )  # fmt: skip
        if isinstance(cause, (apsw.CantOpenError, apsw.IOError)) or _errno(cause) == errno.EIO:
            reason = cause.strerror if isinstance(cause, OSError) else cause
            return StoreUnreadable(
                f"{name} 读写失败（{reason}）。", f"{name} cannot be read or written ({reason}).",
                "请检查磁盘和文件夹。", "Check the disk and the folder.", "STORE_IO",
            )  # fmt: skip
        return None

    def rows(self, sql: str, params: Params | dict[str, Any] = ()) -> list[tuple[Any, ...]]:
        """All rows of a query, as tuples; never a half-read cursor."""
        with self.mapped(), driver_errors():
            found: list[tuple[Any, ...]] = self.execute_sql(sql, params).fetchall()
            return found

    def row(self, sql: str, params: Params | dict[str, Any] = ()) -> tuple[Any, ...] | None:
        """The first row of a query, or None."""
        found = self.rows(sql, params)
        return found[0] if found else None

    def value(self, sql: str, params: Params | dict[str, Any] = ()) -> Any:
        """The first column of the first row, or None."""
        found = self.row(sql, params)
        return found[0] if found else None

    def mark(self) -> tuple[int, int]:
        """What differs as soon as anybody has written, this session or another."""
        return int(self.value("PRAGMA data_version")), self.connection().total_changes()

    def columns(self, table: str) -> list[str]:
        """The column names of a table in order, generated ones too; [] where there is no such table."""
        return [name for (name,) in self.rows("SELECT name FROM pragma_table_xinfo(?)", (table,))]

    def journal_mode(self) -> str:
        """`wal`, or `delete` where this SQLite must not use it."""
        return str(self.value("PRAGMA journal_mode"))

    def damage(self) -> list[str]:
        """What SQLite's own checks find: integrity, then foreign keys. [] = sound. Reads the whole file."""
        broken = [str(text) for (text,) in self.rows("PRAGMA integrity_check") if text != "ok"]
        dangling = self.rows("PRAGMA foreign_key_check")
        return broken + [f"foreign key: {table} row {row} -> {parent}" for table, row, parent, _ in dangling]


def _errno(cause: BaseException) -> int | None:
    """The system's number of an error; the driver's errors have none."""
    return cause.errno if isinstance(cause, OSError) else None


def inserted(cursor: apsw.Cursor) -> int:
    """The `_id` that the INSERT just run on this cursor gave."""
    return cursor.connection.last_insert_rowid()


def fetched(cursor: apsw.Cursor, sql: str, params: Params = ()) -> list[tuple[Any, ...]]:
    """All rows of a query inside a write transaction."""
    rows: list[tuple[Any, ...]] = cursor.execute(sql, params).fetchall()
    return rows


def changed(cursor: apsw.Cursor) -> int:
    """How many rows the statement just run on this cursor changed."""
    return cursor.connection.changes()


def open_store(path_or_url: str | os.PathLike[str], *, create: bool = False, wait: float = 10.0) -> Store:
    """Open the store, or with `create` make a new empty one where there is none.

    Without `create` a path that does not exist makes nothing and raises StoreUnreadable. Raises UnsafePlace where owner,
    modes or file system do not protect the file, StoreUnreadable for a file of another program.
    Tables come from `core.migrate`.
    """
    path = _path(path_or_url)
    if create:
        make_place(path)
    if not path.is_file():
        raise StoreUnreadable(
            f"没有找到数据库 {path}。", f"There is no store at {path}.",
            "请核对路径；直接运行 dangan 即可新建。", "Check the path; dangan without a command makes a new one.", "STORE_MISSING",
        )  # fmt: skip
    if not own_folder(path) and not _is_database(path):
        raise _foreign(path)
    check_place(path)
    store = Store(path, wait)
    with store.mapped(), driver_errors():
        connection = store.connection()
        try:
            _settle(store, connection, create)
        except BaseException:
            store.close()
            raise
    return store


def _is_database(path: Path) -> bool:
    """Whether SQLite takes the file; read by SQLite alone: opened another way it would drop this process's locks."""
    try:
        connection = apsw.Connection(str(path), flags=apsw.SQLITE_OPEN_READONLY)
        try:
            connection.pragma("schema_version")
        finally:
            connection.close()
    except apsw.NotADBError:
        return False
    except apsw.Error:
        pass  # opening it in earnest tells
    return True


def _foreign(path: Path) -> StoreUnreadable:
    return StoreUnreadable(
        f"{path} 不是本程序的数据库。", f"{path} is not a store of this program.",
        "请核对路径。", "Check the path.", "STORE_FOREIGN",
    )  # fmt: skip


def _path(path_or_url: str | os.PathLike[str]) -> Path:
    text = os.fspath(path_or_url)
    try:
        text.encode()
    except UnicodeEncodeError:
        raise StoreUnreadable(
            f"数据库路径 {text} 不是 UTF-8 文字。", f"The path {text} of the store is no UTF-8 text.",
            "请改名。", "Rename it.", "STORE_PATH",
        ) from None  # fmt: skip
    scheme, separator, rest = text.partition("://")
    if not separator:
        return Path(text).absolute()
    if scheme == "sqlite":
        return Path(rest.removeprefix("/") if rest.startswith("//") else rest).absolute()
    raise StoreUnreadable(
        f"不支持的数据库地址 {scheme}://。", f"Stores at {scheme}:// are not supported.",
        "请填写文件路径。", "Give the path of a file.", "STORE_URL",
    )  # fmt: skip


def _set_journal(connection: apsw.Connection, wanted: str, wait: float) -> None:
    """Change the journal's mode where need be; SQLite calls no busy handler for this when others open the file, too."""
    end = clock.monotonic() + wait
    while True:
        try:
            if connection.pragma("journal_mode") != wanted:
                connection.pragma("journal_mode", wanted)
            return
        except apsw.BusyError:
            if clock.monotonic() > end:
                raise
            clock.sleep(random.uniform(0.001, 0.01))


def _settle(store: Store, connection: apsw.Connection, create: bool) -> None:
    """Prove that the file is ours (or mark a new one) and bring the journal to the mode that is safe here."""
    owner = connection.pragma("application_id")
    empty = not connection.execute("SELECT 1 FROM sqlite_schema LIMIT 1").fetchall()
    new = create and empty and owner == 0
    if owner != APPLICATION_ID and not new:
        raise _foreign(store.path)
    version = sqlite_version()
    wanted = "wal" if wal_is_safe(version) else "delete"
    _set_journal(connection, wanted, store.wait)
    if wanted == "delete":
        shown = ".".join(str(part) for part in version)
        store.notices.append(
            Notice(
                f"SQLite {shown} 的 WAL 模式可能丢失数据，已改用回滚日志；多人同时使用会变慢，请升级 apsw。",
                f"SQLite {shown} can lose data in WAL mode; the rollback journal is used, slower for many users. "
                "Upgrade apsw.",
            )
        )
    if new:
        connection.pragma("application_id", APPLICATION_ID)
