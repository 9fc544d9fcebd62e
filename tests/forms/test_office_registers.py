"""G2, H5, H7, I5: what they refuse, warn of and compute, from forms.md and the catalogue."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from dangan import Link, Signature, Values
from forms_plugins.office.confidentiality_incident import ConfidentialityIncident
from forms_plugins.office.expense_clearance import ExpenseClearance
from forms_plugins.office.regulation_cover import RegulationCover
from forms_plugins.salon.my_customer import MyCustomer
from tests.forms.office import CLERK, NOW, SALES, SmallOffice, filled, problems

TODAY = NOW.date()
WANG, LEADER = Link("王芳", 8, "person"), Signature("张总", 2, TODAY)


def profile(**more: Any) -> Values:
    return filled(MyCustomer, **{"name": "刘宏", "college": "湖南大学", **more})


def test_profile_is_its_authors_and_revised_on_the_day_of_the_change() -> None:
    made = profile(filled_on=date(2024, 1, 5))
    assert (made["prepared_by"], made["revised_on"], made["shared"]) == (CLERK, TODAY, False)
    assert problems(MyCustomer, made, entering="submitted") == {}
    assert list(problems(MyCustomer, profile(birth_date=date(2024, 7, 1)))) == ["birth_date:GEN_DATE_FUTURE"]


def test_degree_is_asked_of_who_has_no_college_only() -> None:
    assert list(problems(MyCustomer, profile(college=None), entering="submitted")) == [
        "degree_sensitive:GEN_REQUIRED_IF"
    ]


@pytest.mark.parametrize("name", ["spouse_name", "spouse_education", "spouse_interests", "wedding_date"])
def test_spouse_is_hidden_of_who_is_single(name: str) -> None:
    relevant = MyCustomer.form_type.spec.fields[name].relevant
    assert relevant is not None
    assert relevant.holds({"marital_status": "married"}.get) and not relevant.holds({"marital_status": "single"}.get)


def test_questions_bear_their_printed_numbers() -> None:
    numbered = [f.item for f in MyCustomer.form_type.spec.fields.values() if f.item]
    assert numbered == list(range(1, 17))


TRIP: dict[str, Any] = {"traveller": WANG, "dept": SALES, "activity": "training", "activity_name": "培训班",
                        "date_from": date(2024, 6, 3), "date_to": date(2024, 6, 5)}  # fmt: skip


def claim(**more: Any) -> list[str]:
    return list(problems(ExpenseClearance, filled(ExpenseClearance, **{**TRIP, **more}), entering="signed"))


def test_claim_lists_papers_or_says_why_there_are_none() -> None:
    assert claim() == ["none_reason:EXP_EMPTY"]
    assert claim(none_reason="仅公开宣传册") == claim(items=[{"title": "教材", "copies": 1}]) == []
    found = problems(ExpenseClearance, filled(ExpenseClearance, **TRIP, record_no="CL-1"), entering="signed")
    assert found["none_reason:EXP_EMPTY"].zh.startswith("核报单 CL-1 没有列出资料")
    assert claim(none_reason="无", date_to=date(2024, 6, 1)) == ["date_to:GEN_DATE_ORDER"]


def test_nobody_signs_for_his_own_trip() -> None:
    mine = Signature("王芳", WANG.id, TODAY)
    assert claim(none_reason="无", dept_archivist_sign=mine) == ["dept_archivist_sign:EXP_SELF"]
    assert claim(none_reason="无", dept_archivist_sign=LEADER) == []


def regulation(**more: Any) -> dict[str, Any]:
    values = filled(RegulationCover, title="保密管理制度", **more)
    return {key: p.level for key, p in problems(RegulationCover, values).items()}


def test_three_persons_make_a_regulation() -> None:
    mine, other = Signature("李静", CLERK.id, TODAY), Signature("王芳", 8, TODAY)
    assert regulation(checked_by=other, approved_by=LEADER) == {}
    assert regulation(checked_by=mine) == {"checked_by:REG_SAME_PERSON": "warn"}
    assert regulation(checked_by=other, approved_by=other) == {"approved_by:REG_SAME_PERSON": "warn"}
    assert regulation(approved_by=mine) == {"approved_by:GEN_SELF_APPROVAL": "refuse"}
    days = {"valid_from": date(2024, 7, 1), "valid_to": date(2024, 6, 1)}
    assert regulation(**days) == {"valid_to:GEN_DATE_ORDER": "refuse"}


EVENT: dict[str, Any] = {"found_at": datetime(2024, 6, 14, 9), "found_by": "check", "kind": "copy", "dept": SALES,
                         "description": "擅自复印", "level_concerned": "internal", "handler": CLERK}  # fmt: skip


def incident(office: SmallOffice | None = None, entering: str = "investigating", **more: Any) -> dict[str, str]:
    values = filled(ConfidentialityIncident, office=office, **{**EVENT, **more})
    found = problems(ConfidentialityIncident, values, office=office, entering=entering)
    return {key: p.level for key, p in found.items()}


def test_leaders_are_told_of_what_is_grave_the_same_day() -> None:
    assert incident() == {}
    assert list(incident(level_concerned="secret")) == ["leaders_told_at:GEN_REQUIRED"]
    assert len(incident(kind="ledger_difference")) == 1
    line = {"title": "房产证", "object": Link("QT-1", 4, "certificate_ledger")}
    assert len(incident(objects=[line])) == 1
    assert incident(level_concerned="secret", leaders_told_at=datetime(2024, 6, 14, 17)) == {}
    (late,) = incident(level_concerned="secret", leaders_told_at=datetime(2024, 6, 15, 9)).values()
    assert late == "warn"


def test_secrecy_is_the_highest_of_the_records() -> None:
    office = SmallOffice(file_catalogue=[{"_id": 3, "record_no": "AJ-3", "secrecy": "confidential"}])
    line = {"title": "合同卷", "object": Link("AJ-3", 3, "file_catalogue")}
    assert list(incident(office, objects=[line]).values()) == ["refuse"]
    assert incident(office, objects=[line], level_concerned="confidential") == {}


def test_who_is_concerned_neither_investigates_nor_decides() -> None:
    persons = [{"person": CLERK}]
    assert incident(persons=persons) == {"handler:INC_SELF": "refuse"}
    assert "approved_by:INC_SELF" in incident(persons=[{"person": Link("张总", 2, "person")}], approved_by=LEADER)
    mine = Signature("李静", CLERK.id, TODAY)
    assert incident(approved_by=mine) == {"approved_by:GEN_SAME_PERSON": "refuse"}


def test_what_each_state_asks_for() -> None:
    assert incident(handler=None) == {"handler:GEN_REQUIRED": "refuse"}
    lacking = ["findings:GEN_REQUIRED", "ground:GEN_REQUIRED", "decision:GEN_REQUIRED"]
    assert list(incident(entering="decided")) == lacking
    assert list(incident(entering="closed")) == [*lacking, "remedy:GEN_REQUIRED"]
    assert incident(occurred_at=datetime(2024, 6, 15, 8)) == {"found_at:GEN_DATE_ORDER": "refuse"}
    assert incident(found_at=datetime(2024, 6, 15, 23)) == {"found_at:GEN_DATE_FUTURE": "refuse"}
