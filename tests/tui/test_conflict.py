"""Two clerks at one record of a real archive: what only one of them changed is kept, the rest is chosen line by line."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from storage.archive import Archive
from storage.merging import Conflict
from tests.storage.small_forms import FORMS
from tui.app import DanganApp
from tui.screens.conflict import ConflictScreen

FAMILY = [{"relation": "父", "name": "甲"}, {"relation": "母", "name": "乙"}]


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    folder = tmp_path / "office"
    return Archive.open(folder / "o.db", FORMS, create=True, clock=lambda: datetime(2026, 3, 2, 9, 30))


async def _chosen(archive: Archive, found: Conflict, keys: list[str], said: str = "") -> dict[str, Any]:
    app = DanganApp(archive, "li", "zh")
    given: list[Any] = []
    async with app.run_test(size=(80, 24)) as pilot:
        form = archive.registry.form("staff")
        screen = ConflictScreen(form, found.base, found.theirs, found.mine, found.fields, found.text("zh"))
        app.push_screen(screen, given.append)
        await pilot.pause()
        assert said in "\n".join(strip.text for strip in app.screen._compositor.render_strips())
        for key in keys:
            await pilot.press(key)
        await pilot.press("f6")
        await pilot.pause()
    (values,) = given
    return values


@pytest.mark.parametrize(("key", "name"), [("2", "甲W"), ("3", "甲L"), ("1", "甲")])
async def test_a_line_is_chosen_and_what_only_the_other_changed_stays(archive: Archive, key: str, name: str) -> None:
    li, wang = archive.env("li", "zh"), archive.env("wang", "zh")
    made = archive.save("staff", {"name": "张三", "phone": "13800000000", "notes": "n0", "family": FAMILY}, li)
    mine, theirs = archive.read("staff", made["_id"]), archive.read("staff", made["_id"])
    first, second = theirs["family"]
    archive.save(
        "staff", {**theirs, "notes": "王写的", "family": [{**first, "name": "甲W"}, {**second, "name": "乙W"}]}, wang
    )
    typed = {**mine, "phone": "13700000000", "family": [{**mine["family"][0], "name": "甲L"}, mine["family"][1]]}
    with pytest.raises(Conflict) as caught:
        archive.save("staff", typed, li, base_lock=mine["_lock"])
    assert caught.value.fields == [f"family.{first['_id']}.name"]
    values = await _chosen(archive, caught.value, [key])
    kept = archive.save("staff", values, li, base_lock=values["_lock"])
    assert [line["name"] for line in kept["family"]] == [name, "乙W"]
    assert (kept["notes"], kept["phone"]) == ("王写的", "13700000000")


@pytest.mark.parametrize(("key", "names"), [("2", ["乙"]), ("3", ["甲L", "乙"])])
async def test_a_line_that_the_other_removed_is_taken_out_or_kept(archive: Archive, key: str, names: list[str]) -> None:
    li, wang = archive.env("li", "zh"), archive.env("wang", "zh")
    made = archive.save("staff", {"name": "张三", "family": FAMILY}, li)
    mine, theirs = archive.read("staff", made["_id"]), archive.read("staff", made["_id"])
    archive.save("staff", {**theirs, "family": theirs["family"][1:]}, wang)
    with pytest.raises(Conflict) as caught:
        archive.save(
            "staff",
            {**mine, "family": [{**mine["family"][0], "name": "甲L"}, mine["family"][1]]},
            li,
            base_lock=mine["_lock"],
        )
    values = await _chosen(archive, caught.value, [key], "父 甲L")
    kept = archive.save("staff", values, li, base_lock=values["_lock"])
    assert sorted(line["name"] for line in kept["family"]) == sorted(names)


@pytest.mark.parametrize(("key", "names"), [("2", "乙甲丙"), ("3", "丙乙甲"), ("1", "甲乙丙")])
async def test_the_order_of_lines_is_chosen(archive: Archive, key: str, names: str) -> None:
    li, wang = archive.env("li", "zh"), archive.env("wang", "zh")
    lines = [{"relation": relation, "name": name} for relation, name in (("父", "甲"), ("母", "乙"), ("妹", "丙"))]
    made = archive.save("staff", {"name": "张三", "family": lines}, li)
    first, second, third = made["family"]
    archive.save("staff", {**made, "notes": "王写的", "family": [second, first, third]}, wang)
    with pytest.raises(Conflict) as caught:
        archive.save("staff", {**made, "family": [third, second, first]}, li)
    assert caught.value.fields == ["family"]
    values = await _chosen(archive, caught.value, [key], "母 父 妹")
    kept = archive.save("staff", values, li, base_lock=values["_lock"])
    assert "".join(line["name"] for line in kept["family"]) == names and kept["notes"] == "王写的"
