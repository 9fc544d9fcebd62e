"""补录: the archivist types the slips of an old loan book, with the signatures on paper and a scan, and a number left out."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from pathlib import Path

from dangan.intake import INTAKE
from storage import attachments, deciding, scans, signatures
from storage.archive import Archive
from tests.stories.typing import CTRL_U, CTRL_Z, ENTER, ESC, F3, F5, F6, F9, command, leave, program, says, sheet
from tests.terminal import Terminal

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


def to(t: Terminal, field: str) -> None:
    """Go to a field by its name."""
    t.send(F3 + field + ENTER)


def slip(t: Terminal, number: str, state: str, volume: str) -> None:
    """Type an old slip but for its signatures."""
    t.send(sheet(number, state, "李员工", "2009-05-04", "", "", "抵押登记", "2", volume, "", "", "", "1") + ENTER)
    to(t, "借期")
    t.send("7" + ENTER)
    to(t, "借出日期")
    t.send("20090504" + ENTER)


def test_a_book_of_loans(tmp_path: Path) -> None:
    db = office(tmp_path)
    scan = tmp_path / "批准.pdf"
    scan.write_bytes(b"%PDF-1.4 approved")
    with program(db, "dang") as t:
        t.send("2" + ENTER)
        says(t, "档案调阅单")
        t.send(F3 + "档案调阅单" + ENTER)
        leave(t)
