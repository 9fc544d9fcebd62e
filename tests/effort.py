"""How hard the tests try that draw at random (DANGAN_SOAK=20 tries twenty times as often: make soak), and where."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MEMORY = Path("/dev/shm")


def times(usual: int) -> int:
    """How often, `usual` where nothing is said."""
    return usual * int(os.environ.get("DANGAN_SOAK") or 1)


@contextmanager
def memory_folder(usual: Path) -> Iterator[Path]:
    """A folder that costs no disk, gone afterwards; `usual` where the system has none."""
    if not os.access(MEMORY, os.W_OK):
        yield usual
        return
    with tempfile.TemporaryDirectory(prefix="dangan-", dir=MEMORY) as place:
        yield Path(place)
