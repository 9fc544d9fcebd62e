"""An app for the tests: shows each key it gets, one a line, and keeps what it would have to save."""

from __future__ import annotations

import sys
from pathlib import Path

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.geometry import Offset
from textual.widgets import Static

from tui.frontend.app import FrontendApp
from tui.frontend.translate import NotUtf8
from tui.widgets.base import QuietScreen


class Menu(QuietScreen[None]):
    """Shows the key that reached it."""

    def compose(self) -> ComposeResult:
        yield Static("MENU", id="menu")

    def on_key(self, event: events.Key) -> None:
        self.query_one("#menu", Static).update(f"MENU GOT {event.key}")
        event.stop()


class Keys(QuietScreen[None]):
    """Shows the last keys and pastes."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def compose(self) -> ComposeResult:
        yield Static("READY", id="seen", markup=False)

    def add(self, what: str) -> None:
        self.seen.append(what)
        self.query_one("#seen", Static).update("\n".join(self.seen[-20:]))

    def on_key(self, event: events.Key) -> None:
        self.add(f"key {event.key} {event.character!a}")

    def on_paste(self, event: events.Paste) -> None:
        self.add(f"paste {event.text!r}")


class KeysApp(FrontendApp[None]):
    """F9 opens the menu, F7 shows the cursor, F8 hides it, Ctrl+Q leaves."""

    BINDINGS = [
        Binding("f9", "menu", "Menu", priority=True),
        Binding("f7", "edit(True)", priority=True),
        Binding("f8", "edit(False)", priority=True),
    ]
    ENABLE_COMMAND_PALETTE = False
    scratch: Path | None = None

    def on_mount(self) -> None:
        self.push_screen(Keys())

    async def action_menu(self) -> None:
        await self.push_screen(Menu())

    def action_edit(self, editing: bool) -> None:
        self.show_cursor(editing)
        self.place_cursor(Offset(5, 3))

    def on_not_utf8(self, message: NotUtf8) -> None:
        assert isinstance(self.screen, Keys)
        self.screen.add("终端字符集不是 UTF-8")

    def save_scratch(self) -> None:
        if self.scratch is not None:
            self.scratch.write_text("kept")


def main() -> None:
    app = KeysApp()
    app.scratch = Path(sys.argv[1]) if len(sys.argv) > 1 else None
    app.run(mouse=False)
    sys.exit(app.return_code)


if __name__ == "__main__":
    main()
