"""Every hook that a plugin may implement. A plugin is a module (or object) whose functions carry `@hookimpl`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, TypeVar

import pluggy

if TYPE_CHECKING:
    from dangan.behaviours import FieldType
    from dangan.errors import Problem
    from dangan.exporting import Exporter
    from dangan.form import Form
    from dangan.plugins import Context, ScreenEntry
    from dangan.steps import Effect, Stepping

hookspec = pluggy.HookspecMarker("dangan")
hookimpl = pluggy.HookimplMarker("dangan")


F = TypeVar("F", bound=Callable[..., Any])


def listens(*steps: str) -> Callable[[F], F]:
    """Decorator of `before_step` and `after_step`: the steps (`destruction_list.execute`, `form.*`) they are called for.
    They are remembered with the plugin, so that a guard that is missing is noticed."""

    def mark(call: F) -> F:
        call.dangan_listens = steps  # type: ignore[attr-defined]
        hookimpl(call)
        return call

    return mark


def registering(*forms: type[Form]) -> Callable[..., list[type[Form]]]:
    """The hook `register_forms` of a module that brings these forms: `register_forms = registering(Visit)`."""

    @hookimpl
    def register_forms(ctx: Context) -> list[type[Form]]:
        return list(forms)

    return register_forms


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


@hookspec
def before_step(stepping: Stepping) -> Iterable[Problem]:  # type: ignore[empty-body]
    """Return what speaks against a step of another form; it is refused then. Mark it with `listens`."""


@hookspec
def after_step(stepping: Stepping) -> Iterable[Effect]:  # type: ignore[empty-body]
    """Return what a step of another form does to records, in the same transaction. Mark it with `listens`."""
