"""补录: the archivist types the slips of an old loan book, with the signatures on paper and a scan, and a number left out."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from pathlib import Path

from dangan.intake import INTAKE
from storage import attachments, audit, deciding, scans, signatures, soundness
from storage.archive import Archive
from tests.stories.typing import CTRL_U, CTRL_Z, ENTER, ESC, F3, F6, F9, TAB, leave, program, says, sheet
from tests.terminal import Terminal

HOME = "\x1b[H"
BOOK = "1998年借阅登记簿"
B9, B2 = "retrieval_slip", "file_catalogue"


def office(folder: Path) -> Path:
    """A store with an archivist, whoever borrows, and two volumes that were taken in; intake is open for a month."""
    place = folder / "dangan.db"
    archive = Archive.open(place, create=True)
    at, book = datetime.now(), archive.directory
    company = book.add("company", "湘江担保公司", at=at, by="root")
    dept = book.add("dept", "业务部", code="YW", company_id=company, at=at, by="root")
    for login, name in (("dang", "档管理"), ("li", "李员工")):
        book.add("person", name, login=login, dept_id=dept, at=at, by="root")
    env = archive.env("dang", "zh")
    until = (date.today() + timedelta(days=30)).isoformat()
    deciding.set_setting(archive, "intake_forms", {B9: until, B2: until}, env.today, env)
    for number, title in (("A-0907", "二〇〇九年担保合同"), ("A-0908", "二〇〇九年反担保合同")):
        volume = {"status": "filed", "fonds_no": "1", "catalogue_no": "1", "archive_no": number, "title": title,
                  "retention": "y30", "filing_class_no": "1"}  # fmt: skip
        archive.save(B2, {**archive.new(B2, env), **volume}, env, action=INTAKE, reason="案卷目录")
    archive.close()
    return place


def begin(t: Terminal, name: str) -> None:
    """Open intake in the list of the form called `name` of the family 2."""
    t.send("2" + ENTER)
    says(t, "数字选中一种表")
    t.send(name + ENTER)
    says(t, "录入顺序")
    t.send(F9 + "补录旧件" + ENTER)
    says(t, "出自哪本簿册")
    t.send(CTRL_U + BOOK + ENTER)
    says(t, f"补录 {BOOK}")


def to(t: Terminal, field: str) -> None:
    """Go to a field by its name."""
    t.send(F3 + field + ENTER)


def slip(number: str, volume: str, state: str = "") -> str:
    """What is typed for an old slip up to its term: the state and who asked stay from the one before where none is given."""
    head = sheet(number, state, "李员工", "2009-05-04", "", "", "抵押登记", "2")
    return sheet(head, volume, "", "", "", "1") + TAB + "7" + ENTER


SIGNED = sheet("", "", "已退休的总经理 2009-5-4")  # behind the opinions of two heads
LENT = sheet("20090504", "档管理 2009-5-4")


def test_a_book_of_loans(tmp_path: Path) -> None:
    db = office(tmp_path)
    scan = tmp_path / "批准.pdf"
    scan.write_bytes(b"%PDF-1.4 approved")
    with program(db, "dang") as t:
        begin(t, "档案调阅单")
        t.send(slip("旧-1", "A-0907", "已借出") + SIGNED)
        t.send(F9 + "扫描件" + ENTER)
        says(t, "扫描件的文件:")
        t.send(f"{tmp_path}/nosuch.pdf" + ENTER)
        says(t, "没有文件")
        t.send(F9 + "扫描件" + ENTER + str(scan) + ENTER)
        says(t, "扫描件: 批准.pdf")
        to(t, "借出日期")
        t.send(LENT + F6)
        says(t, "已保存 旧-1")
        t.send(sheet("旧-2", "空号") + F6)
        says(t, "已保存 旧-2")
        t.send(slip("旧-1", "A-0908") + sheet("", "", "已退休的总经理"))
        to(t, "借出日期")
        t.send(LENT + F6)
        says(t, "“批准人”的纸质签字还缺签字日期。")
        t.send("已退休的总经理 2009-5-4" + F6)
        says(t, "编号 旧-1 已用过")
        t.send("旧-3" + F6)
        says(t, "已保存 旧-3")
        t.send(CTRL_Z)
        says(t, "已撤销保存 旧-3")
        t.send(ESC)
        says(t, "未保存")
        t.send("2")
        says(t, "录入顺序")
        leave(t)
    with program(db, "dang") as t:
        says(t, "档案调阅单(补录)")
        t.send(HOME + ENTER)
        says(t, f"补录 {BOOK}")
        t.send(F6)
        says(t, "已保存 旧-3")
        leave(t)
    archive = Archive.open(db)
    store = archive.store
    kept = {
        r["record_no"]: r
        for r in (archive.read(B9, i) for (i,) in store.rows("SELECT _id FROM record WHERE form = ?", (B9,)))
    }
    states = {number: record["status"] for number, record in kept.items()}
    assert states == {"旧-1": "lent", "旧-2": "void", "旧-3": "lent"}
    for record in kept.values():
        (version,) = archive.history(B9, record["_id"])
        assert (version.action, version.reason, version.by) == (INTAKE, BOOK, "dang")
    first = kept["旧-1"]
    given = {g.path: g for g in signatures.given(store, first["_id"])}
    assert {(g.name, g.on, g.paper, g.entered_by) for g in given.values()} == {
        ("已退休的总经理", date(2009, 5, 4), True, "dang"), ("档管理", date(2009, 5, 4), True, "dang"),
    }  # fmt: skip
    beside = scans.of(attachments.listing(store, first["_id"]))
    assert {key: [f.name for f in files] for key, files in beside.items()} == {given["approver"].id: ["批准.pdf"]}
    office_ = archive.env("dang", "zh").office
    assert [office_.holding(r["items"][0]["archive_no"]) for r in (first, kept["旧-3"])] == ["on_loan", "on_loan"]
    assert [
        *signatures.check(store, archive.registry),
        *audit.verify(store),
        *soundness.states(store, archive.registry),
    ] == []
    archive.close()
