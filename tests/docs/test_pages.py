"""The pages say what the program does: generated parts in step, every public name and option told, READMEs true."""

from __future__ import annotations

import inspect
import re
from pathlib import Path
from typing import Any

import click
import pytest
from textual.binding import Binding

import dangan
from dangan.blocks import Block, Rows
from dangan.cli.main import cli
from dangan.field import FieldOptions
from dangan.flow import State, Step
from dangan.form import Form
from scripts.docs import DOCS, PARTS, written
from tui.app import DanganApp
from tui.frame import DanganScreen
from tui.screens.keyed import RowsScreen

ROOT = Path(__file__).parents[2]
READMES = (ROOT / "README.md", ROOT / "README.zh.md")
KEYS = {"Esc": "escape", "PgUp": "pageup", "PgDn": "pagedown"}


def codes(page: str) -> set[str]:
    """The names that stand in code marks on a page, and in its examples."""
    text = (DOCS / page).read_text("utf-8")
    return {word for code in re.findall(r"```.*?```|`[^`\n]+`", text, re.DOTALL) for word in re.findall(r"\w+", code)}


@pytest.mark.parametrize("page", sorted(DOCS.glob("*.md")), ids=lambda path: path.stem)
def test_generated_parts_are_in_step(page: Path) -> None:
    assert written(page.read_text("utf-8")) == page.read_text("utf-8"), "run make docs"


def test_every_generated_part_stands_on_a_page_and_says_something() -> None:
    pages = "".join(path.read_text("utf-8") for path in DOCS.glob("*.md"))
    for name, part in PARTS.items():
        assert f"<!-- generated: {name} -->" in pages and len(list(part())) >= 4, name
    assert written("<!-- generated: paper -->\nold\n<!-- end -->\n").count("Ledger") == 1


def test_every_option_of_a_declaration_is_told() -> None:
    said = codes("forms.md") | codes("flows.md")
    for call in (Form.__init_subclass__, Block.__init__, Rows.__init__, State.__init__, Step.__init__):
        assert set(inspect.signature(call).parameters) - {"self", "row"} - said == set()
    assert set(FieldOptions.__annotations__) - said == set()


def test_every_public_name_is_told() -> None:
    said = codes("forms.md") | codes("paper.md") | codes("plugins.md") | codes("flows.md")
    assert set(dangan.__all__) - said <= {"__version__"}


def bound() -> dict[str, str]:
    """Key -> what it does, of the program and its screens."""
    bindings: list[Any] = [*DanganApp.BINDINGS, *DanganScreen.BINDINGS, *RowsScreen.BINDINGS]
    return {key: b.action for b in bindings if isinstance(b, Binding) for key in b.key.split(",")}


def name(key: str) -> str:
    """A key as the program calls it."""
    return KEYS.get(key, key.lower())


@pytest.mark.parametrize("page", READMES, ids=lambda path: path.name)
def test_keys_of_the_readme_are_those_of_the_program(page: Path) -> None:
    text, keys = page.read_text("utf-8"), bound()
    rows = [line.split("|") for line in text.splitlines() if re.match(r"\| F\d ", line)]
    told = [key for row in rows for cell in (row[1], row[4]) for key in cell.strip().split(" / ")]
    assert {name(key) for key in told} == {*(f"f{n}" for n in range(1, 10)), "escape", "ctrl+q"}
    assert {name(key) for key in told} <= set(keys)
    same = re.findall(r"(Ctrl\+[A-Z]) = (F\d)", text) + re.findall(r"(PgUp) / PgDn = (F7) / F8", text)
    same += re.findall(r"PgUp / (PgDn) = F7 / (F8)", text)
    assert len(same) == 7
    for other, key in same:
        assert keys[name(other)] == keys[name(key)], (other, key)
    assert "Ctrl+Z" in text and keys["ctrl+z"] == "undo"


@pytest.mark.parametrize("page", READMES, ids=lambda path: path.name)
def test_commands_of_the_readme_exist(page: Path) -> None:
    lines = re.findall(r"^dangan (.+)$", page.read_text("utf-8"), re.MULTILINE)
    assert len(lines) >= 5
    context = click.Context(cli)
    for line in lines:
        first, *rest = line.split()
        command = cli.get_command(context, first)
        assert command is not None, line
        known = {option for p in command.params for option in p.opts}
        assert {word for word in rest if word.startswith("--")} <= known, line


def test_links_between_pages_lead_somewhere() -> None:
    for page in (*READMES, *DOCS.glob("*.md")):
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), (page.name, target)
