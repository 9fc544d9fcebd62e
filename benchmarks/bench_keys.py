"""Typing in the entry form: bytes and milliseconds of a key and of Enter to the next field, 10 and 60 fields."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from statistics import median

from benchmarks import Row, stores
from benchmarks.measuring import MINIMAL, Timer, percentile, program

TYPED = "abcdefgh欧阳晓岚建国"
ROUNDS = 6
KEY_BYTES, FIELD_BYTES, KEY_MS, GROWTH = 300, 700, 10.0, 1.5


@dataclass
class Typed:
    """Costs of single keys and of Enter: (milliseconds, bytes)."""

    keys: list[tuple[float, int]] = field(default_factory=list)
    enters: list[tuple[float, int]] = field(default_factory=list)

    def middle(self, which: str, part: int) -> float:
        """The median of milliseconds (0) or bytes (1) of `keys` or `enters`."""
        return median(cost[part] for cost in getattr(self, which))

    def p95(self, which: str, part: int) -> float:
        """The value that 95 % do not exceed."""
        return percentile([cost[part] for cost in getattr(self, which)], 0.95)


def measure() -> Iterator[Row]:
    """Keys and fields in a form of 10 and of 60 fields, beside a key in the minimal program."""
    floor = _typed(MINIMAL, "READY")
    ten, sixty = (_typed(program(stores.office(), f"bench_{n}"), "Esc返回") for n in (10, 60))
    for n, form in ((10, ten), (60, sixty)):
        size = form.p95("keys", 1)
        yield Row(
            f"key, {n} fields (p95)", size, "B", floor.p95("keys", 1), "B minimal program", f"<= {KEY_BYTES} B", size <= KEY_BYTES
        )  # fmt: skip
        ms = form.p95("keys", 0)
        yield Row(
            f"key, {n} fields (p95)", ms, "ms", floor.p95("keys", 0), "ms minimal program", f"<= {KEY_MS:g} ms", ms <= KEY_MS
        )  # fmt: skip
        size = form.middle("enters", 1)
        yield Row(
            f"Enter to the next field, {n} fields", size, "B", floor.middle("keys", 1), "B key of the minimal program",
            f"<= {FIELD_BYTES} B", size <= FIELD_BYTES,
        )  # fmt: skip
    for which, word in (("keys", "key"), ("enters", "Enter to the next field")):
        few, many = ten.middle(which, 0), sixty.middle(which, 0)
        yield Row(
            f"{word}, 60 fields beside 10", many, "ms", few, "ms 10 fields", f"<= {GROWTH} x", many <= GROWTH * few
        )


def _typed(command: list[str], marker: str) -> Typed:
    found = Typed()
    with Timer(command) as terminal:
        terminal.until(marker)
        terminal.read(0.5)
        for _ in range(ROUNDS):
            found.keys += [terminal.cost(key) for key in TYPED]
            if marker == "READY":
                continue
            terminal.cost("\x15")
            found.enters += [terminal.cost("\r") for _ in range(2)]
            terminal.cost("\x1b[A")
            terminal.cost("\x1b[A")
            found.enters += [terminal.cost("\r")]
            terminal.cost("\x1b[A")
    return found
