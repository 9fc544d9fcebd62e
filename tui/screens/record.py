"""A record to read: the form as on paper, and tabs for its rows, files, signatures, history and relations."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import ClassVar

from rich.style import Style
from textual.binding import Binding, BindingType
from textual.widget import Widget

from dangan.errors import DanganError
from dangan.i18n import N_
from dangan.intake import INTAKE
from dangan.values.text import cells, normal
from storage import attachments, signatures
from tui import theme
from tui.frame import Command
from tui.reading import heading_lines, page, table
from tui.screens import record_tabs as tabs
from tui.screens.history import VersionScreen, names_of
from tui.screens.record_steps import RecordSteps
from tui.standing import lines as standing
from tui.standing import state_label
from tui.widgets.rows import Column, Entry, Rows

GUIDE = N_("1-9 tabs, Up and Down move, Enter opens a version or a link, F7 F8 the records beside")
WHOLE, LESS = N_("All fields, empty ones too"), N_("Leave empty fields out")
LABEL_MOST, LABEL_LEAST = 24, 4  # cells of a tab's label
LABEL_READ = 6  # where labels would be shorter, the numbers behind them give way first
Neighbour = Callable[[int], int | None]


def clipped(label: str, width: int) -> str:
    """The beginning of `label` within `width` cells; the digit before a tab tells it apart."""
    while cells(label) > width:
        label = label[:-1]
    return label.rstrip()


class RecordScreen(RecordSteps):
    """Record `record` (`_id`) of `form_id`, or with `version` how it stood then. `neighbour` leads to the next one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "tab(-1)", N_("Tab before"), id="tab_before"),
        Binding("right", "tab(1)", N_("Next tab"), id="tab_after"),
    ]

    def __init__(
        self, form_id: str, record: int, neighbour: Neighbour | None = None, version: int | None = None
    ) -> None:
        super().__init__()
        self.form_id, self.record, self.neighbour, self.version = form_id, record, neighbour, version
        self.tab = 0
        self._numbers = True
        self.whole = False  # empty fields and tables are shown, too

    def body(self) -> Iterable[Widget]:
        """What stands on the tab in hand."""
        self.form = self.dangan.archive.registry.form(self.form_id)
        self.read()
        self.rows = Rows()
        yield self.rows

    def read(self) -> None:
        """Read the record and what its tabs count."""
        archive = self.dangan.archive
        old = self.version is not None
        self.values = (
            archive.as_of(self.form_id, self.record, self.version) if old else archive.read(self.form_id, self.record)
        )
        self.files = [] if old else attachments.listing(archive.store, self.record)
        self.versions = [] if old else archive.history(self.form_id, self.record)
        self.here = [] if old else archive.links_here(self.record)
        self.offers = self.read_offers()
        self.signed = [] if old else signatures.given(archive.store, self.record)
        self.taken = {} if old else signatures.taken(archive.store, self.record)
        links = sum(count for _form, count, _hits in self.here)
        if old:
            self.values["_title"] = archive.read(self.form_id, self.record)["_title"]
        self.tabs = tabs.tabs_of(self.form, self.values, len(self.files), len(self.versions), links, self.lang)
        if old:
            self.tabs = [t for t in self.tabs if t.kind in ("form", "rows")]
        self.tab = min(self.tab, len(self.tabs) - 1)

    def opened(self) -> None:
        """Show the page, say what may be done."""
        super().opened()
        self._draw_tab()

    def resumed(self) -> None:
        """Something may have been saved meanwhile."""
        super().resumed()
        if hasattr(self, "rows"):
            self.again()

    def again(self) -> None:
        """Read the record anew and draw it, the page where it was; leave where it was taken back meanwhile."""
        try:
            self.read()
        except (DanganError, KeyError):
            self.dismiss(None)
            return
        self._draw_tab()

    def relaid(self) -> None:
        """The page for another width."""
        if hasattr(self, "rows"):
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
        return self.who("" if self.form.alive else self.tr("read-only") + " ")

    def part(self) -> list[tuple[str, Style]]:
        """The tabs with their digits, the one in hand marked and always in sight."""
        room = self.size.width - cells(self.part_right()) - 3
        self._numbers = True
        each = self._label_room(room, LABEL_READ)
        if self._tabs_wide(0, each) > room:
            self._numbers = False
            each = self._label_room(room, LABEL_LEAST)
        first = 0
        while first < self.tab and self._tabs_wide(first, each, self.tab + 1) > room - 2:
            first += 1
        out: list[tuple[str, Style]] = [("<" if first else " ", theme.PLAIN)]
        used = 0
        for n in range(first, len(self.tabs)):
            text = self._tab_text(n, each)
            used += cells(text) + 1
            if used > room:
                return [*out, (">", theme.PLAIN)]
            out += [(text, theme.FRAME if n == self.tab else theme.PLAIN), (" ", theme.PLAIN)]
        return out

    def _label_room(self, room: int, least: int) -> int:
        """Cells of a label, as many as let all tabs stand in `room`, but `least`."""
        return next((e for e in range(LABEL_MOST, least, -1) if self._tabs_wide(0, e) <= room), least)

    def _tabs_wide(self, first: int, each: int, last: int | None = None) -> int:
        return sum(cells(self._tab_text(n, each)) + 1 for n in range(len(self.tabs))[first:last])

    def _tab_text(self, n: int, each: int) -> str:
        tab = self.tabs[n]
        label = tab.label if tab.block is None else clipped(tab.label, each)
        count = tab.count if self._numbers else ""
        gap = " " if label[-1:].isascii() and count else ""
        return f"{n + 1 if n < 9 else ''}{label}{gap}{count}"

    def part_right(self) -> str:
        """The state."""
        return state_label(self.form.spec, self.values.get("status"), self.lang) + " "

    def switch_language(self) -> None:
        """All words anew."""
        self.read()
        super().switch_language()

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
        return await super().pressed(key)

    def action_tab(self, step: int) -> None:
        """The tab beside."""
        self.open_tab((self.tab + step) % len(self.tabs))

    def open_tab(self, n: int) -> None:
        """Show tab `n`."""
        self.tab = n
        self.rows.at = self.rows.top = 0
        self._draw_tab()
        self.told()

    def _open_kind(self, kind: str) -> None:
        for n, tab in enumerate(self.tabs):
            if tab.kind == kind:
                self.open_tab(n)

    def _draw_tab(self) -> None:
        columns, entries = self._content(self.tabs[self.tab])
        self.rows.show(columns, entries)
        self.draw_frame()

    def _content(self, tab: tabs.Tab) -> tuple[list[Column], list[Entry]]:
        env, width = self.dangan.env(), max(20, self.size.width)
        if tab.kind == "form":
            head = (
                standing(self.form, self.values, self.offers, env, self.dangan.archive, width)
                if not self.version
                else []
            )
            return [], [*head, *page(self.form, self.values, env, width, self.whole)]
        if tab.block is not None:
            heads, body = table(tab.block, self.values.get(tab.block.id) or (), env, width)
            stays = len(heads) == 1
            return [Column(heads[0][1:] if stays else "")], body if stays else [*heading_lines(heads, width), *body]
        if tab.kind == "files":
            return tabs.files_tab(self.files, names_of(self.dangan.archive.directory), self.lang)
        if tab.kind == "signs":
            return tabs.signs_tab(
                self.form.spec, self.values, self.signed, self._open_signs(), self._people(), self.lang, self.files
            )
        if tab.kind == "history":
            return tabs.history_tab(self.form.spec, self.versions, self._people(), self.taken, self.lang)
        return tabs.links_tab(self.form.spec, self.values, self.here, self.dangan.archive.registry, self.lang)

    def _open_signs(self) -> set[str]:
        return {path for offer in self.offers for path in offer.open}

    def _people(self) -> dict[str, str]:
        return names_of(self.dangan.archive.directory)

    async def entered(self) -> None:
        """A version's differences, what a signature covers, or the record that is linked."""
        kind, value = self.tabs[self.tab].kind, self.rows.current
        if value is None:
            return
        if kind == "history":
            await self.dangan.show(VersionScreen(self.form, self.record, value, self.path()))
        elif kind == "signs" and isinstance(value, signatures.Given):
            await self.dangan.show(tabs.covered_screen(self.form.spec, self.values, value, self.path(), self.lang))
        elif kind == "links":
            await self.dangan.open_record(value[0], value[1])

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
            out += self.step_commands()
            out.append(
                Command(
                    "copy",
                    self.tr("Copy into a new record"),
                    lambda: self.dangan.edit(self.form_id, copy_of=self.record),
                )
            )
            if self.versions and self.versions[-1].action == INTAKE:
                from tui.screens.oldpaper import intake_commands

                out += intake_commands(self, self.record)
            out.append(Command("void", self.tr("Void, with a reason"), self._void))
        out += [
            *self.file_commands(),
            Command("history", self.tr("History"), lambda: self._open_kind("history"), "h"),
            Command("links", self.tr("What is linked"), lambda: self._open_kind("links")),
            *export_commands(self),
            Command("whole", self.tr(LESS if self.whole else WHOLE), self._whole),
        ]
        return out

    def _whole(self) -> None:
        self.whole = not self.whole
        self.open_tab(0)

    async def _print(self) -> None:
        from tui.screens.exporting import print_paper

        await print_paper(self)

    def marked(self) -> list[int]:
        """The record itself: what an export takes."""
        return [self.record]
