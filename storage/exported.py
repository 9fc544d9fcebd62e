"""Which records have left the program on paper or in a workbook: kept in the export's audit event as ranges of `_id`."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

import apsw

from storage.engine import fetched


def ranges(ids: Iterable[int]) -> str:
    """`_id`s in short: `1-500,502`."""
    spans: list[list[int]] = []
    for i in sorted(set(ids)):
        if spans and spans[-1][1] == i - 1:
            spans[-1][1] = i
        else:
            spans.append([i, i])
    return ",".join(f"{a}-{b}" if b > a else f"{a}" for a, b in spans)


def exported(cursor: apsw.Cursor, form: str, ids: Iterable[int]) -> int | None:
    """The first of these records that an export held, None where none did."""
    wanted = sorted(ids)
    sql = "SELECT detail ->> 'records' FROM audit WHERE event = 'export' AND form = ? AND detail ->> 'records' IS NOT NULL"
    for (text,) in fetched(cursor, sql, (form,)):
        for span in str(text).split(",") if text else ():
            first, _, last = span.partition("-")
            at = bisect_right(wanted, int(last or first)) - 1
            if at >= 0 and wanted[at] >= int(first):
                return wanted[at]
    return None
