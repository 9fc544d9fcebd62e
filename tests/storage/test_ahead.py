"""What the office answers within a batch: the store, and the records of the batch before the one in hand."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from dangan.record import Link, Values
from storage.ahead import Ahead
from storage.archive import Archive
from storage.batches import by_place
from storage.prepared import Draft
from tests.importers.conftest import office

DEPT = Link("市场部", 1, "dept")


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    opened = office(tmp_path)
    yield opened
    opened.close()


def item(archive: Archive, values: Values) -> list[Draft]:
    env = archive.env("li", "zh")
    given = values if "_id" in values else {**archive.new("item_catalogue", env), **values}
    given = {k: v for k, v in given.items() if k != "_id" or v is not None}
    return archive.saver.prepare("item_catalogue", given, env)


def test_records_of_the_batch_answer_beside_the_store(archive: Archive) -> None:
    env = archive.env("li", "zh")
    volume = Link("卷一", 77, "file_catalogue")
    base = {"dept": DEPT, "volume": None}
    first = archive.save("item_catalogue", {**archive.new("item_catalogue", env), **base, "item_no": "1", "title": "旧合同", "pages": 3}, env)  # fmt: skip
    ahead = Ahead(env.office, by_place)
    ahead.add(0, item(archive, {**base, "item_no": "2", "title": "新合同", "pages": 5, "page_to": 9, "volume": volume}))
    ahead.add(1, item(archive, {"_id": first["_id"], "item_no": "7", "pages": 4}))
    assert ahead.count("item_catalogue", dept=DEPT) == 2
    assert ahead.count("item_catalogue", item_no="1") == 0
    assert [v["title"] for v in ahead.find("item_catalogue", dept=DEPT)] == ["旧合同", "新合同"]
    assert [v["pages"] for v in ahead.find("item_catalogue", item_no="7", dept=DEPT)] == [4]
    found = ahead.look_up("item_catalogue", "合 同")
    assert [(ahead.record(hit) or {})["pages"] for hit in found] == [4, 5]
    assert found[1].text == "本批第 1 份"
    assert ahead.extreme("item_catalogue.page_to", "volume", volume, "max") == 9
    assert ahead.total("item_catalogue.pages", "dept", DEPT) == 9
    assert [v["title"] for v in ahead.find("item_catalogue", item_no=slice("2", "6"))] == ["新合同"]
    assert [v["title"] for v in ahead.find("item_catalogue", item_no=slice("3", None))] == ["旧合同"]
    assert not ahead.find("item_catalogue", item_no=slice(None, "1"), dept=DEPT)
    assert ahead.setting("unit") == env.office.setting("unit")


def test_lines_of_the_batch_answer(archive: Archive) -> None:
    env = archive.env("li", "zh")
    values = {**archive.new("customer", env), "name": "甲厂", "annual_reports": [{"year": 2024}, {"year": 2025}]}
    ahead = Ahead(env.office, by_place)
    ahead.add(0, archive.saver.prepare("customer", values, env))
    assert ahead.count("customer.annual_reports", year=2025) == 1
    assert [v["name"] for v in ahead.find("customer.annual_reports", year=2024)] == ["甲厂"]
    assert not ahead.find("customer.annual_reports", year=2023)
