"""Numbers of records and serials of registers: by pattern, inside the transaction, never given twice."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable
from dataclasses import replace

import apsw

from dangan.env import Env
from dangan.errors import Problem
from dangan.numbering import join_number, number_parts
from dangan.record import Link, Values
from dangan.sentences import problem
from dangan.spec import FieldSpec, FormSpec
from dangan.system import SYSTEM
from dangan.values.text import visible
from storage.columns import quote
from storage.engine import fetched
from storage.layout import Layout

UNPADDED = 6  # digits that a typed number may have where the pattern pads to none


def parts_of(spec: FormSpec, values: Values, env: Env) -> tuple[str, int, str]:
    """The number without its sequence, by the office's own pattern where it has one; 0 digits = no sequence in it."""
    own = env.office.setting("number_patterns") or {}

    def linked(link: Link, name: str) -> object:
        return (env.office.record(link) or {}).get(name)

    return number_parts(spec, values, env.today, linked, own.get(spec.id, ""))


def clean(number: str) -> str:
    """A typed number as it is kept: one line, full-width letters and digits as plain ones, no blanks around it."""
    return " ".join(unicodedata.normalize("NFKC", number).split())


def hidden(number: str) -> bool:
    """Whether it holds control or format characters, blanks of no width among them."""
    return any(unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co", "Cn") for c in number)


class Numbering:
    """Gives and takes numbers for one form within one write transaction, for one record or a batch."""

    def __init__(self, cursor: apsw.Cursor, spec: FormSpec) -> None:
        self.cursor, self.spec = cursor, spec
        self._next: dict[str, int] = {}
        self._taken: set[str] = set()
        self._given: set[str] = set()

    def refused(self, typed: Iterable[str]) -> list[Problem]:
        """One problem for each typed number that has been used before, or twice in the batch, or holds a character that
        nobody can see: two numbers alike on paper must not both stand."""
        wanted = list(typed)
        used = set(self._used(wanted)) if wanted else set()
        out = []
        for number in wanted:
            if hidden(number):
                shown, example = visible(number), self.spec.number
                found = problem("GEN_FORMAT", "record_no", field=SYSTEM["record_no"], value=shown, example=example)
                out.append(replace(found, values={**found.values, "record_no": number}))
            elif number in used or number in self._taken:
                out.append(problem("GEN_NUMBER_USED", "record_no", record_no=number, form=self.spec))
            self._taken.add(number)
        return out

    def note(self, number: str, parts: tuple[str, int, str]) -> None:
        """A typed number that follows the pattern moves the sequence on, so that it goes on after the highest; one with
        more digits than numbers have here is a slip and moves nothing."""
        left, width, right = parts
        digits = number[len(left) : len(number) - len(right)]
        if number.startswith(left) and number.endswith(right) and digits.isascii() and digits.isdigit():
            scope = self._scope(left)
            usual = max(width, len(str(self._at(scope) + 1))) if width > 1 else UNPADDED
            if len(digits) <= usual:
                self._next[scope] = max(self._at(scope), int(digits))

    def give(self, wanted: list[tuple[str, int, str]]) -> list[str | None]:
        """The next number of each scope asked for, by one look at what has been used unless the sequence meets a typed
        number; None where a pattern has no sequence and its only number has been used."""
        out: list[str | None] = [None] * len(wanted)
        open_ = list(range(len(wanted)))
        while open_:
            drawn = {n: self._draw(wanted[n]) for n in open_}
            used = set(self._used(list(drawn.values())))
            again = []
            for n, number in drawn.items():
                if number in used or number in self._taken:
                    again += [n] if wanted[n][1] else []
                else:
                    self._taken.add(number)
                    self._given.add(number)
                    out[n] = number
            open_ = again
        return out

    def _draw(self, parts: tuple[str, int, str]) -> str:
        scope = self._scope(parts[0])
        value = self._next[scope] = self._at(scope) + 1
        return join_number(parts, value)

    def finish(self) -> None:
        """Write the sequences and the numbers used."""
        self.cursor.executemany(
            "INSERT OR REPLACE INTO sequence (scope, value) VALUES (?, ?)", list(self._next.items())
        )
        self.cursor.executemany(
            "INSERT OR IGNORE INTO number_used (form, record_no, given) VALUES (?, ?, ?)",
            [(self.spec.id, n, n in self._given) for n in self._taken],
        )

    def _scope(self, left: str) -> str:
        return f"{self.spec.id}:{left}"

    def _at(self, scope: str) -> int:
        if scope not in self._next:
            found = fetched(self.cursor, "SELECT value FROM sequence WHERE scope = ?", (scope,))
            self._next[scope] = found[0][0] if found else 0
        return self._next[scope]

    def _used(self, numbers: list[str]) -> list[str]:
        if len(numbers) == 1:
            one = "SELECT record_no FROM number_used WHERE form = ? AND record_no = ?"
            return [n for (n,) in fetched(self.cursor, one, (self.spec.id, numbers[0]))]
        sql = "SELECT n.record_no FROM json_each(?) j CROSS JOIN number_used n ON n.form = ? AND n.record_no = j.value"
        return [n for (n,) in fetched(self.cursor, sql, (json.dumps(numbers), self.spec.id))]


def due(spec: FormSpec, field: FieldSpec, values: Values) -> bool:
    """Whether the serial is given now: at the first save, a gapless one when the record is filed (in the state `filed`,
    or the second where there is none)."""
    if not field.gapless:
        return True
    states = spec.state_codes
    at = "filed" if "filed" in states else states[1]
    status = values["status"]
    return status in states and status != "void" and states.index(status) >= states.index(at)


class Serials:
    """Gives the serials of one form within one write transaction: one query a scope, voids keep theirs."""

    def __init__(self, cursor: apsw.Cursor, of: Layout) -> None:
        self.cursor, self.layout = cursor, of
        self._last: dict[tuple[str, tuple[object, ...]], int] = {}

    def settle(self, field: FieldSpec, values: Values, old: Values | None) -> Problem | None:
        """Give the serial where it is due and empty; a typed gapless one must be the next or one before, whenever it is
        typed."""
        typed = values.get(field.id)
        here = self._within(field, values)
        kept = old is not None and old.get(field.id) == typed is not None and self._within(field, old) == here
        if kept or here is None or (typed is None and not due(self.layout.spec, field, values)):
            return None
        last = self._highest(field, *here)
        if typed is None:
            self._last[field.id, here[1]] = values[field.id] = last + 1
            return None
        own = old is not None and old.get(field.id) == last and self._within(field, old) == here
        expected = last if own else last + 1
        if field.gapless and typed > expected:
            return problem("GEN_NUMBER_GAP", field.id, value=typed, expected=expected)
        self._last[field.id, here[1]] = max(last, typed)
        return None

    def _within(self, field: FieldSpec, values: Values) -> tuple[str, tuple[object, ...]] | None:
        """What the serial is counted within, as SQL with its values; None while a part of it is empty."""
        if any(values.get(name) in (None, "") for name in field.scope):
            return None
        params: list[object] = []
        parts = []
        for name in field.scope:
            cell = self.layout.main.by_id[name]
            at = 1 if cell.kind == "link" and values[name].id is not None else 0
            parts.append(f"{quote(cell.names[at])} IS ?")
            params.append(cell.to_row(values[name])[at])
        return " AND ".join(parts) or "1", tuple(params)

    def _highest(self, field: FieldSpec, within: str, params: tuple[object, ...]) -> int:
        key = (field.id, params)
        if key not in self._last:
            sql = f"SELECT MAX({quote(field.id)}) FROM {quote(self.layout.main.name)} WHERE {within}"
            self._last[key] = fetched(self.cursor, sql, params)[0][0] or 0
        return self._last[key]
