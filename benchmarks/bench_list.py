"""Lists: open one of 10,000 and one of very many records, move in it, and the memory it takes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks import OPTIONS, Row, stores
from benchmarks.measuring import F11, MINIMAL, Timer, percentile, program, pss

FEW = 10_000
TIMES = 7
OPEN, JUMP, GROWTH = 50.0, 25.0, 5.0
DOWN, PAGE_DOWN, HOME, END = "\x1b[B", "\x1b[6~", "\x1b[1~", "\x1b[4~"


@dataclass
class Seen:
    """Milliseconds to open the list and of its keys, and memory in MB after all of them."""

    opened: float
    down: float
    page: float
    jump: float
    memory: float


def measure() -> Iterator[Row]:
    """Open, Down, page, jumps, memory."""
    many = OPTIONS.records
    floor = _floor()
    small, large = _seen(stores.people(FEW)), _seen(stores.people(many))
    for count, seen in ((FEW, small), (many, large)):
        yield Row(
            f"open a list of {count:,}", seen.opened, "ms", floor, "ms minimal program's full screen", f"<= {OPEN:g} ms", seen.opened <= OPEN
        )  # fmt: skip
    for word, name in (("Down", "down"), ("a page down", "page"), ("Home and End, slowest", "jump")):
        ms = getattr(large, name)
        yield Row(f"{word}, {many:,}", ms, "ms", getattr(small, name), f"ms {FEW:,}", f"<= {JUMP:g} ms", ms <= JUMP)
    more = large.memory - small.memory
    yield Row(
        f"memory of the list, {many:,}", large.memory, "MB", small.memory, f"MB {FEW:,}", f"+- {GROWTH:g} MB", abs(more) <= GROWTH
    )  # fmt: skip


def _floor() -> float:
    found = []
    for _ in range(TIMES):
        with Timer(MINIMAL) as terminal:
            terminal.until("READY")
            terminal.read(0.3)
            found.append(terminal.shown(F11, "13812345678"))
    return median(found)


def _seen(store: Path) -> Seen:
    opened = []
    for _ in range(TIMES):
        with Timer(program(store, "home")) as terminal:
            terminal.until("Esc返回")
            terminal.read(1.0)
            opened.append(terminal.shown(F11, "RY-2026"))
    with Timer(program(store, "home")) as terminal:
        terminal.until("Esc返回")
        terminal.read(1.0)
        terminal.cost(F11)
        down = [terminal.cost(DOWN)[0] for _ in range(15)]
        pages = [terminal.cost(PAGE_DOWN)[0] for _ in range(40)]
        jumps = [terminal.cost(key)[0] for _ in range(8) for key in (END, HOME)]
        memory = pss(terminal.process.pid)
    return Seen(median(opened), median(down), percentile(pages, 0.95), percentile(jumps, 0.95), memory)
