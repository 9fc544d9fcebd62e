"""W1, filing by departments: B1 and H2 handed over, numbered and received; what they enter elsewhere; places and copies."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from dangan.record import Values
from tests.processes.conftest import Played

PAPER = {"title": "年度工作会议决议", "pages": 8, "copy_kind": "original", "retention": "y10"}


@pytest.fixture
def filing(office: Played) -> Played:
    """Li files for the department; the office has a fonds and a class for its papers."""
    office.save("dang", "dept_archivist", {
        "dept": office.dept, "person": office.person("li"), "appointed_by": office.person("ke"), "valid_from": date(2024, 1, 1),
    })  # fmt: skip
    fonds = office.save("dang", "fonds", {"fonds_no": "J001", "fonds_name": "公司", "year_from": 2006,
                                          "keeper_dept": office.dept})  # fmt: skip
    plan = office.save("dang", "filing_plan", {
        "fonds": office.link("fonds", fonds), "class_no": "2", "class_name": "行政", "record_class": "adm",
        "class_retention": "y10", "valid_from": date(2020, 1, 1),
    })  # fmt: skip
    office.take("zong", "filing_plan", plan, "approve")
    return office


def handed_over(office: Played, *papers: Values, **head: Any) -> Values:
    lines = list(papers) or [PAPER, {**PAPER, "title": "会议通知"}]
    slip = office.save("li", "filing_form", {"dept": office.dept, "record_class": "adm", "items": lines, **head})
    office.take("li", "filing_form", slip, "submit")
    return office.take("ke", "filing_form", slip, "submit")


def test_received_papers_are_numbered_and_stand_in_the_catalogue(filing: Played) -> None:
    slip = handed_over(filing)
    assert (slip["status"], slip["year"]) == ("submitted", 2024)
    done = filing.take("dang", "filing_form", slip, "accept", lines=(0, 1))
    assert (done["status"], done["received_on"]) == ("accepted", date(2024, 3, 4))
    assert [line["archive_no"] for line in done["items"]] == ["J001-2-2024-10-YW-0001", "J001-2-2024-10-YW-0002"]
    first, second = (filing.archive.read("item_catalogue", f"ML-2024-000{n}") for n in (1, 2))
    assert (first["title"], first["archive_no"], first["item_no"], first["status"]) == (
        "年度工作会议决议", "J001-2-2024-10-YW-0001", "1", "open",
    )  # fmt: skip
    assert (second["item_no"], second["filed_on"], second["pages"]) == ("2", date(2024, 3, 4), 8)
    again = filing.take("dang", "filing_form", handed_over(filing, PAPER), "accept", lines=(0,))
    assert again["items"][0]["archive_no"] == "J001-2-2024-10-YW-0003"


def test_numbers_run_on_from_the_one_given(filing: Played) -> None:
    slip = handed_over(filing)
    done = filing.take("dang", "filing_form", slip, "accept", lines=(0, 1), values={"items.archive_no": "旧-099"})
    assert [line["archive_no"] for line in done["items"]] == ["旧-099", "旧-100"]


def test_a_number_that_is_used_is_refused_and_nothing_is_entered(filing: Played) -> None:
    filing.filed_volume("旧-100", "旧卷", retention="permanent")
    slip = handed_over(filing)
    given = {"items.archive_no": "旧-099"}
    assert "FILE_DUP_NUMBER" in filing.refused("dang", "filing_form", slip, "accept", lines=(0, 1), values=given)
    assert filing.archive.store.value("SELECT count(*) FROM record WHERE form = 'item_catalogue'") == 0


def test_secret_papers_are_entered_among_the_classified(filing: Played) -> None:
    slip = handed_over(filing, {**PAPER, "secrecy": "secret", "doc_no": "机1"}, PAPER)
    filing.take("dang", "filing_form", slip, "accept", lines=(0, 1))
    entry = filing.archive.read("classified_register", "JM-2024-0001")
    assert (entry["status"], entry["orig_doc_no"], entry["summary"]) == ("draft", "机1", PAPER["title"])
    assert entry["archive_no"] == "J001-2-2024-10-YW-0001"
    assert filing.archive.store.value("SELECT count(*) FROM record WHERE form = 'classified_register'") == 1


def test_only_the_departments_own_file_for_it(filing: Played) -> None:
    slip = filing.save("zhao", "filing_form", {"dept": filing.dept, "record_class": "adm", "items": [PAPER]})
    codes = filing.refused("zhao", "filing_form", slip, "submit")
    assert "DEPT_NOT_ARCHIVIST" in codes and "GEN_NOT_SIGNER" in codes
    assert "DEPT_NOT_ARCHIVIST" not in filing.refused("dang", "filing_form", slip, "submit")


def test_nothing_is_received_unsigned_or_unticked(filing: Played) -> None:
    slip = filing.save("li", "filing_form", {"dept": filing.dept, "record_class": "adm", "items": [PAPER]})
    assert "FILE_UNSIGNED" in filing.refused("dang", "filing_form", slip, "accept", lines=(0,))
    slip = handed_over(filing)
    assert "FILE_MISMATCH" in filing.refused("dang", "filing_form", slip, "accept", lines=(0,))
    back = filing.take("dang", "filing_form", slip, "send_back", reason="缺一件")
    assert (back["status"], back["transferred_by"]) == ("returned", None)


def test_a_class_without_a_place_in_the_plan_is_numbered_by_hand(filing: Played) -> None:
    slip = handed_over(filing, record_class="hr")
    codes = filing.refused("dang", "filing_form", slip, "accept", lines=(0, 1))
    assert codes == ["GEN_REQUIRED", "GEN_REQUIRED"]


def test_a_month_is_handed_over_and_signed_for(filing: Played) -> None:
    slip = filing.save("li", "monthly_transfer", {"dept": filing.dept, "items": [PAPER]})
    assert (slip["month"], slip["late_days"]) == ("2024-02", 0)
    assert "DEPT_NOT_ARCHIVIST" in filing.refused("zhao", "monthly_transfer", slip, "submit")
    assert "FILE_UNSIGNED" in filing.refused("dang", "monthly_transfer", slip, "approve", lines=(0,))
    filing.take("li", "monthly_transfer", slip, "submit")
    done = filing.take("dang", "monthly_transfer", slip, "approve", lines=(0,), values={"items.archive_no": "A-1"})
    assert (done["status"], done["items"][0]["archive_no"]) == ("approved", "A-1")
    assert "GEN_DUPLICATE" in filing.refused_save("li", "monthly_transfer", {"dept": filing.dept, "items": [PAPER]})


def test_a_month_after_the_tenth_is_late(filing: Played) -> None:
    filing.on(date(2024, 3, 13))
    slip = filing.save("li", "monthly_transfer", {"dept": filing.dept, "items": [PAPER]})
    assert slip["late_days"] == 3
    assert filing.refused("li", "monthly_transfer", slip, "submit", confirm=False) == ["DEPT_LATE"]
    assert filing.take("li", "monthly_transfer", slip, "submit")["status"] == "submitted"
    assert filing.offers("li", "monthly_transfer", filing.save("li", "monthly_transfer", {
        "dept": filing.dept, "month": "2024-01", "items": [PAPER]}))["submit"].due_on == date(2024, 2, 10)  # fmt: skip


def test_the_day_of_filing_is_the_offices_own(filing: Played) -> None:
    at = filing.env("dang").now
    filing.archive.settings.set("filing_day", 5, date(2024, 1, 1), "root", at=at)
    filing.on(date(2024, 3, 7))
    assert filing.save("li", "monthly_transfer", {"dept": filing.dept, "items": [PAPER]})["late_days"] == 2


def test_a_month_without_papers_is_a_nil_report(filing: Played) -> None:
    slip = filing.save("li", "monthly_transfer", {"dept": filing.dept})
    assert "GEN_REQUIRED_IF" in filing.refused("li", "monthly_transfer", slip, "submit")
    slip = filing.save("li", "monthly_transfer", {"_id": slip["_id"], "nil_report": True})
    filing.take("li", "monthly_transfer", slip, "submit")
    assert filing.take("dang", "monthly_transfer", slip, "approve")["status"] == "approved"


def test_a_year_that_is_closed_takes_late_papers_with_a_reason(filing: Played) -> None:
    late = {"dept": filing.dept, "record_class": "adm", "year": 2023, "items": [PAPER]}
    assert filing.refused_save("li", "filing_form", late) == ["DEPT_YEAR_CLOSED"]
    assert filing.save("li", "filing_form", {**late, "remarks": "整理时补交"})["year"] == 2023
    filing.on(date(2024, 1, 10))
    assert filing.save("li", "monthly_transfer", {"dept": filing.dept, "items": [PAPER]})["month"] == "2023-12"
    filing.on(date(2024, 1, 11))
    month = {"dept": filing.dept, "month": "2023-11", "items": [PAPER]}
    assert filing.refused_save("li", "monthly_transfer", month) == ["DEPT_YEAR_CLOSED"]


def place(office: Played, **more: Any) -> Values:
    return office.save("dang", "storage_location", {
        "record_class": "adm", "title": "行政文书", "archive_no_from": "A-0001", "archive_no_to": "A-0060", "quantity": 9,
        "room": "一号库房", "cabinet": "03", "shelf": "2", "box": "1", **more,
    })  # fmt: skip


def test_a_move_writes_a_line_and_places_do_not_overlap(office: Played) -> None:
    shelf = place(office)
    office.take("dang", "storage_location", shelf, "submit")
    there = {"_id": shelf["_id"], "cabinet": "05"}
    assert office.refused_save("dang", "storage_location", there) == ["GEN_LOCKED"]
    moved = office.take("dang", "storage_location", shelf, "move", values={"cabinet": "05", "box": None})
    assert moved["cabinet"] == "05"
    (line,) = office.archive.read("storage_location", shelf["_id"])["movements"]
    assert (line["from_location"], line["to_location"]) == ("一号库房 03 2 1", "一号库房 05 2")
    assert (line["archive_no"], line["moved_on"], line["moved_by"].text) == ("A-0001", office.today, "档管理")
    for first, last in (("A-0060", "A-0099"), ("A-0030", None), ("A-0000", "A-0001")):
        other = {"archive_no_from": first, "archive_no_to": last, "cabinet": "09"}
        assert office.refused_save("dang", "storage_location", place_values(other)) == ["RULE:stand_in_one_place"]
    assert place(office, archive_no_from="A-0061", archive_no_to=None, cabinet="09")


def place_values(more: Values) -> Values:
    return {
        "record_class": "adm",
        "title": "行政文书",
        "quantity": 9,
        "room": "一号库房",
        "shelf": "2",
        "box": "1",
        **more,
    }


def test_an_index_says_where_a_number_stands(office: Played) -> None:
    place(office)
    entry = {"term": "陈建军", "kind": "person", "archive_no": "A-0007", "title": "任职通知"}
    index = office.save(
        "dang", "archive_index", {"index_name": "人名", "entries": [entry, {**entry, "archive_no": "A-0061"}]}
    )
    here, nowhere = (line["location"] for line in index["entries"])
    assert here.title == "一号库房 03 2 1" and nowhere is None


def test_a_copy_of_a_classified_document_is_approved_and_counted(office: Played) -> None:
    document = office.save("dang", "classified_register", {
        "orig_doc_no": "机1", "summary": "方案", "handling_dept": office.dept, "archive_no": "A-1", "planned_retention": "y10",
        "secret_until": date(2030, 1, 1), "loan_approver": office.person("fu"),
        "cleared_persons": [{"person": office.person("li")}], "photo_count": 1,
    })  # fmt: skip
    office.take("dang", "classified_register", document, "submit")
    for number in ("1", "2"):
        log = office.archive.read("classified_register", document["_id"])["copy_log"]
        line = {
            "copied_on": office.today,
            "copies": 2,
            "copied_by": office.person("li"),
            "copy_no": number,
            "destination": "财务部",
        }
        values = {"copy_log": [*log, line]}
        assert "GEN_NOT_SIGNER" in office.refused("li", "classified_register", document, "copy", values=values)
        office.take("fu", "classified_register", document, "copy", values=values)
    after = office.archive.read("classified_register", document["_id"])
    assert after["photo_count"] == 5
    assert [line["approver"].name for line in after["copy_log"]] == ["副总", "副总"]
