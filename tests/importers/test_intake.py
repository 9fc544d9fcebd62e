"""Old paper out of a workbook: states, numbers, signatures on paper, the book in the history, and the whole taken back."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from dangan.env import Env
from forms_plugins.importers.run import run
from forms_plugins.importers.template import template
from storage import deciding, waiting
from storage.archive import Archive
from storage.undoing import CannotUndo
from tests.importers.workbooks import fill, write

B2, BOOK = "file_catalogue", "2009年案卷登记簿"


@pytest.fixture
def opened(archive: Archive, env: Env) -> Archive:
    deciding.set_setting(archive, "intake_forms", {B2: "2026-12-31"}, env.today, env)
    return archive


def sheet(archive: Archive) -> str:
    return archive.registry.spec(B2).zh


def heads(archive: Archive) -> dict[str, str]:
    spec = archive.registry.spec(B2)
    fields = {f.id: f.zh for _, f in spec.walk()}
    names = ("fonds_no", "catalogue_no", "archive_no", "title", "retention", "filing_class_no")
    return {name: fields[name] for name in names}


def row(archive: Archive, **more: Any) -> dict[str, Any]:
    h = heads(archive)
    base = {"编号": "旧-0007", "状态": "已归档", h["fonds_no"]: "1", h["catalogue_no"]: "1", h["archive_no"]: "A-0907",
            h["title"]: "二〇〇九年合同", h["retention"]: "30年", h["filing_class_no"]: "1"}  # fmt: skip
    return {**base, **more}


def test_taken_in_as_it_is(opened: Archive, env: Env, tmp_path: Path) -> None:
    path = write(tmp_path / "old.xlsx", {sheet(opened): [row(opened)]})
    result = run(opened, B2, path, env, intake=BOOK)
    assert result.ok and result.created == 1, [f.line("zh") for f in result.faults]
    assert any("补录待补" in note.zh for note in result.notes)
    made = opened.read(B2, "旧-0007")
    assert (made["status"], made["retention"], made["prepared_by"], made["prepared_on"]) == ("filed", "y30", None, None)
    (version,) = opened.history(B2, made["_id"])
    assert (version.action, version.reason) == ("intake", BOOK)
    assert waiting.everything(opened.store) == []


def test_without_intake_the_state_is_left_out(opened: Archive, env: Env, tmp_path: Path) -> None:
    path = write(tmp_path / "old.xlsx", {sheet(opened): [row(opened)]})
    run(opened, B2, path, env)
    assert opened.store.rows("SELECT state FROM record") in ([], [("open",)])


def test_closed_intake_and_wrong_states_are_faults(archive: Archive, env: Env, tmp_path: Path) -> None:
    path = write(tmp_path / "old.xlsx", {sheet(archive): [row(archive)]})
    assert [f.code for f in run(archive, B2, path, env, intake=BOOK).faults] == ["GEN_INTAKE_CLOSED"]
    deciding.set_setting(archive, "intake_forms", {B2: "2026-12-31"}, env.today, env)
    env = archive.env("li", "zh")  # an office keeps what it was asked
    for state in ("已销毁了", "不知道"):
        path = write(tmp_path / f"{state}.xlsx", {sheet(archive): [row(archive, 状态=state)]})
        assert [f.code for f in run(archive, B2, path, env, intake=BOOK).faults] == ["GEN_OPTION_UNKNOWN"]
    title = heads(archive)["title"]
    path = write(tmp_path / "untitled.xlsx", {sheet(archive): [row(archive, **{title: None})]})
    assert "GEN_REQUIRED" in [f.code for f in run(archive, B2, path, env, intake=BOOK).faults]
    assert archive.store.value("SELECT count(*) FROM record") == 0


def test_signatures_on_paper(opened: Archive, env: Env, tmp_path: Path) -> None:
    spec = opened.registry.spec(B2)
    signed = spec.find("checked_by").zh
    path = write(tmp_path / "old.xlsx", {sheet(opened): [row(opened, **{signed: "已退休的科长 2009-06-01"})]})
    result = run(opened, B2, path, env, intake=BOOK)
    assert result.ok, [f.line("zh") for f in result.faults]
    kept = opened.read(B2, "旧-0007")["checked_by"]
    assert (kept.name, kept.id, kept.on, kept.paper) == ("已退休的科长", None, date(2009, 6, 1), True)


def test_an_intake_is_taken_back_while_nobody_went_on(opened: Archive, env: Env, tmp_path: Path) -> None:
    path = write(tmp_path / "old.xlsx", {sheet(opened): [row(opened)]})
    result = run(opened, B2, path, env, intake=BOOK)
    assert result.batch_id
    opened.undo_batch(result.batch_id, env)
    assert opened.store.value("SELECT count(*) FROM record") == 0
    assert opened.store.value("SELECT count(*) FROM signature") == 0
    again = run(opened, B2, path, env, intake=BOOK)
    assert again.ok and again.batch_id
    record = opened.read(B2, "旧-0007")
    opened.void(B2, record["_id"], "空号", env)
    with pytest.raises(CannotUndo):
        opened.undo_batch(again.batch_id, env)


def test_records_that_came_by_the_process_are_not_changed(opened: Archive, env: Env, tmp_path: Path) -> None:
    number = opened.save(B2, {"title": "新卷", "fonds_no": "1", "catalogue_no": "1"}, env)["record_no"]
    path = write(tmp_path / "old.xlsx", {sheet(opened): [row(opened, 编号=number)]})
    assert [f.code for f in run(opened, B2, path, env, intake=BOOK).faults] == ["INTAKE_NOT_OLD"]


def test_the_template_has_the_state(opened: Archive, env: Env, tmp_path: Path) -> None:
    path = tmp_path / "t.xlsx"
    template(opened.registry.form(B2), path, "zh", env.office, intake=True)
    first = openpyxl.load_workbook(path)[sheet(opened)]
    assert "状态" in [str(c.value).removesuffix(" *") for c in first[1]]
    fill(path, {sheet(opened): [row(opened)]})
    assert run(opened, B2, path, env, intake=BOOK).created == 1


def test_numbers_of_the_old_book_that_stand_for_nothing(opened: Archive, env: Env, tmp_path: Path) -> None:
    h = heads(opened)
    serial = opened.registry.spec(B2).find("volume_seq").zh
    gap = {"编号": "旧-0008", "状态": "空号", h["fonds_no"]: "1", h["catalogue_no"]: "1", serial: 2}
    rows = [row(opened, **{serial: 1}), gap, row(opened, 编号="旧-0009", **{serial: 3, h["archive_no"]: "A-0909"})]
    path = write(tmp_path / "old.xlsx", {sheet(opened): rows})
    result = run(opened, B2, path, env, intake=BOOK)
    assert result.ok and result.created == 3, [f.line("zh") for f in result.faults]
    made = opened.read(B2, "旧-0008")
    assert (made["status"], made["volume_seq"], made["title"]) == ("void", 2, None)
    (version,) = opened.history(B2, made["_id"])
    assert (version.action, version.reason) == ("intake", BOOK)
    assert result.batch_id
    opened.undo_batch(result.batch_id, env)
    assert opened.store.value("SELECT count(*) FROM record") == 0


def test_a_void_number_with_a_title_is_a_fault(opened: Archive, env: Env, tmp_path: Path) -> None:
    title = heads(opened)["title"]
    gap = {"编号": "旧-0008", "状态": "空号", title: "写错了"}
    path = write(tmp_path / "old.xlsx", {sheet(opened): [gap]})
    (fault,) = run(opened, B2, path, env, intake=BOOK).faults
    assert (fault.code, fault.line("zh").count("空号只登记号码")) == ("INTAKE_VOID_NUMBER", 1)


def test_a_signature_without_its_day_is_a_fault(opened: Archive, env: Env, tmp_path: Path) -> None:
    signed = opened.registry.spec(B2).find("checked_by").zh
    path = write(tmp_path / "old.xlsx", {sheet(opened): [row(opened, **{signed: "已退休的科长"})]})
    assert [f.code for f in run(opened, B2, path, env, intake=BOOK).faults] == ["GEN_SIGN_ON_PAPER"]
