"""The help in both languages, within 80 cells, and click's own sentences, which we know by heart."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from dangan.cli.main import COMMANDS, cli
from dangan.cli.words import COUNTED, SAID, helps, speak
from dangan.values.text import cells
from tests.cli.conftest import Run
from tests.cli.test_process import process

CHINESE = re.compile("[\u4e00-\u9fff]")
EVERY = [(name,) for name in COMMANDS] + [
    ("directory", "add"),
    ("settings", "set"),
    ("audit", "verify"),
    ("settings", "holidays"),
    ("plugins", "release"),
]
EVERY += [("directory", name) for name in ("role", "roles", "substitute", "head", "deputy")]


@pytest.mark.parametrize("words", [(), *EVERY])
def test_help_speaks_the_language_asked_for(words: tuple[str, ...], dangan: Run) -> None:
    zh, en = dangan(None, *words, "--help").out, dangan(None, *words, "--help", lang="en").out
    assert zh.startswith("用法：") and "显示本说明。" in zh and "[选项]" in zh
    assert not re.search(r"[a-z]{3}[,.]? [a-z]{3}", zh.partition("\n")[2]), "English left in the Chinese help"
    assert en.startswith("Usage:") and "Show this message and exit." in en
    assert not CHINESE.search(en.replace("(档案)", ""))
    assert max(cells(line) for text in (zh, en) for line in text.splitlines()) <= 80


def test_language_of_the_help_from_the_environment() -> None:
    assert "用法：" in process("--help", DANGAN_LANG="zh", LC_ALL="en_GB.UTF-8").stdout
    assert "用法：" in process("void", "--help", LC_ALL="zh_CN.UTF-8").stdout
    assert "Usage:" in process("void", "--help", LC_ALL="en_GB.UTF-8").stdout
    assert "Usage:" in process("void", "--help", DANGAN_LANG="en").stdout
    assert "用法：" in process("--lang", "zh", "--help", DANGAN_LANG="en").stdout


def test_help_of_every_command_is_collected() -> None:
    speak("en")
    found = list(helps(cli))
    assert "Why; kept with the record." in found and "Rename" not in found
    assert "Give the entry NAME (or #ID) the name NEW; records go on pointing to it." in found


def test_click_still_says_these_sentences() -> None:
    source = "".join(path.read_text("utf-8") for path in Path(click.__file__).parent.glob("*.py"))
    ours = {"[OPTIONS]", "COMMAND [ARGS]..."}
    for said in {*SAID, *(text for pair in COUNTED for text in pair)} - ours:
        assert f'"{said}"'.replace("\n", "\\n").replace("\t", "\\t") in source, said
    assert all(word in source for word in ours)


def test_our_own_sentences_about_wrong_usage_are_chinese_too(sample: Path, dangan: Run) -> None:
    for words in (
        ("import", "--undo", "3", "customer"),
        ("import",),
        ("export", "customer", "a.xlsx", "--option", "x"),
    ):
        told = dangan(sample, *words)
        assert told.status == 2 and CHINESE.search(told.err) and " takes " not in told.err, told.err
