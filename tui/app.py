"""The app: front end, language, the open archive, and the keys that open a screen from anywhere."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar

from textual.app import SystemCommand
from textual.binding import Binding, BindingType
from textual.screen import Screen

from dangan.env import Env
from dangan.i18n import N_, _
from tui import theme
from tui.frame import DanganScreen
from tui.frontend.app import FrontendApp
from tui.frontend.translate import NotUtf8, PasteTooLong


class DanganApp(FrontendApp[int]):
    """The base of the program's app. `archive` is an open storage archive, `login` who sits at the keyboard.

    Keys that open a screen are priority bindings here: what is typed behind them reaches the new screen.
    """

    CSS = theme.CSS
    ENABLE_COMMAND_PALETTE = False
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
        self._who = ""
        self.last: dict[str, Any] = {}  # the record saved last, by form, for ditto and sticky fields

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

    def who(self) -> str:
        """The right end of line 1."""
        if not self._who:
            self._who = self.env().user.text
        return self._who

    def switch_language(self, lang: str = "") -> None:
        """Change the language of everything on the screen, now."""
        self.lang = lang or ("en" if self.lang == "zh" else "zh")
        for screen in self.screen_stack:
            if isinstance(screen, DanganScreen):
                screen.switch_language()

    def save_scratch(self) -> None:
        """Keep what is being typed on every screen: called when the connection drops."""
        for screen in self.screen_stack:
            keep = getattr(screen, "keep_scratch", None)
            if keep:
                keep()

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """None of Textual's own."""
        return ()

    def action_help(self) -> None:
        """All keys of this screen."""
        from tui.screens.help import HelpScreen

        if isinstance(self.screen, DanganScreen) and not isinstance(self.screen, HelpScreen):
            self.push_screen(HelpScreen(self.screen))

    def action_menu(self) -> None:
        """What can be done here."""
        from tui.screens.menu import MenuScreen

        if isinstance(self.screen, DanganScreen) and not isinstance(self.screen, MenuScreen):
            self.push_screen(MenuScreen(self.screen))

    def action_leave(self) -> None:
        """Leave the program; what is being typed is kept as a scratch."""
        self.save_scratch()
        self.exit(0)

    def action_redraw(self) -> None:
        """Paint everything anew."""
        self.screen.refresh()
        for widget in self.screen.walk_children():
            widget.refresh()

    def on_not_utf8(self, message: NotUtf8) -> None:
        """The client does not send UTF-8."""
        self._tell(self.tr("The terminal's character set is not UTF-8: nothing of that was typed"))

    def on_paste_too_long(self, message: PasteTooLong) -> None:
        """A paste was cut."""
        self._tell(self.tr("The paste was too long, its end is missing"))

    def _tell(self, text: str) -> None:
        if isinstance(self.screen, DanganScreen):
            self.screen.message(text, "error")

    def action_stay(self) -> None:
        """Ctrl+C never ends the program."""
        if isinstance(self.screen, DanganScreen):
            self.screen.message(self.tr("Ctrl+Q leaves the program"))
