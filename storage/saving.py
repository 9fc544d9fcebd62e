"""The one save path: normalise, settle, check, number, compare, write; steps, voiding and editions go through it, too."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from dangan.checking import check, prune, settle
from dangan.env import Env
from dangan.errors import DanganError, Problem, Refused
from dangan.form import FormType
from dangan.frozen import frozen
from dangan.intake import INTAKE, MILDER, intake_check, not_taken_in, numbered_by, opened, taken_in
from dangan.intake import VOID as VOID_NUMBER
from dangan.record import Link, Signature, Values
from dangan.sentences import error, problem
from dangan.settling import in_order
from dangan.spec import FormSpec, Label
from dangan.steps import changes_to_locked, locked_paths, stands_in, typed_over
from storage.core import stamp
from storage.engine import Store
from storage.history import as_of
from storage.layout import Layout
from storage.merging import conflict, merge
from storage.numbers import parts_of
from storage.prepared import Draft, draft, tidy
from storage.reading import NotFound, load, record_id
from storage.registry import Registry
from storage.scans import scans_in
from storage.signatures import covers, entered
from storage.writing import Stale, Writer

VOID = Label("作废", "Void")
TRIES = 20  # how often a save is compared anew when others save the same record in the very moment


class FormReadOnly(DanganError):
    """The plugin of the form is gone or switched off, or its tables do not fit: nothing is written."""


@frozen
class Saver:
    """Saves records of any form of a registry."""

    store: Store
    registry: Registry

    def save(
        self,
        form_id: str,
        values: Values,
        env: Env,
        *,
        base_lock: int | None = None,
        action: str = "save",
        reason: str = "",
        line: str = "",
    ) -> Values:
        """Write a new record (no `_id`) or what changed in an old one; fields not in `values` stay as they are.

        `base_lock` (else `values["_lock"]`) is the version that the caller began from; the scratch of the user for this
        record (batch `line`) goes in the same transaction. Gives the record as stored.
        Raises Refused, Conflict, NotFound, FormReadOnly.
        """
        for _ in range(TRIES):
            drafts = self.prepare(form_id, values, env, base_lock=base_lock, action=action, reason=reason)
            try:
                Writer(self.store, self.registry).write(drafts, env, (form_id, values.get("_id"), line))
            except Stale:
                continue
            return self._result(form_id, values, drafts)
        raise error(FormReadOnly, "GEN_BUSY", seconds=TRIES)

    def void(self, form_id: str, record: int | str, reason: str, env: Env) -> Values:
        """Void a record: its number is never used again, its key is free. Raises Refused."""
        if not reason.strip():
            raise Refused([problem("GEN_REASON", step=VOID)])
        self.guard(form_id, str(record))
        for _ in range(TRIES):
            old = self.load(form_id, record_id(self.store, form_id, record))
            if old["status"] == "void":
                raise Refused([self.voided(form_id, old)])
            made = self._voiding(form_id, old, reason.strip(), env)
            try:
                Writer(self.store, self.registry).write([made], env, unused=old)
            except Stale:
                continue
            return made.new
        raise error(FormReadOnly, "GEN_BUSY", seconds=TRIES)

    def prepare(
        self,
        form_id: str,
        values: Values,
        env: Env,
        *,
        base_lock: int | None = None,
        action: str = "save",
        reason: str = "",
        entering: str = "",
        old: Values | None = None,
        warnings: bool = True,
        allowed: Collection[str] = (),
        always: bool = False,
    ) -> list[Draft]:
        """The drafts of a save, [] where nothing changed: the record, its master where it is an edition, the edition that
        it takes the place of. `old` spares reading it; with `warnings` false they pass; `allowed` names what is written although it is locked
        or a signature; `always` makes a version where nothing changed."""
        form = self.guard(form_id, str(values.get("record_no") or ""))
        sql = self.registry.sql(form_id)
        of = sql.layout
        if old is None and values.get("_id") is not None:
            old = self.load(form_id, values["_id"])
        if old is not None and old["status"] == "void":
            raise Refused([self.voided(form_id, old)])
        merged = self._merged(of, old, values, base_lock)
        status = old["status"] if old else form.spec.state_codes[0]
        if action == INTAKE:
            status = self._taken_in(form, old, values, reason, env)
            if status == VOID_NUMBER.code:
                return [self._void_number(form_id, values, reason, env)]
        merged["status"] = entering or status
        revision = (old["revision"] or 0) if old else 0
        later = old is not None and action in ("save", "bulk") and status != form.spec.state_codes[0]
        merged["revision"] = revision + 1 if later or _reopened(form.spec, status, entering) else revision
        if action not in form.step_rules:  # a step speaks of lines by their places
            merged |= in_order(form.spec, merged, env.office)
        settled = prune(form, settle(form, merged, env))
        new = tidy(of, settled, old, env.login or env.user.text, stamp(env.now))
        intake = action == INTAKE
        known = {**new, "_id": old["_id"]} if old else new  # a rule may ask which record it is of
        said = (intake_check if intake else check)(form, known, env, state=status, entering=entering)
        found = [p for p in said if not (intake and p.level == "warn" and p.code in MILDER)]
        problems = [p for p in found if p.level == "refuse" or (warnings and p.level == "warn")]
        problems += _appended(of, old, new) + self._locked(form, old, new, allowed, action)
        if problems:
            raise Refused(problems)
        parts = None if new["record_no"] else parts_of(form.spec, new, env)
        made = draft(sql, old, new, env, action, reason, parts)
        made.scans = scans_in(settled) if intake else {}
        made.warned = [p for p in found if p.level == "warn"]
        around = self._around(form, old, new, values, env, warnings) if form.spec.edition_of else []
        if old is not None and not always and not (set(made.changes) - {"revision"}):
            return [d for d in around if d.form != form_id]
        return [*around, made]

    def _locked(
        self, form: FormType, old: Values | None, new: Values, allowed: Collection[str], action: str
    ) -> list[Problem]:
        """What was written over a lock, and signatures that were typed."""
        out: list[Problem] = []
        if old is not None:
            signed = covers(self.store, old["_id"]) if form.spec.flow.signed else set()
            if signed or locked_paths(form.spec, old["status"]):
                out = changes_to_locked(form, old, new, allowed, signed, entered(self.store, old["_id"]))
            if action == INTAKE:  # what old paper lacked follows, whatever the state locks
                out = [p for p in out if not _was_empty(old, p.path)]
                told = {p.path for p in out}
                out += [_taken(form.spec, path, given) for path in sorted(form.spec.flow.signed - told)
                        if (given := stands_in(old, new, path))]  # fmt: skip
        for path in form.spec.flow.signed.difference(allowed) if action != INTAKE else ():
            field = form.spec.find(path)
            out += [problem("GEN_INTAKE_ONLY", at, field=field) for at in typed_over(old or {}, new, path)]
        return out

    def _taken_in(self, form: FormType, old: Values | None, values: Values, book: str, env: Env) -> str:
        """The state of a record of old paper. Raises Refused where intake is not open, no book is named, or `old` was
        not taken in."""
        opened(form.spec, env)
        if not book.strip():
            raise Refused([problem("GEN_REASON", step=Label("补录", "Intake"))])
        if old is None:
            return taken_in(form, values, env)
        sql = "SELECT action FROM history WHERE record_id = ? ORDER BY version LIMIT 1"
        if self.store.value(sql, (old["_id"],)) != INTAKE:
            raise Refused([not_taken_in(old["record_no"])])
        return str(old["status"])

    def voided(self, form_id: str, old: Values) -> Problem:
        """The refusal of anything done with a void record."""
        found = self.store.row(
            "SELECT at, reason FROM history WHERE record_id = ? AND (action = 'void' OR version = 1 AND action = ?) "
            "ORDER BY version DESC",
            (old["_id"], INTAKE),
        )
        at, why = found or (old["_updated_at"], "")
        return problem("GEN_VOIDED", record_no=old["record_no"], voided_on=date.fromisoformat(at[:10]), reason=why)

    def guard(self, form_id: str, number: str = "") -> FormType:
        """The form of a record that is to be written. Raises FormReadOnly, KeptElsewhere."""
        form = self.registry.form(form_id)
        if not form.spec.kept:
            from dangan.copies import refuse

            refuse(form.spec, number)
        if form_id in self.registry.read_only:
            raise self.registry.read_only[form_id]
        if not form.alive:
            raise error(FormReadOnly, "GEN_PLUGIN_ABSENT", form=form.spec)
        return form

    def load(self, form_id: str, record: int) -> Values:
        found = load(self.store, self.registry, form_id, [record])
        if not found:
            raise error(NotFound, "GEN_NO_RIGHT_READ")
        return found[0]

    def _merged(self, of: Layout, old: Values | None, values: Values, base_lock: int | None) -> Values:
        if old is None:
            return {**of.blank, **values}
        seen = values.get("_lock") if base_lock is None else base_lock
        base: int = old["_lock"] if seen is None else seen
        same = values.get("_updated_at") in (None, self._written(old, base))
        if same and base == old["_lock"]:
            return {**old, **values, "_reasons": {**old["_reasons"], **(values.get("_reasons") or {})}}
        # a version that is not in this store, as after a restore: all that differs is in question
        began: Values = {rows: [{"_id": line["_id"]} for line in old[rows]] for rows in of.rows}
        if same and base < old["_lock"]:
            try:
                began = as_of(self.store, self.registry, of.spec.id, old["_id"], base)
            except KeyError:
                raise error(NotFound, "GEN_NO_RIGHT_READ") from None
        own = {n: v for n, v in values.items() if n not in of.shared}
        merged, clashes = merge(of, began, old, own)
        merged |= {n: values[n] for n in of.shared if n in values}
        if clashes:
            raise conflict(of, began, old, merged, clashes)
        return merged

    def _written(self, old: Values, version: int) -> str | None:
        """When a version was written: tells it from one of the same number in a store that was restored since."""
        if version == old["_lock"]:
            return str(old["_updated_at"])
        sql = "SELECT at FROM history WHERE record_id = ? AND version = ?"
        found = self.store.value(sql, (old["_id"], version))
        return None if found is None else str(found)

    def _around(
        self, form: FormType, old: Values | None, new: Values, given: Values, env: Env, warnings: bool
    ) -> list[Draft]:
        """What an edition writes besides itself: the shared values in its master, the former edition made void."""
        spec = form.spec
        link = new.get(spec.edition_link)
        if not isinstance(link, Link) or link.id is None or not self.registry.has(spec.edition_of):
            return []
        out = []
        of = self.registry.layout(spec.id)
        shared = {n: new[n] for n in of.shared if n in given and (old is not None or new[n] not in (None, ()))}
        if shared:
            _, lock = given.get("_master") or (old or {}).get("_master") or (0, None)
            out += self.prepare(spec.edition_of, {"_id": link.id, **shared}, env, base_lock=lock, warnings=warnings)
        out += [
            self._voiding(spec.id, former, f"{spec.zh}已由新的一份代替", env)
            for former in self._editions(spec.id, spec.edition_link, link.id)
            if former["_id"] != (old or {}).get("_id")
        ]
        return out

    def _editions(self, form_id: str, link: str, master: int) -> list[Values]:
        name = self.registry.layout(form_id).main.by_id[link].names[1]
        table = self.registry.sql(form_id).table
        ids = [
            i
            for (i,) in self.store.rows(f"SELECT _id FROM {table} WHERE \"{name}\" = ? AND status <> 'void'", (master,))
        ]
        return load(self.store, self.registry, form_id, ids) if ids else []

    def _voiding(self, form_id: str, old: Values, reason: str, env: Env) -> Draft:
        sql = self.registry.sql(form_id)
        new = tidy(sql.layout, {**old, "status": "void"}, old, env.login or env.user.text, stamp(env.now))
        return draft(sql, old, new, env, "void", reason)

    def _void_number(self, form_id: str, values: Values, book: str, env: Env) -> Draft:
        """A number of the old book that stands for nothing."""
        sql = self.registry.sql(form_id)
        number = {name: values.get(name) for name in numbered_by(sql.layout.spec)}
        given = {**sql.layout.blank, **number, "status": VOID_NUMBER.code, "revision": 0}
        new = tidy(sql.layout, given, None, env.login or env.user.text, stamp(env.now))
        parts = None if new["record_no"] else parts_of(sql.layout.spec, new, env)
        return draft(sql, None, new, env, INTAKE, book, parts)

    def _result(self, form_id: str, values: Values, drafts: list[Draft]) -> Values:
        made = next((d.new for d in drafts if d.form == form_id and d.action != "void"), None)
        if made is None or self.registry.layout(form_id).shared:
            return self.load(form_id, made["_id"] if made else values["_id"])
        return made


def _reopened(spec: FormSpec, status: str, entering: str) -> bool:
    """Whether a step leads back along the course, so that what stood is made anew."""
    course = spec.course
    return {status, entering} <= set(course) and course.index(entering) < course.index(status)


def _taken(spec: FormSpec, path: str, given: Signature) -> Problem:
    """The refusal of another signature in the place of one that stands."""
    return problem("GEN_SIGN_TAKEN", path, field=spec.find(path), person=given.name, signed_at=given.on or "-")


def _was_empty(old: Values, path: str) -> bool:
    """Whether nothing stood at `name` or `rows.N.name`, N the place of a line."""
    rows, _, rest = path.partition(".")
    place, _, name = rest.partition(".")
    if not rest:
        return old.get(rows) in (None, (), "", [])
    return bool(name) and old[rows][int(place)].get(name) in (None, (), "")


def _appended(of: Layout, old: Values | None, new: Values) -> list[Problem]:
    """Lines of append-only tables that changed or vanished after they were registered."""
    if old is None or old["status"] == of.spec.state_codes[0]:
        return []
    out = []
    for rows, block in of.spec.rows.items():
        if not block.append_only:
            continue
        now = {line["_id"]: line for line in new[rows]}
        for n, line in enumerate(old[rows]):
            same = now.get(line["_id"])
            if same is None or any(same.get(name) != value for name, value in line.items()):
                out.append(problem("GEN_APPEND_ONLY", f"{rows}.{n}", table=of.spec.named(block), line=n + 1))
    return out
