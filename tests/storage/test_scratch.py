"""Scratches: one a place, the newest kept, gone when saved or dropped."""

import os
import threading
from datetime import datetime, timedelta

import pytest

from storage import scratch
from storage.engine import Store, StoreBusy, open_store

AT = datetime(2024, 3, 1, 9, 30)


def test_keeps_the_newest_in_each_place(store: Store) -> None:
    body = {"name": "李", "family": [{"relation": "父"}], "cursor": None}
    scratch.save(store, "li", "employee_record", {"name": "张"}, at=AT)
    scratch.save(store, "li", "employee_record", body, at=AT + timedelta(seconds=1), base_lock=3)
    scratch.save(store, "li", "employee_record", {"name": "旧"}, at=AT, record_id=7, base_lock=2)
    scratch.save(store, "li", "item_catalogue", [1], at=AT, batch="b1")
    scratch.save(store, "wang", "employee_record", {}, at=AT)
    found = scratch.load(store, "li", "employee_record")
    assert found is not None
    assert (found.body, found.base_lock, found.record_id, found.at) == (body, 3, None, "2024-03-01 09:30:01")
    of_record = scratch.load(store, "li", "employee_record", 7)
    assert of_record is not None and (of_record.body, of_record.base_lock) == ({"name": "旧"}, 2)
    assert scratch.load(store, "li", "item_catalogue") is None
    assert [(s.form, s.record_id, s.batch) for s in scratch.listing(store, "li")] == [
        ("employee_record", None, ""), ("item_catalogue", None, "b1"), ("employee_record", 7, ""),
    ]  # fmt: skip


def test_drop_takes_its_own_place_only(store: Store) -> None:
    for record_id in (None, 7):
        scratch.save(store, "li", "customer", {}, at=AT, record_id=record_id)
    scratch.drop(store, "li", "customer")
    scratch.drop(store, "wang", "customer", 7)
    assert [s.record_id for s in scratch.listing(store, "li")] == [7]


def test_drop_inside_a_save_that_fails_keeps_it(store: Store) -> None:
    scratch.save(store, "li", "customer", {"name": "甲"}, at=AT)
    with pytest.raises(ZeroDivisionError), store.write() as cursor:
        scratch.drop_in(cursor, "li", "customer")
        _ = 1 / 0
    assert scratch.load(store, "li", "customer") is not None


def test_the_disk_is_waited_for_on_another_thread(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    names: list[str] = []
    done = threading.Event()

    def sync(descriptor: int) -> None:
        names.append(f"{os.readlink(f'/proc/self/fd/{descriptor}')} {threading.current_thread() is here}")
        done.set()

    here = threading.current_thread()
    monkeypatch.setattr(os, "fdatasync", sync)
    scratch.save(store, "li", "customer", {"name": "甲"}, at=AT)
    assert done.wait(10) and names == [f"{store.path}-wal False"]


def test_records_wait_for_the_disk_after_a_scratch_kept_or_not(store: Store) -> None:
    scratch.save(store, "li", "customer", {}, at=AT)
    assert store.value("PRAGMA synchronous") == 2
    other = open_store(store.path)
    with other.write(), pytest.raises(StoreBusy):
        scratch.save(store, "li", "customer", {}, at=AT)
    other.close()
    assert store.value("PRAGMA synchronous") == 2


def test_one_whose_record_is_gone_becomes_one_of_a_new_record(store: Store) -> None:
    scratch.save(store, "li", "staff", {"name": "新"}, at=AT)
    scratch.save(store, "li", "staff", {"_id": 7, "name": "改"}, at=AT, record_id=7, base_lock=3)
    kept = scratch.load(store, "li", "staff", 7)
    assert kept is not None
    released = scratch.release(store, kept)
    assert (released.record_id, released.base_lock, released.batch) == (None, None, "new1")
    assert (
        scratch.load(store, "li", "staff", None, "new1") == released and scratch.load(store, "li", "staff", 7) is None
    )
    assert len(scratch.listing(store, "li")) == 2
