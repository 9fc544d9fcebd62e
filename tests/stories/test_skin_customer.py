"""G1 皮肤管理顾客档案表: a salon's customer, typed in English."""

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

NUMBER = f"PF-{date.today().year}-00001"
HEAD = {
    "Name": "林婉如", "Sex": "2", "Birthday": "0317", "Married": "2", "Height": "62", "Weight": "52.55", "Occupation": "教师",
    "Telephone": "13974800123", "Address": "长沙市天心区书院路 9 号", "Blood type": "1", "Medical history": "无",
    "Family history": "母亲有荨麻疹", "First visit": "2025.10.2", "Source of visit": "1",
}  # fmt: skip
DIAGNOSIS = {"Skin state": "010812", "Elasticity": "2", "Sebum": "1", "Moisture": "3"}
CONDITIONS = ["", "14", "", "", "", "2", "", "3", "", "", "", "", "", "", "", ""]
FACE = {"Eye area": "0204", "Forehead": "1", "Nose": "0204", "Mouth area": "3", "Chin": "1"}
CARE = {
    "Contraindications": "酒精过敏",
    "Products in use": "保湿乳",
    "Care advice": "每周一次补水",
    "Card": "V0088",
    "Card type": "3",
}
VISITS = ["2025.10.2", "清洁补水", "玻尿酸", "良好", "满意", "298", "2025-11-1 14:30", "swj", ""]


def test_file_in_english(tmp_path: Path) -> None:
    db = office(tmp_path)
    with program(db, lang="en") as t:
        t.send("4" + ENTER + F5)
        t.read(1)
        print(t.text)
        t.send(
            sheet(*HEAD.values())
            + ENTER
            + sheet(*DIAGNOSIS.values(), *CONDITIONS, *FACE.values(), *CARE.values())
            + ENTER
        )
        t.read(1)
        print(t.text)
        t.send(sheet(*VISITS) + ENTER)
        t.read(1)
        print(t.text)
        t.send(F6)
        t.read(1)
        print(t.text)
        t.send("52.5" + F6)
        t.read(1)
        print(t.text)
        t.send("2162" + F6)
        t.read(1)
        print(t.text)
