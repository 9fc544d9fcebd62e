"""One table on one sheet, streamed: lists and ledgers that sort, filter, print and read back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import ceil
from typing import Any

from dangan.exporting import Job
from dangan.values.dates import show_date
from forms_plugins.exporters.paper.measure import INSET, MAX_HEIGHT, SIZE, height, line_count, width
from forms_plugins.exporters.spread import MOST_LINES, ROOM, Measured, pages, widths
from forms_plugins.exporters.values import Cell, Column
from forms_plugins.exporters.workbook import (
    BODY,
    MAX_CELL,
    new_workbook,
    page_header,
    page_setup,
    pieces,
    put,
    sheet_name,
)

SAMPLE = 500  # rows that decide how wide the columns are
MEASURED = 4_000  # characters of a text that do
ROOMY = 1.05  # of its height that a character takes at most
PIXEL = 0.75  # points
DATES = {"day": width("2026-03-01"), "moment": width("2026-03-01 14:05"), "month": width("2026-03")}  # points
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


def write_table(
    job: Job, title: str, columns: Sequence[Column], rows: Iterable[Sequence[Cell]], *, heading: str = ""
) -> None:
    """Write `rows` under the headings of `columns` to the job's file; memory does not grow with their number.

    The sheet is called `title`; on paper it is headed by `heading`, else by that; columns that do not stand on one page stand on the next, the first ones repeated.
    """
    with new_workbook(job.path, streaming=True, exact=True) as book:
        sheet = book.add_worksheet(sheet_name(title, set()))
        page_setup(sheet, job.lang, landscape=True, audit=str(job.options.get("audit", "")), width=ROOM)
        page_header(sheet, heading or title, show_date(job.env.today, job.lang, "paper"))
        sheet.set_default_row(height(1))
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        table = _Table(sheet, Formats(book), [column.label for column in columns])
        for row in rows:
            table.row(row)
        table.end()


class _Table:
    """A table on a sheet: the first rows decide the widths of its columns, and these the height of every row."""

    def __init__(self, sheet: Any, formats: Formats, labels: Sequence[str]) -> None:
        self._sheet, self._formats = sheet, formats
        self._columns = [Measured(label) for label in labels]
        self._waiting: list[Sequence[Cell]] = []
        self._widths: list[float] = []  # points, once the rows no longer wait
        self._last = 0

    def row(self, row: Sequence[Cell]) -> None:
        """One row more."""
        if self._widths:
            self._write(row)
            return
        self._waiting.append(row)
        if len(self._waiting) == SAMPLE:
            self._settle()

    def end(self) -> None:
        """All rows are there."""
        if not self._widths:
            self._settle()
        for n, taken in enumerate(self._widths):
            self._sheet.set_column_pixels(n, n, ceil(taken / PIXEL))
        if self._widths:
            self._sheet.autofilter(0, 0, self._last, len(self._widths) - 1)
        found = pages(self._widths)
        if found.scale:
            self._sheet.set_print_scale(found.scale)
            self._sheet.set_v_pagebreaks(found.breaks)
            self._sheet.print_across()  # the pages of the same rows one after the other
        if found.keys:
            self._sheet.repeat_columns(0, found.keys - 1)

    def _settle(self) -> None:
        for row in self._waiting:
            for column, cell in zip(self._columns, row, strict=True):
                if cell.value is not None:
                    column.breaks &= cell.kind == "text"
                    column.content = max(column.content, _points(cell))
        self._widths = widths(self._columns)
        lines = [column.heading_lines(taken) for column, taken in zip(self._columns, self._widths, strict=True)]
        self._sheet.set_row(0, height(max(lines, default=1)))
        heading = self._formats.heading()
        for n, column in enumerate(self._columns):
            put(self._sheet, 0, n, column.label, heading)
        for row in self._waiting:
            self._write(row)
        self._waiting = []

    def _write(self, row: Sequence[Cell]) -> None:
        """Write a row as high as its texts need, text too long for a cell going on in rows below."""
        tallest, below = 1, []
        for n, cell in enumerate(row):
            value = cell.value
            if isinstance(value, str):
                if len(value) > MAX_CELL // 2:
                    value, *rest = pieces(value)
                    below += [(n, depth, piece) for depth, piece in enumerate(rest)]
                if SIZE * ROOMY * len(value) > self._widths[n] - INSET or "\n" in value:
                    tallest = max(tallest, self._lines(n, value))
            elif cell.kind != "text":  # neither a number nor a day is ever broken
                self._widths[n] = max(self._widths[n], _points(cell) + INSET)
            put(self._sheet, self._last + 1, n, value, self._formats.of(cell))
        self._last += 1
        if tallest > 1:
            self._sheet.set_row(self._last, min(height(tallest), MAX_HEIGHT))
        text = self._formats.of(Cell(""))
        for depth in sorted({depth for _, depth, _ in below}):
            self._last += 1
            for n, _, piece in filter(lambda part: part[1] == depth, below):
                put(self._sheet, self._last, n, piece, text)

    def _lines(self, n: int, text: str) -> int:
        """Lines that a text takes in its column, which is widened where no row would be high enough."""
        found = line_count(text, self._widths[n])
        if found > MOST_LINES:
            wanted = Measured("", found * (self._widths[n] - INSET))
            self._widths[n] = max(self._widths[n], wanted.least + INSET)
            found = line_count(text, self._widths[n])
        return found


def _points(cell: Cell) -> float:
    """Points that the value takes on one line, the longest line of a text counting."""
    match cell.kind:
        case "text":
            return max(width(line) for line in str(cell.value)[:MEASURED].split("\n"))
        case "number":
            return width(f"{cell.value:,.{cell.places}f}")
        case "whole":
            return width(str(cell.value))
    return DATES[cell.kind]
