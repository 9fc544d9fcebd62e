"""Saving one record: the whole call and its transaction, beside the same statements run bare and a one-row commit."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from itertools import groupby
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import apsw

from benchmarks import Row, stores
from benchmarks.measuring import timed
from dangan.record import Values
from storage.archive import Archive
from storage.engine import Store

SAVES = 150
INSIDE, WHOLE = 1.2, 2.0
BARE = "INSERT INTO bare VALUES (?)"
Statement = tuple[str, Any]


def measure() -> Iterator[Row]:
    """A1 with its rows tables, then a plain form of 60 fields."""
    for word, form, record in (
        ("A1 with 7 lines", "employee_record", stores.employee),
        ("60 fields", "bench_60", lambda n: stores.plain_record(n, 60)),
    ):
        found = _saves(form, record)
        inside, whole, raw = found["inside kept"], found["kept"], found["raw kept"]
        yield Row(
            f"save {word}: inside the transaction", inside, "ms", raw, "ms same statements", f"<= {INSIDE} x", inside <= INSIDE * raw
        )  # fmt: skip
        yield Row(
            f"save {word}: whole", whole, "ms", raw, "ms same statements", f"<= {WHOLE:g} x", whole <= WHOLE * raw
        )
        yield Row(f"save {word}: whole", whole, "ms", found["bare"], "ms bare one-row commit", "told", True)
        for job in ("inside", "whole"):
            yield Row(
                f"save {word}: {job}, without the disk",
                found[job],
                "ms",
                found["raw"],
                "ms same statements",
                "told",
                True,
            )


def _saves(form: str, record: Callable[[int], Values]) -> dict[str, float]:
    def save(archive: Archive, n: int) -> object:
        return archive.save(form, record(n), archive.env("bench", "zh", stores.NOW))

    return compared(stores.office(), f"save_{form}", save)


def compared(store: Path, name: str, act: Callable[[Archive, int], object]) -> dict[str, float]:
    """What `act` costs on a copy of a store, done with the numbers 0, 1, 2 …

    Medians in ms. The disk is left out (synchronous off) of `whole`, `inside`, `raw`; the others wait for it.

    The statements are written down on a second copy of the store and run on a third: the same values fit all three. They
    take turns, so that a slow moment of the machine hits all of them.
    """
    first, second, third = (stores.copy(store, f"{name}_{n}") for n in range(3))
    found: dict[str, list[float]] = {
        name: [] for name in ("whole", "inside", "raw", "kept", "inside kept", "raw kept", "bare")
    }
    with _opened(first) as archive, _opened(second) as told, _opened(third) as replayed:
        replayed.store.execute_sql("CREATE TABLE bare (x)")
        cursor = replayed.store.connection().cursor()
        transactions: list[float] = []
        _time_transactions(archive.store, transactions)
        for kept in (True, False):  # apart: who waits for the disk must not wait for what another wrote before
            word = " kept" if kept else ""
            for each in (archive, replayed):
                _disk(each, kept)
            for n in range(SAVES):
                found["kept" if kept else "whole"].append(timed(partial(act, archive, 2 * n + kept)))
                found["inside" + word].append(transactions[-1])
                found["raw" + word].append(
                    timed(partial(_run, cursor, _written(told, partial(act, told, 2 * n + kept))))
                )
                if kept:
                    one = [("BEGIN IMMEDIATE", [()]), (BARE, [(n,)]), ("COMMIT", [()])]
                    found["bare"].append(timed(partial(_run, cursor, one)))
    return {name: median(values) for name, values in found.items()}


def _disk(archive: Archive, wait: bool) -> None:
    archive.store.execute_sql(f"PRAGMA synchronous = {'FULL' if wait else 'OFF'}")


@contextmanager
def _opened(path: Path) -> Iterator[Archive]:
    archive = Archive.open(path, clock=lambda: stores.NOW)
    try:
        yield archive
    finally:
        archive.close()


def _time_transactions(store: Store, found: list[float]) -> None:
    write = store.write

    @contextmanager
    def timed_write() -> Iterator[apsw.Cursor]:
        start = perf_counter()
        with write() as cursor:
            yield cursor
        found.append((perf_counter() - start) * 1000)

    store.write = timed_write  # type: ignore[method-assign]


def _written(archive: Archive, act: Callable[[], object]) -> list[tuple[str, list[Any]]]:
    """The statements of one save or step from BEGIN to COMMIT, those that repeat with all their bindings."""
    seen: list[Statement] = []

    def note(cursor: Any, sql: str, bindings: Any) -> bool:
        seen.append((sql, bindings or ()))
        return True

    connection = archive.store.connection()
    connection.exec_trace = note
    act()
    connection.exec_trace = None
    start = next(n for n, (sql, _) in enumerate(seen) if sql.upper().startswith("BEGIN"))
    end = next(n for n, (sql, _) in enumerate(seen) if sql.upper().startswith("COMMIT"))
    grouped = groupby(seen[start : end + 1], key=lambda statement: statement[0])
    return [(sql, [bindings for _, bindings in group]) for sql, group in grouped]


def _run(cursor: apsw.Cursor, statements: list[tuple[str, list[Any]]]) -> None:
    for sql, bindings in statements:
        cursor.executemany(sql, bindings).fetchall()
