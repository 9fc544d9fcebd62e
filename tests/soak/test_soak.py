"""R4, R5, R7 at once: many write, read and search one store, some are killed, backups are made meanwhile."""

from pathlib import Path

import pytest

from tests.effort import times
from tests.soak.day import Day


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_nothing_is_lost(tmp_path: Path) -> None:
    day = Day(tmp_path, writers=4)
    day.work(times(20))
    assert day.wrong() == []
    for kind in ("save", "list", "search", "backup", "checkpoint"):
        assert day.told(kind)
    assert day.killed > 2
