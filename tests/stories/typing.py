"""What the stories share: keys by name, an office to work in, the program in a terminal, and the commands of scripts."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from dangan.cli.main import run
from storage.archive import Archive
from tests.terminal import Terminal

ENTER, ESC, TAB, BACKTAB, SPACE, BACKSPACE = "\r", "\x1b", "\t", "\x1b[Z", " ", "\x7f"
HOME, END = "\x1b[H", "\x1b[F"
UP, DOWN, RIGHT, LEFT = "\x1b[A", "\x1b[B", "\x1b[C", "\x1b[D"
F1, F2, F3, F4, F5 = "\x1bOP", "\x1bOQ", "\x1bOR", "\x1bOS", "\x1b[15~"
F6, F7, F8, F9 = "\x1b[17~", "\x1b[18~", "\x1b[19~", "\x1b[20~"
CTRL_D, NEW_LINE, CTRL_Q, CTRL_R, CTRL_U = "\x04", "\x0f", "\x11", "\x12", "\x15"
CTRL_X, CTRL_Y, CTRL_Z = "\x18", "\x19", "\x1a"

_GAP = "\x1f"
COMPANIES = {"湘江机械总公司": ("XJ", "Xiangjiang Machinery"), "湘江贸易公司": ("XM", "Xiangjiang Trading")}
DEPTS = {
    "办公室": ("BG", "Office"),
    "人事部": ("RS", "Personnel"),
    "销售一部": ("XS1", "Sales 1"),
    "销售二部": ("XS2", "Sales 2"),
}
PEOPLE = {"王芳": ("wf", "人事部"), "李伟": ("lw", "办公室"), "张建国": ("zjg", "办公室"), "单文静": ("swj", "销售一部"), "曾小军": ("zxj", "销售二部")}  # fmt: skip


def sheet(*answers: str) -> str:
    """What is typed for a filled sheet: the answers one after the other, Enter behind each but the last."""
    return ENTER.join(answers)


def office(folder: Path) -> Path:
    """A store with two companies, four departments and five people; its path."""
    place = folder / "dangan.db"
    archive = Archive.open(str(place), create=True)
    at, book = datetime.now(), archive.directory
    for name, (code, en) in COMPANIES.items():
        book.add("company", name, at=at, by="wf", code=code, en=en)
    first = book.companies()[0].id
    depts = {
        name: book.add("dept", name, at=at, by="wf", code=code, en=en, company_id=first)
        for name, (code, en) in DEPTS.items()
    }
    for name, (login, dept) in PEOPLE.items():
        book.add("person", name, at=at, by="wf", login=login, dept_id=depts[dept])
    archive.close()
    return place


def program(db: Path, login: str = "wf", lang: str = "zh") -> Terminal:
    """The program at its first screen, 80 x 24, with `login` at the keyboard."""
    t = Terminal([sys.executable, "-m", "dangan", "--db", str(db), "--as", login, "--lang", lang], timeout=12.0)
    t.wait_for("Esc返回" if lang == "zh" else "EscBack")
    return t


def says(t: Terminal, sentence: str) -> None:
    """Wait until the screen says `sentence`, on one line or wrapped."""
    wanted = sentence.replace(" ", "")
    t.wait_until(lambda: wanted in "".join(t.lines).replace(" ", ""), sentence)


def leave(t: Terminal) -> None:
    """Leave the program; it ends well and the terminal is as it was."""
    t.send(CTRL_Q)
    assert t.wait_exit() == 0
    assert t.attributes == t.attributes_before


def command(db: Path, *arguments: str, login: str = "wf", lang: str = "zh") -> str:
    """Run a command of the program; what it printed."""
    with redirect_stdout(StringIO()) as printed, redirect_stderr(StringIO()) as said:
        status = run(["--db", str(db), "--as", login, "--lang", lang, *arguments])
    assert status == 0, said.getvalue()
    return printed.getvalue()


def archive(db: Path) -> Archive:
    """The store, opened beside the program."""
    return Archive.open(str(db))


def stored(db: Path, form: str, number: str) -> dict[str, Any]:
    """A record as `show --json` prints it."""
    record: dict[str, Any] = json.loads(command(db, "show", form, number, "--json"))
    return record


def workbook(db: Path, form: str, layout: str, *numbers: str) -> list[Worksheet]:
    """The sheets of an export."""
    out = db.with_name(f"{form}-{layout}.xlsx")
    chosen = [argument for number in numbers for argument in ("--number", number)]
    command(db, "export", form, str(out), "--layout", layout, *chosen)
    return list(load_workbook(out).worksheets)


def lines(ws: Worksheet) -> list[list[Any]]:
    """The filled cells of each line of a sheet, lines without any left out; a text broken to fit its cell is one again."""
    found = [[_whole(cell.value) for cell in row if cell.value not in (None, "")] for row in ws.iter_rows()]
    return [line for line in found if line]


def missing(ws: Worksheet, expected: Sequence[Sequence[str]]) -> list[Sequence[str]]:
    """Those of the `expected` cells side by side that no line of a sheet shows; where texts are broken does not matter."""
    shown = [_GAP + _GAP.join(str(cell) for cell in line) + _GAP for line in lines(ws)]
    wanted = [(cells, _GAP + _GAP.join(_whole(text) for text in cells) + _GAP) for cells in expected]
    return [cells for cells, run in wanted if not any(run in line for line in shown)]


def _whole(value: Any) -> Any:
    return "".join(value.split()) if isinstance(value, str) else value
