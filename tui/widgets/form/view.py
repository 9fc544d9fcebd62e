"""The one widget that draws a whole form, takes its keys and repaints only the lines that changed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Protocol

from rich.segment import Segment as Bit
from rich.style import Style
from textual import events
from textual.geometry import NULL_SIZE, Offset, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from dangan.record import Values
from dangan.spec import BlockSpec
from dangan.values.text import cells, fit
from tui.frontend.app import character_of
from tui.widgets.form.choosing import ChoiceEditor
from tui.widgets.form.editors import LongEditor
from tui.widgets.form.layout import Page, Place, lay
from tui.widgets.form.measure import Measured
from tui.widgets.form.model import FormModel
from tui.widgets.form.paint import Painter, height_of, long_values
from tui.widgets.form.pasting import is_table
from tui.widgets.form.picker import Panel

ROOM_BELOW = 8
STEP = 32  # the page grows in steps: a change of its size makes Textual paint everything


class Owner(Protocol):
    """What the view tells the screen that shows it, in the same turn: keys typed ahead must find it done."""

    async def press(self, key: str, character: str | None) -> bool:
        """A key before the form sees it; True where a question took it."""

    async def command(self, key: str) -> bool:
        """A key that the form does not know; True where it means something."""

    def changed(self) -> None:
        """A field was typed into or left, or another is in hand."""

    async def ended(self) -> None:
        """Enter in the last field."""

    def asks(self) -> bool:
        """Whether a question is open: the cursor stands in it."""

    async def pasted(self, text: str) -> None:
        """Lines of a spreadsheet were pasted into the table in hand."""

    async def began(self) -> bool:
        """Up in the first field of a register's line; False where there is no entry before."""


class FormView(ScrollView, can_focus=True):
    """A form on the screen. `earlier` are the lines of a register that stand above the one in hand.

    `room` is the size that the screen will give it: the form is laid out for it at once, so that the first paint has
    it whole; where it turns out different, the form is laid out anew.
    """

    DEFAULT_CSS = "FormView { height: 1fr; background: ansi_default; color: ansi_default; scrollbar-size: 0 0; }"

    def __init__(
        self, model: FormModel, owner: Owner, earlier: list[Values] | None = None, room: Size = NULL_SIZE
    ) -> None:
        super().__init__()
        self.model, self.owner = model, owner
        self.earlier = earlier or []
        self.panel: Panel | None = None
        self.quiet = False  # what may be chosen is not listed under the field until a key is pressed
        self.on_picked: Callable[[object], Awaitable[None] | None] | None = None
        self._cache: dict[int, Strip] = {}
        self._under: tuple[int, list[tuple[str, Style]]] = (0, [])
        self._shape: object = None
        self._measured = Measured()
        self.page = Page(80)
        self.painter = Painter(model, self.page, self.earlier)
        self._given = room
        if room:
            self._layout()
            self._list_under()

    @property
    def room(self) -> Size:
        """Cells to draw in."""
        return self.size or self._given

    def show(self, model: FormModel, earlier: list[Values] | None = None) -> None:
        """Show another record."""
        self.model = model
        if earlier is not None:
            self.earlier = earlier
        self.panel = None
        self._shape = None
        self.sync()

    def relay(self) -> None:
        """Lay the form out anew: after a change of language."""
        self._shape = None
        self.sync()

    def sync(self) -> None:
        """Bring the screen in step with the model: layout where it changed, lines that differ, scroll, caret."""
        if not self.size.width:
            return
        self._layout()
        self._scroll_to_place()
        top, bottom = self.scroll_offset.y, self.scroll_offset.y + self.size.height
        stale = self._cache
        self._cache = {}
        self._list_under()
        for y in range(top, bottom):
            if stale.get(y) != self._strip(y):
                self.refresh_line(y)
        self._caret()

    def render_line(self, y: int) -> Strip:
        """The line at `y` of the widget."""
        return self._strip(y + self.scroll_offset.y)

    def _strip(self, y: int) -> Strip:
        strip = self._cache.get(y)
        if strip is None:
            start, lines = self._under
            if start <= y < start + len(lines):
                text, style = lines[y - start]
                strip = self._listed(text, style)
            else:
                strip = self.painter.line(y)
            self._cache[y] = strip
        return strip

    def _listed(self, text: str, style: Style) -> Strip:
        here = self.model.place
        x = self.page.column_of(here) if here and self._stands(here) else 2
        widest = max(cells(line) for line, _style in self._under[1])
        x = max(0, min(x - 2, self.page.width - widest - 2))
        return Strip([Bit(" " * x), Bit(fit(text, self.page.width - x), style)], self.page.width)

    def _layout(self) -> None:
        m = self.model
        width = self.room.width
        long = long_values(m, width)
        shape = (
            id(m), width, long, m.lang, frozenset(m.visible), tuple(m.shown_rows(b) for b in m.spec.rows), len(self.earlier),
            tuple(height_of(m, f, max(2, width - 20)) for f in m.spec.fields.values() if f.type == "longtext"),
            tuple(tuple(self._content(b).values()) for b in m.spec.rows.values()),
        )  # fmt: skip
        if shape == self._shape:
            return
        self._shape = shape
        past = min(len(self.earlier), max(2, self.room.height // 3)) if m.spec.register else 0
        self.page = lay(
            m.spec, width, m.lang, m.visible, m.shown_rows, lambda f, w: height_of(m, f, w), past, long, self._content
        )
        self.painter = Painter(m, self.page, self.earlier)
        size = Size(width, -(-self.page.height // STEP) * STEP + ROOM_BELOW)
        if size != self.virtual_size:
            self.virtual_size = size

    def _content(self, block: BlockSpec) -> Mapping[str, int]:
        return self._measured.of(self.model, block)

    def _list_under(self) -> None:
        here = self.model.place
        if self.panel is not None:
            lines = self.panel.lines(self.page.width - 4, min(12, self.room.height - 2))
        elif here is None or self.quiet:
            lines = []
        else:
            lines = self.painter.below(self.page.width - 4)
        start = self._place_line() + 1 if here else self.scroll_offset.y
        self._under = (start, lines)
        over = start + len(lines) - (self.scroll_offset.y + self.room.height)
        if lines and over > 0 and self.size:
            self._jump(self.scroll_offset.y + over)
            self._cache = {}

    def _place_line(self) -> int:
        here = self.model.place
        if here is None or not self._stands(here):
            return 0
        y = self.page.line_of(here)
        if here.row < 0:
            segment = self.page.where[here.field][0]
            y += segment.height - 1
        return y

    def _scroll_to_place(self) -> None:
        here = self.model.place
        if here is None or not self._stands(here):
            return
        y = self.page.line_of(here)
        if isinstance(self.model.editor, LongEditor) and here.row < 0:
            y += self.model.editor.spot()[0]
        top, height = self.scroll_offset.y, self.room.height
        if y < top + 1:
            self._jump(max(0, y - min(6, height // 3)))
        elif y > top + height - 2:
            self._jump(y - height + max(3, height // 2))

    def _stands(self, place: Place) -> bool:
        return place.block in self.page.lines if place.row >= 0 else place.field in self.page.where

    def _jump(self, y: int) -> None:
        self.scroll_to(y=y, animate=False, force=True, immediate=True)

    def _caret(self) -> None:
        if not self.has_focus or self.owner.asks():
            return
        here = self.model.place
        if here is None or not self._stands(here):
            return
        self.painter.line(self.page.line_of(here))
        if isinstance(self.model.editor, LongEditor) and here.row < 0:
            self.painter.line(self.page.line_of(here) + self.model.editor.spot()[0])
        x, y = self.painter.caret
        place = getattr(self.app, "place_cursor", None)
        if place:
            place(self.content_region.offset + Offset(x, y) - self.scroll_offset)

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Keep the caret at the field when the page moves."""
        super().watch_scroll_y(old_value, new_value)
        self._cache = {}
        self.call_after_refresh(self._caret)

    def on_resize(self) -> None:
        """Lay out for the new width."""
        self.sync()
        self.owner.changed()
        self.call_after_refresh(self._caret)

    def on_focus(self) -> None:
        """Show the terminal's cursor: input methods draw beside it."""
        self._cursor(True)
        self.sync()
        self.call_after_refresh(self._caret)

    def on_blur(self) -> None:
        """Hide it again; nothing is left or checked, terminals blur when their window does."""
        self._cursor(False)

    def resume(self) -> None:
        """Take the terminal's cursor back."""
        self._cursor(self.has_focus)
        self.call_after_refresh(self._caret)

    def _cursor(self, shown: bool) -> None:
        show = getattr(self.app, "show_cursor", None)
        if show:
            show(shown)

    async def on_key(self, event: events.Key) -> None:
        """A key: a question first, then a list laid over the form, the field, the way through the form, the screen."""
        character = character_of(event)
        if await self.take(event.key, character):
            event.stop()
            event.prevent_default()

    async def on_paste(self, event: events.Paste) -> None:
        """Pasted text goes into the field, newlines as blanks where it has one line; lines of a spreadsheet into the table."""
        event.stop()
        if self.panel is not None or self.model.editor is None or await self.owner.press("", event.text):
            return
        if is_table(self.model, event.text):
            await self.owner.pasted(event.text)
            return
        self.model.editor.paste(event.text)
        self._typed()

    async def take(self, key: str, character: str | None) -> bool:
        """Take a key; False where it means nothing here."""
        self.quiet = False
        if await self.owner.press(key, character):
            return True
        if self.panel is not None:
            await self._in_panel(key, character)
            return True
        editor = self.model.editor
        if editor is None:
            return await self.owner.command(key)
        if isinstance(editor, LongEditor) and editor.full and key in ("enter", "ctrl+j"):
            editor.typed("\n")
            self._typed()
            return True
        if key in ("enter", "ctrl+j"):
            await self.onward()
        elif key == "tab":
            await self._tab()
        elif key == "shift+tab":
            await self.backward()
        elif self._cell_move(key):
            pass
        elif editor.key(key, character):
            self._typed()
        elif key in ("up", "down"):
            await self._vertical(-1 if key == "up" else 1)
        else:
            return await self.owner.command(key)
        return True

    def _typed(self) -> None:
        self.sync()
        self.owner.changed()

    async def _in_panel(self, key: str, character: str | None) -> None:
        assert self.panel is not None
        outcome = self.panel.key(key, character)
        if outcome is not None:
            done, self.panel = self.on_picked, None
            if outcome.value is not None and done is not None:
                waiting = done(outcome.value)
                if waiting is not None:
                    await waiting
        self.sync()
        self.owner.changed()

    def open(self, panel: Panel, on_picked: Callable[[object], Awaitable[None] | None]) -> None:
        """Lay a list or calendar under the field; `on_picked` gets what is chosen."""
        self.panel, self.on_picked = panel, on_picked
        self.sync()

    def cut(self) -> bool:
        """Whether the cell of a table in hand holds more than its column shows."""
        here, editor = self.model.place, self.model.editor
        if here is None or editor is None or here.row < 0 or isinstance(editor, ChoiceEditor):
            return False
        shown = self.page.grids[here.block].shown(here.field)
        return any(f.id == here.field and cells(editor.buffer.text) >= w for f, _x, w in shown)

    def close(self) -> None:
        """Take the list or calendar away, nothing chosen."""
        self.panel = None
        self.sync()

    async def onward(self) -> None:
        """Done with this field: to the next where the clerk stops."""
        self.model.leave()
        self._go(self.model.next())
        if self._gone is None:
            self.model.catch_up()
            self.sync()
            await self.owner.ended()

    async def backward(self) -> None:
        """To the field before."""
        self.model.leave()
        self._go(self.model.back())

    async def _tab(self) -> None:
        here = self.model.place
        if here is None or here.row < 0:
            await self.onward()
            return
        self.model.leave()
        self.model.catch_up()
        self._go(self.model.beyond())
        if self._gone is None:
            await self.owner.ended()

    async def _vertical(self, step: int) -> None:
        here = self.model.place
        if here is None:
            return
        self.model.leave()
        self._layout()
        if step < 0 and self._begins_line(here) and await self.owner.began():
            return
        place = self.page.beside(here, step)
        while place is not None and not self.model.can_type(place):
            place = self._typed_beside(place) or self.page.beside(place, step)
        self._go(place)

    def _begins_line(self, here: Place) -> bool:
        """Whether a field is the first of a register's line: of all, or of those where Enter stops."""
        lines = [b for b in self.model.walk.blocks if b.part != "header"]
        return bool(
            self.model.spec.register and lines and here in (self.model.walk.first(lines[0]), self.model.first(lines[0]))
        )

    def _typed_beside(self, place: Place) -> Place | None:
        if place.row >= 0:
            beside = (place._replace(field=f.id) for f in self.model.walk.fields.get(place.block, ()))
            return next((other for other in beside if self.model.can_type(other)), None)
        segment = self.page.where[place.field][0]
        for cell in segment.cells:
            other = Place(cell.block, cell.spec.id)
            if self.model.can_type(other):
                return other
        return None

    def _go(self, place: Place | None) -> None:
        self._gone = place
        if place is not None:
            if self.model.place and self.model.place.block != place.block:
                self.model.catch_up()
            self.model.enter(place)
        self.sync()
        self.owner.changed()

    def go(self, place: Place) -> None:
        """Leave the field in hand and take the one at `place`."""
        self.model.leave()
        self._go(place)

    def _cell_move(self, key: str) -> bool:
        here, editor = self.model.place, self.model.editor
        if here is None or editor is None or here.row < 0 or key not in ("left", "right"):
            return False
        if not (editor.buffer.selected or not editor.buffer.text or isinstance(editor, ChoiceEditor)):
            return False
        fields = self.model.walk.fields[here.block]
        beside = [place for f in fields if self.model.can_type(place := here._replace(field=f.id)) or place == here]
        i = beside.index(here) + (1 if key == "right" else -1)
        if 0 <= i < len(beside):
            self.model.leave()
            self._go(beside[i])
        return True
