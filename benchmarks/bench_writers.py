"""Many processes that save at once without a pause: how long a save waits, and that none is lost."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from statistics import median

from benchmarks import Row, stores
from benchmarks.measuring import percentile
from storage.engine import open_store
from tests.terminal import ROOT

SAVES = 5_000  # of all of them together
P99 = 250.0


def measure() -> Iterator[Row]:
    """8 and 32 processes; the floor is a fair queue: as many times the median of a writer who is alone."""
    alone = median(_saved(1, 200)[0])
    for writers in (8, 32):
        took, lost = _saved(writers, SAVES // writers)
        name = f"{writers} writers, {len(took):,} saves"
        told = f" (p50 {percentile(took, 0.5):.0f}, p95 {percentile(took, 0.95):.0f})"
        p99 = percentile(took, 0.99)
        yield Row(f"{name}: p99{told}", p99, "ms", writers * alone, "ms fair queue", f"<= {P99:g} ms", p99 <= P99)
        yield Row(f"{name}: lost", lost, "records", 0, "", "0", lost == 0)


def _saved(writers: int, each: int) -> tuple[list[float], int]:
    """Milliseconds of every save, and how many acknowledged records are not in the store."""
    store = stores.copy(stores.office(), f"writers_{writers}")
    command = [sys.executable, "-m", "benchmarks.writer", str(store)]
    running = [
        subprocess.Popen(
            [*command, f"w{n}", str(each)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
        )
        for n in range(writers)
    ]
    for process in running:
        assert process.stdout and process.stdout.readline() == "ready\n"
    for process in running:
        assert process.stdin
        process.stdin.write("go\n")
        process.stdin.flush()
    took: list[float] = []
    numbers: list[str] = []
    for process in running:
        told = json.loads(process.communicate()[0])
        took += told[0]
        numbers += told[1]
    opened = open_store(store)
    kept = {number for (number,) in opened.rows("SELECT record_no FROM record WHERE form = 'employee_record'")}
    opened.close()
    return took, len(numbers) - len(kept & set(numbers))
