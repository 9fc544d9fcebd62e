"""W5 step 3 and W11: what has expired is appraised, kept longer, listed for burning or handed over; handovers by line."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from dangan.record import Values
from storage import signatures
from storage.roles import Roles
from tests.processes.conftest import Played
from tests.processes.test_loans import lent

I4, H3, H4, B2 = "appraisal", "handover_list", "temporary_loan", "file_catalogue"


@pytest.fixture
def old(office: Played) -> list[Values]:
    office.on(date(2025, 3, 3))
    return [office.filed_volume(f"A-{n}", f"旧卷{n}") for n in (1, 2, 3)]


GROUP = (("ke", "leader"), ("li", "member"))


def judged(office: Played, *opinions: Values, group: Any = GROUP) -> Values:
    made = office.save("dang", I4, {
        "year": 2025, "appraisers": [{"person": office.person(who), "part_in": part} for who, part in group]})  # fmt: skip
    items = [{**line, **said} for line, said in zip(made["items"], opinions, strict=False)]
    return office.save("dang", I4, {"_id": made["_id"], "items": [*items, *made["items"][len(items) :]]})


KEEP = {"opinion": "keep", "new_retention": "y30", "reason": "仍有查考价值"}
BURN = {"opinion": "destroy", "reason": "无保存价值"}
GIVE = {"opinion": "transfer", "reason": "移交档案馆"}


def test_what_has_expired_by_new_year_is_listed(office: Played, old: list[Values]) -> None:
    office.filed_volume("A-7", "永久卷", retention="permanent")
    office.filed_volume("A-8", "新卷", last=date(2015, 5, 1))  # until 31 December 2025
    office.filed_volume("A-9", "短期卷", retention="y5", last=date(2019, 12, 31))
    made = judged(office)
    assert [line["title"] for line in made["items"]] == ["旧卷1", "旧卷2", "旧卷3", "短期卷"]
    assert {line["expired_on"] for line in made["items"]} == {date(2024, 12, 31)}
    assert office.save("dang", I4, {"year": 2025})["items"] == []  # all are on an open one
    twice = [{"archive_no": office.link(B2, old[0]), **BURN}]
    assert office.refused_save("dang", I4, {"year": 2024, "items": twice}) == ["RULE:on_no_other_list"]


def test_carried_out(office: Played, old: list[Values]) -> None:
    made = judged(office, KEEP, BURN)
    assert "APPR_NOT_ALL" in office.refused("ke", I4, made, "appraise")
    office.save("dang", I4, {"_id": made["_id"], "items": [*made["items"][:2], {**made["items"][2], **GIVE}]})
    assert office.refused("zhao", I4, made, "appraise") == ["GEN_NOT_SIGNER"]
    office.take("ke", I4, made, "appraise")
    signed = office.take("li", I4, made, "appraise")
    assert (signed["status"], signed["appraised_on"], signed["items"][0]["new_until"]) == (
        "appraised", office.today, date(2044, 12, 31),
    )  # fmt: skip
    assert office.refused_save("dang", I4, {"_id": made["_id"], "scope": "改"}) == ["GEN_LOCKED"]
    assert office.refused("dang", I4, made, "approve") == ["GEN_NOT_SIGNER"]
    office.take("zong", I4, made, "approve")
    done = office.take("dang", I4, made, "carry_out")
    assert (done["status"], done["carried_out_on"]) == ("carried_out", office.today)
    assert office.archive.read(B2, old[0]["_id"])["retention"] == "y30"
    (burning,) = office.env("dang").office.find("destruction_list")
    whole = office.archive.read("destruction_list", burning["_id"])
    assert [(x["subject"], x["reason"]) for x in whole["items"]] == [("旧卷2", "无保存价值")]
    assert [x["person"].text for x in whole["appraisers"]] == ["科长", "李员工"]
    (going,) = office.env("dang").office.find(H3)
    given = office.archive.read(H3, going["_id"])
    assert [(x["title"], x["archive_no"], x["role"]) for x in given["items"]] == [("旧卷3", "A-3", "kept")]
    office.save(
        "dang", H3, {"_id": given["_id"], "taker": office.person("zhao"), "reason": "archivist", "dept": office.dept}
    )
    office.take("dang", H3, given, "submit")
    office.take("zhao", H3, given, "accept", lines=(0,))
    for login in ("dang", "zhao", "ke"):
        office.take(login, H3, given, "conclude")
    assert office.env("dang").office.holding(office.link(B2, old[2])) == "transferred"
    assert signatures.check(office.archive.store, office.archive.registry) == []


def test_refusals_of_the_appraisal(office: Played, old: list[Values]) -> None:
    def tried(**line: Any) -> list[str]:
        return office.refused_save(
            "dang", I4, {"year": 2025, "items": [{"archive_no": office.link(B2, old[0]), **line}]}
        )

    assert tried(opinion="keep", new_retention="y5", reason="短") == ["APPR_NOT_LONGER"]
    for_ever = office.filed_volume("A-7", "永久卷", retention="permanent")
    assert office.refused_save("dang", I4, {"year": 2025, "items": [{"archive_no": office.link(B2, for_ever)}]}) == [
        "DISP_PERMANENT"
    ]
    young = office.filed_volume("A-8", "新卷", last=date(2020, 5, 1))
    assert office.refused_save("dang", I4, {"year": 2025, "items": [{"archive_no": office.link(B2, young)}]}) == [
        "DISP_NOT_EXPIRED"
    ]
    lent(office, "li", old[0])
    assert tried(**BURN) == ["DISP_LOAN_OR_HOLD"]
    two = [{"person": office.person("ke"), "part_in": "leader"}, {"person": office.person("li"), "part_in": "leader"}]
    assert office.refused_save("dang", I4, {"year": 2025, "appraisers": two}) == ["RULE:one_leader"]


def test_who_appraised_does_not_approve(office: Played, old: list[Values]) -> None:
    made = judged(office, BURN, BURN, BURN, group=(("zong", "leader"), ("li", "member")))
    for login in ("zong", "li"):
        office.take(login, I4, made, "appraise")
    assert office.refused("zong", I4, made, "approve") == ["GEN_SAME_PERSON"]


def test_one_alone_is_too_few(office: Played, old: list[Values]) -> None:
    made = judged(office, BURN, BURN, BURN, group=(("ke", "leader"),))
    assert "APPR_FEW" in office.refused("ke", I4, made, "appraise")


def test_everything_that_somebody_holds_is_handed_over(office: Played) -> None:
    volume = office.filed_volume("A-1", "案卷1")
    slip = lent(office, "li", volume)
    office.save("dang", "customer", {"name": "鑫源担保", "salesperson": office.person("li")})
    values = {"giver": office.person("li"), "taker": office.person("zhao"), "reason": "leaving", "dept": office.dept}
    made = office.save("dang", H3, values)
    assert [(x["kind"], x["title"], x["archive_no"], x["remarks"]) for x in made["items"]] == [
        ("loan", "案卷1", "A-1", slip["record_no"]), ("customer", "鑫源担保", None, "KH-2024-00001"),
    ]  # fmt: skip
    assert "HAND_SAME" in office.refused_save("dang", H3, {**values, "taker": office.person("li")})
    office.take("dang", H3, made, "submit")
    assert office.refused("li", H3, made, "conclude") == ["HAND_OPEN"]
    assert office.refused("li", H3, made, "accept", lines=(0,)) == ["GEN_NO_RIGHT"]
    office.take("zhao", H3, made, "accept", lines=(0, 1))
    office.on(date(2024, 3, 20))
    assert office.refused("li", H3, made, "conclude") == ["HAND_LOAN"]
    back = {"items.return_check": "intact", "items.returned_by": office.person("li")}
    office.take("dang", "retrieval_slip", slip, "take_back", lines=(0,), values=back)
    for login in ("li", "zhao"):
        office.take(login, H3, made, "conclude")
    assert office.take("ke", H3, made, "conclude")["status"] == "approved"
    assert set(office.refused_save("zhao", H3, {"_id": made["_id"], "open_matters": "改"})) == {"GEN_LOCKED"}


def test_lent_within_the_department(office: Played) -> None:
    now = office.env("dang").now
    Roles(office.archive.store).give(office.ids["jian"], "dept_archivist", date(2010, 1, 1), at=now, by="root")
    base = {"dept": office.dept, "borrower": office.person("li"), "title": "责任书", "purpose": "起草"}
    made = office.save("li", H4, base)
    assert (made["seq"], made["due_on"]) == (1, date(2024, 3, 11))  # five working days after Monday the 4th
    assert office.refused_save("li", H4, {**base, "due_on": date(2024, 3, 12)}) == ["LOAN_TERM"]
    assert office.refused("li", H4, made, "lend") == ["GEN_NOT_SIGNER"]
    office.take("jian", H4, made, "lend")
    assert office.refused_save("li", H4, {"_id": made["_id"], "title": "改"}) == ["GEN_LOCKED"]
    assert office.refused("jian", H4, made, "take_back") == ["GEN_REQUIRED_IF"]  # not checked
    done = office.take("jian", H4, made, "take_back", values={"return_check": "intact"})
    assert (done["status"], done["returned_on"]) == ("filed", office.today)
    assert office.save("li", H4, base)["seq"] == 2
