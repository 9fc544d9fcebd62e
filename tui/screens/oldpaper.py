"""Taking in old paper (补录) on the screen: typed one after the other, out of one book."""

from __future__ import annotations

from typing import Any

from dangan.errors import DanganError, Refused
from dangan.intake import INTAKE, VOID, blank, numbered_by, opened
from dangan.record import Link, Signature, Values
from dangan.system import stored_fields
from dangan.values.text import fit
from storage.scans import WAITING
from tui.frame import Command
from tui.screens.attaching import typed_path
from tui.screens.dialogs import Ask
from tui.screens.entry import EntryScreen
from tui.screens.scratchbody import BOOK
from tui.widgets.form.layout import Place
from tui.widgets.form.model import EMPTY, FormModel
from tui.widgets.form.oldpaper import OldPaper, still_locked

BOOK_SHOWN = 24  # cells


class OldPaperScreen(EntryScreen):
    """Type a record of old paper out of `book`, or what one that was taken in (`record`) lacks."""

    MODEL = OldPaper
    SCRATCH = "intake"

    def __init__(self, form_id: str, book: str, record: int | str | None = None) -> None:
        super().__init__(form_id, record)
        self.book = book
        self._state = ""  # of the paper before: they mostly lie together
        self._before: Values | None = None
        self._numbered = False  # whether the papers bear numbers, so that the next begins there

    def fresh(self) -> Values:
        """Nobody of today made it today."""
        values = {**blank(self.form, self.dangan.env()), BOOK: self.book}
        return {**values, "status": self._state} if self._state else values

    def model_of(self, values: Values) -> FormModel:
        """A record to be typed; its scratch keeps the book."""
        return super().model_of({**values, BOOK: self.book})

    def locked_in(self, values: Values) -> set[str]:
        """What is filled and locked."""
        return still_locked(self.form.spec, values, super().locked_in(values)) if values.get("_id") else set()

    def path(self) -> list[str]:
        """The form, the book, and which record lacks something."""
        said = self.tr("Old paper: {book}", book=fit(self.book, BOOK_SHOWN).rstrip())
        return [*super().path()[:1], said, *([str(self.model.values["record_no"])] if self.record is not None else [])]

    def write(self, values: Values, lock: int | None) -> Values:
        """Take it in."""
        self._before = self.dangan.last.get(self.form_id)
        whole = self._number_only(values) if values.get("status") == VOID.code else values
        stored: Values = self.dangan.archive.save(
            self.form_id, whole, self.model.env, base_lock=lock, line=self.scratch_name, action=INTAKE, reason=self.book
        )
        return stored

    def _number_only(self, values: Values) -> Values:
        """A void number with what was typed beside it; what stood there before does not count."""
        base, known = self.model.base, stored_fields(self.form.spec)
        stays = {"status", *numbered_by(self.form.spec)}
        beside = {
            name
            for name in values
            if name not in stays and not (name in known and (known[name].auto or known[name].computed))
        }
        typed = {n for n in beside if values[n] not in EMPTY and values[n] != base.get(n)}
        return {name: value for name, value in values.items() if name in stays | typed}

    def _at_line(self, model: FormModel) -> FormModel:
        return model if self._numbered else super()._at_line(model)

    async def saved(self, values: Values) -> None:
        """Go on with the next; a void number does not stand for the one before."""
        void = values.get("status") == VOID.code
        self._numbered = "record_no" in self.model.by_hand
        if void and self._before is not None:
            self.dangan.last[self.form_id] = self._before
        elif not void:
            self._state = str(values["status"])
        if self.form.spec.register or self.record is not None or self._then_leave:
            await super().saved(values)
            return
        self._saved_id = values.get("_id")
        self.remember_save(values)
        self._show(self._open())
        number = str(values.get("record_no") or "")
        self.note(self.tr("Saved {number}, Ctrl+Z takes it back", number=number))

    def signed(self, person: Link) -> Signature:
        """The signature of a person, whose day is still to be typed."""
        return Signature(person.text, person.id, None, self.model.env.login)

    def changed(self) -> None:
        """The scan of the signature in hand is told."""
        super().changed()
        scan, here, editor = self._scan(), self.model.place, self.model.editor
        free = editor is not None and not (editor.touched or self._said_once or self._failed)
        if scan is not None and here is not None and free and here.path not in self.model.problems:
            self.message(self.tr("Scan: {name}", name=scan.text))

    def _scan(self) -> Link | None:
        """The scan beside the signature in hand."""
        here = self.model.place
        found = (self._home(here).get(WAITING) or {}).get(here.field) if here else None
        return found if isinstance(found, Link) else None

    def _home(self, here: Place) -> Values:
        """The record, or the line, in which a field stands."""
        if here.row < 0:
            return self.model.values
        lines = self.model.rows(here.block)
        return lines[here.row] if here.row < len(lines) else {}

    def commands(self) -> list[Command]:
        """First of all what only old paper has."""
        mine = [Command("book", self.tr("Another book: {book}", book=self.book), self._ask_book)]
        here = self.model.place
        if here is not None and self.model.spec.find(here.kind).type == "sign":
            mine.insert(0, Command("scan", self.tr("A scan of this signature"), self._ask_scan))
        return [*mine, *super().commands()]

    def _ask_book(self) -> None:
        ask_book(self, self.book, self._another_book)

    def _another_book(self, book: str) -> None:
        self.book = book
        self.model.values = {**self.model.values, BOOK: book}
        self.changed()

    def _ask_scan(self) -> None:
        here = self.model.place
        if here is None:
            return
        self.model.leave()
        if self.model.value(here) in EMPTY:
            self._failed, self._said_at = self.tr("First the signature: name and day"), None
            self.changed()
            return
        self.view.sync()
        self.ask(Ask(self.tr("File of the scan:"), lambda typed: self._scanned(here, typed), lang=self.lang))

    def _scanned(self, here: Place, typed: Any) -> None:
        self._failed = ""
        if not typed:
            self.changed()
            return
        model = self.model
        try:
            link = self.dangan.archive.attach(typed_path(str(typed)), model.env)
        except DanganError as error:
            self._failed, self._said_at = error.text(self.lang), None
            self.changed()
            return
        home = self._home(here)
        home = {**home, WAITING: {**(home.get(WAITING) or {}), here.field: link}}
        model.remember()
        if here.row < 0:
            model.values = home
        else:
            lines = model.rows(here.block)
            lines[here.row] = home
            model.values = {**model.values, here.block: lines}
        model.enter(here)
        self.view.sync()
        self.changed()


def intake_commands(screen: Any, record: int | None = None) -> list[Command]:
    """The command that takes old paper of the form in hand in, or what `record` lacks: none where the office never opened
    that, a dimmed one with the reason where it has ended."""
    env = screen.dangan.env()
    form = screen.dangan.archive.registry.form(screen.form_id)
    if not form.alive or screen.form_id not in (env.office.setting("intake_forms") or {}):
        return []
    text = screen.tr("Take in old paper") if record is None else screen.tr("Supply what this old paper lacks")
    try:
        opened(form.spec, env)
    except Refused as refused:
        said = refused.problems[0].text(screen.lang)
        return [Command("intake", f"{text}: {said}", lambda: screen.message(said, "error"), dim=True)]

    async def begin(book: str) -> None:
        await screen.dangan.edit(screen.form_id, record, book=book)

    return [Command("intake", text, lambda: ask_book(screen, "", begin))]


def ask_book(screen: Any, book: str, then: Any) -> None:
    """Ask out of which book or batch the paper comes; the last one is proposed."""
    archive, env = screen.dangan.archive, screen.dangan.env()

    async def named(typed: Any) -> None:
        if not typed:
            screen.message("")
            return
        archive.set_preference(env, "intake.book", str(typed))
        going = then(str(typed))
        if going is not None:
            await going

    said = screen.tr("Out of which book or batch:")
    proposed = book or str(archive.preference(env, "intake.book") or "")
    screen.ask(Ask(said, named, lang=screen.lang, typed=proposed))
