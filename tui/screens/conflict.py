"""Two people changed the same fields: what was, what they made of it, what is mine; 1, 2 or 3 chooses for each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from textual import events
from textual.widget import Widget

from dangan import types
from dangan.form import FormType
from dangan.i18n import N_
from dangan.record import Values
from dangan.spec import FieldSpec
from dangan.values.text import fit, normal, visible
from tui.frame import DanganScreen
from tui.widgets.lines import Lines

SIDES = ("base", "theirs", "mine")


class ConflictScreen(DanganScreen[Values | None]):
    """One line a field that both changed; gives the merged record with their `_lock`, None when left.

    `mine` holds the fields that only one side changed already merged.
    """

    DOES = N_("Save")

    def __init__(
        self, form: FormType, base: Values, theirs: Values, mine: Values, fields: list[str], said: str
    ) -> None:
        super().__init__()
        self.form, self.fields, self.said = form, fields, said
        self.sides = {"base": base, "theirs": theirs, "mine": mine}
        self.choice = dict.fromkeys(fields, "mine")
        self.at = 0

    def body(self) -> Iterable[Widget]:
        """The lines."""
        yield Lines()

    def path(self) -> list[str]:
        """The record."""
        return [self.form.spec.label(self.lang), str(self.sides["theirs"].get("record_no") or ""), self.tr("Compare")]

    def part(self) -> str:
        """The heads of the columns."""
        label, each = self._widths()
        heads = (self.tr("1 as it was"), self.tr("2 theirs"), self.tr("3 mine"))
        return " " + fit(self.tr("Field"), label) + " " + " ".join(fit(h, each) for h in heads)

    def on_mount(self) -> None:
        """Show the fields."""
        super().on_mount()
        self.message(self.said, "warn")
        self.query_one(Lines).focus()
        self.call_after_refresh(self._draw)

    def on_resize(self) -> None:
        """Draw for the new width."""
        self.call_after_refresh(self._draw)

    def _widths(self) -> tuple[int, int]:
        width = self.size.width or 80
        label = max(10, width // 5)
        return label, (width - label - 4) // 3

    def _draw(self) -> None:
        label, each = self._widths()
        texts = []
        for path in self.fields:
            columns = []
            for side in SIDES:
                mark = ">" if self.choice[path] == side else " "
                columns.append(fit(mark + self._shown(path, side), each))
            texts.append(" " + fit(self._label(path), label) + " " + " ".join(columns))
        self.query_one(Lines).show(texts, self.at)
        self.draw_frame()

    def _spec(self, path: str) -> FieldSpec | None:
        parts = path.split(".")
        try:
            return self.form.spec.find(f"{parts[0]}.{parts[2]}" if len(parts) == 3 else path)
        except KeyError:
            return None

    def _label(self, path: str) -> str:
        spec = self._spec(path)
        parts = path.split(".")
        block = self.form.spec.rows.get(parts[0])
        if block is None:
            return spec.label(self.lang) if spec else path
        line = f" {self._line_no(parts[0], parts[1])}" if len(parts) > 1 else ""
        return f"{block.label(self.lang)}{line} {spec.label(self.lang) if spec else ''}".strip()

    def _line_no(self, rows: str, line_id: str) -> int:
        """The number of a line as the reader sees it, in whichever side still has it."""
        for side in ("mine", "theirs", "base"):
            place = _line(self.sides[side].get(rows) or [], line_id)
            if place is not None:
                return place + 1
        return 0

    def _shown(self, path: str, side: str) -> str:
        value, spec = _at(self.sides[side], path), self._spec(path)
        if value in (None, ()):
            return ""
        block = self.form.spec.rows.get(path.partition(".")[0])
        if spec is None and block is not None:
            lines = value if isinstance(value, list) else [value]
            filled = [[f for f in block.fields if line.get(f.id) not in (None, "", ())] for line in lines]
            most = 1 if isinstance(value, list) else len(block.fields)  # the order of lines, or one whole line
            return " ".join(
                self._words_of(f, line[f.id]) for line, fs in zip(lines, filled, strict=True) for f in fs[:most]
            )
        return self._words_of(spec, value) if spec is not None else visible(str(value))

    def _words_of(self, spec: FieldSpec, value: Any) -> str:
        options = types.options_of(spec, self.dangan.env().office) if spec.type in ("choice", "multi") else ()
        return visible(types.show(spec, value, self.lang, style="list", options=options))

    async def on_key(self, event: events.Key) -> None:
        """1, 2, 3 choose; up and down move."""
        typed = normal(event.character) if event.character else ""
        if typed in ("1", "2", "3"):
            self.choice[self.fields[self.at]] = SIDES[int(typed) - 1]
            self.at = min(len(self.fields) - 1, self.at + 1)
        elif event.key in ("up", "down"):
            self.at = max(0, min(len(self.fields) - 1, self.at + (1 if event.key == "down" else -1)))
        else:
            return
        event.stop()
        self._draw()

    def action_do(self) -> None:
        """Take what was chosen."""
        merged = dict(self.sides["mine"])
        for path, side in self.choice.items():
            merged = _with(merged, path, _at(self.sides[side], path), self.form)
        self.dismiss({**merged, "_lock": self.sides["theirs"].get("_lock")})

    def action_back(self) -> None:
        """Back to the form, nothing saved."""
        self.dismiss(None)


def _line(lines: list[Values], line_id: str) -> int | None:
    return next((i for i, line in enumerate(lines) if str(line.get("_id")) == line_id), None)


def _at(values: Values, path: str) -> Any:
    rows, _dot, rest = path.partition(".")
    if not rest:
        return values.get(path)
    line_id, _dot, name = rest.partition(".")
    lines = values.get(rows) or []
    place = _line(lines, line_id)
    if place is None:
        return None
    return lines[place].get(name) if name else lines[place]


def _with(values: Values, path: str, value: Any, form: FormType) -> Values:
    rows, _dot, rest = path.partition(".")
    if not rest:
        return {**values, path: _ordered(values[path], value) if path in form.spec.rows else value}
    line_id, _dot, name = rest.partition(".")
    lines = list(values.get(rows) or [])
    place = _line(lines, line_id)
    if place is None:
        if not name and value is not None:
            lines.append(value)
    elif name:
        lines[place] = {**lines[place], name: value}
    else:
        lines[place : place + 1] = [] if value is None else [value]
    return {**values, rows: lines}


def _ordered(lines: list[Values], like: list[Values]) -> list[Values]:
    """The lines in the order that another side gave them; those it lacks stay at the end."""
    order = [line.get("_id") for line in like]
    return sorted(lines, key=lambda line: order.index(line["_id"]) if line.get("_id") in order else len(order))
