"""A copy form by command: its paper and its ledger come out of its letters, everything else says where it belongs."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from dangan.copies import KeptElsewhere
from storage.archive import Archive
from tests.cli.conftest import Run


def _rows(path: Path) -> list[tuple[object, ...]]:
    return list(openpyxl.load_workbook(path).worksheets[0].values)


def test_forms_counts_none_of_it(sample: Path, dangan: Run) -> None:
    (line,) = [line for line in dangan(sample, "forms").out.splitlines() if "recall_stub" in line]
    assert line.split()[-1] == "-"


@pytest.mark.parametrize("form", ["recall_stub", "recall_notice"])
def test_ledger_of_recalls(form: str, sample: Path, dangan: Run, tmp_path: Path) -> None:
    assert dangan(sample, "export", form, str(tmp_path / "x.xlsx"), "--layout", "催还登记").status == 0
    head, *found = _rows(tmp_path / "x.xlsx")
    assert [row[head.index("编号")].__str__()[-4:] for row in found] == ["0001", "0002", "0002", "0003"]
    assert [row[head.index("处理结果")] for row in found] == ["已归还", None, None, None]
    assert all(isinstance(row[head.index("逾期天数")], int) for row in found)


def test_paper_of_it_alone(sample: Path, dangan: Run, tmp_path: Path) -> None:
    number = dangan(sample, "list", "recall_notice", "--json").json[0]["record_no"]
    told = dangan(sample, "export", "recall_stub", str(tmp_path / "x.xlsx"), "--layout", "form_a4", "--number", number)
    assert told.status == 0 and "1 条" in told.out
    words = [str(v) for row in _rows(tmp_path / "x.xlsx") for v in row if v is not None]
    assert words[0] == "阅档催还单存根" and number in words
    assert dangan(sample, "export", "recall_stub", str(tmp_path / "l.xlsx")).status == 0
    assert _rows(tmp_path / "l.xlsx")[0] == ("编号", "借阅人")


def test_what_is_refused(sample: Path, dangan: Run, tmp_path: Path) -> None:
    given = tmp_path / "in.xlsx"
    assert dangan(sample, "template", "recall_notice", str(given)).status == 0
    for words in (["list", "recall_stub"], ["list", "recall_stub", "--json"], ["import", "recall_stub", str(given)],
                  ["template", "recall_stub", str(tmp_path / "t.xlsx")]):  # fmt: skip
        told = dangan(sample, *words)
        assert (told.status, told.out) == (1, ""), words
        assert (
            told.err
            == "“阅档催还单存根”随 recall_notice 产生，不单独保存，也不单独录入。请使用 recall_notice；它的台帐和表单可以导出。\n"
        )
    assert not (tmp_path / "t.xlsx").exists()
    for words in (
        ["show", "recall_stub", "CH-1"],
        ["submit", "recall_stub", "CH-1"],
        ["steps", "recall_stub", "CH-1"],
        ["step", "recall_stub", "CH-1", "send"],
        ["void", "recall_stub", "CH-1", "--reason", "错"],
    ):
        told = dangan(sample, *words, lang="en")
        assert (told.status, told.out) == (1, "")
        assert told.err.startswith("Stub CH-1 comes with its recall notice and cannot be made or deleted alone.")


def test_nothing_is_stored_as_one(copy: Path) -> None:
    archive = Archive.open(copy)
    env = archive.env("admin", "zh")
    for act in (
        lambda: archive.save("recall_stub", {"record_no": "CH-2024-0009", "items": []}, env),
        lambda: archive.void("recall_stub", "CH-2024-0001", "错", env),
        lambda: archive.new("recall_stub", env),
    ):
        with pytest.raises(KeptElsewhere) as refused:
            act()
        assert refused.value.code == "RECALL_STUB"
    archive.close()
