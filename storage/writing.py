"""The write transaction of the save path: locks, numbers, unique fields, rows, search, history and audit together."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import Any

import apsw

from dangan.env import Env
from dangan.errors import Problem, Refused
from dangan.intake import INTAKE
from dangan.record import Link, Values
from dangan.sentences import problem
from dangan.spec import FieldSpec
from storage import archive_numbers, attachments, audit, names, renaming, scratch, search, takingin, targets, waiting
from storage.core import stamp
from storage.engine import Store, fetched
from storage.history import COVERED
from storage.numbers import Numbering, Serials, parts_of
from storage.prepared import MOST, Draft, changes_json, give, unstorable
from storage.registry import Registry
from storage.totals import Totals, Written

PORTION = 1_000  # records whose rows are in memory together


class Stale(Exception):
    """A record changed between reading and writing: read it again and compare."""


class BatchProblems(Refused):
    """What is wrong in a batch: problems by place in the list of drafts."""

    def __init__(self, found: Sequence[tuple[int, Problem]]) -> None:
        super().__init__([p for _, p in found])
        self.by_place = list(found)


class Writer:
    """Writes drafts, one or many, of one form or several, in the order given."""

    def __init__(self, store: Store, registry: Registry) -> None:
        self.store, self.registry = store, registry

    def write(
        self,
        drafts: list[Draft],
        env: Env,
        typed: tuple[str, int | None, str] | None = None,
        unused: Values | None = None,
    ) -> None:
        """Write them in one transaction with an audit event each; `typed` names the scratch (form, record, batch) that is
        done with, `unused` a record that no other may refer to. Raises Stale, Refused."""
        if not drafts and (typed is None or scratch.load(self.store, env.login, *typed) is None):
            return
        with self.store.write() as cursor:
            if unused is not None:
                targets.unused(cursor, self.registry, unused)
            for each in self.put(cursor, drafts, env):
                event(cursor, each, env)
            if typed is not None:
                scratch.drop_in(cursor, env.login, *typed)

    def put(self, cursor: apsw.Cursor, drafts: list[Draft], env: Env) -> list[Draft]:
        """The same inside a transaction, without audit; gives all drafts written, totals in other records included."""
        try:
            return self._put(cursor, drafts, env)
        except (UnicodeEncodeError, OverflowError):
            found = [(n, p) for n, d in enumerate(drafts) for p in unstorable(d.sql.layout, d.new)]
            if not found:
                raise
            raise BatchProblems(found) from None

    def _put(self, cursor: apsw.Cursor, drafts: list[Draft], env: Env) -> list[Draft]:
        by_form: dict[str, list[tuple[int, Draft]]] = {}
        for n, each in enumerate(drafts):
            by_form.setdefault(each.form, []).append((n, each))
        for mine in by_form.values():
            self._locks(cursor, [d for _, d in mine])
            self._numbers(cursor, mine, env)
        # a record that makes room (an edition that is superseded) is written before the one that needs it
        for mine in by_form.values():
            self._unique(cursor, mine, env)
        wrong = targets.problems(cursor, drafts, self.registry, env.today) + self._unpictured(drafts)
        if wrong:
            raise BatchProblems(wrong)
        self._give_ids(cursor, drafts, env)
        self._rows(cursor, drafts, env)
        for each in drafts:
            if each.action == INTAKE:
                takingin.settle(cursor, self.registry, each, env)
        waiting.refresh(cursor, self.store, self.registry, drafts, env)
        renaming.follow(cursor, self.store, self.registry, drafts, env)
        return drafts + self.totals(cursor, [(d.form, d.old, d.new) for d in drafts], env)

    def totals(self, cursor: apsw.Cursor, written: list[Written], env: Env) -> list[Draft]:
        """Refresh what other records keep over those written or removed."""
        others = Totals(self.store, self.registry).refresh(written, env)
        if others:
            self._rows(cursor, others, env)
        return others

    def _locks(self, cursor: apsw.Cursor, drafts: list[Draft]) -> None:
        known = {d.old["_id"]: d.old["_lock"] for d in drafts if d.old is not None}
        if known:
            found = cursor.execute(drafts[0].sql.locks, (json.dumps(list(known)),)).fetchall()
            if {i: lock for i, lock, _ in found} != known:
                raise Stale

    def _numbers(self, cursor: apsw.Cursor, drafts: list[tuple[int, Draft]], env: Env) -> None:
        of = drafts[0][1].sql.layout
        counting = drafts[0][1].sql.serials
        if counting:
            serial, wrong = Serials(cursor, of), []
            for n, each in in_order(drafts, counting):
                for field in counting:
                    value = each.new[field.id]
                    found = serial.settle(field, each.new, each.old)
                    if found:
                        wrong.append((n, found))
                    elif each.new[field.id] != value:
                        give(each, field.id, each.new[field.id])
            if wrong:
                raise BatchProblems(wrong)
        typed = [(n, d) for n, d in drafts if d.typed_number]
        to_give = [(n, d) for n, d in drafts if d.parts is not None]
        if not typed and not to_give:
            return
        numbering = Numbering(cursor, of.spec)
        bad = numbering.refused([d.new["record_no"] for _, d in typed if not _had(cursor, d)])
        if bad:
            used = {p.values["record_no"]: p for p in bad}
            raise BatchProblems([(n, used[d.new["record_no"]]) for n, d in typed if d.new["record_no"] in used])
        for _, each in typed:
            numbering.note(each.new["record_no"], parts_of(of.spec, each.new, env))
        given = numbering.give([d.parts for _, d in to_give if d.parts is not None])
        for (n, each), number in zip(to_give, given, strict=True):
            if number is None:
                used_up = str(each.parts and each.parts[0])
                raise BatchProblems([(n, problem("GEN_NUMBER_USED", "record_no", record_no=used_up, form=of.spec))])
            give(each, "record_no", number)
        numbering.finish()

    def _unique(self, cursor: apsw.Cursor, drafts: list[tuple[int, Draft]], env: Env) -> None:
        wrong = []
        for check in self.registry.checks(drafts[0][1].form):
            found = check.check(cursor, [d.new for _, d in drafts], env.office)
            wrong += [(drafts[at][0], p) for at, p in found]
        if wrong:
            raise BatchProblems(wrong)

    def _unpictured(self, drafts: list[Draft]) -> list[tuple[int, Problem]]:
        """Fields for a picture that are newly given another kind of file."""
        found = []
        for n, d in enumerate(drafts):
            for name in d.sql.layout.pictures:
                link, before = d.new[name], (d.old or {}).get(name)
                if not isinstance(link, Link) or link.id is None or link == before:
                    continue
                try:
                    file = attachments.get(self.store, link.id)
                    attachments.refuse_unpictured(attachments.content_path(self.store, file.sha256), file.name)
                except attachments.FileRefused as refused:
                    zh, en, mend = refused.zh, refused.en, (refused.mend_zh, refused.mend_en)
                    found.append((n, Problem(name, refused.code, "refuse", zh, en, *mend)))
        return found

    def _give_ids(self, cursor: apsw.Cursor, drafts: list[Draft], env: Env) -> None:
        new = [d for d in drafts if d.old is None]
        if not new:
            return
        seen: list[Any] = cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = 'record'").fetchall()
        first = (seen[0][0] if seen else 0) + 1
        for number, each in enumerate(new, first):
            each.new["_id"] = number

    def _rows(self, cursor: apsw.Cursor, drafts: list[Draft], env: Env) -> None:
        work = fetched(cursor, "SELECT COALESCE(max(_id), 0) + 1 FROM history", ())[0][0]
        for number, each in enumerate(drafts, work):
            each.version_id = number
        for begin in range(0, len(drafts), PORTION):
            portion = drafts[begin : begin + PORTION]
            self._portion(cursor, portion, env, work)
            for each in portion:
                each.written()

    def _portion(self, cursor: apsw.Cursor, drafts: list[Draft], env: Env, work: int) -> None:
        registry = [_registered(d) for d in drafts]
        cursor.executemany(
            "INSERT INTO record (_id, form, record_no, title, state, owner, updated_at, updated_by, voided) "
            "VALUES (?,?,?,?,?,?,?,?,?) ON CONFLICT (_id) DO UPDATE SET record_no = excluded.record_no, "
            "title = excluded.title, state = excluded.state, updated_at = excluded.updated_at, "
            "updated_by = excluded.updated_by, voided = excluded.voided",
            registry,
        )
        for form in dict.fromkeys(d.form for d in drafts):
            _form_rows(cursor, [d for d in drafts if d.form == form])
        claimed = [file for d in drafts for file in files_of(d)]
        if claimed:
            attachments.claim(cursor, claimed)
        archive_numbers.write(cursor, drafts)
        _search_rows(cursor, drafts)
        _history_rows(cursor, drafts, env, work)


def in_order(drafts: list[tuple[int, Draft]], counting: list[FieldSpec]) -> list[tuple[int, Draft]]:
    """The drafts in the order in which their serials are looked at: those of a book without gaps by the number typed."""
    gapless = next((f.id for f in counting if f.gapless), "")
    return sorted(drafts, key=lambda each: each[1].new[gapless] or MOST) if gapless else drafts


def files_of(d: Draft) -> Iterator[tuple[int, str, int]]:
    """(record, field, attachment) of every file that the record names."""
    of, record = d.sql.layout, d.new["_id"]
    for rows, name in of.files:
        for line in d.new[rows] if rows else (d.new,):
            value = line.get(name)
            if isinstance(value, Link) and value.id is not None:
                yield record, f"{rows}.{name}" if rows else name, value.id


def _had(cursor: apsw.Cursor, d: Draft) -> bool:
    """Whether the record bore the number before: it may have it back, nobody else could take it meanwhile."""
    sql = "SELECT 1 FROM history WHERE record_id = ? AND changes ->> '$.record_no[1]' = ? LIMIT 1"
    return d.old is not None and bool(fetched(cursor, sql, (d.old["_id"], d.new["record_no"])))


def _registered(d: Draft) -> tuple[Any, ...]:
    v = d.new
    status = v["status"]
    return (
        v["_id"],
        d.form,
        v["record_no"],
        v["_title"],
        status,
        v["_owner"],
        v["_updated_at"],
        v["_updated_by"],
        status == "void",
    )


def _form_rows(cursor: apsw.Cursor, drafts: list[Draft]) -> None:
    sql = drafts[0].sql
    new, old = [], []
    for d in drafts:
        v = d.new
        fixed = [v["_lock"], v["_title"], v["_owner"], v["_created_at"], v["_created_by"], v["_updated_at"], v["_updated_by"],
                 json.dumps(v["_reasons"], ensure_ascii=False) if v["_reasons"] else "{}", v["_lines"]]  # fmt: skip
        row = fixed + d.row
        if d.old is None:
            new.append([v["_id"], *row])
        else:
            old.append([*row, v["_id"]])
    if new:
        cursor.executemany(sql.insert, new)
    if old:
        cursor.executemany(sql.update, old)
    for rows in sql.layout.rows:
        gone = [(d.new["_id"], i) for d in drafts for i in d.gone.get(rows, ())]
        if gone:
            cursor.executemany(sql.line_delete[rows], gone)
        lines = [[d.new["_id"], *line[1:]] for d in drafts for line in d.lines.get(rows, ())]
        if lines:
            cursor.executemany(sql.line_insert[rows], lines)
    less = [(d.new["_id"], *c[:3]) for d in drafts if d.old is not None for c in d.choices]
    if less:
        cursor.executemany(sql.multi_delete, less)
    more = [
        (d.new["_id"], rows, line, name, code)
        for d in drafts
        for rows, line, name, codes in d.choices
        for code in codes
    ]
    if more:
        cursor.executemany(sql.multi_insert, more)


def _search_rows(cursor: apsw.Cursor, drafts: list[Draft]) -> None:
    texts, spoken, links, unlink = [], [], [], []
    for d in drafts:
        record = d.new["_id"]
        text, name = search.rows_of(record, d.new["record_no"], d.indexed)
        texts.append(text)
        spoken.append(name)
        if d.links is not None:
            if d.old is not None:
                unlink.append((record,))
            links += [(record, d.form, path, target) for path, target in d.links]
    cursor.executemany(search.INSERT, texts)
    cursor.executemany(names.INSERT, spoken)
    if unlink:
        cursor.executemany("DELETE FROM link WHERE record_id = ?", unlink)
    if links:
        cursor.executemany("INSERT INTO link (record_id, form, field, target_id) VALUES (?, ?, ?, ?)", links)


def _history_rows(cursor: apsw.Cursor, drafts: list[Draft], env: Env, work: int) -> None:
    at, by = stamp(env.now), env.login or env.user.text
    rows = []
    for d in drafts:
        text, spec = changes_json(d), d.sql.layout.spec.hash
        covered = (d.new["_id"], d.new["_lock"], at, by, d.action, d.reason, spec, text, work)
        d.digest = audit.content_hash(d.salt, audit.joined(covered))
        rows.append((d.version_id, *covered, d.salt, d.digest))
    cursor.executemany(
        f"INSERT INTO history (_id, {COVERED}, salt, digest) VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",
        rows,
    )


def event(cursor: apsw.Cursor, d: Draft, env: Env) -> None:
    """The audit event of one record written."""
    detail = {"version": d.new["_lock"], **versions_of([d])} | ({"reason": d.reason} if d.reason else {})
    audit.append(
        cursor, env.now, env.login or env.user.text, d.action, record_id=d.new["_id"], form=d.form,
        record_no=d.new["record_no"], detail=detail, content_hash=d.digest,
    )  # fmt: skip


def versions_of(drafts: list[Draft]) -> dict[str, tuple[int, int]]:
    """For the detail of an event: the rows of the history that it covers, the first and how many, one after the other."""
    return {"history": (drafts[0].version_id, len(drafts))} if drafts else {}


def root(drafts: list[Draft]) -> str:
    """One hash over the contents of a whole batch."""
    return sha256("".join(d.digest for d in drafts).encode()).hexdigest()
