"""The process, or the machine, stops at any call to the system: the old record or the new one, never a mixture."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.effort import memory_folder
from tests.storage.falling import JOBS
from tests.terminal import ROOT

WAYS = {
    "killed": (),
    "killed without WAL": ("journal",),
    "power": ("power",),
    "power without WAL": ("power", "journal"),
}


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """In memory where there is such a place: the tests sync thousands of times, and stop no machine."""
    with memory_folder(tmp_path) as place:
        yield place


def _falls(job: str, folder: Path, step: int, how: tuple[str, ...]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    command = [sys.executable, "-m", "tests.storage.falling", job, str(folder), str(step), *how]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, env={**os.environ, "TZ": "UTC"})
    assert ran.returncode == 0 and ran.stderr == ""
    first, *rest = map(json.loads, ran.stdout.splitlines())
    return first, rest


def _hold(run: dict[str, Any], falls: list[dict[str, Any]], unsynced: bool = False) -> None:
    """What was acknowledged stands; `unsynced`: a scratch is sent to the disk after the key, a power cut may take it."""
    assert run["changes"] and falls
    for fall in falls:
        assert fall["status"] == 9 and fall["kept"] in ("old", "new") and fall["broken"] == [] and fall["goes_on"], fall
        assert fall["kept"] == "new" or fall["said"] != "done" or unsynced, fall
    assert falls[0]["kept"] == "old"


def _told(run: dict[str, Any], falls: list[dict[str, Any]], error: str) -> None:
    """Each time the clerk is told, or the work was done; the store is whole and goes on."""
    # a disk that fails to sync may have kept what was written all the same, and nobody can know
    unsure = "new" if error == "failing" else ""
    assert run["changes"] and falls
    for fall in falls:
        assert fall["status"] == 0 and fall["broken"] == [] and fall["goes_on"], fall
        assert fall["kept"] == ("new" if fall["said"] == "done" else "old") or fall["kept"] == unsure, fall
        assert fall["said"] == "done" or fall["said"].removeprefix("told ") in (
            CODES[error],
            "GEN_FILE_UNREADABLE",
            "GEN_BACKUP_BAD",
        ), fall
    assert any(fall["said"] != "done" for fall in falls)


CODES = {"full": "GEN_DISK_FULL", "failing": "STORE_IO"}


@pytest.mark.parametrize("error", CODES)
@pytest.mark.parametrize("job", JOBS)
def test_no_room_or_a_failing_disk_is_told(job: str, error: str, folder: Path) -> None:
    run, falls = _falls(job, folder, 0, (error,))
    _told(run, falls, error)


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("error", CODES)
@pytest.mark.parametrize("job", JOBS)
def test_no_room_or_a_failing_disk_at_every_call(job: str, error: str, folder: Path) -> None:
    run, falls = _falls(job, folder, 1, (error,))
    _told(run, falls, error)


@pytest.mark.parametrize("job", JOBS)
def test_at_some_calls(job: str, folder: Path) -> None:
    run, falls = _falls(job, folder, 0, ("power",))
    _hold(run, falls, unsynced=job == "scratch")


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("how", WAYS)
@pytest.mark.parametrize("job", JOBS)
def test_at_every_call(job: str, how: str, folder: Path) -> None:
    run, falls = _falls(job, folder, 1, WAYS[how])
    assert len(falls) == run["calls"]
    _hold(run, falls, unsynced=job == "scratch" and "power" in WAYS[how])


def test_a_commit_that_is_not_synced_shows(folder: Path) -> None:
    """The test can fail: with `synchronous=OFF` an acknowledged save is lost when the power goes."""
    run, falls = _falls("save", folder, 1, ("power", "careless"))
    assert run["changes"] and any(f["said"] == "done" and f["kept"] != "new" for f in falls)
