"""The command `dangan`: its commands by name, what every run has in common, and the exit status."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module

import click

from dangan.cli.context import Session, language
from dangan.cli.opening import is_bytes, open_program, speak_utf8
from dangan.cli.words import localized, speak, wrong_usage
from dangan.errors import DanganError, Refused

# command -> module of dangan.cli that holds it, in the order of the help page
COMMANDS = {
    "forms": "records", "list": "records", "show": "records", "search": "records", "submit": "records", "void": "records",
    "step": "flow", "steps": "flow", "due": "flow", "hold": "flow",
    "template": "excel", "import": "excel", "export": "excel",
    "numbers": "numbers", "directory": "office", "settings": "office",
    "plugins": "plugins",
    "backup": "upkeep", "restore": "upkeep", "upgrade": "upkeep", "check": "upkeep", "audit": "upkeep", "first": "upkeep",
    "demo": "upkeep",
}  # fmt: skip


COMMON = ("--db", "--lang", "--as")


class Commands(click.Group):
    """Imports the module of a command when the command is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names, in the order of the help page."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name."""
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"dangan.cli.{COMMANDS[cmd_name]}")
        command: click.Command = module.COMMANDS[cmd_name]
        return localized(command)


def _version(ctx: click.Context, param: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        from dangan import __version__

        click.echo(f"dangan {__version__}")
        ctx.exit()


@click.group(cls=Commands, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--db", metavar="PATH_OR_URL", envvar="DANGAN_DB", help="The store (or DANGAN_DB).")
@click.option("--lang", type=click.Choice(["zh", "en"]), help="The language of what is said (or DANGAN_LANG).")
@click.option("--as", "login", metavar="USER", help="Work as this user.")
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Print the version."
)
@click.pass_context
def cli(ctx: click.Context, db: str | None, lang: str | None, login: str | None) -> None:
    """Dangan keeps an office's files (档案) by keyboard. Without a command it opens the program."""
    session = ctx.obj = Session.of(db, lang, login)
    ctx.call_on_close(session.close)
    if ctx.invoked_subcommand is None:
        ctx.exit(open_program(session.db, session.lang, session.login))


def common_first(arguments: list[str]) -> list[str]:
    """The arguments with --db, --lang and --as in front: they may stand behind the command, too."""
    front: list[str] = []
    rest: list[str] = []
    words = iter(arguments)
    for word in words:
        if word == "--":
            rest += [word, *words]
        elif word in COMMON:
            front += [word, *[value for value in [next(words, None)] if value is not None]]
        elif word.startswith(tuple(f"{name}=" for name in COMMON)):
            front.append(word)
        else:
            rest.append(word)
    return front + rest


def refuse_bytes(arguments: Sequence[str]) -> None:
    """Raise DanganError for an argument that is no text, as a terminal set to GBK sends it: nothing can keep or find it."""
    broken = next((word for word in arguments if not word.isascii() and is_bytes(word)), None)
    if broken is not None:
        raise DanganError(
            f"参数“{broken}”不是 UTF-8 文字。", f"The argument {broken} is no UTF-8 text.",
            "请把终端设为 UTF-8；文件名不是 UTF-8 的，请先改名。",
            "Set the terminal to UTF-8; rename a file whose name is not UTF-8.", "NOT_UTF8",
        )  # fmt: skip


def run(arguments: list[str]) -> int:
    """Run one command; gives the exit status."""

    def invoke() -> None:
        refuse_bytes(arguments)
        with localized(cli).make_context("dangan", common_first(arguments)) as ctx:
            ctx.command.invoke(ctx)

    return told(arguments, invoke)


def told(arguments: list[str], work: Callable[[], object]) -> int:
    """Do it; every reason goes to standard error, one line each, and never a traceback."""
    speak_utf8()
    lang = language(arguments)
    speak(lang)
    try:
        work()
        sys.stdout.flush()
    except click.exceptions.Exit as left:
        return left.exit_code
    except click.UsageError as error:
        _say(wrong_usage(error, lang))
        return 2
    except (click.Abort, KeyboardInterrupt):
        _say("已停止。" if lang == "zh" else "Stopped.")
        return 1
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # the reader has gone; nothing more can be written at exit
        return 1
    except Refused as refused:
        for problem in refused.problems:
            _say(problem.text(lang))
        return 1
    except DanganError as error:
        _say(error.text(lang))
        return 1
    except click.ClickException as error:
        _say(error.format_message())
        return 1
    except Exception as error:
        _say(_fault(error, arguments, lang))
        return 1
    return 0


def _say(text: str) -> None:
    from dangan.values.text import visible

    print(visible(" ".join(text.split("\n"))), file=sys.stderr)


def _fault(error: Exception, arguments: list[str], lang: str) -> str:
    """An error of the program itself, or of the system: one line here, the rest in the log."""
    from datetime import datetime

    from dangan.cli.context import store_folder
    from dangan.faults import log_fault

    if isinstance(error, OSError):
        name = error.filename or ("输出" if lang == "zh" else "output")
        return f"{name}：{error.strerror}。" if lang == "zh" else f"{name}: {error.strerror}."
    place = log_fault(store_folder(arguments), error, datetime.now())
    zh, en = (f"详情在 {place}。", f"See {place}.") if place else ("", "")
    told = type(error).__name__
    return f"程序出错（{told}）。{zh}" if lang == "zh" else f"The program failed ({told}). {en}"
