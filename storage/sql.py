"""The SQL text of a form, built once: reading, writing and the columns of a page."""

from __future__ import annotations

from functools import cached_property

from dangan.spec import FieldSpec
from storage.columns import quote
from storage.layout import Layout, Table

IDS = "(SELECT value FROM json_each(?))"


class FormSql:
    """The statements of one form. Lists of ids go in as one JSON array, so that a text never depends on their number."""

    def __init__(self, of: Layout) -> None:
        self.layout = of
        self.table = quote(of.main.name)

    @cached_property
    def serials(self) -> list[FieldSpec]:
        """The serial fields of the record itself; those of lines are the line's place."""
        return [c.field for c in self.layout.main.cells if c.field.arg("serial")]

    @cached_property
    def insert(self) -> str:
        """Insert a record: all columns of the main table."""
        return _insert(self.layout.main)

    @cached_property
    def update(self) -> str:
        """Update a record: all columns but `_id`, which comes last."""
        names = self.layout.main.names[1:]
        return f"UPDATE {self.table} SET {', '.join(f'{quote(n)} = ?' for n in names)} WHERE _id = ?"

    @cached_property
    def select(self) -> str:
        """Records by a JSON array of ids."""
        return f"SELECT {_names(self.layout.main)} FROM {self.table} WHERE _id IN {IDS}"

    @cached_property
    def locks(self) -> str:
        """(_id, _lock, status) of a JSON array of ids."""
        return f"SELECT _id, _lock, status FROM {self.table} WHERE _id IN {IDS}"

    @cached_property
    def line_select(self) -> dict[str, str]:
        """Lines of the records in a JSON array of ids, in order, by rows table."""
        return {
            t.rows: f"SELECT {_names(t)} FROM {quote(t.name)} WHERE _record IN {IDS} ORDER BY _record, _pos"
            for t in self.layout.rows.values()
        }

    @cached_property
    def line_insert(self) -> dict[str, str]:
        """Write a line, new or changed, by rows table."""
        return {t.rows: _insert(t).replace("INSERT", "INSERT OR REPLACE", 1) for t in self.layout.rows.values()}

    @cached_property
    def line_delete(self) -> dict[str, str]:
        """Take a line away (record, id), by rows table."""
        return {t.rows: f"DELETE FROM {quote(t.name)} WHERE _record = ? AND _id = ?" for t in self.layout.rows.values()}

    @cached_property
    def multi_select(self) -> str:
        """Codes of multi-choices of the records in a JSON array of ids."""
        return f"SELECT record_id, rows, line_id, field, code FROM {quote(self.layout.multi)} WHERE record_id IN {IDS}"

    @cached_property
    def multi_insert(self) -> str:
        """Add one code."""
        return f"INSERT INTO {quote(self.layout.multi)} VALUES (?, ?, ?, ?, ?)"

    @cached_property
    def multi_delete(self) -> str:
        """Take away the codes of one field of one line."""
        return f"DELETE FROM {quote(self.layout.multi)} WHERE record_id = ? AND rows = ? AND line_id = ? AND field = ?"

    def forget(self) -> list[str]:
        """Statements that remove a record wholly, each with its id: only for a first save that is undone."""
        out = [f"DELETE FROM {self.table} WHERE _id = ?"]
        out += [f"DELETE FROM {quote(t.name)} WHERE _record = ?" for t in self.layout.rows.values()]
        if self.layout.has_multi:
            out.append(f"DELETE FROM {quote(self.layout.multi)} WHERE record_id = ?")
        return out


def _names(table: Table) -> str:
    return ", ".join(map(quote, table.names))


def _insert(table: Table) -> str:
    return f"INSERT INTO {quote(table.name)} ({_names(table)}) VALUES ({', '.join('?' * len(table.names))})"
