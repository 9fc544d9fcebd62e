"""What was typed and not saved: offered when the form is opened again, beside a new record, one or several."""

from __future__ import annotations

from typing import Any

from dangan.record import Values
from dangan.types import show
from dangan.values.text import fit
from tui.screens.dialogs import Question
from tui.screens.entry_keys import EntryKeys
from tui.screens.scratchbody import BOOK, unpacked
from tui.widgets.form.model import EMPTY, FormModel
from tui.widgets.form.picker import Entry, ListPanel

TELLING = ("text", "person", "org", "dept", "ref", "date", "int", "idcard", "phone")

OF_SCREEN = {"_raw", "_place"}
OF_RECORD = {
    "_id",
    "_lock",
    "_owner",
    "_created_at",
    "_created_by",
    "_updated_at",
    "_updated_by",
    "_master",
    "_title",
    "record_no",
    "status",
    "revision",
}  # not of a new record that takes up what was typed on another


class Unfinished(EntryKeys):
    """The part of the entry screen that takes unsaved records up again. Who types on instead begins a new record; the
    unfinished ones stay."""

    def model_of(self, values: Values) -> FormModel:
        """A record to be typed."""
        raise NotImplementedError

    def offer_scratches(self) -> None:
        """Ask what shall become of what was typed and not saved."""
        record = self.model.values.get("_id")
        kept = self.archive.scratches(self.model.env)
        there = [s for s in kept if s.form == self.form_id and s.record_id == record]
        found = [s for s in there if taken_in(s) == bool(self.SCRATCH)]
        if not found:
            self.scratch_name = self._free(there) if there and record is None else self.scratch_name
            return
        new = record is None
        answers = [("go", self.tr("Go on with it")), ("drop", self.tr("Throw it away"))]
        if new:
            answers.append(("new", self.tr("Another new record")))
        said = self.tr("Kept unsaved since {at}:", at=_time(found[0]))
        if len(found) > 1:
            answers[:2] = [("go", self.tr("Choose one"))]
            said = self.tr("{count} records are not saved:", count=len(found))
        self.scratch_name = self._free(there) if new else found[0].batch

        def answered(answer: str) -> None:
            if answer == "go" and len(found) > 1:
                entries = [Entry(f"{_time(s)}  {self._told(s)}", (), s) for s in found]
                self.view.open(ListPanel(entries, self.lang), self._take_up)
                self.changed()
            elif answer == "go":
                self._take_up(found[0])
            elif answer == "drop":
                self.scratch_name = found[0].batch
                self.drop_scratch()
                self.message(self.tr("The unsaved text was thrown away"))
            else:
                self.changed()

        no = "new" if new else "go"
        self.ask(Question(said, answers, answered, lang=self.lang, safe="go", no=no, destroying=("drop",), firm=True))

    def go_on(self, scratch: Any) -> None:
        """Take up an unsaved record that was chosen already: nothing is asked."""
        self.question = None
        self._take_up(scratch)
        self.answered()
        self.view.resume()

    def _free(self, found: list[Any]) -> str:
        """The name of a further scratch of the form."""
        taken = {s.batch for s in found}
        further = self.SCRATCH or "new"
        return next(
            name for n in range(len(taken) + 1) if (name := f"{further}{n}" if n else self.SCRATCH) not in taken
        )

    def _told(self, scratch: Any) -> str:
        """What tells a scratch apart from others: the first values that say something."""
        body = unpacked(scratch.body)
        fields = [f for f in self.model.form.spec.fields.values() if f.type in TELLING and body.get(f.id) not in EMPTY]
        fields.sort(key=lambda f: f"{{{f.id}}}" not in self.model.form.spec.title)
        words = [show(f, body[f.id], self.lang, style="list") for f in fields[:4]]
        return fit("  ".join([*words, *body.get("_raw", {}).values()]), 56).rstrip()

    def _take_up(self, scratch: Any) -> None:
        body = unpacked(scratch.body)
        base = self.model.values
        left = OF_SCREEN if base.get("_id") == body.get("_id") else OF_SCREEN | OF_RECORD
        values = {k: v for k, v in body.items() if k not in left}
        self.scratch_name = scratch.batch
        self.model = self.model_of({**base, **values, "_lock": scratch.base_lock})
        self.model.base = base
        self.take_up(body)
        self.view.show(self.model)
        self.note(self.tr("Taken up where it was left"))


def taken_in(scratch: Any) -> bool:
    """Whether it is of old paper."""
    return isinstance(scratch.body, dict) and bool(scratch.body.get(BOOK))


def _time(scratch: Any) -> str:
    return str(scratch.at)[:16].replace("T", " ")
