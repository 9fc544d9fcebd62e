"""The smallest app around the entry screen; run as a program it prints the saved records as JSON when it ends."""

from __future__ import annotations

import json
import sys
from typing import Any

from tests.tui.fake_archive import NOW, FakeArchive
from tui.app import DanganApp
from tui.screens.entry import EntryScreen


class EntryApp(DanganApp):
    """Opens one form."""

    def __init__(
        self, form_id: str = "sample", lang: str = "zh", archive: FakeArchive | None = None, record: int | None = None
    ) -> None:
        super().__init__(archive or FakeArchive(), "wang", lang)
        self.form_id, self.record = form_id, record

    def now(self) -> Any:
        """A fixed time."""
        return NOW

    def on_mount(self) -> None:
        """Open the form."""
        self.push_screen(EntryScreen(self.form_id, self.record))


def main() -> None:
    """Run FORM LANG OUT."""
    app = EntryApp(sys.argv[1], sys.argv[2])
    app.run(mouse=False)
    if len(sys.argv) > 3:
        with open(sys.argv[3], "w", encoding="utf-8") as f:
            json.dump(
                {"records": app.archive.records, "scratch": [s.body for s in app.archive.scratch.values()]},
                f,
                default=str,
                ensure_ascii=False,
            )
    sys.exit(app.return_code)


if __name__ == "__main__":
    main()
