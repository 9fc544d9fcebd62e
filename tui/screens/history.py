"""One version of a record: the fields that differ, old over new with the differing characters marked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from typing import Any

from rich.style import Style

from dangan import types
from dangan.env import Office
from dangan.form import FormType
from dangan.i18n import N_, _
from dangan.record import Link, Signature
from dangan.spec import FieldSpec
from dangan.system import stored_fields
from dangan.values.text import cells, visible
from tui import theme
from tui.columns import status_field
from tui.screens.keyed import RowsScreen
from tui.screens.record_tabs import act
from tui.widgets.rows import Column, Entry, heading, note, pieced

Pieces = list[tuple[str, Style]]


class VersionScreen(RowsScreen[None]):
    """The differences of one version; Enter reads the record as it stood then."""

    DOES = N_("OK")

    def __init__(self, form: FormType, record: int, version: Any, where: list[str]) -> None:
        super().__init__()
        self.form, self.record, self.version, self.where = form, record, version, where

    def path(self) -> list[str]:
        """The record and the version."""
        return [*self.where, self.tr("Version {number}", number=self.version.version)]

    def part(self) -> str:
        """Who, when, why."""
        v = self.version
        by = names_of(self.dangan.archive.directory).get(v.by, v.by)
        said = f" {str(v.at)[:16].replace('T', ' ')} {by} {act(self.form.spec, v.action, self.lang)}"
        return f"{said}  {v.reason}" if v.reason else said

    def opened(self) -> None:
        """Say how it is used."""
        super().opened()
        self.message(self.tr("Enter reads the record as it stood at this version, Esc goes back"))

    def fill(self) -> None:
        """Old over new, by field."""
        entries: list[Entry] = []
        numbers = self._numbers()
        for change in self.version.changes:
            if change.path == "_reasons":
                entries += self._reasons(change, numbers)
            elif not (change.path == "revision" and not change.old and not change.new):
                entries.append(heading(path_label(self.form, change.path, self.lang, numbers), ""))
                entries += self._change(change)
        self.rows.show([Column("")], entries or [note(self.tr("No field differs"), theme.DIM)], head=False)

    def _change(self, change: Any) -> Iterator[Entry]:
        spec = field_at(self.form, change.path)
        office = self.dangan.env().office
        fields = line_fields(self.form, change.path)
        old, new = (shown(spec, v, fields, self.lang, office) for v in (change.old, change.new))
        yield from self._over(old, new)

    def _over(self, old: str, new: str) -> Iterator[Entry]:
        before, after = marked(old, new)
        room = max(20, self.size.width - 6)
        for sign, pieces in (("- ", before), ("+ ", after)):
            if pieces:
                for n, line in enumerate(folded(pieces, room)):
                    yield pieced(("   " + (sign if n == 0 else "  "), theme.PLAIN), *line)

    def _numbers(self) -> dict[str, int]:
        """The place of each line of a table, from 1, by `rows.ID`: in this version, else in the one before."""
        found: dict[str, int] = {}
        if not any("." in change.path for change in self.version.changes):
            return found
        for version in (self.version.version - 1, self.version.version):
            if version < 1:
                continue
            values = self.dangan.archive.as_of(self.form.spec.id, self.record, version)
            for rows in self.form.spec.rows:
                found |= {f"{rows}.{line.get('_id')}": n for n, line in enumerate(values.get(rows) or (), 1)}
        return found

    def _reasons(self, change: Any, numbers: dict[str, int]) -> Iterator[Entry]:
        """The reasons given for what was saved all the same, by the field that they excuse."""
        old, new = change.old or {}, change.new or {}
        for key in dict.fromkeys([*old, *new]):
            if old.get(key) != new.get(key):
                path = key.partition(":")[0].replace(".#", ".")
                label = path_label(self.form, path, self.lang, numbers)
                yield heading(self.tr("Reason, {field}", field=label), "")
                yield from self._over(
                    *(side[key] or self.tr("confirmed") if key in side else "" for side in (old, new))
                )

    async def entered(self) -> None:
        """The record as of this version."""
        from tui.screens.record import RecordScreen

        await self.dangan.show(RecordScreen(self.form.spec.id, self.record, version=self.version.version))

    async def action_do(self) -> None:
        """The same as Enter."""
        await self.entered()


def field_at(form: FormType, path: str) -> FieldSpec | None:
    """The field that a path of the history names, None for a whole line or a field that is gone."""
    parts = path.split(".")
    if parts[0] in form.spec.rows:
        return next((f for f in form.spec.rows[parts[0]].fields if len(parts) == 3 and f.id == parts[2]), None)
    return status_field(form.spec) if path == "status" else stored_fields(form.spec).get(path)


def names_of(directory: Any) -> dict[str, str]:
    """The name of the person behind each login."""
    return {p.login: p.name for p in directory.people(closed=True) if p.login}


def line_fields(form: FormType, path: str) -> dict[str, FieldSpec]:
    """The fields of the table that a path stands in, none outside tables."""
    rows = path.split(".")[0]
    return {f.id: f for f in form.spec.rows[rows].fields} if rows in form.spec.rows else {}


def path_label(form: FormType, path: str, lang: str, numbers: Mapping[str, int]) -> str:
    """What a path is called: of a line its table, its number (`numbers` by `rows.ID`) and the field."""
    parts = path.split(".")
    spec = field_at(form, path)
    if parts[0] in form.spec.rows:
        table = form.spec.rows[parts[0]].label(lang) or parts[0]
        number = numbers.get(".".join(parts[:2]))
        said = _("{table}, line {number}", lang, table=table, number=number) if number else table
        return f"{said} {spec.label(lang)}" if spec else said
    return spec.label(lang) if spec else path


def shown(spec: FieldSpec | None, value: Any, fields: Mapping[str, FieldSpec], lang: str, office: Office) -> str:
    """A value of the history in words; of a whole line its filled cells with their labels (`fields` of the table)."""
    if value in (None, "", ()):
        return ""
    if isinstance(value, dict):
        cell = [(fields.get(n), n, v) for n, v in value.items() if v not in (None, "", ()) and not n.startswith("_")]
        return "  ".join(f"{f.label(lang) if f else n} {shown(f, v, {}, lang, office)}" for f, n, v in cell)
    if isinstance(value, Link) and spec is None:
        return value.text
    if isinstance(value, Signature) and spec is None:
        return value.name
    if spec is None or isinstance(value, list):
        return " ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
    options = types.options_of(spec, office) if spec.type in ("choice", "multi") else ()
    try:
        return types.show(spec, value, lang, options=options)
    except (TypeError, ValueError, AttributeError):
        return str(value)


def marked(old: str, new: str) -> tuple[Pieces, Pieces]:
    """Both texts in pieces, what differs in reverse; a side that is empty has none."""
    if not old or not new:
        return [(old, theme.PLAIN)] if old else [], [(new, theme.PLAIN)] if new else []
    before: Pieces = []
    after: Pieces = []
    for op, a, b, c, d in (
        SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
        if len(old) + len(new) < 2000
        else [("replace", 0, len(old), 0, len(new))]
    ):
        style = theme.PLAIN if op == "equal" else theme.SELECTED
        if b > a:
            before.append((old[a:b], style))
        if d > c:
            after.append((new[c:d], style))
    return before, after


def folded(pieces: Pieces, width: int) -> list[Pieces]:
    """Pieces in lines of at most `width` cells; newlines end a line."""
    lines: list[Pieces] = [[]]
    used = 0
    for text, style in pieces:
        for c in visible(text, True):
            wide = cells(c)
            if c == "\n" or used + wide > width:
                lines.append([])
                used = 0
            if c == "\n":
                continue
            last = lines[-1]
            if last and last[-1][1] is style:
                last[-1] = (last[-1][0] + c, style)
            else:
                last.append((c, style))
            used += wide
    return lines
