"""Saved views of lists: kept, found, opened with, renamed, deleted; what is shared stands in the audit."""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dangan.record import Link
from storage.archive import Archive
from storage.filters import Filter
from storage.pages import View
from storage.views import ViewRefused, kept, opened
from tests.tui.conftest import folder, made_office, office

__all__ = ["folder", "made_office", "office"]

SALES = View(("record_no", "name"), "report_date", False, (Filter("department", "contains", "销售"),))
VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(-(10**9), 10**9), st.text(max_size=8), st.dates(),
    st.datetimes(timezones=st.none()), st.decimals(allow_nan=False, allow_infinity=False, places=2),
    st.builds(Link, st.text(max_size=5), st.integers(1, 99), st.just("person")),
)  # fmt: skip


def told(office: Archive) -> list[tuple[str, str]]:
    rows = office.store.rows("SELECT detail FROM audit WHERE event = 'view' ORDER BY _id")
    return [(d["done"], d["name"]) for d in (json.loads(row[0]) for row in rows)]


@given(st.lists(st.tuples(st.sampled_from(("=", "in", ">=")), VALUES | st.lists(VALUES, max_size=3).map(tuple))))
def test_a_view_comes_back_as_it_was(found: list[tuple[str, Any]]) -> None:
    view = View(("name",), "_id", True, tuple(Filter("name", op, value) for op, value in found))
    assert opened(json.loads(json.dumps(kept(view)))) == view


def test_own_and_shared_views(office: Archive) -> None:
    wang, li = office.env("wang", "zh"), office.env("li", "zh")
    office.views.save("employee", " 销售  人员 ", SALES, wang)
    office.views.save("employee", "全部", View(), wang, shared=True)
    assert [v.key for v in office.views.listing("employee", "wang")] == [("销售 人员", False), ("全部", True)]
    assert [v.key for v in office.views.listing("employee", "li")] == [("全部", True)]
    assert office.views.listing("item", "wang") == []
    found = office.views.find("employee", "wang", "销售 人员")
    assert found is not None and found.view == SALES
    assert office.views.find("employee", "li", "销售 人员") is None
    assert told(office) == [("saved", "全部")]
    assert li.login == "li"


def test_the_default_is_ones_own_before_the_offices(office: Archive) -> None:
    views, wang, li = office.views, office.env("wang", "zh"), office.env("li", "zh")
    mine = views.save("employee", "我的", SALES, wang)
    ours = views.save("employee", "共用", View(), wang, shared=True)
    views.set_default("employee", ours, wang, office=True)
    views.set_default("employee", mine, wang)
    assert views.default("employee", "wang") == mine and views.default("employee", "li") == ours
    views.set_default("employee", None, li)
    assert views.default("employee", "li") is None
    with pytest.raises(ViewRefused, match="shared"):
        views.set_default("employee", mine, wang, office=True)
    views.delete("employee", mine, wang)
    assert views.default("employee", "wang") == ours
    assert told(office) == [("saved", "共用"), ("default", "共用")]


def test_a_new_name_keeps_the_default(office: Archive) -> None:
    views, wang, li = office.views, office.env("wang", "zh"), office.env("li", "zh")
    ours = views.save("employee", "共用", View(), wang, shared=True)
    views.set_default("employee", ours, li)
    new = views.rename("employee", ours, "大家的", wang)
    assert views.default("employee", "li") == new and new.name == "大家的"
    assert told(office)[-1] == ("renamed", "大家的")
    views.save("employee", "另一", View(), wang, shared=True)
    with pytest.raises(ViewRefused, match="already"):
        views.rename("employee", new, "另一", wang)
    views.delete("employee", new, wang)
    assert views.default("employee", "li") is None
    assert office.store.value("SELECT count(*) FROM preference WHERE name = 'view_default.employee'") == 0


@pytest.mark.parametrize("name", ["", "  ", "长" * 41])
def test_a_name_that_is_none(office: Archive, name: str) -> None:
    with pytest.raises(ViewRefused):
        office.views.save("employee", name, View(), office.env("wang", "zh"))


def test_filters_of_a_view_filter(office: Archive) -> None:
    since = View(filters=(Filter("report_date", ">=", date(2026, 10, 1)), Filter("salary", "=", Decimal("1.5"))))
    office.views.save("employee", "新", since, office.env("wang", "zh"))
    found = office.views.find("employee", "wang", "新")
    assert found is not None and office.count("employee", found.view) == (0, True)
    assert (
        datetime(2026, 1, 1) == opened(kept(View(filters=(Filter("x", "=", datetime(2026, 1, 1)),)))).filters[0].value
    )
