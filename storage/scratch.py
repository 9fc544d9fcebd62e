"""Scratches (暂存): what a clerk was typing, kept until saved or dropped; never numbered, never in a list."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import datetime
from threading import Thread
from typing import Any

import apsw

from dangan.frozen import frozen
from storage.core import stamp
from storage.engine import Store, fetched

WAIT = 0.3  # seconds


@frozen
class Scratch:
    """One scratch: whose, of which form and record (None = a new one), the `_lock` it began from, and what was typed."""

    id: int
    user: str
    form: str
    record_id: int | None
    base_lock: int | None
    batch: str
    at: str
    body: Any


_COLUMNS = "_id, user, form, record_id, base_lock, batch, at, body"
_PLACE = "user = ? AND form = ? AND COALESCE(record_id, 0) = ? AND batch = ?"


def save(
    store: Store,
    user: str,
    form: str,
    body: Any,
    *,
    at: datetime,
    record_id: int | None = None,
    base_lock: int | None = None,
    batch: str = "",
) -> None:
    """Keep what is typed, in place of what was kept for the same user, form, record and batch. `body` is plain JSON data.

    Kept also by a session of an older version, which may save nothing else; it waits for a busy store only shortly,
    since the clerk is typing, and not for the disk: a thread sees to that (a power cut can take what was typed in its
    last moment, never anything else).
    """
    text = json.dumps(body, ensure_ascii=False)
    with _without_disk(store), store.write(outdated=True, wait=WAIT) as cursor:
        cursor.execute(
            "INSERT INTO scratch (user, form, record_id, base_lock, batch, at, body) VALUES (?,?,?,?,?,?,?) "
            "ON CONFLICT (user, form, COALESCE(record_id, 0), batch) "
            "DO UPDATE SET base_lock = excluded.base_lock, at = excluded.at, body = excluded.body",
            (user, form, record_id, base_lock, batch, stamp(at), text),
        )


@contextmanager
def _without_disk(store: Store) -> Iterator[None]:
    """Commits inside do not wait until the disk has them: 2 to 12 ms in which no key is taken."""
    if store.journal_mode() != "wal":  # without one a power cut could then damage the file
        yield
        return
    usual = store.value("PRAGMA synchronous")
    store.value("PRAGMA synchronous = normal")
    try:
        yield
    finally:
        store.value(f"PRAGMA synchronous = {usual}")
    Thread(target=_to_disk, args=(f"{store.path}-wal",), daemon=True).start()


def _to_disk(file: str) -> None:
    """SQLite holds no lock on this file that closing it here could drop."""
    with suppress(OSError), open(file, "rb") as opened:  # gone or unwritable: the next save will tell
        os.fdatasync(opened.fileno())


def load(store: Store, user: str, form: str, record_id: int | None = None, batch: str = "") -> Scratch | None:
    """The scratch kept in one place, or None."""
    found = store.row(f"SELECT {_COLUMNS} FROM scratch WHERE {_PLACE}", (user, form, record_id or 0, batch))
    return _scratch(found) if found else None


def listing(store: Store, user: str) -> list[Scratch]:
    """All scratches of a user, the newest first."""
    return [
        _scratch(row)
        for row in store.rows(f"SELECT {_COLUMNS} FROM scratch WHERE user = ? ORDER BY at DESC, _id DESC", (user,))
    ]


def drop(store: Store, user: str, form: str, record_id: int | None = None, batch: str = "") -> None:
    """Throw away the scratch kept in one place, if there is one."""
    with store.write() as cursor:
        drop_in(cursor, user, form, record_id, batch)


def drop_in(cursor: apsw.Cursor, user: str, form: str, record_id: int | None = None, batch: str = "") -> None:
    """The same inside a save, so that record and scratch never both remain."""
    cursor.execute(f"DELETE FROM scratch WHERE {_PLACE}", (user, form, record_id or 0, batch))


def release(store: Store, kept: Scratch) -> Scratch:
    """Make it one of a new record, beside those there are: the record that it was typed on stands no more."""
    with store.write(outdated=True) as cursor:
        taken = {
            batch
            for (batch,) in fetched(
                cursor,
                "SELECT batch FROM scratch WHERE user = ? AND form = ? AND record_id IS NULL",
                (kept.user, kept.form),
            )
        }
        batch = next(name for n in range(len(taken) + 1) if (name := f"new{n}" if n else "") not in taken)
        cursor.execute(
            "UPDATE scratch SET record_id = NULL, base_lock = NULL, batch = ? WHERE _id = ?", (batch, kept.id)
        )
    return replace(kept, record_id=None, base_lock=None, batch=batch)


def _scratch(row: tuple[Any, ...]) -> Scratch:
    values = [*row[:7], json.loads(row[7])]
    return Scratch(*values)
