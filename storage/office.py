"""What rules and pickers ask of the store: counts, records, totals, settings, option lists, names."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

from dangan.record import Link, Values
from storage.directory import Directory, Entry, Kind, Person
from storage.engine import Store
from storage.options import Options
from storage.registry import Registry
from storage.settings import BadSetting, Settings

if TYPE_CHECKING:  # what rules ask is loaded when they ask
    from dangan.spec import Label, Option
    from storage.calendar import Calendar
    from storage.filters import Filter
    from storage.pages import Pages, View

FOUND = 50
KINDS: dict[str, Kind] = {"person": "person", "dept": "dept", "org": "company"}


def _filters(wanted: dict[str, Any]) -> list[Filter]:
    from storage.filters import Filter

    out = []
    for name, value in wanted.items():
        if isinstance(value, range):
            out += [Filter(name, ">=", value.start), Filter(name, "<", value.stop)]
        elif isinstance(value, slice):
            ends = ((">=", value.start), ("<=", value.stop))
            out += [Filter(name, op, end) for op, end in ends if end is not None]
        else:
            out.append(Filter(name, "=", value))
    return out


class StoreOffice:
    """The office of a store, on a day. See dangan.env.Office."""

    def __init__(
        self, store: Store, registry: Registry, settings: Settings, lists: Options, directory: Directory, today: date
    ) -> None:
        self.store, self.registry, self.settings, self.lists = store, registry, settings, lists
        self.directory, self.today = directory, today
        self._lists: dict[str, tuple[Option, ...]] = {}  # an office lasts for one piece of work
        self._paged: dict[str, Pages] = {}
        self._settings: dict[str, Any] = {}

    def setting(self, name: str) -> Any:
        """The value of a setting on the day, None where there is none of that name."""
        if name not in self._settings:
            try:
                self._settings[name] = self.settings.get(name, self.today)
            except BadSetting:
                self._settings[name] = None
        return self._settings[name]

    def options(self, name: str) -> tuple[Option, ...]:
        """An option list by name, the office's own additions included."""
        if name not in self._lists:
            self._lists[name] = self.lists.options(name)
        return self._lists[name]

    def count(self, form: str, /, **where: Any) -> int:
        """How many records of `form`, void ones left out, have these values; of `form.rows` how many lines."""
        if not self.registry.has(form.partition(".")[0]):
            return 0
        sql, params = self._where(form, where)
        return int(self.store.value(f"SELECT count(*) FROM {sql}", params))

    def find(self, form: str, /, **where: Any) -> Sequence[Values]:
        """At most 50 of them, the newest first, without their rows tables; of `form.rows` the records with such a line,
        whole."""
        form_id, _, rows = form.partition(".")
        if not self.registry.has(form_id):
            return ()
        if rows:
            sql, params = self._where(form, where)
            found = self.store.rows(f"SELECT DISTINCT m._id FROM {sql} ORDER BY m._id DESC LIMIT {FOUND}", params)
            return self._whole(form_id, [record for (record,) in found])
        return self._pages(form).page(self._view(form, where), None, None, FOUND).rows

    def each(self, form: str, /, **where: Any) -> Iterator[Values]:
        """All of them, in the order of entry, without their rows tables."""
        if not self.registry.has(form):
            return
        view, after, more = self._view(form, where, descending=False), None, True
        while more:
            page = self._pages(form).page(view, after, None, FOUND)
            yield from page.rows
            more = page.more
            after = page.rows[-1]["_key"] if page.rows else None

    def _view(self, form: str, where: dict[str, Any], descending: bool = True) -> View:
        from storage.filters import Filter
        from storage.pages import View

        columns = tuple(c.id for c in self.registry.layout(form).main.cells)
        return View(columns, filters=(*_filters(where), Filter("status", "!=", "void")), descending=descending)

    def _pages(self, form: str) -> Pages:
        if form not in self._paged:
            from storage.pages import Pages

            self._paged[form] = Pages(self.store, self.registry.sql(form))
        return self._paged[form]

    def _where(self, form: str, wanted: dict[str, Any]) -> tuple[str, list[Any]]:
        from storage.columns import quote
        from storage.filters import where

        form_id, _, rows = form.partition(".")
        of = self.registry.layout(form_id)
        main = quote(of.main.name)
        if not rows:
            condition, params = where(of, _filters(wanted))
            return f"{main} m WHERE {condition} AND m.status <> 'void'", params
        table = of.rows[rows]
        parts, params = ["m.status <> 'void'"], []
        for name, value in wanted.items():
            cell = table.by_id.get(name)
            if cell is None:  # of the record
                more, values = where(of, _filters({name: value}))
                parts.append(more)
                params += values
                continue
            if isinstance(value, Link) and value.id is not None and cell.kind == "link":
                parts.append(f"l.{quote(cell.names[1])} = ?")
                params.append(value.id)
            else:
                parts.append(f"l.{quote(cell.names[0])} IS ?")
                params.append(cell.to_row(value)[0])
        return f"{quote(table.name)} l JOIN {main} m ON m._id = l._record WHERE {' AND '.join(parts)}", params

    def record(self, link: Link) -> Values | None:
        """The record that `link` names, with the titles of what it links to, None where it names none; of a department its
        `code`, `name` and `en`."""
        if link.form == "dept":
            found = next((d for d in self.directory.depts(closed=True) if d.id == link.id), None)
            return {"code": found.code, "name": found.name, "en": found.en} if found else None
        if link.id is None or not self.registry.has(link.form):
            return None
        from storage.reading import load, titles

        records = load(self.store, self.registry, link.form, [link.id])
        titles(self.store, records)
        return records[0] if records else None

    def _whole(self, form: str, records: list[int]) -> list[Values]:
        from storage.reading import load

        return load(self.store, self.registry, form, records)

    def total(self, path: str, by: str, link: Link) -> int | Decimal:
        """Sum of `form.field` over the records whose field `by` names `link`."""
        found = self._grouped(path, by, link, "total")
        return found or 0

    def extreme(self, path: str, by: str, link: Link, which: str) -> Any:
        """The `min` or `max` of `form.field` over the same records, None where there are none."""
        return self._grouped(path, by, link, which)

    def _grouped(self, path: str, by: str, link: Link, kind: str) -> Any:
        form, _, name = path.partition(".")
        if link.id is None or not self.registry.has(form):
            return None
        from storage.totals import grouped

        return grouped(self.store, self.registry.layout(form), name, by, [link.id], kind).get(link.id)

    def workday(self, start: date, count: int) -> date:
        """The day `count` working days after `start`."""
        return self.calendar.after(start, count)

    def workdays(self, start: date, end: date) -> int:
        """How many working days lie after `start`, up to and with `end`."""
        return self.calendar.between(start, end)

    def published(self, year: int) -> bool:
        """Whether the holidays of a year are known."""
        return self.calendar.published(year)

    @cached_property
    def calendar(self) -> Calendar:
        """The working days, the office's own holidays and make-up days over the published ones."""
        from storage.calendar import Calendar

        return Calendar(self.setting("holidays") or (), self.setting("makeup_days") or ())

    def archive_no(self, levels: Mapping[str, str], taken: Collection[str] = ()) -> str:
        """The next archive number of a class by the office's rule, after those `taken`; "" where a level of it is empty."""
        from dangan.archive_no import around, rule_of
        from storage.numbers_audit import following

        made = around(rule_of(self.setting("archive_no_pattern") or {}, levels.get("class") or ""), levels)
        return following(self.store, *made, taken) if isinstance(made, tuple) else ""

    def holding(self, link: Link) -> str:
        """Where the thing is, "" where no step has said so."""
        from storage import holding

        return holding.of(self.store, link.id) if link.id is not None else ""

    def holds(self, link: Link) -> Sequence[Values]:
        """The holds in force on a record."""
        from storage import holding

        return holding.in_force(self.store, link.id) if link.id is not None else ()

    def acts_as(self, person: Link) -> dict[str, Link]:
        """What somebody may act as on the day."""
        from storage.roles import Roles

        return Roles(self.store).acts_as(person, self.today)

    def installed(self, form: str) -> bool:
        """Whether there is a form of this identifier, its plugin switched on or not."""
        return self.registry.has(form)

    def called(self, form: str) -> Label | None:
        """The names of a form, None where it is not installed."""
        from dangan.spec import Label

        spec = self.registry.spec(form) if self.registry.has(form) else None
        return Label(spec.zh, spec.en) if spec else None

    def look_up(self, kind: str, text: str, limit: int = 7) -> list[Link]:
        """Persons, departments, companies (`person dept org`) or records of the form `kind`, void ones left out."""
        if kind in ("person", "dept", "org"):
            return self._listed(KINDS[kind], kind, text, limit)
        if not self.registry.has(kind):
            return []
        from storage import finding

        within = finding.Within(kind, self.registry.sql(kind).table, "m.status <> 'void'")
        return [
            Link(number or "", record, kind, title)
            for record, number, title in finding.picked(self.store, text, within, limit)
        ]

    def _listed(self, table: Kind, kind: str, text: str, limit: int) -> list[Link]:
        """Entries of the directory by part of the name, code, initials or pinyin; of people the department and post."""
        from dangan.values import pinyin

        found = self.directory.find(table, text, pinyin.initials)
        if len(found) < limit and text.strip():
            there = {e.id for e in found}
            rest = [e for e in self.directory.find(table, "") if e.id not in there]
            found += [e for e in rest if pinyin.matches(text, e.name)]
            found += [e for e in rest if e not in found and pinyin.matches(text, e.name, inside=True)]
        depts = {d.id: d.name for d in self.directory.depts(closed=True)} if table == "person" else {}
        return [Link(e.name, e.id, kind, self._beside(e, depts)) for e in found[:limit]]

    @staticmethod
    def _beside(entry: Entry, depts: dict[int, str]) -> str:
        if not isinstance(entry, Person):
            return ""
        return " ".join(filter(None, (depts.get(entry.dept_id or 0, ""), entry.post)))
