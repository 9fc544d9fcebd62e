"""What waits for somebody: the steps that lead on, not those that one may take."""

from __future__ import annotations

from datetime import date

from dangan.record import Values
from storage import waiting
from tests.processes.conftest import Played
from tests.processes.test_handover import C2, C3, coded, listed
from tests.processes.test_loans import B9, lent, slip
from tests.processes.test_personnel import A1, approved, record

__all__ = ["listed", "record"]  # fixtures


def waits(office: Played) -> set[str]:
    """The steps that wait for anybody."""
    return {one.step for one in waiting.everything(office.archive.store)}


def test_a_handover_waits_for_its_next_step(office: Played, listed: Values) -> None:
    assert waits(office) == {"sign_off_a"}
    assert waiting.mine(office.archive.store, office.env("zong").office.acts_as(office.person("zong"))) == []
    office.take("jia", C2, listed, "sign_off_a")
    assert waits(office) == {"check"}
    office.take("yi", C2, listed, "check")
    assert waits(office) == {"sign_off_b"}
    office.take("yi", C2, listed, "ask")
    assert waits(office) == {"supply"}
    office.take("jia", C2, listed, "supply")
    coded(office, listed)
    office.take("yi", C2, listed, "sign_off_b")
    assert waits(office) == {"submit"}
    office.take("yi", C2, listed, "submit")
    assert waits(office) == {"accept"}
    office.take("dang", C2, listed, "send_back", reason="缺封面")
    assert waits(office) == {"sign_off_a"}


def test_a_list_of_what_lacks(office: Played, listed: Values) -> None:
    lacking = office.save("yi", C3, {
        "volume": office.link(C2, listed), "items": [{"title": "收据", "lack": "missing_doc"}]})  # fmt: skip
    office.take("yi", C3, lacking, "submit")
    assert waits(office) - {"sign_off_a"} == {"acknowledge", "confirm", "close"}


def test_a_loan(office: Played) -> None:
    volume, other = office.filed_volume("A-1", "案卷1"), office.filed_volume("A-2", "案卷2")
    asked = slip(office, "li", volume)
    assert waits(office) == {"approve", "lend"}
    office.take("zong", B9, asked, "reject", reason="不需要")
    assert waits(office) == set()
    lent(office, "li", other)
    (out,) = waiting.everything(office.archive.store)
    assert (out.step, out.due_on) == ("take_back", date(2024, 3, 11))


def test_a_record_that_is_approved(office: Played, record: Values) -> None:
    approved(office, record)
    assert waits(office) == {"file"}
    office.take("dang", A1, record, "file")
    assert waits(office) == set()
