"""The directory: companies, departments in their tree, and people, with every change in the audit."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from typing import Any, Literal

import apsw
import peewee

from dangan.errors import DanganError
from dangan.frozen import frozen
from storage import audit
from storage.engine import Store, fetched, inserted

Kind = Literal["company", "dept", "person"]
Initials = Callable[[str], Collection[str]]  # all readings of a name by the first letters of its syllables
NAME_MOST = 100  # characters


class BadEntry(DanganError):
    """A directory entry that cannot be made or changed so."""


@frozen
class Company:
    """A company of the group."""

    id: int
    code: str
    name: str
    en: str
    closed_on: date | None


@frozen
class Dept:
    """A department: its place in the tree, its head, and the deputy in charge of it."""

    id: int
    company_id: int | None
    parent_id: int | None
    code: str
    name: str
    en: str
    head_id: int | None
    deputy_id: int | None
    closed_on: date | None


@frozen
class Person:
    """A person; `login` where this is a user of the program, `left_on` the last day."""

    id: int
    login: str | None
    name: str
    en: str
    dept_id: int | None
    post: str
    phone: str
    left_on: date | None


Entry = Company | Dept | Person
CLASSES: dict[Kind, type[Company] | type[Dept] | type[Person]] = {"company": Company, "dept": Dept, "person": Person}
ENDS = {"company": "closed_on", "dept": "closed_on", "person": "left_on"}
LABELS: dict[Kind, tuple[str, str]] = {
    "company": ("公司", "company"),
    "dept": ("部门", "department"),
    "person": ("人员", "person"),
}


@dataclass(slots=True)
class Pasted:
    """What pasting lines did: entries made, lines that were there already, and bad lines with their reason."""

    depts: list[Dept] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    known: int = 0
    bad: list[tuple[int, DanganError]] = field(default_factory=list)


class Directory:
    """The directory of one store."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def companies(self, closed: bool = False) -> list[Company]:
        """The companies by code and name; with `closed` the closed ones too."""
        return self._list("company", closed)

    def depts(self, closed: bool = False) -> list[Dept]:
        """The departments by code and name; with `closed` the closed ones too."""
        return self._list("dept", closed)

    def people(self, closed: bool = False) -> list[Person]:
        """The people by name; with `closed` those who left, too."""
        return self._list("person", closed)

    def get(self, kind: Kind, entry_id: int) -> Entry:
        """One entry. Raises BadEntry where there is none."""
        table = _table(kind)
        found = self._read(table.select(*_columns(kind, table)).where(table.c._id == entry_id))
        if not found:
            zh, en = LABELS[kind]
            raise BadEntry(
                f"没有第 {entry_id} 号{zh}。",
                f"There is no {en} {entry_id}.",
                "请核对。",
                "Check it.",
                "DIRECTORY_UNKNOWN",
            )
        return _entry(kind, found[0])

    def find(self, kind: Kind, text: str, initials: Initials | None = None, closed: bool = False) -> list[Entry]:
        """Entries whose name, English name, code or login holds `text`, or whose initials begin with it."""
        wanted = text.strip().casefold()
        entries: list[Entry] = self._list(kind, closed)
        if not wanted:
            return entries
        return [entry for entry in entries if _matches(entry, wanted, initials)]

    def by_login(self, login: str) -> Person | None:
        """The person behind a user name."""
        table = _table("person")
        found = self._read(table.select(*_columns("person", table)).where(table.c.login == login))
        return Person(*_entry_values(found[0])) if found else None

    def add(self, kind: Kind, name: str, *, at: datetime, by: str, **values: Any) -> int:
        """Make an entry; `values` are further columns. Gives its id. Raises BadEntry (name used, unknown column)."""
        with self.store.write() as cursor:
            return self.add_in(cursor, kind, name, at=at, by=by, **values)

    def add_in(self, cursor: apsw.Cursor, kind: Kind, name: str, *, at: datetime, by: str, **values: Any) -> int:
        """The same inside a write transaction (an import that creates what it lacks)."""
        number = _insert(cursor, kind, {"name": name, **values})
        audit.append(cursor, at, by, f"{kind}_add", detail={"id": number, "name": _clean(name), **values})
        return number

    def change(self, kind: Kind, entry_id: int, *, at: datetime, by: str, **values: Any) -> Entry:
        """Change columns of an entry; gives it as it is now. Raises BadEntry."""
        before = self.get(kind, entry_id)
        kept = _checked(kind, values)
        sets = ", ".join(f"{column} = ?" for column in kept)
        with self.store.write() as cursor:
            if kept.get("parent_id") is not None:
                _refuse_loop(cursor, entry_id, kept["parent_id"])
            with _duplicate(kind, str(kept.get("name", before.name))):
                cursor.execute(f"UPDATE {kind} SET {sets} WHERE _id = ?", (*kept.values(), entry_id))
            changes = {column: [getattr(before, column), value] for column, value in kept.items()}
            audit.append(cursor, at, by, f"{kind}_change", detail={"id": entry_id, "changes": changes})
        return self.get(kind, entry_id)

    def rename(self, kind: Kind, entry_id: int, name: str, *, at: datetime, by: str) -> Entry:
        """Give an entry another name; records go on pointing to it."""
        return self.change(kind, entry_id, at=at, by=by, name=name)

    def close(self, kind: Kind, entry_id: int, on: date | None, *, at: datetime, by: str) -> Entry:
        """Close a company or department, or note that a person left, on a day (None = open again)."""
        return self.change(kind, entry_id, at=at, by=by, **{ENDS[kind]: on})

    def remove(self, kind: Kind, entry_id: int, *, at: datetime, by: str) -> None:
        """Take an entry away that was entered by mistake: only while no record is kept that may name it.

        Raises BadEntry where there are records, or where another entry needs it.
        """
        name = self.get(kind, entry_id).name
        with self.store.write() as cursor:
            try:
                if cursor.execute("SELECT 1 FROM record LIMIT 1").fetchall():
                    raise _needed(kind, name)
                cursor.execute(f"DELETE FROM {kind} WHERE _id = ?", (entry_id,))
            except apsw.ConstraintError as found:
                raise _needed(kind, name) from found
            audit.append(cursor, at, by, f"{kind}_remove", detail={"id": entry_id, "name": name})

    def paste_lines(self, text: str, *, at: datetime, by: str, company_id: int | None = None) -> Pasted:
        """Make departments and people from lines `部门<TAB>姓名<TAB>岗位`; `总部/市场部` is a department below another.

        Lines that say what is there already change nothing; bad lines are reported with their number (from 1) and the
        others are kept. One transaction, one audit event.
        """
        result = Pasted()
        made: dict[Kind, list[int]] = {"dept": [], "person": []}
        with self.store.write() as cursor:
            for number, line in enumerate(text.splitlines(), 1):
                if not line.strip():
                    continue
                try:
                    count = _paste(cursor, line, company_id, made)
                except DanganError as reason:
                    result.bad.append((number, reason))
                else:
                    result.known += count == 0
            if made["dept"] or made["person"]:
                audit.append(cursor, at, by, "directory_paste", detail={"dept": made["dept"], "person": made["person"]})
        result.depts = [entry for entry in self.depts(closed=True) if entry.id in made["dept"]]
        result.people = [entry for entry in self.people(closed=True) if entry.id in made["person"]]
        return result

    def _list(self, kind: Kind, closed: bool) -> list[Any]:
        table = _table(kind)
        query = table.select(*_columns(kind, table))
        if not closed:
            query = query.where(getattr(table.c, ENDS[kind]).is_null())
        order = (table.c.name,) if kind == "person" else (table.c.code, table.c.name)
        return [_entry(kind, row) for row in self._read(query.order_by(*order, table.c._id))]

    def _read(self, query: Any) -> list[tuple[Any, ...]]:
        sql, params = query.bind(self.store).sql()
        return self.store.rows(sql, params)


def _table(kind: Kind) -> Any:
    return peewee.Table(kind)


def _names(kind: Kind) -> list[str]:
    return [part.name for part in fields(CLASSES[kind])][1:]


def _columns(kind: Kind, table: Any) -> list[Any]:
    return [table.c._id, *(getattr(table.c, name) for name in _names(kind))]


def _entry(kind: Kind, row: tuple[Any, ...]) -> Entry:
    return CLASSES[kind](*_entry_values(row))


def _entry_values(row: tuple[Any, ...]) -> list[Any]:
    *values, end = row
    return [*values, None if end is None else date.fromisoformat(end)]


def _matches(entry: Entry, wanted: str, initials: Initials | None) -> bool:
    named = (entry.name, entry.en, getattr(entry, "code", ""), getattr(entry, "login", None) or "")
    if any(wanted in text.casefold() for text in named):
        return True
    return initials is not None and any(letters.startswith(wanted) for letters in initials(entry.name))


def _clean(name: str) -> str:
    """A name as it is kept: outer blanks off, inner runs of blanks one; control characters are refused."""
    text = re.sub(r"\s+", " ", name.strip())
    if not text or len(text) > NAME_MOST or not text.isprintable():
        shown = "".join(char if char.isprintable() else "?" for char in text[:20])
        raise BadEntry(
            f"名称“{shown}”不能用。", f"The name {shown!r} cannot be used.",
            f"请填写 1 到 {NAME_MOST} 个可见的字。", f"Give 1 to {NAME_MOST} visible characters.", "DIRECTORY_NAME",
        )  # fmt: skip
    return text


def _checked(kind: Kind, values: Mapping[str, Any]) -> dict[str, Any]:
    if unknown := set(values) - set(_names(kind)):
        raise TypeError(f"{kind} has no column {', '.join(sorted(unknown))}")
    return {**values, "name": _clean(values["name"])} if "name" in values else dict(values)


def _insert(cursor: apsw.Cursor, kind: Kind, values: Mapping[str, Any]) -> int:
    kept = _checked(kind, values)
    if kind == "dept" and kept.get("company_id") is None:
        kept["company_id"] = _company_of(cursor, kept.get("parent_id"), kept["name"])
    places = ", ".join("?" * len(kept))
    with _duplicate(kind, kept["name"]):
        cursor.execute(f"INSERT INTO {kind} ({', '.join(kept)}) VALUES ({places})", tuple(kept.values()))
    return inserted(cursor)


def _company_of(cursor: apsw.Cursor, parent: int | None, name: str) -> int | None:
    """The company of a department for which none is named: its parent's, else the office's one, where it has just one.

    Raises BadEntry where it stays open which of several companies is meant, and one has a department of that name.
    """
    if parent is not None:
        above = fetched(cursor, "SELECT company_id FROM dept WHERE _id = ?", (parent,))
        return above[0][0] if above else None
    found = fetched(cursor, "SELECT _id FROM company WHERE closed_on IS NULL LIMIT 2", ())
    if len(found) == 1:
        return int(found[0][0])
    if fetched(cursor, "SELECT 1 FROM dept WHERE name = ? AND parent_id IS NULL", (name,)):
        raise BadEntry(
            f"已有部门“{name}”。", f"There is a department {name} already.",
            "另一个同名部门请写明所属公司或上级部门。", "Name the company or parent of another one of that name.", "DIRECTORY_TAKEN",
        )  # fmt: skip
    return None


class _duplicate:
    """Tells a constraint broken by an entry: a name or login used before, or a reference to nothing."""

    def __init__(self, kind: Kind, name: str) -> None:
        self.kind, self.name = kind, name

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, found: BaseException | None, _trace: object) -> None:
        if not isinstance(found, apsw.ConstraintError):
            return
        zh, en = LABELS[self.kind]
        raise BadEntry(
            f"{zh}“{self.name}”不能这样登记：名称或登录名已有，或所属不存在。",
            f"The {en} {self.name} cannot be entered so: name or login is taken, or what it belongs to does not exist.",
            "请先在目录中查找。", "Look it up in the directory first.", "DIRECTORY_TAKEN",
        ) from found  # fmt: skip


def _needed(kind: Kind, name: str) -> BadEntry:
    zh, en = LABELS[kind]
    return BadEntry(
        f"{zh}“{name}”已在使用，不能删除。", f"The {en} {name} is in use and cannot be taken away.",
        "请改名，或在目录中停用。", "Rename it, or close it in the directory.", "DIRECTORY_NEEDED",
    )  # fmt: skip


def _refuse_loop(cursor: apsw.Cursor, dept_id: int, parent_id: int) -> None:
    above = cursor.execute(
        "WITH RECURSIVE up(id) AS (VALUES (?) UNION SELECT parent_id FROM dept JOIN up ON _id = id WHERE parent_id NOT NULL) "
        "SELECT 1 FROM up WHERE id = ?",
        (parent_id, dept_id),
    ).fetchall()
    if above:
        raise BadEntry(
            "部门不能归在自己的下级之下。", "A department cannot stand below itself.",
            "请另选上级部门。", "Choose another parent.", "DIRECTORY_LOOP",
        )  # fmt: skip


def parts_of(line: str) -> list[str]:
    """The columns of a line: parted by tabs, else by commas (names may hold blanks then), else by blanks."""
    text = line.replace("，", ",").replace("、", ",").strip(" \r\n")
    return [p.strip() for p in (text.split("\t") if "\t" in text else text.split(",") if "," in text else text.split())]


def _paste(cursor: apsw.Cursor, line: str, company_id: int | None, made: dict[Kind, list[int]]) -> int:
    """Enter one pasted line; gives how many entries it made."""
    parts = parts_of(line)
    dept, name, post = (*parts, "", "")[:3]
    if len([part for part in parts if part]) > 3:
        said = ", ".join(part for part in parts if part)[:40]
        raise BadEntry(
            f"“{said}”多于三栏。", f"'{said}' has more than three columns.",
            "每行：部门、姓名、岗位，用逗号或制表符分开。", "Each line: department, name, post, separated by commas or tabs.", "DIRECTORY_LINE",
        )  # fmt: skip
    path = [_clean(step) for step in re.split(r"[/／]", dept)] if dept else []
    person, post = (_clean(name) if name else ""), (_clean(post) if post else "")
    before = len(made["dept"]) + len(made["person"])
    parent: int | None = None
    for step in path:
        parent = _dept(cursor, step, parent, company_id, made)
    if person:
        _person(cursor, person, post, parent, made)
    return len(made["dept"]) + len(made["person"]) - before


def _dept(
    cursor: apsw.Cursor, name: str, parent: int | None, company_id: int | None, made: dict[Kind, list[int]]
) -> int:
    found: list[Any] = cursor.execute(
        "SELECT _id FROM dept WHERE name = ?1 AND parent_id IS ?2 AND (?3 IS NULL OR company_id IS ?3)",
        (name, parent, company_id),
    ).fetchall()
    if len(found) == 1:
        return int(found[0][0])
    made["dept"].append(_insert(cursor, "dept", {"name": name, "parent_id": parent, "company_id": company_id}))
    return made["dept"][-1]


def _person(cursor: apsw.Cursor, name: str, post: str, dept: int | None, made: dict[Kind, list[int]]) -> None:
    same = "SELECT 1 FROM person WHERE name = ? AND dept_id IS ? AND post = ?"
    if not cursor.execute(same, (name, dept, post)).fetchall():
        made["person"].append(_insert(cursor, "person", {"name": name, "dept_id": dept, "post": post}))
