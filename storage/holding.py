"""Where things are (in stock, on loan, missing, destroyed) and the holds on records: one service for all forms."""

from __future__ import annotations

from typing import Any

import apsw

from dangan.env import Env
from dangan.errors import DanganError
from dangan.record import Link, Values
from dangan.sentences import error
from dangan.spec import Label
from dangan.steps import Moved, Stepping
from storage import audit
from storage.core import stamp
from storage.engine import Store

END = ("released", "replaced", "transferred", "destroyed")  # processes-data.md (b): nothing follows


class NoHold(DanganError):
    """A hold that cannot be put or lifted so."""


def move(cursor: apsw.Cursor, effect: Moved, stepping: Stepping, env: Env) -> None:
    """Write where a thing is, for a step; audited with the event of the step itself."""
    if effect.link.id is None:
        return
    cursor.execute(
        "INSERT INTO holding (record_id, form, holding, since, by_id) VALUES (?,?,?,?,?) ON CONFLICT (record_id) "
        "DO UPDATE SET holding = excluded.holding, since = excluded.since, by_id = excluded.by_id",
        (effect.link.id, effect.link.form, effect.holding, stamp(env.now), stepping.new["_id"]),
    )
    audit.append(
        cursor, env.now, env.login or env.user.text, "holding", record_id=effect.link.id, form=effect.link.form,
        record_no=effect.link.text, detail={"holding": effect.holding, "by": stepping.new.get("record_no")},
    )  # fmt: skip


def of(store: Store, record: int) -> str:
    """Where a thing is; "" where no step has said so."""
    return str(store.value("SELECT holding FROM holding WHERE record_id = ?", (record,)) or "")


def in_force(store: Store, record: int) -> list[Values]:
    """The holds on a record that are not lifted: matter, held_by, held_on."""
    rows = store.rows(
        "SELECT _id, matter, held_by, held_by_id, held_on FROM hold WHERE record_id = ? AND released_on IS NULL",
        (record,),
    )
    return [
        {"_id": n, "matter": matter, "held_by": Link(name, who, "person"), "held_on": day}
        for n, matter, name, who, day in rows
    ]


def put(store: Store, record: int, matter: str, env: Env) -> int:
    """Put a record on hold for a matter; gives the number of the hold. Raises NoHold without one."""
    if not matter.strip():
        raise error(NoHold, "GEN_REASON", step=Label("冻结", "Hold"))
    with store.write() as cursor:
        cursor.execute(
            "INSERT INTO hold (record_id, matter, held_by, held_by_id, held_on) VALUES (?,?,?,?,?)",
            (record, matter.strip(), env.user.text, env.user.id, env.today),
        )
        number = int(cursor.connection.last_insert_rowid())
        audit.append(
            cursor,
            env.now,
            env.login or env.user.text,
            "hold",
            record_id=record,
            detail={"hold": number, "matter": matter.strip()},
        )
    return number


def lift(store: Store, number: int, env: Env) -> None:
    """Lift a hold; it stays in the record's log. Raises NoHold where it is lifted already."""
    with store.write() as cursor:
        found: list[Any] = cursor.execute(
            "SELECT record_id FROM hold WHERE _id = ? AND released_on IS NULL", (number,)
        ).fetchall()
        if not found:
            raise NoHold(f"没有第 {number} 号冻结，或已经解除。", f"There is no hold {number}, or it is lifted.",
                         "请刷新后再看。", "Look again.", "HOLD_UNKNOWN")  # fmt: skip
        cursor.execute(
            "UPDATE hold SET released_on = ?, released_by = ?, released_by_id = ? WHERE _id = ?",
            (env.today, env.user.text, env.user.id, number),
        )
        audit.append(
            cursor, env.now, env.login or env.user.text, "hold_lift", record_id=found[0][0], detail={"hold": number}
        )
