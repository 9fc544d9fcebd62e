"""Taking steps: who may, what is lacking, signatures, the state after it, and what other forms veto or do, as one act."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import field
from datetime import date
from typing import Any

import apsw

from dangan.env import Env
from dangan.errors import Problem, Refused
from dangan.flowspec import StepSpec
from dangan.form import FormType
from dangan.frozen import frozen
from dangan.record import Link, Signature, Values
from dangan.scope import Scope
from dangan.sentences import problem
from dangan.settling import fresh, fresh_line
from dangan.spec import Label
from dangan.steps import (
    Change,
    Moved,
    Stepping,
    against,
    around,
    at,
    due_on,
    field_at,
    locked_paths,
    needed,
    persons,
    said,
    signers,
    wrong_state,
)  # fmt: skip
from storage import audit, holding, nobody, scans, signatures
from storage.asking import plain, put, signs, with_asked
from storage.prepared import Draft
from storage.reading import record_id
from storage.saving import Saver
from storage.writing import Writer, event

SIGNED = "sign"  # action of a version that adds a signature and stays in its state


@frozen
class Asked:
    """What comes with a step: values of the fields that it asks for, the places of the lines that it is of, the reason,
    the signature that is given (a path, "" = the next one), `paper` where it was given on paper, and the waiting file of
    its `scan` (see Archive.attach)."""

    values: Mapping[str, Any] = field(default_factory=dict)
    lines: Collection[int] = ()
    reason: str = ""
    sign: str = ""
    paper: Signature | None = None
    scan: Link | None = None


@frozen
class Offer:
    """A step that leads from where the record stands: `problems` say what is lacking (none = the user may take it now),
    `who` may take it in words, `open` the signatures that are still needed, `due_on` until when."""

    step: StepSpec
    problems: tuple[Problem, ...]
    mine: bool
    who: tuple[Label, ...]
    open: tuple[str, ...]
    due_on: date | None


@frozen
class _Plan:
    step: StepSpec
    drafts: list[Draft]
    made: Draft
    state: str
    given: dict[str, Signature]
    for_: Link


@frozen
class Stepper:
    """Takes steps of records through the save path."""

    saver: Saver

    def offers(self, form_id: str, record: int | str, env: Env) -> list[Offer]:
        """The steps of a record as it stands, each with what speaks against it."""
        form, old = self._read(form_id, record)
        return [self._offer(form, old, step, env) for step in form.spec.flow.leading_from(old["status"])]

    def take(
        self, form_id: str, record: int | str, name: str, env: Env, asked: Asked | None = None, *, confirm: bool = False
    ) -> Values:
        """Take a step, or give one of its signatures. All in one transaction, or nothing but an audit event.

        With `confirm` warnings pass, and the record keeps that they were confirmed. Raises Refused with every reason, NotFound.
        """
        asked = asked or Asked()
        try:
            with self.saver.store.write() as cursor:
                form, old = self._read(form_id, record)
                plan = self._plan(form, old, _step(form, old, name), env, asked, confirm)
                self._write(cursor, form, old, plan, env, asked)
        except Refused as refused:
            self._note(form_id, record, name, env, refused)
            raise
        return plan.made.new

    def _read(self, form_id: str, record: int | str) -> tuple[FormType, Values]:
        form = self.saver.guard(form_id, str(record))
        old = self.saver.load(form_id, record_id(self.saver.store, form_id, record))
        if old["status"] == "void":
            raise Refused([self.saver.voided(form_id, old)])
        return form, old

    def _note(self, form_id: str, record: int | str, name: str, env: Env, refused: Refused) -> None:
        """A refusal leaves an audit event and nothing else."""
        number = record if isinstance(record, str) else ""
        detail = {"step": name, "codes": [p.code for p in refused.problems]}
        with self.saver.store.write() as cursor:
            audit.append(
                cursor, env.now, env.login or env.user.text, "step_refused", form=form_id, record_no=number,
                record_id=record if isinstance(record, int) else None, detail=detail,
            )  # fmt: skip

    def _offer(self, form: FormType, old: Values, step: StepSpec, env: Env) -> Offer:
        waiting = self._open(form, step, old, env) or self._again(form, step, old, env)
        path = "" if not waiting else waiting[0] if step.ordered else self._mine(form, step, old, env, waiting)
        whose, home = (signers(form, step, path), around(old, path)) if path else (step.by, old)
        lines = range(len(old.get(step.line) or ())) if step.line else ()
        try:
            self._plan(form, old, step, env, Asked(lines=lines, reason="-" if step.reason else ""), confirm=True)
            problems: tuple[Problem, ...] = ()
        except Refused as refused:
            problems = tuple(refused.problems)
        may = not whose or bool(persons(whose, home, env.office) & env.office.acts_as(env.user).keys())
        day = due_on(form, step, old, env, signatures.since(self.saver.store, old["_id"]))
        return Offer(step, problems, may, tuple(said(whose, form.spec, env.office)), waiting, day)

    def _plan(self, form: FormType, old: Values, step: StepSpec, env: Env, asked: Asked, confirm: bool) -> _Plan:
        """Everything of the step but the writing; raises Refused with all that speaks against it."""
        refused: list[Problem] = []
        tried = with_asked(form, step, old, asked.values, asked.lines, env)
        again = self._again(form, step, tried, env, asked.lines)
        for path in again:
            put(tried, path, None)
        refused += [p for p in against(form, step, tried, env, asked.lines) if p.level == "refuse" or not confirm]
        if old["status"] not in step.from_:
            steps = form.spec.flow.leading_from(old["status"])
            raise Refused(refused or [wrong_state(form, step, old, steps)])
        of_lines = step.line and any(path.startswith(f"{step.line}.") for path in (*step.sign, *step.asks))
        if of_lines and old.get(step.line) and not asked.lines:
            refused.append(_no_line(form, step))
        if step.reason and not asked.reason.strip():
            refused.append(problem("GEN_REASON", step=Label(step.zh, step.en)))
        given, for_, found = self._signed(form, step, tried, env, asked)
        refused += found
        for path, signature in given.items():
            put(tried, path, signature)
        done = not self._open(form, step, tried, env, asked.lines)
        state = self._leads(form, step, tried, env) if done else ""
        gone = signatures.uncovered(self.saver.store, form.spec, old, state) if state else []
        for path in gone:
            put(tried, path, None)
        action = step.id if done else SIGNED
        covered = signatures.covers(self.saver.store, old["_id"])
        standing = signatures.covers(self.saver.store, old["_id"], [signatures.by_line(old, path) for path in again])
        own = {*step.asks, *step.sign, *(path for path, _ in step.sets)}
        allowed = {*own, *(plain(path) for path in gone)} - standing | (covered - standing)
        if gone:  # what they covered is open again from here on
            allowed |= covered - locked_paths(form.spec, state)
        try:
            drafts = self._drafts(form, tried, old, env, asked, (action, state, allowed), confirm)
        except Refused as found_:
            known = {p.zh for p in refused}
            raise Refused([*refused, *(p for p in found_.problems if p.zh not in known)]) from None
        stepping = Stepping(form.spec.id, step.id, old, drafts[-1].new, tuple(asked.lines), env)
        refused += self._vetoes(stepping)
        if refused:
            raise Refused(refused)
        return _Plan(step, drafts, drafts[-1], state, given, for_)

    def _drafts(
        self,
        form: FormType,
        tried: Values,
        old: Values,
        env: Env,
        asked: Asked,
        how: tuple[str, str, set[str]],
        confirm: bool,
    ) -> list[Draft]:
        """The versions that the step makes; with `confirm` the record keeps which warnings were passed."""
        action, state, allowed = how

        def prepared(values: Values) -> list[Draft]:
            return self.saver.prepare(
                form.spec.id, values, env, action=action, reason=asked.reason.strip(), entering=state, old=old,
                allowed=allowed, always=True,
            )  # fmt: skip

        try:
            return prepared(tried)
        except Refused as refused:
            if not confirm or any(p.level == "refuse" for p in refused.problems):
                raise
            passed = {f"{p.path}:{p.code}": "" for p in refused.problems}
            return prepared({**tried, "_reasons": {**(tried.get("_reasons") or {}), **passed}})

    def _signed(
        self, form: FormType, step: StepSpec, values: Values, env: Env, asked: Asked
    ) -> tuple[dict[str, Signature], Link, list[Problem]]:
        """The signatures that the user gives with it (one, of a step of lines one in each), in whose right he acts, and
        why he may not."""
        rights = env.office.acts_as(env.user)
        waiting = self._open(form, step, values, env, asked.lines)
        if not waiting:
            stand = needed(form, step, values, env, asked.lines)  # all there: whoever gave one may take the step, too
            by = step.by or tuple(who for path in stand for who in signers(form, step, path))
            may = persons(by, values, env.office)
            mine = next((rights[token] for token in may if token in rights), None)
            if by and mine is None:
                return {}, env.user, [self._named(self._not_yours(form, step, by, env), may, env)]
            return {}, mine or env.user, []
        if asked.sign:
            signs(step, values, asked.sign)
        chosen = asked.sign or (waiting[0] if step.ordered else self._mine(form, step, values, env, waiting))
        if chosen not in waiting:
            return {}, env.user, [self._taken(form, step, values, chosen, env)]
        if step.ordered and chosen != waiting[0]:
            one, two = field_at(form.spec, chosen), field_at(form.spec, waiting[0])
            return {}, env.user, [problem("GEN_SIGN_ORDER", chosen, field=one, field_2=two)]
        if asked.paper is not None:
            return self._on_paper(form, step, values, env, asked.paper, chosen)
        whose = signers(form, step, chosen)
        may = persons(whose, around(values, chosen), env.office)
        mine = next((rights[token] for token in may if token in rights), None)
        if whose and mine is None:
            return {}, env.user, [self._named(_not_signer(form, chosen, whose, env), may, env)]
        for_ = mine or env.user
        name = env.user.text if for_.id == env.user.id else f"{env.user.text}（代{for_.text}）"
        signature = Signature(name, env.user.id, env.today, env.login, False)
        alike = [path for path in waiting if step.line and path.startswith(f"{step.line}.")] or [chosen]
        return dict.fromkeys(alike, signature), for_, []

    def _mine(self, form: FormType, step: StepSpec, values: Values, env: Env, waiting: tuple[str, ...]) -> str:
        rights = env.office.acts_as(env.user).keys()
        for path in waiting:
            whose = signers(form, step, path)
            if not whose or persons(whose, around(values, path), env.office) & rights:
                return path
        return waiting[0]

    def _on_paper(
        self, form: FormType, step: StepSpec, values: Values, env: Env, paper: Signature, path: str
    ) -> tuple[dict[str, Signature], Link, list[Problem]]:
        f = field_at(form.spec, path)
        whose = signers(form, step, path)
        allowed = env.office.setting("paper_signatures") or ()
        if not {"*", form.spec.id, f"{form.spec.id}.{step.id}"} & set(allowed):
            return {}, env.user, [_not_signer(form, path, whose, env)]
        missing = [
            w
            for w, there in ((Label("签字人", "the signer"), paper.name), (Label("签字日期", "the date"), paper.on))
            if not there
        ]
        if missing:
            return {}, env.user, [problem("GEN_SIGN_ON_PAPER", path, field=f, missing=missing)]
        if paper.on and paper.on > env.today:
            return {}, env.user, [problem("GEN_DATE_FUTURE", path, field=f, value=paper.on)]
        known = env.office.acts_as(Link(paper.name, paper.id, "person")) if paper.id is not None else {}
        if whose and paper.id is not None and not persons(whose, around(values, path), env.office) & known.keys():
            return {}, env.user, [_not_signer(form, path, whose, env)]
        return {path: paper._replace(entered_by=env.login or env.user.text)}, env.user, []

    def _open(
        self, form: FormType, step: StepSpec, values: Values, env: Env, lines: Collection[int] | None = None
    ) -> tuple[str, ...]:
        """The signatures of the step that do not stand yet."""
        return tuple(path for path in needed(form, step, values, env, lines) if not at(values, path))

    def _again(
        self, form: FormType, step: StepSpec, values: Values, env: Env, lines: Collection[int] | None = None
    ) -> tuple[str, ...]:
        """The signatures of a step that may be taken again where it was taken: they are given anew, or nobody's change of
        what the step asks for would be signed."""
        stays = not step.to or (step.id, "leads") in form.step_functions
        return (
            needed(form, step, values, env, lines) if stays and not self._open(form, step, values, env, lines) else ()
        )

    def _leads(self, form: FormType, step: StepSpec, values: Values, env: Env) -> str:
        function = form.step_functions.get((step.id, "leads"))
        if function:
            found: str = Scope(form, values, env).run(function)
            return found
        return step.to

    def _not_yours(self, form: FormType, step: StepSpec, by: tuple[str, ...], env: Env) -> Problem:
        who = said(by, form.spec, env.office)
        return problem("GEN_NO_RIGHT", step=Label(step.zh, step.en), form=form.spec, who=who)

    def _named(self, found: Problem, may: Collection[str], env: Env) -> Problem:
        return nobody.named(found, may, self.saver.store, env.today)

    def _taken(self, form: FormType, step: StepSpec, values: Values, path: str, env: Env) -> Problem:
        f = field_at(form.spec, path)
        stands = at(values, path)
        if not isinstance(stands, Signature):
            return _not_signer(form, path, signers(form, step, path), env)
        return problem("GEN_SIGN_TAKEN", path, field=f, person=stands.name, signed_at=stands.on or "")

    def _vetoes(self, stepping: Stepping) -> list[Problem]:
        """What plugins that listen have against it. A guard that is off, broken or gone refuses."""
        found: list[Problem] = []
        for name, call in self.saver.registry.listeners(stepping.form, stepping.step, "before_step"):
            found += [_guard_absent(name)] if call is None else list(call(stepping))
        return found

    def _write(self, cursor: apsw.Cursor, form: FormType, old: Values, plan: _Plan, env: Env, asked: Asked) -> None:
        writer = Writer(self.saver.store, self.saver.registry)
        drafts = writer.put(cursor, [*plan.drafts], env)
        signatures.log(cursor, plan.made, old["status"], plan.step.id, env, plan.for_, asked.reason, asked.lines)
        signatures.withdraw(cursor, plan.made, env, asked.reason, plan.given)
        for path, signature in plan.given.items():
            kept = signatures.keep(cursor, form.spec, plan.made, plan.step, path, signature, env, _target(form, plan))
            if asked.scan is not None and asked.scan.id is not None and signature.paper:
                scans.claim(cursor, plan.made, kept, path, asked.scan.id, env)
        if plan.made.action == plan.step.id:
            stepping = Stepping(form.spec.id, plan.step.id, old, plan.made.new, tuple(asked.lines), env)
            drafts += self._effects(cursor, writer, stepping, env)
        for each in drafts:
            event(cursor, each, env)

    def _effects(self, cursor: apsw.Cursor, writer: Writer, stepping: Stepping, env: Env) -> list[Draft]:
        """What listening plugins do to other records, in the order of their names."""
        made: list[Draft] = []
        for _, call in self.saver.registry.listeners(stepping.form, stepping.step, "after_step"):
            for effect in call(stepping) if call else ():
                if isinstance(effect, Moved):
                    holding.move(cursor, effect, stepping, env)
                else:
                    put = writer.put(cursor, self._changed(effect, stepping, env), env)
                    for each in put:
                        signatures.withdraw(cursor, each, env, each.reason, ())
                    made += put
        return made

    def _changed(self, effect: Change, stepping: Stepping, env: Env) -> list[Draft]:
        why = effect.why or stepping.new.get("record_no") or ""
        values = effect.values if "_id" in effect.values else self._begun(effect, env)
        return self.saver.prepare(
            effect.form, dict(values), env, action="effect", reason=why, entering=effect.state, warnings=False,
            allowed=tuple(effect.values),
        )  # fmt: skip

    def _begun(self, effect: Change, env: Env) -> Values:
        """A new record of an effect, with the defaults that one typed would have."""
        form = self.saver.registry.form(effect.form)
        whole = {**fresh(form, env), **effect.values}
        for rows in form.spec.rows.keys() & effect.values.keys():
            whole[rows] = [{**fresh_line(form, rows, whole, env), **line} for line in effect.values[rows]]
        return whole


def _no_line(form: FormType, step: StepSpec) -> Problem:
    """A step of lines was asked for without any."""
    rows = form.spec.rows[step.line]
    return Problem(
        step.line, "STEP_NO_LINE", "refuse", f"没有选择要{step.zh}的行（{rows.zh or form.spec.zh}）。",
        f"No line was chosen ({rows.en or form.spec.en}): {step.en}.", "请先选择行。", "Choose the lines first.",
    )  # fmt: skip


def _step(form: FormType, old: Values, name: str) -> StepSpec:
    found = form.spec.flow.step(name)
    if found is None:
        steps = [Label(s.zh, s.en) for s in form.spec.flow.leading_from(old["status"])]
        state: Any = next((s for s in form.spec.states if s.code == old["status"]), old["status"])
        raise Refused([
            problem("GEN_STEP_STATE", record_no=old["record_no"], status=state, step=name, steps=steps or Label("作废", "Void"))
        ])  # fmt: skip
    return found


def _not_signer(form: FormType, path: str, whose: Iterable[str], env: Env) -> Problem:
    who = said(whose, form.spec, env.office) or Label("有权签字的人", "the one entitled")
    return problem("GEN_NOT_SIGNER", path, field=field_at(form.spec, path), who=who)


def _target(form: FormType, plan: _Plan) -> str:
    """The state whose locks a signature covers: the one that the step leads to."""
    return plan.state or plan.step.to or plan.made.new["status"]


def _guard_absent(name: str) -> Problem:
    return Problem(
        "", "STEP_GUARD_ABSENT", "refuse",
        f"插件“{name}”负责核对这一步，现在停用、出错或没有安装，不能办理。",
        f"The plugin {name} guards this step and is off, broken or not installed.",
        f"请系统管理员恢复该插件；确定不再需要的，运行 dangan plugins release {name}。",
        f"Let the administrator bring it back, or release its guard: dangan plugins release {name}.",
    )  # fmt: skip
