"""Finding: a name from any of its characters on, a number without its dashes, and the order of what is found."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from storage import finding, names, reindex
from storage.archive import Archive
from storage.core import MIGRATIONS
from storage.filters import Filter
from storage.finding import AHEAD, FEW
from storage.pages import View
from tests.tui.office import LOGIN, open_office
from tests.tui.office_forms import Customer, Employee, Item

TEA = "岳阳君山茶业有限公司"


def save(archive: Archive, form: str, **values: object) -> int:
    env = archive.env(LOGIN, "zh")
    return int(archive.save(form, {**archive.new(form, env), **values}, env)["_id"])


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Archive]:
    archive = open_office(tmp_path, records=12)
    save(archive, "employee", name="王浩博")
    save(archive, "employee", name="欧阳晓岚", phone="13800000003")
    save(archive, "customer", name="见 YG-2026-0003 的来信 0003")
    save(archive, "customer", name=TEA)
    save(archive, "customer", name="长沙ABC公司")
    yield archive
    archive.close()


@pytest.mark.parametrize("typed", ["haobo", "hb", "bo", "wanghaobo", "whb", "hao bo", "WHB", "wanghaob", "ao"])
def test_a_given_name_is_found_by_pinyin(office: Archive, typed: str) -> None:
    found = {h.title: h.where for h in office.search(typed)}
    assert ("王浩博" in found) == (typed != "ao")
    assert found.get("王浩博", "pinyin") == "pinyin"


@pytest.mark.parametrize(
    "typed",
    [
        "yyjs",
        "jscy",
        "junshan",
        "cha",
        "ch",
        "c",
        "yxgs",
        "yueyangjunshan",
        "junshanchaye",
        "junshanchayey",
        "君山",
        "山茶业",
        "茶",
    ],
)
def test_a_name_is_found_from_any_character_everywhere(office: Archive, typed: str) -> None:
    assert TEA in [h.title for h in office.search(typed)]
    assert TEA in [row["_title"] for row in office.page("customer", View(text=typed)).rows]
    assert TEA in [link.title for link in office.env(LOGIN, "zh").office.look_up("customer", typed)]


@pytest.mark.parametrize("typed", ["jsyc", "unshan", "hanch", "junshanyou", "山君", "yyjsx", "junchan"])
def test_what_no_name_says_is_not_found(office: Archive, typed: str) -> None:
    assert TEA not in [h.title for h in office.search(typed)]


@pytest.mark.parametrize("typed", ["abc", "abcgs", "csabc", "bcg", "zhangsha"])
def test_latin_letters_in_a_chinese_name_and_other_readings_count(office: Archive, typed: str) -> None:
    assert "长沙ABC公司" in [h.title for h in office.search(typed)]


def test_other_ways_to_type_u_with_dots_and_initials_of_two_letters(office: Archive) -> None:
    save(office, "customer", name="长沙绿源商贸")
    for typed in ("lvyuan", "luyuan", "lyuyuan", "lüyuan", "lyshm"):
        assert "长沙绿源商贸" in [h.title for h in office.search(typed)], typed


@pytest.mark.parametrize("typed", ["js", "junshan", "君山"])
def test_names_that_begin_come_before_names_that_hold_it_and_those_before_other_texts(
    office: Archive, typed: str
) -> None:
    save(office, "customer", name="君山区文化馆")
    save(office, "customer", name="湘潭大学", city="岳阳市君山区")
    save(office, "customer", name="华容君山粮油站")
    titles = [h.title for h in office.search(typed)]
    assert titles[:3] == ["君山区文化馆", "华容君山粮油站", TEA]
    assert ("湘潭大学" in titles) == (typed == "君山")
    shown = [link.title for link in office.env(LOGIN, "zh").office.look_up("customer", typed)]
    assert shown == titles[: len(shown)] and len(shown) >= 3


@pytest.mark.parametrize("typed", ["2024年", "2024年公司会议纪要", "第7号", "岳实办〔2024〕7号", "纪要2024"])
def test_figures_and_characters_are_typed_together(office: Archive, typed: str) -> None:
    meeting = save(office, "customer", name="2024年公司会议纪要 岳实办〔2024〕7号 第7号")
    save(office, "customer", name="2023年公司会议记录")
    assert [h.id for h in office.search(typed)] == [meeting]


def test_a_word_is_found_by_its_beginning_in_any_field(office: Archive) -> None:
    save(office, "customer", name="湘潭大学", city="Xiangtan")
    for typed in ("x", "xia", "xiangt", "xiangtan", "湘潭大学 xiangt"):
        assert "湘潭大学" in [h.title for h in office.search(typed)], typed
    assert {h.form for h in office.search("13")} == {"employee"}


def test_numbers_that_begin_so_come_before_records_that_name_them(office: Archive) -> None:
    hits = office.search("yg")
    assert [h.where for h in hits if h.form == "employee"] == ["number"] * 14
    assert [h.form for h in hits if h.form != "customer"][:14] == ["employee"] * 14
    assert {h.form for h in hits[14:]} >= {"item"}


def test_names_in_latin_letters_are_ranked_as_well(office: Archive) -> None:
    save(office, "customer", name="Sino Wang Limited")
    save(office, "customer", name="Wang Trading")
    assert [h.title for h in office.search("wang t")] == ["Wang Trading"]
    assert [h.title for h in office.search("wang")][:4] == ["Wang Trading", "王浩博", "王芳", "Sino Wang Limited"]


@pytest.mark.parametrize(
    "typed", ["YG-2026-0003", "yg20260003", "YG2026-0003", "yg 2026 0003", "20260003", "ＹＧ20260003"]
)
def test_a_number_comes_first_however_it_is_typed(office: Archive, typed: str) -> None:
    hits = office.search(typed, form="" if "g" in typed.casefold() or "Ｇ" in typed else "employee")
    assert hits[0].record_no == "YG-2026-0003" and hits[0].where == "number"
    links = office.env(LOGIN, "zh").office.look_up("employee", typed)
    assert links[0].text == "YG-2026-0003"


def test_the_end_of_a_number_comes_before_what_only_names_it(office: Archive) -> None:
    hits = office.search("0003")
    assert [h.record_no[-4:] for h in hits[:1]] == ["0003"]
    assert {h.form for h in hits} == {"employee", "item", "customer"}


def test_an_exact_number_is_found_where_many_newer_records_name_it(office: Archive) -> None:
    assert office.search("YG-2026-0003", limit=1)[0].record_no == "YG-2026-0003"
    assert office.search("0003", form="employee", limit=1)[0].record_no == "YG-2026-0003"


def test_a_record_is_found_by_its_new_name_only(office: Archive) -> None:
    record = next(h for h in office.search("jscy") if h.title == TEA)
    env = office.env(LOGIN, "zh")
    office.save("customer", {"_id": record.id, "name": "洞庭渔业"}, env)
    assert not office.search("jscy") and [h.id for h in office.search("tyy")] == [record.id]
    office.undo(env)
    assert not office.search("tyy") and [h.id for h in office.search("jscy")] == [record.id]


def test_records_that_the_index_lacks_are_put_in_again(office: Archive) -> None:
    before = {typed: office.search(typed) for typed in ("jscy", "君山", "0003", "whb", "YG-2026-0003", "138")}
    with office.store.write() as cursor:
        cursor.execute("DELETE FROM search WHERE rowid > 0")
        cursor.execute("DELETE FROM name WHERE rowid > 0")
    assert not office.search("jscy") and not office.search("0003")
    office.upgrade()
    assert {typed: office.search(typed) for typed in before} == before
    assert reindex.fill(office.store, office.registry) == 0


def test_a_store_with_the_former_index_is_indexed_when_it_is_opened(office: Archive) -> None:
    with office.store.write() as cursor:
        cursor.execute("DROP TABLE search; DROP TABLE name").fetchall()
        cursor.execute("CREATE VIRTUAL TABLE search USING fts5(form, number)").fetchall()
        cursor.execute("CREATE TABLE reading (form)").fetchall()
        before = next(n for n, script in enumerate(MIGRATIONS) if "detail=none" in script)
        cursor.execute(f"PRAGMA user_version = {before}").fetchall()
    with closing(Archive.open(office.store.path, [Employee.form_type, Item.form_type, Customer.form_type])) as again:
        assert [h.title for h in again.search("jscy")] == [TEA]


def test_a_reader_who_sees_few_records_finds_all_of_them(office: Archive) -> None:
    """Whatever plan is taken: hits ahead, the filter's records one by one, or all hits against the filter."""
    env = office.env(LOGIN, "zh")
    blank = office.new("customer", env)
    marked = range(0, 3 * FEW, 7)
    made = [{**blank, "name": f"君山茶社{n}", "city": "长沙" if n in marked else None} for n in range(3 * FEW)]
    office.save_many("customer", made, env, source="test")
    seen = View(text="君山", filters=(Filter("city", "=", "长沙"),))
    for limit in (5, 3 * FEW // AHEAD):
        rows = []
        page = office.page("customer", seen, limit=limit)
        while page.rows:
            rows += page.rows
            page = office.page("customer", seen, page.last, limit=limit)
        assert [r["_title"] for r in rows] == [f"君山茶社{n}" for n in reversed(marked)]
    assert office.count("customer", seen) == (len(marked), True)
    rare = replace(seen, filters=(Filter("name", "in", ("君山茶社3", "君山茶社800")),))
    assert [r["_title"] for r in office.page("customer", rare, limit=5).rows] == ["君山茶社800", "君山茶社3"]
    assert [r["_title"] for r in office.page("customer", replace(rare, text="jscs"), limit=5).rows] == [
        "君山茶社800",
        "君山茶社3",
    ]
    most = replace(seen, filters=(Filter("city", "empty"),))
    assert office.count("customer", most) == (3 * FEW + 1 - len(marked), True)  # and the one of the fixture


@pytest.mark.parametrize("scanned", [0, 3, 40])
def test_older_hits_of_a_reader_who_sees_few_are_looked_up(
    office: Archive, monkeypatch: pytest.MonkeyPatch, scanned: int
) -> None:
    monkeypatch.setattr(finding, "SCANNED", scanned)
    monkeypatch.setattr(finding, "MOST_AHEAD", 0)
    env = office.env(LOGIN, "zh")
    blank = office.new("customer", env)
    made = [{**blank, "name": f"君山茶社{n}", "city": "长沙" if n % 9 == 0 else None} for n in range(100)]
    office.save_many("customer", made, env, source="test")
    for typed in ("君山", "jscs", "茶"):
        seen = View(text=typed, filters=(Filter("city", "=", "长沙"),))
        first = office.page("customer", seen, limit=4)
        second = office.page("customer", seen, first.last, limit=4)
        titles = [r["_title"] for r in (*first.rows, *second.rows)]
        assert titles == [f"君山茶社{n}" for n in range(99, 27, -9)]


def test_a_name_has_few_tokens() -> None:
    assert len(names.tokens("王浩博", ()).split()) < 45 and len(names.tokens(TEA, ()).split()) < 110
