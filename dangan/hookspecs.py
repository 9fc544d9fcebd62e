"""Every hook that a plugin may implement. A plugin is a module (or object) whose functions carry `@hookimpl`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import pluggy

if TYPE_CHECKING:
    from dangan.behaviours import FieldType
    from dangan.exporting import Exporter
    from dangan.form import Form
    from dangan.plugins import Context, ScreenEntry

hookspec = pluggy.HookspecMarker("dangan")
hookimpl = pluggy.HookimplMarker("dangan")


@hookspec
def register_forms(ctx: Context) -> Iterable[type[Form]]:  # type: ignore[empty-body]
    """Return the form classes that the plugin brings."""


@hookspec
def register_fields(ctx: Context) -> Iterable[FieldType]:  # type: ignore[empty-body]
    """Return behaviours of field types of the plugin's own."""


@hookspec
def register_screens(ctx: Context) -> Iterable[ScreenEntry]:  # type: ignore[empty-body]
    """Return screens as `dangan.plugins.ScreenEntry`: name, labels, the form it belongs to, and `module:Class`."""


@hookspec
def register_exporters(ctx: Context) -> Iterable[Exporter]:  # type: ignore[empty-body]
    """Return exporters as `dangan.exporting.Exporter`: name, labels, and the function that writes a file."""
