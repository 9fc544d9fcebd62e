"""Lines copied from a spreadsheet, put into a rows table: cut into cells, read as typed, tried on the record."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from dangan import checking, types
from dangan.errors import Problem, Refused
from dangan.record import Link, Values
from dangan.spec import BlockSpec, FieldSpec
from dangan.values.text import normal, squeeze_name
from tui.widgets.form.layout import Place
from tui.widgets.form.model import EMPTY, FormModel

_QUOTED = re.compile(r'"((?:[^"]|"")*)"(?=[\t\n]|\Z)')  # a cell that holds a tab, a newline or a quote
_MANY = ("longtext",)  # types whose values have lines of their own


@dataclass
class Pasted:
    """What a paste would make of the rows table `block`.

    `fields` are the columns taken, in the order of the table; `rows` the places of the lines, of which those from `new`
    on are put in. `values` is the record as it would stand; `raw` and `faults`, by path, are the cells that mean nothing
    and the reasons, of other cells too. `headed`: a heading line said which columns they are. `left_out` are headings,
    `over` columns and `beyond` lines that are not taken.
    """

    block: BlockSpec
    fields: list[FieldSpec]
    rows: list[int]
    new: int
    values: Values
    raw: dict[str, str] = field(default_factory=dict)
    faults: dict[str, list[Problem]] = field(default_factory=dict)
    headed: bool = False
    left_out: list[str] = field(default_factory=list)
    over: int = 0
    beyond: int = 0

    @property
    def lines(self) -> list[Values]:
        """The lines as they would stand."""
        return [self.values[self.block.id][row] for row in self.rows]

    def faulty(self, row: int) -> list[tuple[FieldSpec | None, Problem]]:
        """What is wrong in the line at `row`, by the fields of the table; None = the line as a whole."""
        start = f"{self.block.id}.{row}"
        known = {f"{start}.{f.id}": f for f in self.block.fields}
        return [
            (known.get(path), p)
            for path, problems in self.faults.items()
            if path == start or path.startswith(start + ".")
            for p in problems
        ]


def is_table(model: FormModel, text: str) -> bool:
    """Whether pasted text is lines of a spreadsheet, and stands to be put into the table in hand."""
    here, editor = model.place, model.editor
    if here is None or editor is None or here.row < 0 or editor.full:
        return False
    text = text.replace("\r", "\n").strip("\n")
    return "\t" in text or ("\n" in text and editor.spec.type not in _MANY)


def cells_of(text: str) -> list[list[str]]:
    """The cells of tab-separated lines; a quoted one may hold tabs and newlines. Lines without any text are left out."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    lines: list[list[str]] = [[]]
    at = 0
    while True:
        found = _QUOTED.match(text, at)
        if found is not None and any(c in found[1] for c in '\t\n"'):
            lines[-1].append(found[1].replace('""', '"'))
            at = found.end()
        else:
            end = min((i for i in (text.find("\t", at), text.find("\n", at)) if i >= 0), default=len(text))
            lines[-1].append(text[at:end])
            at = end
        if at >= len(text):
            break
        if text[at] == "\n":
            lines.append([])
        at += 1
    return [line for line in lines if any(cell.strip() for cell in line)]


def read(model: FormModel, text: str) -> Pasted:
    """Try pasted lines on the table in hand, from the cursor's line and column on; nothing of the record changes."""
    here = model.place
    assert here is not None and here.row >= 0
    lines = cells_of(text)
    block = model.spec.rows[here.block]
    typed = [f for f in model.walk.fields[here.block] if f.type != "file"]
    at = next((i for i, f in enumerate(typed) if f.id == here.field), 0)
    out = Pasted(block, [], [], 0, model.values)
    named = _headings(block, lines[0]) if lines else None
    columns: list[FieldSpec | None]
    if named is not None:
        out.headed = True
        columns = [f if f in typed else None for f in named]
        out.left_out = [cell.strip() for cell, f in zip(lines[0], columns, strict=True) if f is None and cell.strip()]
        lines = lines[1:]
    else:
        columns = [*typed[at:]]
    width = max((_width(line) for line in lines), default=0)
    out.over = max(0, width - len(columns))
    out.fields = [f for f in block.fields if f in columns[:width]]
    _put(model, out, here.row, columns, lines)
    return out


def take(model: FormModel, pasted: Pasted) -> None:
    """Put the lines in; one undo takes them back, with what in them means nothing."""
    here = model.place
    assert here is not None
    model.remember(raw=True)
    model.raw.update(pasted.raw)
    model.problems.update({path: pasted.faults[path] for path in pasted.raw})
    for path in _paths(pasted):
        if path not in pasted.raw:
            model.raw.pop(path, None)
        model.by_hand.add(path)
    model.take_values(pasted.values)
    model.enter(here._replace(row=pasted.rows[0], field=pasted.fields[0].id))


def _paths(pasted: Pasted) -> list[str]:
    return [Place(pasted.block.id, f.id, row).path for row in pasted.rows for f in pasted.fields]


def _headings(block: BlockSpec, cells: Sequence[str]) -> list[FieldSpec | None] | None:
    """The fields that a heading line names, None where the line is no heading: more than half of its cells must name
    one, each another."""
    known: dict[str, FieldSpec] = {}
    for f in block.fields:
        for label in (f.zh, f.en, f.id, *f.also):
            known.setdefault(_folded(label), f)
    found = [known.get(_folded(cell)) if cell.strip() else None for cell in cells]
    filled = sum(bool(cell.strip()) for cell in cells)
    hits = [f for f in found if f is not None]
    if not hits or len(hits) * 2 <= filled or len({f.id for f in hits}) < len(hits):
        return None
    return found


def _folded(label: str) -> str:
    return squeeze_name(normal(label).strip().strip("*:").strip()).casefold()


def _width(line: Sequence[str]) -> int:
    return max((n for n, cell in enumerate(line, 1) if cell.strip()), default=0)


def _put(
    model: FormModel, out: Pasted, first: int, columns: Sequence[FieldSpec | None], lines: Sequence[Sequence[str]]
) -> None:
    """Put the cells into a copy of the table's lines, then see what follows from them and what is wrong."""
    block, standing = out.block, model.rows(out.block.id)
    count = len(standing)
    first = min(first, count)
    room = len(lines) if model.may_add(block.id) else max(0, count - first)
    out.beyond, out.new = max(0, len(lines) - room), max(first, count)
    meant: dict[tuple[str, str], tuple[object, list[Problem]]] = {}
    for row, line in enumerate(lines[:room], first):
        if row == len(standing):
            standing.append(model.new_line(block))
        standing[row] = dict(standing[row])
        out.rows.append(row)
        for f, cell in zip(columns, line, strict=False):
            if f is not None and cell.strip():
                _set(model, out, standing, Place(block.id, f.id, row), f, cell, meant)
    values = {**model.values, block.id: standing}
    out.values = checking.settle(model.form, values, model.env) if out.rows else model.values
    known = {(p.path, p.zh) for at in model.problems.values() for p in at}
    touched = {f"{block.id}.{row}" for row in out.rows}
    for p in checking.check(model.form, out.values, model.env, state=model.status):
        line_of = ".".join(p.path.split(".")[:2])
        if p.path not in out.raw and (line_of in touched or (p.path == block.id and (p.path, p.zh) not in known)):
            out.faults.setdefault(p.path, []).append(p)


def _set(
    model: FormModel,
    out: Pasted,
    lines: list[Values],
    place: Place,
    f: FieldSpec,
    cell: str,
    meant: dict[tuple[str, str], tuple[object, list[Problem]]],
) -> None:
    """Read one cell as if it were typed."""
    if place.row < out.new and not model.can_type(place):
        out.faults.setdefault(place.path, []).append(_kept(f, place.path))
        return
    text = cell if f.type in _MANY else " ".join(cell.split("\n"))
    if (f.id, text) not in meant:
        try:
            meant[f.id, text] = types.parse(f, text, model.env), []
        except Refused as refused:
            meant[f.id, text] = None, refused.problems
    value, problems = meant[f.id, text]
    if problems:
        out.raw[place.path] = text.strip()
        out.faults[place.path] = [replace(p, path=place.path) for p in problems]
        return
    line = lines[place.row]
    if line.get(f.id) != value and line.get(f.id) not in EMPTY and isinstance(value, Link):
        for other in out.block.fields:  # copies follow a link that changed
            if other.source and other.source.kind == "copied" and other.source.how.startswith(f.id + "."):
                line[other.id] = None
    line[f.id] = value


def _kept(f: FieldSpec, path: str) -> Problem:
    return Problem(
        path, "PASTE_KEPT", "note",
        f"“{f.zh}”在这一行不能填写，保持原样。", f"{f.en} cannot be typed in this line and stays as it is.",
    )  # fmt: skip
