"""The archive: one open store with its forms, what screens and the command line hold and ask everything of."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from dangan import __version__
from dangan.env import Env
from dangan.record import Link, Values
from storage import core, preferences, scratch
from storage.directory import Directory
from storage.engine import Store, StoreOutdated, open_store
from storage.office import StoreOffice
from storage.options import Options
from storage.registry import Registry
from storage.scratch import Scratch
from storage.settings import Settings, fits

if TYPE_CHECKING:  # the first screen waits for none of these
    from dangan.errors import Problem
    from dangan.form import FormType
    from dangan.spec import FieldSpec, FormSpec
    from storage.batches import Batches, BatchResult, Before
    from storage.bulk import Bulk
    from storage.finding import Hit
    from storage.grouping import Grouped
    from storage.history import Version
    from storage.pages import Key, Page, Pages, View
    from storage.saving import Saver
    from storage.stepping import Stepper
    from storage.tables import Report
    from storage.undoing import Undoing
    from storage.views import Views

LINKS_SHOWN = 50
TEXT_CAP = 5000  # records that a list counts before it says "more"


class Archive:
    """One store, its registry, settings, lists and directory. `clock` gives the time where a caller gives none."""

    def __init__(self, store: Store, registry: Registry, clock: Callable[[], datetime] = datetime.now) -> None:
        self.store, self.registry, self.clock = store, registry, clock
        self.settings, self.lists, self.directory = (
            Settings(store, guard=partial(fits, registry)),
            Options(store),
            Directory(store),
        )
        self.backed_up: Path | None = None  # the automatic backup, where opening changed the core tables
        self._pages: dict[str, Pages] = {}
        self._mark: tuple[int, int] | None = None
        self._logins: dict[str, tuple[Link, Link | None, Link | None]] = {}  # as they were at the mark

    @cached_property
    def saver(self) -> Saver:
        """The save path."""
        from storage.saving import Saver

        return Saver(self.store, self.registry)

    @cached_property
    def batches(self) -> Batches:
        """The batch form of the save path."""
        from storage.batches import Batches

        return Batches(self.saver)

    @cached_property
    def bulk(self) -> Bulk:
        """One value for many records."""
        from storage.bulk import Bulk

        return Bulk(self.saver)

    @cached_property
    def stepper(self) -> Stepper:
        """The steps of flows."""
        from storage.stepping import Stepper

        return Stepper(self.saver)

    @cached_property
    def undoing(self) -> Undoing:
        """What is taken back."""
        from storage.undoing import Undoing

        return Undoing(self.saver)

    @cached_property
    def views(self) -> Views:
        """The saved views of lists."""
        from storage.views import Views

        return Views(self.store)

    @classmethod
    def open(
        cls,
        path: str | os.PathLike[str],
        forms: Iterable[FormType] | None = None,
        *,
        create: bool = False,
        clock: Callable[[], datetime] = datetime.now,
    ) -> Self:
        """Open a store with the forms of its plugins, or with exactly these; with `create` make it where there is none.

        The tables of a store without any, those of given forms, and those of forms that the store has never seen are
        made now; else `registry.behind()` names the forms that wait for `upgrade()`.
        """
        store = open_store(path, create=create)
        try:
            made: list[Path] = []
            ran = core.migrate(store, __version__, lambda s: made.append(_back_up(s, clock())))
            registry = Registry.open(store, clock(), __version__) if forms is None else Registry.of(forms)
            archive = cls(store, registry, clock)
            archive.backed_up = made[0] if made else None
            if forms is not None or registry.empty:
                archive.upgrade()
            elif registry.read_only:
                archive.take_in()
            registry.adopt(store)
            if ran:
                archive._index()
            archive.new_day()
        except BaseException:
            store.close()
            raise
        return archive

    def new_day(self) -> None:
        """Bring into force what was dated ahead, once a day; with a store that is full or busy one works all the same,
        and another time brings it."""
        last = preferences.get(self.store, preferences.OFFICE, preferences.REFRESHED)
        if last is not None and last >= self.clock().date().isoformat():
            return
        from dangan.errors import DanganError
        from storage import daily

        with suppress(DanganError):
            daily.refresh(self)

    def close(self) -> None:
        """Close the connection."""
        self.store.close()

    def take_in(self) -> list[str]:
        """Make the tables of wholly new forms, as a plugin just dropped in or switched on brings them; gives their names."""
        from storage import tables

        return tables.create_new(self.store, self.registry, self.clock())

    def upgrade(self, backed_up: Path | None = None) -> Report:
        """Bring the forms' tables to their declarations, after an automatic backup where a table changes.

        `backed_up` is a backup made for it: no other is made then. Where another session of this version does it in the same moment, its work is taken over.
        """
        from storage import tables

        now = self.clock()
        self._pages.clear()
        while True:
            try:
                made = lambda: backed_up or _back_up(self.store, now)  # noqa: E731
                report = tables.upgrade(self.store, self.registry, now, __version__, made)
                self._index()
                return report
            except StoreOutdated:
                if not core.catch_up(self.store, __version__):
                    raise
                self.registry.reread()

    def _index(self) -> None:
        from storage import reindex

        reindex.fill(self.store, self.registry)

    def env(self, login: str, lang: str, now: datetime | None = None) -> Env:
        """The context of one piece of work by the user `login`."""
        at = now or self.clock()
        office = StoreOffice(self.store, self.registry, self.settings, self.lists, self.directory, at.date())
        user, dept, company = self._whose(login)
        return Env(at, user, login, lang, office, dept, company)

    def _whose(self, login: str) -> tuple[Link, Link | None, Link | None]:
        """The user, the department and the company of a login, read anew once anybody has written."""
        mark = self.store.mark()
        if self._mark != mark:
            self._mark, self._logins = mark, {}
        if login not in self._logins:
            self._logins[login] = self._looked_up(login)
        return self._logins[login]

    def _looked_up(self, login: str) -> tuple[Link, Link | None, Link | None]:
        person = self.directory.by_login(login) if login else None
        if person is None:
            return Link(login), None, self._company(None)
        dept = next((d for d in self.directory.depts() if d.id == person.dept_id), None)
        home = Link(dept.name, dept.id, "dept") if dept else None
        return Link(person.name, person.id, "person"), home, self._company(dept.company_id if dept else None)

    def _company(self, wanted: int | None) -> Link | None:
        companies = self.directory.companies()
        found = next((c for c in companies if c.id == wanted), companies[0] if companies else None)
        return Link(found.name, found.id, "org") if found else None

    def _kept(self, form_id: str, number: str = "") -> None:
        """Raise KeptElsewhere for a copy or a report: none of it is stored."""
        spec = self.registry.spec(form_id)
        if not spec.kept:
            from dangan.copies import refuse

            refuse(spec, number)

    def new(self, form_id: str, env: Env) -> Values:
        """A new record with its defaults, not stored."""
        from dangan.settling import fresh

        self._kept(form_id)
        return fresh(self.registry.form(form_id), env)

    def read(self, form_id: str, record: int | str) -> Values:
        """A record by `_id` or number, whole, with the titles of what it links to. Raises NotFound."""
        from storage import reading

        self._kept(form_id, str(record))
        self.registry.form(form_id)
        with self.store.snapshot():
            found = reading.load(self.store, self.registry, form_id, [reading.record_id(self.store, form_id, record)])
            reading.titles(self.store, found)
        return self._today(form_id, found)[0]

    def read_many(self, form_id: str, ids: Iterable[int]) -> list[Values]:
        """Records by `_id` in the order asked, whole: a few queries whatever their number."""
        from storage import reading

        with self.store.snapshot():  # lines and record of one moment, whoever saves meanwhile
            found = reading.load(self.store, self.registry, form_id, ids)
            reading.titles(self.store, found)
        return self._today(form_id, found)

    def _today(self, form_id: str, found: list[Values]) -> list[Values]:
        form = self.registry.form(form_id)
        from dangan.settling import enliven, of_the_day

        if not any(of_the_day(f) for _, f in form.spec.walk()):
            return found
        env = self.env("", "zh")
        return [enliven(form, values, env) for values in found]

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
        """Write a record; gives it as `read` does. See Saver.save; raises Refused, Conflict, NotFound, FormReadOnly."""
        from storage import reading

        stored = self.saver.save(form_id, values, env, base_lock=base_lock, action=action, reason=reason, line=line)
        reading.titles(self.store, [stored])
        return self._today(form_id, [stored])[0]

    def attach(self, path: str | os.PathLike[str], env: Env, *, picture: bool = False) -> Link:
        """Take in a file for a field of the record being typed, a `picture` where the field takes no other; its save claims
        it. Raises FileRefused, naming the file."""
        from storage import attachments

        if picture:
            attachments.refuse_unpictured(Path(path).expanduser())
        limits = attachments.Limits.on(self.settings, env.today)
        return attachments.wait(
            self.store, Path(path).expanduser(), at=env.now, by=env.login or env.user.text, limits=limits
        )

    def duplicates(self, form_id: str, values: Values, env: Env, field: str) -> list[Problem]:
        """What keeps a record being typed from being saved because it stands already, by the sets that `field` completes; it
        stands at that field, the one typed last."""
        asking = [check for check in self.registry.checks(form_id) if check.asks(field, values)]
        if not asking:
            return []
        with self.store.snapshot():
            cursor = self.store.cursor()
            found = [
                (c, p) for c in asking for _, p in c.check(cursor, [{"_id": None, **values}], env.office, early=True)
            ]
        return [replace(p, path=field) if field in c.unique.fields else p for c, p in found]

    def save_many(
        self,
        form_id: str,
        records: Sequence[Values],
        env: Env,
        *,
        source: str,
        dry_run: bool = False,
        warnings: bool = False,
        before: Before | None = None,
        **more: Any,
    ) -> BatchResult:
        """Write many or none. See Batches.save_many."""
        return self.batches.save_many(
            form_id, records, env, source=source, dry_run=dry_run, warnings=warnings, before=before, **more
        )

    def undo_batch(self, batch: int, env: Env) -> None:
        """Take an import back. Raises CannotUndo."""
        self.undoing.undo_batch(batch, env)

    def submit(self, form_id: str, record: int | str, env: Env, *, confirm: bool = False) -> Values:
        """Take the step `submit`, with `confirm` past all warnings. Raises Refused."""
        return self.stepper.take(form_id, record, "submit", env, confirm=confirm)

    def covered(self, record: int) -> set[str]:
        """The paths of a record that signatures which stand cover."""
        from storage import signatures

        return signatures.covers(self.store, record)

    def entered(self, record: int) -> dict[str, date]:
        """The day on which a record came into each of its states."""
        from storage import signatures

        return signatures.entered(self.store, record)

    def used(self, form_id: str, path: str) -> dict[str, int]:
        """How often the options of a choice were chosen lately, by code."""
        from storage import recent

        return recent.chosen(self.store, self.registry.layout(form_id), path)

    def void(self, form_id: str, record: int | str, reason: str, env: Env) -> Values:
        """Void a record. Raises Refused."""
        return self.saver.void(form_id, record, reason, env)

    def undo(self, env: Env) -> str:
        """Undo the last save of the user; gives the title of its record. Raises CannotUndo."""
        return self.undoing.undo(env)

    def _paged(self, form_id: str) -> Pages:
        if form_id not in self._pages:
            from storage.pages import Pages

            self._kept(form_id)
            self._pages[form_id] = Pages(self.store, self.registry.sql(form_id))
        return self._pages[form_id]

    def page(
        self,
        form_id: str,
        view: View,
        after: Key | None = None,
        before: Key | None = None,
        limit: int = 200,
        *,
        end: bool = False,
    ) -> Page:
        """A page of a list, with the titles of what its records link to. See Pages.page."""
        return self._titled(self._paged(form_id).page(view, after, before, limit, end=end))

    def page_at(self, form_id: str, view: View, fraction: float, limit: int = 200) -> Page:
        """A page somewhere in the list. See Pages.at."""
        return self._titled(self._paged(form_id).at(view, fraction, limit))

    def _titled(self, page: Page) -> Page:
        from storage import reading

        reading.titles(self.store, page.rows)
        return page

    def count(self, form_id: str, view: View, cap: int = TEXT_CAP) -> tuple[int, bool]:
        """How many records the view has, up to `cap`, and whether that is exact."""
        return self._paged(form_id).count(view, cap)

    def groups(self, form_id: str, view: View, field: FieldSpec, span: str = "") -> Grouped:
        """The groups of a list by the values, or by year or month, of a field. See grouping.grouped."""
        from storage.grouping import grouped

        return grouped(self._paged(form_id), view, field, span)

    def search(self, text: str, *, form: str = "", limit: int = 50) -> list[Hit]:
        """Records of all forms, or of one. Any text is allowed; see finding.hits for the order."""
        from storage import finding

        return finding.hits(self.store, text, limit, form)

    def note(
        self,
        event: str,
        env: Env,
        *,
        form: str = "",
        detail: Mapping[str, Any] | None = None,
        records: Iterable[int] | None = None,
    ) -> None:
        """Add an event that changes no record to the audit: an export, with the `records` that it held."""
        from storage import audit
        from storage.exported import ranges

        told = {**(detail or {})} | ({} if records is None else {"records": ranges(records)})
        with self.store.write() as cursor:
            audit.append(cursor, env.now, env.login or env.user.text, event, form=form, detail=told)

    def history(self, form_id: str, record: int) -> list[Version]:
        """All versions of a record, the newest first."""
        from storage import history

        return history.versions(self.store, self.registry, form_id, record)

    def as_of(self, form_id: str, record: int, version: int) -> Values:
        """A record as it stood at a version. KeyError where there is no such version."""
        from storage import history

        return history.as_of(self.store, self.registry, form_id, record, version)

    def links_here(self, record: int) -> list[tuple[FormSpec, int, list[Hit]]]:
        """What refers to a record, by form: how many, and the newest 50 of each."""
        from storage.finding import Hit

        found: dict[str, list[Hit]] = {}
        counts = dict(
            self.store.rows(
                "SELECT form, count(DISTINCT record_id) FROM link WHERE target_id = ? GROUP BY form", (record,)
            )
        )
        sql = (
            "SELECT form, _id, record_no, title FROM (SELECT r.*, row_number() OVER (PARTITION BY r.form ORDER BY r._id DESC) n "
            "FROM record r WHERE r._id IN (SELECT record_id FROM link WHERE target_id = ?)) WHERE n <= ? ORDER BY _id DESC"
        )
        for form, source, number, title in self.store.rows(sql, (record, LINKS_SHOWN)):
            found.setdefault(form, []).append(Hit(form, source, number, title, "link"))
        return [
            (self.registry.spec(form), counts[form], hits) for form, hits in found.items() if self.registry.has(form)
        ]

    def scratches(self, env: Env) -> list[Scratch]:
        """What the user was typing, the newest first."""
        return scratch.listing(self.store, env.login)

    def save_scratch(
        self,
        form_id: str,
        body: Any,
        env: Env,
        *,
        record_id: int | None = None,
        base_lock: int | None = None,
        batch: str = "",
    ) -> None:
        """Keep what is being typed."""
        scratch.save(
            self.store, env.login, form_id, body, at=env.now, record_id=record_id, base_lock=base_lock, batch=batch
        )

    def release_scratch(self, kept: Scratch) -> Scratch:
        """Make it one of a new record. See scratch.release."""
        return scratch.release(self.store, kept)

    def drop_scratch(self, form_id: str, env: Env, *, record_id: int | None = None, batch: str = "") -> None:
        """Throw it away."""
        scratch.drop(self.store, env.login, form_id, record_id, batch)

    def preference(self, env: Env, name: str) -> Any:
        """What the user, else the office, has chosen under a name; None where nobody has."""
        return preferences.get(self.store, env.login, name)

    def set_preference(self, env: Env, name: str, value: Any, *, office: bool = False) -> None:
        """Keep a choice of the user, or of the office for everybody; None forgets it."""
        preferences.put(self.store, preferences.OFFICE if office else env.login, name, value)


def _back_up(store: Store, at: datetime) -> Path:
    from storage.backup import before_change

    return before_change(store, at)
