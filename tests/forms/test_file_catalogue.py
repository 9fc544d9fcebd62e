"""B2: a volume whose items say how many sheets it has and from when to when they run."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from dangan import Link, Signature, Values
from dangan.settling import locked
from forms_plugins.archives.file_catalogue import FileCatalogue
from tests.forms.office import CLERK, OFFICE, SmallOffice, at_work, filled, problems

VOLUME = Link("AJ-2024-0003", 30, "file_catalogue")


def item(number: int, pages: int, on: date, retention: str | None = "y10") -> Values:
    return {
        "_id": number, "record_no": f"ML-2024-{number:04}", "volume": VOLUME, "pages": pages, "doc_date": on,
        "retention": retention,
    }  # fmt: skip


def items() -> SmallOffice:
    return SmallOffice(
        item_catalogue=[
            item(1, 12, date(2023, 2, 1)),
            item(2, 5, date(2023, 11, 30)),
            item(3, 3, date(2023, 1, 9), "20年"),
        ]
    )


def volume(office: SmallOffice | None = None, **other: Any) -> Values:
    values: dict[str, Any] = {
        "_id": 30, "record_no": "AJ-2024-0003", "fonds_no": "0012", "catalogue_no": "3", "dept": OFFICE,
        "filing_class_no": "2.1", "title": "湘江轧辊有限公司关于安全生产的通知、规定", "retention": "y30",
        "checked_by": Signature("王建国", 2, date(2024, 6, 10)), **other,
    }  # fmt: skip
    return filled(FileCatalogue, office=office, **values)


def test_sums_come_from_the_items() -> None:
    values = volume(items())
    assert (values["sheets"], values["date_from"], values["date_to"]) == (20, date(2023, 1, 9), date(2023, 11, 30))
    assert problems(FileCatalogue, values, office=items(), entering="closed") == {}


def test_sums_may_be_typed_over() -> None:
    values = volume(items(), sheets=21)
    assert values["sheets"] == 21
    assert not locked(FileCatalogue.form_type, "sheets", values, at_work())
    assert not locked(FileCatalogue.form_type, "date_from", values, at_work())


def test_other_number_of_sheets_needs_a_reason() -> None:
    values = volume(items(), sheets=21)
    (refused,) = problems(FileCatalogue, values, office=items(), entering="closed").values()
    assert (refused.path, refused.zh) == ("sheets_reason", "“卷内张数”与计算结果不同，需要写明原因。")
    assert problems(FileCatalogue, {**values, "sheets_reason": "含封面"}, office=items(), entering="closed") == {}


def test_dates_need_none() -> None:
    values = volume(items(), date_from=date(2022, 12, 31))
    assert problems(FileCatalogue, values, office=items(), entering="closed") == {}


def test_old_volume_without_items_is_typed() -> None:
    values = volume(sheets=150, date_from=date(1998, 1, 1), date_to=date(1998, 12, 31))
    assert problems(FileCatalogue, values, entering="closed") == {}


def test_dates_in_order() -> None:
    values = volume(sheets=1, date_from=date(1998, 12, 31), date_to=date(1998, 1, 1))
    (refused,) = problems(FileCatalogue, values).values()
    assert refused.zh == "“起止日期(止)”（1998年1月1日）早于“起止日期(起)”（1998年12月31日）。"


@pytest.mark.parametrize(
    "name", ["fonds_no", "catalogue_no", "dept", "filing_class_no", "title", "retention", "checked_by"]
)
def test_required_to_be_closed(name: str) -> None:
    values = {**volume(items()), name: None}
    assert list(problems(FileCatalogue, values, office=items(), entering="closed")) == [f"{name}:GEN_REQUIRED"]


def test_filing_asks_for_the_archive_number_and_gives_the_serial() -> None:
    found = problems(FileCatalogue, volume(items()), office=items(), entering="filed")
    assert list(found) == ["archive_no:GEN_REQUIRED"]


def test_serial_runs_without_gaps_in_a_catalogue() -> None:
    seq = FileCatalogue.form_type.spec.fields["volume_seq"]
    assert (seq.gapless, seq.scope) == (True, ("fonds_no", "catalogue_no"))


def test_long_title_warns() -> None:
    assert problems(FileCatalogue, volume(sheets=1, title="关" * 100)) == {}
    (warning,) = problems(FileCatalogue, volume(sheets=1, title="关" * 101)).values()
    assert (warning.level, warning.zh) == ("warn", "案卷标题有 101 个字，超过 100 个字。")


@pytest.mark.parametrize(
    ("period", "short"), [("y15", True), ("y30", False), ("20年", False), ("permanent", False), ("长期", False)]
)
def test_kept_as_long_as_the_longest_item(period: str, short: bool) -> None:
    found = problems(FileCatalogue, volume(items(), retention=period), office=items())
    assert [(p.path, p.level) for p in found.values()] == ([("retention", "warn")] if short else [])


def test_checked_by_another() -> None:
    values = volume(sheets=1, checked_by=Signature("李静", CLERK.id))
    (refused,) = problems(FileCatalogue, values).values()
    assert refused.zh == "“审核人”和“制表人”都是李静，这两项必须是不同的人。"


def test_prepared_by_and_on_are_proposed() -> None:
    values = filled(FileCatalogue)
    assert (values["prepared_by"], values["prepared_on"]) == (CLERK, date(2024, 6, 15))


def test_kept_off_the_sheet_of_the_catalogue() -> None:
    spec = FileCatalogue.form_type.spec
    assert [f.id for f in spec.fields.values() if not f.printed] == ["sheets_reason", "closing_note"]
    assert [(zh, fields) for zh, _, fields in spec.paper.sheets if "closing_note" in fields] == [
        ("卷内备考表", ("sheets", "closing_note", "prepared_by", "checked_by"))
    ]
