"""Until when and for whom things wait: by the day of the state, the holidays, the settings, and who holds what."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from dangan.record import Values
from storage import deciding, waiting
from tests.processes.conftest import Played

C2 = "volume_contents"


@pytest.fixture
def volume(office: Played) -> Values:
    office.on(date(2024, 9, 26))
    customer = office.save("jia", "customer", {"name": "宏达公司"})
    return office.save("jia", C2, {
        "project": "一号项目", "customer": office.link("customer", customer), "project_no": "P1", "volume_no": 1,
        "ended_on": date(2024, 9, 26), "business_type": "guarantee", "manager_a": office.person("jia"),
        "manager_b": office.person("yi"), "items": [{"part": "approval", "title": "合同", "pages": 2}],
    })  # fmt: skip


def due(office: Played) -> dict[str, date | None]:
    return {w.step: w.due_on for w in waiting.everything(office.archive.store) if w.form == C2}


def provisional(office: Played) -> set[str]:
    return {w.step for w in waiting.everything(office.archive.store) if w.provisional}


def test_holidays_move_what_waits(office: Played, volume: Values) -> None:
    # 2024-09-26 Thu: Fri 27, Sun 29 (make-up), Mon 30
    assert due(office)["sign_off_a"] == date(2024, 9, 30)
    env = office.env("dang")
    notice = deciding.enter_holidays(office.archive, "9月30日至10月7日放假。10月12日上班", 2024, env)
    assert len(notice.holidays) == 8
    assert due(office)["sign_off_a"] == date(2024, 10, 9)
    assert office.archive.settings.get("makeup_days", env.today) == ["2024-10-12"]
    deciding.enter_holidays(office.archive, "10月1日至10月7日放假", 2024, env)
    assert due(office)["sign_off_a"] == date(2024, 10, 8)
    assert office.archive.settings.get("makeup_days", env.today) == []


def test_another_year_keeps_its_holidays(office: Played) -> None:
    env = office.env("dang")
    deciding.enter_holidays(office.archive, "2030-10-01..2030-10-07 放假", 2030, env)
    deciding.enter_holidays(office.archive, "2031-10-01..2031-10-03 放假", 2031, env)
    deciding.enter_holidays(office.archive, "2030-10-01放假", 2030, env)
    assert office.archive.settings.get("holidays", env.today) == [
        "2030-10-01", "2031-10-01", "2031-10-02", "2031-10-03",
    ]  # fmt: skip


def test_days_beyond_the_published_years_are_provisional_until_they_are_entered(office: Played, volume: Values) -> None:
    office.save("jia", C2, {"_id": volume["_id"], "ended_on": date(2024, 3, 1)})
    assert provisional(office) == set()
    assert deciding.missing_holidays(office.archive, office.env("dang")) == []
    office.on(date(2031, 9, 29))
    late = office.save("jia", C2, {"_id": volume["_id"], "ended_on": date(2031, 9, 29)})
    assert late["status"] == "drafting"
    assert due(office)["sign_off_a"] == date(2031, 10, 2) and provisional(office) == {"sign_off_a"}
    missing = deciding.missing_holidays(office.archive, office.env("dang"))
    assert [p.code for p in missing] == ["GEN_CALENDAR"] and "2031" in missing[0].zh
    deciding.enter_holidays(office.archive, "10月1日至7日放假", 2031, office.env("dang"))
    assert due(office)["sign_off_a"] == date(2031, 10, 9) and provisional(office) == set()
    office.on(date(2031, 11, 30))
    assert deciding.missing_holidays(office.archive, office.env("dang")) == []
    office.on(date(2031, 12, 1))
    assert ["2032" in p.zh for p in deciding.missing_holidays(office.archive, office.env("dang"))] == [True]


def test_a_setting_of_days_moves_what_waits(office: Played, volume: Values) -> None:
    env = office.env("dang")
    deciding.set_setting(office.archive, "a_handover_days", 1, env.today, env)
    assert due(office)["sign_off_a"] == date(2024, 9, 27)


def test_a_save_does_not_move_the_day_of_the_state(office: Played) -> None:
    slip: dict[str, Any] = {"applicant": office.person("li"), "dept": office.dept, "purpose": "查阅", "mode": "loan"}
    volume = office.filed_volume("A-1", "案卷")
    made = office.save("li", "retrieval_slip", {
        **slip, "term_days": 7, "items": [{"archive_no": office.link("file_catalogue", volume), "volumes": 1}],
    })  # fmt: skip
    before = [w for w in waiting.everything(office.archive.store) if w.form == "retrieval_slip"]
    office.on(date(2024, 4, 1))
    office.save("li", "retrieval_slip", {"_id": made["_id"], "purpose": "再查"})
    assert [w for w in waiting.everything(office.archive.store) if w.form == "retrieval_slip"] == before


def test_holidays_are_taken_in_whole_or_not(office: Played, volume: Values, monkeypatch: pytest.MonkeyPatch) -> None:
    before = due(office)
    with monkeypatch.context() as broken:
        broken.setattr(waiting, "_put", lambda *args, **more: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            deciding.enter_holidays(office.archive, "9月30日放假，10月12日上班", 2024, office.env("dang"))
    assert office.archive.settings.get("holidays", office.today) == [] and due(office) == before


def test_a_setting_dated_ahead_moves_limits_on_its_day(office: Played, volume: Values) -> None:
    archive = office.archive
    deciding.set_setting(archive, "a_handover_days", 5, date(2024, 9, 28), office.env("dang"))
    assert due(office)["sign_off_a"] == date(2024, 9, 30)
    for day, until in ((27, date(2024, 9, 30)), (28, date(2024, 10, 9)), (29, date(2024, 10, 9))):
        archive.clock = lambda day=day: datetime(2024, 9, day, 8)  # type: ignore[misc]
        archive.new_day()
        assert due(office)["sign_off_a"] == until
