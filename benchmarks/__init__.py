"""Speed, as ratios against a floor measured in the same run. Never part of the tests."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Row:
    """One measured job: `figure` in `unit`, beside the floor it is compared with; `goal` is what performance.md asks."""

    job: str
    figure: float
    unit: str
    floor: float
    floor_name: str
    goal: str
    met: bool

    @property
    def ratio(self) -> float:
        """Figure over floor."""
        return self.figure / self.floor if self.floor else float("nan")


@dataclass(slots=True)
class Options:
    """What a run was asked for: records in the large store, and a folder that keeps stores from run to run."""

    records: int = 200_000
    folder: Path | None = None


OPTIONS = Options()
