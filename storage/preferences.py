"""What each user, or the office for everybody, has chosen: columns, sort, stops of a form; nothing a record depends on."""

from __future__ import annotations

import json
from typing import Any

import apsw

from storage.engine import Store

REFRESHED = "day_refreshed"  # the last day that was brought into force, kept for the office
OFFICE = ""  # the user under whom the office's choices are kept


def get(store: Store, user: str, name: str) -> Any:
    """What the user has chosen, else the office, else None."""
    found = store.value(
        "SELECT value FROM preference WHERE name = ? AND user IN (?, ?) ORDER BY user DESC LIMIT 1",
        (name, user, OFFICE),
    )
    return None if found is None else json.loads(found)


def put(store: Store, user: str, name: str, value: Any) -> None:
    """Keep a choice, plain JSON data; None forgets it."""
    with store.write() as cursor:
        put_in(cursor, user, name, value)


def put_in(cursor: apsw.Cursor, user: str, name: str, value: Any) -> None:
    """The same inside a write transaction."""
    if value is None:
        cursor.execute("DELETE FROM preference WHERE user = ? AND name = ?", (user, name))
    else:
        text = json.dumps(value, ensure_ascii=False)
        cursor.execute("INSERT OR REPLACE INTO preference (user, name, value) VALUES (?,?,?)", (user, name, text))
