"""Two clerks against a plain model: editions, links, sums, files, voids, undo; the store opened anew and restored."""

import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from dangan.errors import Refused
from dangan.record import Link, Values
from storage import attachments, audit, backup, contents
from storage.archive import Archive
from storage.attachments import FileRefused
from storage.pages import View
from storage.undoing import CannotUndo
from tests.storage.conftest import NOW
from tests.storage.small_forms import FORMS

USERS = st.sampled_from(["li", "wang"])
ADDRESSES = st.sampled_from([None, "长沙", "唐山"])
PAGES = st.integers(1, 3)
WHICH = st.integers(0, 30)
LINKS = {"client_card": "client", "paper": "volume"}


@dataclass
class Record:
    """What the model knows of a record: its form, its values, how often it was written, its files."""

    form: str
    values: Values
    void: bool = False
    ticks: int = 1
    files: list[str] = field(default_factory=list)
    filed: bool = False  # whether it ever had a file


@dataclass
class Work:
    """One transaction of a user: each record it wrote with the ticks it left, and what the record was (None = new)."""

    user: str
    action: str
    wrote: dict[int, tuple[int, tuple[Values, bool] | None]]


class OfficeMachine(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.path = self.folder / "office" / "office.db"
        self.archive = Archive.open(self.path, FORMS, create=True, clock=lambda: NOW)
        self.model: dict[int, Record] = {}
        self.works: list[Work] = []
        self.restored = 0

    def env(self, user: str) -> Any:
        return self.archive.env(user, "zh")

    def pick(self, form: str, which: int) -> int:
        ids = [i for i, r in self.model.items() if r.form == form or not form]
        return ids[which % len(ids)] if ids else 0

    def users_of(self, record: int, void: bool) -> bool:
        return any(r.values.get(LINKS.get(r.form, "")) == record and (void or not r.void) for r in self.model.values())

    def note(self, user: str, action: str, changes: dict[int, tuple[Values, bool]]) -> None:
        """Put what a transaction changed in old records into the model, and the work into its log."""
        wrote: dict[int, tuple[int, tuple[Values, bool] | None]] = {}
        for i, (values, void) in changes.items():
            r = self.model[i]
            before = (r.values, r.void)
            r.values, r.void, r.ticks = values, void, r.ticks + 1
            wrote[i] = (r.ticks, before)
        if wrote:
            self.works.append(Work(user, action, wrote))

    def made(self, user: str, form: str, saved: Values, values: Values) -> None:
        record = saved["_id"]
        self.model[record] = Record(form, values)
        work = self.works[-1] if self.works and self.works[-1].action == "around" else None
        if work is None:
            work = Work(user, "save", {})
            self.works.append(work)
        work.action = "save"
        work.wrote[record] = (1, None)

    @rule(user=USERS, name=st.sampled_from(["宏达", "百货"]), address=ADDRESSES)
    def new_client(self, user: str, name: str, address: str | None) -> None:
        values = {"name": name, "address": address}
        self.made(user, "client", self.archive.save("client", values, self.env(user)), values)

    @rule(user=USERS)
    def new_volume(self, user: str) -> None:
        saved = self.archive.save("volume", {"title": "卷"}, self.env(user))
        self.made(user, "volume", saved, {"title": "卷"})

    @rule(user=USERS, which=WHICH, address=ADDRESSES)
    def edit_client(self, user: str, which: int, address: str | None) -> None:
        if not (record := self.pick("client", which)):
            return
        r = self.model[record]
        try:
            self.archive.save("client", {"_id": record, "address": address}, self.env(user))
        except Refused:
            assert r.void
            return
        assert not r.void
        if address != r.values["address"]:
            self.note(user, "save", {record: ({**r.values, "address": address}, False)})

    @rule(user=USERS, which=WHICH, leader=st.sampled_from(["张", "李"]), address=ADDRESSES)
    def new_card(self, user: str, which: int, leader: str, address: str | None) -> None:
        if not (client := self.pick("client", which)):
            return
        master = self.model[client]
        values = {"client": Link("", client, "client"), "leader": leader, "address": address}
        try:
            saved = self.archive.save("client_card", values, self.env(user))
        except Refused:
            assert master.void
            return
        assert not master.void
        changes = {
            i: (r.values, True)
            for i, r in self.model.items()
            if r.form == "client_card" and r.values["client"] == client and not r.void
        }
        if address not in (None, master.values["address"]):
            changes[client] = ({**master.values, "address": address}, False)
        self.note(user, "around", changes)
        self.made(user, "client_card", saved, {"client": client, "leader": leader})

    @rule(user=USERS, which=WHICH, leader=st.sampled_from(["张", "李"]), address=ADDRESSES)
    def edit_card(self, user: str, which: int, leader: str, address: str | None) -> None:
        if not (record := self.pick("client_card", which)):
            return
        r = self.model[record]
        client = r.values["client"]
        try:
            self.archive.save("client_card", {"_id": record, "leader": leader, "address": address}, self.env(user))
        except Refused:
            assert r.void
            return
        assert not r.void
        changes = {}
        if address != self.model[client].values["address"]:
            changes[client] = ({**self.model[client].values, "address": address}, False)
        if leader != r.values["leader"]:
            changes[record] = ({**r.values, "leader": leader}, False)
        self.note(user, "save", changes)

    @rule(user=USERS, which=WHICH, pages=PAGES)
    def new_paper(self, user: str, which: int, pages: int) -> None:
        if not (volume := self.pick("volume", which)):
            return
        values = {"title": "文", "volume": Link("", volume, "volume"), "pages": pages}
        try:
            saved = self.archive.save("paper", values, self.env(user))
        except Refused as refused:
            assert self.model[volume].void and [p.code for p in refused.problems] == ["GEN_REF_VOID"]
            return
        assert not self.model[volume].void
        self.made(user, "paper", saved, {"volume": volume, "pages": pages})

    @rule(user=USERS, which=WHICH, pages=PAGES)
    def edit_paper(self, user: str, which: int, pages: int) -> None:
        if not (record := self.pick("paper", which)):
            return
        r = self.model[record]
        try:
            self.archive.save("paper", {"_id": record, "pages": pages}, self.env(user))
        except Refused:
            assert r.void
            return
        assert not r.void
        if pages != r.values["pages"]:
            self.note(user, "save", {record: ({**r.values, "pages": pages}, False)})

    @rule(user=USERS, which=WHICH)
    def void(self, user: str, which: int) -> None:
        if not (record := self.pick("", which)):
            return
        r = self.model[record]
        try:
            self.archive.void(r.form, record, "错", self.env(user))
        except Refused as refused:
            assert refused.problems[0].code == ("GEN_VOIDED" if r.void else "GEN_IN_USE")
            if not r.void:
                assert self.users_of(record, void=False)
            if not r.void:
                assert self.users_of(record, void=False)
            return
        assert not r.void and not self.users_of(record, void=False)
        self.note(user, "void", {record: (r.values, True)})

    @rule(user=USERS, which=WHICH, text=st.binary(min_size=1, max_size=2))
    def attach(self, user: str, which: int, text: bytes) -> None:
        if not (record := self.pick("", which)):
            return
        r, source = self.model[record], self.folder / f"{text.hex()}.pdf"
        source.write_bytes(b"%PDF" + text)
        try:
            attachments.add(self.archive.store, record, source, at=NOW, by=user)
        except FileRefused:
            assert r.void
            return
        assert not r.void
        r.files.append(source.name)
        r.filed = True

    @rule(user=USERS, which=WHICH)
    def take_off(self, user: str, which: int) -> None:
        with_files = [i for i, r in self.model.items() if r.files]
        if not with_files:
            return
        record = with_files[which % len(with_files)]
        first = attachments.listing(self.archive.store, record)[0]
        attachments.remove(self.archive.store, first.id, at=NOW, by=user, reason="错")
        del self.model[record].files[0]

    @rule(user=USERS)
    def undo(self, user: str) -> None:
        last = next((w for w in reversed(self.works) if w.user == user), None)
        possible = (
            last is not None and last.action == "save" and all(map(self._stands, last.wrote, last.wrote.values()))
        )
        try:
            self.archive.undo(self.env(user))
        except CannotUndo:
            assert not possible
            return
        assert possible and last is not None
        changes = {}
        for record, (_, before) in last.wrote.items():
            if before is None:
                del self.model[record]
            else:
                changes[record] = before
        if not changes:
            self.works.remove(last)
        self.note(user, "undo", changes)

    def _stands(self, record: int, wrote: tuple[int, tuple[Values, bool] | None]) -> bool:
        r = self.model.get(record)
        if r is None or r.ticks != wrote[0]:
            return False
        return wrote[1] is not None or not (r.filed or self.users_of(record, void=True))

    @rule()
    def crash(self) -> None:
        self.archive.store.close()
        self.archive = Archive.open(self.path, FORMS, clock=lambda: NOW)

    @precondition(lambda self: self.restored < 2)
    @rule()
    def restore(self) -> None:
        self.restored += 1
        made = backup.backup(self.archive.store, self.folder / "backups", NOW)
        self.archive.close()
        self.path = self.folder / f"office{self.restored}" / "office.db"
        backup.restore(made, self.path)
        self.archive = Archive.open(self.path, FORMS, clock=lambda: NOW)

    @invariant()
    def same(self) -> None:
        for form in ("client", "client_card", "volume", "paper"):
            ids = [i for i, r in self.model.items() if r.form == form]
            stored = self.archive.read_many(form, ids)
            assert [v["_id"] for v in stored] == ids
            assert self.archive.count(form, View()) == (len(ids), True)
            for values in stored:
                r = self.model[values["_id"]]
                assert (values["status"] == "void") == r.void
                told = {n: getattr(values[n], "id", values[n]) for n in r.values}
                assert told == r.values
                assert [a.name for a in attachments.listing(self.archive.store, values["_id"])] == r.files
        self._sums_and_shared_values()

    def _sums_and_shared_values(self) -> None:
        for record, r in self.model.items():
            if r.form == "client_card":
                assert self.archive.read(r.form, record)["address"] == self.model[r.values["client"]].values["address"]
            elif r.form == "volume":
                mine = [p for p in self.model.values() if p.form == "paper" and p.values["volume"] == record]
                total = sum(p.values["pages"] for p in mine if not p.void)
                assert self.archive.read(r.form, record)["pages"] == (total or None)

    def teardown(self) -> None:
        found = backup.check(self.archive.store)
        assert [found[name] for name in ("integrity", "foreign_keys", "attachments", "audit")] == ["ok"] * 4
        assert audit.verify(self.archive.store) == []
        assert contents.verify(self.archive.store, self.archive.registry) == []
        links = "SELECT count(*) FROM link WHERE record_id NOT IN (SELECT _id FROM record)"
        rows = "SELECT count(*) FROM attachment WHERE record_id NOT IN (SELECT _id FROM record)"
        assert [self.archive.store.value(sql) for sql in (links, rows)] == [0, 0]
        self.archive.close()
        shutil.rmtree(self.folder)


TestOfficeMachine = OfficeMachine.TestCase
TestOfficeMachine.settings = settings(
    max_examples=30, stateful_step_count=30, print_blob=True, deadline=None, suppress_health_check=list(HealthCheck)
)
