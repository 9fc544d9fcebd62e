"""One value for many records: what would change, what is refused and why, then all that can in one transaction."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, cast

from dangan.env import Env, Office
from dangan.errors import Problem, Refused
from dangan.record import Values
from dangan.sentences import problem
from dangan.spec import FieldSpec, Label
from storage import audit
from storage.ahead import Ahead
from storage.batches import by_place
from storage.codec import normal, plain
from storage.columns import kind_of
from storage.core import stamp
from storage.engine import inserted
from storage.prepared import Draft
from storage.reading import load
from storage.saving import Saver
from storage.writing import Stale, Writer, root, versions_of

BULK = "bulk"  # action of the versions, kind of the batch, name of the event
REASON = Label("批量修改", "Change of many")


@dataclass
class BulkResult:
    """What a change of many did, or would do: the records in the order asked, as they were, `changed`, `same` (the value
    stands there already) and `refused` with the reasons, all by `_id`; `id` is that of the batch once it is written."""

    id: int | None = None
    records: dict[int, Values] = field(default_factory=dict)
    changed: list[int] = field(default_factory=list)
    same: list[int] = field(default_factory=list)
    refused: dict[int, list[Problem]] = field(default_factory=dict)


class _DryRun(Exception):
    pass


@dataclass(frozen=True, slots=True)
class Bulk:
    """Changes one field of many records, each by the rules of a save of its own."""

    saver: Saver

    def fields(self, form_id: str) -> list[FieldSpec]:
        """The fields that many records may be given at once: none outside the form, of a key, computed, signed or shared."""
        registry = self.saver.registry
        spec = registry.spec(form_id)
        apart = {"record_no", spec.edition_link, *spec.key, *spec.flow.signed, *registry.layout(form_id).shared}
        apart |= {name for unique in spec.unique for name in unique.fields}
        return [
            f
            for block, f in spec.walk()
            if block.part != "rows"
            and f.id not in apart
            and not (f.auto or f.computed)
            and f.type not in ("sign", "file", "label", "serial")
        ]

    def change(
        self,
        form_id: str,
        ids: Sequence[int],
        name: str,
        value: Any,
        env: Env,
        *,
        reason: str = "",
        dry_run: bool = False,
    ) -> BulkResult:
        """Give the field `name` of the records `value`: all that can in one transaction, the others told why not.

        A warning refuses, too: it asks for a reason of its own in its record. A dry run does everything and takes it
        back. Raises Refused without a `reason`, or where the field may not be changed so; FormReadOnly.
        """
        if not any(f.id == name for f in self.fields(form_id)):
            raise Refused([_not_so(self.saver.registry.spec(form_id).find(name))])
        if not (dry_run or reason.strip()):
            raise Refused([problem("GEN_REASON", step=REASON)])
        self.saver.guard(form_id)
        refused: dict[int, list[Problem]] = {}
        while True:
            result = BulkResult(refused=dict(refused))
            drafts = self._drafts(form_id, ids, {name: value}, env, reason.strip(), result)
            try:
                self._write(form_id, drafts, name, env, reason.strip(), dry_run, result)
            except Stale:
                continue
            except _DryRun:
                pass
            except Refused as wrong:
                places = getattr(wrong, "by_place", None)
                if places is None:
                    raise
                for at, found in places:  # only the store can tell: the others are tried without them
                    refused.setdefault(drafts[at][0], []).append(found)
                continue
            return result

    def _drafts(
        self, form_id: str, ids: Sequence[int], given: Values, env: Env, reason: str, result: BulkResult
    ) -> list[tuple[int, Draft]]:
        ahead = Ahead(env.office, by_place)
        env = replace(env, office=cast(Office, ahead))
        out: list[tuple[int, Draft]] = []
        stored = {v["_id"]: v for v in load(self.saver.store, self.saver.registry, form_id, ids)}
        for place, record in enumerate(ids):
            if (old := stored.get(record)) is None:
                continue  # taken back since it was marked
            result.records[record] = old
            if record in result.refused:
                continue
            try:
                made = self._prepared(form_id, old, given, env, reason)
            except Refused as refused:
                result.refused[record] = refused.problems
                continue
            if not made:
                result.same.append(record)
                continue
            result.changed.append(record)
            ahead.add(place, made)
            out += [(record, d) for d in made]
        return out

    def _prepared(self, form_id: str, old: Values, given: Values, env: Env, reason: str) -> list[Draft]:
        """The drafts of one record, [] where the value stands there already. Raises Refused."""
        ((name, value),) = given.items()
        f = self.saver.registry.spec(form_id).find(name)
        wanted = plain(normal(f, kind_of(f), value))
        if plain(old.get(name)) == wanted and old["status"] != "void":
            return []
        made = self.saver.prepare(form_id, {"_id": old["_id"], name: value}, env, action=BULK, reason=reason, old=old)
        own = next((d.new for d in made if d.form == form_id and d.new.get("_id") == old["_id"]), old)
        if plain(normal(f, kind_of(f), own.get(name))) != wanted:
            raise Refused([_not_taken(f)])
        return made

    def _write(
        self,
        form_id: str,
        drafts: list[tuple[int, Draft]],
        name: str,
        env: Env,
        reason: str,
        dry_run: bool,
        result: BulkResult,
    ) -> None:
        if not drafts:
            return
        saver, by = self.saver, env.login or env.user.text
        with saver.store.write() as cursor:
            every = Writer(saver.store, saver.registry).put(cursor, [d for _, d in drafts], env)
            if dry_run:
                raise _DryRun
            changed = [[d.form, d.new["_id"], d.new["_lock"]] for _, d in drafts]
            body = {"kind": BULK, "field": name, "made": [], "changed": changed}
            cursor.execute(
                'INSERT INTO import_batch (form, at, "by", file_name, count, body) VALUES (?,?,?,?,?,?)',
                (form_id, stamp(env.now), by, reason, len(result.changed), json.dumps(body)),
            )
            result.id = inserted(cursor)
            detail = {"batch": result.id, "field": name, "updated": len(result.changed), **versions_of(every)}
            audit.append(cursor, env.now, by, BULK, form=form_id, detail=detail, content_hash=root(every))


def _not_so(f: FieldSpec) -> Problem:
    return Problem(
        f.id, "BULK_FIELD", "refuse",
        f"“{f.zh}”不能批量修改。", f"{f.en} cannot be changed in many records at once.",
        "请逐份修改。", "Change it record by record.",
    )  # fmt: skip


def _not_taken(f: FieldSpec) -> Problem:
    return Problem(
        f.id, "BULK_NOT_TAKEN", "refuse",
        f"这一份的“{f.zh}”由其他栏目决定，或此处不适用。", f"{f.en} follows from other fields in this record, or has no place in it.",
        "请打开这一份修改。", "Open the record and change it there.",
    )  # fmt: skip
