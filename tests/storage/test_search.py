"""Finding: a given name by pinyin, a number without its dashes, and the record whose number was typed first."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.archive import Archive
from storage.search import readings
from tests.tui.office import LOGIN, open_office


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Archive]:
    archive = open_office(tmp_path, records=12)
    env = archive.env(LOGIN, "zh")
    archive.save("employee", {**archive.new("employee", env), "name": "王浩博"}, env)
    archive.save("employee", {**archive.new("employee", env), "name": "欧阳晓岚", "phone": "13800000003"}, env)
    archive.save("customer", {**archive.new("customer", env), "name": "见 YG-2026-0003 的来信 0003"}, env)
    yield archive
    archive.close()


@pytest.mark.parametrize("typed", ["haobo", "hb", "bo", "wanghaobo", "whb", "hao bo"])
def test_a_given_name_is_found_by_pinyin(office: Archive, typed: str) -> None:
    assert "王浩博" in [h.title for h in office.search(typed)]
    assert [h.where for h in office.search(typed) if h.title == "王浩博"] == ["pinyin"]


def test_only_names_of_persons_are_found_by_their_end() -> None:
    assert "xl" in readings("欧阳晓岚") and "w" not in readings("李伟") and "wei" in readings("李伟")
    assert "junshan" not in readings("岳阳君山茶业")


@pytest.mark.parametrize(
    "typed", ["YG-2026-0003", "yg20260003", "YG2026-0003", "yg 2026 0003", "20260003", "ＹＧ20260003"]
)
def test_a_number_comes_first_however_it_is_typed(office: Archive, typed: str) -> None:
    hits = office.search(typed)
    assert hits[0].record_no == "YG-2026-0003" and hits[0].where == "number"


def test_the_end_of_a_number_comes_before_what_only_names_it(office: Archive) -> None:
    hits = office.search("0003")
    assert [h.record_no[-4:] for h in hits[:1]] == ["0003"]
    assert {h.form for h in hits} == {"employee", "item", "customer"}


def test_an_exact_number_is_found_where_many_newer_records_name_it(office: Archive) -> None:
    assert office.search("YG-2026-0003", limit=1)[0].record_no == "YG-2026-0003"
    assert office.search("0003", form="employee", limit=1)[0].record_no == "YG-2026-0003"
