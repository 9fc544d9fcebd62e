"""The hierarchy of the archive level by level: fonds, classes, volumes, items; browsed, entered into, rearranged."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import Binding, BindingType

from dangan.env import Env
from dangan.i18n import N_
from dangan.record import Values
from dangan.spec import FormSpec
from dangan.types import show
from dangan.values.text import cells
from storage.hierarchy import Below, Hierarchy, Place
from tui import theme
from tui.frame import Command
from tui.screens.dialogs import Question
from tui.screens.keyed import SearchedScreen
from tui.screens.moving import MoveScreen
from tui.widgets.rows import Column, Entry, heading, note

HEAD = 30  # cells of a place on line 1


class HierarchyScreen(SearchedScreen[Place]):
    """One place with what stands there, a line each. With `picks` it gives a place of one of these forms.

    `form_id` and `records`, where they are given before it opens, name a record to begin at; later they are those of the
    place in hand.
    """

    DOES = N_("OK")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "mark", N_("Mark the record (while nothing is searched)"), id="mark")
    ]

    def __init__(self, picks: Sequence[str] = (), trail: Sequence[Place] = ()) -> None:
        super().__init__()
        self.picks = tuple(picks)
        self.trail = list(trail)
        self.form_id = ""
        self.records: list[int] = []
        self.marks: list[Place] = []
        self.found: list[Below] = []
        self.entered_at: Place | None = None  # the line that the mark goes to

    @property
    def place(self) -> Place:
        """Where one is."""
        return self.trail[-1] if self.trail else Place()

    def opened(self) -> None:
        """Begin at the record in hand, where it stands in the hierarchy."""
        self.hierarchy = Hierarchy(self.dangan.archive)
        known = {s.id for s in self.hierarchy.specs if s.above} | {s.id for s in self.hierarchy.tops}
        if self.records and self.form_id in known:
            *self.trail, self.entered_at = self.hierarchy.trail(self.hierarchy.place(self.form_id, self.records[0]))
        self._here()
        super().opened()

    def _here(self) -> None:
        place = self.place
        self.form_id, self.records = place.form, [place.id] if place.id is not None else []

    def path(self) -> list[str]:
        """From the top down to here; where that is long, the last places."""
        names = [self._called(place) for place in self.trail]
        room = max(HEAD, self.size.width - 40)
        while len(names) > 1 and sum(cells(n) + 3 for n in names) > room:
            names = ["..", *names[2:]] if names[0] == ".." else ["..", *names[1:]]
        first = self.tr("Move to") if self.picks else self.tr("Hierarchy")
        return [first, *names]

    def _called(self, place: Place) -> str:
        if place.id is not None:
            return place.title
        return self.tr("{what} without a place", what=self._what(self.dangan.archive.registry.spec(place.form)))

    def _what(self, spec: FormSpec) -> str:
        """What records of the form are counted as."""
        return (spec.counted[0 if self.lang == "zh" else 1] if spec.counted else "") or spec.label(self.lang)

    def part_right(self) -> str:
        """How many of what stand here."""
        said = [f"{b.total} {self._what(b.spec)}" for b in self.found if b.total]
        return "  ".join(said) + " "

    def does(self) -> str:
        """F6 takes a place where one is looked for."""
        return N_("Take") if self.picks else self.DOES

    def told(self) -> None:
        """How it is used; how many are marked."""
        if self.marks:
            self.message(self.tr("{count} marked", count=len(self.marks)) + "  " + self.tr("F9 moves them"))
        elif self.picks:
            self.message(self.tr("Enter goes down, F6 takes the marked line, Esc goes up"))
        else:
            self.message(self.tr("Enter goes down, Esc up, F2 opens, F5 adds here, Space marks"))

    # reading

    def fill(self) -> None:
        """What stands here."""
        self.found = self.hierarchy.below(self.place, self.wanted)
        env = self.dangan.env()
        shown = [b for b in self.found if b.rows]
        entries: list[Entry] = []
        for b in shown:
            if len(shown) > 1:
                entries.append(heading(b.spec.label(self.lang), f"{b.total}"))
            entries += [self._line(b, row, env) for row in b.rows]
            if b.total > len(b.rows):
                said = self.tr("and {count} more: type to find them", count=b.total - len(b.rows))
                entries.append(note(said, theme.DIM))
        if not self.place.form and not self.wanted and not self.picks:
            entries += self._without_place()
        lines = [e for e in entries if e.kind == "entry"]
        wide = [
            min(most, max((cells(e.texts[n]) for e in lines), default=0)) for n, most in ((1, 24), (3, 12), (4, 22))
        ]
        columns = [Column("", 1), Column("", max(2, wide[0])), Column(""), Column("", max(2, wide[1])),
                   Column("", max(2, wide[2]), "right")]  # fmt: skip
        nothing = self.tr("Nothing found. Esc takes the search back") if self.wanted else self.tr("Nothing here yet")
        self.rows.show(columns, entries or [note(nothing, theme.DIM)], head=False)
        if self.entered_at is not None:
            self.rows.mark(self.entered_at)
            self.entered_at = None
        self.draw_frame()

    def _line(self, b: Below, row: Values, env: Env) -> Entry:
        place = Place(b.spec.id, int(row["_id"]), str(row["_title"]))
        state = next((s.text(self.lang) for s in b.spec.states if s.code == row["status"]), str(row["status"]))
        counts = [
            f"{n} {self._what(self.dangan.archive.registry.spec(form))}"
            for form, each in b.counts.items()
            if (n := each.get(int(row["_id"])))
        ]
        mark = "*" if place in self.marks else ""
        number = str(row.get("archive_no") or row["record_no"])
        return Entry((mark, number, place.title, state, "  ".join(counts) or _span(b.spec, row, env)), place)

    def _without_place(self) -> list[Entry]:
        found = self.hierarchy.nowhere()
        lines = [
            Entry(("!", "", self._called(Place(form)), "", f"{n} {self._what(self.dangan.archive.registry.spec(form))}"),
                  Place(form))
            for form, n in found.items()
        ]  # fmt: skip
        return [note(), *lines] if lines else []

    # keys

    async def pressed(self, key: str) -> bool:
        """Right goes down, Left up, while nothing is searched."""
        if not self.wanted and key in ("left", "right"):
            await (self.entered() if key == "right" else self._upward())
            return True
        return await super().pressed(key)

    async def _upward(self) -> None:
        if self.trail:
            self.action_back()

    async def typed(self, character: str) -> bool:
        """A blank marks while nothing is searched."""
        if character in (" ", "\u3000") and not self.wanted:
            self.action_mark()
            return True
        return await super().typed(character)

    async def entered(self) -> None:
        """Go down; a record that nothing stands below is opened."""
        chosen = self.rows.current
        if chosen is None:
            return
        deeper = chosen.id is None or self.hierarchy.forms_below(chosen.form)
        if chosen.form in self.picks and not any(s.id == chosen.form for s in self.hierarchy.forms_below(chosen.form)):
            self.dismiss(chosen)
        elif deeper:
            self._go([*self.trail, chosen])
        elif not self.picks:
            await self.dangan.open_record(chosen.form, chosen.id)

    def _go(self, trail: list[Place], at: Place | None = None) -> None:
        self.trail, self.entered_at = trail, at
        self.marks.clear()
        if self.box is not None:
            self.box.set("")
        self.rows.at = 0
        self._here()
        self.fill()
        self.caret()
        self.told()

    def action_back(self) -> None:
        """Take the search back, then the marks, then go up, then leave."""
        if self.wanted:
            super().action_back()
        elif self.marks:
            self.marks.clear()
            self.fill()
            self.told()
        elif self.trail:
            self._go(self.trail[:-1], self.trail[-1])
        else:
            super().action_back()

    def action_mark(self) -> None:
        """Mark the record, or take its mark away, and go on to the next."""
        chosen = self.rows.current
        if chosen is None or chosen.id is None or self.picks:
            return
        if chosen in self.marks:
            self.marks.remove(chosen)
        else:
            self.marks.append(chosen)
        self.fill()
        self.rows.key("down")
        self.told()

    async def action_do(self) -> None:
        """Take the marked line or the place in hand; else the same as Enter."""
        if not self.picks:
            await self.entered()
            return
        chosen = next((p for p in (self.rows.current, self.place) if p is not None and p.form in self.picks), None)
        if chosen is not None and chosen.id is not None:
            self.dismiss(chosen)
        else:
            self.message(self.tr("Nothing can be moved there: go down to where it shall stand"), "warn")

    async def action_edit(self) -> None:
        """Open the record of the marked line, else that of the place."""
        chosen = self.rows.current or self.place
        if chosen.id is not None:
            await self.dangan.open_record(chosen.form, chosen.id)

    async def action_new(self) -> None:
        """A new record at this place: what the place says is filled in."""
        forms = self._may_add()
        if not forms or self.picks:
            return
        here = self.rows.current
        if len(forms) == 1:
            await self._add(forms[0].id)
            return
        answers = [(s.id, s.label(self.lang)) for s in forms]
        safe = here.form if here is not None and here.form in dict(answers) else forms[0].id
        self.ask(Question(self.tr("New here:"), answers, self._add, lang=self.lang, safe=safe, no=""))

    def _may_add(self) -> list[FormSpec]:
        """The forms whose records may stand here."""
        if not self.place.form:
            return self.hierarchy.tops
        if self.place.id is None:
            return [self.dangan.archive.registry.spec(self.place.form)]
        return self.hierarchy.forms_below(self.place.form)

    async def _add(self, form_id: str) -> None:
        from tui.screens.entry import EntryScreen

        if not form_id:
            self.told()
            return
        form = self.dangan.archive.registry.form(form_id)
        if not form.alive:
            await self.dangan.edit(form_id)  # says why not
            return

        def back(record: int | None) -> None:
            if record is not None:
                self.entered_at = self.hierarchy.place(form_id, record)
            self.fill()

        await self.dangan.show(EntryScreen(form_id, given=self._given(form.spec)), back)

    def _given(self, spec: FormSpec) -> Values:
        """What a new record here begins with: its place, and what it shares with the record above."""
        place = self.place
        if place.id is None or not place.form:
            return {}
        above = self.dangan.archive.read(place.form, place.id)
        there = self.dangan.archive.registry.spec(place.form).fields
        head = [f for b in spec.blocks if b.part == "header" for f in b.fields]
        shared = {f.id: above[f.id] for f in head if f.id in there and there[f.id].type == f.type and above.get(f.id)}
        return {**shared, **self.hierarchy.given(spec, place)}

    # the menu

    def marked(self) -> list[int]:
        """The record of the place in hand, for the screens of plugins."""
        return self.records

    def commands(self) -> list[Command]:
        """What can be done here."""
        if self.picks:
            return []
        moved = self._movable()
        text = (
            self.tr("Move the {count} marked elsewhere", count=len(moved)) if self.marks else self.tr("Move elsewhere")
        )
        return [
            Command("move", text, self._move, dim=not moved),
            Command("open_place", self.tr("Open the record of this place"), self._open_place, dim=not self.records),
        ]

    async def _open_place(self) -> None:
        if self.place.id is not None:
            await self.dangan.open_record(self.place.form, self.place.id)

    def _movable(self) -> list[Place]:
        """What would be moved: the marked, else the line in hand; of one form, which stands below another."""
        chosen = self.marks or ([self.rows.current] if self.rows.current is not None else [])
        forms = {p.form for p in chosen}
        if len(forms) != 1 or any(p.id is None for p in chosen):
            return []
        spec = self.dangan.archive.registry.spec(forms.pop())
        return list(chosen) if self._targets(spec) else []

    def _targets(self, spec: FormSpec) -> list[str]:
        return [f for f in self.hierarchy.forms_above(spec)[:1] if f != spec.id]

    async def _move(self) -> None:
        moved = self._movable()
        if not moved:
            self.message(self.tr("Mark volumes or items; only one kind is moved at once"), "warn")
            return
        spec = self.dangan.archive.registry.spec(moved[0].form)
        near = self.trail[:-1] if self.place.id is not None else []
        await self.dangan.show(HierarchyScreen(self._targets(spec), near), lambda to: self._preview(spec, moved, to))

    async def _preview(self, spec: FormSpec, moved: list[Place], to: Place | None) -> None:
        if to is None:
            return
        where = [self.tr("Hierarchy"), self.tr("Move to"), to.title]
        given = self.hierarchy.given(spec, to)
        screen = MoveScreen(where, spec.id, [p.id for p in moved if p.id is not None], given)
        await self.dangan.show(screen, lambda done: self._moved(len(moved), to) if done else self.told())

    def _moved(self, count: int, to: Place) -> None:
        self.marks.clear()
        self.fill()
        self.message(self.tr("{count} moved to {place}; Ctrl+Z takes it back", count=count, place=to.title), "done")

    def guide(self) -> list[str]:
        """The keys of the hierarchy, for F1."""
        return [*super().guide(), self.tr("Right goes down a level, Left or Esc up; F9 moves what is marked elsewhere")]


def _span(spec: FormSpec, row: Values, env: Env) -> str:
    """From where to where a record reaches, by the first field of its order: the pages of an item."""
    f = spec.fields.get(spec.order[0]) if spec.order else None
    if f is None or not f.until or row.get(f.id) is None:
        return ""
    ends = [show(f, row.get(name), env.lang, style="list") for name in (f.id, f.until) if row.get(name) is not None]
    return "-".join(dict.fromkeys(ends))
