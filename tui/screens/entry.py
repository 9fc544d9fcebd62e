"""The entry form: a record typed on one scrolling page, a register line after line."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rich.style import Style
from textual.widget import Widget

from dangan import checking
from dangan.errors import DanganError, Problem
from dangan.i18n import N_
from dangan.record import Link, Values
from dangan.values.text import cells, fit
from tui import theme
from tui.frame import LINES
from tui.screens import fieldhelp
from tui.screens.dialogs import Question
from tui.screens.takeback import Saved, TakingBack
from tui.widgets.form import changes
from tui.widgets.form.editors import LongEditor
from tui.widgets.form.layout import Place
from tui.widgets.form.model import FormModel
from tui.widgets.form.view import FormView


class EntryScreen(TakingBack):
    """Type a new record of `form_id`, one that starts as a copy of `copy_of`, or change `record` (`_id` or number)."""

    MODEL = FormModel

    def __init__(
        self,
        form_id: str,
        record: int | str | None = None,
        copy_of: int | str | None = None,
        given: Values | None = None,
    ) -> None:
        super().__init__()
        self.form_id, self.record, self.copy_of, self.given = form_id, record, copy_of, given or {}
        self.lines: list[Values] = []  # lines of a register saved here, in order
        self.at = 0  # which of them is in hand, their number for the new one
        self._pending: FormModel | None = None
        self._said_once = ""
        self._counted: tuple[object, int, Any] = (None, -1, None)
        self._failed = ""
        self._counts: dict[str, dict[str, int]] = {}  # how often options were chosen, by field
        self._found: Problem | None = None  # names a record that has already what was typed into the field just left
        self._there: tuple[Place | None, Problem | None] = (None, None)  # the same, with the field in hand since
        self._said_at: Place | None = None  # where what is said once is said
        self._saved_id: int | None = None
        self._just_saved = False  # F5 is the next record, in a table too

    def body(self) -> Iterable[Widget]:
        """The form."""
        self.form = self.archive.registry.form(self.form_id)
        self.model = self._open()
        self.view = FormView(self.model, self, self.lines, self.app.size - (0, LINES))
        yield self.view

    def on_mount(self) -> None:
        """Take the first field in hand; offer the scratch."""
        super().on_mount()
        self.view.focus()
        self.offer_scratches()
        self.changed()

    def on_screen_resume(self) -> None:
        """Back from another screen: the caret returns to the field."""
        super().on_screen_resume()
        if self.query(FormView):
            self.view.resume()

    def on_screen_suspend(self) -> None:
        """Another screen lies over this one: its cursor is hidden."""
        self.dangan.show_cursor(False)

    async def take(self, key: str, character: str | None) -> bool:
        """A key, in the app's own turn; F3 once more, in the list of fields, is the global search."""
        if self.view.panel is not None and key in ("f3", "ctrl+f"):
            from tui.screens.search import SearchScreen

            self.view.close()
            await self.dangan.show(SearchScreen())
            return True
        if self.view.panel is not None and key in ("f5", "ctrl+n", "insert") and self.may_create():
            self.create_target()
            return True
        return await self.view.take(key, character)

    def _open(self) -> FormModel:
        archive = self.archive
        if self.record is not None:
            return self.model_of(archive.read(self.form_id, self.record))
        values = self.fresh()
        if self.copy_of is not None:
            values = changes.copied(self.form.spec, values, archive.read(self.form_id, self.copy_of))
        else:
            values = self._carried(values)
        if self.given:
            values = {**values, **self.given}
            for name in self.given:  # what is proposed from it
                values = checking.settle(self.form, values, self.dangan.env(), name)
        return self.model_of(values)

    def fresh(self) -> Values:
        """What a new record begins with."""
        return checking.fresh(self.form, self.dangan.env())

    def _carried(self, values: Values) -> Values:
        """What stays from the last record, and what is proposed from it: the next number of the same department."""
        env = self.dangan.env()
        carried = changes.carried(self.form.spec, values, self.dangan.last.get(self.form_id))
        for name in [name for name in carried if carried[name] != values.get(name)]:
            carried = checking.settle(self.form, carried, env, name)
        return carried

    def model_of(self, values: Values) -> FormModel:
        """A record to be typed, what Enter passes and what is locked with it."""
        stops = fieldhelp.stops_of(self.archive, self.dangan.env(), self.form_id)
        spec = self.form.spec
        shut = () if self.form.alive else {f.id if b.part != "rows" else f"{b.id}.{f.id}" for b, f in spec.walk()}
        last = self.dangan.last.get(self.form_id)
        locked = {*shut, *self.locked_in(values)}
        model = self.MODEL(self.form, values, self.dangan.env(), stops=stops, locked=locked, last=last)
        model.on_left, model.used = self._left, self._used
        return model

    def locked_in(self, values: Values) -> set[str]:
        """What the state of a record locks, and what its signatures cover."""
        if values.get("_id") is None or not self.form.alive:
            return set()
        from dangan.steps import locked_paths  # a new record does without it

        locked = locked_paths(self.form.spec, str(values.get("status") or ""))
        return {*locked, *self.archive.covered(values["_id"])}

    def _used(self, kind: str) -> dict[str, int]:
        if kind not in self._counts:
            self._counts[kind] = self.archive.used(self.form_id, kind)
        return self._counts[kind]

    def path(self) -> list[str]:
        """Form and record."""
        number = str(self.model.values.get("record_no") or "")
        new = self.model.values.get("_id") is None
        title = str(self.model.values.get("_title") or "")
        return [self.form.spec.label(self.lang), self.tr("New record") if new else f"{title} {number}".strip()]

    def right(self) -> str:
        """Who, and since when the scratch is kept."""
        kept = self.tr("kept {at}", at=self._kept_at) + "  " if self.model.dirty and self._kept_at else ""
        return self.who(kept)

    def adds(self) -> str:
        """F5 adds a line inside a table."""
        return N_("Add") if self.model.place and self.model.place.row >= 0 and not self._just_saved else self.ADDS

    def part(self) -> list[tuple[str, Style]]:
        """The sections: the one in hand in full and marked, the others cut until all fit or the line is full."""
        here = self.model.place.block if self.model.place else ""
        names = [
            (s.block.id, f"{s.number}{s.block.tab(self.lang)}")
            for s in self.view.page.segments
            if s.kind == "heading" and s.block
        ]
        room = self.app.size.width - cells(self.part_right()) - 3
        at = next((i for i, (block, _name) in enumerate(names) if block == here), -1)
        each = max((cells(name) for _block, name in names), default=0)

        def wide(i: int) -> int:
            return cells(names[i][1]) if i == at else min(cells(names[i][1]), each)

        while each > 7 and sum(wide(i) + 1 for i in range(len(names))) > room:
            each -= 1
        first = 0
        while first < at and sum(wide(i) + 1 for i in range(first, at + 1)) > room:
            first += 1
        out: list[tuple[str, Style]] = [("<" if first else " ", theme.PLAIN)]
        for i in range(first, len(names)):
            if wide(i) > room:
                out.append((">", theme.PLAIN))
                break
            room -= wide(i) + 1
            out += [(fit(names[i][1], wide(i)), theme.FRAME if i == at else theme.PLAIN), (" ", theme.PLAIN)]
        return out

    def part_right(self) -> str:
        """How far the form is."""
        m = self.model
        if self._counted[0] is not m.values or self._counted[1] != len(m.problems):
            self._counted = (m.values, len(m.problems), m.counts())
        c = self._counted[2]
        return (
            self.tr("filled {filled} due {missing} errors {wrong}", filled=c.filled, missing=c.missing, wrong=c.wrong)
            + " "
        )

    def changed(self) -> None:
        """A key was typed or another field is in hand."""
        self.typed()
        text, level = fieldhelp.said_here(self.model)
        touched = bool(self.model.editor and self.model.editor.touched)
        if self._said_at is None:
            self._said_at = self.model.place
        if touched or self.model.place != self._said_at:
            self._failed = self._said_once = ""
            self._just_saved = False
        if self._there[0] != self.model.place or self._found:
            left = [self._found] if self._found else self.model.told
            self._there = self.model.place, next((p for p in left if p.code in fieldhelp.ALIKE), None)
            self._found = None
        if (there := self.already()) is not None:
            text, level = fieldhelp.said_already(there, self.lang), "warn"
        elif self._failed:
            text, level = self._failed, "warn"
        elif level not in ("error", "warn") and not touched and self.model.told:
            text, level = fieldhelp.said_of(self.model.told[0], self.lang)
        elif self._said_once and level != "error":
            text, level = self._said_once, "done"
        if self.view.panel is not None:
            more = self.tr(", F5 adds one") if self.may_create() else ""
            text, level = self.tr("Arrows move, letters find, Enter takes, Esc leaves it") + more, "hint"
        if not self.form.alive:
            text, level = self.tr("The plugin of this form is off: it can only be read"), "warn"
        self.message(text, level)
        self.draw_frame()

    def note(self, text: str) -> None:
        """Say `text` until a key is typed or another field is in hand."""
        self._said_once, self._said_at = text, None
        self.changed()

    def switch_language(self) -> None:
        """Draw form and frame in the other language; what is being typed stays."""
        super().switch_language()
        self.model.leave()
        self.model.env = self.dangan.env()
        if self.model.place:
            self.model.enter(self.model.place)
        self.view.relay()
        self.changed()

    def action_new(self) -> None:
        """In a link a new record to name, in a table a new line, elsewhere the next record."""
        if self.may_create() and not self._just_saved:
            self.create_target()
        elif not (self._just_saved and not self.model.dirty) and changes.insert_line(self.model):
            self.view.sync()
            self.changed()
        elif self.model.dirty:
            self.message(self.tr("Save first (F6), or leave (Esc)"), "warn")
        elif self.form.alive:
            self.record = self.copy_of = None
            self._show(self._open())

    def action_back(self) -> None:
        """The old value of the field, then back to the screen before."""
        editor = self.model.editor
        if isinstance(editor, LongEditor) and editor.full:
            editor.full = False
            self.changed()
        elif editor is not None and editor.wide and not editor.touched:
            editor.wide = False
            self.view.sync()
        elif changes.restore(self.model):
            self.view.sync()
            self.changed()
        elif self.model.dirty:
            answers = [
                ("save", self.tr("Save")),
                ("keep", self.tr("Leave, keep unsaved")),
                ("drop", self.tr("Discard the changes")),
            ]
            self.ask(
                Question(
                    self.tr("Not saved:"),
                    answers,
                    self._leaving,
                    lang=self.lang,
                    safe="save",
                    no="go",
                    destroying=("drop",),
                )
            )
        else:
            self._leave()

    async def _leaving(self, answer: str) -> None:
        if answer == "save":
            self._then_leave = True
            await self.save()
            self._then_leave = False
        elif answer == "keep":
            self.keep_scratch()
            self._leave()
        elif answer == "drop":
            self.drop_scratch()
            self.model.values, self.model.raw = self.model.base, {}
            self._leave()
        else:
            self.changed()

    _then_leave = False

    def _leave(self) -> None:
        self.dismiss(self._saved_id)

    async def ended(self) -> None:
        """Enter in the last field: a register goes on to the next line, a form asks whether to save."""
        if self.form.spec.register:
            await self.save()
            return
        answers = [("save", self.tr("Save")), ("go", self.tr("Go on typing"))]
        self.ask(Question(self.tr("Last field. Save?"), answers, self._at_end, lang=self.lang, safe="save", no="go"))

    async def _at_end(self, answer: str) -> None:
        if answer == "save":
            await self.save()
        else:
            self.changed()

    async def began(self) -> bool:
        """Up at the head of a register's entry: to the one before."""
        if not self.at:
            return False
        if self.at == len(self.lines):
            self._pending = self.model
        elif self.model.dirty:
            self.message(self.tr("Save first (F6), or take it back (Ctrl+Z)"), "warn")
            return True
        self.at -= 1
        self._show(self._at_line(self.model_of(self.lines[self.at])))
        return True

    async def saved(self, values: Values) -> None:
        """Go on after a save."""
        self._saved_id = values.get("_id")
        self.remember_save(values)
        number = str(values.get("record_no") or "")
        if self._then_leave:
            self.model.values = self.model.base = values
            self._leave()
            return
        if self.form.spec.register and self.record is None:
            self.lines[self.at : self.at + 1] = [values]
            self.at += 1
            self._show(self._next_line())
            self.note(self.tr("Saved {number}, Ctrl+Z takes it back", number=number))
            return
        self.record = values.get("_id")
        place = self.model.place
        self.model = self.model_of(values)
        if place and self.model.can_type(place) and place.row < max(1, self.model.count(place.block)):
            self.model.enter(place)
        self.view.quiet = True
        self.view.show(self.model)
        self._just_saved = True
        self.note(self.tr("Saved {number}. F5 next record, Ctrl+Z takes it back, Esc back", number=number))

    def waiting(self) -> bool:
        """Whether a new line waits half typed while an earlier one is in hand."""
        return self._pending is not None and self._pending.dirty

    def back_to(self, saved: Saved) -> FormModel:
        """The line or form as it stood before a save; a new one as it was typed."""
        record = saved.stored["_id"]
        register = self.form.spec.register and self.record is None
        if saved.new:
            self.lines[:] = [line for line in self.lines if line["_id"] != record]
            self.at, self.record = len(self.lines), None
            self._saved_id = self.lines[-1]["_id"] if self.lines else None
            return self._at_line(saved.model) if register else saved.model
        values = self.archive.read(self.form_id, record)
        if not register:
            return self.model_of(values)
        self.at = next(i for i, line in enumerate(self.lines) if line["_id"] == record)
        self.lines[self.at] = values
        return self._at_line(self.model_of(values))

    def _next_line(self) -> FormModel:
        if self.at < len(self.lines):
            return self._at_line(self.model_of(self.lines[self.at]))
        pending, self._pending = self._pending, None
        if pending is not None:
            return pending
        return self._at_line(self._open())

    def _at_line(self, model: FormModel) -> FormModel:
        first = next((b for b in model.walk.blocks if b.part != "header"), None)
        if first:
            model.enter(model.walk.first(first))
        return model

    def _show(self, model: FormModel) -> None:
        self.model = model
        self._kept = None
        self._kept_at, self.scratch_name = "", self.SCRATCH
        self.view.show(model, self.lines[: self.at])
        self.changed()

    def _left(self, place: Place, value: Any) -> None:
        archive = self.archive
        spec = self.model.spec.find(place.kind)
        if spec.type == "file" and isinstance(value, Link) and value.id is None:
            self._file_left(place, value)
        if place.row < 0:
            for p in archive.duplicates(self.form_id, self.model.values, self.model.env, place.field):
                self._found = p
                break

    def already(self) -> Problem | None:
        """What names a record that has already what was just typed, or what stands in the field in hand."""
        here, editor = self.model.place, self.model.editor
        if here is None or editor is None or editor.touched:
            return None
        standing = [p for p in self.model.problems.get(here.path, ()) if p.code in fieldhelp.ALIKE]
        return standing[0] if standing else self._there[1]

    def _file_left(self, place: Place, value: Link) -> None:
        try:
            picture = bool(self.model.spec.find(place.kind).arg("picture"))
            link = self.archive.attach(fieldhelp.path_typed(value.text), self.model.env, picture=picture)
        except DanganError as error:
            self._failed, self._said_at = error.text(self.lang), None
            return
        self.model.put(place, link)
