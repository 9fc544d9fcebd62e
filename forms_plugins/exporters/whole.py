"""Everything that a clerk types, as the workbook that an import takes: a sheet for the form, one per rows table."""

from __future__ import annotations

from typing import Any

from dangan.exporting import Job
from dangan.form import FormType
from dangan.record import Link, Values
from dangan.spec import BlockSpec
from forms_plugins.exporters.table import Formats
from forms_plugins.exporters.values import Cell, Reader
from forms_plugins.exporters.workbook import clean, new_workbook, put, sheet_name
from forms_plugins.importers.columns import Target, sheet_words, targets

WIDE = 18  # characters a column


def write_whole(job: Job) -> None:
    """Write every field of every record but files and the signatures that steps give, which no import takes; lines are tied
    to their record by its number. An import of the workbook makes the same records. Raises Cancelled, ExportFailed."""
    spec, reader, taken = job.spec, Reader(job.spec, job.lang, job.office), set[str]()
    tables = [("", None), *((name, block) for name, block in spec.rows.items() if not _given(job.form, block))]
    with new_workbook(job.path, streaming=True) as book:
        formats = Formats(book)
        sheets = [
            _Sheet(book.add_worksheet(sheet_name(sheet_words(spec, block, job.lang), taken)), _typed(job.form, rows),
                   job.lang, reader, formats)
            for rows, block in tables
        ]  # fmt: skip
        for record in job.each():
            for (rows, _), sheet in zip(tables, sheets, strict=True):
                for line in [record] if not rows else record.get(rows) or ():
                    sheet.add(line, record)


def _given(form: FormType, block: BlockSpec) -> bool:
    """Whether the program gives the lines of a table: an import takes none."""
    kept = [f for f in block.fields if f.auto and f.required is True and f.source is None]
    given = any(f.default is None and not f.arg("serial") for f in kept)
    return given and (block.id, "fill") in form.functions


def _typed(form: FormType, rows: str) -> list[Target]:
    """The columns of a sheet: what is typed."""
    given = form.spec.flow.signed
    paths = ((t, f"{rows}.{t.field.id}" if rows else t.field.id) for t in targets(form, rows))
    return [t for t, path in paths if t.field.type != "file" and path not in given]


class _Sheet:
    def __init__(self, sheet: Any, columns: list[Target], lang: str, reader: Reader, formats: Formats) -> None:
        self._columns = columns
        self._sheet, self._reader, self._formats, self._last = sheet, reader, formats, 0
        sheet.freeze_panes(1, 1)
        heading = formats.heading()
        for n, target in enumerate(self._columns):
            sheet.set_column(n, n, WIDE)
            put(sheet, 0, n, target.heading(lang), heading)

    def add(self, line: Values, record: Values) -> None:
        """One row more: a record, or a line of one."""
        self._last += 1
        for n, target in enumerate(self._columns):
            cell = self._cell(target, line, record)
            put(self._sheet, self._last, n, cell.value, self._formats.of(cell))

    def _cell(self, target: Target, line: Values, record: Values) -> Cell:
        name = target.field.id
        if target.code:
            path = f"{target.rows}.{name}" if target.rows else name
            return Cell((record.get("_reasons") or {}).get(f"{path}:{target.code}"))
        tie = target.rows and target is self._columns[0]
        value = line.get(name)
        if isinstance(value, Link) and not tie:
            return Cell(clean(value.text))  # the number, whatever the paper prints
        # without what stands beside an option `other`: that has a column of its own
        return self._reader.cell(target.field, {name: record.get("record_no") if tie else value})
