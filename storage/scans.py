"""Scans of signatures that were given on paper: attachments of the record, each beside its signature."""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import apsw

from dangan.env import Env
from dangan.record import Link, Values
from dangan.sentences import error
from storage import attachments, audit
from storage.attachments import Attachment, FileRefused
from storage.engine import Store, changed, fetched
from storage.prepared import Draft
from storage.signatures import by_line

FIELD = "signature."  # what `field` of such an attachment begins with; the `_id` of the signature follows
WAITING = (
    "_scans"  # where a record being typed, or a line of it, keeps them: signature field to the link of a waiting file
)


def scans_in(values: Values) -> dict[str, int]:
    """Path of each signature with a scan that waits, `name` or `rows.N.name`, to the attachment."""
    homes = [("", values)]
    homes += [
        (f"{rows}.{n}.", line)
        for rows, lines in values.items()
        if isinstance(lines, list)
        for n, line in enumerate(lines)
    ]
    return {
        prefix + name: link.id
        for prefix, home in homes
        for name, link in (home.get(WAITING) or {}).items()
        if isinstance(link, Link) and link.id is not None
    }  # fmt: skip


def claim(cursor: apsw.Cursor, made: Draft, signature: int | None, path: str, attachment: int, env: Env) -> None:
    """Give a waiting file to the signature at `path` that is written in this transaction; None = one of no step. Raises
    FileRefused."""
    where = by_line(made.new, path) if signature is None else f"{FIELD}{signature}"
    cursor.execute(
        "UPDATE attachment SET record_id = ?, field = ? WHERE _id = ? AND record_id IS NULL AND removed_at IS NULL",
        (made.new["_id"], where, attachment),
    )
    if not changed(cursor):
        raise error(FileRefused, "GEN_FILE_MISSING", file_name=f"#{attachment}", record_no=made.new["record_no"] or "-")
    name, sha256 = fetched(cursor, "SELECT name, sha256 FROM attachment WHERE _id = ?", (attachment,))[0]
    detail = {"attachment": attachment, "name": name, "sha256": sha256, "field": where, "path": path}
    audit.append(
        cursor, env.now, env.login or env.user.text, "attach", form=made.form, record_no=made.new["record_no"],
        record_id=made.new["_id"], detail=detail,
    )  # fmt: skip


def add(
    store: Store, record: int, key: int | str, source: str | os.PathLike[str], *, at: datetime, by: str
) -> Attachment:
    """Attach a scan that follows to a signature on paper; `key` as in `of`. Raises FileRefused."""
    field = f"{FIELD}{key}" if isinstance(key, int) else key
    return attachments.add(store, record, Path(source), at=at, by=by, field=field)


def of(found: Iterable[Attachment]) -> dict[int | str, list[Attachment]]:
    """A record's attachments beside its fields: by the `_id` of a signature that a step keeps, else by the path of the field
    (`name`, `rows.ID.name`)."""
    out: dict[int | str, list[Attachment]] = {}
    for each in found:
        if each.field:
            key = int(each.field.removeprefix(FIELD)) if each.field.startswith(FIELD) else each.field
            out.setdefault(key, []).append(each)
    return out
