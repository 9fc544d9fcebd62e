"""A line of text being typed in the frame: keys in, styled pieces and the caret's cell out."""

from __future__ import annotations

from rich.style import Style

from dangan.values.text import cells, fit, visible
from tui import theme
from tui.widgets.form.buffer import Buffer


class LineEdit:
    """Text with a caret, for search boxes and questions. `label` stands before it."""

    def __init__(self, label: str = "", text: str = "") -> None:
        self.label = label
        self.buffer = Buffer(text, len(text))

    @property
    def text(self) -> str:
        """What was typed."""
        return self.buffer.text

    def set(self, text: str) -> None:
        """Take `text`, the caret behind it."""
        self.buffer = Buffer(text, len(text))

    def type(self, text: str) -> None:
        """Put typed or pasted text in at the caret, on one line."""
        self.buffer.insert(" ".join(text.split("\n")))

    def key(self, key: str) -> bool:
        """Take an editing key; False where it is none or nothing is typed that it could change."""
        return bool(self.buffer.text) and self.buffer.key(key)

    @property
    def caret(self) -> int:
        """Cells from the beginning of the label to the caret."""
        return cells(self.label) + cells(visible(self.buffer.text[: self.buffer.caret]))

    def pieces(self, width: int) -> list[tuple[str, Style]]:
        """The label and a box of `width` cells."""
        return [(self.label, theme.PLAIN), (fit(visible(self.buffer.text), width), theme.CURRENT)]
