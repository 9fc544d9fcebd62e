"""The terminal driver: reads keys so that none is lost or made up, and leaves cleanly when the line drops.

Leans on private doors of Textual's `LinuxDriver`: `_file`, `exit_event`, `fileno` and `run_input_thread`. Its own
reading ends the program at one byte that is not UTF-8, types the pieces of split sequences, loses every key behind
an open paste and spins when the terminal hangs up; its request for the kitty protocol loses Chinese input.
`tests/frontend/test_driver.py` fails when these doors change.
"""

from __future__ import annotations

import os
import selectors
import signal
import termios
import threading
from collections.abc import Iterable
from contextlib import suppress
from io import TextIOWrapper
from types import FrameType
from typing import Any, Final, Protocol, cast, runtime_checkable

from textual.app import App
from textual.drivers.linux_driver import LinuxDriver

from .output import TerminalFile
from .sequences import Cutter, Piece
from .translate import Translator

FORCED_EXIT_AFTER: Final = 5.0
"""Seconds that an app which was told to go may take; then the process ends where it stands."""

_LEAVE: Final = (signal.SIGHUP, signal.SIGTERM)
_READ_SIZE: Final = 65_536
_LOOK_AROUND: Final = 0.1
"""Seconds between two looks at whether the app stops."""


@runtime_checkable
class KeepsScratch(Protocol):
    """An app that can keep what is being typed when it must go at once."""

    def save_scratch(self) -> None:
        """Keep what is being typed; called on the app's own thread, must not wait for anything."""


class Frontend(LinuxDriver):
    """Textual's Linux driver with our own reading, cleaning and leaving.

    SIGHUP, SIGTERM and a terminal that hung up end the app: `App.save_scratch()` is called if there is one, the
    terminal is restored, and `App.return_code` is 128 + the signal's number.

    Args:
        app: The app.
        debug: Keep a log of the keys.
        mouse: Ask for mouse reports; in screen a lone Esc never arrives while they are on.
        size: Size of the terminal in cells, None to ask it.
    """

    def __init__(
        self, app: App[Any], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        assert self._file is not None
        self._file = cast("TextIOWrapper[Any]", TerminalFile(self._file))
        self._cursor_shown = False
        self._leaving = False

    def start_application_mode(self) -> None:
        """Take over the terminal and the signals that end a session."""
        for signum in _LEAVE:
            signal.signal(signum, self._on_signal)
        super().start_application_mode()  # type: ignore[no-untyped-call]
        self._cursor_shown = False

    def stop_application_mode(self) -> None:
        """Give back the terminal and the signals; an app that is leaving hears no second call to leave."""
        super().stop_application_mode()
        for signum in _LEAVE:
            signal.signal(signum, signal.SIG_IGN if self._leaving else signal.SIG_DFL)

    def show_cursor(self, shown: bool) -> None:
        """Show the terminal's own cursor while a field is edited, hide it otherwise: the IME window follows it."""
        if shown != self._cursor_shown:
            self._cursor_shown = shown
            self.write("\x1b[?25h" if shown else "\x1b[?25l")

    def move_cursor(self, column: int, row: int) -> None:
        """Put the terminal's cursor on a cell of the screen, counted from 0."""
        self.write(f"\x1b[{row + 1};{column + 1}H")

    def run_input_thread(self) -> None:
        """Read keys until the app stops or the terminal is gone; an error in here ends the app with a status."""
        try:
            self._read_keys()
        except Exception as error:
            self._app.call_later(_throw, error)

    def _read_keys(self) -> None:
        cutter = Cutter()
        translator = Translator(self._debug)
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                wait = cutter.wait()
                if selector.select(_LOOK_AROUND if wait is None else min(wait, _LOOK_AROUND)):
                    data = self._read()
                    if not data:
                        self._loop.call_soon_threadsafe(self._leave, signal.SIGHUP)
                        return
                    self._post(translator, cutter.feed(data))
                else:
                    self._post(translator, cutter.tick())

    def _read(self) -> bytes:
        try:
            return os.read(self.fileno, _READ_SIZE)
        except OSError:
            return b""

    def _post(self, translator: Translator, pieces: Iterable[Piece]) -> None:
        for piece in pieces:
            for message in translator.messages(piece):
                self.process_message(message)

    def _on_signal(self, signum: int, frame: FrameType | None) -> None:
        self._force_exit_later(signum)
        self._loop.call_soon_threadsafe(self._leave, signum)

    def _leave(self, signum: int) -> None:
        """Keep what is being typed and end the app; runs once, on the app's own thread."""
        if self._leaving:
            return
        self._leaving = True
        self._force_exit_later(signum)
        try:
            if isinstance(self._app, KeepsScratch):
                with self._app._context():
                    self._app.save_scratch()
        finally:
            self._app.exit(return_code=128 + signum)

    def _force_exit_later(self, signum: int) -> None:
        """End the process even if the app hangs: a session without a terminal must not stay."""
        last = threading.Timer(FORCED_EXIT_AFTER, self._force_exit, (signum,))
        last.daemon = True
        last.start()

    def _force_exit(self, signum: int) -> None:
        if self.attrs_before is not None:
            with suppress(termios.error):
                termios.tcsetattr(self.fileno, termios.TCSANOW, self.attrs_before)
        os._exit(128 + signum)


def _throw(error: Exception) -> None:
    """Raise on the app's own thread what happened on another: it ends the app, and not with status 0."""
    raise error
