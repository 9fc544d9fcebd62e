"""Write the parts of docs/ that follow from the program: hooks, field types, words of a declaration, commands, layouts,
keys, and the forms with their fields.

A part stands between `<!-- generated: NAME -->` and `<!-- end -->`. With `--check` nothing is written: 1 when a page is
out of step.
"""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import click
from textual.binding import Binding

import dangan
from dangan import conditions, fields, hookspecs, papers
from dangan.cli.main import COMMON, cli
from dangan.cli.words import speak
from dangan.discovery import find
from dangan.plugins import Context, load
from dangan.spec import FieldSpec, FormSpec
from tui.app import DanganApp
from tui.frame import DanganScreen
from tui.keymap import FIELD_KEYS, spoken
from tui.screens.keyed import KeyedScreen

DOCS = Path(__file__).resolve().parent.parent / "docs"
PART = re.compile(r"(<!-- generated: ([a-z ]+) -->\n).*?(<!-- end -->)", re.DOTALL)


def sentence(thing: Any) -> str:
    """The first paragraph of a docstring on one line."""
    return " ".join((inspect.getdoc(thing) or "").split("\n\n")[0].split())


def signature(call: Callable[..., Any]) -> str:
    """The exact signature with its types, as it is written."""
    found = inspect.signature(call)
    return f"({', '.join(f'{p.name}: {p.annotation}' for p in found.parameters.values())}) -> {found.return_annotation}"


def hooks() -> Iterator[str]:
    """Every hook with its signature."""
    for name, function in vars(hookspecs).items():
        if inspect.isfunction(function) and function.__module__ == hookspecs.__name__:
            yield f"- `{name}{signature(function)}`  \n  {sentence(function)}"


def field_types() -> Iterator[str]:
    """The field classes with their type words and options of their own."""
    yield "| Class | Type | Options of its own | Holds |"
    yield "|---|---|---|---|"
    for name in dangan.__all__:
        cls = getattr(fields, name, None)
        if inspect.isclass(cls) and issubclass(cls, fields.Field):
            own = [
                p.name if p.default is p.empty or p.kind is p.VAR_POSITIONAL else f"{p.name}={p.default!r}"
                for p in inspect.signature(cls.__init__).parameters.values()
                if p.name not in ("self", "zh", "en") and p.kind is not p.VAR_KEYWORD
            ]
            options = ", ".join(f"`{'*' if word == 'forms' else ''}{word}`" for word in own)
            yield f"| `{name}` | {cls.word} | {options} | {sentence(cls)} |"


def words() -> Iterator[str]:
    """Conditions, sources and markers."""
    for name in dangan.__all__:
        thing = vars(conditions).get(name)
        if inspect.isfunction(thing):
            arguments = ", ".join(map(_argument, inspect.signature(thing).parameters.values()))
            yield f"- `{name}({arguments})`: {sentence(thing)}"


def _argument(p: inspect.Parameter) -> str:
    star = "*" if p.kind is p.VAR_POSITIONAL else ""
    return f"{star}{p.name}" + ("" if p.default is p.empty else f"={p.default!r}")


def paper() -> Iterator[str]:
    """Paper, ledgers and uniqueness."""
    for name in ("Paper", "Letter", "Sheet", "Ledger", "Unique"):
        cls = getattr(papers, name)
        arguments = ", ".join(map(_argument, inspect.signature(cls).parameters.values()))
        yield f"- `{name}({arguments})`: {sentence(cls)}"


def layouts() -> Iterator[str]:
    """The exporters that the program itself brings."""
    from forms_plugins import exporters

    for one in exporters.register_exporters(Context(dangan.__version__)):
        yield f"- `{one.name}`: {one.en} ({one.zh})"


def commands() -> Iterator[str]:
    """Every command with its arguments and options."""
    speak("en")
    context = click.Context(cli, info_name="dangan")
    yield "Common options, before or behind the command:\n"
    yield from (_option(p) for p in cli.params if p.opts[0] in COMMON)
    for name in cli.list_commands(context):
        yield from _command(cli.get_command(context, name), f"dangan {name}", context)


def _command(command: click.Command | None, path: str, above: click.Context) -> Iterator[str]:
    assert command is not None
    words = [_argument_word(p) for p in command.params if isinstance(p, click.Argument)]
    yield f"\n## {path}\n"
    yield f"`{' '.join([path, *words])}`: {' '.join((command.help or '').split())}"
    options = [p for p in command.params if isinstance(p, click.Option)]
    if options:
        yield ""
        yield from map(_option, options)
    if isinstance(command, click.Group):
        for name in command.list_commands(above):
            yield from _command(command.get_command(above, name), f"{path} {name}", above)


def _argument_word(p: click.Parameter) -> str:
    word = "|".join(p.type.choices) if isinstance(p.type, click.Choice) else str(p.name).upper()
    return word if p.required else f"[{word}]"


def _option(p: click.Parameter) -> str:
    assert isinstance(p, click.Option)
    names = " / ".join([p.opts[0], *p.secondary_opts])
    value = "" if p.is_flag else " " + (_choices(p) or p.metavar or str(p.name).strip("_").upper())
    facts = ["needed"] if p.required else [f"{p.default} where not given"] if p.show_default else []
    return f"- `{names}{value}`: {p.help}{f' ({facts[0]})' if facts else ''}"


def _choices(p: click.Parameter) -> str:
    return "|".join(map(str, p.type.choices)) if isinstance(p.type, click.Choice) else ""


@cache
def _specs() -> list[FormSpec]:
    """Every built-in form, by its number."""
    loaded = [load(found, Context(dangan.__version__)) for found in find("builtin", Path("none"))]
    specs = [form.spec for plugin in loaded for form in plugin.forms]
    return sorted(specs, key=lambda spec: (spec.no[0], int(re.sub(r"\D", "", spec.no) or 0), spec.id))


def every_form() -> Iterator[str]:
    """The forms with what tells their records apart."""
    yield "| No. | Form | | Identifier | Numbers | Key | States | Plugin |"
    yield "|---|---|---|---|---|---|---|---|"
    for s in _specs():
        states = " ".join(code for code in s.state_codes if code != "void") if s.kept else ""
        yield f"| {s.no} | {s.zh} | {s.en} | `{s.id}` | `{s.number}` | {' '.join(s.key)} | {states} | {s.plugin} |"


def every_field() -> Iterator[str]:
    """The fields of each form, block by block: identifier, label, type."""
    for s in _specs():
        yield f"\n## {s.no} {s.zh} `{s.id}`\n"
        for block in s.blocks:
            told = "; ".join(f"`{f.id}` {f.zh} ({f.type}{_facts(f)})" for f in block.fields)
            name = f" {block.zh}" if block.zh else ""
            yield f"- **{block.id}**{name}{', rows' if block.part == 'rows' else ''}: {told}"


def _facts(f: FieldSpec) -> str:
    """What of a field stands on the page beside its type."""
    of = f.list or " ".join(o.code for o in f.options) or "|".join(f.ref)
    need = ", required" if f.required is True else ", in some cases" if f.required else ""
    return (f" {of}" if of else "") + need + (", given" if f.auto or f.computed else "")


def keys() -> Iterator[str]:
    """The keys of every screen, and those of what is typed."""
    yield "| Key | Does |"
    yield "|---|---|"
    for binding in (*DanganScreen.BINDINGS, *DanganApp.BINDINGS, *KeyedScreen.BINDINGS):
        if isinstance(binding, Binding) and binding.description:
            yield f"| {' '.join(map(spoken, binding.key.split(',')))} | {binding.description} |"
    for pressed, does in FIELD_KEYS:
        yield f"| {' '.join(map(spoken, pressed))} | {does} |"


PARTS: dict[str, Callable[[], Iterator[str]]] = {
    "hooks": hooks, "field types": field_types, "words": words, "paper": paper, "layouts": layouts, "commands": commands,
    "every form": every_form, "every field": every_field, "keys": keys,
}  # fmt: skip


def written(page: str) -> str:
    """The page with its generated parts made anew; KeyError for a part that nobody makes."""
    return PART.sub(lambda found: f"{found[1]}{chr(10).join(PARTS[found[2]]())}\n{found[3]}", page)


def main(check: bool) -> int:
    """Write the pages, or name those out of step."""
    stale = [path for path in sorted(DOCS.glob("*.md")) if written(path.read_text("utf-8")) != path.read_text("utf-8")]
    for path in stale:
        if check:
            print(f"{path.name} is out of step: run make docs")
        else:
            path.write_text(written(path.read_text("utf-8")), "utf-8")
    return int(check and bool(stale))


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv))
