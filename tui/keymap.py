"""Keys that an office or a user has given other places: what a key means here, and how it is called."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from dangan.i18n import N_

ALIASES = {f"alt+{n % 10}": f"f{n}" for n in range(1, 11)}  # for terminals that keep or lose the F keys
HELP = ("?", "？")  # open help where nothing is typed
LINE_KEYS: tuple[tuple[tuple[str, ...], str], ...] = (
    (("left", "right", "home", "end", "ctrl+e"), N_("Move within what is typed")),
    (("backspace", "delete"), N_("Take a character away")),
    (("ctrl+w",), N_("Take a word away")),
    (("ctrl+u",), N_("Take all left of the cursor away")),
    (("ctrl+k",), N_("Take all right of the cursor away")),
)
FIELD_KEYS: tuple[tuple[tuple[str, ...], str], ...] = (
    *LINE_KEYS,
    (("up", "down"), N_("Field above, below; line of a long text")),
    (("ctrl+o",), N_("New line in a long text")),
    (("space",), N_("Tick the option of a multiple choice")),
    (("1-9",), N_("Take an option by its place")),
    (("f4", "up", "down", "f7", "f8", "enter"), N_("Calendar: day, week, month, take it")),
)


class Keymap:
    """Keys by the id of a binding, `{"edit": "f4", "pick": "f2,ctrl+e"}`. A key so given is taken for the one that the
    program knows, on every screen and in every dialog; the place that it leaves means nothing any more."""

    def __init__(self, given: Mapping[str, str] | None = None) -> None:
        self.keys = {
            name: tuple(filter(None, (key.strip().lower() for key in keys.split(","))))
            for name, keys in (given or {}).items()
        }

    def meant(self, key: str, nodes: Iterable[Any]) -> str:
        """The key that the program knows for the one pressed, "" where its place was left; `nodes` have the bindings."""
        if not self.keys:
            return key
        bound = [(k, b) for node in nodes for k, bindings in node._bindings.key_to_bindings.items() for b in bindings]
        for known, b in bound:
            if key in self.keys.get(b.id or "", ()):
                return str(known)
        return "" if any(known == key and b.id in self.keys for known, b in bound) else key

    def of(self, name: str, key: str) -> str:
        """The key of a binding: the one given to it, else `key`, as the reader sees it."""
        return spoken(self.keys[name][0]) if self.keys.get(name) else key


def spoken(key: str) -> str:
    """A key as it is called: `F5`, `Ctrl+S`, `PgUp`."""
    short = {"escape": "Esc", "pageup": "PgUp", "pagedown": "PgDn"}
    return "+".join(
        part.upper() if part[:1] == "f" and part[1:].isdigit() else short.get(part, part.capitalize())
        for part in key.split("+")
    )
