"""Rules that ask the office see the other rows of their workbook, and warnings are told and confirmed."""

from datetime import date
from pathlib import Path

from dangan.env import Env
from forms_plugins.importers.run import run
from storage.archive import Archive
from tests.importers.workbooks import write

CUSTOMER = {"归口部门": "市场部", "责任业务员": "李敏", "地址": "长沙", "电话": "0731-8888888"}
ITEM = {"部门": "市场部", "归档日期": date(2024, 1, 2)}


def customers(path: Path, *names: str) -> Path:
    return write(path, {"客户档案": [{**CUSTOMER, "客户名称": name} for name in names]})


def test_three_spellings_of_one_customer_are_one_file(archive: Archive, env: Env, tmp_path: Path) -> None:
    result = run(archive, "customer", customers(tmp_path / "a.xlsx", "导入甲", "导入甲有限公司", "导入 甲"), env)
    assert [(f.row, f.code) for f in result.faults] == [(3, "CUST_DUP"), (4, "CUST_DUP")]
    assert "导入甲" in result.faults[0].zh and "第 2 行" in result.faults[0].zh and "row 2" in result.faults[0].en
    assert archive.store.value("SELECT count(*) FROM record") == 0
    assert run(archive, "customer", customers(tmp_path / "b.xlsx", "导入甲", "导入乙"), env).created == 2


def test_item_numbers_go_on_within_a_workbook(archive: Archive, env: Env, tmp_path: Path) -> None:
    rows = [{**ITEM, "编号": f"{n}", "名称": f"合同{n}"} for n in (1, 2, 3)]
    assert run(archive, "item_catalogue", write(tmp_path / "a.xlsx", {"档案目录表": rows}), env).created == 3


def volume(archive: Archive, env: Env) -> str:
    values = {**archive.new("file_catalogue", env), "title": "合同卷", "archive_no": "Z1-1"}
    return str(archive.save("file_catalogue", values, env)["record_no"])


def paged(path: Path, number: str, *pages: tuple[int, int]) -> Path:
    rows = [
        {**ITEM, "编号": f"{n}", "名称": f"合同{n}", "所属案卷": number, "起始页号": a, "截止页号": b}
        for n, (a, b) in enumerate(pages, 1)
    ]
    return write(path, {"档案目录表": rows})


def test_pages_run_on_within_a_workbook(archive: Archive, env: Env, tmp_path: Path) -> None:
    path = paged(tmp_path / "a.xlsx", volume(archive, env), (1, 10), (11, 15), (16, 20))
    result = run(archive, "item_catalogue", path, env)
    assert result.created == 3 and not result.warned


def test_warnings_are_told_and_pass_once_confirmed(archive: Archive, env: Env, tmp_path: Path) -> None:
    path = paged(tmp_path / "a.xlsx", volume(archive, env), (1, 10), (900, 905))
    dry = run(archive, "item_catalogue", path, env, dry_run=True)
    assert dry.ok and dry.created == 2
    assert [(f.row, f.column, f.code) for f in dry.warned] == [(3, "起始页号", "FILE_PAGE_GAP")]
    held = run(archive, "item_catalogue", path, env)
    assert not held.ok and held.held and not held.faults and held.failure().code == "IMPORT_CONFIRM"
    assert archive.store.value("SELECT count(*) FROM record WHERE form = 'item_catalogue'") == 0
    done = run(archive, "item_catalogue", path, env, confirm=True)
    assert done.ok and done.created == 2 and len(done.warned) == 1
