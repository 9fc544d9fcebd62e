"""W1: a volume's contents list handed over by A and B to the archivist, with every refusal of the process."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from dangan.record import Signature, Values
from storage import audit, signatures
from tests.processes.conftest import Played

C2, C3 = "volume_contents", "supplement_list"


@pytest.fixture
def listed(office: Played) -> Values:
    customer = office.save("jia", "customer", {"name": "鑫源担保"})
    return office.save("jia", C2, {
        "project": "鑫源担保项目", "customer": office.link("customer", customer), "project_no": "P-1", "ended_on": date(2024, 3, 1),
        "business_type": "guarantee", "manager_a": office.person("jia"), "manager_b": office.person("yi"),
        "items": [{"part": "approval", "title": "立项申请表", "pages": 3}, {"part": "contract", "title": "委托担保合同", "pages": 5}],
    })  # fmt: skip


def coded(office: Played, record: Values) -> None:
    items = office.archive.read(C2, record["_id"])["items"]
    lines = [{**line, "code": None if line["is_attachment"] else f"{n:02}"} for n, line in enumerate(items, 1)]
    office.save("yi", C2, {"_id": record["_id"], "items": lines})


def test_the_whole_way(office: Played, listed: Values) -> None:
    assert (listed["record_no"], listed["status"]) == ("CN-2024-0001", "drafting")
    assert office.offers("jia", C2, listed)["sign_off_a"].due_on == date(2024, 3, 6)  # W0: Fri 1 March + 3 working days
    assert office.refused("yi", C2, listed, "sign_off_a") == ["GEN_NOT_SIGNER"]
    signed = office.take("jia", C2, listed, "sign_off_a")
    assert (signed["status"], signed["sign_a"].name, signed["sign_a"].paper) == ("a_signed", "甲经理", False)
    assert office.refused_save("jia", C2, {"_id": listed["_id"], "project": "另一项目"}) == ["GEN_LOCKED"]
    office.take("yi", C2, listed, "check")
    assert office.refused("jia", C2, listed, "submit") == ["FILE_UNSIGNED"]
    assert office.refused("yi", C2, listed, "sign_off_b") == ["GEN_REQUIRED_IF"] * 2  # nothing is coded yet
    coded(office, listed)
    office.take("yi", C2, listed, "sign_off_b")
    assert office.offers("yi", C2, listed)["submit"].due_on == date(2024, 3, 6)  # A signed on the 4th
    office.take("yi", C2, listed, "submit")
    assert office.refused("dang", C2, listed, "accept", lines=(0,)) == ["FILE_MISMATCH"]
    numbers = {"archive_no": "DA-1", "contract_no": "HT-1"}
    office.take("dang", C2, listed, "accept", lines=(0, 1), values=numbers)
    done = office.take("yi", C2, listed, "accept", lines=(0, 1))
    assert (done["status"], done["archive_no"], done["sign_archivist"].name) == ("accepted", "DA-1", "档管理")
    office.take("dang", C2, listed, "file")
    assert office.refused_save("dang", C2, {"_id": listed["_id"], "project": "改名"}) == ["FILE_CLOSED"]
    assert signatures.check(office.archive.store, office.archive.registry) == []
    assert audit.verify(office.archive.store) == []
    steps = office.archive.store.rows("SELECT step, from_state, to_state FROM step ORDER BY _id")
    assert [s for s, _, _ in steps] == ["sign_off_a", "check", "sign_off_b", "submit", "accept", "accept", "file"]
    assert all(one[2] == other[1] for one, other in pairwise(steps))  # the state is their fold


def test_papers_lacking(office: Played, listed: Values) -> None:
    office.take("jia", C2, listed, "sign_off_a")
    office.take("yi", C2, listed, "check")
    office.take("yi", C2, listed, "ask")
    assert office.archive.read(C2, listed["_id"])["sign_a"] is None  # the list is open again: A signs anew
    lacking = office.save("yi", C3, {
        "volume": office.link(C2, listed), "items": [{"title": "收据", "lack": "missing_doc"}]})  # fmt: skip
    assert (lacking["record_no"], lacking["due_on"]) == ("CN-2024-0001-B1", date(2024, 3, 7))
    office.take("yi", C3, lacking, "submit")
    office.take("jia", C3, lacking, "acknowledge")
    items = office.archive.read(C2, listed["_id"])["items"]
    more = [
        *items,
        {"part": "contract", "title": "收据", "pages": 1},
        {"part": "customer", "title": "客户未取合同", "pages": 4, "is_attachment": True},
    ]
    office.save("jia", C2, {"_id": listed["_id"], "items": more})
    office.take("jia", C2, listed, "supply")
    coded(office, listed)
    office.take("yi", C2, listed, "sign_off_b")
    assert office.refused("yi", C2, listed, "submit") == ["FILE_SUPPLEMENT_OPEN"]
    assert office.refused("yi", C3, lacking, "close")[0] == "RULE:wants_items_supplied_on"
    confirmed = office.take("yi", C3, lacking, "confirm", lines=(0,))
    assert confirmed["items"][0]["supplied_on"] == office.today
    assert office.take("yi", C3, lacking, "close")["status"] == "approved"
    assert office.take("yi", C2, listed, "submit")["status"] == "submitted"
    withdrawn = office.archive.store.rows("SELECT path FROM signature WHERE withdrawn_at IS NOT NULL")
    assert withdrawn == [("sign_a",)]


def test_what_is_refused_while_it_is_typed(office: Played, listed: Values) -> None:
    same = {"_id": listed["_id"], "manager_b": office.person("jia")}
    assert office.refused_save("jia", C2, same) == ["FILE_SAME_MANAGER"]
    line = {"part": "approval", "title": "封面", "pages": 0}
    assert "FILE_NO_PAGES" in office.refused_save("jia", C2, {"_id": listed["_id"], "items": [line]})
    attached = {"part": "customer", "title": "客户未取合同", "pages": 2, "is_attachment": True, "code": "09"}
    assert office.refused_save("yi", C2, {"_id": listed["_id"], "items": [attached]}) == ["FILE_ATTACHMENT_CODE"]
    typed = {"_id": listed["_id"], "sign_a": Signature("甲经理", office.ids["jia"], office.today)}
    assert "GEN_INTAKE_ONLY" in office.refused_save("jia", C2, typed)


def test_extension(office: Played, listed: Values) -> None:
    assert "FILE_EXT_NO_REASON" in office.refused(
        "zong", C2, listed, "extend", values={"extended_to": date(2024, 3, 20)}
    )
    asked = {"extension_reason": "权证尚未办妥", "extended_to": date(2024, 3, 20)}
    assert "GEN_NOT_SIGNER" in office.refused("jia", C2, listed, "extend", values=asked)
    extended = office.take("zong", C2, listed, "extend", values=asked)
    assert (extended["status"], extended["extension_approver"].name) == ("drafting", "总经理")
    assert office.offers("jia", C2, listed)["sign_off_a"].due_on == date(2024, 3, 20)
    assert office.refused_save("jia", C2, {"_id": listed["_id"], "extended_to": date(2024, 4, 1)}) == ["GEN_LOCKED"]


def test_late(office: Played, listed: Values) -> None:
    office.on(date(2024, 3, 12))
    office.take("jia", C2, listed, "sign_off_a")
    office.take("yi", C2, listed, "check")
    coded(office, listed)
    office.take("yi", C2, listed, "sign_off_b")
    assert office.refused("yi", C2, listed, "submit", confirm=False) == ["FILE_LATE"]
    late = office.take("yi", C2, listed, "submit")
    assert late["late_days"] == 2  # due on Friday 8 March, handed over on Tuesday the 12th
    office.on(date(2024, 4, 12))
    assert office.archive.read(C2, listed["_id"])["late_days"] == 2


def test_late_when_it_is_handed_over_days_after_the_last_change(office: Played, listed: Values) -> None:
    office.take("jia", C2, listed, "sign_off_a")
    office.take("yi", C2, listed, "check")
    coded(office, listed)
    office.take("yi", C2, listed, "sign_off_b")
    office.on(date(2024, 3, 12))
    assert office.refused("yi", C2, listed, "submit", confirm=False) == ["FILE_LATE"]
    office.take("yi", C2, listed, "submit")
    office.on(date(2024, 4, 12))
    assert office.archive.read(C2, listed["_id"])["late_days"] == 2


def test_sent_back_and_signed_anew(office: Played, listed: Values) -> None:
    office.take("jia", C2, listed, "sign_off_a")
    assert office.refused("dang", C2, listed, "send_back") == ["GEN_REASON"]
    back = office.take("dang", C2, listed, "send_back", reason="缺封面")
    assert (back["status"], back["sign_a"]) == ("returned", None)
    office.save("jia", C2, {"_id": listed["_id"], "project": "鑫源担保项目(补)"})
    assert office.take("jia", C2, listed, "sign_off_a")["status"] == "a_signed"


def test_what_the_checklist_asks_for(office: Played, listed: Values) -> None:
    checklist = office.save("dang", "project_checklist", {
        "business_type": "guarantee", "edition": "一", "valid_from": date(2023, 1, 1),
        "items": [{"part": "contract", "title": "借款/委托担保合同"}, {"part": "contract", "title": "借据"},
                  {"part": "survey", "title": "现场照片", "mandatory": False}],
    })  # fmt: skip
    for login, step in (("dang", "submit"), ("zong", "approve"), ("dang", "file")):
        office.take(login, "project_checklist", checklist, step)
    warned = office.refused("jia", C2, listed, "sign_off_a", confirm=False)
    assert warned == ["RULE:complete_by_the_checklist"]
    more = [*listed["items"], {"part": "contract", "title": "借据(2张)", "pages": 1}]
    office.save("jia", C2, {"_id": listed["_id"], "items": more})
    assert office.archive.stepper.take(C2, listed["_id"], "sign_off_a", office.env("jia"))["status"] == "a_signed"


def test_the_usual_content_is_proposed(office: Played) -> None:
    made = office.save(
        "dang", "project_checklist", {"business_type": "loan", "edition": "一", "valid_from": office.today}
    )
    assert len(made["items"]) == 17
    assert [made["items"][n]["title"] for n in (0, 3, 16)] == ["立项申请表", "借款/委托担保合同", "财产证明复印件"]
    again = {"business_type": "loan", "edition": "一", "valid_from": office.today}
    assert office.refused_save("dang", "project_checklist", again) == ["GEN_DUPLICATE"]


def test_a_certificate_is_not_listed(office: Played, listed: Values) -> None:
    customer = listed["customer"]
    office.save(
        "dang",
        "certificate_ledger",
        {"kind": "other", "name": "不动产权证书", "cert_no": "0012345", "customer": customer},
    )
    items = [*listed["items"], {"part": "contract", "title": "不动产权证书", "pages": 2, "copy_kind": "original"}]
    assert "CERT_IN_FILE" in office.refused_save("jia", C2, {"_id": listed["_id"], "items": items})
    items[-1]["copy_kind"] = "copy"
    office.save("jia", C2, {"_id": listed["_id"], "items": items})
