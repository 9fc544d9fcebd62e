"""Turns pieces of input into Textual's events, by Textual's own tables for what is a whole sequence.

Leans on a private door: `textual._xterm_parser.XTermParser`. It holds the only list of key sequences that
Textual keeps, and it is fed one whole sequence at a time, so that none of its timeouts is ever needed.
`tests/frontend/test_translate.py` fails when it changes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Final

from textual import events
from textual._xterm_parser import XTermParser
from textual.message import Message

from .sequences import Kind, Piece


class NotUtf8(Message):
    """Bytes came in that are not UTF-8 (a client set to GBK): nothing of them was typed."""


class PasteTooLong(Message):
    """The paste before this message has lost its end: it was longer than the limit."""


_KEYS: Final[dict[str, str]] = {
    **dict(
        zip((f"\x1b[{n}~" for n in (25, 26, 28, 29, 31, 32, 33, 34)), (f"f{n}" for n in range(13, 21)), strict=True)
    ),
    **{f"\x1b[27;{modifier};13~": "enter" for modifier in range(2, 9)},
    "\x1b\t": "shift+tab",
    "\x1b\x7f": "alt+backspace",
    "\x1bOM": "enter",
}
"""Keys that Textual's tables read as something else; `[25~` to `[34~` are a Ctrl letter or a space for it."""

_CHARACTERS: Final[dict[str, str]] = {"\x1bOl": "+", "\x1bOX": "=", "\x1bOI": "\t"}
"""The keypad's sequences that Textual does not know: the character each stands for."""

_CTRL_ARROW: Final = re.compile(r"\x1b\[5([ABCD])")
_NUMBERED: Final = re.compile(r"\x1b\[(?P<number>\d*)[\d;:]*(?P<final>[~A-FHPQRS])")
_TILDE_KEYS: Final = frozenset({*range(1, 9), *range(11, 16), *range(17, 22), 23, 24, 200, 201})


class Translator:
    """Makes Textual events of pieces of input.

    Args:
        debug: Passed on to Textual's parser, which then keeps a log of the keys.
    """

    def __init__(self, debug: bool = False) -> None:
        self._debug = debug
        self._parser = XTermParser(debug)
        self._translate: dict[Kind, Callable[[str], Iterable[Message]]] = {
            Kind.TEXT: self._parse,
            Kind.ESCAPE: lambda _: [events.Key("escape", "\x1b")],
            Kind.ALT: self._alt,
            Kind.SEQUENCE: self._sequence,
            Kind.PASTE: lambda text: [events.Paste(text)],
            Kind.PASTE_CUT: lambda _: [PasteTooLong()],
            Kind.NOT_UTF8: lambda _: [NotUtf8()],
        }

    def messages(self, piece: Piece) -> list[Message]:
        """Return the messages that a piece of input means to the app; none for an unknown sequence."""
        return list(self._translate[piece.kind](piece.text))

    def _parse(self, whole: str) -> list[Message]:
        found = list(self._parser.feed(whole))
        if not found:
            # It may be waiting for more: a new parser waits for nothing.
            self._parser = XTermParser(self._debug)
        return found

    def _alt(self, character: str) -> list[Message]:
        if character.isupper():
            return [events.Key(f"alt+shift+{character.lower()}", None)]
        return [events.Key(f"alt+{key.key}", None) for key in self._parse(character) if isinstance(key, events.Key)]

    def _sequence(self, sequence: str) -> list[Message]:
        if key := _KEYS.get(sequence):
            return [events.Key(key, "\r" if key == "enter" else None)]
        if character := _CHARACTERS.get(sequence):
            return self._parse(character)
        sequence = _CTRL_ARROW.sub("\x1b[1;5\\1", sequence)
        if (numbered := _NUMBERED.fullmatch(sequence)) and not _is_key(int(numbered["number"] or 1), numbered["final"]):
            return []
        return _without_escape(self._parse(sequence))


def _is_key(number: int, final: str) -> bool:
    """Whether a numbered sequence is a key; of any other number Textual makes the character with that number."""
    if final == "~":
        return number in _TILDE_KEYS
    return final == "R" or (final != "E" and number == 1)


def _without_escape(messages: list[Message]) -> list[Message]:
    """Drop the Esc that Textual's tables put before the key of an Alt sequence, and the keys it marks as ignored."""
    keys = [message for message in messages if not (isinstance(message, events.Key) and message.key == "<ignore>")]
    if len(keys) > 1 and isinstance(keys[0], events.Key) and keys[0].key == "escape":
        return keys[1:]
    return keys
