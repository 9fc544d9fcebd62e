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
WRITES = 4  # of different kinds in one turn of the child


def _killed(path: Path, name: str, client: int, volume: int, rng: random.Random) -> list[tuple[int, int]]:
    """What a child had acknowledged when it was killed: (`_id`, version). It is let go on until it has written."""
    command = [sys.executable, "-m", "tests.storage.saver_child", str(path), name, "100000", str(client), str(volume)]
    child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None and child.stdout.readline() == "ready\n"
    lines = [child.stdout.readline() for _ in range(rng.randint(1, 2 * WRITES))]
    time.sleep(rng.uniform(0, 0.006))  # somewhere in the next write
    child.kill()
    lines += child.stdout.read().splitlines(keepends=True)
    child.wait()
    return [(int(line.split()[0]), int(line.split()[1])) for line in lines if line.endswith("\n")]


def test_killed_while_saving(archive: Archive, path: Path) -> None:
    env = archive.env("li", "zh")
    client = archive.save("client", {"name": "宏达", "address": "旧址"}, env)["_id"]
    volume = archive.save("volume", {"title": "卷"}, env)["_id"]
    archive.close()
    rng = random.Random(9)
    told: dict[int, int] = {}
    for number in range(ROUNDS):
        told.update(_killed(path, f"k{number}", client, volume, rng))
    opened = Archive.open(path, FORMS, clock=lambda: NOW)
    assert opened.store.damage() == [] and audit.verify(opened.store) == []
    records = {i: opened.read(form, i) for i, form in opened.store.rows("SELECT _id, form FROM record ORDER BY _id")}
    assert len(told) >= ROUNDS and all(records[i]["_lock"] >= version for i, version in told.items())
    staff = [v for v in records.values() if "family" in v]
    for values in staff:
        assert len(values["family"]) == (2 if values["_lock"] == 1 else 1)
        assert opened.as_of("staff", values["_id"], values["_lock"])["family"] == [
            {n: v for n, v in line.items() if n not in ("_created_at", "_created_by")} for line in values["family"]
        ]
        assert values["_id"] in [hit.id for hit in opened.search(values["name"])]
    cards = [v for v in records.values() if "leader" in v]
    standing = [v for v in cards if v["status"] != "void"]
    assert len(cards) > 1 and [v["leader"] for v in standing] == [records[client]["address"]]
    papers = [v for v in records.values() if "item_no" in v]
    assert papers and records[volume]["pages"] == sum(v["pages"] for v in papers)
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
