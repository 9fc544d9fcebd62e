"""A clerk for the tests of the screens: types keys in one go, as they come from a line, and reads the screen."""

from __future__ import annotations

import os
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from textual import events
from textual.pilot import Pilot

from storage.archive import Archive
from tests.tui.office import LOGIN, Office
from tui.frame import Line

SHOTS = Path(__file__).parent / "shots"
KEY = re.compile(r"<([a-z0-9+_]+)>|(.)", re.DOTALL)
CHARACTERS = {
    " ": "space",
    "/": "slash",
    "-": "minus",
    ".": "full_stop",
    "!": "exclamation_mark",
    ">": "greater_than_sign",
    "=": "equals_sign",
}


class Clerk:
    """Types `text`, named keys as <f9>, and looks."""

    def __init__(self, app: Office, pilot: Pilot[Any]) -> None:
        self.app, self.pilot = app, pilot

    async def type(self, text: str) -> None:
        """All keys at once: those typed ahead must reach the screen that the ones before open."""
        for name, character in KEY.findall(text):
            key = name or CHARACTERS.get(character, character)
            self.app.post_message(events.Key(key, "\r" if name == "enter" else character or None))
        await self.settle()

    async def paste(self, text: str) -> None:
        """Paste."""
        self.app.screen.post_message(events.Paste(text))
        await self.settle()

    async def settle(self) -> None:
        """Wait until the screen stands still."""
        await self.pilot.pause()
        await self.app.workers.wait_for_complete([w for w in self.app.workers if w.group == "work"])
        await self.pilot.pause()

    @property
    def lines(self) -> list[str]:
        """The lines of the screen."""
        return [strip.text.rstrip() for strip in self.app.screen._compositor.render_strips()]

    @property
    def screen(self) -> str:
        """The screen as one text."""
        return "\n".join(self.lines)

    @property
    def message(self) -> str:
        """What the message line says."""
        return self.app.screen.query_one("#message", Line).text.strip()

    @property
    def marked(self) -> str:
        """The line under the cursor."""
        return next(line for line in self.lines if line.startswith(">"))

    def line(self, part: str) -> str:
        """The first line that holds `part`."""
        return next(line for line in self.lines if part in line)


@asynccontextmanager
async def at_work(archive: Archive, lang: str = "zh", size: tuple[int, int] = (80, 24)) -> AsyncIterator[Clerk]:
    """The program on an archive."""
    app = Office(archive, LOGIN, lang)
    async with app.run_test(size=size) as pilot:
        clerk = Clerk(app, pilot)
        await clerk.settle()
        yield clerk


def compare(name: str, screen: str) -> None:
    """Compare a screen with the one kept; UPDATE_SHOTS=1 keeps it anew."""
    path = SHOTS / f"{name}.txt"
    if os.environ.get("UPDATE_SHOTS"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(screen + "\n", "utf-8")
    assert screen + "\n" == path.read_text("utf-8"), f"{name} looks different"
