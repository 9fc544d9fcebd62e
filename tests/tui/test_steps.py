"""The screens of flows: steps on a record, lines ticked, what waits, signatures, and what a state locks."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest

from dangan.record import Values
from storage import audit
from tests.cli.conftest import Run, dangan  # noqa: F401
from tests.processes.conftest import Played, office  # noqa: F401
from tests.processes.test_destruction import approved
from tests.tui.clerk import Clerk, compare
from tui.due import due_words
from tui.screens.entry import EntryScreen
from tui.screens.lines import LinesScreen
from tui.screens.record import RecordScreen
from tui.screens.waiting import WaitingScreen
from tui.start import Program
from tui.widgets.form.layout import Place
from tui.widgets.form.model import FormModel
from tui.widgets.lines import Lines

C2, B8, B9 = "volume_contents", "destruction_list", "retrieval_slip"
PAPERS = [
    {"part": "approval", "title": "立项申请表", "pages": 3},
    {"part": "contract", "title": "委托担保合同", "pages": 5},
]


class Desk(Program):
    """The program on the day of the played office."""

    def __init__(self, played: Played, login: str, lang: str) -> None:
        super().__init__(played.archive, login, lang)
        self.played = played

    def now(self) -> Any:
        return datetime.combine(self.played.today, time(9))


@asynccontextmanager
async def desk(played: Played, login: str, lang: str = "zh") -> AsyncIterator[Clerk]:
    """Somebody sits down; the first screen has counted what waits for him."""
    app = Desk(played, login, lang)
    async with app.run_test(size=(80, 24)) as pilot:
        clerk = Clerk(app, pilot)  # type: ignore[arg-type]
        await clerk.settle()
        app.screen.count()  # type: ignore[attr-defined]
        await clerk.settle()
        yield clerk


def listed(office: Played, no: int = 1) -> Values:  # noqa: F811
    customer = office.save("jia", "customer", {"name": f"鑫源担保{no}"})
    return office.save("jia", C2, {
        "project": f"项目{no}", "customer": office.link("customer", customer), "project_no": f"P-{no}",
        "ended_on": date(2024, 3, 1), "business_type": "guarantee", "manager_a": office.person("jia"),
        "manager_b": office.person("yi"), "items": [dict(line) for line in PAPERS],
    })  # fmt: skip


def handed_over(office: Played, no: int = 1) -> Values:  # noqa: F811
    record = listed(office, no)
    office.take("jia", C2, record, "sign_off_a")
    office.take("yi", C2, record, "check")
    items = office.archive.read(C2, record["_id"])["items"]
    office.save("yi", C2, {"_id": record["_id"], "items": [{**x, "code": f"{n:02}"} for n, x in enumerate(items, 1)]})
    office.take("yi", C2, record, "sign_off_b")
    return office.take("yi", C2, record, "submit")


async def opened(clerk: Clerk, record: Values) -> RecordScreen:
    await clerk.app.open_record(C2, record["_id"])
    await clerk.settle()
    screen = clerk.app.screen
    assert isinstance(screen, RecordScreen)
    return screen


async def step(clerk: Clerk, name: str) -> None:
    """Choose a step in the menu by the beginning of its words."""
    await clerk.type("<f9>")
    number = next(line.split()[0] for line in clerk.lines if line.split()[1:] and line.split()[1].startswith(name))
    await clerk.type(number)


async def test_where_it_stands_and_signing(office: Played) -> None:  # noqa: F811
    record = listed(office)
    async with desk(office, "jia") as clerk:
        await opened(clerk, record)
        assert "[编制中] -> A角已签" in clerk.screen
        assert clerk.line("下一步").split() == ["下一步", "A角签字", "项目经理A角", "甲经理", "03-06", "前"]
        await step(clerk, "A角签字")
        assert "签字人 甲经理" in clerk.message
        await clerk.type("<enter>")
        assert clerk.message == "A角签字:未办" and office.archive.read(C2, record["_id"])["sign_a"] is None
        await step(clerk, "A角签字")
        await clerk.type("1")
        assert clerk.message == "A角签字:已办,编制中 -> A角已签"
        assert clerk.lines[1].endswith("A角已签") and "[A角已签]" in clerk.screen
        await clerk.type("4")
        assert (
            clerk.line("A角  ").split()[:4] == ["A角", "甲经理", "2024-03-04", "在程序中"] or "甲经理" in clerk.marked
        )


async def test_a_step_that_is_not_possible_is_shown_with_what_lacks(office: Played) -> None:  # noqa: F811
    record = listed(office)
    async with desk(office, "yi", "en") as clerk:
        await opened(clerk, record)
        await clerk.type("<f9><end>")
        text = clerk.line("Sign as A:")
        assert "can be signed by Project manager A in person only" in text
        menu = clerk.app.screen.query_one(Lines)
        dimmed = [menu.texts[n].split(":")[0].split(maxsplit=1)[1] for n in sorted(menu.dim)]
        assert "Sign as A" in dimmed and "Copy into a new record" not in dimmed
        await clerk.type(text.split()[0])
        assert "Let that person sign" in clerk.message
    assert office.archive.read(C2, record["_id"])["status"] == "drafting"


async def test_what_was_changed_meanwhile_is_not_signed_unread(office: Played) -> None:  # noqa: F811
    record = listed(office)
    async with desk(office, "jia") as clerk:
        await opened(clerk, record)
        await step(clerk, "A角签字")
        office.save("yi", C2, {"_id": record["_id"], "project": "另一项目"})
        await clerk.type("1")
        assert "已被改动" in clerk.message and "另一项目" in clerk.screen
        assert office.archive.read(C2, record["_id"])["sign_a"] is None
        await step(clerk, "A角签字")
        await clerk.type("1")
    assert office.archive.read(C2, record["_id"])["status"] == "a_signed"


async def test_late_in_words(office: Played) -> None:  # noqa: F811
    listed(office)
    office.on(date(2024, 3, 12))
    async with desk(office, "jia") as clerk:
        assert "待办 1 逾期 1" in clerk.lines[0]
        assert "逾期 4 个工作日" in clerk.line("A角签字") and clerk.line("A角签字").startswith(" !")
        await clerk.type("<home><enter>")
        assert isinstance(clerk.app.screen, RecordScreen)
        assert "2024-03-06 前,逾期 4 个工作日" in clerk.line("下一步")
    office.on(date(2024, 3, 9))  # a Saturday: no working day lies between
    assert due_words(date(2024, 3, 8), office.env("jia")) == "逾期 1 天"


@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_the_command_says_what_the_first_screen_says(
    office: Played,  # noqa: F811
    dangan: Run,  # noqa: F811
    lang: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    listed(office)
    handed_over(office, 2)
    office.take("dang", C2, handed_over(office, 3), "send_back", reason="缺封面")
    office.on(date(2024, 3, 12))
    db = Path(str(office.archive.store.path))
    now = datetime(2024, 3, 12, 9)
    monkeypatch.setattr("dangan.cli.context.Session.env", lambda s: s.archive().env(s.login, s.lang, now))
    for login in ("jia", "yi", "dang"):
        async with desk(office, login, lang) as clerk:
            screen = clerk.app.screen
            shown = [(e.texts[1], e.texts[-1].strip()) for e in screen._waiting()]  # type: ignore[attr-defined]
            waits = [(w.form, w.record_no, w.step, w.due_on and str(w.due_on)) for w in screen.waits]  # type: ignore[attr-defined]
        said = dangan(db, "due", "--json", "--as", "dang", "--for", login, lang=lang).json
        assert [(w["form"], w["record_no"], w["step"], w["until"]) for w in said] == waits and waits
        told = dangan(db, "due", "--as", "dang", "--for", login, lang=lang).out.splitlines()
        assert len(told) == len(shown) and all(
            a in line and b in line for (a, b), line in zip(shown, told, strict=True)
        )


async def test_a_reason_is_asked_for(office: Played) -> None:  # noqa: F811
    record = handed_over(office)
    async with desk(office, "dang") as clerk:
        await opened(clerk, record)
        await step(clerk, "退回")
        assert clerk.message.startswith("退回,原因:")
        await clerk.type("缺封面<enter>")
        assert clerk.message == "退回:已办,已移交 -> 已退回"
        await clerk.type("4<end>")
        shown = clerk.screen
        assert "已撤回" in shown and "缺封面" in shown and "甲经理" in shown
        await clerk.type("5")
        assert "退回" in clerk.line("缺封面")


async def test_the_handover_desk(office: Played) -> None:  # noqa: F811
    record = handed_over(office)
    async with desk(office, "dang") as clerk:
        await opened(clerk, record)
        await step(clerk, "接收")
        assert isinstance(clerk.app.screen, LinesScreen)
        assert "立项申请表" in clerk.screen and "已勾 0/2 件" in clerk.lines[1]
        await clerk.type("<f6>")
        assert clerk.message == "没有勾选任何一行"
        await clerk.type(" ")
        assert "已勾 1/2 件" in clerk.lines[1] and "页数 3/8" in clerk.lines[1]
        await clerk.type("2<f6>DA-1<enter>HT-1<enter>")
        assert "签字人 档管理" in clerk.message
        await clerk.type("1")
        assert clerk.message == "接收:已签,还缺 B角移交签字"
    kept = office.archive.read(C2, record["_id"])
    assert (kept["archive_no"], kept["contract_no"], kept["sign_archivist"].name) == ("DA-1", "HT-1", "档管理")


async def test_taking_back_line_by_line(office: Played) -> None:  # noqa: F811
    volumes = [office.filed_volume(f"A-{n}", f"案卷{n}") for n in (1, 2)]
    slip = office.save("li", B9, {
        "applicant": office.person("li"), "dept": office.dept, "purpose": "查阅", "mode": "loan", "term_days": 7,
        "items": [{"archive_no": office.link("file_catalogue", v), "volumes": 1} for v in volumes]})  # fmt: skip
    office.take("zong", B9, slip, "approve")
    office.take("dang", B9, slip, "lend")
    async with desk(office, "dang") as clerk:
        await clerk.app.open_record(B9, slip["_id"])
        await step(clerk, "归还")
        assert isinstance(clerk.app.screen, LinesScreen) and "案卷2" in clerk.screen
        await clerk.type("2<f6>")
        assert "归还日期: 2024-03-04_" in clerk.message.replace("[= 2024-03-04 周一]  ", ""), "today is proposed"
        await clerk.type("<enter>1<enter>李员工<enter><enter>1")
        kept = office.archive.read(B9, slip["_id"])
        assert [x["returned_on"] for x in kept["items"]] == [None, office.today], clerk.message
        assert (kept["items"][1]["return_check"], kept["items"][1]["received_by"].name) == ("intact", "档管理")
        assert kept["status"] == "lent"
        await step(clerk, "归还")
        assert " x " in clerk.line("案卷2")
        await clerk.type("<f4>")
        assert "已勾 1/2 件" in clerk.lines[1], "what is back already is not ticked with the rest"


async def test_what_differs_from_the_list_is_refused(office: Played) -> None:  # noqa: F811
    record = handed_over(office)
    async with desk(office, "dang") as clerk:
        await opened(clerk, record)
        await step(clerk, "接收")
        await clerk.type("1<f6>DA-1<enter>HT-1<enter>1")
        assert "1" in clerk.message and "甲经理" in clerk.message
    assert office.archive.read(C2, record["_id"])["status"] == "submitted"


async def test_warnings_ask_for_a_digit(office: Played) -> None:  # noqa: F811
    record = listed(office)
    office.on(date(2024, 3, 12))
    office.take("jia", C2, record, "sign_off_a")
    office.take("yi", C2, record, "check")
    items = office.archive.read(C2, record["_id"])["items"]
    office.save("yi", C2, {"_id": record["_id"], "items": [{**x, "code": f"{n:02}"} for n, x in enumerate(items, 1)]})
    office.take("yi", C2, record, "sign_off_b")
    async with desk(office, "yi") as clerk:
        await opened(clerk, record)
        await step(clerk, "移交档案室")
        assert "2 照办" in clerk.message
        await clerk.type("<enter>")
        assert office.archive.read(C2, record["_id"])["status"] == "b_signed"
        await step(clerk, "移交档案室")
        await clerk.type("2")
        assert office.archive.read(C2, record["_id"])["status"] == "submitted"


async def test_values_are_typed_as_in_the_form(office: Played) -> None:  # noqa: F811
    record = listed(office)
    async with desk(office, "zong") as clerk:
        await opened(clerk, record)
        await step(clerk, "延期")
        await clerk.type("权证尚未办妥<enter>明天<enter>")
        assert "延后至" in clerk.message and "明天" in clerk.message, "what means no day is asked for again"
        await clerk.type("<ctrl+u>20240320<enter>1")
        assert clerk.message == "延期:已办"
    kept = office.archive.read(C2, record["_id"])
    assert (kept["extended_to"], kept["extension_approver"].name) == (date(2024, 3, 20), "总经理")


async def test_a_signature_on_paper(office: Played, tmp_path: Path) -> None:  # noqa: F811
    record = listed(office)
    paper, later = tmp_path / "A角.pdf", tmp_path / "A角2.pdf"
    paper.write_bytes(b"%PDF-1.4 signed")
    later.write_bytes(b"%PDF-1.4 signed, once more")
    async with desk(office, "dang") as clerk:
        screen = await opened(clerk, record)
        assert not any(c.id.startswith("paper_") for c in screen.commands())
        office.archive.settings.set("paper_signatures", [C2], date(2020, 1, 1), "root", at=office.env("dang").now)
        screen.again()
        await clerk.type("<f9>纸质<enter>")
        assert "姓名和日期" in clerk.message
        await clerk.type("甲经理 20240302<enter>/nowhere/a.pdf<enter>")
        assert "没有文件" in clerk.message and office.archive.read(C2, record["_id"])["sign_a"] is None
        await clerk.type(f"<ctrl+u>{paper}<enter>")
        assert clerk.message == "A角签字:已办,编制中 -> A角已签"
        kept = office.archive.read(C2, record["_id"])["sign_a"]
        assert (kept.name, kept.on, kept.paper, kept.entered_by) == ("甲经理", date(2024, 3, 2), True, "dang")
        await clerk.type("4")
        assert "纸质,档管理登记" in clerk.screen and "扫描件: A角.pdf" in clerk.screen
        compare("zh/paper_signature", clerk.screen)
        await clerk.type(f"<down><f9>另存附件<enter>{tmp_path / 'out.pdf'}<enter>")
        assert (tmp_path / "out.pdf").read_bytes() == paper.read_bytes()
        await clerk.type(f"<f5>{later}<enter>")
        assert "扫描件: A角.pdf, A角2.pdf" in clerk.screen
        await clerk.type("<delete>页码不清<enter>")
        assert "扫描件: A角.pdf" in clerk.screen
        await clerk.type("3")
        assert "A角.pdf" in clerk.screen
    told = office.archive.store.rows("SELECT event, detail ->> '$.field' FROM audit WHERE record_id = ? AND event IN "
                                     "('attach', 'detach')", (record["_id"],))  # fmt: skip
    assert told == [("attach", "signature.1"), ("attach", "signature.1"), ("detach", None)]
    assert audit.verify(office.archive.store) == []


async def test_a_signature_on_paper_without_a_scan(office: Played) -> None:  # noqa: F811
    record = listed(office)
    office.archive.settings.set("paper_signatures", [C2], date(2020, 1, 1), "root", at=office.env("dang").now)
    async with desk(office, "dang", "en") as clerk:
        await opened(clerk, record)
        await clerk.type("<f9>paper<enter>甲经理 20240302<enter><escape>")
        assert office.archive.read(C2, record["_id"])["sign_a"] is None, "Esc leaves it"
        await clerk.type("<f9>paper<enter>甲经理 20240302<enter><enter>")
        assert office.archive.read(C2, record["_id"])["sign_a"].paper
        await clerk.type("4")
        compare("en/paper_signature", clerk.screen)


async def test_what_waits_is_signed_for_several(office: Played) -> None:  # noqa: F811
    records = [listed(office, n) for n in (1, 2, 3)]
    async with desk(office, "jia") as clerk:
        await clerk.type("<f9>等我办<enter>")
        screen = clerk.app.screen
        assert isinstance(screen, WaitingScreen) and "共 3 件" in clerk.lines[1]
        await clerk.type("<enter>")
        assert isinstance(clerk.app.screen, RecordScreen)
        await clerk.type("<escape>")
        assert "已读" in clerk.line("CN-2024-0001")
        await clerk.type("<home> \u3000<f6>")
        assert "A角签字,共 2 份:CN-2024-0001, CN-2024-0002?" in clerk.message
        await clerk.type("<enter>")
        assert all(office.archive.read(C2, r["_id"])["status"] == "drafting" for r in records)
        await clerk.type("<f6>2")
        assert clerk.message == "A角签字:已办 2 份" and "共 1 件" in clerk.lines[1]
        assert "待办 1" in clerk.lines[0]
    assert [office.archive.read(C2, r["_id"])["status"] for r in records] == ["a_signed", "a_signed", "drafting"]


async def test_locked_fields_are_passed(office: Played) -> None:  # noqa: F811
    record = listed(office)
    office.take("jia", C2, record, "sign_off_a")
    async with desk(office, "dang") as clerk:
        await clerk.app.edit(C2, record["_id"])
        await clerk.settle()
        form = clerk.app.screen
        assert isinstance(form, EntryScreen) and form.model.place is not None
        assert form.model.place.field == "contract_no", "all before it is locked"
        assert "=项目名称" in clerk.screen and "=资料名称" in clerk.screen and "=编码" not in clerk.screen
        await clerk.type("<f3>项目名称<enter>")
        assert clerk.message.startswith("CN-2024-0001 已是“A角已签”，“项目名称”不能再改。")
        assert form.model.place.field == "contract_no"
        assert not form.model.may_add("items")


async def test_a_closed_record_is_opened_and_nothing_is_typed(office: Played) -> None:  # noqa: F811
    record = handed_over(office)
    numbers = {"archive_no": "DA-1", "contract_no": "HT-1"}
    office.take("dang", C2, record, "accept", lines=(0, 1), values=numbers)
    office.take("yi", C2, record, "accept", lines=(0, 1))
    async with desk(office, "dang") as clerk:
        await clerk.app.edit(C2, record["_id"])
        await clerk.settle()
        await clerk.type("改<down><enter><f6><escape>")
    assert office.archive.read(C2, record["_id"])["project"] == "项目1"


async def test_burnt_by_three_persons(office: Played) -> None:  # noqa: F811
    office.on(date(2025, 3, 3))
    made = approved(office, office.filed_volume("A-9", "旧卷"))
    office.on(date(2025, 3, 10))
    async with desk(office, "jian") as clerk:
        await clerk.app.open_record(B8, made["_id"])
        await step(clerk, "焚毁")
        assert "2025-03-10" in clerk.message, "today is proposed"
        await clerk.type("<enter>1")
        assert clerk.message == "焚毁:已签,还缺 焚毁执行人"
        await step(clerk, "焚毁")
        assert "监督员" in clerk.message and "签字人" not in clerk.message, "the same person does not sign twice"
    assert office.archive.read(B8, made["_id"])["executed_by"] is None
    async with desk(office, "li") as clerk:
        await clerk.app.open_record(B8, made["_id"])
        await step(clerk, "焚毁")
        assert "签字人 李员工" in clerk.message, "the day stands: it is not asked for again"
        await clerk.type("1")
        assert clerk.message == "焚毁:已办,已核准 -> 已焚毁"
    assert office.archive.read(B8, made["_id"])["destroyed_on"] == date(2025, 3, 10)


def test_a_signature_on_a_line_locks_that_line(office: Played) -> None:  # noqa: F811
    record = listed(office)
    form = office.archive.registry.form(C2)
    first = record["items"][0]["_id"]
    model = FormModel(form, record, office.env("jia"), locked={f"items.{first}.pages"})
    assert not model.can_type(Place("items", "pages", 0)) and model.can_type(Place("items", "pages", 1))


@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_shots(office: Played, lang: str) -> None:  # noqa: F811
    record = handed_over(office)
    for n in (2, 3):
        listed(office, n)
    office.on(date(2024, 3, 12))
    async with desk(office, "jia", lang) as clerk:
        compare(f"{lang}/steps_home", clerk.screen)
        await clerk.app.show(WaitingScreen())
        await clerk.type(" ")
        compare(f"{lang}/steps_waiting", clerk.screen)
    async with desk(office, "dang", lang) as clerk:
        await opened(clerk, record)
        compare(f"{lang}/steps_record", clerk.screen)
        await clerk.type("<f9>")
        compare(f"{lang}/steps_menu", clerk.screen)
        await clerk.type("1 ")
        compare(f"{lang}/steps_lines", clerk.screen)
        await clerk.type("<escape>4")
        compare(f"{lang}/steps_signs", clerk.screen)
        await clerk.type("1<f2>")
        compare(f"{lang}/steps_locked", clerk.screen)


async def test_a_plugin_switched_on_counts_anew_what_waits(office: Played) -> None:  # noqa: F811
    from storage import deciding, waiting
    from tests.tui.test_shots import run

    listed(office)
    archive = office.archive
    plugin = archive.registry.spec(C2).plugin
    assert [w.due_on for w in waiting.everything(archive.store) if w.form == C2 and w.due_on] == [date(2024, 3, 6)]
    async with desk(office, "jia") as clerk:
        await run(clerk, "plugins")
        clerk.app.screen.rows.mark(next(p for p in archive.registry.plugins() if p.name == plugin))  # type: ignore[attr-defined]
        await clerk.type("<f4>2<f6>")
        assert "停用" in clerk.message
        deciding.set_setting(archive, "a_handover_days", 5, office.today, office.env("jia"))
        assert [w.due_on for w in waiting.everything(archive.store) if w.form == C2 and w.due_on] == [date(2024, 3, 6)]
        clerk.app.screen.rows.mark(next(p for p in archive.registry.plugins() if p.name == plugin))  # type: ignore[attr-defined]
        await clerk.type("<f4>")
        assert "启用" in clerk.message
    assert [w.due_on for w in waiting.everything(archive.store) if w.form == C2 and w.due_on] == [date(2024, 3, 8)]


async def test_the_next_step_says_that_nobody_may_take_it(office: Played) -> None:  # noqa: F811
    from storage.roles import Roles

    volume = office.filed_volume("A-1", "案卷1")
    slip = office.save("li", B9, {
        "applicant": office.person("li"), "dept": office.dept, "purpose": "查阅", "mode": "loan", "term_days": 7,
        "items": [{"archive_no": office.link("file_catalogue", volume), "volumes": 1}]})  # fmt: skip
    office.take("zong", B9, slip, "approve")
    office.on(date(2024, 3, 5))
    last, at = date(2024, 3, 4), office.env("dang").now
    Roles(office.archive.store).end(office.ids["dang"], "archivist", last, at=at, by="root")
    async with desk(office, "dang") as clerk:
        await clerk.app.open_record(B9, slip["_id"])
        await clerk.settle()
        assert "档案管理员 (无人)" in clerk.screen
        await step(clerk, "借出")
        assert "目前没有档案管理员" in clerk.message and "F9“目录”中的“角色”" in clerk.message
        await clerk.type("<f9>目录:<enter><f8>")
        assert "档案管理员" in clerk.screen.partition("无人担任")[2]
        await clerk.type("dagly<enter>档管理<enter><f6>")
        assert clerk.message == "已保存:档管理 档案管理员"
        await clerk.type("<escape><escape>")
        assert "档案管理员 档管理" in clerk.screen, "the record knows it at once"
        await step(clerk, "借出")
        assert "借出日期" in clerk.message
