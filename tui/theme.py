"""Every style that the screens draw with; colour only repeats what reverse video, underline or a mark says."""

from rich.style import Style

PLAIN = Style()
FRAME = Style(reverse=True)
HEADING = Style(bold=True, underline=True)
LABEL = Style()
VALUE = Style(color="cyan")
GIVEN = Style(dim=True)  # computed, locked or kept values
STRUCK = Style(dim=True, strike=True)
CURRENT = Style(underline=True, bold=True)
SELECTED = Style(reverse=True)
COLUMNS = Style(underline=True)
PICKED = Style(reverse=True)
HIT = Style(color="cyan")
ERROR = Style(bold=True, color="red")
WARNING = Style(bold=True, color="yellow")
DONE = Style(bold=True, color="green")
HINT = Style()
DIM = Style(dim=True)
KEY = Style(bold=True)

LEVELS = {"error": ERROR, "warn": WARNING, "done": DONE, "hint": HINT}

CSS = """
Screen { background: ansi_default; color: ansi_default; layers: base; overflow: hidden; }
* { scrollbar-size: 0 0; scrollbar-size-vertical: 0; }
"""
