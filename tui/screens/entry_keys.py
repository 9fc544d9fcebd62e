"""What the keys of the entry screen do to the field in hand, and what its menu offers."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.binding import Binding, BindingType

from dangan.errors import DanganError, Problem
from dangan.i18n import N_
from dangan.record import Link, Values
from dangan.spec import FieldSpec
from tui.frame import Command
from tui.keymap import FIELD_KEYS
from tui.screens import fieldhelp
from tui.screens.adding import Adding
from tui.screens.preview import preview_command
from tui.widgets.form import changes, pasting
from tui.widgets.form.choosing import ChoiceEditor
from tui.widgets.form.editors import LongEditor, named
from tui.widgets.form.layout import Place
from tui.widgets.form.mastering import MasterEditor


class EntryKeys(Adding):
    """The keys of the entry screen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+d", "ditto", N_("Same as the last record, in a table as the line above"), id="ditto"),
        Binding("ctrl+x", "delete_line", N_("Delete the line"), id="delete_line"),
        Binding("ctrl+r", "original", N_("The value it was opened with"), id="original"),
        Binding("ctrl+z", "undo", N_("Undo"), id="undo"),
        Binding("ctrl+y", "redo", N_("Redo"), id="redo"),
        Binding("enter,ctrl+j,tab", "onward", N_("Next field"), id="onward"),
        Binding("shift+tab", "backward", N_("Field before"), id="backward"),
    ]

    def action_new(self) -> None:
        """In a table a new line, elsewhere the next record."""
        raise NotImplementedError

    def action_find(self) -> None:
        """Go to a field by its name."""
        self.view.open(fieldhelp.fields_list(self.model), self._go)
        self.changed()

    def _go(self, place: Any) -> None:
        if self.model.is_locked(place) or not self.model.can_type(place):
            self.view.close()
            self.note(fieldhelp.why_locked(self.model, place, self.dangan.archive))
        else:
            self.view.go(place)

    def note(self, text: str) -> None:
        """Say `text` until a key is typed or another field is in hand."""
        raise NotImplementedError

    def action_pick(self) -> None:
        """All options, the calendar, or the list of what may be linked."""
        panel = fieldhelp.list_for(self.model)
        if panel is not None:
            self.view.open(panel, self._picked)
        self.changed()

    def _picked(self, value: Any) -> None:
        editor, here = self.model.editor, self.model.place
        if here is None or editor is None:
            return
        if isinstance(editor, ChoiceEditor):
            editor.choose(value)
        elif isinstance(editor, MasterEditor):
            self.model.put(here, value.title)
            self.model.link_master(value)
            self.model.enter(here)
        else:
            editor.touched = False
            self.model.put(
                here, self.signed(value) if editor.spec.type == "sign" else self._as_kept(editor.spec, value)
            )
            self.model.enter(here)
        self.view.sync()

    def _as_kept(self, spec: FieldSpec, value: Any) -> Any:
        return named(value, spec) if isinstance(value, Link) else value

    def action_edit(self) -> None:
        """Open the record that the message or the field names, else edit what stands in the field; in a long text Enter
        begins a new line until F6."""
        editor = self.model.editor
        if (there := self.already()) is not None and self._opened_alike(there):
            return
        if editor is None or self._opened_target(editor.value if not editor.touched else None):
            return
        editor.buffer.selected = False
        editor.wide = self.view.cut()
        if isinstance(editor, LongEditor):
            editor.full = True
            self.view.sync()
            self.message(self.tr("Enter begins a new line, F6 is done"))
            return
        self.view.sync()

    async def action_do(self) -> None:
        """Save."""
        editor = self.model.editor
        if isinstance(editor, LongEditor) and editor.full:
            editor.full = False
            self.changed()
            return
        await self.save()

    def action_before(self) -> None:
        """The section before."""
        if self.model.place:
            blocks = self.model.walk.before(self.model.place.block)
            if blocks:
                self.view.go(self.model.first(blocks[-1]))

    def action_after(self) -> None:
        """The next section."""
        if self.model.place:
            blocks = self.model.walk.after(self.model.place.block)
            if blocks:
                self.view.go(self.model.first(blocks[0]))

    async def action_onward(self) -> None:
        """The next field."""
        await self.view.onward()

    async def action_backward(self) -> None:
        """The field before."""
        await self.view.backward()

    def already(self) -> Problem | None:
        """What names a record that has already what was just typed, or what stands in the field in hand."""
        raise NotImplementedError

    def _opened_alike(self, p: Problem) -> bool:
        from tui.screens.record import RecordScreen

        record, number = p.values.get("record"), p.values.get("record_no")
        try:
            known = record.id if isinstance(record, Link) else None
            found = known if known is not None else self.archive.read(self.form_id, str(number))["_id"]
        except DanganError as error:
            self.message(error.text(self.lang), "error")
            return bool(number)
        self.app.push_screen(RecordScreen(self.form_id, found))
        return True

    def _opened_target(self, value: Any) -> bool:
        """Open the record that the field in hand names."""
        if not (isinstance(value, Link) and value.id is not None and value.form and self.model.editor):
            return False
        if self.model.editor.spec.type != "ref":
            return False
        from tui.screens.entry import EntryScreen

        self.app.push_screen(EntryScreen(value.form, value.id))
        return True

    def action_ditto(self) -> None:
        """The same as before."""
        done = changes.ditto(self.model)
        self.view.sync()
        self.changed()
        if not done:
            self.message(self.tr("Nothing to repeat here"))

    async def pasted(self, text: str) -> None:
        """Lines of a spreadsheet: shown as they would stand, taken with F6."""
        from tui.screens.pasting import PasteScreen

        self.model.leave()
        self.model.env = self.dangan.env()
        found = pasting.read(self.model, text)
        self.view.sync()

        def answered(yes: bool | None) -> None:
            if yes:
                pasting.take(self.model, found)
                self.view.sync()
                said = self.tr("{count} lines taken in, Ctrl+Z takes them back", count=len(found.rows))
                if found.raw:
                    said += "  " + self.tr("{count} cells are still to be mended", count=len(found.raw))
                self.note(said)
            else:
                self.changed()

        await self.dangan.show(PasteScreen([*self.path(), found.block.label(self.lang)], found), answered)

    def action_delete_line(self) -> None:
        """Take the line of the table out."""
        if changes.given_line(self.model):
            self.message(self.tr("A line that the checklist gives cannot be deleted, only filled"), "warn")
            return
        gone = changes.delete_line(self.model)
        self.view.sync()
        if gone is not None:
            self.note(self.tr("Line deleted, Ctrl+Z brings it back"))

    def action_original(self) -> None:
        """The value with which the record was opened."""
        changes.original(self.model)
        self.view.sync()
        self.changed()

    def action_undo(self) -> None:
        """Take the last change back."""
        done = self.model.undo()
        self.view.sync()
        self.changed()
        self.message(self.tr("Taken back, Ctrl+Y does it again") if done else self.tr("Nothing to take back"))

    async def action_redo(self) -> None:
        """Do it again."""
        self.model.redo()
        self.view.sync()
        self.changed()

    def commands(self) -> list[Command]:
        """What can be done in the form."""
        here = self.model.place
        out = [
            Command("do", self.tr("Save"), self.action_do, "F6"),
            Command("find", self.tr("Go to a field by name"), self.action_find, "F3"),
            Command(
                "ditto", self.tr("Same as the last record, in a table as the line above"), self.action_ditto, "Ctrl+D"
            ),
            Command("undo", self.tr("Undo"), self.action_undo, "Ctrl+Z"),
            Command("original", self.tr("The value it was opened with"), self.action_original, "Ctrl+R"),
        ]
        out.append(preview_command(self, self._as_typed))
        if here and here.row >= 0:
            out.append(Command("new", self.tr("New line below"), self.action_new, "F5"))
            out.append(Command("delete_line", self.tr("Delete the line"), self.action_delete_line, "Ctrl+X"))
            out.append(Command("duplicate_line", self.tr("Repeat the line below"), self._repeat_line))
            out.append(Command("line_up", self.tr("Move the line up"), lambda: self._move_line(-1)))
            out.append(Command("line_down", self.tr("Move the line down"), lambda: self._move_line(1)))
        if here and hasattr(self.archive, "set_preference"):
            out += self._passing(here)
        return out

    def _as_typed(self) -> list[Values]:
        """The record as it would be saved now."""
        self.model.leave()
        self.model.catch_up()
        return [self.model.values]

    def _passing(self, here: Place) -> list[Command]:
        """What Enter shall pass by from now on: the field, or the table while it is empty."""
        out = []
        if self.model.may_pass(here.kind):
            stopped = here.kind in self.model.stops
            mine = self.tr("Stop at this field again") if stopped else self.tr("Enter passes this field (for me)")
            office = self.tr("Enter passes this field (for the office)")
            out.append(Command("stop", mine, lambda: self._stop(here.kind, False)))
            out.append(Command("stop_office", office, lambda: self._stop(here.kind, True)))
        if here.row >= 0 and not self.model.spec.rows[here.block].min:
            stopped = here.block in self.model.stops
            mine = self.tr("Stop at this table again") if stopped else self.tr("Enter passes this table (for me)")
            office = self.tr("Enter passes this table (for the office)")
            out.append(Command("stop_table", mine, lambda: self._stop(here.block, False)))
            out.append(Command("stop_table_office", office, lambda: self._stop(here.block, True)))
        return out

    def _repeat_line(self) -> None:
        changes.duplicate_line(self.model)
        self.view.sync()
        self.changed()

    def _move_line(self, step: int) -> None:
        changes.move_line(self.model, step)
        self.view.sync()
        self.changed()

    def _stop(self, name: str, office: bool) -> None:
        stops = set(self.model.stops) ^ {name}
        self.model.stops = stops
        self.archive.set_preference(self.dangan.env(), f"stops.{self.form_id}", sorted(stops), office=office)
        table = name in self.model.spec.rows
        if name not in stops:
            self.note(self.tr("Enter stops here again"))
        elif table:
            self.note(self.tr("Enter passes this table while it is empty, Down still reaches it"))
        else:
            self.note(self.tr("Enter passes this field, Down still reaches it"))

    def typing_keys(self) -> tuple[tuple[tuple[str, ...], str], ...]:
        """Those of the fields."""
        return FIELD_KEYS

    def guide(self) -> list[str]:
        """How fields are typed, for F1."""
        pasted = self.tr("Lines copied from a spreadsheet and pasted into a table are shown first, then taken with F6")
        return [*(self.tr(text) for text in dict.fromkeys(fieldhelp.HINTS.values())), pasted]
