"""Small questions on the message line: digits choose, Enter is the safe answer, Esc is no."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from dangan.i18n import _
from dangan.values.text import cells, normal

Then = Callable[[Any], Awaitable[None] | None]


class Question:
    """Answers numbered from 1; `safe` is what Enter gives, `no` what Esc gives.

    `destroying` answers ask for F6 after their digit. A `firm` question comes up while somebody may be typing on: a digit
    waits for Enter, and what turns out to be typed for the field is not taken for an answer. `then` gets the answer's key.
    """

    def __init__(
        self,
        said: str,
        answers: list[tuple[str, str]],
        then: Then,
        *,
        lang: str,
        safe: str = "",
        no: str = "",
        destroying: tuple[str, ...] = (),
        firm: bool = False,
    ) -> None:
        self.said, self.answers, self.then, self.lang = said, answers, then, lang
        self.safe, self.no, self.destroying = safe, no, destroying
        self.firm = firm
        self.waits = self.held = ""

    @property
    def text(self) -> str:
        """The question with its numbered answers."""
        if self.waits:
            word = dict(self.answers)[self.waits]
            return _("{what}: F6 does it, Esc does not", self.lang, what=word)
        listed = "  ".join(f"{i} {word}" for i, (_key, word) in enumerate(self.answers, 1))
        if self.firm:
            listed += ": " + (_("{digit}  Enter does it", self.lang, digit=self.held) if self.held else "")
        if cells(self.said) + cells(listed) > 74:
            return f"{self.said}\n{listed}"
        return f"{self.said}  {listed}" if listed else self.said

    def key(self, key: str, character: str | None) -> Any:
        """The answer that a key gives, None while there is none."""
        if key == "escape":
            return self.no
        if self.waits:
            return self.waits if key in ("f6", "ctrl+s") else None
        if key in ("enter", "ctrl+j"):
            return self._chosen(self.held) if self.held else self.safe
        if self.held and key in ("f6", "ctrl+s"):
            return self._chosen(self.held)
        if key == "backspace":
            self.held = ""
        typed = self._offered(character)
        if typed and self.firm:
            self.held = typed
            return None
        return self._chosen(typed) if typed else None

    def ends(self, key: str, character: str | None) -> bool:
        """Whether a key is no answer: somebody goes on typing, and the question is no longer due."""
        if key in ("escape", "enter", "ctrl+j"):
            return False
        if self.waits or self.held:
            return key not in ("f6", "ctrl+s", "backspace")
        return not self._offered(character)

    def _offered(self, character: str | None) -> str:
        typed = normal(character) if character else ""
        return typed if len(typed) == 1 and typed.isdigit() and 0 < int(typed) <= len(self.answers) else ""

    def _chosen(self, digit: str) -> str | None:
        answer = self.answers[int(digit) - 1][0]
        self.held = ""
        if answer in self.destroying:
            self.waits = answer
            return None
        return answer


class Ask(Question):
    """A line of text asked for: a reason. Enter gives it, Esc gives ""; an empty one is asked again where `needed`.

    `typed` stands there to begin with.
    """

    def __init__(self, said: str, then: Then, *, lang: str, needed: bool = True, typed: str = "") -> None:
        super().__init__(said, [], then, lang=lang)
        self.typed, self.needed = typed, needed

    @property
    def text(self) -> str:
        """The question and what was typed so far."""
        return f"{self.said} {self.typed}_"

    def ends(self, key: str, character: str | None) -> bool:
        """Never: the text is being typed."""
        return False

    def key(self, key: str, character: str | None) -> Any:
        """The text when Enter ends it, False when Esc does."""
        if key == "escape":
            return False
        if key in ("enter", "ctrl+j", "f6"):
            return self.typed.strip() if self.typed.strip() or not self.needed else None
        if key == "backspace":
            self.typed = self.typed[:-1]
        elif key == "ctrl+u":
            self.typed = ""
        elif character and (character.isprintable() or character == "\u3000"):
            self.typed += character
        return None
