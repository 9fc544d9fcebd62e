"""Who holds which role from when to when, and who stands in for whom."""

from __future__ import annotations

from datetime import date, datetime
from difflib import get_close_matches

from dangan.env import shipped_roles
from dangan.errors import DanganError
from dangan.frozen import frozen
from dangan.record import Link
from storage import audit
from storage.engine import Store


class BadRole(DanganError):
    """A role or substitution that cannot be given so."""


@frozen
class Held:
    """A role that somebody holds, `to_date` the last day (None = open)."""

    person_id: int
    role: str
    from_date: date
    to_date: date | None


@frozen
class Substitute:
    """`person_id` stands in for `for_id`, first and last day included."""

    person_id: int
    for_id: int
    from_date: date
    to_date: date


class Roles:
    """The roles of one store."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def give(
        self, person: int, role: str, from_date: date, *, at: datetime, by: str, to_date: date | None = None
    ) -> None:
        """Give a role from a day on. Raises BadRole for a role that does not exist, or days in the wrong order."""
        if role not in shipped_roles():
            near = get_close_matches(role, shipped_roles(), 1)
            raise BadRole(
                f"没有角色“{role}”" + (f"，是否为 {near[0]}？" if near else "。"),
                f"There is no role {role}" + (f"; did you mean {near[0]}?" if near else "."),
                "可用的角色：" + "、".join(shipped_roles()) + "。", "Roles: " + ", ".join(shipped_roles()) + ".", "ROLE_UNKNOWN",
            )  # fmt: skip
        _in_order(from_date, to_date)
        with self.store.write() as cursor:
            cursor.execute(
                "INSERT INTO role (person_id, role, from_date, to_date) VALUES (?,?,?,?)",
                (person, role, from_date, to_date),
            )
            audit.append(
                cursor,
                at,
                by,
                "role",
                detail={"person": person, "role": role, "from": str(from_date), "to": str(to_date or "")},
            )

    def end(self, person: int, role: str, last: date, *, at: datetime, by: str) -> int:
        """Let a role end with a day; gives how many were open."""
        with self.store.write() as cursor:
            cursor.execute(
                "UPDATE role SET to_date = ? WHERE person_id = ? AND role = ? AND (to_date IS NULL OR to_date > ?)",
                (last, person, role, last),
            )
            ended = int(cursor.connection.changes())
            if ended:
                audit.append(cursor, at, by, "role_end", detail={"person": person, "role": role, "to": str(last)})
        return ended

    def held(self, on: date | None = None) -> list[Held]:
        """Every role, or those in force on a day."""
        rows = self.store.rows("SELECT person_id, role, from_date, to_date FROM role ORDER BY role, from_date")
        every = [Held(p, r, date.fromisoformat(f), date.fromisoformat(t) if t else None) for p, r, f, t in rows]
        return [h for h in every if on is None or (h.from_date <= on and (h.to_date is None or on <= h.to_date))]

    def substitute(self, person: int, for_: int, from_date: date, to_date: date, *, at: datetime, by: str) -> None:
        """Let somebody stand in for another for some days. Raises BadRole for himself, or days in the wrong order."""
        if person == for_:
            raise BadRole(
                "不能代自己。",
                "Nobody stands in for himself.",
                "请另选一人。",
                "Choose somebody else.",
                "SUBSTITUTE_SELF",
            )
        _in_order(from_date, to_date)
        with self.store.write() as cursor:
            cursor.execute(
                "INSERT INTO substitute (person_id, for_id, from_date, to_date) VALUES (?,?,?,?)",
                (person, for_, from_date, to_date),
            )
            audit.append(
                cursor,
                at,
                by,
                "substitute",
                detail={"person": person, "for": for_, "from": str(from_date), "to": str(to_date)},
            )

    def substitutes(self, on: date | None = None) -> list[Substitute]:
        """Every substitution, or those in force on a day."""
        rows = self.store.rows("SELECT person_id, for_id, from_date, to_date FROM substitute ORDER BY from_date, _id")
        every = [Substitute(p, f, date.fromisoformat(a), date.fromisoformat(z)) for p, f, a, z in rows]
        return [s for s in every if on is None or s.from_date <= on <= s.to_date]

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
