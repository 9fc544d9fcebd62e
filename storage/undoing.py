"""Taking back: the last save of a user, or a whole import, with all that it wrote in other records."""

from __future__ import annotations

import json

import apsw

from dangan.env import Env
from dangan.errors import DanganError
from dangan.frozen import frozen
from dangan.record import Values
from storage import archive_numbers, audit, names, recent, search, waiting
from storage.core import stamp
from storage.engine import fetched
from storage.exported import exported
from storage.history import as_of
from storage.prepared import Draft, draft, tidy
from storage.reading import load
from storage.saving import Saver
from storage.totals import Written
from storage.writing import Stale, Writer, event, root, versions_of

# what the audit holds of a version stays, and tells nothing
ERASE = "UPDATE history SET changes = '', salt = '', reason = '' WHERE record_id = ?"


class CannotUndo(DanganError):
    """What was to be undone has moved on: another save, a step, a link to it."""


@frozen
class Undoing:
    """Takes back what nobody has gone on from."""

    saver: Saver

    def undo_batch(self, batch: int, env: Env) -> None:
        """Take a whole batch back: records made vanish and typed numbers are free, changed ones get a new version with the
        old values. Raises CannotUndo where a record moved on since."""
        saver = self.saver
        found = saver.store.row("SELECT form, undone_at, body FROM import_batch WHERE _id = ?", (batch,))
        if found is None or found[1] is not None:
            raise _cannot("没有这次导入，或已经撤销。", "There is no such import, or it is undone already.")
        form_id, body = found[0], json.loads(found[2])
        drafts: list[Draft] = []
        for form in dict.fromkeys(f for f, _, _ in body["changed"]):
            drafts += self._restored(form, {i: v for f, i, v in body["changed"] if f == form}, env)
        try:
            self._take_back(batch, form_id, body["made"], drafts, env)
        except Stale:
            raise _moved(str(batch)) from None

    def _take_back(self, batch: int, form_id: str, made: list[int], drafts: list[Draft], env: Env) -> None:
        saver = self.saver
        with saver.store.write() as cursor:
            writer = Writer(saver.store, saver.registry)
            gone = forget(cursor, saver, form_id, made)
            written = (writer.put(cursor, drafts, env) if drafts else []) + writer.totals(cursor, gone, env)
            waiting.follow(cursor, saver.store, saver.registry, [form_id], env)
            cursor.execute("UPDATE import_batch SET undone_at = ? WHERE _id = ?", (stamp(env.now), batch))
            detail = {"batch": batch, "removed": len(made), "restored": len(written), **versions_of(written)}
            by = env.login or env.user.text
            audit.append(cursor, env.now, by, "undo", form=form_id, detail=detail, content_hash=root(written))

    def _restored(self, form_id: str, versions: dict[int, int], env: Env) -> list[Draft]:
        saver = self.saver
        now = {v["_id"]: v for v in load(saver.store, saver.registry, form_id, list(versions), master=False)}
        return [restored(saver, form_id, now[i], version, env) for i, version in versions.items()]

    def undo(self, env: Env) -> str:
        """Undo the last save of this user, or his last change of many, with all that it wrote in other records (an edition: its master's values, the
        former edition made void); gives the title of the record, or the reason of the change. Raises CannotUndo."""
        saver, by = self.saver, env.login or env.user.text
        last = recent.last_save(saver.store, by)
        if last is None and (bulk := recent.last_bulk(saver.store, by)) is not None:
            self.undo_batch(bulk.id, env)
            return bulk.file_name
        if last is None:
            raise _cannot("没有可以撤销的保存。", "There is no save to undo.")
        written = saver.store.rows(
            "SELECT r.form, r._id, h.version FROM history h JOIN record r ON r._id = h.record_id "
            "WHERE h.work = (SELECT work FROM history WHERE record_id = ? AND version = ?) AND h.action <> 'total' "
            "ORDER BY h._id",
            (last.id, last.version),
        )
        made = [(form, record) for form, record, version in written if version == 1]
        drafts: list[Draft] = []
        for form in dict.fromkeys(f for f, _, version in written if version > 1):
            drafts += self._restored(form, {i: v for f, i, v in written if f == form and v > 1}, env)
        writer = Writer(saver.store, saver.registry)
        try:
            with saver.store.write() as cursor:
                gone = [w for form, record in made for w in forget(cursor, saver, form, [record])]
                for each in (writer.put(cursor, drafts, env) if drafts else []) + writer.totals(cursor, gone, env):
                    event(cursor, each, env)
                waiting.follow(cursor, saver.store, saver.registry, {form for form, _ in made}, env)
                for form, record in made:
                    audit.append(cursor, env.now, by, "undo", record_id=record, form=form, detail={"version": 1})
        except Stale:
            raise _moved(last.title) from None
        return last.title


def restored(saver: Saver, form_id: str, now: Values, version: int, env: Env) -> Draft:
    """A new version of a record with the values it had before `version`, which must be its last."""
    if now["_lock"] != version:
        raise _moved(now["record_no"])
    before = as_of(saver.store, saver.registry, form_id, now["_id"], version - 1)
    sql = saver.registry.sql(form_id)
    new = tidy(sql.layout, before, now, env.login or env.user.text, stamp(env.now))
    return draft(sql, now, new, env, "undo", "")


def forget(cursor: apsw.Cursor, saver: Saver, form_id: str, records: list[int]) -> list[Written]:
    """Remove records that nobody touched since they were made: no step, no later version, no link to them, no
    file, no export. Numbers that were typed are free again; gives those that count in totals of other records."""
    if not records:
        return []
    asked = json.dumps(records)
    _untouched(cursor, saver.registry.spec(form_id).state_codes[0], asked, len(records))
    if (left := exported(cursor, form_id, records)) is not None:
        raise _moved(str(fetched(cursor, "SELECT record_no FROM record WHERE _id = ?", (left,))[0][0]))
    counted = bool(saver.registry.totals(form_id))
    before = load(saver.store, saver.registry, form_id, records, master=False) if counted else []
    cursor.execute(
        "DELETE FROM number_used WHERE form = ? AND given = 0 AND record_no IN "
        "(SELECT record_no FROM record WHERE _id IN (SELECT value FROM json_each(?)))",
        (form_id, asked),
    )
    ids = [(i,) for i in records]
    for statement in (
        "UPDATE attachment SET record_id = NULL WHERE record_id = ?",  # of its own fields; they are swept later
        *saver.registry.sql(form_id).forget(), search.FORGET, names.FORGET, archive_numbers.FORGET,
        "DELETE FROM signature WHERE record_id = ?", "DELETE FROM holding WHERE by_id = ?",
        "DELETE FROM waiting WHERE record_id = ?", "DELETE FROM waiting_for WHERE record_id = ?",
        "DELETE FROM link WHERE record_id = ?", ERASE, "DELETE FROM record WHERE _id = ?",
    ):  # fmt: skip
        cursor.executemany(statement, ids)
    return [(form_id, values, None) for values in before]


def _untouched(cursor: apsw.Cursor, first: str, asked: str, count: int) -> None:
    moved = fetched(
        cursor,
        "SELECT r.record_no FROM json_each(?) j CROSS JOIN record r ON r._id = j.value WHERE r.state <> COALESCE("
        "(SELECT h.changes ->> '$.status[1]' FROM history h WHERE h.record_id = r._id AND h.version = 1), ?) "
        "OR EXISTS (SELECT 1 FROM history h WHERE h.record_id = r._id AND h.version > 1 AND h.action <> 'total') "
        "OR EXISTS (SELECT 1 FROM attachment a WHERE a.record_id = r._id AND (a.field = '' "
        "OR a.field LIKE 'signature.%' AND a.added_at > r.updated_at)) "
        "OR EXISTS (SELECT 1 FROM link l WHERE l.target_id = r._id AND l.record_id NOT IN "
        "(SELECT value FROM json_each(?))) LIMIT 1",
        (asked, first, asked),
    )
    sql = "SELECT count(*) FROM json_each(?) j CROSS JOIN record r ON r._id = j.value"
    if moved or fetched(cursor, sql, (asked,))[0][0] != count:
        raise _moved(moved[0][0] if moved else "")


def _cannot(zh: str, en: str) -> CannotUndo:
    return CannotUndo(zh, en, code="UNDO")


def _moved(number: str) -> CannotUndo:
    return CannotUndo(
        f"{number} 之后又有改动、办理、引用、附件或导出，不能撤销。",
        f"{number} was changed, stepped, linked to, given files or exported since and cannot be undone.",
        "请直接修改或作废。", "Change it or void it instead.", "UNDO",
    )  # fmt: skip
