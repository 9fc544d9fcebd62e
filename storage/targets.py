"""What records refer to, seen inside the transaction: a link names what stands, a record referred to is not voided."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import apsw

from dangan.errors import Problem, Refused
from dangan.intake import INTAKE
from dangan.reasons import reason_for
from dangan.record import Link, Signature, Values
from dangan.sentences import problem
from dangan.spec import FieldSpec, Label
from storage.engine import fetched
from storage.layout import Layout
from storage.prepared import Draft
from storage.registry import Registry

Named = tuple[str, FieldSpec, Link]  # path with the line's place, field, link
Wrong = list[tuple[int, Problem]]  # (place in the drafts, problem)
ENTRIES = {  # kind -> table, its last day, what it is called
    "person": ("person", "left_on", Label("人员", "person")),
    "dept": ("dept", "closed_on", Label("部门", "department")),
    "org": ("company", "closed_on", Label("公司", "company")),
}
AS_IT_WAS = ("import", "undo", INTAKE)  # papers of former times name those who were there then


def problems(cursor: apsw.Cursor, drafts: Sequence[Draft], registry: Registry, today: date) -> Wrong:
    """What newly made links name that is not there, or no more: records first, then entries of the directory. New drafts
    have their `_id`."""
    return _records(cursor, drafts, registry) + _entries(cursor, drafts, today)


def _records(cursor: apsw.Cursor, drafts: Sequence[Draft], registry: Registry) -> Wrong:
    asked = [(n, *named) for n, d in enumerate(drafts) if d.links for named in _new(d, d.sql.layout.links)]
    if not asked:
        return []
    sql = "SELECT j.key, r.form, r.record_no, r.voided FROM json_each(?) j LEFT JOIN record r ON r._id = j.value"
    found = []
    made = {d.new["_id"]: d.form for d in drafts if d.old is None}
    for at, form, number, void in fetched(cursor, sql, (json.dumps([link.id for *_, link in asked]),)):
        place, path, spec, link = asked[at]
        form = form or made.get(link.id)
        if form is None or (spec.ref and form not in spec.ref) or (link.form and form != link.form):
            found.append(
                (place, problem("GEN_REF_MISSING", path, field=spec, value=link.text, form=_form(spec, registry)))
            )
        elif void:
            found.append((place, problem("GEN_REF_VOID", path, field=spec, value=number)))
    return found


def _entries(cursor: apsw.Cursor, drafts: Sequence[Draft], today: date) -> Wrong:
    found: Wrong = []
    for kind in ENTRIES:
        asked = [(n, *named) for n, d in enumerate(drafts) for named in _new(d, _of_kind(d.sql.layout, kind))]
        if not asked:
            continue
        table, end, label = ENTRIES[kind]
        sql = f"SELECT e._id, e.{end} FROM json_each(?) j JOIN {table} e ON e._id = j.value"
        ends = dict(fetched(cursor, sql, (json.dumps(sorted({link.id for *_, link in asked})),)))
        for place, path, spec, link in asked:
            if link.id not in ends:
                found.append((place, problem("GEN_REF_MISSING", path, field=spec, value=link.text, form=label)))
            elif ends[link.id] and drafts[place].action not in AS_IT_WAS:
                found += [(place, p) for p in _gone(kind, path, spec, link, ends[link.id], drafts[place], today)]
    return found


def _of_kind(of: Layout, kind: str) -> list[tuple[str, str]]:
    return [(rows, name) for rows, name, named in of.named if named == kind]


def _gone(kind: str, path: str, spec: FieldSpec, link: Link, end: str, made: Draft, today: date) -> Iterator[Problem]:
    """What is wrong with naming an entry that has an end: nothing on the days before, a person's is asked about."""
    signed = _value(made.new, path)
    day = signed.on if isinstance(signed, Signature) and signed.on else today
    last = date.fromisoformat(end)
    if kind == "person":
        if day > last and reason_for(path, "GEN_PERSON_LEFT", made.new) is None:
            yield problem("GEN_PERSON_LEFT", path, field=spec, person=link.text, left_on=last)
    elif today >= last:
        yield Problem(
            path, "DIRECTORY_CLOSED", "refuse",
            f"“{spec.zh}”：{link.text} 已于{end}停用。", f"{spec.en}: {link.text} was closed on {end}.",
            "请从列表中另选。", "Choose another from the list.",
        )  # fmt: skip


def _value(values: Values, path: str) -> Any:
    rows, _, rest = path.partition(".")
    if not rest:
        return values.get(path)
    place, _, name = rest.partition(".")
    return values[rows][int(place)].get(name)


def _new(made: Draft, fields: Sequence[tuple[str, str]]) -> Iterator[Named]:
    """The links in these fields that the record did not have before, in whatever line."""
    if not fields:
        return
    old = {(path.partition(".")[0], spec.id, link.id) for path, spec, link in _named(made, made.old, fields)}
    for path, spec, link in _named(made, made.new, fields):
        if (path.partition(".")[0], spec.id, link.id) not in old:
            yield path, spec, link


def _named(made: Draft, values: Values | None, fields: Sequence[tuple[str, str]]) -> Iterator[Named]:
    of = made.sql.layout
    if values is None:
        return
    for rows, name in fields:
        for n, line in enumerate((values.get(rows) or ()) if rows else (values,)):
            link = line.get(name)
            if isinstance(link, (Link, Signature)) and link.id is not None:
                path = f"{rows}.{n}.{name}" if rows else name
                named = link if isinstance(link, Link) else Link(link.name, link.id, "person")
                yield path, of.fields[f"{rows}.{name}" if rows else name], named


def _form(spec: FieldSpec, registry: Registry) -> Label:
    known = [registry.spec(form) for form in spec.ref if registry.has(form)]
    if not known:
        return Label("记录", "record")
    return Label("或".join(f.zh for f in known), " or ".join(f.en for f in known))


def unused(cursor: apsw.Cursor, registry: Registry, record: Values) -> None:
    """Raise Refused where records that are not void refer to this one."""
    sql = (
        "SELECT l.form, count(DISTINCT l.record_id) FROM link l JOIN record r ON r._id = l.record_id "
        "WHERE l.target_id = ? AND r.voided = 0 GROUP BY l.form"
    )
    users = fetched(cursor, sql, (record["_id"],))
    if users:
        number = record["record_no"]
        known = [(registry.spec(form) if registry.has(form) else Label(form, form), n) for form, n in users]
        raise Refused([problem("GEN_IN_USE", record_no=number, count=n, form=form) for form, n in known])
