"""The program in a real terminal: typed ahead, a fault, a store that cannot be opened."""

from __future__ import annotations

import stat
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.terminal import Terminal

F9 = "\x1b[20~"


def start(folder: Path, lang: str = "zh", module: str = "tests.tui.office") -> Terminal:
    return Terminal([sys.executable, "-m", module, str(folder), lang], timeout=20)


@pytest.fixture
def terminal(folder: Path) -> Iterator[Terminal]:
    with start(folder) as opened:
        opened.wait_for("最近处理")
        yield opened


def test_a_day_typed_ahead(terminal: Terminal) -> None:
    """F9 and 3 in one write reach the menu; a name by its initials, the record, and back to the very spot."""
    terminal.send(F9 + "3")
    terminal.wait_for("本次录入 0 份")
    terminal.send("\x1b")
    terminal.wait_for("最近处理")
    terminal.send("1\r")
    terminal.wait_for("共 10 份")
    terminal.send("\x1b[B\x1b[B\x1b[B")
    terminal.wait_for("第 4 份")
    terminal.send("\r")
    terminal.wait_for("1表单")
    assert "王芳 YG-2026-0007" in terminal.lines[0]
    terminal.send("\x1b")
    terminal.wait_for("第 4 份")
    assert next(line for line in terminal.lines if line.startswith(">")).startswith("> YG-2026-0007 王芳")
    terminal.send("oyxl\r2")
    terminal.wait_for("长沙机床厂")
    terminal.send("\x1b")
    terminal.wait_for("共 1 份")
    assert "查找: oyxl" in terminal.lines[1]
    assert terminal.cursor == (11, 1) and terminal.cursor_shown
    terminal.send("\x11")
    assert terminal.wait_exit() == 0
    assert terminal.attributes == terminal.attributes_before


def painted(output: bytes) -> list[int]:
    """How often each line above the last was written until the last one was."""
    before = output[: output.index("Esc返回".encode())]
    return [before.count(b"\x1b[%d;1H" % n) for n in range(2, 24)]


def test_home_is_painted_once_and_whole(folder: Path) -> None:
    with start(folder) as terminal:
        terminal.wait_for("最近处理")
        assert painted(bytes(terminal.output)) == [1] * 22


def test_a_form_is_painted_once_and_whole(terminal: Terminal) -> None:
    terminal.send("3\r")
    terminal.wait_for("共 1 份")
    terminal.read(0.3)
    before = len(terminal.output)
    terminal.send("\x1b[15~")
    terminal.wait_for("已填")
    terminal.read(0.3)
    assert painted(bytes(terminal.output[before:])) == [1] * 22


def test_keys_typed_before_the_first_paint(folder: Path) -> None:
    with start(folder) as terminal:
        terminal.send("3\r\x1b[15~株洲新材料\r株洲")
        terminal.wait_for("*名称 株洲新材料")
        terminal.wait_for("城市 株洲")


def test_a_new_record_in_one_write(terminal: Terminal, folder: Path) -> None:
    """From home to the saved record without waiting for a screen."""
    terminal.send("3\r\x1b[15~株洲新材料\r株洲\x1b[17~")
    terminal.wait_for("KH-2026-0002")
    terminal.send("\x1b\x1b")
    terminal.wait_for("株洲新材料")
    terminal.send("\x11")
    assert terminal.wait_exit() == 0


def test_a_move_of_the_cursor_sends_few_bytes(terminal: Terminal) -> None:
    terminal.send("1\r")
    terminal.wait_for("共 10 份")
    terminal.read(0.3)
    before = len(terminal.output)
    terminal.send("\x1b[B")
    terminal.wait_for("第 2 份")
    terminal.read(0.2)
    assert len(terminal.output) - before < 700


def test_a_fault_leaves_one_line_and_a_log_for_the_owner(folder: Path) -> None:
    with start(folder, module="tests.tui.faulty") as terminal:
        terminal.wait_for("最近处理")
        terminal.send(F9)
        assert terminal.wait_exit() == 1
        log = folder / "office" / "dangan.log"
        assert stat.S_IMODE(log.stat().st_mode) == 0o600
        text = log.read_text("utf-8")
        assert "RuntimeError" in text and "commands" in text
        after = terminal.output.decode().rpartition("\x1b[?1049l")[2]
        assert "程序出错" in after
        for secret in ("430102199403170024", "Traceback", "RuntimeError"):
            assert secret not in after
        assert "430102199403170024" not in text
        assert terminal.attributes == terminal.attributes_before
