"""A screen that a dropped-in plugin brings stands in the F9 menu of its form, and opens with the records in hand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

import pytest

from storage.archive import Archive
from tests.tui.clerk import at_work
from tests.tui.office import NOW, Clock
from tui.screens.list import ListScreen

PLUGIN = """
    from dangan import Form, Head, Text, hookimpl
    from dangan.plugins import ScreenEntry
    from tui.screens.keyed import RowsScreen
    from tui.widgets.rows import Column, note

    class Permit(Form, id="permit", zh="许可证", en="Permit", title="{name}", prefix="XK"):
        with Head() as head:
            name = Text("名称", "Name", required=True)

    class MapScreen(RowsScreen):
        def path(self):
            return ["地图"]

        def fill(self):
            self.rows.show([Column("")], [note(f"{self.form_id} {self.records}")])

    class Broken:
        pass

    class Failing(RowsScreen):
        def __init__(self):
            raise RuntimeError("no map here")

    @hookimpl
    def register_forms():
        return [Permit]

    @hookimpl
    def register_screens():
        return [
            ScreenEntry("map", "许可证地图", "Map of permits", "permit", f"{__name__}:MapScreen"),
            ScreenEntry("broken", "坏屏幕", "Broken screen", "permit", f"{__name__}:Broken"),
            ScreenEntry("failing", "错屏幕", "Failing screen", "permit", f"{__name__}:Failing"),
            ScreenEntry("gone", "无屏幕", "Missing screen", "", "no_such_module:Map"),
        ]
"""


@pytest.fixture
def permits(tmp_path: Path) -> Iterator[Archive]:
    folder = tmp_path / "office"
    folder.mkdir(mode=0o700)
    (folder / "plugins").mkdir(mode=0o700)
    (folder / "plugins" / "permits.py").write_text(dedent(PLUGIN), "utf-8")
    archive = Archive.open(folder / "d.db", create=True, clock=Clock(NOW))
    archive.directory.add("company", "总公司", at=NOW, by="wang")
    env = archive.env("wang", "zh")
    archive.set_preference(env, "forms.used", ["permit"], office=True)
    archive.save("permit", {**archive.new("permit", env), "name": "采砂"}, env)
    archive.close()
    archive = Archive.open(folder / "d.db", clock=Clock(NOW))  # a warm start has not imported the plugin
    yield archive
    archive.close()


async def test_it_opens_from_the_list_and_the_record(permits: Archive) -> None:
    async with at_work(permits) as clerk:
        await clerk.type("1<enter><f9>xkzdt<enter>")
        assert "地图" in clerk.lines[0] and "permit [1]" in clerk.screen
        await clerk.type("<escape>")
        assert isinstance(clerk.app.screen, ListScreen)
        await clerk.type("<enter><f9>")
        assert "许可证地图" in clerk.screen
        await clerk.type("xkzdt<enter>")
        assert "permit [1]" in clerk.screen


async def test_it_stands_nowhere_else(permits: Archive) -> None:
    async with at_work(permits) as clerk:
        await clerk.type("<f9>")
        assert "许可证地图" not in clerk.screen and "无屏幕" in clerk.screen


@pytest.mark.parametrize(("typed", "said"), [("hpm", "Broken"), ("cpm", "no map here"), ("wpm", "no_such_module")])
async def test_one_that_cannot_open_says_why(permits: Archive, typed: str, said: str) -> None:
    async with at_work(permits) as clerk:
        await clerk.type(f"1<enter><f9>{typed}<enter>")
        assert isinstance(clerk.app.screen, ListScreen) and said in clerk.message
