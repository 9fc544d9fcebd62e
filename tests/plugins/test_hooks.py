"""Every hook: a test of its own name, and its exact signature with types in the documentation."""

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

from dangan import hookspecs
from dangan.discovery import Found
from dangan.exporting import Exporter
from dangan.plugins import BadPlugin, Context, ScreenEntry, load, probe
from scripts.docs import signature
from storage.engine import Store
from tests.plugins.conftest import AT, good, opened

DOCS = Path(__file__).parents[2] / "docs" / "plugins.md"
HOOKS = [name for name, thing in vars(hookspecs).items() if hasattr(thing, "dangan_spec")]
Drop = Callable[[str, str], Path]


def test_every_hook_has_its_test_and_its_line_in_the_docs() -> None:
    text = DOCS.read_text("utf-8")
    assert len(HOOKS) >= 4
    for name in HOOKS:
        function = getattr(hookspecs, name)
        assert f"test_{name}" in globals()
        assert f"`{name}{signature(function)}`" in text
        assert function.__doc__ and "\n" not in function.__doc__.strip()


def test_register_forms(store: Store, drop: Drop) -> None:
    drop("p.py", good())
    registry = opened(store)
    assert registry.form("permit").spec.plugin == "p.py"
    assert registry.heads()[0].zh == "许可证"


def test_register_fields(store: Store, drop: Drop) -> None:
    text = """
        from dangan import FieldType, hookimpl

        class Stamp(FieldType):
            word = "stamp"

        @hookimpl
        def register_fields(ctx):
            return [Stamp()]
    """
    drop("p.py", dedent(text))
    assert opened(store).plugins()[0].fields == {"stamp": "text"}


def test_register_screens(store: Store, drop: Drop) -> None:
    text = """
        from dangan import hookimpl
        from dangan.plugins import ScreenEntry

        @hookimpl
        def register_screens(ctx):
            return [ScreenEntry("map", "地图", "Map", "", "no_such_module:Map")]
    """
    drop("p.py", dedent(text))
    (screen,) = opened(store).screens()
    assert screen == ScreenEntry("map", "地图", "Map", "", "no_such_module:Map")
    assert (screen.label("zh"), screen.label("en")) == ("地图", "Map")
    with pytest.raises(BadPlugin, match="no_such_module"):
        screen.load()


def test_register_exporters(store: Store, drop: Drop) -> None:
    text = """
        from dangan import hookimpl
        from dangan.exporting import Exporter

        @hookimpl
        def register_exporters(ctx):
            return [Exporter("plain", "纯文本", "Plain text", lambda job: job.path.write_text(ctx.version))]
    """
    drop("p.py", dedent(text))
    (exporter,) = opened(store).exporters()
    assert isinstance(exporter, Exporter) and exporter.label("en") == "Plain text"


FOLLOWING = """
    from dangan import Change, Moved, Problem, hookimpl, listens
    from dangan import *

    {mark}
    def {hook}(stepping):
        return [{result}]
"""


def test_before_step(store: Store, drop: Drop) -> None:
    result = 'Problem("", "NO", "refuse", "不行", "No")'
    drop("p.py", dedent(FOLLOWING.format(mark='@listens("permit.submit")', hook="before_step", result=result)))
    registry = opened(store)
    ((name, call),) = registry.listeners("permit", "submit", "before_step")
    assert name == "p.py" and call is not None and call(None)[0].code == "NO"
    assert list(registry.listeners("permit", "file", "before_step")) == []
    registry.switch("p.py", False, AT, "root")
    assert list(registry.listeners("permit", "submit", "before_step")) == [("p.py", None)]  # it cannot be asked


def test_after_step(store: Store, drop: Drop) -> None:
    drop(
        "p.py", dedent(FOLLOWING.format(mark='@listens("permit.*")', hook="after_step", result='Change("permit", {})'))
    )
    ((_, call),) = opened(store).listeners("permit", "file", "after_step")
    assert call is not None and call(None)[0].form == "permit"


def test_a_listener_names_its_steps(store: Store, drop: Drop) -> None:
    drop("p.py", dedent(FOLLOWING.format(mark="@hookimpl", hook="after_step", result="")))
    (plugin,) = opened(store).plugins()
    assert plugin.state == "broken" and "listens" in plugin.reason("en")


def test_a_screen_loads_its_class() -> None:
    assert ScreenEntry("path", "路径", "Path", "", "pathlib:Path").load() is Path


def test_an_object_can_be_a_plugin() -> None:
    assert probe("nothing", object(), Context("1")).hooks == ()


def test_a_file_that_vanished(tmp_path: Path) -> None:
    with pytest.raises(BadPlugin, match="FileNotFoundError"):
        load(Found("x.py", "file", str(tmp_path / "x.py"), "", ""), Context("1"))
