"""W5: appraised, approved and burnt by three persons; nothing that is kept, lent or on hold; the guard that is missing."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from dangan.record import Values
from storage import holding, signatures
from storage.archive import Archive
from storage.stepping import Asked
from tests.processes.conftest import Played
from tests.processes.test_loans import lent

B8 = "destruction_list"


@pytest.fixture
def old(office: Played) -> Values:
    office.on(date(2025, 3, 3))
    return office.filed_volume("A-9", "旧卷")


def listed(office: Played, *volumes: Values, **more: Any) -> Values:
    lines = [{"archive_no": office.link("file_catalogue", v)} for v in volumes]
    judges = [{"person": office.person("ke")}, {"person": office.person("li")}]
    values = {
        "items": lines,
        "appraisers": judges,
        "appraisal_opinion": "期满，同意焚毁",
        "planned_on": date(2025, 3, 10),
    }
    return office.save("dang", B8, {**values, **more})


def approved(office: Played, *volumes: Values) -> Values:
    made = listed(office, *volumes)
    office.take("dang", B8, made, "appraise")
    return office.take("zong", B8, made, "approve")


def test_the_whole_way(office: Played, old: Values) -> None:
    made = listed(office, old)
    line = made["items"][0]
    assert (line["subject"], line["date_to"], line["expired_on"]) == ("旧卷", date(2014, 5, 1), date(2024, 12, 31))
    assert office.refused("zong", B8, made, "approve") == ["GEN_STEP_STATE"]
    office.take("dang", B8, made, "appraise")
    assert office.refused("dang", B8, made, "approve") == ["GEN_NOT_SIGNER"]
    assert "DISP_NOT_APPROVED" in office.refused("jian", B8, made, "execute")
    office.take("zong", B8, made, "approve")
    more = [*office.archive.read(B8, made["_id"])["items"], {"archive_no": office.link("file_catalogue", old)}]
    assert "DISP_LOCKED" in office.refused_save("dang", B8, {"_id": made["_id"], "items": more})
    assert office.refused("jian", B8, made, "execute")[0] == "DISP_NOT_APPROVED"  # before the day
    office.on(date(2025, 3, 10))
    assert "DISP_SAME_PERSON" in office.refused("zong", B8, made, "execute")
    office.take("jian", B8, made, "execute")
    assert "DISP_SAME_PERSON" in office.refused("jian", B8, made, "execute")
    done = office.take("li", B8, made, "execute")
    assert (done["status"], done["destroyed_on"], done["executed_by"].name) == ("executed", date(2025, 3, 10), "李员工")
    assert office.archive.read("file_catalogue", old["_id"])["status"] == "destroyed"
    assert office.env("dang").office.holding(office.link("file_catalogue", old)) == "destroyed"
    assert signatures.check(office.archive.store, office.archive.registry) == []


def test_what_does_not_go_on_a_list(office: Played, old: Values) -> None:
    for_ever = office.filed_volume("A-10", "永久卷", retention="permanent")
    young = office.filed_volume("A-11", "新卷", last=date(2020, 5, 1))
    lent(office, "li", old)
    held = office.filed_volume("A-12", "冻结卷")
    hold = holding.put(office.archive.store, held["_id"], "诉讼", office.env("zong"))

    def tried(volume: Values) -> list[str]:
        return office.refused_save("dang", B8, {"items": [{"archive_no": office.link("file_catalogue", volume)}]})

    assert [tried(v) for v in (for_ever, young, old, held)] == [
        ["DISP_PERMANENT"], ["DISP_NOT_EXPIRED"], ["DISP_LOAN_OR_HOLD"], ["DISP_LOAN_OR_HOLD"],
    ]  # fmt: skip
    holding.lift(office.archive.store, hold, office.env("zong"))
    listed(office, held)


def test_a_hold_after_approval_bars_the_burning(office: Played, old: Values) -> None:
    made = approved(office, old)
    holding.put(office.archive.store, old["_id"], "审计", office.env("zong"))
    office.on(date(2025, 3, 11))
    assert office.refused("jian", B8, made, "execute") == ["DISP_LOAN_OR_HOLD"]


def test_listed_things_are_not_lent(office: Played, old: Values) -> None:
    approved(office, old)
    line = [{"archive_no": office.link("file_catalogue", old), "volumes": 1}]
    base = {
        "applicant": office.person("li"),
        "dept": office.dept,
        "purpose": "查阅",
        "mode": "loan",
        "term_days": 7,
        "items": line,
    }
    assert office.refused_save("li", "retrieval_slip", base) == ["LOAN_NOT_AVAILABLE"]


def test_who_prepared_it_does_not_make_another_of_himself(office: Played, old: Values) -> None:
    made = office.save("zong", B8, {"items": [{"archive_no": office.link("file_catalogue", old)}]})
    assert office.refused_save("zong", B8, {"_id": made["_id"], "prepared_by": office.person("li")}) == ["GEN_LOCKED"]


def test_too_few_appraisers(office: Played, old: Values) -> None:
    for judges in ([], [{"person": office.person("ke")}]):
        made = listed(office, old, appraisers=judges)
        assert office.refused("dang", B8, made, "appraise") == ["RULE:enough_appraisers"]


def test_withdrawn(office: Played, old: Values) -> None:
    made = approved(office, old)
    assert office.take("dang", B8, made, "withdraw", reason="重新鉴定")["status"] == "withdrawn"


@pytest.mark.parametrize("state", ["off", "broken", "gone"])
def test_a_missing_guard_refuses(office: Played, old: Values, state: str) -> None:
    """A process that has opened nothing, with the plugin of loans switched off, broken or removed."""
    made = approved(office, old)
    office.on(date(2025, 3, 11))
    name = next(p.name for p in office.archive.registry.plugins() if "retrieval_slip" in p.target)
    if state == "off":
        office.archive.registry.switch(name, False, datetime(2025, 3, 11), "root")
    else:
        with office.archive.store.write() as cursor:
            cursor.execute("UPDATE plugin SET state = ? WHERE name = ?", (state, name))
    path = office.archive.store.path
    office.archive.close()
    fresh = Archive.open(path, clock=lambda: datetime(2025, 3, 11, 8))
    played = Played(fresh, date(2025, 3, 11), office.ids, office.dept)
    assert "STEP_GUARD_ABSENT" in played.refused("jian", B8, made, "execute")
    assert fresh.registry.book is not None
    fresh.registry.book.release(name, datetime(2025, 3, 11), "root")
    assert fresh.stepper.take(B8, made["_id"], "execute", played.env("jian"), Asked())["supervised_by"]
    assert fresh.store.row("SELECT event FROM audit WHERE event = 'plugin_release'")
    fresh.close()
