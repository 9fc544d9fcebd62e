"""A form as it is typed and read: without the fields that the office hides, the free text of an option `other` as a field
of its own behind its choice."""

from __future__ import annotations

from dataclasses import replace

from dangan.env import Office
from dangan.form import FormType
from dangan.hiding import SETTING, shown
from dangan.spec import FieldSpec, FormSpec
from dangan.system import beside


def with_texts(form: FormType, office: Office) -> FormSpec:
    """The declaration with the free text of an option `other` behind each choice outside rows tables that has one."""
    spec = shown(form.spec, office.setting(SETTING))
    known: FormSpec | None = spec.__dict__.get("_with_texts")
    if known is None:
        blocks = []
        for b in spec.blocks:
            pairs = [(f, beside(f) if b.part != "rows" and _has_other(f) else None) for f in b.fields]
            blocks.append(replace(b, fields=tuple(f for pair in pairs for f in pair if f is not None)))
        known = spec.__dict__["_with_texts"] = replace(spec, blocks=tuple(blocks))
    return known


def _has_other(f: FieldSpec) -> bool:
    return f.other and (bool(f.list) or any(o.code == "other" for o in f.options))
