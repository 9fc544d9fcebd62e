"""Home: the day's work, the families of forms, and a search line that takes a name at once."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from dangan.errors import DanganError
from dangan.i18n import N_
from dangan.values.text import normal
from storage import recent
from tui import theme
from tui.due import counts_working, due_words
from tui.families import Family, families
from tui.frame import Command
from tui.screens.backing import back_up, last_backup, upgrade
from tui.screens.dialogs import Question
from tui.screens.keyed import RowsScreen
from tui.screens.scratchbody import BOOK
from tui.widgets.line_edit import LineEdit
from tui.widgets.rows import Column, Entry, heading, note

if TYPE_CHECKING:
    from storage.waiting import Waiting

TAIL = 17  # cells of the right column: two numbers, or a time
SHOWN = 6  # lines of each part of the day's work
PAINTED = 0.2  # seconds until the counting begins: the first paint goes before


class HomeScreen(RowsScreen[None]):
    """The first screen. Its lines stand for (kind, thing): upgrade, waiting, all, scratch, days, backup, record,
    family."""

    DOES = N_("OK")

    def __init__(self) -> None:
        super().__init__()
        self.box = LineEdit()
        self.counts: dict[str, tuple[str, str]] = {}
        self.families: list[Family] = []
        self.waits: list[Waiting] = []
        self.unknown: list[int] = []  # years whose holidays are not known

    def opened(self) -> None:
        """Draw first, count then."""
        super().opened()
        self.set_timer(PAINTED, self.count)
        archive = self.dangan.archive
        if archive.backed_up is not None:
            said = self.tr(
                "The store follows this version of the program. Backed up before to {path}", path=archive.backed_up
            )
            self.message(said, "done")

    def told(self) -> None:
        """What can be typed here; that forms wait for the upgrade comes first."""
        behind = len(self.dangan.archive.registry.behind())
        if behind:
            said = self.tr(
                "{count} forms changed with the program and can only be read until F9, Upgrade", count=behind
            )
            self.message(said, "warn")
            return
        self.message(self.tr("A digit and Enter opens a family, a name is found at once"))

    async def pressed(self, key: str) -> bool:
        """Another key: what was said to the one before is over."""
        if self._said[1] == "hint":
            self.told()
        return await super().pressed(key)

    def _ask_upgrade(self) -> None:
        registry = self.dangan.archive.registry
        behind = registry.behind()
        names = ", ".join(registry.spec(f).label(self.lang) if registry.has(f) else f for f in behind)
        answers = [("now", self.tr("Upgrade (a backup is made first)")), ("later", self.tr("Later"))]
        said = self.tr("{count} forms changed with the program: {names}", count=len(behind), names=names)
        self.ask(Question(said, answers, self._upgrade, lang=self.lang, safe="now", no="later"))

    def _upgrade(self, answer: str) -> None:
        if answer == "now":
            upgrade(self.dangan)
        else:
            self.told()

    def backed_up(self) -> None:
        """A backup was made, or an upgrade."""
        self.fill()

    def resumed(self) -> None:
        """Something was entered meanwhile."""
        super().resumed()
        self.set_timer(PAINTED, self.count)

    def action_back(self) -> None:
        """There is nothing behind home: how to leave is said."""
        self.message(self.tr("Ctrl+Q leaves the program"))

    def fill(self) -> None:
        """The day's work, then the families."""
        self.families = families(self.dangan.archive.registry, self.dangan.preference("forms.used"))
        wide = self.size.width >= 100
        entries: list[Entry] = [note(self.tr("Name, number, unit, telephone; pinyin initials will do"), theme.DIM)]
        last = last_backup(self.dangan.archive.store)
        waits, due = self._waiting(), self._due(last)
        if waits:
            entries += [heading(self.tr("To do"), self.tr("Until")), *waits]
        if due:
            entries += [heading(self.tr("Left open") if waits else self.tr("To do"), self.tr("Since")), *due]
        worked = self._worked(SHOWN if self.size.height > 30 else 3)
        if worked:
            entries += [heading(self.tr("Worked on last"), self.tr("Saved")), *worked]
        entries.append(heading(self.tr("Archive"), self.tr("Records    This week")))
        for n, family in enumerate(self.families, 1):
            total, week = self.counts.get(family.name, ("", ""))
            names = ("  " if self.lang == "zh" else ", ").join(f.label(self.lang) for f in family.forms)
            tail = f"{total}{week:>10} "
            entries.append(Entry((f"{n if n < 10 else ''}", family.label(self.lang), names, tail), ("family", family)))
        made = self._at(last) if last else self.tr("none was made yet")
        entries.append(note(self.tr("Last backup: {at}. F9 makes one", at=made), theme.DIM))
        if not self.families:
            entries.append(note(self.tr("No forms: see Plugins in the menu (F9)"), theme.WARNING))
        first = (
            self.rows.at
            if self.rows.entries
            else next((i for i, e in enumerate(entries) if e.value and e.value[0] == "family"), 0)
        )
        columns = [
            Column("", 2),
            Column("", 18 if wide or self.lang == "en" else 10),
            Column(""),
            Column("", TAIL, "right"),
        ]
        self.rows.show(columns, entries, first, head=False)

    def _waiting(self) -> list[Entry]:
        """What waits for the user: late, today, by date."""
        env, registry = self.dangan.env(), self.dangan.archive.registry
        most, out = (2 * SHOWN if self.size.height > 30 else SHOWN - 1), []
        for w in self.waits[:most]:
            step = registry.spec(w.form).flow.step(w.step)
            until = due_words(w.due_on, env, working=counts_working(step), provisional=w.provisional)
            late = "!" if w.due_on is not None and w.due_on < env.today else ""
            title = f"{w.record_no} {w.title}" if w.title != w.record_no else w.title
            texts = (late, step.label(self.lang), f"{title}  {registry.spec(w.form).label(self.lang)}", until + " ")
            out.append(Entry(texts, ("waiting", w)))
        if len(self.waits) > most:
            more = self.tr("and {count} more: Enter lists all", count=len(self.waits) - most)
            out.append(Entry(("", "", more, ""), ("all", None)))
        return out

    def _due(self, last: datetime | None) -> list[Entry]:
        archive, env = self.dangan.archive, self.dangan.env()
        behind = len(archive.registry.behind())
        said = self.tr("{count} forms changed: Enter", count=behind)
        out = [Entry(("!", self.tr("Upgrade"), said, ""), ("upgrade", None))] if behind else []
        for s in archive.scratches(env)[:SHOWN]:
            if not archive.registry.has(s.form):
                continue
            body = s.body if isinstance(s.body, dict) else {}
            title = str(body.get("_title") or body.get("name") or body.get("title") or self.tr("New record"))
            form = archive.registry.spec(s.form).label(self.lang)
            old = self.tr("old paper")
            form += f" ({old})" if body.get(BOOK) else ""
            out.append(Entry(("!", self.tr("Go on"), f"{form}  {title}", _when(s.at, env.today) + " "), ("scratch", s)))
        for year in self.unknown:
            said = self.tr("those of {year} are not known: Enter takes the notice", year=year)
            out.append(Entry(("!", self.tr("Holidays"), said, ""), ("days", year)))
        late = self._backup_line(env.today, last)
        return [*out, late] if late else out

    def _backup_line(self, today: date, last: datetime | None) -> Entry | None:
        """A line where no backup was made for longer than the office allows."""
        days = self.dangan.archive.settings.get("backup_overdue_days", today)
        if self.dangan.archive.settings.get("backup_schedule", today) == "off":
            return None
        if last is not None and (today - last.date()).days <= days:
            return None
        said = (
            self.tr("last made {day}: Enter makes one", day=last.date())
            if last
            else self.tr("never made: Enter makes one")
        )
        return Entry(("!", self.tr("Backup"), said, ""), ("backup", None))

    def _at(self, at: datetime) -> str:
        """A moment: the hour alone where it is today."""
        today = self.dangan.env().today
        return self.tr("today {time}", time=f"{at:%H:%M}") if at.date() == today else f"{at:%Y-%m-%d %H:%M}"

    def _worked(self, most: int) -> list[Entry]:
        archive, today = self.dangan.archive, self.dangan.env().today
        out = []
        for t in recent.touched(archive.store, self.dangan.login, most):
            if archive.registry.has(t.form):
                spec = archive.registry.spec(t.form)
                state = next((s.text(self.lang) for s in spec.states if s.code == t.state), t.state)
                text = f"{t.title}  {t.record_no}" if t.title != t.record_no else t.title
                out.append(
                    Entry(("", state, f"{text}  {spec.label(self.lang)}", _when(t.at, today) + " "), ("record", t))
                )
        return out

    def count(self) -> None:
        """Count each family, after the first paint."""
        if not self.is_attached:
            return
        from storage import deciding  # after the first paint

        monday = self.dangan.env().today
        monday -= timedelta(monday.weekday())
        counts = {}
        for family in self.families:
            store = self.dangan.archive.store
            held = [recent.held(store, form.id, monday) for form in family.forms if form.kept]
            more = "+" if any(h.more for h in held) else ""
            counts[family.name] = (f"{sum(h.total for h in held)}{more}", f"{sum(h.lately for h in held)}")
        found = counts, self.dangan.count_due(), deciding.missing_years(self.dangan.archive, self.dangan.env())
        if found != (self.counts, self.waits, self.unknown):
            self.counts, self.waits, self.unknown = found
            here = self.rows.current
            self.fill()
            if here is not None:
                self.rows.mark(here)
        self.draw_frame()

    # keys

    async def typed(self, character: str) -> bool:
        """Everything typed goes to the global search, which takes over here."""
        if character in (" ", "\u3000"):
            return False
        from tui.screens.search import SearchScreen

        await self.dangan.show(SearchScreen(character, self._family_of))
        return True

    async def pasted(self, text: str) -> None:
        """A pasted name is looked for."""
        if text.strip():
            await self.typed(" ".join(text.split())[:80])

    def _family_of(self, text: str) -> Family | None:
        """The family that a digit means."""
        digit = normal(text).strip()
        return self.families[int(digit) - 1] if digit.isdigit() and 0 < int(digit) <= len(self.families) else None

    async def entered(self) -> None:
        """Open what the marked line stands for."""
        chosen = self.rows.current
        if chosen is None:
            return
        kind, thing = chosen
        if kind == "family":
            await open_family(self, thing)
        elif kind == "scratch":
            await self._go_on(thing)
        elif kind == "waiting":
            await self.dangan.open_record(thing.form, thing.record_id)
        elif kind == "all":
            from tui.screens.waiting import WaitingScreen

            await self.dangan.show(WaitingScreen())
        elif kind == "record":
            await self.dangan.open_record(thing.form, thing.id)
        elif kind == "days":
            from tui.screens.days import DaysScreen

            await self.dangan.show(DaysScreen(thing))
        elif kind == "backup":
            back_up(self.dangan)
        elif kind == "upgrade":
            self._ask_upgrade()

    async def _go_on(self, scratch: Any) -> None:
        from tui.screens.entry import EntryScreen

        gone = scratch.record_id is not None and not self._stands(scratch)
        if gone:
            scratch = self.dangan.archive.release_scratch(scratch)
        await self.dangan.edit(scratch.form, scratch.record_id, book=scratch.body.get(BOOK) or "")
        if isinstance(self.dangan.screen, EntryScreen):
            self.dangan.screen.go_on(scratch)
            if gone:
                self.dangan.say(self.tr("Its record is void or not there; what was typed is a new record now"), "warn")

    def _stands(self, scratch: Any) -> bool:
        """Whether the record that was typed on can still be changed."""
        try:
            return bool(self.dangan.archive.read(scratch.form, scratch.record_id)["status"] != "void")
        except DanganError:
            return False

    async def action_do(self) -> None:
        """The same as Enter."""
        await self.entered()

    async def action_find(self) -> None:
        """The global search."""
        from tui.screens.search import SearchScreen

        await self.dangan.show(SearchScreen("", self._family_of))

    def commands(self) -> list[Command]:
        """What can be done from home."""
        behind = self.dangan.archive.registry.behind()
        return [
            Command("do", self.tr("Open the marked line"), self.entered, "Enter"),
            Command("find", self.tr("Search everything"), self.action_find, "F3"),
            *(
                [Command("upgrade", self.tr("Upgrade the forms that changed with the program"), self._ask_upgrade)]
                if behind
                else []
            ),
        ]

    def guide(self) -> list[str]:
        """What home offers beside its keys, for F1."""
        return [
            *super().guide(),
            self.tr("Backup (F9) copies everything into the office's backup folder (F9, Settings) while others work"),
            self.tr("A backup is brought back on the command line: dangan --db NEW restore FOLDER"),
        ]


async def open_family(screen: Any, family: Family) -> None:
    """The list of its only form, else the family's forms."""
    if len(family.forms) == 1:
        from tui.screens.list import ListScreen

        await screen.dangan.show(ListScreen(family.forms[0].id))
        return
    from tui.screens.family import FamilyScreen

    await screen.dangan.show(FamilyScreen(family))


def _when(at: Any, today: date) -> str:
    text = at.isoformat() if isinstance(at, datetime) else str(at)
    text = text.replace("T", " ")
    return text[11:16] if text[:10] == today.isoformat() else text[5:16] if text[:4] == f"{today:%Y}" else text[:10]
