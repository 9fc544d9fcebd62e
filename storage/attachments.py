"""Attachments: files kept beside the store under the hash of their contents, each with its row or not at all."""

from __future__ import annotations

import hashlib
import os
import stat
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date, datetime
from pathlib import Path
from typing import Any, BinaryIO

import apsw

from dangan.errors import DanganError, Problem
from dangan.frozen import frozen
from dangan.record import Link
from dangan.sentences import error, problem
from storage import audit
from storage.core import stamp
from storage.engine import Store, changed, fetched, inserted
from storage.settings import Settings

BLOCK = 1 << 20
PARTIAL = ".partial-"  # a file being written; swept like an orphan
WAITING = 31 * 86400  # seconds that a file of an unsaved record is kept
GRACE = 3600  # seconds: a younger orphan may be waiting for its row
PROGRAMS = {b"MZ": "EXE", b"\x7fELF": "ELF", b"#!": "script", b"\xcf\xfa\xed\xfe": "Mach-O"}  # how they begin


class FileRefused(DanganError):
    """A file that may not be attached, or an attachment that cannot be read."""


@frozen
class Attachment:
    """One attached file: its name as given, size in bytes, sha256 in hex, pages and copies where counted."""

    id: int
    record_id: int
    field: str
    name: str
    size: int
    sha256: str
    pages: int | None
    copies: int | None
    added_at: str
    added_by: str
    removed_at: str | None


@frozen
class Kept:
    """A file that lies in the store's folder and waits for its row."""

    name: str
    size: int
    sha256: str


@frozen
class Limits:
    """What may be attached: bytes, and endings in small letters."""

    bytes: int
    types: tuple[str, ...]

    @classmethod
    def on(cls, settings: Settings, day: date) -> Limits:
        """The limits in force on a day."""
        return cls(settings.get("attachment_max_mb", day) * 1_000_000, tuple(settings.get("attachment_types", day)))


_COLUMNS = "_id, record_id, field, name, size, sha256, pages, copies, added_at, added_by, removed_at"


def content_path(store: Store, sha256: str) -> Path:
    """Where contents of this hash lie."""
    return store.files / sha256[:2] / sha256[2:]


def keep(store: Store, source: Path, limits: Limits, name: str = "") -> Kept:
    """Copy a file into the store's folder, durably, before its row is written. `name` = how it is called, else its own.

    Raises FileRefused: too large, a type not allowed, a program, no plain file, a name that is a path.
    """
    shown = _checked_name(name or source.name, limits)
    with _opened(source, shown) as stream:
        _refuse_program(stream, shown)
        return _copy_in(store, stream, shown, limits)


PICTURES = {"png": b"\x89PNG\r\n\x1a\n", "jpg": b"\xff\xd8\xff", "jpeg": b"\xff\xd8\xff"}  # what is shown on paper


def refuse_unpictured(source: Path, name: str = "") -> None:
    """Raise FileRefused where a file is no picture by its name, or by its content."""
    shown = name or source.name
    mark = PICTURES.get(shown.rpartition(".")[2].lower())
    with _opened(source, _visible(shown)) as stream:
        start = stream.read(8)
    if mark is None or not start.startswith(mark):
        raise error(FileRefused, "GEN_FILE_TYPE", file_name=_visible(shown), types=list(PICTURES))


def inspect(source: Path, limits: Limits) -> None:
    """Raise FileRefused where `keep` would."""
    shown = _checked_name(source.name, limits)
    with _opened(source, shown) as stream:
        _refuse_program(stream, shown)
        _refuse_large(shown, os.fstat(stream.fileno()).st_size, limits.bytes)


def add_row(
    cursor: apsw.Cursor, store: Store, record_id: int | None, kept: Kept, *, at: datetime, by: str, field: str = "",
    pages: int | None = None, copies: int | None = None,
) -> int:  # fmt: skip
    """Write the row of a kept file inside a write transaction; gives its `_id`. Without `record_id` the file waits for
    the save of the record that is being typed, which claims it."""
    if not content_path(store, kept.sha256).is_file():
        raise error(FileRefused, "GEN_FILE_UNREADABLE", file_name=kept.name)
    if record_id is not None:
        _standing(cursor, record_id)
    cursor.execute(
        "INSERT INTO attachment (record_id, field, name, size, sha256, pages, copies, added_at, added_by) "
        "VALUES (?,?,?,?,?,?,?,?,?)",
        (record_id, field, kept.name, kept.size, kept.sha256, pages, copies, stamp(at), by),
    )
    number = inserted(cursor)
    detail = {"attachment": number, "name": kept.name, "sha256": kept.sha256, "field": field}
    audit.append(cursor, at, by, "attach", detail=detail, **_record(cursor, record_id))
    return number


def add(
    store: Store, record_id: int, source: Path, *, at: datetime, by: str, name: str = "", field: str = "",
    pages: int | None = None, copies: int | None = None, limits: Limits | None = None,
) -> Attachment:  # fmt: skip
    """Attach a file to a record: file and row together or neither (a file left by a crash is swept)."""
    kept = keep(store, source, limits or Limits.on(Settings(store), at.date()), name)
    with store.write() as cursor:
        number = add_row(cursor, store, record_id, kept, at=at, by=by, field=field, pages=pages, copies=copies)
    return get(store, number)


def wait(store: Store, source: Path, *, at: datetime, by: str, limits: Limits) -> Link:
    """Take in a file for a field of a record that is being typed; the record's save claims it."""
    kept = keep(store, source, limits)
    with store.write() as cursor:
        return Link(kept.name, add_row(cursor, store, None, kept, at=at, by=by), "attachment")


def claim(cursor: apsw.Cursor, files: Sequence[tuple[int, str, int]]) -> None:
    """Give waiting files to their records inside the save: (record `_id`, field, attachment `_id`)."""
    cursor.executemany("UPDATE attachment SET record_id = ?, field = ? WHERE _id = ? AND record_id IS NULL", files)


def remove(store: Store, attachment_id: int, *, at: datetime, by: str, reason: str) -> None:
    """Take an attachment off its record, where it is not off already; row and file stay for the history."""
    found = get(store, attachment_id)
    with store.write() as cursor:
        cursor.execute(
            "UPDATE attachment SET removed_at = ? WHERE _id = ? AND removed_at IS NULL", (stamp(at), found.id)
        )
        if not changed(cursor):
            return
        detail = {"attachment": found.id, "name": found.name, "reason": reason}
        audit.append(cursor, at, by, "detach", detail=detail, **_record(cursor, found.record_id))


def count(
    store: Store, attachment_id: int, pages: int | None, copies: int | None, *, at: datetime, by: str
) -> Attachment:
    """Say how many pages and copies the paper of an attachment has, None = not counted. Raises FileRefused where it was
    taken off or its record is void."""
    found = get(store, attachment_id)
    with store.write() as cursor:
        if found.record_id is not None:
            _standing(cursor, found.record_id)
        cursor.execute(
            "UPDATE attachment SET pages = ?, copies = ? WHERE _id = ? AND removed_at IS NULL",
            (pages, copies, found.id),
        )
        if not changed(cursor):
            raise error(FileRefused, "GEN_FILE_MISSING", file_name=found.name, record_no=_number(store, found))
        detail = {"attachment": found.id, "name": found.name, "pages": pages, "copies": copies}
        audit.append(cursor, at, by, "attachment_count", detail=detail, **_record(cursor, found.record_id))
    return get(store, attachment_id)


def get(store: Store, attachment_id: int) -> Attachment:
    """One attachment by its `_id`, removed ones too. Raises FileRefused where there is none."""
    found = store.row(f"SELECT {_COLUMNS} FROM attachment WHERE _id = ?", (attachment_id,))
    if found is None:
        raise error(FileRefused, "GEN_FILE_MISSING", file_name=f"#{attachment_id}", record_no="?")
    return Attachment(*found)


def listing(store: Store, record_id: int, removed: bool = False) -> list[Attachment]:
    """The attachments of a record in the order of adding."""
    only = "" if removed else " AND removed_at IS NULL"
    rows = store.rows(f"SELECT {_COLUMNS} FROM attachment WHERE record_id = ?{only} ORDER BY _id", (record_id,))
    return [Attachment(*row) for row in rows]


def contents(store: Store, attachment: Attachment) -> Path:
    """The file of an attachment, to be read only. Raises FileRefused (GEN_FILE_MISSING)."""
    path = content_path(store, attachment.sha256)
    if not path.is_file():
        raise error(FileRefused, "GEN_FILE_MISSING", file_name=attachment.name, record_no=_number(store, attachment))
    return path


def picture(store: Store, link: Link) -> Path | None:
    """The file of the attachment that `link` names, None where there is none any more."""
    try:
        return contents(store, get(store, link.id)) if link.id else None
    except FileRefused:
        return None


def check(store: Store) -> list[Problem]:
    """Every row whose file is gone or changed. Reads all contents."""
    found: list[Problem] = []
    for row in store.rows(f"SELECT {_COLUMNS} FROM attachment ORDER BY _id"):
        attachment = Attachment(*row)
        path = content_path(store, attachment.sha256)
        code = "" if path.is_file() else "GEN_FILE_MISSING"
        if not code and file_hash(path) != attachment.sha256:
            code = "EFILE_CHANGED"
        if code:
            number = _number(store, attachment)
            found.append(problem(code, str(attachment.id), file_name=attachment.name, record_no=number))
    return found


def sweep(store: Store, now: float) -> int:
    """Delete files without a row that are older than an hour (a crash between file and row), and those that waited for a
    record for a month; gives their number.

    `now` is seconds since the epoch. Holds the write lock, so that no row can appear meanwhile.
    """
    with store.write() as cursor:
        given_up = stamp(datetime.fromtimestamp(now - WAITING))
        cursor.execute("DELETE FROM attachment WHERE record_id IS NULL AND added_at < ?", (given_up,))
    named = {sha256 for (sha256,) in store.rows("SELECT DISTINCT sha256 FROM attachment")}
    alone = [p for p in sorted(store.files.rglob("*")) if p.is_file() and not p.is_symlink() and _hash(p) not in named]
    if not alone:
        return 0
    swept = 0
    with store.write() as cursor:  # no row can appear while a file goes
        for path in alone:
            used = fetched(cursor, "SELECT 1 FROM attachment WHERE sha256 = ? LIMIT 1", (_hash(path),))
            if not used and now - path.stat().st_mtime > GRACE:
                path.unlink()
                swept += 1
    return swept


def _hash(path: Path) -> str:
    return path.parent.name + path.name


def _standing(cursor: apsw.Cursor, record_id: int) -> None:
    """Raise FileRefused unless there is the record and it is not void."""
    found = fetched(cursor, "SELECT record_no, voided, updated_at FROM record WHERE _id = ?", (record_id,))
    if not found:
        raise error(FileRefused, "GEN_NO_RIGHT_READ")
    number, void, at = found[0]
    if void:
        why = fetched(
            cursor, "SELECT reason FROM history WHERE record_id = ? ORDER BY version DESC LIMIT 1", (record_id,)
        )
        raise error(
            FileRefused,
            "GEN_VOIDED",
            record_no=number,
            voided_on=date.fromisoformat(at[:10]),
            reason=why[0][0] if why else "",
        )


def file_hash(path: Path) -> str:
    """sha256 of a file's contents, in hex."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _checked_name(name: str, limits: Limits) -> str:
    shown = unicodedata.normalize("NFC", name).strip()
    plain = shown.isprintable() and not set(shown) & set("/\\:") and not shown.startswith(".")
    if not shown or not plain or len(shown.encode("utf-8", "replace")) > 255:
        raise FileRefused(
            f"文件名“{_visible(shown)}”不能用。", f"The file name {_visible(shown)} cannot be used.",
            "请改名：不含路径、控制字符，不以点开头。", "Rename it: no path, no control characters, no dot in front.",
            "FILE_NAME",
        )  # fmt: skip
    stem, dot, ending = shown.rpartition(".")
    if not (stem and dot) or ending.lower() not in limits.types:
        raise error(FileRefused, "GEN_FILE_TYPE", file_name=shown, types=list(limits.types))
    return shown


def _visible(text: str) -> str:
    return "".join(char if char.isprintable() else "?" for char in text)[:80]


def _unplain(shown: str) -> FileRefused:
    return FileRefused(
        f"“{shown}”不是可以读取的普通文件。", f"{shown} is no plain file that can be read.",
        "请选文件本身，不是文件夹、链接或设备，并核对读取权限。",
        "Name the file itself, no folder, link or device, and check that it may be read.", "FILE_UNPLAIN",
    )  # fmt: skip


@contextmanager
def _opened(source: Path, shown: str) -> Iterator[BinaryIO]:
    """The source as a stream: a plain file, not a link to one, not a device or pipe that would never end."""
    try:
        handle = os.open(source, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except (FileNotFoundError, NotADirectoryError) as reason:
        raise FileRefused(
            f"没有文件“{source}”。", f"There is no file {source}.",
            "请核对路径。", "Check the path.", "FILE_ABSENT",
        ) from reason  # fmt: skip
    except OSError as reason:
        raise _unplain(shown) from reason
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise _unplain(shown)
    with os.fdopen(handle, "rb") as stream:
        yield stream


def _refuse_program(stream: BinaryIO, shown: str) -> None:
    start = stream.read(4)
    stream.seek(0)
    for mark, kind in PROGRAMS.items():
        if start.startswith(mark):
            raise error(FileRefused, "EFILE_TYPE", file_name=shown, file_type=kind)


def _copy_in(store: Store, stream: BinaryIO, shown: str, limits: Limits) -> Kept:
    partial = store.files / f"{PARTIAL}{os.getpid()}-{os.urandom(6).hex()}"
    with store.mapped():
        store.files.mkdir(mode=0o700, exist_ok=True)
        try:
            with open(partial, "xb", opener=_private) as target:
                size, sha256 = _copy(stream, target, shown, limits.bytes)
                target.flush()
                os.fsync(target.fileno())
            _place(store, partial, sha256)
        finally:
            with suppress(OSError):  # swept like an orphan where it stays; what failed before matters more
                partial.unlink(missing_ok=True)
    return Kept(shown, size, sha256)


def _place(store: Store, partial: Path, sha256: str) -> None:
    final = content_path(store, sha256)
    final.parent.mkdir(mode=0o700, exist_ok=True)
    os.replace(partial, final)  # the same contents; the fresh time keeps the sweep away until the row is there
    sync_folder(final.parent)
    sync_folder(store.files)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _refuse_large(shown: str, size: int, limit: int) -> None:
    if size > limit:
        told, most = f"{size / 1e6:.1f} MB", f"{limit / 1e6:g} MB"
        raise error(FileRefused, "GEN_FILE_TOO_LARGE", file_name=shown, size=told, limit=most)


def _copy(stream: BinaryIO, target: BinaryIO, shown: str, limit: int) -> tuple[int, str]:
    digest, size = hashlib.sha256(), 0
    while block := stream.read(BLOCK):
        size += len(block)
        if size > limit:
            _refuse_large(shown, max(size, os.fstat(stream.fileno()).st_size), limit)
        digest.update(block)
        target.write(block)
    return size, digest.hexdigest()


def _record(cursor: apsw.Cursor, record_id: int | None) -> dict[str, Any]:
    if record_id is None:
        return {}
    found: list[Any] = cursor.execute("SELECT form, record_no FROM record WHERE _id = ?", (record_id,)).fetchall()
    form, number = found[0] if found else ("", "")
    return {"record_id": record_id, "form": form, "record_no": number}


def _number(store: Store, attachment: Attachment) -> str:
    return str(store.value("SELECT record_no FROM record WHERE _id = ?", (attachment.record_id,)) or "?")
