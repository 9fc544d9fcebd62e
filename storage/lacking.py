"""What records of old paper still lack (补录待补): fields that are required in their state and empty."""

from __future__ import annotations

from collections.abc import Iterator

from dangan.checking import check
from dangan.env import Env
from dangan.intake import INTAKE, LACKING
from dangan.record import Values
from storage.engine import Store
from storage.reading import load
from storage.registry import Registry

BLOCK = 500  # records read at a time


def lacking(store: Store, registry: Registry, form_id: str, env: Env) -> Iterator[tuple[Values, list[str]]]:
    """The records of a form that were taken in and lack something, the oldest first, with the paths of what is empty."""
    form = registry.form(form_id)
    ids = [record for (record,) in store.rows(
        "SELECT r._id FROM record r JOIN history h ON h.record_id = r._id AND h.version = 1 "
        "WHERE r.form = ? AND r.voided = 0 AND h.action = ? ORDER BY r._id", (form_id, INTAKE))]  # fmt: skip
    for start in range(0, len(ids), BLOCK):
        for values in load(store, registry, form_id, ids[start : start + BLOCK]):
            found = check(form, values, env, state=values["status"])
            paths = [p.path for p in found if p.code in LACKING]
            if paths:
                yield values, paths
