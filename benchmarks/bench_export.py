"""Exporting a list to Excel: rows a second against CSV in the same run, and the memory that it takes."""

from __future__ import annotations

import csv
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from benchmarks import Row
from dangan.env import Env
from dangan.exporting import Job
from dangan.form import FormType
from dangan.record import Link, Values
from dangan.spec import BlockSpec, FieldSpec, FormSpec
from forms_plugins.exporters.list import write_list

ROWS, FIELDS = 20_000, 30
SHARE = 0.028  # of the rows a second of CSV: half of what XlsxWriter does alone
MEMORY = 50.0  # MB that the export may add
_TYPES = ("text", "date", "int", "text", "month")


def form() -> FormSpec:
    """Thirty fields of the usual types."""
    fields = tuple(FieldSpec(f"f{n}", _TYPES[n % len(_TYPES)], f"第{n}栏", f"Field {n}") for n in range(FIELDS))
    return FormSpec("probe", "X1", "试验表", "Probe", blocks=(BlockSpec("head", "header", fields=fields),))


def records(count: int) -> Iterator[Values]:
    """Records of that form, made one by one."""
    for n in range(count):
        row = (f"岳麓实业有限公司第{n}号", date(2000 + n % 25, 1 + n % 12, 1 + n % 28), n, "长沙市岳麓区", "2024-05")
        yield {f"f{k}": row[k % len(row)] for k in range(FIELDS)}


def export(count: int, folder: Path) -> float:
    """Seconds that the list export of `count` records takes."""
    spec = form()
    paths = tuple(f.id for f in spec.blocks[0].fields)
    env = Env(datetime(2026, 3, 1), Link("张伟"), lang="zh")
    job = Job(FormType.bare(spec), records(count), env, folder / "list.xlsx", columns=paths)
    start = perf_counter()
    write_list(job)
    return perf_counter() - start


def plain(count: int, folder: Path) -> float:
    """Seconds that the same records take as CSV."""
    start = perf_counter()
    with (folder / "list.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        for record in records(count):
            out.writerow(record.values())
    return perf_counter() - start


def peak(count: int) -> float:
    """MB at most that a process of its own takes for the export of `count` records."""
    line = [sys.executable, "-m", "benchmarks.bench_export", str(count)]
    return float(subprocess.run(line, check=True, capture_output=True, text=True).stdout)


def measure() -> Iterator[Row]:
    """Speed and memory of the export."""
    with TemporaryDirectory() as folder:
        floor = ROWS / min(plain(ROWS, Path(folder)) for _ in range(3))
        speed = ROWS / min(export(ROWS, Path(folder)) for _ in range(2))
    yield Row(
        f"list of {ROWS:,} x {FIELDS} to Excel", speed, "rows/s", floor, "rows/s CSV",
        f">= {SHARE} of CSV", speed >= SHARE * floor,
    )  # fmt: skip
    base, full = peak(1), peak(ROWS)
    added = full - base
    yield Row("memory of that export", full, "MB", base, "MB one row", f"<= {MEMORY:.0f} MB more", added <= MEMORY)


def main() -> None:
    """Export as many records as the first argument says; prints the peak memory in MB."""
    with TemporaryDirectory() as folder:
        export(int(sys.argv[1]), Path(folder))
    status = Path("/proc/self/status").read_text(encoding="ascii")  # ru_maxrss counts the parent's memory too
    print(next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")) / 1024)


if __name__ == "__main__":
    main()
