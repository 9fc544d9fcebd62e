"""The program as the benchmarks start it: STORE and `home`, or a form to type; F11 opens the list of people."""

from __future__ import annotations

import sys
from typing import ClassVar

from textual.binding import Binding, BindingType

from storage.archive import Archive
from tui.app import DanganApp


class Program(DanganApp):
    """Opens one screen."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("f11", "people", priority=True)]
    first = "home"

    async def on_mount(self) -> None:
        """Open it."""
        self.begin_batch()
        if self.first == "home":
            from tui.screens.home import HomeScreen

            await self.show(HomeScreen())
        else:
            await self.edit(self.first)

    async def action_people(self) -> None:
        """The list of a form with very many records."""
        from tui.screens.list import ListScreen

        await self.show(ListScreen("bench_person"))


def main(store: str, first: str) -> None:
    """Run it until Ctrl+Q."""
    archive = Archive.open(store)
    app = Program(archive, "bench", "zh")
    app.first = first
    app.run(mouse=False)
    archive.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
