"""Any keys in any order, on any size of terminal, leave the program standing and the records sound."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from tests.tui.clerk import at_work
from tests.tui.office import open_office

KEYS = (
    "<enter>", "<escape>", "<up>", "<down>", "<left>", "<right>", "<home>", "<end>", "<f1>", "<f2>", "<f3>", "<f4>",
    "<f5>", "<f6>", "<f7>", "<f8>", "<f9>", "<tab>", "<backspace>", "<delete>", "<ctrl+z>", "<ctrl+d>", "<ctrl+c>", "<ctrl+l>",
    "<ctrl+u>", " ", "1", "2", "3", "5", "9", "a", "o", "中", "。", "/", "[", ">=", "欧阳", "-1", ".",
)  # fmt: skip
OFTEN = ("<enter>", "<f9>", "<down>", "1", "2", "3")
ROUNDS = int(os.environ.get("ANY_KEYS_ROUNDS", "20"))


@pytest.mark.parametrize(
    ("seed", "size"), [(1, (80, 24)), (2, (80, 24)), (3, (20, 5)), (4, (200, 60)), (5, (40, 10)), (6, (80, 24))]
)
async def test_any_keys(folder: Path, seed: int, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    chosen = random.Random(seed)
    archive = open_office(folder)
    async with at_work(archive, "zh" if seed % 2 else "en", size) as clerk:
        typed = ""
        for _ in range(ROUNDS):
            keys = "".join(chosen.choice(KEYS if chosen.random() < 0.7 else OFTEN) for _ in range(4))
            typed += keys
            await clerk.type(keys)
            if not clerk.app.is_running:
                break
            assert len(clerk.lines) == size[1], typed
        assert (clerk.app.return_code or 0) == 0, typed
    assert archive.store.damage() == []
    archive.close()
