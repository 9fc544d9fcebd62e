"""`FIELD=VALUE` on the command line, read by the types of the fields as an import reads cells."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from dangan.cli.context import Failed
from dangan.errors import Refused
from dangan.record import Link, Values
from dangan.spec import FieldSpec, FormSpec
from dangan.system import stored_fields

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dangan.env import Env
    from forms_plugins.importers.convert import Converters
    from storage.archive import Archive


def typed(archive: Archive, form_id: str, old: Values, given: Iterable[str], env: Env) -> Values:
    """What was given as `FIELD=VALUE`, FIELD an identifier or label, of lines `rows.field`: path -> value.

    Of a table that a step asks for as a whole, its fields make one more line behind those of `old`. An empty VALUE empties
    the field. Raises Failed for what is no field, Refused for what is no value of it.
    """
    from dangan.checking import fresh_line
    from forms_plugins.importers.adding import Additions
    from forms_plugins.importers.convert import Converters

    spec = archive.registry.spec(form_id)
    converters = Converters(env, Additions(archive, env.office, False))
    asked = {path for s in spec.flow.steps for path in s.asks}
    values: Values = {}
    lines: dict[str, Values] = {}
    for pair in given:
        name, equals, text = pair.partition("=")
        if not equals:
            raise Failed(f"“{pair}”应写成 字段=值。", f"{pair} is to be written FIELD=VALUE.")
        path, field = _field(spec, name.strip())
        value = _value(archive, converters, field, text.strip())
        rows = path.partition(".")[0]
        if rows in asked and rows in spec.rows:
            lines.setdefault(rows, {})[path.partition(".")[2]] = value
        else:
            values[path] = value
    for rows, said in lines.items():
        blank = fresh_line(archive.registry.form(form_id), rows, old, env)
        values[rows] = [*(old.get(rows) or ()), {**blank, **said}]
    return values


def _field(spec: FormSpec, name: str) -> tuple[str, FieldSpec]:
    """Path and field of an identifier or label; of lines `rows.field`. Raises Failed with the nearest name."""
    known = {name: f for name, f in stored_fields(spec).items() if name not in spec.rows}
    known |= {f"{rows}.{f.id}": f for rows, block in spec.rows.items() for f in block.fields}
    for path, f in known.items():
        block = spec.rows.get(path.partition(".")[0])
        labels = [(f.zh, f.en)] if block is None else [(f"{block.zh}.{f.zh}", f"{block.en}.{f.en}")]
        if name == path or any(name in pair for pair in labels):
            return path, f
    near = get_close_matches(name, known, 1)
    raise Failed(
        f"“{spec.zh}”没有字段 {name}。", f"{spec.en} has no field {name}.",
        f"是不是 {near[0]}？" if near else "", f"Did you mean {near[0]}?" if near else "",
    )  # fmt: skip


def _value(archive: Archive, converters: Converters, field: FieldSpec, text: str) -> Any:
    """One value, None of an empty text."""
    from forms_plugins.importers.matching import find_refs

    if not text:
        return () if field.type == "multi" else None
    value = converters.of(field)(text)
    if field.type != "ref":
        return value[0] if isinstance(value, tuple) and type(value).__name__ == "Other" else value
    hits = [link for form in field.ref for link in find_refs(archive, form, [text]).get(text, [])]
    if len(hits) == 1:
        return hits[0]
    if not hits and field.or_text:
        return Link(text)
    if hits:
        raise Failed(
            f"有 {len(hits)} 份记录叫“{text}”。",
            f"{len(hits)} records are called {text}.",
            "请写编号。",
            "Give the number.",
        )
    from dangan.sentences import problem
    from dangan.spec import Label

    raise Refused([problem("GEN_REF_MISSING", field.id, field=field, value=text, form=Label("记录", "record"))])
