"""G1: boxes, ticks, treatments and a later diagnosis."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from dangan import Link, Values
from dangan.checking import settle
from dangan.settling import locked
from forms_plugins.salon.skin_customer import SkinCustomer
from tests.forms.office import CLERK, at_work, filled, problems

THERAPIST = Link("周敏", 11, "person")
CONDITIONS = ["comedones", "acne", "freckles", "pores", "scars", "pigment", "wrinkles", "allergy"]


def customer(**other: Any) -> Values:
    return filled(
        SkinCustomer,
        **{
            "name": "孙丽华", "phone": "13907311234", "birthday": "--08-15", "first_visit": date(2024, 3, 1),
            "visit_source": "friend", **other,
        },
    )  # fmt: skip


def visit(on: date, **other: Any) -> Values:
    return {"treated_on": on, "treatment": "补水护理", "therapist": THERAPIST, **other}


def test_filled_file_is_submitted() -> None:
    values = customer(
        skin_state=("dry_no_water", "sallow"), cond_acne=("endocrine",), visits=[visit(date(2024, 4, 1))],
        purchases=[{"bought_on": date(2024, 4, 1), "product": "面霜", "quantity": 1}],
    )  # fmt: skip
    assert problems(SkinCustomer, values, entering="submitted") == {}
    assert (values["advisor"], values["opened_on"]) == (CLERK, date(2024, 6, 15))
    assert values["secrecy"] == "confidential"


@pytest.mark.parametrize("name", ["name", "phone", "first_visit", "advisor", "opened_on"])
def test_required_to_be_submitted(name: str) -> None:
    assert list(problems(SkinCustomer, {**customer(), name: None}, entering="submitted")) == [f"{name}:GEN_REQUIRED"]


@pytest.mark.parametrize("condition", CONDITIONS)
def test_a_cause_ticks_the_condition(condition: str) -> None:
    cause = SkinCustomer.form_type.spec.fields[f"cond_{condition}"].options[0].code
    values = customer(**{f"cond_{condition}": (cause,)})
    assert [c for c in CONDITIONS if values[f"present_{c}"]] == [condition]


def test_a_condition_may_be_ticked_without_a_cause() -> None:
    assert customer(present_scars=True)["present_scars"] is True


def test_eight_conditions_are_numbered_and_their_ticks_not_printed() -> None:
    block = next(b for b in SkinCustomer.form_type.spec.blocks if b.id == "conditions")
    assert block.numbered
    assert [f.id for f in block.fields if f.printed] == [f"cond_{c}" for c in CONDITIONS]
    assert [f.zh for f in block.fields if f.printed] == [
        "粉刺",
        "暗疮",
        "雀斑",
        "毛孔粗大",
        "疤痕",
        "色素斑",
        "皱纹",
        "过敏",
    ]


def test_boxes_a_line() -> None:
    fields = SkinCustomer.form_type.spec.fields
    across = {
        name: fields[name].across for name in ("skin_state", "eye_area", "forehead", "nose", "mouth_area", "chin")
    }
    assert across == {"skin_state": 5, "eye_area": 6, "forehead": 6, "nose": 6, "mouth_area": 6, "chin": 6}


def test_number_of_boxes() -> None:
    """5 + 104 of the source, and the six of the chin."""
    spec = SkinCustomer.form_type.spec
    counts = {name: len(f.options) for name, f in spec.fields.items() if f.options}
    assert counts.pop("visit_source") == 5
    assert counts.pop("chin") == 6
    assert sum(counts.values()) == 104


def test_last_treatment_and_count_follow_the_visits() -> None:
    values = customer(visits=[visit(date(2024, 5, 3)), visit(date(2024, 4, 1))])
    assert (values["last_treatment"], values["treatment_count"]) == (date(2024, 5, 3), 2)
    assert (customer()["last_treatment"], customer()["treatment_count"]) == (None, 0)
    assert locked(SkinCustomer.form_type, "last_treatment", values, at_work())


@pytest.mark.parametrize(
    ("appointment", "refused"),
    [(datetime(2024, 4, 1, 18, 0), True), (datetime(2024, 3, 31, 9, 0), True), (datetime(2024, 4, 2, 9, 0), False)],
)
def test_next_appointment_is_later(appointment: datetime, refused: bool) -> None:
    found = problems(SkinCustomer, customer(visits=[visit(date(2024, 4, 1), next_visit=appointment)]))
    assert [(p.path, p.zh) for p in found.values()] == (
        [("visits.0.next_visit", "下次预约应晚于护理日期。")] if refused else []
    )


@pytest.mark.parametrize(
    ("name", "value", "path"),
    [
        ("first_visit", date(2024, 6, 16), "first_visit"),
        ("birthday", "2024-06-16", "birthday"),
        ("visits", [visit(date(2024, 6, 16))], "visits.0.treated_on"),
        ("purchases", [{"bought_on": date(2024, 6, 16), "product": "面霜", "quantity": 1}], "purchases.0.bought_on"),
    ],
)
def test_past_dates(name: str, value: Any, path: str) -> None:
    assert list(problems(SkinCustomer, customer(**{name: value}))) == [f"{path}:GEN_DATE_FUTURE"]


@pytest.mark.parametrize(("name", "value"), [("height_cm", 99), ("height_cm", 251), ("weight_kg", Decimal("24.9"))])
def test_unusual_measures(name: str, value: Any) -> None:
    (warning,) = problems(SkinCustomer, customer(**{name: value})).values()
    assert (warning.path, warning.code, warning.level) == (name, "GEN_UNUSUAL", "warn")


def test_something_else_is_said_in_words() -> None:
    field = SkinCustomer.form_type.spec.fields["visit_source"]
    assert field.other and field.options[-1].code == "other"


def diagnosis(on: date, **other: Any) -> Values:
    return {"diagnosed_on": on, "diagnosed_by": THERAPIST, **other}


def test_later_diagnosis_leaves_the_first_alone() -> None:
    values = customer(
        skin_state=("sallow",), elasticity="fair",
        diagnoses=[diagnosis(date(2024, 6, 1), skin_state=("fair",), cond_scars=("injury",))],
    )  # fmt: skip
    assert (values["skin_state"], values["elasticity"]) == (("sallow",), "fair")
    assert values["diagnoses"][0]["present_scars"] is True
    assert not values["present_scars"]
    assert problems(SkinCustomer, values, entering="submitted") == {}


def test_later_diagnosis_holds_all_of_the_three_blocks() -> None:
    spec = SkinCustomer.form_type.spec
    copied = [f.id for b in spec.blocks if b.id in ("diagnosis", "conditions", "face") for f in b.fields]
    assert [f.id for f in spec.rows["diagnoses"].fields] == ["diagnosed_on", "diagnosed_by", *copied]
    assert len(copied) == 25


@pytest.mark.parametrize(
    ("on", "code"), [(date(2024, 2, 29), "GEN_DATE_ORDER"), (date(2024, 6, 16), "GEN_DATE_FUTURE")]
)
def test_date_of_later_diagnosis(on: date, code: str) -> None:
    found = problems(SkinCustomer, customer(diagnoses=[diagnosis(on)]))
    assert list(found) == [f"diagnoses.0.diagnosed_on:{code}"]


def test_later_diagnosis_is_signed_and_dated() -> None:
    values = customer(diagnoses=[{"skin_state": ("fair",)}])
    assert list(problems(SkinCustomer, values, entering="submitted")) == [
        "diagnoses.0.diagnosed_on:GEN_REQUIRED",
        "diagnoses.0.diagnosed_by:GEN_REQUIRED",
    ]


def test_unique_by_name_and_telephone_and_by_card() -> None:
    assert [u.fields for u in SkinCustomer.form_type.spec.unique] == [("name", "phone"), ("card_no",)]


def test_cover() -> None:
    assert SkinCustomer.form_type.spec.paper.cover == ("顾 客 档 案", "Customer file", ("name", "record_no"))


def test_settling_again_changes_nothing() -> None:
    values = customer(cond_acne=("endocrine",), visits=[visit(date(2024, 5, 3))])
    assert settle(SkinCustomer.form_type, values, at_work()) == values
