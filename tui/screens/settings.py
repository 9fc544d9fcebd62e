"""The office's settings with the value of today; Enter gives a new one, F4 shows the history."""

from __future__ import annotations

import json
from typing import Any

from dangan.errors import DanganError
from dangan.i18n import N_
from dangan.values.dates import read_date
from tui.match import rank
from tui.screens.dialogs import Ask
from tui.screens.keyed import RowsScreen
from tui.screens.listing import ListingScreen
from tui.screens.pick import Choice, PickScreen
from tui.widgets.line_edit import LineEdit
from tui.widgets.rows import Column, Entry


class SettingsScreen(RowsScreen[None]):
    """One line a setting."""

    DOES = N_("OK")

    def __init__(self) -> None:
        super().__init__()
        self.box = LineEdit()

    def path(self) -> list[str]:
        """The settings."""
        return [self.tr("Settings")]

    def opened(self) -> None:
        """Say how it is used."""
        super().opened()
        self.message(self.tr("Enter changes the marked setting, F4 shows its history"))

    def fill(self) -> None:
        """The settings that what was typed may mean."""
        settings, today = self.dangan.archive.settings, self.dangan.env().today
        text = self.box.text if self.box else ""
        entries = []
        for s in settings.known.values():
            if not text or rank(text, s.zh, s.en, s.name) >= 0:
                entries.append(
                    Entry(
                        (
                            self._label(s),
                            written(settings.get(s.name, today)),
                            s.allowed_zh if self.lang == "zh" else s.allowed_en,
                        ),
                        s,
                    )
                )
        columns = [Column(self.tr("Setting"), 30), Column(self.tr("Value"), 22), Column(self.tr("May be"))]
        self.rows.show(columns, entries)

    def _label(self, s: Any) -> str:
        return str(s.zh if self.lang == "zh" else s.en)

    async def searched(self) -> None:
        """Filter."""
        self.rows.at = 0
        self.fill()

    async def entered(self) -> None:
        """Ask for a new value."""
        s = self.rows.current
        if s is None:
            return
        if isinstance(s.default, bool):
            choices = [Choice(self.tr("yes"), "", True), Choice(self.tr("no"), "", False)]
            await self.dangan.show(
                PickScreen([*self.path(), self._label(s)], choices), lambda v: None if v is None else self._from(s, v)
            )
            return
        if (
            isinstance(s.default, str)
            and s.allowed_en != "one line of text"
            and ", " in s.allowed_en
            and " " not in s.allowed_en.replace(", ", "")
        ):
            choices = [Choice(code, "", code) for code in s.allowed_en.split(", ")]
            await self.dangan.show(
                PickScreen([*self.path(), self._label(s)], choices), lambda v: None if v is None else self._from(s, v)
            )
            return
        self.ask(
            Ask(
                self.tr("{setting}, new value:", setting=self._label(s)),
                lambda typed: self._typed(s, typed),
                lang=self.lang,
                needed=False,
            )
        )

    def _typed(self, s: Any, typed: Any) -> None:
        if typed is not False:
            self._from(s, read_value(s, str(typed)))

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
            self.dangan.archive.settings.set(s.name, value, first, env.login, at=env.now)
        except DanganError as error:
            self.message(error.text(self.lang), "error")
            return
        self.fill()
        self.message(
            self.tr("{setting} is {value} from {day} on", setting=self._label(s), value=written(value), day=first),
            "done",
        )

    async def action_edit(self) -> None:
        """The same as Enter."""
        await self.entered()

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
            Entry((written(c.value), f"{c.from_date}", str(c.set_at)[:16].replace("T", " "), c.set_by), c)
            for c in reversed(self.dangan.archive.settings.history(s.name))
        ]
        said = "" if entries else self.tr("It was never changed: the value is the one it comes with")
        await self.dangan.show(
            ListingScreen([*self.path(), self._label(s), self.tr("History")], columns, entries, said)
        )

    def action_back(self) -> None:
        """Take the filter back, then leave."""
        if self.box is not None and self.box.text:
            self.box.set("")
            self.fill()
            self.draw_frame()
        else:
            super().action_back()


def written(value: Any) -> str:
    """A setting's value as it is typed."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return json.dumps(value, ensure_ascii=False)


def read_value(s: Any, typed: str) -> Any:
    """What was typed for a setting, in the type of its default; left as text where it is none, for the check to refuse."""
    text = typed.strip()
    if isinstance(s.default, str):
        return text
    if isinstance(s.default, list) and not text.startswith("["):
        parts = [p.strip() for p in text.replace("，", ",").split(",") if p.strip()]
        return [int(p) if p.isdigit() and s.default and isinstance(s.default[0], int) else p for p in parts]
    try:
        return json.loads(text)
    except ValueError:
        return text
