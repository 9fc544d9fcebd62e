"""The front end in a real terminal: what goes out, what comes in, and how the app leaves."""

import re
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.terminal import Terminal

MODULE = [sys.executable, "-m", "tests.frontend.keys_app"]


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    with Terminal([*MODULE, str(tmp_path / "scratch")]) as terminal:
        terminal.wait_for("READY")
        yield terminal


def test_typing(terminal: Terminal) -> None:
    """One session: text, wrong bytes, split and unknown sequences, pastes, in the order in which they were sent."""
    terminal.send("a中，".encode() + b"\x1b[15~\x1bOl\x1bb\x1b[57~\x1b]0;t\x07")
    terminal.wait_for("key alt+b None")
    terminal.send(b"\xff")
    terminal.wait_for("终端字符集不是 UTF-8")
    terminal.send(b"\x1b[200~p\x1b[20~q\r\nr\x1b[201~")
    terminal.wait_for(r"paste 'p[20~q\nr'")
    terminal.send(b"\x1b")
    terminal.wait_for("key escape")
    terminal.send(b"[15~")
    terminal.read(0.1)
    terminal.send("中".encode()[:2])
    terminal.read(0.1)
    terminal.send("中".encode()[2:] + b"\x1b[200~open")
    terminal.read(0.1)
    terminal.wait_for("paste 'open'")
    terminal.send("z")
    terminal.wait_for("key z")
    assert [line for line in terminal.lines if line] == [
        "key a 'a'", r"key 中 '\u4e2d'", r"key fullwidth_comma '\uff0c'", "key f5 None", "key plus '+'", "key alt+b None",
        "终端字符集不是 UTF-8", r"paste 'p[20~q\nr'", r"key escape '\x1b'", r"key 中 '\u4e2d'", "paste 'open'", "key z 'z'",
    ]  # fmt: skip


def test_type_ahead_reaches_the_screen_that_a_key_opens(terminal: Terminal) -> None:
    terminal.send(b"\x1b[20~3")
    terminal.wait_for("MENU GOT")
    assert "MENU GOT 3" in terminal.text


def test_the_terminal_is_asked_for_nothing_that_loses_keys(terminal: Terminal) -> None:
    terminal.send(b"\x11")
    assert terminal.wait_exit() == 0
    assert not re.search(rb"\x1b\[[<>=][0-9;]*u", terminal.output)
    assert not re.search(rb"\x1b\[\?100[0236]h", terminal.output)
    assert b"\x1b[?2004h" in terminal.output
    assert terminal.output.rindex(b"\x1b[?2004l") < terminal.output.rindex(b"\x1b[?1049l")
    assert terminal.attributes == terminal.attributes_before
    assert terminal.cursor_shown


def test_the_cursor_moves_without_a_repaint(terminal: Terminal) -> None:
    terminal.wait_until(lambda: not terminal.cursor_shown)
    terminal.read(0.2)
    terminal.send(b"\x1b[18~")
    terminal.wait_until(lambda: terminal.cursor_shown and terminal.cursor == (5, 3))
    terminal.send("a")
    terminal.wait_for("key a")
    assert terminal.cursor == (5, 3)
    before = len(terminal.output)
    terminal.send(b"\x1b[18~")
    terminal.read(0.1)
    assert terminal.output[before:] == b""
    terminal.send(b"\x1b[19~")
    terminal.wait_until(lambda: not terminal.cursor_shown)


@pytest.mark.parametrize("signum", [signal.SIGHUP, signal.SIGTERM])
def test_a_signal_keeps_the_scratch_and_restores_the_terminal(terminal: Terminal, tmp_path: Path, signum: int) -> None:
    terminal.kill(signum)
    assert terminal.wait_exit() == 128 + signum
    assert (tmp_path / "scratch").read_text() == "kept"
    assert terminal.attributes == terminal.attributes_before
    assert b"\x1b[?1049l" in terminal.output and terminal.cursor_shown


def test_a_dropped_line_ends_the_app(terminal: Terminal, tmp_path: Path) -> None:
    began = time.monotonic()
    terminal.hang_up()
    assert terminal.process.wait(terminal.timeout) == 128 + signal.SIGHUP
    assert (tmp_path / "scratch").read_text() == "kept"
    assert time.monotonic() - began < 4.0


def test_input_that_ends_is_a_dropped_line(tmp_path: Path) -> None:
    """Where no signal comes with it; Textual's own loop would spin on the end of its input."""
    command = f"exec {' '.join(MODULE)} {tmp_path / 'scratch'} < /dev/null"
    with Terminal(["sh", "-c", command]) as terminal:
        assert terminal.wait_exit() == 128 + signal.SIGHUP
        assert (tmp_path / "scratch").read_text() == "kept"


HANGS = """
import os
import time
from tests.frontend.keys_app import KeysApp
import tui.frontend.driver as driver

driver.FORCED_EXIT_AFTER = 0.5

class Hangs(KeysApp):
    def on_mount(self):
        super().on_mount()
        self.set_timer(0.1, self.hang)

    def hang(self):
        os.write(0, b"BUSY")
        time.sleep(60)

Hangs().run(mouse=False)
"""


def test_an_app_that_hangs_is_ended() -> None:
    with Terminal(HANGS) as terminal:
        terminal.wait_for("BUSY")
        terminal.kill(signal.SIGTERM)
        assert terminal.wait_exit() == 128 + signal.SIGTERM
        assert terminal.attributes == terminal.attributes_before


BREAKS = """
import sys
from tests.frontend.keys_app import KeysApp
from tui.frontend.sequences import Cutter

def feed(self, data):
    raise RuntimeError("broken reader")

Cutter.feed = feed
app = KeysApp()
app.run(mouse=False)
sys.exit(app.return_code)
"""


def test_an_error_while_reading_does_not_end_in_status_0() -> None:
    with Terminal(BREAKS) as terminal:
        terminal.wait_for("READY")
        terminal.send("a")
        assert terminal.wait_exit() == 1
        assert terminal.attributes == terminal.attributes_before


HOSTILE = r"""
from textual.widgets import Static, Label, Input, DataTable, Button
from tui.frontend.app import FrontendApp

EVIL = "x\x1b]52;c;ZXZpbA==\x07y\x9bz\u202ew\x1b[31m[/备注]"

class Hostile(FrontendApp):
    CSS = "Label { border: round white; width: 60; }"

    def compose(self):
        yield Static(EVIL, markup=False)
        label = Label(EVIL, markup=False)
        yield label
        yield Input(EVIL)
        yield DataTable()
        yield Static("END")

    def on_mount(self):
        table = self.query_one(DataTable)
        table.add_columns("one", "two")
        table.add_row(EVIL.replace("[/备注]", ""), "next")
        self.title = EVIL
        self.notify(EVIL, markup=False, timeout=60)

Hostile().run(mouse=False)
"""


def test_no_control_byte_of_a_value_reaches_the_terminal() -> None:
    with Terminal(HOSTILE, rows=30) as terminal:
        terminal.wait_for("next")
        terminal.read(0.3)
        terminal.send(b"\x11")
        terminal.wait_exit()
        out = terminal.output.decode()
        assert "]52;c;" in out
        assert "x?" in re.sub(r"\x1b\[[0-9;]*m", "", out)
        assert not re.search(r"\x1b\][^\x1b\x07]*|[\x80-\x9f\u202e]|\x1b\[31m|\x07", out)


def test_utf8_goes_out_in_any_locale() -> None:
    environment = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": None}
    with Terminal(MODULE, env=environment) as terminal:
        terminal.wait_for("READY")
        terminal.send(b"\xff")
        terminal.wait_for("UTF-8")
        assert "终端字符集不是 UTF-8" in terminal.text and "终".encode() in terminal.output
