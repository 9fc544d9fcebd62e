"""The base of the screens: a change of focus repaints two widgets, not the whole screen."""

from __future__ import annotations

from typing import TypeVar

from textual.reactive import Reactive
from textual.screen import Screen
from textual.widget import Widget

Result = TypeVar("Result")


class QuietScreen(Screen[Result]):
    """A screen that sends few bytes when the focus moves.

    Textual declares `Screen.focused` as a reactive that repaints the whole screen, 7 to 21 KB a Tab. The widgets
    that lose and take the focus repaint themselves anyway. `tests/frontend/test_quiet_screen.py` counts the bytes.
    """

    focused: Reactive[Widget | None] = Reactive(None, repaint=False)
