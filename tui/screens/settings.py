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

WORDS = {
    "next_january": N_("from the next January"), "same_day": N_("from the day itself"), "all": N_("all customers"),
    "jidong": N_("customers that meet a condition"), "sales_director": N_("sales director"), "marketing_gm": N_("general manager, marketing"),
    "shipped": N_("what was shipped"), "contract": N_("what was contracted"), "year": N_("a year"), "month": N_("a month"),
    "daily": N_("every day"), "weekly": N_("every week"), "off": N_("never"),
}  # fmt: skip


class SettingsScreen(RowsScreen[None]):
    """One line a setting."""

    DOES = N_("OK")

    def __init__(self) -> None:
        super().__init__()
        self.box = LineEdit()

    def path(self) -> list[str]:
        """The settings."""
        return [self.tr("Settings")]

    def told(self) -> None:
        """How it is used."""
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
                            self._in_words(s, settings.get(s.name, today)),
                            self._may_be(s),
                        ),
                        s,
                    )
                )
        columns = [Column(self.tr("Setting"), 30), Column(self.tr("Value"), 22), Column(self.tr("May be"))]
        self.rows.show(columns, entries)

    def _label(self, s: Any) -> str:
        return str(s.zh if self.lang == "zh" else s.en)

    def _in_words(self, s: Any, value: Any) -> str:
        """A value in words."""
        if value in ("", {}, [], None):
            return self.tr("(none)")
        if isinstance(value, bool):
            return self.tr("yes") if value else self.tr("no")
        return self._word(value) if isinstance(value, str) and value in codes_of(s) else written(value)

    def _word(self, code: str) -> str:
        periods = {o.code: o.text(self.lang) for o in self.dangan.archive.lists.options("retention_period")}
        return periods.get(code) or (self.tr(WORDS[code]) if code in WORDS else code)

    def _may_be(self, s: Any) -> str:
        if isinstance(s.default, bool):
            return f"{self.tr('yes')}, {self.tr('no')}"
        codes = codes_of(s)
        return ", ".join(map(self._word, codes)) if codes else str(s.allowed_zh if self.lang == "zh" else s.allowed_en)

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
        if codes_of(s):
            choices = [Choice(self._word(code), "", code) for code in codes_of(s)]
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
            self.tr(
                "{setting} is {value} from {day} on", setting=self._label(s), value=self._in_words(s, value), day=first
            ),
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
            Entry((self._in_words(s, c.value), f"{c.from_date}", str(c.set_at)[:16].replace("T", " "), c.set_by), c)
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


def codes_of(s: Any) -> list[str]:
    """The codes that a setting may be, none where it is no choice."""
    listed = str(s.allowed_en).split(", ")
    one_word = all(part and " " not in part for part in listed)
    return list(dict.fromkeys(listed)) if isinstance(s.default, str) and one_word and len(listed) > 1 else []


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
