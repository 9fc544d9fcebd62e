"""Columns of lists: which fields, their words and widths, and what stands in a cell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dangan import types
from dangan.env import Office
from dangan.i18n import _
from dangan.record import Link, Signature, Values
from dangan.spec import FieldSpec, FormSpec
from dangan.system import stored_fields
from dangan.values.text import cells, visible

_WIDE = {
    "date": 10, "datetime": 16, "month": 7, "time": 5, "year": 4, "bool": 4, "int": 7, "decimal": 10, "money": 14,
    "person": 10, "dept": 10, "org": 14, "ref": 18, "sign": 10, "phone": 13, "idcard": 18, "uscc": 18, "postcode": 6,
    "longtext": 24, "email": 20, "birthday": 10, "serial": 5, "multi": 16,
}  # fmt: skip
_RIGHT = ("int", "decimal", "money", "serial")
MOST = 24  # cells of a column that is not the last

INTERNAL = {
    "_title": FieldSpec("_title", "text", "名称", "Title"),
    "_created_at": FieldSpec("_created_at", "datetime", "录入时间", "Entered at"),
    "_created_by": FieldSpec("_created_by", "text", "录入人", "Entered by"),
    "_updated_at": FieldSpec("_updated_at", "datetime", "修改时间", "Changed at"),
    "_updated_by": FieldSpec("_updated_by", "text", "修改人", "Changed by"),
}


@dataclass(frozen=True, slots=True)
class ListColumn:
    """One column of a list: its field, heading, width in cells, alignment, the labels of its options by code, and
    whether a record is shown by what it is called; an edition shows the number of its master."""

    field: FieldSpec
    label: str
    width: int
    align: str
    options: tuple[Any, ...] = ()
    named: bool = False


def choosable(spec: FormSpec) -> dict[str, FieldSpec]:
    """Every field that may be a column: number and title first, those of the paper, then the system's."""
    stored = stored_fields(spec)
    rest = INTERNAL if not titled(spec) else {k: f for k, f in INTERNAL.items() if k != "_title"}
    return {
        "record_no": stored["record_no"],
        **({} if titled(spec) else {"_title": INTERNAL["_title"]}),
        **stored,
        **rest,
    }


def titled(spec: FormSpec) -> bool:
    """Whether the title of a record is the value of one field."""
    return any("{" + name + "}" == spec.title for name in spec.fields)


def default_columns(spec: FormSpec) -> tuple[str, ...]:
    """The declaration's list columns, else number, title, state, and the first short fields of the paper."""
    known = choosable(spec)
    if spec.list_columns:
        return tuple(c for c in spec.list_columns if c in known)
    short = [
        f.id
        for f in spec.fields.values()
        if f.type not in ("longtext", "multi", "file", "label") and f.id != "record_no"
    ]
    title = [] if any("{" + f + "}" == spec.title for f in short[:6]) else ["_title"]
    return ("record_no", *title, *short[:6], "status")


def status_field(spec: FormSpec) -> FieldSpec:
    """The state as a choice among the form's states."""
    return FieldSpec("status", "choice", "状态", "Status", options=spec.states)


def columns_of(spec: FormSpec, ids: tuple[str, ...], lang: str, office: Office) -> list[ListColumn]:
    """The columns called `ids`, unknown ones left out."""
    known = choosable(spec)
    out = []
    for name in ids:
        f = status_field(spec) if name == "status" else known.get(name)
        if f is None:
            continue
        options = types.options_of(f, office) if f.type in ("choice", "multi") else ()
        label = f.label(lang)
        out.append(
            ListColumn(
                f,
                label,
                _width(f, label, options, lang),
                "right" if f.type in _RIGHT else "left",
                options,
                f.type == "ref" and f.id != spec.edition_link,
            )
        )
    return out


def _width(f: FieldSpec, label: str, options: tuple[Any, ...], lang: str) -> int:
    if f.id == "record_no":
        return 13
    if f.type == "choice" and options:
        return max(cells(label), min(12, max(cells(o.text(lang)) for o in options)))
    return max(min(cells(label), MOST), _WIDE.get(f.type, 12))


def cell_text(column: ListColumn, values: Values, lang: str) -> str:
    """What stands in a cell; of a link what it is called, of a choice its label."""
    value = values.get(column.field.id)
    if value in (None, "", ()) and not column.field.gapless:
        return ""
    if isinstance(value, Link):
        return visible(value.title or value.text) if column.named else visible(value.text)
    if isinstance(value, Signature):
        return visible(value.name)
    try:
        return visible(types.show(column.field, value, lang, style="list", options=column.options))
    except (TypeError, ValueError, AttributeError):
        return visible(str(value)).replace("T", " ")


def direction(f: FieldSpec, descending: bool, lang: str) -> str:
    """How a column is sorted, in words: a date from new to old."""
    if f.type in ("date", "datetime", "month", "year", "birthday"):
        return _("new to old", lang) if descending else _("old to new", lang)
    if f.type in _RIGHT:
        return _("large to small", lang) if descending else _("small to large", lang)
    return _("backwards", lang) if descending else _("in order", lang)
