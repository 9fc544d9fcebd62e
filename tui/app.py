"""The app: front end, language, the open archive, the keys that mean the same everywhere, and the way between screens."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.app import SystemCommand
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.timer import Timer

from dangan.env import Env
from dangan.errors import DanganError
from dangan.i18n import N_, _
from dangan.values.text import cells, fit
from tui import crash, theme
from tui.frame import DanganScreen
from tui.frontend.app import FrontendApp, character_of
from tui.keymap import ALIASES, Keymap
from tui.work import EVERY, Work

if TYPE_CHECKING:
    from storage.waiting import Waiting

COMPANY_LEAST = 8  # cells of a company's name on line 1; where there is less room, the path has it all


class DanganApp(FrontendApp[int]):
    """The base of the program's app. `archive` is an open storage archive, `login` who sits at the keyboard."""

    CSS = theme.CSS
    ENABLE_COMMAND_PALETTE = False
    ESCAPE_TO_MINIMIZE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f1,ctrl+g", "help", N_("Help"), id="help", priority=True),
        Binding("f9,ctrl+p,f10", "menu", N_("Menu"), id="menu", priority=True),
        Binding("ctrl+q", "leave", N_("Leave the program"), id="leave", priority=True),
        Binding("ctrl+l", "redraw", N_("Draw the screen anew"), id="redraw", priority=True),
        Binding("ctrl+c", "stay", N_("Says how to leave"), id="stay", priority=True),
    ]

    def __init__(self, archive: Any, login: str, lang: str = "zh", **options: Any) -> None:
        super().__init__(ansi_color=True, **options)
        self.archive, self.login, self.lang = archive, login, lang
        self.plugins_off = 0
        self.last: dict[str, Any] = {}  # the record saved last, by form, for ditto and sticky fields
        self.due = (0, 0)  # how much waits for the user, how much of it is late
        self.moment = 0
        self.since = datetime.min  # when the count of what was entered this time began
        self.works: list[Work] = []
        self._work_timer: Timer | None = None
        self._who: tuple[str, str, str] | None = None
        self._keys: Keymap | None = None

    async def on_event(self, event: events.Event) -> None:
        """Give keys to a screen that takes them, in this turn: a key behind one that opens a screen finds it open.

        Textual passes a key on to the widget in focus, whose turn comes later; keys in the same packet follow at once.
        """
        if not isinstance(event, events.Key) or event.is_forwarded or not self._screen_stack:
            await super().on_event(event)
            return
        screen = self.screen
        while self.is_running and not screen.is_mounted:
            await asyncio.sleep(0.002)
        key = ALIASES.get(event.key, event.key)
        key = self.keys.meant(key, (screen, self))
        if not key and not character_of(event):
            return
        if key and key != event.key:
            event = events.Key(key, None)
        take = getattr(screen, "take", None)
        if take is None:
            await super().on_event(event)
        elif not await self._check_bindings(event.key, priority=True):
            await take(event.key, character_of(event))

    @property
    def keys(self) -> Keymap:
        """The keys that the user, else the office, has given other places."""
        if self._keys is None:
            own, office = self.preference("keymap"), self.env().office.setting("keymap")
            self._keys = Keymap({**(office or {}), **(own or {})})
        return self._keys

    def keys_changed(self) -> None:
        """The setting of the keys may have changed."""
        self._keys = None

    # context

    def env(self) -> Env:
        """The context of work, now."""
        env: Env = self.archive.env(self.login, self.lang, self.now())
        return env

    def now(self) -> datetime | None:
        """The time of work; None leaves it to the archive's clock."""
        return None

    def tr(self, msgid: str, /, **values: Any) -> str:
        """A word of the program in the reader's language."""
        return _(msgid, self.lang, **values)

    def who(self, room: int = 40) -> str:
        """The right end of line 1: company and name in `room` cells; the company gives way."""
        if self._who is None or self._who[0] != self.login:
            env = self.env()
            self._who = (self.login, env.company.text if env.company else "", env.user.text)
        _login, company, name = self._who
        room -= cells(name) + 1
        if not company or room < min(COMPANY_LEAST, cells(company)):
            return name
        return f"{fit(company, min(room, cells(company)))} {name}"

    def count_due(self) -> list[Waiting]:
        """Count what waits for the user, for line 1 of every screen; gives it, the earliest first."""
        from storage import waiting

        self.archive.new_day()  # a session may be open over midnight
        env = self.env()
        mine = waiting.mine(self.archive.store, env.office.acts_as(env.user))
        found = [w for w in mine if waiting.is_work(self.archive.registry, w)]
        self.due = len(found), sum(w.due_on is not None and w.due_on < env.today for w in found)
        return found

    def begin_batch(self) -> None:
        """What is entered from now on counts as entered this time."""
        from storage import recent

        self.moment, self.since = recent.moment(self.archive.store), self.env().now

    def plugins_changed(self) -> None:
        """Line 1 says how many plugins are off."""
        self.plugins_off = sum(p.state in ("off", "broken") for p in self.archive.registry.plugins())

    def directory_changed(self) -> None:
        """Names may have changed."""
        self._who = None

    def preference(self, name: str) -> Any:
        """What the user has chosen under a name."""
        return self.archive.preference(self.env(), name)

    def prefer(self, name: str, value: Any, office: bool = False) -> None:
        """Keep what the user has chosen."""
        self.archive.set_preference(self.env(), name, value, office=office)

    # the way between screens

    async def show(self, screen: Screen[Any], then: Any = None) -> None:
        """Open a screen and wait until it takes keys; `then` gets what it is left with."""
        await self.push_screen(screen, then)

    async def edit(
        self, form_id: str, record: int | str | None = None, copy_of: int | str | None = None, book: str = ""
    ) -> None:
        """Type a new record, or change one; with `book` old paper out of it."""
        from tui.screens.entry import EntryScreen

        form = self.archive.registry.form(form_id)
        if record is not None and not self._there(form_id, record):
            return
        if not form.alive:
            waits = form_id in self.archive.registry.behind()
            self.say(
                self.tr(
                    "This form changed with the program and can only be read until the upgrade: first screen, F9, Upgrade"
                )
                if waits
                else self.tr("The plugin of this form is off: its records can be read, not changed"),
                "warn",
            )
            return
        if book:
            from tui.screens.oldpaper import OldPaperScreen

            await self.show(OldPaperScreen(form_id, book, record))
            return
        await self.show(EntryScreen(form_id, record, copy_of))

    async def open_record(self, form_id: str, record: int, neighbour: Any = None) -> None:
        """Show a record; somebody may have taken it back since it was listed."""
        from tui.screens.record import RecordScreen

        if self._there(form_id, record):
            await self.show(RecordScreen(form_id, record, neighbour))

    def _there(self, form_id: str, record: int | str) -> bool:
        try:
            self.archive.read(form_id, record)
        except DanganError as error:
            self.say(error.text(self.lang), "error")
            return False
        return True

    def say(self, text: str, level: str = "hint") -> None:
        """Say something on the message line of the screen in hand."""
        if isinstance(self.screen, DanganScreen):
            self.screen.message(text, level)

    def switch_language(self, lang: str = "") -> None:
        """Change the language of everything on the screen, now."""
        self.lang = lang or ("en" if self.lang == "zh" else "zh")
        while isinstance(self.screen, DanganScreen) and self.screen.transient:
            self.pop_screen()
        for screen in self.screen_stack:
            if isinstance(screen, DanganScreen):
                screen.switch_language()

    # keys

    async def action_help(self) -> None:
        """All keys of this screen."""
        from tui.screens.help import HelpScreen

        if isinstance(self.screen, HelpScreen):
            self.screen.dismiss(None)
        elif isinstance(self.screen, DanganScreen):
            await self.show(HelpScreen(self.screen))

    async def action_menu(self) -> None:
        """What can be done here."""
        from tui.screens.menu import MenuScreen

        if isinstance(self.screen, MenuScreen):
            self.screen.dismiss(None)
        elif isinstance(self.screen, DanganScreen):
            await self.show(MenuScreen(self.screen))

    def action_leave(self) -> None:
        """Leave the program; what is being typed is kept as a scratch."""
        running = [w for w in self.works if w.running]
        if running:
            self.say(running[0].line(self.lang), "warn")
            return
        self.save_scratch()
        self.exit(0)

    def action_redraw(self) -> None:
        """Paint everything anew."""
        self.screen.refresh()
        for widget in self.screen.walk_children():
            widget.refresh()

    def action_stay(self) -> None:
        """Ctrl+C never ends the program; it stops a running import or export after asking."""
        from tui.screens.dialogs import Question

        running = [w for w in self.works if w.running]
        if not isinstance(self.screen, DanganScreen):
            return
        if not running:
            self.screen.message(self.tr("Ctrl+Q leaves the program"))
            return
        answers = [("go", self.tr("Go on")), ("stop", self.tr("Stop it"))]
        said = self.tr("Stop {name}?", name=running[0].name)

        def answer(chosen: str) -> None:
            if chosen == "stop":
                running[0].stop.set()

        self.screen.ask(Question(said, answers, answer, lang=self.lang, safe="go", no="go"))

    def undo_last(self) -> None:
        """Ask, then take back the last save of this user."""
        from storage import recent
        from tui.screens.dialogs import Question

        last = recent.last_save(self.archive.store, self.login)
        bulk = recent.last_bulk(self.archive.store, self.login) if last is None else None
        if (last is None and bulk is None) or not isinstance(self.screen, DanganScreen):
            imports = any(w.batch for w in self.works)
            hint = (
                self.tr("Imports are taken back in F9, imports, exports and backups of this session") if imports else ""
            )
            self.say(hint or self.tr("Nothing to take back"))
            return
        answers = [("no", self.tr("Leave it as it is")), ("undo", self.tr("Take it back"))]
        if last is not None:
            said = self.tr("Take back what was saved last: {number} {title}?", number=last.record_no, title=last.title)
        elif bulk is not None:
            said = self.tr("Take back the change of {count} records ({why})?", count=bulk.count, why=bulk.file_name)
        self.screen.ask(
            Question(said, answers, lambda a: self._undo() if a == "undo" else None, lang=self.lang, safe="no", no="no")
        )

    def _undo(self) -> None:
        try:
            undone = self.archive.undo(self.env())
        except DanganError as error:
            self.say(error.text(self.lang), "error")
            return
        again = getattr(self.screen, "resumed", None)
        if again is not None:
            again()
        self.say(self.tr("Taken back: {what}", what=undone), "done")

    # long work

    def work_timer(self) -> None:
        """Tell from now on how far the long work is."""
        if self._work_timer is None:
            self._work_timer = self.set_interval(EVERY, self.work_told)
        self.work_told()

    def work_told(self) -> None:
        """The line of the work that runs, once the one of the work that ended."""
        running = [w for w in self.works if w.running]
        if running:
            self.say(running[0].line(self.lang))
            return
        if self._work_timer is not None:
            self._work_timer.stop()
            self._work_timer = None
        if self.works:
            self.say(self.works[-1].ended, "error" if self.works[-1].failed else "done")

    # what the front end and Textual tell

    def on_not_utf8(self) -> None:
        """A client set to GBK: nothing of it was typed."""
        self.say(self.tr("The terminal's character set is not UTF-8: set the client to UTF-8"), "error")

    def on_paste_too_long(self) -> None:
        """The end of a paste was cut."""
        self.say(self.tr("The paste was too long: its end is missing"), "error")

    def save_scratch(self) -> bool:
        """Keep what is being typed on every screen: called when the connection drops. False where some was not kept."""
        keeps = [keep for screen in self.screen_stack if (keep := getattr(screen, "keep_scratch", None))]
        kept = [keep() for keep in keeps]
        return all(kept)

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """None of Textual's own."""
        return ()

    def _handle_exception(self, error: Exception) -> None:
        """A fault of a screen that was just opening while the app leaves changes nothing: it only goes to the log.

        Leans on private doors of Textual: this method and `_exit`.
        """
        if not self._exit:
            super()._handle_exception(error)
            return
        from dangan.faults import log_fault

        log_fault(self.archive.store.path.parent, error, self.env().now)

    def _fatal_error(self) -> None:
        """End after a fault of the program with one line on the terminal.

        Leans on a private door: Textual's own prints the values of variables, and with them what a record says.
        `tests/tui/test_program.py` fails when it changes.
        """
        try:
            kept = self.save_scratch()
        except Exception:  # the fault itself may stand in the way; what was kept a second ago stays
            kept = False
        from dangan.faults import log_fault

        path = None
        if self._exception is not None:
            path = log_fault(self.archive.store.path.parent, self._exception, self.env().now)
        self.fault = crash.said(path, self.lang, kept)
        self._close_messages_no_wait()


def run(db: str, lang: str, login: str) -> int:
    """Open the store `db` and run the program in the terminal; gives the exit status."""
    from tui.start import run_store

    return run_store(db, lang, login)
