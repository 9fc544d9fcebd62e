"""One value for many records: what changes, what is refused and why, one transaction, taken back as one."""

from __future__ import annotations

import json
from datetime import date

import pytest

from dangan.errors import Refused
from dangan.record import Link
from storage import audit, contents, recent
from storage.archive import Archive
from storage.undoing import CannotUndo
from tests.tui.conftest import folder, made_office, office

__all__ = ["folder", "made_office", "office"]


def ids(office: Archive, form: str = "employee") -> list[int]:
    return [i for (i,) in office.store.rows("SELECT _id FROM record WHERE form = ? ORDER BY _id", (form,))]


def sound(office: Archive) -> bool:
    return not audit.verify(office.store) and not contents.verify(office.store, office.registry)


def test_all_that_can_in_one_transaction(office: Archive) -> None:
    env, every = office.env("wang", "zh"), ids(office)
    office.void("employee", every[3], "重复", env)
    result = office.bulk.change("employee", every, "education", "master", env, reason="学历核对")
    assert list(result.refused) == [every[3]] and "作废" in result.refused[every[3]][0].zh
    assert sorted(result.changed + result.same + list(result.refused)) == every
    assert {office.read("employee", i)["education"] for i in every if i != every[3]} == {"master"}
    version = office.history("employee", result.changed[0])[0]
    assert (version.action, version.reason) == ("bulk", "学历核对")
    assert [c.path for c in version.changes] == ["education"]
    assert [v.version for v in office.history("employee", result.same[0])] == [1]
    event = json.loads(office.store.value("SELECT detail FROM audit WHERE event = 'bulk'"))
    assert event["updated"] == len(result.changed) and event["field"] == "education"
    assert sound(office)


def test_a_dry_run_leaves_no_trace(office: Archive) -> None:
    env, every = office.env("wang", "zh"), ids(office)
    office.submit("employee", every[1], env)
    before = office.store.value("SELECT count(*) FROM history"), audit.head(office.store)
    result = office.bulk.change("employee", every, "phone", None, env, dry_run=True)
    assert list(result.refused) == [every[1]] and result.id is None  # a draft may lack it, what was submitted may not
    assert "联系电话" in result.refused[every[1]][0].zh
    result = office.bulk.change("employee", every, "department", "财务部", env, dry_run=True)
    assert result.changed == every and not result.refused
    assert (office.store.value("SELECT count(*) FROM history"), audit.head(office.store)) == before


def test_it_is_taken_back_as_one(office: Archive) -> None:
    env, every = office.env("wang", "zh"), ids(office)
    before = [office.read("employee", i)["department"] for i in every]
    made = office.bulk.change("employee", every, "department", "财务部", env, reason="并入")
    last = recent.last_bulk(office.store, "wang")
    assert last is not None and last.id == made.id and last.count == 10 and last.bulk
    assert recent.last_save(office.store, "wang") is None and recent.last_bulk(office.store, "li") is None
    assert office.undo(office.env("wang", "zh")) == "并入"
    assert [office.read("employee", i)["department"] for i in every] == before
    assert recent.last_bulk(office.store, "wang") is None and sound(office)
    with pytest.raises(CannotUndo):
        office.undo(env)


def test_what_moved_on_is_not_taken_back(office: Archive) -> None:
    env, every = office.env("wang", "zh"), ids(office)
    made = office.bulk.change("employee", every[:3], "department", "财务部", env, reason="并入")
    office.save("employee", {"_id": every[1], "department": "人事部"}, office.env("li", "zh"))
    assert made.id is not None
    with pytest.raises(CannotUndo):
        office.undo_batch(made.id, env)
    assert office.read("employee", every[0])["department"] == "财务部"


def test_only_what_may_be_changed_so(office: Archive) -> None:
    env, every = office.env("wang", "zh"), ids(office)
    names = [f.id for f in office.bulk.fields("employee")]
    assert names == ["report_date", "name", "sex", "department", "education", "phone", "salary", "note"]
    assert "name" not in [f.id for f in office.bulk.fields("customer")]  # unique
    for name in ("record_no", "manager"):
        with pytest.raises(Refused):
            office.bulk.change("employee", every, name, None, env, reason="试")
    with pytest.raises(Refused) as no_reason:
        office.bulk.change("employee", every, "department", "财务部", env, reason=" ")
    assert no_reason.value.problems[0].code == "GEN_REASON"


def test_a_link_to_a_void_record_is_refused_by_the_store(office: Archive) -> None:
    env = office.env("wang", "zh")
    gone = office.read("employee", ids(office)[5])
    office.void("employee", gone["_id"], "重复", env)
    link = Link(gone["record_no"], gone["_id"], "employee")
    result = office.bulk.change("item", ids(office, "item"), "employee", link, env, dry_run=True)
    assert set(result.refused) == set(ids(office, "item")) and not result.changed
    assert all(problems for problems in result.refused.values())


def test_a_warning_is_a_refusal_of_its_record(office: Archive) -> None:
    env = office.env("wang", "zh")
    result = office.bulk.change("item", ids(office, "item"), "pages", 5000, env, dry_run=True)
    assert not result.changed and result.refused[ids(office, "item")[0]][0].level == "warn"


def test_records_that_are_gone_are_left_out(office: Archive) -> None:
    env, every = office.env("wang", "zh"), ids(office)
    result = office.bulk.change("employee", [*every[:2], 10**6], "report_date", date(2026, 1, 5), env, reason="核对")
    assert result.changed == every[:2] and list(result.records) == every[:2]
