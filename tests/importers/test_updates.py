"""Imports that change records, add what the directory lacks, do it dry, or are undone; and the office meanwhile."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dangan.env import Env
from dangan.record import Link, Signature
from forms_plugins.importers.run import ImportCancelled, NoSuchField, run, waiting
from storage.archive import Archive
from storage.undoing import CannotUndo
from tests.importers.workbooks import EMPLOYEE, write

STAFF, FAMILY, POSTS = "员工表", "家庭", "岗位"


@pytest.fixture
def two(archive: Archive, env: Env, tmp_path: Path) -> Archive:
    path = write(tmp_path / "two.xlsx", {
        STAFF: [{"编号": "新1", "姓名": "张三", "性别": "男", "证号": "A1", "在职": "是", "电话": "13812345678"}, {"编号": "YG-0099", "姓名": "李四", "证号": "A2", "在职": "是"}],
        FAMILY: [{"编号": "新1", "称谓": "父亲", "姓名": "张大", "特长": "打字、烹饪"}, {"编号": "新1", "称谓": "母亲", "姓名": "王二"}],
        POSTS: [{"编号": "新1", "日期": date(2024, 1, 1), "岗位": "出纳"}],
    })  # fmt: skip
    result = run(archive, "staff", path, env)
    assert result.ok and result.created == 2, [f.line("zh") for f in result.faults]
    return archive


def test_marks_tie_sheets_and_are_never_stored(two: Archive) -> None:
    numbers = [no for (no,) in two.store.rows("SELECT record_no FROM record ORDER BY _id")]
    assert numbers == ["YG-2026-0001", "YG-0099"]
    first, second = two.read("staff", "YG-2026-0001"), two.read("staff", "YG-0099")
    assert [(x["relation"], x["skills"]) for x in first["family"]] == [("父亲", ("typing", "cooking")), ("母亲", ())]
    assert second["family"] == [] and second["name"] == "李四"


@pytest.mark.parametrize("mark", ["新1", "new 3", "#7", "甲", "A1", "12"])
def test_any_mark_that_lines_repeat(archive: Archive, env: Env, tmp_path: Path, mark: str) -> None:
    path = write(
        tmp_path / "a.xlsx",
        {FAMILY: [{"编号": mark, "称谓": "父亲", "姓名": "张大"}], STAFF: [{"编号": mark, "姓名": "张三"}]},
    )
    assert run(archive, "staff", path, env).created == 1
    assert len(archive.read("staff", "YG-2026-0001")["family"]) == 1


def test_update_by_number_leaves_what_the_workbook_lacks(two: Archive, env: Env, tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", {STAFF: [{"编号": "YG-2026-0001", "姓名": "张三丰", "电话": None}]})
    result = run(two, "staff", path, env)
    assert (result.created, result.updated) == (0, 1)
    got = two.read("staff", "YG-2026-0001")
    assert (got["name"], got["phone"], got["sex"], got["id_no"]) == ("张三丰", None, "male", "A1")
    assert len(got["family"]) == 2 and len(got["posts"]) == 1
    assert [c.path for c in two.history("staff", got["_id"])[0].changes] == ["name", "phone"]


def test_lines_are_replaced_only_where_there_are_any(two: Archive, env: Env, tmp_path: Path) -> None:
    before = two.read("staff", "YG-2026-0001")
    path = write(
        tmp_path / "a.xlsx",
        {
            FAMILY: [
                {"编号": "YG-2026-0001", "称谓": "母亲", "姓名": "王二"},
                {"编号": "YG-2026-0001", "称谓": "兄", "姓名": "张二"},
            ]
        },
    )
    result = run(two, "staff", path, env)
    assert result.ok and result.updated == 1, [f.line("zh") for f in result.faults]
    got = two.read("staff", "YG-2026-0001")
    assert [x["name"] for x in got["family"]] == ["王二", "张二"]
    assert got["family"][0]["_id"] == before["family"][1]["_id"]
    assert got["posts"] == before["posts"] and got["name"] == "张三"


def test_update_by_a_chosen_field(two: Archive, env: Env, tmp_path: Path) -> None:
    rows = [{"证号": "A2", "姓名": "李四海"}, {"证号": "A3", "姓名": "赵六"}]
    path = write(tmp_path / "a.xlsx", {STAFF: rows})
    result = run(two, "staff", path, env, update_by="证号")
    assert (result.created, result.updated) == (1, 1), [f.line("zh") for f in result.faults]
    assert two.read("staff", "YG-0099")["name"] == "李四海"
    twice = run(two, "staff", write(tmp_path / "b.xlsx", {STAFF: [rows[0], rows[0]]}), env, update_by="id_no")
    assert [(f.row, f.code) for f in twice.faults] == [(3, "IMPORT_ROW_TWICE")]
    with pytest.raises(NoSuchField):
        run(two, "staff", path, env, update_by="爱好")


def test_undo_takes_back_creates_and_updates(two: Archive, env: Env, tmp_path: Path) -> None:
    before = two.read("staff", "YG-2026-0001")
    path = write(tmp_path / "a.xlsx", {
        STAFF: [{"编号": "YG-2026-0001", "姓名": "改名", "性别": "女"}, {"编号": "新2", "姓名": "赵六", "性别": None}, {"编号": "老-0007", "姓名": "孙七"}],
        FAMILY: [{"编号": "YG-2026-0001", "称谓": "兄", "姓名": "张二"}],
    })  # fmt: skip
    result = run(two, "staff", path, env)
    assert (result.created, result.updated) == (2, 1)
    assert result.batch_id is not None
    two.undo_batch(result.batch_id, env)
    after = two.read("staff", "YG-2026-0001")
    kept = {k: v for k, v in after.items() if not k.startswith("_") and k != "family"}
    assert kept == {k: before[k] for k in kept}
    assert [x["name"] for x in after["family"]] == ["张大", "王二"]
    assert two.store.value("SELECT count(*) FROM record WHERE form = 'staff'") == 2
    with pytest.raises(CannotUndo):
        two.undo_batch(result.batch_id, env)
    again = run(two, "staff", path, env)
    assert again.ok and (again.created, again.updated) == (2, 1)
    assert two.read("staff", "老-0007")["name"] == "孙七"


def test_dry_run_writes_nothing(two: Archive, env: Env, tmp_path: Path) -> None:
    before = _content(two)
    path = write(tmp_path / "a.xlsx", {STAFF: [{"编号": "新1", "姓名": "赵六"}, {"编号": "YG-0099", "姓名": "李"}]})
    result = run(two, "staff", path, env, dry_run=True)
    assert result.ok and (result.created, result.updated, result.batch_id) == (1, 1, None)
    assert _content(two) == before


def _content(archive: Archive) -> list[Any]:
    return [
        archive.store.rows(f"SELECT * FROM {t}")
        for t in ("record", "f_staff", "history", "audit", "dept", "option", "import_batch")
    ]


def test_one_audit_event_an_import(two: Archive) -> None:
    events = two.store.rows("SELECT event FROM audit WHERE event IN ('import', 'save')")
    assert events == [("import",)]


def test_add_missing_makes_and_lists(archive: Archive, env: Env, tmp_path: Path) -> None:
    rows = [{**EMPLOYEE, "编号": "新1", "所在部门": "火星部", "单位": "火星公司", "保管期限": "火星年"},
            {**EMPLOYEE, "编号": "新2", "身份证号码": None, "所在部门": "火星部"}]  # fmt: skip
    path = write(tmp_path / "a.xlsx", {"员工人事档案记录表": rows})
    assert {f.column for f in run(archive, "employee_record", path, env).faults} >= {"所在部门", "单位"}
    dry = run(archive, "employee_record", path, env, dry_run=True, add_missing=True)
    assert dry.ok and ("dept", "火星部") in dry.added
    assert archive.store.value("SELECT count(*) FROM dept") == 2
    result = run(archive, "employee_record", path, env, add_missing=True)
    assert result.ok, [f.line("zh") for f in result.faults]
    assert [a for a in result.added if a[0] in ("dept", "org")] == [("org", "火星公司"), ("dept", "火星部")]
    depts = {d.name: d.id for d in archive.directory.depts()}
    assert archive.read("employee_record", "YG-2026-0001")["dept"] == Link("火星部", depts["火星部"], "dept")
    assert archive.store.rows("SELECT event FROM audit WHERE event IN ('dept_add', 'company_add') ORDER BY _id")[
        -2:
    ] == [("company_add",), ("dept_add",)]


def test_add_missing_makes_nothing_when_a_row_is_bad(archive: Archive, env: Env, tmp_path: Path) -> None:
    rows = [{**EMPLOYEE, "编号": "新1", "所在部门": "火星部", "性别": "？"}]
    result = run(
        archive, "employee_record", write(tmp_path / "a.xlsx", {"员工人事档案记录表": rows}), env, add_missing=True
    )
    assert not result.ok and result.added == []
    assert archive.store.value("SELECT count(*) FROM dept") == 2


def test_options_of_open_lists_are_added(archive: Archive, env: Env, tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", {"客户": [{**_customer(archive), "所属行业": "自办类", "客户地域": "Mars"}]})
    result = run(archive, "customer", path, env)
    assert [(f.column, f.code) for f in result.faults] == [
        ("所属行业", "GEN_OPTION_UNKNOWN"),
        ("客户地域", "GEN_OPTION_UNKNOWN"),
    ]
    result = run(archive, "customer", path, env, add_missing=True)
    assert result.ok and result.added == [("industry", "自办类"), ("region", "Mars")], [
        f.line("zh") for f in result.faults
    ]
    made = {o.zh: o.code for o in (*archive.lists.options("industry"), *archive.lists.options("region"))}
    stored = archive.read("customer", str(archive.store.value("SELECT record_no FROM record")))
    assert (stored["industry"], stored["region"]) == (made["自办类"], made["Mars"]) and made["Mars"] == "mars"


def test_people_of_one_name_are_told_apart(archive: Archive, env: Env, tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.xlsx",
        {
            STAFF: [
                {"姓名": "甲", "经理": "王伟"},
                {"姓名": "乙", "经理": "wangwei"},
                {"姓名": "丙", "经理": "外聘的人"},
            ]
        },
    )
    result = run(archive, "staff", path, env)
    assert [(f.row, f.column, f.code) for f in result.faults] == [(2, "经理", "IMPORT_AMBIGUOUS")]
    ok = run(
        archive,
        "staff",
        write(
            tmp_path / "b.xlsx",
            {STAFF: [{"姓名": "乙", "经理": "wangwei", "核准人": "李敏"}, {"姓名": "丙", "经理": "外聘的人"}]},
        ),
        env,
    )
    assert ok.created == 2
    got = archive.read("staff", "YG-2026-0001")
    assert got["manager"] == Link("王伟", 3, "person") and got["approved_by"] == Signature(
        "李敏", 1, None, "李敏", True
    )
    assert archive.read("staff", "YG-2026-0002")["manager"] == Link("外聘的人")


def test_references_by_number_or_title(archive: Archive, env: Env, tmp_path: Path) -> None:
    volumes = [{"题名": "一月"}, {"题名": "二月"}, {"题名": "二月"}]
    assert run(archive, "volume", write(tmp_path / "v.xlsx", {"案卷": volumes}), env).created == 3
    papers = [
        {"题名": "甲", "案卷": "AJ-2026-0001", "页数": 3},
        {"题名": "乙", "案卷": "一月", "页数": 4},
        {"题名": "丙", "案卷": "二月"},
        {"题名": "丁", "案卷": "三月"},
    ]
    result = run(archive, "paper", write(tmp_path / "p.xlsx", {"文件": papers}), env)
    assert [(f.row, f.column, f.code) for f in result.faults] == [
        (4, "案卷", "IMPORT_AMBIGUOUS"),
        (5, "案卷", "GEN_REF_MISSING"),
    ]
    assert run(archive, "paper", write(tmp_path / "q.xlsx", {"文件": papers[:2]}), env).created == 2
    assert archive.read("volume", "AJ-2026-0001")["pages"] == 7


def test_csv_in_either_encoding(archive: Archive, env: Env, tmp_path: Path) -> None:
    for n, encoding in enumerate(("utf-8", "utf-8-sig", "gb18030", "utf-16")):
        path = tmp_path / f"{encoding}.csv"
        path.write_text(f"姓名,证号,工资,出生日期\n张三{n},00{n}7,1200.50,1990-01-02\n", encoding)
        result = run(archive, "staff", path, env)
        assert result.ok, [f.line("zh") for f in result.faults]
    got = [archive.read("staff", f"YG-2026-{n:04}") for n in range(1, 5)]
    assert [(v["name"], v["id_no"], v["born_on"]) for v in got] == [
        (f"张三{n}", f"00{n}7", date(1990, 1, 2)) for n in range(4)
    ]


def test_checklist_lines_keep_their_places(archive: Archive, env: Env, tmp_path: Path) -> None:
    assert run(archive, "customer", write(tmp_path / "c.xlsx", {"客户": [_customer(archive)]}), env).ok
    sheet = archive.registry.spec("source_documents")
    kinds = sheet.rows["items"].field("kind").options
    path = write(tmp_path / "a.xlsx", {sheet.zh: [{"编号": "新1", "客户": "宏达", "整理人": "李敏", "整理日期": "2026-01-01"}],
        "原始资料": [{"编号": "新1", "材料": kinds[2].zh, "有/无": "有", "份数": 2, "页数": 5, "存放位置": "KW-2-14"}]})  # fmt: skip
    result = run(archive, "source_documents", path, env, confirm=True)
    assert result.ok, [f.line("zh") for f in result.faults]
    items = archive.read("source_documents", "YS-2026-0001")["items"]
    assert [i["kind"] for i in items] == [o.code for o in kinds]
    assert [i["copies"] for i in items] == [2 if n == 2 else None for n in range(len(kinds))]
    assert items[2]["location"] == Link("KW-2-14")  # the form of places is not installed


def _customer(archive: Archive) -> dict[str, Any]:
    form = archive.registry.spec("customer")
    needed = {f.zh: None for f in form.fields.values() if f.required is True and f.zh}
    return needed | {"客户名称": "宏达", "归口部门": "市场部", "责任业务员": "李敏", "地址": "长沙"}


def test_cancelled_before_anything_is_written(archive: Archive, env: Env, tmp_path: Path) -> None:
    path = write(tmp_path / "a.xlsx", {STAFF: [{"姓名": "甲"}]})
    with pytest.raises(ImportCancelled):
        run(archive, "staff", path, env, cancelled=lambda: True)
    assert archive.store.value("SELECT count(*) FROM record") == 0


def test_a_large_import_says_how_long_others_wait() -> None:
    assert waiting(2_000) is None
    said = waiting(100_000)
    assert said is not None and "100000" in said.zh and "秒" in said.zh and "wait" in said.en


def test_progress_is_told(archive: Archive, env: Env, tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    path = write(tmp_path / "a.xlsx", {STAFF: [{"姓名": f"甲{n}"} for n in range(500)]})
    run(archive, "staff", path, env, progress=lambda *step: told.append(step))
    assert [stage for stage, _, _ in told if stage != "read"] == ["check", "write"]
    assert [done for stage, done, _ in told if stage == "read"][-1] == 500 and told[-1] == ("write", 500, 500)
