"""What a user worked on: the records touched last, and those entered since a moment (本次录入)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from dangan.frozen import frozen
from storage.engine import Store

if TYPE_CHECKING:
    from storage.layout import Layout

SCANNED = 500  # versions looked at for the records touched last, records for what was chosen most
MOST = 5_000  # records that are counted of a form
INTAKE = "intake"  # as dangan.intake, which the first screen does without
NEWEST = 200  # records that are looked at for when they were made


@frozen
class Held:
    """How many records a form has, void ones left out: `total`, of which there are `more` than were counted, and those
    made `lately`."""

    total: int
    more: bool
    lately: int


@frozen
class Touched:
    """A record that a user saved: `at` ISO text, `version` that of the save."""

    form: str
    id: int
    record_no: str
    title: str
    state: str
    at: str
    version: int


@frozen
class Imported:
    """An import, or a change of many (`bulk`, its reason in place of the file), that was written: its id, by which it is
    taken back, `at` ISO text, and how many records it wrote."""

    id: int
    form: str
    at: str
    by: str
    file_name: str
    count: int
    undone: bool
    bulk: bool


_BATCH = (
    "SELECT _id, form, at, \"by\", file_name, count, undone_at IS NOT NULL, IFNULL(body ->> '$.kind', '') = 'bulk' "
    "FROM import_batch"
)
_COLUMNS = "r.form, r._id, r.record_no, r.title, r.state, h.at, h.version"


def moment(store: Store) -> int:
    """A mark for `entered`: everything saved later comes behind it."""
    return int(store.value("SELECT COALESCE(MAX(_id), 0) FROM history"))


def entered(store: Store, user: str, since: int, limit: int = 10_000) -> list[Touched]:
    """The records that the user entered since a moment, in the order of entry; void ones are left out."""
    sql = (
        f'SELECT {_COLUMNS} FROM history h JOIN record r ON r._id = h.record_id WHERE h."by" = ? AND h._id > ? '
        "AND h.version = 1 AND r.voided = 0 ORDER BY h._id LIMIT ?"
    )
    return [Touched(*row) for row in store.rows(sql, (user, since, limit))]


def touched(store: Store, user: str, limit: int) -> list[Touched]:
    """The records that the user saved last, the newest first, each once."""
    sql = (
        f'SELECT {_COLUMNS} FROM (SELECT * FROM history WHERE "by" = ? ORDER BY _id DESC LIMIT ?) h '
        "JOIN record r ON r._id = h.record_id ORDER BY h._id DESC"
    )
    found: dict[int, Touched] = {}
    for row in store.rows(sql, (user, SCANNED)):
        found.setdefault(row[1], Touched(*row))
        if len(found) == limit:
            break
    return list(found.values())


def last_save(store: Store, user: str) -> Touched | None:
    """What `Archive.undo` would take back: the user's last version, where that was a plain save, or old paper that was
    typed; an import is taken back as a whole."""
    sql = (
        f'SELECT h.action, {_COLUMNS} FROM history h JOIN record r ON r._id = h.record_id WHERE h."by" = ? '
        "AND h.action <> 'total' ORDER BY h._id DESC LIMIT 1"
    )
    found = store.row(sql, (user,))
    if found is None or found[0] not in ("save", INTAKE):
        return None
    last = Touched(*found[1:])
    if found[0] == INTAKE and (last.version > 1 or _imported(store, user, last)):
        return None
    return last


def last_bulk(store: Store, user: str) -> Imported | None:
    """The change of many that is what the user did last, so that `Archive.undo` takes it back; else None."""
    sql = "SELECT action, at FROM history WHERE \"by\" = ? AND action <> 'total' ORDER BY _id DESC LIMIT 1"
    found = store.row(sql, (user,))
    if found is None or found[0] != "bulk":
        return None
    row = store.row(f'{_BATCH} WHERE at = ? AND "by" = ? ORDER BY _id DESC LIMIT 1', (found[1], user))
    made = None if row is None else Imported(*row[:6], *map(bool, row[6:]))
    return made if made is not None and made.bulk and not made.undone else None


def _imported(store: Store, user: str, last: Touched) -> bool:
    """Whether an import wrote it."""
    sql = 'SELECT EXISTS (SELECT 1 FROM import_batch WHERE form = ? AND at = ? AND "by" = ?)'
    return bool(store.value(sql, (last.form, last.at, user)))


def chosen(store: Store, of: Layout, path: str) -> dict[str, int]:
    """How often the options of a choice (`field`, `rows.field`) were chosen lately, by code; none where it is not kept."""
    rows, _, name = path.rpartition(".")
    table = of.rows.get(rows) if rows else of.main
    cell = table.by_id.get(name) if table else None
    if table is None or cell is None or cell.field.type != "choice":
        return {}
    from storage.columns import quote

    column, order = quote(cell.names[0]), "_record" if rows else "_id"
    newest = f"SELECT {column} AS code FROM {quote(table.name)} ORDER BY {order} DESC LIMIT ?"
    sql = f"SELECT code, count(*) FROM ({newest}) WHERE code IS NOT NULL GROUP BY code"
    return dict(store.rows(sql, (SCANNED,)))


def held(store: Store, form_id: str, since: date) -> Held:
    """How many records a form has, and how many of the newest were made since a day; its declaration is not read."""
    from storage.columns import quote
    from storage.layout import table_name

    total = store.value(
        "SELECT count(*) FROM (SELECT 1 FROM record WHERE form = ? AND voided = 0 LIMIT ?)", (form_id, MOST + 1)
    )
    made = f"SELECT _created_at FROM {quote(table_name(form_id))} ORDER BY _id DESC LIMIT ?"
    lately = store.value(f"SELECT count(*) FROM ({made}) WHERE _created_at >= ?", (NEWEST, since.isoformat()))
    return Held(min(total, MOST), total > MOST, lately)


def imports(store: Store, limit: int) -> list[Imported]:
    """The imports written last, the newest first, those taken back among them."""
    return [
        Imported(*row[:6], *map(bool, row[6:])) for row in store.rows(f"{_BATCH} ORDER BY _id DESC LIMIT ?", (limit,))
    ]
