"""The sample office of `make run` is whole or not there."""

from __future__ import annotations

import stat
import subprocess
from pathlib import Path

SCRIPT = Path(__file__).parents[2] / "scripts" / "sample.sh"
MAKER = """#!/bin/sh
# called as: maker --db PATH demo
echo half > "$2"; mkdir -p "$2.files"; echo file > "$2.files/one"
[ -e "{broken}" ] && exit 130
echo whole > "$2"
"""


def make(tmp_path: Path) -> int:
    maker = tmp_path / "maker"
    maker.write_text(MAKER.format(broken=tmp_path / "broken"), "utf-8")
    maker.chmod(0o700)
    call = ["sh", str(SCRIPT), str(maker), str(tmp_path / "office" / "dangan.db")]
    return subprocess.run(call, timeout=30).returncode


def test_one_broken_off_is_made_anew(tmp_path: Path) -> None:
    db = tmp_path / "office" / "dangan.db"
    (tmp_path / "broken").touch()
    assert make(tmp_path) != 0 and not db.exists()
    (tmp_path / "broken").unlink()
    assert make(tmp_path) == 0 and db.read_text("utf-8") == "whole\n"
    assert [path.name for path in sorted(db.parent.iterdir())] == ["dangan.db", "dangan.db.files"]
    assert [path.name for path in (db.parent / "dangan.db.files").iterdir()] == ["one"]
    assert stat.S_IMODE(db.parent.stat().st_mode) == 0o700 and stat.S_IMODE(db.stat().st_mode) == 0o600


def test_one_that_is_there_is_left_alone(tmp_path: Path) -> None:
    db = tmp_path / "office" / "dangan.db"
    db.parent.mkdir()
    db.write_text("mine", "utf-8")
    assert make(tmp_path) == 0 and db.read_text("utf-8") == "mine"
