"""The floor of everything on the screen: a Textual program that shows what is typed, and F11 shows a full screen."""

from __future__ import annotations

from textual import events
from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.screen import Screen
from textual.widgets import Static

LINES = "\n".join(f"{n:>6}  王小明  女  1990-03-17  13812345678  办公室  科员  长沙市岳麓区  记录" for n in range(23))


class Full(Screen[None]):
    """A screen full of text."""

    def compose(self) -> ComposeResult:
        yield Static(LINES)


class Minimal(App[None]):
    """One line that grows."""

    ENABLE_COMMAND_PALETTE = False
    BINDINGS = [Binding("f11", "full", priority=True)]
    typed = "READY"

    def compose(self) -> ComposeResult:
        yield Static(self.typed, expand=True)

    def on_key(self, event: events.Key) -> None:
        self.typed += event.character or ""
        self.query_one(Static).update(self.typed, layout=False)

    async def action_full(self) -> None:
        await self.push_screen(Full())


if __name__ == "__main__":
    Minimal().run(mouse=False)
