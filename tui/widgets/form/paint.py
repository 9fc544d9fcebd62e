"""Draws lines of a form: labels, values, the field in hand with its caret, grids, and the list under a field."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from rich.segment import Segment as Bit
from rich.style import Style
from textual.strip import Strip

from dangan.i18n import _
from dangan.record import Values
from dangan.spec import BlockSpec, FieldSpec
from dangan.values.text import cells, fit, visible, wrap
from tui import theme
from tui.widgets.form.choosing import ChoiceEditor, MultiEditor, choices, code_of, inline, listed, numbers
from tui.widgets.form.editors import Editor, LongEditor
from tui.widgets.form.grid import Grid, lay_grid
from tui.widgets.form.layout import Cell, Page, Place, Segment, columns_for
from tui.widgets.form.measure import text_of, widest
from tui.widgets.form.model import FormModel

LOCKED = "="  # before the label of a field that the state of the record keeps
LABEL_CELLS = 18  # what the label of a field takes of its column, about


class Painter:
    """Draws the lines of `page` with what `model` holds; `earlier` are the last lines of a register."""

    def __init__(self, model: FormModel, page: Page, earlier: list[Values]) -> None:
        self.model, self.page, self.earlier = model, page, earlier
        self.caret: tuple[int, int] = (0, 0)
        self._above: tuple[BlockSpec, Grid] | None = None

    def line(self, y: int) -> Strip:
        """Line `y` of the form."""
        segment = self.page.segment_at(y)
        row = Row(self.page.width)
        if segment is None or segment.kind == "blank":
            return row.strip()
        getattr(self, f"_{segment.kind}")(row, segment, y - segment.top)
        return row.strip()

    def _title(self, row: Row, segment: Segment, i: int) -> None:
        spec = self.model.spec
        row.put(1, spec.label(self.model.lang), theme.HEADING)

    def _heading(self, row: Row, segment: Segment, i: int) -> None:
        block = segment.block
        assert block is not None
        lang = self.model.lang
        row.put(1, f"{segment.number} {block.label(lang)}", theme.HEADING)
        if block.part == "rows":
            count = self.model.count(block.id)
            said = _("{count} lines", lang, count=count)
            if block.id in self.model.locked:
                said += " " + _("locked", lang)
            elif self.model.editor is not None and self.model.may_add(block.id):
                said += " " + _("F5 adds", lang)
            row.put(self.page.width - cells(said) - 1, said, theme.LABEL)

    def _fields(self, row: Row, segment: Segment, i: int) -> None:
        for cell in segment.cells:
            place = Place(cell.block, cell.spec.id)
            if i == 0:
                self._label(row, cell, place)
            self._value(row, cell.spec, place, cell.at, cell.width, i, segment.top + i)

    def _label(self, row: Row, cell: Cell, place: Place) -> None:
        room = cell.at - 1 - cell.x
        label = cell.label.strip()
        bad = place.path in self.model.problems
        shut = self.model.form.alive and self.model.is_locked(place)
        mark = (
            "!"
            if bad
            else LOCKED
            if shut
            else "*"
            if self.model.editor is not None and self.model.wants(place.kind)
            else ""
        )
        row.put(cell.x, fit(mark + label, room, "right"), theme.ERROR if bad else theme.LABEL)

    def _columns(self, row: Row, segment: Segment, i: int) -> None:
        block = segment.block
        assert block is not None
        grid = self.page.grids[block.id]
        here = self.model.place
        current = here.field if here and here.block == block.id else ""
        shut = {f.id for f in block.fields if self.model.form.alive and f"{block.id}.{f.id}" in self.model.locked}
        _heads(row, grid, block, current, self.model.lang, self.model.editor is not None, shut)

    def _lines(self, row: Row, segment: Segment, i: int) -> None:
        block = segment.block
        assert block is not None
        here = self.model.place
        grid = self.page.grids[block.id]
        current = here.field if here and here.block == block.id else ""
        wrong = (
            any(Place(block.id, f.id, i).path in self.model.problems for f in block.fields)
            if self.model.problems
            else False
        )
        row.put(
            0,
            f"{'!' if wrong else ''}{i + 1}"[-grid.number + 1 :].rjust(grid.number - 1),
            theme.ERROR if wrong else theme.LABEL,
        )
        if self.model.editor is not None and self.model.editor.wide and here == Place(block.id, current, i):
            label = self.model.editor.spec.label(self.model.lang) + " "
            row.put(grid.number, label, theme.LABEL)
            at = grid.number + cells(label)
            self._value(row, self.model.editor.spec, here, at, self.page.width - at, 0, segment.top + i)
            return
        for f, x, w in grid.shown(current):
            self._value(row, f, Place(block.id, f.id, i), x, w, 0, segment.top + i)

    def _past(self, row: Row, segment: Segment, i: int) -> None:
        shown = self.earlier[-(segment.height - 1) :]
        if self._above is None:
            self._above = self._grid_above(shown)
        fields, grid = self._above
        if i == 0:
            _heads(row, grid, fields, "", self.model.lang)
            return
        if i - 1 < len(shown):
            row.put(0, str(len(self.earlier) - len(shown) + i).rjust(2)[-2:], theme.LABEL)
            for f, x, w in grid.shown(""):
                row.put(x, fit(self._text(f, shown[i - 1].get(f.id), "list"), w), theme.VALUE)

    def _grid_above(self, lines: list[Values]) -> tuple[BlockSpec, Grid]:
        """The columns of the lines above the one in hand: those in which something stands, as wide as that is."""
        block = line_block(self.model)
        content = widest(block.fields, lines, self.model.env)
        filled = {f"{block.id}.{f.id}" for f in block.fields if content[f.id]}
        return block, lay_grid(block, self.page.width, self.model.lang, filled, content, typed=False)

    def _value(self, row: Row, spec: FieldSpec, place: Place, at: int, width: int, i: int, y: int) -> None:
        if place == self.model.place and self.model.editor is not None:
            self._current(row, spec, self.model.editor, at, width, i, y)
            return
        value = self.model.value(place)
        bad = place.path in self.model.problems
        given = spec.computed or spec.auto or self.model.is_locked(place)
        style = theme.ERROR if bad else theme.GIVEN if given else theme.VALUE
        raw = self.model.raw.get(place.path)
        if raw is not None:
            lines = (
                wrap(visible(raw, True), max(2, width)) if spec.type == "longtext" and place.row < 0 else [visible(raw)]
            )
            row.put(at, fit(lines[i], width) if i < len(lines) else "", theme.ERROR)
        elif spec.type == "multi" and place.row < 0:
            self._ticks(row, spec, tuple(value or ()), at, width, i, -1)
        elif self._listed(spec, place) and (line := self._options(spec, value, width)):
            row.put(at, line, style)
        elif place.row < 0 and (spec.type == "longtext" or (spec.type == "text" and self._tall(spec))):
            lines = wrap(visible(str(value or ""), True), max(2, width))
            row.put(at, lines[i] if i < len(lines) else "", style)
        elif value in (None, "", ()) and spec.id == "record_no" and spec.auto:
            row.put(at, fit(_("(given when saved)", self.model.lang), width), theme.GIVEN)
        else:
            row.put(at, fit(self._text(spec, value, "list" if place.row >= 0 else "screen"), width), style)

    def _tall(self, spec: FieldSpec) -> bool:
        """Whether a field outside tables has several lines."""
        return self.page.where[spec.id][0].height > 1

    def _listed(self, spec: FieldSpec, place: Place) -> bool:
        """Whether the options of a choice stand in its line: while typing, not while reading."""
        return spec.type in ("choice", "bool") and place.row < 0 and self.model.editor is not None

    def _current(self, row: Row, spec: FieldSpec, editor: Editor, at: int, width: int, i: int, y: int) -> None:
        buffer = editor.buffer
        in_grid = bool(self.model.place and self.model.place.row >= 0)
        if isinstance(editor, MultiEditor) and not in_grid and not buffer.text:
            self._ticks(row, spec, editor.value, at, width, i, editor.at)
            if i == 0:
                self.caret = (at, y)
            return
        if isinstance(editor, LongEditor) and not in_grid:
            self._long(row, editor, at, width, i, y)
            return
        if i:
            return
        if isinstance(editor, ChoiceEditor) and not buffer.text:
            text = (None if in_grid else self._options(spec, editor.value, width)) or self._text(
                spec, editor.value, "screen"
            )
            row.put(at, fit(text, width), theme.CURRENT)
            self.caret = (at, y)
            return
        text = visible(buffer.text)
        start = 0
        # a value just come into is read from its beginning; the caret waits at the edge until an arrow moves it
        while not buffer.selected and cells(text[start : buffer.caret]) >= width and start < buffer.caret:
            start += 1
        shown = _head(text[start:], width)
        self._field(row, at, width, shown, buffer.selected)
        self.caret = (at + min(cells(text[start : buffer.caret]), width - 1), y)

    def _long(self, row: Row, editor: LongEditor, at: int, width: int, i: int, y: int) -> None:
        editor.width = max(2, width)
        lines = wrap(visible(editor.buffer.text, True), editor.width)
        text = lines[i] if i < len(lines) else ""
        self._field(row, at, width, text, editor.buffer.selected)
        line, x = editor.spot()
        if i == line:
            self.caret = (at + min(x, width - 1), y)

    def _field(self, row: Row, at: int, width: int, text: str, selected: bool) -> None:
        used = cells(text)
        row.put(at, text, theme.SELECTED if selected else theme.CURRENT)
        row.put(at + used, " " * (width - used), theme.CURRENT)

    def _ticks(
        self, row: Row, spec: FieldSpec, ticked: tuple[str, ...], at: int, width: int, i: int, here: int
    ) -> None:
        options = choices(spec, self.model.env)
        each, wide = tick_columns(spec, options, self.model.lang, width)
        for n in range(i * each, min((i + 1) * each, len(options))):
            o = options[n]
            text = f"[{'x' if o.code in ticked else ' '}]{numbers(options)[n]} {o.text(self.model.lang)}"
            style = theme.PICKED if n == here else theme.VALUE if o.code in ticked else theme.LABEL
            row.put(at + (n % each) * wide, fit(text, min(wide - 1, width)), style)

    def _options(self, spec: FieldSpec, value: Any, width: int) -> str | None:
        return inline(spec, choices(spec, self.model.env), value, self.model.lang, width)

    def _text(self, spec: FieldSpec, value: Any, style: str) -> str:
        return text_of(spec, value, self.model.env, style)

    def below(self, room: int) -> list[tuple[str, Style]]:
        """The lines shown under the field in hand: hits to pick from, or a list of options that is longer than its line."""
        editor, here = self.model.editor, self.model.place
        if editor is None or here is None:
            return []
        if editor.hits:
            out = []
            for n, hit in enumerate(editor.hits):
                text = f"{'>' if n == editor.picked else ' '} {visible(hit.text)}  {visible(hit.tail)}".rstrip()
                out.append((text, theme.PICKED if n == editor.picked else theme.HIT))
            return out
        if isinstance(editor, MultiEditor) and here.row < 0:
            return []
        if isinstance(editor, ChoiceEditor) and not editor.buffer.text:
            width = 0 if here.row >= 0 else self.page.where[here.field][1].width
            if not self._options(editor.spec, editor.value, width):
                return [(t, theme.HIT) for t in packed(editor, self.model.lang, room)]
        return []


class Row:
    """One line being drawn: texts put on it at cells, the later over the earlier."""

    def __init__(self, width: int) -> None:
        self.width = width
        self.bits: list[tuple[int, int, str, Style]] = []

    def put(self, x: int, text: str, style: Style) -> None:
        """Put `text` at cell `x`, cut at the edge."""
        if text and x < self.width:
            self.bits.append((x, min(cells(text), self.width - x), text, style))

    def strip(self) -> Strip:
        """The line, exactly `width` cells."""
        out: list[Bit] = []
        x = 0
        for start, _wide, text, style in sorted(self.bits, key=lambda b: b[0]):
            if start > x:
                out.append(Bit(" " * (start - x), theme.PLAIN))
                x = start
            text = _head(text, self.width - x)
            out.append(Bit(text, style))
            x += cells(text)
        out.append(Bit(" " * (self.width - x), theme.PLAIN))
        return Strip(out, self.width)


def packed(editor: ChoiceEditor, lang: str, width: int) -> list[str]:
    """The options of a choice with their numbers, as many a line as fit, at most seven lines."""
    items = [f"{n} {visible(o.text(lang))}" for n, o in listed(editor)]
    if not items:
        return []
    wide = min(max(cells(i) for i in items) + 2, width)
    each = max(1, width // wide)
    lines = ["".join(fit(i, wide) for i in items[k : k + each]) for k in range(0, len(items), each)]
    return lines if len(lines) <= 7 else [*lines[:6], _("F4 lists all {count}", lang, count=len(items))]


def tick_columns(spec: FieldSpec, options: tuple[Any, ...], lang: str, width: int) -> tuple[int, int]:
    """How many tick boxes stand on a line and how many cells each takes."""
    if not options:
        return 1, width
    digits = 1 if len(options) < 10 else 2
    wide = max(cells(o.text(lang)) for o in options) + digits + 5
    each = max(1, min(spec.across or 99, width // wide))
    return each, wide


def line_block(model: FormModel) -> BlockSpec:
    """The fields of a register's line as the columns of a table."""
    fields = tuple(f for b, f in model.spec.walk() if b.part not in ("header", "rows") and f.id in model.visible)
    return BlockSpec("_line", "rows", fields=fields)


def height_of(model: FormModel, spec: FieldSpec, width: int) -> int:
    """How many lines the value of a field takes in `width` cells."""
    if spec.type == "multi":
        options = choices(spec, model.env)
        each, _wide = tick_columns(spec, options, model.lang, width)
        return max(1, -(-len(options) // each))
    if spec.type not in ("longtext", "text"):
        return 1
    here = model.place
    if here and here.row < 0 and here.field == spec.id and model.editor:
        text = model.editor.buffer.text
    else:
        text = model.raw.get(spec.id) or str(model.values.get(spec.id) or "")
    return len(wrap(visible(text, True), max(2, width)))


def long_values(model: FormModel, width: int) -> frozenset[str]:
    """The text fields whose values, as they were when left, do not fit beside another field."""
    many = columns_for(width)
    if many == 1:
        return frozenset()
    texts = (f for f in model.spec.fields.values() if f.type == "text")
    return frozenset(f.id for f in texts if _cells_of(model.values.get(f.id)) > width // many - LABEL_CELLS)


def _cells_of(value: Any) -> int:
    return cells(value) if isinstance(value, str) and len(value) > 8 else 0


def chosen(model: FormModel, spec: FieldSpec, value: Any) -> str:
    """The label of a chosen value."""
    code = code_of(spec, value)
    return next((o.text(model.lang) for o in choices(spec, model.env) if o.code == code), code)


def _heads(
    row: Row, grid: Grid, block: BlockSpec, current: str, lang: str, typing: bool = True, shut: Collection[str] = ()
) -> None:
    left, right = grid.cut(current)
    row.put(0, "#<" if left else "#", theme.COLUMNS)
    for f, x, w in grid.shown(current):
        mark = LOCKED if f.id in shut else "*" if typing and f.required is True else ""
        row.put(x, fit(mark + f.label(lang), w), theme.COLUMNS)
    if right:
        row.put(grid.width - 1, ">", theme.COLUMNS)


def _head(text: str, width: int) -> str:
    while cells(text) > width:
        text = text[:-1]
    return text
