"""Lines copied from a spreadsheet, shown as they would stand in the table, each faulty cell named; F6 takes them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dangan.i18n import N_
from dangan.spec import FieldSpec
from dangan.values.text import cells, folded
from tui import theme
from tui.reading import said
from tui.screens.keyed import RowsScreen
from tui.screens.listing import ListingScreen
from tui.widgets.form.pasting import Pasted
from tui.widgets.rows import Column, Entry, note

MOST_CELLS = 18  # of a column
RIGHT = ("int", "decimal", "money")


class PasteScreen(RowsScreen[bool]):
    """Shows what `pasted` would make of a table; F6 gives True."""

    DOES = N_("Take in")
    transient = True

    def __init__(self, path: Sequence[str], pasted: Pasted) -> None:
        super().__init__()
        self.where, self.found = list(path), pasted

    def path(self) -> list[str]:
        """The record and the table."""
        return self.where

    def part(self) -> str:
        """How many lines, how many put in, how the columns were told."""
        p = self.found
        new = sum(row >= p.new for row in p.rows)
        told = [self.tr("{count} lines", count=len(p.rows)), self.tr("{count} new", count=new)]
        told += [self.tr("{count} overwritten", count=len(p.rows) - new)] if len(p.rows) > new else []
        if p.headed:
            told.append(self.tr("columns by the heading line"))
        elif p.fields:
            told.append(self.tr("columns from {field} on", field=p.fields[0].label(self.lang)))
        return " " + "  ".join(told)

    def part_right(self) -> str:
        """How much is faulty."""
        wrong = sum(p.level == "refuse" for row in self.found.rows for _f, p in self.found.faulty(row))
        return self.tr("{count} faults", count=wrong) + " " if wrong else ""

    def told(self) -> None:
        """What F6 does."""
        if not self.found.rows:
            self.message(self.tr("There is nothing to take in; Esc goes back"), "warn")
        elif self.found.raw:
            self.message(self.tr("F6 takes them, faulty cells as they are, to be mended there; Esc takes none"))
        else:
            self.message(self.tr("F6 takes the lines, Enter shows one whole, Esc takes none"))

    def fill(self) -> None:
        """What is not taken, then the lines, the faults of each below it."""
        fields, texts = self._fitting()
        columns = [Column("", 1), Column("#", 3, "right")]
        for f, wide in fields:
            columns.append(Column(f.label(self.lang), wide, "right" if f.type in RIGHT else "left"))
        entries = [line for told in self._not_taken() for line in self._under("! " + told, 0)]
        for row in self.found.rows:
            faults = list(self._faults(row))
            mark = "+" if row >= self.found.new else "~"
            line = [texts[row][f.id] for f, _wide in fields]
            entries.append(Entry((mark, str(row + 1), *line), row, theme.WARNING if faults else theme.PLAIN))
            entries += [line for told in faults for line in self._under(told, 6)]
        self.rows.show(columns, entries or [note(self.tr("No lines"))])

    def _under(self, told: str, indent: int) -> list[Entry]:
        """A sentence below what it is about, in as many lines as it needs."""
        sign, text = told[:2], told[2:]
        lines = folded(text, max(20, self.size.width) - indent - 4)
        return [note(" " * indent + (sign if n == 0 else "  ") + line, theme.WARNING) for n, line in enumerate(lines)]

    def _fitting(self) -> tuple[list[tuple[FieldSpec, int]], dict[int, dict[str, str]]]:
        """The columns that fit, with their widths, and the texts of all cells by line."""
        p = self.found
        texts = {row: {f.id: self._text(f, row) for f in p.fields} for row in p.rows}
        room = max(20, self.size.width) - 7
        out: list[tuple[FieldSpec, int]] = []
        for f in p.fields:
            wide = max([cells(f.label(self.lang)), *(cells(texts[row][f.id]) for row in p.rows)])
            wide = min(wide, MOST_CELLS, room) if out else min(wide, MOST_CELLS)
            if out and wide < min(4, cells(f.label(self.lang))):
                break
            out.append((f, wide))
            room -= wide + 1
        return out, texts

    def _text(self, f: FieldSpec, row: int) -> str:
        path = f"{self.found.block.id}.{row}.{f.id}"
        wrong = any(p.level == "refuse" for p in self.found.faults.get(path, ()))
        value = self.found.values[self.found.block.id][row].get(f.id)
        text = self.found.raw.get(path) or said(f, value, self.dangan.env(), "list").replace("\n", " ")
        return f"!{text}" if wrong else text

    def _faults(self, row: int) -> Iterator[str]:
        for f, p in self.found.faulty(row):
            where = f.label(self.lang) if f is not None else self.found.block.label(self.lang)
            raw = self.found.raw.get(p.path, "")
            sign = "!" if p.level == "refuse" else "?"
            value = f" {raw}" if raw and raw not in p.text(self.lang) else ""
            yield f"{sign} {where}{value}: {p.text(self.lang)}"

    def _not_taken(self) -> Iterator[str]:
        p = self.found
        if p.left_out:
            mark = "、" if self.lang == "zh" else ", "
            yield self.tr("Columns that are not taken: {names}", names=mark.join(p.left_out))
        if p.over:
            yield self.tr("{count} columns too many at the right end are not taken", count=p.over)
        if p.beyond:
            yield self.tr("{count} lines too many are not taken: the table has its given lines", count=p.beyond)
        for problem in p.faults.get(p.block.id, ()):
            yield problem.text(self.lang)

    async def entered(self) -> None:
        """Read the marked line whole."""
        row = self.rows.current
        if row is None:
            return
        entries = [Entry((f.label(self.lang), self._text(f, row)), f.id) for f in self.found.fields]
        entries += [line for told in self._faults(row) for line in self._under(told, 0)]
        where = [*self.path(), self.tr("Line {number}", number=row + 1)]
        await self.dangan.show(ListingScreen(where, [Column("", 16), Column("")], entries, self.tr("Esc goes back")))

    def action_do(self) -> None:
        """Take them."""
        if self.found.rows:
            self.dismiss(True)

    def action_back(self) -> None:
        """Take none."""
        self.dismiss(False)
