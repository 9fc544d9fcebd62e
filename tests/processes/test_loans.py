"""W3 and W4: a slip from the request to the return line by line, renewal, recall, with every refusal."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from dangan.record import Values
from storage import signatures, waiting
from storage.roles import Roles
from tests.processes.conftest import Played

B9, B10 = "retrieval_slip", "recall_notice"
INTACT = {"items.return_check": "intact"}


@pytest.fixture
def volumes(office: Played) -> list[Values]:
    return [office.filed_volume(f"A-{n}", f"案卷{n}") for n in (1, 2)]


def slip(office: Played, login: str, *volumes: Values, **more: Any) -> Values:
    lines = [{"archive_no": office.link("file_catalogue", v), "volumes": 1} for v in volumes]
    values = {
        "applicant": office.person(login),
        "dept": office.dept,
        "purpose": "查阅",
        "mode": "loan",
        "term_days": 7,
        "items": lines,
    }
    return office.save(login, B9, {**values, **more})


def lent(office: Played, login: str, *volumes: Values, **more: Any) -> Values:
    asked = slip(office, login, *volumes, **more)
    office.take("zong", B9, asked, "approve")
    return office.take("dang", B9, asked, "lend")


def holding(office: Played, volume: Values) -> str:
    return office.env("dang").office.holding(office.link("file_catalogue", volume))


def test_the_whole_way(office: Played, volumes: list[Values]) -> None:
    asked = slip(office, "li", *volumes)
    assert (asked["status"], asked["term_days"], asked["items"][0]["title"]) == ("requested", 7, "案卷1")
    assert office.refused("li", B9, asked, "approve") == ["GEN_NOT_SIGNER"]
    assert office.refused("dang", B9, asked, "lend") == ["LOAN_NO_APPROVAL"]
    approved = office.take("fu", B9, asked, "approve")  # the deputy in charge of the department
    assert (approved["status"], approved["approver"].name) == ("approved", "副总")
    assert office.refused_save("li", B9, {"_id": asked["_id"], "purpose": "改"}) == ["GEN_LOCKED"]
    out = office.take("dang", B9, asked, "lend")
    assert (out["lent_on"], out["due_on"]) == (date(2024, 3, 4), date(2024, 3, 11))
    assert [holding(office, v) for v in volumes] == ["on_loan", "on_loan"]
    office.on(date(2024, 3, 6))
    assert office.refused("dang", B9, out, "take_back", lines=(0,))[0] == "LOAN_NOT_CHECKED"
    first = office.take(
        "dang", B9, out, "take_back", lines=(0,), values={**INTACT, "items.returned_by": office.person("li")}
    )
    assert (first["status"], first["returned_on"]) == ("lent", None)
    assert [holding(office, v) for v in volumes] == ["in_stock", "on_loan"]
    other = {**INTACT, "items.returned_by": office.person("zhao")}
    assert office.refused("dang", B9, out, "take_back", lines=(1,), values=other) == ["LOAN_SUBLEND"]
    faulty = {
        "items.return_check": "pages_missing",
        "items.returned_by": office.person("li"),
        "items.return_note": "缺第3页",
    }
    assert office.take("dang", B9, out, "take_back", lines=(1,), values=faulty)["status"] == "lent"
    assert holding(office, volumes[1]) == "on_loan"
    assert signatures.check(office.archive.store, office.archive.registry) == []


def test_returned_when_every_line_is_back(office: Played, volumes: list[Values]) -> None:
    out = lent(office, "li", *volumes)
    back = office.take(
        "dang", B9, out, "take_back", lines=(0, 1), values={**INTACT, "items.returned_by": office.person("li")}
    )
    assert (back["status"], back["returned_on"], back["received_by"].name) == ("returned", office.today, "档管理")
    assert waiting.everything(office.archive.store) == []


def test_who_approves(office: Played, volumes: list[Values]) -> None:
    own = slip(office, "zong", volumes[0])
    assert office.offers("dang", B9, own)["approve"].open == ()  # a leader needs nobody's approval
    assert office.take("dang", B9, own, "lend")["status"] == "lent"
    Roles(office.archive.store).give(
        office.ids["ke"], "chairman", date(2024, 1, 1), at=office.env("dang").now, by="root"
    )
    mine = slip(office, "ke", volumes[1])
    Roles(office.archive.store).end(
        office.ids["ke"], "chairman", date(2024, 2, 1), at=office.env("dang").now, by="root"
    )
    assert office.refused("ke", B9, mine, "approve") == ["GEN_NOT_SIGNER"]
    rejected = office.take("zong", B9, mine, "reject", reason="不需要")
    assert rejected["status"] == "rejected"
    assert office.refused("dang", B9, mine, "lend")[0] in ("GEN_STEP_STATE", "LOAN_NO_APPROVAL")


def test_nobody_approves_his_own(office: Played, volumes: list[Values]) -> None:
    asked = slip(office, "li", volumes[0], applicant=office.person("li"))
    now = office.env("dang").now
    assert office.dept is not None and office.dept.id is not None
    office.archive.directory.change("dept", office.dept.id, deputy_id=office.ids["li"], at=now, by="root")
    assert office.refused("li", B9, asked, "approve") == ["LOAN_SELF_APPROVAL"]


def test_a_substitute_signs_in_his_name(office: Played, volumes: list[Values]) -> None:
    asked = slip(office, "li", volumes[0])
    Roles(office.archive.store).substitute(
        office.ids["ke"], office.ids["zong"], date(2024, 3, 1), date(2024, 3, 5), at=office.env("dang").now, by="root"
    )
    approved = office.take("ke", B9, asked, "approve")
    assert approved["approver"].name == "科长（代总经理）"
    assert office.archive.store.row("SELECT person_id, for_id FROM step ORDER BY _id DESC") == (
        office.ids["ke"],
        office.ids["zong"],
    )
    other = slip(office, "zhao", volumes[1])
    office.on(date(2024, 3, 6))
    assert office.refused("ke", B9, other, "approve") == ["GEN_NOT_SIGNER"]


def test_what_cannot_be_lent(office: Played, volumes: list[Values]) -> None:
    lent(office, "li", volumes[0])
    line = [{"archive_no": office.link("file_catalogue", volumes[0]), "volumes": 1}]
    base = {
        "applicant": office.person("zhao"),
        "dept": office.dept,
        "purpose": "查阅",
        "mode": "loan",
        "term_days": 7,
        "items": line,
    }
    assert office.refused_save("zhao", B9, base) == ["LOAN_NOT_AVAILABLE"]
    unfiled = office.save("dang", "file_catalogue", {
        "fonds_no": "1", "catalogue_no": "1", "dept": office.dept, "title": "未归档卷", "filing_class_no": "1"})  # fmt: skip
    line = [{"archive_no": office.link("file_catalogue", unfiled), "volumes": 1}]
    assert office.refused_save("zhao", B9, {**base, "items": line}) == ["LOAN_UNFILED"]
    line = [{"archive_no": office.link("file_catalogue", volumes[1]), "volumes": 1}]
    assert office.refused_save("zhao", B9, {**base, "items": line, "term_days": 31}) == ["LOAN_TERM"]
    office.on(date(2024, 3, 20))
    late = {**base, "applicant": office.person("li"), "items": line}
    assert office.refused_save("li", B9, late) == ["LOAN_HAS_OVERDUE"]


def test_what_is_not_lent_is_struck_out(office: Played, volumes: list[Values]) -> None:
    asked = slip(office, "zhao", *volumes)
    office.take("zong", B9, asked, "approve")
    lent(office, "li", volumes[0])
    assert office.refused("dang", B9, asked, "lend") == ["LOAN_NOT_AVAILABLE"]
    assert office.refused("zhao", B9, asked, "strike", lines=(0,)) != []
    assert office.refused("dang", B9, asked, "strike", lines=(0,))[0] == "RULE:with_a_reason"
    struck = office.take("dang", B9, asked, "strike", lines=(0,), values={"items.strike_reason": "已借给李员工"})
    assert (struck["status"], struck["items"][0]["strike_reason"]) == ("approved", "已借给李员工")
    out = office.take("dang", B9, asked, "lend")
    assert holding(office, volumes[1]) == "on_loan"
    line = {"items": [{**x, "strike_reason": None} for x in out["items"]], "_id": out["_id"]}
    assert "GEN_LOCKED" in office.refused_save("dang", B9, line)
    back = {**INTACT, "items.returned_by": office.person("zhao")}
    assert office.refused("dang", B9, out, "take_back", lines=(0,), values=back) == ["RULE:still_out"]
    done = office.take("dang", B9, out, "take_back", lines=(1,), values=back)
    assert (done["status"], done["items"][0]["returned_on"]) == ("returned", None)
    assert holding(office, volumes[0]) == "on_loan", "the other slip's loan stands"
    assert signatures.check(office.archive.store, office.archive.registry) == []


def test_a_slip_with_every_line_struck_out_lends_nothing(office: Played, volumes: list[Values]) -> None:
    asked = slip(office, "zhao", volumes[0])
    office.take("zong", B9, asked, "approve")
    office.take("dang", B9, asked, "strike", lines=(0,), values={"items.strike_reason": "正在修复"})
    assert office.refused("dang", B9, asked, "lend") == ["RULE:something_left"]


def test_renewal(office: Played, volumes: list[Values]) -> None:
    out = lent(office, "li", volumes[0])
    once = [{"renewed_on": date(2024, 3, 10), "new_due_on": date(2024, 3, 18)}]
    office.on(date(2024, 3, 10))
    renewed = office.take("zong", B9, out, "renew", values={"renewals": once})
    assert (renewed["status"], renewed["due_on"]) == ("renewed", date(2024, 3, 11))
    assert office.offers("dang", B9, out)["take_back"].due_on == date(2024, 3, 18)
    twice = [*renewed["renewals"], {"renewed_on": date(2024, 3, 12), "new_due_on": date(2024, 3, 25)}]
    assert "LOAN_RENEW" in office.refused("zong", B9, out, "renew", values={"renewals": twice})


def test_a_late_loan_is_not_renewed(office: Played, volumes: list[Values]) -> None:
    out = lent(office, "li", volumes[0])
    office.on(date(2024, 3, 15))
    asked = {"renewals": [{"renewed_on": office.today, "new_due_on": date(2024, 3, 25)}]}
    assert "LOAN_RENEW" in office.refused("zong", B9, out, "renew", values=asked)


def test_recall(office: Played, volumes: list[Values]) -> None:
    out = lent(office, "li", *volumes)
    office.on(date(2024, 3, 11))
    early = [{"loan": office.link(B9, out), "archive_no": office.link("file_catalogue", volumes[0]), "title": "案卷1", "quantity": "1册",
              "lent_on": out["lent_on"], "term": 7, "due_on": out["due_on"]}]  # fmt: skip
    assert "RECALL_NOT_DUE" in office.refused_save("dang", B10, {"borrower": office.person("li"), "items": early})
    office.on(date(2024, 3, 12))
    assert waiting.everything(office.archive.store)[0].due_on == date(2024, 3, 11)
    letter = office.save("dang", B10, {"borrower": office.person("li")})
    assert [(line["title"], line["quantity"], line["term"]) for line in letter["items"]] == [
        ("案卷1", "1册", 7),
        ("案卷2", "1册", 7),
    ]
    assert (letter["times"], letter["return_by"]) == (1, date(2024, 3, 15))
    wrong = {"_id": letter["_id"], "return_by": date(2024, 3, 12)}
    assert office.refused_save("dang", B10, wrong) == ["RECALL_DATE"]
    office.take("dang", B10, letter, "send")
    again = office.save("dang", B10, {"borrower": office.person("li")})
    assert office.refused("dang", B10, again, "send") == ["RECALL_REPEAT", "RECALL_REPEAT"]
    office.on(date(2024, 3, 19))
    third = office.save("dang", B10, {"borrower": office.person("li")})
    assert third["times"] == 2
    office.take("dang", B9, out, "take_back", lines=(0, 1), values={**INTACT, "items.returned_by": office.person("li")})
    answered = office.archive.read(B10, letter["_id"])
    assert (answered["status"], [line["outcome"] for line in answered["items"]]) == (
        "answered",
        ["returned", "returned"],
    )
    assert answered["items"][0]["returned_on"] == date(2024, 3, 19)
