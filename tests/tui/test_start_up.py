"""What the first screen does without: modules that cost more than the screen itself, declarations, a query per row."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

from storage.archive import Archive
from storage.pages import View
from tests.storage.conftest import NOW
from tests.storage.small_forms import FORMS
from tests.terminal import ROOT

ABSENT = (
    "openpyxl", "xlsxwriter", "python_calamine", "pypinyin", "pluggy", "importlib.metadata", "stdnum",
    "dangan.spec", "dangan.types", "dangan.form", "storage.saving", "storage.search", "storage.backup", "tui.screens.entry",
)  # fmt: skip
HOME = """
import sys
from storage.archive import Archive
from tui.start import Program
import tui.screens.home
from tui.families import families
archive = Archive.open(sys.argv[1], create=True)
assert families(archive.registry), "home lists no forms"
archive.env("li", "zh").user
print(*sys.modules)
"""


def test_a_warm_start_loads_nothing_that_home_can_do_without(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOME, str(tmp_path / "office" / "office.db")]
    for _ in range(2):  # the first start reads the plugins, the second finds them known
        loaded = subprocess.run(
            command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
        ).stdout.split()
    assert "tui.screens.home" in loaded
    assert [name for name in ABSENT if name in loaded] == []


def _statements(archive: Archive, limit: int) -> int:
    seen: list[str] = []

    def note(cursor: Any, sql: str, bindings: Any) -> bool:
        seen.append(sql)
        return True

    connection = archive.store.connection()
    connection.exec_trace = note
    page = archive.page("staff", View(columns=("name", "skills", "manager")), None, None, limit)
    archive.search("欧阳", limit=limit)
    archive.read_many("staff", [row["_id"] for row in page.rows])
    connection.exec_trace = None
    assert len(page.rows) == limit
    return len(seen)


def test_as_many_queries_for_forty_records_as_for_two(tmp_path: Path) -> None:
    archive = Archive.open(tmp_path / "office" / "office.db", FORMS, create=True, clock=lambda: NOW)
    env = archive.env("li", "zh")
    family = [{"relation": "父", "name": "欧阳老", "skills": ("typing",)}]
    records = [{"name": f"欧阳{n}", "skills": ("typing", "driving"), "family": family} for n in range(40)]
    assert archive.save_many("staff", records, env, source="x.xlsx").ok
    assert _statements(archive, 2) == _statements(archive, 40)
    archive.close()


def test_a_login_is_looked_up_anew_once_somebody_wrote(tmp_path: Path) -> None:
    path = tmp_path / "office" / "office.db"
    archive = Archive.open(path, FORMS, create=True, clock=lambda: NOW)
    assert archive.env("li", "zh").user.text == "li"
    other = Archive.open(path, FORMS, clock=lambda: NOW)
    other.directory.add("person", "李静", at=NOW, by="admin", login="li")
    assert archive.env("li", "zh").user.text == "李静"
    archive.directory.change("person", 1, at=NOW, by="admin", name="李小静")
    assert (archive.env("li", "zh").user.text, other.env("li", "zh").user.text) == ("李小静", "李小静")
    other.close()
    archive.close()
