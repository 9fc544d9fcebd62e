"""The office's settings with the value of today; Enter gives a new one, F4 shows the history."""

from __future__ import annotations

from typing import Any

from dangan.errors import DanganError
from dangan.i18n import N_
from dangan.values.dates import read_date
from dangan.values.holidays import looks_like_notice
from dangan.values.text import cells
from storage import deciding
from tui.frame import Command
from tui.match import rank
from tui.screens.days import DaysScreen
from tui.screens.dialogs import Ask
from tui.screens.keyed import SearchedScreen
from tui.screens.listing import ListingScreen
from tui.screens.pick import Choice, PickScreen
from tui.settingwords import SettingWords, codes_of
from tui.widgets.rows import Column, Entry, Rows, whole

DAYS = ("holidays", "makeup_days")  # typed anew each year: from the notice, or as a list


class SettingsScreen(SearchedScreen[None]):
    """One line a setting."""

    DOES = N_("OK")

    def path(self) -> list[str]:
        """The settings."""
        return [self.tr("Settings")]

    @property
    def words(self) -> SettingWords:
        """The settings in the reader's words."""
        return SettingWords(self.dangan.archive, self.lang)

    def told(self) -> None:
        """What the marked setting may be, and how it is used."""
        s = self.rows.current if self.query(Rows) else None
        said = self.tr("Enter changes the marked setting, F4 shows its history")
        if s is not None and s.name in DAYS:
            said = self.tr("Enter shows the days and takes the notice, F2 types a list, F4 shows the history")
        self.message(self.tr("May be: {allowed}.", allowed=self.words.allowed(s)) + " " + said if s else said)

    def moved(self) -> None:
        """What is said follows the mark."""
        self.told()

    def opened(self) -> None:
        """Say what the first may be."""
        super().opened()
        self.told()

    def fill(self) -> None:
        """The settings that what was typed may mean."""
        settings, today, words = self.dangan.archive.settings, self.dangan.env().today, self.words
        found = [s for s in settings.known.values() if not self.wanted or rank(self.wanted, s.zh, s.en, s.name) >= 0]
        wide = max((cells(words.label(s)) for s in settings.known.values()), default=20)
        columns = [Column(self.tr("Setting"), min(wide, self.size.width // 2 or 40)), Column(self.tr("Value"))]
        entries = [Entry((words.label(s), words.value(s, settings.get(s.name, today))), s) for s in found]
        self.rows.show(columns, whole(columns, entries, max(20, self.size.width)))

    async def searched(self) -> None:
        """Filter; what is said follows."""
        await super().searched()
        self.told()

    async def entered(self) -> None:
        """Ask for a new value; the days of the year have a screen of their own."""
        s = self.rows.current
        if s is not None and s.name in DAYS:
            await self.dangan.show(DaysScreen())
        elif s is not None:
            await self._change(s)

    async def _change(self, s: Any) -> None:
        if isinstance(s.default, bool):
            choices = [Choice(self.tr("yes"), "", True), Choice(self.tr("no"), "", False)]
            await self.dangan.show(
                PickScreen([*self.path(), self.words.label(s)], choices),
                lambda v: None if v is None else self._from(s, v),
            )
            return
        if codes_of(s):
            choices = [Choice(self.words.code(code), "", code) for code in codes_of(s)]
            await self.dangan.show(
                PickScreen([*self.path(), self.words.label(s)], choices),
                lambda v: None if v is None else self._from(s, v),
            )
            return
        self.ask(
            Ask(
                self.tr("{setting}, new value:", setting=self.words.label(s)),
                lambda typed: self._typed(s, typed),
                lang=self.lang,
                needed=False,
                typed=self._before(s),
            )
        )

    def _before(self, s: Any) -> str:
        """Tables and lists are changed from what they are; numbers and texts are typed anew."""
        value = self.dangan.archive.settings.get(s.name, self.dangan.env().today)
        return self.words.typed(value) if isinstance(value, (dict, list)) and s.name not in DAYS else ""

    def _typed(self, s: Any, typed: Any) -> None:
        if typed is False:
            return
        if s.name in DAYS and looks_like_notice(str(typed)):
            self.dangan.push_screen(DaysScreen(notice=str(typed)))
        else:
            self._from(s, self.words.read(s, str(typed)))

    async def pasted(self, text: str) -> None:
        """A notice of holidays is shown with what it changes; other text is looked for."""
        if looks_like_notice(text):
            await self.dangan.show(DaysScreen(notice=text))
        else:
            await super().pasted(text)

    def _from(self, s: Any, value: Any) -> None:
        self.ask(
            Ask(
                self.tr("From which day (Enter: today)?"),
                lambda day: self._set(s, value, day),
                lang=self.lang,
                needed=False,
            )
        )

    def _set(self, s: Any, value: Any, day: Any) -> None:
        env = self.dangan.env()
        if day is False:
            return
        try:
            first = read_date(str(day), env.today) if day else env.today
        except ValueError:
            self.message(self.tr("{text} is no day", text=day), "error")
            return
        try:
            deciding.set_setting(self.dangan.archive, s.name, value, first, env)
        except DanganError as error:
            self.message(error.text(self.lang), "error")
            return
        self.dangan.keys_changed()
        self.fill()
        self.draw_frame()
        self.message(
            self.tr(
                "{setting} is {value} from {day} on",
                setting=self.words.label(s),
                value=self.words.value(s, value),
                day=first,
            ),
            "done",
        )

    async def action_edit(self) -> None:
        """Ask for a new value, of days as a list."""
        if self.rows.current is not None:
            await self._change(self.rows.current)

    def commands(self) -> list[Command]:
        """The days of the year."""
        return [Command("days", self.tr("Office days: holidays and make-up days"), self._days)]

    async def _days(self) -> None:
        await self.dangan.show(DaysScreen())

    async def action_pick(self) -> None:
        """Every value it was given."""
        s = self.rows.current
        if s is None:
            return
        columns = [
            Column(self.tr("Value"), 34),
            Column(self.tr("From"), 10),
            Column(self.tr("Set at"), 16),
            Column(self.tr("By")),
        ]
        entries = [
            Entry((self.words.value(s, c.value), f"{c.from_date}", str(c.set_at)[:16].replace("T", " "), c.set_by), c)
            for c in reversed(self.dangan.archive.settings.history(s.name))
        ]
        said = "" if entries else self.tr("It was never changed: the value is the one it comes with")
        await self.dangan.show(
            ListingScreen([*self.path(), self.words.label(s), self.tr("History")], columns, entries, said)
        )
