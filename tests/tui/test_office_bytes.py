"""Roles and the days of the year as bytes in a real terminal: typed ahead, and a notice pasted with its line ends."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from storage.archive import Archive
from storage.roles import Roles
from tests.terminal import Terminal
from tests.tui.office import NOW, open_office
from tests.tui.test_program import F9, start

F4, F5, F6, F8 = "\x1bOS", "\x1b[15~", "\x1b[17~", "\x1b[19~"
NOTICE = "国庆节：2027年10月1日至7日放假。\r10月9日（周六）上班。\r"


@pytest.fixture
def terminal(folder: Path) -> Iterator[Terminal]:
    with start(folder) as opened:
        opened.wait_for("最近处理")
        yield opened


def kept(folder: Path) -> Archive:
    return open_office(folder)


def test_a_role_in_one_write(terminal: Terminal, folder: Path) -> None:
    """From home to the role given without waiting for a screen, then ended by its menu, and back."""
    terminal.send(F9 + "目录:\r" + F8 + F5 + "wangf\rdagly\r\r\r" + F6)
    terminal.wait_for("已保存:王芳 档案管理员")
    assert "[角色]" in terminal.lines[1]
    terminal.send(F4 + "120261231\r")
    terminal.wait_for("最后一天 2026-12-31")
    terminal.send("\x1b")
    terminal.wait_for("最近处理")
    terminal.send("\x11")
    assert terminal.wait_exit() == 0
    archive = kept(folder)
    assert [(h.role, h.from_date, h.to_date) for h in Roles(archive.store).held()] == [
        ("archivist", date(2026, 11, 24), date(2026, 12, 31))
    ]
    archive.close()


def test_the_field_of_a_refusal_is_in_hand(terminal: Terminal) -> None:
    terminal.send(F9 + "目录:\r" + F8 + F5 + "某某\r05\r\r\r" + F6)
    terminal.wait_for("目录中没有这个人")
    assert terminal.cursor_shown and terminal.cursor[1] == 3, "in the first field"
    terminal.send("zxj\r" + F6)
    terminal.wait_for("已保存:曾小军 档案管理员")


def test_a_notice_pasted_as_terminals_do(terminal: Terminal, folder: Path) -> None:
    terminal.send(F9 + "设置\r节假日\r")
    terminal.wait_for("国务院已公布")
    terminal.send("\x1b[200~" + NOTICE + "\x1b[201~")
    terminal.wait_for("F6 录入")
    assert any(line.startswith(">+  放假") and "2027-10-07" in line for line in terminal.lines)
    terminal.send(F6)
    terminal.wait_for("已录入放假 7 天、调休上班 1 天")
    terminal.send("\x11")
    assert terminal.wait_exit() == 0
    archive = kept(folder)
    assert archive.settings.get("makeup_days", NOW.date()) == ["2027-10-09"]
    archive.close()


def test_a_notice_sent_by_a_terminal_that_marks_no_paste(terminal: Terminal) -> None:
    """Its lines come as keys: the first is shown, the next are typed behind it and lose nothing that was taken in."""
    terminal.send(F9 + "设置\r节假日\r")
    terminal.wait_for("国务院已公布")
    terminal.send("2027年10月1日至7日放假，10月9日上班\r")
    terminal.wait_for("F6 录入")
    assert any(line.startswith(" +  调休上班") and "2027-10-09" in line for line in terminal.lines)
