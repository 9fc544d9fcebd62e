"""The day of the soak: writers, readers of lists and searches, a keeper of backups; now and then one is killed."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from math import ceil
from pathlib import Path

from storage import audit, backup
from storage.archive import Archive
from tests.storage.small_forms import FORMS
from tests.terminal import ROOT

KILL_AFTER = 1.5, 6.0  # seconds between two kills


class Day:
    """A store in `folder` with so many writers, two readers of lists, two who search, a keeper of backups, and one
    who forces checkpoints."""

    def __init__(self, folder: Path, writers: int) -> None:
        self.folder, self.store = folder, folder / "office" / "office.db"
        self.roles = {f"w{n}": "write" for n in range(writers)} | {
            "l0": "list", "l1": "list", "s0": "search", "s1": "search", "keeper": "keep", "p0": "press",
        }  # fmt: skip
        self.killed = 0
        self.said: list[str] = []  # what a worker said when it ended by itself, which it never should
        self.seconds = 0.0
        Archive.open(self.store, FORMS, create=True).close()

    def work(self, seconds: float) -> None:
        """Let them work so long; whoever is killed is replaced at once."""
        rng = random.Random(9)
        running = {name: self._start(name) for name in self.roles}
        begun = time.monotonic()
        kill_at = begun + rng.uniform(*KILL_AFTER)
        while time.monotonic() < begun + seconds:
            time.sleep(0.1)
            if time.monotonic() > kill_at:
                kill_at = time.monotonic() + rng.uniform(*KILL_AFTER)
                name = rng.choice([*self.roles])
                running[name].kill()
                self.killed += 1
                self._ended(running[name], killed=True)
                running[name] = self._start(name)
            for name, process in running.items():
                if process.poll() is not None:
                    self._ended(process, killed=False)
                    running[name] = self._start(name)
        for process in running.values():
            process.kill()
            self._ended(process, killed=True)
        self.seconds = time.monotonic() - begun

    def _start(self, name: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "tests.soak.worker", self.roles[name], str(self.store), name]
        return subprocess.Popen(
            [*command, str(self._ledger(name))], cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )

    def _ended(self, process: subprocess.Popen[str], killed: bool) -> None:
        out, err = process.communicate(timeout=30)
        if out or err or not killed:
            self.said.append((out + err).strip()[-2000:] or f"ended with {process.returncode}")

    def _ledger(self, name: str) -> Path:
        return self.folder / f"{name}.ledger"

    def told(self, kind: str) -> list[list[str]]:
        """The whole ledger lines of one kind, as words; the last line of one who was killed may be cut."""
        lines = [
            line
            for name in self.roles
            if self._ledger(name).exists()
            for line in self._ledger(name).read_text("utf-8").splitlines(keepends=True)
            if line.endswith("\n")
        ]
        return [words for line in lines if (words := line.split())[0] == kind]

    def figures(self) -> list[str]:
        """How much was done, and how long it took: median, 95 %, 99 %, longest in milliseconds."""
        out = [f"{self.seconds:.0f} s, {len(self.roles)} processes, {self.killed} killed and replaced"]
        for kind in ("save", "list", "search", "backup", "checkpoint"):
            took = sorted(float(words[-1]) for words in self.told(kind))
            if took:
                parts = " / ".join(f"{took[max(0, ceil(part * len(took)) - 1)]:.1f}" for part in (0.5, 0.95, 0.99, 1))
                out.append(f"{kind}: {len(took):,} ({len(took) / self.seconds:.1f} a second), ms {parts}")
        out.append(f"store: {self.store.stat().st_size / 1e6:.1f} MB")
        return out

    def wrong(self) -> list[str]:
        """Everything that does not hold; [] where all does."""
        archive = Archive.open(self.store, FORMS)
        store = archive.store
        found = [f"a worker said: {said}" for said in self.said]
        found += store.damage() + [str(p) for p in audit.verify(store)]
        told: dict[int, int] = {}
        for words in self.told("save"):
            told[int(words[1])] = max(told.get(int(words[1]), 0), int(words[2]))
        kept = dict(store.rows("SELECT record_id, max(version) FROM history GROUP BY record_id"))
        found += [f"record {i}: version {v} is lost" for i, v in told.items() if kept.get(i, 0) < v]
        half = {
            "records without history": "SELECT count(*) FROM record WHERE _id NOT IN (SELECT record_id FROM history)",
            "history without audit": "SELECT (SELECT count(*) FROM history) - (SELECT count(*) FROM audit WHERE event <> 'backup')",
            "not in search": "SELECT count(*) FROM record WHERE _id NOT IN (SELECT id FROM search_docsize)",
            "lines that do not fit": "SELECT count(*) FROM f_staff s WHERE (SELECT count(*) FROM f_staff__family l "
            "WHERE l._record = s._id) <> CASE s._lock WHEN 1 THEN 2 ELSE 1 END",
            "sums that do not fit": "SELECT count(*) FROM f_volume v WHERE IFNULL(v.pages, 0) <> (SELECT "
            "IFNULL(sum(p.pages), 0) FROM f_paper p WHERE p.volume_id = v._id AND p.status <> 'void')",
            "customers of two valid editions": "SELECT count(*) FROM (SELECT client_id FROM f_client_card "
            "WHERE status <> 'void' GROUP BY client_id HAVING count(*) > 1)",
        }  # fmt: skip
        found += [f"{what}: {count}" for what, sql in half.items() if (count := store.value(sql))]
        numbers = [int(n.rpartition("-")[2]) for (n,) in store.rows("SELECT record_no FROM f_staff")]
        if sorted(numbers) != list(range(1, len(numbers) + 1)):
            found.append("numbers of employees are not whole")
        archive.close()
        return found + self._backups()

    def _backups(self) -> list[str]:
        """What is wrong with the backups that were acknowledged: each is restored and checked."""
        found = []
        for n, words in enumerate(self.told("backup")):
            target = self.folder / f"restored{n}" / "office.db"
            backup.restore(self.store.parent / "backups" / words[1], target)
            archive = Archive.open(target, FORMS)
            bad = archive.store.damage() + [str(p) for p in audit.verify(archive.store)]
            found += [f"{words[1]}: {fault}" for fault in bad]
            archive.close()
        return found
