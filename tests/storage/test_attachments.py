"""Attachments: row and file together or neither, nothing outside the store, nothing that may not be kept."""

import hashlib
import os
import stat
import time
from datetime import datetime
from pathlib import Path

import pytest

from storage import attachments, audit
from storage.attachments import FileRefused, Limits
from storage.engine import DiskFull, Store

AT = datetime(2024, 3, 1, 9, 30)
LIMITS = Limits(1000, ("pdf", "txt"))


@pytest.fixture
def record(store: Store) -> int:
    with store.write() as cursor:
        cursor.execute(
            "INSERT INTO record (form, record_no, state, updated_at, updated_by) VALUES ('customer','KH-1','draft',?,'li')",
            (AT,),
        )
    return int(store.value("SELECT _id FROM record"))


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    path = tmp_path / "营业执照.pdf"
    path.write_bytes(b"%PDF-1.7 scan")
    return path


def files_of(store: Store) -> list[Path]:
    return sorted(path for path in store.files.rglob("*") if path.is_file()) if store.files.exists() else []


def test_file_lies_under_its_hash_and_is_private(store: Store, record: int, scan: Path) -> None:
    found = attachments.add(store, record, scan, at=AT, by="li", field="licence", pages=2, copies=1)
    digest = hashlib.sha256(scan.read_bytes()).hexdigest()
    path = store.files / digest[:2] / digest[2:]
    assert attachments.contents(store, found) == path and path.read_bytes() == scan.read_bytes()
    assert (found.name, found.size, found.sha256, found.field, found.pages, found.copies) == (
        "营业执照.pdf", 13, digest, "licence", 2, 1,
    )  # fmt: skip
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [stat.S_IMODE(folder.stat().st_mode) for folder in (store.files, path.parent)] == [0o700, 0o700]
    assert store.row("SELECT event, form, record_no FROM audit") == ("attach", "customer", "KH-1")
    assert attachments.check(store) == [] and audit.verify(store) == []


def test_same_contents_are_kept_once(store: Store, record: int, scan: Path) -> None:
    first = attachments.add(store, record, scan, at=AT, by="li")
    second = attachments.add(store, record, scan, at=AT, by="li", name="副本.PDF")
    assert len(files_of(store)) == 1
    attachments.remove(store, first.id, at=AT, by="li", reason="重复")
    assert attachments.listing(store, record) == [second]
    assert [a.id for a in attachments.listing(store, record, removed=True)] == [first.id, second.id]
    assert attachments.sweep(store, time.time() + 1e6) == 0
    assert attachments.contents(store, second).is_file()


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("../../etc/passwd.pdf", "FILE_NAME"), ("a/b.pdf", "FILE_NAME"), ("..\\b.pdf", "FILE_NAME"),
        ("C:x.pdf", "FILE_NAME"), (".pdf", "FILE_NAME"), ("a\x00.pdf", "FILE_NAME"), ("a\x1b]52;c;.pdf", "FILE_NAME"),
        ("\u202efdp.exe.pdf", "FILE_NAME"), ("长" * 90 + ".pdf", "FILE_NAME"), ("run.exe", "GEN_FILE_TYPE"),
        ("pdf", "GEN_FILE_TYPE"), ("a.pdf.sh", "GEN_FILE_TYPE"),
    ],
)  # fmt: skip
def test_refused_names(store: Store, record: int, scan: Path, name: str, code: str) -> None:
    with pytest.raises(FileRefused) as told:
        attachments.add(store, record, scan, at=AT, by="li", name=name, limits=LIMITS)
    assert told.value.code == code and "\x1b" not in told.value.text("zh") + told.value.text("en")
    assert attachments.listing(store, record) == [] and files_of(store) == []


@pytest.mark.parametrize("start", [b"MZ\x90\x00", b"\x7fELF\x02", b"#!/bin/sh\n"])
def test_programs_are_refused_whatever_their_name(store: Store, record: int, scan: Path, start: bytes) -> None:
    scan.write_bytes(start)
    with pytest.raises(FileRefused) as told:
        attachments.add(store, record, scan, at=AT, by="li")
    assert told.value.code == "EFILE_TYPE"


def test_size_limit(store: Store, record: int, scan: Path) -> None:
    scan.write_bytes(b"x" * 1000)
    attachments.add(store, record, scan, at=AT, by="li", limits=LIMITS)
    scan.write_bytes(b"x" * 1001)
    with pytest.raises(FileRefused) as told:
        attachments.add(store, record, scan, at=AT, by="li", limits=LIMITS)
    assert told.value.code == "GEN_FILE_TOO_LARGE"
    assert len(files_of(store)) == 1


def test_only_plain_files(store: Store, record: int, tmp_path: Path, scan: Path) -> None:
    link, pipe, folder = tmp_path / "link.pdf", tmp_path / "pipe.pdf", tmp_path / "folder.pdf"
    link.symlink_to(scan)
    os.mkfifo(pipe)
    folder.mkdir()
    for path, name in [
        (link, ""),
        (pipe, ""),
        (folder, ""),
        (Path("/dev/zero"), "zero.pdf"),
        (tmp_path / "no.pdf", ""),
    ]:
        with pytest.raises(FileRefused) as told:
            attachments.add(store, record, path, at=AT, by="li", name=name)
        assert told.value.code == ("FILE_ABSENT" if path.name == "no.pdf" else "FILE_UNPLAIN")
    assert files_of(store) == []


def test_row_that_fails_leaves_no_row_and_its_file_is_swept(store: Store, record: int, scan: Path) -> None:
    kept = attachments.keep(store, scan, LIMITS)
    with pytest.raises(ZeroDivisionError), store.write() as cursor:
        attachments.add_row(cursor, store, record, kept, at=AT, by="li")
        _ = 1 / 0
    assert attachments.listing(store, record) == [] and len(files_of(store)) == 1
    assert attachments.sweep(store, time.time()) == 0, "a young file may still wait for its row"
    assert attachments.sweep(store, time.time() + 4000) == 1
    assert files_of(store) == []
    with pytest.raises(FileRefused), store.write() as cursor:
        attachments.add_row(cursor, store, record, kept, at=AT, by="li")
    assert attachments.listing(store, record) == []


def test_full_disk_leaves_no_half_file(store: Store, record: int, scan: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(DiskFull):
        attachments.add(store, record, scan, at=AT, by="li")
    monkeypatch.undo()
    assert files_of(store) == [] and attachments.listing(store, record) == []
    attachments.add(store, record, scan, at=AT, by="li")


def test_check_finds_lost_and_changed_files(store: Store, record: int, scan: Path) -> None:
    lost = attachments.add(store, record, scan, at=AT, by="li")
    scan.write_bytes(b"other")
    changed = attachments.add(store, record, scan, at=AT, by="li")
    attachments.contents(store, lost).unlink()
    attachments.contents(store, changed).write_bytes(b"forged")
    assert [(p.path, p.code) for p in attachments.check(store)] == [
        (str(lost.id), "GEN_FILE_MISSING"), (str(changed.id), "EFILE_CHANGED"),
    ]  # fmt: skip
    with pytest.raises(FileRefused) as told:
        attachments.contents(store, lost)
    assert "KH-1" in told.value.text("zh")


def test_only_a_record_that_stands_gets_files(store: Store, record: int, scan: Path) -> None:
    with pytest.raises(FileRefused) as told:
        attachments.add(store, 987654, scan, at=AT, by="li")
    assert told.value.code == "GEN_NO_RIGHT_READ"
    with store.write() as cursor:
        cursor.execute("UPDATE record SET voided = 1, state = 'void' WHERE _id = ?", (record,))
    with pytest.raises(FileRefused) as told:
        attachments.add(store, record, scan, at=AT, by="li")
    assert told.value.code == "GEN_VOIDED" and "KH-1" in told.value.text("zh")
    assert store.value("SELECT count(*) FROM attachment") == 0


def test_a_file_is_taken_off_once(store: Store, record: int, scan: Path) -> None:
    found = attachments.add(store, record, scan, at=AT, by="li")
    for _ in range(2):
        attachments.remove(store, found.id, at=AT, by="li", reason="错")
    assert store.value("SELECT count(*) FROM audit WHERE event = 'detach'") == 1
