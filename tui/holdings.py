"""The forms with which roles and substitutes are typed, and where they are kept: what the entry screen asks of an archive."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from zlib import crc32

from dangan import checking
from dangan.env import Env, shipped_roles
from dangan.errors import DanganError, Problem, Refused
from dangan.fields import Choice, Date, Person
from dangan.form import Form, FormType, Head
from dangan.record import Link, Values
from dangan.spec import Option
from storage import deciding
from storage.archive import Archive
from storage.roles import BadRole, Held, Roles, Substitute

ROLE, SUBSTITUTE = "role_held", "substitute"
UNKNOWN = ("目录中没有这个人。", "Nobody in the directory has this name.")
ADD = ("请从列表中选，或按 F5 新增。", "Choose one of the list, or add one with F5.")
ORDER = ("结束日期早于开始日期。", "The last day is before the first.")
CHECK = ("请核对两个日期。", "Check both dates.")


class RoleHeld(Form, id=ROLE, zh="角色", en="Role"):
    """Who holds a role, from when until when."""

    with Head() as head:
        person = Person("人员", "Person", required=True)
        role = Choice("角色", "Role", tuple(Option(k, r.zh, r.en) for k, r in shipped_roles().items()), required=True)
        from_date = Date("开始日期", "First day", required=True)
        to_date = Date("结束日期", "Last day")


class StandsIn(Form, id=SUBSTITUTE, zh="代理", en="Substitute"):
    """Who stands in for whom, from when until when."""

    with Head() as head:
        person = Person("代理人", "Substitute", required=True)
        for_whom = Person("代谁", "Stands in for", required=True)
        from_date = Date("开始日期", "First day", required=True)
        to_date = Date("结束日期", "Last day", required=True)


@RoleHeld.person.must(*UNKNOWN, mend=ADD)
@StandsIn.person.must(*UNKNOWN, mend=ADD)
def is_known(person: Link) -> bool:
    return person.id is not None


@StandsIn.for_whom.must(*UNKNOWN, mend=ADD)
def other_is_known(for_whom: Link) -> bool:
    return for_whom.id is not None


@StandsIn.for_whom.must("不能代自己。", "Nobody stands in for himself.", mend=("请另选一人。", "Choose somebody else."))
def is_another(person: Link, for_whom: Link) -> bool:
    return person.id is None or person.id != for_whom.id


@RoleHeld.to_date.must(*ORDER, mend=CHECK)
@StandsIn.to_date.must(*ORDER, mend=CHECK)
def in_order(from_date: date, to_date: date) -> bool:
    return from_date <= to_date


FORMS: Mapping[str, FormType] = {ROLE: RoleHeld.form_type, SUBSTITUTE: StandsIn.form_type}
FIELDS = {"ROLE_OVERLAP": "from_date", "SUBSTITUTE_OVERLAP": "from_date", "ROLE_DATES": "to_date"}  # by code


class Gone(DanganError):
    """An entry that is no longer there, or was changed meanwhile."""


class Forms:
    """The two forms by their identifiers."""

    def form(self, form_id: str) -> FormType:
        """One of them."""
        return FORMS[form_id]


class Holdings:
    """Keeps roles and substitutes of an archive as records of two small forms."""

    registry = Forms()

    def __init__(self, archive: Archive) -> None:
        self.within = archive
        self.roles = Roles(archive.store)

    def read(self, form_id: str, record: int | str) -> Values:
        """One entry. Raises Gone."""
        entries: list[Any] = self.roles.held() if form_id == ROLE else self.roles.substitutes()
        found = next((e for e in entries if e.id == int(record)), None)
        if found is None:
            raise _gone()
        return self._values(found)

    def save(self, form_id: str, values: Values, env: Env, *, base_lock: int | None = None, line: str = "") -> Values:
        """Keep an entry, and count anew what waits. Raises Refused with what is wrong at its field, Gone."""
        form = FORMS[form_id]
        values = checking.settle(form, values, env)
        if problems := [p for p in checking.check(form, values, env, state="draft") if p.level == "refuse"]:
            raise Refused(problems)
        record = values.get("_id")
        if record is not None and self.read(form_id, record)["_lock"] != base_lock:
            raise _gone()
        try:
            made = self._put(form_id, values, env)
        except BadRole as bad:
            path = FIELDS.get(bad.code, "person")
            raise Refused([Problem(path, bad.code, "refuse", bad.zh, bad.en, bad.mend_zh, bad.mend_en)]) from bad
        deciding.count_anew(self.within, env)
        return self.read(form_id, made)

    def _put(self, form_id: str, values: Values, env: Env) -> int:
        record, person, first, last = values.get("_id"), values["person"].id, values["from_date"], values["to_date"]
        who: dict[str, Any] = {"at": env.now, "by": env.login or env.user.text}
        if form_id == ROLE:
            if record is None:
                return self.roles.give(person, values["role"], first, to_date=last, **who)
            self.roles.change(record, person, values["role"], first, to_date=last, **who)
        else:
            if record is None:
                return self.roles.substitute(person, values["for_whom"].id, first, last, **who)
            self.roles.change_substitute(record, person, values["for_whom"].id, first, last, **who)
        return int(record)

    def _values(self, entry: Held | Substitute) -> Values:
        names = {p.id: p.name for p in self.within.directory.people(closed=True)}

        def link(person: int) -> Link:
            return Link(names.get(person, ""), person, "person")

        values: Values = {
            "_id": entry.id, "_lock": crc32(repr(entry).encode()), "_title": names.get(entry.person_id, ""), "status": "draft",
            "person": link(entry.person_id), "from_date": entry.from_date, "to_date": entry.to_date,
        }  # fmt: skip
        return {**values, **({"role": entry.role} if isinstance(entry, Held) else {"for_whom": link(entry.for_id)})}

    def covered(self, record: int) -> set[str]:
        """Nothing is signed."""
        return set()

    def used(self, form_id: str, path: str) -> dict[str, int]:
        """Options stand in the order of the roles."""
        return {}

    def duplicates(self, form_id: str, values: Values, env: Env, changed: str) -> list[Problem]:
        """None: one person may hold several roles."""
        return []


def _gone() -> Gone:
    return Gone(
        "这一条已被他人改动或取消。", "Somebody has changed this entry meanwhile.",
        "请返回列表重新打开。", "Go back to the list and open it again.", "ROLE_GONE",
    )  # fmt: skip
