"""A terminal for tests: runs a program in a pty, types bytes at it, and reads its screen through pyte."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

import pyte

ROOT = Path(__file__).parents[1]


class Timeout(AssertionError):
    """What a test waited for did not happen; holds the screen as it was."""


class Terminal:
    """A program in a terminal of `columns` x `rows` cells.

    Args:
        command: Arguments of the program; a `str` is Python source text run by this interpreter.
        columns: Width in cells.
        rows: Height in cells.
        env: Environment variables to add or (with None) to take away.
        timeout: Seconds that each wait may last.
    """

    def __init__(
        self,
        command: Sequence[str] | str,
        *,
        columns: int = 80,
        rows: int = 24,
        env: Mapping[str, str | None] | None = None,
        timeout: float = 10.0,
    ) -> None:
        self.timeout = timeout
        self.output = b""
        """All bytes the program has written."""
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        self._open = True
        self._master, slave = pty.openpty()
        self._set_size(columns, rows)
        self.attributes_before = termios.tcgetattr(self._master)
        arguments = [sys.executable, "-c", command] if isinstance(command, str) else list(command)
        self.process = subprocess.Popen(
            arguments,
            stdin=slave,
            stdout=slave,
            stderr=slave,
            cwd=ROOT,
            env=_environment(env),
            preexec_fn=_lead_session,
        )
        os.close(slave)

    def __enter__(self) -> Terminal:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the program and the terminal."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self.hang_up()

    def send(self, data: bytes | str) -> None:
        """Type bytes (or UTF-8 text) in one write, or as many as the program takes at once."""
        data = data.encode() if isinstance(data, str) else data
        while data:
            _, writable, _ = select.select([self._master], [self._master], [], self.timeout)
            self.read(0)
            if writable:
                data = data[os.write(self._master, data[:1024]) :]

    def read(self, seconds: float = 0.05) -> bytes:
        """Read what the program writes until it has been silent for `seconds`; return it."""
        start = len(self.output)
        while self._open and select.select([self._master], [], [], seconds)[0]:
            try:
                data = os.read(self._master, 65_536)
            except OSError:
                data = b""
            if not data:
                break
            self.output += data
            self._stream.feed(data)
        return self.output[start:]

    def wait_until(self, condition: Callable[[], Any], what: str = "") -> Any:
        """Read until `condition()` is true; return its value.

        Raises:
            Timeout: It did not become true in time.
        """
        deadline = time.monotonic() + self.timeout
        while True:
            self.read(0.02)
            if value := condition():
                return value
            if time.monotonic() > deadline:
                raise Timeout(f"{what or 'the condition'} did not come about; the screen:\n{self.text}")

    def wait_for(self, text: str) -> None:
        """Read until `text` stands on the screen."""
        self.wait_until(lambda: text in self.text, repr(text))

    def wait_gone(self, text: str) -> None:
        """Read until `text` does not stand on the screen."""
        self.wait_until(lambda: text not in self.text, f"{text!r} going")

    def wait_exit(self) -> int:
        """Read until the program has ended; return its exit status (minus the signal's number if one killed it)."""
        self.wait_until(lambda: self.process.poll() is not None, "the end of the program")
        return self.process.returncode

    def kill(self, signum: int = signal.SIGHUP) -> None:
        """Send the program a signal."""
        self.process.send_signal(signum)

    def hang_up(self) -> None:
        """Close the terminal, as a dropped connection does."""
        if self._open:
            self._open = False
            os.close(self._master)

    def resize(self, columns: int, rows: int) -> None:
        """Change the size of the terminal in cells."""
        self.screen.resize(rows, columns)
        self._set_size(columns, rows)
        self.process.send_signal(signal.SIGWINCH)

    @property
    def lines(self) -> list[str]:
        """The rows of the screen, without the blanks at their ends; a wide character stands once."""
        return [line.rstrip() for line in self.screen.display]

    @property
    def text(self) -> str:
        """The screen as one text."""
        return "\n".join(self.lines)

    @property
    def cursor(self) -> tuple[int, int]:
        """Column and row of the cursor, from 0."""
        return self.screen.cursor.x, self.screen.cursor.y

    @property
    def cursor_shown(self) -> bool:
        """Whether the cursor is visible."""
        return not self.screen.cursor.hidden

    @property
    def attributes(self) -> list[Any]:
        """The terminal's settings, as termios reads them; equal to `attributes_before` when all was restored."""
        return termios.tcgetattr(self._master)

    def _set_size(self, columns: int, rows: int) -> None:
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))


def _lead_session() -> None:
    os.setsid()
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


def _environment(changes: Mapping[str, str | None] | None) -> dict[str, str]:
    wanted: dict[str, str | None] = {
        **os.environ,
        "TERM": "xterm-256color",
        "COLUMNS": None,
        "LINES": None,
        "TEXTUAL": None,
        **(changes or {}),
    }
    return {name: value for name, value in wanted.items() if value is not None}
