"""The text being typed into one field: characters, caret and selection, without a screen."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Buffer:
    """Typed text, the caret (an index into it), and whether all of it is selected and the next character replaces it."""

    text: str = ""
    caret: int = 0
    selected: bool = False

    @classmethod
    def of(cls, text: str) -> Buffer:
        """A buffer as a filled field is entered: all selected, the caret at the end."""
        return cls(text, len(text), bool(text))

    def insert(self, text: str) -> None:
        """Put `text` at the caret, over the selection where there is one."""
        if self.selected:
            self.text, self.caret = "", 0
        self.text = self.text[: self.caret] + text + self.text[self.caret :]
        self.caret += len(text)
        self.selected = False

    def key(self, key: str) -> bool:
        """Carry out an editing key; False where it is none."""
        action = _KEYS.get(key)
        if action is None:
            return False
        action(self)
        self.selected = False
        return True

    def left(self) -> None:
        """One character back."""
        self.caret = max(0, self.caret - 1)

    def right(self) -> None:
        """One character on."""
        self.caret = min(len(self.text), self.caret + 1)

    def home(self) -> None:
        """To the beginning."""
        self.caret = 0

    def end(self) -> None:
        """To the end."""
        self.caret = len(self.text)

    def backspace(self) -> None:
        """Take the character before the caret, or all that is selected."""
        if self.selected:
            self.text, self.caret = "", 0
        elif self.caret:
            self._cut(self.caret - 1, self.caret)

    def delete(self) -> None:
        """Take the character at the caret, or all that is selected."""
        if self.selected:
            self.text, self.caret = "", 0
        else:
            self._cut(self.caret, self.caret + 1)

    def word(self) -> None:
        """Take the word before the caret with the blanks after it."""
        start = self.caret
        while start and self.text[start - 1].isspace():
            start -= 1
        while start and not self.text[start - 1].isspace():
            start -= 1
        self._cut(start, self.caret)

    def before(self) -> None:
        """Take all before the caret."""
        self._cut(0, self.caret)

    def after(self) -> None:
        """Take all from the caret on."""
        self._cut(self.caret, len(self.text))

    def _cut(self, start: int, stop: int) -> None:
        self.text = self.text[:start] + self.text[stop:]
        self.caret = start


_KEYS = {
    "left": Buffer.left,
    "right": Buffer.right,
    "home": Buffer.home,
    "end": Buffer.end,
    "ctrl+e": Buffer.end,
    "backspace": Buffer.backspace,
    "delete": Buffer.delete,
    "ctrl+w": Buffer.word,
    "ctrl+u": Buffer.before,
    "ctrl+k": Buffer.after,
}
