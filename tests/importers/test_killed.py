"""R1: an import killed at any moment leaves all of its records or none, and a sound store."""

import random
import subprocess
import sys
from pathlib import Path
from time import monotonic, sleep

import pytest

from forms_plugins.importers.run import run
from storage.archive import Archive
from tests.importers.conftest import NOW, REAL, office
from tests.importers.workbooks import write
from tests.storage.small_forms import FORMS

ROOT = Path(__file__).parents[2]
RECORDS = 400


def _workbook(folder: Path) -> Path:
    rows = [
        {"编号": f"新{n}", "姓名": f"张{n}", "证号": f"A{n}", "在职": "是", "部门": f"部门{n % 3}"}
        for n in range(RECORDS)
    ]
    return write(
        folder / "in.xlsx",
        {"员工表": rows, "家庭": [{"编号": f"新{n}", "称谓": "父", "姓名": f"父{n}"} for n in range(RECORDS)]},
    )


def _start(store: Path, workbook: Path) -> subprocess.Popen[str]:
    child = subprocess.Popen(
        [sys.executable, "-m", "tests.importers.import_child", str(store), str(workbook)],
        cwd=ROOT, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert child.stdout is not None and child.stdout.readline() == "begun\n"
    return child


def _whole_or_nothing(store: Path, said: str) -> int:
    opened = Archive.open(store, [form.form_type for form in REAL] + FORMS, clock=lambda: NOW)
    try:
        counts = {
            t: opened.store.value(f"SELECT count(*) FROM {t}")
            for t in ("record", "f_staff", "f_staff__family", "history", "search")
        }
        assert len(set(counts.values())) == 1, counts
        done = counts["record"]
        assert done in ((RECORDS,) if "done" in said else (0, RECORDS))
        assert opened.store.value("SELECT count(*) FROM import_batch") == (1 if done else 0)
        assert opened.store.value("SELECT count(*) FROM dept") == (5 if done else 2)
        assert opened.store.damage() == []
        return int(done)
    finally:
        opened.close()


def _kill(folder: Path, times: int) -> None:
    workbook, chance = _workbook(folder), random.Random(7)
    office(folder / "first").close()
    began = monotonic()
    child = _start(folder / "first" / "office" / "office.db", workbook)
    said, _ = child.communicate(timeout=60)
    whole = monotonic() - began
    assert said == f"done {RECORDS}\n"
    assert _whole_or_nothing(folder / "first" / "office" / "office.db", said) == RECORDS
    seen = set()
    for n in range(times):
        office(folder / str(n)).close()
        child = _start(folder / str(n) / "office" / "office.db", workbook)
        sleep(whole * chance.uniform(0.1, 0.9))
        child.kill()
        said, _ = child.communicate(timeout=60)
        seen.add(_whole_or_nothing(folder / str(n) / "office" / "office.db", said))
    assert 0 in seen


def test_killed_while_importing(tmp_path: Path) -> None:
    _kill(tmp_path, 4)


@pytest.mark.slow
@pytest.mark.timeout(400)
def test_killed_often(tmp_path: Path) -> None:
    _kill(tmp_path, 60)


def test_killed_then_imported_again(tmp_path: Path) -> None:
    archive = office(tmp_path)
    workbook = _workbook(tmp_path)
    child = _start(tmp_path / "office" / "office.db", workbook)
    child.kill()
    child.communicate(timeout=60)
    result = run(archive, "staff", workbook, archive.env("li", "zh"), add_missing=True)
    assert result.ok and result.created == RECORDS and [name for _, name in result.added] == ["部门0", "部门1", "部门2"]
    archive.close()
