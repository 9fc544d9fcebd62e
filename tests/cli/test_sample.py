"""The sample office of `make run` is whole or not there."""

from __future__ import annotations

import os
import stat
import subprocess
from pathlib import Path

import pytest

from dangan.cli.main import run

SCRIPT = Path(__file__).parents[2] / "scripts" / "sample.sh"
MAKER = """#!/bin/sh
# called as: maker --db PATH demo
echo half > "$2"; echo log > "$2-wal"
[ -e "{broken}" ] && exit 130
rm "$2-wal"
echo whole > "$2"
"""
KILLED = """#!/bin/sh
# a command of the shell that brings its parent down before or after the work, whatever it is
[ -e "{after}" ] && /bin/{name} "$@"
kill -9 $PPID
"""


def make(tmp_path: Path, before: str = "") -> int:
    maker = tmp_path / "maker"
    maker.write_text(MAKER.format(broken=tmp_path / "broken"), "utf-8")
    maker.chmod(0o700)
    call = ["sh", str(SCRIPT), str(maker), str(tmp_path / "office" / "dangan.db")]
    env = {**os.environ, "PATH": f"{before}:{os.environ['PATH']}"} if before else None
    return subprocess.run(call, timeout=30, env=env).returncode


def test_one_broken_off_is_made_anew(tmp_path: Path) -> None:
    db = tmp_path / "office" / "dangan.db"
    (tmp_path / "broken").touch()
    assert make(tmp_path) != 0 and not db.exists()
    (tmp_path / "broken").unlink()
    assert make(tmp_path) == 0 and db.read_text("utf-8") == "whole\n"
    assert [path.name for path in db.parent.iterdir()] == ["dangan.db"]
    assert stat.S_IMODE(db.parent.stat().st_mode) == 0o700 and stat.S_IMODE(db.stat().st_mode) == 0o600


def test_one_that_is_there_is_left_alone(tmp_path: Path) -> None:
    db = tmp_path / "office" / "dangan.db"
    db.parent.mkdir()
    db.write_text("mine", "utf-8")
    assert make(tmp_path) == 0 and db.read_text("utf-8") == "mine"


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("command", ["mkdir", "rm", "mv"])
def test_one_killed_at_any_step_is_whole_or_not_there(command: str, after: bool, tmp_path: Path) -> None:
    db = tmp_path / "office" / "dangan.db"
    shims = tmp_path / "shims"
    shims.mkdir()
    shim = shims / command
    shim.write_text(KILLED.format(name=command, after=tmp_path / "after"), "utf-8")
    shim.chmod(0o700)
    if after:
        (tmp_path / "after").touch()
    assert make(tmp_path, str(shims)) == -9
    assert db.exists() == (command == "mv" and after)
    assert make(tmp_path) == 0 and db.read_text("utf-8") == "whole\n"
    assert [path.name for path in db.parent.iterdir()] == ["dangan.db"]


def test_the_log_of_one_taken_away_is_not_read_into_the_new(tmp_path: Path) -> None:
    db = tmp_path / "office" / "dangan.db"
    db.parent.mkdir()
    db.with_name("dangan.db-wal").write_text("old", "utf-8")
    assert make(tmp_path) == 0 and [path.name for path in db.parent.iterdir()] == ["dangan.db"]


def test_the_sample_office_is_one_file(tmp_path: Path) -> None:
    assert run(["--db", str(tmp_path / "o" / "o.db"), "demo", "--records", "20"]) == 0
    assert [path.name for path in (tmp_path / "o").iterdir()] == ["o.db"]
