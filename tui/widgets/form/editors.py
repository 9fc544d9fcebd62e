"""How each type of field is typed: what a key does to it, what is understood, what may be picked under it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from dangan import types
from dangan.behaviours import link_absent, unsigned
from dangan.env import Env
from dangan.errors import Refused
from dangan.frozen import frozen
from dangan.i18n import _
from dangan.record import Link, Signature
from dangan.spec import FieldSpec
from dangan.values.dates import age, read_date
from dangan.values.numbers import in_capitals
from dangan.values.text import cells, normal, wrap
from tui.match import rank
from tui.widgets.form.buffer import Buffer

HITS = 7


@frozen
class Hit:
    """One thing that may be picked under the field: what it says, what tells it apart, the value it stands for."""

    text: str
    tail: str
    value: Any


class Editor:
    """A field being typed. `touched` once a key has changed it; `width` is set by the view for texts of several lines."""

    lines = False

    def __init__(self, spec: FieldSpec, value: Any, env: Env, text: str | None = None) -> None:
        self.spec, self.value, self.env = spec, value, env
        self.buffer = Buffer.of(self.shown(value) if text is None else text)
        self.touched = text is not None
        self.hits: list[Hit] = []
        self.picked = -1
        self.width = 20
        self.full = False  # Enter begins a new line
        self.wide = False  # a cell of a table that is edited across the whole line

    def shown(self, value: Any) -> str:
        """The text that editing starts with."""
        return "" if value in (None, ()) else types.show(self.spec, value, self.env.lang, style="edit")

    def key(self, key: str, character: str | None) -> bool:
        """Take a key; False where it means nothing here."""
        if character and character.isprintable():
            self.typed(character)
        elif self._moves_pick(key):
            return True
        elif not self._edit(key):
            return False
        self.changed()
        return True

    def typed(self, text: str) -> None:
        """Put `text` in at the caret, on one line."""
        self.buffer.insert(text if self.lines else " ".join(text.split("\n")))
        self.touched = True

    def paste(self, text: str) -> None:
        """Take pasted text as typed."""
        self.typed(text.replace("\r\n", "\n").replace("\r", "\n").strip("\n"))
        self.changed()

    def changed(self) -> None:
        """Look again at what may be picked; called after each change."""

    def result(self) -> Any:
        """The value meant; raises Refused where the text means none."""
        if not self.touched:
            return self.value
        return types.parse(self.spec, self.buffer.text, self.env)

    def said(self) -> str:
        """What the program understands so far, "" when that says no more than the text itself."""
        if not self.touched or not self.buffer.text.strip():
            return ""
        try:
            value = self.result()
        except Refused:
            return ""
        return understood(self.spec, value, self.env) if value is not None else ""

    def _edit(self, key: str) -> bool:
        before = self.buffer.text
        if not self.buffer.key(key):
            return False
        self.touched = self.touched or self.buffer.text != before
        return True

    def _moves_pick(self, key: str) -> bool:
        if not self.hits or key not in ("up", "down"):
            return False
        self.picked = max(-1, min(len(self.hits) - 1, self.picked + (1 if key == "down" else -1)))
        return True


class LongEditor(Editor):
    """A text of several lines: up and down move inside it first, Ctrl+O begins a new line."""

    lines = True

    def key(self, key: str, character: str | None) -> bool:
        """Take a key; up in the first and down in the last line are left to the form."""
        if key == "ctrl+o":
            self.typed("\n")
            return True
        if key in ("up", "down") and not self.buffer.selected:
            return self._vertical(-1 if key == "up" else 1)
        return super().key(key, character)

    def spot(self) -> tuple[int, int]:
        """Line and cell of the caret when the text is wrapped to `width` cells."""
        lines = wrap(self.buffer.text[: self.buffer.caret], self.width)
        return len(lines) - 1, cells(lines[-1])

    def _vertical(self, step: int) -> bool:
        line, x = self.spot()
        lines = wrap(self.buffer.text, self.width)
        if not 0 <= line + step < len(lines):
            return False
        best, found = None, self.buffer.caret
        for caret in range(len(self.buffer.text) + 1):
            probe = wrap(self.buffer.text[:caret], self.width)
            if len(probe) - 1 == line + step:
                off = abs(cells(probe[-1]) - x)
                if best is None or off < best:
                    best, found = off, caret
        self.buffer.caret = found
        return True


LEAST_NUMBER = 4  # characters of a number that names a record


class LinkEditor(Editor):
    """A person, department, company or record: typed text finds up to seven hits, Enter takes the one marked."""

    def changed(self) -> None:
        """Look for what the text may mean."""
        text = self.buffer.text.strip()
        self.hits, self.picked = [], -1
        if not (self.touched and text):
            return
        for kind in kinds_of(self.spec):
            for link in self.env.office.look_up(kind, text, HITS - len(self.hits)):
                self.hits.append(Hit(link.text, link.title if link.title != link.text else "", link))
            if len(self.hits) >= HITS:
                break
        self.picked = 0 if self.hits and self._means(text, self.hits[0].value) else -1

    def _means(self, text: str, link: Link) -> bool:
        """Whether a hit is called so, or its number was typed: what is found by its contents alone is never taken unasked."""
        number = len(text) >= LEAST_NUMBER and any(c.isdigit() for c in text)
        return self.spec.type != "ref" or number or rank(text, link.text, link.title) >= 0

    def result(self) -> Any:
        """The hit marked, else what the text alone means."""
        if self.touched and self.hits and self.picked >= 0:
            return named(self.hits[self.picked].value, self.spec)
        return super().result()

    def said(self) -> str:
        """How many may be meant, or that nobody is."""
        if not (self.touched and self.buffer.text.strip()):
            return ""
        lang = self.env.lang
        if self.hits:
            return _("Up/Down mark, Enter takes, Up above the first: as typed", lang)
        return (
            _("Nothing found: kept as typed, or F5 adds it", lang)
            if self._free()
            else _("Nothing found, F5 adds it", lang)
        )

    def _free(self) -> bool:
        return self.spec.type == "person" or self.spec.or_text or link_absent(self.spec, self.env.office)


class SignEditor(LinkEditor):
    """A sign-off as on paper: name and day, `.` for oneself today."""

    def changed(self) -> None:
        """Look for the person named."""
        name, _day = self._parts()
        self.hits, self.picked = [], -1
        if self.touched and name and name != ".":
            self.hits = [
                Hit(p.text, p.title if p.title != p.text else "", p)
                for p in self.env.office.look_up("person", name, HITS)
            ]
            self.picked = 0 if self.hits else -1

    def result(self) -> Any:
        """The signature; raises Refused where nobody is named."""
        if not self.touched:
            return self.value
        name, day = self._parts()
        if not name:
            return None
        on = self.env.today if day is None and not self.spec.arg("dated") else day  # nobody signed an old paper today
        if name != "." and not any(c.isalpha() for c in name):
            raise Refused([unsigned(self.spec, name)])
        if name == ".":
            return Signature(self.env.user.text, self.env.user.id, on, self.env.login)
        link = self.hits[self.picked].value if self.picked >= 0 else None
        return Signature(link.text if link else name, link.id if link else None, on, self.env.login)

    def said(self) -> str:
        """Name and day as they will stand, and whether the name is in the directory."""
        try:
            value = self.result() if self.touched else None
        except Refused:
            return ""
        if not value:
            return ""
        text = understood(self.spec, value, self.env)
        return text if value.id else f"{text}  " + _("not in the directory: kept as typed", self.env.lang)

    def _parts(self) -> tuple[str, date | None]:
        text = normal(self.buffer.text).strip()
        name, _gap, day = text.rpartition(" ")
        if name:
            try:
                return name.strip(), read_date(day, self.env.today)
            except ValueError:
                return text, None
        return text, None


def named(link: Link, spec: FieldSpec) -> Link:
    """A link as it is kept: what tells people apart in a list is no part of the name."""
    return link if spec.type == "ref" else link._replace(title="")


def understood(spec: FieldSpec, value: Any, env: Env) -> str:
    """A value in full: the weekday of a date, an age, an amount in capitals."""
    text = types.show(spec, value, env.lang)
    if spec.type == "money" and isinstance(value, Decimal) and value >= 0:
        return f"= {text}  {in_capitals(value)}"
    if spec.type == "date" and spec.past and isinstance(value, date) and value <= env.today:
        years = age(value, env.today)
        return f"= {text}  " + _("{years} years", env.lang, years=years) if years else f"= {text}"
    return f"= {text}" if spec.type in _TELL else ""


def kinds_of(spec: FieldSpec) -> tuple[str, ...]:
    """What the store is asked for when a link is typed."""
    return spec.ref if spec.type == "ref" else (spec.type,)


def editor_for(spec: FieldSpec, value: Any, env: Env, text: str | None = None) -> Editor:
    """The editor of a field; `text` is what was typed before and meant nothing."""
    return _EDITORS.get(spec.type, Editor)(spec, value, env, text)


def register_editor(type_word: str, make: Callable[[FieldSpec, Any, Env, str | None], Editor]) -> None:
    """Let fields of `type_word` be typed by `make`; for field types that plugins bring."""
    _EDITORS[type_word] = make


_TELL = {"date", "datetime", "month", "birthday", "money", "int", "decimal", "sign", "time"}
_EDITORS: dict[str, Callable[[FieldSpec, Any, Env, str | None], Editor]] = {
    "longtext": LongEditor,
    "person": LinkEditor,
    "dept": LinkEditor,
    "org": LinkEditor,
    "ref": LinkEditor,
    "sign": SignEditor,
}
