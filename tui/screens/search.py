"""The global search: hits of all forms grouped by form, as one types; Enter opens, Esc returns to the very spot."""

from __future__ import annotations

from collections.abc import Callable

from dangan.i18n import N_
from storage.finding import Hit
from tui import theme
from tui.families import Family, heads
from tui.match import rank
from tui.screens.keyed import RowsScreen
from tui.widgets.line_edit import LineEdit
from tui.widgets.rows import Column, Entry, heading, note

LIMIT = 200
EACH = 20  # hits of one form that are listed while others have some, too
WHERE = {"number": N_("number"), "title": N_("name"), "pinyin": N_("pinyin"), "text": N_("contents")}


class SearchScreen(RowsScreen[None]):
    """Searches all forms. `family_of` gives the family that a typed digit means: it stands first."""

    DOES = N_("OK")

    def __init__(self, text: str = "", family_of: Callable[[str], Family | None] | None = None) -> None:
        super().__init__()
        self.box = LineEdit(text=text)
        self.family_of = family_of
        self.found: list[Hit] = []
        self._asked: str | None = None

    def path(self) -> list[str]:
        """The search."""
        return [self.tr("Search")]

    def part_right(self) -> str:
        """How many were found."""
        if self._asked is None or not self._asked:
            return ""
        number = len(self.found)
        return self.tr("{count} found", count=f"{number}+" if number >= LIMIT else f"{number}") + " "

    def told(self) -> None:
        """How it is used."""
        self.message(self.tr("Enter opens, Up and Down mark, Esc goes back"))

    def fill(self) -> None:
        """Hits by form, the record whose number was typed first, else the newest; forms whose name is meant come before them."""
        text = (self.box.text if self.box else "").strip()
        archive = self.dangan.archive
        if text != self._asked:
            self.found = archive.search(text, limit=LIMIT) if text else []
            self._asked = text
        entries: list[Entry] = []
        family = self.family_of(text) if self.family_of else None
        if family is not None:
            entries.append(Entry(("", text, family.label(self.lang), self.tr("family of forms")), family))
        groups: dict[str, list[Hit]] = {}
        for hit in self.found:
            groups.setdefault(hit.form, []).append(hit)
        for form, hits in groups.items():
            if not archive.registry.has(form):
                continue
            entries.append(heading(archive.registry.spec(form).label(self.lang), f"{len(hits)}"))
            shown = hits if len(groups) == 1 else hits[:EACH]
            entries += [Entry(("", h.record_no, h.title, self.tr(WHERE.get(h.where, h.where))), h) for h in shown]
            if len(shown) < len(hits):
                entries.append(
                    Entry(("", "", self.tr("all {count} in the list", count=len(hits)), ""), form, theme.DIM)
                )
        forms = [f for f in heads(archive.registry) if f.lists and text and rank(text, f.zh, f.en, f.no) >= 0]
        if forms:
            entries.append(heading(self.tr("Forms"), ""))
            entries += [Entry(("", f.no, f.label(self.lang), self.tr("list of records")), f.id) for f in forms[:9]]
        if not entries:
            entries.append(
                note(
                    self.tr("Nothing found")
                    if text
                    else self.tr("Name, number, unit, telephone; pinyin initials will do"),
                    theme.DIM,
                )
            )
        self.rows.show([Column("", 1), Column("", 18), Column(""), Column("", 16)], entries, head=False)

    async def searched(self) -> None:
        """Search as one types."""
        self.rows.at = 0
        self.fill()

    async def entered(self) -> None:
        """Open the record, the form's list, or the family."""
        chosen = self.rows.current
        if isinstance(chosen, Hit):
            await self.dangan.open_record(chosen.form, chosen.id, self.neighbour)
        elif isinstance(chosen, Family):
            from tui.screens.home import open_family

            self.dismiss(None)  # a digit is no search to come back to
            await open_family(self, chosen)
        elif isinstance(chosen, str):
            from tui.screens.list import ListScreen

            hits = any(h.form == chosen for h in self.found)
            await self.dangan.show(ListScreen(chosen, text=self.box.text if self.box and hits else ""))

    def neighbour(self, step: int) -> int | None:
        """The hit above or below, of the same form; the mark goes there."""
        before = self.rows.current
        self.rows.key("down" if step > 0 else "up")
        after = self.rows.current
        if isinstance(after, Hit) and isinstance(before, Hit) and after is not before and after.form == before.form:
            return after.id
        self.rows.mark(before)
        return None

    async def action_edit(self) -> None:
        """Edit the marked record."""
        if isinstance(self.rows.current, Hit):
            await self.dangan.edit(self.rows.current.form, self.rows.current.id)

    async def action_find(self) -> None:
        """It is open already: everything typed goes into it."""
        self.caret()

    async def action_do(self) -> None:
        """The same as Enter."""
        await self.entered()
