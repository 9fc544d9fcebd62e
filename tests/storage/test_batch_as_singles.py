"""A batch writes what as many single saves would, refuses what they would refuse, and then writes nothing.

Only numbers by the pattern differ: a batch first takes those that were typed, then gives the others.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dangan.errors import Refused
from dangan.record import Link, Signature, Values
from storage.archive import Archive
from tests.effort import times
from tests.storage.conftest import NOW
from tests.storage.small_forms import FORMS

TEXTS = st.none() | st.sampled_from(["", "一", "欧阳晓岚", "案卷材料1234567", 'a"b\\_c\n', "１２３", "\U00020000"])
LINES = st.lists(
    st.fixed_dictionaries(
        {"relation": st.just("父"), "name": TEXTS, "phone": st.sampled_from([None, "13812345678", "x"])},
        optional={"skills": st.sampled_from([(), ("typing",), ("cooking", "typing")])},
    ),
    max_size=2,
    unique_by=lambda line: line["name"] or "",
)
EDITS: dict[str, st.SearchStrategy[Any]] = {
    "sex": st.sampled_from([None, "male", "neither"]),
    "born_on": st.sampled_from([None, date(1990, 1, 2), date(2030, 1, 1)]),
    "id_no": st.none() | st.sampled_from(["11", "12"]),
    "active": st.sampled_from([None, "yes", "no"]),
    "phone": st.sampled_from([None, "13812345678", "0731-8888888", "12"]),
    "salary": st.none() | st.sampled_from([Decimal("1.50"), Decimal(-1), Decimal(7)]),
    "skills": st.sampled_from([(), ("typing",), ("cooking", "typing"), ("flying",)]),
    "notes": TEXTS,
    "family": LINES,
    "manager": st.none() | st.just(Link("王经理")),
    "approved_by": st.none() | st.just(Signature("李伟", None, date(2026, 3, 1), "li", True)),
    "remarks": TEXTS,
}
NEW = st.fixed_dictionaries(
    {
        "name": st.sampled_from(["甲", "乙", "丙丁", "单雄信", "戊" * 300]),
        "unit_code": st.sampled_from(["U1", "U2", "U3"]),
    },
    optional={**EDITS, "record_no": st.sampled_from([None, "旧-1", "旧－２"])},
)
TABLES = ("f_staff", "f_staff__family", "f_staff__posts", "f_staff_multi", "record", "link", "number_used", "sequence")
WORDS = ("晓岚", "oyxl", "345", "1381", "王经理", "typing", "一")


@contextmanager
def archives() -> Iterator[tuple[Archive, Archive]]:
    with tempfile.TemporaryDirectory() as folder:
        opened = [Archive.open(Path(folder) / n / "o.db", FORMS, create=True, clock=lambda: NOW) for n in ("a", "b")]
        yield opened[0], opened[1]
        for each in opened:
            each.close()


def content(archive: Archive) -> list[Any]:
    """Everything that a save writes but for salts and hashes, which differ by chance."""
    rows = archive.store.rows
    out: list[Any] = [sorted(rows(f'SELECT * FROM "{table}"'), key=repr) for table in TABLES]
    out.append(rows('SELECT record_id, version, at, "by", reason, spec_hash, changes FROM history ORDER BY 1, 2'))
    return out + [sorted(hit.id for hit in archive.search(word)) for word in WORDS]


def one_by_one(archive: Archive, records: list[Values]) -> dict[int, list[str]]:
    """Save each by itself; place -> codes of those that were refused."""
    found = {}
    for place, values in enumerate(records):
        try:
            archive.save("staff", values, archive.env("li", "zh"))
        except Refused as refused:
            found[place] = [p.code for p in refused.problems]
    return found


def compare(single: Archive, batch: Archive, records: list[Values]) -> None:
    before = content(batch)
    refused = one_by_one(single, records)
    env = batch.env("li", "zh")
    whole = batch.save_many("staff", records, env, source="a.xlsx", warnings=True)
    assert whole.ok == (not refused)
    if whole.ok:
        assert content(batch) == content(single)
        return
    assert content(batch) == before
    assert set(whole.problems) & set(refused)
    for place, problems in whole.problems.items():
        if place in refused and problems[0].code not in ("GEN_DUPLICATE", "GEN_NUMBER_USED"):
            assert [p.code for p in problems] == refused[place]
    good = [values for place, values in enumerate(records) if place not in refused]
    assert batch.save_many("staff", good, env, source="b.xlsx", warnings=True).ok
    assert content(batch) == content(single)


@settings(max_examples=times(30), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(new=st.lists(NEW, min_size=1, max_size=5), data=st.data())
def test_a_batch_is_as_many_single_saves(new: list[Values], data: st.DataObject) -> None:
    with archives() as (single, batch):
        compare(single, batch, new)
        stored = [i for (i,) in single.store.rows("SELECT _id FROM record ORDER BY 1")]
        changes = st.lists(st.tuples(st.sampled_from(stored), st.fixed_dictionaries({}, optional=EDITS)), max_size=3, unique_by=lambda c: c[0]) if stored else st.just([])  # fmt: skip
        compare(
            single,
            batch,
            [{"_id": i, **edits} for i, edits in data.draw(changes)] + data.draw(st.lists(NEW, max_size=2)),
        )
