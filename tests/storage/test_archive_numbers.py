"""An archive number stands once over all forms; a void record and one taken back give theirs back."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dangan.blocks import Head
from dangan.env import Env
from dangan.errors import Problem, Refused
from dangan.fields import ArchiveNo, Text
from dangan.form import Form
from dangan.papers import Unique
from storage.archive import Archive
from tests.storage.conftest import NOW


class Box(Form, id="box", zh="案盒", en="Box", title="{name}", prefix="AH", unique=[Unique("archive_no")]):
    with Head() as head:
        name = Text("名称", "Name")
        archive_no = ArchiveNo("档号", "Archive number")


class Leaf(Form, id="leaf", zh="单页", en="Leaf", title="{name}", prefix="DY"):
    with Head() as head:
        name = Text("名称", "Name")
        shelf_no = ArchiveNo("档案号", "File number")


@pytest.fixture
def archive(path: Path) -> Iterator[Archive]:
    opened = Archive.open(path, [Box.form_type, Leaf.form_type], create=True, clock=lambda: NOW)
    yield opened
    opened.close()


@pytest.fixture
def env(archive: Archive) -> Env:
    return archive.env("li", "zh")


def refused(archive: Archive, form: str, env: Env, **values: Any) -> Problem:
    with pytest.raises(Refused) as caught:
        archive.save(form, values, env)
    (problem,) = caught.value.problems
    return problem


def test_another_form_may_not_take_the_number(archive: Archive, env: Env) -> None:
    kept = archive.save("box", {"name": "账册", "archive_no": "XJ-2023-009"}, env)
    archive.save("leaf", {"name": "信", "shelf_no": "XJ-2023-010"}, env)
    found = refused(archive, "leaf", env, name="函", shelf_no="ＸＪ-2023-009")
    assert (found.code, found.path) == ("FILE_DUP_NUMBER", "shelf_no")
    assert found.zh == "档号 XJ-2023-009 已用于《账册》。" and "XJ-2023-011" in found.mend_zh
    assert found.values["record"].id == kept["_id"]
    archive.save("leaf", {"name": "函", "shelf_no": "XJ-2023-011"}, env)
    assert refused(archive, "box", env, name="册", archive_no="XJ-2023-009").code == "FILE_DUP_NUMBER"


def test_the_number_stays_with_its_record(archive: Archive, env: Env) -> None:
    kept = archive.save("box", {"name": "账册", "archive_no": "XJ-1"}, env)
    archive.save("box", {"_id": kept["_id"], "name": "总账"}, env)
    archive.save("box", {"_id": kept["_id"], "archive_no": "XJ-2"}, env)
    archive.save("leaf", {"name": "信", "shelf_no": "XJ-1"}, env)
    assert refused(archive, "leaf", env, name="函", shelf_no="XJ-2").code == "FILE_DUP_NUMBER"


def test_a_void_record_and_one_taken_back_free_it(archive: Archive, env: Env) -> None:
    kept = archive.save("box", {"name": "账册", "archive_no": "XJ-1"}, env)
    archive.void("box", kept["_id"], "重复", env)
    archive.save("leaf", {"name": "信", "shelf_no": "XJ-1"}, env)
    archive.undo(env)
    archive.save("leaf", {"name": "函", "shelf_no": "XJ-1"}, env)
    batch = archive.save_many("box", [{"name": "册", "archive_no": "XJ-2"}], env, source="一.xlsx")
    archive.undo_batch(batch.id or 0, env)
    last = archive.save("leaf", {"name": "单", "shelf_no": "XJ-2"}, env)
    assert (
        refused(archive, "box", env, name="册", archive_no="XJ-2").code == "FILE_DUP_NUMBER"
        and last["shelf_no"] == "XJ-2"
    )


def test_a_batch_names_a_free_number_for_each(archive: Archive, env: Env) -> None:
    archive.save("box", {"name": "账册", "archive_no": "A"}, env)
    records = [{"name": "一", "shelf_no": "A"}, {"name": "二", "shelf_no": "B-99"}, {"name": "三", "shelf_no": "B-99"}]
    done = archive.save_many("leaf", records, env, source="一.xlsx")
    told = {place: (p.values["title"], p.values["next_no"]) for place, (p,) in done.problems.items()}
    assert told == {0: ("账册", "A-1"), 2: ("二", "B-100")}


def test_it_shows_while_typing(archive: Archive, env: Env) -> None:
    archive.save("box", {"name": "账册", "archive_no": "XJ-1"}, env)
    (found,) = archive.duplicates("leaf", {**archive.new("leaf", env), "shelf_no": "XJ-1"}, env, "shelf_no")
    assert (found.code, found.path) == ("FILE_DUP_NUMBER", "shelf_no")
