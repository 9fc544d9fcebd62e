"""The audit: an append-only chain of events, each hash over the one before, so that changes made around the program show."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

import apsw

from dangan.errors import Problem
from storage.core import stamp
from storage.engine import Store, fetched

START = ""  # the `prev` of the first event
MARK = 16  # characters of a hash that exported sheets carry
CHUNK = 20_000  # events read at a time when verifying
COLUMNS = '_id, at, "by", event, record_id, form, record_no, detail, content_hash, prev, hash'


_CANONICAL = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
LAST = (
    "SELECT s.seq, a._id, a.hash FROM (SELECT 1) LEFT JOIN sqlite_sequence s ON s.name = 'audit' "
    "LEFT JOIN (SELECT _id, hash FROM audit ORDER BY _id DESC LIMIT 1) a"
)


def canonical(value: Any) -> str:
    """JSON with one spelling for one value: sorted keys, no spaces, Chinese as it is."""
    return _CANONICAL.encode(value)


def new_salt() -> str:
    """32 hex digits, kept beside the contents; erasing both leaves a hash that tells nothing."""
    return secrets.token_hex(16)


def content_hash(salt: str, contents: str) -> str:
    """The salted sha256 of a record's contents, 64 hex digits."""
    return hashlib.sha256(f"{salt}{contents}".encode()).hexdigest()


def joined(fields: Iterable[Any]) -> str:
    """Fields with their lengths in front: no two lists of fields give the same text."""
    said = [None if field is None else str(field) for field in fields]
    return ",".join(["~" if text is None else f"{len(text)}:{text}" for text in said])


def _link(fields: Iterable[Any]) -> str:
    return hashlib.sha256(joined(fields).encode("utf-8", "surrogatepass")).hexdigest()


def append(
    cursor: apsw.Cursor,
    at: datetime,
    by: str,
    event: str,
    *,
    record_id: int | None = None,
    form: str = "",
    record_no: str = "",
    detail: Mapping[str, Any] | None = None,
    content_hash: str = "",
) -> str:
    """Add one event inside a write transaction; gives the new head of the chain."""
    seen, last, hash_ = fetched(cursor, LAST)[0]
    number = max(last or 0, seen or 0) + 1  # a cut tail leaves a gap for ever
    prev = hash_ or START
    fields = (number, stamp(at), by, event, record_id, form, record_no, canonical(detail or {}), content_hash, prev)
    head = _link(fields)
    cursor.execute(f"INSERT INTO audit ({COLUMNS}) VALUES (?,?,?,?,?,?,?,?,?,?,?)", (*fields, head))
    return head


def head(store: Store) -> str:
    """The hash of the last event, printed on exported sheets so that a cut tail shows; "" in an empty audit."""
    return store.value("SELECT hash FROM audit ORDER BY _id DESC LIMIT 1") or START


def mark(store: Store) -> str:
    """The number of events and the beginning of the last hash, `1234-0123456789abcdef`: what exported sheets carry.

    A later audit with fewer events was cut; `verify` takes the mark as a known head.
    """
    found = store.row("SELECT _id, hash FROM audit ORDER BY _id DESC LIMIT 1")
    return f"{found[0]}-{found[1][:MARK]}" if found else ""


def verify(store: Store, known: Iterable[str] = ()) -> list[Problem]:
    """Walk the whole chain; [] = whole. `known` are heads copied out earlier (marks on sheets, a second place): each must
    occur.

    Finds events edited, removed, inserted or put in another order around the program, and a tail cut without mending
    SQLite's own counter; who mends that too is found by a known head only. About half a million events a second.
    """
    wanted = {hash_ for hash_ in known if hash_}
    marks = any("-" in hash_ for hash_ in wanted)
    found: list[Problem] = []
    number, prev = 0, START
    with store.snapshot():
        for row in _events(store):
            if row[0] != number + 1:
                found.append(_gap(number + 1, row[0]))
            if row[9] != prev or _link(row[:10]) != row[10]:
                found.append(_edited(row[0], row[1]))
            number, prev = row[0], row[10]
            wanted.discard(prev)
            if marks:
                wanted.discard(f"{number}-{prev[:MARK]}")
        counted = store.value("SELECT seq FROM sqlite_sequence WHERE name = 'audit'") or 0
    if counted != number:
        found.append(_cut(number, counted))
    return found + [_unknown(hash_) for hash_ in sorted(wanted)]


def _events(store: Store) -> Iterator[tuple[Any, ...]]:
    after = -(2**63)
    while chunk := store.rows(f"SELECT {COLUMNS} FROM audit WHERE _id > ? ORDER BY _id LIMIT ?", (after, CHUNK)):
        yield from chunk
        after = chunk[-1][0]


def _told(path: object, code: str, zh: str, en: str) -> Problem:
    mend_zh = "请停止使用，通知系统管理员核对备份。"
    return Problem(str(path), code, "refuse", zh, en, mend_zh, "Stop and let the administrator compare with a backup.")


def _gap(wanted: int, number: int) -> Problem:
    return _told(
        wanted, "AUDIT_GAP",
        f"审计记录第 {wanted} 条缺失，其后是第 {number} 条。", f"Audit event {wanted} is missing; {number} follows.",
    )  # fmt: skip


def _edited(number: int, at: str) -> Problem:
    return _told(
        number, "AUDIT_EDITED",
        f"审计记录第 {number} 条（{at}）校验不符。", f"Audit event {number} ({at}) does not agree with its check value.",
    )  # fmt: skip


def _cut(number: int, counted: int) -> Problem:
    return _told(
        number, "AUDIT_CUT",
        f"审计记录止于第 {number} 条，应有 {counted} 条。", f"The audit ends at event {number}; {counted} were written.",
    )  # fmt: skip


def _unknown(hash_: str) -> Problem:
    return _told(
        hash_, "AUDIT_HEAD",
        f"审计链中没有已打印的校验值 {hash_}。", f"The audit does not hold the printed check value {hash_}.",
    )  # fmt: skip
