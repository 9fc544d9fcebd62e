"""A small office for tests of forms: records in lists, asked as the store is asked."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from dangan import Env, Form, Link, Problem, Values
from dangan.archive_no import USUAL, around
from dangan.checking import check, fresh, settle
from dangan.env import NoOffice

NOW = datetime(2024, 6, 15, 10, 30)
CLERK = Link("李静", 7, "person")
SALES = Link("销售部", 3, "dept")
OFFICE = Link("办公室", 4, "dept")
COMPANY = Link("湘江轧辊有限公司", 1, "org")


def _same(one: Any, two: Any) -> bool:
    if isinstance(two, range):
        return one in two
    if isinstance(two, slice):
        return one is not None and (two.start is None or one >= two.start) and (two.stop is None or one <= two.stop)
    if isinstance(one, Link) and isinstance(two, Link):
        return one.id == two.id
    return bool(one == two)


class SmallOffice(NoOffice):
    """Records by form, each with `_id` and `record_no`; `SmallOffice(customer=[…])`."""

    def __init__(self, settings: dict[str, Any] | None = None, **records: list[Values]) -> None:
        self.settings = settings or {}
        self.records = records

    def setting(self, name: str) -> Any:
        return self.settings.get(name)

    def _all(self, form: str, where: dict[str, Any]) -> list[Values]:
        found = self.records.get(form, [])
        return [r for r in found if r.get("status") != "void" and all(_same(r.get(k), v) for k, v in where.items())]

    def count(self, form: str, /, **where: Any) -> int:
        return len(self._all(form, where))

    def find(self, form: str, /, **where: Any) -> Sequence[Values]:
        return self._all(form, where)[:50]

    def each(self, form: str, /, **where: Any) -> Iterator[Values]:
        return iter(self._all(form, where))

    def record(self, link: Link) -> Values | None:
        return next((r for r in self.records.get(link.form, []) if r["_id"] == link.id), None)

    def _figures(self, path: str, by: str, link: Link) -> list[Any]:
        form, _, name = path.partition(".")
        return [r[name] for r in self._all(form, {by: link}) if r.get(name) is not None]

    def archive_no(self, levels: Mapping[str, str], taken: Collection[str] = ()) -> str:
        made = around(USUAL, levels)
        if not isinstance(made, tuple):
            return ""
        before, digits, after = made
        borne = [r.get("archive_no") or "" for records in self.records.values() for r in records]
        ends = [int(n[len(before) :]) for n in (*borne, *taken) if n.startswith(before)]
        return f"{before}{max(ends, default=0) + 1:0{digits}}{after}"

    def total(self, path: str, by: str, link: Link) -> int | Decimal:
        return sum(self._figures(path, by, link))

    def extreme(self, path: str, by: str, link: Link, which: str) -> Any:
        figures = self._figures(path, by, link)
        return (min if which == "min" else max)(figures) if figures else None

    def look_up(self, kind: str, text: str, limit: int = 7) -> list[Link]:
        return [
            Link(r["record_no"], r["_id"], kind, r.get("name", ""))
            for r in self.records.get(kind, [])
            if text in r.get("name", "")
        ][:limit]


def at_work(office: SmallOffice | None = None, now: datetime = NOW) -> Env:
    """The clerk's context on 15 June 2024."""
    return Env(now, CLERK, "lijing", "zh", office or SmallOffice(), SALES, COMPANY)


def filled(form: type[Form], *, office: SmallOffice | None = None, **values: Any) -> Values:
    """A new record with these values typed, settled as at the save."""
    env = at_work(office)
    return settle(form.form_type, {**fresh(form.form_type, env), **values}, env)


def problems(
    form: type[Form], values: Values, *, office: SmallOffice | None = None, entering: str = ""
) -> dict[str, Problem]:
    """What the check says, by `path:code`."""
    found = check(form.form_type, values, at_work(office), state=values["status"], entering=entering)
    return {f"{p.path}:{p.code}": p for p in found}
