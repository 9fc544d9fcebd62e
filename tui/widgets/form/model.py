"""A record being typed: values, the field in hand, problems and undo, without a screen."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from dangan import checking
from dangan.env import Env
from dangan.errors import Problem, Refused
from dangan.form import FormType
from dangan.frozen import frozen
from dangan.record import Link, Values
from dangan.settling import proposed_by, told_by
from dangan.spec import BlockSpec, Condition, FieldSpec, FormSpec
from tui.widgets.form.choosing import ChoiceEditor
from tui.widgets.form.editors import Editor, editor_for
from tui.widgets.form.layout import Place
from tui.widgets.form.mastering import MasterEditor, editor_in
from tui.widgets.form.others import with_texts
from tui.widgets.form.walk import Walk, open_ended

EMPTY: tuple[Any, ...] = (None, "", ())
WHOLE_CHECK = 300  # lines of a form above which it is checked when a table is left, not at each field
UNDO_STEPS = 200
Raw = tuple[dict[str, str], dict[str, list[Problem]]]  # typed text that means nothing, and why, by path
Step = tuple[Values, Place | None, Raw | None]  # what undo brings back; the texts where the step changed several
LONG_LIST = 9  # options of a choice above which those chosen most come first


@frozen
class Counts:
    """How far a form is: fields filled, required ones that lack, problems that refuse."""

    filled: int
    missing: int
    wrong: int


@dataclass
class FormModel:
    """What is being typed.

    `values` is never changed in place: each change makes a new record, so that undo keeps the old ones. `base` is the
    record as it was opened. `stops` are fields (`name`, `rows.name`) and empty tables (`rows`) that Enter passes by.
    `locked` cannot be typed: fields, `rows.name`, tables (no line comes or goes), `rows.ID.name` of the line with that `_id`.
    """

    form: FormType
    values: Values
    env: Env
    stops: Collection[str] = ()
    locked: Collection[str] = ()
    last: Values | None = None
    problems: dict[str, list[Problem]] = field(default_factory=dict)
    raw: dict[str, str] = field(default_factory=dict)  # typed text that means nothing, by path
    on_left: Callable[[Place, Any], None] | None = None
    used: Callable[[str], Mapping[str, int]] | None = None  # how often the options of a field were chosen, by code

    def __post_init__(self) -> None:
        self.spec = self.declared()
        self.base = self.values
        self.undone: list[Step] = []
        self.past: list[Step] = []
        self.place: Place | None = None
        self.editor: Editor | None = None
        self.unchecked = False
        self.by_hand: set[str] = set()  # paths of what was typed, not filled in by another field
        self.told: list[Problem] = []  # what the field left last has brought up
        self._told_at: Place | None = None
        self._look()
        start = self.walk.start()
        if start:
            first = (
                start
                if not self._passed(start)
                else next((p for p in self.walk.onward(start) if not self._passed(p)), start)
            )
            self.enter(first)

    def declared(self) -> FormSpec:
        """The fields that are typed here."""
        return with_texts(self.form, self.env.office)

    @property
    def lang(self) -> str:
        """The reader's language."""
        return self.env.lang

    @property
    def status(self) -> str:
        """The state of the record, the form's first one for a new record."""
        return str(self.values.get("status") or (self.spec.state_codes[0] if self.spec.states else ""))

    @property
    def dirty(self) -> bool:
        """Whether leaving would lose something."""
        return self.values is not self.base or bool(self.raw) or bool(self.editor and self.editor.touched)

    @property
    def spec_here(self) -> FieldSpec | None:
        """The declaration of the field in hand."""
        return self.spec.find(self.place.kind) if self.place else None

    def rows(self, block: str) -> list[Values]:
        """The lines of a rows table."""
        return list(self.values.get(block) or ())

    def count(self, block: str) -> int:
        """How many lines it has."""
        return len(self.values.get(block) or ())

    def shown_rows(self, block: str) -> int:
        """How many lines are drawn: with the new one in which the cursor stands."""
        here = self.place
        return max(self.count(block), here.row + 1 if here and here.block == block else 0)

    def value(self, place: Place) -> Any:
        """The value at `place`, None in a new line."""
        if place.row < 0:
            return self.values.get(place.field)
        lines = self.values.get(place.block) or ()
        return lines[place.row].get(place.field) if place.row < len(lines) else None

    def in_new_line(self) -> bool:
        """Whether the cursor stands in a line that has no value yet."""
        here = self.place
        return bool(here and here.row >= self.count(here.block)) if here and here.row >= 0 else False

    def enter(self, place: Place) -> None:
        """Take the field at `place` in hand, all of it selected."""
        self.place = place
        f, text = self.spec.find(place.kind), self.raw.get(place.path)
        self.editor = editor_in(self.spec, f, self.values, self.value(place), self.env, text)
        if self.used and isinstance(self.editor, ChoiceEditor) and len(self.editor.options) > LONG_LIST:
            self.editor.favour(self.used(place.kind))

    def leave(self) -> bool:
        """Put the field in hand down; False when what was typed means nothing (it is kept, and the problem named)."""
        here, editor = self.place, self.editor
        if here is None or editor is None:
            return True
        if not editor.touched:
            if here != self._told_at:
                self.told = []
            return here.path not in self.problems
        known = {(p.path, p.zh) for at in self.problems.values() for p in at}
        put_down = self._put_down(here, editor)
        new = [p for at in self.problems.values() for p in at if (p.path, p.zh) not in known]
        self.told = sorted(new, key=lambda p: p.path != here.path)
        self._told_at = here
        return put_down

    def _put_down(self, here: Place, editor: Editor) -> bool:
        self.problems.pop(here.path, None)
        try:
            value = editor.result()
        except Refused as refused:
            self.raw[here.path] = editor.buffer.text
            said = self._said_by_form(here, editor) or refused.problems
            self.problems[here.path] = [_at(p, here.path) for p in said]
            editor.touched = False
            return False
        self.raw.pop(here.path, None)
        old = self.value(here)
        if value != old and not (value in EMPTY and old in EMPTY):
            self.by_hand.add(here.path)
            self.put(here, value)
            if self.on_left:
                self.on_left(here, value)
        if isinstance(editor, MasterEditor) and editor.link is not None:
            self.link_master(editor.link)
        self.editor = editor_for(self.spec.find(here.kind), self.value(here), self.env)
        return here.path not in self.problems

    def _said_by_form(self, here: Place, editor: Editor) -> list[Problem]:
        """What a rule of the form with a sentence of its own says of an option that is none."""
        if editor.spec.type != "choice":
            return []
        typed = {here.field: editor.buffer.text.strip()}
        lines = [{**x, **typed} if n == here.row else x for n, x in enumerate(self.values.get(here.block) or ())]
        values = {**self.values, **(typed if here.row < 0 else {here.block: lines})}
        found = checking.check(self.form, values, self.env, state=self.status)
        return [p for p in found if p.path == here.path and not p.code.startswith(("GEN_", checking.RULE))]

    def link_master(self, link: Link) -> None:
        """Link an edition to the master that its name has found; all that they share comes with it."""
        name = self.spec.edition_link
        place = Place(next(b.id for b in self.spec.blocks if any(f.id == name for f in b.fields)), name)
        self.put(place, link)
        if self.on_left:
            self.on_left(place, link)

    def put(self, place: Place, value: Any) -> None:
        """Set the value at `place`, then all that follows from it."""
        self.remember()
        given = {place.field: value, **self._no_longer_told(place)}
        if place.row < 0:
            values = {**self.values, **given}
        else:
            lines = self.rows(place.block)
            while len(lines) <= place.row:
                lines.append(self.new_line(self.spec.rows[place.block]))
            lines[place.row] = {**lines[place.row], **given}
            values = {**self.values, place.block: lines}
        self.settle(values, place.kind)

    def _no_longer_told(self, place: Place) -> Values:
        """The fields that the value at `place`, about to be another, has filled in: empty, to be filled anew.

        On a new record also those that still hold the default which followed from it.
        """
        told = told_by(self.form, self.spec.find(place.kind), place.kind, self.value(place))
        if self.values.get("_id") is None and place.row < self.count(place.block):
            told |= proposed_by(self.form, place.kind, self.values, self.env, place.row)
        beside = {name: place._replace(field=name) for name in told}
        return {n: None for n, at in beside.items() if self.value(at) == told[n] and at.path not in self.by_hand}

    def settle(self, values: Values, changed: str) -> None:
        """Take `values` over with what is computed and copied from the field `changed`, and look for problems."""
        heavy = sum(len(values.get(b) or ()) for b in self.spec.rows) > WHOLE_CHECK
        if heavy and "." in changed:
            self.values, self.unchecked = values, True
            return
        self.values = checking.settle(self.form, values, self.env, changed)
        self._look()
        self.check()

    def catch_up(self) -> None:
        """Compute and check what was put off while a long table was typed."""
        if self.unchecked:
            self.unchecked = False
            self.values = checking.settle(self.form, self.values, self.env)
            self._look()
            self.check()

    def check(self) -> None:
        """Look for problems of the whole record; what could not be read stays named."""
        found: dict[str, list[Problem]] = {p: self.problems[p] for p in self.raw if p in self.problems}
        for p in self.against():
            if p.path not in self.raw:
                found.setdefault(p.path, []).append(p)
        self.problems = found

    def against(self) -> Iterable[Problem]:
        """What speaks against the record as it stands."""
        return checking.check(self.form, self.values, self.env, state=self.status)

    def take_problems(self, problems: list[Problem]) -> None:
        """Stand the problems of a refused save at their fields."""
        for p in map(self._at_last_part, problems):
            if p not in self.problems.setdefault(p.path, []):
                self.problems[p.path].append(p)

    def _at_last_part(self, p: Problem) -> Problem:
        """A record that stands already is told apart at the last part of its key: the first ones are the sheet's."""
        parts = [name for name in p.values.get("fields") or () if any(name == f.id for f in self._typed_outside_rows())]
        return _at(p, parts[-1]) if p.code == "GEN_DUPLICATE" and parts and "." not in p.path else p

    def _typed_outside_rows(self) -> list[FieldSpec]:
        return [f for block in self.walk.blocks if block.part != "rows" for f in self.walk.fields[block.id]]

    def new_line(self, block: BlockSpec) -> Values:
        """A new line of a rows table with its defaults."""
        return {"_id": None, **checking.fresh_line(self.form, block.id, self.values, self.env)}

    def next(self, *, over_stops: bool = False) -> Place | None:
        """Where Enter goes from here; None after the last field."""
        here = self.place
        if here is None:
            return None
        for place in self.walk.onward(here, self.in_new_line()):
            if over_stops or not self._passed(place):
                return place
        return None

    def beyond(self) -> Place | None:
        """Where Tab goes from a table: the first field behind it that is not passed; None where there is none."""
        here = self.place
        behind = self.walk.after(here.block) if here else []
        places = (Place(b.id, f.id, 0 if b.part == "rows" else -1) for b in behind for f in self.walk.fields[b.id])
        return next((place for place in places if not self._passed(place)), None)

    def first(self, block: BlockSpec) -> Place:
        """Where a block is entered: its first field that Enter does not pass."""
        start = self.walk.first(block)
        if not self._passed(start):
            return start
        onward = next((p for p in self.walk.onward(start) if not self._passed(p)), start)
        return onward if onward.block == start.block else start

    def back(self) -> Place | None:
        """Where Shift+Tab goes."""
        place = self.walk.back(self.place) if self.place else None
        while place and self._passed(place):
            place = self.walk.back(place)
        return place

    def can_type(self, place: Place) -> bool:
        """Whether the cursor may stand at `place`."""
        f = next((f for f in self.walk.fields.get(place.block, ()) if f.id == place.field), None)
        return f is not None and self._relevant(place, f) and not self.is_locked(place)

    def is_locked(self, place: Place) -> bool:
        """Whether the state of the record, or a signature, keeps the value at `place`."""
        if not self.locked:
            return False
        if place.row < 0 or place.kind in self.locked:
            return place.kind in self.locked
        lines = self.values.get(place.block) or ()
        line = lines[place.row].get("_id") if place.row < len(lines) else None
        return line is not None and f"{place.block}.{line}.{place.field}" in self.locked

    def _relevant(self, place: Place, f: FieldSpec) -> bool:
        """Whether a field is relevant in the line of its table; of a field outside tables the walk knows."""
        if place.row < 0 or f.relevant is None:
            return True
        lines = self.values.get(place.block) or ()
        line = lines[place.row] if place.row < len(lines) else None
        return checking.relevant(self.spec.rows[place.block], f, self.values, line)

    def wants(self, kind: str) -> bool:
        """Whether a field (`name`, `rows.name`) must be filled in the end."""
        if self.spec.find(kind).required is False and (kind, "required") not in self.form.functions:
            return False
        return checking.required(self.form, kind, self.values, self.next_state)

    @property
    def next_state(self) -> str:
        """The state that is entered next, in which required fields are asked for."""
        codes = self.spec.state_codes
        if self.status not in codes:
            return self.status
        return codes[min(codes.index(self.status) + 1, max(0, len(codes) - 1))]

    def counts(self) -> Counts:
        """How far the form is; a rows table counts as one field."""
        filled = missing = 0
        for block in self.spec.blocks:
            if block.id not in self.visible:
                continue
            if block.part == "rows":
                filled += bool(self.count(block.id))
                missing += max(0, block.min - self.count(block.id))
                continue
            for f in block.fields:
                if f.id in self.visible:
                    here = self.values.get(f.id) not in EMPTY
                    filled += here
                    missing += not here and not f.auto and not f.computed and self.wants(f.id)
        wrong = sum(any(p.level == "refuse" for p in at) for at in self.problems.values())
        return Counts(filled, missing, wrong)

    def take_values(self, values: Values) -> None:
        """Take over what was settled elsewhere, and look for problems."""
        self.values = values
        self._look()
        self.check()

    def remember(self, raw: bool = False) -> None:
        """Keep the record as it is for undo, with the texts that mean nothing where `raw`."""
        self.past.append(self._step(raw))
        del self.past[:-UNDO_STEPS]
        self.undone.clear()

    @property
    def can_undo(self) -> bool:
        """Whether something was changed that `undo` takes back."""
        return bool(self.past) or bool(self.editor and self.editor.touched)

    def undo(self) -> bool:
        """Take back what is being typed, else the last change; False where there is none."""
        if self.editor and self.editor.touched and self.place:
            self.raw.pop(self.place.path, None)
            self.problems.pop(self.place.path, None)
            self.enter(self.place)
            return True
        return self._swap(self.past, self.undone)

    def redo(self) -> bool:
        """Do again what undo took back."""
        return self._swap(self.undone, self.past)

    def _step(self, raw: bool) -> Step:
        texts = (dict(self.raw), {p: self.problems[p] for p in self.raw if p in self.problems}) if raw else None
        return self.values, self.place, texts

    def _swap(self, take: list[Step], give: list[Step]) -> bool:
        if not take:
            return False
        give.append(self._step(take[-1][2] is not None))
        self.values, place, raw = take.pop()
        if raw is not None:
            self.raw = dict(raw[0])
            self.problems.update(raw[1])
        self._look()
        self.check()
        place = place or self.place
        if place:
            self.enter(place)
        return True

    def _look(self) -> None:
        self.visible = checking.visible(self.form, self.values)
        added = (f for f in self.spec.fields.values() if f.id not in self.form.spec.fields)
        self.visible |= {f.id for f in added if f.relevant is None or f.relevant.holds(self.values.get)}
        kept = {
            f.id
            for f in self.spec.fields.values()
            if f.source and checking.locked(self.form, f.id, self.values, self.env)
        }
        self.walk = Walk(self.spec, self.visible, self.count, kept.union(self.locked, self.never()))

    def never(self) -> set[str]:
        """What nobody types: signatures are given by steps, the number of a record stays."""
        return {*self.form.spec.flow.signed, *(("record_no",) if self.values.get("_id") is not None else ())}

    def gives_number(self) -> bool:
        """Whether the program gives the number where none is typed, so that Enter passes it."""
        return self.spec.find("record_no").auto

    def _passed(self, place: Place) -> bool:
        if place.row >= 0 and self.spec.rows[place.block].one_per == place.field:
            return self.value(place) not in EMPTY
        if not self.can_type(place):
            return True
        if place.field == "record_no" and place.row < 0 and self.gives_number():
            return True
        if place.kind in self.stops and self.may_pass(place.kind):
            return True
        return place.block in self.stops and self.passes_table(place)

    def may_pass(self, kind: str) -> bool:
        """Whether Enter may pass a field by: one that must be filled only in a later state can wait."""
        needed = self.spec.find(kind).required
        return bool(isinstance(needed, Condition) and needed.since) or not self.wants(kind)

    def passes_table(self, place: Place) -> bool:
        """Whether `place` begins a table without lines, come upon from outside: Enter may pass it as a whole."""
        if place.row < 0 or self.count(place.block) or self.spec.rows[place.block].min:
            return False
        return self.place is None or self.place.block != place.block

    def may_add(self, block: str) -> bool:
        """Whether a rows table takes further lines."""
        return open_ended(self.spec.rows[block]) and block not in self.locked


def _at(p: Problem, path: str) -> Problem:
    return Problem(path, p.code, p.level, p.zh, p.en, p.mend_zh, p.mend_en, p.override, p.values)
