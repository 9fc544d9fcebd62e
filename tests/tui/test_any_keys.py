"""Any keys in any order: the form stands, the caret stays on the screen, undo leads back to the beginning."""

from __future__ import annotations

import random

import pytest

from tests.tui.test_entry import clerk
from tui.screens.entry import EntryScreen
from tui.widgets.form.model import UNDO_STEPS

KEYS = [
    "enter",
    "tab",
    "shift+tab",
    "up",
    "down",
    "left",
    "right",
    "home",
    "end",
    "backspace",
    "delete",
    "f2",
    "f3",
    "f4",
    "f5",
    "f6",
    "f7",
    "f8",
    "ctrl+d",
    "ctrl+x",
    "ctrl+r",
    "ctrl+z",
    "ctrl+y",
    "ctrl+w",
    "ctrl+u",
    "ctrl+k",
    "ctrl+o",
    "pageup",
    "pagedown",
]
TEXT = "12340.x欧阳父母厂 -/+wg。，１ａ"


@pytest.mark.parametrize("form", ["sample", "lines"])
@pytest.mark.parametrize("seed", range(3))
async def test_the_form_takes_any_keys(form: str, seed: int) -> None:
    dice = random.Random(seed)
    async with clerk(form, size=dice.choice([(40, 10), (80, 24), (120, 40)])) as c:
        view = c.entry.view
        for _ in range(300):
            character = dice.choice(TEXT) if dice.random() < 0.5 else None
            await view.take(character or dice.choice(KEYS), character)
            if not isinstance(c.app.screen, EntryScreen):
                c.app.pop_screen()
        await c.pilot.pause()
        assert all(strip.cell_length == c.app.size.width for strip in c.app.screen._compositor.render_strips())
        x, y = c.app.cursor_position
        assert 0 <= x <= c.app.size.width and 0 <= y < c.app.size.height
        model = c.entry.model
        model.leave()
        for _ in range(2 * UNDO_STEPS):
            model.undo()
        assert model.values is model.base and len(model.undone) < UNDO_STEPS
