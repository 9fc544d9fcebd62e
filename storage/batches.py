"""Many records in one transaction: the import of a workbook, or what it would do."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, cast

import apsw

from dangan.env import Env, Office
from dangan.errors import Problem, Refused
from dangan.intake import INTAKE
from dangan.record import Link, Values
from dangan.spec import Label
from storage import audit
from storage.ahead import Ahead
from storage.core import stamp
from storage.engine import inserted
from storage.prepared import Draft
from storage.reading import load
from storage.saving import Saver
from storage.writing import PORTION, Stale, Writer, next_id, root, versions_of

Before = Callable[[apsw.Cursor], None]
Place = Callable[[int], Label]


def by_place(at: int) -> Label:
    """How a record of the batch that has no number yet is named: by its place, from 0."""
    return Label(f"本批第 {at + 1} 份", f"no. {at + 1} of this batch")


@dataclass
class BatchResult:
    """What a batch did: its id, the records made and changed; or, by place in the list, why nothing was written;
    `warned` is what passes once it is confirmed."""

    id: int | None = None
    created: list[int] = field(default_factory=list)
    updated: list[int] = field(default_factory=list)
    unchanged: int = 0
    problems: dict[int, list[Problem]] = field(default_factory=dict)
    warned: dict[int, list[Problem]] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        """Whether it was (or, in a dry run, would be) written."""
        return not self.problems


class _DryRun(Exception):
    pass


@dataclass(frozen=True, slots=True)
class Batches:
    """The batch form of the save path."""

    saver: Saver

    def save_many(
        self,
        form_id: str,
        records: Sequence[Values],
        env: Env,
        *,
        source: str,
        dry_run: bool = False,
        warnings: bool = False,
        before: Before | None = None,
        place: Place = by_place,
        confirmed: bool = True,
        intake: str = "",
    ) -> BatchResult:
        """Save all of them or none; a record with `_id` is changed, the others are new. Records are asked for one after the
        other, and once more where others moved one of them. Warnings refuse where `warnings`; else they are told, and
        nothing is written where there are any unless they are `confirmed`.

        What is asked of the office for a record, those before it answer too; `place` names one that has no number yet.
        A link to another new record of the batch has for its `id` the negative number that stands in that one's `_mark`; it
        must come before. Those that name one that is refused or missing are passed by.

        A dry run does everything, uniqueness and numbers included, and takes it back. Raises Stale never: records that
        others changed meanwhile are read again. `before` runs first in the transaction: it makes what the records need.
        With `intake` they are old paper out of that book, see dangan.intake.
        """
        while True:
            first = next_id(self.saver.store)
            result, drafts, marked = self._drafts(form_id, records, env, warnings, place, intake, first)
            if result.problems:
                return result
            dry_run = dry_run or (bool(result.warned) and not confirmed)
            try:
                known = first if marked else 0
                self._write(form_id, [d for _, d in drafts], env, (source, intake), dry_run, result, before, known)
            except Stale:
                continue
            except _DryRun:
                pass
            except Refused as refused:
                for at, found in getattr(refused, "by_place", [(0, p) for p in refused.problems]):
                    result.problems.setdefault(drafts[at][0], []).append(found)
            return result

    def _drafts(
        self,
        form_id: str,
        records: Sequence[Values],
        env: Env,
        warnings: bool,
        named: Place,
        intake: str,
        first: int,
    ) -> tuple[BatchResult, list[tuple[int, Draft]], dict[int, int]]:
        """The result so far, the drafts by place, and the `_id` that each mark stands for if `first` is the next one."""
        result: BatchResult = BatchResult()
        marked: dict[int, int] = {}
        drafts: list[tuple[int, Draft]] = []
        ahead = Ahead(env.office, named)
        env = replace(env, office=cast(Office, ahead))
        for place, values, old in self._with_old(form_id, records):
            if old is not None and old["status"] != "void" and _as_stored(values, old):
                result.unchanged += 1  # what depends on the day or on others is not worked out anew for it
                continue
            said = _meant(values, marked)
            if said is None:
                continue
            try:
                made = self.saver.prepare(
                    form_id,
                    said,
                    env,
                    action=INTAKE if intake else "import",
                    reason=intake,
                    warnings=warnings,
                    old=old,
                )
            except Refused as refused:
                result.problems[place] = refused.problems
                drafts.clear()  # nothing will be written, only looked at
                continue
            result.unchanged += not made
            mark = values.get("_mark")
            if mark is not None:
                marked[mark] = first
            ahead.add(place, made, 0 if mark is None else first)
            first += sum(d.old is None for d in made)
            if warned := [p for d in made for p in d.warned]:
                result.warned[place] = warned
            if not result.problems:
                drafts += [(place, d) for d in made]
        return result, drafts, marked

    def _with_old(self, form_id: str, records: Sequence[Values]) -> Iterator[tuple[int, Values, Values | None]]:
        """Place and values of each record, and what is stored of it."""
        store, registry = self.saver.store, self.saver.registry
        for begin in range(0, len(records), PORTION):
            portion = [records[n] for n in range(begin, min(begin + PORTION, len(records)))]
            ids = [v["_id"] for v in portion if v.get("_id") is not None]
            old = {v["_id"]: v for v in load(store, registry, form_id, ids)} if ids else {}
            yield from ((n, v, old.get(v.get("_id", 0))) for n, v in enumerate(portion, begin))

    def _write(
        self,
        form_id: str,
        drafts: list[Draft],
        env: Env,
        whence: tuple[str, str],
        dry_run: bool,
        result: BatchResult,
        before: Before | None,
        first: int,
    ) -> None:
        """Write the drafts. Raises Stale where others made the record `first` (0 = any) meanwhile."""
        saver, by = self.saver, env.login or env.user.text
        source, intake = whence
        with saver.store.write() as cursor:
            if first and next_id(saver.store) != first:
                raise Stale
            if before is not None:
                before(cursor)
            every = Writer(saver.store, saver.registry).put(cursor, drafts, env)
            mine = [d for d in drafts if d.form == form_id]
            result.created = [d.new["_id"] for d in mine if d.old is None]
            result.updated = [d.new["_id"] for d in mine if d.old is not None]
            if dry_run:
                raise _DryRun
            body = {
                "made": result.created,
                "changed": [[d.form, d.new["_id"], d.new["_lock"]] for d in drafts if d.old is not None],
            }
            cursor.execute(
                'INSERT INTO import_batch (form, at, "by", file_name, count, body) VALUES (?,?,?,?,?,?)',
                (form_id, stamp(env.now), by, source, len(mine), json.dumps(body)),
            )
            result.id = inserted(cursor)
            detail = {
                "batch": result.id,
                "source": source,
                "created": len(result.created),
                "updated": len(result.updated),
                **versions_of(every),
                **({"intake": intake} if intake else {}),
            }
            audit.append(cursor, env.now, by, "import", form=form_id, detail=detail, content_hash=root(every))


def _meant(values: Values, marked: dict[int, int]) -> Values | None:
    """The values with marks in links turned into the `_id` that they stand for; None where one stands for nothing."""
    homes = [values, *(line for lines in values.values() if isinstance(lines, list) for line in lines)]
    marks = {v.id for home in homes for v in home.values() if isinstance(v, Link) and v.id is not None and v.id < 0}
    if not marks <= marked.keys():
        return None

    def meant(value: Any) -> Any:
        if isinstance(value, Link) and value.id in marks:
            return value._replace(id=marked[value.id])
        return [{k: meant(v) for k, v in x.items()} for x in value] if isinstance(value, list) else value

    return {k: meant(v) for k, v in values.items()} if marks else values


def _as_stored(values: Values, old: Values) -> bool:
    """Whether values say nothing but what is stored."""
    return not values.get("_reasons") and all(_equal(v, old.get(k)) for k, v in values.items() if k != "_reasons")


def _equal(one: object, two: object) -> bool:
    return one == two or (one in (None, "", ()) and two in (None, "", ()))
