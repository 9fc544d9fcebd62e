"""First paint: from the start of the process until the first screen stands in the terminal, 80x24, warm."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from benchmarks import Row, stores
from benchmarks.measuring import MINIMAL, first_paint, program, rounds

MARKER = "Esc返回"  # the end of the last line
LIMIT = 1.4
TIMES = 11


def measure() -> Iterator[Row]:
    """Home, the entry form of A1 and of a plain form of 60 fields; home and A1 with 75 form types more."""
    shown: dict[str, tuple[Path, str]] = {
        "home": (stores.office(), "home"),
        "entry of A1": (stores.office(), "employee_record"),
        "entry of 60 fields": (stores.office(), "bench_60"),
        "home, 75 form types more": (stores.crowded(), "home"),
        "entry of A1, 75 form types more": (stores.crowded(), "employee_record"),
    }
    jobs = {job: partial(first_paint, program(store, first), MARKER) for job, (store, first) in shown.items()}
    jobs["floor"] = partial(first_paint, MINIMAL, "READY")
    for job in jobs.values():
        job()  # warm
    found = rounds(jobs, TIMES)
    floor = found.pop("floor")
    for job, ms in found.items():
        yield Row(f"first paint: {job}", ms, "ms", floor, "ms minimal program", f"<= {LIMIT} x", ms <= LIMIT * floor)
