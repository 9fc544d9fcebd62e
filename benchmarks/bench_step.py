"""A step with one signature, and the save of a form that has a flow, beside the same statements run bare."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

from benchmarks import Row, stores
from benchmarks.bench_save import SAVES, compared
from dangan.record import Link, Signature, Values
from storage.archive import Archive
from storage.roles import Roles

SLIP = "retrieval_slip"
WHOLE = 3.0  # a step reads what it needs to judge inside its transaction


def measure() -> Iterator[Row]:
    """B9: asked for by an employee, approved by the general manager."""
    prepared, asked, ids = _office()

    def approve(archive: Archive, n: int) -> object:
        return archive.stepper.take(SLIP, ids[n], "approve", archive.env("gm", "zh", stores.NOW))

    def save(archive: Archive, n: int) -> object:
        return archive.save(SLIP, asked, archive.env("clerk", "zh", stores.NOW))

    for job, name, act in (
        ("step: approve with one signature", "step", approve),
        ("save of a form with a flow", "flow", save),
    ):
        found = compared(prepared, name, act)
        whole, raw = found["kept"], found["raw kept"]
        yield Row(f"{job}: whole", whole, "ms", raw, "ms same statements", f"<= {WHOLE:g} x", whole <= WHOLE * raw)
        yield Row(f"{job}: whole", whole, "ms", found["bare"], "ms bare one-row commit", "told", True)
        yield Row(f"{job}: without the disk", found["whole"], "ms", found["raw"], "ms same statements", "told", True)


def _office() -> tuple[Path, Values, list[int]]:
    """A store with a volume in the archive room and as many slips as are to be approved; a slip as it is typed."""
    path = stores.copy(stores.office(), "slips")
    with closing(Archive.open(path, clock=lambda: stores.NOW)) as archive:
        home = archive.directory.add("dept", "办公室", at=stores.NOW, by="bench", company_id=1)
        clerk, gm, archivist = (
            archive.directory.add("person", name, login=login, dept_id=home, at=stores.NOW, by="bench")
            for name, login in (("欧阳晓岚", "clerk"), ("总经理", "gm"), ("档案员", "keeper"))
        )
        for person, role in ((gm, "gm"), (archivist, "archivist")):
            Roles(archive.store).give(person, role, date(2020, 1, 1), at=stores.NOW, by="bench")
        dept, env = Link("办公室", home, "dept"), archive.env("keeper", "zh", stores.NOW)
        volume = archive.save("file_catalogue", {
            **archive.new("file_catalogue", env), "fonds_no": "1", "catalogue_no": "1", "dept": dept, "filing_class_no": "1",
            "archive_no": "A-1", "title": "工作总结", "date_from": date(2020, 1, 2), "date_to": date(2020, 12, 1), "sheets": 3,
            "sheets_reason": "实数", "retention": "y30", "checked_by": Signature("总经理", gm, stores.NOW.date(), "keeper", True),
        }, env)  # fmt: skip
        for step in ("submit", "file"):
            archive.stepper.take("file_catalogue", volume["_id"], step, env, confirm=True)
        line = {"archive_no": Link("A-1", volume["_id"], "file_catalogue"), "volumes": 1, "title": "工作总结"}
        asked = {
            **archive.new(SLIP, archive.env("clerk", "zh", stores.NOW)), "dept": dept, "purpose": "查阅", "mode": "loan",
            "term_days": 7, "items": [line],
        }  # fmt: skip
        env = archive.env("clerk", "zh", stores.NOW)
        ids = [archive.save(SLIP, asked, env)["_id"] for _ in range(2 * SAVES)]
        assert clerk
    return path, asked, ids
