"""An office as it stood before the first sample of each form, and what may be put into the fields that a sample leaves empty."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from dangan.checking import fresh_line
from dangan.env import Env
from dangan.form import FormType
from dangan.record import Link, Values
from dangan.spec import FieldSpec
from dangan.types import options_of
from forms_plugins.demo.diary import Diary
from forms_plugins.demo.maker import Maker
from forms_plugins.demo.office import Staff, make_office
from forms_plugins.demo.samples import Samples, sampled
from storage.archive import Archive

AT = datetime(2025, 6, 18, 9, 30)
WORDS = {
    "phone": "0730-8612345", "email": "dangan@yuelu.cn", "url": "https://www.yuelu.cn", "postcode": "414000",
    "idcard": "43060219980816032X", "uscc": "91430600MA4L2XJ87E", "time": "09:30", "month": "2025-05",
}  # fmt: skip


class Before:
    """The stores of the sample office: of each form one that holds only the samples of the forms before it."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.path = folder, folder / "whole" / "o.db"
        self.samples: dict[str, tuple[Any, ...]] = {}
        archive = Archive.open(self.path, create=True, clock=lambda: AT)
        self.staff = make_office(archive, Maker(1, AT.date()), "admin", AT)
        env = archive.env("admin", "zh", AT)
        self.samples = {form.spec.id: given for form, given in sampled(archive.registry)}

        def keep(form: FormType) -> None:
            archive.store.rows("PRAGMA wal_checkpoint(TRUNCATE)")
            shutil.copy(self.path, folder / f"{form.spec.id}.db")

        Samples(Diary(archive, env, self.staff, lambda form: None)).make(keep)
        archive.close()

    def open(self, form: str, place: Path) -> Archive:
        """A copy of the store that the first sample of a form is to be put into."""
        place.parent.mkdir(mode=0o700, exist_ok=True)
        shutil.copy(self.folder / f"{form}.db", place)
        return Archive.open(place, clock=lambda: AT)


def first_sample(archive: Archive, staff: Staff, form: FormType, sample: Any) -> Values:
    """A sample as the values of a new record, with what the program puts into one."""
    env = archive.env("admin", "zh", AT)
    diary = Diary(archive, env, staff, lambda form: None)
    diary.come(AT.date())
    whole = archive.new(form.spec.id, env) | Samples(diary).values(form, sample)
    for name, rows in form.spec.rows.items():  # new lines begin with their defaults, as on the screen
        if name in sample and not rows.one_per:
            whole[name] = [{**fresh_line(form, name, whole, env), **line} for line in whole[name]]
    return whole


def author(archive: Archive, staff: Staff, sample: Values, lang: str = "zh") -> Env:
    """Who types a sample: whom it names as having prepared it, else the archivist."""
    env, who = archive.env("admin", lang, AT), sample.get("prepared_by")
    return replace(env, user=who) if who in [person for person, _, _ in staff.people] else env


def anything(f: FieldSpec, env: Env, staff: Staff) -> Any:
    """A value that the catalogue allows in a field, None where it should be left alone."""
    if f.type in ("text", "longtext"):
        return None if f.arg("archive") else f"{f.zh}甲"[: f.max_length]
    if f.type in WORDS:
        return WORDS[f.type]
    if f.type in ("int", "decimal", "money"):
        low = f.min if f.min is not None else 1
        number = max(low, 1) if f.max is None else min(max(low, 1), f.max)
        return int(number) if f.type == "int" else Decimal(str(number))
    if f.type == "year":
        return AT.year
    if f.type == "date":
        return "--03-12" if f.arg("birthday") else AT.date() - timedelta(days=1)
    if f.type == "datetime":
        return AT.replace(hour=8, minute=0) - timedelta(days=1)
    if f.type == "bool":
        return True
    if f.type in ("choice", "multi"):
        codes = [o.code for o in options_of(f, env.office) if o.code != "other" and not o.retired]
        return None if not codes else codes[0] if f.type == "choice" else tuple(codes[:2])
    links = {"person": staff.people[5][0], "dept": staff.depts[0], "org": staff.company}
    return links.get(f.type)


def left_alone(f: FieldSpec) -> bool:
    """Whether the clerk does not type it: the program's, another's step's, a signature's or a file's."""
    return f.computed or f.auto or f.source is not None or bool(f.write) or f.type in ("sign", "file", "ref")


def fill_up(form: FormType, values: Values, env: Env, staff: Staff) -> tuple[Values, list[str]]:
    """The record with something in every field that is empty and may be typed, and the paths of what was put in."""
    spec, filled, put = form.spec, dict(values), []
    later = {path for step in spec.flow.steps for path in step.asks}
    for name, f in spec.fields.items():
        if values.get(name) in (None, ()) and name not in later and not left_alone(f):
            filled[name] = anything(f, env, staff)
            put.append(name)
    for name, rows in spec.rows.items():
        if rows.copies:
            continue
        lines = []
        for n, line in enumerate(values.get(name) or ()):
            empty = [f for f in rows.fields if line.get(f.id) in (None, ()) and not left_alone(f)]
            empty = [f for f in empty if f"{name}.{f.id}" not in later]
            lines.append({**line, **{f.id: anything(f, env, staff) for f in empty}})
            put += [f"{name}.{n}.{f.id}" for f in empty]
        filled[name] = lines
    return filled, [path for path in put if at(filled, path) is not None]


def at(values: Values, path: str) -> Any:
    """What stands at `name` or `rows.N.name`."""
    rows, _, rest = path.partition(".")
    if not rest:
        return values.get(rows)
    n, _, name = rest.partition(".")
    return values[rows][int(n)].get(name)


def put_back(values: Values, before: Values, path: str) -> None:
    """Empty what was put in at a path."""
    rows, _, rest = path.partition(".")
    if not rest:
        values[rows] = before.get(rows)
        return
    n, _, name = rest.partition(".")
    values[rows][int(n)][name] = before[rows][int(n)].get(name)


def plain(value: Any) -> Any:
    """A value as it can be compared between two stores: links and signatures by what they say, lines without ids."""
    if isinstance(value, list):
        return [{k: plain(v) for k, v in line.items() if not k.startswith("_")} for line in value]
    if isinstance(value, Link):
        return Link(value.text, None, value.form)
    return tuple(sorted(value)) if type(value) is tuple else value  # what is chosen has no order


def today() -> date:
    """The day of the office."""
    return AT.date()
