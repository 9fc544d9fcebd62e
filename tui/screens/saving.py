"""Saving what is typed: errors first, warnings with their reasons, conflicts, and the scratch that keeps it meanwhile."""

from __future__ import annotations

from typing import Any

from dangan.errors import DanganError, Problem, Refused
from dangan.i18n import N_
from dangan.reasons import key_of
from dangan.record import Link, Values
from tui.frame import DanganScreen
from tui.screens.dialogs import Ask, Question
from tui.screens.scratchbody import packed
from tui.widgets.form.layout import Place
from tui.widgets.form.model import FormModel
from tui.widgets.form.view import FormView

SCRATCH_AFTER = 1.0  # seconds of typing that may be lost
SCRATCH_AGAIN = 5.0  # seconds, after one that could not be kept


class Saving(DanganScreen[int | None]):
    """The part of the entry screen that saves."""

    DOES = N_("Save")
    SCRATCH = ""  # what names of its scratches begin with
    form_id: str
    model: FormModel
    view: FormView

    def __init__(self) -> None:
        super().__init__()
        self._scratch_due = False
        self._kept: object = None
        self._kept_at = ""
        self._hunting = False
        self.scratch_name = self.SCRATCH  # tells several unfinished new records of a form apart

    @property
    def archive(self) -> Any:
        """Where the records of the form are kept."""
        return self.dangan.archive

    async def saved(self, values: Values) -> None:
        """Called when the record is stored."""
        raise NotImplementedError

    async def save(self) -> None:
        """Save, or go to the first thing that keeps it from being saved; pressed again, to the next."""
        if not self.model.form.alive:
            return
        self.model.env = self.dangan.env()
        self.model.leave()
        self.model.catch_up()
        self.view.sync()
        if self.to_problem():
            return
        open_questions = [p for at in self.model.problems.values() for p in at if p.level == "warn" or p.override]
        if open_questions:
            self._refused(open_questions)
            return
        await self._store(self.model.values, self.model.values.get("_lock"))

    async def _store(self, values: Values, lock: int | None) -> None:
        try:
            stored = self.write(values, lock)
        except Refused as refused:
            self._refused(refused.problems)
            return
        except DanganError as error:
            if error.code == "GEN_STALE" and hasattr(error, "theirs"):
                await self._compare(error)
            else:
                self.message(error.text(self.lang), "error")
            return
        stored = _titled(stored, values)
        self.drop_scratch()
        self._hunting = False
        self.dangan.last[self.form_id] = stored
        await self.saved(stored)

    def write(self, values: Values, lock: int | None) -> Values:
        """Write the record over version `lock`; gives it as stored."""
        stored: Values = self.archive.save(self.form_id, values, self.model.env, base_lock=lock, line=self.scratch_name)
        return stored

    def _refused(self, problems: list[Problem]) -> None:
        blocking = [p for p in problems if p.level == "refuse" and not p.override]
        if blocking:
            self.model.take_problems(blocking)
            if not self.to_problem():
                self.message(blocking[0].text(self.lang), "error")
            return
        asked = next((p for p in problems if p.level != "note"), None)
        if asked is None:
            return
        place = self.place_of(asked.path)
        if place:
            self.view.go(place)
        words = N_("Give the reason and save") if asked.override else N_("Save all the same")
        answers = [("save", self.tr(words)), ("mend", self.tr("Mend it"))]

        async def answered(answer: str) -> None:
            if answer == "save" and asked.override:
                self.ask(Ask(self.tr("Reason:"), lambda r: self._confirmed(asked, r), lang=self.lang))
            else:
                await self._confirmed(asked, "" if answer == "save" else False)

        said = asked.text(self.lang)
        self.ask(Question(said, answers, answered, lang=self.lang, safe="mend", no="mend", firm=True))

    async def press(self, key: str, character: str | None) -> bool:
        """A key to the question that is open; one that is no answer closes it and goes, with all typed, to the field."""
        asked = self.question
        if asked is None or not asked.ends(key, character):
            return await super().press(key, character)
        typed, self.question = asked.held, None
        self.answered()
        self.changed()
        for digit in typed:
            await self.view.take(digit, digit)
        return False

    def answered(self) -> None:
        """The cursor goes back to the field."""
        self.view.resume()

    async def _confirmed(self, p: Problem, reason: Any) -> None:
        if reason is False:
            self.changed()
            return
        key = key_of(p.path, p.code, self.model.values)
        reasons = {**(self.model.values.get("_reasons") or {}), key: reason}
        self.model.values = {**self.model.values, "_reasons": reasons}
        self.model.problems.pop(p.path, None)
        self.model.check()
        await self.save()

    async def _compare(self, conflict: Any) -> None:
        from tui.screens.conflict import ConflictScreen

        screen = ConflictScreen(
            self.model.form,
            conflict.base,
            conflict.theirs,
            conflict.mine,
            list(conflict.fields),
            str(conflict.text(self.lang)),
        )
        self.app.push_screen(screen, self._merged)

    def _merged(self, values: Values | None) -> None:
        if values is None:
            self.message(self.tr("Not saved: compare again with F6"), "warn")
            return
        self.model.values = values
        self.call_next(self._store, values, values.get("_lock"))

    def to_problem(self) -> bool:
        """Go to the first problem that refuses, from a problem on to the next; False when there is none."""
        found = self._wrong_places()
        if not found:
            return False
        here = self.model.place
        after = found.index(here) + 1 if self._hunting and here in found else 0
        self._hunting = True
        self.view.go(found[after % len(found)])
        self.changed()
        return True

    def _wrong_places(self) -> list[Place]:
        paths = [p for p, at in self.model.problems.items() if any(x.level == "refuse" and not x.override for x in at)]
        places = [p for p in map(self.place_of, paths) if p is not None]
        order = [b.id for b in self.model.spec.blocks]

        def rank(p: Place) -> tuple[int, int, int]:
            block = self.model.spec.blocks[order.index(p.block)]
            return order.index(p.block), p.row, [f.id for f in block.fields].index(p.field)

        return sorted(places, key=rank)

    def place_of(self, path: str) -> Place | None:
        """The field that a problem names; None where it cannot be typed."""
        name, _dot, rest = path.partition(".")
        spec = self.model.spec
        if rest:
            row, _dot, field = rest.partition(".")
            return Place(name, field, int(row)) if name in spec.rows and field else None
        if name in spec.rows:
            block = spec.rows[name]
            return self.model.walk.first(block) if block.id in self.model.walk.fields else None
        for block in spec.blocks:
            if block.part != "rows" and any(f.id == name for f in block.fields):
                return Place(block.id, name)
        return None

    def typed(self) -> None:
        """Keep the scratch soon, once for all that is typed until then."""
        if self.model.dirty and not self._scratch_due:
            self._scratch_due = True
            self.set_timer(SCRATCH_AFTER, self.keep_scratch)

    def keep_scratch(self) -> bool:
        """Keep what is typed now, the field in hand included; false where the store would not take it. It tries again."""
        self._scratch_due = False
        model = self.model
        if not model.dirty:
            return True
        raw = dict(model.raw)
        if model.place and model.editor and model.editor.touched and model.editor.buffer.text:
            raw[model.place.path] = model.editor.buffer.text
        mark = (id(model.values), tuple(raw.items()), model.place)
        if mark == self._kept:
            return True
        body = {**model.values, "_raw": raw, "_place": list(model.place or ())}
        if model.place and model.editor and model.editor.touched and not model.editor.buffer.text:
            body |= self._with(model.place, model.editor.value)
        env = self.dangan.env()
        place = {
            "record_id": model.values.get("_id"),
            "base_lock": model.values.get("_lock"),
            "batch": self.scratch_name,
        }
        try:
            self.archive.save_scratch(self.form_id, packed(body), env, **place)
        except DanganError as found:
            self._kept_at = ""
            self.message(found.text(self.lang), "error")
            self._scratch_due = True
            self.set_timer(SCRATCH_AGAIN, self.keep_scratch)
            return False
        self._kept, self._kept_at = mark, f"{env.now:%H:%M}"
        self.draw_frame()
        return True

    def drop_scratch(self) -> None:
        """Throw away what was kept of the record in hand."""
        record = self.model.values.get("_id")
        self.archive.drop_scratch(self.form_id, self.model.env, record_id=record, batch=self.scratch_name)

    def _with(self, place: Place, value: Any) -> Values:
        """The part of the record that holds `value` at `place`."""
        if place.row < 0:
            return {place.field: value}
        lines = self.model.rows(place.block)
        while len(lines) <= place.row:
            lines.append(self.model.new_line(self.model.spec.rows[place.block]))
        lines[place.row] = {**lines[place.row], place.field: value}
        return {place.block: lines}

    def take_up(self, body: Values) -> None:
        """Type again what a scratch holds as text: with its problem where it means nothing, the field in hand last."""
        model = self.model
        last = Place(*body["_place"]) if body.get("_place") else None
        for path, text in (body.get("_raw") or {}).items():
            place = self.place_of(path)
            if place is None or not model.can_type(place):
                continue
            model.raw[path] = text
            if place != last:
                model.enter(place)
                model.leave()
        if last and model.can_type(last):
            model.enter(last._replace(row=min(last.row, model.count(last.block))) if last.row >= 0 else last)
            if model.editor and last.path in model.raw:
                model.editor.changed()
        elif model.place:
            model.enter(model.place)
        model.check()

    def changed(self) -> None:
        """What stands on the frame may have changed."""
        raise NotImplementedError


def _titled(stored: Values, typed: Values) -> Values:
    """What was stored, its links with the titles that they had when they were typed."""

    def link(name: str) -> Any:
        now, was = stored[name], typed.get(name)
        if not (isinstance(now, Link) and isinstance(was, Link)) or now.title:
            return now
        return now._replace(title=was.title) if (now.id, now.form) == (was.id, was.form) else now

    return {name: link(name) for name in stored}
