"""Number patterns of the office: only tokens that the form can fill; departments by code, retention by its code."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from dangan.blocks import Head
from dangan.env import Env
from dangan.errors import DeclarationError, Refused
from dangan.fields import Choice, Dept, LongText, Ref, Text
from dangan.form import Form
from dangan.numbering import number_pattern
from dangan.record import Link
from dangan.spec import FormSpec
from storage.archive import Archive
from storage.settings import BadSetting
from tests.storage.conftest import NOW


class Deed(Form, id="deed", zh="契据", en="Deed", title="{name}", prefix="QJ"):
    with Head() as head:
        name = Text("名称", "Name")
        dept = Dept("所在部门", "Department")
        retention = Choice("保管期限", "Retention period", "retention_period", other=True)
        after = Ref("上一件", "Former deed", "deed")
        notes = LongText("说明", "Notes")


class Letter(Form, id="letter", zh="函件", en="Letter", title="{name}", number="HJ-{class}-{yyyy}-{seq:2}",
             classes={"out": "F", "in": "S"}):  # fmt: skip
    with Head() as head:
        name = Text("名称", "Name")
        way = Choice("方向", "Direction", {"out": "发件", "in": "收件"})


@pytest.fixture
def archive(path: Path) -> Iterator[Archive]:
    opened = Archive.open(path, [Deed.form_type, Letter.form_type], create=True, clock=lambda: NOW)
    yield opened
    opened.close()


@pytest.fixture
def env(archive: Archive) -> Env:
    return archive.env("li", "zh")


def give(archive: Archive, pattern: str) -> None:
    archive.settings.set("number_patterns", {"deed": pattern}, NOW.date(), "li", at=NOW)


@pytest.mark.parametrize(
    ("pattern", "token"),
    [("{prefix}-{fonds}-{seq:2}", "fonds"), ("{dept.code}-{seq}", "dept.code"), ("{notes}{seq}", "notes"),
     ("{class}-{seq}", "class"), ("{yyyy.x}-{seq}", "yyyy.x"), ("{seq}-{名称}", "名称"), ("{seq}-{a b}", "{a b}")],
)  # fmt: skip
def test_a_token_that_the_form_cannot_fill_is_refused_with_those_it_can(
    archive: Archive, env: Env, pattern: str, token: str
) -> None:
    with pytest.raises(BadSetting) as refused:
        give(archive, pattern)
    assert f"“{token}”" in refused.value.zh and "契据" in refused.value.zh
    assert (
        "{prefix}" in refused.value.mend_zh
        and "{dept}" in refused.value.mend_zh
        and "{notes}" not in refused.value.mend_zh
    )
    assert archive.save("deed", {"name": "甲"}, env)["record_no"] == "QJ-2026-0001"


def test_a_department_stands_by_its_code_and_retention_by_years(archive: Archive, env: Env) -> None:
    dept = archive.directory.add("dept", by="li", at=NOW, name="人力资源部", code="RL")
    bare = archive.directory.add("dept", by="li", at=NOW, name="办公室")
    give(archive, "{retention}-{dept}-{after.record_no}-{seq:3}")
    first = {"dept": Link("人力资源部", dept, "dept"), "retention": "permanent", "after": Link("", 0, "deed")}
    with pytest.raises(Refused) as refused:
        archive.save("deed", {**first, "after": None}, env)
    (problem,) = refused.value.problems
    assert (problem.path, problem.zh[-13:]) == ("after", "中的“上一件”还没有内容。")
    give(archive, "{retention}-{dept}-{seq:3}")
    env = archive.env("li", "zh")
    assert archive.save("deed", {**first, "after": None}, env)["record_no"] == "Y-RL-001"
    assert archive.save("deed", {"dept": first["dept"], "retention": "y15"}, env)["record_no"] == "15-RL-001"
    other = {"dept": Link("办公室", bare, "dept"), "retention": "y10"}
    assert archive.save("deed", other, env)["record_no"] == "10-办公室-001"


def test_each_class_has_a_sequence_of_its_own(archive: Archive, env: Env) -> None:
    numbers = [archive.save("letter", {"name": "函", "way": way}, env)["record_no"] for way in ("out", "in", "out")]
    assert numbers == ["HJ-F-2026-01", "HJ-S-2026-01", "HJ-F-2026-02"]
    pattern = number_pattern(Letter.form_type.spec)
    assert pattern.fullmatch("HJ-S-2026-17") and not pattern.fullmatch("HJ-X-2026-17")
    assert FormSpec.from_json(Letter.form_type.spec.json).classes == (("out", "F"), ("in", "S"))


def test_without_its_class_nothing_is_numbered(archive: Archive, env: Env) -> None:
    with pytest.raises(Refused) as refused:
        archive.save("letter", {"name": "函"}, env)
    (problem,) = refused.value.problems
    assert (problem.path, problem.code) == ("way", "NUMBER_TOKEN") and "“方向”" in problem.zh


def test_classes_are_the_options_of_a_choice() -> None:
    with pytest.raises(DeclarationError, match="options of no choice"):

        class Wrong(Form, id="wrong", zh="错", en="Wrong", number="{class}-{seq}", classes={"up": "U"}):
            with Head() as head:
                name = Text("名称", "Name")
