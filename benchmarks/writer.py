"""One of many writers: STORE NAME COUNT; says ready, waits for a line, saves, tells milliseconds and numbers as JSON."""

from __future__ import annotations

import json
import sys
from time import perf_counter

from benchmarks import stores
from storage.archive import Archive


def main(store: str, name: str, count: str) -> None:
    """Save so many new A1."""
    archive = Archive.open(store, clock=lambda: stores.NOW)
    env = archive.env(name, "zh", stores.NOW)
    archive.registry.form("employee_record")
    print("ready", flush=True)
    sys.stdin.readline()
    took, numbers = [], []
    for n in range(int(count)):
        start = perf_counter()
        saved = archive.save("employee_record", stores.employee(n), env)
        took.append((perf_counter() - start) * 1000)
        numbers.append(saved["record_no"])
    print(json.dumps([took, numbers]), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
