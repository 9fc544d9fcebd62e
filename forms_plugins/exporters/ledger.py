"""Ledgers (台帐): the form's own columns, one row a record or a line of its rows table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from dangan.copies import parts
from dangan.exporting import Job
from dangan.record import Values
from dangan.spec import FieldSpec, FormSpec, LedgerSpec
from forms_plugins.exporters.table import write_table
from forms_plugins.exporters.values import EMPTY, Cell, Column, Reader, columns, lines

_COUNT = "#"  # type of the column that counts the lines of a rows table


def write_ledger(job: Job) -> None:
    """Write the ledger named in `options["ledger"]`, else the form's first, else the one that forms.md 0.6 gives.

    Raises Cancelled, ExportFailed, KeyError for a ledger that the form does not have.
    """
    if job.options.get("stub"):
        job = _of_stub(job)
    ledger = _chosen(job.spec, str(job.options.get("ledger", "")))
    shown = ledger_columns(job.spec, ledger, job.lang)
    reader = Reader(job.spec, job.lang, job.office)
    title = (ledger.zh if ledger and job.lang == "zh" else ledger.en if ledger else "") or job.spec.label(job.lang)
    write_table(job, job.spec.label(job.lang), shown, _rows(job, ledger, shown, reader), heading=title)


def _of_stub(job: Job) -> Job:
    """The same for the stub of the form."""
    stub = job.form.stub
    assert stub is not None
    return replace(job, form=stub, records=parts(stub, job.spec, job.records, job.env))


def _chosen(spec: FormSpec, name: str) -> LedgerSpec | None:
    if not name:
        return spec.ledgers[0] if spec.ledgers else None
    for ledger in spec.ledgers:
        if name in (ledger.zh, ledger.en):
            return ledger
    raise KeyError(name)


def ledger_columns(spec: FormSpec, ledger: LedgerSpec | None, lang: str) -> list[Column]:
    """The columns of a ledger; without its own: heading fields (of a register the line's), rows counted, status."""
    if ledger and ledger.columns:
        heads = {path: zh if lang == "zh" else en for path, zh, en in ledger.heads}
        shown = columns(spec, ledger.columns, lang, ledger.per)
        return [replace(c, label=heads.get(path, c.label)) for path, c in zip(ledger.columns, shown, strict=True)]
    per = ledger.per if ledger else ""
    parts = ("header", "section") if spec.register else ("header",)
    paths = [f.id for b in spec.blocks if b.part in parts for f in b.fields]
    if per:
        paths += [f"{per}.{f.id}" for f in spec.rows[per].fields]
    shown = columns(spec, tuple(paths), lang, per)
    if not per and not spec.register:
        shown += [
            _counter(block.id, block.label(lang) or ("明细" if lang == "zh" else "Lines"), lang)
            for block in spec.rows.values()
        ]
    if "status" not in paths:
        shown += columns(spec, ("status",), lang)
    return shown


def _counter(rows: str, label: str, lang: str) -> Column:
    return Column(FieldSpec(rows, _COUNT, label, label), "", f"{label}行数" if lang == "zh" else f"{label} (lines)")


def _rows(job: Job, ledger: LedgerSpec | None, shown: Sequence[Column], reader: Reader) -> Iterator[list[Cell]]:
    for record in job.each():
        if not (ledger and ledger.per):
            if ledger and not _holds(job, ledger, record, {}):
                continue
            yield ledger_row(reader, shown, record)
            continue
        for line in lines(record, ledger.per):
            if not _holds(job, ledger, record, line):
                continue
            yield ledger_row(reader, shown, record, ledger.per, line)


def _holds(job: Job, ledger: LedgerSpec, record: Values, line: Values) -> bool:
    """Whether a record, or a line of it, stands in the ledger."""

    def value(path: str) -> Any:
        rows, _, name = path.rpartition(".")
        return line.get(name) if rows and rows == ledger.per else record.get(path)

    for name, days in (ledger.upto,) if ledger.upto else ():
        day = value(name)
        if day is None or day > job.env.today + timedelta(days=days):
            return False
    return ledger.only is None or ledger.only.holds(value, job.spec.state_codes, str(record.get("status") or ""))


def ledger_row(
    reader: Reader, shown: Sequence[Column], record: Values, per: str = "", line: Values | None = None
) -> list[Cell]:
    """The cells of one record, or of one `line` of its rows table `per`."""
    return [_cell(reader, column, record, per, line) for column in shown]


def _cell(reader: Reader, column: Column, record: Values, per: str, line: Values | None) -> Cell:
    if column.field.type == _COUNT:
        return Cell(len(lines(record, column.field.id)), "whole")
    if not column.rows:
        return reader.cell(column.field, record)
    if column.rows == per and line is not None:
        return reader.cell(column.field, line)
    found = [reader.cell(column.field, each) for each in lines(record, column.rows)]
    found = [cell for cell in found if cell.value is not None]
    if len(found) == 1:
        return found[0]
    words = [reader.words(column.field, each) for each in lines(record, column.rows)]
    return Cell("、".join(filter(None, words))) if found else EMPTY
