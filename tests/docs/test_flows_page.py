"""The example of the page on flows is dropped beside a store and played: agreed by the head, closed by the archivist."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from dangan.record import Values
from storage import signatures, waiting
from tests.docs.test_plugin_page import first_example
from tests.processes.conftest import Played, opened

PAGE = Path(__file__).resolve().parents[2] / "docs" / "flows.md"
PASS = "gate_pass"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Played]:
    (tmp_path / "o" / "plugins").mkdir(parents=True, mode=0o700)
    (tmp_path / "o").chmod(0o700)
    file = tmp_path / "o" / "plugins" / "gate.py"
    file.write_text(first_example(PAGE), "utf-8")
    file.chmod(0o600)
    played = opened(tmp_path / "o" / "o.db", date(2024, 3, 1))
    yield played
    played.archive.close()


@pytest.fixture
def asked(office: Played) -> Values:
    return office.save("li", PASS, {"goods": "旧柜子", "dept": office.dept})


def test_the_whole_way(office: Played, asked: Values) -> None:
    assert office.refused("li", PASS, asked, "agree") == ["GEN_NOT_SIGNER"]
    (wait,) = waiting.mine(office.archive.store, office.env("ke").office.acts_as(office.person("ke")), 1)
    assert (wait.record_id, wait.step, wait.due_on) == (asked["_id"], "agree", date(2024, 3, 5))
    office.on(date(2024, 3, 4))
    office.save("li", PASS, {"_id": asked["_id"], "goods": "旧柜子两个"})
    assert waiting.everything(office.archive.store)[0].due_on == date(2024, 3, 5)  # a change gives no more time
    assert office.offers("ke", PASS, asked)["agree"].due_on == date(2024, 3, 5)
    agreed = office.take("ke", PASS, asked, "agree")
    assert (agreed["status"], agreed["approved_by"].name) == ("agreed", "科长")
    assert office.refused_save("li", PASS, {"_id": asked["_id"], "goods": "新柜子"}) == ["GEN_LOCKED"]
    assert office.refused("dang", PASS, asked, "close") == ["GEN_REQUIRED"]
    assert office.refused("li", PASS, asked, "close", values={"left_at": "10:30"}) == ["GEN_NO_RIGHT"]
    closed = office.take("dang", PASS, asked, "close", values={"left_at": "10:30"})
    assert (closed["status"], closed["left_at"]) == ("closed", "10:30")
    assert waiting.everything(office.archive.store) == []
    assert signatures.check(office.archive.store, office.archive.registry) == []


def test_its_rule_refuses(office: Played) -> None:
    empty = office.save("li", PASS, {"dept": office.dept})
    assert "RULE:goods_are_named" not in office.refused("ke", PASS, empty, "agree")  # it asks when the pass is closed
    assert office.refused("ke", PASS, empty, "agree") == ["GEN_REQUIRED"]
    assert "RULE:goods_are_named" in office.refused("dang", PASS, empty, "close", values={"left_at": "10:30"})


def test_refused_with_a_reason(office: Played, asked: Values) -> None:
    assert office.refused("ke", PASS, asked, "refuse") == ["GEN_REASON"]
    assert office.take("ke", PASS, asked, "refuse", reason="不需要")["status"] == "refused"


def test_nobody_agrees_to_his_own(office: Played) -> None:
    own = office.save("ke", PASS, {"goods": "旧柜子", "dept": office.dept})
    assert office.refused("ke", PASS, own, "agree") == ["GEN_SAME_PERSON"]
