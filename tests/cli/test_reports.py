"""A report by command: listed and exported over the records of its form, stored nowhere; its kept runs are records."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from dangan.copies import KeptElsewhere
from storage.archive import Archive
from tests.cli.conftest import Run

LEDGER = "客户一览表"


def _rows(path: Path) -> list[tuple[object, ...]]:
    return list(openpyxl.load_workbook(path).worksheets[0].values)


def test_listed_with_its_own_columns_over_the_records_of_its_form(sample: Path, dangan: Run) -> None:
    head, *lines = dangan(sample, "list", "customer_list").out.splitlines()
    assert head.split()[:3] == ["档案编号", "客户名称", "客户性质"] and "路序" in head
    customers = dangan(sample, "list", "customer", "--json").json
    assert len(lines) == len(customers)
    found = dangan(sample, "list", "customer_list", "--json").json
    assert [row["record_no"] for row in found] == [row["record_no"] for row in customers]
    counted = next(line for line in dangan(sample, "forms").out.splitlines() if "customer_list" in line)
    assert counted.split()[-1] == "-"


def test_its_ledger_has_a_line_for_each_record(copy: Path, dangan: Run, tmp_path: Path) -> None:
    told = dangan(copy, "export", "customer_list", str(tmp_path / "x.xlsx"), "--layout", LEDGER)
    head, *lines = _rows(tmp_path / "x.xlsx")
    customers = dangan(copy, "list", "customer", "--json").json
    assert f"{len(customers)} 条" in told.out and len(lines) == len(customers)
    assert head[:3] == ("序号", "档案编号", "客户名称") and head[-1] == "最近更新"
    assert [line[0] for line in lines] == list(range(1, len(lines) + 1))
    number = str(lines[0][1])
    whole = dangan(copy, "show", "customer", number, "--json").json
    at = {name: lines[0][n] for n, name in enumerate(head)}
    assert (at["客户名称"], at["联系人"]) == (whole["name"], whole["contacts"][0]["name"])
    assert str(at["建档日期"])[:10] == whole["opened_on"]


@pytest.mark.parametrize("layout", ["list", "form_a4", "form_blank"])
def test_other_layouts(layout: str, copy: Path, dangan: Run, tmp_path: Path) -> None:
    assert dangan(copy, "export", "customer_list", str(tmp_path / "x.xlsx"), "--layout", layout).status == 0
    assert len(openpyxl.load_workbook(tmp_path / "x.xlsx").worksheets) == 1
    cells = (cell for row in _rows(tmp_path / "x.xlsx") for cell in row if cell is not None)
    words = ["".join(str(cell).split()) for cell in cells]
    assert "档案编号" in words
    assert any(word.startswith("KH-") for word in words) is (layout != "form_blank")


def test_nothing_is_stored_as_one(copy: Path, dangan: Run) -> None:
    told = dangan(copy, "submit", "customer_list", "KH-1")
    assert (told.status, told.out) == (1, "")
    assert told.err.startswith("“客户一览表”由 customer 汇总而成，不单独保存，也不单独录入。")
    archive = Archive.open(copy)
    env = archive.env("admin", "zh")
    for act in (
        lambda: archive.new("customer_list", env),
        lambda: archive.save("customer_list", {"lines": []}, env),
        lambda: archive.void("customer_list", "1", "错", env),
    ):
        with pytest.raises(KeptElsewhere) as refused:
            act()
        assert refused.value.code == "FORM_REPORT"
    archive.close()


def test_a_run_that_is_kept_is_a_record(copy: Path, dangan: Run) -> None:
    (run,) = dangan(copy, "list", "composition_analysis", "--json").json
    shown = dangan(copy, "show", "composition_analysis", run["record_no"], "--json").json
    assert shown["status"] == "kept" and [line["grade"] for line in shown["sales_mix"]] == ["a", "b", "c"]
    assert shown["run_by"] and shown["run_on"] and len(shown["analyses"]) == 7
    assert dangan(copy, "search", "湘北片区增设驻点", "--json").json[0]["form"] == "composition_analysis"
    told = dangan(copy, "void", "composition_analysis", run["record_no"], "--reason", "口径有误")
    assert told.status == 0
    printed = next(f for f in dangan(copy, "forms", "--json").json if f["name"] == "composition_analysis")
    assert (printed["kind"], printed["states"], "key" in printed) == ("report", [], False)
