"""An archive in memory with the methods that the entry screen uses; it checks and settles as the real one does."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from dangan import checking
from dangan.env import Env, NoOffice
from dangan.errors import DanganError, Problem, Refused
from dangan.form import FormType
from dangan.record import Link, Values
from dangan.sentences import problem
from dangan.spec import FormSpec, Label
from tests.tui.forms import Lines, Sample
from tui.match import rank

NOW = datetime(2026, 11, 24, 10, 42)
PEOPLE = [
    Link("王芳", 1, "person", "办公室"),
    Link("欧阳建国", 2, "person", "销售部"),
    Link("曾小军", 3, "person", "销售部"),
]
ORGS = [Link("总公司", 1, "org"), Link("长沙分公司", 2, "org")]


class FakeOffice(NoOffice):
    """Three people and two companies."""

    def look_up(self, kind: str, text: str, limit: int = 7) -> list[Link]:
        """By part or initials."""
        known = {"person": PEOPLE, "org": ORGS}.get(kind, [])
        return [k for k in known if rank(text, k.text, k.title) >= 0][:limit]


@dataclass(frozen=True)
class FakeScratch:
    """A kept scratch."""

    form: str
    record_id: int | None
    base_lock: int | None
    at: str
    body: Values
    batch: str = ""


class FakeRegistry:
    """The two test forms."""

    def screens(self) -> list[Any]:
        """No plugin brings any."""
        return []

    def has(self, form_id: str) -> bool:
        """Whether it is one of them."""
        return form_id in ("sample", "lines")

    def spec(self, form_id: str) -> FormSpec:
        """Its description."""
        return self.form(form_id).spec

    def form(self, form_id: str) -> FormType:
        """By identifier."""
        return {"sample": Sample.form_type, "lines": Lines.form_type}[form_id]


class FakeConflict(DanganError):
    """As the store's."""

    def __init__(self, base: Values, theirs: Values, mine: Values, fields: list[str]) -> None:
        super().__init__("他人已修改。", "Changed by someone else.", code="GEN_STALE")
        self.base, self.theirs, self.mine, self.fields = base, theirs, mine, fields


class FakeArchive:
    """Records by form in lists."""

    def __init__(self) -> None:
        self.registry = FakeRegistry()
        self.records: dict[str, list[Values]] = {"sample": [], "lines": []}
        self.scratch: dict[tuple[Any, ...], FakeScratch] = {}
        self.preferences: dict[str, Any] = {}
        self.clash: list[str] = []

    def covered(self, record: int) -> set[str]:
        """Nothing is signed."""
        return set()

    def entered(self, record: int) -> dict[str, Any]:
        """No flow has begun."""
        return {}

    def used(self, form_id: str, path: str) -> dict[str, int]:
        """Nothing was chosen before."""
        return {}

    def env(self, login: str, lang: str, now: datetime | None = None) -> Env:
        """The context."""
        return Env(now or NOW, PEOPLE[0], login, lang, FakeOffice(), company=ORGS[0])

    def read(self, form_id: str, record: int | str) -> Values:
        """By `_id`."""
        return dict(self.records[form_id][int(record) - 1])

    def save(self, form_id: str, values: Values, env: Env, *, base_lock: int | None = None, line: str = "") -> Values:
        """Check and keep."""
        form = self.registry.form(form_id)
        values = checking.settle(form, values, env)
        problems = [p for p in checking.check(form, values, env, state="draft") if p.level != "note"]
        if problems:
            raise Refused(problems)
        kept = self.records[form_id]
        number = values.get("_id")
        if number is None:
            record = {**values, "_id": len(kept) + 1, "_lock": 1, "record_no": f"YG-2026-{len(kept) + 1:04}"}
            kept.append(record)
            return dict(record)
        theirs = kept[number - 1]
        if theirs["_lock"] != base_lock:
            raise FakeConflict(theirs, theirs, values, self.clash)
        kept[number - 1] = {**values, "_lock": base_lock + 1}
        return dict(kept[number - 1])

    def duplicates(self, form_id: str, values: Values, env: Env, changed: str) -> list[Problem]:
        """Records with the same key field."""
        for r in self.records[form_id]:
            if r.get("_id") != values.get("_id") and changed == "name" and r.get("name") == values.get("name"):
                there = Link(r["name"], r["_id"], form_id, r["name"])
                return [
                    problem(
                        "GEN_DUPLICATE",
                        changed,
                        form=Label("员工", "Staff"),
                        key="name",
                        record_no=r["record_no"],
                        record=there,
                    )
                ]
        return []

    def scratches(self, env: Env) -> list[FakeScratch]:
        """All kept."""
        return list(self.scratch.values())

    def save_scratch(
        self,
        form_id: str,
        values: Values,
        env: Env,
        *,
        record_id: int | None = None,
        base_lock: int | None = None,
        batch: str = "",
    ) -> None:
        """Keep one."""
        place = (form_id, record_id, batch) if batch else (form_id, record_id)
        self.scratch[place] = FakeScratch(
            form_id, record_id, base_lock, env.now.isoformat(), json.loads(json.dumps(values)), batch
        )

    def drop_scratch(self, form_id: str, env: Env, *, record_id: int | None = None, batch: str = "") -> None:
        """Drop it."""
        self.scratch.pop((form_id, record_id, batch) if batch else (form_id, record_id), None)

    def preference(self, env: Env, name: str) -> Any:
        """A kept preference."""
        return self.preferences.get(name)

    def set_preference(self, env: Env, name: str, value: Any, *, office: bool = False) -> None:
        """Keep one."""
        self.preferences[name] = value


def change_behind(archive: FakeArchive, form_id: str, number: int, **values: Any) -> None:
    """Somebody else saves a record."""
    record = archive.records[form_id][number - 1]
    archive.records[form_id][number - 1] = {**record, **values, "_lock": record["_lock"] + 1}
    archive.clash = list(values)


def env(lang: str = "zh") -> Env:
    """The context of the model's tests."""
    return replace(FakeArchive().env("wang", lang))
