"""The program in a real terminal when the world is unkind: signals on every screen, tiny sizes, other bytes."""

from __future__ import annotations

import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.archive import Archive
from storage.engine import open_store
from tests.terminal import Terminal
from tests.tui.office_forms import Customer, Employee, Item

F2, F4, F5, F6, F9, CTRL_Q, ENTER, ESC = "\x1bOQ", "\x1bOS", "\x1b[15~", "\x1b[17~", "\x1b[20~", "\x11", "\r", "\x1b"
SCREENS = {
    "home": ("", "最近处理"),
    "list": ("1\r", "共 10 份"),
    "record": ("1\r\r", "1表单"),
    "entry": ("3\r" + F5, "新建"),
    "menu opening": (F9, "F9"),  # stands on home, too: the menu is just being mounted
    "menu": (F9, "设置"),
    "search": ("wang", "查找"),
    "help": ("\x1bOP", "帮助"),
    "settings": (F9 + "设置\r", "编号规则"),
    "plugins": (F9 + "插件\r", "插件"),
}

OFTEN = ("home", "entry", "menu opening")


def start(folder: Path, **env: str) -> Terminal:
    return Terminal([sys.executable, "-m", "tests.tui.office", str(folder), "zh"], timeout=40, env=env)


@pytest.fixture
def terminal(folder: Path) -> Iterator[Terminal]:
    with start(folder) as opened:
        opened.wait_for("最近处理")
        yield opened


def office(folder: Path) -> Archive:
    forms = [Employee.form_type, Item.form_type, Customer.form_type]
    return Archive.open(folder / "office" / "dangan.db", forms)


def test_a_signal_keeps_what_is_being_typed(terminal: Terminal, folder: Path) -> None:
    terminal.send("3\r" + F5 + "株洲新\r株")
    terminal.wait_for("株洲新")
    terminal.kill(signal.SIGHUP)
    terminal.wait_exit()
    opened = office(folder)
    (kept,) = opened.scratches(opened.env("wang", "zh"))
    assert kept.body["name"] == "株洲新" and "株" in kept.body["_raw"].values()
    opened.close()


@pytest.mark.parametrize(
    "screen", [name if name in OFTEN else pytest.param(name, marks=pytest.mark.slow) for name in SCREENS]
)
def test_a_signal_on_every_screen(terminal: Terminal, screen: str) -> None:
    keys, shown = SCREENS[screen]
    terminal.send(keys)
    terminal.wait_for(shown)
    signum = signal.SIGHUP if len(screen) % 2 else signal.SIGTERM
    terminal.kill(signum)
    assert terminal.wait_exit() == 128 + signum
    assert terminal.attributes == terminal.attributes_before
    assert "Traceback" not in terminal.text


def test_a_terminal_that_shrinks_to_nothing_while_typing(terminal: Terminal, folder: Path) -> None:
    terminal.send("3\r" + F5)
    terminal.wait_for("新建")
    for size in ((20, 5), (80, 24), (1, 1), (500, 200), (20, 5)):
        terminal.send("长沙")
        terminal.resize(*size)
        terminal.read(0.2)
    terminal.send("末")
    terminal.read(0.2)
    assert all(len(line) <= 20 for line in terminal.lines) and len(terminal.lines) == 5
    terminal.resize(80, 24)
    terminal.wait_for("长沙长沙长沙长沙长沙末")
    terminal.send(F6)
    terminal.wait_for("KH-2026-0002")
    terminal.send(CTRL_Q)
    assert terminal.wait_exit() == 0
    opened = office(folder)
    assert opened.read("customer", "KH-2026-0002")["name"] == "长沙" * 5 + "末"
    opened.close()


def test_bytes_of_gbk_are_told_and_nothing_is_typed(terminal: Terminal) -> None:
    terminal.send("3\r" + F5)
    terminal.wait_for("新建")
    terminal.send("好".encode() + "档案".encode("gbk"))
    terminal.wait_for("UTF-8")
    terminal.send("了")
    terminal.wait_for("好了")


def test_the_locale_c(folder: Path) -> None:
    with start(folder, LANG="C", LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0") as terminal:
        terminal.wait_for("最近处理")
        terminal.send("3\r" + F5 + "株洲")
        terminal.wait_for("株洲")
        terminal.send(CTRL_Q)
        assert terminal.wait_exit() == 0


def test_control_characters_pasted_into_a_value(terminal: Terminal, folder: Path) -> None:
    terminal.send("3\r" + F5)
    terminal.wait_for("新建")
    terminal.send("\x1b[200~甲\x1b]52;c;ZWNobw==\x07乙\u202e[/b]丙\x00\x9b31m丁\x1b[201~")
    terminal.wait_for("丁")
    assert b"\x1b]52" not in terminal.output and "\u202e".encode() not in terminal.output
    terminal.send(F6)
    terminal.wait_for("KH-2026-0002")
    assert b"\x1b]52" not in terminal.output and "\u202e".encode() not in terminal.output


def test_a_store_that_is_locked_for_long(terminal: Terminal, folder: Path) -> None:
    terminal.send("3\r" + F5 + "株洲")
    terminal.wait_for("株洲")
    other = open_store(folder / "office" / "dangan.db")
    with other.write():
        terminal.send(F6)
        terminal.wait_for("忙")
    other.close()
    assert "株洲" in terminal.text
    terminal.send(F6)
    terminal.wait_for("KH-2026-0002")


def test_a_store_raised_by_a_newer_program(terminal: Terminal, folder: Path) -> None:
    terminal.send("3\r" + F5 + "株洲")
    terminal.wait_for("株洲")
    other = open_store(folder / "office" / "dangan.db")
    with other.write() as cursor:
        cursor.execute("UPDATE epoch SET value = value + 1, version = '9.9'")
    other.close()
    terminal.send(F6)
    terminal.wait_for("9.9")
    terminal.send(CTRL_Q)
    assert terminal.wait_exit() == 0
    opened = office(folder)
    assert [s.body["name"] for s in opened.scratches(opened.env("wang", "zh"))] == ["株洲"]
    opened.close()
