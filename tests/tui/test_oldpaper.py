"""Old paper typed on the screen: number, state, signatures with their scans, one after the other out of a book."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from dangan.intake import blank
from dangan.record import Values
from storage import attachments, deciding, scans, signatures
from tests.processes.conftest import Played, office  # noqa: F401
from tests.tui.clerk import Clerk, compare
from tests.tui.test_steps import desk
from tui.screens.entry import EntryScreen
from tui.screens.list import ListScreen
from tui.screens.oldpaper import OldPaperScreen
from tui.widgets.form.oldpaper import OldPaper

B9, B2 = "retrieval_slip", "file_catalogue"
BOOK = "2009年案卷登记簿"
VOLUME = "旧-0007<enter>已归档<enter>1<enter>1<enter><enter><enter>A-0907<enter>1<enter>二〇〇九年合同<f6>"


def opened(office: Played, *forms: str, until: str = "2024-12-31") -> None:  # noqa: F811
    env = office.env("dang")
    deciding.set_setting(office.archive, "intake_forms", dict.fromkeys(forms, until), env.today, env)


def records(office: Played, form: str) -> list[Values]:  # noqa: F811
    return [
        office.archive.read(form, i)
        for (i,) in office.archive.store.rows("SELECT _id FROM record WHERE form = ? ORDER BY _id", (form,))
    ]


async def begun(clerk: Clerk, form: str, name: str = "补录旧件") -> OldPaperScreen:
    await clerk.app.show(ListScreen(form))
    await clerk.settle()
    await clerk.type("<f9>" + name + "<enter><ctrl+u>" + BOOK + "<enter>")
    screen = clerk.app.screen
    assert isinstance(screen, OldPaperScreen)
    return screen


@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_one_after_the_other(office: Played, lang: str) -> None:  # noqa: F811
    opened(office, B2)
    async with desk(office, "dang", lang) as clerk:
        await begun(clerk, B2, "补录旧件" if lang == "zh" else "Take in")
        compare(f"{lang}/oldpaper_new", clerk.screen)
        state = "已归档" if lang == "zh" else "filed"
        await clerk.type(VOLUME.replace("已归档", state))
        compare(f"{lang}/oldpaper_lacks", clerk.screen)
        assert records(office, B2) == []
        await clerk.type("2<enter><f6>")
        assert "旧-0007" in clerk.message
        compare(f"{lang}/oldpaper_next", clerk.screen)
        (made,) = records(office, B2)
        assert (made["record_no"], made["status"], made["retention"]) == ("旧-0007", "filed", "y30")
        assert (made["prepared_by"], made["prepared_on"]) == (None, None)
        (version,) = office.archive.history(B2, made["_id"])
        assert (version.action, version.reason) == ("intake", BOOK)
        await clerk.type("<ctrl+z>")
        assert records(office, B2) == [] and "旧-0007" in clerk.screen
        await clerk.type(
            "<f6>旧-0008<enter><enter><enter><enter><enter><enter>A-0908<enter><enter>又一卷<enter><enter><enter><enter><enter>2<enter><f6>"
        )
        assert [(r["record_no"], r["status"], r["fonds_no"]) for r in records(office, B2)] == [
            ("旧-0007", "filed", "1"), ("旧-0008", "filed", "1"),
        ]  # fmt: skip


SLIP = "旧-9<enter>已借出<enter>李员工<enter>2009-05-04<enter><enter><enter>查阅<enter>2"


async def to(clerk: Clerk, field: str) -> None:
    await clerk.type("<f3>" + field + "<enter>")


async def test_signatures_with_their_scans(office: Played, tmp_path: Path) -> None:  # noqa: F811
    opened(office, B2, B9)
    volume = office.filed_volume("A-1", "二〇〇九年合同")
    paper = tmp_path / "批准 2009.pdf"
    paper.write_bytes(b"%PDF-1.4 approved")
    async with desk(office, "dang") as clerk:
        screen = await begun(clerk, B9)
        await clerk.type(SLIP)
        await to(clerk, "档号")
        await clerk.type(f"{volume['record_no']}<enter><enter><enter><enter>1<enter>")
        await to(clerk, "借期")
        await clerk.type("7<enter>")
        await to(clerk, "借出日期")
        await clerk.type("20090504<enter>")
        await to(clerk, "批准人  ")
        await clerk.type("<f9>扫描件<enter>")
        assert clerk.message == "请先填写签字:姓名和日期"
        await clerk.type("已退休的总经理<enter>")
        await to(clerk, "批准人  ")
        assert clerk.message == "“批准人”的纸质签字还缺签字日期。请填写签字人、签字日期并附扫描件。"
        await clerk.type("已退休的总经理 2009-5-4<enter>")
        await to(clerk, "批准人  ")
        await clerk.type("<f9>扫描件<enter>/nowhere/a.pdf<enter>")
        assert "没有文件" in clerk.message
        await clerk.type(f"<f9>扫描件<enter>{paper}<enter>")
        assert clerk.message == "扫描件: 批准 2009.pdf"
        await to(clerk, "经办人")
        await clerk.type("档管理 2009-5-4<enter>")
        compare("zh/oldpaper_slip", clerk.screen)
        await clerk.type("<f6>")
        assert "已保存 旧-9" in clerk.message, clerk.screen
        assert screen.model.values["status"] == "lent", "the next begins in the same state"
    (slip,) = records(office, B9)
    assert (slip["status"], slip["approver"].name, slip["approver"].on) == ("lent", "已退休的总经理", date(2009, 5, 4))
    assert slip["lent_by"].entered_by == "dang" and slip["lent_by"].paper and slip["due_on"] == date(2009, 5, 11)
    assert office.env("dang").office.holding(office.link(B2, volume)) == "on_loan"
    store = office.archive.store
    given = {g.path: g.id for g in signatures.given(store, slip["_id"])}
    files = scans.of(attachments.listing(store, slip["_id"]))
    assert [f.name for f in files[given["approver"]]] == ["批准 2009.pdf"] and len(files) == 1
    assert signatures.check(store, office.archive.registry) == []


async def test_a_void_number(office: Played) -> None:  # noqa: F811
    opened(office, B2)
    async with desk(office, "dang") as clerk:
        await begun(clerk, B2)
        await clerk.type("旧-0008<enter>空号<enter>")
        await to(clerk, "案卷标题")
        await clerk.type("写错了<f6>")
        assert clerk.message == "空号只登记号码，“案卷标题”应为空。请清空，或选择该件的状态。"
        await clerk.type("<ctrl+u><f6>")
        assert "已保存 旧-0008" in clerk.message
    (made,) = records(office, B2)
    assert (made["status"], made["title"], made["fonds_no"]) == ("void", None, None)


async def test_a_scratch_is_offered_as_what_it_was(office: Played) -> None:  # noqa: F811
    opened(office, B2)
    async with desk(office, "dang") as clerk:
        await begun(clerk, B2)
        await clerk.type("旧-0007<enter>已归档<enter>1<escape><escape>")
        await clerk.type("2")
        await clerk.type("<escape>")
        await clerk.app.edit(B2)
        await clerk.settle()
        assert "暂存" not in clerk.message, "an ordinary new record has nothing to do with it"
        await clerk.type("<escape>")
        await clerk.app.go_home() if hasattr(clerk.app, "go_home") else None
        screen = await begun(clerk, B2)
        assert "暂存" in clerk.message
        await clerk.type("1<enter>")
        assert screen.model.values["status"] == "filed" and screen.model.values["record_no"] == "旧-0007"


async def test_home_takes_a_scratch_up_as_old_paper(office: Played) -> None:  # noqa: F811
    opened(office, B2)
    async with desk(office, "dang") as clerk:
        await begun(clerk, B2)
        await clerk.type("旧-0007<enter>已归档<enter>1<escape><escape>2")
    async with desk(office, "dang") as clerk:
        assert "补录" in clerk.screen, clerk.screen
        await clerk.type("<home><enter>")
        screen = clerk.app.screen
        assert isinstance(screen, OldPaperScreen) and screen.book == BOOK
        assert screen.model.values["record_no"] == "旧-0007"


async def test_ended_and_never_opened(office: Played) -> None:  # noqa: F811
    opened(office, B9, until="2024-03-01")
    async with desk(office, "dang") as clerk:
        for form, said in ((B9, "“档案调阅单”的补录已于2024年3月1日结束。请系统管理员重新开放并写明原因。"), (B2, "")):
            await clerk.app.show(ListScreen(form))
            await clerk.settle()
            await clerk.type("<f9>补录<enter>")
            assert clerk.message == said or not said
            assert not isinstance(clerk.app.screen, EntryScreen)
            await clerk.type("<escape><escape>")


async def test_what_was_lacking_is_supplied(office: Played) -> None:  # noqa: F811
    opened(office, B2)
    async with desk(office, "dang") as clerk:
        await begun(clerk, B2)
        await clerk.type(VOLUME + "2<enter><f6>")
        (made,) = records(office, B2)
        await clerk.type("<escape>")
        await clerk.app.open_record(B2, made["_id"])
        await clerk.settle()
        await clerk.type("<f9>补齐<enter><enter>")
        screen = clerk.app.screen
        assert isinstance(screen, OldPaperScreen)
        compare("zh/oldpaper_supply", clerk.screen)
        await to(clerk, "卷内张数")
        await clerk.type("12<f6>")
        assert "已保存 旧-0007" in clerk.message
    (made,) = records(office, B2)
    assert made["sheets"] == 12
    assert [v.action for v in office.archive.history(B2, made["_id"])] == ["intake", "intake"]


def test_every_form_can_be_typed_as_old_paper(office: Played) -> None:  # noqa: F811
    env = office.env("dang")
    specs = [s for s in office.archive.registry.specs() if s.kind == "record"]
    assert len(specs) > 10
    for spec in specs:
        form = office.archive.registry.form(spec.id)
        model = OldPaper(form, blank(form, env), env)
        typed = [f for b in model.walk.blocks for f in model.walk.fields[b.id]]
        assert [f.id for f in typed if f.id in ("record_no", "status")] == ["record_no", "status"], spec.id
        assert {f.id for f in typed if f.type == "sign"} >= {p for p in form.spec.flow.signed if "." not in p} - {
            f.id for f in form.spec.fields.values() if f.source or f.relevant
        }, spec.id
        assert not any(p.level == "refuse" for found in model.problems.values() for p in found), spec.id
        assert [o.code for o in model.spec.find("status").options][-1] == "void", spec.id
