"""Change of many: one field of the marked records, its value, a preview of what changes and what does not, then F6."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from dangan.errors import DanganError
from dangan.i18n import N_
from dangan.record import Values
from dangan.spec import FieldSpec
from dangan.values.text import cells
from storage.bulk import BulkResult
from tui import theme
from tui.frame import Command
from tui.reading import said
from tui.screens.dialogs import Ask
from tui.screens.keyed import RowsScreen
from tui.screens.pick import Choice, PickScreen
from tui.screens.prompts import FieldAsk
from tui.widgets.rows import Column, Entry, heading, note, whole

if TYPE_CHECKING:
    from tui.screens.list import ListScreen

SHOWN = 24  # cells of a value
TITLE = 20  # cells of a title at most


class BulkScreen(RowsScreen[BulkResult]):
    """Shows what `value` in the field `f` would do to the records `ids`; F6 asks for the reason and does it."""

    DOES = N_("Change")
    transient = True

    def __init__(self, path: Sequence[str], form_id: str, ids: Sequence[int], f: FieldSpec, value: Any) -> None:
        super().__init__()
        self.where, self.form_id, self.ids, self.f, self.value = list(path), form_id, list(ids), f, value
        self.result = BulkResult()

    def path(self) -> list[str]:
        """The list, and what is done."""
        return self.where

    def part(self) -> str:
        """The field and its new value."""
        return " " + self._short(self.f.label(self.lang) + " -> " + self._valued(self.value), 60)

    def part_right(self) -> str:
        """How many change, how many do not."""
        r = self.result
        counts = self.tr("{change} change, {same} as before, {refused} refused",
            change=len(r.changed), same=len(r.same), refused=len(r.refused))  # fmt: skip
        return counts + " "

    def opened(self) -> None:
        """Try it."""
        self._try()
        super().opened()

    def told(self) -> None:
        """What F6 will do."""
        if not self.result.changed:
            self.message(self.tr("None of these records can be changed so; Enter opens one, Esc goes back"), "warn")
        elif self.result.refused:
            self.message(
                self.tr("F6 changes those that can, the refused stay marked; Enter opens one, Esc changes none")
            )
        else:
            self.message(self.tr("F6 changes them, Enter opens one, Esc changes none"))

    def _try(self) -> None:
        bulk = self.dangan.archive.bulk
        self.result = bulk.change(self.form_id, self.ids, self.f.id, self.value, self.dangan.env(), dry_run=True)

    def resumed(self) -> None:
        """A record may have been mended meanwhile."""
        self._try()
        super().resumed()
        self.draw_frame()
        self.told()

    def fill(self) -> None:
        """The refused with their reasons, those that change, those that stand so already."""
        r = self.result
        wide = max((cells(self._number(v)) for v in r.records.values()), default=10)
        title = min(TITLE, max((cells(self._title(v)) for v in r.records.values()), default=1))
        columns = [Column("", wide), Column("", max(1, title)), Column("")]
        entries: list[Entry] = []
        if r.refused:
            entries.append(heading(self.tr("Refused"), self.tr("{count} records", count=len(r.refused))))
        for record, problems in r.refused.items():
            reasons = "  ".join(dict.fromkeys(p.text(self.lang) for p in problems))
            entries.append(self._line(record, reasons, theme.WARNING))
        if r.changed:
            entries += [note()] if entries else []
            entries.append(heading(self.tr("To be changed"), self.tr("{count} records", count=len(r.changed))))
        for record in r.changed:
            old = self._valued(r.records[record].get(self.f.id))
            entries.append(self._line(record, f"{self._short(old)} -> {self._short(self._valued(self.value))}"))
        if r.same:
            entries += [note()] if entries else []
            entries.append(heading(self.tr("As before"), self.tr("{count} records", count=len(r.same))))
        entries += [self._line(record, self._short(self._valued(self.value)), theme.DIM) for record in r.same]
        shown = whole(columns, entries, max(20, self.size.width))
        self.rows.show(columns, shown or [note(self.tr("The marked records are gone"))], head=False)

    def _line(self, record: int, text: str, style: Any = theme.PLAIN) -> Entry:
        values = self.result.records[record]
        return Entry((self._number(values), self._title(values), text), record, style)

    def _number(self, values: Values) -> str:
        return str(values.get("record_no") or f"#{values['_id']}")

    def _title(self, values: Values) -> str:
        title = str(values.get("_title") or "")
        return "" if title == values.get("record_no") else title

    def _valued(self, value: Any) -> str:
        text = said(self.f, value, self.dangan.env(), "list").replace("\n", " ")
        return text or self.tr("(empty)")

    def _short(self, text: str, most: int = SHOWN) -> str:
        while cells(text) > most:
            text = text.rstrip("~")[:-1] + "~"
        return text

    async def entered(self) -> None:
        """Open the marked record."""
        if self.rows.current is not None:
            await self.dangan.open_record(self.form_id, self.rows.current)

    async def action_edit(self) -> None:
        """Mend the marked record."""
        if self.rows.current is not None:
            await self.dangan.edit(self.form_id, self.rows.current)

    def action_do(self) -> None:
        """Ask why, then do it."""
        if not self.result.changed:
            self.told()
            return
        asked = self.tr("Reason for the change of {count} records:", count=len(self.result.changed))
        self.ask(Ask(asked, self._change, lang=self.lang))

    def _change(self, reason: Any) -> None:
        if not reason:
            self.told()
            return
        bulk, seen = self.dangan.archive.bulk, set(self.result.changed)
        env = self.dangan.env()
        try:
            now = bulk.change(self.form_id, self.ids, self.f.id, self.value, env, dry_run=True)
            if set(now.changed) == seen:
                now = bulk.change(self.form_id, self.ids, self.f.id, self.value, env, reason=str(reason))
        except DanganError as error:
            self.message(error.text(self.lang), "error")
            return
        if now.id is not None:
            self.dismiss(now)
            return
        self.result = now
        self.fill()
        self.draw_frame()
        self.message(self.tr("Others have changed these records meanwhile: look once more, then F6"), "warn")


def bulk_commands(screen: ListScreen) -> list[Command]:
    """The command that changes a field of the marked records; dimmed while none is marked."""
    marked = screen.marked()
    if not screen.form.alive:
        return []
    if not marked:
        said_ = screen.tr("Change a field of the marked records: none is marked")
        hint = screen.tr("Space marks records, F9 marks all in sight")
        return [Command("bulk", said_, lambda: screen.message(hint, "warn"), dim=True)]
    text = screen.tr("Change a field of the {count} marked records", count=len(marked))
    return [Command("bulk", text, lambda: pick_field(screen))]


async def pick_field(screen: ListScreen) -> None:
    """Which field, then its value, then the preview."""
    fields = [f for f in screen.dangan.archive.bulk.fields(screen.form_id) if f.id in screen.spec.fields]
    first = [f for c in screen.view.columns for f in fields if f.id == c]
    choices = [Choice(f.label(screen.lang), "", f) for f in [*first, *(f for f in fields if f not in first)]]
    marked = len(screen.marked())
    where = [*screen.path(), screen.tr("Change {count} records", count=marked)]

    def chosen(f: FieldSpec | None) -> None:
        if f is not None:
            asked = screen.tr("{field} of {count} records becomes:", field=f.label(screen.lang), count=marked)
            screen.ask(FieldAsk(asked, f, None, screen.dangan.env(), lambda answer: _preview(screen, where, f, answer)))

    await screen.dangan.show(PickScreen(where, choices), chosen)


async def _preview(screen: ListScreen, where: Sequence[str], f: FieldSpec, answer: Any) -> None:
    if answer is False:
        screen.message("")
        return

    def done(result: BulkResult | None) -> None:
        if result is None:
            screen.told()
            return
        screen.records.marks.intersection_update(result.refused)
        screen.records.forget()
        told = screen.tr("{count} records changed, Ctrl+Z takes it back", count=len(result.changed))
        if result.refused:
            told += "  " + screen.tr("{count} refused, they are still marked", count=len(result.refused))
        screen.message(told, "done")

    await screen.dangan.show(BulkScreen(where, screen.form_id, screen.marked(), f, answer[0]), done)
