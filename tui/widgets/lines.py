"""Lines of text that scroll, one of them marked."""

from __future__ import annotations

from collections.abc import Iterable

from rich.segment import Segment as Bit
from textual.strip import Strip
from textual.widget import Widget

from dangan.values.text import fit
from tui import theme


class Lines(Widget, can_focus=True):
    """Lines of text, one of them marked."""

    DEFAULT_CSS = "Lines { height: 1fr; background: ansi_default; color: ansi_default; }"

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.dim: frozenset[int] = frozenset()
        self.at = -1
        self.top = 0

    def show(self, texts: list[str], at: int = -1, dim: Iterable[int] = ()) -> None:
        """Show `texts` with line `at` marked (-1 none), those in `dim` dimmed."""
        self.texts, self.at, self.dim = texts, at, frozenset(dim)
        height = max(1, self.size.height)
        if at >= 0:
            self.top = max(0, min(self.top, at), at - height + 1)
        self.top = max(0, min(self.top, len(texts) - height))
        self.refresh()

    def page(self, key: str) -> bool:
        """Scroll as a key says; whether it says so."""
        whole = len(self.texts)
        step = {"up": -1, "down": 1, "home": -whole, "end": whole}.get(key) or (
            {"pageup": -1, "f7": -1, "pagedown": 1, "f8": 1}.get(key, 0) * max(1, self.size.height - 2)
        )
        if step:
            self.top = max(0, min(whole - self.size.height, self.top + step))
            self.show(self.texts)
        return bool(step)

    def render_line(self, y: int) -> Strip:
        """One line."""
        i = y + self.top
        text = self.texts[i] if i < len(self.texts) else ""
        return Strip(
            [
                Bit(
                    fit(text, self.size.width),
                    theme.PICKED if i == self.at else theme.DIM if i in self.dim else theme.PLAIN,
                )
            ],
            self.size.width,
        )
