"""Groups of a list: what is counted and summed is what the list shows when it is opened by the group."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import Decimal

import pytest

from storage.archive import Archive
from storage.filters import Filter
from storage.grouping import MOST, Grouped, groupable
from storage.pages import View
from tests.tui.conftest import folder, made_office, office
from tui.columns import INTERNAL

__all__ = ["folder", "made_office", "office"]


def by(office: Archive, name: str, span: str = "", view: View = View(), form: str = "employee") -> Grouped:  # noqa: B008
    spec = office.registry.spec(form)
    return office.groups(form, view, INTERNAL.get(name) or spec.find(name), span)


def agree(office: Archive, found: Grouped, view: View = View(), form: str = "employee") -> None:  # noqa: B008
    """Each group counts what its filters find, and together they are the list."""
    for g in found.groups:
        opened = View(filters=(*view.filters, *g.filters), text=view.text)
        assert office.count(form, opened) == (g.count, True), g
    assert sum(g.count for g in found.groups) == office.count(form, view)[0]


@pytest.mark.parametrize(
    ("name", "span"),
    [
        ("sex", ""), ("department", ""), ("education", ""), ("report_date", "year"), ("report_date", "month"),
        ("_created_at", "year"), ("_created_at", "month"), ("_updated_by", ""), ("salary", ""),
    ],
)  # fmt: skip
def test_a_group_is_what_its_list_shows(office: Archive, name: str, span: str) -> None:
    f = INTERNAL.get(name) or office.registry.spec("employee").find(name)
    if not groupable(office.registry.layout("employee"), f):
        assert name == "salary"
        return
    agree(office, by(office, name, span))
    sales = View(filters=(Filter("department", "contains", "销售"),))
    agree(office, by(office, name, span, sales), sales)
    searched = View(text="王")
    agree(office, by(office, name, span, searched), searched)


def test_the_largest_first_the_empty_among_them(office: Archive) -> None:
    office.save("employee", {"_id": 4, "department": None}, office.env("wang", "zh"))
    found = by(office, "department")
    assert [(g.value, g.count) for g in found.groups] == [("销售部", 5), ("办公室", 4), (None, 1)]
    agree(office, found)


def test_sums_are_exact(office: Archive) -> None:
    env = office.env("wang", "zh")
    for n, salary in ((1, "0.10"), (3, "0.20"), (2, "8000")):
        office.save("employee", {"_id": n, "salary": Decimal(salary)}, env)
    found = by(office, "department")
    assert [f.id for f in found.summed] == ["salary"]
    assert {g.value: g.sums for g in found.groups} == {"销售部": (Decimal("0.30"),), "办公室": (Decimal("8000.00"),)}
    months = by(office, "dated", "month", View(("pages",)), "item")
    assert [(g.value, g.sums) for g in months.groups] == [("2026-03", (12,))]


def test_links_and_days(office: Archive) -> None:
    found = by(office, "employee", form="item")
    assert [(g.value, g.title) for g in found.groups][:1] == [("YG-2026-0001", "欧阳晓岚")]
    agree(office, found, form="item")
    years = by(office, "report_date", "year").groups
    stored = [office.read("employee", n)["report_date"] for n in range(1, 11)]
    assert Counter({g.value: g.count for g in years}) == Counter(str(d.year) for d in stored)
    february = date(2028, 2, 29)
    office.save("employee", {"_id": 1, "report_date": february}, office.env("wang", "zh"))
    agree(office, by(office, "report_date", "month"))


def test_what_may_be_grouped_by(office: Archive) -> None:
    of = office.registry.layout("employee")
    spec = office.registry.spec("employee")
    assert {f.id: groupable(of, f) for f in spec.fields.values() if groupable(of, f)} == {
        "record_no": ("",), "report_date": ("year", "month"), "name": ("",), "sex": ("",), "department": ("",),
        "education": ("",),
    }  # fmt: skip


def test_only_the_largest_of_very_many(office: Archive) -> None:
    env = office.env("wang", "zh")
    made = [{**office.new("customer", env), "name": f"第{n}户", "city": f"城{n}"} for n in range(MOST + 5)]
    assert office.save_many("customer", made, env, source="test").ok
    found = by(office, "city", form="customer")
    assert len(found.groups) == MOST and not found.whole
