"""The first ten minutes of a new store: the company, departments and people, the forms in use, the first record."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from dangan.errors import DanganError
from dangan.i18n import N_
from tui.families import families
from tui.frame import Command
from tui.screens.people import COMPANY, PEOPLE, PeopleStep
from tui.widgets.rows import Column, Entry, Rows, note

STEPS = (N_("1 Company"), N_("2 People"), N_("3 Forms"), N_("4 First record"))
FORMS, RECORD = 2, 3
KEPT = "first.step"  # the office's preference that holds the step reached, until the steps are done
BLANKS = (" ", "\u3000")


class FirstScreen(PeopleStep):
    """Four steps; F6 and F8 go on, F7 and Esc go back, nothing here is final. `alone`: only the forms, for the menu."""

    DOES = N_("Go on")
    LABEL = N_("Type:")

    def __init__(self, step: int = COMPANY, alone: bool = False) -> None:
        super().__init__()
        self.step, self.alone = step, alone
        self.ticked: set[str] | None = None

    def path(self) -> list[str]:
        """The first steps, or the forms alone."""
        return [self.tr("Forms in use") if self.alone else self.tr("First steps")]

    def right(self) -> str:
        """Where in the steps."""
        if self.alone:
            return super().right()
        return "  ".join(f"[{self.tr(s)}]" if n == self.step else self.tr(s) for n, s in enumerate(STEPS))

    def does(self) -> str:
        """F6 goes on, at the end it does it."""
        return N_("OK") if self.alone else self.DOES

    def live(self, action: str) -> bool:
        """F7 and F8 go between the steps, F2 corrects a line; there is nothing to look for yet."""
        if action == "edit":
            return self.typing and bool(self.query(Rows)) and self.rows.current is not None
        if action in ("before", "after"):
            return self.alone or (self.step > COMPANY if action == "before" else self.step < RECORD)
        return action != "find" and super().live(action)

    def told(self) -> None:
        """What to do in this step."""
        self.message(
            (
                self.tr("The name of the company, then Enter"),
                self.tr("One line each: department, name, post. Paste many at once. F2 corrects, F6 goes on"),
                self.tr("Space ticks, F6 is done. The other forms are only hidden, none is lost"),
                self.tr("Enter types the first record of the marked form, F6 leaves that for later"),
            )[self.step]
        )

    def guide(self) -> list[str]:
        """How the steps are used, for F1."""
        return [
            self.tr("Four steps: company, departments and people, forms, the first record. F7 and F8 go between them"),
            self.tr(
                "People: department, name, post, parted by commas, tabs or blanks; a comma lets a name have blanks"
            ),
            self.tr("A department below another: Head office/Market. A line with a department alone makes it"),
            self.tr("Paste as many lines from a sheet as you like. F2 corrects the marked line, Delete takes it away"),
            self.tr("Everything can be changed later: F9, Directory and Forms in use"),
        ]

    # what is shown

    def fill(self) -> None:
        """What is there already, under what is asked."""
        (self._fill_company, self._fill_people, self._fill_forms, self._fill_record)[self.step]()

    def _fill_company(self) -> None:
        text = (
            self.tr("Dangan keeps this office's files. Three short steps, then the first record."),
            "",
            self.tr("Which company do the files belong to? More can be added later (F9, Directory)."),
            self.tr("F9 changes the language and offers everything else that can be done."),
        )
        known = [Entry((c.name,), ("company", c)) for c in self.dangan.archive.directory.companies()]
        self.rows.show([Column("")], [note(), *(note(t) for t in text), note(), *known], head=False)

    def _fill_forms(self) -> None:
        found = families(self.dangan.archive.registry)
        if self.ticked is None:
            kept = self.dangan.preference("forms.used")
            self.ticked = set(kept) if kept is not None else {f.id for family in found for f in family.forms}
        entries = [
            Entry(("[x]" if f.id in self.ticked else "[ ]", f.no, f.label(self.lang), family.label(self.lang)), f.id)
            for family in found
            for f in family.forms
        ]
        self.rows.show(
            [Column("", 3), Column(self.tr("No."), 5), Column(self.tr("Form")), Column(self.tr("Family"), 22)], entries
        )

    def _fill_record(self) -> None:
        found = families(self.dangan.archive.registry, self.dangan.preference("forms.used"))
        entries = [Entry((f.no, f.label(self.lang), g.label(self.lang)), f.id) for g in found for f in g.forms]
        self.rows.show([Column(self.tr("No."), 5), Column(self.tr("Form")), Column(self.tr("Family"), 22)], entries)

    def part(self) -> Any:
        """The line to type into."""
        return super().part() if self.typing else ""

    # keys

    async def typed(self, character: str) -> bool:
        """Into the line; in the list of forms a blank ticks."""
        if not self.typing:
            if self.step != FORMS or character not in BLANKS:
                return False
            self._tick()
            return True
        assert self.box is not None
        self.box.type(character)
        self._typed()
        return True

    async def pressed(self, key: str) -> bool:
        """The line is edited, a tab parts it; else the list moves. F7 and F8 are left to the steps."""
        if key in ("f7", "f8") and not self.alone:
            return False
        if self.typing and self.box is not None:
            if key == "tab" and self.step == PEOPLE:
                self.box.type(", ")
                self._typed()
                return True
            if self.box.key(key):
                self._typed()
                return True
        return await super().pressed(key)

    async def pasted(self, text: str) -> None:
        """Many lines at once."""
        if self.step == PEOPLE and ("\n" in text or "\t" in text):
            self._pasted_lines(text)
        elif self.typing and self.box is not None:
            self.box.type(text.replace("\t", " "))
            self._typed()

    async def action_find(self) -> None:
        """There is nothing to look for yet."""
        self.told()

    async def entered(self) -> None:
        """Take the line; an empty one goes on. Tick a form; type the first record."""
        if self.step == FORMS:
            self._tick()
        elif self.step == RECORD:
            await self._end(self.rows.current)
        elif not self._text():
            await self.action_do()
        elif self._take() and self.step == COMPANY:
            self._to(PEOPLE)

    def _tick(self) -> None:
        form = self.rows.current
        if form is not None and self.ticked is not None:
            self.ticked ^= {form}
            if not self.alone:
                self._keep_forms()
            self.fill()
            self.rows.key("down")

    def _keep_forms(self) -> None:
        self.dangan.prefer("forms.used", sorted(self.ticked or ()), office=True)

    # between the steps

    def _to(self, step: int) -> None:
        self.step = step
        self.dangan.prefer(KEPT, step, office=True)
        assert self.box is not None
        self.box.set("")
        self.changing = None
        self.rows.at = 0
        self.fill()
        self.draw_frame()
        self.told()
        self.dangan.show_cursor(self.typing)
        self.caret()

    def caret(self) -> None:
        """The cursor stands in the line where there is one."""
        if self.typing:
            super().caret()

    async def action_do(self) -> None:
        """On to the next step, at the end to home; a line that is typed is taken first."""
        if not self._take():
            return
        if self.step == PEOPLE and len(self.refused):
            self._bring_up()
            return
        if self.step == COMPANY and not self.dangan.archive.directory.companies(closed=True):
            self.message(self.tr("The company comes first: type its name, then Enter"), "warn")
            return
        if self.step == FORMS and not self.ticked:
            self.message(self.tr("Tick one form at least"), "warn")
            return
        if self.step == FORMS:
            self._keep_forms()
        if self.alone:
            self.dismiss(None)
        elif self.step == RECORD:
            await self._end(None)
        else:
            self._to(self.step + 1)

    async def action_after(self) -> None:
        """The next step."""
        if not self.alone and self.step < RECORD:
            await self.action_do()

    def action_before(self) -> None:
        """The step before; a line that is typed is taken first."""
        if self.step and not self.alone and self._take():
            self._to(self.step - 1)

    async def _end(self, form: str | None) -> None:
        """Home, and the first record over it."""
        self.dangan.prefer(KEPT, None, office=True)
        from storage.first_content import enter
        from tui.screens.home import HomeScreen

        with suppress(DanganError):  # the steps end all the same; `dangan first` says why
            enter(self.dangan.archive, self.dangan.env())

        await self.app.switch_screen(HomeScreen())
        if form is not None:
            await self.dangan.edit(form)

    def action_back(self) -> None:
        """Take the line that is typed back, else one step back."""
        if self._text():
            self._clear()
            self.message(self.tr("The line is taken back. Esc once more goes a step back"))
        elif self.alone:
            self.dismiss(None)
        elif self.step:
            self._to(self.step - 1)
        else:
            self.message(self.tr("Ctrl+Q leaves the program; the first steps go on where you left"))

    def commands(self) -> list[Command]:
        """Take a line away; leave the steps."""
        out = []
        if self.typing and self.rows.current is not None:
            out.append(Command("remove", self.tr("Take the marked line away"), self.action_remove, "Delete"))
        if not self.alone and self.dangan.archive.directory.companies(closed=True):
            leave = self.tr("Leave the first steps, to the day's work")
            out.append(Command("home", leave, lambda: self._end(None)))
        return out
