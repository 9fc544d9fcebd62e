"""The option lists as the office keeps them: add, relabel, retire."""

from __future__ import annotations

from typing import Any

from dangan.errors import DanganError
from dangan.i18n import N_
from dangan.spec import Option
from dangan.values.pinyin import initials
from tui import theme
from tui.match import rank
from tui.screens.dialogs import Ask
from tui.screens.keyed import RowsScreen, SearchedScreen
from tui.widgets.rows import Column, Entry


class ListsScreen(SearchedScreen[None]):
    """The lists by name."""

    DOES = N_("OK")

    def path(self) -> list[str]:
        """The lists."""
        return [self.tr("Option lists")]

    def told(self) -> None:
        """How it is used."""
        self.message(self.tr("Enter opens a list; those that the office may change stand first"))

    def fill(self) -> None:
        """The lists that what was typed may mean, by name or by an option."""
        lists, text = self.dangan.archive.lists, self.wanted
        names = names_of(self.dangan.archive, self.lang)
        entries = []
        order = sorted(lists.lists, key=lambda n: not lists.lists[n].editable)
        for name, kept in ((n, lists.lists[n]) for n in order):
            options = lists.options(name)
            called = names[name]
            if not text or rank(text, called, name, *(o.zh for o in options)) >= 0:
                shown = " ".join(o.text(self.lang) for o in options if not o.retired)
                entries.append(
                    Entry(
                        (called, self.tr("open") if kept.editable else self.tr("fixed"), f"{len(options)}", shown), name
                    )
                )
        columns = [
            Column(self.tr("List"), 26),
            Column("", 6),
            Column(self.tr("Count"), 5, "right"),
            Column(self.tr("Options")),
        ]
        self.rows.show(columns, entries)

    async def entered(self) -> None:
        """Open the marked list."""
        if self.rows.current is not None:
            await self.dangan.show(OptionsScreen(self.rows.current))


class OptionsScreen(RowsScreen[None]):
    """The options of one list."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.list_name = name

    def path(self) -> list[str]:
        """The list."""
        names = names_of(self.dangan.archive, self.lang)
        return [self.tr("Option lists"), names[self.list_name]]

    def told(self) -> None:
        """How it is used."""
        open_ended = self.dangan.archive.lists.lists[self.list_name].editable
        self.message(
            self.tr("F5 adds, F2 changes the label, F4 retires or restores")
            if open_ended
            else self.tr("This list is fixed")
        )

    def fill(self) -> None:
        """One line an option."""
        columns = [Column("#", 3, "right"), Column("中文", 30), Column("English", 30), Column(self.tr("Code"))]
        entries = [
            Entry(
                (f"{n}", o.zh + (f" ({self.tr('retired')})" if o.retired else ""), o.en, o.code),
                o,
                theme.DIM if o.retired else theme.PLAIN,
            )
            for n, o in enumerate(self.dangan.archive.lists.options(self.list_name), 1)
        ]
        self.rows.show(columns, entries)

    async def entered(self) -> None:
        """The same as F2."""
        self.action_edit()

    def action_new(self) -> None:
        """Add an option: its label, then its code."""
        self.ask(Ask(self.tr("New option, label (中文 / English):"), self._label, lang=self.lang))

    def _label(self, typed: Any) -> None:
        if not typed:
            return
        zh, _slash, en = str(typed).partition("/")
        code = proposed_code(zh)
        said = self.tr("Code (Enter: {code}):", code=code)
        self.ask(
            Ask(said, lambda c: self._add(zh.strip(), en.strip(), code if c == "" else c), lang=self.lang, needed=False)
        )

    def _add(self, zh: str, en: str, code: Any) -> None:
        if code is not False:
            self._do(
                lambda env: self.dangan.archive.lists.add(self.list_name, str(code), zh, en, at=env.now, by=env.login)
            )

    def action_edit(self) -> None:
        """Another label; records keep the code."""
        option: Option | None = self.rows.current
        if option is not None:
            said = self.tr("Label of {option} (中文 / English):", option=option.text(self.lang))
            self.ask(Ask(said, lambda typed: self._relabel(option, typed), lang=self.lang))

    def _relabel(self, option: Option, typed: Any) -> None:
        if typed:
            zh, slash, en = str(typed).partition("/")
            lists = self.dangan.archive.lists
            self._do(
                lambda env: lists.relabel(
                    self.list_name, option.code, zh.strip(), en.strip() if slash else None, at=env.now, by=env.login
                )
            )

    def action_pick(self) -> None:
        """Retire the option, or restore it."""
        option: Option | None = self.rows.current
        if option is not None:
            lists = self.dangan.archive.lists
            self._do(
                lambda env: lists.retire(self.list_name, option.code, not option.retired, at=env.now, by=env.login)
            )

    def _do(self, change: Any) -> None:
        try:
            made = change(self.dangan.env())
        except DanganError as error:
            self.message(error.text(self.lang), "error")
            return
        self.fill()
        state = self.tr("retired") if made.retired else self.tr("may be chosen")
        self.message(f"{made.text(self.lang)}: {state}", "done")


def names_of(archive: Any, lang: str) -> dict[str, str]:
    """What each list is called; one that a plugin brings without a name, as the first field chosen from it."""
    found: dict[str, str] = {}
    for name, kept in archive.lists.lists.items():
        found[name] = (kept.en if lang == "en" else kept.zh) or kept.zh
    for spec in archive.registry.specs() if not all(found.values()) else ():
        for _block, f in spec.walk():
            if f.list and not found.get(f.list, ""):
                found[f.list] = f.label(lang)
    return {name: called or name for name, called in found.items()}


def proposed_code(label: str) -> str:
    """A code from a label: the initials of its pinyin, of an English one its words."""
    text = label.strip().lower()
    letters = text if text.isascii() else (initials(text) or [""])[0]
    return "".join(c if c.isascii() and c.isalnum() else "_" for c in letters).strip("_")[:40]
