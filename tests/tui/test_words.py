"""The program's words: every one has Chinese, and the compiled catalogue is that of the source."""

from __future__ import annotations

import gettext
import importlib.util
from pathlib import Path
from string import Formatter
from types import ModuleType

import pytest

from dangan.i18n import LOCALE, _

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
        if isinstance(message.id, tuple):
            assert tool.chinese(message) == gettext.translation("dangan", LOCALE, ["zh"]).ngettext(*message.id, 2)
        elif message.id:
            assert _(message.id, "zh") == message.string, message.id


def test_placeholders_are_the_same_in_both_languages() -> None:
    tool = words()
    for message in tool.merged():
        if message.id:
            forms = message.id if isinstance(message.id, tuple) else (message.id,)
            assert _names(tool.chinese(message)) in [_names(text) for text in forms], message.id


def _names(text: str) -> set[str]:
    return {name for _text, name, _format, _conversion in Formatter().parse(text) if name}


def test_english_is_the_source_and_the_fallback() -> None:
    assert _("Save", "en") == "Save"
    assert _("No such word of the program", "zh") == "No such word of the program"
    assert _("Saved {number}, Ctrl+Z takes it back", "zh", number="YG-1") == "已保存 YG-1,Ctrl+Z 撤销"
