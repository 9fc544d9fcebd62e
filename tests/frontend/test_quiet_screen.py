"""Bytes that a change of focus costs, measured against Textual's own screen in the same terminal."""

import pytest
from textual.screen import Screen
from textual.widget import Widget

from tests.terminal import Terminal
from tui.frontend.app import FrontendApp

PROGRAM = """
from textual.screen import Screen
from textual.widget import Widget
from tui.frontend.app import FrontendApp
from tui.widgets.base import QuietScreen

class Field(Widget, can_focus=True):
    DEFAULT_CSS = "Field {{ height: 1; }}  Field:focus {{ background: blue; }}"

    def __init__(self, number):
        super().__init__()
        self.number = number

    def render(self):
        return f"field {{self.number}}" + (" HERE" if self.has_focus else "")

class Form({screen}):
    def compose(self):
        for number in range(1, 21):
            yield Field(number)

class Bare(FrontendApp):
    ENABLE_COMMAND_PALETTE = False

    def on_mount(self):
        self.push_screen(Form())

Bare().run(mouse=False)
"""


def bytes_per_tab(screen: str) -> int:
    with Terminal(PROGRAM.format(screen=screen)) as terminal:
        terminal.wait_for("field 1 HERE")
        terminal.read(0.3)
        before = len(terminal.output)
        for number in range(2, 7):
            terminal.send("\t")
            terminal.wait_for(f"field {number} HERE")
            terminal.read(0.1)
        assert sum("HERE" in line for line in terminal.lines) == 1
        return (len(terminal.output) - before) // 5


def test_a_tab_costs_a_fraction_of_textuals_own() -> None:
    quiet, stock = bytes_per_tab("QuietScreen"), bytes_per_tab("Screen")
    if stock < 3 * quiet:
        pytest.fail(f"{quiet} bytes a Tab, Textual's own screen {stock}: it no longer repaints all, drop QuietScreen")
    assert quiet <= 700


def test_a_screen_mounts_nothing_of_textuals_own() -> None:
    added: list[Widget] = []
    app = FrontendApp[None]()
    with app._context():
        Screen[None]()._extend_compose(added)
    assert added == []
