"""Effects of steps: a new record has its defaults, a signature that is emptied is withdrawn; questions over all records."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from storage import signatures
from tests.processes.conftest import Played, opened

START = date(2024, 3, 4)
FORMS = """
import dangan as d


class Keeping(d.Flow):
    kept = d.State("在库", "Kept")
    gone = d.State("已出库", "Gone")

    agree = d.Step("同意", "Agree", kept, sign="agreed_by", asks="reason")
    take_back = d.Step("收回", "Take back", kept)


class Deed(d.Form, id="deed", zh="证", en="Deed", title="{no}", prefix="ZZ", flow=Keeping, own="holder",
           unique=[d.Unique("no", only=d.when("state", "held"))]):
    with d.Head() as head:
        no = d.Text("证号", "Deed number", required=True)
        holder = d.Person("持有人", "Holder")
        state = d.Choice("状况", "Condition", {"held": "在库", "lost": "遗失"}, default="held")
        reason = d.Text("原因", "Reason", required=True)
        entered_at = d.DateTime("登记时间", "Entered at", default=d.NOW)
    agreed_by = d.Sign("同意人", "Agreed by", who=d.role("gm"))


@Deed.no.must("持有人自己的证。", "The holder's own.")
def not_of(owner: d.Link, user: d.Link) -> bool:
    return owner.id != user.id


@d.listens("deed.take_back")
def after_step(stepping):
    yield d.Change("deed", {"_id": stepping.new["_id"], "agreed_by": None, "reason": None})
    yield d.Change("deed", {"no": stepping.new["no"] + "-2"})


register_forms = d.registering(Deed)
"""


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Played]:
    home = tmp_path / "o"
    (home / "plugins").mkdir(parents=True, mode=0o700)
    home.chmod(0o700)
    (home / "plugins" / "deeds.py").write_text(FORMS, "utf-8")
    (home / "plugins" / "deeds.py").chmod(0o600)
    played = opened(home / "o.db", START)
    yield played
    played.archive.close()


def test_what_a_change_empties_is_withdrawn_and_a_new_record_has_its_defaults(office: Played) -> None:
    deed = office.save("li", "deed", {"no": "1"})
    office.take("zong", "deed", deed, "agree", values={"reason": "抵押"})
    office.take("dang", "deed", deed, "take_back")
    assert office.archive.read("deed", deed["_id"])["agreed_by"] is None
    assert [bool(one.withdrawn_at) for one in signatures.given(office.archive.store, deed["_id"])] == [True]
    assert signatures.check(office.archive.store, office.archive.registry) == []
    (other,) = office.env("li").office.find("deed", no="1-2")
    assert (other["state"], other["prepared_by"].text) == ("held", "档管理")
    assert (other["entered_at"].date(), other["entered_at"].second) == (START, 0)


def test_a_field_called_state_is_meant_by_a_condition(office: Played) -> None:
    office.save("li", "deed", {"no": "1"})
    assert office.refused_save("li", "deed", {"no": "1"}) == ["GEN_DUPLICATE"]
    office.save("li", "deed", {"no": "1", "state": "lost"})


def test_rules_know_whose_record_it_is(office: Played) -> None:
    assert office.refused_save("li", "deed", {"no": "1", "holder": office.person("li")}) == ["RULE:not_of"]
    office.save("li", "deed", {"no": "1", "holder": office.person("zhao")})
    office.save("li", "deed", {"no": "2"})  # nobody's


def test_all_of_them_and_those_in_a_range(office: Played) -> None:
    for n in range(120):
        office.save("li", "deed", {"no": f"{n:03}"})
    asked = office.env("li").office
    assert [one["no"] for one in asked.each("deed")] == [f"{n:03}" for n in range(120)]
    assert len(asked.find("deed")) == 50
    assert [one["no"] for one in asked.each("deed", no=slice("050", "053"))] == ["050", "051", "052", "053"]
    assert len(list(asked.each("deed", no=slice(None, "099")))) == 100
    assert list(asked.each("nothing")) == []
