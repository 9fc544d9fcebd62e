"""Random steps by random people on random days against the processes as they are told plainly (tests/processes/plain.py)."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from dangan.errors import Refused
from dangan.record import Signature, Values
from storage import audit, holding, signatures
from storage.archive import Archive
from storage.roles import BadRole, Roles
from storage.stepping import Asked
from tests.effort import MEMORY, times
from tests.processes.conftest import PEOPLE, ROLES, Played, opened
from tests.processes.moves import asked, changes
from tests.processes.plain import B8, B9, B10, C2, C3, OTHERS, SIGNERS, STEPS, Rights, due, later, signed, under

START, EVER = date(2025, 3, 3), date(2040, 1, 1)
VOLUMES = ("A-1", "A-2", "A-3")
LOGINS = st.sampled_from(sorted(PEOPLE))
WHICH, CHANCE = st.integers(0, 40), st.integers(0, 63)
RIGHT = {"GEN_NO_RIGHT", "GEN_NOT_SIGNER"}
COUNTED = ("history", "step", "signature", "holding", "waiting", "waiting_for", "record")
Key = tuple[str, int]
SEVERAL = {
    (C2, "accept"): ("sign_b_handover", "sign_archivist"), (B8, "execute"): ("supervised_by", "executed_by"),
    (B9, "approve"): ("approver", "extra_approvals.approver"),
}  # fmt: skip
EVERYWHERE = {state for from_, to, _ in STEPS.values() for state in from_ | to}
ASIDE = {"ask": EVERYWHERE, "reject": EVERYWHERE, "cancel": EVERYWHERE,
         "lend": {"requested"}, "renew": EVERYWHERE, "extend": EVERYWHERE}  # fmt: skip


@cache
def _office() -> tuple[Path, dict[str, int], Any, tuple[int, ...]]:
    """A store with the people and three old volumes, made once and copied."""
    place = Path(tempfile.mkdtemp(prefix="dangan-", dir=MEMORY if MEMORY.is_dir() else None))
    office = opened(place / "o.db", START)
    volumes = tuple(office.filed_volume(no, f"旧卷{no}")["_id"] for no in VOLUMES)
    office.save("jia", "customer", {"name": "鑫源担保"})
    office.archive.store.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    office.archive.close()
    return place / "o.db", office.ids, office.dept, volumes


class Processes(RuleBasedStateMachine):
    """C2, C3, B8, B9 and B10 in one office."""

    def __init__(self) -> None:
        super().__init__()
        source, ids, dept, self.volumes = _office()
        self.folder = Path(tempfile.mkdtemp(dir=source.parent))
        shutil.copy(source, self.folder / "o.db")
        archive = Archive.open(self.folder / "o.db", clock=lambda: datetime.combine(START, time(8)))
        self.office = Played(archive, START, ids, dept)
        self.logins = {n: login for login, n in ids.items()}
        self.rights = Rights([(p, r, date(2010, 1, 1), EVER) for p, r in ROLES.items()], [], "ke", "fu")
        self.states: dict[Key, str] = {}
        self.covered: dict[tuple[str, int, str, int], tuple[Signature, Any]] = {}
        self.where: dict[int, str] = {}
        self.held: dict[int, int] = {}  # volume -> hold

    # days, people, holds

    @rule(days=st.integers(1, 12))
    def pass_days(self, days: int) -> None:
        self.office.on(self.office.today + timedelta(days=days))

    @rule(
        login=LOGINS, role=st.sampled_from(["gm", "archivist", "chairman", "board_secretary"]), days=st.integers(0, 40)
    )
    def give_role(self, login: str, role: str, days: int) -> None:
        first = self.office.today
        last = first + timedelta(days=days)
        twice = any((login, role) == r[:2] and r[3] >= first for r in self.rights.roles)
        try:
            Roles(self.store).give(self.office.ids[login], role, first, at=self.now, by="root", to_date=last)
        except BadRole as refused:
            assert twice and refused.code == "ROLE_OVERLAP"
            return
        assert not twice
        self.rights.roles.append((login, role, first, last))

    @rule(login=LOGINS, other=LOGINS, days=st.integers(0, 40))
    def substitute(self, login: str, other: str, days: int) -> None:
        if login == other:
            return
        first = self.office.today
        last, ids = first + timedelta(days=days), self.office.ids
        twice = any((login, other) == s[:2] and s[3] >= first for s in self.rights.substitutes)
        try:
            Roles(self.store).substitute(ids[login], ids[other], first, last, at=self.now, by="root")
        except BadRole as refused:
            assert twice and refused.code == "SUBSTITUTE_OVERLAP"
            return
        assert not twice
        self.rights.substitutes.append((login, other, first, last))

    @rule(which=WHICH)
    def put_on_hold_or_lift(self, which: int) -> None:
        volume = self.volumes[which % len(self.volumes)]
        if volume in self.held:
            holding.lift(self.store, self.held.pop(volume), self.office.env("zong"))
        else:
            self.held[volume] = holding.put(self.store, volume, "诉讼", self.office.env("zong"))

    @rule(on=st.booleans())
    def paper(self, on: bool) -> None:
        self.office.archive.settings.set(
            "paper_signatures", ["*"] if on else [], self.office.today, "root", at=self.now
        )

    # new records

    @rule(login=LOGINS, a=LOGINS, b=LOGINS, ago=st.integers(0, 20))
    def contents_list(self, login: str, a: str, b: str, ago: int) -> None:
        customer = self.office.archive.env("jia", "zh").office.look_up("customer", "鑫源")[0]
        self._new(login, C2, {
            "project": "担保项目", "customer": customer, "project_no": f"P-{len(self.states)}", "business_type": "guarantee",
            "ended_on": self.office.today - timedelta(days=ago), "manager_a": self.office.person(a),
            "manager_b": self.office.person(b), "items": [
                {"part": "approval", "title": "申请表", "pages": 3, "code": "01"}, {"part": "contract", "title": "合同", "pages": 5, "code": "02"}],
        })  # fmt: skip

    @precondition(lambda self: self._of(C2))
    @rule(which=WHICH, login=LOGINS, others=st.booleans())
    def lacking(self, which: int, login: str, others: bool) -> None:
        one = self._read(self._pick(which, C2))
        by = login if others else self.logins[one["manager_b"].id]
        made = self._new(
            by, C3, {"volume": self.office.link(C2, one), "items": [{"title": "收据", "lack": "missing_doc"}]}
        )
        assert made is None or made["due_on"] == later(self.office.today, 3)

    @rule(
        login=LOGINS,
        which=WHICH,
        mode=st.sampled_from(["loan", "loan", "onsite"]),
        term=st.integers(1, 30),
        both=st.booleans(),
    )
    def request(self, login: str, which: int, mode: str, term: int, both: bool) -> None:
        first = which % len(self.volumes)
        volumes = {self.volumes[first], self.volumes[(first + both) % len(self.volumes)]}
        made = self._new(login, B9, {
            "applicant": self.office.person(login), "dept": self.office.dept, "purpose": "查阅", "mode": mode,
            "term_days": term if mode == "loan" else None, "items": [{"archive_no": self._volume(v), "volumes": 1} for v in sorted(volumes)],
        })  # fmt: skip
        assert made is None or not {self.where.get(v) for v in volumes} & {"on_loan", "missing", "destroyed"}

    @rule(login=LOGINS, who=LOGINS)
    def recall(self, login: str, who: str) -> None:
        out = [v for v in map(self._read, self._of(B9)) if v["status"] in ("lent", "renewed")]
        borrower = self.logins[out[0]["applicant"].id] if out else who
        if not out and self._of(B10):
            return  # one letter without a line is enough
        made = self._new(login, B10, {"borrower": self.office.person(borrower)})
        assert made is None or made["return_by"] == later(self.office.today, 3)

    @rule(login=LOGINS, which=WHICH, days=st.integers(0, 10))
    def to_be_burnt(self, login: str, which: int, days: int) -> None:
        volume = self.volumes[which % len(self.volumes)]
        made = self._new(login, B8, {
            "items": [{"archive_no": self._volume(volume)}], "appraisers": [{"person": self.office.person(p)} for p in ("ke", "li")],
            "appraisal_opinion": "同意焚毁", "planned_on": self.office.today + timedelta(days=days),
        })  # fmt: skip
        assert made is None or (volume not in self.held and self.where.get(volume, "in_stock") == "in_stock")

    # steps and changes

    @precondition(lambda self: self.states)
    @rule(which=WHICH, step=WHICH, login=LOGINS, chance=CHANCE)
    def any_step(self, which: int, step: int, login: str, chance: int) -> None:
        key = self._pick(which)
        names = [name for form, name in STEPS if form == key[0]]
        self._step(key, names[step % len(names)], login, chance)

    @precondition(lambda self: self.states)
    @rule(which=WHICH, step=WHICH, login=WHICH, chance=CHANCE)
    def right_step(self, which: int, step: int, login: int, chance: int) -> None:
        """A step that leads from where the record stands, mostly by somebody who may."""
        key = self._pick(which)
        names = [name for (form, name), (from_, _, _) in STEPS.items() if form == key[0] and self.states[key] in from_]
        if names:
            name = names[step % len(names)]
            may = [p for p in sorted(PEOPLE) if self._might(key, name, p)] or sorted(PEOPLE)
            self._step(key, name, may[login % len(may)], chance)

    @precondition(lambda self: self.states)
    @rule(which=WHICH, far=st.integers(2, 6), login=WHICH)
    def go_on(self, which: int, far: int, login: int) -> None:
        """The first step that leads on, several times, each by somebody who may."""
        key = self._pick(which)
        for place in range(far):
            names = [
                n
                for (form, n), (from_, _, _) in STEPS.items()
                if form == key[0] and self.states[key] in from_ - ASIDE.get(n, set())
            ]
            name = names[place % len(names) if key[0] == C3 else 0] if names else ""
            may = [p for p in sorted(PEOPLE) if name and self._might(key, name, p)]
            if not may:
                return
            self._step(key, name, may[(login + place) % len(may)], 6)

    @precondition(lambda self: self.states)
    @rule(which=WHICH, login=LOGINS, field=WHICH)
    def change(self, which: int, login: str, field: int) -> None:
        key = self._pick(which)
        old = self._read(key)
        tried = changes(self.office, key[0], old, login, field, self._volume(self.volumes[field % 3]))
        chosen = tried[field % len(tried)]
        try:
            with self._whole():
                self.office.save(login, key[0], {"_id": key[1], **chosen})
        except Refused as refused:
            _sentences(refused)
            assert self._read(key) == old

    def _step(self, key: Key, name: str, login: str, chance: int) -> None:
        form, number = key
        old = self._read(key)
        given_with = asked(self.office, name, old, chance)
        env, count = self.office.env(login), self.store.value("SELECT count(*) FROM signature")
        try:
            with self._whole():
                new = self.office.archive.stepper.take(form, number, name, env, given_with, confirm=bool(chance % 4))
        except Refused as refused:
            self._refused(key, name, login, refused, old, given_with)
            return
        from_, to, by = STEPS[form, name]
        assert old["status"] in from_ and new["status"] in to
        given = [_named(path) for (path,) in self.store.rows("SELECT path FROM signature ORDER BY _id")[count:]]
        signer = self.logins[given_with.paper.id] if given and given_with.paper else login
        mine = self.rights.of(signer, self.office.today)
        for signature, _ in given:
            may = self._signers(form, signature, new)
            assert not may or may & mine, (signature, login)
        if not given:
            assert by is not None, f"{name} was taken without a signature"
            may = by(old, self.logins)
            assert not may or may & mine, (name, login)
        for signature, line in given:
            self.covered.pop((*key, signature, line), None)
        self._effects(form, name, new, given_with)
        self._note(key, new)

    def _refused(self, key: Key, name: str, login: str, refused: Refused, old: Values, what: Asked) -> None:
        _sentences(refused)
        codes = {p.code for p in refused.problems}
        event, detail = self.store.rows("SELECT event, detail FROM audit ORDER BY _id DESC LIMIT 1")[0]
        assert event == "step_refused" and set(json.loads(detail)["codes"]) == codes
        assert self._read(key) == old
        if "GEN_STEP_STATE" in codes:
            assert old["status"] not in STEPS[key[0], name][0]
        if codes <= RIGHT and not what.paper:
            assert not self._next_may(key, name, login), (name, login)

    def _might(self, key: Key, name: str, login: str) -> bool:
        form, _ = key
        mine = self.rights.of(login, self.office.today)
        old, by = self._read(key), STEPS[form, name][2]
        several = SEVERAL.get((form, name))
        if several:
            standing = {each for each, _ in signed(form, old)}
            left = [
                each
                for each in several
                if each not in standing and (old["extra_approvals"] if "extra" in each else True)
            ]
            return any(not (may := self._signers(form, each, old)) or may & mine for each in left)
        if by is not None:
            may = by(old, self.logins)
            return not may or bool(may & mine)
        return self._next_may(key, name, login)

    def _next_may(self, key: Key, name: str, login: str) -> bool:
        """Whether somebody may give the only signature that a step has; False where there are several, or it has none."""
        form, _ = key
        old = self._read(key)
        only = {
            "sign_off_a": "sign_a", "supply": "sign_a", "sign_off_b": "sign_b", "extend": "extension_approver",
            "acknowledge": "sign_a", "close": "sign_b", "lend": "lent_by", "renew": "renewals.approver",
            "take_back": "items.received_by",
        }.get(name)  # fmt: skip
        if form == B8 and name == "approve":
            only = "approved_by"
        if only is None:
            return False
        may = self._signers(form, only, old)
        return not may or bool(may & self.rights.of(login, self.office.today))

    def _signers(self, form: str, signature: str, values: Values) -> set[str]:
        if (form, signature) == (C3, "sign_a"):
            return {self.logins[self._read((C2, values["volume"].id))["manager_a"].id]}
        return SIGNERS[form, signature](values, self.logins)

    def _effects(self, form: str, name: str, new: Values, what: Asked) -> None:
        things = [line["archive_no"].id for line in new["items"]] if form in (B8, B9) else []
        if form == B8 and name in ("approve", "execute"):
            assert all(v not in self.held and self.where.get(v, "in_stock") == "in_stock" for v in things)
            if name == "execute":
                assert new["approved_by"] and new["planned_on"] <= self.office.today
        if form == B8 and new["status"] == "executed":
            self.where |= dict.fromkeys(things, "destroyed")
        if form == B9 and name == "lend":
            assert all(self.where.get(v, "in_stock") == "in_stock" for v in things)
            self.where |= dict.fromkeys(things, "on_loan")
        if form == B9 and name == "take_back":
            now = {"intact": "in_stock", "lost": "missing"}
            self.where |= {things[n]: now[c] for n in what.lines if (c := new["items"][n]["return_check"]) in now}

    # what always holds

    @invariant()
    def signatures_stand_over_what_they_were_given_for(self) -> None:
        for (form, number, name, line), (_, content) in self.covered.items():
            assert under(form, self._read((form, number)), name, line) == content, (form, name)
        assert signatures.check(self.store, self.office.archive.registry) == []

    @invariant()
    def nobody_approves_his_own(self) -> None:
        for form, number in self.states:
            values = self._read((form, number))
            for (name, _), signature in signed(form, values).items():
                others = [values[other].id for other in OTHERS.get((form, name), ()) if values[other]]
                assert signature.id not in others, (form, name)
            if form == C2:
                assert values["manager_a"].id != values["manager_b"].id

    @invariant()
    def things_are_where_the_steps_put_them(self) -> None:
        office = self.office.env("dang").office
        for volume in self.volumes:
            assert office.holding(self._volume(volume)) == self.where.get(volume, "")
            burnt = self.where.get(volume) == "destroyed"
            assert (self.office.archive.read("file_catalogue", volume)["status"] == "destroyed") == burnt

    @invariant()
    def states_are_the_fold_of_the_steps(self) -> None:
        for key, state in self.states.items():
            rows = self.store.rows("SELECT from_state, to_state FROM step WHERE record_id = ? ORDER BY _id", (key[1],))
            assert all(one[1] == other[0] for one, other in pairwise(rows))
            if key[0] != B10:  # a letter is answered by the return, not by a step of its own
                assert self._read(key)["status"] == state == (rows[-1][1] if rows else state)

    @invariant()
    def deadlines_are_as_counted(self) -> None:
        waiting = {(r, s): d for r, s, d in self.store.rows("SELECT record_id, step, due_on FROM waiting")}
        for key in self.states:
            values = self._read(key)
            for offer in self.office.archive.stepper.offers(*key, self.office.env("dang")):
                counted = due(key[0], offer.step.id, values)
                assert offer.due_on == counted, (key, offer.step.id)
                assert (key[1], offer.step.id) in waiting or counted is None
                kept = waiting.get((key[1], offer.step.id))
                assert kept == (str(counted) if counted else None), (key, offer.step.id)

    def teardown(self) -> None:
        assert audit.verify(self.store) == [] and self.store.damage() == []
        self.office.archive.close()
        shutil.rmtree(self.folder)

    # helpers

    @property
    def store(self) -> Any:
        return self.office.archive.store

    @property
    def now(self) -> datetime:
        return datetime.combine(self.office.today, time(9))

    def _volume(self, number: int) -> Any:
        return self.office.link("file_catalogue", self.office.archive.read("file_catalogue", number))

    def _of(self, form: str) -> list[Key]:
        return [key for key in self.states if key[0] == form]

    def _pick(self, which: int, form: str = "") -> Key:
        keys = self._of(form) if form else list(self.states)
        return keys[which % len(keys)]

    def _read(self, key: Key) -> Values:
        return self.office.archive.read(*key)

    def _new(self, login: str, form: str, values: Values) -> Values | None:
        try:
            with self._whole():
                made = self.office.save(login, form, values)
        except Refused as refused:
            _sentences(refused)
            return None
        self._note((form, made["_id"]), made)
        return made

    def _note(self, key: Key, values: Values) -> None:
        self.states[key] = values["status"]
        standing = signed(key[0], values)
        for form, number, name, line in [one for one in self.covered if one[:2] == key]:
            if standing.get((name, line)) != self.covered[form, number, name, line][0]:
                del self.covered[form, number, name, line]
        for (name, line), signature in standing.items():
            if (key[0], name) not in _UNCOVERED:
                self.covered.setdefault((*key, name, line), (signature, under(key[0], values, name, line)))

    @contextmanager
    def _whole(self) -> Iterator[None]:
        """Whatever is refused leaves nothing but the audit."""
        before = self._counts()
        try:
            yield
        except Refused:
            assert self._counts() == before
            raise

    def _counts(self) -> list[Any]:
        return [self.store.rows(f"SELECT count(*), max(rowid) FROM {t}")[0] if t not in ("waiting", "waiting_for")
                else self.store.rows(f"SELECT * FROM {t}") for t in COUNTED]  # fmt: skip


_UNCOVERED = {(B9, "dept_head"), (B9, "archive_head"), (B9, "extra_approvals.approver"), (B8, "supervised_by_2")}


def _named(path: str) -> tuple[str, int]:
    """`items.7.received_by` as (`items.received_by`, 7), the line by its `_id`."""
    table, _, rest = path.partition(".")
    line, _, name = rest.partition(".")
    return (f"{table}.{name}", int(line)) if name else (path, 0)


def _sentences(refused: Refused) -> None:
    for p in refused.problems:
        assert p.code and p.zh and p.en and p.mend_zh and p.mend_en, p
        assert not any(mark in text for text in (p.zh, p.en, p.mend_zh, p.mend_en) for mark in "{}"), p


TestProcesses = Processes.TestCase
TestProcesses.settings = settings(
    max_examples=times(12), stateful_step_count=30, print_blob=True, deadline=None, suppress_health_check=list(HealthCheck)
)  # fmt: skip
