"""W14, rolls: reported by sales, decided by quality alone, answered in five working days, closed with the customer's view."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from dangan.record import Values
from storage.roles import Roles
from tests.processes.conftest import Played

E5, E6 = "roll_quality_feedback", "roll_quality_resolution"


@pytest.fixture
def sheet(office: Played) -> Values:
    """A feedback sheet of Li, with Jian of the quality department."""
    at = datetime(2024, 1, 2, 8)
    Roles(office.archive.store).give(office.ids["jian"], "quality", date(2010, 1, 1), at=at, by="root")
    mill = {
        "name": "湘潭楚天新材料有限公司",
        "dept": office.dept,
        "salesperson": office.person("li"),
        "address": "湘潭",
    }
    customer = office.save("li", "customer", mill)
    return office.save("li", E5, {
        "customer": office.link("customer", customer), "reported_on": office.today, "passed_on": office.today,
        "roll_no": "Z650-0321", "defects": ("spall",), "description": "辊身剥落",
    })  # fmt: skip


def result(office: Played, sheet: Values) -> Values:
    found = {"inspection": "皮下疏松", "cause": "浇注温度偏低", "liability": "ours", "decision": "replace"}
    return office.save("jian", E6, {"feedback": office.link(E5, sheet), "inspected_on": office.today, **found})


def test_from_report_to_close(office: Played, sheet: Values) -> None:
    assert office.refused("li", E5, sheet, "receive") == ["GEN_NO_RIGHT"]
    office.take("jian", E5, sheet, "receive")
    assert "GEN_LOCKED" in office.refused_save("li", E5, {"_id": sheet["_id"], "description": "改"})
    made = result(office, sheet)
    office.take("jian", E6, made, "submit")
    assert office.refused("li", E6, made, "sign_off") == ["GEN_NOT_SIGNER", "QUAL_NOT_QC"]
    office.take("jian", E6, made, "sign_off")
    now = office.archive.read(E5, sheet["_id"])
    assert (now["status"], now["resolution"].id, now["decision"]) == ("resolved", made["_id"], "replace")
    assert "RULE:result_bears_the_answer" in office.refused("li", E5, sheet, "answer")
    assert "GEN_LOCKED" in office.refused_save("li", E6, {"_id": made["_id"], "decision": "repair"})
    office.save("li", E6, {"_id": made["_id"], "answered_on": office.today})
    office.take("li", E5, sheet, "answer")
    assert office.refused("li", E5, sheet, "close") == ["COMP_NO_REPLY"]
    office.save("li", E6, {"_id": made["_id"], "customer_view": "同意更换"})
    assert office.take("li", E5, sheet, "close")["status"] == "closed"


def test_others_than_quality_enter_no_result(office: Played, sheet: Values) -> None:
    office.take("jian", E5, sheet, "receive")
    found = {"feedback": office.link(E5, sheet), "inspected_on": office.today, "inspection": "-", "cause": "-"}
    assert office.refused_save("li", E6, found) == ["QUAL_NOT_QC"]


def test_the_answer_is_due_five_working_days_after_the_report(office: Played, sheet: Values) -> None:
    office.take("jian", E5, sheet, "receive")
    made = result(office, sheet)
    office.take("jian", E6, made, "submit")
    office.take("jian", E6, made, "sign_off")
    assert office.offers("li", E5, sheet)["answer"].due_on == date(2024, 3, 11)
