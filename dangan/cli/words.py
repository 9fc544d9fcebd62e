"""What click says, and the help of the commands, in the language of the run: by gettext, the door that click has for it.

Click looks its sentences up in the catalogue of the process; `speak` puts ours there. The sentences that our commands
can meet are marked below, so that `scripts/words.py` collects them beside the help of every command.
"""

from __future__ import annotations

import gettext
import os
from collections.abc import Iterable, Iterator
from copy import copy
from inspect import cleandoc
from typing import TypeVar

import click

from dangan.i18n import LOCALE, N_
from dangan.values.text import cells, wrap

C = TypeVar("C", bound=click.Command)
DOMAIN = "dangan"
SAID = (
    N_("Usage:"), N_("Options"), N_("Commands"), N_("[OPTIONS]"), N_("COMMAND [ARGS]..."), N_("Show this message and exit."),
    N_("default: {default}"), N_("env var: {var}"), N_("required"), N_("file"), N_("directory"), N_("path"),
    N_("Missing argument"), N_("Missing option"), N_("Choose from:\n\t{choices}"), N_("Missing command."),
    N_("No such option {name!r}."), N_("No such command {name!r}."), N_("Option {name!r} does not take a value."),
    N_("Invalid value: {message}"), N_("Invalid value for {param_hint}: {message}"),
    N_("{value!r} is not a valid {number_type}."), N_("{value} is not in the range {range}."),
    N_("{name} {filename!r} does not exist."), N_("{name} {filename!r} is a file."),
    N_("{name} {filename!r} is a directory."), N_("{name} {filename!r} is not readable."),
)  # fmt: skip
COUNTED = (
    ("Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})"),
    ("Did you mean {possibility}?", "(Did you mean one of: {possibilities}?)"),
    ("Option {name!r} requires an argument.", "Option {name!r} requires {nargs} arguments."),
    ("{value!r} is not {choice}.", "{value!r} is not one of {choices}."),
    ("{value!r} does not match the format {format}.", "{value!r} does not match the formats {formats}."),
)


def speak(lang: str) -> None:
    """Let click and the help speak `lang` (zh or en) from now on, in the whole process."""
    os.environ["LANGUAGE"] = lang  # gettext has no other way to be told
    gettext.bindtextdomain(DOMAIN, str(LOCALE))
    gettext.textdomain(DOMAIN)


class Formatter(click.HelpFormatter):
    """Help broken into lines by terminal cells: a Chinese character takes two."""

    def write_text(self, text: str) -> None:
        """A paragraph."""
        for line in _lines(text, self.width - self.current_indent):
            self.write(f"{'':{self.current_indent}}{line}\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Terms with what they mean, in two columns."""
        listed = list(rows)
        first = min(max(cells(term) for term, _ in listed), col_max) + col_spacing
        for term, meaning in listed:
            lines = _lines(meaning, self.width - self.current_indent - first)
            if cells(term) > first - col_spacing:
                self.write(f"{'':{self.current_indent}}{term}\n")
                term = ""
            for line in lines:
                gap = " " * (first - cells(term))
                self.write(f"{'':{self.current_indent}}{term}{gap}{line}".rstrip() + "\n")
                term = ""


def _lines(text: str, width: int) -> list[str]:
    """The text in lines of at most `width` cells, broken at blanks and between Chinese characters."""
    lines = [""]
    for word in " ".join(text.split()).split(" "):
        joined = f"{lines[-1]} {word}".strip()
        if cells(joined) <= width:
            lines[-1] = joined
        elif word.isascii():
            lines.append(word)
        else:
            lines[-1:] = wrap(joined, width)
    return lines


class Context(click.Context):
    """A context whose help is laid out in cells."""

    formatter_class = Formatter


def localized(command: C) -> C:
    """A copy of the command, with those below it, whose help stands in the language spoken now."""
    told = copy(command)
    told.context_class = Context
    told.help = gettext.gettext(cleandoc(command.help or ""))
    told.short_help = told.help.partition("。")[0].partition(". ")[0].rstrip(".")
    told.options_metavar = gettext.gettext("[OPTIONS]")
    told.params = [_localized(p) if isinstance(p, click.Option) and p.help else p for p in command.params]
    if isinstance(told, click.Group):
        told.no_args_is_help = False  # wrong usage is one line
        told.subcommand_metavar = gettext.gettext("COMMAND [ARGS]...")
        told.commands = {name: localized(below) for name, below in told.commands.items()}
    return told


def _localized(option: click.Option) -> click.Option:
    told = copy(option)
    told.help = gettext.gettext(cleandoc(option.help or ""))
    return told


def helps(command: click.Command) -> Iterator[str]:
    """Every help text of a command, its options and the commands below it, as it is looked up."""
    found = [command.help, *(p.help for p in command.params if isinstance(p, click.Option))]
    yield from (cleandoc(text) for text in found if text)
    if isinstance(command, click.Group):
        ctx = click.Context(command)
        for name in command.list_commands(ctx):
            below = command.get_command(ctx, name)
            yield from helps(below) if below else ()


def wrong_usage(error: click.UsageError, lang: str) -> str:
    """One line: what was wrong with the command, and where its help stands."""
    command = error.ctx.command_path if error.ctx else "dangan"
    told = " ".join(error.format_message().split())
    if lang == "en":
        return f"{told} See {command} --help."
    if isinstance(error, click.MissingParameter) and error.param is not None and error.ctx is not None:
        told = _missing(error.param, error.ctx)
    return f"{told.replace('。 ', '。')}请看 {command} --help。"


def _missing(param: click.Parameter, ctx: click.Context) -> str:
    if isinstance(param, click.Option):
        return f"缺少选项 {param.opts[0]}（{(param.help or '').rstrip('。')}）。"
    return f"缺少 {param.make_metavar(ctx)}。"
