"""The office's days of a year: holidays and make-up days, and the notice that is pasted, with what it would change."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from rich.style import Style

from dangan.errors import DanganError
from dangan.i18n import N_
from dangan.values.dates import show_date
from dangan.values.holidays import year_of
from storage import deciding
from storage.calendar import OWN, PROVISIONAL, PUBLISHED, Calendar, Span, YearDays, spans
from tui import theme
from tui.frame import Command
from tui.screens.dialogs import Ask
from tui.screens.keyed import RowsScreen
from tui.screens.listing import ListingScreen
from tui.widgets.rows import Column, Entry, note

ORIGINS = {
    OWN: N_("the office's own table"),
    PUBLISHED: N_("as published"),
    PROVISIONAL: N_("provisional: Monday to Friday"),
}
SHORT = 120  # characters of a notice that is typed again; a longer one is pasted anew
MARKS = {"+": theme.DONE, "-": theme.WARNING, " ": theme.PLAIN}


class DaysScreen(RowsScreen[None]):
    """One year at a time: F7 and F8 go to the others, F5 or a paste takes a notice in."""

    def __init__(self, year: int = 0, notice: str = "") -> None:
        super().__init__()
        self.year, self.notice = year, notice  # the notice is read at once

    def path(self) -> list[str]:
        """Below the settings."""
        return [self.tr("Settings"), self.tr("Office days"), f"{self.year}"]

    def opened(self) -> None:
        """This year, where none was asked for."""
        self.year = self.year or self.dangan.env().today.year
        super().opened()
        self.draw_frame()
        if self.notice:
            self.call_next(self._read, self.notice)

    @property
    def known(self) -> YearDays:
        """The days of the year as they are counted."""
        office = self.dangan.env().office
        return Calendar(office.setting("holidays") or (), office.setting("makeup_days") or ()).year(self.year)

    def part(self) -> str | list[tuple[str, Style]]:
        """How many days, and where they come from."""
        if not self.year:
            return ""
        known = self.known
        said = self.tr(
            "{year}: holidays {off}, make-up days {work}",
            year=self.year,
            off=len(known.holidays),
            work=len(known.makeup),
        )
        style = theme.WARNING if known.origin == PROVISIONAL else theme.PLAIN
        mark = "! " if known.origin == PROVISIONAL else ""
        return [(f" {said}  ", theme.PLAIN), (mark + self.tr(ORIGINS[known.origin]), style)]

    def told(self) -> None:
        """How it is used."""
        self.message(self.tr("Paste the notice of the State Council, or F5 and type it; F7 and F8 other years"))

    def fill(self) -> None:
        """The days as spans, in the order of the year."""
        known = self.known
        entries: list[Entry] = []
        if known.origin == PROVISIONAL:
            limits = deciding.provisional_limits(self.dangan.archive, self.year)
            said = self.tr("! The holidays of {year} are not known: working days are Monday to Friday.", year=self.year)
            entries.append(note(said, theme.WARNING))
            if limits:
                said = self.tr("Limits that reach into it and are provisional: {count}.", count=limits)
                entries.append(note("  " + said, theme.WARNING))
        entries += [entry(self, span) for span in by_day(known.holidays, known.makeup)]
        self.rows.show(columns(self), entries)

    async def pressed(self, key: str) -> bool:
        """F7 and F8 go to the other years, pages move the list."""
        return False if key in ("f7", "f8") else await super().pressed(key)

    def action_before(self) -> None:
        """The year before."""
        self._turn(-1)

    def action_after(self) -> None:
        """The next year."""
        self._turn(1)

    def _turn(self, step: int) -> None:
        self.year = max(2000, min(2100, self.year + step))
        self.rows.at = 0
        self.fill()
        self.draw_frame()
        self.told()

    def action_new(self) -> None:
        """Type the notice."""
        self._ask("")

    async def entered(self) -> None:
        """The same as F5."""
        self._ask("")

    async def typed(self, character: str) -> bool:
        """What is typed begins the notice."""
        if not character.strip():
            return False
        self._ask(character)
        return True

    def _ask(self, typed: str, wrong: str = "") -> None:
        said = self.tr("Notice, such as 10-1..10-7 off; 10-10 work:")
        self.ask(Ask(f"{wrong}\n{said}" if wrong else said, self._read, lang=self.lang, typed=typed))

    async def press(self, key: str, character: str | None) -> bool:
        """A notice of several lines that is pasted while one is typed stands for it."""
        if isinstance(self.question, Ask) and character and "\n" in character:
            typed, self.question = self.question.typed, None
            self.answered()
            await self.pasted(f"{typed}\n{character}".strip())
            return True
        return await super().press(key, character)

    async def pasted(self, text: str) -> None:
        """A notice."""
        await self._read(text)

    async def _read(self, typed: Any) -> None:
        """Show what a notice would change; one that is not understood is typed again."""
        if not typed:
            self.told()
            return
        text, env = str(typed), self.dangan.env()
        year = year_of(text, date(self.year, 1, 1))
        try:
            before, after = deciding.read_holidays(self.dangan.archive, text, year, env)
        except DanganError as error:
            if len(text) <= SHORT and "\n" not in text:
                self._ask(text, error.text(self.lang))
            else:
                self.message(error.text(self.lang), "error")
            return
        await self.dangan.show(self._preview(before, after), lambda yes: self._take_in(text, year) if yes else None)

    def _preview(self, before: YearDays, after: YearDays) -> ListingScreen:
        """What a notice changes, line by line, to be taken in with F6."""
        changes = [*_changed(self, True, before.holidays, after.holidays)]
        changes += _changed(self, False, before.makeup, after.makeup)
        changes.sort(key=lambda e: e.value.first)
        count = sum(e.texts[0] != " " for e in changes)
        limits = deciding.provisional_limits(self.dangan.archive, after.year)
        was = self.tr("{year}, until now {origin}", year=after.year, origin=self.tr(ORIGINS[before.origin]))
        head = [note(was, theme.WARNING if before.origin == PROVISIONAL else theme.PLAIN)]
        if limits:
            said = self.tr("Limits that reach into it and are provisional: {count}.", count=limits)
            head.append(note(said + " " + self.tr("They are counted anew."), theme.WARNING))
        said = self.tr("+ comes, - goes: F6 takes it in, Esc leaves all as it was")
        if not count and before.origin != PROVISIONAL:
            said = self.tr("Nothing changes: these days are known. F6 keeps them as the office's own, Esc leaves it")
        shown = [Column("", 2), *columns(self)]
        return ListingScreen([*self.path()[:2], f"{after.year}"], shown, [*head, *changes], said, does=N_("Take in"))

    def _take_in(self, text: str, year: int) -> None:
        try:
            read = deciding.enter_holidays(self.dangan.archive, text, year, self.dangan.env())
        except DanganError as error:
            self.message(error.text(self.lang), "error")
            return
        self.year = year
        self.dangan.count_due()
        self.fill()
        self.draw_frame()
        off, work = len(read.holidays), len(read.makeup)
        self.message(
            self.tr("{year}: {off} holidays and {work} make-up days taken in", year=year, off=off, work=work), "done"
        )

    def commands(self) -> list[Command]:
        """The notice."""
        return [Command("notice", self.tr("Type the notice of the State Council"), self.action_new, "F5")]


def columns(screen: Any) -> list[Column]:
    """The columns of spans."""
    return [
        Column(screen.tr("Day kind"), 12), Column(screen.tr("First day"), 15), Column(screen.tr("Last day"), 15),
        Column(screen.tr("Days"), 4, "right"), Column(""),
    ]  # fmt: skip


def entry(screen: Any, span: Span, mark: str = "") -> Entry:
    """A span as a line; with a mark of what a notice does to it."""
    kind = screen.tr("holiday") if span.off else screen.tr("make-up day")
    last = show_date(span.last, screen.lang, "screen") if span.days > 1 else ""
    texts = (kind, show_date(span.first, screen.lang, "screen"), last, f"{span.days}", "")
    return Entry((mark, *texts) if mark else texts, span, MARKS.get(mark, theme.PLAIN))


def by_day(holidays: Iterable[date], makeup: Iterable[date]) -> list[Span]:
    """Spans of both kinds in the order of the year."""
    return sorted([*spans(True, holidays), *spans(False, makeup)], key=lambda s: s.first)


def _changed(screen: Any, off: bool, before: Iterable[date], after: Iterable[date]) -> list[Entry]:
    was, now = set(before), set(after)
    parts = (("+", now - was), ("-", was - now), (" ", was & now))
    return [entry(screen, span, mark) for mark, days in parts for span in spans(off, days)]
