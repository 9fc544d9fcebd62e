"""B3: items typed one after the other into a department's book."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from dangan import Link, Values
from dangan.checking import settle
from forms_plugins.archives.item_catalogue import ItemCatalogue
from tests.forms.office import OFFICE, SALES, SmallOffice, at_work, filled, problems

VOLUME = Link("AJ-2024-0003", 30, "file_catalogue")
OTHER_VOLUME = Link("AJ-2024-0004", 31, "file_catalogue")


def stored(number: int, dept: Link, item_no: str, **other: Any) -> Values:
    return {"_id": number, "record_no": f"ML-2024-{number:04}", "dept": dept, "item_no": item_no, **other}


def office() -> SmallOffice:
    return SmallOffice(
        file_catalogue=[
            {"_id": 30, "record_no": "AJ-2024-0003", "archive_no": "XJ-2-2023-30-BGS-0003"},
            {"_id": 31, "record_no": "AJ-2024-0004", "archive_no": None},
        ],
        item_catalogue=[
            stored(1, SALES, "1", volume=VOLUME, page_from=1, page_to=12, archive_no="XJ-2-2023-30-BGS-0003-001"),
            stored(2, SALES, "2", volume=VOLUME, page_from=13, page_to=17, archive_no="XJ-2-2023-30-BGS-0003-003"),
            stored(3, OFFICE, "1", volume=OTHER_VOLUME, page_from=1, page_to=4),
        ],
    )


def item(**other: Any) -> Values:
    values: dict[str, Any] = {
        "dept": SALES,
        "title": "关于2023年销售工作的总结",
        "filed_on": date(2024, 6, 14),
        **other,
    }
    return filled(ItemCatalogue, office=office(), **values)


def leave(values: Values, name: str) -> Values:
    """The record after the cursor has left the field `name`."""
    return settle(ItemCatalogue.form_type, values, at_work(office()), name)


def test_number_is_proposed_when_the_department_is_typed() -> None:
    values = item()
    assert values["item_no"] is None
    assert leave(values, "dept")["item_no"] == "3"
    assert leave({**values, "dept": OFFICE}, "dept")["item_no"] == "2"


def test_number_typed_stays() -> None:
    assert leave(item(item_no="17"), "dept")["item_no"] == "17"


def test_number_skips_one_that_is_taken() -> None:
    taken = SmallOffice(item_catalogue=[stored(1, SALES, "1"), stored(2, SALES, "3")])
    values = filled(ItemCatalogue, dept=SALES)
    assert settle(ItemCatalogue.form_type, values, at_work(taken), "dept")["item_no"] == "4"


def test_archive_number_is_proposed_from_the_volume() -> None:
    assert leave(item(volume=VOLUME), "volume")["archive_no"] == "XJ-2-2023-30-BGS-0003-004"


def test_no_archive_number_before_the_volume_has_one() -> None:
    assert leave(item(volume=OTHER_VOLUME), "volume")["archive_no"] is None


def test_filled_item() -> None:
    values = item(item_no="3", volume=VOLUME, archive_no="XJ-2-2023-30-BGS-0003-004", pages=4, page_from=18, page_to=21)
    assert problems(ItemCatalogue, values, office=office(), entering="filed") == {}


@pytest.mark.parametrize("name", ["dept", "item_no", "title", "filed_on", "archive_no", "volume"])
def test_required_to_be_filed(name: str) -> None:
    values = {**item(item_no="3", volume=VOLUME, archive_no="XJ-1"), name: None}
    assert list(problems(ItemCatalogue, values, office=office(), entering="filed")) == [f"{name}:GEN_REQUIRED"]


@pytest.mark.parametrize("name", ["filed_on", "doc_date"])
def test_dates_in_the_past(name: str) -> None:
    found = problems(ItemCatalogue, item(**{name: date(2024, 6, 16)}), office=office())
    assert list(found) == [f"{name}:GEN_DATE_FUTURE"]


def test_last_page_not_before_the_first() -> None:
    (refused,) = problems(ItemCatalogue, item(page_from=9, page_to=8), office=office()).values()
    assert (refused.path, refused.code) == ("page_to", "GEN_RANGE")


@pytest.mark.parametrize(
    ("first", "expected"),
    [(18, None), (19, 18), (17, 18), (13, 18), (1, 18)],
    ids=["runs on", "gap", "overlaps the end", "same first page", "second first page"],
)
def test_pages_run_on_in_a_volume(first: int, expected: int | None) -> None:
    values = item(item_no="3", volume=VOLUME, page_from=first, page_to=30)
    found = {key: p for key, p in problems(ItemCatalogue, values, office=office()).items() if p.path == "page_from"}
    assert list(found) == ([] if expected is None else ["page_from:FILE_PAGE_GAP"])
    if expected:
        (warning,) = found.values()
        assert (warning.level, warning.zh) == (
            "warn", f"案卷 AJ-2024-0003 第 3 行从第 {first} 页开始，按顺序应是第 {expected} 页。",
        )  # fmt: skip


@pytest.mark.parametrize(
    ("pages", "warned"),
    [((6, 12), False), ((6, 13), True), ((6, 40), True), ((6, 16), True), ((16, 17), True), ((18, 30), False)],
)
def test_pages_of_two_items_that_overlap_are_told(pages: tuple[int, int], warned: bool) -> None:
    volume = [
        stored(1, SALES, "1", volume=VOLUME, page_from=1, page_to=5),
        stored(2, SALES, "2", volume=VOLUME, page_from=13, page_to=17),
    ]
    values = item(item_no="3", volume=VOLUME, page_from=pages[0], page_to=pages[1])
    found = problems(ItemCatalogue, values, office=SmallOffice(item_catalogue=volume))
    told = [p.zh for p in found.values() if p.path == "page_to"]
    assert told == (["页号与同卷另一件重叠。"] if warned else [])
    assert all(p.level == "warn" for p in found.values())


def test_item_does_not_stand_in_its_own_way() -> None:
    values = item(_id=2, record_no="ML-2024-0002", item_no="2", volume=VOLUME, page_from=13, page_to=17)
    assert problems(ItemCatalogue, values, office=office()) == {}


def test_secrecy_is_proposed() -> None:
    assert item()["secrecy"] == "internal"
