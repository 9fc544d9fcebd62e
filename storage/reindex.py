"""The search index filled for records that it lacks: after a migration that made it anew, and wherever an upgrade finds some."""

from __future__ import annotations

import json

from storage import names, search
from storage.engine import Store, fetched
from storage.reading import load
from storage.registry import Registry

CHUNK = 500  # records in one transaction: the lock is held for a tenth of a second

LACKING = "SELECT _id FROM record WHERE form = ? AND _id > ? AND _id NOT IN (SELECT id FROM name_docsize) ORDER BY _id LIMIT ?"


def fill(store: Store, registry: Registry) -> int:
    """Index the records of the forms that can be read now; gives how many were lacking.

    Killed half-way, the next call goes on. Raises what a write raises.
    """
    done = 0
    for (form,) in store.rows("SELECT DISTINCT form FROM record"):
        if registry.has(form) and form not in registry.read_only:
            last = 0
            while ids := [i for (i,) in store.rows(LACKING, (form, last, CHUNK))]:
                _index(store, registry, form, ids)
                done, last = done + len(ids), ids[-1]
    return done


def _index(store: Store, registry: Registry, form: str, ids: list[int]) -> None:
    of = registry.layout(form)
    with store.write() as cursor:  # others may save meanwhile: what is indexed is read under the lock
        there = {
            i
            for (i,) in fetched(cursor, "SELECT value FROM json_each(?) JOIN record ON _id = value", (json.dumps(ids),))
        }
        texts, spoken = [], []
        for values in load(store, registry, form, [i for i in ids if i in there]):
            indexed = search.index_of(of, values, values["_title"])
            text, name = search.rows_of(values["_id"], values["record_no"] or "", indexed)
            texts.append(text)
            spoken.append(name)
        cursor.executemany(search.INSERT, texts)
        cursor.executemany(names.INSERT, spoken)
