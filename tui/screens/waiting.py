"""Everything that waits for the user: read one after another, and the same step signed for several at once."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.binding import Binding, BindingType

from dangan.errors import DanganError, Refused
from dangan.flowspec import StepSpec
from dangan.i18n import N_
from storage.stepping import Asked
from storage.waiting import Waiting
from tui import theme
from tui.due import counts_working, due_words
from tui.frame import Command
from tui.screens.dialogs import Ask, Question
from tui.screens.keyed import RowsScreen
from tui.screens.listing import ListingScreen
from tui.widgets.rows import Column, Entry, note

NAMED = 6  # records that the question names, the others are counted
Key = tuple[int, str]  # _id of the record, step


class WaitingScreen(RowsScreen[None]):
    """Lists what waits; Space marks, Enter reads, F6 takes the step of the marked ones."""

    DOES = N_("Sign")
    BINDINGS: ClassVar[list[BindingType]] = [Binding("space", "tick", N_("Mark"), id="tick")]

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Waiting] = []
        self.marked: list[Key] = []
        self.seen: set[int] = set()

    def path(self) -> list[str]:
        """What this is."""
        return [self.tr("Waiting for me")]

    def part(self) -> str:
        """How many, how many are marked."""
        return " " + self.tr("{count} in all, marked {marked}", count=len(self.found), marked=len(self.marked))

    def told(self) -> None:
        """What the keys do."""
        self.message(self.tr("Enter reads, Space marks, F6 signs or takes the step for all marked"))

    def step_of(self, w: Waiting) -> StepSpec:
        """The step that waits."""
        found: StepSpec = self.dangan.archive.registry.spec(w.form).flow.step(w.step)
        return found

    def fill(self) -> None:
        """Read what waits and show it, the earliest first."""
        env, registry = self.dangan.env(), self.dangan.archive.registry
        self.found = self.dangan.count_due()
        keys = {(w.record_id, w.step) for w in self.found}
        self.marked = [key for key in self.marked if key in keys]
        entries = []
        for w in self.found:
            step, late = self.step_of(w), w.due_on is not None and w.due_on < env.today
            tick = "[x]" if (w.record_id, w.step) in self.marked else "[ ]"
            read = self.tr("read") if w.record_id in self.seen else ""
            name = f"{w.title}  {registry.spec(w.form).label(self.lang)}"
            until = due_words(w.due_on, env, working=counts_working(step), provisional=w.provisional)
            texts = (tick, "!" if late else "", step.label(self.lang), w.record_no, name, read, until)
            entries.append(Entry(texts, w, theme.WARNING if late else theme.PLAIN))
        columns = [
            Column("", 3), Column("", 1), Column(self.tr("Step"), 14), Column(self.tr("Number"), 14),
            Column(self.tr("Record")), Column("", 4), Column(self.tr("Due"), 17, "right"),
        ]  # fmt: skip
        self.rows.show(columns, entries or [note(self.tr("Nothing waits for you"), theme.DIM)])
        self.draw_frame()

    async def typed(self, character: str) -> bool:
        """Space marks."""
        if character in (" ", "\u3000"):
            self.action_tick()
            return True
        return False

    def action_tick(self) -> None:
        """Mark the line in hand, or take its mark away, and go on to the next."""
        w = self.rows.current
        if w is None:
            return
        key = (w.record_id, w.step)
        if key in self.marked:
            self.marked.remove(key)
        else:
            self.marked.append(key)
        self.fill()
        self.rows.key("down")

    async def entered(self) -> None:
        """Read the record."""
        w = self.rows.current
        if w is not None:
            self.seen.add(w.record_id)
            await self.dangan.open_record(w.form, w.record_id, self._beside)

    def _beside(self, step: int) -> int | None:
        """The record before or after in the list, of the same form."""
        here: Waiting | None = self.rows.current
        at = self.found.index(here) + step if here in self.found else -1
        if here is None or not 0 <= at < len(self.found) or self.found[at].form != here.form:
            return None
        self.rows.mark(self.found[at])
        self.seen.add(self.found[at].record_id)
        return self.found[at].record_id

    def chosen(self) -> list[Waiting]:
        """What is marked, else the line in hand."""
        marked = [w for w in self.found if (w.record_id, w.step) in self.marked]
        here = self.rows.current
        return marked or ([here] if here is not None else [])

    async def action_do(self) -> None:
        """Ask, then take the step for all that are marked."""
        chosen = self.chosen()
        if not chosen:
            return
        if len({(w.form, w.step) for w in chosen}) > 1:
            self.message(self.tr("Different steps are marked: mark records with the same step"), "warn")
            return
        step = self.step_of(chosen[0])
        if step.line or step.asks:
            self.message(
                self.tr("{step} asks for more: Enter opens the record, then F9", step=step.label(self.lang)), "warn"
            )
        elif step.reason:
            said = self.tr("{step}: reason:", step=step.label(self.lang))
            self.ask(Ask(said, lambda reason: self._ask(chosen, str(reason)) if reason else None, lang=self.lang))
        else:
            self._ask(chosen, "")

    def _ask(self, chosen: list[Waiting], reason: str) -> None:
        step = self.step_of(chosen[0])
        names = ", ".join(w.record_no or w.title for w in chosen[:NAMED])
        if len(chosen) > NAMED:
            names += self.tr(" and {count} more", count=len(chosen) - NAMED)
        said = self.tr(
            "{step} for {count} records: {names}?", step=step.label(self.lang), count=len(chosen), names=names
        )
        answers = [("no", self.tr("Leave it")), ("yes", self.tr("Sign") if step.sign else self.tr("Do it"))]

        async def answered(answer: str) -> None:
            if answer == "yes":
                await self._take(chosen, reason)

        self.ask(Question(said, answers, answered, lang=self.lang, safe="no", no="no"))

    async def _take(self, chosen: list[Waiting], reason: str) -> None:
        """Take the step for each; those refused stay marked and are listed with every reason."""
        refused: list[tuple[Waiting, DanganError]] = []
        for w in chosen:
            try:
                self.dangan.archive.stepper.take(w.form, w.record_id, w.step, self.dangan.env(), Asked(reason=reason))
            except DanganError as error:
                refused.append((w, error))
        self.marked = [(w.record_id, w.step) for w, _error in refused]
        self.fill()
        name = self.step_of(chosen[0]).label(self.lang)
        done = self.tr("{step}: done for {count} records", step=name, count=len(chosen) - len(refused))
        if not refused:
            self.message(done, "done")
            return
        entries = [Entry((w.record_no, text), w) for w, error in refused for text in _texts(error, self.lang)]
        columns = [Column(self.tr("Number"), 16), Column(self.tr("Reason"))]
        said = f"{done}, " + self.tr("{count} refused. Enter opens the record", count=len(refused))
        await self.dangan.show(
            ListingScreen([*self.path(), name], columns, entries, said, level="error", leads=self._to)
        )

    async def _to(self, w: Waiting) -> None:
        self.dangan.screen.dismiss(False)
        await self.dangan.open_record(w.form, w.record_id)

    def commands(self) -> list[Command]:
        """What can be done with the list."""
        return [
            Command("open", self.tr("Read the record"), self.entered, "Enter"),
            Command("do", self.tr("Sign or take the step for all marked"), self.action_do, "F6"),
            Command("tick_waiting", self.tr("Mark all with the same step"), self._mark_alike),
        ]

    def _mark_alike(self) -> None:
        here: Waiting | None = self.rows.current
        if here is not None:
            alike = [w for w in self.found if (w.form, w.step) == (here.form, here.step)]
            self.marked = [(w.record_id, w.step) for w in alike]
            self.fill()


def _texts(error: DanganError, lang: str) -> list[str]:
    problems: list[Any] = error.problems if isinstance(error, Refused) else [error]
    return [each.text(lang) for each in problems]
