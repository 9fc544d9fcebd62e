"""What forms bring for a new office: the records that stand in their modules as STANDARD, entered where a form has none."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from dangan.env import Env
from dangan.errors import Refused

if TYPE_CHECKING:
    from storage.archive import Archive

SOURCE = "STANDARD"  # of the batches, by which the import log names them; each can be taken back


def enter(archive: Archive, env: Env) -> dict[str, int]:
    """Enter what each form brings, where no record of it has ever been; gives how many by form. Raises Refused where a
    form refuses its own."""
    made = {}
    there = {form for (form,) in archive.store.rows("SELECT DISTINCT form FROM record")}
    for spec in archive.registry.kept():
        form = archive.registry.form(spec.id) if spec.id not in there else None
        module = sys.modules.get(form.cls.__module__) if form is not None and form.cls else None
        records = [{**archive.new(spec.id, env), **values} for values in getattr(module, "STANDARD", ())]
        if not records:
            continue
        result = archive.save_many(spec.id, records, env, source=SOURCE)
        if not result.ok:
            raise Refused([problem for found in result.problems.values() for problem in found])
        made[spec.id] = len(records)
    return made
