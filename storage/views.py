"""Saved views of lists: named filters, sort and columns of a form, of one user or shared by the office."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import apsw

from dangan.env import Env
from dangan.errors import DanganError
from dangan.frozen import frozen
from dangan.record import Link
from dangan.values.text import normal
from storage import audit
from storage.engine import Store
from storage.filters import Filter
from storage.pages import View
from storage.preferences import OFFICE

LONGEST = 40  # characters of a name
NO_VIEW = ""  # the name of the list as it is without a view: it may be the default, too


class ViewRefused(DanganError):
    """A view that cannot be kept or found under its name."""


@frozen
class SavedView:
    """A view under its name; `shared` by the office, else its user's own. What is searched for is no part of it."""

    name: str
    shared: bool
    view: View

    @property
    def key(self) -> tuple[str, bool]:
        """What tells it from the others of its form."""
        return self.name, self.shared


@frozen
class Views:
    """The saved views of a store: choices of a user or of the office, kept beside columns and stops."""

    store: Store

    def listing(self, form: str, user: str) -> list[SavedView]:
        """The views that `user` may choose among for a form or report, his own first, each part by name."""
        prefix = f"view.{form}."
        rows = self.store.rows(
            "SELECT user, substr(name, ?), value FROM preference WHERE user IN (?, ?) AND substr(name, 1, ?) = ?",
            (len(prefix) + 1, user, OFFICE, len(prefix), prefix),
        )
        found = [SavedView(name, owner == OFFICE, opened(json.loads(value))) for owner, name, value in rows]
        return sorted(found, key=lambda saved: (saved.shared, saved.name))

    def find(self, form: str, user: str, name: str, shared: bool | None = None) -> SavedView | None:
        """The view of that name, the user's own before the shared one."""
        meant = normal(_tidy(name)).casefold()
        named = (
            v for v in self.listing(form, user) if shared in (None, v.shared) and normal(v.name).casefold() == meant
        )
        return next(named, None)

    def default(self, form: str, user: str) -> SavedView | None:
        """The view with which the list opens for `user`: his default, else the office's; None = no view."""
        rows = self.store.rows(
            "SELECT value FROM preference WHERE name = ? AND user IN (?, ?) ORDER BY user DESC",
            (f"view_default.{form}", user, OFFICE),
        )
        for (value,) in rows:
            name, shared = json.loads(value)
            if name == NO_VIEW:
                return None
            if (found := self.find(form, user, name, shared)) is not None:
                return found
        return None

    def is_default(self, form: str, user: str, saved: SavedView, *, office: bool = False) -> bool:
        """Whether `user`, or the office, has made it the view with which the list opens."""
        value = self.store.value(
            "SELECT value FROM preference WHERE user = ? AND name = ?",
            (OFFICE if office else user, f"view_default.{form}"),
        )
        return value is not None and json.loads(value) == list(saved.key)

    def save(self, form: str, name: str, view: View, env: Env, *, shared: bool = False) -> SavedView:
        """Keep a view, in place of the one of the same name where there is one. Raises ViewRefused."""
        saved = SavedView(_fit(name), shared, view)
        with self.store.write() as cursor:
            _put(cursor, _whose(env, shared), _named(form, saved.name), kept(view))
            self._note(cursor, form, env, saved, "saved")
        return saved

    def rename(self, form: str, saved: SavedView, name: str, env: Env) -> SavedView:
        """Give it another name; the list goes on to open with it. Raises ViewRefused where the name is taken."""
        said = _fit(name)
        if said == saved.name:
            return saved
        user = _whose(env, saved.shared)
        with self.store.write() as cursor:
            there = {v.name: v for v in self.listing(form, user) if v.shared == saved.shared}
            if any(normal(said).casefold() == normal(other).casefold() for other in there if other != saved.name):
                raise _refused(f"已有视图“{said}”。", f"There is a view {said} already.")
            if saved.name not in there:
                raise _refused(f"视图“{saved.name}”已被删除。", f"The view {saved.name} is gone.")
            new = SavedView(said, saved.shared, there[saved.name].view)  # as it is now, whoever changed it
            cursor.execute("DELETE FROM preference WHERE user = ? AND name = ?", (user, _named(form, saved.name)))
            _put(cursor, user, _named(form, new.name), kept(new.view))
            whose, params = _opening(form, saved, user)
            cursor.execute(f"UPDATE preference SET value = ? WHERE {whose}", (_json(new.key), *params))
            self._note(cursor, form, env, new, "renamed", was=saved.name)
        return new

    def delete(self, form: str, saved: SavedView, env: Env) -> None:
        """Take it away; lists that open with it open without a view."""
        user = _whose(env, saved.shared)
        with self.store.write() as cursor:
            cursor.execute("DELETE FROM preference WHERE user = ? AND name = ?", (user, _named(form, saved.name)))
            whose, params = _opening(form, saved, user)
            cursor.execute(f"DELETE FROM preference WHERE {whose}", params)
            self._note(cursor, form, env, saved, "deleted")

    def set_default(self, form: str, saved: SavedView | None, env: Env, *, office: bool = False) -> None:
        """Let the list open with it from now on, for the user or for the office, or without any view (None).

        Raises ViewRefused where the office shall open with a view that is not shared.
        """
        if office and saved is not None and not saved.shared:
            raise _refused("只有共用视图能作全单位的默认。", "Only a shared view can be the office's default.")
        key = saved.key if saved is not None else (NO_VIEW, False)
        with self.store.write() as cursor:
            _put(cursor, OFFICE if office else env.login, f"view_default.{form}", list(key))
            if office:
                self._note(cursor, form, env, saved or SavedView(NO_VIEW, True, View()), "default")

    def _note(self, cursor: apsw.Cursor, form: str, env: Env, saved: SavedView, done: str, **more: str) -> None:
        """What is shared is audited."""
        if saved.shared:
            detail = {"done": done, "name": saved.name, "view": kept(saved.view), **more}
            audit.append(cursor, env.now, env.login or env.user.text, "view", form=form, detail=detail)


def kept(view: View) -> dict[str, Any]:
    """A view as plain data."""
    return {
        "columns": list(view.columns),
        "sort": view.sort,
        "descending": view.descending,
        "filters": [[f.field, f.op, _plain(f.value)] for f in view.filters],
    }


def opened(data: Mapping[str, Any]) -> View:
    """The view that `kept` made the data of."""
    filters = tuple(Filter(field, op, _typed(value)) for field, op, value in data["filters"])
    return View(tuple(data["columns"]), data["sort"], bool(data["descending"]), filters)


def _plain(value: Any) -> Any:
    """A value of a filter; what JSON does not have is tagged with what it is."""
    match value:
        case Link():
            return {"link": list(value)}
        case tuple() | list():
            return {"each": [_plain(v) for v in value]}
        case datetime():
            return {"at": value.isoformat()}
        case date():
            return {"day": value.isoformat()}
        case Decimal():
            return {"number": str(value)}
    return value


def _typed(data: Any) -> Any:
    if not isinstance(data, dict):
        return data
    ((tag, value),) = data.items()
    match tag:
        case "link":
            return Link(*value)
        case "each":
            return tuple(_typed(v) for v in value)
        case "at":
            return datetime.fromisoformat(value)
        case "day":
            return date.fromisoformat(value)
    return Decimal(value)


def _tidy(name: str) -> str:
    return " ".join(name.split())


def _fit(name: str) -> str:
    tidy = _tidy(name)
    if not tidy:
        raise _refused("视图要有名称。", "A view needs a name.")
    if len(tidy) > LONGEST:
        raise _refused(f"视图名称最多 {LONGEST} 字。", f"The name of a view has at most {LONGEST} characters.")
    return tidy


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _put(cursor: apsw.Cursor, user: str, name: str, value: Any) -> None:
    cursor.execute("INSERT OR REPLACE INTO preference (user, name, value) VALUES (?,?,?)", (user, name, _json(value)))


def _named(form: str, name: str) -> str:
    return f"view.{form}.{name}"


def _whose(env: Env, shared: bool) -> str:
    return OFFICE if shared else env.login


def _opening(form: str, saved: SavedView, user: str) -> tuple[str, tuple[str, ...]]:
    """The defaults that name a view: those of everybody where it is shared."""
    where, params = "name = ? AND value = ?", (f"view_default.{form}", _json(saved.key))
    return (where, params) if saved.shared else (f"{where} AND user = ?", (*params, user))


def _refused(zh: str, en: str) -> ViewRefused:
    return ViewRefused(zh, en, code="VIEW")
