"""First paint: from the start of the process until the first screen stands in the terminal, 80x24, warm."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from benchmarks import Row, stores
from benchmarks.measuring import F11, F12, MINIMAL, Timer, command_line, first_paint, program, rounds

MARKER = "Esc返回"  # the end of the last line
LIMIT = 1.4
TIMES = 11


def measure() -> Iterator[Row]:
    """Home, the entry form of A1 and of a plain form of 60 fields; home and A1 with 75 form types more."""
    office, crowded = stores.office(), stores.crowded()
    shown = {  # with what stands low in the body: an empty frame is no first paint
        "home": (command_line(office), "客户档案表"),
        "entry of A1": (program(office, "employee_record"), "紧急联系人电话"),
        "entry of 60 fields": (program(office, "bench_60"), "备注30"),
        "home, 75 form types more": (command_line(crowded), "客户档案表"),
        "entry of A1, 75 form types more": (program(crowded, "employee_record"), "紧急联系人电话"),
    }
    jobs = {job: partial(first_paint, command, MARKER, body) for job, (command, body) in shown.items()}
    jobs["floor"] = partial(first_paint, MINIMAL, "READY")
    for job in jobs.values():
        job()  # warm
    found = rounds(jobs, TIMES)
    floor = found.pop("floor")
    for job, ms in found.items():
        yield Row(f"first paint: {job}", ms, "ms", floor, "ms minimal program", f"<= {LIMIT} x", ms <= LIMIT * floor)
    steps = {
        "entry": partial(_step, program(office, "home"), MARKER, F12, "个人基本信息"),
        "floor": partial(_step, MINIMAL, "READY", F11, "13812345678"),
    }
    found = rounds(steps, 5)
    ms, floor = found["entry"], found["floor"]
    yield Row("entry of A1 from home, first time", ms, "ms", floor, "ms minimal program's full screen", "told", True)


def _step(command: list[str], marker: str, key: str, text: str) -> float:
    """Milliseconds until the next screen shows `text`, the first one having stood for a second."""
    with Timer(command) as terminal:
        terminal.until(marker)
        terminal.read(1.0)
        return terminal.shown(key, text)
