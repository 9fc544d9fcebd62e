"""The example of the plugin page is dropped beside a store and used as the page says."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import openpyxl
import pytest

PAGE = Path(__file__).resolve().parents[2] / "docs" / "plugins.md"
LONGEST = 60  # lines: a form in one file of about 40


def first_example(page: Path = PAGE) -> str:
    """The first Python block of a page."""
    found = re.search(r"```python\n(.*?)```", page.read_text("utf-8"), re.DOTALL)
    assert found
    return found[1]


@pytest.fixture
def db(tmp_path: Path) -> Path:
    folder = tmp_path / "office"
    folder.mkdir(mode=0o700)
    run(folder / "dangan.db", "demo", "--records", "14")
    return folder / "dangan.db"


def run(db: Path, *words: str) -> str:
    """A command that must succeed; gives what it printed."""
    done = subprocess.run(
        [sys.executable, "-m", "dangan", "--db", str(db), *words], capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_it_is_short() -> None:
    assert len([line for line in first_example().splitlines() if line.strip()]) <= LONGEST


def test_the_example_is_a_form_at_the_next_start(db: Path, tmp_path: Path) -> None:
    (db.parent / "plugins").mkdir(mode=0o700)
    (db.parent / "plugins" / "visitors.py").write_text(first_example(), "utf-8")
    forms = {form["name"]: form for form in json.loads(run(db, "forms", "--json"))}
    assert forms["visitor"]["zh"] == "来访登记" and forms["visitor"]["plugin"]

    sheet = tmp_path / "empty.xlsx"
    run(db, "template", "visitor", str(sheet))
    book = openpyxl.load_workbook(sheet)
    page = book["来访登记"]
    heads = [str(cell.value).rstrip("* ") for cell in page[1]]
    given = {
        "编号": "新1", "来访日期": "2026-03-02", "姓名": "欧阳晓岚", "电话": "13812345678", "事由": "业务",
        "受访人": "王芳", "进门": "09:30", "出门": "10:15", "登记人": "门卫",
    }  # fmt: skip
    for place, head in enumerate(heads, 1):
        if head in given:
            page.cell(2, place, given[head])
    assert set(given) <= set(heads)
    book.save(tmp_path / "filled.xlsx")
    run(db, "import", "visitor", str(tmp_path / "filled.xlsx"))

    (row,) = json.loads(run(db, "list", "visitor", "--json"))
    shown = json.loads(run(db, "show", "visitor", row["record_no"], "--json"))
    assert (shown["name"], shown["host"], shown["purpose"]) == ("欧阳晓岚", "王芳", "business")
    assert json.loads(run(db, "search", "oyxl", "--json"))[0]["form"] == "visitor"

    run(db, "export", "visitor", str(tmp_path / "paper.xlsx"), "--layout", "form_a4", "--number", row["record_no"])
    paper = openpyxl.load_workbook(tmp_path / "paper.xlsx").active
    cells = [str(cell.value or "").replace(" ", "") for line in paper.iter_rows() for cell in line]
    assert "来访登记" in cells and "欧阳晓岚" in cells


def test_its_rule_refuses(db: Path, tmp_path: Path) -> None:
    (db.parent / "plugins").mkdir(mode=0o700)
    (db.parent / "plugins" / "visitors.py").write_text(first_example(), "utf-8")
    (tmp_path / "bad.csv").write_text(
        "姓名,电话,受访人,来访日期,进门,出门\n王一,13812345678,王芳,2026-03-02,10:00,09:00\n", "utf-8"
    )
    done = subprocess.run(
        [sys.executable, "-m", "dangan", "--db", str(db), "import", "visitor", str(tmp_path / "bad.csv")],
        capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.returncode == 1
    assert "出门时间早于进门时间" in done.stderr and "Traceback" not in done.stderr
