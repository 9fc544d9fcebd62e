"""Files that a workbook names: beside it, all of them with all rows, or none."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from dangan.env import Env
from forms_plugins.importers.run import run
from storage import attachments
from storage.archive import Archive
from tests.importers.workbooks import write
from tests.storage.test_file_fields import Dossier

NOW = datetime(2026, 3, 2, 9, 30)
MAIN, SCANS = "卷宗", "扫描件"


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    opened = Archive.open(tmp_path / "office" / "o.db", [Dossier.form_type], create=True, clock=lambda: NOW)
    yield opened
    opened.close()


@pytest.fixture
def env(archive: Archive) -> Env:
    return archive.env("li", "zh")


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with files to name in a workbook."""
    folder = tmp_path / "desk"
    (folder / "照片").mkdir(parents=True)
    for name in ("照片/甲.pdf", "乙.pdf", "扫描.pdf"):
        (folder / name).write_bytes(b"%PDF-1.4 " + name.encode())
    (tmp_path / "outside.pdf").write_bytes(b"%PDF-1.4")
    return folder


def _held(archive: Archive) -> list[tuple[str, str]]:
    return archive.store.rows("SELECT name, field FROM attachment WHERE record_id IS NOT NULL ORDER BY name, field")


def _kept(archive: Archive) -> int:
    return int(archive.store.value("SELECT count(*) FROM attachment"))


def test_files_come_in_with_their_rows_and_go_with_them(archive: Archive, env: Env, desk: Path) -> None:
    path = write(
        desk / "in.xlsx",
        {
            MAIN: [
                {"编号": "新1", "名称": "甲", "照片": "照片/甲.pdf"},
                {"编号": "新2", "名称": "乙", "照片": "乙.pdf"},
            ],
            SCANS: [{"编号": "新1", "附件": "扫描.pdf"}, {"编号": "新2", "附件": "扫描.pdf"}],
        },
    )
    dry = run(archive, "dossier", path, env, dry_run=True)
    assert dry.ok and dry.created == 2 and _kept(archive) == 0
    done = run(archive, "dossier", path, env)
    assert done.ok and done.created == 2, [f.line("zh") for f in done.faults]
    scans = [("扫描.pdf", "scans.copy")] * 2
    assert _held(archive) == [("乙.pdf", "photo"), *scans, ("甲.pdf", "photo")]
    assert attachments.check(archive.store) == []
    assert done.batch_id is not None
    archive.undo_batch(done.batch_id, env)
    assert _held(archive) == [] and archive.store.value("SELECT count(*) FROM record") == 0


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ("没有.pdf", "没有文件“没有.pdf”"), ("../outside.pdf", "没有文件"), ("/etc/hostname", "没有文件"), ("照片", "没有文件"),
        ("run.exe", "run.exe"), ("fake.pdf", "fake.pdf"), ("far.pdf", "没有文件"),
    ],
)  # fmt: skip
def test_one_bad_file_and_nothing_comes_in(archive: Archive, env: Env, desk: Path, named: str, said: str) -> None:
    (desk / "run.exe").write_bytes(b"MZ")
    (desk / "fake.pdf").write_bytes(b"MZ")
    (desk / "far.pdf").symlink_to(desk.parent / "outside.pdf")
    rows = [{"名称": "甲", "照片": "乙.pdf"}, {"名称": "乙", "照片": named}]
    done = run(archive, "dossier", write(desk / "in.xlsx", {MAIN: rows}), env)
    assert [(f.row, f.column) for f in done.faults] == [(3, "照片")] and said in done.faults[0].zh
    assert _kept(archive) == 0 and not archive.store.files.exists()
    assert archive.store.value("SELECT count(*) FROM record") == 0


def test_a_bad_row_keeps_all_files_out(archive: Archive, env: Env, desk: Path) -> None:
    path = write(
        desk / "in.xlsx",
        {MAIN: [{"编号": "JZ-2026-0001", "名称": "甲", "照片": "乙.pdf"}, {"编号": "JZ-2026-0001", "名称": "乙"}]},
    )
    assert not run(archive, "dossier", path, env).ok
    assert _kept(archive) == 0


def test_a_name_that_the_record_has_already_is_its_file(archive: Archive, env: Env, desk: Path, tmp_path: Path) -> None:
    photo = archive.attach(desk / "乙.pdf", env)
    made = archive.save("dossier", {"name": "乙", "photo": photo, "scans": [{"copy": None}]}, env)
    path = write(tmp_path / "back.xlsx", {MAIN: [{"编号": made["record_no"], "名称": "丙", "照片": "乙.pdf"}]})
    done = run(archive, "dossier", path, env)
    assert (done.ok, done.updated) == (True, 1), [f.line("zh") for f in done.faults]
    assert archive.read("dossier", made["_id"])["photo"] == photo and _kept(archive) == 1
