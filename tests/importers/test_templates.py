"""Templates, and what is filled into them: the same values come back out of the store and out of an export."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from dangan.env import Env
from dangan.exporting import Job
from dangan.record import Link, Values
from dangan.system import stored_fields
from forms_plugins.exporters.ledger import write_ledger
from forms_plugins.exporters.list import write_list
from forms_plugins.importers.columns import targets
from forms_plugins.importers.run import run
from forms_plugins.importers.template import template
from storage.archive import Archive
from tests.importers.conftest import REAL, office
from tests.importers.workbooks import EMPLOYEE, fill

PAYLOADS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    '=HYPERLINK("http://x","y")',
    "=cmd|' /C calc'!A0",
    "\t=1",
    "https://example.com",
]


@pytest.mark.parametrize("form", [f.form_type.spec.id for f in REAL])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_column_of_a_template_is_read_back(archive: Archive, tmp_path: Path, form: str, lang: str) -> None:
    kind = archive.registry.form(form)
    template(kind, tmp_path / "t.xlsx", lang, archive.env("li", lang).office)
    book = openpyxl.load_workbook(tmp_path / "t.xlsx")
    assert book.sheetnames[-1] == ("说明" if lang == "zh" else "Notes")
    assert len(book.sheetnames) == len(kind.spec.rows) + 2
    for rows, name in zip(["", *kind.spec.rows], book.sheetnames, strict=False):
        headings = [cell.value for cell in book[name][1]]
        assert len(headings) == len(set(headings)) == len(targets(kind, rows))
    result = run(archive, form, tmp_path / "t.xlsx", archive.env("li", lang), dry_run=True)
    assert result.total == 0 and not result.faults and not any("没有导入" in n.zh for n in result.notes)


def test_template_looks(archive: Archive, env: Env, tmp_path: Path) -> None:
    template(archive.registry.form("employee_record"), tmp_path / "t.xlsx", "zh", env.office)
    sheet = openpyxl.load_workbook(tmp_path / "t.xlsx").worksheets[0]
    places = {str(cell.value): cell.column_letter for cell in sheet[1]}
    assert sheet.column_dimensions[places["身份证号码 *"]].number_format == "@"
    assert sheet.column_dimensions[places["报到日期 *"]].number_format == "yyyy-mm-dd"
    assert "学历" not in places and "单位 *" in places and "曾用名" in places
    lists = {str(v.sqref).split("2:")[0]: v.formula1 for v in sheet.data_validations.dataValidation}
    assert lists[places["性别 *"]] == '"男,女"'
    notes = openpyxl.load_workbook(tmp_path / "t.xlsx")["说明"]
    said = {row[2].value: [c.value for c in row] for row in notes.iter_rows(min_row=5)}
    assert said["sex"][3] == "必填" and said["sex"][5] == "男、女"
    assert "新1" in said["record_no"][4]


FULL = {
    **EMPLOYEE, "编号": "新1", "报到日期": datetime(2020, 3, 1), "身高": 172, "体重": 70.5, "重点人才": "是", "密级": "机密",
    "自我评价": "勤勉\n守时", "政治面貌": "群众", "备注": "＝全角",
}  # fmt: skip


def _import_full(archive: Archive, env: Env, folder: Path) -> Values:
    template(archive.registry.form("employee_record"), folder / "t.xlsx", "zh", env.office)
    sheets = {
        "员工人事档案记录表": [FULL],
        "家庭状况": [{"编号": "新1", "称谓": "父亲", "姓名": "张大", "出生年月": "1960-05"}, {"编号": "新1", "称谓": "母亲", "姓名": "王二"}],
        "奖惩记录": [{"编号": "新1", "日期": datetime(2024, 5, 1), "类别": "奖励", "奖惩名称": "先进", "事由": "好", "奖惩金额": 1200.5}],
    }  # fmt: skip
    result = run(archive, "employee_record", fill(folder / "t.xlsx", sheets), env)
    assert result.ok, [f.line("zh") for f in result.faults]
    return archive.read("employee_record", "YG-2026-0001")


def test_values_arrive_as_what_they_are(archive: Archive, env: Env, tmp_path: Path) -> None:
    got = _import_full(archive, env, tmp_path)
    assert got["report_date"] == date(2020, 3, 1) and got["birth_date"] == date(1990, 1, 2)
    assert got["unit"] == Link("宏达公司", 1, "org") and got["dept"] == Link("市场部", 1, "dept")
    assert got["height_cm"] == 172 and got["weight_kg"] == Decimal("70.5") and got["key_talent"] is True
    assert got["sex"] == "male" and got["education"] == "bachelor" and got["secrecy"] == "secret"
    assert (
        got["id_card"] == "110101199001022331" and got["self_evaluation"] == "勤勉\n守时" and got["remarks"] == "＝全角"
    )
    assert got["ethnicity"] == "汉族" and got["opened_on"] == date(2026, 3, 2) and got["status"] == "draft"
    assert [(x["relation"], x["name"], x["birth_month"]) for x in got["family"]] == [
        ("父亲", "张大", "1960-05"),
        ("母亲", "王二", None),
    ]
    assert got["awards"][0]["amount"] == Decimal("1200.50") and got["awards"][0]["date"] == date(2024, 5, 1)


def _same(one: Values, two: Values, fields: list[str]) -> None:
    assert {f: one[f] for f in fields} == {f: two[f] for f in fields}


@pytest.mark.parametrize("writer", [write_list, write_ledger])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_list_and_ledger_read_back(
    archive: Archive, env: Env, tmp_path: Path, writer: Callable[[Job], None], lang: str
) -> None:
    stored = _import_full(archive, env, tmp_path)
    form = archive.registry.form("employee_record")
    columns = tuple(t.id for t in targets(form) if not t.code and t.id in stored_fields(form.spec))
    job = Job(
        form, [stored], archive.env("li", lang), tmp_path / "out.xlsx", columns=columns if writer is write_list else ()
    )
    writer(job)
    other = office(tmp_path / "other")
    result = run(other, "employee_record", tmp_path / "out.xlsx", other.env("li", lang))
    missing = [f for f in result.faults if f.code == "GEN_IMPORT_COLUMN"]
    if writer is write_ledger:  # a ledger has few columns: it changes records, it makes none
        assert missing == result.faults
        again = run(archive, "employee_record", tmp_path / "out.xlsx", archive.env("li", lang))
        assert again.ok and again.unchanged == 1 and not again.created
    else:
        assert result.ok and result.created == 1, [f.line("zh") for f in result.faults]
        _same(other.read("employee_record", stored["record_no"]), stored, list(columns))
    other.close()


def test_formula_payloads_stay_text(archive: Archive, env: Env, tmp_path: Path) -> None:
    template(archive.registry.form("item_catalogue"), tmp_path / "t.xlsx", "zh", env.office)
    rows = [
        {"编号": f"{n}", "部门": "市场部", "名称": p, "内容": p, "归档日期": "2024-01-02"}
        for n, p in enumerate(PAYLOADS, 1)
    ]
    result = run(archive, "item_catalogue", fill(tmp_path / "t.xlsx", {"档案目录表": rows}), env)
    assert result.created == len(PAYLOADS), [f.line("zh") for f in result.faults]
    stored = [archive.read("item_catalogue", f"ML-2026-{n:04}") for n in range(1, len(PAYLOADS) + 1)]
    assert [v["title"] for v in stored] == [p.strip() for p in PAYLOADS]
    form = archive.registry.form("item_catalogue")
    write_list(
        Job(
            form,
            stored,
            env,
            tmp_path / "out.xlsx",
            columns=("dept", "item_no", "title", "content", "filed_on", "record_no"),
        )
    )
    cells = [c for row in openpyxl.load_workbook(tmp_path / "out.xlsx").worksheets[0].iter_rows() for c in row]
    assert not [c for c in cells if c.data_type == "f" or c.hyperlink]
    again = run(archive, "item_catalogue", tmp_path / "out.xlsx", env)
    assert again.ok and again.unchanged == len(PAYLOADS), [f.line("zh") for f in again.faults]


def test_headings_of_either_language_and_identifiers(archive: Archive, env: Env, tmp_path: Path) -> None:
    from tests.importers.workbooks import write

    rows = [
        {
            "Department": "市场部",
            "item_no": "7",
            "名 称：": "合同",
            "Filing date *": date(2024, 1, 2),
            "Secrecy level": "Secret",
            "页号": 3,
            "页号2": 9,
        }
    ]
    result = run(archive, "item_catalogue", write(tmp_path / "a.xlsx", {"任意": rows}), env)
    assert result.ok, [f.line("zh") for f in result.faults]
    got = archive.read("item_catalogue", "ML-2026-0001")
    assert (got["item_no"], got["title"], got["page_from"], got["page_to"]) == ("7", "合同", 3, 9)
