"""A record as lines to read: as on its paper, every value whole, what is empty left out or shown as blanks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from dangan import checking, types
from dangan.env import Env
from dangan.form import FormType
from dangan.i18n import _
from dangan.record import Values
from dangan.spec import BlockSpec, FieldSpec
from dangan.values.text import cells, fit, folded, visible
from tui import theme
from tui.widgets.form.layout import columns_for, label_of
from tui.widgets.form.others import with_texts
from tui.widgets.rows import Entry, heading, note, pieced

EMPTY: tuple[Any, ...] = (None, "", (), [])
STRUCK = "-"  # before the number of a line that is struck out: not every terminal strikes through
LEAST = 6  # cells that a column of a table keeps
MOST_LABEL = {"zh": 14, "en": 20}  # cells of a label in its column; a longer one stands before its value alone
MOST_LINES = 200  # lines of a table on the page; its tab has all

Part = tuple[str, str]  # label, value


def page(form: FormType, values: Values, env: Env, width: int, whole: bool = False) -> list[Entry]:
    """The record in `width` cells: headings, fields side by side where they are short, tables; with `whole` the empty ones,
    too."""
    seen = checking.visible(form, values)
    spec = with_texts(form, env.office)
    parts: list[tuple[BlockSpec, list[Part]]] = []
    left_out = 0
    for block in spec.blocks:
        if block.id not in seen or block.part == "rows":
            parts.append((block, []))
            continue
        here = [f for f in block.fields if f.id in seen and f.type != "label"]
        told = [(label_of(f, env.lang), said(f, values.get(f.id), env)) for f in here]
        filled = [(label, text) for label, text in told if text or whole]
        left_out += len(here) - len(filled)
        parts.append((block, filled))
    room = min(MOST_LABEL[env.lang], max((cells(label) for _b, filled in parts for label, _v in filled), default=0)) + 1
    out: list[Entry] = []
    number = 0
    for block, filled in parts:
        if block.id not in seen:
            continue
        title = block.label(env.lang)
        number += bool(title or block.part == "rows")
        lines = list(values.get(block.id) or ()) if block.part == "rows" else []
        if not filled and not lines and not whole:
            continue
        if out:
            out.append(note())
        if title:
            count = _("{count} lines", env.lang, count=len(lines)) if lines else ""
            out.append(heading(f"{number} {title}", count))
        if block.part != "rows":
            out += _fields(filled, room, width)
        else:
            out += _table_here(block, lines, env, width) if lines else _blank_table(block, env, width)
    if left_out:
        out += [note(), note(_("{count} fields are empty; F2 shows them", env.lang, count=left_out), theme.DIM)]
    return out


def said(f: FieldSpec, value: Any, env: Env, style: str = "screen") -> str:
    """A value in words, "" where there is none."""
    if value in EMPTY and not f.gapless:
        return ""
    options = types.options_of(f, env.office) if f.type in ("choice", "multi") else ()
    return visible(types.show(f, value, env.lang, style=style, options=options), True).strip("\n")


def _fields(filled: Sequence[Part], room: int, width: int) -> Iterator[Entry]:
    """Short fields side by side, long ones over as many lines as they need."""
    many = columns_for(width)
    each = width // many
    waiting: list[Part] = []
    for label, value in filled:
        short = "\n" not in value and cells(value) < each - room - 1 and cells(label) < room
        if waiting and (not short or len(waiting) == many):
            yield _side_by_side(waiting, room, each)
            waiting = []
        if short:
            waiting.append((label, value))
        else:
            yield from _alone(label, value, room, width)
    if waiting:
        yield _side_by_side(waiting, room, each)


def _side_by_side(parts: Sequence[Part], room: int, each: int) -> Entry:
    pieces = []
    for label, value in parts:
        pieces += [(fit(label, room, "right") + " ", theme.LABEL), (fit(value, each - room - 1), theme.VALUE)]
    return pieced(*pieces)


def _alone(label: str, value: str, room: int, width: int) -> Iterator[Entry]:
    first = min(max(room, cells(label) + 1), width // 2)
    lines = folded(value, max(10, width - first - 2))
    if len(lines) > 1 and first > room:
        yield pieced((" " + fit(label, width - 1), theme.LABEL))
        first, label, lines = room, "", folded(value, max(10, width - room - 2))
    for line in lines:
        yield pieced((fit(label, first, "right") + " ", theme.LABEL), (line, theme.VALUE))
        label = ""


def _table_here(block: BlockSpec, lines: list[Values], env: Env, width: int) -> list[Entry]:
    heads, body = table(block, lines[:MOST_LINES], env, width)
    more = [note(_("and {count} more lines", env.lang, count=len(lines) - MOST_LINES), theme.DIM)]
    return [*heading_lines(heads, width), *body, *(more if len(lines) > MOST_LINES else [])]


def _blank_table(block: BlockSpec, env: Env, width: int) -> list[Entry]:
    """The columns of a table that has no lines."""
    labels = [f.label(env.lang) for f in block.fields]
    return [note(line, theme.COLUMNS) for line in folded("  ".join(labels), width - 2)]


def heading_lines(heads: Sequence[str], width: int) -> list[Entry]:
    """The heading of a table, the last of its lines underlined."""
    styles = [theme.PLAIN] * (len(heads) - 1) + [theme.COLUMNS]
    return [pieced((fit(head, width), style)) for head, style in zip(heads, styles, strict=False)]


def table(block: BlockSpec, lines: Sequence[Values], env: Env, width: int) -> tuple[list[str], list[Entry]]:
    """A rows table: the lines of its heading, and its lines with every cell whole; columns empty in all are left out."""
    fields = [f for f in block.fields if any(line.get(f.id) not in EMPTY for line in lines)]
    texts = [[said(f, line.get(f.id), env, "list") for f in fields] for line in lines]
    struck = [is_struck(block, line) for line in lines]
    number = max(2, len(str(len(lines))))
    labels = [f.label(env.lang) for f in fields]
    if number + 2 + (LEAST + 1) * len(fields) > width:
        return [], list(_line_by_line(labels, texts, struck, MOST_LABEL[env.lang], width))
    wide = [
        max([cells(label), *(cells(part) for row in texts for part in row[i].split("\n"))])
        for i, label in enumerate(labels)
    ]
    widths = shared(wide, width - number - 2 - len(wide), [_longest_word(label) for label in labels])
    heads = ["".join(t for t, _style in e.pieces) for e in _line("#".rjust(number), labels, widths)]
    body = [_line(str(n).rjust(number), row, widths, struck[n - 1]) for n, row in enumerate(texts, 1)]
    return heads, [entry for line in body for entry in line]


def is_struck(block: BlockSpec, line: Values) -> bool:
    """Whether a line of a rows table is struck out."""
    return bool(block.struck) and line.get(block.struck) not in EMPTY


def _line_by_line(
    labels: Sequence[str], texts: Sequence[Sequence[str]], struck: Sequence[bool], most: int, width: int
) -> Iterator[Entry]:
    """A table of too many columns: each line as fields of its own."""
    room = min(most, max(map(cells, labels))) + 1
    for n, row in enumerate(texts, 1):
        yield note(f"# {n}{' ' + STRUCK if struck[n - 1] else ''}", theme.COLUMNS)
        yield from _fields([(label, text) for label, text in zip(labels, row, strict=True) if text], room, width)


def _longest_word(label: str) -> int:
    """Cells of the longest word of a heading that is made of words; Chinese is broken anywhere."""
    return max(map(len, label.split()), default=0) if label.isascii() else 0


def shared(wide: Iterable[int], room: int, words: Sequence[int] = ()) -> list[int]:
    """Widths of columns within `room`: the widest give way first, none below what a column keeps, or below the words of
    its heading where there is room for all of them."""
    widths = list(wide)
    least = [max(LEAST, word) for word in words] or [LEAST] * len(widths)
    if sum(map(min, widths, least)) > room:
        least = [LEAST] * len(widths)
    while sum(widths) > room and (giving := [i for i, w in enumerate(widths) if w > least[i]]):
        most = max(widths[i] for i in giving)
        widest = [i for i in giving if widths[i] == most]
        floor = max([least[i] for i in widest] + [w for i, w in enumerate(widths) if i in giving and w < most])
        give = max(1, min(most - floor, (sum(widths) - room) // len(widest)))
        for i in widest:
            widths[i] -= give
            if sum(widths) <= room:
                break
    return widths


def _line(number: str, row: Sequence[str], widths: Sequence[int], struck: bool = False) -> Iterator[Entry]:
    mark, style = (STRUCK, theme.STRUCK) if struck else (" ", theme.VALUE)
    parts = [folded(text, max(2, w)) for text, w in zip(row, widths, strict=True)]
    for i in range(max((len(p) for p in parts), default=1)):
        cell = "".join(" " + fit(p[i] if i < len(p) else "", w) for p, w in zip(parts, widths, strict=True))
        yield pieced(
            ((mark if i == 0 else " ") + (number if i == 0 else " " * len(number)), theme.LABEL), (cell, style)
        )
