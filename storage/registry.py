"""The forms of a store: live ones from plugins, bare ones from stored specs, each with its tables and SQL."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import apsw

from dangan.errors import DanganError
from dangan.frozen import frozen
from storage.core import stamp
from storage.engine import Store
from storage.plugin_book import Plugin, PluginBook

if TYPE_CHECKING:  # the first screen needs the forms' names only: no declaration, no field type
    from dangan.exporting import Exporter
    from dangan.form import FormType
    from dangan.plugins import ScreenEntry
    from dangan.spec import FieldSpec, FormSpec
    from dangan.steps import Stepping
    from storage.layout import Layout
    from storage.sql import FormSql
    from storage.unique import UniqueCheck

FOLDER = "plugins"  # beside the store: single .py files


class UnknownForm(DanganError):
    """No form of that identifier, neither of a plugin nor stored."""


class FormBehind(DanganError):
    """The tables do not follow the form's declaration yet: it is read-only, or not there at all when it is new."""


@frozen
class FormHead:
    """What home and menus need of a form: no declaration is read for it. `alive` is false where its plugin is not on;
    `lists` is the form whose records its list shows, itself unless it is a report over another one, "" of a copy."""

    id: str
    no: str
    zh: str
    en: str
    family: tuple[str, ...]
    kind: str
    plugin: str
    alive: bool
    lists: str = ""

    @property
    def kept(self) -> bool:
        """Whether it has records of its own."""
        return self.lists == self.id

    def label(self, lang: str) -> str:
        """Its name in `lang`."""
        return self.zh if lang == "zh" else self.en


@frozen
class Total:
    """A field of the form `target` that keeps the sum (`total`), `min` or `max` of `form.path` over the records whose
    link `by` names it."""

    target: str
    field: FieldSpec
    kind: str
    form: str
    path: str
    by: str


class Registry:
    """Form types by identifier. `read_only` names the forms whose tables do not fit their declaration, with the reason.

    Opened on a store it knows every form by its plugin's facts: a declaration is read when it is asked for, a form's
    module is imported by `form()`.
    """

    def __init__(self, forms: Iterable[FormType] = ()) -> None:
        self._forms = {f.spec.id: f for f in forms}
        self._given = dict(self._forms)
        self._specs: dict[str, FormSpec] = {}
        self._sql: dict[str, FormSql] = {}
        self._checks: dict[str, list[UniqueCheck]] = {}
        self._totals: dict[str, list[Total]] | None = None
        self._old: dict[tuple[str, str], FormSpec] = {}
        self._stored: dict[str, str] = {}  # hash by form
        self._owner: dict[str, tuple[Plugin, dict[str, Any]]] = {}
        self._store: Store | None = None
        self.book: PluginBook | None = None
        self.read_only: dict[str, DanganError] = {}

    @classmethod
    def of(cls, forms: Iterable[FormType]) -> Self:
        """A registry of exactly these forms."""
        return cls(forms)

    @classmethod
    def open(cls, store: Store, at: datetime, version: str, folder: Path | None = None) -> Self:
        """The forms of all plugins, and of those whose records are in the store. `folder` holds single-file plugins."""
        made = cls()
        made._store = store
        made.book = PluginBook(store, folder or store.path.parent / FOLDER, version)
        made.refresh(at)
        return made

    def refresh(self, at: datetime, *, force: bool = False) -> bool:
        """Look whether plugins came, went or changed; whether any did."""
        changed = self.book.refresh(at, force=force) if self.book else False
        self.reread()
        return changed

    def switch(self, name: str, on: bool, at: datetime, by: str) -> Plugin:
        """Switch a plugin off or on; raises UnknownPlugin."""
        assert self.book is not None
        found = self.book.switch(name, on, at, by)
        self.reread()
        return found

    def reread(self) -> None:
        """Take up what the store and the plugins hold now: after an upgrade, a switch, a refresh."""
        if self._store is None or self.book is None:
            return
        self._forms, self._specs, self._sql, self._checks, self._totals = dict(self._given), {}, {}, {}, None
        self._stored = dict(self._store.rows('SELECT form, hash FROM form_spec WHERE "current" = 1'))
        self._owner = {form["id"]: (p, form) for p in [*self.book.not_on(), *self.book.on()] for form in p.forms}
        self.read_only = {
            form_id: _behind(facts["zh"], facts["en"])
            for form_id, (plugin, facts) in self._owner.items()
            if plugin.state == "on" and facts["kept"] and self._stored.get(form_id) != facts["hash"]
        }
        foreign = [(word, kind) for plugin in self.book.not_on() for word, kind in plugin.fields.items()]
        if foreign:
            from dangan import types

            for word, kind in foreign:
                if word not in types.OWN_WORDS and not any(word in other.fields for other in self.book.on()):
                    types.register(types.stand_in(word, kind), again=True)

    def plugins(self) -> list[Plugin]:
        """Every plugin known to the store, those in use first."""
        return [*self.book.on(), *self.book.not_on()] if self.book else []

    def behind(self) -> list[str]:
        """The forms whose tables wait for an upgrade."""
        return sorted(name for name, reason in self.read_only.items() if isinstance(reason, FormBehind))

    @property
    def empty(self) -> bool:
        """Whether no form has tables in the store yet."""
        return not self._stored

    def declared(self) -> list[FormSpec]:
        """The declarations that tables have to follow: of given forms, and of live ones that changed since the last upgrade."""
        given = [f.spec for f in self._given.values()]
        return [s for s in [*given, *(self._live(name).spec for name in self.read_only)] if s.kept]

    def unseen(self) -> list[FormSpec]:
        """The declarations of live forms that have no stored one: their tables were never made."""
        specs = [self._live(name).spec for name in self.read_only if name not in self._stored]
        return [s for s in specs if s.kept]

    def heads(self) -> list[FormHead]:
        """All forms by their names only, in the order of their numbers."""
        heads = [self._fact(f, p) for name, (p, f) in self._owner.items() if p.state == "on" or name in self._stored]
        others = [self._head(spec) for spec in map(self.spec, {*self._given, *self._stored} - {*self._owner})]
        return sorted([*heads, *others], key=lambda head: (in_order(head.no), head.id))

    @staticmethod
    def _fact(f: dict[str, Any], p: Plugin) -> FormHead:
        lists = f["id"] if f["kept"] else f["of"] if f["kind"] == "report" else ""
        return FormHead(
            f["id"], f["no"], f["zh"], f["en"], tuple(f["family"]), f["kind"], p.name, p.state == "on", lists
        )

    def _head(self, s: FormSpec) -> FormHead:
        lists = s.id if s.kept else s.of if s.kind == "report" else ""
        return FormHead(s.id, s.no, s.zh, s.en, s.family, s.kind, s.plugin, self.form(s.id).alive, lists)

    def form(self, form_id: str) -> FormType:
        """The form type, its module imported now if need be; raises UnknownForm, FormBehind for a new form without tables."""
        found = self._forms.get(form_id)
        if found is None:
            found = self._forms[form_id] = self._find(form_id)
            self._specs[form_id] = found.spec
        return found

    def _find(self, form_id: str) -> FormType:
        from dangan.form import FormType

        reason = self.read_only.get(form_id)
        owner = self._owner.get(form_id)
        if reason is None and owner is not None and owner[0].state == "on":
            live = self._live(form_id)
            if live.alive and live.spec.kept and live.spec.hash != self._stored.get(form_id):
                reason = self.read_only[form_id] = _behind(live.spec.zh, live.spec.en)
            else:
                return live
        if form_id in self._stored:
            return FormType.bare(self.spec(form_id))
        if isinstance(reason, DanganError):
            raise reason
        raise _unknown(form_id)

    def _live(self, form_id: str) -> FormType:
        """The form from its plugin; bare where the plugin turns out broken."""
        from dangan import types
        from dangan.form import FormType

        assert self.book is not None
        plugin, _ = self._owner[form_id]
        brought = self.book.load(plugin.name)
        found = brought.form(form_id) if brought else None
        if brought and found:
            for behaviour in brought.fields:
                types.register(behaviour, again=True)
            self._types(found.spec)
            return found
        return FormType.bare(self._read(form_id))

    def spec(self, form_id: str) -> FormSpec:
        """Its declaration, from the store where its plugin did not change; raises UnknownForm, FormBehind."""
        if form_id not in self._specs:
            if form_id in self._forms or form_id not in self._stored:
                self._specs[form_id] = self.form(form_id).spec
            else:
                self._specs[form_id] = self._read(form_id)
        return self._specs[form_id]

    def _read(self, form_id: str) -> FormSpec:
        from dangan.spec import FormSpec

        assert self._store is not None
        text = self._store.value('SELECT spec FROM form_spec WHERE form = ? AND "current" = 1', (form_id,))
        if text is None:
            raise _unknown(form_id)
        return self._types(FormSpec.from_json(text))

    def _types(self, spec: FormSpec) -> FormSpec:
        """See to it that the behaviours of foreign field types are there before the form is laid out."""
        from dangan import types

        for word in {f.type for _, f in spec.walk()} - types.words() if self.book else ():
            for plugin in self.book.on() if self.book else ():
                brought = self.book.load(plugin.name) if self.book and word in plugin.fields else None
                for behaviour in brought.fields if brought else ():
                    types.register(behaviour, again=True)
        return spec

    def specs(self) -> list[FormSpec]:
        """The declarations of all forms that can be read, the unread ones in one query."""
        if self._store is not None and set(self._stored) - set(self._specs):
            from dangan.spec import FormSpec

            for form_id, text in self._store.rows('SELECT form, spec FROM form_spec WHERE "current" = 1'):
                if form_id not in self._specs:
                    self._specs[form_id] = self._types(FormSpec.from_json(text))
        live = [name for name, (p, f) in self._owner.items() if p.state == "on" and not f["kept"]]
        names = dict.fromkeys([*self._forms, *self._stored, *live])
        return sorted((self.spec(name) for name in names), key=lambda spec: (in_order(spec.no), spec.id))

    def has(self, form_id: str) -> bool:
        """Whether there is such a form."""
        on = form_id in self._owner and self._owner[form_id][0].state == "on" and form_id not in self.read_only
        return form_id in self._forms or form_id in self._stored or on

    def listeners(self, form_id: str, step: str, hook: str) -> Iterator[tuple[str, Callable[[Stepping], Any] | None]]:
        """The functions of plugins that listen to a step, by plugin, imported now; None for one that cannot be asked."""
        wanted = {(hook, f"{form_id}.{step}"), (hook, f"{form_id}.*")}
        plugins = self.book.plugins.values() if self.book and step else ()
        for plugin in sorted((p for p in plugins if wanted & set(p.listens)), key=lambda p: p.name):
            brought = self.book.load(plugin.name) if self.book and plugin.state == "on" else None
            if brought is None:
                yield plugin.name, None
            for name, where, call in brought.listeners if brought else ():
                if (name, where) in wanted:
                    yield plugin.name, call

    def exporters(self) -> list[Exporter]:
        """The ways out to a file, of every plugin that brings some; their modules are imported now."""
        return [x for p in self._bringing("exporters") for x in p.exporters]

    def screens(self) -> list[ScreenEntry]:
        """The screens that plugins bring, by their facts alone: no plugin is imported."""
        from dangan.plugins import ScreenEntry

        return [ScreenEntry(**facts) for p in (self.book.on() if self.book else ()) for facts in p.screens]

    def load_screen(self, entry: ScreenEntry) -> Any:
        """The class of a screen, the plugin that brings it imported first; raises BadPlugin."""
        for plugin in self.book.on() if self.book else ():
            if any(facts["name"] == entry.name and facts["form"] == entry.form for facts in plugin.screens):
                assert self.book is not None
                self.book.load(plugin.name)
        return entry.load()

    def _bringing(self, what: str) -> list[Any]:
        if self.book is None:
            return []
        names = [p.name for p in self.book.on() if getattr(p, what)]
        return [brought for name in names if (brought := self.book.load(name))]

    def kept(self) -> list[FormSpec]:
        """The declarations of the forms that store records."""
        return [s for s in self.specs() if s.kept]

    def ids(self) -> list[str]:
        """The identifiers of the forms that store records; no declaration is read."""
        given = [name for name, form in self._given.items() if form.spec.kept]
        if self.book is None:
            return [name for name, form in self._forms.items() if form.spec.kept]
        return list(dict.fromkeys([*given, *self._stored]))

    def sql(self, form_id: str) -> FormSql:
        """The SQL of a form, built at its first use."""
        found = self._sql.get(form_id)
        if found is None:
            from storage.layout import layout
            from storage.sql import FormSql

            found = self._sql[form_id] = FormSql(layout(self.spec(form_id)))
        return found

    def layout(self, form_id: str) -> Layout:
        """The tables of a form."""
        return self.sql(form_id).layout

    def checks(self, form_id: str) -> list[UniqueCheck]:
        """The checks of its key and unique fields."""
        if form_id not in self._checks:
            from storage.archive_numbers import ArchiveNumberCheck
            from storage.unique import checks

            of = self.layout(form_id)
            self._checks[form_id] = [*checks(of), *(ArchiveNumberCheck(of, name) for name in of.archive_numbers)]
        return self._checks[form_id]

    def totals(self, form_id: str) -> list[Total]:
        """What other forms keep over the records of this one."""
        if self._totals is None:
            self._totals = {}
            for total in (t for spec in self._totalling() for f in spec.fields.values() if (t := _total(spec, f))):
                self._totals.setdefault(total.form, []).append(total)
        return self._totals.get(form_id, [])

    def _totalling(self) -> list[FormSpec]:
        """The kept forms that may total others: of those whose plugin is known, the ones that say so."""
        plain = {name for name, (_, facts) in self._owner.items() if not facts["totals"]}
        return [self.spec(name) for name in self.ids() if name not in plain]

    def adopt(self, store: Store) -> None:
        """Take up the stored specs of forms whose plugin is gone, as bare forms; an opened registry knows them."""
        if self.book is not None:
            return
        from dangan.form import FormType
        from dangan.spec import FormSpec

        for form_id, text in store.rows('SELECT form, spec FROM form_spec WHERE "current" = 1'):
            if form_id not in self._forms:
                self._forms[form_id] = FormType.bare(FormSpec.from_json(text))

    def field_then(self, store: Store, form_id: str, spec_hash: str, path: str) -> FieldSpec | None:
        """The field at `path` as it was declared under an older hash, else as it is now, else None."""
        from dangan.spec import FormSpec
        from storage.layout import layout

        now = self.layout(form_id).fields.get(path)
        if now is not None or spec_hash == self.spec(form_id).hash:
            return now
        key = (form_id, spec_hash)
        if key not in self._old:
            text = store.value("SELECT spec FROM form_spec WHERE form = ? AND hash = ?", key)
            self._old[key] = FormSpec.from_json(text) if text else self.spec(form_id)
        return layout(self._old[key]).fields.get(path)


def in_order(no: str) -> tuple[str, int, str]:
    """A form's number in the specification as it sorts: B2 before B10."""
    letters = no.rstrip("0123456789")
    return letters, int(no[len(letters) :] or 0), no


def _unknown(form_id: str) -> UnknownForm:
    return UnknownForm(
        f"没有“{form_id}”这种表。", f"There is no form {form_id}.",
        "请核对名称。", "Check its identifier.", "FORM_UNKNOWN",
    )  # fmt: skip


def _behind(zh: str, en: str) -> FormBehind:
    return FormBehind(
        f"“{zh}”的表结构还没有升级，只能查看。", f"The tables of {en} wait for an upgrade: it is read-only.",
        "请系统管理员运行 dangan upgrade。", "Let the administrator run dangan upgrade.", "FORM_BEHIND",
    )  # fmt: skip


def _total(spec: FormSpec, field: FieldSpec) -> Total | None:
    if field.source is None or field.source.kind != "calc" or field.source.how.count(":") != 2:
        return None
    kind, path, by = field.source.how.split(":")
    form, _, name = path.partition(".")
    return Total(spec.id, field, kind, form, name, by) if by and kind in ("total", "min", "max") else None


def keep_specs(cursor: apsw.Cursor, specs: Iterable[FormSpec], at: datetime) -> None:
    """Write the declarations beside the records; older ones stay, so that old history keeps its labels."""
    for spec in specs:
        cursor.execute('UPDATE form_spec SET "current" = 0 WHERE form = ? AND hash <> ?', (spec.id, spec.hash))
        cursor.execute(
            'INSERT INTO form_spec (form, hash, spec, plugin, "current", seen_at) VALUES (?,?,?,?,1,?) '
            'ON CONFLICT (form, hash) DO UPDATE SET "current" = 1',
            (spec.id, spec.hash, spec.json, spec.plugin, stamp(at)),
        )
