"""F1: every key of the screen from which it was opened, and how fields are typed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from textual.widget import Widget

from dangan.values.text import cells, folded
from tui.frame import DanganScreen
from tui.keymap import HELP, spoken
from tui.widgets.lines import Lines


class HelpScreen(DanganScreen[None]):
    """The keys of another screen."""

    def __init__(self, of: DanganScreen[Any]) -> None:
        super().__init__()
        self.of = of

    def body(self) -> Iterable[Widget]:
        """The list."""
        yield Lines()

    def live(self, action: str) -> bool:
        """F7 and F8 page."""
        return action in ("before", "after")

    def path(self) -> list[str]:
        """Where it was opened from."""
        return [*self.of.path(), self.tr("Help")]

    def on_mount(self) -> None:
        """Show the keys."""
        super().on_mount()
        self.message(self.tr("Up and Down scroll, Esc goes back"))
        lines = self.query_one(Lines)
        lines.focus()
        lines.show(self.keys())

    def keys(self) -> list[str]:
        """One line a binding: its keys and what it does, those of the screen first."""
        found: dict[str, tuple[list[str], str]] = {}
        for node in (self.of, self.app):
            for key, bindings in node._bindings.key_to_bindings.items():
                for b in bindings:
                    if b.description and (node is self.app or hasattr(self.of, f"action_{b.action.partition('(')[0]}")):
                        word = {"do": self.of.does(), "new": self.of.adds()}.get(b.action, b.description)
                        found.setdefault(b.id or b.action, ([], word))[0].append(spoken(key))
        given = self.dangan.keys.keys
        bound = [([*map(spoken, given.get(name, ()))] or keys, word) for name, (keys, word) in found.items()]
        bound += [([spoken(key) for key in keys], word) for keys, word in self.of.typing_keys()]
        out = []
        for keys, word in bound:
            named = " ".join(dict.fromkeys(keys))
            out.append(f" {named}{' ' * max(1, 26 - cells(named))}{self.tr(word)}")
        guide = self.of.guide() if hasattr(self.of, "guide") else []
        lines = [
            ("   " if n else " ") + part
            for said in guide
            for n, part in enumerate(folded(said, self.app.size.width - 5))
        ]
        return [*out, "", *lines] if lines else out

    async def take(self, key: str, character: str | None) -> bool:
        """Scroll or leave."""
        if key in ("escape", "enter", "ctrl+j") or character in HELP:
            self.dismiss(None)
        else:
            self.query_one(Lines).page(key)
        return True
