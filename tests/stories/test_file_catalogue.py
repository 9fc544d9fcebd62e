"""B2 归档案卷目录表: volumes of a catalogue, the number of each given when it is filed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.stories.typing import (
    CTRL_D,
    DOWN,
    ENTER,
    ESC,
    F2,
    F5,
    F6,
    UP,
    leave,
    lines,
    office,
    program,
    says,
    sheet,
    stored,
    workbook,
)

YEAR = date.today().year
SHEET = ["J012", "2025", "bgs"]
VOLUMES = [
    ["", "", "1.2", "2025年度公司办公会议纪要", "2025.1.6", "2025.12.29", "86", "", "y", "", "", "", "", ""],
    ["", "", "1.3", "2025年度行政发文", "2025.3.1", "2025.1.31", "120", "", "3", "缺第8号文", "", "", "", ""],
]


def test_volumes(tmp_path: Path) -> None:
    db = office(tmp_path)
    with program(db) as t:
        t.send("2" + ENTER)
        says(t, "档案目录表")
        t.send(ENTER + F5)
        t.read(1)
        print(t.text)
        t.send(sheet(*SHEET) + ENTER)
        t.send(sheet(*VOLUMES[0]))
        t.read(1)
        print(t.text)
        t.send(ENTER)
        t.read(1)
        print(t.text)
        t.send(sheet(*VOLUMES[1]) + ENTER)
        t.read(1)
        print(t.text)
