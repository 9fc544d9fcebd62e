"""Cuts the bytes that a terminal sends into whole pieces: text, keys, sequences, pastes; no Textual, no terminal."""

from __future__ import annotations

import re
import time
from codecs import getincrementaldecoder
from collections.abc import Callable
from enum import Enum, auto
from typing import Final, NamedTuple

ESC: Final = "\x1b"
PASTE_START: Final = "\x1b[200~"
PASTE_END: Final = "\x1b[201~"

ESCAPE_WAIT: Final = 0.1
"""Seconds after which an ESC with nothing behind it is the Esc key."""
SEQUENCE_WAIT: Final = 1.0
"""Seconds that a begun sequence, the tail of a split one, or half a UTF-8 character is waited for."""
PASTE_WAIT: Final = 2.0
"""Seconds of silence that end a paste whose end mark never came."""
PASTE_LIMIT: Final = 1_000_000
"""Characters of one paste that are kept."""
SEQUENCE_LIMIT: Final = 32
"""Characters of the longest control sequence that means anything to us (an in-band resize has 24)."""

_REPLACEMENT: Final = "\ufffd"
_STRINGS: Final = frozenset("]PX^_")
_TAIL: Final = re.compile(r"\[(?:\[.|[0-?]*[ -/]*[@-~])|O[A-DFHMP-SX]")
_TAIL_BEGUN: Final = re.compile(r"\[(?:\[|[0-?]*[ -/]*)")
_NOT_PASTED: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_C1: Final = re.compile(r"[\x80-\x9f]")


class Kind(Enum):
    """What a piece of input is."""

    TEXT = auto()
    """One character, control characters among them."""
    ESCAPE = auto()
    """The Esc key alone."""
    ALT = auto()
    """Alt and the ASCII character in `text`."""
    SEQUENCE = auto()
    """A whole control sequence, ESC included."""
    PASTE = auto()
    """Pasted text: no control characters but tab and newline."""
    PASTE_CUT = auto()
    """The paste before this piece was longer than the limit and has lost its end."""
    NOT_UTF8 = auto()
    """Bytes that are not UTF-8 came in; nothing of them is kept."""


class Piece(NamedTuple):
    """One whole piece of input."""

    kind: Kind
    text: str = ""


class Cutter:
    """Turns bytes into pieces, and silence into decisions.

    Call `feed` with what was read and `tick` when nothing came for `wait()` seconds. A sequence that is
    unfinished stays inside until it is whole or its time is over.

    Args:
        clock: Returns seconds that only grow.
        paste_limit: Characters of one paste that are kept.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic, *, paste_limit: int = PASTE_LIMIT) -> None:
        self._clock = clock
        self._paste_limit = paste_limit
        self._decoder = getincrementaldecoder("utf-8")("replace")
        self._held = ""
        self._paste: list[str] | None = None
        self._paste_size = 0
        self._deadline: float | None = None
        self._held_since = 0.0
        self._late_until: float | None = None
        self._pieces: list[Piece] = []

    def feed(self, data: bytes) -> list[Piece]:
        """Take bytes as they were read; return the pieces that are whole now."""
        self._cut(self._decoder.decode(data))
        self._set_deadline()
        return self._take()

    def tick(self) -> list[Piece]:
        """Decide about what has waited long enough; return the pieces that follow from it."""
        if self._deadline is not None and self._clock() >= self._deadline:
            self._give_up()
            self._set_deadline()
        return self._take()

    def wait(self) -> float | None:
        """Seconds until `tick` has something to decide, or None if nothing is waiting."""
        return None if self._deadline is None else max(0.0, self._deadline - self._clock())

    def _take(self) -> list[Piece]:
        pieces, self._pieces = self._pieces, []
        return pieces

    def _emit(self, kind: Kind, text: str = "") -> None:
        self._pieces.append(Piece(kind, text))

    def _set_deadline(self) -> None:
        if self._paste is not None:
            self._deadline = self._clock() + PASTE_WAIT
        elif self._held in (ESC, ESC + ESC):
            self._deadline = self._held_since + ESCAPE_WAIT
        elif self._held and self._late_until is not None:
            self._deadline = self._late_until
        elif self._held:
            self._deadline = self._held_since + SEQUENCE_WAIT
        elif self._decoder.getstate()[0]:
            self._deadline = self._clock() + SEQUENCE_WAIT
        else:
            self._deadline = None

    def _cut(self, text: str) -> None:
        held, self._held = self._held, ""
        text = held + text
        position = 0
        while position < len(text):
            used = self._cut_one(text, position)
            if not used:
                self._hold(text[position:], began_now=not held or position > 0)
                return
            position += used

    def _hold(self, text: str, *, began_now: bool) -> None:
        """Keep what is not whole yet; of a sequence too long to mean anything only as much as tells where it ends."""
        if began_now:
            self._held_since = self._clock()
        if len(text) > 2 * SEQUENCE_LIMIT and self._paste is None:
            text = text[: 2 * SEQUENCE_LIMIT] + (ESC if text.endswith(ESC) else "")
        self._held = text

    def _cut_one(self, text: str, start: int) -> int:
        """Cut one piece at `start`; return how many characters it took, 0 if it is not whole yet."""
        if self._paste is not None:
            return self._cut_paste(text, start)
        if self._late_until is not None:
            used = self._cut_late(text, start)
            if used is not None:
                return used
        if text[start] == ESC:
            return self._cut_escape(text, start)
        self._type(text[start])
        return 1

    def _type(self, character: str) -> None:
        if character == _REPLACEMENT:
            if not (self._pieces and self._pieces[-1].kind is Kind.NOT_UTF8):
                self._emit(Kind.NOT_UTF8)
        elif not _C1.match(character):
            self._emit(Kind.TEXT, character)

    def _cut_late(self, text: str, start: int) -> int | None:
        """Drop the rest of a sequence whose ESC was already taken for the Esc key; None if this is no such rest."""
        assert self._late_until is not None
        in_time = self._clock() < self._late_until
        if in_time and (tail := _TAIL.match(text, start)):
            self._late_until = None
            return tail.end() - start
        if in_time and _TAIL_BEGUN.fullmatch(text, start):
            return 0
        self._late_until = None
        return None

    def _cut_escape(self, text: str, start: int) -> int:
        second = text[start + 1 : start + 2]
        if not second:
            return 0
        if second == ESC:
            return self._cut_double_escape(text, start)
        if second == "[":
            return self._cut_csi(text, start)
        if second == "O":
            return self._cut_keypad(text, start)
        if second in _STRINGS:
            return self._cut_string(text, start)
        if " " <= second <= "~":
            self._emit(Kind.ALT, second)
            return 2
        if second in "\t\x7f":
            self._emit(Kind.SEQUENCE, ESC + second)
            return 2
        self._emit(Kind.ESCAPE)
        return 1

    def _cut_double_escape(self, text: str, start: int) -> int:
        """Alt and a sequence is the plain sequence; otherwise the first ESC was the Esc key."""
        third = text[start + 2 : start + 3]
        if not third:
            return 0
        if third not in ("[", "O"):
            self._emit(Kind.ESCAPE)
        return 1

    def _cut_csi(self, text: str, start: int) -> int:
        position = start + 2
        if text.startswith("[", position):
            return self._finish(text, start, position + 2) if position + 1 < len(text) else 0
        while position < len(text):
            character = text[position]
            position += 1
            if "@" <= character <= "~" or (character == "$" and text[start + 2] != "?"):
                return self._finish(text, start, position)
            if not " " <= character <= "?":
                return self._abandon(text[start : position - 1])
        return 0

    def _finish(self, text: str, start: int, end: int) -> int:
        sequence = text[start:end]
        if sequence == PASTE_START:
            self._paste, self._paste_size = [], 0
        elif sequence != PASTE_END and len(sequence) <= SEQUENCE_LIMIT:
            self._emit(Kind.SEQUENCE, sequence)
        return end - start

    def _abandon(self, begun: str) -> int:
        """Give up a begun sequence: two characters were Alt and a key, more are dropped."""
        if len(begun) == 2:
            self._emit(Kind.ALT, begun[1])
        return len(begun)

    def _cut_keypad(self, text: str, start: int) -> int:
        position = start + 2
        while position < len(text) and text[position].isdigit():
            position += 1
        if position == len(text):
            return 0
        if text[position].isascii() and text[position].isalpha():
            return self._finish(text, start, position + 1)
        return self._abandon(text[start:position])

    def _cut_string(self, text: str, start: int) -> int:
        """Drop a whole OSC, DCS, SOS, PM or APC: none of them is a key, and none was asked for."""
        for position in range(start + 2, len(text)):
            if text[position] == "\x07":
                return position + 1 - start
            if text[position] == ESC:
                if position + 1 == len(text):
                    return 0
                return position - start + (2 if text[position + 1] == "\\" else 0)
        return 0

    def _cut_paste(self, text: str, start: int) -> int:
        end = text.find(PASTE_END, start)
        if end >= 0:
            self._keep(text[start:end])
            self._end_paste()
            return end + len(PASTE_END) - start
        keep = len(text) - start
        if (mark := text.rfind(ESC, max(start, len(text) - len(PASTE_END) + 1))) >= 0 and PASTE_END.startswith(
            text[mark:]
        ):
            keep = mark - start
        self._keep(text[start : start + keep])
        return keep

    def _keep(self, text: str) -> None:
        assert self._paste is not None
        self._paste.append(text[: max(0, self._paste_limit - self._paste_size)])
        self._paste_size += len(text)

    def _end_paste(self) -> None:
        assert self._paste is not None
        text = "".join(self._paste)
        self._paste = None
        if _REPLACEMENT in text:
            # The rest of such a paste is as wrong as its broken characters.
            self._emit(Kind.NOT_UTF8)
            return
        self._emit(Kind.PASTE, _NOT_PASTED.sub("", text.replace("\r\n", "\n").replace("\r", "\n")))
        if self._paste_size > self._paste_limit:
            self._emit(Kind.PASTE_CUT)

    def _give_up(self) -> None:
        """Decide about what is held: nothing more will come."""
        held, self._held = self._held, ""
        if self._paste is not None:
            self._keep(held)
            self._end_paste()
        elif held in (ESC, ESC + ESC):
            self._pieces.extend([Piece(Kind.ESCAPE)] * len(held))
            self._late_until = self._clock() + SEQUENCE_WAIT
        elif held.startswith(ESC):
            self._abandon(held)
        elif held:
            self._late_until = None
            for character in held:
                self._type(character)
        if self._decoder.getstate()[0]:
            self._cut(self._decoder.decode(b"", final=True))
            self._decoder.reset()
