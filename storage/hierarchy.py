"""What stands below what: the places of a hierarchy that forms declare by `above`, their records and counts."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from dangan.record import Link, Values
from dangan.spec import FormSpec
from storage.columns import Cell, quote
from storage.engine import Store
from storage.filters import Filter
from storage.layout import Layout
from storage.pages import View
from storage.registry import Registry

if TYPE_CHECKING:
    from storage.archive import Archive

MOST = 1_000  # records of a form that are shown at one place
_RUNS = re.compile(r"\d+|\D+")
Sql = tuple[str, list[Any]]
Way = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Place:
    """A place: the record `id` of `form`; without an id what of `form` stands nowhere; without a form the top."""

    form: str = ""
    id: int | None = None
    title: str = ""


@dataclass(frozen=True, slots=True)
class Below:
    """The records of one form at a place, in their order: at most MOST of `total`; `counts` says what is below each, by
    form and record."""

    spec: FormSpec
    rows: list[Values]
    total: int
    counts: dict[str, dict[int, int]]


class Hierarchy:
    """The hierarchy of the forms of an archive."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.store: Store = archive.store
        self.registry: Registry = archive.registry
        self.specs = [s for s in map(self._spec, self._ids()) if s.kept]

    def _ids(self) -> list[str]:
        return [head.id for head in self.registry.heads()]

    def _spec(self, form: str) -> FormSpec:
        return self.registry.spec(form)

    def forms_above(self, spec: FormSpec) -> list[str]:
        """The forms that a record of the form may stand below, the nearest first."""
        out = []
        for way in spec.above:
            name, path = way[0]
            forms = [path.partition(".")[0]] if path else list(spec.fields[name].ref)
            out += [f for f in forms if self.registry.has(f)]
        return list(dict.fromkeys(out))

    def forms_below(self, form: str) -> list[FormSpec]:
        """The forms whose records stand below one of `form`, its own first, then from the top down."""
        found = [s for s in self.specs if form in self.forms_above(s)]
        ids = {s.id for s in found}
        return sorted(found, key=lambda s: (s.id != form, len(ids.intersection(self.forms_above(s)) - {s.id})))

    @property
    def tops(self) -> list[FormSpec]:
        """The forms at the top: something stands below them, they stand below nothing."""
        below = {f for s in self.specs for f in self.forms_above(s)}
        return [s for s in self.specs if s.id in below and not s.above]

    def place(self, form: str, record: int) -> Place:
        """A record as a place."""
        title = self.store.value("SELECT title FROM record WHERE _id = ?", (record,))
        return Place(form, record, str(title or ""))

    def trail(self, place: Place) -> list[Place]:
        """The places from the top down to this one; one that stands nowhere begins with what stands nowhere."""
        out = [place]
        while place.id is not None and len(out) < 20:
            above = self.above(place)
            if above is None or above in out:
                break
            place = above
            out.insert(0, place)
        return out

    def above(self, place: Place) -> Place | None:
        """The place that a record stands at, None at the top."""
        spec = self._spec(place.form)
        for way in spec.above:
            for form in self._forms_of(spec, way):
                sql, params = self._matched(spec, way, form)
                of = quote(self.registry.layout(spec.id).main.name)
                found = self.store.value(f"SELECT ({sql}) FROM {of} m WHERE m._id = ?", [*params, place.id])
                if found is not None:
                    return self.place(form, int(found))
        return Place(spec.id) if spec.above else None

    def below(self, place: Place, text: str = "") -> list[Below]:
        """What stands at a place, form by form; with `text` what of it is found by that."""
        if not place.form:
            return [self._read(s, ("m.status <> 'void'", []), text) for s in self.tops]
        if place.id is None:
            return [self._read(self._spec(place.form), self._nowhere(self._spec(place.form)), text)]
        return [self._read(s, self._at(s, place), text) for s in self.forms_below(place.form)]

    def nowhere(self, form: str = "") -> dict[str, int]:
        """How many records of each form stand nowhere, those forms left out of which none does."""
        out = {}
        for spec in self.specs:
            if self.forms_above(spec):
                condition, params = self._nowhere(spec)
                of = quote(self.registry.layout(spec.id).main.name)
                out[spec.id] = int(self.store.value(f"SELECT count(*) FROM {of} m WHERE {condition}", params))
        return {form: n for form, n in out.items() if n}

    def given(self, spec: FormSpec, place: Place) -> Values:
        """What a record of the form says that stands at a place; nothing where it cannot stand there."""
        for way in spec.above:
            if place.form in self._forms_of(spec, way) and place.id is not None:
                record = self.archive.read(place.form, place.id)
                if not way[0][1]:
                    title = str(record.get("_title") or "")
                    return {way[0][0]: Link(str(record["record_no"]), place.id, place.form, title)}
                return {name: self._along(record, path) for name, path in way}
        return {}

    def _along(self, record: Values, path: str) -> Any:
        """What a path `form.field` or `form.link.field` names in a record."""
        *links, last = path.split(".")[1:]
        for name in links:
            link = record.get(name)
            found = self.archive.env("", "zh").office.record(link) if isinstance(link, Link) else None
            record = dict(found or {})
        return record.get(last)

    # in SQL

    def _forms_of(self, spec: FormSpec, way: Way) -> list[str]:
        name, path = way[0]
        forms = [path.partition(".")[0]] if path else spec.fields[name].ref
        return [f for f in forms if self.registry.has(f)]

    def _cell(self, form: str, name: str) -> Cell:
        return self.registry.layout(form).main.by_id[name]

    def _matched(self, spec: FormSpec, way: Way, form: str) -> Sql:
        """The `_id` of the record of `form` that `m` names by this way, as a query."""
        above: Layout = self.registry.layout(form)
        tables, where = f"{quote(above.main.name)} p", ["p.status <> 'void'"]
        for n, (name, path) in enumerate(way):
            cell = self._cell(spec.id, name)
            if not path:
                where.append(f"p._id = m.{quote(cell.names[1])}")
                continue
            own = f"m.{quote(cell.names[0])}"
            _, *links, last = path.split(".")
            at, home = "p", form
            for link in links:
                via = self._cell(home, link)
                home = via.field.ref[0]
                joined = f"q{n}"
                tables += (
                    f" JOIN {quote(self.registry.layout(home).main.name)} {joined} "
                    f"ON {joined}._id = {at}.{quote(via.names[1])}"
                )
                at = joined
            where.append(f"{at}.{quote(self._cell(home, last).names[0])} = {own}")
        return f"SELECT p._id FROM {tables} WHERE {' AND '.join(where)} ORDER BY p._id DESC LIMIT 1", []

    def _parent(self, spec: FormSpec, way: Way) -> str:
        return f"COALESCE({', '.join(f'({self._matched(spec, way, f)[0]})' for f in self._forms_of(spec, way))}, NULL)"

    def _at(self, spec: FormSpec, place: Place) -> Sql:
        """The records `m` of the form that stand at a place."""
        parts: list[str] = []
        params: list[Any] = []
        before: list[str] = []
        given = self.given(spec, place)
        for way in spec.above:
            if place.form in self._forms_of(spec, way):
                own = self._named(spec, way, given, place)
                parts.append(" AND ".join([*own[0], *before, f"{self._parent(spec, way)} = ?"]))
                params += [*own[1], place.id]
            if forms := self._forms_of(spec, way):
                before.append(f"{self._parent(spec, way)} IS NULL" if forms else "1")
        return f"m.status <> 'void' AND ({' OR '.join(parts) or '0'})", params

    def _named(self, spec: FormSpec, way: Way, given: Values, place: Place) -> tuple[list[str], list[Any]]:
        """The columns of `m` that name the place: what an index finds before the rest is looked at."""
        sql, params = [], []
        for name, path in way:
            cell = self._cell(spec.id, name)
            if not path:
                sql.append(f"m.{quote(cell.names[1])} = ?")
                params.append(place.id)
            elif name in given:
                sql.append(f"m.{quote(cell.names[0])} = ?")
                params.append(given[name])
        return sql, params

    def _nowhere(self, spec: FormSpec) -> Sql:
        ways = [way for way in spec.above if self._forms_of(spec, way)]
        parts = [f"{self._parent(spec, way)} IS NULL" for way in ways]
        return " AND ".join(["m.status <> 'void'", *parts]), []

    def _read(self, spec: FormSpec, at: Sql, text: str) -> Below:
        from storage import finding

        condition, params = at
        table = quote(self.registry.layout(spec.id).main.name)
        if text.strip():
            within = finding.Within(spec.id, self.registry.sql(spec.id).table, condition, params)
            ids = list(finding.ids(self.store, text, within, MOST + 1, finding.NEWEST))
            total = len(ids)
        else:
            rows = self.store.rows(f"SELECT m._id FROM {table} m WHERE {condition} LIMIT ?", [*params, MOST])
            ids = [i for (i,) in rows]
            total = len(ids)
            if total == MOST:
                total = int(self.store.value(f"SELECT count(*) FROM {table} m WHERE {condition}", params))
        ids = ids[:MOST]
        ends = [spec.fields[name].until for name in spec.order if name in spec.fields]
        view = View(
            tuple(dict.fromkeys((*spec.order, *spec.key, *ends))),
            filters=(Filter("_id", "in", tuple(ids)),),
            descending=False,
        )
        view = replace(view, columns=tuple(c for c in view.columns if c in self.registry.layout(spec.id).main.by_id))
        found = list(self.archive.page(spec.id, view, None, None, max(1, len(ids))).rows) if ids else []
        found.sort(key=lambda row: [_natural(row.get(name)) for name in spec.order or spec.key])
        return Below(spec, found, total, self._counts(spec.id, ids))

    def _counts(self, form: str, ids: Sequence[int]) -> dict[str, dict[int, int]]:
        """How many records stand below each of these, by form."""
        return {s.id: self._counted(s, form, ids) for s in self.forms_below(form)} if ids else {}

    def _counted(self, spec: FormSpec, form: str, ids: Sequence[int]) -> dict[int, int]:
        table = quote(self.registry.layout(spec.id).main.name)
        out: dict[int, int] = {}
        before: list[str] = []
        for way in spec.above:
            columns = [self._cell(spec.id, name).names[0 if path else 1] for name, path in way]
            own = ", ".join(f"m.{quote(c)}" for c in columns)
            if form in self._forms_of(spec, way):
                also = [f"m.{quote(columns[0])} IN (SELECT value FROM json_each(?))"] if not way[0][1] else []
                where = " AND ".join(["m.status <> 'void'", *also, *before])
                groups = f"SELECT {own}, count(*) AS n FROM {table} m WHERE {where} GROUP BY {own}"
                named = ", ".join(f"g.{quote(c)} AS {quote(c)}" for c in columns)
                sql = (
                    f"SELECT {self._parent(spec, way)} AS up, n FROM (SELECT {named}, g.n FROM ({groups}) g) m "
                    "WHERE up IN (SELECT value FROM json_each(?))"
                )
                asked = json.dumps(list(ids))
                for up, n in self.store.rows(sql, [*([asked] if also else []), asked]):
                    out[up] = out.get(up, 0) + int(n)
            if self._forms_of(spec, way):
                before.append(f"{self._parent(spec, way)} IS NULL")
        return out


def _natural(value: Any) -> tuple[Any, ...]:
    """A value as it is put in order: numbers by their size, also inside a text; what is empty last."""
    if value is None or value == "":
        return (1,)
    if isinstance(value, int):
        return (0, ((0, value, ""),))
    runs = _RUNS.findall(str(value))
    return (0, tuple((0, int(run), "") if run.isdecimal() else (1, 0, run) for run in runs))
