"""No screen or widget takes a name that Textual uses for something of its own: `_attach`, `_closed` did harm once."""

from __future__ import annotations

import importlib
import inspect
import pkgutil

import pytest
from textual.app import App
from textual.screen import Screen
from textual.widget import Widget

import tui
from tui.frame import DanganScreen

MEANT = {
    "BINDINGS", "CSS", "DEFAULT_CSS", "AUTO_FOCUS", "ENABLE_COMMAND_PALETTE", "ESCAPE_TO_MINIMIZE", "can_focus", "compose",
    "focused", "render_line", "render_lines", "watch_scroll_y", "on_event", "get_system_commands", "get_line_filters",
    "_fatal_error", "_handle_exception", "get_default_screen",
}  # fmt: skip


def classes() -> list[type]:
    for module in pkgutil.walk_packages(tui.__path__, "tui."):
        importlib.import_module(module.name)
    found: list[type] = []
    waiting: list[type] = [Widget, App]
    while waiting:
        for cls in waiting.pop().__subclasses__():
            waiting.append(cls)
            if cls.__module__.startswith("tui."):
                found.append(cls)
    return found


def test_there_are_screens() -> None:
    assert sum(issubclass(cls, DanganScreen) for cls in classes()) > 20


@pytest.mark.parametrize("cls", classes(), ids=lambda cls: cls.__name__)
def test_no_name_of_textual_is_taken(cls: type) -> None:
    base = App if issubclass(cls, App) else Screen if issubclass(cls, Screen) else Widget
    made = {name for name, value in vars(cls).items() if inspect.isfunction(value) or isinstance(value, property)}
    assert {name for name in made if hasattr(base, name) and not name.startswith("__")} <= MEANT
