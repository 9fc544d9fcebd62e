"""One table on one sheet, streamed: lists and ledgers that sort, filter, print and read back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from dangan.exporting import Job
from dangan.values.text import cells
from forms_plugins.exporters.values import Cell, Column
from forms_plugins.exporters.workbook import BODY, MAX_CELL, new_workbook, page_setup, pieces, put, sheet_name

WIDEST = 50  # cells; longer text wraps
_FORMATS = {"day": "yyyy-mm-dd", "moment": "yyyy-mm-dd hh:mm", "month": "yyyy-mm", "whole": "0", "text": "@"}


class Formats:
    """The cell formats of one workbook, each made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[str, int], Any] = {}

    def heading(self) -> Any:
        """The heading row."""
        look = {"bold": True, "border": 1, "align": "center", "valign": "vcenter", "text_wrap": True}
        return self._book.add_format(BODY | look)

    def of(self, cell: Cell) -> Any:
        """The format for a value of its kind."""
        key = (cell.kind, cell.places)
        if key not in self._made:
            shown = _FORMATS.get(cell.kind) or "#,##0" + (f".{'0' * cell.places}" if cell.places else "")
            look = {"num_format": shown, "valign": "top", "border": 1, "text_wrap": cell.kind == "text"}
            self._made[key] = self._book.add_format(BODY | look)
        return self._made[key]


def write_table(job: Job, title: str, columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> None:
    """Write `rows` under the headings of `columns` to the job's file; memory does not grow with their number."""
    with new_workbook(job.path, streaming=True) as book:
        formats = Formats(book)
        sheet = book.add_worksheet(sheet_name(title, set()))
        page_setup(sheet, job.lang, landscape=True, audit=str(job.options.get("audit", "")))
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        heading = formats.heading()
        for n, column in enumerate(columns):
            put(sheet, 0, n, column.label, heading)
        widths = [cells(c.label) for c in columns]
        last = 0
        for row in rows:
            last = _write_row(sheet, formats, last + 1, row, widths)
        if columns:
            sheet.autofilter(0, 0, last, len(columns) - 1)
        for n, width in enumerate(widths):
            # Filter buttons cover two cells of a heading.
            sheet.set_column(n, n, min(max(width, cells(columns[n].label) + 2, 6), WIDEST) + 2)


def _write_row(sheet: Any, formats: Formats, at: int, row: Sequence[Cell], widths: list[int]) -> int:
    """Write one row at `at`, text too long for a cell going on in rows below; returns the last row written."""
    beyond: list[list[tuple[int, str]]] = []
    for n, cell in enumerate(row):
        value = cell.value
        if isinstance(value, str) and len(value) > MAX_CELL // 2:
            value, *rest = pieces(value)
            for depth, piece in enumerate(rest):
                if depth == len(beyond):
                    beyond.append([])
                beyond[depth].append((n, piece))
        put(sheet, at, n, value, formats.of(cell))
        # Text with no more characters than half the width cannot widen the column.
        if widths[n] < WIDEST and value is not None and not (isinstance(value, str) and 2 * len(value) <= widths[n]):
            widths[n] = max(widths[n], _width(cell))
    text = formats.of(Cell(""))
    for depth, line in enumerate(beyond, 1):
        for n, piece in line:
            put(sheet, at + depth, n, piece, text)
    return at + len(beyond)


def _width(cell: Cell) -> int:
    """Cells that the value takes, the longest line of a text counting."""
    match cell.kind:
        case "day":
            return 10
        case "moment":
            return 16
        case "month":
            return 7
        case "whole":
            return len(str(cell.value))
        case "number":
            return len(f"{cell.value:,.{cell.places}f}")
    return max(cells(line) for line in str(cell.value)[:2000].split("\n"))
