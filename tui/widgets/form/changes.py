"""What a clerk does to a record beside typing: lines put in and taken out, ditto, the original value, stops."""

from __future__ import annotations

from typing import Any

from dangan.record import Values
from dangan.spec import FormSpec
from tui.widgets.form.layout import Place
from tui.widgets.form.model import EMPTY, FormModel


def insert_line(model: FormModel) -> bool:
    """Put a new line below the one in hand and go there; False outside tables and where the lines are given."""
    here = model.place
    if here is None or here.row < 0 or not model.may_add(here.block):
        return False
    model.leave()
    first = model.walk.fields[here.block][0].id
    if here.row + 1 >= model.count(here.block):
        model.enter(Place(here.block, first, model.count(here.block)))
        return True
    model.remember()
    lines = model.rows(here.block)
    lines.insert(here.row + 1, model.new_line(model.spec.rows[here.block]))
    _shift_raw(model, here.block, here.row + 1, 1)
    model.settle({**model.values, here.block: lines}, here.kind)
    model.enter(Place(here.block, first, here.row + 1))
    return True


def given_line(model: FormModel) -> bool:
    """Whether the line in hand is one that the checklist gives: the only one of its kind is filled, never deleted."""
    here = model.place
    if here is None or here.row < 0 or here.row >= model.count(here.block):
        return False
    kind = model.spec.rows[here.block].one_per
    kinds = [line.get(kind) for line in model.rows(here.block)] if kind else []
    return bool(kind) and kinds.count(kinds[here.row]) == 1


def delete_line(model: FormModel) -> Values | None:
    """Take the line in hand out; what it held, or None where there is none to take."""
    here = model.place
    if here is None or here.row < 0 or not model.may_add(here.block) or here.row >= model.count(here.block):
        return None
    if given_line(model):
        return None
    model.remember()
    lines = model.rows(here.block)
    gone = lines.pop(here.row)
    _shift_raw(model, here.block, here.row, -1)
    model.settle({**model.values, here.block: lines}, here.kind)
    model.enter(here._replace(row=max(0, min(here.row, len(lines) - 1))))
    return gone


def duplicate_line(model: FormModel) -> bool:
    """Put a copy of the line in hand below it and go there; False where there is none."""
    here = model.place
    if here is None or here.row < 0 or not model.may_add(here.block) or here.row >= model.count(here.block):
        return False
    model.leave()
    model.remember()
    lines = model.rows(here.block)
    lines.insert(here.row + 1, {**lines[here.row], "_id": None})
    _shift_raw(model, here.block, here.row + 1, 1)
    model.settle({**model.values, here.block: lines}, here.kind)
    model.enter(here._replace(row=here.row + 1))
    return True


def move_line(model: FormModel, step: int) -> bool:
    """Move the line in hand up (-1) or down (+1); False at the edge and where the lines are given."""
    here = model.place
    if here is None or here.row < 0 or not model.may_add(here.block):
        return False
    model.leave()
    to = here.row + step
    lines = model.rows(here.block)
    if not (0 <= to < len(lines) and here.row < len(lines)) or any(p.startswith(f"{here.block}.") for p in model.raw):
        return False
    model.remember()
    lines[here.row], lines[to] = lines[to], lines[here.row]
    model.settle({**model.values, here.block: lines}, here.kind)
    model.enter(here._replace(row=to))
    return True


def _shift_raw(model: FormModel, block: str, start: int, step: int) -> None:
    for kept in (model.raw, model.problems):
        moved: dict[str, Any] = {}
        for path, what in kept.items():
            name, row, rest = (*path.split(".", 2), "", "")[:3]
            if name != block or not row.isdigit() or int(row) < start:
                moved[path] = what
            elif not (step < 0 and int(row) == start):
                moved[f"{name}.{int(row) + step}.{rest}"] = what
        kept.clear()
        kept.update(moved)


def ditto(model: FormModel) -> bool:
    """Take the value of the cell above, or of the last record; False where there is none."""
    here = model.place
    if here is None or model.editor is None:
        return False
    source: Values | None = model.last
    if here.row > 0:
        source = model.rows(here.block)[here.row - 1]
    elif here.row == 0:
        lines = (model.last or {}).get(here.block) or ()
        source = lines[0] if lines else None
    value = (source or {}).get(here.field)
    if value in EMPTY:
        return False
    model.editor.touched = False
    model.raw.pop(here.path, None)
    model.problems.pop(here.path, None)
    model.put(here, value)
    model.enter(here)
    return True


def original(model: FormModel) -> None:
    """Give the field the value with which the record was opened."""
    here = model.place
    if here is None:
        return
    if here.row < 0:
        value = model.base.get(here.field)
    else:
        lines = model.base.get(here.block) or ()
        value = lines[here.row].get(here.field) if here.row < len(lines) else None
    model.raw.pop(here.path, None)
    model.problems.pop(here.path, None)
    if value != model.value(here):
        model.put(here, value)
    model.enter(here)


def restore(model: FormModel) -> bool:
    """Give the field back what it held before it was typed into; False where nothing was typed."""
    here, editor = model.place, model.editor
    if here is None or editor is None or not (editor.touched or here.path in model.raw):
        return False
    model.raw.pop(here.path, None)
    model.problems.pop(here.path, None)
    model.enter(here)
    return True


def carried(spec: FormSpec, fresh: Values, last: Values | None) -> Values:
    """A new record that begins with what stays from the last: sticky fields, and the heading of a register's sheet."""
    if last is None:
        return fresh
    kept = {
        f.id
        for b, f in spec.walk()
        if b.part != "rows" and (f.sticky or (spec.register and b.part == "header")) and not f.auto
    }
    return {**fresh, **{k: last[k] for k in kept if last.get(k) not in EMPTY}}


def copied(spec: FormSpec, fresh: Values, source: Values) -> Values:
    """A new record with the contents of `source`; number, signatures and what the program gives stay behind."""
    values = dict(fresh)
    for block in spec.blocks:
        if block.part == "rows":
            names = {f.id for f in block.fields if _copies(f.type, f.auto or f.computed)}
            values[block.id] = [
                {"_id": None, **{k: v for k, v in line.items() if k in names}} for line in source.get(block.id) or ()
            ]
            continue
        for f in block.fields:
            if _copies(f.type, f.auto or f.computed) and f.id not in ("record_no", "status"):
                values[f.id] = source.get(f.id)
    return values


def _copies(type_word: str, given: bool) -> bool:
    return not given and type_word not in ("sign", "file", "serial")
