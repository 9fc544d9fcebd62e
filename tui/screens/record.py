"""A record to read: the form as on paper, and tabs for its rows, files, signatures, history and relations."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, ClassVar

from rich.style import Style
from textual.binding import Binding, BindingType
from textual.widget import Widget

from dangan import checking
from dangan.errors import DanganError, Refused
from dangan.i18n import N_
from dangan.values.text import cells, normal
from storage import attachments
from tui import theme
from tui.frame import Command
from tui.screens import record_tabs as tabs
from tui.screens.attaching import Attaching
from tui.screens.dialogs import Ask, Question
from tui.screens.listing import ListingScreen
from tui.widgets.form.model import FormModel
from tui.widgets.form.view import FormView
from tui.widgets.rows import Column, Entry, Rows

GUIDE = N_("1-9 tabs, Up and Down move, Enter opens a version or a link, F7 F8 the records beside")
Neighbour = Callable[[int], int | None]


class RecordScreen(Attaching):
    """Record `record` (`_id`) of `form_id`, or with `version` how it stood then. `neighbour` leads to the next one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "tab(-1)", N_("Tab before"), id="tab_before"),
        Binding("right", "tab(1)", N_("Next tab"), id="tab_after"),
        Binding("ctrl+z", "undo", N_("Take the last save back"), id="undo"),
    ]

    def __init__(
        self, form_id: str, record: int, neighbour: Neighbour | None = None, version: int | None = None
    ) -> None:
        super().__init__()
        self.form_id, self.record, self.neighbour, self.version = form_id, record, neighbour, version
        self.tab = 0

    def body(self) -> Iterable[Widget]:
        """The form, and the list of the other tabs."""
        self.form = self.dangan.archive.registry.form(self.form_id)
        self.read()
        self.view = FormView(self.model, self)
        self.rows = Rows()
        self.rows.display = False
        yield self.view
        yield self.rows

    def read(self) -> None:
        """Read the record and what its tabs count."""
        archive, env = self.dangan.archive, self.dangan.env()
        old = self.version is not None
        self.values = (
            archive.as_of(self.form_id, self.record, self.version) if old else archive.read(self.form_id, self.record)
        )
        self.model = FormModel(self.form, self.values, env)
        self.model.place = self.model.editor = None
        self.model.problems.clear()
        self.files = [] if old else attachments.listing(archive.store, self.record)
        self.versions = [] if old else archive.history(self.form_id, self.record)
        self.here = [] if old else archive.links_here(self.record)
        links = sum(count for _form, count, _hits in self.here)
        if old:
            self.values["_title"] = archive.read(self.form_id, self.record)["_title"]
        self.tabs = tabs.tabs_of(self.form, self.values, len(self.files), len(self.versions), links, self.lang)
        if old:
            self.tabs = [t for t in self.tabs if t.kind in ("form", "rows")]
        self.tab = min(self.tab, len(self.tabs) - 1)

    def opened(self) -> None:
        """Say what may be done."""
        super().opened()
        self.told()

    def resumed(self) -> None:
        """Something may have been saved meanwhile."""
        super().resumed()
        if hasattr(self, "view"):
            self.again()

    def again(self) -> None:
        """Read the record anew and draw it, the page where it was."""
        self.read()
        self.view.show(self.model)
        self._draw_tab()

    def told(self) -> None:
        """State, and how often it was saved."""
        if self.version is not None:
            self.message(
                self.tr(
                    "As it stood at version {version}, {at}",
                    version=self.version,
                    at=str(self.values.get("_updated_at"))[:16].replace("T", " "),
                )
            )
            return
        self.message(self.tr("Digits or Left and Right open the tabs, F2 edits"))

    # frame

    def path(self) -> list[str]:
        """Form, title and number."""
        title, number = str(self.values.get("_title") or ""), str(self.values.get("record_no") or "")
        name = number if title in ("", number) else f"{title} {number}"
        return [self.form.spec.label(self.lang), name]

    def right(self) -> str:
        """Who sits here."""
        return super().right() if self.form.alive else self.tr("read-only") + " " + super().right()

    def part(self) -> list[tuple[str, Style]]:
        """The tabs with their digits, the one in hand marked."""
        out: list[tuple[str, Style]] = [(" ", theme.PLAIN)]
        room = self.size.width - cells(self.part_right()) - 2
        for n, tab in enumerate(self.tabs):
            text = f"{n + 1 if n < 9 else ''}{tab.label}{' ' if tab.label.isascii() and tab.count else ''}{tab.count}"
            if cells(text) + 1 > room:
                out.append((">", theme.PLAIN))
                break
            room -= cells(text) + 1
            out += [(text, theme.FRAME if n == self.tab else theme.PLAIN), (" ", theme.PLAIN)]
        return out

    def part_right(self) -> str:
        """The state."""
        code = self.values.get("status")
        state = next((s.text(self.lang) for s in self.form.spec.states if s.code == code), str(code or ""))
        return f"{state} "

    def switch_language(self) -> None:
        """All words anew."""
        self.read()
        self.view.show(self.model)
        super().switch_language()
        self._draw_tab()
        self.told()

    def changed(self) -> None:
        """Nothing is typed here."""

    async def ended(self) -> None:
        """Nothing is typed here."""

    async def began(self) -> bool:
        """Nothing is typed here."""
        return False

    # keys

    async def typed(self, character: str) -> bool:
        """A digit opens a tab."""
        digit = normal(character)
        if digit.isdigit() and 0 < int(digit) <= len(self.tabs):
            self.open_tab(int(digit) - 1)
            return True
        alias = {"e": self.action_edit, "h": lambda: self._open_kind("history"), "p": self._print}.get(character)
        if alias is None:
            return False
        waiting = alias()
        if waiting is not None:
            await waiting
        return True

    async def pressed(self, key: str) -> bool:
        """The page or the list moves."""
        if key in ("left", "right", "f7", "f8"):
            return False
        if self.rows.display:
            return await super().pressed(key)
        step = {"up": -1, "down": 1, "pageup": -self.view.size.height + 1, "pagedown": self.view.size.height - 1}.get(
            key
        )
        if key == "home" or key == "end":
            step = 10**6 if key == "end" else -(10**6)
        if step is None:
            return False
        top = max(0, min(self.view.page.height - self.view.size.height, self.view.scroll_offset.y + step))
        self.view.scroll_to(y=top, animate=False, force=True, immediate=True)
        self.view.refresh()
        return True

    def action_tab(self, step: int) -> None:
        """The tab beside."""
        self.open_tab((self.tab + step) % len(self.tabs))

    def open_tab(self, n: int) -> None:
        """Show tab `n`."""
        self.tab = n
        self.rows.at = self.rows.top = 0
        self._draw_tab()

    def _open_kind(self, kind: str) -> None:
        for n, tab in enumerate(self.tabs):
            if tab.kind == kind:
                self.open_tab(n)

    def _draw_tab(self) -> None:
        tab = self.tabs[self.tab]
        self.view.display = tab.kind == "form"
        self.rows.display = tab.kind != "form"
        if tab.kind != "form":
            columns, entries = self._content(tab)
            self.rows.show(columns, entries)
        self.draw_frame()

    def _content(self, tab: tabs.Tab) -> tuple[list[Column], list[Entry]]:
        if tab.block is not None:
            return tabs.rows_tab(tab.block, self.values, self.model.env)
        if tab.kind == "files":
            return tabs.files_tab(self.files, self.lang)
        if tab.kind == "signs":
            return tabs.signs_tab(self.form.spec, self.values, self.lang)
        if tab.kind == "history":
            return tabs.history_tab(self.versions, self.lang)
        return tabs.links_tab(self.form.spec, self.values, self.here, self.dangan.archive.registry, self.lang)

    async def entered(self) -> None:
        """A version's differences, or the record that is linked."""
        kind, value = self.tabs[self.tab].kind, self.rows.current
        if value is None:
            return
        if kind == "history":
            from tui.screens.history import VersionScreen

            await self.dangan.show(VersionScreen(self.form, self.record, value, self.path()))
        elif kind == "links":
            await self.dangan.show(RecordScreen(value[0], value[1]))

    async def action_edit(self) -> None:
        """Edit the record."""
        if self.version is not None:
            self.message(self.tr("An old version cannot be changed"), "warn")
        elif self.values.get("status") == "void":
            self.message(self.tr("The record is void: it can be read, not changed"), "warn")
        else:
            await self.dangan.edit(self.form_id, self.record)

    def action_before(self) -> None:
        """The record above in the list."""
        self._neighbour(-1)

    def action_after(self) -> None:
        """The record below in the list."""
        self._neighbour(1)

    def _neighbour(self, step: int) -> None:
        other = self.neighbour(step) if self.neighbour else None
        if other is None:
            self.message(self.tr("No further record this way"))
            return
        self.record = other
        self.again()
        self.told()

    def action_undo(self) -> None:
        """Take the last save of this user back."""
        self.dangan.undo_last()

    def adds(self) -> str:
        """F5 attaches a file."""
        return N_("Attach")

    def guide(self) -> list[str]:
        """The keys of the tabs, for F1."""
        return [self.tr(GUIDE), *super().guide()]

    # steps

    def commands(self) -> list[Command]:
        """What can be done with the record."""
        from tui.screens.exporting import export_commands

        if self.version is not None:
            return []
        out = []
        if self.form.alive and self.values.get("status") != "void":
            if len(self.form.spec.states) > 1 and self.values.get("status") == self.form.spec.states[0].code:
                out.append(Command("submit", self._submit_word(), self._submit))
            out.append(
                Command(
                    "copy",
                    self.tr("Copy into a new record"),
                    lambda: self.dangan.edit(self.form_id, copy_of=self.record),
                )
            )
            out.append(Command("void", self.tr("Void, with a reason"), self._void))
        out += [
            *self.file_commands(),
            Command("history", self.tr("History"), lambda: self._open_kind("history"), "h"),
            Command("links", self.tr("What is linked"), lambda: self._open_kind("links")),
            *export_commands(self),
        ]
        return out

    def _lacking(self) -> list[Any]:
        state = self.form.spec.states[1].code
        found = checking.check(self.form, self.values, self.dangan.env(), state=state, entering=state)
        return [p for p in found if p.level == "refuse"]

    def _submit_word(self) -> str:
        state = self.form.spec.states[1].text(self.lang)
        lacking = len(self._lacking())
        return self.tr("Submit: {state}", state=state) + (self.tr(" (lacks {count})", count=lacking) if lacking else "")

    async def _submit(self) -> None:
        try:
            self.dangan.archive.submit(self.form_id, self.record, self.dangan.env())
        except Refused as refused:
            await self.show_problems(refused)
            return
        except DanganError as error:
            self.message(error.text(self.lang), "error")
            return
        self.again()
        self.message(self.tr("Submitted"), "done")

    async def show_problems(self, refused: Refused) -> None:
        """Every reason of a refusal, one a line."""
        if len(refused.problems) == 1:
            self.message(refused.problems[0].text(self.lang), "error")
            return
        entries = [Entry((self._named(p.path), p.text(self.lang)), p.path) for p in refused.problems]
        columns = [Column(self.tr("Field"), 18), Column(self.tr("Reason"))]
        said = self.tr("Not submitted: {count} reasons. F2 in the record mends them", count=len(entries))
        await self.dangan.show(ListingScreen([*self.path(), self.tr("Lacking")], columns, entries, said, level="error"))

    def _named(self, path: str) -> str:
        spec = self.form.spec
        name, _dot, rest = path.partition(".")
        if name in spec.rows:
            row, _dot, field = rest.partition(".")
            label = spec.rows[name].label(self.lang)
            if not field:
                return str(label)
            words: str = spec.rows[name].field(field).label(self.lang)
            return f"{label} {int(row) + 1} {words}"
        found = spec.fields.get(name)
        return str(found.label(self.lang)) if found else name

    def _void(self) -> None:
        number = str(self.values.get("record_no") or "")
        self.ask(Ask(self.tr("Void {number}? Reason:", number=number), self._void_reason, lang=self.lang))

    def _void_reason(self, reason: Any) -> None:
        if not reason:
            return
        number = str(self.values.get("record_no") or "")
        answers = [("no", self.tr("Leave it")), ("void", self.tr("Void"))]
        said = self.tr("Void {number}: its number is never used again.", number=number)
        then = lambda a: self._voided(str(reason)) if a == "void" else None  # noqa: E731
        self.ask(Question(said, answers, then, lang=self.lang, safe="no", no="no", destroying=("void",)))

    def _voided(self, reason: str) -> None:
        try:
            self.dangan.archive.void(self.form_id, self.record, reason, self.dangan.env())
        except DanganError as error:
            self.message(error.text(self.lang), "error")
            return
        self.again()
        self.message(self.tr("Voided"), "done")

    async def _print(self) -> None:
        from tui.screens.exporting import print_paper

        await print_paper(self)

    def marked(self) -> list[int]:
        """The record itself: what an export takes."""
        return [self.record]
