"""A moving window of records over keyset pages: what a list of a million holds in memory, without a screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, Protocol, TypeVar

BLOCK = 200  # records fetched at once
MOST = 1_000  # records held

R = TypeVar("R")


class Fetch(Protocol[R]):
    """Reads records in the order of the list: behind `after`, before `before`, or the last ones (`end`)."""

    def __call__(self, *, after: R | None = None, before: R | None = None, end: bool = False, limit: int) -> list[R]:
        """At most `limit` records, always in the order of the list."""


class Window(Generic[R]):
    """Records around the cursor. `at` is its index in `rows`, `top` that of the first line drawn.

    `first` is the position of `rows[0]` in the whole list counted from 0, None where it is not known.
    """

    def __init__(
        self, fetch: Fetch[R], count: Callable[[], tuple[int, bool]], block: int = BLOCK, most: int = MOST
    ) -> None:
        self.fetch, self.count, self.block, self.most = fetch, count, block, most
        self.rows: list[R] = []
        self.at = self.top = 0
        self.first: int | None = 0
        self.at_start = self.at_end = True

    def home(self) -> None:
        """The first records, the cursor on the first."""
        self.rows = self.fetch(limit=self.block)
        self.at = self.top = 0
        self.first, self.at_start, self.at_end = 0, True, len(self.rows) < self.block

    def end(self, height: int) -> None:
        """The last records, the cursor on the last."""
        if not self.at_end:
            self.rows = self.fetch(end=True, limit=self.block)
            total, exact = self.count()
            self.at_start = len(self.rows) < self.block
            self.first = 0 if self.at_start else total - len(self.rows) if exact else None
            self.at_end = True
        self.at = max(0, len(self.rows) - 1)
        self.top = max(0, len(self.rows) - height)

    def around(self, row: R, height: int) -> None:
        """Records on both sides of `row`, the cursor on it."""
        half = self.block // 2
        before = self.fetch(before=row, limit=half)
        after = self.fetch(after=row, limit=half)
        self.rows = [*before, row, *after]
        self.at = len(before)
        self.at_start, self.at_end = len(before) < half, len(after) < half
        self.first = 0 if self.at_start else None
        self.top = max(0, self.at - height // 2)

    def move(self, step: int, height: int) -> None:
        """Move the cursor by `step` lines and the window with it; fewer at the ends."""
        self.load(self.at + step, height)
        self.at = max(0, min(len(self.rows) - 1, self.at + step))
        self.top = max(0, min(self.top, self.at), self.at - height + 1)
        self.load(self.top + height, height)
        self._trim(height)

    def load(self, upto: int, height: int) -> None:
        """Fetch until index `upto` lies within `rows`, or the list ends there."""
        while upto >= len(self.rows) and not self.at_end and self.rows:
            more = self.fetch(after=self.rows[-1], limit=self.block)
            self.rows += more
            self.at_end = len(more) < self.block
        while upto < 0 and not self.at_start and self.rows:
            more = self.fetch(before=self.rows[0], limit=self.block)
            self.at_start = len(more) < self.block
            self.rows = more + self.rows
            self.at += len(more)
            self.top += len(more)
            upto += len(more)
            if self.at_start:
                self.first = 0
            elif self.first is not None:
                self.first -= len(more)

    def refresh(self, key: Callable[[R], Any], height: int) -> None:
        """Read the records in sight again, the cursor stays on the same one where it is still there."""
        if not self.rows:
            self.home()
            return
        here, offset = key(self.rows[self.at]), self.at - self.top
        start = self.rows[self.top - 1] if self.top else None
        if start is None and not self.at_start:
            start = next(iter(self.fetch(before=self.rows[0], limit=1)), None)
        first = None if self.first is None else self.first + self.top
        fresh = self.fetch(after=start, limit=self.block) if start is not None else self.fetch(limit=self.block)
        if not fresh:
            self.end(height) if not self.at_start else self.home()
            return
        self.rows, self.at_end, self.at_start = fresh, len(fresh) < self.block, start is None and self.at_start
        self.first = 0 if self.at_start else first
        self.top = 0
        self.at = next((i for i, r in enumerate(fresh) if key(r) == here), min(offset, len(fresh) - 1))
        self.top = max(0, self.at - height + 1)

    @property
    def current(self) -> R | None:
        """The record under the cursor."""
        return self.rows[self.at] if 0 <= self.at < len(self.rows) else None

    @property
    def number(self) -> int | None:
        """Its position in the whole list from 1, None where it is not known."""
        return None if self.first is None or not self.rows else self.first + self.at + 1

    def _trim(self, height: int) -> None:
        spare = len(self.rows) - self.most
        if spare <= 0:
            return
        before = self.top - height
        if before >= spare:
            del self.rows[:spare]
            self.at -= spare
            self.top -= spare
            self.at_start = False
            self.first = None if self.first is None else self.first + spare
        elif len(self.rows) - self.top - 2 * height >= spare:
            del self.rows[-spare:]
            self.at_end = False
