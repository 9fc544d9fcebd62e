"""Archive numbers 档号: one number space over all forms, kept with every save; a void record gives its number back."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from typing import Any

import apsw

from dangan.env import Lists
from dangan.errors import Problem
from dangan.record import Link, Values
from dangan.sentences import problem
from dangan.spec import UniqueSpec
from storage.engine import fetched
from storage.layout import Layout
from storage.numbers import clean
from storage.prepared import Draft
from storage.unique import UniqueCheck

FORGET = "DELETE FROM archive_number WHERE record_id = ?"
_COUNTED = re.compile(r"(.*?)(\d+)", re.DOTALL)


class ArchiveNumberCheck(UniqueCheck):
    """That no record of any form bears the archive number of another: one query whatever the number of records."""

    def __init__(self, of: Layout, name: str) -> None:
        super().__init__(of, UniqueSpec((name,)), False)
        self.params = []
        self.sql = (
            "SELECT j.key, r.record_no, r._id, r.title FROM json_each(?) j CROSS JOIN archive_number a "
            "ON a.number = (j.value ->> 0) JOIN record r ON r._id = a.record_id "
            "WHERE a.record_id NOT IN (SELECT value FROM json_each(?)) GROUP BY j.key"
        )

    def marks(self, values: Values, early: bool = False) -> list[tuple[str, tuple[Any, ...]]]:
        """See UniqueCheck.marks: the number as it is compared."""
        return [(path, (clean(mark[0]),)) for path, mark in super().marks(values, early)]

    def check(
        self, cursor: apsw.Cursor, records: Iterable[Values], lists: Lists, early: bool = False
    ) -> list[tuple[int, Problem]]:
        """See UniqueCheck.check: FILE_DUP_NUMBER with the title of the other record and the next number."""
        listed = list(records)
        found = super().check(cursor, listed, lists, early)
        taken = {clean(str(v.get(self.cells[0][1].id) or "")) for v in listed}
        return [(place, self._told(cursor, p, listed, place, taken)) for place, p in found]

    def _told(
        self, cursor: apsw.Cursor, found: Problem, records: Sequence[Values], place: int, taken: set[str]
    ) -> Problem:
        number = clean(str(records[place][found.path]))
        other = found.values.get("record")
        twin = (v for v in records[:place] if clean(str(v.get(found.path) or "")) == number)
        title = other.title or other.text if isinstance(other, Link) else next(twin, {}).get("_title", "")
        free = following(cursor, number, taken)
        taken.add(free)
        told = problem("FILE_DUP_NUMBER", found.path, archive_no=number, title=title, next_no=free)
        told.values.update({k: v for k, v in found.values.items() if k in ("record", "fields")})
        return told


def following(cursor: apsw.Cursor, number: str, taken: Collection[str] = ()) -> str:
    """The first number after this one that no record bears: its last digits go on, as wide as they are."""
    counted = _COUNTED.fullmatch(number)
    stem, digits = (counted[1], counted[2]) if counted else (f"{number}-", "0")
    sql = "SELECT 1 FROM archive_number WHERE number = ?"
    value = int(digits)
    while True:
        value += 1
        next_no = f"{stem}{value:0{len(digits)}}"
        if next_no not in taken and not fetched(cursor, sql, (next_no,)):
            return next_no


def write(cursor: apsw.Cursor, drafts: Iterable[Draft]) -> None:
    """Keep the numbers of these records as they are now."""
    gone, kept = [], []
    for each in drafts:
        if not (names := each.sql.layout.archive_numbers):
            continue
        record = each.new["_id"]
        if each.old is not None:
            gone.append((record,))
        if each.new["status"] != "void":
            kept += [(clean(each.new[name]), record) for name in names if each.new.get(name)]
    if gone:
        cursor.executemany(FORGET, gone)
    if kept:
        cursor.executemany("INSERT OR IGNORE INTO archive_number (number, record_id) VALUES (?, ?)", kept)
