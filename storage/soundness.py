"""Whether the states of records follow from their steps."""

from __future__ import annotations

from itertools import groupby

from dangan.errors import Problem
from storage.engine import Store
from storage.registry import Registry

# actions by which a state changes without a step of the record itself
FREE = ("intake", "effect", "void", "undo")


def states(store: Store, registry: Registry) -> list[Problem]:
    """STATE_STRANGE for each record whose state is not what its history and its steps make of it: begun in the first
    state or taken in, every change a step from the state before, voided, undone, or an effect of another form."""
    taken = {(record, version, was, now) for record, version, was, now in store.rows(
        "SELECT record_id, version, from_state, to_state FROM step WHERE from_state <> to_state")}  # fmt: skip
    rows = store.rows(
        "SELECT r._id, r.form, r.record_no, r.state, h.version, h.action, h.changes ->> '$.status[0]', "
        "h.changes ->> '$.status[1]' FROM record r LEFT JOIN history h ON h.record_id = r._id "
        "AND h.changes -> '$.status' IS NOT NULL ORDER BY r._id, h.version"
    )
    stored = _stored(store, registry)
    found = []
    for (record, form, number, state), changes in groupby(rows, key=lambda row: row[:4]):
        codes = registry.spec(form).state_codes if registry.has(form) else ()
        last, sound = "", True
        for _, _, _, _, version, action, was, now in changes:
            if version == 1:
                sound = sound and (action in FREE or now not in codes[1:])
            else:
                step = (record, version, was, now) in taken or (action == "submit" and was in codes[:1])
                sound = sound and was == last and (action in FREE or step)
            last = now or ""
        if not sound or last != state or stored.get(record, state) != state:
            found.append(_strange(number or f"#{record}"))
    return found


def _stored(store: Store, registry: Registry) -> dict[int, str]:
    """The state that stands in the table of the form."""
    out: dict[int, str] = {}
    for (form,) in store.rows("SELECT DISTINCT form FROM record"):
        if registry.has(form):
            out.update(dict(store.rows(f"SELECT _id, status FROM {registry.sql(form).table}")))
    return out


def _strange(number: str) -> Problem:
    return Problem(
        "", "STATE_STRANGE", "refuse",
        f"{number} 的状态与办理记录不符。", f"The state of {number} does not follow from its steps.",
        "请停止修改并通知系统管理员核对历史和备份。", "Stop editing and tell the administrator to check history and backup.",
    )  # fmt: skip
