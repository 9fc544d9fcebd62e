"""What a move of records to another place changes, record by record; F6 asks for the reason and does it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dangan.errors import DanganError
from dangan.form import FormType
from dangan.i18n import N_
from dangan.record import Link, Values
from storage.moving import Moved, move
from tui import theme
from tui.reading import said
from tui.screens.dialogs import Ask
from tui.screens.keyed import RowsScreen
from tui.widgets.rows import Column, Entry, note, whole


class ChangeScreen(RowsScreen[bool]):
    """Shows the changes of several records that are made as one; gives True once they are. `tried` and `done` make them."""

    DOES = N_("Change")
    transient = True
    ASKS = N_("Reason:")

    def __init__(self, path: Sequence[str], form_id: str, ids: Sequence[int]) -> None:
        super().__init__()
        self.where, self.form_id, self.ids = list(path), form_id, list(ids)
        self.result = Moved()

    def path(self) -> list[str]:
        """Where it was opened from."""
        return self.where

    def made(self, reason: str, dry_run: bool) -> Moved:
        """Make the changes, or try them."""
        raise NotImplementedError

    @property
    def form(self) -> FormType:
        """The form of the records."""
        form: FormType = self.dangan.archive.registry.form(self.form_id)
        return form

    def opened(self) -> None:
        """Try it."""
        self.result = self.made("", True)
        super().opened()

    def told(self) -> None:
        """What F6 will do."""
        if self.result.refused:
            self.message(self.tr("It cannot be done so; Enter opens a record, Esc goes back"), "warn")
        elif not self._changed():
            self.message(self.tr("Nothing changes; Esc goes back"))
        else:
            self.message(self.tr("F6 does it, Enter opens a record, Esc changes nothing"))

    def part_right(self) -> str:
        """How many change."""
        return self.tr("{count} records", count=len(self._changed())) + " "

    def _changed(self) -> list[int]:
        names = list(self.form.spec.fields)
        return [i for i in self.result.old if self.result.changes(i, names)]

    def resumed(self) -> None:
        """A record may have been mended meanwhile."""
        self.result = self.made("", True)
        super().resumed()
        self.told()

    def before(self) -> list[Entry]:
        """Lines above the records."""
        return []

    def fill(self) -> None:
        """Each record with what changes in it and what is to be said of it."""
        columns = [Column("", 14), Column("")]
        entries = self.before()
        for record, old in self.result.old.items():
            number = str(old.get("archive_no") or old.get("record_no") or "")
            entries.append(Entry((str(old.get("record_no") or ""), f"{self._title(old)}  {number}".strip()), record))
            entries += [note("   " + line) for line in self._lines(record)]
            for p in self.result.refused.get(record, ()):
                entries.append(note("   ! " + p.text(self.lang), theme.WARNING))
            for p in self.result.warned.get(record, ()):
                entries.append(note("   * " + p.text(self.lang), theme.DIM))
        self.rows.show(columns, whole(columns, entries, max(20, self.size.width)), head=False)

    def _title(self, values: Values) -> str:
        return str(values.get("_title") or "")

    def _lines(self, record: int) -> list[str]:
        fields = self.form.spec.fields
        old, new = self.result.old[record], self.result.new.get(record, self.result.old[record])
        return [
            f"{f.label(self.lang)}: {self._valued(f, old)} -> {self._valued(f, new)}"
            for name in self.result.changes(record, list(fields))
            for f in (fields[name],)
        ]

    def _valued(self, f: Any, values: Values) -> str:
        value = values.get(f.id)
        if isinstance(value, Link) and value.title:
            return value.title
        return said(f, value, self.dangan.env(), "list").replace("\n", " ") or "-"

    async def entered(self) -> None:
        """Open the record."""
        if self.rows.current is not None:
            await self.dangan.open_record(self.form_id, self.rows.current)

    def action_do(self) -> None:
        """Ask why, then do it."""
        if self.result.refused or not self._changed():
            self.told()
        else:
            self.ask(Ask(self.tr(self.ASKS), self._reasoned, lang=self.lang))

    def _reasoned(self, reason: Any) -> None:
        if not reason:
            self.told()
            return
        try:
            self.result = self.made(str(reason), False)
        except DanganError as error:
            self.message(error.text(self.lang), "error")
            return
        if self.result.refused:
            self.fill()
            self.told()
        else:
            self.dismiss(True)

    def action_back(self) -> None:
        """Change nothing."""
        self.dismiss(False)


class MoveScreen(ChangeScreen):
    """Moves the records `ids` to the place that `given` names."""

    DOES = N_("Move")
    ASKS = N_("Reason for the move:")

    def __init__(self, path: Sequence[str], form_id: str, ids: Sequence[int], given: Mapping[str, Any]) -> None:
        super().__init__(path, form_id, ids)
        self.given = dict(given)

    def made(self, reason: str, dry_run: bool) -> Moved:
        """Move them."""
        saver = self.dangan.archive.saver
        return move(saver, self.form_id, self.ids, self.given, self.dangan.env(), reason=reason, dry_run=dry_run)
