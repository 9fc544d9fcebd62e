"""Screens that get their keys in the app's own turn: what is typed ahead reaches the screen that a key opens."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, TypeVar

from rich.style import Style
from textual import events
from textual.binding import Binding, BindingType
from textual.geometry import Offset
from textual.widget import Widget

from dangan.i18n import N_
from tui.frame import DanganScreen
from tui.keymap import HELP, LINE_KEYS
from tui.widgets.line_edit import LineEdit
from tui.widgets.rows import Rows

Result = TypeVar("Result")


class KeyedScreen(DanganScreen[Result]):
    """The base of lists and questions.

    A key goes to the question that is open, then to `typed` (characters) or `pressed` (other keys), then to the
    bindings of the screen. With a `box` there is a search line on line 2: what is typed goes into it, `searched` is told.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+z", "undo", N_("Take the last save back"), id="undo")]
    AUTO_FOCUS = ""
    LABEL = N_("Find:")

    def __init__(self) -> None:
        super().__init__()
        self.box: LineEdit | None = None
        self._left = False

    async def take(self, key: str, character: str | None) -> bool:
        """A key of the keyboard; False where it means nothing here."""
        if await self.press(key, character):
            return True
        if character in HELP and (self.box is None or not self.box.text):
            await self.dangan.action_help()
            return True
        if character and await self.typed(character):
            return True
        if await self.pressed(key) or await self.command(key):
            return True
        if character and not character.isascii():
            self.message(self.tr("Input method on: press Shift, or F9"), "warn")
        return False

    async def typed(self, character: str) -> bool:
        """A character: into the search line, where there is one."""
        if self.box is None or (character in (" ", "\u3000") and not self.box.text):
            return False
        self.box.type(character)
        await self._box_changed()
        return True

    def typing_keys(self) -> tuple[tuple[tuple[str, ...], str], ...]:
        """Those of the search line, where there is one."""
        return LINE_KEYS if self.box is not None else ()

    async def pressed(self, key: str) -> bool:
        """A key that types nothing: the search line is edited by it, else the list moves."""
        if self.box is not None and key not in ("home", "end") and self.box.key(key):
            await self._box_changed()
            return True
        for rows in self.query(Rows):
            if rows.key(key):
                return True
        if key in ("enter", "ctrl+j"):
            await self.entered()
            return True
        return False

    async def entered(self) -> None:
        """Enter on the marked line."""

    async def searched(self) -> None:
        """What stands in the search line has changed."""

    async def _box_changed(self) -> None:
        await self.searched()
        self.draw_frame()
        self.caret()

    async def action_find(self) -> None:
        """The global search, from anywhere."""
        from tui.screens.search import SearchScreen

        await self.dangan.show(SearchScreen())

    def action_undo(self) -> None:
        """Take the last save of this user back, after asking."""
        self.dangan.undo_last()

    async def on_paste(self, event: events.Paste) -> None:
        """A paste goes to the question that is open, else into the search line."""
        event.stop()
        text = event.text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
        if not await self.press("", text):
            await self.pasted(text)

    async def pasted(self, text: str) -> None:
        """Pasted text, its lines ended by newlines: into the search line, where there is one."""
        if self.box is not None:
            self.box.type(text)
            await self._box_changed()

    def part(self) -> str | list[tuple[str, Style]]:
        """The search line."""
        if self.box is None:
            return ""
        self.box.label = f" {self.tr(self.LABEL)} "
        return self.box.pieces(min(40, max(20, self.size.width - 30)))

    def guide(self) -> list[str]:
        """What the keys that type do here, for F1."""
        out = [self.tr("Up, Down, F7, F8, Home, End move; Enter opens")]
        if self.box is not None:
            out.append(
                self.tr("Letters, digits and Chinese characters search: a part, pinyin, initials; Esc takes it back")
            )
            out.append(self.tr("Backspace, Ctrl+W (word), Ctrl+U (all) take back what was typed"))
        return out

    def caret(self) -> None:
        """Put the terminal's cursor where typing goes: input methods draw beside it."""
        if self.box is None or not self.is_current or self.question is not None:
            return
        self.dangan.show_cursor(True)
        self.dangan.place_cursor(Offset(min(self.box.caret, self.size.width - 1), 1))

    def answered(self) -> None:
        """The cursor goes back into the search line, where there is one."""
        super().answered()
        self.caret()

    def on_mount(self) -> None:
        """Once, when the widgets are there. Textual calls this for each class that has it; `opened` is called once."""
        self.opened()

    def opened(self) -> None:
        """Called once, when the widgets are there."""
        self.told()

    def told(self) -> None:
        """Say on the message line what can be done here, in the reader's language."""

    def on_screen_resume(self) -> None:
        """Take the cursor, or hide it; come back from another screen."""
        if self.box is None:
            self.dangan.show_cursor(False)
        else:
            self.call_after_refresh(self.caret)
        if self._left:
            self.resumed()

    def on_screen_suspend(self) -> None:
        """Another screen lies over this one."""
        self._left = True

    def resumed(self) -> None:
        """Called when another screen that lay over this one is gone: it may have changed what stands here."""

    def on_resize(self) -> None:
        """Draw for the new width."""
        self.draw_frame()
        self.relaid()

    def relaid(self) -> None:
        """Called when the width has changed: lines that depend on it are made anew."""

    def switch_language(self) -> None:
        """All words anew."""
        super().switch_language()
        self.relaid()
        self.told()


class RowsScreen(KeyedScreen[Result]):
    """A screen whose body is one list; `fill` shows its lines."""

    def body(self) -> Iterable[Widget]:
        """The list."""
        yield Rows()

    @property
    def rows(self) -> Rows:
        """The list."""
        return self.query_one(Rows)

    def opened(self) -> None:
        """Show the lines."""
        super().opened()
        self.fill()

    def resumed(self) -> None:
        """Another screen may have changed what stands here."""
        super().resumed()
        if self.query(Rows):
            self.fill()

    def relaid(self) -> None:
        """The lines for another width or language."""
        if self.query(Rows):
            self.fill()

    async def pressed(self, key: str) -> bool:
        """A key that moves the mark: what is said of the marked line follows."""
        before = self.rows.at
        taken = await super().pressed(key)
        if taken and self.query(Rows) and self.rows.at != before:
            self.moved()
        return taken

    def live(self, action: str) -> bool:
        """F7 and F8 page the list."""
        return action in ("before", "after") or super().live(action)

    def moved(self) -> None:
        """Called when another line is marked."""

    def fill(self) -> None:
        """Read what is to be shown and show it."""


class SearchedScreen(RowsScreen[Result]):
    """A list with a search line: what is typed filters it, Esc takes the search back before it leaves."""

    def __init__(self, typed: str = "") -> None:
        super().__init__()
        self.box = LineEdit(text=typed)

    @property
    def wanted(self) -> str:
        """What stands in the search line."""
        return self.box.text if self.box else ""

    async def searched(self) -> None:
        """Filter."""
        self.rows.at = 0
        self.fill()

    def action_back(self) -> None:
        """Take the search back, then leave."""
        if self.box is not None and self.box.text:
            self.box.set("")
            self.rows.at = 0
            self.fill()
            self.draw_frame()
            self.caret()
        else:
            super().action_back()
