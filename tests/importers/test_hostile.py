"""R13: whatever a file holds, this process lives, the child stays within bounds, the reason is said, nothing changes."""

import os
import resource
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import monotonic

import pytest

from dangan.env import Env
from forms_plugins.importers import child, reading
from forms_plugins.importers.reading import Unreadable, read
from forms_plugins.importers.run import run
from storage.archive import Archive
from tests.importers import hostile
from tests.importers.hostile import good, packed, parts, save

CASES = {
    "far corner": (hostile.far_corner, "far row or column"),
    "far column": (lambda: hostile.far_corner(b"XFD7"), "far row or column"),
    "far corner, hidden": (hostile.far_corner_hidden, "far row or column"),
    "zip bomb": (hostile.bomb, "unpacks to far more"),
    "giant shared strings": (hostile.shared_strings, "holds too much"),
    "many entries": (hostile.many_entries, "too many parts"),
    "truncated": (lambda: good()[:2000], "damaged"),
    "only a beginning": (lambda: b"PK\x03\x04", "damaged"),
    "entity loop": (hostile.entity_loop, "damaged"),
    "cut inside": (lambda: hostile.changed("xl/worksheets/sheet1.xml", lambda xml: xml[: len(xml) // 2]), "damaged"),
    "encrypted": (hostile.encrypted, "password"),
    "old Excel": (hostile.old_excel, ".xls"),
    "macros": (lambda: packed(parts(good()) | {"xl/vbaProject.bin": b"x"}), "macros"),
    "not a workbook": (lambda: packed({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}), "neither"),
    "text": (lambda: b"hello", "neither"),
    "empty": (lambda: b"", "neither"),
}


@pytest.mark.parametrize("name", CASES)
def test_hostile_workbook(archive: Archive, env: Env, tmp_path: Path, name: str) -> None:
    make, reason = CASES[name]
    path = save(tmp_path, "坏.xlsx", make())
    began = monotonic()
    with pytest.raises(Unreadable) as found:
        run(archive, "staff", path, env)
    assert reason in found.value.en and "坏.xlsx" in found.value.en and "坏.xlsx" in found.value.zh
    assert found.value.mend_zh and found.value.mend_en and found.value.code in ("GEN_FILE_UNREADABLE", "GEN_FILE_TYPE")
    assert monotonic() - began < 40
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024 < child.MEMORY
    assert archive.store.value("SELECT count(*) FROM record") == 0 and archive.store.damage() == []


def test_deep_nesting(archive: Archive, env: Env, tmp_path: Path) -> None:
    result = run(archive, "staff", save(tmp_path, "a.xlsx", hostile.deep()), env)
    assert not result.ok and result.total == 0


def test_styled_cells_far_out_are_no_data(archive: Archive, env: Env, tmp_path: Path) -> None:
    styled = b'<row r="1048576" customHeight="1"><c r="XFD1048576" s="0"/></row></sheetData>'
    data = hostile.changed("xl/worksheets/sheet1.xml", lambda xml: xml.replace(b"</sheetData>", styled))
    assert run(archive, "staff", save(tmp_path, "a.xlsx", data), env).created == 3


def test_things_that_are_no_files(archive: Archive, env: Env, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.xlsx")
    for path in (tmp_path, tmp_path / "none.xlsx", tmp_path / "pipe.xlsx", Path("/dev/zero")):
        with pytest.raises(Unreadable):
            run(archive, "staff", path, env)


def test_a_file_too_large_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with path.open("wb") as file:
        file.truncate(reading.LARGEST + 1)
    with pytest.raises(Unreadable) as found:
        list(read(path))
    assert found.value.code == "GEN_FILE_TOO_LARGE" and "64 MB" in found.value.en


def _try(path: Path) -> str:
    try:
        return str(sum(len(part) for part in read(path) if isinstance(part, list)))
    except Unreadable as error:
        return error.code


def _mutants(folder: Path, seeds: range) -> None:
    paths = [save(folder, f"{n}.xlsx", hostile.mutant(n)) for n in seeds]
    with ThreadPoolExecutor(4) as pool:
        told = list(pool.map(_try, paths))
    assert set(told) <= {"GEN_FILE_UNREADABLE", "GEN_FILE_TYPE", *map(str, range(42))}
    assert len({*told} & {"GEN_FILE_UNREADABLE", "4"}) == 2  # some are read, some are not


def test_mutants(tmp_path: Path) -> None:
    _mutants(tmp_path, range(60))


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_many_mutants(tmp_path: Path) -> None:
    _mutants(tmp_path, range(60, 260))


def test_no_child_is_left_behind(tmp_path: Path) -> None:
    path = save(tmp_path, "a.xlsx", good(5_000))
    events = read(path)
    next(events)
    events.close()  # type: ignore[attr-defined]
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


@pytest.mark.parametrize(
    ("says", "reason"),
    [
        ("import os, signal; os.kill(os.getpid(), signal.SIGABRT)", "holds too much"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGXCPU)", "took too long"),
        ("import time; time.sleep(60)", "took too long"),
        ("print('[1,2')", "damaged"),
        ('print(\'["fail","nonsense",""]\')', "damaged"),
        ("print('x' * (3 << 20))", "holds too much"),
        ("raise SystemExit(0)", "damaged"),
    ],
)
def test_a_child_that_misbehaves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, says: str, reason: str) -> None:
    def spawn(path: Path, file: object) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-c", says], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, bufsize=0
        )

    monkeypatch.setattr(reading, "_spawn", spawn)
    monkeypatch.setattr(reading, "SILENCE", 1.0)
    monkeypatch.setattr(reading, "MOST_LINE", 2 << 20)
    with pytest.raises(Unreadable) as found:
        list(read(save(tmp_path, "a.xlsx", good())))
    assert reason in found.value.en


def test_the_child_limits_itself() -> None:
    code = (
        "import resource as r; from forms_plugins.importers import child; child.bound(); "
        "print([r.getrlimit(x)[0] for x in (r.RLIMIT_AS, r.RLIMIT_CPU, r.RLIMIT_CORE, r.RLIMIT_FSIZE)])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=Path(__file__).parents[2], check=True
    )
    assert done.stdout.strip() == str([child.MEMORY, child.CPU_SECONDS, 0, 0])
