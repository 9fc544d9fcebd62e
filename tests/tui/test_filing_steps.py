"""Monthly filings on the screen: numbers run on from the first, and a month without papers is signed for, too."""

from __future__ import annotations

from typing import Any

from tests.processes.conftest import Played, office  # noqa: F401
from tests.tui.clerk import Clerk
from tests.tui.test_steps import desk, step

H2 = "monthly_transfer"
PAPER = {"title": "会议决议", "pages": 8, "copy_kind": "original", "retention": "y10"}


async def _received(office: Played, clerk: Clerk, **values: Any) -> int:  # noqa: F811
    slip = office.save("ke", H2, {"dept": office.dept, **values})
    office.take("ke", H2, slip, "submit")
    await clerk.app.open_record(H2, slip["_id"])
    await clerk.settle()
    await step(clerk, "签收")
    return int(slip["_id"])


async def test_a_nil_report_is_signed_for(office: Played) -> None:  # noqa: F811
    async with desk(office, "dang") as clerk:
        slip = await _received(office, clerk, nil_report=True)
        assert "签字人 档管理" in clerk.message
        await clerk.type("1")
        assert office.archive.read(H2, slip)["status"] == "approved"


async def test_one_number_is_typed_and_runs_on(office: Played) -> None:  # noqa: F811
    async with desk(office, "dang") as clerk:
        slip = await _received(office, clerk, items=[PAPER, {**PAPER, "title": "通知"}])
        await clerk.type("<f4><f6>A-099<enter>1")
        assert [line["archive_no"] for line in office.archive.read(H2, slip)["items"]] == ["A-099", "A-100"]
