"""Office life in the past: processes that go on side by side, day after day, each step by whoever takes it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from heapq import heapify, heappop, heappush
from typing import Any

from dangan.checking import fresh_line
from dangan.env import Env
from dangan.record import Link, Signature, Values
from forms_plugins.demo.office import Staff
from storage.archive import Archive
from storage.stepping import Asked

Process = Iterator[int]  # gives how many working days before today it goes on; its next act is of that day
MINUTES = 7  # between one act and the next


class Diary:
    """Runs processes; `save` and `take` are acts of the day that has come, one after the other from nine o'clock on."""

    def __init__(self, archive: Archive, env: Env, staff: Staff, told: Callable[[str], None]) -> None:
        self.archive, self.env, self.staff, self._told = archive, env, staff, told
        self.today = env.today
        self._now = datetime.combine(self.today, time(9))

    def day(self, back: int) -> date:
        """The working day so many before today; after it where `back` is negative."""
        return self.env.office.workday(self.env.today, -back)

    def run(self, processes: Iterable[Process]) -> None:
        """Let them go on until all have ended, the earliest day first."""
        waiting = [(-next(process), n, process) for n, process in enumerate(processes)]
        heapify(waiting)
        while waiting:
            back, n, process = heappop(waiting)
            self.come(self.day(-back))
            following = next(process, None)
            if following is not None:
                heappush(waiting, (-following, n, process))

    def come(self, day: date) -> None:
        """Let the acts that follow be of that day."""
        if day != self.today:
            self.today, self._now = day, datetime.combine(day, time(9))

    def of(self, person: Link) -> Env:
        """The context of an act of `person`: now, and not later than the office's own now."""
        self._now = min(self._now + timedelta(minutes=MINUTES), self.env.now)
        login = self.env.login if person == self.staff.holder("archivist") else ""
        return replace(self.archive.env(login, self.env.lang, self._now), user=person)

    def save(self, person: Link, form: str, values: Values) -> Values:
        """Save a new record, or what changed in one with `_id`; new lines begin with their defaults, as on the screen."""
        env, kind = self.of(person), self.archive.registry.form(form)
        new = "_id" not in values
        whole = {**self.archive.new(form, env), **values} if new else {**values}
        for rows in kind.spec.rows.keys() & values.keys():
            whole[rows] = [x if "_id" in x else {**fresh_line(kind, rows, whole, env), **x} for x in values[rows]]
        stored = self.archive.save(form, whole, env)
        if new:
            self._told(form)
        return stored

    def take(self, person: Link, form: str, record: Values, step: str, **asked: Any) -> Values:
        """Take a step, or sign in it."""
        return self.archive.stepper.take(form, record["_id"], step, self.of(person), Asked(**asked), confirm=True)

    def signed(self, person: Link) -> Signature:
        """A sign-off of the day on paper."""
        return Signature(person.text, person.id, self.today, self.env.login, True)


def link(form: str, record: Values) -> Link:
    """A link to a record."""
    return Link(record["record_no"], record["_id"], form)
