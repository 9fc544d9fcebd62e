"""An office with its people and roles, whose days pass as a test says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest

from dangan.checking import fresh_line
from dangan.env import Env
from dangan.errors import Refused
from dangan.record import Link, Values
from storage.archive import Archive
from storage.roles import Roles
from storage.stepping import Asked, Offer

PEOPLE = {
    "jia": "甲经理", "yi": "乙经理", "dang": "档管理", "zong": "总经理", "fu": "副总", "li": "李员工", "zhao": "赵员工",
    "jian": "监督员", "ke": "科长",
}  # fmt: skip
ROLES = {"dang": "archivist", "zong": "gm", "fu": "deputy_gm"}


@dataclass
class Played:
    """The office: `on` sets the day, `take` takes a step as somebody, `refused` tries one and gives the codes."""

    archive: Archive
    today: date
    ids: dict[str, int] = field(default_factory=dict)
    dept: Link | None = None

    def env(self, login: str) -> Env:
        return self.archive.env(login, "zh", datetime.combine(self.today, time(9)))

    def person(self, login: str) -> Link:
        return Link(PEOPLE[login], self.ids[login], "person")

    def on(self, day: date) -> None:
        self.today = day

    def save(self, login: str, form: str, values: Values) -> Values:
        env = self.env(login)
        kind = self.archive.registry.form(form)
        base = {} if values.get("_id") else self.archive.new(form, env)
        whole = {**base, **values}
        for rows in kind.spec.rows.keys() & values.keys():  # new lines begin with their defaults, as on the screen
            whole[rows] = [x if "_id" in x else {**fresh_line(kind, rows, whole, env), **x} for x in values[rows]]
        return self.archive.save(form, whole, env)

    def refused_save(self, login: str, form: str, values: Values) -> list[str]:
        with pytest.raises(Refused) as refused:
            self.save(login, form, values)
        return [p.code for p in refused.value.problems]

    def take(self, login: str, form: str, record: Values, step: str, **asked: Any) -> Values:
        return self.archive.stepper.take(form, record["_id"], step, self.env(login), Asked(**asked), confirm=True)

    def refused(
        self, login: str, form: str, record: Values, step: str, *, confirm: bool = True, **asked: Any
    ) -> list[str]:
        before = self.archive.read(form, record["_id"])
        with pytest.raises(Refused) as refused:
            self.archive.stepper.take(form, record["_id"], step, self.env(login), Asked(**asked), confirm=confirm)
        assert self.archive.read(form, record["_id"]) == before
        event = self.archive.store.row("SELECT event, detail FROM audit ORDER BY _id DESC LIMIT 1")
        assert event is not None and event[0] == "step_refused"
        for p in refused.value.problems:
            assert p.zh and p.en and "{" not in p.zh + p.en + p.mend_zh + p.mend_en
            assert p.code in event[1]
        return [p.code for p in refused.value.problems]

    def offers(self, login: str, form: str, record: Values) -> dict[str, Offer]:
        return {o.step.id: o for o in self.archive.stepper.offers(form, record["_id"], self.env(login))}

    def link(self, form: str, record: Values) -> Link:
        return Link(record["record_no"], record["_id"], form)

    def filed_volume(
        self, no: str, title: str, *, retention: str = "y10", last: date = date(2014, 5, 1), **more: Any
    ) -> Values:
        """A volume that the archivist closed and filed."""
        sheet = {
            "fonds_no": "1",
            "catalogue_no": "1",
            "dept": self.dept,
            "filing_class_no": "1",
            "sheets_reason": "实数",
        }
        values = {**sheet, "archive_no": no, "title": title, "date_from": date(2014, 1, 2), "date_to": last, "sheets": 3,
                  "retention": retention, "checked_by": None, **more}  # fmt: skip
        from dangan.record import Signature

        values["checked_by"] = Signature(PEOPLE["ke"], self.ids["ke"], self.today, "dang", True)
        volume = self.save("dang", "file_catalogue", values)
        self.take("dang", "file_catalogue", volume, "submit")
        return self.take("dang", "file_catalogue", volume, "file")


def opened(path: Path, day: date) -> Played:
    """A new office at `path`, its people and their roles, on a day."""
    archive = Archive.open(path, create=True, clock=lambda: datetime.combine(day, time(8)))
    played = Played(archive, day)
    at = datetime.combine(day, time(8))
    company = archive.directory.add("company", "公司", at=at, by="root")
    dept = archive.directory.add("dept", "业务部", code="YW", company_id=company, at=at, by="root")
    played.dept = Link("业务部", dept, "dept")
    for login, name in PEOPLE.items():
        played.ids[login] = archive.directory.add("person", name, login=login, dept_id=dept, at=at, by="root")
    archive.directory.change("dept", dept, head_id=played.ids["ke"], deputy_id=played.ids["fu"], at=at, by="root")
    for login, role in ROLES.items():
        Roles(archive.store).give(played.ids[login], role, date(2010, 1, 1), at=at, by="root")
    return played


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Played]:
    played = opened(tmp_path / "o.db", date(2024, 3, 4))
    yield played
    played.archive.close()
