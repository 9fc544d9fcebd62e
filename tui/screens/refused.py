"""Lines of a paste that the directory would not take: kept, shown above the list, brought up one by one to be mended."""

from __future__ import annotations

from typing import Any

from dangan.errors import DanganError
from tui import theme
from tui.screens.directory import entered_line
from tui.widgets.rows import Entry, heading

KEPT = "first.lines"  # the office's preference that holds them, so that a restart loses none


class RefusedLines:
    """The lines with the reason of each, in the order in which they were pasted."""

    def __init__(self, app: Any) -> None:
        self.app = app
        self.reasons: dict[str, DanganError | None] = dict.fromkeys(app.preference(KEPT) or ())

    def __len__(self) -> int:
        return len(self.reasons)

    @property
    def first(self) -> str:
        """The first of them, "" where there is none."""
        return next(iter(self.reasons), "")

    def add(self, text: str, bad: list[tuple[int, DanganError]]) -> None:
        """Keep the bad lines of a paste."""
        lines = text.splitlines()
        for number, reason in bad:
            self.reasons[", ".join(entered_line(lines[number - 1]))] = reason
        self._keep()

    def drop(self, line: str) -> None:
        """One was mended, or is not wanted."""
        self.reasons.pop(line, None)
        self._keep()

    def _keep(self) -> None:
        self.app.prefer(KEPT, list(self.reasons) or None, office=True)

    def said(self, line: str) -> str:
        """Why it was not taken, and how many more there are."""
        reason = self.reasons.get(line)
        told = reason.text(self.app.lang).replace("\t", ", ") + " " if reason else ""
        count = str(self.app.tr("{count} lines are not taken yet: mend, then Enter", count=len(self)))
        return told + count

    def entries(self) -> list[Entry]:
        """The lines as they stand above the list."""
        if not self.reasons:
            return []
        head = heading(self.app.tr("Not taken yet"), self.app.tr("F2 mends, Delete takes it away"))
        return [head, *(Entry(_columns(line), ("refused", line), theme.WARNING) for line in self.reasons)]


def _columns(line: str) -> tuple[str, str, str]:
    """Department, name and the rest."""
    first, *more = entered_line(line)
    return f"! {first}", more[0] if more else "", ", ".join(more[1:])
