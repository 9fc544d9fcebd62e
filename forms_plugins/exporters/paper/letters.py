"""A form written as a letter: salutation, text with the day in it, signature; the line along which a paper is cut."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dangan.spec import FieldSpec
from forms_plugins.exporters.paper.entries import UNDATED, Entry
from forms_plugins.exporters.paper.lines import build
from forms_plugins.exporters.paper.measure import SMALL, UNIT, height, line_count
from forms_plugins.exporters.paper.model import Band, Cell, Line
from forms_plugins.exporters.values import Reader

CUT = 30.0  # points that a cutting line takes
DAY = "×月×日"  # in a label: where the day stands in the sentence
SIGNED = 18  # grid columns of the signature


def cut(grid: int, lang: str) -> Band:
    """A cutting line, on one page with what stands below it."""
    said = "（ 沿 此 线 裁 开 ）" if lang == "zh" else "(cut here)"
    mark = Cell(said, grid, "cut", "center", "b")
    return Band((Line((mark,), CUT - 12.0), Line((Cell("", grid, "plain", edges=""),), 12.0)), keep=True)


def top(entries: Sequence[Entry], grid: int, lang: str) -> list[Band]:
    """Number and other facts in small writing at the right margin."""
    colon = "：" if lang == "zh" else ": "
    said = "　　".join(f"{e.label}{colon}{e.text}" for e in entries)
    tall = height(line_count(said, grid * UNIT, SMALL), SMALL)
    return [Band((Line((Cell(said, grid, "small", "right", ""),), tall),), keep=True)] if entries else []


def text(reader: Reader, setting: str, by: FieldSpec | None, record: Mapping[str, Any]) -> str:
    """The text of the setting with the day where it names it; where it does not, the field's label ends it as a sentence."""
    said = reader.setting(setting)
    if by is None:
        return said
    value, lang = record.get(by.id), reader.lang if said.isascii() else "zh"  # of the text, whatever the paper's is
    zh = lang == "zh"
    day = (f"{value.month}月{value.day}日" if value else "　　月　　日") if zh else reader.day(value) or "____________"
    token = f"{{{by.id}}}"
    if token in said:
        return said.replace(token, day)
    label = by.label(lang)
    return said + (label.replace(DAY, day) + "。" if DAY in label else f" {label} {day}.")


def words(to: str, said: str, grid: int, lang: str) -> list[Band]:
    """Salutation and text."""
    name = to or ("＿＿＿＿＿＿" if lang == "zh" else "____________")
    greeting = f"{name}同志：" if lang == "zh" else f"To {name}:"
    lines = build([Cell(greeting, grid, "plain", "left", "")])
    lines += build([Cell(f"　　{said}" if lang == "zh" else said, grid, "plain", "left", "")])
    lines.append(Line((Cell("", grid, "plain", edges=""),), 5.0))
    return [Band(tuple(lines), keep=True)]


def signed(entries: Sequence[Entry], grid: int, lang: str, *, blank: bool) -> list[Band]:
    """Who signs, and the day, one below the other at the right, without labels."""
    out = [Band((Line((Cell("", grid, "plain", edges=""),), 6.0),), keep=True)]
    for entry in entries:
        unwritten = UNDATED if entry.field.type == "date" else entry.label if blank else ""
        said = entry.text or (unwritten if lang == "zh" else entry.label)
        cells = [Cell("", grid - SIGNED, "plain", edges=""), Cell(said, SIGNED, "plain", "center", "")]
        out += [Band((line,), keep=entry is not entries[-1]) for line in build(cells)]
    return out
