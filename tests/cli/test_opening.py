"""What opens the program without the parser of commands, and what is left to it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from dangan.cli.opening import opening
from tests.terminal import ROOT


def test_the_common_options_open_the_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DANGAN_DB", "/srv/office.db")
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    assert opening(["--as", "wang"]) == ("/srv/office.db", "en", "wang")
    assert opening(["--lang", "zh", "--db", "a.db", "--as", "li"]) == ("a.db", "zh", "li")


@pytest.mark.parametrize(
    "arguments",
    [["forms"], ["--version"], ["--lang", "fr"], ["--db"], ["--db", "--as"], ["--db", ""], ["--db", "a", "--db", "b"],
     ["--help", "x"]],
)  # fmt: skip
def test_anything_else_is_parsed(arguments: list[str]) -> None:
    assert opening(arguments) is None


def test_a_store_that_cannot_be_opened_is_said_in_one_line(tmp_path: Path) -> None:
    place = tmp_path / "note.txt"
    place.write_text("no store")
    place.chmod(0o600)
    command = [sys.executable, "-m", "dangan", "--db", str(place), "--lang", "en"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1 and "Traceback" not in done.stderr and "note.txt" in done.stderr
