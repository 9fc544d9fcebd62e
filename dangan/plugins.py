"""Plugins: import one, call its hooks apart from all others, and tell what it brings or why it cannot be used."""

from __future__ import annotations

import importlib
import importlib.util
import io
import itertools
import logging
import re
import signal
import sys
import threading
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any, TypeVar

import pluggy

from dangan import hookspecs
from dangan.behaviours import FieldType
from dangan.discovery import Found
from dangan.errors import DanganError
from dangan.form import Form, FormType
from dangan.frozen import frozen
from dangan.spec import FormSpec
from dangan.values.text import visible

if TYPE_CHECKING:
    from dangan.exporting import Exporter

log = logging.getLogger("dangan.plugins")
log.addHandler(logging.NullHandler())

KINDS = ("text", "int", "scaled", "date", "datetime", "bool", "link", "sign", "multi")
IDENTIFIER = re.compile(r"[a-z](?:_?[a-z0-9])*")
MOST_THINGS = 1_000  # that one hook may return
MOST_FIELDS = 1_000  # of one form, and of one rows table: SQLite takes 2,000 columns
MOST_REASON = 300  # characters
MOST_SECONDS = 20.0  # that an import or a hook may take
HOOKS = [name for name in vars(hookspecs) if name.startswith(("register_", "before_", "after_"))]
T = TypeVar("T")


class BadPlugin(DanganError):
    """A plugin that cannot be used; the sentence is the reason that the administrator reads."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(zh, en, code="PLUGIN_BAD")


@frozen
class Context:
    """What every hook is given as `ctx`: the version of the program."""

    version: str


@frozen
class ScreenEntry:
    """A screen that a plugin brings: its name, labels, the form it belongs to ("" = none), and `module:Class`.

    The class is imported by the front end alone, when the screen is opened.
    """

    name: str
    zh: str
    en: str
    form: str = ""
    target: str = ""

    def label(self, lang: str) -> str:
        """Its name in `lang`."""
        return self.zh if lang == "zh" else (self.en or self.zh)

    def load(self) -> Any:
        """The screen's class; raises BadPlugin."""
        module, _, name = self.target.partition(":")
        return guarded(f"screen {self.name}", lambda: getattr(importlib.import_module(module), name))


@frozen
class Brought:
    """What a plugin brings, checked; `hooks` are the names of those it implements."""

    name: str
    hooks: tuple[str, ...]
    forms: tuple[FormType, ...]
    fields: tuple[FieldType, ...]
    screens: tuple[ScreenEntry, ...]
    exporters: tuple[Exporter, ...]
    listeners: tuple[tuple[str, str, Callable[..., Any]], ...] = ()  # hook, step, function

    def form(self, form_id: str) -> FormType | None:
        """The form of that identifier."""
        return next((f for f in self.forms if f.spec.id == form_id), None)


def manager() -> pluggy.PluginManager:
    """A plugin manager that knows every hook."""
    made = pluggy.PluginManager("dangan")
    made.add_hookspecs(hookspecs)
    return made


def guarded(what: str, call: Callable[[], T]) -> T:
    """Run foreign code: whatever it raises, sys.exit too, becomes BadPlugin; what it prints is dropped."""
    try:
        with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()), _in_time():
            return call()
    except BadPlugin:
        raise
    except KeyboardInterrupt:
        raise
    except _TooLong:
        told = f"{MOST_SECONDS:g}"
        raise BadPlugin(f"{what} 在 {told} 秒内没有结束。", f"{what} did not end within {told} seconds.") from None
    except DanganError as error:
        raise BadPlugin(_short(error.zh), _short(error.en)) from error
    except BaseException as error:
        log.info("%s failed", what, exc_info=True)
        told = _short(f"{type(error).__name__}: {error}")
        raise BadPlugin(f"{what} 出错：{told}", f"{what} failed: {told}") from error


class _TooLong(BaseException):
    """Raised inside foreign code that goes on too long; no `except Exception` of it holds this up."""


@contextmanager
def _in_time() -> Iterator[None]:
    """Stop Python code that does not end. Only the main thread can be stopped so, and no loop within a C function."""
    if threading.current_thread() is not threading.main_thread() or signal.getitimer(signal.ITIMER_REAL)[0]:
        yield
        return

    def stop(number: int, frame: object) -> None:
        raise _TooLong

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, MOST_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def load(found: Found, ctx: Context, *, again: bool = False, known: Collection[str] = ()) -> Brought:
    """Import a plugin and ask it what it brings; raises BadPlugin.

    `again` runs a dropped-in file anew if it was imported before. `known` are the hashes of its forms that were
    stored and read back before.
    """
    plugin = guarded("import", lambda: _import(found, again))
    return probe(found.name, plugin, ctx, known)


def probe(name: str, plugin: object, ctx: Context, known: Collection[str] = ()) -> Brought:
    """Call the hooks of one plugin in a manager of its own, and check what they return; raises BadPlugin."""
    alone = manager()
    try:
        alone.register(plugin, name)
    except (pluggy.PluginValidationError, TypeError, ValueError) as error:
        told = _short(str(error).splitlines()[-1] if str(error) else type(error).__name__)
        raise BadPlugin(f"钩子的参数不对：{told}", f"A hook has wrong arguments: {told}") from error
    hooks = tuple(sorted(caller.name for caller in alone.get_hookcallers(plugin) or ()))
    for hook in hooks:
        if hook not in HOOKS:
            near = get_close_matches(hook, HOOKS, 1)
            raise BadPlugin(
                f"没有名为 {hook} 的钩子" + (f"，是否为 {near[0]}？" if near else "。"),
                f"There is no hook {hook}" + (f"; did you mean {near[0]}?" if near else "."),
            )
    forms = _ask(alone, "register_forms", ctx, lambda x: isinstance(x, type) and issubclass(x, Form))
    return Brought(
        name,
        hooks,
        tuple(_form(form, name, known) for form in forms),
        tuple(map(_field, _ask(alone, "register_fields", ctx, lambda x: isinstance(x, FieldType)))),
        tuple(_ask(alone, "register_screens", ctx, lambda x: isinstance(x, ScreenEntry))),
        tuple(_ask(alone, "register_exporters", ctx, _exports)),
        tuple(_listeners(alone, plugin)),
    )


def _listeners(alone: pluggy.PluginManager, plugin: object) -> Iterator[tuple[str, str, Callable[..., Any]]]:
    """The functions that follow the steps of other forms, with the steps that they name."""
    for caller in alone.get_hookcallers(plugin) or ():
        if not caller.name.startswith(("before_", "after_")):
            continue
        for impl in caller.get_hookimpls():
            steps = getattr(impl.function, "dangan_listens", ())
            if not steps:
                raise BadPlugin(
                    f"{caller.name} 没有用 listens 写明步骤。", f"{caller.name} does not say its steps: use listens."
                )
            yield from ((caller.name, step, impl.function) for step in steps)


def _exports(thing: Any) -> bool:
    from dangan.exporting import Exporter  # few plugins bring one

    return isinstance(thing, Exporter)


def _ask(alone: pluggy.PluginManager, hook: str, ctx: Context, fits: Callable[[Any], bool]) -> list[Any]:
    """What one hook returns, one list; junk is an error, and so is a list without end."""

    def call() -> list[Any]:
        answers: Iterable[Iterable[Any]] = getattr(alone.hook, hook)(ctx=ctx)
        return list(itertools.islice(itertools.chain.from_iterable(answers), MOST_THINGS + 1))

    things = guarded(hook, call)
    if len(things) > MOST_THINGS:
        raise BadPlugin(f"{hook} 返回的内容超过 {MOST_THINGS} 项。", f"{hook} returned more than {MOST_THINGS} things.")
    for thing in things:
        if not fits(thing):
            told = _short(repr(type(thing).__name__))
            raise BadPlugin(f"{hook} 返回了不能用的内容（{told}）。", f"{hook} returned something unfit ({told}).")
    return things


def _form(cls: type[Form], plugin: str, known: Collection[str]) -> FormType:
    kind = getattr(cls, "form_type", None)
    if not isinstance(kind, FormType):
        raise BadPlugin(f"{cls.__name__} 没有 id，不是表。", f"{cls.__name__} has no id: it is no form.")
    spec = kind.spec
    if not IDENTIFIER.fullmatch(spec.id) or len(spec.id) > 40:
        raise BadPlugin(
            f"表的标识“{_short(spec.id)}”不能用，请用小写字母、数字和下划线。",
            f"The identifier {_short(spec.id)!r} of a form cannot be used: small letters, digits, single underscores.",
        )
    for count in (len(spec.fields), *(len(rows.fields) for rows in spec.rows.values())):
        if count > MOST_FIELDS:
            raise BadPlugin(
                f"{spec.id} 有 {count} 个字段，最多 {MOST_FIELDS} 个。",
                f"{spec.id} has {count} fields; at most {MOST_FIELDS} are taken.",
            )
    if spec.plugin != plugin:
        kind.spec = replace(spec, plugin=plugin)
    guarded(spec.id, kind.verify)
    if kind.spec.hash not in known:
        guarded(spec.id, lambda: FormSpec.from_json(kind.spec.json))
    return kind


def _field(behaviour: FieldType) -> FieldType:
    if not IDENTIFIER.fullmatch(behaviour.word) or behaviour.kind not in KINDS:
        told = _short(f"{behaviour.word}: {behaviour.kind}")
        raise BadPlugin(f"字段类型的名称或存储方式不能用（{told}）。", f"Unfit name or kind of a field type ({told}).")
    return behaviour


def _import(found: Found, again: bool) -> object:
    if found.origin == "file":
        return _run_file(found, again)
    module, _, name = found.target.partition(":")
    thing: object = importlib.import_module(module)
    for part in filter(None, name.split(".")):
        thing = getattr(thing, part)
    return thing


def _run_file(found: Found, again: bool) -> ModuleType:
    name = f"dangan_dropped_{Path(found.target).stem}"
    if name in sys.modules and not again:
        return sys.modules[name]
    spec = importlib.util.spec_from_file_location(name, found.target)
    if spec is None or spec.loader is None:
        raise BadPlugin("文件不能作为插件读取。", "The file cannot be read as a plugin.")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except BaseException:
        del sys.modules[name]
        raise
    return module


def _short(words: str) -> str:
    """One line without control characters, cut to what a table cell can hold."""
    return visible(" ".join(words.split()))[:MOST_REASON]
