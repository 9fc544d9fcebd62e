"""F9, preview: the paper as it will be printed, drawn in text by the same layout."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from textual.widget import Widget

from dangan.exporting import Job
from dangan.i18n import N_
from dangan.record import Values
from dangan.values.text import cells
from tui.frame import Command, DanganScreen
from tui.widgets.lines import Lines


class PreviewScreen(DanganScreen[None]):
    """The papers of records, page after page; nothing is typed here."""

    DOES = N_("OK")

    def __init__(self, where: list[str], form_id: str, records: list[Values]) -> None:
        super().__init__()
        self.where, self.form_id, self.records = where, form_id, records
        self.starts: list[int] = []

    def path(self) -> list[str]:
        """Where it was opened from."""
        return [*self.where, self.tr("Preview")]

    def body(self) -> Iterable[Widget]:
        """The pages."""
        yield Lines()

    def live(self, action: str) -> bool:
        """F7 and F8 page."""
        return action in ("before", "after")

    def on_mount(self) -> None:
        """Draw the papers."""
        super().on_mount()
        self.draw()
        self.query_one(Lines).focus()
        self.message(self.tr("Up, Down, F7 and F8 scroll, N and P go to the next page and back, Esc goes back"))

    def on_resize(self) -> None:
        """Draw them as wide as the terminal is now."""
        self.draw()

    def draw(self) -> None:
        """Lay the papers out and draw them as wide as the terminal and the paper are."""
        from forms_plugins.exporters.paper.export import laid_out
        from forms_plugins.exporters.paper.text import pages

        job = Job(self.dangan.archive.registry.form(self.form_id), self.records, self.dangan.env(), Path())
        room = max(80, self.app.size.width)
        found = [
            page
            for sheet in laid_out(job, blank=not self.records)
            for page in pages(sheet, min(room, 2 * sheet.columns))
        ]
        lines: list[str] = []
        self.starts = []
        for n, page in enumerate(found, 1):
            self.starts.append(len(lines))
            said = self.tr("page {number} of {count}", number=n, count=len(found))
            lines += [f"{said:.>{max(1, 79 - cells(said) + len(said))}}", *page, ""]
        self.query_one(Lines).show(lines)

    async def take(self, key: str, character: str | None) -> bool:
        """Scroll, go to a page, or leave."""
        lines = self.query_one(Lines)
        if key in ("escape", "enter", "ctrl+j", "q"):
            self.dismiss(None)
        elif character in ("n", "p"):
            ahead = (
                [s for s in self.starts if s > lines.top]
                if character == "n"
                else [s for s in self.starts if s < lines.top][-1:]
            )
            lines.top = max(0, min(len(lines.texts) - lines.size.height, ahead[0])) if ahead else lines.top
            lines.show(lines.texts)
        else:
            lines.page(key)
        return True


def preview_command(screen: Any, records: Any) -> Command:
    """The entry of the menu; `records` gives what is to be seen, as whole records."""

    async def show() -> None:
        await screen.dangan.show(PreviewScreen(screen.path(), screen.form_id, records()))

    return Command("preview", screen.tr("Preview of the paper"), show)
