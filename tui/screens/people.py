"""The first two steps of a new store: the company, then departments and people as lines, typed, pasted and corrected."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.binding import Binding, BindingType

from dangan.errors import DanganError
from dangan.i18n import N_
from storage.directory import Kind, Pasted
from tui import theme
from tui.screens.directory import dept_path, entered_line
from tui.screens.keyed import RowsScreen
from tui.screens.refused import RefusedLines
from tui.widgets.line_edit import LineEdit
from tui.widgets.rows import Column, Entry, note

COMPANY, PEOPLE = 0, 1


class PeopleStep(RowsScreen[None]):
    """The part of the first steps that has a line to type into. `step` is COMPANY, PEOPLE or a later one."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("delete", "remove", N_("Take the marked line away"), id="remove")]
    step: int

    def __init__(self) -> None:
        super().__init__()
        self.box = LineEdit()
        self.changing: tuple[Any, Any] | None = None  # the entry, or the refused line, that the typed line corrects

    def opened(self) -> None:
        """Lines that were refused before the program was left are there again."""
        self.refused = RefusedLines(self.dangan)
        super().opened()

    @property
    def typing(self) -> bool:
        """Whether this step has a line to type into."""
        return self.step in (COMPANY, PEOPLE)

    def _fill_people(self) -> None:
        directory = self.dangan.archive.directory
        depts = {d.id: d for d in directory.depts()}
        people = directory.people()
        entries = [Entry((dept_path(depts, p.dept_id), p.name, p.post or ""), ("person", p)) for p in people]
        empty = [d for d in depts.values() if not any(p.dept_id == d.id for p in people)]
        entries += [Entry((dept_path(depts, d.id), "", ""), ("dept", d), theme.DIM) for d in empty]
        columns = [Column(self.tr("Department"), 24), Column(self.tr("Name"), 16), Column(self.tr("Post"))]
        hint = note(self.tr("For example:  Sales department, Ouyang Xiaolan, Account manager"), theme.DIM)
        self.rows.show(columns, [*self.refused.entries(), *entries] or [hint])

    def _typed(self) -> None:
        self.draw_frame()
        self.caret()

    def _text(self) -> str:
        return self.box.text.strip() if self.box and self.typing else ""

    def _take(self) -> bool:
        """Take what is typed over; False where it cannot be: it stays in the line, and the reason is said."""
        text = self._text()
        if not text:
            return True
        if self.changing is not None and self.changing[0] == "refused":
            line = self.changing[1]
            if self._lines("\t".join(entered_line(text))):
                self.refused.drop(line)
                self.fill()
                self._bring_up()
            return not self._text()
        if self.changing is not None:
            return self._correct(*self.changing, text)
        if self.step == COMPANY:
            return self._do(lambda directory, who: directory.add("company", text, **who))
        return self._lines("\t".join(entered_line(text)))

    def _do(self, change: Any) -> bool:
        env = self.dangan.env()
        try:
            change(self.dangan.archive.directory, {"at": env.now, "by": env.login})
        except DanganError as error:
            self.message(error.text(self.lang), "error")
            return False
        self.dangan.directory_changed()
        self._clear()
        return True

    def _clear(self) -> None:
        assert self.box is not None
        self.box.set("")
        self.changing = None
        self.fill()
        self._typed()

    def _lines(self, text: str) -> bool:
        """Take one typed line; a refused one stays where it is typed, and the reason is said."""
        done = self._entered(text)
        if done.bad:
            self.message(done.bad[0][1].text(self.lang).replace("\t", ", "), "error")
            return False
        self._clear()
        self._told_lines(done)
        return True

    def _pasted_lines(self, text: str) -> None:
        """Take many; those that are refused are kept, and the first of them comes up to be mended."""
        done = self._entered(text)
        self.refused.add(text, done.bad)
        self.fill()
        self._told_lines(done)
        self._bring_up()

    def _entered(self, text: str) -> Pasted:
        env = self.dangan.env()
        company = env.company.id if env.company else None
        done: Pasted = self.dangan.archive.directory.paste_lines(text, at=env.now, by=env.login, company_id=company)
        return done

    def _told_lines(self, done: Pasted) -> None:
        told = self.tr(
            "{depts} departments and {people} people added, {known} known",
            depts=len(done.depts),
            people=len(done.people),
            known=done.known,
        )
        self.message(told, "error" if done.bad else "done")

    def _bring_up(self) -> None:
        """The first refused line comes up to be mended."""
        if len(self.refused) and not self._text():
            self._put_up("refused", self.refused.first)
            self.message(self.refused.said(self.refused.first), "error")

    def _put_up(self, kind: str, entry: Any) -> None:
        """A line comes up to be corrected."""
        self.changing = kind, entry
        depts = {d.id: d for d in self.dangan.archive.directory.depts()}
        parts = [entry] if kind == "refused" else [entry.name]
        if kind == "person":
            parts = [dept_path(depts, entry.dept_id), entry.name, entry.post or ""]
        assert self.box is not None
        self.box.set(", ".join(parts).rstrip(", "))
        self._typed()

    # corrections

    def action_edit(self) -> None:
        """The marked line comes up to be corrected."""
        if self.rows.current is None or not self.typing:
            self.told()
            return
        if self._text():
            self.message(self.tr("First Enter takes the line that is typed, or Esc takes it back"), "warn")
            return
        self._put_up(*self.rows.current)
        self.message(self.tr("Correct the line, then Enter; Esc leaves it as it was"))

    def _correct(self, kind: Kind, entry: Any, text: str) -> bool:
        """Rename; a person goes to the department that the line names, made where there is none."""
        if kind != "person":
            name = text.rsplit("/", 1)[-1]
            return self._do(lambda directory, who: directory.rename(kind, entry.id, name, **who))
        parts = entered_line(text)
        if len(parts) > 3:
            self.message(self.tr("A line has at most a department, a name and a post"), "error")
            return False
        dept, name, post = ("", *parts, "") if len(parts) == 1 else (*parts, "")[:3]

        def change(directory: Any, who: dict[str, Any]) -> None:
            home = self._home(directory, dept, who)
            directory.change("person", entry.id, name=name, post=post, dept_id=home, **who)
            left = entry.dept_id
            if left not in (None, home) and not any(p.dept_id == left for p in directory.people(closed=True)):
                directory.remove("dept", left, **who)

        return self._do(change)

    def _home(self, directory: Any, dept: str, who: dict[str, Any]) -> int | None:
        """The department that a path names, made where there is none."""
        steps = [step.strip() for step in dept.replace("\uff0f", "/").split("/") if step.strip()]
        if not steps:
            return None
        company = self.dangan.env().company
        done = directory.paste_lines("/".join(steps) + "\t", company_id=company.id if company else None, **who)
        if done.bad:
            raise done.bad[0][1]
        depts = {d.id: d for d in directory.depts()}
        return next((n for n in depts if dept_path(depts, n) == "/".join(steps)), None)

    def action_remove(self) -> None:
        """Take the marked line away, as long as no record may name it."""
        if self.rows.current is None or not self.typing:
            return
        kind, entry = self.rows.current
        if kind == "refused":
            self.refused.drop(entry)
            self.fill()
            self.message(self.tr("{name} is taken away", name=entry), "done")
        elif self._do(lambda directory, who: directory.remove(kind, entry.id, **who)):
            self.message(self.tr("{name} is taken away", name=entry.name), "done")
