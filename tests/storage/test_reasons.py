"""A reason excuses the value it was given for, and no other one after it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from dangan.blocks import Head, Rows
from dangan.env import Env
from dangan.errors import Refused
from dangan.fields import Int, Text
from dangan.form import Form
from dangan.record import Values
from dangan.row import Row
from storage.archive import Archive
from tests.storage.conftest import NOW

WHY = {"n:RULE:small": "原件如此"}


class Item(Row):
    a = Int("甲", "A")
    b = Int("乙", "B")


class Sheet(Form, id="sheet", zh="表", en="Sheet", title="{name}", prefix="F"):
    with Head() as head:
        name = Text("名", "Name", required=True)
        n = Int("数", "Number")
    items = Rows(Item, "行", "Lines")


@Sheet.n.must("不得大于 5。", "Not over 5.", override=True)
def small(n: int) -> bool:
    return n <= 5


@Item.a.must("不得大于 5。", "Not over 5.", override=True)
def small_line(a: int) -> bool:
    return a <= 5


@pytest.fixture
def archive(path: Path) -> Iterator[Archive]:
    opened = Archive.open(path, [Sheet.form_type], create=True, clock=lambda: NOW)
    yield opened
    opened.close()


def refused(archive: Archive, env: Env, values: Values) -> list[str]:
    with pytest.raises(Refused) as found:
        archive.save("sheet", values, env)
    return [p.path for p in found.value.problems]


def test_another_value_needs_a_reason_of_its_own(archive: Archive, env: Env) -> None:
    assert refused(archive, env, {"name": "x", "n": 9}) == ["n"]
    saved = archive.save("sheet", {"name": "x", "n": 9, "_reasons": WHY}, env)
    assert refused(archive, env, {**saved, "n": 999}) == ["n"]
    saved = archive.save("sheet", {**saved, "name": "y"}, env)
    saved = archive.save("sheet", {**saved, "n": 999, "_reasons": WHY}, env)
    assert list(saved["_reasons"].values()) == ["原件如此"]
    saved = archive.save("sheet", {**saved, "n": 3}, env)
    assert saved["_reasons"] == {} and refused(archive, env, {**saved, "n": 999}) == ["n"]


def test_a_reason_goes_with_its_line(archive: Archive, env: Env) -> None:
    saved = archive.save(
        "sheet", {"name": "y", "items": [{"a": 9}, {"a": 1}], "_reasons": {"items.0.a:RULE:small_line": "因为"}}, env
    )
    first, second = saved["items"]
    assert refused(archive, env, {**saved, "items": [{"a": 77}, first, second]}) == ["items.0.a"]
    assert refused(archive, env, {**saved, "items": [{**second, "a": 9}]}) == ["items.0.a"]
    saved = archive.save("sheet", {**saved, "items": [{"a": 2}, second, first]}, env)
    assert [line["a"] for line in saved["items"]] == [2, 1, 9] and list(saved["_reasons"].values()) == ["因为"]
    saved = archive.save("sheet", {**saved, "items": saved["items"][:2]}, env)
    assert saved["_reasons"] == {}


def test_undo_brings_value_and_reason_back(archive: Archive, env: Env) -> None:
    saved = archive.save("sheet", {"name": "x", "n": 9, "_reasons": WHY}, env)
    archive.save("sheet", {**saved, "n": 3}, env)
    archive.undo(env)
    back = archive.read("sheet", saved["_id"])
    assert back["n"] == 9 and back["_reasons"] == saved["_reasons"]
    archive.save("sheet", {**back, "name": "y"}, env)
