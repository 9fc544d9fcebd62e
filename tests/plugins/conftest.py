"""A store with a plugins folder, and single-file plugins written into it."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from textwrap import dedent

import pytest

from dangan import discovery
from storage.core import migrate
from storage.engine import Store, open_store
from storage.registry import Registry
from storage.tables import upgrade

AT = datetime(2024, 3, 1, 9, 30)
VERSION = "0.1.0"

GOOD = """
    from dangan import Form, Head, Text, hookimpl

    class Permit(Form, id="{id}", zh="许可证", en="Permit", title="{{name}}", prefix="XK"):
        with Head() as head:
            name = Text("名称", "Name", required=True)

    @hookimpl
    def register_forms():
        return [Permit]
"""


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(tmp_path / "office" / "office.db", create=True)
    migrate(opened, VERSION)
    yield opened
    opened.close()


@pytest.fixture
def folder(store: Store) -> Path:
    made = store.path.parent / "plugins"
    made.mkdir(mode=0o700)
    return made


@pytest.fixture(autouse=True)
def no_built_ins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty package of built-ins, importable, for the test to fill."""
    root = tmp_path / "code" / f"built_in_{tmp_path.name}".replace("-", "_")
    root.mkdir(parents=True)
    (root / "__init__.py").touch()
    monkeypatch.syspath_prepend(str(root.parent))
    monkeypatch.setattr(discovery, "BUILT_IN", root.name)
    monkeypatch.setattr(discovery, "GROUP", "dangan_of_no_one")
    return root


@pytest.fixture
def drop(folder: Path) -> Callable[..., Path]:
    """Write a single-file plugin; `good("permit")` gives the text of a sound one."""

    def write(name: str, text: str) -> Path:
        path = folder / name
        path.write_text(dedent(text), "utf-8")
        return path

    return write


def good(form: str = "permit") -> str:
    """A sound plugin that brings one form."""
    return dedent(GOOD.format(id=form))


def opened(store: Store) -> Registry:
    """A registry as a new session opens it, its tables brought up to date."""
    registry = Registry.open(store, AT, VERSION)
    upgrade(store, registry, AT, VERSION, None)
    return registry
