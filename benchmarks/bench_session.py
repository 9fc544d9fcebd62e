"""A session that waits: its memory beside the minimal program's, and the processor time it takes."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack

from benchmarks import Row, stores
from benchmarks.measuring import F11, MINIMAL, Timer, processor, program, pss

SESSIONS = 3  # at once: they share the pages of the interpreter, as they do in an office
SECONDS = 6
MEMORY = 45.0
IDLE = 0.4  # percent of a core: fifty sessions take a fifth of one


def measure() -> Iterator[Row]:
    """Home, an open list, an open A1; then how much of a core one of them takes."""
    floor, idle_floor = _waiting(MINIMAL, "READY", "")
    for word, first, keys in (("home", "home", ""), ("a list open", "home", F11), ("A1 open", "employee_record", "")):
        memory, idle = _waiting(program(stores.office(), first), "Esc返回", keys)
        yield Row(
            f"session: {word}", memory, "MB", floor, "MB minimal program", f"<= {MEMORY:g} MB PSS", memory <= MEMORY
        )
        yield Row(f"idle: {word}", idle, "% of a core", idle_floor, "% minimal program", f"<= {IDLE:g} %", idle <= IDLE)


def _waiting(command: list[str], marker: str, keys: str) -> tuple[float, float]:
    with ExitStack() as stack:
        sessions = [stack.enter_context(Timer(command)) for _ in range(SESSIONS)]
        for session in sessions:
            session.until(marker)
            session.read(0.5)
            if keys:
                session.cost(keys)
        pids = [session.process.pid for session in sessions]
        before = sum(map(processor, pids))
        time.sleep(SECONDS)
        used = sum(map(processor, pids)) - before
        return sum(map(pss, pids)) / SESSIONS, used / SECONDS / SESSIONS * 100
