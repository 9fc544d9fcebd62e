"""The frame of every screen: where am I, what part, the body, what now, the ten keys; and the base of all screens."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, cast

from rich.segment import Segment as Bit
from rich.style import Style
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.geometry import Offset
from textual.strip import Strip
from textual.widget import Widget

from dangan.frozen import frozen
from dangan.i18n import N_, _
from dangan.values.text import cells, fit, folded, visible
from tui import theme
from tui.frontend.app import character_of
from tui.keymap import HELP
from tui.screens.dialogs import Question
from tui.widgets.base import QuietScreen

if TYPE_CHECKING:
    from tui.app import DanganApp

Result = TypeVar("Result")

# key, what it does, the action that must exist for it to mean something here
KEYS: tuple[tuple[str, str, str], ...] = (
    ("F1", N_("Help"), "help"), ("F2", N_("Edit"), "edit"), ("F3", N_("Find"), "find"), ("F4", N_("Pick"), "pick"),
    ("F5", N_("New"), "new"), ("F6", N_("Save"), "do"), ("F7", N_("Prev"), "before"), ("F8", N_("Next"), "after"),
    ("F9", N_("Menu"), "menu"), ("Esc", N_("Back"), "back"),
)  # fmt: skip
EVERYWHERE = ("help", "menu", "back")
LINES = 4  # of the frame, two above the body and two below


@frozen
class Command:
    """One line of the F9 menu: an id that stays, its words, what it runs, the direct key where it has one."""

    id: str
    text: str
    run: Callable[[], Any]
    key: str = ""
    dim: bool = False  # cannot be done now; what it says is why


class Line(Widget):
    """One line of the frame: texts with styles, the last pieces flush right."""

    DEFAULT_CSS = "Line { height: 1; width: 1fr; background: ansi_default; color: ansi_default; }"

    def __init__(self, id: str) -> None:
        super().__init__(id=id)
        self._left: list[tuple[str, Style]] = []
        self._right = ""
        self._base = theme.PLAIN
        self._tall = 1

    def say(self, left: str | list[tuple[str, Style]], right: str = "", base: Style = theme.PLAIN) -> None:
        """Show `left` and, flush right, `right`; nothing is repainted when that is what stands there."""
        pieces = [(left, base)] if isinstance(left, str) else left
        pieces = [(visible(t, keep_newlines=True), s) for t, s in pieces]
        if (pieces, right, base) != (self._left, self._right, self._base):
            self._left, self._right, self._base = pieces, visible(right), base
            self.refresh()

    def grow(self) -> None:
        """Take as many lines as the text needs, at most four, and give them back when it needs fewer."""
        tall = min(4, len(self._lines())) if self.size.width > 2 else 1
        if tall != self._tall:
            self._tall = tall
            self.styles.height = tall

    def _lines(self) -> list[str]:
        return [" " + line.strip() for line in folded(self.text.strip(), max(2, self.size.width - 2))]

    @property
    def end(self) -> Offset:
        """The cell behind the text, on the screen; on the `_` where the text ends with one."""
        lines = self._lines()[:4] if self._tall > 1 else [self.text]
        x = cells(lines[-1]) + (-1 if lines[-1].endswith("_") else 1)
        return self.region.offset + Offset(min(x, max(0, self.size.width - 1)), len(lines) - 1)

    @property
    def text(self) -> str:
        """What stands on the left."""
        return "".join(t for t, _style in self._left)

    def render_line(self, y: int) -> Strip:
        """The line as it is drawn."""
        width = self.size.width
        if self._tall > 1:
            lines = self._lines()
            text = fit(lines[y] if y < len(lines) else "", width)
            return Strip([Bit(text, self._left[0][1] if self._left else self._base)], width)
        right = fit(self._right, min(cells(self._right), max(0, width - 10)))
        room = width - cells(right)
        out: list[Bit] = []
        for text, style in self._left:
            piece = fit(text, min(cells(text), room))
            out.append(Bit(piece, style))
            room -= cells(piece)
        out += [Bit(" " * room, self._base), Bit(right, self._base)]
        return Strip(out, width)


class DanganScreen(QuietScreen[Result]):
    """The base of the program's screens.

    A screen says where it is (`path()`), fills `body()`, and defines `action_find`, `action_pick`, `action_new`,
    `action_do`, `action_before`, `action_after`, `action_edit` where they mean something; the others are dimmed.
    `commands()` is what F9 offers. Questions are asked on the message line (`ask`).
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "edit", N_("Edit"), id="edit"),
        Binding("f3,ctrl+f", "find", N_("Find"), id="find"),
        Binding("f4", "pick", N_("Pick"), id="pick"),
        Binding("f5,ctrl+n,insert", "new", N_("New"), id="new"),
        Binding("f6,ctrl+s", "do", N_("Save"), id="do"),
        Binding("f7,pageup", "before", N_("Prev"), id="before"),
        Binding("f8,pagedown", "after", N_("Next"), id="after"),
        Binding("escape", "back", N_("Back"), id="back"),
    ]
    DOES = N_("Save")  # what F6 does here
    ADDS = N_("New")  # what F5 does here
    transient = False  # made of words of one language: it is left when the language changes

    def __init__(self) -> None:
        super().__init__()
        self.question: Question | None = None
        self._said: tuple[str, str] = ("", "hint")

    @property
    def dangan(self) -> DanganApp:
        """The app, as what it is."""
        return cast("DanganApp", self.app)

    @property
    def lang(self) -> str:
        """The reader's language."""
        return self.dangan.lang

    def tr(self, msgid: str, /, **values: Any) -> str:
        """A word of the program in the reader's language."""
        return _(msgid, self.lang, **values)

    def compose(self) -> ComposeResult:
        """Frame and body."""
        yield Line("where")
        yield Line("part")
        yield from self.body()
        yield Line("message")
        yield Line("keys")

    def body(self) -> Iterable[Widget]:
        """The widgets between line 2 and the message line."""
        return ()

    def path(self) -> list[str]:
        """Where this is, from the left: the forms, the form, the record."""
        return []

    def right(self) -> str:
        """The right end of line 1: who, and how much is due."""
        return self.who()

    def who(self, before: str = "") -> str:
        """`before`, then company and name in what the path leaves of line 1, then how much waits for the user."""
        due = self._waits()
        left = cells(self._where()) + cells(self._off()) + cells(before) + cells(due) + 3
        return before + self.dangan.who((self.size.width or 80) - left) + due

    def _waits(self) -> str:
        waits, late = self.dangan.due
        if not waits:
            return ""
        return "  " + (
            self.tr("due {waits} late {late}", waits=waits, late=late) if late else self.tr("due {waits}", waits=waits)
        )

    def _where(self) -> str:
        return " " + " > ".join([self.tr("Archive"), *self.path()])

    def _off(self) -> str:
        off = self.dangan.plugins_off
        return self.tr("! plugins off {count}", count=off) + "  " if off else ""

    def part(self) -> str | list[tuple[str, Style]]:
        """Line 2."""
        return ""

    def part_right(self) -> str:
        """The right end of line 2."""
        return ""

    def does(self) -> str:
        """The word on F6 (in English, a word of the catalogue)."""
        return self.DOES

    def adds(self) -> str:
        """The word on F5."""
        return self.ADDS

    def commands(self) -> list[Command]:
        """What F9 offers beside the keys."""
        return []

    def typing_keys(self) -> tuple[tuple[tuple[str, ...], str], ...]:
        """The keys of what is typed here, for F1: keys and what they do."""
        return ()

    def on_mount(self) -> None:
        """Draw the frame."""
        self.draw_frame()

    def on_screen_resume(self) -> None:
        """Draw the frame anew: the language may have changed meanwhile."""
        self.draw_frame()

    def draw_frame(self) -> None:
        """Bring the lines of the frame up to date; only those that differ are painted."""
        if not self.query("#where"):
            return
        self.query_one("#where", Line).say(self._where(), f"{self._off()}{self.right()} ", theme.FRAME)
        self.query_one("#part", Line).say(self.part(), self.part_right())
        self.query_one("#keys", Line).say(self._keys())
        self._draw_message()

    def live(self, action: str) -> bool:
        """Whether the key of an action means something here now; the others are dimmed."""
        return hasattr(self, f"action_{action}")

    def _keys(self) -> list[tuple[str, Style]]:
        out: list[tuple[str, Style]] = [(" ", theme.PLAIN)]
        for key, word, action in KEYS:
            live = action in EVERYWHERE or self.live(action)
            text = {"do": self.does(), "new": self.adds()}.get(action, word)
            gap = "" if key == "Esc" else " "
            out.append((f"{self.dangan.keys.of(action, key)}{self.tr(text)}{gap}", theme.PLAIN if live else theme.DIM))
        return out

    def message(self, text: str, level: str = "hint") -> None:
        """Say `text` on the message line; level hint, done, warn or error."""
        self._said = (text, level)
        self._draw_message()

    def _draw_message(self) -> None:
        if not self.query("#message"):
            return
        line = self.query_one("#message", Line)
        if self.question is not None:
            line.say([(" " + self.question.text, theme.WARNING)])
            self.call_after_refresh(self._caret_in_question)
        else:
            text, level = self._said
            line.say([(" " + text, theme.LEVELS[level])] if text else "")
        line.grow()

    def _caret_in_question(self) -> None:
        """The terminal's cursor stands where the answer is typed: input methods draw beside it."""
        if self.question is not None and self.is_current:
            self.dangan.show_cursor(True)
            self.dangan.place_cursor(self.query_one("#message", Line).end)

    def asks(self) -> bool:
        """Whether a question is open."""
        return self.question is not None

    def answered(self) -> None:
        """Called when the question is gone: the cursor goes back to where typing goes."""
        self.dangan.show_cursor(False)

    def ask(self, question: Question) -> None:
        """Ask on the message line; keys answer until it is answered."""
        self.question = question
        self._draw_message()

    async def press(self, key: str, character: str | None) -> bool:
        """Give a key to the question that is open; False when none is."""
        if self.question is None:
            return False
        asked = self.question
        answer = asked.key(key, character)
        if answer is None:
            self._draw_message()
            return True
        self.question = None
        self._draw_message()
        self.answered()
        waiting = asked.then(answer)
        if waiting is not None:
            await waiting
        return True

    async def command(self, key: str) -> bool:
        """Run what a key is bound to on this screen, in the turn in which it came; False when it is bound to nothing."""
        for binding in self._bindings.key_to_bindings.get(key, ()):
            if hasattr(self, f"action_{binding.action.partition('(')[0]}"):
                await self.run_action(binding.action)
                return True
        return False

    async def on_key(self, event: events.Key) -> None:
        """A key that the body left: the open question's, or a sign that the input method is in its Chinese state."""
        character = character_of(event)
        if await self.press(event.key, character):
            event.stop()
        elif character in HELP:
            event.stop()
            await self.dangan.action_help()
        elif character and not character.isascii():
            self.message(self.tr("Input method on: press Shift, or F9"), "warn")

    def action_back(self) -> None:
        """Back to the screen before."""
        if any(isinstance(below, DanganScreen) for below in self.app.screen_stack[:-1]):
            self.dismiss(None)

    def switch_language(self) -> None:
        """Called when the language changed: draw all words anew; what was said or asked in the other one is over."""
        if self.question is not None:
            self.question = None
            self.answered()
        self._said = ("", "hint")
        self.draw_frame()
