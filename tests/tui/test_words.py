"""The program's words: every one has Chinese, and the compiled catalogue is that of the source."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from string import Formatter
from types import ModuleType

import pytest

from dangan.i18n import _

pytest.importorskip("babel")


def words() -> ModuleType:
    path = Path(__file__).parents[2] / "scripts/words.py"
    spec = importlib.util.spec_from_file_location("words", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_word_has_chinese() -> None:
    tool = words()
    assert tool.missing(tool.merged()) == []


def test_the_compiled_catalogue_is_in_step() -> None:
    tool = words()
    for message in tool.merged():
        if message.id:
            assert _(message.id, "zh") == message.string, message.id


def test_placeholders_are_the_same_in_both_languages() -> None:
    for message in words().merged():
        if message.id:
            names = [
                {name for _t, name, _f, _c in Formatter().parse(text) if name} for text in (message.id, message.string)
            ]
            assert names[0] == names[1], message.id


def test_english_is_the_source_and_the_fallback() -> None:
    assert _("Save", "en") == "Save"
    assert _("No such word of the program", "zh") == "No such word of the program"
    assert _("Saved {number}", "zh", number="YG-1") == "已保存 YG-1"
