"""W2: certificates handed over by three, kept in the safe, taken out with approval, counted; never burnt while held."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from dangan.record import Values
from storage import holding, signatures
from storage.roles import Roles
from tests.processes.conftest import Played

C6, C7, C8, I6 = "certificate_transfer", "certificate_ledger", "loan_slip", "certificate_stocktaking"
CHECKED = {"check_a": True, "check_b": True, "check_archivist": True}
CUSTODIAN = "jian"


@pytest.fixture
def safe(office: Played) -> Played:
    now = office.env("dang").now
    Roles(office.archive.store).give(office.ids[CUSTODIAN], "cert_custodian", date(2010, 1, 1), at=now, by="root")
    return office


def listed(office: Played, *numbers: str, **more: Any) -> Values:
    customer = office.save("jia", "customer", {"name": f"鑫源{numbers[0]}"})
    lines = [{"kind": "other_rights", "name": "他项权证", "cert_no": number, **CHECKED} for number in numbers]
    values = {"project": "鑫源担保项目", "customer": office.link("customer", customer), "items": lines, **more}
    return office.save("jia", C6, values)


def handed_over(office: Played, *numbers: str) -> list[Values]:
    """The certificates of a list signed by all three."""
    made = listed(office, *numbers)
    office.take("jia", C6, made, "submit")
    for login in ("jia", "yi", CUSTODIAN):
        office.take(login, C6, made, "take_over")
    return [dict(office.env("dang").office.find(C7, cert_no=number)[0]) for number in numbers]


def deposited(office: Played, *numbers: str) -> list[Values]:
    made = handed_over(office, *numbers)
    return [office.take(CUSTODIAN, C7, one, "file", values={"safe_no": f"A-{one['cert_no']}"}) for one in made]


def state(office: Played, certificate: Values) -> tuple[str, str]:
    found = office.archive.read(C7, certificate["_id"])
    return found["state"], office.env("dang").office.holding(office.link(C7, found))


def test_signed_by_three_after_every_line_is_checked(safe: Played) -> None:
    made = listed(safe, "Q-1", "Q-2")
    unchecked = [{**made["items"][0], "check_b": False}, made["items"][1]]
    safe.save("jia", C6, {"_id": made["_id"], "items": unchecked})
    safe.take("jia", C6, made, "submit")
    assert safe.refused("jia", C6, made, "take_over") == ["RULE:checked_by_all"]
    struck = [{**unchecked[0], "struck_out": True}, made["items"][1]]
    assert safe.refused_save("jia", C6, {"_id": made["_id"], "items": struck}) == ["GEN_REQUIRED_IF"]
    struck[0]["strike_reason"] = "证号不符"
    safe.save("jia", C6, {"_id": made["_id"], "items": struck})
    safe.take("jia", C6, made, "take_over")
    assert safe.refused("jia", C6, made, "take_over") == ["GEN_SAME_PERSON"]
    assert set(safe.refused_save("yi", C6, {"_id": made["_id"], "items": made["items"]})) == {"GEN_LOCKED"}
    safe.take("yi", C6, made, "take_over")
    assert safe.archive.read(C6, made["_id"])["status"] == "submitted"
    done = safe.take(CUSTODIAN, C6, made, "take_over")
    assert (done["status"], done["sign_archivist"].name) == ("filed", "监督员")
    found = safe.env("dang").office.find(C7, transfer=safe.link(C6, made))
    assert [(one["cert_no"], one["state"], one["status"]) for one in found] == [("Q-2", "held", "draft")]


def test_refused_on_the_list(safe: Played) -> None:
    deposited(safe, "Q-1")
    assert "CERT_DUP" in refused(safe, {"cert_no": "Q-1"})
    assert "CERT_DUP" in refused(safe, {"cert_no": "Q-2"}, {"cert_no": "Q-2"})
    assert refused(safe, {"cert_no": "Q-3", "is_original": False}) == ["RULE:original_where_the_kind_says_so"]
    assert refused(safe, {"cert_no": "Q-3", "quantity": 0}) == ["GEN_RANGE"]
    made = listed(safe, "Q-9")
    safe.on(date(2024, 3, 6))
    assert safe.refused_save("jia", C6, {"_id": made["_id"], "transferred_on": safe.today}) == ["CERT_LATE"]


def refused(office: Played, *lines: Values) -> list[str]:
    base = {"kind": "other_rights", "name": "他项权证", **CHECKED}
    return office.refused_save("jia", C6, {"project": "鑫源", "items": [{**base, **line} for line in lines]})


def test_into_the_safe(safe: Played) -> None:
    (made,) = handed_over(safe, "Q-1")
    assert safe.refused("dang", C7, made, "file", values={"safe_no": "A-1"}) == ["GEN_NO_RIGHT"]
    safe.take(CUSTODIAN, C7, made, "file", values={"safe_no": "A-1"})
    assert state(safe, made) == ("held", "in_stock")
    assert safe.refused_save("dang", C7, {"_id": made["_id"], "safe_no": "B-2"}) == ["CERT_NOT_CUSTODIAN"]
    assert "GEN_LOCKED" in safe.refused_save(CUSTODIAN, C7, {"_id": made["_id"], "state": "lost"})
    safe.save(CUSTODIAN, C7, {"_id": made["_id"], "safe_no": "B-2"})
    open_list = safe.link(C6, listed(safe, "Q-5"))
    early = {"kind": "other", "name": "证", "cert_no": "Q-6", "customer": made["customer"], "transfer": open_list}
    assert safe.refused(CUSTODIAN, C7, safe.save("dang", C7, early), "file", values={"safe_no": "A"}) == [
        "CERT_UNSIGNED"
    ]


def test_released_only_once_settled_and_approved(safe: Played) -> None:
    (made,) = deposited(safe, "Q-1")
    safe.save(CUSTODIAN, C7, {"_id": made["_id"], "collector_id": "43060219980816032X"})
    assert safe.refused(CUSTODIAN, C7, made, "hand_out") == ["CERT_NO_APPROVAL"]
    asked = {"out_reason": "settled", "collected_by": "王某"}
    assert safe.refused(CUSTODIAN, C7, made, "approve", values=asked) == ["GEN_NOT_SIGNER"]
    hold = holding.put(safe.archive.store, made["_id"], "贷款未结清", safe.env("zong"))
    assert safe.refused("zong", C7, made, "approve", values=asked) == ["CERT_UNSETTLED"]
    holding.lift(safe.archive.store, hold, safe.env("zong"))
    safe.take("zong", C7, made, "approve", values=asked)
    assert state(safe, made)[0] == "held"
    assert safe.refused_save("dang", C7, {"_id": made["_id"], "out_reason": "amend"}) == ["GEN_LOCKED"]
    safe.take(CUSTODIAN, C7, made, "hand_out")
    assert state(safe, made) == ("released", "released")
    assert safe.refused(CUSTODIAN, C7, made, "put_back")[0].startswith("RULE:")
    assert signatures.check(safe.archive.store, safe.archive.registry) == []


def test_back_in_the_safe_it_needs_another_approval(safe: Played) -> None:
    (made,) = deposited(safe, "Q-1")
    safe.take("zong", C7, made, "approve", values={"out_reason": "amend", "collected_by": "甲经理"})
    safe.take(CUSTODIAN, C7, made, "hand_out")
    assert state(safe, made) == ("lent", "on_loan")
    safe.take(CUSTODIAN, C7, made, "put_back")
    back = safe.archive.read(C7, made["_id"])
    assert (back["state"], back["approver"], back["out_date"]) == ("held", None, None)
    assert safe.refused(CUSTODIAN, C7, made, "hand_out") == ["CERT_NO_APPROVAL"]
    given = signatures.given(safe.archive.store, made["_id"])
    assert [(one.path, bool(one.withdrawn_at)) for one in given] == [("approver", True)]
    assert signatures.check(safe.archive.store, safe.archive.registry) == []


def test_lent_by_a_slip(safe: Played) -> None:
    (made,) = deposited(safe, "Q-1")
    values = {"borrower": safe.person("zong"), "dept": safe.dept, "purpose": "办理变更", "mode": "loan",
              "items": [{"archive_no": safe.link(C7, made)}]}  # fmt: skip
    slip = safe.save("zong", C8, values)
    assert "CERT_NO_APPROVAL" in safe.refused(CUSTODIAN, C8, slip, "lend")  # a leader, too, needs another leader's
    safe.take("fu", C8, slip, "approve")
    assert safe.refused("dang", C8, slip, "lend") == ["GEN_NOT_SIGNER"]
    safe.take(CUSTODIAN, C8, slip, "lend")
    assert state(safe, made) == ("lent", "on_loan")
    back = {"items.return_check": "intact", "items.returned_by": safe.person("zong")}
    safe.take(CUSTODIAN, C8, slip, "take_back", lines=(0,), values=back)
    assert state(safe, made) == ("held", "in_stock")


def counted(office: Played, *quantities: int, **more: Any) -> Values:
    made = office.save(CUSTODIAN, I6, {"occasion": "monthly", **more})
    lines = [{**line, "counted_qty": n} for line, n in zip(made["lines"], quantities, strict=True)]
    return office.save(CUSTODIAN, I6, {"_id": made["_id"], "lines": lines})


def test_counted_by_two(safe: Played) -> None:
    first, second = deposited(safe, "Q-1", "Q-2")
    made = safe.save(CUSTODIAN, I6, {"occasion": "monthly"})
    assert [(x["cert_no"], x["book_qty"], x["safe_no"]) for x in made["lines"]] == [
        ("Q-1", 1, "A-Q-1"),
        ("Q-2", 1, "A-Q-2"),
    ]
    assert (made["book_total"], made["counted_total"], made["ledger_at"].date()) == (2, None, safe.today)
    assert "STOCK_UNCOUNTED" in safe.refused(CUSTODIAN, I6, made, "agree")
    safe.take("zong", C7, first, "approve", values={"out_reason": "amend", "collected_by": "甲经理"})
    assert safe.refused(CUSTODIAN, C7, first, "hand_out") == ["STOCK_COUNTING"]
    lines = [{**line, "counted_qty": 1} for line in made["lines"]]
    safe.save(CUSTODIAN, I6, {"_id": made["_id"], "lines": lines})
    assert safe.refused(CUSTODIAN, I6, made, "differ") == ["RULE:something_differs"]
    safe.take(CUSTODIAN, I6, made, "agree")
    assert safe.refused(CUSTODIAN, I6, made, "agree") == ["STOCK_SAME_PERSON"]
    assert safe.take("dang", I6, made, "agree")["status"] == "agreed"
    (row,) = safe.archive.read(C7, second["_id"])["stocktakes"]
    assert (row["book_qty"], row["counted_qty"], row["counted_by"].name, row["witnessed_by"].name) == (
        1,
        1,
        "监督员",
        "档管理",
    )
    safe.take(CUSTODIAN, C7, first, "hand_out")


def test_a_difference_is_reported_and_settled(safe: Played) -> None:
    deposited(safe, "Q-1", "Q-2")
    made = safe.save(CUSTODIAN, I6, {"occasion": "change", "new_custodian": safe.person("dang")})
    lines = [
        {**line, "counted_qty": n, "remarks": note}
        for line, n, note in zip(made["lines"], (1, 0), (None, "柜内未见"), strict=True)
    ]
    safe.save(CUSTODIAN, I6, {"_id": made["_id"], "lines": lines})
    assert safe.refused(CUSTODIAN, I6, made, "agree") == ["STOCK_DIFFERENCE"]
    for login in (CUSTODIAN, "li"):
        safe.take(login, I6, made, "differ")
    assert safe.refused("dang", I6, made, "differ") == ["GEN_REQUIRED"] * 3  # nothing is reported yet
    report = {"difference_report": "少一本", "reported_to": safe.person("zong"), "reported_at": safe.env("zong").now}
    safe.save(CUSTODIAN, I6, {"_id": made["_id"], **report})
    found = safe.take("dang", I6, made, "differ")  # who takes over signs as well
    assert (found["status"], found["taken_over_by"].name, found["lines"][1]["difference"]) == (
        "differing",
        "档管理",
        -1,
    )
    assert safe.refused("zong", I6, made, "settle") == ["GEN_REQUIRED"] * 2
    assert safe.refused("li", I6, made, "settle", values={"outcome": "找回"})[0] == "GEN_NOT_SIGNER"


def test_what_is_in_custody_is_not_burnt(safe: Played) -> None:
    (made,) = deposited(safe, "Q-1")
    line = {"archive_no": safe.link(C7, made)}
    assert safe.refused_save("dang", "destruction_list", {"items": [line]}) == ["DISP_CERT"]
    safe.take("zong", C7, made, "approve", values={"out_reason": "replace", "collected_by": "甲经理"})
    safe.take(CUSTODIAN, C7, made, "hand_out")
    safe.save("dang", "destruction_list", {"items": [line]})


def test_old_paper_says_where_a_certificate_is(safe: Played) -> None:
    """One taken in as lent is out; what was released long ago is not asked back by anybody."""
    safe.archive.settings.set("intake_forms", {C7: "2024-12-31"}, safe.today, "root", at=safe.env("dang").now)
    transfer = safe.link(C6, listed(safe, "Q-1"))
    for number, where in (("Q-7", "lent"), ("Q-8", "released"), ("Q-9", "held")):
        old = {"status": "filed", "kind": "other", "name": "权证", "cert_no": number, "customer": None, "transfer": transfer,
               "in_date": date(2019, 5, 6), "safe_no": "A-1", "state": where, "out_date": date(2020, 1, 2)}  # fmt: skip
        env = safe.env(CUSTODIAN)
        made = safe.archive.save(C7, {**safe.archive.new(C7, env), **old}, env, action="intake", reason="旧台帐第3页")
        assert state(safe, made) == (where, {"lent": "on_loan", "held": "in_stock"}.get(where, where))
