"""A workbook with many different faults: each one is named by sheet, row, column, value, reason and mend."""

from datetime import date
from pathlib import Path

import openpyxl

from dangan import Flow, Form, Head, Ref, Row, Rows, Sign, State, Step, Text
from dangan.env import Env
from forms_plugins.importers.run import run
from storage.archive import Archive
from tests.importers import workbooks
from tests.importers.workbooks import EMPLOYEE, write

MAIN, FAMILY, AWARDS = "员工人事档案记录表", "家庭状况", "奖惩记录"

# id numbers with a right check character, for rows that must not clash
IDS = ["110101199001022358", "110101199001022374", "110101198506071230"]

PEOPLE: workbooks.Rows = [
    {**EMPLOYEE, "编号": "新1"},
    {**EMPLOYEE, "编号": "新2", "身份证号码": None, "性别": "男性别", "最高学历": "小学本科"},
    {**EMPLOYEE, "编号": "新3", "身份证号码": 110101199001022331.0},
    {**EMPLOYEE, "编号": "新4", "身份证号码": "110101199001022332"},
    {**EMPLOYEE, "编号": "新5", "身份证号码": None, "出生日期": "1990-02-30", "报到日期": 24},
    {**EMPLOYEE, "编号": "新6", "身份证号码": None, "出生日期": date(2030, 1, 1), "报到日期": None},
    {**EMPLOYEE, "编号": "新7", "身份证号码": None, "身高": "一米七", "体重": 70.55},
    {**EMPLOYEE, "编号": "新8", "身份证号码": None, "电子邮箱": "zhang.san", "邮编": "1000"},
    {**EMPLOYEE, "编号": "新9", "身份证号码": None, "联系电话": "手机一三八"},
    {**EMPLOYEE, "编号": "新10", "身份证号码": None, "所在部门": "火星部", "单位": "火星公司"},
    {**EMPLOYEE, "编号": "新11", "身份证号码": None, "重点人才": "也许"},
    {**EMPLOYEE, "编号": "新12", "身份证号码": IDS[0], "姓名": "李" * 256},
    {**EMPLOYEE, "编号": "新13", "身份证号码": None, "试用期至": "2020-01-01", "转正日期": "2020-02-01"},
    {**EMPLOYEE, "编号": "新14", "身份证号码": None, "报到日期": "2000-01-01"},
    {**EMPLOYEE, "编号": "新15", "身份证号码": IDS[1], "出生日期": "1991-01-02"},
    {**EMPLOYEE, "编号": "新1", "身份证号码": None},
    {**EMPLOYEE, "编号": "新17", "备注": "=1/0", "身份证号码": None},
    {**EMPLOYEE, "编号": "新18", "爱号": "登山"},
    {**EMPLOYEE, "编号": "新19", "身份证号码": None, "核准人": "王伟 2031-01-01"},
]
RELATIVES: workbooks.Rows = [
    {"编号": "新1", "称谓": "父亲", "姓名": "张大", "出生年月": "13月"},
    {"编号": "新99", "称谓": "母亲", "姓名": "王二"},
    {"编号": None, "称谓": "母亲", "姓名": "王二"},
]
REWARDS: workbooks.Rows = [
    {"编号": "新2", "日期": "2024-05-01", "类别": "奖励", "奖惩名称": "先进", "事由": "工作好", "奖惩金额": "12.345"}
]

# sheet, row, column, part of the Chinese reason, part of the English reason, code
EXPECTED = [
    (MAIN, 1, "爱号", "没有这一列", "There is no such column", "IMPORT_COLUMN_UNKNOWN"),
    (MAIN, 3, "性别", "没有“男性别”这个选项", "Sex has no option 男性别", "GEN_OPTION_UNKNOWN"),
    (MAIN, 3, "最高学历", "没有“小学本科”这个选项", "Highest education has no option", "GEN_OPTION_UNKNOWN"),
    (MAIN, 4, "身份证号码", "第 16 位以后已丢失", "more than 15 digits", "IMPORT_DIGITS_LOST"),
    (MAIN, 5, "身份证号码", "校验码相符", "right check character", "GEN_IDCARD"),
    (MAIN, 6, "出生日期", "日期“1990-02-30”不存在", "1990-02-30 is no date", "GEN_DATE_INVALID"),
    (MAIN, 6, "报到日期", "日期“24”不存在", "24 is no date", "GEN_DATE_INVALID"),
    (MAIN, 7, "出生日期", "2030年1月1日", "1 Jan 2030", "GEN_DATE_FUTURE"),
    (MAIN, 8, "身高", "“一米七”不是数字", "Height takes a number", "GEN_NOT_NUMBER"),
    (MAIN, 8, "体重", "最多保留 1 位小数", "at most 1 decimals", "GEN_DECIMALS"),
    (MAIN, 9, "电子邮箱", "“zhang.san”格式不对", "zhang.san is not in the right form", "GEN_FORMAT"),
    (MAIN, 9, "邮编", "“1000”格式不对", "1000 is not in the right form", "GEN_FORMAT"),
    (MAIN, 10, "联系电话", "“手机一三八”格式不对", "is not in the right form", "GEN_FORMAT"),
    (MAIN, 11, "所在部门", "目录中没有部门“火星部”", "no department 火星部", "GEN_REF_MISSING"),
    (MAIN, 11, "单位", "目录中没有公司“火星公司”", "no company 火星公司", "GEN_REF_MISSING"),
    (MAIN, 12, "重点人才", "也许", "也许", "GEN_FORMAT"),
    (MAIN, 13, "姓名", "256", "256", "GEN_TOO_LONG"),
    (MAIN, 14, "试用期至", "试用期至", "Probation until", "GEN_DATE_ORDER"),
    (MAIN, 14, "转正日期", "转正日期", "Confirmed on", "GEN_DATE_ORDER"),
    (MAIN, 15, "报到日期", "16", "16", "EMP_UNDER_AGE"),
    (MAIN, 16, "出生日期", "身份证", "identity", "GEN_IDCARD_BIRTH"),
    (MAIN, 17, "编号", "与第 2 行相同", "that of row 2", "IMPORT_ROW_TWICE"),
    (MAIN, 18, "备注", "公式没有计算结果", "never computed", "IMPORT_CELL"),
    (MAIN, 19, "身份证号码", "与第 2 行的身份证号码相同", "the same as in row 2", "GEN_DUPLICATE"),
    (MAIN, 20, "核准人", "2031年1月1日", "1 Jan 2031", "GEN_DATE_FUTURE"),
    (MAIN, 20, "核准人", "只有在补录旧件时", "only when old papers are taken in", "GEN_INTAKE_ONLY"),
    (FAMILY, 2, "出生年月", "“13月”不存在", "13月 is no date", "GEN_DATE_INVALID"),
    (FAMILY, 3, "编号", "主表中没有编号“新99”", "No record of the first sheet is numbered 新99", "IMPORT_UNTIED"),
    (FAMILY, 4, "编号", "没有填编号", "There is no number", "IMPORT_UNTIED"),
    (AWARDS, 2, "奖惩金额", "最多保留 2 位小数", "at most 2 decimals", "GEN_DECIMALS"),
]


def faulty(folder: Path) -> Path:
    return write(folder / "员工.xlsx", {MAIN: PEOPLE, FAMILY: RELATIVES, AWARDS: REWARDS})


class Letter(Form, id="letter", zh="函件", en="Letter", prefix="HJ", title="{subject}"):
    with Head() as head:
        subject = Text("事由", "Subject")
        reply = Ref("复函", "Reply", "letter")


def test_a_new_record_cannot_be_referred_to_yet(tmp_path: Path) -> None:
    archive = Archive.open(tmp_path / "o" / "o.db", [Letter.form_type], create=True)
    rows = [
        {"编号": "新1", "事由": "来函"},
        {"编号": "新2", "事由": "去函", "复函": "新1"},
        {"事由": "三", "复函": "新9"},
    ]
    result = run(archive, "letter", write(tmp_path / "in.xlsx", {"函件": rows}), archive.env("li", "zh"))
    assert [(f.row, f.column, f.code) for f in result.faults] == [
        (3, "复函", "IMPORT_REF_NEW"),
        (4, "复函", "GEN_REF_MISSING"),
    ]
    assert "还没有编号" in result.faults[0].line("zh") and "no number yet" in result.faults[0].line("en")
    archive.close()


def test_a_record_may_refer_to_another_that_is_given_its_number_in_the_workbook(tmp_path: Path) -> None:
    archive = Archive.open(tmp_path / "o" / "o.db", [Letter.form_type], create=True)
    env = archive.env("li", "zh")
    archive.save("letter", {"subject": "早先"}, env)
    rows = [
        {"编号": "H-3", "事由": "三", "复函": "H-2"},
        {"编号": "H-2", "事由": "二", "复函": "H-1"},
        {"编号": "H-1", "事由": "一"},
        {"编号": "H-4", "事由": "四", "复函": "H-1"},
    ]
    path = write(tmp_path / "in.xlsx", {"函件": rows})
    assert run(archive, "letter", path, env, dry_run=True).created == 4
    result = run(archive, "letter", path, env)
    assert result.created == 4, [f.line("zh") for f in result.faults]
    ids = {no: archive.read("letter", no)["_id"] for no in ("H-1", "H-2", "H-3", "H-4")}
    replies = {no: archive.read("letter", no)["reply"] for no in ids}
    assert replies["H-1"] is None
    assert {no: (link.text, link.id) for no, link in replies.items() if link} == {
        "H-2": ("H-1", ids["H-1"]), "H-3": ("H-2", ids["H-2"]), "H-4": ("H-1", ids["H-1"]),
    }  # fmt: skip
    again = run(archive, "letter", path, env)
    assert (again.created, again.updated, again.unchanged) == (0, 0, 4)
    assert result.batch_id is not None
    archive.undo_batch(result.batch_id, env)
    assert archive.store.value("SELECT count(*) FROM record") == 1
    archive.close()


def test_of_records_that_refer_to_one_another_in_a_circle_or_to_a_refused_one_the_cause_is_told(tmp_path: Path) -> None:
    archive = Archive.open(tmp_path / "o" / "o.db", [Letter.form_type], create=True)
    rows = [
        {"编号": "H-1", "事由": "一", "复函": "H-2"},
        {"编号": "H-2", "事由": "二", "复函": "H-1"},
        {"编号": "H-3", "事由": "三", "复函": "H-4"},
        {"编号": "H-4", "事由": "长" * 3000},
    ]
    path = write(tmp_path / "in.xlsx", {"函件": rows})
    result = run(archive, "letter", path, archive.env("li", "zh"))
    assert [(f.row, f.column, f.code) for f in result.faults] == [
        (3, "复函", "IMPORT_REF_NEW"),
        (5, "事由", "GEN_TOO_LONG"),
    ]
    assert archive.store.value("SELECT count(*) FROM record") == 0
    archive.close()


class Checking(Flow):
    open = State("待查", "Open")
    checked = State("已查", "Checked")
    sign = Step("签字", "Sign", open, line="items", sign="items.checker")
    close = Step("结束", "Close", open, checked)


class Item(Row):
    item = Text("事项", "Item")
    checker = Sign("查验人", "Checked by")


class CheckSheet(Form, id="check_sheet", zh="查验单", en="Check sheet", prefix="CY", title="{subject}", flow=Checking):
    with Head() as head:
        subject = Text("事由", "Subject")
    items = Rows(Item, "查验", "Checks")


def test_a_signature_typed_on_a_line_is_refused_by_its_column(tmp_path: Path) -> None:
    archive = Archive.open(tmp_path / "o" / "o.db", [CheckSheet.form_type], create=True)
    sheets = {
        "查验单": [{"编号": "新1", "事由": "库房"}],
        "查验": [{"编号": "新1", "事项": "门"}, {"编号": "新1", "事项": "窗", "查验人": "张三 2026-01-05"}],
    }
    result = run(archive, "check_sheet", write(tmp_path / "in.xlsx", sheets), archive.env("li", "zh"))
    assert [(f.sheet, f.row, f.column, f.code) for f in result.faults] == [("查验", 3, "查验人", "GEN_INTAKE_ONLY")]
    archive.close()


def test_every_fault_of_every_row_is_named(archive: Archive, env: Env, tmp_path: Path) -> None:
    result = run(archive, "employee_record", faulty(tmp_path), env)
    found = {(f.sheet, f.row, f.column, f.code): f for f in result.faults}
    for sheet, row, column, zh, en, code in EXPECTED:
        fault = found.pop((sheet, row, column, code))
        assert zh in fault.zh and en in fault.en, fault
        assert fault.mend_zh and fault.mend_en, fault
    assert not found
    assert len({code for *_, code in EXPECTED}) >= 18 and len(EXPECTED) >= 29
    assert not result.ok and result.batch_id is None
    assert archive.store.value("SELECT count(*) FROM record") == 0


def test_values_are_quoted_as_they_stand(archive: Archive, env: Env, tmp_path: Path) -> None:
    result = run(archive, "employee_record", faulty(tmp_path), env)
    quoted = {(f.row, f.column): f.value for f in result.faults if f.sheet == MAIN}
    assert quoted[3, "性别"] == "男性别"
    assert quoted[4, "身份证号码"].startswith("11010119900102")
    assert quoted[6, "报到日期"] == "24"
    assert quoted[8, "体重"] == "70.55"
    assert quoted[15, "报到日期"] == "2000-01-01"


def test_report_is_the_input_with_a_column_of_reasons(archive: Archive, env: Env, tmp_path: Path) -> None:
    source, report = faulty(tmp_path), tmp_path / "错误.xlsx"
    result = run(archive, "employee_record", source, env, report=report)
    book = openpyxl.load_workbook(report)
    assert book.sheetnames == [MAIN, FAMILY, AWARDS]
    sheet = book[MAIN]
    headings = [cell.value for cell in sheet[1]]
    assert headings[:-1] == [cell.value for cell in openpyxl.load_workbook(source)[MAIN][1]]
    assert headings[-1].startswith("导入结果")
    reasons = {row[0].row: row[len(headings) - 1].value for row in sheet.iter_rows(min_row=2)}
    assert reasons[2] is None
    assert "没有“男性别”这个选项" in reasons[3] and "小学本科" in reasons[3]
    for fault in result.faults:
        if fault.row > 1:
            at = book[fault.sheet][fault.row]
            assert fault.zh in "".join(str(cell.value) for cell in at)


def test_a_corrected_report_imports(archive: Archive, env: Env, tmp_path: Path) -> None:
    people = [
        {**EMPLOYEE, "编号": "新1"},
        {**EMPLOYEE, "编号": "新2", "身份证号码": IDS[2], "出生日期": "1985-06-07", "最高学历": "小学本科"},
    ]
    source, report = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    write(source, {MAIN: people, FAMILY: [{"编号": "新2", "称谓": "父亲", "姓名": "张大"}]})
    assert not run(archive, "employee_record", source, env, report=report).ok
    book = openpyxl.load_workbook(report)
    sheet = book[MAIN]
    column = [cell.value for cell in sheet[1]].index("最高学历") + 1
    sheet.cell(3, column).value = "本科"
    book.save(report)
    result = run(archive, "employee_record", report, env)
    assert result.ok and result.created == 2, result.faults
    assert [line["name"] for line in archive.read("employee_record", "YG-2026-0002")["family"]] == ["张大"]


def test_missing_columns_are_named(archive: Archive, env: Env, tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", {MAIN: [{"姓名": "张三", "性别": "男"}], FAMILY: [{"姓名": "张大"}]})
    result = run(archive, "employee_record", path, env)
    said = {f.sheet: f.zh for f in result.faults if f.code == "GEN_IMPORT_COLUMN"}
    assert "报到日期" in said[MAIN] and "身份证号码" in said[MAIN] and "姓名" not in said[MAIN]
    assert "编号" in said[FAMILY]


def test_unknown_column_and_sheet_say_what_was_meant(archive: Archive, env: Env, tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.xlsx", {MAIN: [{**EMPLOYEE, "身分证号码": "1"}], "家庭情况": [{"编号": "新1", "姓名": "张大"}]}
    )
    result = run(archive, "employee_record", path, env)
    assert any(f.column == "身分证号码" and "是否“身份证号码”" in f.zh for f in result.faults)
    assert any(f.sheet == "家庭情况" and "家庭状况" in f.zh and "家庭状况" in f.en for f in result.faults)


def test_rows_that_repeat_a_key_are_named(archive: Archive, env: Env, tmp_path: Path) -> None:
    base = {"部门": "市场部", "归档日期": date(2024, 1, 2)}
    rows = [
        {**base, "编号": "1", "名称": "合同"},
        {**base, "编号": "2", "名称": "函"},
        {**base, "编号": "1", "名称": "合同副本"},
    ]
    result = run(archive, "item_catalogue", write(tmp_path / "a.xlsx", {"档案目录表": rows}), env)
    assert [(f.row, f.code) for f in result.faults] == [(4, "GEN_DUPLICATE")]
    assert "第 2 行" in result.faults[0].zh
    assert run(archive, "item_catalogue", write(tmp_path / "b.xlsx", {"档案目录表": rows[:2]}), env).created == 2
    again = run(
        archive,
        "item_catalogue",
        write(
            tmp_path / "c.xlsx",
            {"档案目录表": [*rows[:1], {**rows[0], "编号": "3"}, {**base, "编号": "4", "名称": "函", "页数": "三页"}]},
        ),
        env,
    )
    assert [(f.row, f.code) for f in again.faults] == [(2, "GEN_DUPLICATE"), (4, "GEN_NOT_NUMBER")]
    assert archive.store.value("SELECT count(*) FROM record") == 2


def test_failure_says_how_many(archive: Archive, env: Env, tmp_path: Path) -> None:
    result = run(archive, "employee_record", faulty(tmp_path), env)
    error = result.failure("错误.xlsx")
    assert error.code == "GEN_IMPORT_ROWS" and "共 23 行" in error.zh and "一行也没有导入" in error.zh
    assert "错误.xlsx" in error.mend_zh
