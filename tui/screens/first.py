"""The first ten minutes of a new store: the company, departments and people, the forms in use, the first record."""

from __future__ import annotations

from typing import Any

from dangan.errors import DanganError
from dangan.i18n import N_
from tui import theme
from tui.families import families
from tui.screens.directory import entered_line
from tui.screens.keyed import RowsScreen
from tui.widgets.line_edit import LineEdit
from tui.widgets.rows import Column, Entry, note

STEPS = (N_("1 Company"), N_("2 Departments and people"), N_("3 Forms"))


class FirstScreen(RowsScreen[None]):
    """Three steps; F6 goes on, Esc goes back, nothing here is final."""

    DOES = N_("Go on")

    def __init__(self, step: int = 0) -> None:
        super().__init__()
        self.step = step
        self.box = LineEdit()
        self.ticked: set[str] | None = None
        self.done: list[str] = []

    def path(self) -> list[str]:
        """The first steps."""
        return [self.tr("First steps")]

    def right(self) -> str:
        """Where in the three steps."""
        return "  ".join(f"[{self.tr(s)}]" if n == self.step else self.tr(s) for n, s in enumerate(STEPS))

    LABEL = N_("Type:")

    def opened(self) -> None:
        """Begin."""
        super().opened()
        self.told()

    def told(self) -> None:
        """What to do in this step."""
        self.message(
            (
                self.tr("The name of the company, then Enter"),
                self.tr("One line each: department, name, post. Paste many at once. F6 goes on"),
                self.tr("Space ticks, F6 is done. The other forms are only hidden, none is lost"),
            )[self.step]
        )

    def fill(self) -> None:
        """What is there already, under what is asked."""
        if self.step == 0:
            text = (
                self.tr("Dangan keeps this office's files. Three short steps, then the first record."),
                "",
                self.tr("Which company do the files belong to? More can be added later (F9, Directory)."),
                self.tr("F9 changes the language and offers everything else that can be done."),
            )
            self.rows.show([Column("")], [note(), *(note(t) for t in text)], head=False)
        elif self.step == 1:
            self._fill_people()
        else:
            self._fill_forms()

    def _fill_people(self) -> None:
        directory = self.dangan.archive.directory
        depts = {d.id: d.name for d in directory.depts()}
        people = directory.people()
        entries = [Entry((depts.get(p.dept_id or 0, ""), p.name, p.post or ""), p) for p in people]
        empty = [d for d in depts if not any(p.dept_id == d for p in people)]
        entries += [Entry((depts[d], "", ""), d, theme.DIM) for d in empty]
        columns = [Column(self.tr("Department"), 24), Column(self.tr("Name"), 16), Column(self.tr("Post"))]
        hints = [
            note(t, theme.DIM)
            for t in (self.tr("For example:  Sales department, Ouyang Xiaolan, Account manager"), *self.done[-3:])
        ]
        self.rows.show(columns, entries or hints)

    def _fill_forms(self) -> None:
        found = families(self.dangan.archive.registry)
        if self.ticked is None:
            kept = self.dangan.preference("forms.used")
            self.ticked = set(kept) if kept is not None else {f.id for family in found for f in family.forms}
        entries = []
        for family in found:
            for f in family.forms:
                entries.append(
                    Entry(
                        ("[x]" if f.id in self.ticked else "[ ]", f.no, f.label(self.lang), family.label(self.lang)),
                        f.id,
                    )
                )
        self.rows.show(
            [Column("", 3), Column(self.tr("No."), 5), Column(self.tr("Form")), Column(self.tr("Family"), 22)], entries
        )

    # keys

    async def typed(self, character: str) -> bool:
        """Into the line; in the list of forms space ticks."""
        if self.step == 2:
            if character in (" ", "\u3000"):
                self._tick()
            return True
        assert self.box is not None
        self.box.type(character)
        self.draw_frame()
        self.caret()
        return True

    async def pressed(self, key: str) -> bool:
        """Up and down move, the rest edits the line."""
        if self.step < 2 and self.box is not None and self.box.key(key):
            self.draw_frame()
            self.caret()
            return True
        return await super().pressed(key)

    async def pasted(self, text: str) -> None:
        """Many lines at once."""
        if self.step == 1 and ("\n" in text or "\t" in text):
            self._lines(text)
        elif self.step < 2:
            await super().pasted(text)

    async def searched(self) -> None:
        """Nothing is looked for here."""

    def part(self) -> Any:
        """The line to type into."""
        return super().part() if self.step < 2 else ""

    async def entered(self) -> None:
        """Take the line; an empty one goes on."""
        text = self.box.text.strip() if self.box else ""
        if self.step == 2:
            self._tick()
        elif not text:
            await self.action_do()
        elif self.step == 0:
            self._company(text)
        else:
            parts = entered_line(text)
            self._lines("\t".join(parts if len(parts) > 1 else [parts[0]]))

    def _company(self, name: str) -> None:
        env = self.dangan.env()
        try:
            self.dangan.archive.directory.add("company", name, at=env.now, by=env.login)
        except DanganError as error:
            self.message(error.text(self.lang), "error")
            return
        self.dangan.directory_changed()
        self._to(1)

    def _lines(self, text: str) -> None:
        env = self.dangan.env()
        company = env.company.id if env.company else None
        done = self.dangan.archive.directory.paste_lines(text, at=env.now, by=env.login, company_id=company)
        assert self.box is not None
        if not done.bad:
            self.box.set("")
        self.fill()
        self.draw_frame()
        self.caret()
        if done.bad:
            line, error = done.bad[0]
            self.message(self.tr("Line {line}: {reason}", line=line, reason=error.text(self.lang)), "error")
        else:
            told = self.tr(
                "{depts} departments and {people} people added, {known} known",
                depts=len(done.depts),
                people=len(done.people),
                known=done.known,
            )
            self.message(told, "done")

    def _tick(self) -> None:
        form = self.rows.current
        if form is not None and self.ticked is not None:
            self.ticked ^= {form}
            self.fill()
            self.rows.key("down")

    def _to(self, step: int) -> None:
        self.step = step
        assert self.box is not None
        self.box.set("")
        self.rows.at = 0
        self.fill()
        self.draw_frame()
        self.told()
        self.dangan.show_cursor(step < 2)
        self.caret()

    async def action_do(self) -> None:
        """On to the next step, at the end to home."""
        if self.step == 0 and not self.dangan.archive.directory.companies(closed=True):
            text = self.box.text.strip() if self.box else ""
            if text:
                self._company(text)
            else:
                self.message(self.tr("The company comes first: type its name, then Enter"), "warn")
            return
        if self.step < 2:
            self._to(self.step + 1)
            return
        self.dangan.prefer("forms.used", sorted(self.ticked or ()), office=True)
        from tui.screens.home import HomeScreen

        if any(isinstance(s, HomeScreen) for s in self.app.screen_stack):
            self.dismiss(None)
        else:
            await self.app.switch_screen(HomeScreen())

    def action_back(self) -> None:
        """One step back."""
        if self.step:
            self._to(self.step - 1)
        elif len(self.app.screen_stack) > 2:
            self.dismiss(None)
        else:
            self.message(self.tr("Ctrl+Q leaves the program"))
