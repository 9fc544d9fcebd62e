"""Every command: what it prints, what it changes, what it refuses, and its exit status."""

import json
import os
import stat
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from dangan.cli import records
from dangan.cli.opening import default_login
from dangan.record import Link
from storage.archive import Archive
from storage.engine import Store
from storage.exported import ranges
from tests.cli.conftest import Run


def test_forms(sample: Path, dangan: Run) -> None:
    told = dangan(sample, "forms")
    assert told.status == 0
    assert "A1" in told.out and "员工人事档案记录表" in told.out
    printed = dangan(sample, "forms", "--json").json
    assert len(told.out.splitlines()) == len(printed)
    assert {form["name"] for form in printed} >= {
        "employee_record", "file_catalogue", "item_catalogue", "source_documents", "skin_customer", "customer", "customer_form",
        "destruction_list", "retrieval_slip", "recall_notice", "recall_stub", "volume_contents", "supplement_list",
    }  # fmt: skip
    volume = next(form for form in printed if form["name"] == "file_catalogue")
    assert volume["id"] == "B2" and volume["sheet"] is True and volume["plugin"] == "archives.file_catalogue"


def test_list(sample: Path, dangan: Run) -> None:
    lines = dangan(sample, "list", "customer", lang="en").out.splitlines()
    assert lines[0].split("  ")[0] == "File number" and len(lines) == 1 + 7
    found = dangan(sample, "list", "customer", "--json").json
    assert len(found) == 7 and all(r["form"] == "customer" and r["title"] for r in found)
    assert set(found[0]) >= {"title", "record_no", "name", "status"}
    assert found[0]["status"] in ("draft", "confirmed", "active")
    numbers = [r["record_no"] for r in found[3:]]  # the newest, samples of the form's own, were opened in their time
    assert numbers == sorted(numbers, reverse=True)


def test_list_pages_without_a_gap(sample: Path, dangan: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = dangan(sample, "list", "item_catalogue", "--json", "--columns", "record_no,pages").json
    monkeypatch.setattr(records, "PAGE", 3)
    assert dangan(sample, "list", "item_catalogue", "--json", "--columns", "record_no,pages").json == whole
    assert len(dangan(sample, "list", "item_catalogue", "--json", "--limit", "5").json) == 5
    assert len(whole) > 9 and isinstance(whole[0]["pages"], int)


def test_list_of_what_is_not_there(sample: Path, dangan: Run) -> None:
    told = dangan(sample, "list", "nothing")
    assert (told.status, told.out) == (1, "") and "nothing" in told.err and len(told.err.splitlines()) == 1
    told = dangan(sample, "list", "customer", "--columns", "nmae")
    assert told.status == 2 and "customer:" not in told.err
    assert "“客户档案”没有 nmae 这一栏。是不是 name？请看 dangan list --help。" in told.err
    told = dangan(sample, "list", "customer", "--columns", "nosuch", lang="en")
    assert told.status == 2 and "Customer file has no column nosuch. See dangan list --help." in told.err


def test_show(sample: Path, dangan: Run) -> None:
    number = dangan(sample, "list", "employee_record", "--json").json[-1]["record_no"]
    text = dangan(sample, "show", "employee_record", number).out
    assert "个人基本信息" in text and number in text and "家庭状况" in text
    found = dangan(sample, "show", "employee_record", number, "--json").json
    assert found["record_no"] == number
    assert date.fromisoformat(found["report_date"]) and isinstance(found["dept"], str)
    assert found["family"][0]["relation"] == "父亲"
    assert not {"_lines", "_reasons"} & set(found)
    told = dangan(sample, "show", "employee_record", "YG-0000-0000")
    assert told.status == 1 and told.out == ""


def test_show_cleans_what_a_terminal_would_obey(copy: Path, dangan: Run) -> None:
    archive = Archive.open(copy)
    env = archive.env("admin", "zh")
    number = archive.save("customer", {"name": "坏\x1b]52;c;eA==\x07名\u202e[b]"}, env)["record_no"]
    archive.close()
    for words in (("show", "customer", number), ("show", "customer", number, "--json"), ("list", "customer")):
        out = dangan(copy, *words).out
        assert "\x1b" not in out and "\u202e" not in out and "\x07" not in out and "[b]" in out
    assert dangan(copy, "show", "customer", number, "--json").json["name"] == "坏\x1b]52;c;eA==\x07名\u202e[b]"


def test_search(sample: Path, dangan: Run) -> None:
    name = dangan(sample, "list", "customer", "--json").json[0]["name"]
    assert name in dangan(sample, "search", name[:4]).out
    hits = dangan(sample, "search", name, "--form", "customer", "--json").json
    assert hits[0]["title"] == name and hits[0]["form"] == "customer"
    assert dangan(sample, "search", "绝无此人绝无此事", "--json").json == []
    told = dangan(sample, "search", "绝无此人绝无此事")
    assert (told.status, told.out, told.err) == (0, "", "没有找到“绝无此人绝无此事”。\n")
    assert "Nothing was found" in dangan(sample, "search", "绝无此人绝无此事", lang="en").err
    assert dangan(sample, "search", "x", "--form", "nothing").status == 1


def test_submit_and_void(copy: Path, dangan: Run) -> None:
    archive = Archive.open(copy)
    number = archive.save("skin_customer", {"name": "未填完"}, archive.env("admin", "zh"))["record_no"]
    archive.close()
    told = dangan(copy, "submit", "skin_customer", number)
    assert told.status == 1 and told.out == "" and len(told.err.splitlines()) > 3
    assert all(line.startswith("“") for line in told.err.splitlines())
    assert dangan(copy, "void", "skin_customer", number).status == 2
    assert dangan(copy, "void", "skin_customer", number, "--reason", " ").status == 1
    told = dangan(copy, "void", "skin_customer", number, "--reason", "重复建档")
    assert (told.status, told.out.strip()) == (0, f"{number} 已作废。")
    assert dangan(copy, "show", "skin_customer", number, "--json").json["status"] == "void"


def test_submit_tells_the_new_state(copy: Path, dangan: Run) -> None:
    archive = Archive.open(copy)
    item = {"item_no": "900", "title": "补充协议", "filed_on": date(2024, 1, 2), "archive_no": "J101-X-1"}
    item |= {"dept": archive.env("admin", "zh").dept, "volume": None}
    links = archive.read("item_catalogue", dangan(copy, "list", "item_catalogue", "--json").json[0]["record_no"])
    number = archive.save("item_catalogue", {**item, "volume": links["volume"]}, archive.env("admin", "zh"))[
        "record_no"
    ]
    archive.close()
    told = dangan(copy, "submit", "item_catalogue", number, lang="en")
    assert told.status == 0, told.err
    assert told.out.split()[0] == number and "Filed" in told.out


def test_submit_with_a_warning_confirmed(copy: Path, dangan: Run) -> None:
    archive = Archive.open(copy)
    env = archive.env("admin", "zh")
    other = dangan(copy, "list", "item_catalogue", "--json").json[0]["record_no"]
    item = {"item_no": "900", "title": "补充协议", "filed_on": date(2024, 1, 2), "archive_no": "J101-X-1", "pages": 2}
    item |= {"page_from": 5_000, "page_to": 5_001, "volume": archive.read("item_catalogue", other)["volume"]}
    made = archive.save_many(
        "item_catalogue", [{**item, "dept": env.dept}], env, source="test"
    ).created  # warnings pass
    number = archive.read("item_catalogue", made[0])["record_no"]
    archive.close()
    told = dangan(copy, "submit", "item_catalogue", number)
    assert told.status == 1 and "页" in told.err
    told = dangan(copy, "submit", "item_catalogue", number, "--confirm")
    assert told.status == 0, told.err
    assert dangan(copy, "show", "item_catalogue", number, "--json").json["status"] == "filed"
    archive = Archive.open(copy)
    versions = archive.history("item_catalogue", made[0])
    assert [v.action for v in versions] == ["submit", "import"]  # confirmed and submitted at once
    assert archive.read("item_catalogue", number)["_reasons"]
    archive.close()


def test_export(copy: Path, dangan: Run, tmp_path: Path) -> None:
    file = tmp_path / "out.xlsx"
    told = dangan(copy, "export", "customer", str(file))
    assert told.status == 0 and "7 条" in told.out
    sheet = openpyxl.load_workbook(file).active
    assert sheet is not None and sheet.max_row >= 5
    again = dangan(copy, "export", "customer", str(file))
    assert again.status == 1 and str(file.name) in again.err
    numbers = [r["record_no"] for r in dangan(copy, "list", "customer", "--json").json][:2]
    one = tmp_path / "one.xlsx"
    told = dangan(copy, "export", "customer", str(one), "--number", numbers[1], "--number", numbers[0], lang="en")
    assert "2 records" in told.out
    for layout in ("form_a4", "form_blank", "ledger", "客户一览表"):
        path = tmp_path / f"{layout}.xlsx"
        assert dangan(copy, "export", "customer", str(path), "--layout", layout, "--number", numbers[0]).status == 0
        assert path.stat().st_size > 3000
    told = dangan(copy, "export", "customer", str(tmp_path / "x.xlsx"), "--layout", "nothing")
    assert told.status == 1 and "客户一览表" in told.err and not (tmp_path / "x.xlsx").exists()
    archive = Archive.open(copy)
    noted = archive.store.rows("SELECT detail ->> 'layout', detail ->> 'records' FROM audit WHERE event = 'export'")
    ids = ranges(archive.read("customer", number)["_id"] for number in numbers)
    assert len(noted) == 6 and noted[1] == ("list", ids) and dict(noted)["form_blank"] == ""
    archive.close()


def test_records_named_by_number_are_read_together(
    copy: Path, dangan: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = [r["record_no"] for r in dangan(copy, "list", "employee_record", "--json").json][:4]
    asked: list[str] = []
    rows = Store.rows
    monkeypatch.setattr(Store, "rows", lambda self, sql, params=(): (asked.append(sql), rows(self, sql, params))[1])

    def export(name: str, *some: str) -> tuple[int, list[str]]:
        asked.clear()
        words = [word for number in some for word in ("--number", number)]
        assert dangan(copy, "export", "employee_record", str(tmp_path / name), *words).status == 0
        sheet = openpyxl.load_workbook(tmp_path / name).active
        assert sheet is not None
        cells = [str(cell.value) for row in sheet.iter_rows() for cell in row]
        return len(asked), [cell for cell in cells if cell in numbers]

    one, _ = export("one.xlsx", numbers[0])
    four, order = export("four.xlsx", *reversed(numbers))
    assert one == four and order == numbers[::-1]
    told = dangan(copy, "export", "employee_record", str(tmp_path / "x.xlsx"), "--number", numbers[0], "--number", "no")
    assert told.status == 1 and not (tmp_path / "x.xlsx").exists()


def test_import_round(copy: Path, dangan: Run, tmp_path: Path) -> None:
    pytest.importorskip("forms_plugins.importers.run")
    file = tmp_path / "in.xlsx"
    assert dangan(copy, "template", "item_catalogue", str(file)).status == 0
    book = openpyxl.load_workbook(file)
    sheet = book.worksheets[0]
    heads = [str(cell.value).strip("* ") for cell in sheet[1]]
    sheet.append(
        [
            {"部门": "档案室", "编号": "901", "名称": "会议纪要", "归档日期": date(2024, 3, 1)}.get(head)
            for head in heads
        ]
    )
    book.save(file)
    before = len(dangan(copy, "list", "item_catalogue", "--json").json)
    assert "试运行" in dangan(copy, "import", "item_catalogue", str(file), "--dry-run").out
    assert len(dangan(copy, "list", "item_catalogue", "--json").json) == before
    told = dangan(copy, "import", "item_catalogue", str(file))
    assert told.status == 0, told.err
    number = told.out.rsplit(" ", 1)[1].strip().rstrip("。")
    assert len(dangan(copy, "list", "item_catalogue", "--json").json) == before + 1
    assert dangan(copy, "import", "--undo", number).status == 0
    assert len(dangan(copy, "list", "item_catalogue", "--json").json) == before
    sheet.cell(2, heads.index("部门") + 1, "没有这个部门")
    book.save(file)
    told = dangan(copy, "import", "item_catalogue", str(file), "--report", str(tmp_path / "report.xlsx"))
    assert told.status == 1 and told.out == "" and "没有这个部门" in told.err
    assert (tmp_path / "report.xlsx").exists()


def test_only_names_of_workbooks(copy: Path, dangan: Run, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("名称\n", "utf-8")
    for words in (
        ("export", "customer", "e.xls"), ("export", "customer", "e", "--layout", "form_a4"), ("template", "customer", "e.csv"),
        ("import", "customer", str(tmp_path / "in.csv"), "--report", "e.xls"),
    ):  # fmt: skip
        told = dangan(copy, *[str(tmp_path / word) if word.startswith("e.") or word == "e" else word for word in words])
        assert told.status == 1 and told.out == "" and "不是以 .xlsx 结尾。请改为 e.xlsx。" in told.err
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith("e")] == []
    assert dangan(copy, "template", "customer", str(tmp_path / "E.XLSX")).status == 0


def test_who_may_work(copy: Path, dangan: Run) -> None:
    told = dangan(copy, "list", "customer", "--as", "nobody")
    assert (told.status, told.out) == (1, "") and "“nobody”" in told.err and "--login" in told.err
    assert dangan(copy, "list", "customer", "--as", default_login()).status == 0
    assert dangan(copy, "directory", "add", "person", "单雄信", "--login", "shan").status == 0
    assert dangan(copy, "list", "customer", "--as", "shan").status == 0
    assert dangan(copy, "directory", "close", "person", "单雄信", "--on", "2024-05-01").status == 0
    told = dangan(copy, "list", "customer", "--as", "shan", lang="en")
    assert told.status == 1 and "left on 2024-05-01" in told.err


def test_nobody_opens_the_program(copy: Path, dangan: Run) -> None:
    told = dangan(copy, "--as", "nobody")
    assert told.status == 1 and "“nobody”" in told.err


def test_import_is_told_what_is_lacking(sample: Path, dangan: Run) -> None:
    assert dangan(sample, "import").status == 2
    assert dangan(sample, "import", "customer", "/no/such/file.xlsx").status == 2
    assert dangan(sample, "import", "customer", "--undo", "1").status == 2
    assert dangan(sample, "import", "--undo", "9999").status == 1


def test_directory(copy: Path, dangan: Run) -> None:
    assert "档案室" in dangan(copy, "directory").out
    company = dangan(copy, "directory", "--json").json["companies"][0]
    assert dangan(copy, "directory", "add", "dept", "法务部", "--company", company["name"], "--code", "FW").status == 0
    assert dangan(copy, "directory", "add", "person", "单雄信", "--dept", "法务部", "--post", "专员").status == 0
    assert dangan(copy, "directory", "add", "dept", "法务部", "--company", company["name"]).status == 1
    told = dangan(copy, "directory", "add", "dept", "法务部")
    assert told.status == 1 and "法务部" in told.err
    assert dangan(copy, "directory", "add", "person", "某人", "--dept", "没有的部门").status == 1
    assert dangan(copy, "directory", "rename", "dept", "法务部", "法务合规部").status == 0
    found = dangan(copy, "directory", "--json").json
    dept = next(d for d in found["departments"] if d["name"] == "法务合规部")
    assert next(p for p in found["people"] if p["name"] == "单雄信")["dept_id"] == dept["id"]
    assert dangan(copy, "directory", "close", "person", "单雄信", "--on", "2024-05-01").status == 0
    assert "单雄信" not in dangan(copy, "directory").out
    assert "单雄信" in dangan(copy, "directory", "--closed").out
    assert dangan(copy, "directory", "close", "person", "单雄信", "--reopen").status == 0
    assert "单雄信" in dangan(copy, "directory").out


def test_directory_of_two_with_one_name(copy: Path, dangan: Run) -> None:
    for post in ("甲", "乙"):
        assert dangan(copy, "directory", "add", "person", "查良镛", "--post", post).status == 0
    told = dangan(copy, "directory", "rename", "person", "查良镛", "金庸")
    assert told.status == 1 and "#" in told.err
    number = told.err.split("#")[1].split()[0]
    assert dangan(copy, "directory", "rename", "person", f"#{number}", "金庸").status == 0


def test_settings(copy: Path, dangan: Run) -> None:
    assert "attachment_max_mb" in dangan(copy, "settings").out
    assert dangan(copy, "settings", "set", "attachment_max_mb", "20").status == 0
    assert dangan(copy, "settings", "--json").json["attachment_max_mb"] == 20
    assert dangan(copy, "settings", "set", "unit", "2024").status == 0
    assert dangan(copy, "settings", "--json").json["unit"] == "2024"
    assert dangan(copy, "settings", "set", "loan_max_days", "60", "--from", "2999-01-01").status == 0
    assert dangan(copy, "settings", "--json").json["loan_max_days"] == 30
    assert dangan(copy, "settings", "set", "attachment_types", '["pdf", "png"]').status == 0
    assert dangan(copy, "settings", "--json").json["attachment_types"] == ["pdf", "png"]
    for name, value in (("attachment_max_mb", "0"), ("attachment_max_mb", "many"), ("nothing", "1")):
        assert dangan(copy, "settings", "set", name, value).status == 1
    assert dangan(copy, "settings", "set", "attachment_max_mb", "5", "--from", "yesterday").status == 2


def test_plugins(copy: Path, dangan: Run) -> None:
    assert "salon.skin_customer" in dangan(copy, "plugins").out
    found = {p["name"]: p for p in dangan(copy, "plugins", "--json").json}
    assert found["salon.skin_customer"]["state"] == "on" and found["exporters"]["exporters"][0] == "list"
    assert dangan(copy, "plugins", "off", "salon.skin_customer").status == 0
    found = {p["name"]: p for p in dangan(copy, "plugins", "--json").json}
    assert found["salon.skin_customer"]["reason"]["en"] == "Switched off by the administrator."
    assert "插件停用" in dangan(copy, "forms").out
    number = dangan(copy, "list", "skin_customer", "--json").json[0]["record_no"]
    assert dangan(copy, "show", "skin_customer", number).status == 0
    told = dangan(copy, "void", "skin_customer", number, "--reason", "试")
    assert told.status == 1 and "插件" in told.err
    assert dangan(copy, "plugins", "on", "salon.skin_customer").status == 0
    assert dangan(copy, "plugins", "off", "nothing").status == 1


def test_a_broken_plugin_is_named_and_the_rest_goes_on(copy: Path, dangan: Run) -> None:
    folder = copy.parent / "plugins"
    folder.mkdir(mode=0o700)
    (folder / "bad.py").write_text("print('{}'); raise SystemExit('坏')", "utf-8")
    found = {p["name"]: p for p in dangan(copy, "plugins", "--json").json}
    assert found["bad.py"]["state"] == "broken" and "SystemExit" in found["bad.py"]["reason"]["zh"]
    assert dangan(copy, "list", "customer").status == 0
    assert dangan(copy, "plugins", "on", "bad.py").status == 1


def test_backup_restore_check(copy: Path, dangan: Run, tmp_path: Path) -> None:
    told = dangan(copy, "backup", str(tmp_path / "backups"))
    assert told.status == 0 and Path(told.out.strip()).is_dir()
    target = tmp_path / "new" / "office.db"
    assert dangan(target, "restore", told.out.strip()).status == 0
    assert dangan(target, "list", "customer").out == dangan(copy, "list", "customer").out
    assert dangan(target, "restore", told.out.strip()).status == 1
    found = dangan(target, "check", "--json").json
    assert found["integrity"] == found["audit"] == "ok" and found["forms"]["customer"] == 7
    assert dangan(target, "check").status == 0


def test_audit(copy: Path, dangan: Run) -> None:
    told = dangan(copy, "audit", "verify")
    assert told.status == 0 and "审计链完整" in told.out
    head = told.out.splitlines()[1]
    assert dangan(copy, "audit", "verify", "--head", head).status == 0
    assert dangan(copy, "audit", "verify", "--head", "0" * 64).status == 1
    archive = Archive.open(copy)
    with archive.store.write() as cursor:
        cursor.execute("UPDATE audit SET detail = '{}' WHERE _id = 3")
    archive.close()
    told = dangan(copy, "audit", "verify")
    assert told.status == 1 and "3" in told.err and told.out == ""
    assert dangan(copy, "check").status == 1


def test_a_list_of_editions_has_what_they_share_with_their_master(copy: Path, dangan: Run) -> None:
    archive = Archive.open(copy)
    env = archive.env("admin", "zh")
    customer = archive.store.row("SELECT record_no, _id, name FROM f_customer ORDER BY _id LIMIT 1")
    assert customer is not None
    made = archive.save("customer_form", {"customer_no": Link(customer[0], customer[1], "customer")}, env)
    archive.close()
    rows = dangan(copy, "list", "customer_form", "--json", "--columns", "name,address").json
    assert next(row for row in rows if row["record_no"] == made["record_no"])["name"] == customer[2]
    assert customer[2] in dangan(copy, "list", "customer_form").out


def test_changed_contents_show_in_check_and_audit(copy: Path, dangan: Run) -> None:
    archive = Archive.open(copy)
    with archive.store.write() as cursor:
        cursor.execute("UPDATE f_customer SET name = '别人' WHERE _id = (SELECT min(_id) FROM f_customer)")
    number = archive.store.value("SELECT record_no FROM f_customer ORDER BY _id LIMIT 1")
    archive.close()
    told = dangan(copy, "audit", "verify")
    assert told.status == 1 and f"{number} 的内容在程序之外被改动过" in told.err
    assert dangan(copy, "check").status == 1
    assert number in str(dangan(copy, "check", "--json").json["contents"])


def test_upgrade(copy: Path, dangan: Run) -> None:
    assert "无需升级" in dangan(copy, "upgrade").out
    folder = copy.parent / "plugins"
    folder.mkdir(mode=0o700)
    text = 'from dangan import Form, Head, Text, hookimpl\n\nclass Slip(Form, id="slip", zh="便条", en="Slip"):\n    with Head() as head:\n        name = Text("名称", "Name")\n\n@hookimpl\ndef register_forms():\n    return [Slip]\n'  # fmt: skip
    (folder / "slip.py").write_text(text, "utf-8")
    assert dangan(copy, "list", "slip", "--json").json == []  # a form never seen needs no upgrade
    more = text.replace('Text("名称", "Name")', 'Text("名称", "Name")\n        phone = Text("电话", "Telephone")')
    (folder / "slip.py").write_text(more, "utf-8")
    assert "待升级" in next(line for line in dangan(copy, "forms").out.splitlines() if "便条" in line)
    assert "slip" in dangan(copy, "upgrade").out
    assert "待升级" not in dangan(copy, "forms").out


def test_demo_only_in_an_empty_store(copy: Path, dangan: Run, tmp_path: Path) -> None:
    assert dangan(copy, "demo").status == 1
    assert dangan(tmp_path / "a" / "a.db", "demo", "--records", "0").status == 2


def test_no_store(tmp_path: Path, dangan: Run) -> None:
    told = dangan(tmp_path / "none" / "x.db", "list", "customer", lang="en")
    assert told.status == 1 and "There is no store" in told.err and not (tmp_path / "none").exists()
    told = dangan(None, "--db", "postgresql://host/x", "forms", lang="en")
    assert told.status == 1 and "not supported" in told.err


@pytest.mark.parametrize(
    ("words", "zh", "en"),
    [
        (("nonsense",), "没有命令 nonsense。", "no such command"),
        (("list",), "缺少 FORM", "Missing argument"),
        (("list", "customer", "--nonsense"), "没有选项 --nonsense。", "No such option"),
        (("settings", "set", "a"), "缺少 VALUE", "Missing argument"),
        (("void", "customer", "1"), "缺少选项 --reason（原因", "Missing option '--reason'"),
        (("directory", "add"), "缺少 {company|dept|person}", "Choose from: company, dept, person"),
        (("directory", "add", "firm", "x"), "“firm”不在可选之列：'company', 'dept', 'person'。", "is not one of"),
        (("list", "customer", "--limit", "0"), "0 不在范围 x>=1 之内。", "is not in the range"),
        (("list", "customer", "--limit", "many"), "“many”不是数", "not a valid integer"),
        (("list", "customer", "--limit"), "选项 --limit 后面要写值。", "requires an argument"),
        (("list", "customer", "--json=1"), "选项 --json 不带值。", "does not take a value"),
        (("list", "customer", "--colums", "a"), "没有选项 --colums。是不是 '--columns'", "Did you mean"),
        (("list", "customer", "more"), "多写了 more。", "unexpected extra argument (more)"),
        (("settings", "set", "a", "1", "--from", "soon"), "“soon”的格式不对", "does not match the format"),
        (("restore", "/no/such"), "/no/such 不存在。", "does not exist"),
        (("audit",), "请写明下一级命令。", "Missing command"),
    ],
)
def test_wrong_use(words: tuple[str, ...], zh: str, en: str, sample: Path, dangan: Run) -> None:
    told = dangan(sample, *words)
    assert told.status == 2 and zh in told.err and "--help" in told.err and told.out == ""
    assert en.lower() in dangan(sample, *words, lang="en").err.lower()


def test_an_error_of_the_program_goes_to_the_log(copy: Path, dangan: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(self: Archive, *args: object, **kw: object) -> None:
        secret = "".join(reversed("甲乙丙"))
        raise RuntimeError(f"no {secret}") from ValueError(secret)

    monkeypatch.setattr(Archive, "search", fail)
    told = dangan(copy, "search", "x")
    log = copy.parent / "dangan.log"
    assert told.status == 1 and "Traceback" not in told.err and str(log) in told.err and len(told.err.splitlines()) == 1
    text = log.read_text("utf-8")
    assert "RuntimeError <- builtins.ValueError" in text and "in fail" in text
    assert "丙乙甲" not in text + told.err
    assert stat.S_IMODE(os.stat(log).st_mode) == 0o600


def test_json_is_one_document_and_nothing_else(copy: Path, dangan: Run) -> None:
    number = dangan(copy, "list", "customer", "--json").json[0]["record_no"]
    for words in (
        ("forms",), ("list", "customer"), ("show", "customer", number), ("search", "有限"), ("directory",), ("settings",),
        ("plugins",), ("check",),
    ):  # fmt: skip
        told = dangan(copy, *words, "--json")
        json.loads(told.out)
        assert told.err == "" and told.status == 0


def _ledger(path: Path, name: str, dept: str, person: str) -> str:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["销售台帐"])
    sheet.append(["序号", "客户全称", "单位地址", "回访情况", "归口部门", "销售代表"])
    sheet.append([1, name, "株洲市天元区1号", "满意", dept, person])
    book.save(path)
    return str(path)


def test_import_of_a_foreign_ledger(copy: Path, dangan: Run, tmp_path: Path) -> None:
    known = dangan(copy, "list", "customer", "--json", "--columns", "dept,salesperson").json[0]
    first = _ledger(tmp_path / "a.xlsx", "株洲新材料有限公司", known["dept"], known["salesperson"])
    told = dangan(copy, "import", "customer", first, "--show-map")
    assert told.status == 0 and "推测" in told.out and "请指明" in told.out and "株洲新材料有限公司" in told.out
    columns = dangan(copy, "import", "customer", first, "--show-map", "--json").json
    assert [(c["heading"], c["to"], c["how"]) for c in columns] == [
        ("序号", "-", "program"), ("客户全称", "name", "likely"), ("单位地址", "address", "likely"), ("回访情况", "", "unknown"),
        ("归口部门", "dept", "exact"), ("销售代表", "salesperson", "exact"),
    ]  # fmt: skip
    assert columns[1]["samples"] == ["株洲新材料有限公司"]
    told = dangan(copy, "import", "customer", first)
    assert told.status == 1 and "回访情况" in told.err and "客户名称" in told.err
    assert dangan(copy, "import", "customer", first, "--map", "回访情况").status == 2
    told = dangan(copy, "import", "customer", first, "--map", "电话号=phone", lang="en")
    assert told.status == 1 and "no heading 电话号" in told.err
    given = ["--map", "回访情况=-", "--map", "客户全称=name", "--map", "单位地址=地址"]
    told = dangan(copy, "import", "customer", first, *given)
    assert told.status == 0 and "没有导入：回访情况" in told.err, told.err
    second = _ledger(tmp_path / "b.xlsx", "湘潭钢构有限公司", known["dept"], known["salesperson"])
    assert "记住的" in dangan(copy, "import", "customer", second, "--show-map").out
    assert "记住的" not in dangan(copy, "import", "customer", second, "--show-map", "--no-map").out
    assert dangan(copy, "import", "customer", second).status == 0
