"""Registers on paper: many records as lines of one sheet, one sheet for each group that the form names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from dangan.record import Values
from dangan.spec import FieldSpec, FormSpec
from forms_plugins.exporters.paper import blocks
from forms_plugins.exporters.paper.entries import Entries
from forms_plugins.exporters.paper.model import Sheet, grid
from forms_plugins.exporters.paper.pages import paginate
from forms_plugins.exporters.paper.tables import TableColumn, table, table_columns
from forms_plugins.exporters.values import Reader, find

BLANK = 10


def sheets(spec: FormSpec, records: Iterable[Values]) -> Iterator[tuple[str, list[Values]]]:
    """The records of each sheet with its name: those that agree in the fields `sheet_by`, in their order."""
    groups: dict[tuple[Any, ...], list[Values]] = {}
    for record in records:
        groups.setdefault(tuple(_key(record.get(name)) for name in spec.sheet_by), []).append(record)
    for key, found in groups.items():
        yield " ".join(str(part) for part in key if part not in (None, "")), found


def _key(value: Any) -> Any:
    return value.text if hasattr(value, "text") else value


def lay_out_register(
    spec: FormSpec, records: Sequence[Values], reader: Reader, name: str, *, blank: bool = False
) -> Sheet:
    """One sheet of a register: heading fields, the lines with a running number, the foot of the last record."""
    across, lang = grid(spec.paper.landscape), reader.lang
    last = records[-1] if records else {}
    entries = Entries(reader, blank=blank)
    out = [blocks.title(spec.paper.heading or spec.label(lang), across)]
    heads = heading(spec)
    shown = entries.of(heads, last)
    if shown:
        pairs = min(len(shown), 3)
        out += blocks.section(shown, pairs, min(blocks.label_span([e.label for e in shown]), 7), across)
    columns = table_columns(line_fields(spec), records, entries, lang)
    numbers = tuple(str(n) for n in range(1, len(records) + 1))
    if not _numbered(columns):
        columns.insert(
            0, TableColumn(FieldSpec("_no", "int", "序号", "No."), "序号" if lang == "zh" else "No.", "", numbers)
        )
    rows = max(len(records), BLANK)
    out += table(columns, len(records), rows, across)
    foot = [
        b
        for block in spec.blocks
        if block.part == "footer"
        for b in blocks.foot(entries.of(block.fields, last), across)
    ]
    return paginate(name, blocks.with_foot(out, foot), landscape=spec.paper.landscape)


def heading(spec: FormSpec) -> list[FieldSpec]:
    """What the records of a sheet share: the fields of the heading, and those of a section that it groups by."""
    heads = [f for b in spec.blocks if b.part == "header" for f in b.fields]
    return [*heads, *(spec.fields[name] for name in spec.sheet_by if spec.fields[name] not in heads)]


def line_fields(spec: FormSpec) -> list[FieldSpec]:
    """The columns of the sheet: those of the ledger where the form names them, else the fields of its sections.

    Fields of the heading and of rows tables are not among them; a section under a heading of its own is another paper.
    """
    shared = {f.id for f in heading(spec)}
    if spec.ledgers and spec.ledgers[0].columns:
        named = [find(spec, name) for name in spec.ledgers[0].columns if "." not in name]
        ends = {f.until: spec.fields[f.until] for f in named if f.until}  # printed in the column of what they end
        found = [*named, *(f for name, f in ends.items() if name not in spec.ledgers[0].columns)]
    else:
        sections = [b for b in spec.blocks if b.part == "section"]
        found = [f for b in sections if not b.zh or len(sections) == 1 for f in b.fields]
    return [f for f in found if f.id not in shared and f.printed]


def _numbered(columns: Sequence[TableColumn]) -> bool:
    return any(c.field.type == "serial" or c.label in ("序号", "编号", "案卷顺序号") for c in columns)
