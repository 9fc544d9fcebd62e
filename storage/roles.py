"""Who holds which role from when to when, and who stands in for whom."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from difflib import get_close_matches

import apsw

from dangan.env import shipped_roles
from dangan.errors import DanganError
from dangan.frozen import frozen
from dangan.record import Link
from storage import audit
from storage.engine import Store, inserted


class BadRole(DanganError):
    """A role or substitution that cannot be given so."""


def _changed(cursor: apsw.Cursor) -> None:
    """Raise BadRole where the entry that was to be corrected is gone."""
    if not cursor.connection.changes():
        raise BadRole(
            "这一条已被删除。", "This entry is gone.", "请返回列表后重新查看。", "Go back to the list and look again."
        )  # fmt: skip


@frozen
class Held:
    """A role that somebody holds, `to_date` the last day (None = open)."""

    person_id: int
    role: str
    from_date: date
    to_date: date | None
    id: int = 0


@frozen
class Substitute:
    """`person_id` stands in for `for_id`, first and last day included."""

    person_id: int
    for_id: int
    from_date: date
    to_date: date
    id: int = 0


class Roles:
    """The roles of one store."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def give(
        self, person: int, role: str, from_date: date, *, at: datetime, by: str, to_date: date | None = None
    ) -> int:
        """Give a role from a day on; gives the id of the entry. Raises BadRole for a role that does not exist, days in the wrong order, or days on
        which he holds it already."""
        _known(role)
        _in_order(from_date, to_date)
        with self.store.write() as cursor:
            self._free(person, role, from_date, to_date)
            cursor.execute(
                "INSERT INTO role (person_id, role, from_date, to_date) VALUES (?,?,?,?)",
                (person, role, from_date, to_date),
            )
            made = inserted(cursor)
            audit.append(cursor, at, by, "role", detail=_told(person, role, from_date, to_date))
        return made

    def change(
        self,
        held: int,
        person: int,
        role: str,
        from_date: date,
        *,
        at: datetime,
        by: str,
        to_date: date | None = None,
    ) -> None:
        """Correct what was entered of a role that is held (`held` is its id). Raises BadRole as `give`."""
        _known(role)
        _in_order(from_date, to_date)
        with self.store.write() as cursor:
            self._free(person, role, from_date, to_date, held)
            cursor.execute(
                "UPDATE role SET person_id = ?, role = ?, from_date = ?, to_date = ? WHERE _id = ?",
                (person, role, from_date, to_date, held),
            )
            _changed(cursor)
            audit.append(cursor, at, by, "role_change", detail={"id": held, **_told(person, role, from_date, to_date)})

    def end(self, person: int, role: str, last: date, *, at: datetime, by: str) -> int:
        """Let a role end with a day; gives how many were open. Raises BadRole where it begins after that day only."""
        with self.store.write() as cursor:
            open_ = [h for h in self.held() if (h.person_id, h.role) == (person, role)]
            open_ = [h for h in open_ if h.to_date is None or h.to_date > last]
            begun = [h for h in open_ if h.from_date <= last]
            if open_ and not begun:
                _in_order(open_[0].from_date, last)
            for each in begun:
                cursor.execute("UPDATE role SET to_date = ? WHERE _id = ?", (last, each.id))
            if begun:
                audit.append(cursor, at, by, "role_end", detail={"person": person, "role": role, "to": str(last)})
        return len(begun)

    def held(self, on: date | None = None) -> list[Held]:
        """Every role, or those in force on a day."""
        rows = self.store.rows(
            "SELECT person_id, role, from_date, to_date, _id FROM role ORDER BY role, from_date, _id"
        )
        every = [Held(p, r, date.fromisoformat(f), date.fromisoformat(t) if t else None, i) for p, r, f, t, i in rows]
        return [h for h in every if on is None or (h.from_date <= on and (h.to_date is None or on <= h.to_date))]

    def substitute(self, person: int, for_: int, from_date: date, to_date: date, *, at: datetime, by: str) -> int:
        """Let somebody stand in for another for some days; gives the id of the entry. Raises BadRole for himself, days in the wrong order, or days
        on which he does so already."""
        self._stands(person, for_, from_date, to_date)
        with self.store.write() as cursor:
            self._alone(person, for_, from_date, to_date)
            cursor.execute(
                "INSERT INTO substitute (person_id, for_id, from_date, to_date) VALUES (?,?,?,?)",
                (person, for_, from_date, to_date),
            )
            made = inserted(cursor)
            detail = {"person": person, "for": for_, "from": str(from_date), "to": str(to_date)}
            audit.append(cursor, at, by, "substitute", detail=detail)
        return made

    def change_substitute(
        self, entry: int, person: int, for_: int, from_date: date, to_date: date, *, at: datetime, by: str
    ) -> None:
        """Correct or shorten a substitution (`entry` is its id). Raises BadRole as `substitute`."""
        self._stands(person, for_, from_date, to_date)
        with self.store.write() as cursor:
            self._alone(person, for_, from_date, to_date, entry)
            cursor.execute(
                "UPDATE substitute SET person_id = ?, for_id = ?, from_date = ?, to_date = ? WHERE _id = ?",
                (person, for_, from_date, to_date, entry),
            )
            _changed(cursor)
            detail = {"id": entry, "person": person, "for": for_, "from": str(from_date), "to": str(to_date)}
            audit.append(cursor, at, by, "substitute_change", detail=detail)

    def substitutes(self, on: date | None = None) -> list[Substitute]:
        """Every substitution, or those in force on a day."""
        rows = self.store.rows(
            "SELECT person_id, for_id, from_date, to_date, _id FROM substitute ORDER BY from_date, _id"
        )
        every = [Substitute(p, f, date.fromisoformat(a), date.fromisoformat(z), i) for p, f, a, z, i in rows]
        return [s for s in every if on is None or s.from_date <= on <= s.to_date]

    def empty(self, tokens: Iterable[str], on: date) -> list[str]:
        """Those of the tokens `role:gm head:3 deputy:3` behind which nobody stands on a day; who has left does not count."""
        here = "person p WHERE p._id = {} AND (p.left_on IS NULL OR p.left_on >= ?)"
        found = []
        for token in tokens:
            kind, _, name = token.partition(":")
            if kind == "role":
                sql = f"SELECT 1 FROM role r, {here.format('r.person_id')} AND r.role = ? AND r.from_date <= ? AND (r.to_date IS NULL OR r.to_date >= ?)"
                stands = self.store.value(sql, (on, name, on, on))
            elif kind in ("head", "deputy"):
                stands = self.store.value(
                    f"SELECT 1 FROM dept d, {here.format(f'd.{kind}_id')} AND d._id = ?", (on, name)
                )
            else:
                stands = True
            if not stands:
                found.append(token)
        return found

    def _free(self, person: int, role: str, first: date, last: date | None, but: int = 0) -> None:
        """Raise BadRole where somebody holds a role already on one of the days."""
        for h in self.held():
            if (h.person_id, h.role) == (person, role) and h.id != but and _meet(first, last, h.from_date, h.to_date):
                label, name = shipped_roles()[role], self._name(person)
                raise _overlaps(
                    f"{name}{_days(h.from_date, h.to_date, 'zh')}已任{label.zh}，日期重叠。",
                    f"{name} is {label.en} already {_days(h.from_date, h.to_date, 'en')}; the days overlap.", "ROLE_OVERLAP",
                )  # fmt: skip

    def _stands(self, person: int, for_: int, first: date, last: date) -> None:
        if person == for_:
            raise BadRole(
                "不能代自己。",
                "Nobody stands in for himself.",
                "请另选一人。",
                "Choose somebody else.",
                "SUBSTITUTE_SELF",
            )
        _in_order(first, last)

    def _alone(self, person: int, for_: int, first: date, last: date, but: int = 0) -> None:
        """Raise BadRole where somebody stands in for the other already on one of the days."""
        for s in self.substitutes():
            if (s.person_id, s.for_id) == (person, for_) and s.id != but and _meet(first, last, s.from_date, s.to_date):
                name, other = self._name(person), self._name(for_)
                raise _overlaps(
                    f"{name}{_days(s.from_date, s.to_date, 'zh')}已代{other}，日期重叠。",
                    f"{name} stands in for {other} already {_days(s.from_date, s.to_date, 'en')}; the days overlap.",
                    "SUBSTITUTE_OVERLAP",
                )  # fmt: skip

    def _name(self, person: int) -> str:
        return str(self.store.value("SELECT name FROM person WHERE _id = ?", (person,)) or person)

    def acts_as(self, person: Link, on: date) -> dict[str, Link]:
        """What somebody may act as on a day, as tokens with the person in whose right. See dangan.env.Office.acts_as."""
        if person.id is None:
            return {}
        rights = self._own(person.id, person, on)
        for each in self.substitutes(on):
            if each.person_id == person.id:
                name = self.store.value("SELECT name FROM person WHERE _id = ?", (each.for_id,)) or ""
                other = Link(str(name), each.for_id, "person")
                rights = {**self._own(each.for_id, other, on), **rights}
        return rights

    def _own(self, person: int, link: Link, on: date) -> dict[str, Link]:
        tokens = [f"person:{person}"]
        tokens += [f"role:{r}" for (r,) in self.store.rows(
            "SELECT role FROM role WHERE person_id = ? AND from_date <= ? AND (to_date IS NULL OR to_date >= ?)", (person, on, on))]  # fmt: skip
        tokens += [f"head:{d}" for (d,) in self.store.rows("SELECT _id FROM dept WHERE head_id = ?", (person,))]
        tokens += [f"deputy:{d}" for (d,) in self.store.rows("SELECT _id FROM dept WHERE deputy_id = ?", (person,))]
        return dict.fromkeys(tokens, link)


def _in_order(first: date, last: date | None) -> None:
    if last is not None and last < first:
        raise BadRole(f"结束日期 {last} 早于开始日期 {first}。", f"The last day {last} is before the first, {first}.",
                      "请核对两个日期。", "Check both dates.", "ROLE_DATES")  # fmt: skip


def _known(role: str) -> None:
    if role not in shipped_roles():
        near = get_close_matches(role, shipped_roles(), 1)
        raise BadRole(
            f"没有角色“{role}”" + (f"，是否为 {near[0]}？" if near else "。"),
            f"There is no role {role}" + (f"; did you mean {near[0]}?" if near else "."),
            "可用的角色：" + "、".join(shipped_roles()) + "。", "Roles: " + ", ".join(shipped_roles()) + ".", "ROLE_UNKNOWN",
        )  # fmt: skip


def _told(person: int, role: str, first: date, last: date | None) -> dict[str, object]:
    return {"person": person, "role": role, "from": str(first), "to": str(last or "")}


def _meet(first: date, last: date | None, first_2: date, last_2: date | None) -> bool:
    """Whether two spans of days have one in common; None = open."""
    return (last is None or first_2 <= last) and (last_2 is None or first <= last_2)


def _days(first: date, last: date | None, lang: str) -> str:
    if lang == "zh":
        return f"自 {first} 起" if last is None else f"自 {first} 至 {last} "
    return f"from {first} on" if last is None else f"from {first} to {last}"


def _overlaps(zh: str, en: str, code: str) -> BadRole:
    return BadRole(zh, en, "请改日期，或改已有的那一条。", "Change the days, or the entry that is there.", code)
