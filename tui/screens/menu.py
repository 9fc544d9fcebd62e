"""F9: what can be done here, numbered, each with its direct key; typing filters by part, pinyin or initials."""

from __future__ import annotations

from collections.abc import Iterable
from inspect import isawaitable
from typing import Any

from textual.geometry import Offset
from textual.widget import Widget

from dangan.i18n import N_
from dangan.values.text import cells, fit, normal
from tui.frame import Command, DanganScreen
from tui.match import rank
from tui.screens.everywhere import commands
from tui.widgets.lines import Lines

_STEPS = {"up": -1, "down": 1, "pageup": -10, "f7": -10, "pagedown": 10, "f8": 10, "home": -(10**6), "end": 10**6}
_EDITING = ("edit", "find", "pick", "new", "do", "before", "after")


class MenuScreen(DanganScreen[None]):
    """The menu of another screen."""

    DOES = N_("OK")

    def __init__(self, of: DanganScreen[Any]) -> None:
        super().__init__()
        self.of = of
        self.typed = ""
        self.at = 0
        self.shown: list[Command] = []
        self.all: list[Command] = []

    def body(self) -> Iterable[Widget]:
        """The list."""
        yield Lines()

    def live(self, action: str) -> bool:
        """F6 does the marked line, F7 and F8 page."""
        return action in ("do", "before", "after")

    def path(self) -> list[str]:
        """Where it was opened from."""
        return [*self.of.path(), self.tr("Menu")]

    def part(self) -> str:
        """The filter."""
        return " " + self.tr("Find: {text}", text=self.typed)

    def on_mount(self) -> None:
        """List everything."""
        super().on_mount()
        self.all = [*self.of.commands(), *self._keys_of(), *commands(self.of)]
        self.message(self.tr("A digit or Enter does it, letters filter, Esc goes back"))
        self.query_one(Lines).focus()
        self.call_after_refresh(self._filter)

    def _keys_of(self) -> list[Command]:
        known = {c.id for c in self.of.commands()}
        out = []
        for binding in self.of._bindings.key_to_bindings.values():
            for b in binding:
                if b.id in _EDITING and b.id not in known and hasattr(self.of, f"action_{b.action}"):
                    known.add(b.id)
                    word = {"do": self.of.does(), "new": self.of.adds()}.get(b.action, b.description)
                    out.append(Command(b.id, self.tr(word), lambda b=b: self.of.run_action(b.action), b.key.upper()))  # type: ignore[misc]
        return out

    def _filter(self) -> None:
        ranked = [(rank(self.typed, c.text, c.id), i) for i, c in enumerate(self.all)] if self.typed else []
        self.shown = [self.all[i] for r, i in sorted(ranked) if r >= 0] if self.typed else list(self.all)
        self.at = 0
        self._draw()

    def _draw(self) -> None:
        texts = [
            f" {i if i < 10 else ' '} {fit(c.text, max(20, self.size.width - (20 if c.key else 4)))} "
            f"{self.dangan.keys.of(c.id, c.key)}"
            for i, c in enumerate(self.shown, 1)
        ]
        dim = [i for i, c in enumerate(self.shown) if c.dim]
        self.query_one(Lines).show(texts or [" " + self.tr("Nothing found")], self.at if self.shown else -1, dim)
        self.draw_frame()
        self.dangan.show_cursor(True)
        self.dangan.place_cursor(Offset(min(cells(self.part()), self.size.width - 1), 1))

    async def take(self, key: str, character: str | None) -> bool:
        """A digit or Enter runs a line, letters filter."""
        character = normal(character) if character else ""
        if key == "escape":
            self.dismiss(None)
        elif key in ("enter", "ctrl+j", "f6"):
            await self._run(self.at)
        elif key in _STEPS:
            self.at = max(0, min(len(self.shown) - 1, self.at + _STEPS[key]))
            self._draw()
        elif key == "backspace":
            self.typed = self.typed[:-1]
            self._filter()
        elif character.isdigit() and character != "0":
            await self._run(int(character) - 1)
        elif character:
            self.typed += character
            self._filter()
        return True

    async def _run(self, i: int) -> None:
        if not self.shown and not self.typed:
            self.all = self.all or [*self.of.commands(), *self._keys_of(), *commands(self.of)]
            self.shown = list(self.all)
        if 0 <= i < len(self.shown):
            chosen = self.shown[i]
            self.dismiss(None)
            waiting = chosen.run()
            if isawaitable(waiting):
                await waiting
