"""Run the soak and print its figures: `python -m tests.soak MINUTES [WRITERS]`."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.soak.day import Day


def main(minutes: str = "10", writers: str = "4") -> None:
    """Print what was done, how long it took, and what was lost; status 1 where anything was."""
    with tempfile.TemporaryDirectory(prefix="dangan-soak-") as folder:
        day = Day(Path(folder), int(writers))
        day.work(float(minutes) * 60)
        print("\n".join(day.figures()))
        wrong = day.wrong()
    print("\n".join(wrong) if wrong else "nothing lost, nothing half, nothing damaged")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main(*sys.argv[1:])
