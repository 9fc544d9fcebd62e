"""Search, pages and what rules ask: found by every way of typing, paged without a query per row."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import apsw
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dangan.env import Env
from dangan.record import Link, Values
from storage.archive import Archive
from storage.filters import Filter
from storage.pages import View
from tests.effort import times

NAMES = ["欧阳晓岚", "曾小军", "单雄信", "仇英", "查良镛", "解晓东", "李雷", "韩梅梅", "Anna Müller", "ＡＢＣ公司"]


@pytest.fixture
def staff(archive: Archive, env: Env) -> list[Values]:
    made = [
        {"name": name, "phone": f"1380000{n:04}", "id_no": f"43010219{n:02}", "sex": "male" if n % 2 else "female",
         "skills": ("typing",) if n % 3 == 0 else ("driving", "cooking"), "salary": Decimal(n * 1000),
         "born_on": date(1990 + n, 1, 1) if n else None, "family": [{"relation": "父", "name": f"父{name}"}]}
        for n, name in enumerate(NAMES)
    ]  # fmt: skip
    archive.save_many("staff", made, env, source="test")
    return archive.read_many("staff", range(1, len(NAMES) + 1))


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("oyxl", "欧阳晓岚"), ("ouyang", "欧阳晓岚"), ("OUYANG xiaolan", "欧阳晓岚"), ("晓岚", "欧阳晓岚"), ("岚", "欧阳晓岚"),
        ("zxj", "曾小军"), ("cxj", "曾小军"), ("s", "单雄信"), ("d", "单雄信"), ("qiuy", "仇英"), ("chouy", "仇英"),
        ("zlyong"[:3], "查良镛"), ("xxd", "解晓东"), ("abc", "ＡＢＣ公司"), ("ａｂｃ", "ＡＢＣ公司"), ("muller", "Anna Müller"),
        ("YG-2026-0003", "单雄信"), ("0003", "单雄信"), ("13800000006", "李雷"), ("00006", "李雷"), ("43010219 曾", "曾小军"),
        ("父李", "李雷"),
    ],
)  # fmt: skip
def test_found_by(archive: Archive, staff: list[Values], typed: str, name: str) -> None:
    assert name in [hit.title for hit in archive.search(typed)]
    assert name in [hit.title for hit in archive.search(typed, form="staff")]
    assert name in [row["_title"] for row in archive.page("staff", View(text=typed)).rows]


def test_not_found(archive: Archive, staff: list[Values]) -> None:
    assert archive.search("晓军") == [] and archive.search("岚欧") == [] and archive.search("岚 1380000999") == []
    assert archive.search("李雷", form="client") == []
    assert [hit.where for hit in archive.search("李雷")] == ["title"]
    assert [hit.where for hit in archive.search("ll")] == ["pinyin"]


def test_search_follows_changes(archive: Archive, env: Env, staff: list[Values]) -> None:
    archive.save("staff", {"_id": staff[0]["_id"], "name": "王小二"}, env)
    assert [(hit.id, hit.title) for hit in archive.search("晓岚")] == [(staff[0]["_id"], "王小二")]  # the father's name
    archive.save("staff", {"_id": staff[0]["_id"], "family": []}, env)
    assert archive.search("晓岚") == []
    assert archive.search("oyxl") == [] and [hit.id for hit in archive.search("wxe")] == [staff[0]["_id"]]


@settings(max_examples=times(150), deadline=2000, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=40) | st.text(alphabet="\"*:^(){}+-~ANDORNEAR欧岚\0'\\", max_size=30))
def test_hostile_queries_never_fail(archive: Archive, typed: str) -> None:
    archive.search(typed)
    archive.page("staff", View(text=typed), limit=5)


def test_long_queries(archive: Archive, staff: list[Values]) -> None:
    assert archive.search("岚" * 10_000) == [] and archive.search('"' * 10_000) == []


@pytest.mark.parametrize("sort", ["_id", "_title", "_updated_at", "salary", "born_on", "sex", "name", "record_no"])
@pytest.mark.parametrize("descending", [False, True])
def test_pages_both_ways(archive: Archive, staff: list[Values], sort: str, descending: bool) -> None:
    view = View(("name", sort) if sort[0] != "_" else ("name",), sort, descending)
    whole = [row["_id"] for row in archive.page("staff", view).rows]
    assert sorted(whole) == [v["_id"] for v in staff]
    forward, key, more = [], None, True
    while more:
        page = archive.page("staff", view, after=key, limit=3)
        forward += [row["_id"] for row in page.rows]
        key, more = page.last, page.more
    assert forward == whole
    page = archive.page("staff", view, limit=3, end=True)
    backward = [row["_id"] for row in page.rows]
    while page.more:
        page = archive.page("staff", view, before=page.first, limit=3)
        backward = [row["_id"] for row in page.rows] + backward
    assert backward == whole


@pytest.mark.parametrize("text", ["父", "1380000", "f"])
def test_pages_of_what_was_searched(archive: Archive, staff: list[Values], text: str) -> None:
    view = View(("name",), text=text)
    found, key, more = [], None, True
    while more:
        page = archive.page("staff", view, after=key, limit=4)
        found += [row["_id"] for row in page.rows]
        key, more = page.last, page.more
    assert found == [hit.id for hit in archive.search(text, form="staff")]
    back = archive.page("staff", view, limit=4, end=True)
    assert [row["_id"] for row in back.rows] == found[-4:]


def test_sorted_by_value(archive: Archive, staff: list[Values]) -> None:
    rows = archive.page("staff", View(("salary", "born_on", "skills"), "born_on", False)).rows
    assert [r["born_on"] for r in rows] == [None, *(date(1990 + n, 1, 1) for n in range(1, 10))]
    assert rows[3]["salary"] == Decimal(3000) and rows[3]["skills"] == ("typing",)


@pytest.mark.parametrize(
    ("wanted", "count"),
    [
        (Filter("sex", "=", "male"), 5), (Filter("sex", "in", ("male", "female")), 10), (Filter("born_on", "empty"), 1),
        (Filter("born_on", ">=", date(1995, 1, 1)), 5), (Filter("salary", "<", Decimal("2500.00")), 3),
        (Filter("skills", "=", "typing"), 4), (Filter("skills", "!=", "typing"), 6), (Filter("name", "contains", "晓"), 2),
        (Filter("name", "contains", "%"), 0), (Filter("family.name", "=", "父李雷"), 1), (Filter("manager", "empty"), 10),
        (Filter("status", "=", "draft"), 10), (Filter("born_on", "begins", "199"), 9), (Filter("family.skills", "filled"), 0),
    ],
)  # fmt: skip
def test_filters(archive: Archive, staff: list[Values], wanted: Filter, count: int) -> None:
    view = View(filters=(wanted,))
    assert archive.count("staff", view) == (count, True)
    assert len(archive.page("staff", view).rows) == count
    assert archive.count("staff", View(), cap=4) == (4, False)


def test_a_page_somewhere(archive: Archive, staff: list[Values]) -> None:
    assert archive.page_at("staff", View(), 0.5, 3).rows[0]["_id"] in (5, 6)
    assert archive.page_at("staff", View(), 1.0, 3).rows[0]["_id"] == 1
    assert archive.page_at("staff", View(descending=False), 0.0, 3).rows[0]["_id"] == 1


def _queries(archive: Archive, act: Callable[[], object]) -> int:
    """How many SELECTs ran, those that FTS5 runs in its own tables left out."""
    seen: list[str] = []
    connection = archive.store.connection()
    connection.trace_v2(apsw.SQLITE_TRACE_STMT, lambda event: seen.append(event["sql"]))
    act()
    connection.trace_v2(0, None)
    assert seen
    return sum(
        sql.lstrip().upper().startswith("SELECT") and "'search_" not in sql and "'name_" not in sql for sql in seen
    )


def test_no_query_per_row(archive: Archive, env: Env, staff: list[Values]) -> None:
    view = View(("name", "skills", "manager", "salary"), "_title")
    assert _queries(archive, lambda: archive.page("staff", view, limit=2)) == 2
    assert _queries(archive, lambda: archive.page("staff", view, limit=10)) == 2
    assert _queries(archive, lambda: archive.read_many("staff", range(1, 11))) == 4
    for typed in ("父", "父李雷", "l", "ouyang", "0003"):  # in names, at their beginning, in texts
        assert _queries(archive, lambda typed=typed: archive.search(typed)) <= 3
    three = [{"name": f"三{n}", "family": [{"relation": "a", "name": "b"}]} for n in range(3)]
    many = [{"name": f"众{n}", "family": [{"relation": "a", "name": "b"}]} for n in range(60)]
    few = _queries(archive, lambda: archive.save_many("staff", three, env, source="x"))
    assert _queries(archive, lambda: archive.save_many("staff", many, env, source="x")) == few
    changed = [{"_id": n + 1, "notes": "改"} for n in range(10)]
    few = _queries(archive, lambda: archive.save_many("staff", changed[:2], env, source="x"))
    assert _queries(archive, lambda: archive.save_many("staff", changed[2:], env, source="x")) == few


def test_what_rules_ask(archive: Archive, env: Env, staff: list[Values]) -> None:
    office = env.office
    assert office.count("staff", sex="male") == 5 and office.count("staff", sex="male", name="李雷") == 0
    assert office.count("staff.family", relation="父") == 10 and office.count("nothing") == 0
    assert [v["name"] for v in office.find("staff", name="李雷")] == ["李雷"]
    link = office.look_up("staff", "oyxl")[0]
    assert (link.text, link.form, link.title) == ("YG-2026-0001", "staff", "欧阳晓岚")
    record = office.record(link)
    assert record is not None and record["family"][0]["name"] == "父欧阳晓岚"
    volume = archive.save("volume", {"title": "卷"}, env)
    here = Link(volume["record_no"], volume["_id"], "volume")
    archive.save_many("paper", [{"title": "t", "volume": here, "pages": n} for n in (2, 5)], env, source="x")
    assert (
        office.total("paper.pages", "volume", here) == 7 and office.extreme("paper.pages", "volume", here, "max") == 5
    )
    assert office.count("paper", volume=here) == 2
    archive.directory.add("person", "曾小军", at=env.now, by="li")
    assert office.look_up("person", "zxj")[0].text == "曾小军"


@pytest.mark.parametrize("view", [View(), View(sort="_title"), View(sort="_updated_at"), View(sort="record_no")])
def test_pages_use_an_index(archive: Archive, view: View) -> None:
    plans: list[str] = []
    connection = archive.store.connection()
    connection.trace_v2(apsw.SQLITE_TRACE_STMT, lambda event: plans.append(event["sql"]))
    archive.page("staff", view, after=("x", 5), limit=10)
    connection.trace_v2(0, None)
    rows = archive.store.rows(f"EXPLAIN QUERY PLAN {plans[-1]}", ("x", 5, 11)[-plans[-1].count("?") :])
    assert not any("TEMP B-TREE" in row[3] for row in rows) and any("SEARCH" in row[3] for row in rows)


def test_key_and_totals_use_an_index(archive: Archive) -> None:
    def plan(sql: str) -> list[str]:
        return [row[3] for row in archive.store.rows(f"EXPLAIN QUERY PLAN {sql}", (None,) * sql.count("?"))]

    for form in ("staff", "paper", "client_card"):
        for check in archive.registry.checks(form):
            if not check.within:
                assert any("SEARCH m USING INDEX" in step for step in plan(check.sql)), (form, check.unique)
