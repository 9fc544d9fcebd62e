"""The store against a plain model: create, edit, merge, conflict, void, undo, and the store opened anew in between."""

import copy
import shutil
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, rule

from dangan.errors import Refused
from dangan.record import Values
from storage import audit
from storage.archive import Archive
from storage.merging import Conflict
from storage.pages import View
from tests.effort import times
from tests.storage.conftest import NOW
from tests.storage.small_forms import FORMS

NAMES = st.sampled_from(["甲", "乙", "曾", "单", "欧阳"])
TEXTS = st.none() | st.sampled_from(["一", "二", "three", "'; --"])
LINES = st.lists(
    st.fixed_dictionaries({"relation": st.just("父"), "name": TEXTS, "skills": st.sampled_from([(), ("typing",), ("typing", "cooking")])}),
    max_size=3,
)  # fmt: skip
EDITS = st.fixed_dictionaries(
    {},
    optional={
        "phone": st.none() | st.just("13812345678"),
        "notes": TEXTS,
        "sex": st.sampled_from([None, "male", "female"]),
    },
)


def content(values: Values) -> Values:
    """What a record says, without who and when and without the ids of its lines."""
    plain = {n: v for n, v in values.items() if not n.startswith("_") and n not in ("family", "posts", "revision")}
    lines = [{n: v for n, v in line.items() if not n.startswith("_")} for line in values["family"]]
    return {**plain, "family": lines}


class StoreMachine(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.path = self.folder / "office" / "office.db"
        self.archive = Archive.open(self.path, FORMS, create=True, clock=lambda: NOW)
        self.model: dict[int, Values] = {}
        self.undoable: tuple[int, Values | None] | None = None
        self.count = 0

    records: Bundle[int] = Bundle("records")
    typed: Bundle[Values] = Bundle("typed")

    def env(self) -> Any:
        return self.archive.env("li", "zh")

    @rule(target=records, name=NAMES, unit=st.integers(0, 2), family=LINES, edits=EDITS)
    def create(self, name: str, unit: int, family: list[Values], edits: Values) -> int:
        values = {"name": name, "unit_code": f"U{unit}", "family": _distinct(family), **edits}
        taken = any(
            v["status"] != "void" and (v["name"], v["unit_code"]) == (name, f"U{unit}") for v in self.model.values()
        )
        try:
            saved = self.archive.save("staff", values, self.env())
        except Refused as refused:
            assert taken and [p.code for p in refused.problems] == ["GEN_DUPLICATE"]
            return 0
        assert not taken
        self.model[saved["_id"]] = content(saved)
        assert {n: self.model[saved["_id"]][n] for n in edits} == edits
        self.undoable = (saved["_id"], None)
        return int(saved["_id"])

    @rule(target=typed, record=records)
    def begin(self, record: int) -> Values:
        return copy.deepcopy(self.archive.read("staff", record)) if record in self.model else {}

    @rule(begun=consumes(typed), edits=EDITS, family=LINES)
    def finish(self, begun: Values, edits: Values, family: list[Values]) -> None:
        record = begun.get("_id")
        if record not in self.model:
            return
        base, now = content(begun), self.model[record]
        lines = [{**old, **line} for line, old in zip(_distinct(family), begun["family"], strict=False)]
        mine = {**begun, **edits, "family": lines or begun["family"]}
        expected, clash = dict(now), False
        for name in (*edits, "family"):
            wanted = content(mine)[name]
            if wanted != base[name]:
                clash |= now[name] not in (base[name], wanted)
                expected[name] = wanted
        try:
            saved = self.archive.save("staff", mine, self.env())
        except Conflict:
            assert clash
            return
        except Refused as refused:
            assert refused.problems[0].code == ("GEN_VOIDED" if now["status"] == "void" else "GEN_DUPLICATE")
            return
        assert now["status"] != "void"
        if not clash:  # lines may merge one by one, which the model does not follow
            assert content(saved) == expected
        if content(saved) != now:
            self.undoable = (record, now)
        self.model[record] = content(saved)

    @rule(record=records)
    def void(self, record: int) -> None:
        if record not in self.model:
            return
        try:
            self.archive.void("staff", record, "错", self.env())
        except Refused:
            assert self.model[record]["status"] == "void"
            return
        self.model[record] = {**self.model[record], "status": "void"}
        self.undoable = None

    @rule()
    def undo(self) -> None:
        if self.undoable is None:
            return
        record, before = self.undoable
        self.archive.undo(self.env())
        self.undoable = None
        if before is None:
            del self.model[record]
        else:
            self.model[record] = before

    @rule()
    def crash(self) -> None:
        self.archive.store.close()
        self.archive = Archive.open(self.path, FORMS, clock=lambda: NOW)

    @invariant()
    def same(self) -> None:
        stored = self.archive.read_many("staff", self.model)
        assert {v["_id"]: content(v) for v in stored} == self.model
        assert self.archive.count("staff", View()) == (len(self.model), True)
        for values in stored:
            then = self.archive.as_of("staff", values["_id"], values["_lock"])
            assert content(then) == content(values)

    def teardown(self) -> None:
        assert audit.verify(self.archive.store) == [] and self.archive.store.damage() == []
        numbers = [v["record_no"] for v in self.model.values()]
        assert len(numbers) == len(set(numbers))
        self.archive.close()
        shutil.rmtree(self.folder)


def _distinct(lines: list[Values]) -> list[Values]:
    return list({line["name"]: line for line in lines}.values())


TestStoreMachine = StoreMachine.TestCase
TestStoreMachine.settings = settings(
    max_examples=times(25),
    stateful_step_count=25,
    print_blob=True,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
