"""The items of a volume in their order, with pages from 1 on: old against new, what is wrong now, and F6 to do it."""

from __future__ import annotations

from dangan.env import Env
from dangan.i18n import N_
from dangan.record import Link, Values
from forms_plugins.archives import order
from storage.moving import Moved, change_each
from tui import theme
from tui.screens.moving import ChangeScreen
from tui.widgets.rows import Column, Entry, heading, note, whole

VOLUME, ITEM = "file_catalogue", "item_catalogue"


class RenumberScreen(ChangeScreen):
    """Numbers the pages of the items of the volume in hand anew (`records`). Space takes a line up, arrows carry it, Space
    puts it down; F4 puts the papers in the order of filing."""

    DOES = N_("Renumber")
    ASKS = N_("Reason for the new page numbers:")

    def __init__(self) -> None:
        super().__init__((), ITEM, ())
        self.records: list[int] = []
        self.items: list[Values] = []
        self.volume: Values = {}
        self.carried = False
        self.ordered = False  # by F4

    def path(self) -> list[str]:
        """The volume."""
        return [self.tr("Renumber the items and pages"), str(self.volume.get("_title") or "")]

    def opened(self) -> None:
        """Read the volume and its items."""
        self.form_id = ITEM  # what was in hand was the volume
        archive = self.dangan.archive
        if self.records:
            self.volume = archive.read(VOLUME, self.records[0])
            link = Link(str(self.volume["record_no"]), self.volume["_id"], VOLUME)
            self.items = order.in_order(list(self.dangan.env().office.each(ITEM, volume=link)))
        self.ids = [i["_id"] for i in self.items]
        super().opened()
        self.draw_frame()

    def made(self, reason: str, dry_run: bool) -> Moved:
        """Number them in the order in hand."""
        pages = order.paged(self.items)

        def new(old: Values, env: Env) -> Values:
            return pages[old["_id"]]

        saver = self.dangan.archive.saver
        ids = [i["_id"] for i in self.items]
        return change_each(saver, ITEM, ids, new, self.dangan.env(), reason, dry_run)

    def told(self) -> None:
        """How the order is changed; what F6 will do."""
        if not self.records:
            self.message(self.tr("Mark a volume first, or go into one"), "warn")
        elif self.carried:
            self.message(self.tr("Up and Down carry the line, Space puts it down"))
        elif self.result.refused:
            super().told()
        else:
            self.message(self.tr("Space takes a line up, F4 puts them in the order of filing, F6 renumbers"))

    def fill(self) -> None:
        """What is wrong now, then each item with its pages, old and new."""
        entries: list[Entry] = []
        for p in order.faults(self.volume, order.in_order(self.items)):
            entries.append(note("! " + p.text(self.lang), theme.WARNING))
        if entries:
            entries.append(note())
        counted = sum(i.get("pages") or 0 for i in self.items)
        total = self.tr("{count} items, {pages} pages", count=len(self.items), pages=counted)
        entries.append(heading(self.tr("Order and pages, old -> new"), total))
        pages = order.paged(self.items)
        columns = [Column("", 4, "right"), Column("", 12), Column("", 22), Column("")]
        for n, item in enumerate(self.items, 1):
            old, new = _span(item), _span(pages[item["_id"]])
            said = f"{old} -> {new}" if old != new else old
            mark = "*" if self.carried and n == self.at + 1 else ""
            entries.append(Entry((f"{mark}{n}", str(item.get("item_no") or ""), said, str(item["title"])), item["_id"]))
            for refused in self.result.refused.get(item["_id"], ()):
                entries.append(note("     ! " + refused.text(self.lang), theme.WARNING))
        self.rows.show(columns, whole(columns, entries, max(20, self.size.width)), head=False)

    @property
    def at(self) -> int:
        """The place of the marked item, from 0."""
        here = self.rows.current if self.query("Rows") else None
        return next((n for n, i in enumerate(self.items) if i["_id"] == here), 0)

    async def typed(self, character: str) -> bool:
        """Space takes a line up, or puts it down."""
        if character in (" ", "\u3000") and self.items:
            self.carried = not self.carried
            self.fill()
            self.told()
            return True
        return await super().typed(character)

    async def pressed(self, key: str) -> bool:
        """A line that was taken up goes with the arrows."""
        if not self.carried or key not in ("up", "down"):
            return await super().pressed(key)
        here = self.at
        there = here + (1 if key == "down" else -1)
        if 0 <= there < len(self.items):
            item = self.items.pop(here)
            self.items.insert(there, item)
            self._reordered()
            self.rows.mark(item["_id"])
            self.fill()
        return True

    async def action_pick(self) -> None:
        """The order of filing."""
        self.items = order.filed_order(self.items)
        self.carried = False
        self._reordered()

    def _reordered(self) -> None:
        self.result = self.made("", True)
        self.fill()
        self.draw_frame()
        self.told()

    def resumed(self) -> None:
        """An item may have been mended meanwhile: its pages may be others."""
        ids = [i["_id"] for i in self.items]
        read = {v["_id"]: v for v in self.dangan.archive.read_many(ITEM, ids)}
        self.items = [read[i] for i in ids if i in read]
        super().resumed()


def _span(values: Values) -> str:
    ends = [str(values[name]) for name in ("page_from", "page_to") if values.get(name) is not None]
    return "-".join(dict.fromkeys(ends)) or "?"
