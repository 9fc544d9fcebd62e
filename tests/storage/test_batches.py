"""Imports: all or nothing, one audit event, and the way back."""

from datetime import date
from typing import Any

import pytest

from dangan.env import Env
from dangan.errors import Refused
from dangan.record import Link
from storage import audit
from storage.archive import Archive
from storage.pages import View
from storage.undoing import CannotUndo


def counts(archive: Archive) -> list[int]:
    tables = (
        "record",
        "f_staff",
        "f_staff__family",
        "f_staff_multi",
        "history",
        "audit",
        "name",
        "number_used",
        "link",
    )
    return [archive.store.value(f"SELECT count(*) FROM {table}") for table in tables]


def test_all_or_nothing(archive: Archive, env: Env) -> None:
    archive.save("staff", {"name": "甲", "record_no": "旧-1"}, env)
    before = counts(archive)
    bad = [
        {"name": "乙"}, {"name": "甲"}, {"name": "丙", "record_no": "旧-1"}, {"name": "乙"}, {"name": "丁" * 300},
        {"name": "戊", "born_on": date(2030, 1, 1)},
    ]  # fmt: skip
    result = archive.save_many("staff", bad, env, source="a.xlsx")
    assert {n: [p.code for p in found] for n, found in result.problems.items()} == {
        4: ["GEN_TOO_LONG"],
        5: ["GEN_DATE_FUTURE"],
    }
    result = archive.save_many("staff", bad[:4], env, source="a.xlsx")
    assert {n: [p.code for p in found] for n, found in result.problems.items()} == {2: ["GEN_NUMBER_USED"]}
    result = archive.save_many("staff", [bad[0], bad[1], bad[3]], env, source="a.xlsx")
    assert {n: [p.code for p in found] for n, found in result.problems.items()} == {
        1: ["GEN_DUPLICATE"],
        2: ["GEN_DUPLICATE"],
    }
    assert not result.ok and counts(archive) == before


def test_dry_run_leaves_nothing(archive: Archive, env: Env) -> None:
    before = counts(archive)
    result = archive.save_many("staff", [{"name": "甲", "skills": ("typing",)}], env, source="a.xlsx", dry_run=True)
    assert result.ok and result.id is None and counts(archive) == before
    assert archive.save("staff", {"name": "甲"}, env)["record_no"] == "YG-2026-0001"


def test_undo_a_batch(archive: Archive, env: Env) -> None:
    kept = archive.save(
        "staff", {"name": "旧", "family": [{"relation": "父", "name": "老"}], "skills": ("typing",)}, env
    )
    before = counts(archive)
    records = [
        {
            "name": "甲",
            "record_no": "K-1",
            "skills": ("typing", "cooking"),
            "family": [{"relation": "母", "name": "乙"}],
        },
        {"_id": kept["_id"], "name": "新", "family": [], "skills": ()},
    ]
    result = archive.save_many("staff", records, env, source="a.xlsx")
    assert len(result.created) == len(result.updated) == 1 and result.id is not None
    assert [h.title for h in archive.search("jia")] == ["甲"]
    archive.undo_batch(result.id, env)
    back = archive.read("staff", kept["_id"])
    assert (back["name"], back["_lock"], back["skills"]) == ("旧", 3, ("typing",)) and back["family"][0]["name"] == "老"
    assert archive.search("jia") == [] and archive.search("甲") == []
    after = counts(archive)
    assert after[:4] == before[:4] and after[4:6] == [before[4] + 3, before[5] + 2] and after[7:] == before[7:]
    assert (
        archive.store.value("SELECT count(*) FROM history WHERE changes LIKE '%甲%' OR (changes = '' AND salt <> '')")
        == 0
    )
    assert archive.save("staff", {"name": "丙", "record_no": "K-1"}, env)["_lock"] == 1
    assert audit.verify(archive.store) == []
    with pytest.raises(CannotUndo):
        archive.undo_batch(result.id, env)


@pytest.mark.parametrize("what", ["save", "submit", "link"])
def test_a_batch_that_moved_on_stays(archive: Archive, env: Env, what: str) -> None:
    result = archive.save_many("volume", [{"title": "卷一"}, {"title": "卷二"}], env, source="a.xlsx")
    record = archive.read("volume", result.created[1])
    if what == "save":
        archive.save("volume", {"_id": record["_id"], "title": "改"}, env)
    elif what == "submit":
        archive.submit("volume", record["_id"], env)
    else:
        archive.save("paper", {"title": "t", "volume": Link(record["record_no"], record["_id"], "volume")}, env)
    assert result.id is not None
    with pytest.raises(CannotUndo):
        archive.undo_batch(result.id, env)
    assert len(archive.read_many("volume", result.created)) == 2


def test_one_event_for_a_batch(archive: Archive, env: Env) -> None:
    archive.save_many("staff", [{"name": f"n{n}"} for n in range(300)], env, source="a.xlsx")
    assert archive.store.value("SELECT count(*) FROM audit") == 1
    assert archive.read("staff", "YG-2026-0300")["name"] == "n299"
    assert archive.count("staff", View(), 200) == (200, False)


def test_totals_of_a_batch(archive: Archive, env: Env) -> None:
    volume = archive.save("volume", {"title": "卷"}, env)
    here = Link(volume["record_no"], volume["_id"], "volume")
    papers = [{"title": f"t{n}", "catalogue": "甲", "volume": here, "pages": n} for n in range(1, 11)]
    result = archive.save_many("paper", papers, env, source="a.xlsx")
    assert archive.read("volume", volume["_id"])["pages"] == 55
    assert [v["item_no"] for v in archive.read_many("paper", result.created)] == list(range(1, 11))
    assert result.id is not None
    archive.undo_batch(result.id, env)
    assert archive.read("volume", volume["_id"])["pages"] is None and archive.links_here(volume["_id"]) == []


def test_gapless_serials(archive: Archive, env: Env) -> None:
    made = [archive.save("volume", {"title": f"卷{n}", "catalogue": "甲"}, env) for n in range(3)]
    assert [v["seq"] for v in made] == [None] * 3
    with pytest.raises(Refused):
        archive.submit("volume", archive.save("volume", {"catalogue": "甲"}, env)["_id"], env)


def gap(archive: Archive, env: Env, **values: Any) -> tuple[int, int]:
    with pytest.raises(Refused) as refused:
        archive.save("volume", {"title": "卷", **values}, env)
    (problem,) = refused.value.problems
    assert (problem.path, problem.code) == ("seq", "GEN_NUMBER_GAP")
    return problem.values["value"], problem.values["expected"]


def test_a_gapless_serial_typed_leaves_no_gap_in_any_state(archive: Archive, env: Env) -> None:
    assert gap(archive, env, catalogue="甲", seq=5) == (5, 1)
    first = archive.save("volume", {"title": "卷", "catalogue": "甲", "seq": 1}, env)
    assert gap(archive, env, catalogue="甲", seq=3) == (3, 2)
    assert gap(archive, env, _id=first["_id"], seq=2) == (2, 1)
    archive.save("volume", {"title": "卷", "catalogue": "甲", "seq": 2}, env)
    assert gap(archive, env, _id=first["_id"], catalogue="乙", seq=2) == (2, 1)
    archive.save("volume", {"_id": first["_id"], "catalogue": "乙"}, env)


def test_a_book_is_taken_in_whatever_the_order_of_its_rows(archive: Archive, env: Env) -> None:
    rows = [{"title": f"卷{n}", "catalogue": "甲", "seq": n} for n in (3, 1, 2)]
    assert archive.save_many("volume", rows, env, source="a").ok
    done = archive.save_many("volume", [{**rows[0], "seq": 6}, {**rows[0], "seq": 4}], env, source="b")
    assert [(at, p.code, p.values["expected"]) for at, (p,) in done.problems.items()] == [(0, "GEN_NUMBER_GAP", 5)]


def test_every_duplicate_is_told(archive: Archive, env: Env) -> None:
    records = [{"name": f"n{i}"} for i in range(120)]
    assert archive.save_many("staff", records, env, source="a").ok
    assert set(archive.save_many("staff", records, env, source="b").problems) == set(range(120))
