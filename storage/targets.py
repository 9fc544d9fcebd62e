"""What records refer to, seen inside the transaction: a link names a record that stands, one referred to is not voided."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

import apsw

from dangan.errors import Problem, Refused
from dangan.record import Link, Values
from dangan.sentences import problem
from dangan.spec import FieldSpec, Label
from storage.engine import fetched
from storage.prepared import Draft
from storage.registry import Registry

Named = tuple[str, FieldSpec, Link]  # path with the line's place, field, link


def problems(cursor: apsw.Cursor, drafts: Sequence[Draft], registry: Registry) -> list[tuple[int, Problem]]:
    """(place in `drafts`, problem) of each link newly made to a void record, to none, or to one of another form."""
    asked = [(n, *named) for n, d in enumerate(drafts) if d.links for named in _new(d)]
    if not asked:
        return []
    sql = "SELECT j.key, r.form, r.record_no, r.voided FROM json_each(?) j LEFT JOIN record r ON r._id = j.value"
    found = []
    for at, form, number, void in fetched(cursor, sql, (json.dumps([link.id for *_, link in asked]),)):
        place, path, spec, link = asked[at]
        if form is None or (spec.ref and form not in spec.ref) or (link.form and form != link.form):
            found.append(
                (place, problem("GEN_REF_MISSING", path, field=spec, value=link.text, form=_form(spec, registry)))
            )
        elif void:
            found.append((place, problem("GEN_REF_VOID", path, field=spec, value=number)))
    return found


def _new(made: Draft) -> Iterator[Named]:
    old = (
        {(path.partition(".")[0], spec.id, link.id) for path, spec, link in _named(made, made.old)} if made.old else ()
    )
    for path, spec, link in _named(made, made.new):
        if (path.partition(".")[0], spec.id, link.id) not in old:
            yield path, spec, link


def _named(made: Draft, values: Values | None) -> Iterator[Named]:
    of = made.sql.layout
    for rows, name in of.links:
        lines = (values or {}).get(rows) or () if rows else [values or {}]
        for n, line in enumerate(lines):
            link = line.get(name)
            if isinstance(link, Link) and link.id is not None:
                path = f"{rows}.{n}.{name}" if rows else name
                yield path, of.fields[f"{rows}.{name}" if rows else name], link


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
