"""W14 and W15: a complaint to its end; a campaign with sheets, report and corrective actions; every refusal of them."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from dangan.checking import fresh, settle
from dangan.record import Link, Signature, Values
from storage import signatures
from tests.processes.conftest import Played

F5, F6, F7, F8, I3 = (
    "complaint",
    "satisfaction_survey",
    "satisfaction_analysis",
    "corrective_action",
    "satisfaction_campaign",
)
ITEMS = ("price", "delivery")


@pytest.fixture
def customers(office: Played) -> list[Link]:
    made = [office.save("li", "customer", {"name": name}) for name in ("湘江钢铁", "洞庭纸业", "岳麓重工")]
    return [office.link("customer", one) for one in made]


def complaint(office: Played, customer: Link, **more: Any) -> Values:
    values = {
        "customer": customer, "received_at": datetime(2024, 3, 4, 8), "channel": "phone", "kind": "quality",
        "content": "辊面裂纹", "severity": "major", "dept": office.dept,
    }  # fmt: skip
    return office.save("li", F5, {**values, **more})


def decided(office: Played, made: Values) -> Values:
    who = {"handler_dept": office.dept, "handler": office.person("zhao")}
    office.take("ke", F5, made, "assign", values=who)
    office.take("zhao", F5, made, "investigate", values={"findings": "裂纹", "cause": "冷却不足"})
    return office.take("ke", F5, made, "decide", values={"decision": "修磨"})


def test_a_complaint_is_complete_at_its_receipt(office: Played, customers: list[Link]) -> None:
    assert set(office.refused_save("li", F5, {"customer": customers[0], "channel": None})) == {"GEN_REQUIRED"}
    late = {"received_at": datetime(2024, 3, 4, 9, 1)}
    assert office.refused_save(
        "li", F5, {**complaint(office, customers[0]), "_id": None, "record_no": None, **late}
    ) == ["GEN_DATE_FUTURE"]


def test_a_complaint_to_its_end(office: Played, customers: list[Link]) -> None:
    made = complaint(office, customers[0])
    assert (made["status"], made["record_no"]) == ("received", "TS-2024-0001")
    assert office.offers("ke", F5, made)["assign"].due_on == date(2024, 3, 5)
    who = {"handler_dept": office.dept, "handler": office.person("zhao")}
    assert office.refused("li", F5, made, "assign", values=who) == ["GEN_NO_RIGHT"]
    assert "GEN_REQUIRED" in office.refused("ke", F5, made, "assign")
    office.take("ke", F5, made, "assign", values=who)
    assert office.refused_save("li", F5, {"_id": made["_id"], "content": "别的"}) == ["GEN_LOCKED"]
    assert office.refused("li", F5, made, "investigate", values={"findings": "x"}) == ["GEN_NO_RIGHT"]
    office.take("zhao", F5, made, "investigate", values={"findings": "裂纹深2毫米"})
    assert office.refused("ke", F5, made, "decide", values={"decision": "修磨"})[0] == "COMP_NO_CAUSE"
    office.take("ke", F5, made, "decide", values={"cause": "冷却不足", "decision": "修磨"})
    assert office.refused("zhao", F5, made, "close", values={"confirmed": "accepted"})[0] == "COMP_NO_REPLY"
    letter = Link("HJ-2024-0001")
    answered = office.take("zhao", F5, made, "answer", values={"reply": letter})
    assert answered["replied_on"] == date(2024, 3, 4)
    office.on(date(2024, 3, 8))
    assert office.refused("zhao", F5, made, "close")[0] == "COMP_NO_REPLY"
    early = {"confirmed": "accepted", "closed_on": date(2024, 3, 3)}
    assert "GEN_DATE_ORDER" in office.refused("zhao", F5, made, "close", values=early)
    closed = office.take("zhao", F5, made, "close", values={"confirmed": "accepted"})
    assert (closed["status"], closed["closed_on"]) == ("closed", date(2024, 3, 8))
    assert office.refused("zhao", F5, made, "reopen") == ["GEN_REASON"]
    again = office.take("zhao", F5, made, "reopen", reason="客户再次来电")
    assert (again["status"], again["approved_by"]) == ("reopened", None)
    assert office.refused_save("li", F5, {"_id": made["_id"], "kind": "price"}) == ["GEN_LOCKED"]
    assert decided(office, made)["status"] == "decided"
    assert signatures.check(office.archive.store, office.archive.registry) == []


def test_the_handler_does_not_approve(office: Played, customers: list[Link]) -> None:
    made = complaint(office, customers[0], kind="service")
    office.take("fu", F5, made, "assign", values={"handler_dept": office.dept, "handler": office.person("ke")})
    office.take("ke", F5, made, "investigate", values={"findings": "属实"})
    assert office.refused("ke", F5, made, "decide", values={"decision": "道歉"}) == ["GEN_SAME_PERSON"]
    office.take("fu", F5, made, "decide", values={"decision": "道歉"})
    note = {"close_note": "客户已撤回投诉"}
    assert office.take("ke", F5, made, "close", values=note)["status"] == "closed"  # without reply, with a reason


def test_a_critical_complaint_needs_an_action(office: Played, customers: list[Link]) -> None:
    made = decided(office, complaint(office, customers[0], severity="critical"))
    note = {"close_note": "客户同意"}
    assert office.refused("zhao", F5, made, "close", values=note)[0] == "COMP_NO_ACTION"
    action = office.save(
        "li", F8, {**ACTION, **named(office), "origin": "complaint", "origin_ref": office.link(F5, made)}
    )
    closed = office.take("zhao", F5, made, "close", values={**note, "action": office.link(F8, action)})
    assert closed["action"].id == action["_id"]


ACTION = {
    "nonconformity": "裂纹", "cause": "冷却", "correction": "修磨", "prevention": "附须知", "due_on": date(2024, 4, 1),
}  # fmt: skip


def named(office: Played) -> Values:
    return {"dept": office.dept, "responsible": office.person("zhao")}


def test_an_action_is_verified_by_another_or_open_again(office: Played, customers: list[Link]) -> None:
    made = complaint(office, customers[0])
    values = {**ACTION, **named(office), "origin_ref": office.link(F5, made)}
    assert office.refused_save("li", F8, {**values, "origin": "quality"}) == ["GEN_REF_MISSING"]
    action = office.save("li", F8, {**values, "origin": "complaint"})
    assert action["status"] == "open"
    assert "GEN_DATE_FUTURE" in office.refused("zhao", F8, action, "finish", values={"done_on": date(2024, 3, 5)})
    office.take("zhao", F8, action, "finish")
    assert "GEN_REQUIRED" in office.refused("ke", F8, action, "verify")
    assert "GEN_SAME_PERSON" in office.refused("zhao", F8, action, "verify", values={"result": "effective"})
    back = office.take("ke", F8, action, "verify", values={"result": "ineffective"})
    assert (back["status"], back["result"], back["revision"]) == ("open", "ineffective", 1)
    office.take("zhao", F8, action, "finish")
    assert office.refused("zhao", F8, action, "verify", values={"result": "effective"}) == ["GEN_SAME_PERSON"]
    done = office.take("zong", F8, action, "verify", values={"result": "effective"})  # signed anew
    assert (done["status"], done["verifier"].name) == ("verified", "总经理")
    assert signatures.check(office.archive.store, office.archive.registry) == []


def campaign(office: Played, customers: list[Link], **more: Any) -> Values:
    items = [{"item": "price", "weight": Decimal(25)}, {"item": "delivery", "weight": Decimal(75)}]
    values = {
        "campaign": "2024年度", "date_from": date(2024, 3, 4), "date_to": date(2024, 3, 29), "organiser_dept": office.dept,
        "leader": office.person("li"), "items": items, "invited": [{"customer": c} for c in customers],
    }  # fmt: skip
    return office.save("li", I3, {**values, **more})


def sheets(office: Played) -> list[Values]:
    found = office.env("li").office.find(F6, campaign="2024年度")
    return sorted((office.archive.read(F6, x["_id"]) for x in found), key=lambda x: x["_id"])


def returned(office: Played, sheet: Values, *scores: str | None) -> Values:
    lines = [{**line, "score": score} for line, score in zip(sheet["scores"], scores, strict=True)]
    return office.save("li", F6, {"_id": sheet["_id"], "scores": lines, "returned_on": office.today})


def started(office: Played, customers: list[Link]) -> Values:
    made = campaign(office, customers)
    return office.take("zong", I3, made, "start")


def test_a_campaign_makes_a_sheet_for_each_customer(office: Played, customers: list[Link]) -> None:
    made = campaign(office, customers)
    assert (made["record_no"], made["target"]) == ("MH-2024-01", Decimal("85.0"))
    assert "GEN_DUPLICATE" in office.refused_save("li", I3, {**made, "_id": None, "record_no": None})
    assert office.refused("li", I3, made, "start") == ["GEN_NOT_SIGNER"]
    office.take("zong", I3, made, "start")
    assert [s["customer"].id for s in sheets(office)] == [c.id for c in customers]
    for sheet in sheets(office):
        assert [line["item"] for line in sheet["scores"]] == list(ITEMS)
        assert (sheet["secrecy"], sheet["sent_on"], sheet["status"]) == ("confidential", date(2024, 3, 4), "draft")
    shown = office.archive.read(I3, made["_id"])
    assert [line["survey"].text for line in shown["invited"]] == [s["record_no"] for s in sheets(office)]
    assert (shown["sent_count"], shown["returned_count"], shown["overall_rate"]) == (3, 0, None)


def test_weights_and_items(office: Played, customers: list[Link]) -> None:
    one = {"item": "price", "weight": Decimal("99.9")}
    assert office.refused_save("li", I3, {"campaign": "x", "items": [one]}) == ["SAT_WEIGHTS"]
    made = started(office, customers)
    items = [{**line, "weight": Decimal(50)} for line in office.archive.read(I3, made["_id"])["items"]]
    assert set(office.refused_save("li", I3, {"_id": made["_id"], "items": items})) == {"SAT_ITEMS_FIXED", "GEN_LOCKED"}
    assert office.save("li", I3, {"_id": made["_id"], "remarks": "顺利"})["remarks"] == "顺利"


def test_a_sheet(office: Played, customers: list[Link]) -> None:
    started(office, customers)
    first = sheets(office)[0]
    again = {"campaign": "2024年度", "customer": customers[0], "sent_on": office.today}
    assert "SAT_DUP" in office.refused_save("li", F6, again)
    lines = [{**line, "score": "6"} for line in first["scores"]]
    assert set(office.refused_save("li", F6, {"_id": first["_id"], "scores": lines})) == {
        "SAT_SCORE",
        "GEN_OPTION_UNKNOWN",
    }
    lines = [{**line, "score": "4"} for line in first["scores"]]
    office.save("li", F6, {"_id": first["_id"], "scores": lines})
    assert "GEN_REQUIRED" in office.refused("li", F6, first, "submit")
    early = {"_id": first["_id"], "returned_on": date(2024, 3, 3)}
    assert office.refused_save("li", F6, early) == ["GEN_DATE_ORDER"]
    assert returned(office, sheets(office)[0], "5", None)["scores"][1]["score"] is None


def report(office: Played) -> Values:
    return office.save(
        "li", F7, {"campaign": "2024年度", "analysis": "总体较好", "distribution": [{"dept": office.dept}]}
    )


def test_figures_of_the_report(office: Played, customers: list[Link]) -> None:
    started(office, customers)
    one, two, _ = sheets(office)
    returned(office, one, "5", "4")
    returned(office, two, None, "3")  # no answer is no zero
    made = report(office)
    assert (made["sent"], made["returned"], made["return_rate"]) == (3, 2, Decimal("66.7"))
    assert [(x["item"], x["mean"], x["rate"], x["target"], x["met"]) for x in made["items"]] == [
        ("price", Decimal("5.00"), Decimal("100.0"), Decimal("85.0"), True),
        ("delivery", Decimal("3.50"), Decimal("70.0"), Decimal("85.0"), False),
    ]
    live = office.archive.read(I3, 4)
    assert (live["campaign"], live["overall_rate"]) == ("2024年度", Decimal("77.5"))  # 25 % of 100 and 75 % of 70
    at_target = [{**x, "target": Decimal("70.0")} for x in made["items"]]
    assert office.save("li", F7, {"_id": made["_id"], "items": at_target})["items"][1]["met"] is True


def test_the_report_is_approved_then_distributed(office: Played, customers: list[Link]) -> None:
    started(office, customers)
    returned(office, sheets(office)[0], "5", "4")
    made = report(office)
    assert office.refused("li", F7, made, "distribute")[0] == "SAT_NOT_APPROVED"
    office.take("li", F7, made, "approve")
    returned(office, sheets(office)[1], "1", "1")
    assert office.refused("fu", F7, made, "approve") == ["GEN_NOT_SIGNER"]
    approved = office.take("zong", F7, made, "approve")
    assert (approved["status"], approved["returned"], approved["items"][0]["mean"]) == ("approved", 1, Decimal("5.00"))
    assert office.refused_save("li", F7, {"_id": made["_id"], "analysis": "别的"}) == ["GEN_LOCKED"]
    office.take("li", F7, made, "distribute")
    assert office.refused("li", F7, made, "receive", lines=(0,)) == ["GEN_NOT_SIGNER"]
    got = office.take("ke", F7, made, "receive", lines=(0,))
    assert isinstance(got["distribution"][0]["receipt"], Signature)
    assert signatures.check(office.archive.store, office.archive.registry) == []


def test_a_campaign_is_closed_with_report_and_actions(office: Played, customers: list[Link]) -> None:
    held = started(office, customers)
    returned(office, sheets(office)[0], "5", "4")
    made = report(office)
    assert office.refused("li", I3, held, "close")[0] == "RULE:analysed"
    office.take("li", F7, made, "approve")
    office.take("zong", F7, made, "approve")
    assert office.refused("li", I3, held, "close") == ["SAT_NO_ACTION"]
    values = {**ACTION, **named(office), "origin": "satisfaction", "origin_ref": office.link(F7, made)}
    assert office.refused_save("li", F8, {**values, "origin_item": "price"}) == ["RULE:below_target"]
    office.save("li", F8, {**values, "origin_item": "delivery"})
    closed = office.take("li", I3, held, "close")
    assert (closed["status"], closed["closed_on"]) == ("closed", date(2024, 3, 4))
    late = {"campaign": "2024年度", "customer": customers[0], "sent_on": office.today}
    assert "SAT_CAMPAIGN_CLOSED" in office.refused_save("li", F6, late)


def test_an_action_may_be_for_the_total_where_that_is_below(office: Played, customers: list[Link]) -> None:
    started(office, customers)
    returned(office, sheets(office)[0], "5", "4")
    values = {**ACTION, **named(office), "origin": "satisfaction", "origin_ref": office.link(F7, report(office))}
    assert office.refused_save("li", F8, values) == ["GEN_REQUIRED"]  # 85 % in all: exactly at target
    returned(office, sheets(office)[1], "4", "4")
    assert office.save("li", F8, values)["origin_item"] is None


def test_tracking_proposes_the_next_day(office: Played, customers: list[Link]) -> None:
    form, env = office.archive.registry.form("quality_tracking"), office.env("li")
    values = {
        "customer": customers[0],
        "product": "轧辊",
        "usage": "正常",
        "delivered_on": date(2024, 2, 1),
        "tracked_on": date(2024, 3, 1),
    }
    first = settle(form, {**fresh(form, env), **values}, env, "tracked_on")
    assert first["next_on"] == date(2024, 3, 31)
    office.save("li", "quality_tracking", first)
    assert settle(form, {**fresh(form, env), **values}, env, "tracked_on")["next_on"] == date(2024, 5, 30)
    wrong = {**values, "tracked_on": date(2024, 1, 31), "next_on": date(2024, 1, 31)}
    assert office.refused_save("li", "quality_tracking", wrong) == ["GEN_DATE_ORDER", "GEN_DATE_ORDER"]
    later = {**values, "delivered_on": date(2024, 3, 5), "tracked_on": date(2024, 3, 5)}
    assert office.refused_save("li", "quality_tracking", later) == ["GEN_DATE_FUTURE", "GEN_DATE_FUTURE"]


def test_an_opinion_is_of_a_day_that_has_come(office: Played, customers: list[Link]) -> None:
    values = {"customer": customers[0], "product": "轧辊", "usage": "good", "opinion": "耐磨"}
    assert (
        office.refused_save("li", "usage_opinion", {**values, "used_since": date(2024, 3, 5)})[0] == "GEN_DATE_FUTURE"
    )
    made = office.save("li", "usage_opinion", values)
    assert office.take("li", "usage_opinion", made, "submit")["status"] == "submitted"
