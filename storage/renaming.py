"""Records that are called after another one: they follow when its title changes."""

from __future__ import annotations

from collections.abc import Sequence

import apsw

from dangan.env import Env
from storage import names, search
from storage.columns import quote
from storage.engine import Store, fetched
from storage.naming import named_by, title_of, with_number
from storage.prepared import Draft
from storage.reading import load
from storage.registry import Registry


def follow(cursor: apsw.Cursor, store: Store, registry: Registry, written: Sequence[Draft], env: Env) -> None:
    """Give the records whose titles are made from one of those `written` their new titles; no version is kept of it."""
    changed = [d.new["_id"] for d in written if d.old is not None and d.old.get("_title") != d.new["_title"]]
    done = {d.new["_id"] for d in written}
    while changed:
        target = changed.pop()
        found = fetched(cursor, "SELECT DISTINCT form, field, record_id FROM link WHERE target_id = ?", (target,))
        for form in dict.fromkeys(form for form, _, _ in found):
            if not registry.has(form):
                continue
            links = named_by(registry.spec(form))
            records = {i for f, field, i in found if f == form and field in links} - done
            done |= records
            changed += _renamed(cursor, store, registry, form, sorted(records), env)


def _renamed(
    cursor: apsw.Cursor, store: Store, registry: Registry, form: str, records: list[int], env: Env
) -> list[int]:
    of, out = registry.layout(form), []
    for values in load(store, registry, form, records) if records else ():
        record, number = values["_id"], str(values["record_no"] or "")
        title = title_of(of, values, env)
        named = with_number(title, number)
        if named == values["_title"]:
            continue
        out.append(record)
        cursor.execute("UPDATE record SET title = ? WHERE _id = ?", (named, record))
        cursor.execute(f"UPDATE {quote(of.main.name)} SET _title = ? WHERE _id = ?", (named, record))
        indexed = search.index_of(of, values, title.replace("{record_no}", ""))
        text, name = search.rows_of(record, number, indexed)
        cursor.executemany(search.INSERT, [text])
        cursor.executemany(names.INSERT, [name])
    return out
