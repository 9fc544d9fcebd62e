"""W1 step 5 and W3 with project files: entered in the register, kept in the ledger, lent by C8, recalled, missing, found."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from dangan.checking import settle
from dangan.record import Link, Values
from dangan.settling import enliven
from storage import signatures
from tests.processes.conftest import Played

C4, C5, C8 = "accession_register", "archive_ledger", "loan_slip"


def place(office: Played) -> Link:
    room = {
        "record_class": "biz",
        "title": "项目档案",
        "archive_no_from": "DA-1",
        "quantity": 1,
        "room": "一号库",
        "cabinet": "1",
    }
    return office.link("storage_location", office.save("dang", "storage_location", room))


def kept(office: Played, number: str = "DA-1", **more: Any) -> Values:
    """A file in the ledger, filed."""
    customer = office.save("jia", "customer", {"name": f"鑫源{number}", "salesperson": office.person("li")})
    values = {"archive_no": number, "customer": office.link("customer", customer), "project": f"鑫源担保项目{number}",
              "manager_a": office.person("jia"), "manager_b": office.person("yi"), "volumes": 1, "pages": 8,
              "location": place(office), "retention": "y10", **more}  # fmt: skip
    return office.take("dang", C5, office.save("dang", C5, values), "file")


@pytest.fixture
def file(office: Played) -> Values:
    return kept(office)


def slip(office: Played, login: str, *things: Link, **more: Any) -> Values:
    values = {"borrower": office.person(login), "dept": office.dept, "purpose": "查阅合同", "mode": "loan",
              "items": [{"archive_no": thing} for thing in things], **more}  # fmt: skip
    return office.save(login, C8, values)


def events(office: Played, file: Values) -> list[tuple[str, str | None]]:
    return [(line["event"], line["slip_no"]) for line in office.archive.read(C5, file["_id"])["movements"]]


def holding(office: Played, file: Values) -> str:
    read = office.archive.read(C5, file["_id"])
    return str(enliven(office.archive.registry.form(C5), read, office.env("dang"))["holding"])


def test_entered_and_signed_by_both(office: Played) -> None:
    entry = office.save("jia", C4, {"title": "鑫源担保项目", "pages": 8, "archive_no": "DA-7"})
    assert (entry["year"], entry["seq"]) == (2024, None)
    assert office.refused("dang", C4, entry, "receive") == ["GEN_STEP_STATE"]
    assert office.refused("dang", C4, entry, "hand_over") == ["RULE:by_the_other_side"]
    office.take("jia", C4, entry, "hand_over")
    assert office.refused_save("jia", C4, {"_id": entry["_id"], "title": "改"}) == ["GEN_LOCKED"]
    assert office.refused("jia", C4, entry, "receive") == ["GEN_NOT_SIGNER"]
    done = office.take("dang", C4, entry, "receive")
    assert (done["status"], done["seq"], done["received_by"].name) == ("filed", 1, "档管理")
    assert office.refused_save("dang", C4, {"_id": entry["_id"], "remarks": "改"}) == ["GEN_LOCKED"]
    (opened,) = office.env("dang").office.find(C5, archive_no="DA-7")
    assert (opened["project"], opened["pages"], opened["status"]) == ("鑫源担保项目", 8, "draft")
    other = {"title": "旧件", "pages": 1, "archive_no": "DA-8", "year": 2023}
    assert office.refused_save("jia", C4, other) == ["RULE:registered_in_its_year"]


def test_what_the_contents_list_says_is_put_in(office: Played) -> None:
    customer = office.save("jia", "customer", {"name": "鑫源担保"})
    volume = office.save("jia", "volume_contents", {
        "project": "鑫源担保项目", "customer": office.link("customer", customer), "project_no": "P-1", "ended_on": date(2024, 3, 1),
        "business_type": "guarantee", "manager_a": office.person("jia"), "manager_b": office.person("yi"), "contract_no": "HT-1",
        "items": [{"part": "approval", "title": "立项申请表", "pages": 3}, {"part": "contract", "title": "委托担保合同", "pages": 5}],
    })  # fmt: skip
    env = office.env("jia")
    typed = {**office.archive.new(C4, env), "volume": office.link("volume_contents", volume)}
    filled = settle(office.archive.registry.form(C4), typed, env, "volume")
    assert (filled["title"], filled["pages"]) == ("鑫源担保项目", 8)
    entry = office.archive.save(C4, {**filled, "archive_no": "DA-9"}, env)
    office.take("jia", C4, entry, "hand_over")
    office.take("dang", C4, entry, "receive")
    (opened,) = office.env("dang").office.find(C5, archive_no="DA-9")
    assert (opened["contract_no"], opened["manager_b"].text, opened["customer"].id) == (
        "HT-1",
        "乙经理",
        customer["_id"],
    )


def test_lent_returned_and_what_the_ledger_says(office: Played, file: Values) -> None:
    assert (holding(office, file), events(office, file)) == ("in_stock", [("deposited", None)])
    asked = slip(office, "li", office.link(C5, file))
    assert (asked["term_days"], asked["due_on"], asked["items"][0]["title"]) == (
        7,
        date(2024, 3, 11),
        "鑫源担保项目DA-1",
    )
    assert office.archive.read(C8, asked["_id"])["extra_approvals"] == []  # his own customer's
    assert office.refused("dang", C8, asked, "lend") == ["LOAN_NO_APPROVAL"]
    office.take("fu", C8, asked, "approve")
    out = office.take("dang", C8, asked, "lend")
    assert (out["lent_on"], holding(office, file)) == (office.today, "out")
    line = {"archive_no": office.link(C5, file)}
    again = {"borrower": office.person("zhao"), "dept": office.dept, "purpose": "查", "mode": "onsite", "items": [line]}
    assert office.refused_save("zhao", C8, again) == ["LOAN_NOT_AVAILABLE"]
    office.on(date(2024, 3, 12))
    assert holding(office, file) == "overdue"
    letter = office.save("dang", "recall_notice", {"borrower": office.person("li")})
    assert [(x["title"], x["quantity"]) for x in letter["items"]] == [("鑫源担保项目DA-1", "1份")]
    back = {"items.return_check": "intact", "items.returned_by": office.person("li")}
    done = office.take("dang", C8, out, "take_back", lines=(0,), values=back)
    assert (done["status"], holding(office, file)) == ("returned", "in_stock")
    assert events(office, file)[1:] == [("lent", out["record_no"]), ("returned", out["record_no"])]
    assert signatures.check(office.archive.store, office.archive.registry) == []


def test_the_file_of_anothers_customer_needs_one_more_signature(office: Played, file: Values) -> None:
    asked = slip(office, "zhao", office.link(C5, file))
    assert [line["ground"] for line in asked["extra_approvals"]] == ["customer"]
    office.take("fu", C8, asked, "approve")
    assert office.archive.read(C8, asked["_id"])["status"] == "requested"
    assert office.take("zong", C8, asked, "approve")["status"] == "approved"


@pytest.mark.parametrize(("more", "code"), [({"term_days": 31}, "LOAN_TERM"), ({"items": []}, "GEN_MIN_LINES")])
def test_refused_while_it_is_typed(office: Played, file: Values, more: Values, code: str) -> None:
    line = {"archive_no": office.link(C5, file)}
    base = {"borrower": office.person("li"), "dept": office.dept, "purpose": "查", "mode": "loan", "items": [line]}
    assert code in office.refused_save("li", C8, {**base, **more})


def test_not_filed_is_not_lent(office: Played) -> None:
    draft = office.save("dang", C5, {"archive_no": "DA-2", "project": "未归档"})
    line = {"archive_no": office.link(C5, draft)}
    base = {"borrower": office.person("zong"), "dept": office.dept, "purpose": "查", "mode": "loan", "items": [line]}
    assert office.refused_save("zong", C8, base) == ["LOAN_UNFILED"]


def test_missing_and_found(office: Played, file: Values) -> None:
    office.take("dang", C5, file, "miss", reason="盘库未见")
    assert holding(office, file) == "missing"
    office.take("dang", C5, file, "find", reason="夹在邻卷")
    assert holding(office, file) == "in_stock"
    assert office.refused_save("dang", C5, {"_id": file["_id"], "pages": 9}) == ["GEN_LOCKED"]
