"""A1 核准: signed by whoever prepared it and by the head of personnel; corrections; lines that are added later."""

from __future__ import annotations

from datetime import date

import pytest

from dangan.record import Link, Values
from storage import signatures
from storage.roles import Roles
from tests.processes.conftest import Played

A1 = "employee_record"


@pytest.fixture
def record(office: Played) -> Values:
    give = Roles(office.archive.store).give
    give(office.ids["ke"], "hr", date(2020, 1, 1), at=office.env("ke").now, by="root")
    return office.save("li", A1, {
        "name": "欧阳晓岚", "unit": Link("公司", 1, "org"), "report_date": date(2024, 3, 1), "sex": "female",
        "birth_date": date(1994, 3, 17), "id_card": "430102199403170020", "education": "bachelor", "phone": "13812345678",
        "emergency_name": "刘波", "emergency_relation": "丈夫", "emergency_phone": "13787310090", "dept": office.dept,
        "post": "会计", "grade": "四级", "employment_type": "regular", "opened_on": date(2024, 3, 4),
        "family": [{"relation": "丈夫", "name": "刘波"}],
    })  # fmt: skip


def approved(office: Played, record: Values) -> Values:
    office.take("li", A1, record, "approve")
    return office.take("ke", A1, record, "approve")


def test_the_whole_way(office: Played, record: Values) -> None:
    assert office.refused("ke", A1, record, "correct", reason="笔误") == ["RULE:somebody_has_signed"]
    first = office.take("li", A1, record, "approve")
    assert (first["status"], first["prepared_by"].name, first["approved_by"]) == ("draft", "李员工", None)
    assert office.refused_save("li", A1, {"_id": record["_id"], "phone": "13912345678"}) == ["GEN_LOCKED"]
    assert office.refused("zhao", A1, record, "approve") == ["GEN_NOT_SIGNER"]
    done = office.take("ke", A1, record, "approve")
    assert (done["status"], done["approved_by"].name, done["revision"]) == ("approved", "科长", 0)
    assert office.refused("ke", A1, record, "file") == ["GEN_NO_RIGHT"]
    assert office.take("dang", A1, record, "file")["status"] == "filed"
    assert signatures.check(office.archive.store, office.archive.registry) == []


def test_nobody_approves_what_he_prepared(office: Played, record: Values) -> None:
    office.take("ke", A1, record, "approve")
    assert office.refused("ke", A1, record, "approve") == ["GEN_SELF_APPROVAL"]
    assert office.take("zong", A1, record, "approve")["status"] == "approved"


@pytest.mark.parametrize("name, value", [
    ("name", "欧阳小岚"), ("report_date", date(2024, 3, 4)), ("phone", "13912345678"), ("family", []), ("prior_education", [{}]),
    ("prior_work", [{"from_month": "2016-07", "to_month": "2024-02", "employer": "某厂", "position": "会计"}]),
])  # fmt: skip
def test_what_is_fixed(office: Played, record: Values, name: str, value: object) -> None:
    approved(office, record)
    if name == "prior_education":
        value = [{"from_month": "2012-09", "to_month": "2016-06", "institution": "湖南大学", "mode": "full_time"}]
    assert set(office.refused_save("li", A1, {"_id": record["_id"], name: value})) == {"GEN_LOCKED"}


def test_what_comes_later_is_added(office: Played, record: Values) -> None:
    approved(office, record)
    award = {"date": date(2024, 3, 4), "kind": "reward", "title": "先进", "cause": "全年无差错", "result": "通报表扬"}
    later = office.save("li", A1, {"_id": record["_id"], "awards": [award], "grade": "三级", "self_evaluation": "勤勉"})
    assert (later["awards"][0]["title"], later["grade"], later["status"]) == ("先进", "三级", "approved")
    kept = [{**later["awards"][0], "title": "标兵"}]
    assert "GEN_APPEND_ONLY" in office.refused_save("li", A1, {"_id": record["_id"], "awards": kept})
    assert signatures.check(office.archive.store, office.archive.registry) == []


@pytest.mark.parametrize("filed", [False, True])
def test_corrected_and_approved_anew(office: Played, record: Values, filed: bool) -> None:
    approved(office, record)
    if filed:
        office.take("dang", A1, record, "file")
    assert office.refused("ke", A1, record, "correct") == ["GEN_REASON"]
    assert office.refused("zong", A1, record, "correct", reason="电话有误") == ["GEN_NO_RIGHT"]
    open_ = office.take("ke", A1, record, "correct", reason="电话有误")
    assert (open_["status"], open_["prepared_by"], open_["approved_by"], open_["revision"]) == ("draft", None, None, 1)
    withdrawn = "SELECT path, withdrawn_why FROM signature WHERE withdrawn_at IS NOT NULL ORDER BY _id"
    assert office.archive.store.rows(withdrawn) == [("prepared_by", "电话有误"), ("approved_by", "电话有误")]
    office.save("li", A1, {"_id": record["_id"], "phone": "13912345678"})
    again = approved(office, record)
    assert (again["phone"], again["revision"], again["status"]) == ("13912345678", 1, "approved")


def test_given_back_before_it_is_approved(office: Played, record: Values) -> None:
    office.take("li", A1, record, "approve")
    back = office.take("ke", A1, record, "correct", reason="姓名有误")
    assert (back["status"], back["prepared_by"], back["revision"]) == ("draft", None, 0)
    office.save("li", A1, {"_id": record["_id"], "name": "欧阳小岚"})
    assert approved(office, record)["name"] == "欧阳小岚"
