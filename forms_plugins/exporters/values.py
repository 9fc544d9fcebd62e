"""What a value looks like in a sheet: words on a paper form, real days and numbers in lists and ledgers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from dangan.record import Link, Signature, Values
from dangan.spec import FieldSpec, FormSpec, Option
from dangan.system import SYSTEM
from dangan.types import options_of, show
from dangan.values.dates import show_date
from forms_plugins.exporters.workbook import FIRST_DATE, clean

Kind = Literal["text", "day", "moment", "month", "whole", "number"]
MAX_DIGITS = 15  # a cell keeps no more digits of a number


@dataclass(frozen=True, slots=True)
class Cell:
    """A value ready to be written; `kind` chooses the number format, `places` the decimals of a number."""

    value: Any
    kind: Kind = "text"
    places: int = 0


EMPTY = Cell(None)


class Reader:
    """Turns values into cells and words in one language, with the office's option lists."""

    def __init__(self, spec: FormSpec, lang: str, office: Any) -> None:
        self.spec, self.lang, self._office = spec, lang, office
        self._lists: dict[str, dict[str, Option]] = {}
        self._numbers: dict[Link, str] = {}

    def of(self, spec: FormSpec) -> Reader:
        """The like for another form."""
        return Reader(spec, self.lang, self._office)

    def setting(self, name: str) -> str:
        """The text of a setting, "" where there is none."""
        return str(self._office.setting(name) or "")

    def options(self, field: FieldSpec) -> dict[str, Option]:
        """The options of a choice by code, retired ones included; states for the status."""
        key = field.list or f"={field.id}"
        if key not in self._lists or not field.list:
            found = self.spec.states if field.id == "status" else options_of(field, self._office)
            self._lists[key] = {o.code: o for o in found}
        return self._lists[key]

    def words(self, field: FieldSpec, holder: Mapping[str, Any]) -> str:
        """The value as it stands on paper, "" when empty."""
        value = _moment(field, holder.get(field.id))
        if value is None or value == () or value == "":
            return ""
        if isinstance(value, Link) and field.type == "ref":
            # The number, and what it is called unless that stands beside it.
            beside = (held for name, held in holder.items() if name[:1] != "_")
            named = value.title and value.title != value.text and value.title not in beside
            number = self._number(field, value)
            return clean(f"{number} {value.title}" if named else number)
        return str(value) if _masked(value) else clean(self._words(field, value, holder))

    def _words(self, field: FieldSpec, value: Any, holder: Mapping[str, Any]) -> str:
        match value:
            case bool():
                return self.yes_no(field, value)
            case Signature():
                return " ".join(filter(None, (value.name + self._paper(value), self.day(value.on))))
            case Link():
                return value.text
            case tuple() | list():
                other = str(holder.get(f"{field.id}_other") or "")
                chosen = {str(code): None for code in (*self.options(field), *value) if code in value}
                return self._joiner.join(self.option(field, code, other) for code in chosen)
        if field.type == "choice" or field.list or field.options:
            return self.option(field, str(value), str(holder.get(f"{field.id}_other") or ""))
        return show(field, value, self.lang, style="paper")

    def _paper(self, signature: Signature) -> str:
        """The mark of a signature that was given on paper."""
        return ("(纸质)" if self.lang == "zh" else " (on paper)") if signature.paper else ""

    def _number(self, field: FieldSpec, link: Link) -> str:
        """The number of a record; where a 档号 is asked for, the archive number that it bears."""
        if field.id != "archive_no" or link.id is None:
            return link.text
        if link not in self._numbers:
            self._numbers[link] = str((self._office.record(link) or {}).get("archive_no") or link.text)
        return self._numbers[link]

    @property
    def _joiner(self) -> str:
        return "、" if self.lang == "zh" else ", "

    def day(self, day: date | None) -> str:
        """A day as papers write it, "" for none."""
        return show_date(day, self.lang, "paper") if day else ""

    def yes_no(self, field: FieldSpec, value: bool) -> str:
        """The words of a yes/no field: its own in Chinese, Yes and No in English."""
        if self.lang == "en":
            return "Yes" if value else "No"
        return field.words[0 if value else 1]

    def option(self, field: FieldSpec, code: str, other: str = "") -> str:
        """The label of a code, with the free text of an option `other`; free text itself where it is no code."""
        option = self.options(field).get(code)
        if option is None:
            return code
        label = option.text(self.lang)
        return f"{label}({other})" if other and code == "other" else label

    def cell(self, field: FieldSpec, holder: Mapping[str, Any]) -> Cell:
        """The value as lists and ledgers keep it: sortable days and numbers, everything else text."""
        value = _moment(field, holder.get(field.id))
        if value is None or value == () or value == "":
            return EMPTY
        if _masked(value):
            return Cell(value)
        match value:
            case bool():
                return Cell(self.yes_no(field, value))
            case Signature():
                return Cell(clean(" ".join(filter(None, (value.name, value.on.isoformat() if value.on else "")))))
            case datetime():
                moment = value.replace(tzinfo=None)
                return Cell(moment, "moment") if moment.date() >= FIRST_DATE else Cell(f"{value:%Y-%m-%d %H:%M}")
            case date():
                return Cell(value, "day") if value >= FIRST_DATE else Cell(value.isoformat())
            case Decimal():
                places = 2 if field.type == "money" else field.places
                return Cell(float(value), "number", places) if _exact(value) else Cell(f"{value:f}")
            case Link():
                return Cell(clean(self._number(field, value)))
            case int():
                whole = abs(value) < 10**MAX_DIGITS
                return Cell(value, "whole") if whole else Cell(str(value))
            case float():
                return Cell(value, "number", field.places)
        if isinstance(value, str) and field.type in ("date", "birthday", "month", "time"):
            return _calendar(value)
        return Cell(clean(self._words(field, value, holder)))


def _moment(field: FieldSpec, value: Any) -> Any:
    """The times of the internal columns, which the store gives as text."""
    if field.type != "datetime" or not isinstance(value, str) or _masked(value):
        return value
    return datetime.fromisoformat(value)


def _calendar(value: str) -> Cell:
    """A month as its first day, a birthday with its year as a day, one without and a time of day as text."""
    day, kind = (f"{value}-01", "month") if len(value) == 7 else (value, "day")
    try:
        found = date.fromisoformat(day)
    except ValueError:
        return Cell(clean(value))
    return Cell(found, "month" if kind == "month" else "day") if found >= FIRST_DATE else Cell(value)


def _masked(value: Any) -> bool:
    """Whether stars stand for what the user may not see, in a field of whatever type."""
    return isinstance(value, str) and not value.strip("*")


def _exact(value: Decimal) -> bool:
    return value.is_finite() and len(value.normalize().as_tuple().digits) <= MAX_DIGITS


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list or ledger: the field, the rows table it stands in ("" = none) and its heading."""

    field: FieldSpec
    rows: str
    label: str


_INTERNAL = {
    "_title": ("text", "名称", "Title"),
    "_owner": ("text", "所有人", "Owner"),
    "_created_at": ("datetime", "创建时间", "Created at"),
    "_created_by": ("text", "创建人", "Created by"),
    "_updated_at": ("datetime", "更新时间", "Updated at"),
    "_updated_by": ("text", "更新人", "Updated by"),
}


def column(spec: FormSpec, path: str, lang: str) -> Column:
    """The column that `path` names: a field, `rows.field`, a system field; KeyError for anything else."""
    rows = path.partition(".")[0] if "." in path else ""
    field = find(spec, path)
    block = spec.rows[rows].label(lang) if rows else ""
    label = field.label(lang)
    if path == "record_no" and any(f.zh == field.zh and f.id != path for f in spec.fields.values()):
        label = "记录编号" if lang == "zh" else "Record number"  # the paper calls something else so
    return Column(field, rows, f"{block} {label}".strip())


def find(spec: FormSpec, path: str) -> FieldSpec:
    """The field at `path`, system fields and what the store knows of a record included; KeyError."""
    try:
        return spec.find(path)
    except KeyError:
        internal = path if path.startswith("_") else f"_{path}"
        if path in SYSTEM:
            return SYSTEM[path]
        if internal not in _INTERNAL:
            raise
        kind, zh, en = _INTERNAL[internal]
        return FieldSpec(internal, kind, zh, en)


def columns(spec: FormSpec, paths: tuple[str, ...], lang: str, per: str = "") -> list[Column]:
    """The columns of `paths`; a heading stands alone unless it would occur twice. Rows of `per` need no prefix."""
    found = [column(spec, path, lang) for path in paths]
    found = [replace(c, label=c.field.label(lang)) if c.rows and c.rows == per else c for c in found]
    seen: dict[str, int] = {}
    out = []
    for c in found:
        label = clean(c.label)
        if label in seen and c.rows:
            label = f"{spec.rows[c.rows].label(lang)} {label}"
        seen[label] = seen.get(label, 0) + 1
        out.append(replace(c, label=label if seen[label] == 1 else f"{label} {seen[label]}"))
    return out


def lines(values: Values, rows: str) -> list[Values]:
    """The lines of a rows table of a record, none where there are none."""
    return list(values.get(rows) or ())
