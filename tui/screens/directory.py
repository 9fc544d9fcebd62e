"""The directory: companies, departments, people, and who holds which role; add, change, close, paste many lines at once."""

from __future__ import annotations

from typing import Any, Literal, cast

from rich.style import Style

from dangan.errors import DanganError
from dangan.i18n import N_
from dangan.values.dates import read_date
from dangan.values.text import cells
from storage.directory import ENDS, Kind, parts_of
from tui import theme
from tui.match import rank
from tui.screens.dialogs import Ask
from tui.screens.holding import HeldList, RoleList, SubstituteList
from tui.screens.keyed import SearchedScreen
from tui.screens.pick import Choice, PickScreen
from tui.widgets.rows import Column, Entry, note

Tab = Literal["company", "dept", "person", "role", "substitute"]
TABS: tuple[Tab, ...] = ("company", "dept", "person", "role", "substitute")
WORDS: dict[Tab, str] = {
    "company": N_("Companies"), "dept": N_("Departments"), "person": N_("People"), "role": N_("Roles"),
    "substitute": N_("Substitutes"),
}  # fmt: skip
LISTS: dict[Tab, type[HeldList]] = {"role": RoleList, "substitute": SubstituteList}
NOBODY = -1  # in place of a person's id
LEAST = 12  # cells of the search box


def entered_line(typed: str) -> list[str]:
    """The parts of a typed line: parted by tabs, else by commas, else by blanks."""
    return [p for p in parts_of(typed) if p]


class DirectoryScreen(SearchedScreen[None]):
    """One kind at a time: F7 and F8 go to the others."""

    def __init__(self, kind: Tab = "person") -> None:
        super().__init__()
        self.tab: Tab = kind
        self.closed = False

    @property
    def kind(self) -> Kind:
        """The kind of the entries, where they are entries of the directory itself."""
        return cast(Kind, self.tab)

    @property
    def held(self) -> HeldList | None:
        """The list of roles or substitutes, where it is in hand."""
        return LISTS[self.tab](self) if self.tab in LISTS else None

    def path(self) -> list[str]:
        """The kind."""
        return [self.tr("Directory"), self._word()]

    def _word(self, kind: Tab | None = None) -> str:
        return self.tr(WORDS[kind or self.tab])

    def part(self) -> str | list[tuple[str, Style]]:
        """The search line, in what the other kinds leave of it."""
        assert self.box is not None
        self.box.label = f" {self.tr(self.LABEL)} "
        room = (self.size.width or 80) - cells(self.part_right()) - cells(self.box.label) - 1
        return self.box.pieces(max(LEAST, min(40, room)))

    def part_right(self) -> str:
        """The other kinds."""
        return " ".join(f"[{self._word(k)}]" if k == self.tab else self._word(k) for k in TABS) + " "

    def told(self) -> None:
        """How lines are added."""
        if self.held is not None:
            self.message(self.held.told())
        elif self.kind == "person":
            self.message(self.tr("F5 adds, or paste lines: department, name, post. F2 renames, F4 more"))
        else:
            self.message(self.tr("F5 adds, F2 renames, F4 more, F7 and F8 the other lists"))

    def fill(self) -> None:
        """The entries that what was typed may mean."""
        if self.held is not None:
            self.rows.show(self.held.columns(), self.held.entries() or [note(self.tr("Nobody here yet"), theme.DIM)])
            return
        directory, text = self.dangan.archive.directory, self.wanted
        depts = {d.id: d for d in directory.depts(closed=True)}
        people = {p.id: p for p in directory.people(closed=True)}
        companies = {c.id: c for c in directory.companies(closed=True)}
        entries = []
        for e in {"company": companies, "dept": depts, "person": people}[self.kind].values():
            end = getattr(e, ENDS[self.kind])
            if (end and not self.closed) or (text and rank(text, e.name, e.en, getattr(e, "code", "") or "") < 0):
                continue
            if self.kind == "company":
                texts: tuple[str, ...] = (e.name, e.code or "", e.en or "", f"{end or ''}")
            elif self.kind == "dept":
                head = people.get(e.head_id)
                company = companies.get(e.company_id)
                of = ((company.name if company else ""),) if len(companies) > 1 else ()
                deputy = people.get(e.deputy_id)
                named = (head.name if head else "", deputy.name if deputy else "")
                texts = (dept_path(depts, e.id), e.code or "", *of, *named, f"{end or ''}")
            else:
                texts = (e.name, dept_path(depts, e.dept_id), e.post or "", e.login or "", f"{end or ''}")
            entries.append(Entry(texts, e, theme.DIM if end else theme.PLAIN))
        self.rows.show(self._columns(), entries or [note(self.tr("Nobody here yet"), theme.DIM)])

    def _columns(self) -> list[Column]:
        end = Column(self.tr("Left on") if self.kind == "person" else self.tr("Closed on"), 10)
        if self.kind == "company":
            return [Column(self.tr("Name"), 28), Column(self.tr("Code"), 10), Column("English"), end]
        if self.kind == "dept":
            return [
                Column(self.tr("Department")),
                Column(self.tr("Code"), 8),
                *(
                    [Column(self.tr("Company"))]
                    if len(self.dangan.archive.directory.companies(closed=True)) > 1
                    else []
                ),
                Column(self.tr("Head"), 12),
                Column(self.tr("Deputy"), 12),
                end,
            ]
        return [
            Column(self.tr("Name"), 14),
            Column(self.tr("Department")),
            Column(self.tr("Post"), 14),
            Column(self.tr("Login"), 10),
            end,
        ]

    async def pressed(self, key: str) -> bool:
        """F7 and F8 go to the other kinds, pages move the list."""
        if key in ("f7", "f8"):
            return False
        return await super().pressed(key)

    def action_before(self) -> None:
        """The kind before."""
        self._turn(-1)

    def action_after(self) -> None:
        """The next kind."""
        self._turn(1)

    def _turn(self, step: int) -> None:
        self.tab = TABS[(TABS.index(self.tab) + step) % len(TABS)]
        self.rows.at = 0
        self.fill()
        self.draw_frame()
        self.told()

    async def action_new(self) -> None:
        """Add an entry."""
        if self.held is not None:
            await self.held.open()
            return
        said = {
            "company": self.tr("Company, its name:"),
            "dept": self.tr("Department (a path such as Office/Files):"),
            "person": self.tr("Department, name, post:"),
        }[self.kind]
        self.ask(Ask(said, self._add, lang=self.lang))

    def _add(self, typed: Any) -> None:
        if not typed:
            return
        directory, text = self.dangan.archive.directory, str(typed)
        if self.kind == "company":
            self._do(
                lambda env: directory.add("company", text, at=env.now, by=env.login), self.tr("Added {name}", name=text)
            )
        elif self.kind == "dept":
            self._paste(text)
        else:
            parts = entered_line(text)
            self._paste("\t".join(parts if len(parts) > 1 else ["", *parts]))

    async def pasted(self, text: str) -> None:
        """Lines of departments and people are entered; one line goes into the search."""
        if self.kind in ("dept", "person") and ("\n" in text or "\t" in text):
            self._paste(text)
        else:
            await super().pasted(text)

    def _paste(self, text: str) -> None:
        env, directory = self.dangan.env(), self.dangan.archive.directory
        company = env.company.id if env.company else None
        try:
            done = directory.paste_lines(text, at=env.now, by=env.login, company_id=company)
        except DanganError as error:
            self.message(error.text(self.lang), "error")
            return
        self.fill()
        told = self.tr(
            "{depts} departments and {people} people added, {known} known",
            depts=len(done.depts),
            people=len(done.people),
            known=done.known,
        )
        if done.bad:
            line, fault = done.bad[0]
            told += "  " + self.tr("Line {line}: {reason}", line=line, reason=fault.text(self.lang))
        self.message(told, "error" if done.bad else "done")

    async def action_edit(self) -> None:
        """Another name; records go on pointing to the entry. A role or substitute is corrected in its form."""
        entry = self.rows.current
        if entry is not None and self.held is not None:
            await self.held.open(entry)
        elif entry is not None:
            said = self.tr("New name of {name}:", name=entry.name)
            self.ask(Ask(said, lambda typed: self._rename(entry, typed), lang=self.lang))

    async def entered(self) -> None:
        """The same as F2."""
        await self.action_edit()

    def _rename(self, entry: Any, typed: Any) -> None:
        if typed:
            directory = self.dangan.archive.directory
            told = self.tr("{old} is {new} now", old=entry.name, new=typed)
            self._do(lambda env: directory.rename(self.kind, entry.id, str(typed), at=env.now, by=env.login), told)

    async def action_pick(self) -> None:
        """What else can be done with the marked entry."""
        entry = self.rows.current
        if entry is None:
            return
        if self.held is not None:
            await self.held.more(entry)
            return
        end = getattr(entry, ENDS[self.kind])
        choices = [Choice(self.tr("Open again") if end else self._end_word(), "", "end")]
        if self.kind != "company":
            choices.append(Choice(self.tr("Move into another department"), "", "move"))
        if self.kind == "dept":
            people = {p.id: p.name for p in self.dangan.archive.directory.people(closed=True)}
            choices.append(Choice(self.tr("Head of the department"), people.get(entry.head_id, ""), "head_id"))
            choices.append(Choice(self.tr("Deputy in charge"), people.get(entry.deputy_id, ""), "deputy_id"))
        if self.kind == "person":
            choices.append(Choice(self.tr("Roles"), "", "roles"))
        fields = {"company": ("code", "en"), "dept": ("code", "en"), "person": ("post", "phone", "login", "en")}[
            self.kind
        ]
        words = {
            "code": self.tr("Code"),
            "en": "English",
            "post": self.tr("Post"),
            "phone": self.tr("Telephone"),
            "login": self.tr("Login"),
        }
        choices += [Choice(words[f], str(getattr(entry, f) or ""), f) for f in fields]
        await self.dangan.show(
            PickScreen([*self.path(), entry.name], choices), lambda what: self._more(entry, what, end)
        )

    def _end_word(self) -> str:
        return self.tr("Has left, on a day") if self.kind == "person" else self.tr("Close, on a day")

    def _more(self, entry: Any, what: str | None, end: Any) -> None:
        directory = self.dangan.archive.directory
        if what is None:
            return
        if what == "end" and end:
            self._do(
                lambda env: directory.close(self.kind, entry.id, None, at=env.now, by=env.login),
                self.tr("{name} is open again", name=entry.name),
            )
        elif what == "end":
            self.ask(
                Ask(
                    self.tr("{name}, last day (Enter: today):", name=entry.name),
                    lambda day: self._close(entry, day),
                    lang=self.lang,
                    needed=False,
                )
            )
        elif what == "roles":
            self.tab = "role"
            if self.box is not None:
                self.box.set(entry.name)
            self._turn(0)
        elif what in ("move", "head_id", "deputy_id"):
            self._pick_of(entry, what)
        else:
            self.ask(
                Ask(
                    f"{entry.name}:",
                    lambda typed: self._change(entry, {what: typed or (None if what == "login" else "")}, typed),
                    lang=self.lang,
                    needed=False,
                )
            )

    def _pick_of(self, entry: Any, what: str) -> None:
        directory = self.dangan.archive.directory
        depts = {d.id: d for d in directory.depts(closed=True)}
        if what == "move":
            choices = [Choice(dept_path(depts, d.id), "", d.id) for d in directory.depts() if d is not entry]
            column = "dept_id" if self.kind == "person" else "parent_id"
        else:
            choices = [Choice(p.name, dept_path(depts, p.dept_id), p.id) for p in directory.people()]
            if getattr(entry, what) is not None:
                choices.append(Choice(self.tr("(nobody)"), "", NOBODY))
            column = what
        self.dangan.push_screen(
            PickScreen([*self.path(), entry.name], choices),
            lambda v: self._change(entry, {column: v if v != NOBODY else None}, v if v is not None else False),
        )

    def _change(self, entry: Any, values: dict[str, Any], typed: Any) -> None:
        if typed is not False:
            directory = self.dangan.archive.directory
            self._do(
                lambda env: directory.change(self.kind, entry.id, at=env.now, by=env.login, **values),
                self.tr("{name} is changed", name=entry.name),
            )

    def _close(self, entry: Any, day: Any) -> None:
        if day is False:
            return
        env = self.dangan.env()
        try:
            last = read_date(str(day), env.today) if day else env.today
        except ValueError:
            self.message(self.tr("{text} is no day", text=day), "error")
            return
        directory = self.dangan.archive.directory
        self._do(
            lambda env: directory.close(self.kind, entry.id, last, at=env.now, by=env.login),
            self.tr("{name}: last day {day}", name=entry.name, day=last),
        )

    def _do(self, change: Any, told: str) -> None:
        env = self.dangan.env()
        try:
            change(env)
            if self.kind == "dept":  # who is head or deputy decides for whom things wait
                from storage import deciding  # 20 ms that no other screen needs

                deciding.count_anew(self.dangan.archive, env)
        except DanganError as error:
            self.message(error.text(self.lang), "error")
            return
        self.dangan.count_due()
        self.dangan.directory_changed()
        self.fill()
        self.draw_frame()
        self.message(told, "done")

    def commands(self) -> list[Any]:
        """Closed ones too."""
        from tui.frame import Command

        if self.held is not None:
            word = self.tr("Hide those that ended") if self.closed else self.tr("Show those that ended, too")
        else:
            word = self.tr("Hide those that are closed") if self.closed else self.tr("Show those that are closed, too")
        return [Command("closed", word, self._turn_closed)]

    def _turn_closed(self) -> None:
        self.closed = not self.closed
        self.fill()


def dept_path(depts: dict[int, Any], dept_id: int | None) -> str:
    """A department with those above it: 总部/市场部."""
    names: list[str] = []
    while dept_id is not None and dept_id in depts and len(names) < 20:
        names.append(depts[dept_id].name)
        dept_id = depts[dept_id].parent_id
    return "/".join(reversed(names))
