"""The sample records that stand in the modules of forms as SAMPLES, made real: people, links and days put in, steps taken."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from dangan.checking import fresh_line
from dangan.errors import DanganError, Refused
from dangan.form import FormType
from dangan.record import Link, Values
from dangan.sentences import problem
from dangan.spec import BlockSpec, FieldSpec, FormSpec, Label
from dangan.system import stored_fields
from dangan.values.dates import months_after
from forms_plugins.demo.diary import Diary
from storage.registry import Registry
from storage.stepping import Asked

MOST = 60  # records of a form that a sample may name
AFTER = "steps"  # of a sample: the steps taken once it is saved


class BadSample(DanganError):
    """A sample that its own form refuses; says which and why."""

    def __init__(self, form: FormType, number: int, why: str) -> None:
        super().__init__(
            f"{form.spec.id} 示例 {number}：{why}", f"{form.spec.id}, sample {number}: {why}", code="SAMPLE"
        )


def sampled(registry: Registry) -> Iterator[tuple[FormType, tuple[Mapping[str, Any], ...]]]:
    """The forms whose modules hold samples, each after those that its links name, and after those that SAMPLES_AFTER in
    its module names because its rules ask for them."""
    found, after = {}, {}
    for spec in registry.kept():
        form = registry.form(spec.id)
        module = sys.modules.get(form.cls.__module__) if form.cls else None
        samples = getattr(module, "SAMPLES", None)
        if samples:
            after[spec.id] = str(getattr(module, "SAMPLES_AFTER", "")).split()
            found[spec.id] = (form, samples.get(spec.id, ()) if isinstance(samples, Mapping) else samples)
    for name in _ordered({name: (form.spec, samples) for name, (form, samples) in found.items()}, after):
        yield found[name]


def _ordered(
    found: Mapping[str, tuple[FormSpec, Iterable[Mapping[str, Any]]]], after: Mapping[str, Iterable[str]]
) -> list[str]:
    order: list[str] = []
    begun: set[str] = set()

    def put(name: str) -> None:
        if name in begun or name not in found:
            return
        begun.add(name)
        spec, samples = found[name]
        said = {path: value for sample in samples for path, value in _said(sample)}
        refs = {path: spec.find(path) for path in said if path != AFTER and _is_link(spec, path)}
        for path, field in sorted(refs.items(), key=lambda named: named[1].required is not True):
            for form in said[path][:1] if isinstance(said[path], tuple) else field.ref:
                put(form)
        for form in after[name]:
            put(form)
        order.append(name)

    for name in sorted(found, key=lambda name: (found[name][0].no[:1], len(found[name][0].no), found[name][0].no)):
        put(name)
    return order


def _is_link(spec: FormSpec, path: str) -> bool:
    return (spec.find(path) if "." in path else stored_fields(spec)[path]).type == "ref"


def _said(given: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Every value of a sample with its path."""
    for name, value in given.items():
        if isinstance(value, list):
            yield from ((f"{name}.{inner}", each) for line in value for inner, each in line.items())
        else:
            yield name, value


class Samples:
    """Makes sample records in the office of a diary. A whole number in a sample is, by the type of its field, so many days
    (months, years) from today, the n-th person or department, or the n-th record that the link may name; a link may also
    be the title or number of a record."""

    def __init__(self, diary: Diary) -> None:
        self.diary, self.archive = diary, diary.archive
        self.people = [person for person, _, _ in diary.staff.people]
        self._links: dict[str, list[Link]] = {}

    def make(self, told: Callable[[FormType], None] = lambda form: None) -> None:
        """Every sample of every form; raises BadSample where a form refuses its own. `told` hears of each form before its
        first sample is made."""
        for form, samples in sampled(self.archive.registry):
            told(form)
            for number, sample in enumerate(samples, 1):
                try:
                    self._one(form, sample)
                except Refused as refused:
                    raise BadSample(form, number, "；".join(p.text("zh") for p in refused.problems)) from refused

    def values(self, form: FormType, sample: Mapping[str, Any]) -> Values:
        """What a sample says, as values of a record typed now."""
        fresh = self.archive.new(form.spec.id, self.diary.of(self.people[0]))
        return {
            name: self._lines(form, form.spec.rows[name], value, fresh)
            if name in form.spec.rows
            else self._value(stored_fields(form.spec)[name], value)
            for name, value in sample.items()
            if name != AFTER
        }

    def _one(self, form: FormType, sample: Mapping[str, Any]) -> None:
        spec, steps = form.spec, str(sample.get(AFTER, "")).split()
        asked = {path for step in map(spec.flow.step, steps) if step for path in step.asks}
        self.diary.come(self._typed_on(spec, sample))
        said = self.values(form, sample)
        typed = {name: value for name, value in said.items() if name not in asked}
        author = typed.get("prepared_by")
        record = self.diary.save(author if author in self.people else self.people[0], spec.id, typed)
        link = Link(record.get("record_no") or "", record["_id"], spec.id)
        if link not in self._known(spec.id):  # looked up just now it is there already
            self._known(spec.id).append(link)
        for step in steps:
            self._take(form, record["_id"], step, {name: said[name] for name in asked & said.keys()})

    def _take(self, form: FormType, record: int, name: str, asked: Mapping[str, Any]) -> None:
        """Take a step, with every signature that it needs, each by the first who may."""
        step = form.spec.flow.step(name)
        if step is None:
            raise KeyError(f"{form.spec.id}: no step {name}")
        whole = self.archive.read(form.spec.id, record)
        before = whole["status"]
        values = {name: value for name, value in asked.items() if name in step.asks}
        lines = range(len(whole.get(step.line) or ())) if step.line else ()
        tables = [path.partition(".")[0] if "." in path and not step.line else "" for path in step.sign]
        for _ in range(max(sum(len(whole[rows]) if rows else 1 for rows in tables), 1)):
            self._taken(form.spec.id, record, name, Asked(values, lines, "核对后办理" if step.reason else ""))
            if self.archive.read(form.spec.id, record)["status"] != before:
                return

    def _taken(self, form: str, record: int, name: str, asked: Asked) -> None:
        """Let the first who may take a step, or sign in it, do so; raises Refused where nobody may."""
        stepper, last = (
            self.archive.stepper,
            Refused([problem("GEN_NO_RIGHT", step=name, form=Label(form, form), who=Label("", ""))]),
        )
        for person in (*self.diary.staff.roles.values(), *self.people):
            env = self.diary.of(person)
            if not any(offer.mine for offer in stepper.offers(form, record, env) if offer.step.id == name):
                continue
            try:
                stepper.take(form, record, name, env, asked, confirm=True)
                return
            except Refused as refused:
                last = refused
        raise last

    def _typed_on(self, spec: FormSpec, given: Mapping[str, Any]) -> date:
        """The day on which a sample is typed: the last of its days that has come."""
        days = [self._day(value) for path, value in _said(given) if path != AFTER and self._dated(spec, path, value)]
        return max((day for day in days if day <= self.diary.env.today), default=self.diary.env.today)

    def _dated(self, spec: FormSpec, path: str, value: Any) -> bool:
        return isinstance(value, int) and (spec.find(path) if "." in path else stored_fields(spec)[path]).type in (
            "date",
            "datetime",
        )

    def _day(self, away: int) -> date:
        return self.diary.env.today + timedelta(days=away)

    def _lines(
        self, form: FormType, rows: BlockSpec, lines: Iterable[Mapping[str, Any]], fresh: Values
    ) -> list[Values]:
        """The lines of a table; of one whose lines are given, those with what the sample says of them."""
        made = [{name: self._value(rows.field(name), value) for name, value in line.items()} for line in lines]
        if not rows.one_per:
            return made
        said = {line[rows.one_per]: line for line in made}
        given = fresh.get(rows.id) or [fresh_line(form, rows.id, fresh, self.diary.env)]
        return [{**line, **said.pop(line[rows.one_per], {})} for line in given] + list(said.values())

    def _value(self, field: FieldSpec, value: Any) -> Any:
        kind = field.type
        if kind in ("person", "dept", "org", "ref"):
            return self._link(field, value)
        if kind == "sign" and isinstance(value, int):
            return self.diary.signed(self.people[(value - 1) % len(self.people)])
        if kind in ("decimal", "money"):
            return Decimal(str(value))
        if isinstance(value, str) and kind in ("date", "datetime") and not field.arg("birthday"):
            return (date if kind == "date" else datetime).fromisoformat(value)
        if isinstance(value, bool) or not isinstance(value, int):
            return value
        if kind == "date":
            return self._day(value)
        if kind == "datetime":
            return datetime.combine(self._day(value), time(8, 30))  # before the first act of a day
        if kind == "month":
            return f"{months_after(self.diary.env.today, value):%Y-%m}"
        if kind == "year":
            return value if value > 1900 else self.diary.env.today.year + value
        return value

    def _link(self, field: FieldSpec, value: Any) -> Any:
        staff = self.diary.staff
        there = {"person": self.people, "dept": staff.depts, "org": [staff.company]}.get(field.type)
        if isinstance(value, str):
            return next(
                (link for link in there or self._called(field, value) if value in (link.text, link.title)), Link(value)
            )
        form, number = value if isinstance(value, tuple) else ("", value)
        if there is None:
            names = [form] if form else [name for name in field.ref if self._known(name)]
            there = self._known(names[0]) if names else []
        return there[(number - 1) % len(there)] if there else None

    def _called(self, field: FieldSpec, text: str) -> list[Link]:
        """The records of that title or number that a link may name."""
        sql = "SELECT record_no, _id, form, title FROM record WHERE ? IN (title, record_no) ORDER BY _id"
        found = [Link(no or "", id, form, title) for no, id, form, title in self.archive.store.rows(sql, (text,))]
        return [link for link in found if not field.ref or link.form in field.ref]

    def _known(self, form: str) -> list[Link]:
        """The first records of a form, as links."""
        if form not in self._links:
            sql = "SELECT record_no, _id FROM record WHERE form = ? AND record_no IS NOT NULL ORDER BY _id LIMIT ?"
            self._links[form] = [Link(no, id, form) for no, id in self.archive.store.rows(sql, (form, MOST))]
        return self._links[form]
