"""A process that ends at its n-th call to the system, for each n: what the store then holds, and whether it goes on.

`python -m tests.storage.falling JOB FOLDER STEP [power] [journal]` prints one JSON line for each call it ended at. With
`power` what was not yet synced is lost, too, as when the machine stops; with `journal` WAL is not used, and with
`careless` nothing is synced (that the test can fail). With `full` or `failing` the process goes on: from the n-th call on
the disk is full, or reports errors, until the job has ended; then the job is done again.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import apsw

from dangan import Change, Flow, Form, Head, Moved, Ref, Sign, State, Step, Stepping
from dangan.env import Env
from dangan.errors import DanganError
from dangan.form import FormType
from dangan.record import Link
from dangan.spec import FieldSpec
from storage import attachments, audit, backup, core, engine
from storage.archive import Archive
from tests.storage.small_forms import FORMS, Client

NOW = datetime(2026, 3, 2, 9, 30)
CALLS = {"open", "os.rename", "os.link", "os.mkdir", "os.remove", "os.chmod", "shutil.copyfile", "shutil.rmtree"}
CHANCE = ("salt", "digest", "hash", "prev", "content_hash", "detail")  # columns that differ from run to run
CHECKPOINT = 4  # pages of WAL: a small save, too, writes in the database file itself
POINTS = 4  # of the calls of a job, where a step of 0 leaves most out
SCAN = "scan.pdf"
LATER = "CREATE TABLE fresh (x); INSERT INTO fresh VALUES (1); ALTER TABLE dept ADD COLUMN fresh"  # a migration
PIECE = 1 << 16  # bytes
SYSTEM = apsw.vfs_names()[0]  # SQLite's own way to files


class Burnt(Flow):
    """Listed, and burnt with a signature."""

    listed = State("已列", "Listed")
    burnt = State("已焚毁", "Burnt", locks="*")

    burn = Step("焚毁", "Burn", listed, burnt, sign="burner")


class Burning(Form, id="burning", zh="焚毁单", en="Burning", title="{volume}", prefix="FH", flow=Burnt):
    """A volume that is burnt."""

    with Head() as head:
        volume = Ref("案卷", "Volume", "volume", required=True)
    burner = Sign("焚毁人", "Burnt by", required=Burnt.burnt)


def _burnt(stepping: Stepping) -> list[Change | Moved]:
    thing = stepping.new["volume"]
    return [
        Moved(thing, "destroyed"),
        Change("volume", {"_id": thing.id, "title": "已焚毁"}, state="filed"),
        Change("client", {"name": "欧阳来信"}),
    ]


Job = Callable[[Archive, Env, Path], object]


def _save(archive: Archive, env: Env, folder: Path) -> object:
    family = [{"relation": "父", "name": "老欧", "skills": ("typing",)}, {"relation": "母", "name": "曾母"}]
    return archive.save("staff", {"name": "欧阳新", "family": family, "skills": ("driving",)}, env)


def _edition(archive: Archive, env: Env, folder: Path) -> object:
    return archive.save("client_card", {"client": Link("", 1, "client"), "leader": "新", "address": "新址"}, env)


def _update(archive: Archive, env: Env, folder: Path) -> object:
    return archive.save("staff", {"_id": 3, "name": "欧阳改", "notes": "改", "family": []}, env)


def _total(archive: Archive, env: Env, folder: Path) -> object:
    return archive.save("paper", {"title": "新文", "volume": Link("", 2, "volume"), "pages": 7}, env)


def _submit(archive: Archive, env: Env, folder: Path) -> object:
    return archive.submit("staff", 3, env)


def _step(archive: Archive, env: Env, folder: Path) -> object:
    """A signature that ends a step: the list, the volume that it names, where that is, and a record that it brings about."""
    return archive.stepper.take("burning", 6, "burn", env)


def _void(archive: Archive, env: Env, folder: Path) -> object:
    return archive.void("staff", 3, "错", env)


def _undo(archive: Archive, env: Env, folder: Path) -> object:
    return archive.undo(env)


def _import(archive: Archive, env: Env, folder: Path) -> object:
    lines: list[dict[str, Any]] = [
        {"title": f"文{n}", "volume": Link("", 2, "volume"), "pages": n + 1} for n in range(30)
    ]
    return archive.save_many("paper", lines, env, source="x.xlsx").created


def _attach(archive: Archive, env: Env, folder: Path) -> object:
    return attachments.add(archive.store, 3, folder.parent / SCAN, at=NOW, by="li").id


def _scratch(archive: Archive, env: Env, folder: Path) -> object:
    return archive.save_scratch("staff", {"name": "没打完"}, env)


def _migrate(archive: Archive, env: Env, folder: Path) -> object:
    core.MIGRATIONS.append(LATER)
    return core.migrate(archive.store, "9.9.9")


def _upgrade(archive: Archive, env: Env, folder: Path) -> object:
    spec = Client.form_type.spec
    head = spec.blocks[0]
    fax = FieldSpec("fax", "phone", "传真", "Fax")
    changed = replace(spec, blocks=(replace(head, fields=(*head.fields, fax)),))
    return Archive.open(archive.store.path, [FormType(changed, Client)], clock=lambda: NOW)


def _backup(archive: Archive, env: Env, folder: Path) -> object:
    return backup.backup(archive.store, folder / "backups", NOW).name


JOBS: dict[str, Job] = {
    "save": _save, "edition": _edition, "update": _update, "total": _total, "submit": _submit, "step": _step, "void": _void,
    "undo": _undo, "import": _import, "attach": _attach, "scratch": _scratch, "migrate": _migrate,
    "upgrade": _upgrade, "backup": _backup,
}  # fmt: skip


@dataclass
class Fall:
    """Counts calls; at the one numbered `at` the process is gone, before the call is made."""

    at: int
    power: bool
    folder: str
    error: str = ""  # "full" or "failing": it goes on, and the calls fail
    count: int = 0
    on: bool = False
    files: list[Falling] = field(default_factory=list)

    def step(self, system: bool = False) -> None:
        """One more call, of SQLite or else of Python to the system."""
        if not self.on:
            return
        self.count += 1
        if self.error:
            if self.count >= self.at > 0:
                if system:
                    code = errno.ENOSPC if self.error == "full" else errno.EIO
                    raise OSError(code, os.strerror(code))
                raise (apsw.FullError if self.error == "full" else apsw.IOError)("as asked")
        elif self.count == self.at:
            self.on = False
            if self.power:
                for file in [*self.files]:
                    file.lose()
            os._exit(9)

    @property
    def spared(self) -> set[str]:
        """Calls that succeed on a full disk."""
        return {"os.remove", "os.chmod", "shutil.rmtree"} if self.error == "full" else set()

    def heard(self, event: str, given: tuple[Any, ...]) -> None:
        """An audit event of Python: calls that touch names below the folder count."""
        if self.on and event in CALLS and self.folder in str(given[0]) and event not in self.spared:
            self.step(system=True)


class Falling(apsw.VFSFile):
    """A file of the database whose writes count; remembers what was last synced."""

    def __init__(self, fall: Fall, name: Any, flags: list[int]) -> None:
        super().__init__(SYSTEM, name, flags)
        self.fall, self.synced = fall, None
        # SQLite passes over a checkpoint that fails; the binding would not pass over an exception in it
        called = name.filename() if isinstance(name, apsw.URIFilename) else str(name)
        self.spared = bool(fall.error) and called.endswith("office.db")
        fall.files.append(self)

    def _step(self) -> None:
        if not self.spared:
            self.fall.step()

    def _before(self) -> None:
        if self.fall.power and self.fall.on and self.synced is None:
            self.synced = self._whole()

    def _whole(self) -> bytes:
        size, read = super().xFileSize(), super().xRead
        return b"".join(bytes(read(min(PIECE, size - at), at)) for at in range(0, size, PIECE))

    def lose(self) -> None:
        """Be as it was when it was last synced."""
        if self.synced is not None:
            super().xTruncate(len(self.synced))
            for at in range(0, len(self.synced), PIECE):  # SQLite's own writes none of 128 KB at once
                super().xWrite(self.synced[at : at + PIECE], at)

    def xWrite(self, data: bytes, offset: int) -> None:
        self._step()
        self._before()
        super().xWrite(data, offset)

    def xTruncate(self, newsize: int) -> None:
        if not self.fall.error:
            self._step()
        self._before()
        super().xTruncate(newsize)

    def xSync(self, flags: int) -> None:
        if self.fall.error != "full":
            self._step()
        super().xSync(flags)
        self.synced = None

    def xClose(self) -> None:
        if self in self.fall.files:
            self.fall.files.remove(self)
        super().xClose()


class Shim(apsw.VFS):
    """SQLite's own way to files, counted."""

    def __init__(self, fall: Fall) -> None:
        self.fall = fall
        super().__init__("falling", SYSTEM, makedefault=True)

    def xOpen(self, name: Any, flags: list[int]) -> Falling:
        return Falling(self.fall, name, flags)

    def xDelete(self, filename: str, syncdir: bool) -> None:
        if not self.fall.error:
            self.fall.step()
        super().xDelete(filename, syncdir)


def opened(path: Path, forms: list[FormType] = FORMS) -> Archive:
    """The store with its small forms, and one that has a flow with effects on others."""
    archive = Archive.open(path, [*forms, Burning.form_type], create=True, clock=lambda: NOW)
    heard = ("burning", "burn", "after_step")
    archive.registry.listeners = lambda *where: iter([("tests", _burnt)] if where == heard else [])  # type: ignore
    return archive


def template(path: Path) -> None:
    """A store to begin from: a customer, a volume with a paper, an employee who has a family."""
    archive = opened(path)
    env = archive.env("li", "zh")
    archive.save("client", {"name": "宏达", "address": "旧址"}, env)
    archive.save("volume", {"title": "卷"}, env)
    archive.save("staff", {"name": "欧阳旧", "family": [{"relation": "父", "name": "老旧"}]}, env)
    archive.save("client_card", {"client": Link("", 1, "client"), "leader": "旧"}, env)
    archive.save("paper", {"title": "旧文", "volume": Link("", 2, "volume"), "pages": 3}, env)
    archive.save("burning", {"volume": Link("", 2, "volume")}, env)
    archive.close()
    (path.parent.parent / SCAN).write_bytes(b"%PDF scan" * 400)


def state(path: Path) -> dict[str, Any]:
    """All that a store holds, but for what is drawn by chance; and what is wrong with it."""
    store = engine.open_store(path)
    tables = [n for (n,) in store.rows("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")]
    held: dict[str, Any] = {}
    for table in tables:
        if table.startswith(("search_", "sqlite_stat")) or table == "search":
            continue
        columns = ", ".join(f'"{n}"' for n in store.columns(table) if n not in CHANCE)
        held[table] = sorted(map(repr, store.rows(f"SELECT {columns} FROM {table}")))
    held["schema"] = sorted(store.rows("SELECT name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%'"))
    held["found"] = {
        word: store.rows("SELECT rowid FROM search WHERE search MATCH ? ORDER BY rowid", (f'"{word}"',))
        for word in ("欧 阳", "新", "改", "文", "老")
    }
    broken = store.damage() + [str(p) for p in audit.verify(store) + attachments.check(store)]
    sums = store.rows("INSERT INTO search (search) VALUES ('integrity-check')") if "search" in tables else []
    unsearched = store.rows("SELECT _id FROM record WHERE _id NOT IN (SELECT id FROM search_docsize)")
    store.close()
    return {"held": json.loads(json.dumps(held)), "broken": broken + [str(row) for row in (*sums, *unsearched)]}


def _done(job: Job, archive: Archive, env: Env, folder: Path) -> str:
    """Do the job; the code of the error that tells the reader why it could not be done."""
    try:
        job(archive, env, folder)
    except DanganError as error:
        return f"told {error.code}"
    return ""


def fallen(job: Job, folder: Path, at: int, how: Sequence[str]) -> tuple[int, str, int]:
    """Run a job in a child that ends at call `at` (0 = never): its status, what it said (done, told CODE), calls made."""
    reading, writing = os.pipe()
    child = os.fork()
    if child:
        os.close(writing)
        with os.fdopen(reading, "rb") as stream:
            told = stream.read()
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        word, _, rest = told.decode().partition(" ")
        return status, word if word == "done" else told.decode(), int(rest or 0) if word == "done" else 0
    try:
        if "journal" in how:
            engine.wal_is_safe = lambda version: False  # type: ignore[assignment]
        fall = Fall(at, "power" in how, str(folder), next((word for word in ("full", "failing") if word in how), ""))
        shim = Shim(fall)
        sys.addaudithook(fall.heard)
        archive = opened(folder / "office.db")
        env = archive.env("li", "zh")
        archive.store.rows(f"PRAGMA wal_autocheckpoint = {CHECKPOINT}")
        if "careless" in how:
            archive.store.rows("PRAGMA synchronous = OFF")
        fall.on = True
        said = _done(job, archive, env, folder)
        fall.on = fall.on and not fall.error
        if fall.error and said:
            os.write(writing, said.encode())
            os._exit(0)
        os.write(writing, b"done ")
        fall.step()
        archive.close()
        fall.on = False
        os.write(writing, b"%d" % fall.count)
        assert shim
        os._exit(0)
    except BaseException as error:
        print(repr(error), file=sys.stderr, flush=True)
        os._exit(1)


def _fresh(origin: Path, folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(origin, folder)
    folder.chmod(0o700)


def _which(held: dict[str, Any], before: dict[str, Any], after: dict[str, Any]) -> str:
    """Whether a store holds the old or the new; a backup before a change is noted by itself."""
    if held == after:
        return "new"
    other = {table for table in held if held[table] != before.get(table)}
    return (
        "old" if other <= {"audit", "sqlite_sequence"} and held.keys() == before.keys() else f"mixed: {sorted(other)}"
    )


def _goes_on(path: Path, migration: str) -> bool:
    """Whether the next session brings the store up to date and saves."""
    core.MIGRATIONS += filter(None, [migration])
    archive = opened(path)
    saved = archive.save("client", {"name": "再来"}, archive.env("li", "zh"))
    ready = archive.store.value("PRAGMA user_version") == len(core.MIGRATIONS)
    archive.close()
    if migration:
        core.MIGRATIONS.remove(migration)
    return saved["_lock"] == 1 and ready


def main(name: str, place: str, step: str, *how: str) -> None:
    """Print, for each call of the job: where it ended, what was acknowledged, what the store then held, as JSON lines."""
    job, origin, folder = JOBS[name], Path(place, "origin"), Path(place, "run")
    template(origin / "office.db")
    before = state(origin / "office.db")["held"]
    _fresh(origin, folder)
    status, said, calls = fallen(job, folder, 0, how)
    assert status == 0 and said == "done", status
    after = state(folder / "office.db")["held"]
    print(json.dumps({"calls": calls, "changes": before != after}), flush=True)
    every = range(1, calls + 1, int(step) or max(calls // POINTS, 1))
    for at in sorted({*every, calls}):
        _fresh(origin, folder)
        status, said, _calls = fallen(job, folder, at, how)
        found = state(folder / "office.db")
        kept = _which(found["held"], before, after)
        files = [str(p) for p in folder.glob("backups/dangan-*")]
        bad = [str(reason) for made in files if (reason := backup._fault(Path(made)))]
        goes_on = _goes_on(folder / "office.db", LATER if name == "migrate" else "")
        print(json.dumps({"at": at, "status": status, "said": said, "kept": kept, "broken": found["broken"] + bad,
                          "goes_on": goes_on}), flush=True)  # fmt: skip


if __name__ == "__main__":
    main(*sys.argv[1:])
