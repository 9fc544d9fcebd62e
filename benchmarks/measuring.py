"""Measuring: middle values, memory and processor time of a process, and a terminal that only times what is written."""

from __future__ import annotations

import os
import select
import sys
import time
from collections.abc import Callable, Sequence
from math import ceil
from pathlib import Path
from statistics import median
from typing import Any

from tests.terminal import Terminal

MINIMAL = [sys.executable, "-m", "benchmarks.minimal"]
QUIET = 0.06  # seconds without a byte: the answer to a key is complete
F11, F12 = "\x1b[23~", "\x1b[24~"


def program(store: Path, first: str) -> list[str]:
    """The command of the program on a store, with its first screen."""
    start = (
        "import gc, sys; gc.disable(); from benchmarks.program import main; main(*sys.argv[1:])"  # as dangan.cli does
    )
    return [sys.executable, "-c", start, str(store), first]


def command_line(store: Path) -> list[str]:
    """The command that a user types."""
    return [sys.executable, "-m", "dangan", "--db", str(store), "--lang", "zh"]


def percentile(values: Sequence[float], part: float) -> float:
    """The value that `part` (0-1) of them do not exceed."""
    return sorted(values)[max(0, ceil(part * len(values)) - 1)]


def timed(call: Callable[[], Any]) -> float:
    """Milliseconds of one call."""
    start = time.perf_counter()
    call()
    return (time.perf_counter() - start) * 1000


def pss(pid: int) -> float:
    """Memory of a process in MB, shared pages divided among those who share them."""
    text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    return next(int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:")) / 1024


def processor(pid: int) -> float:
    """Seconds of processor time that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Timer(Terminal):
    """A terminal that does not draw: it notes when bytes came."""

    def __init__(self, command: Sequence[str], **options: Any) -> None:
        self.started = self.last = time.perf_counter()
        super().__init__(command, timeout=30, **options)

    def read(self, seconds: float = 0.05) -> bytes:
        """Read until it has been silent for `seconds`; `last` is when the last byte came."""
        start = len(self.output)
        while select.select([self._master], [], [], seconds)[0]:
            try:
                data = os.read(self._master, 65_536)
            except OSError:
                break
            if not data:
                break
            self.last = time.perf_counter()
            self.output += data
        return self.output[start:]

    def until(self, *texts: str) -> float:
        """Milliseconds from the start of the program until all of `texts` were written.

        Raises:
            TimeoutError: They were not.
        """
        wanted = [text.encode() for text in texts]
        while any(text not in self.output for text in wanted):
            if time.perf_counter() > self.started + self.timeout:
                raise TimeoutError(f"{texts!r} were never written")
            if select.select([self._master], [], [], 0.5)[0]:
                self.read(0)
        return (self.last - self.started) * 1000

    def shown(self, keys: str, text: str) -> float:
        """Type; milliseconds until `text` was written."""
        wanted, before = text.encode(), len(self.output)
        self.started = time.perf_counter()
        os.write(self._master, keys.encode())
        while wanted not in self.output[before:]:
            if time.perf_counter() > self.started + self.timeout:
                raise TimeoutError(f"{text!r} was never written")
            if select.select([self._master], [], [], 0.5)[0]:
                self.read(0)
        return (self.last - self.started) * 1000

    def cost(self, keys: str) -> tuple[float, int]:
        """Type; milliseconds until the last byte of the answer, and the bytes of it."""
        before, self.last = len(self.output), time.perf_counter()
        start = self.last
        os.write(self._master, keys.encode())
        if select.select([self._master], [], [], 5)[0]:
            self.read(QUIET)
        return (self.last - start) * 1000, len(self.output) - before


def first_paint(command: list[str], *markers: str) -> float:
    """Milliseconds until a program has painted all `markers`."""
    with Timer(command) as terminal:
        return terminal.until(*markers)


def rounds(jobs: dict[str, Callable[[], float]], times: int) -> dict[str, float]:
    """The median of each job; the jobs take turns, so that a slow moment of the machine hits all of them."""
    found: dict[str, list[float]] = {name: [] for name in jobs}
    for _ in range(times):
        for name, job in jobs.items():
            found[name].append(job())
    return {name: median(values) for name, values in found.items()}
