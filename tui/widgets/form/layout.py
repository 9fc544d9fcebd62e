"""Where everything of a form stands on the page: lines of cells from its declaration, without values and without a screen."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from dangan.frozen import frozen
from dangan.spec import BlockSpec, FieldSpec, FormSpec
from dangan.values.text import cells, fit
from tui.widgets.form.grid import Grid, lay_grid


class Place(NamedTuple):
    """A field of the form, or of a line of a rows table (`row` counts from 0, -1 outside rows tables)."""

    block: str
    field: str
    row: int = -1

    @property
    def path(self) -> str:
        """As problems name it: `name`, `family.2.name`."""
        return self.field if self.row < 0 else f"{self.block}.{self.row}.{self.field}"

    @property
    def kind(self) -> str:
        """As declarations name it: `name`, `family.name`."""
        return self.field if self.row < 0 else f"{self.block}.{self.field}"


@frozen
class Cell:
    """A field outside rows tables on its line: the label ends before `at`, the value has `width` cells from there."""

    spec: FieldSpec
    block: str
    label: str
    x: int
    at: int
    width: int


@frozen
class Segment:
    """Lines of one kind that follow each other; `height` of them from line `top`."""

    kind: str  # title heading fields columns lines past blank
    top: int
    height: int
    block: BlockSpec | None = None
    cells: tuple[Cell, ...] = ()
    number: int = 0


@dataclass
class Page:
    """The laid out form."""

    width: int
    segments: list[Segment] = field(default_factory=list)
    grids: dict[str, Grid] = field(default_factory=dict)
    height: int = 0
    tops: list[int] = field(default_factory=list)
    where: dict[str, tuple[Segment, Cell]] = field(default_factory=dict)
    lines: dict[str, Segment] = field(default_factory=dict)

    def add(
        self, kind: str, height: int = 1, block: BlockSpec | None = None, cells: tuple[Cell, ...] = (), number: int = 0
    ) -> None:
        """Put further lines below."""
        segment = Segment(kind, self.height, height, block, cells, number)
        self.segments.append(segment)
        self.tops.append(self.height)
        self.height += height
        for cell in cells:
            self.where[cell.spec.id] = (segment, cell)
        if kind == "lines" and block:
            self.lines[block.id] = segment

    def segment_at(self, y: int) -> Segment | None:
        """What stands on line `y`."""
        if not 0 <= y < self.height:
            return None
        i = bisect_right(self.tops, y) - 1
        while i and not self.segments[i].height:
            i -= 1
        return self.segments[i]

    def line_of(self, place: Place) -> int:
        """The line on which `place` begins."""
        if place.row >= 0:
            return self.lines[place.block].top + place.row
        return self.where[place.field][0].top

    def column_of(self, place: Place) -> int:
        """The cell at which the value of `place` begins, for moving up and down."""
        if place.row < 0:
            return self.where[place.field][1].at
        return next((x for spec, x, _ in self.grids[place.block].shown(place.field) if spec.id == place.field), 0)

    def beside(self, place: Place, step: int) -> Place | None:
        """The field above (`step` -1) or below (+1) that stands nearest; None at the edge of the form."""
        if place.row >= 0 and 0 <= place.row + step < self.lines[place.block].height:
            return place._replace(row=place.row + step)
        x = self.column_of(place)
        at = self.lines[place.block] if place.row >= 0 else self.where[place.field][0]
        i = self.segments.index(at) + step
        while 0 <= i < len(self.segments):
            s = self.segments[i]
            if s.cells:
                cell = min(s.cells, key=lambda c: abs(c.at - x))
                return Place(cell.block, cell.spec.id)
            if s.kind == "lines" and s.block and s.height:
                near = min(self.grids[s.block.id].shown(""), key=lambda c: abs(c[1] - x))[0]
                return Place(s.block.id, near.id, 0 if step > 0 else s.height - 1)
            i += step
        return None


def columns_for(width: int) -> int:
    """How many short fields stand on a line."""
    return 1 if width < 60 else 2 if width < 110 else 3


def label_of(spec: FieldSpec, lang: str) -> str:
    """A label on one line; a unit stands behind it in brackets."""
    text, unit = spec.label(lang), spec.unit_text(lang)
    return f"{text}({unit})" if unit and unit not in text else text


def alone(spec: FieldSpec, lang: str, width: int, long: Collection[str] = ()) -> bool:
    """Whether a field takes a line of its own when a column has `width` cells; `long` ones do in any case."""
    if spec.type in ("longtext", "multi") or spec.id in long:
        return True
    return cells(label_of(spec, lang)) + 2 > width * 0.5


def lay(
    spec: FormSpec,
    width: int,
    lang: str,
    visible: Collection[str],
    lines: Callable[[str], int],
    tall: Callable[[FieldSpec, int], int],
    past: int = 0,
    long: Collection[str] = (),
    content: Callable[[BlockSpec], Mapping[str, int]] = lambda _block: {},
) -> Page:
    """Lay out `spec` for `width` cells.

    `visible` holds the identifiers of the fields and blocks that are relevant now, `lines(block)` says how many lines a
    rows table shows, `tall(field, width)` how many lines a long value takes in so many cells; `past` lines of a register stand above the line
    in hand; the fields named in `long` hold values that need a line of their own; `content(block)` gives the cells of what
    stands in the columns of a rows table.
    """
    page = Page(width)
    page.add("title")
    rooms = _label_rooms(spec, lang, visible, width, long)
    number = 0
    head_done = False
    for block in spec.blocks:
        if block.id not in visible:
            continue
        if past and not head_done and block.part != "header":
            page.add("past", past + 1)
            page.add("blank")
            head_done = True
        heading = block.label(lang)
        if heading or block.part == "rows":
            number += 1
            if block.part != "rows" or block.label(lang):
                page.add("heading", 1, block, number=number)
        if block.part == "rows":
            grid = lay_grid(block, width, lang, visible, content(block))
            page.grids[block.id] = grid
            page.add("columns", 1, block)
            page.add("lines", lines(block.id), block)
            page.add("blank")
        else:
            _fields(page, block, lang, visible, tall, rooms, long)
    return page


def _fields(
    page: Page,
    block: BlockSpec,
    lang: str,
    visible: Collection[str],
    tall: Callable[[FieldSpec, int], int],
    rooms: list[int],
    long: Collection[str],
) -> None:
    many = columns_for(page.width)
    each = page.width // many
    for line in field_lines(block, lang, visible, each, many, long):
        made = []
        single = alone(line[0], lang, each, long)
        for i, f in enumerate(line):
            label = label_of(f, lang)
            room = max(rooms[i], min(cells(label) + 1, page.width - 12)) if single else rooms[i]
            at = i * each + room + 1
            end = page.width if single or i == len(line) - 1 else (i + 1) * each - 1
            made.append(Cell(f, block.id, fit(label, room, "right"), i * each, at, max(4, end - at)))
        page.add("fields", max(1, tall(line[0], made[0].width)) if single else 1, block, tuple(made))


def field_lines(
    block: BlockSpec, lang: str, visible: Collection[str], each: int, many: int, long: Collection[str] = ()
) -> list[list[FieldSpec]]:
    """The fields of a block by line, in the order of the declaration; those that need it stand alone."""
    lines: list[list[FieldSpec]] = []
    for f in block.fields:
        if f.id not in visible:
            continue
        if alone(f, lang, each, long) or not lines or len(lines[-1]) == many or alone(lines[-1][0], lang, each, long):
            lines.append([])
        lines[-1].append(f)
    return lines


def _label_rooms(spec: FormSpec, lang: str, visible: Collection[str], width: int, long: Collection[str]) -> list[int]:
    """Cells that the labels of each column take, the same all down the page."""
    many = columns_for(width)
    rooms = [11] + [9] * (many - 1)
    for block in spec.blocks:
        if block.part != "rows" and block.id in visible:
            for line in field_lines(block, lang, visible, width // many, many, long):
                for i, f in enumerate(line):
                    if not alone(f, lang, width // many, long):
                        rooms[i] = max(rooms[i], cells(label_of(f, lang)) + 2)
    return rooms
