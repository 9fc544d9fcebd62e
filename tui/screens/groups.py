"""A list in groups: how many records share a value, what they come to; Enter opens those of a group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from dangan import types
from dangan.i18n import N_, _
from dangan.spec import FieldSpec, FormSpec
from dangan.values.text import cells, visible
from storage.grouping import MOST, Group, Grouped, groupable
from storage.pages import View
from tui import theme
from tui.columns import choosable, status_field
from tui.frame import Command
from tui.reading import said
from tui.screens.keyed import RowsScreen
from tui.screens.pick import Choice, PickScreen
from tui.widgets.rows import Column, Entry, note

if TYPE_CHECKING:
    from tui.screens.list import ListScreen

SUMS = 3  # columns of sums at most
SPANS = {"year": N_("by year"), "month": N_("by month")}


class GroupsScreen(RowsScreen[None]):
    """The groups of `view` by the field `f`, or by a `span` of it; `spec` is the form as the office shows it."""

    DOES = N_("OK")
    transient = True

    def __init__(self, path: Sequence[str], spec: FormSpec, view: View, f: FieldSpec, span: str) -> None:
        super().__init__()
        self.where, self.spec, self.view, self.f, self.span = list(path), spec, view, f, span
        self.form_id = spec.id
        self.grouped = Grouped([], [], True)

    def path(self) -> list[str]:
        """The list, and what it is grouped by."""
        return [*self.where, self.tr("Groups")]

    def part(self) -> str:
        """The field, and how many groups."""
        by = spanned(self.f, self.span, self.lang)
        told = " " + self.tr("By {field}: {count} groups", field=by, count=len(self.grouped.groups))
        return told if self.grouped.whole else told + "  " + self.tr("only the {count} largest", count=MOST)

    def part_right(self) -> str:
        """How many records."""
        return self.tr("{count} records", count=sum(g.count for g in self.grouped.groups)) + " "

    def told(self) -> None:
        """How it is used."""
        self.message(self.tr("Enter opens the records of a group, F4 groups by another field, Esc goes back"))

    def fill(self) -> None:
        """The groups, all of them together at the end."""
        found = self.dangan.archive.groups(self.form_id, self.view, self.f, self.span)
        kept = [i for i, f in enumerate(found.summed) if f.id in choosable(self.spec)][
            :SUMS
        ]  # what is hidden is not summed
        summed = [found.summed[i] for i in kept]
        self.grouped = replace(
            found, groups=[replace(g, sums=tuple(g.sums[i] for i in kept)) for g in found.groups], summed=summed
        )
        env = self.dangan.env()
        shown = [Entry((self._called(g), str(g.count), *self._sums(g.sums, summed)), g) for g in self._ordered()]
        total = [_total([g.sums[i] for g in self.grouped.groups]) for i in range(len(summed))]
        records = sum(g.count for g in self.grouped.groups)
        whole = Group(None, records, tuple(total), ())
        last = Entry((self.tr("Together"), str(records), *self._sums(whole.sums, summed)), whole, theme.COLUMNS)
        columns = [Column(self.f.label(env.lang)), Column(self.tr("How many"), 8, "right")]
        for i, f in enumerate(summed):
            wide = max([cells(f.label(self.lang)), *(cells(e.texts[2 + i]) for e in [*shown, last])])
            columns.append(Column(f.label(self.lang), wide, "right"))
        self.rows.show(columns, [*shown, last] if shown else [note(self.tr("Nothing found"))])
        self.draw_frame()

    def _sums(self, sums: Sequence[Any], summed: Sequence[FieldSpec]) -> list[str]:
        env = self.dangan.env()
        return [said(f, value, env, "list") for f, value in zip(summed, sums, strict=False)]

    def _called(self, group: Group) -> str:
        if group.value is None:
            return self.tr("(empty)")
        if self.span or self.f.type not in ("choice", "bool", "year"):
            title = group.title if group.title != group.value else ""
            return visible(f"{group.value} {title}".strip())
        return self._options().get(group.value) or said(self.f, group.value, self.dangan.env(), "list")

    def _options(self) -> dict[Any, str]:
        """The labels of a choice by code, in the order of the list."""
        if self.f.type != "choice":
            return {}
        return {o.code: o.text(self.lang) for o in types.options_of(self.f, self.dangan.env().office)}

    def _ordered(self) -> list[Group]:
        """Spans from new to old, options in the order of their list, names by how many; the empty ones last."""
        places = {code: n for n, code in enumerate(self._options())}
        found = [g for g in self.grouped.groups if g.value is not None]
        if self.span or self.f.type == "year":
            found.sort(key=lambda g: str(g.value), reverse=True)
        elif places:
            found.sort(key=lambda g: places.get(g.value, len(places)))
        return found + [g for g in self.grouped.groups if g.value is None]

    async def entered(self) -> None:
        """The list of the records of the group."""
        from tui.screens.list import ListScreen

        group = self.rows.current
        if group is None:
            return
        filters = (*self.view.filters, *group.filters)
        await self.dangan.show(ListScreen(self.form_id, filters, self.view.text, like=self.view))

    async def action_edit(self) -> None:
        """The same as Enter."""
        await self.entered()

    async def action_do(self) -> None:
        """The same as Enter."""
        await self.entered()

    async def action_pick(self) -> None:
        """Group by another field."""

        def chosen(found: tuple[FieldSpec, str] | None) -> None:
            if found is not None:
                self.f, self.span = found
                self.rows.at = 0
                self.fill()

        await self.dangan.show(PickScreen(self.path(), _choices(self, self.spec, self.view)), chosen)


def group_commands(screen: ListScreen) -> list[Command]:
    """The command that groups a list by a field."""
    return [Command("group", screen.tr("Group by a field and count"), lambda: pick_group(screen))]


async def pick_group(screen: ListScreen) -> None:
    """By which field, then its groups."""
    view = replace(screen.view)

    def chosen(found: tuple[FieldSpec, str] | None) -> None:
        if found is not None:
            screen.dangan.push_screen(GroupsScreen(screen.path(), screen.spec, view, *found))

    where = [*screen.path(), screen.tr("Group")]
    await screen.dangan.show(PickScreen(where, _choices(screen, screen.spec, view)), chosen)


def _choices(screen: Any, spec: FormSpec, view: View) -> list[Choice]:
    """The fields that records may be grouped by, those of the list's columns first; a date by year and by month."""
    of = screen.dangan.archive.registry.layout(spec.id)
    fields = [status_field(spec) if f.id == "status" else f for f in choosable(spec).values()]
    fields = [f for f in fields if f.id not in ("record_no", "_title")]
    shown = [f for c in view.columns for f in fields if f.id == c]
    ordered = [*shown, *(f for f in fields if f not in shown)]
    return [Choice(spanned(f, s, screen.lang), "", (f, s)) for f in ordered for s in groupable(of, f)]


def spanned(f: FieldSpec, span: str, lang: str) -> str:
    """A field, and by which span of it."""
    return f.label(lang) + (" " + _(SPANS[span], lang) if span else "")


def _total(sums: Sequence[Any]) -> Any:
    """What the groups come to together, None where none has a sum."""
    found = [s for s in sums if s is not None]
    if not found:
        return None
    return sum(found, Decimal(0)) if isinstance(found[0], Decimal) else sum(found)
