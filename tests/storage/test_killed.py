"""kill -9 in the middle of saving: nothing acknowledged is lost, no record is half there."""

import random
import subprocess
import sys
import time
from pathlib import Path

from storage import audit
from storage.archive import Archive
from tests.effort import times
from tests.storage.conftest import NOW
from tests.storage.small_forms import FORMS

ROUNDS = times(20)


def test_killed_while_saving(archive: Archive, path: Path) -> None:
    archive.close()
    rng = random.Random(9)
    told: dict[str, int] = {}
    for number in range(ROUNDS):
        command = [sys.executable, "-m", "tests.storage.saver_child", str(path), f"k{number}"]
        child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert child.stdout is not None and child.stdout.readline() == "ready\n"
        time.sleep(rng.uniform(0.002, 0.08))
        child.kill()
        for line in child.stdout.read().splitlines():
            if line.endswith(("1", "2")) and " " in line:
                told[line.split()[0]] = int(line.split()[1])
        child.wait()
    opened = Archive.open(path, FORMS, clock=lambda: NOW)
    assert opened.store.damage() == [] and audit.verify(opened.store) == []
    ids = [i for (i,) in opened.store.rows("SELECT _id FROM record ORDER BY _id")]
    records = {v["record_no"]: v for v in opened.read_many("staff", ids)}
    assert len(records) == len(ids) and len(told) >= ROUNDS
    for number, version in told.items():
        assert records[number]["_lock"] >= version
    for values in records.values():
        assert len(values["family"]) == (2 if values["_lock"] == 1 else 1)
        assert opened.as_of("staff", values["_id"], values["_lock"])["family"] == [
            {n: v for n, v in line.items() if n not in ("_created_at", "_created_by")} for line in values["family"]
        ]
        assert values["_id"] in [hit.id for hit in opened.search(values["name"])]
    assert opened.store.value("SELECT count(*) FROM history") == sum(v["_lock"] for v in records.values())
    assert opened.store.value("SELECT count(*) FROM audit") == opened.store.value("SELECT count(*) FROM history")
    opened.close()


def test_many_writers(archive: Archive, path: Path) -> None:
    archive.close()
    writers, saves = 4, 25
    commands = [
        [sys.executable, "-m", "tests.storage.saver_child", str(path), f"w{n}", str(saves)] for n in range(writers)
    ]
    children = [
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for command in commands
    ]
    for child in children:
        assert child.communicate(timeout=60)[1] == "" and child.returncode == 0
    opened = Archive.open(path, FORMS, clock=lambda: NOW)
    numbers = sorted(n for (n,) in opened.store.rows("SELECT record_no FROM f_staff"))
    assert numbers == [f"YG-2026-{n:04}" for n in range(1, writers * saves + 1)]
    assert audit.verify(opened.store) == [] and opened.store.damage() == []
    opened.close()


def test_a_read_sees_one_moment(archive: Archive, path: Path) -> None:
    command = [sys.executable, "-m", "tests.storage.saver_child", str(path), "reader", "150"]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None and child.stdout.readline() == "ready\n"
    seen = 0
    while child.poll() is None:
        newest = archive.search("欧阳reader", limit=1)
        for hit in newest:
            values = archive.read("staff", hit.id)
            assert len(values["family"]) == (2 if values["_lock"] == 1 else 1)
            seen += 1
    child.communicate()
    assert seen
