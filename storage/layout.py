"""Where a form's values stand: its tables, their columns, and the conversion of whole rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from functools import cached_property
from itertools import accumulate
from typing import Any

from dangan.frozen import frozen
from dangan.record import Values
from dangan.spec import FieldSpec, FormSpec
from dangan.system import beside, stored_fields
from storage.codec import quoted, said
from storage.columns import TEXT, Cell, cell, quote

MAIN = (
    ("_id", "INTEGER PRIMARY KEY"), ("_lock", "INTEGER NOT NULL"), ("_title", TEXT), ("_owner", TEXT),
    ("_created_at", TEXT), ("_created_by", TEXT), ("_updated_at", TEXT), ("_updated_by", TEXT),
    ("_reasons", "TEXT NOT NULL DEFAULT '{}'"), ("_lines", "INTEGER NOT NULL DEFAULT 0"),
)  # fmt: skip
LINE = (
    ("_record", "INTEGER NOT NULL"), ("_id", "INTEGER NOT NULL"), ("_pos", "INTEGER NOT NULL"),
    ("_created_by", TEXT), ("_created_at", TEXT),
)  # fmt: skip
INTERNAL = tuple(name for name, _ in MAIN)


@frozen
class Table:
    """One table: `fixed` internal columns, then the columns of its cells; `multis` are kept in the link table."""

    name: str
    rows: str  # identifier of the rows table, "" = the record itself
    fixed: tuple[tuple[str, str], ...]
    cells: tuple[Cell, ...]
    multis: tuple[FieldSpec, ...]

    @cached_property
    def columns(self) -> tuple[tuple[str, str], ...]:
        """Names and types in order."""
        return self.fixed + tuple(pair for c in self.cells for pair in zip(c.names, c.types, strict=True))

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Column names in order."""
        return tuple(name for name, _ in self.columns)

    @cached_property
    def by_id(self) -> dict[str, Cell]:
        """Cells by field identifier."""
        return {c.id: c for c in self.cells}

    @cached_property
    def spoken(self) -> tuple[str, ...]:
        """Fields whose words are searched."""
        mute = ("choice", "month", "time", "date")
        return tuple(
            c.id
            for c in self.cells
            if (c.kind in ("link", "sign") or (c.kind == "text" and c.field.type not in mute))
            and (self.rows or c.id != "record_no")  # the number is known inside the transaction
        )

    @cached_property
    def naming(self) -> tuple[str, ...]:
        """Fields that name somebody: found by pinyin."""
        return tuple(c.id for c in self.cells if c.kind in ("link", "sign") and c.field.type != "file")

    @cached_property
    def value_names(self) -> tuple[str, ...]:
        """Fields kept, multi-choices too."""
        return (*(c.id for c in self.cells), *(m.id for m in self.multis))

    @cached_property
    def shapes(self) -> tuple[tuple[str, FieldSpec, str, bool], ...]:
        """Of each cell: identifier, field, kind, and whether a filled value is kept as it is."""
        return tuple((c.id, c.field, c.kind, c.kind in ("text", "int", "bool", "date")) for c in self.cells)

    @cached_property
    def _writers(self) -> tuple[tuple[str, tuple[Any, ...], Callable[[Any], tuple[Any, ...]] | None, str], ...]:
        """Identifier, the columns of an empty value, what makes them of a filled one (None: it stands as it is), the
        end of the JSON before it and its key."""
        plainly = ("text", "int")
        return tuple(
            (c.id, c.to_row(None), None if c.kind in plainly else c.to_row, self._lead(c.id)) for c in self.cells
        )

    @cached_property
    def at(self) -> dict[str, int]:
        """Where the first column of each cell stands in what `to_row` gives."""
        ends = list(accumulate(len(c.names) for c in self.cells))
        return {c.id: end - len(c.names) for c, end in zip(self.cells, ends, strict=True)}

    @cached_property
    def _readers(self) -> tuple[tuple[str, Callable[[Sequence[Any]], Any], int, int], ...]:
        out, at = [], len(self.fixed)
        for c in self.cells:
            out.append((c.id, c.from_row, at, at + len(c.names)))
            at += len(c.names)
        return tuple(out)

    def to_row(self, values: Values) -> list[Any]:
        """The column values of the cells, without the fixed ones."""
        row: list[Any] = []
        get = values.get
        for name, empty, to, _ in self._writers:
            value = get(name)
            if value is None:
                row += empty
            elif to is None:
                row.append(value)
            else:
                row += to(value)
        return row

    def told(self, values: Values) -> tuple[list[Any], str]:
        """What `to_row` gives, and all that is filled, multi-choices too, as the inside of a JSON object: of the record
        the differences to nothing, of a line its values."""
        row: list[Any] = []
        texts: list[str] = []
        get = values.get
        for name, empty, to, key in self._writers:
            value = get(name)
            if value is None:
                row += empty
            elif to is None:
                row.append(value)
                texts += (key, quoted(value) if value.__class__ is str else said(value))
            else:
                row += to(value)
                texts += (key, said(value))
        for multi in self.multis:
            if value := get(multi.id):
                texts += (self._lead(multi.id), said(value))
        if not texts:
            return row, ""
        return row, "".join(texts)[1:] if self.rows else "".join(texts)[2:] + "]"

    def _lead(self, name: str) -> str:
        return f",{quoted(name)}:" if self.rows else f"],{quoted(name)}:[null,"

    def from_row(self, row: Sequence[Any]) -> Values:
        """Values of a row selected as `names`, internal columns included."""
        values: Values = {name: row[n] for n, (name, _) in enumerate(self.fixed)}
        for name, back, begin, end in self._readers:
            values[name] = back(row[begin:end])
        for multi in self.multis:
            values[multi.id] = ()
        return values


@frozen
class Layout:
    """All tables of a form. `shared` are the fields of an edition whose values stand in its master."""

    spec: FormSpec
    main: Table
    rows: Mapping[str, Table]
    shared: tuple[str, ...]
    multi: str
    fields: Mapping[str, FieldSpec] = field(repr=False)  # every stored field by path, `rows.field` too

    @property
    def tables(self) -> tuple[Table, ...]:
        """The record's table, then the rows tables."""
        return (self.main, *self.rows.values())

    @property
    def has_multi(self) -> bool:
        """Whether any field is a multi-choice."""
        return any(t.multis for t in self.tables)

    @cached_property
    def blank(self) -> Values:
        """A record of the form with nothing in it, to be copied; it has no lines."""
        values: Values = {c.id: None for c in self.main.cells} | {m.id: () for m in self.main.multis}
        values |= dict.fromkeys(self.shared) | dict.fromkeys(self.rows, ())
        spec = self.spec
        return values | {
            "_reasons": {}, "status": spec.state_codes[0], "secrecy": spec.secrecy, "revision": 0, "_lines": 0,
        }  # fmt: skip

    @cached_property
    def files(self) -> tuple[tuple[str, str], ...]:
        """(rows or "", field) of every field that holds a file."""
        return tuple(
            (rows, c.id) for rows, t in (("", self.main), *self.rows.items()) for c in t.cells if c.field.type == "file"
        )

    @cached_property
    def pictures(self) -> tuple[str, ...]:
        """The fields of the record itself that take a picture only."""
        return tuple(c.id for c in self.main.cells if c.field.arg("picture"))

    @cached_property
    def archive_numbers(self) -> tuple[str, ...]:
        """The fields of the record itself that hold an archive number."""
        return tuple(c.id for c in self.main.cells if c.field.arg("archive"))

    @cached_property
    def links(self) -> tuple[tuple[str, str], ...]:
        """(rows or "", field) of every field that names a record."""
        return tuple((t.rows, c.id) for t in self.tables for c in t.cells if c.field.type == "ref")

    @cached_property
    def named(self) -> tuple[tuple[str, str, str], ...]:
        """(rows or "", field, person dept or org) of every field that names an entry of the directory."""
        kinds = {"person": "person", "dept": "dept", "org": "org", "sign": "person"}
        return tuple((t.rows, c.id, kinds[c.field.type]) for t in self.tables for c in t.cells if c.field.type in kinds)


def table_name(form: str) -> str:
    """The table of a form's records."""
    return f"f_{form}"


def layout(spec: FormSpec) -> Layout:
    """The tables of a form, from its declaration."""
    stored = stored_fields(spec)
    shared = tuple(f.id for f in stored.values() if f.shared) if spec.edition_of else ()
    own = [f for f in stored.values() if f.id not in shared]
    main = _table(table_name(spec.id), "", MAIN, own)
    rows = {b.id: _table(f"{table_name(spec.id)}__{b.id}", b.id, LINE, list(b.fields)) for b in spec.rows.values()}
    fields: dict[str, FieldSpec] = dict(stored)
    for t in (main, *rows.values()):
        prefix = f"{t.rows}." if t.rows else ""
        fields.update({prefix + f.id: f for f in (*(c.field for c in t.cells), *t.multis)})
    return Layout(spec, main, rows, shared, f"{table_name(spec.id)}_multi", fields)


def _table(name: str, rows: str, fixed: tuple[tuple[str, str], ...], specs: list[FieldSpec]) -> Table:
    known = {f.id for f in specs}
    extra = [b for f in specs if (b := beside(f)) and b.id not in known]
    reasons = [FieldSpec(r, "text", "更改原因", "Reason for the change") for f in specs
               if f.source and (r := f.source.override) not in ("", "*") and r not in known]  # fmt: skip
    everything = specs + extra + list({r.id: r for r in reasons}.values())
    cells = tuple(c for f in everything if (c := cell(f)))
    return Table(name, rows, fixed, cells, tuple(f for f in everything if f.type == "multi"))


def ddl(of: Layout) -> list[str]:
    """Statements that make the form's tables and indexes where they are missing."""
    out = []
    for t in of.tables:
        body = ", ".join(f"{quote(n)} {kind}" for n, kind in t.columns)
        key = ", PRIMARY KEY (_record, _id)) WITHOUT ROWID" if t.rows else ")"
        out.append(f"CREATE TABLE IF NOT EXISTS {quote(t.name)} ({body}{key}")
    if of.has_multi:
        out.append(
            f"CREATE TABLE IF NOT EXISTS {quote(of.multi)} (record_id INTEGER NOT NULL, rows TEXT NOT NULL, "
            "line_id INTEGER NOT NULL, field TEXT NOT NULL, code TEXT NOT NULL, "
            "PRIMARY KEY (record_id, rows, line_id, field, code)) WITHOUT ROWID"
        )
    return out + indexes(of)


def indexes(of: Layout) -> list[str]:
    """Indexes of what is searched, sorted and looked up: title, updated, state, number, keys, links."""
    main = of.main
    wanted: dict[str, tuple[Table, tuple[str, ...]]] = {}

    def add(table: Table, *columns: str) -> None:
        wanted.setdefault("_".join((table.name, *columns)), (table, columns))

    for columns in (("_title", "_id"), ("_updated_at", "_id"), ("status", "_title", "_id"), ("record_no", "_id")):
        add(main, *columns)
    for fields in (of.spec.key, *(u.fields for u in of.spec.unique)):
        for t in of.tables:
            prefix = f"{t.rows}." if t.rows else ""
            parts = [
                t.by_id[f.removeprefix(prefix)]
                for f in fields
                if f.startswith(prefix) and f.removeprefix(prefix) in t.by_id
            ]
            if parts and parts != [main.by_id.get("record_no")]:
                add(t, *(c.names[1] if c.kind == "link" else c.names[0] for c in parts))
    for t in of.tables:
        for c in t.cells:
            if c.field.type == "ref":
                add(t, c.names[1])
    out = [f"CREATE INDEX IF NOT EXISTS {quote(name)} ON {quote(t.name)} ({', '.join(map(quote, cols))})"
           for name, (t, cols) in wanted.items()]  # fmt: skip
    if of.has_multi:
        out.append(
            f"CREATE INDEX IF NOT EXISTS {quote(of.multi + '_code')} ON {quote(of.multi)} (field, code, record_id)"
        )
    return out
