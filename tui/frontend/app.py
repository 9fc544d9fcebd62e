"""The base of the app: an `App` that uses the front end and whose rendered text holds no control characters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from textual import events
from textual.app import App
from textual.driver import Driver
from textual.filter import LineFilter
from textual.geometry import Offset

from .driver import Frontend
from .output import VisibleControls

Result = TypeVar("Result")

_VISIBLE_CONTROLS = VisibleControls()


def character_of(event: events.Key) -> str | None:
    """The character that a key types, None where it types none.

    The full-width blank of an input method is one, though Python does not call it printable.
    """
    types = event.is_printable or event.character == "\u3000"
    return event.character if types and "+" not in event.key else None


class FrontendApp(App[Result]):
    """An app behind the front end. Run it with `mouse=False` and leave with `sys.exit(app.return_code)`.

    A key that opens a screen must be a `priority=True` binding of the app: then the keys typed behind it, in the
    same packet even, reach the new screen; a screen's own binding lets them fall into the old one.

    Its screens mount no tooltip and no rack of toasts, which each would wait for; nothing here shows one. Leans on two
    private doors for that; `tests/frontend/test_quiet_screen.py` fails when they change.

    Handle `NotUtf8` and `PasteTooLong` (`on_not_utf8`, `on_paste_too_long`) to tell the reader.
    """

    def __init__(self, *, driver_class: type[Driver] | None = None, **options: Any) -> None:
        super().__init__(driver_class=driver_class or Frontend, **options)
        self._disable_tooltips = self._disable_notifications = True

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Return Textual's own filters and the one that makes control characters visible."""
        return [*super().get_line_filters(), _VISIBLE_CONTROLS]

    def show_cursor(self, shown: bool) -> None:
        """Show the terminal's cursor while a field is edited, hide it otherwise; nothing without a terminal."""
        if isinstance(self._driver, Frontend):
            self._driver.show_cursor(shown)

    def place_cursor(self, position: Offset) -> None:
        """Put the caret on a cell of the screen, now, with or without a repaint behind it.

        Textual writes `cursor_position` only behind an update; a caret that moves in text that stays as it is
        needs no update, and the eight bytes written here are all it costs.
        """
        if position == self.cursor_position:
            return
        self.cursor_position = position
        if isinstance(self._driver, Frontend):
            self._driver.move_cursor(*self.screen.outer_size.clamp_offset(position))
