"""Several records changed as one: each by the rules of a save of its own, all in one transaction, with one reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import cast

from dangan.env import Env, Office
from dangan.errors import Problem, Refused
from dangan.form import FormType
from dangan.record import Link, Values
from dangan.scope import Scope
from dangan.sentences import problem
from dangan.settling import settle
from dangan.spec import Label
from storage.ahead import Ahead
from storage.batches import by_place
from storage.prepared import Draft
from storage.reading import load, titles
from storage.saving import Saver
from storage.writing import BatchProblems, Stale, Writer

MOVE = Label("移动", "Move")


@dataclass
class Moved:
    """What was written, or would be: each record as it was and as it is, in the order asked, and by `_id` what refuses it
    and what only warns."""

    old: dict[int, Values] = field(default_factory=dict)
    new: dict[int, Values] = field(default_factory=dict)
    refused: dict[int, list[Problem]] = field(default_factory=dict)
    warned: dict[int, list[Problem]] = field(default_factory=dict)

    def changes(self, record: int, names: Sequence[str]) -> list[str]:
        """Those of the fields that differ."""
        old, new = self.old[record], self.new.get(record, self.old[record])
        return [n for n in names if _same(old.get(n)) != _same(new.get(n))]


def move(
    saver: Saver, form_id: str, ids: Sequence[int], given: Values, env: Env, *, reason: str = "", dry_run: bool = False
) -> Moved:
    """Put the records where `given` (own fields) says: what follows from the place is proposed anew, as the form's
    functions `moved` and the defaults that ask for it say. All or none; see `change_each`."""
    form = saver.guard(form_id)
    return change_each(saver, form_id, ids, lambda old, env: replaced(form, old, given, env), env, reason, dry_run)


def replaced(form: FormType, old: Values, given: Values, env: Env) -> Values:
    """A record at its new place."""
    out = {**old, **given}
    changed = [name for name in given if _same(old.get(name)) != _same(given[name])]
    stood = any(old.get(name) not in (None, "") for name in changed)
    own = {name for name, kind in form.functions if kind == "default" and "." not in name} - set(form.spec.key)
    for name in own - set(given):
        if stood and set(form.functions[name, "default"].needs) & set(changed):
            out[name] = None
    for name in changed:
        out = settle(form, out, env, name)
    for (name, kind), function in form.functions.items():
        if kind == "moved" and changed:
            scope = Scope(form, out, env)
            out[name] = scope.run(function) if scope.runs(function) else None
    return out


def change_each(
    saver: Saver,
    form_id: str,
    ids: Sequence[int],
    made: Callable[[Values, Env], Mapping[str, object]],
    env: Env,
    reason: str = "",
    dry_run: bool = False,
) -> Moved:
    """Give each record what `made` says of it, all in one transaction or none; warnings are told and pass with the reason.
    Undone as one save. A dry run only looks. Raises Refused without a `reason`, FormReadOnly."""
    if not dry_run and not reason.strip():
        raise Refused([problem("GEN_REASON", step=MOVE)])
    while True:
        result, drafts, places = Moved(), list[Draft](), list[int]()
        ahead = Ahead(env.office, by_place)
        inside = replace(env, office=cast(Office, ahead))
        stored = {v["_id"]: v for v in load(saver.store, saver.registry, form_id, ids)}
        titles(saver.store, list(stored.values()))
        for at, record in enumerate(i for i in ids if i in stored):
            old = result.old[record] = stored[record]
            new = made(old, inside)
            result.new[record] = {**old, **new}
            values = {"_id": record, "_lock": old["_lock"], **{n: v for n, v in new.items() if n in old}}
            try:
                found = saver.prepare(form_id, values, inside, reason=reason.strip(), old=old, warnings=False)
            except Refused as refused:
                result.refused[record] = refused.problems
                continue
            ahead.add(at, found)
            if warned := [p for d in found for p in d.warned]:
                result.warned[record] = warned
            drafts += found
            places += [record] * len(found)
        if dry_run or result.refused or not drafts:
            return result
        try:
            Writer(saver.store, saver.registry).write(drafts, env)
        except Stale:
            continue
        except BatchProblems as wrong:
            for at, p in wrong.by_place:
                result.refused.setdefault(places[at], []).append(p)
        return result


def _same(value: object) -> object:
    return ("link", value.id) if isinstance(value, Link) and value.id is not None else value or None
