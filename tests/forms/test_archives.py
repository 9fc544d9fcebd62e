"""Rules of the archive's registers, from forms.md and the catalogue: fonds, plan, schedule, scope, places, vault, archivists."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from dangan import Form, Link, Values
from forms_plugins.archives.classified_register import ClassifiedRegister
from forms_plugins.archives.dept_archivist import DeptArchivist
from forms_plugins.archives.file_catalogue import FileCatalogue
from forms_plugins.archives.filing_form import FilingForm
from forms_plugins.archives.filing_plan import FilingPlan
from forms_plugins.archives.filing_scope import FilingScope
from forms_plugins.archives.fonds import Fonds
from forms_plugins.archives.retention_schedule import STANDARD, RetentionSchedule
from forms_plugins.archives.vault_detail import VaultDetail
from forms_plugins.shared.archive_numbers import next_number
from forms_plugins.shared.periods import overlapping
from tests.forms.office import CLERK, COMPANY, SALES, SmallOffice, filled, problems
from tests.forms.test_file_catalogue import volume

J001 = {"_id": 1, "record_no": "QH-001", "fonds_no": "J001", "status": "active"}
TOP = {"_id": 5, "record_no": "FL-0001", "fonds": Link("QH-001", 1, "fonds"), "class_no": "2", "class_level": 1,
       "record_class": "adm", "status": "in_use", "parent": None, "valid_from": date(2020, 1, 1), "valid_to": None}  # fmt: skip
VOLUME = {"_id": 9, "record_no": "AJ-1", "fonds_no": "J001", "filing_class_no": "2", "status": "filed"}


def refused(form: type[Form], values: Values, **more: Any) -> list[str]:
    return sorted(problems(form, values, **more))


def fonds(**more: Any) -> Values:
    return filled(Fonds, **{"fonds_no": "J001", "fonds_name": "公司", "year_from": 2006, "keeper_dept": SALES, **more})


def a_class(office: SmallOffice | None = None, **more: Any) -> Values:
    values = {"fonds": Link("QH-001", 1, "fonds"), "class_no": "21", "class_name": "会议", "record_class": "adm",
              "class_retention": "y10", "valid_from": date(2024, 1, 1), **more}  # fmt: skip
    return filled(FilingPlan, office=office, **values)


def test_a_fonds() -> None:
    assert refused(Fonds, fonds(), entering="active") == []
    assert refused(Fonds, fonds(fonds_no="全-1")) == ["fonds_no:GEN_FORMAT"]
    assert refused(Fonds, fonds(fonds_no="J" * 11)) == ["fonds_no:GEN_TOO_LONG"]
    assert refused(Fonds, fonds(year_to=2005)) == ["year_to:GEN_DATE_ORDER"]
    itself = fonds(_id=1, predecessor=Link("QH-001", 1, "fonds"))
    assert refused(Fonds, itself) == ["predecessor:RULE:another_fonds"]


def test_the_number_of_a_fonds_or_class_stays_once_a_volume_bears_it() -> None:
    office = SmallOffice(fonds=[J001], filing_plan=[TOP], file_catalogue=[VOLUME])
    found = problems(Fonds, fonds(_id=1, fonds_no="J9"), office=office)
    assert found["fonds_no:PLAN_IN_USE"].zh == "J001 已用于 1 个案卷，号码不能更改，也不能作废。"
    assert refused(FilingPlan, a_class(office, _id=5, class_no="3"), office=office) == ["class_no:PLAN_IN_USE"]
    assert refused(FilingPlan, a_class(office, _id=5, class_no="2"), office=office) == []
    assert a_class(office, class_no="2")["volumes_count"] == 1


def test_a_class_below_another() -> None:
    below = Link("FL-0001", 5, "filing_plan")
    office = SmallOffice(fonds=[J001], filing_plan=[TOP])
    values = a_class(office, parent=below, record_class=None)
    assert (values["class_level"], values["record_class"]) == (2, "adm")
    assert refused(FilingPlan, values, office=office, entering="in_use") == []
    assert refused(FilingPlan, a_class(office, parent=below, class_no="31"), office=office) == [
        "class_no:RULE:begins_as_its_parent"
    ]
    strange = a_class(office, parent=below, fonds=Link("QH-002", 2, "fonds"))
    assert "parent:GEN_REF_MISSING" in refused(FilingPlan, strange, office=office)


def test_a_plan_does_not_run_in_a_circle() -> None:
    child = {**TOP, "_id": 6, "class_no": "21", "parent": Link("FL-0001", 5, "filing_plan")}
    office = SmallOffice(fonds=[J001], filing_plan=[TOP, child])
    values = a_class(office, _id=5, class_no="21", parent=Link("FL-0002", 6, "filing_plan"))
    assert "parent:PLAN_LOOP" in refused(FilingPlan, values, office=office)


def test_deep_classes_are_warned_of() -> None:
    chain = [
        {**TOP, "_id": n, "class_no": "2" * n, "parent": Link("", n - 1, "filing_plan") if n > 1 else None}
        for n in range(1, 5)
    ]
    office = SmallOffice(fonds=[J001], filing_plan=chain)
    values = a_class(office, class_no="22222", parent=Link("", 4, "filing_plan"))
    assert values["class_level"] == 5
    assert problems(FilingPlan, values, office=office)["class_level:GEN_UNUSUAL"].level == "warn"


def test_a_class_needs_a_series_or_a_period() -> None:
    assert refused(FilingPlan, a_class(class_retention=None), entering="in_use") == ["class_retention:GEN_REQUIRED_IF"]
    series = {"_id": 3, "record_no": "NX-1", "series_retention": "y15"}
    values = a_class(
        SmallOffice(retention_schedule=[series]), class_retention=None, series=Link("NX-1", 3, "retention_schedule")
    )
    assert values["class_retention"] == "y15"


def test_a_volume_stands_in_a_class_of_the_plan() -> None:
    office = SmallOffice(fonds=[J001], filing_plan=[TOP])
    values = volume(fonds_no="J001", filing_class_no="7")
    assert "filing_class_no:PLAN_UNKNOWN_CLASS" in refused(FileCatalogue, values, office=office)
    assert refused(FileCatalogue, volume(fonds_no="J001", filing_class_no="2"), office=office) == []
    assert refused(FileCatalogue, volume(fonds_no="J009", filing_class_no="7"), office=office) == []


def test_the_schedule_of_the_source() -> None:
    """The ten series, exactly (B12)."""
    told = [(s["record_class"], s["series_title"], s["series_retention"], s.get("remarks")) for s in STANDARD]
    board = "由董事会秘书保管"
    assert told == [
        ("org", "有关公司章程类的档案", "permanent", board), ("org", "股东会的档案", "permanent", board),
        ("org", "股东名册、股东印鉴簿、出资证明书", "permanent", board), ("org", "董事会档案", "permanent", board),
        ("adm", "公司对外行政发文", "y10", None), ("adm", "重要会议资料", "y10", None), ("hr", "重要干部名册", "y15", None),
        ("hr", "重要干部任免决定", "y10", None), ("biz", "重要经营计划", "y10", None), ("biz", "经济合同", "y10", None),
    ]  # fmt: skip


def series(**more: Any) -> Values:
    values = {"record_class": "adm", "series_title": "公司对外行政发文", "series_retention": "y10", "action": "review",
              "valid_from": date(2020, 1, 1), **more}  # fmt: skip
    return filled(RetentionSchedule, **values)


def test_a_series() -> None:
    assert refused(RetentionSchedule, series(), entering="submitted") == []
    assert refused(RetentionSchedule, series(series_retention="20年"), entering="submitted") == []
    assert refused(RetentionSchedule, series(action=None), entering="submitted") == ["action:GEN_REQUIRED_IF"]
    assert refused(RetentionSchedule, series(action=None, series_retention="permanent"), entering="submitted") == []
    assert refused(RetentionSchedule, series(series_code="Adm-1")) == ["series_code:GEN_FORMAT"]
    assert refused(RetentionSchedule, series(valid_to=date(2019, 1, 1))) == ["valid_to:GEN_DATE_ORDER"]


def test_a_shorter_period_leaves_what_is_filed() -> None:
    classed = {**TOP, "series": Link("NX-1", 3, "retention_schedule")}
    office = SmallOffice(retention_schedule=[{"_id": 3, "series_retention": "y15"}], filing_plan=[classed],
                         file_catalogue=[VOLUME])  # fmt: skip
    told = problems(RetentionSchedule, series(_id=3), office=office)["series_retention:RET_SHORTENED"]
    assert told.level == "warn" and "由15年改为10年，已归档的 1 件" in told.zh
    assert refused(RetentionSchedule, series(_id=3, series_retention="y30"), office=office) == []


def test_the_scope_and_filings_take_their_periods_from_the_schedule() -> None:
    ten = {"_id": 3, "series_title": "重要会议资料", "series_retention": "y10", "valid_to": None}
    scope = [{"_id": 1, "title": "发文", "dept": None, "scope_retention": "y5"},
             {"_id": 2, "title": "发文", "dept": SALES, "scope_retention": "y30"}]  # fmt: skip
    office = SmallOffice(retention_schedule=[ten], filing_scope=scope)
    default = FilingScope.form_type.functions["scope_retention", "default"].call
    assert default(title="重要会议资料", office=office) == "y10" and default(title="别的", office=office) is None
    line = FilingForm.form_type.functions["items.retention", "default"].call
    assert line(title="发文", dept=SALES, office=office) == "y30"
    assert line(title="发文", dept=COMPANY._replace(id=8), office=office) == "y5"


def archivist(**more: Any) -> Values:
    return filled(
        DeptArchivist, **{"dept": SALES, "person": CLERK, "appointed_by": CLERK, "valid_from": date(2024, 5, 1), **more}
    )


def test_one_archivist_at_a_time() -> None:
    other = {
        "_id": 1,
        "dept": SALES,
        "person": Link("王建国", 2, "person"),
        "valid_from": date(2024, 1, 1),
        "valid_to": None,
    }
    office = SmallOffice(dept_archivist=[other])
    told = problems(DeptArchivist, archivist(), office=office)["valid_from:DEPT_ARCHIVIST_DUP"]
    assert told.zh.startswith("销售部现任档案员是王建国")
    ended = SmallOffice(dept_archivist=[{**other, "valid_to": date(2024, 4, 30)}])
    assert refused(DeptArchivist, archivist(), office=ended, entering="submitted") == []
    assert refused(DeptArchivist, archivist(_id=1), office=office) == []
    before = archivist(valid_from=date(2023, 1, 1), valid_to=date(2023, 12, 31))
    assert refused(DeptArchivist, before, office=office) == []


def test_who_leaves_has_handed_over() -> None:
    lines = [{"accepted": False}, {"accepted": True}]
    open_list = {"_id": 1, "record_no": "JJD-2024-001", "giver": CLERK, "accepted": False, "items": lines}
    office = SmallOffice(**{"handover_list.items": [open_list]})
    values = archivist(valid_to=date(2024, 6, 1))
    told = problems(DeptArchivist, values, office=office)["valid_to:HAND_OPEN"]
    assert told.zh == "李静的交接清单 JJD-2024-001 还有 1 项没有接收，不能办理离职或终止。"
    assert refused(DeptArchivist, values) == []


@pytest.mark.parametrize(("end", "found"), [(None, True), (date(2024, 1, 1), True), (date(2023, 12, 31), False)])
def test_periods_share_their_first_and_last_days(end: date | None, found: bool) -> None:
    record = {"_id": 1, "valid_from": date(2024, 1, 1), "valid_to": None}
    assert (overlapping([record], None, date(2023, 1, 1), end) is record) is found
    assert overlapping([record], Link("", 1, ""), date(2023, 1, 1), end) is None


def deposit(**more: Any) -> Values:
    values = {"vault_no": "BX-01", "cabinet_no": "A3", "dept": SALES, "title": "章程", "record_class": "org", "seq": 1,
              "in_date": date(2024, 1, 5), **more}  # fmt: skip
    return filled(VaultDetail, **values)


def test_what_leaves_the_vault_is_signed_for() -> None:
    assert refused(VaultDetail, deposit(), entering="submitted") == []
    assert refused(VaultDetail, deposit(out_date=date(2024, 3, 1)), entering="submitted") == [
        "recipient:GEN_REQUIRED_IF", "signed_on:GEN_REQUIRED_IF",
    ]  # fmt: skip
    assert refused(VaultDetail, deposit(recipient=CLERK), entering="submitted") == ["out_date:GEN_REQUIRED_IF"]
    out = {"out_date": date(2024, 3, 1), "recipient": CLERK, "signed_on": date(2024, 2, 29)}
    assert refused(VaultDetail, deposit(**out)) == ["signed_on:GEN_DATE_ORDER"]
    assert refused(VaultDetail, deposit(**{**out, "out_date": date(2024, 1, 4)})) == ["out_date:GEN_DATE_ORDER"]
    assert refused(VaultDetail, deposit(row_keep_until=date(2024, 1, 4))) == ["row_keep_until:GEN_DATE_ORDER"]


def test_a_classified_document_has_a_period_or_a_day() -> None:
    values = {"orig_doc_no": "机1", "summary": "方案", "handling_dept": SALES, "archive_no": "A-1", "loan_approver": CLERK,
              "secret_until": date(2030, 1, 1), "cleared_persons": [{"person": CLERK}]}  # fmt: skip
    both = ["planned_retention:GEN_REQUIRED_IF", "planned_until:GEN_REQUIRED_IF"]
    assert refused(ClassifiedRegister, filled(ClassifiedRegister, **values), entering="submitted") == both
    dated = filled(ClassifiedRegister, **values, planned_until=date(2030, 1, 1))
    assert refused(ClassifiedRegister, dated, entering="submitted") == []
    early = filled(ClassifiedRegister, **values, planned_until=date(2020, 1, 1))
    assert refused(ClassifiedRegister, early) == ["planned_until:GEN_DATE_ORDER"]
    assert refused(ClassifiedRegister, {**dated, "cleared_persons": []}, entering="submitted") == [
        "cleared_persons:GEN_MIN_LINES"
    ]


@pytest.mark.parametrize("used", [0, 1, 2, 3, 4, 7, 8, 9, 100])
def test_the_next_archive_number(used: int) -> None:
    items = [{"_id": n, "archive_no": f"J001-2-2024-10-销售部-{n:04}"} for n in range(1, used + 1)]
    office = SmallOffice(fonds=[J001], filing_plan=[TOP], item_catalogue=items)
    assert next_number(office, "adm", 2024, "y10", SALES, []) == f"J001-2-2024-10-销售部-{used + 1:04}"
    taken = [f"J001-2-2024-10-销售部-{used + 1:04}"]
    assert next_number(office, "adm", 2024, "y10", SALES, taken) == f"J001-2-2024-10-销售部-{used + 2:04}"
    assert next_number(office, "biz", 2024, "y10", SALES, []) is None
