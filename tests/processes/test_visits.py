"""W10: from the list of customers to the report that is kept, line by line, with every refusal."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from dangan.checking import fresh, settle
from dangan.record import Link, Values
from storage import signatures
from tests.processes.conftest import Played

F1, F2, F3, F4 = "visit_list", "visit_plan", "visit_record", "visit_report"
NEEDS = {"needs": "缩短交货期", "service_opinion": "满意", "contact": "刘建军"}


@pytest.fixture
def customers(office: Played) -> list[Link]:
    made = [
        office.save("li", "customer", {"name": name, "class_grade": "important"}) for name in ("湘江钢铁", "洞庭纸业")
    ]
    return [office.link("customer", one) for one in made]


def plan(office: Played, customers: list[Link], **more: Any) -> Values:
    visit = {
        "content": "征求意见",
        "purpose": "续约",
        "mode": "onsite",
        "place": "客户公司",
        "visitor": office.person("li"),
    }
    lines = [{**visit, "customer": customer, "planned_on": date(2024, 3, 11)} for customer in customers]
    return office.save("li", F2, {"period": "2024-03", "items": lines, **more})


def approved(office: Played, customers: list[Link]) -> Values:
    made = plan(office, customers)
    office.take("li", F2, made, "submit")
    return office.take("ke", F2, made, "approve")


def prepared(office: Played, customers: list[Link]) -> Values:
    made = approved(office, customers)
    at = {"items.appointed_at": datetime(2024, 3, 11, 9), "items.contact": "刘建军"}
    office.take("li", F2, made, "appoint", lines=(0,), values=at)
    return office.take("li", F2, made, "prepare", lines=(0,), values={"items.materials": ("basics",)})


def visited(office: Played, customer: Link, **more: Any) -> Values:
    values = {"customer": customer, "visitor": office.person("li"), "arrived_at": datetime(2024, 3, 11, 8, 30), **NEEDS}
    return office.save("li", F3, {**values, **more})


def states(office: Played, record: Values) -> list[str]:
    return [line["visit_state"] for line in office.archive.read(F2, record["_id"])["items"]]


def test_a_list_knows_grade_and_last_visit(office: Played, customers: list[Link]) -> None:
    office.on(date(2024, 3, 11))
    visited(office, customers[0])
    line = {"visitor": office.person("li"), "suggested_on": date(2024, 4, 2), "needs": "对账", "reason": "久未联系"}
    listed = office.save("li", F1, {"period": "2024-04", "items": [{**line, "customer": c} for c in customers]})
    assert listed["record_no"] == "MD-202404-001"
    assert [x["seq"] for x in listed["items"]] == [1, 2]
    assert [x["grade"] for x in listed["items"]] == ["important"] * 2
    assert [x["last_visit"] for x in listed["items"]] == [date(2024, 3, 11), None]
    again = {"items": [{**line, "customer": customers[0]}] * 2}
    assert "GEN_DUP_LINE" in office.refused_save("li", F1, {"period": "2024-04", **again})
    taken = office.save("li", F2, {"period": "2024-04", "visit_list": office.link(F1, listed)})
    assert [(x["customer"].id, x["planned_on"], x["content"], x["purpose"]) for x in taken["items"]] == [
        (c.id, date(2024, 4, 2), "对账", "久未联系") for c in customers
    ]


def test_the_plan_is_signed_and_approved_by_another(office: Played, customers: list[Link]) -> None:
    made = plan(office, customers)
    assert office.refused("li", F2, made, "appoint", lines=(0,))[0] == "GEN_STEP_STATE"
    office.take("ke", F2, made, "submit")
    assert "GEN_SELF_APPROVAL" in office.refused("ke", F2, made, "approve")
    assert office.refused("li", F2, made, "approve") == ["GEN_NOT_SIGNER"]
    assert office.take("fu", F2, made, "approve")["approved_by"].name == "副总"
    moved = {
        "_id": made["_id"],
        "items": [{**x, "purpose": "别的"} for x in office.archive.read(F2, made["_id"])["items"]],
    }
    assert set(office.refused_save("li", F2, moved)) == {"GEN_LOCKED"}
    early = {"items": [{**made["items"][0], "_id": None, "planned_on": date(2024, 3, 1)}]}
    assert "GEN_DATE_ORDER" in office.refused_save("li", F2, {"period": "2024-03", **early})


def test_the_whole_way_of_a_visit(office: Played, customers: list[Link]) -> None:
    made = approved(office, customers)
    past = {"items.appointed_at": datetime(2024, 3, 4, 8), "items.contact": "刘建军"}
    assert office.refused("li", F2, made, "appoint", lines=(0,), values=past) == ["VISIT_PAST"]
    assert "GEN_REQUIRED_IF" in office.refused("li", F2, made, "prepare", lines=(0,))
    assert office.refused("li", F2, made, "visit", lines=(1,))[0] == "RULE:stands_where_it_begins"
    at = {"items.appointed_at": datetime(2024, 3, 11, 8, 15), "items.contact": "刘建军"}
    office.take("li", F2, made, "appoint", lines=(0,), values=at)
    assert states(office, made) == ["appointed", "planned"]
    assert "VISIT_FUTURE" in office.refused_save(
        "li",
        F3,
        {"customer": customers[0], "arrived_at": datetime(2024, 3, 5, 10), "visitor": office.person("li"), **NEEDS},
    )
    office.on(date(2024, 3, 11))
    record = visited(office, customers[0], plan=office.link(F2, made))
    assert record["appointed_at"] == datetime(2024, 3, 11, 8, 15)
    assert office.refused("li", F3, record, "submit") == ["VISIT_NOT_PREPARED"]
    office.take("li", F2, made, "prepare", lines=(0,), values={"items.materials": ("basics", "traits")})
    office.take("li", F2, made, "visit", lines=(0,))
    assert states(office, made) == ["done", "planned"]
    office.take("li", F3, record, "submit")
    assert states(office, made) == ["recorded", "planned"]

    lines = [{"visit_record": office.link(F3, record)}]
    report = office.save("li", F4, {"records": lines, "conclusions": "总体满意"})
    assert report["records"][0]["customer"].id == customers[0].id
    office.take("li", F4, report, "submit")
    assert states(office, made)[0] == "reported"
    assert office.refused("dang", F4, report, "file")[0] == "VISIT_NOT_REVIEWED"
    assert "GEN_REQUIRED" in office.refused("ke", F4, report, "approve")
    office.take("ke", F4, report, "approve", values={"instruction": "同意"})
    assert states(office, made)[0] == "reviewed"
    assert office.take("dang", F4, report, "file")["filed_by"].name == "档管理"
    assert states(office, made)[0] == "filed"

    assert office.refused("dang", F2, made, "file") == ["RULE:all_settled"]
    assert "GEN_REQUIRED_IF" in office.refused("li", F2, made, "cancel", lines=(1,))
    office.take("li", F2, made, "cancel", lines=(1,), values={"items.state_reason": "客户停产"})
    assert office.take("dang", F2, made, "file")["status"] == "filed"
    assert signatures.check(office.archive.store, office.archive.registry) == []


def test_what_a_visit_record_says(office: Played, customers: list[Link]) -> None:
    made = prepared(office, customers[:1])
    office.on(date(2024, 3, 11))
    assert "RULE:stands_in_the_plan" in office.refused_save(
        "li",
        F3,
        {
            "customer": customers[1],
            "plan": office.link(F2, made),
            "arrived_at": datetime(2024, 3, 11, 8),
            "visitor": office.person("li"),
            **NEEDS,
        },
    )
    promise = {"matter": "报价", "responsible": office.person("zhao"), "due_on": date(2024, 3, 10)}
    assert "GEN_DATE_ORDER" in office.refused_save(
        "li",
        F3,
        {
            "customer": customers[0],
            "arrived_at": datetime(2024, 3, 11, 8),
            "promises": [promise],
            "prepared_on": date(2024, 3, 11),
        },
    )
    office.on(date(2024, 3, 13))
    values = {"customer": customers[0], "visitor": office.person("li"), "arrived_at": datetime(2024, 3, 11, 8), **NEEDS}
    assert office.refused_save("li", F3, values) == ["GEN_LATE"]  # one working day after the visit
    record = visited(
        office, customers[0], prepared_on=date(2024, 3, 12), promises=[{**promise, "due_on": date(2024, 3, 20)}]
    )
    assert office.offers("li", F3, record)["submit"].due_on == date(2024, 3, 12)
    office.take("li", F3, record, "submit")
    lines = office.archive.read(F3, record["_id"])["promises"]
    assert office.refused_save("li", F3, {"_id": record["_id"], "promises": [{**lines[0], "matter": "别的"}]}) == [
        "GEN_LOCKED"
    ]
    kept = office.save("zhao", F3, {"_id": record["_id"], "promises": [{**lines[0], "done_on": date(2024, 3, 13)}]})
    assert kept["promises"][0]["done_on"] == date(2024, 3, 13)


def test_a_report_needs_records_and_another_reviewer(office: Played, customers: list[Link]) -> None:
    office.on(date(2024, 3, 11))
    record = visited(office, customers[0], visitor=office.person("ke"))
    report = office.save("li", F4, {"conclusions": "满意"})
    assert office.refused("li", F4, report, "submit")[0] == "VISIT_NO_RECORD"
    office.save("li", F4, {"_id": report["_id"], "records": [{"visit_record": office.link(F3, record)}]})
    assert office.refused("li", F4, report, "submit") == ["VISIT_NO_RECORD"]
    office.take("ke", F3, record, "submit")
    office.take("li", F4, report, "submit")
    assert "VISIT_SELF_REVIEW" in office.refused("ke", F4, report, "approve", values={"instruction": "阅"})
    assert office.take("zong", F4, report, "approve", values={"instruction": "阅"})["reviewed_by"].name == "总经理"


def test_a_report_is_written_within_three_working_days(office: Played, customers: list[Link]) -> None:
    office.on(date(2024, 3, 11))
    record = visited(office, customers[0])
    office.on(date(2024, 3, 15))
    lines = [{"visit_record": office.link(F3, record)}]
    assert office.refused_save("li", F4, {"records": lines, "conclusions": "满意"}) == ["GEN_LATE"]
    office.save("li", F4, {"records": lines, "conclusions": "满意", "prepared_on": date(2024, 3, 14)})


def test_a_log_entry_is_of_today_or_before(office: Played, customers: list[Link]) -> None:
    values = {"customer": customers[0], "contact": "刘建军", "way": "birthday", "content": "致电"}
    wrong = {"cost": -1, "done_on": date(2024, 3, 5)}
    assert office.refused_save("li", "relationship_log", {**values, **wrong}) == ["GEN_DATE_FUTURE", "GEN_RANGE"]
    logged = office.save("li", "relationship_log", values)
    assert (logged["done_on"], logged["prepared_by"].id) == (date(2024, 3, 4), office.ids["li"])
    office.take("li", "relationship_log", logged, "submit")
    assert office.take("ke", "relationship_log", logged, "approve")["status"] == "approved"


def test_a_private_customer_is_his_own_contact(office: Played, customers: list[Link]) -> None:
    person = office.link("skin_customer", office.save("li", "skin_customer", {"name": "王小姐"}))
    form, env = office.archive.registry.form("relationship_log"), office.env("li")
    entry = fresh(form, env)
    assert settle(form, {**entry, "customer": person}, env, "customer")["contact"] == "王小姐"
    assert settle(form, {**entry, "customer": customers[0]}, env, "customer")["contact"] is None
