"""A1: the sheet of 陈志强, filled as an office would, and each rule broken once."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from dangan import Link, Signature, Values
from dangan.checking import fresh_line
from dangan.settling import locked
from forms_plugins.employees.employee_record import EmployeeRecord
from tests.forms.office import CLERK, COMPANY, OFFICE, SALES, at_work, filled, problems

ID_CARD = "43010219900520001X"  # born 20 May 1990, a man


def sheet(**other: Any) -> Values:
    values: dict[str, Any] = {
        "report_date": date(2020, 3, 2),
        "name": "陈志强",
        "id_card": ID_CARD,
        "education": "bachelor",
        "phone": "13873112345",
        "emergency_name": "陈国华",
        "emergency_relation": "父亲",
        "emergency_phone": "0731-84321098",
        "dept": SALES,
        "post": "业务员",
        "grade": "五级",
        "employment_type": "regular",
        "opened_on": date(2020, 3, 6),
        "prepared_by": Signature("李静", 7, date(2020, 3, 6)),
        "approved_by": Signature("王建国", 2, date(2020, 3, 9)),
        **other,
    }
    return filled(EmployeeRecord, **values)


def study(begin: str, end: str, mode: str | None = "full_time") -> Values:
    return {"from_month": begin, "to_month": end, "institution": "湖南大学", "mode": mode}


def job(begin: str, end: str) -> Values:
    return {"from_month": begin, "to_month": end, "employer": "长沙机床厂"}


def change(on: date, from_dept: Link, from_post: str, to_dept: Link, to_post: str) -> Values:
    return {
        "changed_on": on, "kind": "transfer", "from_dept": from_dept, "from_post": from_post,
        "to_dept": to_dept, "to_post": to_post,
    }  # fmt: skip


def test_filled_sheet_is_approved() -> None:
    values = sheet(
        family=[{"relation": "父亲", "name": "陈国华", "birth_month": "1962-08"}],
        prior_education=[study("2008-09", "2012-06")],
        prior_work=[job("2012-09", "2020-02")],
    )
    assert problems(EmployeeRecord, values, entering="approved") == {}


def test_id_card_fills_birth_date_and_sex() -> None:
    values = sheet()
    assert (values["birth_date"], values["sex"]) == (date(1990, 5, 20), "male")


def test_what_a_new_sheet_proposes() -> None:
    values = filled(EmployeeRecord)
    assert (values["unit"], values["ethnicity"], values["emp_status"]) == (COMPANY, "汉族", "active")
    assert values["opened_on"] == date(2024, 6, 15)
    assert values["secrecy"] == "internal"
    assert fresh_line(EmployeeRecord.form_type, "materials", values, at_work())["copies"] == 1


def test_draft_may_be_incomplete() -> None:
    assert problems(EmployeeRecord, filled(EmployeeRecord)) == {}


@pytest.mark.parametrize(
    "name",
    [
        "unit", "report_date", "name", "sex", "birth_date", "id_card", "education", "phone", "emergency_name",
        "emergency_relation", "emergency_phone", "dept", "post", "grade", "employment_type", "emp_status", "opened_on",
    ],
)  # fmt: skip
def test_required_to_be_approved(name: str) -> None:
    values = {**sheet(), name: None}
    assert list(problems(EmployeeRecord, values, entering="approved")) == [f"{name}:GEN_REQUIRED"]


def test_under_age() -> None:
    values = sheet(report_date=date(2006, 5, 19), opened_on=date(2006, 5, 25))
    found = problems(EmployeeRecord, values)["report_date:EMP_UNDER_AGE"]
    assert found.zh == "陈志强（1990年5月20日出生）到2006年5月19日报到时未满 16 周岁。"
    assert "report_date:EMP_UNDER_AGE" not in problems(
        EmployeeRecord, sheet(report_date=date(2006, 5, 20), opened_on=date(2006, 5, 25))
    )


def test_under_age_before_the_name_is_typed() -> None:
    values = sheet(report_date=date(2000, 1, 1), name=None)
    found = problems(EmployeeRecord, values)["report_date:EMP_UNDER_AGE"]
    assert found.zh.startswith("员工（") and found.en.startswith("The employee, born")


def test_birth_date_against_card() -> None:
    values = sheet(birth_date=date(1990, 5, 21))
    found = problems(EmployeeRecord, values)["birth_date:GEN_IDCARD_BIRTH"]
    assert found.zh == "出生日期 1990年5月21日 与身份证号码中的 1990年5月20日 不同。"
    assert found.level == "refuse"


def test_birth_date_against_card_passes_with_a_reason_only() -> None:
    values = sheet(birth_date=date(1990, 5, 21))
    key = "birth_date:GEN_IDCARD_BIRTH"
    assert key in problems(EmployeeRecord, {**values, "_reasons": {key: " "}})
    assert key not in problems(EmployeeRecord, {**values, "_reasons": {key: "身份证登记有误，见户口簿"}})


def test_sex_against_card_warns() -> None:
    found = problems(EmployeeRecord, sheet(sex="female"))
    (warning,) = found.values()
    assert (warning.path, warning.level) == ("sex", "warn")
    assert warning.en == "The sex differs from the 17th digit of the identity number."


@pytest.mark.parametrize(
    ("name", "value", "odd"),
    [
        ("height_cm", 99, True), ("height_cm", 100, False), ("height_cm", 250, False), ("height_cm", 251, True),
        ("weight_kg", Decimal("24.9"), True), ("weight_kg", Decimal("25.0"), False), ("weight_kg", Decimal("250.1"), True),
    ],
)  # fmt: skip
def test_unusual_measures(name: str, value: Any, odd: bool) -> None:
    found = problems(EmployeeRecord, sheet(**{name: value}))
    assert (f"{name}:GEN_UNUSUAL" in found) is odd


def test_family_is_born_in_the_past() -> None:
    values = sheet(family=[{"relation": "儿子", "name": "陈晨", "birth_month": "2024-07"}])
    assert list(problems(EmployeeRecord, values)) == ["family.0.birth_month:GEN_DATE_FUTURE"]


def test_months_in_order() -> None:
    values = sheet(prior_education=[study("2012-06", "2008-09")])
    assert "prior_education.0.to_month:GEN_DATE_ORDER" in problems(EmployeeRecord, values)


def test_overlapping_full_time_study_warns_at_the_later_line() -> None:
    values = sheet(prior_education=[study("2005-09", "2008-06"), study("2008-05", "2012-06")])
    found = problems(EmployeeRecord, values)
    (warning,) = found.values()
    assert (warning.path, warning.level) == ("prior_education.1.from_month", "warn")
    assert warning.zh == "与另一段全日制学习的时间重叠。"


@pytest.mark.parametrize(
    "lines",
    [
        [study("2005-09", "2008-06"), study("2008-06", "2012-06")],
        [study("2008-06", "2012-06"), study("2005-09", "2008-06")],
        [study("2005-09", "2008-06"), study("2007-09", "2012-06", "part_time")],
        [study("2005-09", "2008-06"), study("2007-09", "2012-06", None)],
    ],
)
def test_no_overlap(lines: list[Values]) -> None:
    assert problems(EmployeeRecord, sheet(prior_education=lines)) == {}


def test_gap_over_six_months_is_flagged() -> None:
    values = sheet(prior_education=[study("2008-09", "2012-06")], prior_work=[job("2013-02", "2020-02")])
    (note,) = problems(EmployeeRecord, values).values()
    assert (note.path, note.level) == ("prior_work.0.from_month", "note")


def test_six_months_are_no_gap() -> None:
    values = sheet(prior_education=[study("2008-09", "2012-06")], prior_work=[job("2013-01", "2020-02")])
    assert problems(EmployeeRecord, values) == {}


@pytest.mark.parametrize("table", ["prior_education", "prior_work"])
def test_before_joining_ends_before_joining(table: str) -> None:
    make = study if table == "prior_education" else job
    assert problems(EmployeeRecord, sheet(**{table: [make("2012-09", "2020-03")]})) == {}
    found = problems(EmployeeRecord, sheet(**{table: [make("2012-09", "2020-04")]}))
    (refused,) = found.values()
    assert (refused.path, refused.code) == (f"{table}.0.to_month", "GEN_DATE_ORDER")
    assert refused.zh == "“报到日期”（2020年3月2日）早于“截止年月”（2020-04）。"


@pytest.mark.parametrize(("end", "code"), [
    (date(2020, 9, 2), None), (date(2020, 9, 3), "GEN_RANGE"), (date(2020, 3, 1), "GEN_DATE_ORDER"),
])  # fmt: skip
def test_probation_ends_within_six_months(end: date, code: str | None) -> None:
    found = problems(EmployeeRecord, sheet(probation_end=end))
    assert [p.code for p in found.values()] == ([code] if code else [])


@pytest.mark.parametrize("name", ["confirmed_on", "left_on"])
def test_not_before_reporting(name: str) -> None:
    gone = {"emp_status": "left"} if name == "left_on" else {}
    assert list(problems(EmployeeRecord, sheet(**{name: date(2020, 3, 1)}, **gone))) == [f"{name}:GEN_DATE_ORDER"]


def test_leaving_is_not_asked_of_those_in_service() -> None:
    assert problems(EmployeeRecord, sheet(left_on=date(2020, 3, 1))) == {}


@pytest.mark.parametrize("status", ["left", "retired"])
def test_leaving_needs_date_and_reason(status: str) -> None:
    found = problems(EmployeeRecord, sheet(emp_status=status), entering="approved")
    assert list(found) == ["left_on:GEN_REQUIRED_IF", "leave_reason:GEN_REQUIRED_IF"]


@pytest.mark.parametrize("status", ["active", "leave", "transferred"])
def test_others_need_none(status: str) -> None:
    assert problems(EmployeeRecord, sheet(emp_status=status), entering="approved") == {}


def contract(**other: Any) -> Values:
    return {
        "contract_no": "HT-2020-018", "start_date": date(2020, 3, 2), "end_date": date(2023, 3, 1), "term_type": "fixed",
        "signed_on": date(2020, 3, 2), **other,
    }  # fmt: skip


@pytest.mark.parametrize(("term", "needed"), [("fixed", True), ("task", True), ("open", False)])
def test_end_of_contract(term: str, needed: bool) -> None:
    values = sheet(contracts=[contract(term_type=term, end_date=None)])
    found = problems(EmployeeRecord, values, entering="approved")
    assert list(found) == (["contracts.0.end_date:GEN_REQUIRED_IF"] if needed else [])


def test_contract_dates() -> None:
    values = sheet(contracts=[contract(end_date=date(2020, 3, 1), signed_on=date(2024, 6, 16))])
    assert set(problems(EmployeeRecord, values)) == {
        "contracts.0.end_date:GEN_DATE_ORDER",
        "contracts.0.signed_on:GEN_DATE_FUTURE",
    }


def test_one_appraisal_a_year() -> None:
    values = sheet(appraisals=[{"year": 2022, "grade": "excellent"}, {"year": 2022, "grade": "basic"}])
    (refused,) = problems(EmployeeRecord, values).values()
    assert refused.zh == "“年度考核”第 2 行与第 1 行重复（2022）。"


def test_post_changes_chain() -> None:
    values = sheet(
        post_changes=[
            change(date(2021, 5, 1), SALES, "业务员", OFFICE, "秘书"),
            change(date(2022, 5, 1), OFFICE, "秘书", SALES, "经理"),
        ]
    )
    assert problems(EmployeeRecord, values) == {}


def test_two_post_changes_of_one_day() -> None:
    day = date(2021, 5, 1)
    values = sheet(
        post_changes=[change(day, SALES, "业务员", OFFICE, "秘书"), change(day, OFFICE, "秘书", SALES, "经理")]
    )
    assert problems(EmployeeRecord, values) == {}


def test_post_changes_break_the_chain() -> None:
    values = sheet(
        post_changes=[
            change(date(2022, 5, 1), SALES, "业务员", OFFICE, "秘书"),
            change(date(2021, 5, 1), SALES, "业务员", SALES, "经理"),
        ]
    )
    found = problems(EmployeeRecord, values)
    assert [(p.path, p.level) for p in found.values()] == [
        ("post_changes.1.changed_on", "warn"),
        ("post_changes.1.from_dept", "warn"),
        ("post_changes.1.from_post", "warn"),
    ]
    assert found["post_changes.1.changed_on:GEN_DATE_UNLIKELY"].zh == (
        "“调整日期”（2021年5月1日）与“上一行的调整日期”（2022年5月1日）的先后少见。"
    )


def test_post_and_dept_follow_the_last_change_in_force() -> None:
    values = sheet(
        post_changes=[
            change(date(2024, 6, 15), SALES, "业务员", OFFICE, "秘书"),
            change(date(2024, 6, 16), OFFICE, "秘书", SALES, "经理"),
        ]
    )
    assert (values["dept"], values["post"]) == (OFFICE, "秘书")
    assert locked(EmployeeRecord.form_type, "post", values, at_work())


def test_post_is_typed_while_there_is_no_change() -> None:
    values = sheet()
    assert values["post"] == "业务员"
    assert not locked(EmployeeRecord.form_type, "post", values, at_work())


def test_later_tables_are_appended_only() -> None:
    tables = EmployeeRecord.form_type.spec.rows
    assert [name for name, block in tables.items() if block.append_only] == ["post_changes", "awards", "trainings"]


def test_awards_lie_in_the_past() -> None:
    line = {"date": date(2024, 6, 16), "kind": "reward", "title": "先进工作者", "cause": "全年无差错"}
    assert list(problems(EmployeeRecord, sheet(awards=[line]))) == ["awards.0.date:GEN_DATE_FUTURE"]


def test_training_dates() -> None:
    line = {
        "from_date": date(2023, 5, 8), "to_date": date(2023, 5, 7), "course": "档案管理", "service_until": date(2023, 5, 6),
    }  # fmt: skip
    assert set(problems(EmployeeRecord, sheet(trainings=[line]))) == {
        "trainings.0.to_date:GEN_DATE_ORDER",
        "trainings.0.service_until:GEN_DATE_ORDER",
    }


def test_papers_are_numbered_and_counted() -> None:
    values = sheet(
        materials=[
            {"title": "入职登记表", "copies": 1, "pages": 2},
            {"title": "学位证书", "copies": 0, "pages": 0, "formed_on": date(2024, 6, 16)},
        ]
    )
    assert [line["seq"] for line in values["materials"]] == [1, 2]
    assert set(problems(EmployeeRecord, values)) == {
        "materials.1.copies:GEN_RANGE",
        "materials.1.pages:GEN_RANGE",
        "materials.1.formed_on:GEN_DATE_FUTURE",
    }


def test_opened_before_reporting_warns() -> None:
    (warning,) = problems(EmployeeRecord, sheet(opened_on=date(2020, 3, 1))).values()
    assert (warning.path, warning.code, warning.level) == ("opened_on", "GEN_DATE_UNLIKELY", "warn")
    assert warning.zh == "“建档日期”（2020年3月1日）与“报到日期”（2020年3月2日）的先后少见。"


def test_nobody_approves_his_own_sheet() -> None:
    values = sheet(record_no="YG-2024-0001", approved_by=Signature("李静", CLERK.id, date(2024, 6, 15)))
    (refused,) = problems(EmployeeRecord, values).values()
    assert (refused.path, refused.zh) == ("approved_by", "YG-2024-0001 由李静填写，本人不能核准。")


def test_printed_apart() -> None:
    spec = EmployeeRecord.form_type.spec
    assert [b.id for b in spec.blocks if b.after_foot] == ["evaluation"]
    assert [f.id for f in spec.fields.values() if f.under] == [
        "emergency_name",
        "emergency_relation",
        "emergency_phone",
    ]
