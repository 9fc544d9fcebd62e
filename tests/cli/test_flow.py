"""Steps, what waits, roles, holds and holidays on the command line."""

import json
from datetime import date
from pathlib import Path

import pytest

from storage import attachments, scans
from storage.archive import Archive
from storage.roles import Roles
from storage.settings import Settings
from tests.cli.conftest import Run, Told

B2, B9 = "file_catalogue", "retrieval_slip"
PEOPLE = {"admin": "管理员", "dang": "档管理", "zong": "总经理", "li": "李员工", "ke": "科长"}


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A small office with a filed volume `A-1` and nobody in a role but the archivist."""
    db = tmp_path / "o.db"
    archive = Archive.open(db, create=True)
    at = archive.clock()
    company = archive.directory.add("company", "公司", at=at, by="root")
    dept = archive.directory.add("dept", "业务部", code="YW", company_id=company, at=at, by="root")
    for login, name in PEOPLE.items():
        person = archive.directory.add("person", name, login=login, dept_id=dept, at=at, by="root")
        if login == "dang":
            Roles(archive.store).give(person, "archivist", date(2020, 1, 1), at=at, by="root")
    env = archive.env("dang", "zh")
    archive.settings.set("intake_forms", {B2: "2099-12-31"}, env.today, "root", at=at)
    volume = {"fonds_no": "1", "catalogue_no": "1", "archive_no": "A-1", "title": "旧卷", "status": "filed",
              "retention": "y30", "filing_class_no": "1"}  # fmt: skip
    env = archive.env("dang", "zh")
    filed = archive.save(B2, {**archive.new(B2, env), **volume}, env, action="intake", reason="登记簿")
    from dangan.record import Link

    li = archive.env("li", "zh")
    archive.save(B9, {
        **archive.new(B9, li), "purpose": "查阅", "mode": "loan", "term_days": 7,
        "items": [{"archive_no": Link(filed["record_no"], filed["_id"], B2), "volumes": 1}],
    }, li)  # fmt: skip
    archive.close()
    return db


@pytest.fixture
def slip(office: Path, dangan: Run) -> str:
    return str(dangan(office, "list", B9, "--json").json[0]["record_no"])


def as_(dangan: Run, db: Path, user: str, *words: str, lang: str = "zh") -> Told:
    return dangan(db, *words, "--as", user, lang=lang)


def test_the_whole_way(office: Path, slip: str, dangan: Run) -> None:
    told = as_(dangan, office, "zong", "step", B9, slip, "approve")
    assert told.status == 1 and told.out == "" and "批准人" in told.err
    told = dangan(office, "directory", "role", "总经理", "gm", "--from", "2020-01-01")
    assert told.status == 0 and "总经理" in told.out
    waits = as_(dangan, office, "zong", "due", "--json").json
    assert [(w["record_no"], w["step"], w["late"]) for w in waits if w["step"] == "approve"] == [(slip, "approve", 0)]
    told = as_(dangan, office, "zong", "step", B9, slip, "批准")
    assert (told.status, told.out) == (0, f"{slip} 批准 已申请 -> 已批准\n")
    told = as_(dangan, office, "dang", "step", B9, slip, "lend", lang="en")
    assert told.status == 0, told.err
    assert told.out == f"{slip} Lend Approved -> Lent\n"
    none = as_(dangan, office, "dang", "step", B9, slip, "take_back")
    assert none.status == 1 and "没有选择要归还的行" in none.err  # nothing would have been taken back
    asked = ("step", B9, slip, "take_back", "--set", "items.return_check=完整无误", "--set", "items.returned_by=李员工")
    told = as_(dangan, office, "dang", *asked, "--line", "2")
    assert told.status == 1 and "没有第 2 行" in told.err
    told = as_(dangan, office, "dang", *asked, "--line", "1")
    assert told.status == 0, told.err
    shown = dangan(office, "show", B9, slip, "--json").json
    assert (shown["status"], shown["items"][0]["returned_by"]) == ("returned", "李员工")
    assert "已归还" in as_(dangan, office, "dang", "steps", B9, slip).out


def test_steps_say_who_and_what_is_lacking(office: Path, slip: str, dangan: Run) -> None:
    found = as_(dangan, office, "dang", "steps", B9, slip, "--json").json
    assert (found["record_no"], found["status"]) == (slip, "requested")
    by = {s["step"]: s for s in found["steps"]}
    assert not by["lend"]["possible"] and [p["code"] for p in by["lend"]["lacking"]] == ["LOAN_NO_APPROVAL"]
    assert by["approve"]["signatures"] == ["approver"] and not by["approve"]["mine"] and by["reject"]["reason"]
    text = as_(dangan, office, "dang", "steps", B9, slip).out
    assert "不可" in text and "lend" in text and "借出" in text and "批准" in text
    assert dangan(office, "steps", B9, "DY-0000-0000").status == 1


def test_on_paper_where_the_office_allows_it(office: Path, slip: str, dangan: Run) -> None:
    words = ("step", B9, slip, "approve", "--paper", "总经理", "--on", "2024-03-01")
    assert as_(dangan, office, "dang", *words).status == 1
    dangan(office, "directory", "role", "zong", "gm", "--from", "2020-01-01")
    assert dangan(office, "settings", "set", "paper_signatures", '["retrieval_slip.approve"]').status == 0
    assert as_(dangan, office, "dang", *words[:-2]).status == 2
    paper = office.with_name("批准.pdf")
    told = as_(dangan, office, "dang", *words, "--scan", str(paper))
    assert told.status == 1 and "没有文件" in told.err
    paper.write_bytes(b"%PDF-1.4 approved")
    told = as_(dangan, office, "dang", *words, "--scan", str(paper))
    assert told.status == 0, told.err
    kept = dangan(office, "show", B9, slip, "--json").json["approver"]
    assert kept == {"name": "总经理", "on": "2024-03-01", "entered_by": "dang", "paper": True}
    archive = Archive.open(office)
    (file,) = attachments.listing(archive.store, archive.read(B9, slip)["_id"])
    archive.close()
    assert (file.name, list(scans.of([file]).values())) == ("批准.pdf", [[file]])


@pytest.mark.parametrize(("words", "status", "word"), [
    (("--set", "nosuch=1"), 1, "nosuch"),
    (("--set", "lent_on"), 1, "字段=值"),
    (("--set", "lent_on=2024-02-30"), 1, "借出日期"),
    (("--set", "applcant=李员工"), 1, "applicant"),
    (("--set", "purpose=改"), 1, "调阅事由"),
    (("--line", "1"), 1, "--line"),
    (("--line", "0"), 2, "0"),
    (("--paper", "总经理"), 2, "--paper"),
    (("--scan", "a.pdf"), 2, "--scan"),
])  # fmt: skip
def test_wrong_words(office: Path, slip: str, dangan: Run, words: tuple[str, ...], status: int, word: str) -> None:
    told = as_(dangan, office, "dang", "step", B9, slip, "lend", *words)
    assert (told.status, told.out) == (status, "") and word in told.err
    assert dangan(office, "show", B9, slip, "--json").json["status"] == "requested"


def test_an_unknown_step_names_those_that_are(office: Path, slip: str, dangan: Run) -> None:
    told = as_(dangan, office, "dang", "step", B9, slip, "burn")
    assert told.status == 1 and "借出" in told.err


def test_due(office: Path, slip: str, dangan: Run) -> None:
    dangan(office, "directory", "role", "zong", "gm", "--from", "2020-01-01")
    assert as_(dangan, office, "zong", "step", B9, slip, "approve").status == 0
    assert as_(dangan, office, "dang", "step", B9, slip, "lend", "--set", "lent_on=2020-01-06", "--confirm").status == 0
    told = as_(dangan, office, "dang", "due")
    assert "逾期" in told.out.splitlines()[0] and "2020-01-13" in told.out.splitlines()[0]
    (waits,) = [w for w in as_(dangan, office, "dang", "due", "--json").json if w["step"] == "take_back"]
    assert waits["until"] == "2020-01-13" and waits["late"] > 1000 and waits["label"] == "归还"
    assert next(w["step"] for w in dangan(office, "due", "--for", "dang", "--json").json) == "take_back"
    assert next(w["record_no"] for w in dangan(office, "due", "--all", "--json", "--refresh").json) == slip
    told = as_(dangan, office, "li", "due")
    assert (told.status, told.out) == (0, "") and "没有待办" in told.err
    assert dangan(office, "due", "--for", "nobody").status == 1
    assert dangan(office, "due", "--for", "li", "--all").status == 2


def test_holidays_in_a_minute(office: Path, dangan: Run) -> None:
    told = dangan(office, "settings", "holidays", "2026", "放假 2026-10-01..2026-10-07; 上班 2026-09-27 2026-10-10")
    assert told.status == 0 and told.out.splitlines()[0].startswith("放假 7  2026-10-01")
    assert told.out.splitlines()[1] == "上班 2  2026-09-27 2026-10-10"
    settings = dangan(office, "settings", "--json").json
    assert settings["makeup_days"] == ["2026-09-27", "2026-10-10"] and len(settings["holidays"]) == 7
    told = dangan(office, "settings", "holidays", "2026", "10月1日至7日")
    assert told.status == 1 and "没有写明" in told.err and len(told.err.splitlines()) == 1
    assert dangan(office, "settings", "--json").json == settings
    assert dangan(office, "settings", "holidays", "26", "10月1日放假").status == 2


def test_roles(office: Path, dangan: Run) -> None:
    assert dangan(office, "directory", "role", "zong", "总经理", "--from", "2020-01-01").status == 0
    assert dangan(office, "directory", "head", "YW", "ke").status == 0
    assert dangan(office, "directory", "deputy", "业务部", "zong").status == 0
    told = dangan(office, "directory", "substitute", "ke", "zong", "--from", "2020-01-01", "--to", "2099-01-01")
    assert told.status == 0 and "代总经理" in told.out
    found = dangan(office, "directory", "roles", "--json").json
    assert {"role": "gm", "person": "总经理", "from": "2020-01-01", "to": None} in found["roles"]
    assert found["substitutes"] == [{"person": "科长", "for": "总经理", "from": "2020-01-01", "to": "2099-01-01"}]
    assert found["departments"] == [{"department": "业务部", "head": "科长", "deputy": "总经理"}]
    text = dangan(office, "directory", "roles").out
    assert "业务部 负责人" in text and "代 总经理" in text
    assert dangan(office, "directory", "role", "zong", "gm", "--end", "2020-12-31").status == 0
    assert all(r["role"] != "gm" for r in dangan(office, "directory", "roles", "--json").json["roles"])
    assert any(r["role"] == "gm" for r in dangan(office, "directory", "roles", "--all", "--json").json["roles"])
    told = dangan(office, "directory", "role", "li", "gm", "--end", "2020-12-31")
    assert told.status == 1 and "没有任" in told.err
    told = dangan(office, "directory", "role", "li", "gmm")
    assert told.status == 1 and "gm" in told.err
    assert dangan(office, "directory", "role", "nobody", "gm").status == 1
    assert (
        dangan(office, "directory", "substitute", "li", "li", "--from", "2020-01-01", "--to", "2020-02-01").status == 1
    )


def test_hold(office: Path, dangan: Run) -> None:
    number = dangan(office, "list", B2, "--json").json[0]["record_no"]
    assert dangan(office, "hold", B2, number, "--reason", " ").status == 1
    told = as_(dangan, office, "dang", "hold", B2, number, "--reason", "诉讼")
    assert told.status == 0 and told.out.strip().endswith("编号 1。")
    (held,) = dangan(office, "hold", B2, number, "--json").json
    assert (held["id"], held["matter"], held["held_by"]) == (1, "诉讼", "档管理")
    assert "诉讼" in dangan(office, "hold", B2, number).out
    assert dangan(office, "hold", "--lift", "1").status == 0
    assert dangan(office, "hold", "--lift", "1").status == 1
    assert dangan(office, "hold", B2, number, "--json").json == []
    assert dangan(office, "hold").status == 2
    assert dangan(office, "hold", B2, number, "--lift", "1").status == 2


def test_release(office: Path, dangan: Run) -> None:
    name = "archives.retrieval_slip"
    assert dangan(office, "plugins", "release", name).status == 1
    assert dangan(office, "plugins", "off", name).status == 0
    told = dangan(office, "plugins", "release", name)
    assert told.status == 0 and name in told.out
    assert dangan(office, "plugins", "release", "nosuch").status == 1


def test_intake_of_a_workbook(office: Path, dangan: Run, tmp_path: Path) -> None:
    import openpyxl

    file = tmp_path / "old.xlsx"
    assert dangan(office, "template", B2, str(file), "--intake").status == 0
    book = openpyxl.load_workbook(file)
    sheet = book.worksheets[0]
    given = {
        "状态": "已归档",
        "卷宗号": "1",
        "目录号": "1",
        "档号": "A-2",
        "立卷类目号": "1",
        "保管期限": "30年",
        "案卷标题": "更旧的卷",
    }
    for cell in sheet[1]:
        value = given.get(str(cell.value).removesuffix(" *"))
        if value is not None:
            sheet.cell(2, cell.column, value)
    book.save(file)
    assert dangan(office, "import", B2, str(file), "--intake", " ").status == 2
    told = dangan(office, "import", B2, str(file), "--intake", "2009年登记簿")
    assert told.status == 0, told.err
    assert "补录待补" in told.err
    statuses = [r["status"] for r in dangan(office, "list", B2, "--json", "--columns", "status").json]
    assert statuses == ["filed", "filed"]
    assert dangan(office, "check").status == 0
    (old,) = [r for r in dangan(office, "list", B2, "--lacking", "--json").json if r["title"] == "更旧的卷"]
    assert "dept" in old["lacking"]
    assert "部门" in dangan(office, "list", B2, "--lacking").out
    assert "没有待补" in dangan(office, "list", B9, "--lacking").err
    assert dangan(office, "list", B2, "--lacking", "--text", "x").status == 2


def test_check_names_what_is_not_sound(office: Path, slip: str, dangan: Run) -> None:
    found = dangan(office, "check", "--json").json
    assert (found["contents"], found["states"]) == ("ok", "ok")
    archive = Archive.open(office)
    with archive.store.write() as cursor:
        cursor.execute("UPDATE record SET state = 'lent' WHERE record_no = ?", (slip,))
    archive.close()
    told = dangan(office, "check", "--json")
    assert told.status == 1 and slip in json.dumps(told.json["states"]) and "states" in told.err


def test_a_setting_of_days_counts_anew(office: Path, dangan: Run) -> None:
    assert dangan(office, "settings", "set", "loan_default_days", "5").status == 0
    archive = Archive.open(office)
    assert Settings(archive.store).get("loan_default_days", archive.clock().date()) == 5
    archive.close()
