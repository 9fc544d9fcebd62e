"""Which column of a workbook fills which field: proposed, every line changed by a pick, settled by F6."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from dangan.form import FormType
from dangan.i18n import N_
from tui import theme
from tui.frame import Command
from tui.screens.keyed import RowsScreen
from tui.screens.pick import Choice, PickScreen
from tui.widgets.rows import Column, Entry

if TYPE_CHECKING:
    from forms_plugins.importers.mapping import Column as Mapped

HOW = {
    "exact": N_("by its label"), "program": N_("by the program"), "given": N_("chosen"),
    "remembered": N_("remembered"), "likely": N_("likely: confirm"), "unknown": N_("choose a field"),
}  # fmt: skip


class MappingScreen(RowsScreen["list[Mapped] | None"]):
    """Gives the columns as they were settled, None where it was left."""

    DOES = N_("Take it so")
    transient = True

    def __init__(self, path: Sequence[str], form: FormType, columns: Sequence[Mapped]) -> None:
        super().__init__()
        self.where, self.form, self.columns = list(path), form, list(columns)

    def path(self) -> list[str]:
        """The form and the import."""
        return [*self.where, self.tr("Columns")]

    def told(self) -> None:
        """What is still to be said."""
        unknown, twice = self._open()
        if unknown:
            self.message(self.tr("{count} columns have no field yet: Enter picks one or leaves the column out", count=len(unknown)), "warn")  # fmt: skip
        elif twice:
            heads = [c.heading for n, c in enumerate(self.columns) if n in twice]
            self.message(self.tr("Two columns fill one field: {headings}", headings=", ".join(heads)), "error")
        else:
            self.message(self.tr("F6 takes it so and remembers it for this heading line; Enter changes a line"))

    def _open(self) -> tuple[list[int], list[int]]:
        """Places of columns that are not known, and of those that share a field."""
        count = Counter((c.rows, c.to) for c in self.columns)
        unknown = [n for n, c in enumerate(self.columns) if not c.to]
        return unknown, [
            n for n, c in enumerate(self.columns) if c.to not in ("", "-", "+") and count[c.rows, c.to] > 1
        ]

    def opened(self) -> None:
        """Mark the first line that is asked for."""
        super().opened()
        unknown, _ = self._open()
        self.rows.mark(next(iter(unknown), next((n for n, c in enumerate(self.columns) if c.asked), 0)))

    def fill(self) -> None:
        """Heading, samples, field, why."""
        columns = [
            Column(self.tr("Heading"), 16),
            Column(self.tr("Samples")),
            Column(self.tr("Field"), 18),
            Column("", 16),
        ]
        entries = [
            Entry(
                (c.heading, " | ".join(c.samples), self._to(c), self._why(c)), n, theme.PLAIN if c.asked else theme.DIM
            )
            for n, c in enumerate(self.columns)
        ]
        self.rows.show(columns, entries)

    def _to(self, column: Mapped) -> str:
        said = {"-": self.tr("(left out)"), "+": self.tr("(into the remarks)"), "": "?"}
        return said.get(column.to) or (column.zh if self.lang == "zh" else column.en)

    def _why(self, column: Mapped) -> str:
        return self.tr("does not fit") if column.misfit else self.tr(HOW[column.how])

    async def entered(self) -> None:
        """Pick where the marked column goes."""
        from forms_plugins.importers.columns import targets
        from forms_plugins.importers.mapping import remarks

        at = self.rows.current
        if at is None:
            return
        column = self.columns[at]
        listed = targets(self.form, column.rows)
        taken = {c.to: c.heading for c in self.columns if c.rows == column.rows and c.to}
        choices = [Choice(self.tr("(left out)"), "", ("-", "", ""))]
        if remarks(listed) is not None:
            choices.append(Choice(self.tr("(into the remarks)"), "", ("+", "", "")))
        choices += [Choice(t.heading(self.lang), taken.get(t.id, ""), (t.id, t.zh, t.en)) for t in listed if not t.code]

        def chosen(to: tuple[str, str, str] | None) -> None:
            if to is not None:
                self.columns[at] = replace(column, to=to[0], how="given", zh=to[1], en=to[2], misfit="")
                self.fill()
                unknown, _ = self._open()
                self.rows.mark(next((n for n in unknown if n > at), next(iter(unknown), at)))
            self.told()

        said = column.heading + (": " + " | ".join(column.samples) if column.samples else "")
        await self.dangan.show(PickScreen([*self.path(), column.heading], choices, said=said), chosen)

    async def action_edit(self) -> None:
        """The same as Enter."""
        await self.entered()

    def action_do(self) -> None:
        """Take it so, once every column is settled."""
        unknown, twice = self._open()
        if unknown or twice:
            self.rows.mark((unknown or twice)[0])
            self.told()
            return
        settled = [replace(c, how="given") if c.how == "likely" else c for c in self.columns]
        self.dismiss(settled)

    def _leave_rest(self) -> None:
        self.columns = [replace(c, to="-", how="given") if not c.to else c for c in self.columns]
        self.fill()
        self.told()

    def commands(self) -> list[Command]:
        """The rest left out at once."""
        return [
            Command("edit", self.tr("Pick the field of the marked column"), self.action_edit, "F2"),
            Command("leave_rest", self.tr("Leave out all columns without a field"), self._leave_rest),
        ]
