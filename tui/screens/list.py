"""The list of a form's records: virtual, searched as one types, sorted, filtered, marked, exported."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, ClassVar

from rich.style import Style
from textual.binding import Binding, BindingType
from textual.widget import Widget

from dangan import types
from dangan.hiding import SETTING, shown
from dangan.i18n import N_
from dangan.record import Values
from storage.filters import Filter
from storage.pages import TEXT_CAP, View
from tui.columns import choosable, columns_of, default_columns, direction, status_field
from tui.filtering import in_words
from tui.frame import Command
from tui.screens.list_saved import SavedViews
from tui.widgets.line_edit import LineEdit
from tui.widgets.record_list import RecordList
from tui.widgets.window import Window


class ListScreen(SavedViews):
    """All records of `form_id`, or those of a view; of a report those that it is over, in its columns."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,ctrl+j", "open", N_("Open the record"), id="open"),
        Binding("space", "mark", N_("Mark the record (while nothing is searched)"), id="mark"),
    ]

    def __init__(
        self, form_id: str, filters: tuple[Filter, ...] = (), text: str = "", like: View | None = None
    ) -> None:
        super().__init__()
        self.form_id = form_id
        self.box = LineEdit(text=text)
        self.view = View(filters=filters, text=text)
        self.given = bool(filters)  # the list was opened with them: Esc leaves it
        self.like = like  # a view whose columns and sort it has, instead of those kept
        self._counted: tuple[int, bool] | None = None
        self._before: Values | None = None  # the record saved last when another screen was opened over this one

    def body(self) -> Iterable[Widget]:
        """The list."""
        named = self.dangan.archive.registry.spec(self.form_id)
        self.named, self.form_id = named, named.id if named.kept else named.of
        self.form = self.dangan.archive.registry.form(self.form_id)
        self.spec = shown(self.form.spec, self.dangan.archive.settings.get(SETTING, self.dangan.env().today))
        like = self.like or self.own_view()
        self.view = replace(like, filters=self.view.filters, text=self.view.text)
        if not (self.given or self.view.text or self.like):
            self.begin()
        yield RecordList()

    def own_view(self) -> View:
        """The list as it is without a saved view: with the columns and the sort that the user chose last."""
        kept = self.dangan.preference(f"columns.{self.named.id}")
        sort = self.dangan.preference(f"sort.{self.form_id}")
        known = choosable(self.spec)
        columns = tuple(c for c in kept or () if c in known)
        columns = columns or tuple(c for c in self.named.list_columns if c in known) or default_columns(self.spec)
        if isinstance(sort, list) and len(sort) == 2 and sort[0] in known:
            return View(columns, sort[0], bool(sort[1]))
        return View(columns)

    @property
    def records(self) -> RecordList:
        """The drawn list."""
        return self.query_one(RecordList)

    def opened(self) -> None:
        """Read the first page; the total is counted when it stands on the screen."""
        self.read()
        said = self._said
        super().opened()
        if said[1] == "error":  # why the view that the list opens with is not used
            self.message(*said)
        self.call_after_refresh(self.count)

    def resumed(self) -> None:
        """Come back to the very spot, or to the record saved meanwhile; what was changed is read anew."""
        super().resumed()
        window = self.records.window if self.query(RecordList) else None
        if window is None:
            return
        if window.rows:
            window.refresh(lambda r: r["_id"], self.records.height)
        else:
            self.read()
        self._to_saved()
        self.records.forget()
        self.call_after_refresh(self.count)

    def path(self) -> list[str]:
        """The form, or the report over it."""
        return [self.named.label(self.lang)]

    def part(self) -> str | list[tuple[str, Style]]:
        """The search while one types, else view, filters and sort in words."""
        if self.box is not None and self.box.text:
            return super().part()
        known = choosable(self.spec)
        env = self.dangan.env()
        said = [self.view_name(), *(self._filter_words(w, known, env.office) for w in self.view.filters)]
        said = [word for word in said if word] or [self.tr("all records")]
        sort = known.get(self.view.sort)
        name = sort.label(self.lang) if sort else self.tr("order of entry")
        way = (
            direction(sort, self.view.descending, self.lang)
            if sort
            else (self.tr("new to old") if self.view.descending else self.tr("old to new"))
        )
        return (
            " "
            + self.tr("View: {filters}", filters="  ".join(said))
            + "   "
            + self.tr("Sort: {field} {way}", field=name, way=way)
        )

    def part_right(self) -> str:
        """How many; 5000+ where counting all would take long."""
        if self._counted is None:
            return ""
        number, exact = self._counted
        return self.tr("{count} records", count=f"{number}" if exact else f"{number}+") + " "

    def _filter_words(self, wanted: Filter, known: dict[str, Any], office: Any) -> str:
        f = status_field(self.spec) if wanted.field == "status" else known.get(wanted.field)
        if f is None:
            return wanted.field
        options = types.options_of(f, office) if f.type in ("choice", "multi") else ()
        return in_words(f, wanted, self.lang, options)

    # reading

    def read(self) -> None:
        """Read the view from its beginning."""
        archive, view = self.dangan.archive, self.view

        def fetch(
            *, after: Values | None = None, before: Values | None = None, end: bool = False, limit: int
        ) -> list[Values]:
            more = {"end": True} if end else {}
            page = archive.page(
                self.form_id, view, after["_key"] if after else None, before["_key"] if before else None, limit, **more
            )
            self._of_master(page.rows)
            return list(page.rows)

        window: Window[Values] = Window(fetch, lambda: self._counted or (0, False))
        window.home()
        columns = columns_of(self.spec, view.columns, self.lang, self.dangan.env().office)
        nothing = (
            self.tr("Nothing found. Esc takes the search back")
            if view.text or view.filters
            else self.tr("No records yet. F5 types the first")
        )
        self.records.show(window, columns, self.lang, nothing)
        self._counted = None

    def _of_master(self, rows: list[Values]) -> None:
        """Columns that a form takes over from its master are kept there: the records are read for them."""
        lacking = [c for c in self.view.columns if c in self.spec.fields and rows and c not in rows[0]]
        if lacking:
            whole = self.dangan.archive.read_many(self.form_id, [r["_id"] for r in rows])
            for row, values in zip(rows, whole, strict=True):
                row.update({c: values.get(c) for c in lacking})

    def count(self) -> None:
        """Count the view: exact while that is cheap."""
        if not self.is_attached:
            return
        number, exact = self.dangan.archive.count(self.form_id, self.view)
        self._counted = number, exact and not (self.view.text and number >= TEXT_CAP)
        self.draw_frame()
        if self._said[1] == "hint":  # what was done stays to be read
            self.told()

    def told(self) -> None:
        """Where the cursor stands, and how many are marked."""
        window = self.records.window
        if window is None:
            return
        n = window.number
        place = self.tr("Record {number}", number=n) if n else ""
        marked = self.tr("{count} marked", count=len(self.records.marks)) if self.records.marks else ""
        void = self.tr("void") if window.current and window.current.get("status") == "void" else ""
        self.message("  ".join(t for t in (place, void, marked) if t))

    def changed(self, view: View) -> None:
        """Show another view."""
        self.view = view
        self.read()
        self.count()
        self.caret()

    async def searched(self) -> None:
        """Search as one types."""
        assert self.box is not None
        self.changed(replace(self.view, text=self.box.text))

    def relaid(self) -> None:
        """Words in another language."""
        if self.query(RecordList) and self.records.window is not None:
            columns = columns_of(self.spec, self.view.columns, self.lang, self.dangan.env().office)
            self.records.show(self.records.window, columns, self.lang, self.records.nothing)

    # keys

    async def pressed(self, key: str) -> bool:
        """The list moves by arrows and pages; the search line takes the keys that edit it."""
        if self.records.key(key):
            self.told()
            return True
        return await super().pressed(key) if key not in ("enter", "ctrl+j") else False

    async def typed(self, character: str) -> bool:
        """A blank marks while nothing is searched."""
        if character in (" ", "\u3000") and self.box is not None and not self.box.text:
            self.action_mark()
            return True
        return await super().typed(character)

    async def action_open(self) -> None:
        """The record under the cursor."""
        values = self.records.current
        if values is not None:
            await self.dangan.open_record(self.form_id, int(values["_id"]), self.neighbour)

    def neighbour(self, step: int) -> int | None:
        """The `_id` of the record above or below; the cursor goes there."""
        window = self.records.window
        if window is None or not window.rows:
            return None
        before = window.current
        window.move(step, self.records.height)
        after = window.current
        self.records.forget()
        return None if after is None or after is before else int(after["_id"])

    def action_mark(self) -> None:
        """Mark the record, or take its mark away, and go on to the next."""
        values, window = self.records.current, self.records.window
        if values is None or window is None:
            return
        self.records.marks ^= {int(values["_id"])}
        self.records.lines(window.at)
        self.records.key("down")
        self.told()

    async def action_find(self) -> None:
        """The search line is always open here: the global search."""
        from tui.screens.search import SearchScreen

        await self.dangan.show(SearchScreen(self.box.text if self.box else ""))

    async def action_edit(self) -> None:
        """Edit the record under the cursor."""
        values = self.records.current
        if values is not None:
            await self.dangan.edit(self.form_id, int(values["_id"]))

    async def action_new(self) -> None:
        """Type a new record."""
        await self.dangan.edit(self.form_id)

    def on_screen_suspend(self) -> None:
        """Another screen is opened: what is saved there is told apart by what was saved before."""
        self._before = self.dangan.last.get(self.form_id)

    def _to_saved(self) -> None:
        """The cursor goes to the record saved meanwhile, where the view has it."""
        window, last = self.records.window, self.dangan.last.get(self.form_id)
        if window is None or last is None or last is self._before:
            return
        at = next((i for i, row in enumerate(window.rows) if row["_id"] == last["_id"]), None)
        if at is not None:
            window.move(at - window.at, self.records.height)
            return
        only = replace(self.view, filters=(*self.view.filters, Filter("_id", "=", last["_id"])))
        found = self.dangan.archive.page(self.form_id, only, None, None, 1).rows
        if found:
            window.around(found[0], self.records.height)

    def action_before(self) -> None:
        """One page up."""
        self.records.key("pageup")

    def action_after(self) -> None:
        """One page down."""
        self.records.key("pagedown")

    async def action_pick(self) -> None:
        """Filter a column: pick it, then its value."""
        await self._pick_column(self.tr("Filter"), self._filter_column)

    def action_back(self) -> None:
        """Take the search back, then the filters, then leave."""
        if self.box is not None and self.box.text:
            self.box.set("")
            self.changed(replace(self.view, text=""))
        elif self.view.filters != self.base and not self.given:
            self.changed(replace(self.view, filters=self.base))
            self.message(self.tr("The filters are taken back; Esc once more leaves the list"))
        elif self.records.marks:
            self.records.marks.clear()
            self.records.forget()
            self.message(self.tr("The marks are taken back; Esc once more leaves the list"))
        else:
            super().action_back()

    def marked(self) -> list[int]:
        """The `_id` of the marked records."""
        return sorted(self.records.marks)

    def commands(self) -> list[Command]:
        """What can be done with the list."""
        from tui.screens.bulk import bulk_commands
        from tui.screens.exporting import export_commands
        from tui.screens.groups import group_commands
        from tui.screens.oldpaper import intake_commands

        return [
            Command(
                "sort",
                self.tr("Sort by a column; once more turns it round"),
                lambda: self._pick_column(self.tr("Sort"), self._sort),
            ),
            Command("pick", self.tr("Filter a column"), self.action_pick, "F4"),
            Command("clear", self.tr("Take all filters and marks away"), self._clear),
            Command("columns", self.tr("Choose the columns"), self._choose_columns),
            Command("mark_all", self.tr("Mark all in sight"), self._mark_all),
            *export_commands(self),
            Command("import_here", self.tr("Import a workbook"), self._import),
            *intake_commands(self),
            *self.view_commands(),
            *bulk_commands(self),
            *group_commands(self),
        ]

    async def _import(self) -> None:
        from tui.screens.importing import ImportScreen

        await self.dangan.show(ImportScreen(self.form_id))

    def guide(self) -> list[str]:
        """The keys of the list, for F1."""
        mine = self.tr("Space marks while nothing is searched; Left and Right show further columns")
        return [*super().guide(), mine, self.tr("Filters: a part of a text, >=2024, 1..5, ! for empty, * for filled")]

    def _clear(self) -> None:
        self.records.marks.clear()
        if self.box is not None:
            self.box.set("")
        self.saved, self.base = None, ()
        self.changed(replace(self.view, filters=(), text=""))

    def _mark_all(self) -> None:
        window = self.records.window
        if window is not None:
            self.records.marks |= {int(r["_id"]) for r in window.rows}
            self.records.forget()
            self.told()
