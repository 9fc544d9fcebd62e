"""The error workbook: the input as it was read, text cells, with a column that says what is wrong with each row."""

from __future__ import annotations

from itertools import chain
from pathlib import Path
from typing import Any

from dangan.values.text import cells
from forms_plugins.exporters.workbook import FONT, clean, new_workbook, pieces, put_text, sheet_name
from forms_plugins.importers.columns import REASON
from forms_plugins.importers.convert import words
from forms_plugins.importers.faults import Fault
from forms_plugins.importers.reading import Rows, Sheet, read

WIDEST = 40  # cells
REASON_WIDTH = 70


def write_report(source: Path, path: Path, faults: list[Fault], lang: str) -> None:
    """Write the error workbook of an input that has faults. Raises ExportFailed, Unreadable."""
    told: dict[tuple[str, int], list[Fault]] = {}
    for fault in faults:
        told.setdefault((fault.sheet, fault.row), []).append(fault)
    with new_workbook(path, streaming=True) as book:
        report = _Report(book, told, lang)
        for event in read(source):
            if isinstance(event, Sheet):
                report.begin(event.name)
            else:
                report.rows(event)
        report.end()


class _Report:
    def __init__(self, book: Any, told: dict[tuple[str, int], list[Fault]], lang: str) -> None:
        self.book, self.told, self.lang = book, told, lang
        self.taken: set[str] = set()
        self.name = ""
        self.sheet: Any = None
        self.reason_at = 0
        self.last = 0
        self.widths: list[int] = []
        look = {"font_name": FONT, "font_size": 10.5, "num_format": "@", "valign": "top", "text_wrap": True}
        self.plain = book.add_format(look)
        self.bad = book.add_format({**look, "bg_color": "#FFE699"})
        self.reason = book.add_format({**look, "font_color": "#C00000"})
        self.head = book.add_format({**look, "bold": True})

    def begin(self, name: str) -> None:
        """A sheet of the input begins."""
        self.end()
        self.name = name
        self.sheet = self.book.add_worksheet(sheet_name(name or "CSV", self.taken))
        self.reason_at, self.last, self.widths = 0, 0, []

    def rows(self, rows: Rows) -> None:
        """Rows of the input; the column of reasons stands right of the first rows' widest."""
        if not self.reason_at:
            self.reason_at = max(len(row) for row in rows) - 1
            old = next((n for n, c in enumerate(rows[0][1:]) if c in REASON), None)
            self.reason_at = old if old is not None else self.reason_at
            self.widths = [6] * (self.reason_at + 1)
        for row in rows:
            self._row(row)

    def _row(self, row: list[Any]) -> None:
        at = row[0] - 1
        faults = self.told.pop((self.name, row[0]), [])
        columns = {f.column for f in faults}
        if at == 0 or not self.last:
            faults = self.told.pop((self.name, 0), []) + faults
        for n, cell in enumerate(row[1:]):
            if cell == "" or n == self.reason_at:
                continue
            text = clean(words(cell))
            form = self.head if not self.last else self.bad if faults and columns else self.plain
            put_text(self.sheet, at, n if n < self.reason_at else n + 1, pieces(text)[0], form)
            if n < len(self.widths):
                self.widths[n] = min(WIDEST, max(self.widths[n], cells(text[:200]) + 2))
        said = [self._said(f) for f in faults]
        if not self.last:
            said.insert(0, REASON[0 if self.lang == "zh" else 1])
        if said:
            put_text(
                self.sheet, at, self.reason_at, pieces("\n".join(said))[0], self.head if not self.last else self.reason
            )
        self.last = row[0]

    def _said(self, fault: Fault) -> str:
        return clean(f"{fault.column}: {fault.text(self.lang)}" if fault.column else fault.text(self.lang))

    def end(self) -> None:
        """The sheet is whole: what is said of rows that hold nothing stands below."""
        if self.sheet is None:
            return
        below = list(chain.from_iterable(f for (name, _), f in self.told.items() if name == self.name))
        for n, fault in enumerate(below):
            put_text(self.sheet, self.last + n, self.reason_at, pieces(self._said(fault))[0], self.reason)
        for n, width in enumerate(self.widths):
            self.sheet.set_column(n, n, width)
        self.sheet.set_column(self.reason_at, self.reason_at, REASON_WIDTH)
        self.sheet.freeze_panes(1, 0)
