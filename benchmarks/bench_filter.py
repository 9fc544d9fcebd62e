"""Filters and sorts of a very long list: a page by what is indexed and by what is not, beside the bare statement."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from statistics import median
from typing import Any

from benchmarks import OPTIONS, Row, stores
from benchmarks.measuring import timed
from storage.archive import Archive
from storage.filters import Filter
from storage.pages import Key, View

TIMES = 7
PAGE = 200  # rows that a list asks for at a time
COLUMNS = ("name", "sex", "born_on", "phone")
INDEXED, UNINDEXED = 5.0, 250.0
GROUPED = 500.0
BARE = (
    "SELECT {sort}, _id, _lock, _title, record_no, status, name, sex, born_on, phone FROM f_bench_person "
    "WHERE {where} ORDER BY {sort} {way}, _id {way} LIMIT 201"
)


def measure() -> Iterator[Row]:
    """Pages of the list of people: first and further ones, by indexed fields, by others, and the count."""
    archive = Archive.open(stores.people(OPTIONS.records))
    middle = archive.store.row(
        "SELECT _title, _id FROM f_bench_person ORDER BY _title LIMIT 1 OFFSET ?", (OPTIONS.records // 2,)
    )
    assert middle is not None
    by_title = View(COLUMNS, "_title", descending=False)
    few = View(COLUMNS, filters=(Filter("status", "=", "void"),))
    phone = View(COLUMNS, filters=(Filter("phone", "=", "1"),))
    posts = View(
        COLUMNS, filters=(Filter("post", "=", "会计"), Filter("place", "=", "财务科"), Filter("sex", "=", "female"))
    )
    pay, paid = View(COLUMNS, "salary"), View(COLUMNS, "salary", filters=(Filter("post", "=", "会计"),))
    for word, view, after, bare, goal in (
        ("by name, first page", by_title, None, _bare("_title", way="ASC"), INDEXED),
        ("by name, from the middle", by_title, middle, _bare("_title", f"(_title, _id) > ('{middle[0]}', {middle[1]})", "ASC"), INDEXED),
        ("by state, 0.02 %", few, None, _bare("_id", "status = 'void'"), INDEXED),
        ("by three fields not indexed", posts, None, _bare("_id", "post = '会计' AND place = '财务科' AND sex = 'female'"), UNINDEXED),
        ("by a field not indexed, none there", phone, None, _bare("_id", "phone = '1'"), UNINDEXED),
        ("sorted by a field not indexed", pay, None, _bare("salary"), UNINDEXED),
        ("filtered and sorted so", paid, None, _bare("salary", "post = '会计'"), UNINDEXED),
    ):  # fmt: skip
        yield _row(archive, word, view, after, bare, goal)
    for word, view in (("of all", View(COLUMNS)), ("of a filter not indexed", posts)):
        took = median(timed(partial(archive.count, "bench_person", view)) for _ in range(TIMES))
        yield Row(f"count {word}, {OPTIONS.records:,}", took, "ms", 0, "", f"<= {UNINDEXED:g} ms", took <= UNINDEXED)
    spec = archive.registry.spec("bench_person")
    for word, name, span in (
        ("by a short list", "sex", ""),
        ("by a name", "place", ""),
        ("by month", "born_on", "month"),
    ):
        took = median(
            timed(partial(archive.groups, "bench_person", View(COLUMNS), spec.find(name), span)) for _ in range(TIMES)
        )
        yield Row(f"groups {word}, {OPTIONS.records:,}", took, "ms", 0, "", f"<= {GROUPED:g} ms", took <= GROUPED)
    archive.close()


def _bare(sort: str, where: str = "1", way: str = "DESC") -> str:
    return BARE.format(sort=sort, where=where, way=way)


def _row(archive: Archive, word: str, view: View, after: Any, bare: str, goal: float) -> Row:
    key: Key | None = after
    rounds = [
        (
            timed(lambda: archive.store.rows(bare)),
            timed(lambda: archive.page("bench_person", view, key, limit=PAGE)),
        )
        for _ in range(TIMES)
    ]
    floor, found = median(one for one, _ in rounds), median(other for _, other in rounds)
    return Row(
        f"{PAGE} rows {word}, {OPTIONS.records:,}", found, "ms", floor, "ms bare statement", f"<= {goal:g} ms", found <= goal
    )  # fmt: skip
