"""Who may act: roles with their days, substitutes, heads and deputies, registers, settings; two alike; needs by case."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from dangan.record import Values
from storage.roles import BadRole, Roles
from tests.processes.conftest import Played, opened

START = date(2024, 3, 4)
FORMS = """
from dangan import (
    Date, Flow, Form, Head, Int, Person, Sign, State, Step, deputy_of, head_of, holder_of, hookimpl, registered, role,
)


class DeptArchivist(Form, id="gate_keeper", zh="部门档案员", en="Department archivists", title="{person}", prefix="BD"):
    with Head() as head:
        person = Person("档案员", "Archivist", required=True)
        valid_to = Date("至", "Until")


class Asking(Flow):
    open = State("办理中", "Open")
    witnessed = State("已见证", "Witnessed")
    paid = State("已支付", "Paid")

    by_role = Step("一", "One", open, by=role("gm"))
    by_head = Step("二", "Two", open, by=head_of("dept"))
    by_deputy = Step("三", "Three", open, by=deputy_of("dept"))
    by_entry = Step("四", "Four", open, by=registered("gate_keeper", "dept"))
    by_setting = Step("五", "Five", open, by=holder_of("disposal_approver"))
    by_field = Step("六", "Six", open, by="asked")
    by_either = Step("七", "Seven", open, by=f"asked {role('archivist')}")
    by_anybody = Step("八", "Eight", open)
    witness = Step("见证", "Witness", open, witnessed, sign="first second", ordered=False)
    pay = Step("支付", "Pay", witnessed, paid, sign="head_signs leader_signs")


class Request(Form, id="request", zh="申请", en="Request", title="{asked}", prefix="SQ", flow=Asking):
    with Head() as head:
        asked = Person("受托人", "Asked", required=True)
        amount = Int("金额", "Amount")
    first = Sign("见证人一", "First witness", who=f"{role('archivist')} {role('gm')}")
    second = Sign("见证人二", "Second witness", who=f"{role('archivist')} {role('gm')}", differs="first")
    head_signs = Sign("部门负责人", "Head", who=head_of("dept"))
    leader_signs = Sign("总经理", "General manager", who=role("gm"))


@Asking.pay.needs
def by_amount(amount: int | None):
    return ["head_signs", "leader_signs"] if (amount or 0) > 1000 else ["head_signs"] if amount else []


@hookimpl
def register_forms():
    return [DeptArchivist, Request]
"""


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Played]:
    home = tmp_path / "o"
    (home / "plugins").mkdir(parents=True, mode=0o700)
    home.chmod(0o700)
    (home / "plugins" / "asking.py").write_text(FORMS, "utf-8")
    (home / "plugins" / "asking.py").chmod(0o600)
    played = opened(home / "o.db", START)
    yield played
    played.archive.close()


@pytest.fixture
def request_(office: Played) -> Values:
    return office.save("li", "request", {"asked": office.person("zhao"), "dept": office.dept})


def may(office: Played, record: Values, step: str) -> set[str]:
    """Who of all may take a step, each tried and asked for."""
    found = set()
    for login in office.ids:
        offer = office.offers(login, "request", record)[step]
        assert offer.mine == (not offer.problems), (login, step)
        if offer.mine:
            office.take(login, "request", record, step)
            found.add(login)
        else:
            assert office.refused(login, "request", record, step) == ["GEN_NO_RIGHT"]
    return found


@pytest.mark.parametrize("step, who", [
    ("by_role", {"zong"}), ("by_head", {"ke"}), ("by_deputy", {"fu"}), ("by_entry", set()), ("by_setting", {"zong"}),
    ("by_field", {"zhao"}), ("by_either", {"zhao", "dang"}),
])  # fmt: skip
def test_each_kind(office: Played, request_: Values, step: str, who: set[str]) -> None:
    assert may(office, request_, step) == who


def test_nobody_in_particular(office: Played, request_: Values) -> None:
    assert may(office, request_, "by_anybody") == set(office.ids)


def test_a_role_has_its_days(office: Played, request_: Values) -> None:
    roles, at = Roles(office.archive.store), office.env("dang").now
    roles.give(office.ids["jia"], "gm", START + timedelta(1), at=at, by="root", to_date=START + timedelta(2))
    for day, who in ((0, {"zong"}), (1, {"zong", "jia"}), (2, {"zong", "jia"}), (3, {"zong"})):
        office.on(START + timedelta(day))
        assert may(office, request_, "by_role") == who
    roles.end(office.ids["zong"], "gm", START + timedelta(3), at=at, by="root")
    office.on(START + timedelta(4))
    assert may(office, request_, "by_role") == set()
    with pytest.raises(BadRole):
        roles.give(office.ids["jia"], "gm", START, at=at, by="root", to_date=START - timedelta(1))


def test_a_substitute_has_his_days_and_no_substitute_of_his_own(office: Played, request_: Values) -> None:
    roles, at, ids = Roles(office.archive.store), office.env("dang").now, office.ids
    roles.substitute(ids["jia"], ids["ke"], START + timedelta(1), START + timedelta(1), at=at, by="root")
    roles.substitute(ids["yi"], ids["jia"], START, START + timedelta(9), at=at, by="root")
    for day, who in ((0, {"ke"}), (1, {"ke", "jia"}), (2, {"ke"})):
        office.on(START + timedelta(day))
        assert may(office, request_, "by_head") == who


def test_a_new_head_takes_the_place_of_the_old(office: Played, request_: Values) -> None:
    assert office.dept is not None and office.dept.id is not None
    at = office.env("dang").now
    office.archive.directory.change("dept", office.dept.id, head_id=office.ids["yi"], at=at, by="root")
    assert may(office, request_, "by_head") == {"yi"}


def test_the_entry_in_a_register(office: Played, request_: Values) -> None:
    entry = office.save("dang", "gate_keeper", {"person": office.person("jia"), "dept": office.dept})
    assert may(office, request_, "by_entry") == {"jia"}
    office.save("dang", "gate_keeper", {"_id": entry["_id"], "valid_to": START})
    office.save("dang", "gate_keeper", {"person": office.person("yi"), "dept": office.dept})
    assert may(office, request_, "by_entry") == {"yi"}
    office.archive.void(
        "gate_keeper", office.archive.read("gate_keeper", entry["_id"])["_id"], "错", office.env("dang")
    )
    assert may(office, request_, "by_entry") == {"yi"}


def test_the_role_that_a_setting_names(office: Played, request_: Values) -> None:
    at = office.env("dang").now
    office.archive.settings.set("disposal_approver", "deputy_gm", START + timedelta(1), "root", at=at)
    assert may(office, request_, "by_setting") == {"zong"}
    office.on(START + timedelta(1))
    assert may(office, request_, "by_setting") == {"fu"}


@pytest.mark.parametrize("one, other", [("dang", "zong"), ("zong", "dang")])
def test_two_of_a_kind(office: Played, request_: Values, one: str, other: str) -> None:
    assert office.refused("li", "request", request_, "witness") == ["GEN_NOT_SIGNER"]
    assert office.take(one, "request", request_, "witness")["status"] == "open"
    assert office.refused(one, "request", request_, "witness") == ["GEN_SAME_PERSON"]
    done = office.take(other, "request", request_, "witness")
    assert (done["status"], done["first"].id, done["second"].id) == ("witnessed", office.ids[one], office.ids[other])


@pytest.mark.parametrize("amount, signers", [(None, []), (500, ["ke"]), (5000, ["ke", "zong"])])
def test_needs_by_case(office: Played, request_: Values, amount: int | None, signers: list[str]) -> None:
    office.save("li", "request", {"_id": request_["_id"], "amount": amount})
    for login in ("dang", "zong"):
        office.take(login, "request", request_, "witness")
    assert len(office.offers("ke", "request", request_)["pay"].open) == len(signers)
    if signers[1:]:
        assert office.refused("zong", "request", request_, "pay", sign="leader_signs") == ["GEN_SIGN_ORDER"]
    for login in signers:
        paid = office.take(login, "request", request_, "pay")
    if not signers:
        paid = office.take("li", "request", request_, "pay")
    assert paid["status"] == "paid"


@pytest.mark.parametrize(
    "given", [{"sign": "nothing"}, {"sign": "asked"}, {"sign": "items.0.first"}, {"lines": (7,)}, {"values": {"x": 1}}]
)
def test_nonsense_is_refused_with_a_sentence(office: Played, request_: Values, given: dict[str, object]) -> None:
    assert office.refused("dang", "request", request_, "witness", **given)
    assert office.refused("dang", "request", request_, "no_such_step", **given) == ["GEN_STEP_STATE"]


def test_a_step_for_which_nobody_is_named_says_so(office: Played, request_: Values) -> None:
    roles, at = Roles(office.archive.store), office.env("dang").now
    first = office.offers("li", "request", request_)["by_role"].problems[0]
    assert "目前没有" not in first.zh
    roles.end(office.ids["zong"], "gm", START, at=at, by="root")
    office.on(START + timedelta(1))
    found = office.offers("li", "request", request_)["by_role"].problems[0]
    assert found.code == "GEN_NO_RIGHT"
    assert found.zh.endswith("目前没有总经理。") and "dangan directory role 姓名 gm" in found.mend_zh
    assert found.en.endswith("There is no General manager at present.") and "F9, Directory, Roles" in found.mend_en
    either = office.offers("li", "request", request_)["by_either"].problems[0]
    assert "目前没有" not in either.zh, "a person is named beside the role"
    office.archive.directory.change("dept", office.dept.id, head_id=None, at=at, by="root")  # type: ignore[union-attr]
    found = office.offers("li", "request", request_)["by_head"].problems[0]
    assert "目前没有业务部负责人。" in found.zh and "dangan directory head" in found.mend_zh
    witness = office.offers("li", "request", request_)["witness"].problems[0]
    assert "目前没有" not in witness.zh, "the archivist may sign"


def test_who_has_left_holds_no_role(office: Played, request_: Values) -> None:
    at = office.env("dang").now
    office.archive.directory.close("person", office.ids["zong"], START - timedelta(1), at=at, by="root")
    assert "目前没有总经理" in office.offers("li", "request", request_)["by_role"].problems[0].zh


def test_days_of_a_role_do_not_overlap_and_end_after_they_begin(office: Played) -> None:
    roles, at, jia = Roles(office.archive.store), office.env("dang").now, office.ids["jia"]
    roles.give(jia, "gm", START, at=at, by="root", to_date=START + timedelta(5))
    roles.give(jia, "gm", START + timedelta(6), at=at, by="root")
    codes = []
    held = [h for h in roles.held() if h.person_id == jia]
    for refused in (
        lambda: roles.give(jia, "gm", START + timedelta(5), at=at, by="root"),
        lambda: roles.give(jia, "gm", START - timedelta(5), at=at, by="root"),
        lambda: roles.change(held[0].id, jia, "gm", START, at=at, by="root"),
        lambda: roles.end(jia, "gm", START - timedelta(1), at=at, by="root"),
        lambda: roles.change(held[0].id, jia, "nobody", START, at=at, by="root"),
    ):
        with pytest.raises(BadRole) as found:
            refused()
        codes.append(found.value.code)
    assert codes == ["ROLE_OVERLAP", "ROLE_OVERLAP", "ROLE_OVERLAP", "ROLE_DATES", "ROLE_UNKNOWN"]
    assert [h for h in roles.held() if h.person_id == jia] == held
    roles.change(held[0].id, jia, "gm", START, at=at, by="root", to_date=START + timedelta(1))
    assert [h.to_date for h in roles.held() if h.person_id == jia] == [START + timedelta(1), None]


def test_days_of_a_substitute_do_not_overlap(office: Played) -> None:
    roles, at, ids = Roles(office.archive.store), office.env("dang").now, office.ids
    jia, ke, days = ids["jia"], ids["ke"], timedelta
    roles.substitute(jia, ke, START, START + days(3), at=at, by="root")
    roles.substitute(jia, ke, START + days(4), START + days(5), at=at, by="root")
    entry = roles.substitutes()[0]
    codes = []
    for refused in (
        lambda: roles.substitute(jia, ke, START + days(5), START + days(9), at=at, by="root"),
        lambda: roles.change_substitute(entry.id, jia, ke, START, START + days(4), at=at, by="root"),
        lambda: roles.change_substitute(entry.id, jia, jia, START, START, at=at, by="root"),
        lambda: roles.change_substitute(entry.id, jia, ke, START, START - days(1), at=at, by="root"),
    ):
        with pytest.raises(BadRole) as found:
            refused()
        codes.append(found.value.code)
    assert codes == ["SUBSTITUTE_OVERLAP", "SUBSTITUTE_OVERLAP", "SUBSTITUTE_SELF", "ROLE_DATES"]
    roles.change_substitute(entry.id, jia, ke, START, START + days(2), at=at, by="root")
    assert roles.substitutes()[0].to_date == START + days(2)
