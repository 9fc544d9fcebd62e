"""The core tables, which every store has whatever its forms: numbered migrations and the schema epoch."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import lru_cache
from typing import Any

import apsw

from dangan.errors import DanganError
from storage.engine import Store

# One entry a migration, run in order, each in a transaction of its own; an entry that has shipped is never changed.
MIGRATIONS: list[str] = [
    """
    CREATE TABLE epoch (only INTEGER PRIMARY KEY CHECK (only = 1), value INTEGER NOT NULL, version TEXT NOT NULL);
    INSERT INTO epoch VALUES (1, 1, '');

    CREATE TABLE form_spec (
        form TEXT NOT NULL, hash TEXT NOT NULL, spec TEXT NOT NULL, plugin TEXT NOT NULL DEFAULT '',
        "current" INTEGER NOT NULL DEFAULT 0, seen_at TEXT NOT NULL, PRIMARY KEY (form, hash)) WITHOUT ROWID;
    CREATE TABLE listener (
        form TEXT NOT NULL, plugin TEXT NOT NULL, hook TEXT NOT NULL, fingerprint TEXT NOT NULL DEFAULT '',
        PRIMARY KEY (form, plugin, hook)) WITHOUT ROWID;

    CREATE TABLE record (
        _id INTEGER PRIMARY KEY AUTOINCREMENT, form TEXT NOT NULL, record_no TEXT NOT NULL,
        title TEXT NOT NULL DEFAULT '', state TEXT NOT NULL, owner TEXT NOT NULL DEFAULT '',
        updated_at TEXT NOT NULL, updated_by TEXT NOT NULL, voided INTEGER NOT NULL DEFAULT 0,
        UNIQUE (form, record_no));
    CREATE INDEX record_title ON record (form, title, _id);
    CREATE INDEX record_updated ON record (form, updated_at, _id);
    CREATE TABLE number_used (
        form TEXT NOT NULL, record_no TEXT NOT NULL, given INTEGER NOT NULL DEFAULT 0,  -- by the program, not typed
        PRIMARY KEY (form, record_no)) WITHOUT ROWID;
    CREATE TABLE sequence (scope TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
    CREATE TABLE link (
        record_id INTEGER NOT NULL, form TEXT NOT NULL, field TEXT NOT NULL, target_id INTEGER NOT NULL);
    CREATE INDEX link_record ON link (record_id);
    CREATE INDEX link_target ON link (target_id);

    CREATE TABLE history (
        _id INTEGER PRIMARY KEY, record_id INTEGER NOT NULL, version INTEGER NOT NULL, at TEXT NOT NULL,
        "by" TEXT NOT NULL, action TEXT NOT NULL, reason TEXT NOT NULL DEFAULT '', spec_hash TEXT NOT NULL DEFAULT '',
        changes TEXT NOT NULL DEFAULT '{}', salt TEXT NOT NULL DEFAULT '', digest TEXT NOT NULL DEFAULT '',
        work INTEGER NOT NULL DEFAULT 0);  -- rows of one transaction bear the _id of its first
    CREATE INDEX history_work ON history (work);
    CREATE INDEX history_version ON history (record_id, version);
    CREATE TABLE audit (
        _id INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, "by" TEXT NOT NULL, event TEXT NOT NULL,
        record_id INTEGER, form TEXT NOT NULL DEFAULT '', record_no TEXT NOT NULL DEFAULT '',
        detail TEXT NOT NULL DEFAULT '{}', content_hash TEXT NOT NULL DEFAULT '', prev TEXT NOT NULL, hash TEXT NOT NULL);
    CREATE INDEX audit_record ON audit (record_id) WHERE record_id IS NOT NULL;
    CREATE INDEX audit_export ON audit (form) WHERE event = 'export';

    CREATE TABLE scratch (
        _id INTEGER PRIMARY KEY, user TEXT NOT NULL, form TEXT NOT NULL, record_id INTEGER, base_lock INTEGER,
        batch TEXT NOT NULL DEFAULT '', at TEXT NOT NULL, body TEXT NOT NULL);
    CREATE UNIQUE INDEX scratch_place ON scratch (user, form, COALESCE(record_id, 0), batch);

    CREATE TABLE company (
        _id INTEGER PRIMARY KEY, code TEXT NOT NULL DEFAULT '', name TEXT NOT NULL UNIQUE,
        en TEXT NOT NULL DEFAULT '', closed_on TEXT);
    CREATE TABLE dept (
        _id INTEGER PRIMARY KEY, company_id INTEGER REFERENCES company, parent_id INTEGER REFERENCES dept,
        code TEXT NOT NULL DEFAULT '', name TEXT NOT NULL, en TEXT NOT NULL DEFAULT '',
        head_id INTEGER REFERENCES person, deputy_id INTEGER REFERENCES person, closed_on TEXT);
    CREATE UNIQUE INDEX dept_name ON dept (COALESCE(company_id, 0), COALESCE(parent_id, 0), name);
    CREATE TABLE person (
        _id INTEGER PRIMARY KEY, login TEXT UNIQUE, name TEXT NOT NULL, en TEXT NOT NULL DEFAULT '',
        dept_id INTEGER REFERENCES dept, post TEXT NOT NULL DEFAULT '', phone TEXT NOT NULL DEFAULT '', left_on TEXT);
    CREATE INDEX person_name ON person (name);
    CREATE INDEX person_dept ON person (dept_id);

    CREATE TABLE setting (
        _id INTEGER PRIMARY KEY, name TEXT NOT NULL, value TEXT NOT NULL, from_date TEXT NOT NULL,
        set_at TEXT NOT NULL, set_by TEXT NOT NULL);
    CREATE INDEX setting_name ON setting (name, from_date);
    CREATE TABLE option (
        list TEXT NOT NULL, code TEXT NOT NULL, zh TEXT NOT NULL, en TEXT NOT NULL DEFAULT '',
        pos INTEGER NOT NULL DEFAULT 0, retired INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (list, code)) WITHOUT ROWID;

    CREATE TABLE attachment (
        _id INTEGER PRIMARY KEY AUTOINCREMENT, record_id INTEGER,  -- NULL while the record is being typed
        field TEXT NOT NULL DEFAULT '', name TEXT NOT NULL, size INTEGER NOT NULL, sha256 TEXT NOT NULL, pages INTEGER, copies INTEGER,
        added_at TEXT NOT NULL, added_by TEXT NOT NULL, removed_at TEXT);
    CREATE INDEX attachment_record ON attachment (record_id);
    CREATE INDEX attachment_sha256 ON attachment (sha256);
    CREATE TABLE import_batch (
        _id INTEGER PRIMARY KEY AUTOINCREMENT, form TEXT NOT NULL, at TEXT NOT NULL, "by" TEXT NOT NULL,
        file_name TEXT NOT NULL DEFAULT '', count INTEGER NOT NULL DEFAULT 0, undone_at TEXT,
        body TEXT NOT NULL DEFAULT '{}');

    CREATE VIRTUAL TABLE search USING fts5(
        form, number, title, text, lines, digits, content='', contentless_delete=1,
        tokenize="unicode61 remove_diacritics 2");
    CREATE TABLE reading (
        form TEXT NOT NULL, text TEXT NOT NULL, record_id INTEGER NOT NULL, PRIMARY KEY (form, text, record_id)
        ) WITHOUT ROWID;
    CREATE INDEX reading_record ON reading (record_id);
    CREATE INDEX history_by ON history ("by", _id);
    """,
    """
    CREATE TABLE plugin (
        name TEXT PRIMARY KEY, origin TEXT NOT NULL, target TEXT NOT NULL, place TEXT NOT NULL DEFAULT '',
        fingerprint TEXT NOT NULL DEFAULT '', version TEXT NOT NULL DEFAULT '', state TEXT NOT NULL,
        reason_zh TEXT NOT NULL DEFAULT '', reason_en TEXT NOT NULL DEFAULT '',
        brings TEXT NOT NULL DEFAULT '{}', seen_at TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE plugin_mark (origin TEXT PRIMARY KEY, mark TEXT NOT NULL) WITHOUT ROWID;
    """,
    """
    CREATE TABLE preference (
        user TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (user, name)) WITHOUT ROWID;
    """,
    """
    CREATE TABLE step (
        _id INTEGER PRIMARY KEY, record_id INTEGER NOT NULL, version INTEGER NOT NULL, step TEXT NOT NULL,
        action TEXT NOT NULL,  -- the step itself, or `sign` for a signature that does not end it
        from_state TEXT NOT NULL, to_state TEXT NOT NULL, at TEXT NOT NULL, "by" TEXT NOT NULL, person_id INTEGER,
        for_id INTEGER,  -- whose substitute acted
        lines TEXT NOT NULL DEFAULT '[]', reason TEXT NOT NULL DEFAULT '');
    CREATE INDEX step_record ON step (record_id);
    CREATE TABLE signature (
        _id INTEGER PRIMARY KEY, record_id INTEGER NOT NULL, path TEXT NOT NULL, step TEXT NOT NULL, state TEXT NOT NULL,
        version INTEGER NOT NULL, at TEXT NOT NULL, name TEXT NOT NULL, person_id INTEGER, signed_on TEXT NOT NULL,
        paper INTEGER NOT NULL, entered_by TEXT NOT NULL, covers TEXT NOT NULL, salt TEXT NOT NULL, digest TEXT NOT NULL,
        withdrawn_at TEXT, withdrawn_by TEXT, withdrawn_why TEXT);
    CREATE INDEX signature_record ON signature (record_id);
    CREATE TABLE waiting (
        record_id INTEGER NOT NULL, step TEXT NOT NULL, form TEXT NOT NULL, due_on TEXT, provisional INTEGER NOT NULL,
        PRIMARY KEY (record_id, step)) WITHOUT ROWID;
    CREATE INDEX waiting_due ON waiting (due_on) WHERE due_on IS NOT NULL;
    CREATE TABLE waiting_for (
        token TEXT NOT NULL, record_id INTEGER NOT NULL, step TEXT NOT NULL, PRIMARY KEY (token, record_id, step)
        ) WITHOUT ROWID;
    CREATE INDEX waiting_for_record ON waiting_for (record_id);
    CREATE TABLE holding (
        record_id INTEGER PRIMARY KEY, form TEXT NOT NULL, holding TEXT NOT NULL, since TEXT NOT NULL, by_id INTEGER);
    CREATE TABLE hold (
        _id INTEGER PRIMARY KEY, record_id INTEGER NOT NULL, matter TEXT NOT NULL, held_by TEXT NOT NULL,
        held_by_id INTEGER, held_on TEXT NOT NULL, released_on TEXT, released_by TEXT, released_by_id INTEGER);
    CREATE INDEX hold_record ON hold (record_id);
    CREATE TABLE role (
        _id INTEGER PRIMARY KEY, person_id INTEGER NOT NULL REFERENCES person, role TEXT NOT NULL,
        from_date TEXT NOT NULL, to_date TEXT);
    CREATE INDEX role_person ON role (person_id);
    CREATE TABLE substitute (
        _id INTEGER PRIMARY KEY, person_id INTEGER NOT NULL REFERENCES person, for_id INTEGER NOT NULL REFERENCES person,
        from_date TEXT NOT NULL, to_date TEXT NOT NULL);
    CREATE INDEX substitute_person ON substitute (person_id);
    """,
    """
    CREATE TABLE archive_number (number TEXT NOT NULL, record_id INTEGER NOT NULL, PRIMARY KEY (number, record_id)
        ) WITHOUT ROWID;
    CREATE INDEX archive_number_record ON archive_number (record_id);
    """,
    """
    DROP TABLE search;
    DROP TABLE reading;
    CREATE VIRTUAL TABLE search USING fts5(
        form, number, title, text, lines, parts, content='', contentless_delete=1,
        tokenize="unicode61 remove_diacritics 2");
    CREATE VIRTUAL TABLE name USING fts5(
        words, content='', contentless_delete=1, detail=none, tokenize='ascii');
    """,
]


class StoreTooNew(DanganError):
    """The file was written by a later version of the program."""


Backup = Callable[[Store], object]


def pending(store: Store) -> int:
    """How many migrations the store still needs; raises StoreTooNew for a file of a later version."""
    done = int(store.value("PRAGMA user_version"))
    if done > len(MIGRATIONS):
        raise StoreTooNew(
            f"数据库 {store.path.name} 由更新版本的程序写成。", f"The store {store.path.name} was written by a later version.",
            "请升级程序后再打开。", "Upgrade the program, then open it.", "STORE_TOO_NEW",
        )  # fmt: skip
    return len(MIGRATIONS) - done


def migrate(store: Store, version: str = "", before: Backup | None = None) -> int:
    """Bring the core tables to this version of the program and note its epoch; gives the number of migrations run.

    `before` is called once if an existing store has to change (the automatic backup). Killed half-way, the store stands
    after the last whole migration, and the next call goes on from there.
    """
    waiting = pending(store)
    if waiting and waiting < len(MIGRATIONS) and before is not None and _something_kept(store):
        before(store)
    ran = 0
    for number, script in enumerate(MIGRATIONS, 1):
        ran += waiting > 0 and _run(store, number, script, version)
    store.expect_epoch = epoch(store)
    return ran


def _something_kept(store: Store) -> bool:
    """Whether anybody has written anything yet: a store that another session is just making has nothing to lose."""
    return bool(store.value("SELECT EXISTS (SELECT 1 FROM audit)"))


def _run(store: Store, number: int, script: str, version: str) -> bool:
    with store.write() as cursor:
        done: Any = cursor.execute("PRAGMA user_version").fetchall()[0][0]
        if int(done) >= number:
            return False  # done before, or by another session in this moment
        cursor.execute(script).fetchall()
        cursor.execute(f"PRAGMA user_version = {number}")
        _raise_epoch(cursor, version)
    return True


def epoch(store: Store) -> int:
    """The schema epoch of the file: +1 at each change of any table."""
    return int(store.value("SELECT value FROM epoch"))


def catch_up(store: Store, version: str) -> bool:
    """Take over the epoch that a session of the same version raised meanwhile; false where another version did, or none."""
    found = store.row("SELECT value, version FROM epoch")
    if found is None or found[1] != version or found[0] == store.expect_epoch:
        return False
    store.expect_epoch = int(found[0])
    return True


def _raise_epoch(cursor: apsw.Cursor, version: str) -> None:
    cursor.execute("UPDATE epoch SET value = value + 1, version = ?", (version,))


@contextmanager
def schema_change(store: Store, version: str) -> Iterator[apsw.Cursor]:
    """A write transaction that changes tables: raises the epoch, so that other open sessions turn read-only."""
    with store.write() as cursor:
        yield cursor
        _raise_epoch(cursor, version)
        raised: Any = cursor.execute("SELECT value FROM epoch").fetchall()[0][0]
    store.expect_epoch = int(raised)


@lru_cache(maxsize=64)  # one save says it several times
def stamp(at: datetime) -> str:
    """How a moment is stored: ISO text to the second, sorts as text."""
    return at.isoformat(sep=" ", timespec="seconds")
