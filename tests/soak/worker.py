"""One at work in the soak: ROLE STORE NAME LEDGER. Writes a ledger line once a piece of work is done, until stopped.

Ledger lines: a writer `save ID VERSION MS`, a reader `list MS` or `search MS`, the keeper `backup FOLDER MS`, who forces
checkpoints `checkpoint MS`.
"""

from __future__ import annotations

import os
import random
import sys
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from dangan.record import Link, Values
from storage import backup
from storage.archive import Archive
from storage.pages import View
from tests.storage.small_forms import FORMS

SURNAMES, GIVEN = "王李张刘陈曾单查解欧", "伟芳娜敏静丽强磊军洋勇艳杰娟涛"
PAUSE = 0.05  # seconds between two pieces of work of a reader


def write(archive: Archive, name: str, rng: random.Random, _place: Path) -> Iterator[str]:
    """New employees, changes of them, papers that a volume adds up, customers with an edition."""
    env = archive.env(name, "zh")
    volume = archive.save("volume", {"title": f"卷 {name}"}, env)["_id"]
    client = archive.save("client", {"name": f"客户 {name}"}, env)["_id"]
    n = 0
    while True:
        n += 1
        env = archive.env(name, "zh")
        who = rng.choice(SURNAMES) + "".join(rng.choices(GIVEN, k=2))
        family = [{"relation": "父", "name": f"{who}父"}, {"relation": "母", "name": f"{who}母"}]
        works: list[tuple[str, Values]] = [
            ("staff", {"unit_code": f"{os.getpid()}-{n}", "name": who, "phone": f"139{n:08}", "family": family}),
            ("paper", {"title": f"{name} 之 {n}", "volume": Link("", volume, "volume"), "pages": rng.randint(1, 9)}),
            ("client_card", {"client": Link("", client, "client"), "leader": who, "address": f"{name} {n}"}),
        ]
        form, values = works[n % 3]
        saved = archive.save(form, values, env)
        yield f"save {saved['_id']} {saved['_lock']}"
        if form == "staff":
            changed = archive.save("staff", {**saved, "notes": f"改 {n}", "family": saved["family"][:1]}, env)
            yield f"save {changed['_id']} {changed['_lock']}"


def read_lists(archive: Archive, name: str, rng: random.Random, _place: Path) -> Iterator[str]:
    """Pages of lists, and a record of each opened whole: as many lines as its version has."""
    while True:
        view = View(("name", "phone"), sort=rng.choice(("record_no", "name")), descending=rng.random() < 0.5)
        page = archive.page_at("staff", view, rng.random(), 50)
        if page.rows:
            whole = archive.read("staff", rng.choice(page.rows)["_id"])
            assert len(whole["family"]) == (2 if whole["_lock"] == 1 else 1), whole
        yield "list"


def read_hits(archive: Archive, name: str, rng: random.Random, _place: Path) -> Iterator[str]:
    """Searches by names, initials and telephone; every hit can be read and is what was found."""
    while True:
        number = f"139{rng.randint(0, 99):08}"
        text = rng.choice((rng.choice(SURNAMES), rng.choice(GIVEN) + rng.choice(GIVEN), number, "zw"))
        for hit in archive.search(text, limit=20):
            whole = archive.read(hit.form, hit.id)
            assert whole["_title"] == hit.title, (hit, whole, archive.search(text, limit=20))
        yield "search"


def keep(archive: Archive, name: str, rng: random.Random, place: Path) -> Iterator[str]:
    """Backups, one after the other."""
    while True:
        time.sleep(rng.uniform(1, 4))
        begun = time.perf_counter()
        made = backup.backup(archive.store, place, datetime.now(), name)
        yield f"backup {made.name} {(time.perf_counter() - begun) * 1000:.1f}"


def press(archive: Archive, name: str, rng: random.Random, place: Path) -> Iterator[str]:
    """Checkpoints forced while others write: what an affected SQLite loses rows by."""
    while True:
        time.sleep(rng.uniform(0, 0.05))
        archive.store.rows(f"PRAGMA wal_checkpoint({rng.choice(('PASSIVE', 'RESTART', 'TRUNCATE'))})")
        yield "checkpoint"


ROLES: dict[str, Callable[[Archive, str, random.Random, Path], Iterator[str]]] = {
    "write": write, "list": read_lists, "search": read_hits, "keep": keep, "press": press,
}  # fmt: skip


def main(role: str, store: str, name: str, ledger: str) -> None:
    """Work until killed."""
    archive = Archive.open(store, FORMS)
    work = ROLES[role](archive, name, random.Random(name), Path(store).parent / "backups")
    with open(ledger, "a", buffering=1, encoding="utf-8") as told:
        while True:
            begun = time.perf_counter()
            line = next(work)
            took = (time.perf_counter() - begun) * 1000
            told.write(line + ("\n" if role == "keep" else f" {took:.2f}\n"))
            if role in ("list", "search"):
                time.sleep(PAUSE)


if __name__ == "__main__":
    main(*sys.argv[1:])
