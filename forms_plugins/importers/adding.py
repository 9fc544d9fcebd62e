"""Departments, companies and options of office-kept lists that an import lacks: named, and made with it when asked."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

import apsw

from dangan.env import Office
from dangan.errors import DanganError
from dangan.record import Link
from dangan.spec import FieldSpec, Option
from storage.archive import Archive
from storage.directory import Kind

KINDS: dict[str, Kind] = {"person": "person", "dept": "dept", "org": "company"}
_CODE = re.compile(r"[a-z0-9_]{1,40}")


class DirectoryMoved(DanganError):
    """Somebody entered a department or company in the very moment of the import."""

    def __init__(self) -> None:
        super().__init__(
            "导入时目录刚有改动，一行也没有导入。", "The directory changed during the import; nothing was imported.",
            "请再试一次。", "Try again.", "IMPORT_MOVED",
        )  # fmt: skip


class Additions:
    """The office of an import: the store's own, and what the import is about to add. Nothing is written before `make`.

    Entries get their identity beforehand, so that records can name them; `make` proves it inside the transaction.
    """

    def __init__(self, archive: Archive, office: Office, allowed: bool) -> None:
        self.archive, self.office, self.allowed = archive, office, allowed
        self.listed: list[tuple[str, str]] = []
        self._options: dict[str, list[Option]] = {}
        self._entries: list[tuple[Kind, str, int]] = []
        self._directory: dict[str, dict[str, list[Link]]] = {}

    def names(self, kind: str) -> dict[str, list[Link]]:
        """person, dept or org by name, code, English name or login; those that closed or left only where no other has it."""
        if kind not in self._directory:
            found: dict[str, list[Link]] = {}
            directory = self.archive.directory
            listing: dict[str, Callable[[bool], list[Any]]] = {
                "person": directory.people,
                "dept": directory.depts,
                "org": directory.companies,
            }
            entries = listing[kind](True)
            gone = [e for e in entries if (e.left_on if kind == "person" else e.closed_on)]
            for group in ([e for e in entries if e not in gone], gone):
                before = set(found)
                for entry in group:
                    said = (entry.name, entry.en, getattr(entry, "code", ""), getattr(entry, "login", "") or "")
                    for word in dict.fromkeys(w for w in said if w and w not in before):
                        found.setdefault(word, []).append(Link(entry.name, entry.id, kind))
            self._directory[kind] = found
        return self._directory[kind]

    def entry(self, kind: str, name: str) -> Link | None:
        """A new department or company of that name, None where none may be added."""
        if not self.allowed or kind not in ("dept", "org") or not name.isprintable() or len(name) > 100:
            return None
        table = KINDS[kind]
        same = [i for k, _, i in self._entries if k == table]
        last = same[-1] if same else int(self.archive.store.value(f"SELECT coalesce(max(_id), 0) FROM {table}"))
        self._entries.append((table, name, last + 1))
        self.listed.append((kind, name))
        link = Link(name, last + 1, kind)
        self.names(kind).setdefault(name, []).append(link)
        return link

    def option(self, field: FieldSpec, label: str) -> str | None:
        """The code of a new option, None where the list is closed or nothing may be added."""
        known = self.archive.lists.lists.get(field.list)
        if (
            not self.allowed
            or field.options
            or known is None
            or not known.editable
            or not label.isprintable()
            or len(label) > 100
        ):
            return None
        taken = {o.code for o in self.options(field.list)}
        word = label.casefold().replace(" ", "_")
        numbered = (f"office_{n}" for n in range(1, len(taken) + 2))
        code = word if _CODE.fullmatch(word) and word not in taken else next(c for c in numbered if c not in taken)
        self._options.setdefault(field.list, []).append(Option(code, label))
        self.listed.append((field.list, label))
        return code

    def make(self, cursor: apsw.Cursor, at: datetime, by: str) -> None:
        """Write them, inside the transaction of the import. Raises DirectoryMoved, BadEntry, BadOption."""
        for kind, name, wanted in self._entries:
            if self.archive.directory.add_in(cursor, kind, name, at=at, by=by) != wanted:
                raise DirectoryMoved
        for listed, options in self._options.items():
            for option in options:
                self.archive.lists.add_in(cursor, listed, option, at=at, by=by)

    def options(self, name: str) -> tuple[Option, ...]:
        """The list with what is about to be added."""
        return (*self.office.options(name), *self._options.get(name, ()))

    def __getattr__(self, name: str) -> Any:
        """All else as the store has it."""
        return getattr(self.office, name)
