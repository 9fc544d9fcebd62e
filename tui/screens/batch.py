"""What was entered since one sat down (本次录入 N 份): a list to compare with the stack of paper, with its sums."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from dangan import types
from dangan.i18n import N_
from dangan.record import Values
from dangan.spec import FieldSpec
from storage import recent
from tui.frame import Command
from tui.screens.keyed import RowsScreen
from tui.widgets.rows import Column, Entry, heading, note

SUMMED = ("int", "decimal", "money")
COUNTED = ("pages", "page_count", "copies", "sheets", "pieces", "volumes", "quantity", "count")


class BatchScreen(RowsScreen[None]):
    """The records entered in this session, by form, with sums of pages and copies."""

    DOES = N_("OK")

    def path(self) -> list[str]:
        """This session."""
        return [self.tr("Entered this time")]

    def part(self) -> str:
        """How many, since when."""
        found = recent.entered(self.dangan.archive.store, self.dangan.login, self.dangan.moment)
        return " " + self.tr(
            "Entered this time: {count} records since {at}", count=len(found), at=f"{self.dangan.since:%H:%M}"
        )

    def told(self) -> None:
        """How it is used."""
        self.message(self.tr("Enter opens a record; compare the sums with the stack of paper"))

    def fill(self) -> None:
        """By form, in the order of entry."""
        archive = self.dangan.archive
        by_form: dict[str, list[recent.Touched]] = {}
        for t in recent.entered(archive.store, self.dangan.login, self.dangan.moment):
            if archive.registry.has(t.form):
                by_form.setdefault(t.form, []).append(t)
        entries: list[Entry] = []
        for form, found in by_form.items():
            spec = archive.registry.spec(form)
            entries.append(heading(spec.label(self.lang), self.tr("{count} records", count=len(found))))
            entries += [Entry((f"{n}", t.record_no, t.title, t.at[11:16]), t) for n, t in enumerate(found, 1)]
            for f in summed_fields(list(spec.fields.values())):
                total = total_of(f, archive.read_many(form, [t.id for t in found]))
                entries.append(
                    note(
                        "     "
                        + self.tr(
                            "Sum of {field}: {total}", field=f.label(self.lang), total=types.show(f, total, self.lang)
                        )
                    )
                )
        columns = [
            Column("#", 5, "right"),
            Column(self.tr("Number"), 18),
            Column(self.tr("Title")),
            Column(self.tr("At"), 6),
        ]
        self.rows.show(columns, entries or [note(self.tr("Nothing was entered yet"))])

    async def entered(self) -> None:
        """Open the marked record."""
        if self.rows.current is not None:
            await self.dangan.open_record(self.rows.current.form, self.rows.current.id)

    async def action_edit(self) -> None:
        """Edit the marked record."""
        if self.rows.current is not None:
            await self.dangan.edit(self.rows.current.form, self.rows.current.id)

    def commands(self) -> list[Command]:
        """Begin the count anew."""
        return [Command("restart", self.tr("Begin the count anew"), self._restart)]

    def _restart(self) -> None:
        self.dangan.begin_batch()
        self.fill()
        self.draw_frame()


def summed_fields(fields: list[FieldSpec]) -> list[FieldSpec]:
    """The fields that count paper: pages, copies, pieces."""
    return [f for f in fields if f.type in SUMMED and f.id in COUNTED]


def total_of(f: FieldSpec, records: list[Values]) -> Any:
    """The sum over the records."""
    values = [v for r in records if (v := r.get(f.id)) is not None]
    return sum(values) if f.type == "int" else sum(values, Decimal(0))
