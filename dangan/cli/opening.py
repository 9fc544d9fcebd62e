"""Opening the program: what is meant where the command line does not say it, and the way in that parses no commands."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

OPTIONS = ("--db", "--lang", "--as")


def default_db() -> str:
    """The store that is meant where none is named."""
    home = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return str(Path(home, "dangan", "dangan.db"))


def default_lang() -> str:
    """What DANGAN_LANG says; else English where the locale says so, and Chinese where it does not."""
    if os.environ.get("DANGAN_LANG") in ("zh", "en"):
        return os.environ["DANGAN_LANG"]
    locale = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return "en" if locale.lower().startswith("en") else "zh"


def default_login() -> str:
    """The name under which somebody is logged in."""
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return ""


def opening(arguments: Sequence[str]) -> tuple[str, str, str] | None:
    """Store, language and login where the arguments name no command and are plainly right; None leaves them to click."""
    said = dict(zip(arguments[::2], arguments[1::2], strict=False))
    if len(arguments) % 2 or 2 * len(said) != len(arguments) or not set(said) <= set(OPTIONS):
        return None
    if said.get("--lang", "zh") not in ("zh", "en") or any(
        not v or v.startswith("-") or is_bytes(v) for v in said.values()
    ):
        return None
    db = said.get("--db") or os.environ.get("DANGAN_DB") or default_db()
    return db, said.get("--lang") or default_lang(), said.get("--as") or default_login()


def is_bytes(word: str) -> bool:
    """Whether an argument holds bytes that are no UTF-8: Python keeps them as half characters."""
    try:
        word.encode()
    except UnicodeEncodeError:
        return True
    return False


def speak_utf8() -> None:
    """Write UTF-8 whatever the locale; what cannot be written is escaped, what was closed takes everything."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115  until the end
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def open_program(db: str, lang: str, login: str) -> int:
    """Run the screens until they are left; gives the exit status. Raises DanganError."""
    speak_utf8()
    gc.disable()  # the program enables it when its first screen stands: nothing of what is imported is garbage
    app: Any = import_module("tui.app")
    return int(app.run(db, lang, login))
