"""The program as the benchmarks start it: STORE and `home`, or a form to type; F11 opens the list of people, F12 a new A1."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.screen import Screen

from storage.archive import Archive
from tui.app import DanganApp
from tui.start import Program


class Home(Program):
    """Begins at home."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f11", "people", priority=True),
        Binding("f12", "employee", priority=True),
    ]

    async def action_people(self) -> None:
        """The list of a form with very many records."""
        from tui.screens.list import ListScreen

        await self.show(ListScreen("bench_person"))

    async def action_employee(self) -> None:
        """Type a new A1."""
        await self.edit("employee_record")


class Entry(DanganApp):
    """Begins in a form."""

    form = ""

    def get_default_screen(self) -> Screen[Any]:
        """A new record."""
        from tui.screens.entry import EntryScreen

        return EntryScreen(self.form)

    def on_load(self) -> None:
        """What is entered counts from now."""
        self.begin_batch()


def main(store: str, first: str) -> None:
    """Run it until Ctrl+Q."""
    archive = Archive.open(store)
    app: DanganApp = Home(archive, "bench", "zh") if first == "home" else Entry(archive, "bench", "zh")
    if isinstance(app, Entry):
        app.form = first
    app.run(mouse=False)
    archive.close()
