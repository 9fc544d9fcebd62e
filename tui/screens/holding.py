"""Roles and substitutes in the directory: who holds which, from when until when; the lists, what keys do with their lines."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from dangan.env import shipped_roles
from dangan.errors import DanganError
from dangan.record import Values
from dangan.values.dates import read_date
from storage import deciding
from storage.roles import Held, Roles, Substitute
from tui import theme
from tui.holdings import ROLE, SUBSTITUTE, Holdings
from tui.match import rank
from tui.screens.dialogs import Ask
from tui.screens.pick import Choice, PickScreen
from tui.widgets.rows import Column, Entry, heading, note

if TYPE_CHECKING:
    from tui.screens.directory import DirectoryScreen


class HeldList:
    """One of the two lists: its columns and lines, and what the keys of the directory do with an entry."""

    form = ""

    def __init__(self, screen: DirectoryScreen) -> None:
        self.screen = screen
        self.tr = screen.tr

    @property
    def roles(self) -> Roles:
        """What the store has."""
        return Roles(self.screen.dangan.archive.store)

    @property
    def today(self) -> date:
        """The day."""
        return self.screen.dangan.env().today

    def columns(self) -> list[Column]:
        """The columns."""
        raise NotImplementedError

    def entries(self) -> list[Entry]:
        """The lines that what was typed may mean."""
        raise NotImplementedError

    def told(self) -> str:
        """What the keys do."""
        raise NotImplementedError

    def called(self, entry: Any) -> str:
        """An entry in words."""
        raise NotImplementedError

    def end(self, entry: Any, last: date | None) -> None:
        """Let an entry end with a day (None = open). Raises BadRole."""
        raise NotImplementedError

    def given(self, entry: Any) -> Values:
        """What a new entry begins with where a line is marked that stands for none."""
        return {}

    def wanted(self, *texts: str) -> bool:
        """Whether what was typed may mean one of the texts."""
        return not self.screen.wanted or rank(self.screen.wanted, *texts) >= 0

    def style(self, first: date, last: date | None) -> Any:
        """What is not in force today is dimmed."""
        return theme.PLAIN if first <= self.today and (last is None or self.today <= last) else theme.DIM

    def shows(self, last: date | None) -> bool:
        """Whether an entry that ended is shown, too."""
        return self.screen.closed or last is None or last >= self.today

    async def open(self, entry: Any = None) -> None:
        """The form of an entry, or of a new one."""
        from tui.screens.holding_form import HoldingForm

        dangan = self.screen.dangan
        there = isinstance(entry, Held | Substitute)
        given: Values = {} if there else {"from_date": self.today, **self.given(entry)}
        form = HoldingForm(Holdings(dangan.archive), self.form, entry.id if there else None, given)
        await dangan.show(form, self._saved)

    def _saved(self, record: int | None) -> None:
        if record is None:
            return
        found = Holdings(self.screen.dangan.archive).read(self.form, record)
        self.screen.dangan.count_due()
        self.screen.fill()
        entries = self.screen.rows.entries
        entry = next((e.value for e in entries if getattr(e.value, "id", None) == record), None)
        self.screen.rows.mark(entry)
        self.screen.draw_frame()
        name = self.called(entry) if entry is not None else str(found["_title"])
        self.screen.message(self.tr("Saved: {what}", what=name), "done")

    async def more(self, entry: Any) -> None:
        """What else can be done with an entry; where nobody holds the marked role, somebody is named."""
        if not isinstance(entry, Held | Substitute):
            await self.open(entry)
            return
        choices = [Choice(self.tr("Ends, on a day"), f"{entry.to_date or ''}", "end")]
        if isinstance(entry, Held) and entry.to_date is not None:
            choices.append(Choice(self.tr("Does not end"), "", "open"))
        choices.append(Choice(self.tr("Change it"), "", "edit"))
        where = [*self.screen.path(), self.called(entry)]

        async def chosen(what: str | None) -> None:
            if what == "edit":
                await self.open(entry)
            elif what == "open":
                self._end(entry, None)
            elif what == "end":
                said = self.tr("{name}, last day (Enter: today):", name=self.called(entry))
                self.screen.ask(
                    Ask(said, lambda day: self._ends(entry, day), lang=self.screen.lang, needed=False)
                )  # fmt: skip

        await self.screen.dangan.show(PickScreen(where, choices), chosen)

    def _ends(self, entry: Any, day: Any) -> None:
        if day is False:
            return
        try:
            last = read_date(str(day), self.today) if day else self.today
        except ValueError:
            self.screen.message(self.tr("{text} is no day", text=day), "error")
            return
        self._end(entry, last)

    def _end(self, entry: Any, last: date | None) -> None:
        dangan = self.screen.dangan
        try:
            self.end(entry, last)
            deciding.count_anew(dangan.archive, dangan.env())
        except DanganError as error:
            self.screen.message(error.text(self.screen.lang), "error")
            return
        dangan.count_due()
        self.screen.fill()
        self.screen.draw_frame()
        told = self.tr("{name}: last day {day}", name=self.called(entry), day=last)
        self.screen.message(told if last else self.tr("{name}: does not end", name=self.called(entry)), "done")

    def people(self) -> dict[int, Any]:
        """Everybody, those who left, too."""
        return {p.id: p for p in self.screen.dangan.archive.directory.people(closed=True)}


class RoleList(HeldList):
    """The roles in force and to come, then those that nobody holds."""

    form = ROLE

    def columns(self) -> list[Column]:
        """The columns."""
        return [
            Column(self.tr("Role"), 28), Column(self.tr("Person"), 14), Column(self.tr("Department")),
            Column(self.tr("First day"), 10), Column(self.tr("Last day"), 10),
        ]  # fmt: skip

    def label(self, role: str) -> str:
        """A role as it is called."""
        label = shipped_roles().get(role)
        return role if label is None else str(label.zh if self.screen.lang == "zh" else label.en)

    def called(self, entry: Any) -> str:
        """Person and role."""
        person = self.people().get(entry.person_id)
        return f"{person.name if person else ''} {self.label(entry.role)}".strip()

    def told(self) -> str:
        """What the keys do."""
        return self.tr("F5 names somebody, F2 corrects, F4 ends a role, F7 and F8 the other lists")

    def given(self, entry: Any) -> Values:
        """The role that is marked as empty."""
        return {"role": entry} if isinstance(entry, str) else {}

    def end(self, entry: Held, last: date | None) -> None:
        """Change its last day."""
        env = self.screen.dangan.env()
        self.roles.change(
            entry.id, entry.person_id, entry.role, entry.from_date, to_date=last, at=env.now, by=env.login
        )  # fmt: skip

    def entries(self) -> list[Entry]:
        """The lines."""
        people, order = self.people(), list(shipped_roles())
        depts = {d.id: d.name for d in self.screen.dangan.archive.directory.depts(closed=True)}
        held = sorted(self.roles.held(), key=lambda h: order.index(h.role) if h.role in order else len(order))
        out = []
        for h in held:
            person = people.get(h.person_id)
            name = person.name if person else ""
            if not self.shows(h.to_date) or not self.wanted(name, self.label(h.role), h.role):
                continue
            dept = depts.get(person.dept_id, "") if person and person.dept_id else ""
            texts = (self.label(h.role), name, dept, f"{h.from_date}", f"{h.to_date or ''}")
            out.append(Entry(texts, h, self.style(h.from_date, h.to_date)))
        tokens = self.roles.empty([f"role:{role}" for role in order], self.today)
        empty = [token.partition(":")[2] for token in tokens]
        lines = [Entry((self.label(r), "", "", "", ""), r, theme.DIM) for r in empty if self.wanted(self.label(r), r)]
        if lines:
            out += [note(), heading(self.tr("Held by nobody: {count}", count=len(lines))), *lines]
        return out


class SubstituteList(HeldList):
    """Who stands in for whom, today and later."""

    form = SUBSTITUTE

    def columns(self) -> list[Column]:
        """The columns."""
        return [
            Column(self.tr("Substitute"), 20), Column(self.tr("Stands in for")),
            Column(self.tr("First day"), 10), Column(self.tr("Last day"), 10),
        ]  # fmt: skip

    def called(self, entry: Any) -> str:
        """Both."""
        people = self.people()
        one, other = (people[i].name if i in people else "" for i in (entry.person_id, entry.for_id))
        return self.tr("{person} for {other}", person=one, other=other)

    def told(self) -> str:
        """What the keys do."""
        return self.tr("F5 adds, F2 corrects, F4 ends it, F7 and F8 the other lists")

    def end(self, entry: Substitute, last: date | None) -> None:
        """Change its last day."""
        env = self.screen.dangan.env()
        self.roles.change_substitute(
            entry.id, entry.person_id, entry.for_id, entry.from_date, last or entry.to_date, at=env.now, by=env.login
        )  # fmt: skip

    def entries(self) -> list[Entry]:
        """The lines."""
        people = self.people()
        out = []
        for s in self.roles.substitutes():
            one, other = (people[i].name if i in people else "" for i in (s.person_id, s.for_id))
            if self.shows(s.to_date) and self.wanted(one, other):
                texts = (one, other, f"{s.from_date}", f"{s.to_date}")
                out.append(Entry(texts, s, self.style(s.from_date, s.to_date)))
        return out
