"""The office of short stories on a Monday: two customers, records that a sheet refers to kept beforehand, a new sheet opened by the name of its form."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from dangan.checking import fresh_line
from dangan.record import Link
from storage.archive import Archive
from storage.directory import Kind
from storage.roles import Roles
from storage.stepping import Asked
from tests.stories.desk import sits
from tests.stories.typing import ENTER, F5, lines, missing, office, says, stored, workbook
from tests.terminal import Terminal

MONDAY = date(2025, 6, 16)
FIRM, MILL = "宏达建材有限公司", "岳阳轧钢厂"
FIRM_NO, MILL_NO = "KH-2025-00001", "KH-2025-00002"


def opened(db: Path) -> Archive:
    """The store on the Monday."""
    return Archive.open(db, clock=lambda: datetime.combine(MONDAY, time(9)))


def traders(folder: Path) -> Path:
    """A store with an office and two customers; its path."""
    db = office(folder)
    for name, phone in ((FIRM, "0731-84556677"), (MILL, "0730-8612345")):
        keep(db, "customer", name=name, phone=phone, class_grade="important")
    return db


def keep(db: Path, form: str, login: str = "wf", **values: Any) -> Link:
    """Keep a record; a link to it."""
    archive = opened(db)
    env, kind = archive.env(login, "zh"), archive.registry.form(form)
    whole = archive.new(form, env) | values
    for rows in kind.spec.rows.keys() & values.keys():
        whole[rows] = [{**fresh_line(kind, rows, whole, env), **line} for line in values[rows]]
    kept = archive.save(form, whole, env)
    archive.close()
    return Link(kept["record_no"], kept["_id"], form)


def entry(db: Path, kind: Kind, name: str) -> Link:
    """A person or department by its name."""
    archive = opened(db)
    found = archive.directory.find(kind, name)[0]
    archive.close()
    return Link(name, found.id, kind)


def record(db: Path, form: str, number: str) -> Link:
    """A record by its number."""
    archive = opened(db)
    found = archive.read(form, number)
    archive.close()
    return Link(number, found["_id"], form)


def take(db: Path, link: Link, step: str, login: str = "wf", **asked: Any) -> None:
    """Take a step with a record; `asked` as in Asked."""
    archive = opened(db)
    archive.stepper.take(link.form, link.id or 0, step, archive.env(login, "zh"), Asked(**asked), confirm=True)
    archive.close()


def appoint(db: Path, name: str, role: str) -> None:
    """Give somebody a role."""
    person = entry(db, "person", name)
    archive = opened(db)
    Roles(archive.store).give(person.id or 0, role, date(2020, 1, 1), at=datetime.combine(MONDAY, time(8)), by="wf")
    archive.close()


def new_sheet(db: Path, form: str, login: str = "wf") -> Terminal:
    """The program on the Monday with an empty sheet of a form, opened by its name."""
    t = sits(db, login, MONDAY)
    t.send(form)
    says(t, "打开列表")
    t.send(ENTER)
    says(t, "视图")
    t.send(F5)
    says(t, "新建")
    return t


def holds(db: Path, form: str, number: str, **expected: Any) -> dict[str, Any]:
    """The record as it is kept; it has the `expected` values."""
    kept = stored(db, form, number)
    assert {name: kept[name] for name in expected} == expected
    return kept


def prints(db: Path, form: str, number: str, *expected: list[str]) -> None:
    """The paper of a record shows the `expected` cells, each list side by side."""
    (paper,) = workbook(db, form, "form_a4", number)
    assert missing(paper, expected) == [], "\n".join(map(str, lines(paper)))
