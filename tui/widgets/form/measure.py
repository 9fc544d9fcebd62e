"""How wide what stands in the columns of tables is: measured over the lines about the one in hand, kept while it is in hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dangan import types
from dangan.env import Env
from dangan.record import Values
from dangan.spec import BlockSpec, FieldSpec
from dangan.values.text import cells, visible
from tui.widgets.form.model import FormModel

LINES = 20  # lines that are measured at once, and as many before and behind them


def text_of(spec: FieldSpec, value: Any, env: Env, style: str) -> str:
    """A value as it stands on the form, "" where there is none."""
    if value in (None, ()) and not spec.gapless:
        return ""
    options = types.options_of(spec, env.office) if spec.type in ("choice", "multi") else ()
    return visible(types.show(spec, value, env.lang, style=style, options=options))


def widest(fields: Iterable[FieldSpec], lines: Sequence[Values], env: Env) -> dict[str, int]:
    """Cells of the widest value of each field in `lines`."""
    return {f.id: max((cells(text_of(f, line.get(f.id), env, "list")) for line in lines), default=0) for f in fields}


class Measured:
    """The widths of the tables of one form on the screen."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[tuple[object, ...], Mapping[str, int]]] = {}

    def of(self, model: FormModel, block: BlockSpec) -> Mapping[str, int]:
        """Cells of what stands in each column; the same while the cursor stays in a line, whatever is typed there."""
        here = model.place
        row = here.row if here is not None and here.block == block.id else -1
        lines = model.values.get(block.id) or ()
        marks = (model, block, None if row >= 0 else lines)
        known, widths = self._kept.get(block.id, ((), {}))
        if known[:2] != (row, model.lang) or any(a is not b for a, b in zip(known[2:], marks, strict=True)):
            first = max(0, row) // LINES * LINES
            widths = widest(block.fields, lines[max(0, first - LINES) : first + 2 * LINES], model.env)
            self._kept[block.id] = (row, model.lang, *marks), widths
        return widths
