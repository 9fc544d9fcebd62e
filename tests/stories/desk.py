"""The program on a day of an office's life: `sits` puts somebody at the keyboard; run as a program it opens the store."""

from __future__ import annotations

import sys
from datetime import date, datetime, time
from pathlib import Path

from storage.archive import Archive
from tests.stories.typing import ENTER, F9, says
from tests.terminal import Terminal
from tui.start import run_archive


def sits(db: Path, login: str, day: date, lang: str = "zh") -> Terminal:
    """The program at its first screen on a day, 80 x 24, with `login` at the keyboard."""
    t = Terminal([sys.executable, "-m", "tests.stories.desk", str(db), login, lang, day.isoformat()], timeout=20.0)
    t.wait_for("Esc返回" if lang == "zh" else "EscBack")
    return t


def step(t: Terminal, name: str, lang: str = "zh") -> None:
    """Take a step of the menu: it is found by its words."""
    t.send(F9)
    says(t, "数字或回车执行" if lang == "zh" else "Digit or Enter")
    t.send(name + ENTER)


def open_form(t: Terminal, family: str, form: str) -> None:
    """From the first screen to the list of a form, found by its name in the family with this number."""
    t.send(family + ENTER)
    says(t, "数字选中一种表")
    number = next(line.split()[0].strip(">") for line in t.lines if form in line)
    t.send(number + ENTER)
    says(t, "视图")


def main() -> int:
    """Run DB LOGIN LANG DAY: the clock stands at nine in the morning of the day."""
    db, login, lang, day = sys.argv[1:]
    archive = Archive.open(db, clock=lambda: datetime.combine(date.fromisoformat(day), time(9)))
    try:
        return run_archive(archive, lang, login)
    finally:
        archive.close()


if __name__ == "__main__":
    sys.exit(main())
