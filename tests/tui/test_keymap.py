"""Keys with other places, keys for those who lack some, and F1 that knows them all."""

from __future__ import annotations

import importlib
import pkgutil
from typing import Any

import pytest
from textual.binding import Binding
from textual.dom import DOMNode

import tui
from storage.archive import Archive
from storage.settings import BadSetting
from tests.tui.clerk import at_work
from tests.tui.office import NOW
from tui.app import DanganApp
from tui.frame import DanganScreen
from tui.screens.entry import EntryScreen
from tui.screens.help import HelpScreen
from tui.screens.menu import MenuScreen
from tui.screens.record import RecordScreen


def below(kind: type[Any]) -> set[type[Any]]:
    return {kind}.union(*(below(k) for k in kind.__subclasses__()))


def test_every_binding_has_an_id() -> None:
    for module in pkgutil.walk_packages(tui.__path__, "tui."):
        importlib.import_module(module.name)
    kinds: set[type[DOMNode]] = {k for k in below(DanganScreen) | {DanganApp} if k.__module__.startswith("tui.")}
    bindings = [b for kind in kinds for b in kind.__dict__.get("BINDINGS", ())]
    assert len(bindings) > 20
    assert not [b for b in bindings if not (isinstance(b, Binding) and b.id)]


async def test_a_question_mark_opens_help_where_nothing_is_typed(office: Archive) -> None:
    async with at_work(office) as clerk:
        for mark in "?？":
            await clerk.type(mark)
            assert isinstance(clerk.app.screen, HelpScreen)
            await clerk.type(mark)
            assert not isinstance(clerk.app.screen, HelpScreen)
        await clerk.type("1<enter><enter>")
        assert isinstance(clerk.app.screen, RecordScreen)
        await clerk.type("？")
        assert isinstance(clerk.app.screen, HelpScreen)
        await clerk.type("<escape><escape>o?")
        assert not isinstance(clerk.app.screen, HelpScreen)


async def test_alt_and_a_digit_is_a_function_key(office: Archive) -> None:
    async with at_work(office) as clerk:
        await clerk.type("<alt+9>")
        assert isinstance(clerk.app.screen, MenuScreen)
        await clerk.type("<alt+0>")
        assert not isinstance(clerk.app.screen, MenuScreen)
        await clerk.type("1<enter><enter><alt+2>")
        assert isinstance(clerk.app.screen, EntryScreen)


async def test_keys_are_remapped_by_the_office_and_by_a_user(office: Archive) -> None:
    office.settings.set("keymap", {"edit": "f4", "pick": "f2", "do": "f12"}, NOW.date(), "wang", at=NOW)
    office.set_preference(office.env("wang", "zh"), "keymap", {"do": "ctrl+s"})
    async with at_work(office) as clerk:
        await clerk.type("1<enter>")
        assert "F4编辑" in clerk.screen and "F2选择" in clerk.screen
        await clerk.type("<enter><f4>")
        assert isinstance(clerk.app.screen, EntryScreen)
        said = clerk.message
        await clerk.type("<f6>")
        assert clerk.message == said
        await clerk.type("<f1>")
        assert "Ctrl+S" in clerk.screen and "F12" not in clerk.screen
        await clerk.type("<escape><ctrl+s>")
        assert clerk.message != said or not isinstance(clerk.app.screen, EntryScreen)


async def test_help_names_the_keys_of_fields(office: Archive) -> None:
    async with at_work(office) as clerk:
        await clerk.type("1<enter><enter><f2><f1>")
        keys = "\n".join(clerk.app.screen.keys())  # type: ignore[attr-defined]
        for key in ("Ctrl+W", "Ctrl+U", "Ctrl+K", "Ctrl+O", "Ctrl+E", "Space"):
            assert key in keys


@pytest.mark.parametrize("keys", ["x", "", "f21", "中"])
def test_a_key_that_types_cannot_be_given(office: Archive, keys: str) -> None:
    with pytest.raises(BadSetting):
        office.settings.set("keymap", {"edit": keys}, NOW.date(), "wang", at=NOW)
