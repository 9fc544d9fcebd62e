"""W6, W9, W17: a customer's file confirmed, in use, watched and lost, and what other forms write into it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from dangan.record import Values
from storage.roles import Roles
from tests.processes.conftest import Played, opened

D1 = "customer"
SALES = {"yi": "sales_director", "jian": "sales_manager", "zhao": "finance", "fu": "sales_clerk"}


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Played]:
    played = opened(tmp_path / "o.db", date(2024, 3, 4))
    at = played.env("dang").now
    for login, role in SALES.items():
        Roles(played.archive.store).give(played.ids[login], role, date(2010, 1, 1), at=at, by="root")
    yield played
    played.archive.close()


def file(office: Played, name: str = "岳阳宏达钢铁有限公司", **other: Any) -> Values:
    return office.save("jia", D1, {
        "name": name, "dept": office.dept, "salesperson": office.person("jia"), "class_nature": "partner",
        "licence_no": None, "legal_rep": "刘宏", "address": "岳阳市云溪区", "phone": "0730-8412266",
        "contacts": [{"name": "刘宏"}], "class_grade": "ordinary", "prepared_by": office.person("jia"), **other,
    })  # fmt: skip


def in_use(office: Played, name: str = "岳阳宏达钢铁有限公司", licence: str = "91430600MA4L2XJ87E") -> Values:
    made = file(office, name, licence_no=licence)
    office.take("yi", D1, made, "confirm")
    return office.take("jia", D1, made, "use")


def now(office: Played, made: Values) -> Values:
    return office.archive.read(D1, made["_id"])


def test_the_head_of_sales_confirms_and_nobody_his_own_file(office: Played) -> None:
    made = file(office)
    offer = office.offers("jia", D1, made)["confirm"]
    assert ([who.zh for who in offer.who], offer.mine) == (["销售总监"], False)  # the role that the setting names
    assert office.refused("li", D1, made, "confirm") == ["GEN_NOT_SIGNER"]
    assert office.refused("yi", D1, made, "confirm") == ["GEN_REQUIRED_IF"]
    made = office.save("jia", D1, {**now(office, made), "licence_no": "91430600MA4L2XJ87E"})
    confirmed = office.take("yi", D1, made, "confirm")
    assert (confirmed["status"], confirmed["approved_by"].name) == ("confirmed", "乙经理")
    own = office.save(
        "yi",
        D1,
        {**file(office, "岳阳湘北建材有限公司", licence_no="91430602MA4P8T2K30"), "prepared_by": office.person("yi")},
    )
    assert office.refused("yi", D1, own, "confirm") == ["CUST_SELF_CONFIRM"]
    typed = {**now(office, own), "approved_by": confirmed["approved_by"]}
    assert "GEN_INTAKE_ONLY" in office.refused_save("jia", D1, typed)


def test_a_credit_customer_is_not_confirmed_without_statements(office: Played) -> None:
    made = file(office, licence_no="91430600MA4L2XJ87E", is_credit=True)
    assert office.refused("yi", D1, made, "confirm") == ["CUST_NO_FINANCIALS"]


def test_who_no_longer_deals_with_us_stays(office: Played) -> None:
    made = in_use(office)
    assert office.refused("jia", D1, made, "lose") == ["GEN_REASON"]
    assert office.take("jia", D1, made, "lose", reason="一年未交易")["status"] == "lost"
    assert office.take("jian", D1, made, "resume", reason="重新下单")["status"] == "active"
    assert office.take("jia", D1, made, "keep_watch", reason="付款变慢")["status"] == "watch"


def test_an_evaluation_and_a_briefing_mark_a_risk(office: Played) -> None:
    first, second = in_use(office), in_use(office, "岳阳湘北建材有限公司", "91430602MA4P8T2K30")
    said = {"usage": "停产", "credit_change": "被诉", "person_change": "无变化", "quarter": "q1"}
    made = office.save("jia", "customer_evaluation", {**said, "customer": office.link(D1, first), "conclusion": "risk"})
    assert made["record_no"] == "PJ-2024Q1-0001"
    office.save("jia", "customer_evaluation", made | {"usage": "全线停产"})  # it is no second one for itself
    assert not now(office, first)["risk_flag"]
    assert office.refused("li", "customer_evaluation", made, "submit") == ["GEN_NOT_SIGNER"]
    office.take("jia", "customer_evaluation", made, "submit")
    assert now(office, first)["risk_flag"] is True
    line = {"customer": office.link(D1, second), "description": "欠账", "signals": ("arrears",)}
    briefing = office.save(
        "jia", "customer_briefing", {"kind": "urgent", "addressee": office.person("zong"), "items": [line]}
    )
    office.take("jia", "customer_briefing", briefing, "submit")
    assert now(office, second)["risk_flag"] is True
    assert office.refused("jia", "customer_briefing", briefing, "instruct", values={"instruction": "停发"}) == [
        "GEN_NOT_SIGNER"
    ]
    told = office.take("zong", "customer_briefing", briefing, "instruct", values={"instruction": "停止发货。"})
    assert (told["status"], told["instruction"]) == ("instructed", "停止发货。")


def test_an_approved_credit_report_sets_grade_and_limit(office: Played) -> None:
    made = in_use(office)
    report = office.save("li", "credit_report", {
        "customer": office.link(D1, made), "reason": "credit", "assessment": "良好", "grade_credit": "aa",
        "credit_limit": Decimal(2_000_000), "credit_days": 30, "finance": [{"year": 2023, "assets": Decimal(5), "liabilities": Decimal(2)}],
    })  # fmt: skip
    assert office.refused("li", "credit_report", report, "review") == ["GEN_SAME_PERSON"]
    office.take("zong", "credit_report", report, "review")
    assert office.refused("zong", "credit_report", report, "approve") == ["GEN_SAME_PERSON", "GEN_SAME_PERSON"]
    stands = office.archive.read("credit_report", report["_id"])
    assert office.refused_save("li", "credit_report", {**stands, "credit_limit": Decimal(3_000_000)}) == ["GEN_LOCKED"]
    office.take("fu", "credit_report", report, "approve")
    assert (now(office, made)["grade_credit"], now(office, made)["credit_limit"]) == ("aa", 2_000_000)


def test_a_new_name_takes_effect_once_all_have_filed_it(office: Played) -> None:
    made = in_use(office)
    told = [{"person": office.person("li"), "informed_on": office.today}]
    change = office.save("jia", "account_change", {
        "kind": "open", "customer": office.link(D1, made), "new_name": "宏达货款户", "informed": told,
    })  # fmt: skip
    office.take("jia", "account_change", change, "submit")
    assert office.offers("zhao", "account_change", change)["place"].mine  # whoever comes first, in any order
    assert office.refused("jian", "account_change", change, "approve") == ["ACCT_INCOMPLETE"]
    for login in ("zhao", "fu", "zhao"):
        office.take(login, "account_change", change, "place")
    assert office.take("jian", "account_change", change, "approve")["status"] == "approved"
    assert now(office, made)["name"] == "岳阳宏达钢铁有限公司"


def test_a_closed_review_grades_anew_and_puts_under_watch(office: Played) -> None:
    first, second = in_use(office), in_use(office, "岳阳湘北建材有限公司", "91430602MA4P8T2K30")
    office.on(date(2024, 3, 8))
    made = office.save("jia", "customer_review", {"leader": office.person("jia"), "round_to": date(2024, 5, 4)})
    assert [line["customer"].id for line in made["items"]] == [first["_id"], second["_id"]]
    assert "REVIEW_INCOMPLETE" in office.refused("yi", "customer_review", made, "close")
    seen = {"reviewer": office.person("jia"), "reviewed_on": office.today}
    lines = [{**made["items"][0], **seen, "grade_after": "important"}]
    lines.append({**made["items"][1], **seen, "grade_after": "special", "trend": "lost", "cause": "改用邻省产品"})
    made = office.save("jia", "customer_review", {**made, "items": lines})
    assert office.take("yi", "customer_review", made, "close")["status"] == "closed"
    assert (now(office, first)["class_grade"], now(office, first)["status"]) == ("important", "active")
    assert (now(office, second)["class_grade"], now(office, second)["status"]) == ("special", "watch")


def test_dealings_stand_in_the_file(office: Played) -> None:
    made = in_use(office)
    deals = [{"deal_date": date(2024, 1, 5), "product": "轧辊", "amount": 5, "due_on": date(2024, 2, 4)}]
    sheet = office.save("jia", "customer_dealings", {"customer": office.link(D1, made), "own_deals": deals})
    office.take("jia", "customer_dealings", sheet, "submit")
    assert now(office, made)["past_dealings"].id == sheet["_id"]
    assert office.archive.read("customer_dealings", sheet["_id"])["own_deals"][0]["overdue_days"] == 29


def test_every_reviewer_of_a_contract_signs_his_own_line(office: Played) -> None:
    made = in_use(office)
    contract = office.save("jia", "sales_contract", {
        "customer": office.link(D1, made), "product": "轧辊", "salesperson": office.person("jia"),
        "reviewers": [{"person": office.person("li")}, {"person": office.person("zhao")}],
    })  # fmt: skip
    assert office.offers("zhao", "sales_contract", contract)["review"].mine
    assert not office.offers("jia", "sales_contract", contract)["review"].mine
    assert office.take("zhao", "sales_contract", contract, "review")["status"] == "draft"
    reviewed = office.take("li", "sales_contract", contract, "review")
    assert (reviewed["status"], [x["signature"].name for x in reviewed["reviewers"]]) == (
        "reviewed",
        ["李员工", "赵员工"],
    )
    signed = office.take(
        "jia", "sales_contract", contract, "sign", values={"contract_no": "XS-1", "signed_on": office.today}
    )
    assert (signed["status"], signed["year"]) == ("signed", 2024)
    assert office.refused_save("jia", "sales_contract", {**signed, "product": "轧辊 Φ650"}) == ["GEN_LOCKED"]
    assert office.take("jia", "sales_contract", contract, "finish")["status"] == "done"
