"""A record that a field shall name is made from inside a form and comes back named; the other side counts who names it;
without its plugin it is plain text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from dangan.record import Link
from forms_plugins.archives.appraisal import Appraisal
from forms_plugins.projects.loan_slip import LoanSlip
from forms_plugins.visits.visit_record import VisitRecord
from storage.archive import Archive
from tests.processes.conftest import Played, office  # noqa: F401
from tests.processes.test_project_files import kept
from tests.tui.clerk import Clerk, at_work
from tests.tui.office import NOW, Clock
from tests.tui.test_steps import desk
from tui.screens.entry import EntryScreen
from tui.widgets.form.layout import Place

CASES = (
    ("visit_record", Place("head", "customer"), "客户档案", "customer", "<f3>khmc<enter>新客户"),
    ("loan_slip", Place("items", "archive_no", 0), "档案台帐", "archive_ledger", "<f3>xmmc<enter>新项目"),
    ("appraisal", Place("items", "archive_no", 0), "归档案卷目录表", "file_catalogue", "<f3>ajbt<enter>新案卷"),
)


async def at(clerk: Clerk, form: str, place: Place) -> Any:
    await clerk.app.edit(form)
    screen: Any = clerk.app.screen
    screen.view.go(place)
    await clerk.settle()
    return screen


def held(screen: Any, place: Place) -> Any:
    values = screen.model.values
    return values[place.block][0][place.field] if place.row >= 0 else values[place.field]


@pytest.mark.parametrize(("form", "place", "asked", "target", "keys"), CASES)
async def test_made_from_inside_and_counted_there(
    office: Played,  # noqa: F811
    form: str,
    place: Place,
    asked: str,
    target: str,
    keys: str,
) -> None:
    async with desk(office, "dang") as clerk:
        screen = await at(clerk, form, place)
        await clerk.type("没有<f5>")
        digit = clerk.message.partition(f" {asked}")[0][-1]
        await clerk.type(digit)
        assert isinstance(clerk.app.screen, EntryScreen) and clerk.app.screen.form_id == target
        await clerk.type(keys + "<f6>")
        assert "已保存" in clerk.message
        await clerk.type("<escape>")
        assert clerk.app.screen is screen and screen.model.place == place
        link = held(screen, place)
        assert (link.form, link.title.startswith("新")) == (target, True)
        await clerk.type("<f2>")
        assert "新" in clerk.lines[0] and clerk.app.screen is not screen  # F2 opens it
        await clerk.type("<escape>")
        assert clerk.app.screen is screen
        if form == "loan_slip":  # lends what is filed, and asks for all of it at once
            kept(office, "DA-1", _id=link.id)
            await clerk.type("<f3>jysy<enter>查阅<enter>1<f6>")
        await clerk.type("<f6>")
        found = {spec.id: count for spec, count, _ in office.archive.links_here(link.id)}
        assert found == {form: 1}, clerk.message
        await clerk.type("<escape>")
        await clerk.app.open_record(target, link.id)
        await clerk.settle()
        assert "关联1" in clerk.lines[1]


@pytest.mark.parametrize(
    ("form", "place"),
    [(VisitRecord, Place("head", "customer")), (LoanSlip, Place("items", "archive_no", 0)),
     (Appraisal, Place("items", "archive_no", 0))],
)  # fmt: skip
async def test_without_the_plugin_it_is_text(tmp_path: Path, form: Any, place: Place) -> None:
    archive = Archive.open(tmp_path / "o" / "d.db", [form.form_type], create=True, clock=Clock(NOW))
    company = archive.directory.add("company", "总公司", at=NOW, by="wang")
    archive.directory.paste_lines("办公室\t王芳\t档案员", at=NOW, by="wang", company_id=company)
    async with at_work(archive) as clerk:
        screen = await at(clerk, form.form_type.spec.id, place)
        await clerk.type("只有纸质的一份<enter>")
        assert held(screen, place) == Link("只有纸质的一份", form=held(screen, place).form)
        assert "只有纸" in clerk.screen  # a narrow column of a table cuts it
    archive.close()
