"""The plugins of a store: what each brings, its state and reason, kept so that a warm start imports none of them."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import field, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import apsw

from dangan.discovery import ORIGINS, Found, Origin, find, marks
from dangan.errors import DanganError
from dangan.frozen import frozen
from storage import audit
from storage.core import stamp
from storage.engine import Store, StoreBusy, StoreOutdated, StoreReadOnly

if TYPE_CHECKING:
    from dangan.plugins import Brought

log = logging.getLogger("dangan.plugins")
State = Literal["on", "off", "broken", "gone"]
COLUMNS = "name, origin, target, place, fingerprint, version, state, reason_zh, reason_en, brings"
_IMPORTED: dict[str, str] = {}  # fingerprint by target, of this process
SPEC_FACTS = ("id", "no", "zh", "en", "kind", "kept", "of", "family", "edition_of", "hash")


class UnknownPlugin(DanganError):
    """No plugin of that name."""


@frozen
class Plugin:
    """One plugin: `state` on, off (by the administrator), broken or gone; why; and what it brings.

    `forms` holds id, no, zh, en, kind, kept, of, family, edition_of, hash, the foreign field types (`types`), and whether it totals
    other records (`totals`) of each form;
    `fields` the kind of storage by word; `screens` and `exporters` are plain data; `hooks` those it implements.
    """

    name: str
    origin: Origin
    target: str
    place: str = ""
    fingerprint: str = ""
    version: str = ""
    state: State = "on"
    reason_zh: str = ""
    reason_en: str = ""
    forms: tuple[dict[str, Any], ...] = ()
    fields: dict[str, str] = field(default_factory=dict)
    screens: tuple[dict[str, Any], ...] = ()
    exporters: tuple[dict[str, Any], ...] = ()
    hooks: tuple[str, ...] = ()
    listens: tuple[tuple[str, str], ...] = ()  # hook, step

    def reason(self, lang: str) -> str:
        """Why it is not on, in `lang`."""
        return self.reason_zh if lang == "zh" else self.reason_en

    def turned(self, state: State, reason: tuple[str, str] = ("", "")) -> Plugin:
        """The plugin in another state, with the reason in Chinese and English."""
        return replace(self, state=state, reason_zh=reason[0], reason_en=reason[1])

    @property
    def found(self) -> Found:
        """How to import it."""
        return Found(self.name, self.origin, self.target, self.place, self.fingerprint, self.version)

    @property
    def brings(self) -> str:
        """Its contents as they are stored."""
        kept = {"forms": self.forms, "fields": self.fields, "screens": self.screens, "exporters": self.exporters}
        return json.dumps({**kept, "hooks": self.hooks, "listens": self.listens}, ensure_ascii=False)


def facts(found: Found, brought: Brought) -> Plugin:
    """The plugin that was just loaded, as it is remembered."""
    from dangan.types import OWN_WORDS

    forms = []
    for form in brought.forms:
        foreign = sorted({f.type for _, f in form.spec.walk()} - OWN_WORDS)
        totals = any(f.source and f.source.how.count(":") == 2 for f in form.spec.fields.values())
        plain = {name: getattr(form.spec, name) for name in SPEC_FACTS}
        forms.append({**plain, "types": foreign, "totals": totals})
    return Plugin(
        found.name, found.origin, found.target, found.place, found.fingerprint, found.version, "on", "", "",
        tuple(forms), {one.word: one.kind for one in brought.fields},
        tuple({"name": s.name, "zh": s.zh, "en": s.en, "form": s.form, "target": s.target} for s in brought.screens),
        tuple({"name": x.name, "zh": x.zh, "en": x.en} for x in brought.exporters), brought.hooks,
        tuple((hook, step) for hook, step, _ in brought.listeners),
    )  # fmt: skip


class PluginBook:
    """The plugins of one store, by name. `loaded` are those imported in this session."""

    def __init__(self, store: Store, folder: Path, version: str) -> None:
        self.store, self.folder, self.version = store, folder, version
        self.loaded: dict[str, Brought] = {}
        self._read()

    def _read(self) -> None:
        self.plugins = {row[0]: _plugin(row) for row in self.store.rows(f"SELECT {COLUMNS} FROM plugin")}
        self.marks: dict[str, str] = dict(self.store.rows("SELECT origin, mark FROM plugin_mark"))

    def refresh(self, at: datetime, *, force: bool = False) -> bool:
        """Look where plugins lie, and at what changed there; whether anything did. `force` looks at everything anew."""
        now = self._marks()
        stale = [origin for origin in ORIGINS if force or now[origin] != self.marks.get(origin)]
        if not stale:
            return False
        before = self.plugins
        kept = {p.name: p for p in before.values() if p.origin not in stale}
        for origin in stale:
            for found in self._find(origin):
                if found.name in kept:  # another origin has one of that name
                    found = replace(found, name=f"{origin}:{found.name}")
                kept[found.name] = self._look(found, before.get(found.name), force)
            for plugin in before.values():
                if plugin.origin == origin and plugin.name not in kept:
                    kept[plugin.name] = plugin.turned("gone", GONE)
        self.plugins = settle(kept, before)
        self.marks = {str(origin): now[origin] for origin in ORIGINS} | {"package": self._marks()["package"]}
        self._write(at)
        return True

    def _marks(self) -> dict[Origin, str]:
        return marks(self.folder, sorted(p.place for p in self.plugins.values() if p.origin == "package" and p.place))

    def _find(self, origin: Origin) -> list[Found]:
        try:
            return find(origin, self.folder)
        except Exception:  # a damaged distribution's metadata
            log.info("looking for plugins: %s", origin, exc_info=True)
            return []

    def _look(self, found: Found, before: Plugin | None, force: bool) -> Plugin:
        """The plugin as it is now: taken over unchanged, or imported and asked."""
        if before and before.state == "off":
            return replace(before, target=found.target, place=found.place, fingerprint=found.fingerprint)
        if before and before.state == "on" and before.fingerprint == found.fingerprint and not force:
            return before
        from dangan.plugins import BadPlugin, Context, load  # a warm start asks no plugin

        try:
            brought = load(found, Context(self.version), again=True)
        except BadPlugin as reason:
            known = before or Plugin(found.name, found.origin, found.target)
            there = replace(
                known, target=found.target, place=found.place, fingerprint=found.fingerprint, version=found.version
            )
            return there.turned("broken", (reason.zh, reason.en))
        self.loaded[found.name] = brought
        if found.origin != "file":  # a module that was imported before it changed is looked at again at the next start
            found = replace(found, fingerprint=_IMPORTED.setdefault(found.target, found.fingerprint))
        return facts(found, brought)

    def load(self, name: str) -> Brought | None:
        """What a plugin that is on brings, imported at the first call; None where it is off or turns out broken."""
        plugin = self.plugins.get(name)
        if plugin is None or plugin.state != "on":
            return None
        if name not in self.loaded:
            from dangan.plugins import BadPlugin, Context, load

            try:
                self.loaded[name] = load(
                    plugin.found, Context(self.version), known={form["hash"] for form in plugin.forms}
                )
            except BadPlugin as reason:
                self.plugins[name] = plugin.turned("broken", (reason.zh, reason.en))
                self.marks.pop(plugin.origin, None)
                return None
        return self.loaded[name]

    def on(self) -> Iterator[Plugin]:
        """The plugins in use, in the order in which their names count."""
        return (p for p in sorted(self.plugins.values(), key=_rank) if p.state == "on")

    def not_on(self) -> list[Plugin]:
        """Those that are off, broken or gone."""
        return [p for p in sorted(self.plugins.values(), key=_rank) if p.state != "on"]

    def release(self, name: str, at: datetime, by: str) -> Plugin:
        """Let the steps go on that a missing plugin guards; audited. It guards again when it is there again.

        Raises UnknownPlugin; nothing changes for one that is on.
        """
        plugin = self._known(name)
        if plugin.state != "on" and plugin.listens:
            self.plugins = {**self.plugins, name: replace(plugin, listens=())}
            self._write(at, lambda cursor: audit.append(cursor, at, by, "plugin_release", detail={"name": name}))
        return self.plugins[name]

    def _known(self, name: str) -> Plugin:
        if name not in self.plugins:
            raise UnknownPlugin(
                f"没有名为“{name}”的插件。", f"There is no plugin {name}.",
                "请用 dangan plugins 查看。", "See dangan plugins.", "PLUGIN_UNKNOWN",
            )  # fmt: skip
        return self.plugins[name]

    def switch(self, name: str, on: bool, at: datetime, by: str) -> Plugin:
        """Switch a plugin off or on again; audited. One that is broken stays broken, with its reason. UnknownPlugin."""
        plugin = self._known(name)
        before = {**self.plugins, name: plugin.turned("broken") if on else plugin.turned("off", OFF)}
        self.plugins = before
        if on:
            there = next((found for found in self._find(plugin.origin) if found.target == plugin.target), None)
            self.plugins = {
                **before,
                name: self._look(replace(there, name=name), before[name], True)
                if there
                else plugin.turned("gone", GONE),
            }
        self.plugins = settle(self.plugins, before)
        self._write(
            at, lambda cursor: audit.append(cursor, at, by, "plugin_on" if on else "plugin_off", detail={"name": name})
        )
        return self.plugins[name]

    def _write(self, at: datetime, besides: Callable[[apsw.Cursor], object] | None = None) -> None:
        """Remember it all. A store that cannot be written now is looked at anew at the next start."""
        try:
            with self.store.write() as cursor:
                for p in self.plugins.values():
                    cursor.execute(
                        f"INSERT OR REPLACE INTO plugin ({COLUMNS}, seen_at) VALUES (?,?,?,?,?,?,?,?,?,?,?)",
                        (p.name, p.origin, p.target, p.place, p.fingerprint, p.version, p.state, p.reason_zh,
                         p.reason_en, p.brings, stamp(at)),
                    )  # fmt: skip
                _listeners(cursor, self.plugins.values())
                for origin, text in self.marks.items():
                    cursor.execute("INSERT OR REPLACE INTO plugin_mark VALUES (?,?)", (origin, text))
                if besides:
                    besides(cursor)
        except (StoreReadOnly, StoreBusy, StoreOutdated):
            if besides:
                raise


def settle(plugins: dict[str, Plugin], before: dict[str, Plugin]) -> dict[str, Plugin]:
    """Switch off what clashes or lacks something of another plugin; who was there first keeps the name."""
    from dangan.types import OWN_WORDS

    def order(plugin: Plugin) -> tuple[int, bool, str]:
        was = before.get(plugin.name)
        return ORIGINS.index(plugin.origin), was is None or was.state != "on", plugin.name

    out = dict(plugins)
    taken: dict[tuple[str, str], str] = {("field", word): "dangan" for word in OWN_WORDS}
    for plugin in sorted(plugins.values(), key=order):
        if plugin.state != "on":
            continue
        names = list(_names(plugin))
        clash = next(
            (name for name in names if taken.get(name, plugin.name) != plugin.name or names.count(name) > 1), None
        )
        if clash:
            out[plugin.name] = plugin.turned("broken", _clash(clash, taken.get(clash, plugin.name)))
        else:
            taken.update(dict.fromkeys(names, plugin.name))
    return _complete(out)


def _complete(plugins: dict[str, Plugin]) -> dict[str, Plugin]:
    """Switch off forms that need a field type or a master form that no plugin brings, until nothing changes."""
    from dangan.types import OWN_WORDS

    while True:
        on = [p for p in plugins.values() if p.state == "on"]
        words = OWN_WORDS.union(*(p.fields for p in on))
        forms = {form["id"] for p in on for form in p.forms}
        for plugin in on:
            lacking = next(_lacking(plugin, words, forms), None)
            if lacking:
                plugins = {**plugins, plugin.name: plugin.turned("broken", lacking)}
                break
        else:
            return plugins


def _lacking(plugin: Plugin, words: frozenset[str], forms: set[str]) -> Iterator[tuple[str, str]]:
    for form in plugin.forms:
        for word in form["types"]:
            if word not in words:
                yield f"没有插件提供字段类型“{word}”。", f"No plugin brings the field type {word}."
        if form["edition_of"] and form["edition_of"] not in forms:
            yield f"没有主表“{form['edition_of']}”。", f"Its master form {form['edition_of']} is not there."


def _names(plugin: Plugin) -> Iterator[tuple[str, str]]:
    yield from (("form", form["id"]) for form in plugin.forms)
    yield from (("field", word) for word in plugin.fields)
    yield from (("screen", screen["name"]) for screen in plugin.screens)
    yield from (("exporter", exporter["name"]) for exporter in plugin.exporters)


def _clash(name: tuple[str, str], other: str) -> tuple[str, str]:
    what, word = name
    zh = {"form": "表", "field": "字段类型", "screen": "屏幕", "exporter": "导出格式"}[what]
    en = {"form": "form", "field": "field type", "screen": "screen", "exporter": "exporter"}[what]
    return f"{zh}“{word}”已由插件 {other} 提供。", f"The {en} {word} is brought by plugin {other} already."


GONE = ("插件没有安装。", "The plugin is not installed.")
OFF = ("由管理员停用。", "Switched off by the administrator.")


def _listeners(cursor: apsw.Cursor, plugins: Iterable[Plugin]) -> None:
    """Note which plugins listen to which steps, so that what a missing one guards can be refused."""
    cursor.execute("DELETE FROM listener")
    for p in plugins:
        for hook, step in p.listens:
            cursor.execute("INSERT OR IGNORE INTO listener VALUES (?, ?, ?, ?)", (step, p.name, hook, p.fingerprint))


def _rank(plugin: Plugin) -> tuple[int, str]:
    return ORIGINS.index(plugin.origin), plugin.name


def _plugin(row: tuple[Any, ...]) -> Plugin:
    name, origin, target, place, fingerprint, version, state, zh, en, text = row
    brings = json.loads(text)
    screens, exporters, hooks = (tuple(brings.get(part, ())) for part in ("screens", "exporters", "hooks"))
    forms, fields = tuple(brings.get("forms", ())), brings.get("fields", {})
    listens = tuple((hook, step) for hook, step in brings.get("listens", ()))
    return Plugin(
        name,
        origin,
        target,
        place,
        fingerprint,
        version,
        state,
        zh,
        en,
        forms,
        fields,
        screens,
        exporters,
        hooks,
        listens,
    )
