"""Run the benchmarks and print one table: `python -m benchmarks [name ...] [--records N] [--folder DIR]`."""

from __future__ import annotations

import argparse
import os
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import benchmarks
from benchmarks import OPTIONS, Row


def modules(wanted: list[str]) -> list[str]:
    """The benchmark modules to run, all where none is named."""
    found = sorted(m.name for m in iter_modules(benchmarks.__path__) if m.name.startswith("bench_"))
    return [name for name in found if not wanted or name.removeprefix("bench_") in wanted]


def show(row: Row) -> str:
    """One line of the table."""
    mark = "met" if row.met else "MISSED"
    floor = f"{row.floor:,.3g} {row.floor_name}"
    return f"| {row.job} | {row.figure:,.4g} {row.unit} | {floor} | {row.ratio:,.2f} | {row.goal} | {mark} |"


def main() -> None:
    """Print the table as it grows."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("name", nargs="*", help="benchmarks to run, all where none is named")
    parser.add_argument("--records", type=int, default=OPTIONS.records, help="records in the large store")
    parser.add_argument("--folder", type=Path, help="keep the stores here and use them again")
    asked = parser.parse_args()
    OPTIONS.records, OPTIONS.folder = asked.records, asked.folder
    os.environ.pop(
        "PYTHONDONTWRITEBYTECODE", None
    )  # an installed program is compiled: the first, warm run does it here
    print("| job | measured | floor in this run | ratio | goal | |\n|---|---|---|---|---|---|", flush=True)
    for name in modules(asked.name):
        for row in import_module(f"benchmarks.{name}").measure():
            print(show(row), flush=True)


if __name__ == "__main__":
    main()
