"""What the commands of one run share: the store, the language, the user, and how results and reasons are said."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dangan.cli.opening import default_db, default_lang, default_login
from dangan.errors import DanganError
from dangan.record import Link, Signature
from dangan.values.text import DIRECTIONS

if TYPE_CHECKING:
    from dangan.env import Env
    from storage.archive import Archive

_DANGEROUS = re.compile(f"[\x7f-\x9f{DIRECTIONS}]")  # beyond what JSON itself escapes


def language(arguments: Sequence[str]) -> str:
    """The language of a run, also where its arguments are wrong."""
    for place, word in enumerate(arguments):
        value = word.partition("=")[2] if word.startswith("--lang=") else ""
        if word == "--lang" and place + 1 < len(arguments):
            value = arguments[place + 1]
        if value in ("zh", "en"):
            return value
    return default_lang()


@dataclass
class Session:
    """One run: `db` path or URL of the store, `lang`, and the `login` who works."""

    db: str
    lang: str
    login: str
    _archive: Archive | None = field(default=None, repr=False)

    @classmethod
    def of(cls, db: str | None, lang: str | None, login: str | None) -> Session:
        """The options of a run, with what is meant where they are not given."""
        return cls(db or default_db(), lang or default_lang(), login or default_login())

    def archive(self, *, create: bool = False) -> Archive:
        """The open store; with `create` it is made where there is none. Raises DanganError.

        Who makes a store need not be in its directory yet; everybody else must.
        """
        if self._archive is None:
            from storage.archive import Archive
            from storage.users import admit

            archive = self._archive = Archive.open(self.db, create=create)
            if not create:
                admit(archive.directory, self.login, default_login(), archive.clock().date())
            for notice in self._archive.store.notices:
                print(notice.text(self.lang), file=sys.stderr)
        return self._archive

    def env(self) -> Env:
        """The context of work, now."""
        return self.archive().env(self.login, self.lang)

    def close(self) -> None:
        """Close the store where it was opened."""
        if self._archive is not None:
            self._archive.close()
            self._archive = None

    def word(self, zh: str, en: str) -> str:
        """The words in the language of the run."""
        return zh if self.lang == "zh" else en


pass_session = click.make_pass_decorator(Session)


class Failed(DanganError):
    """A command that found what it looked for to be wrong; the sentence says what."""


def folder_of(db: str) -> Path:
    """The folder of the store that `db` names."""
    return Path(db.partition("://")[2] or db).absolute().parent


def store_folder(arguments: Sequence[str]) -> Path:
    """The folder of the store of a run, also where its arguments are wrong."""
    db = next((a.partition("=")[2] for a in arguments if a.startswith("--db=")), "")
    if "--db" in arguments[:-1]:
        db = arguments[[*arguments].index("--db") + 1]
    return folder_of(db or os.environ.get("DANGAN_DB") or default_db())


def plain(value: Any) -> Any:
    """A value as JSON holds it: codes, ISO days, exact numbers as numbers where they can be, of a link its name or
    number, of a sign-off name, day, who entered it and whether it was given on paper."""
    if isinstance(value, Link):
        return value.text
    if isinstance(value, Signature):
        return {"name": value.name, "on": plain(value.on), "entered_by": value.entered_by, "paper": value.paper}
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, Decimal):
        short = int(value) if value == value.to_integral_value() else float(value)
        return short if Decimal(str(short)) == value else str(value)
    if isinstance(value, date):  # datetime is a date
        return value.isoformat(sep=" ") if isinstance(value, datetime) else value.isoformat()
    return value


def as_json(value: Any, indent: int | None = 2) -> str:
    """One JSON text with Chinese as it is, and nothing in it that a terminal would obey."""
    text = json.dumps(plain(value), ensure_ascii=False, indent=indent)
    return _DANGEROUS.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def print_json(value: Any) -> None:
    """Print the one document of a command."""
    click.echo(as_json(value))


def print_table(rows: Iterable[Sequence[str]], *, right: Sequence[int] = ()) -> None:
    """Print rows in columns as wide as their longest cell; `right` are the columns set to the right."""
    from dangan.values.text import cells, fit, visible

    table = [[visible(cell) for cell in row] for row in rows]
    if not table:
        return
    widths = [max(cells(row[place]) for row in table) for place in range(len(table[0]))]
    for row in table:
        made = [fit(cell, widths[place], "right" if place in right else "left") for place, cell in enumerate(row)]
        click.echo("  ".join(made).rstrip())


def progress(session: Session, zh: str, en: str) -> Callable[[int], None]:
    """A counter on standard error while work goes on, where a person looks on."""
    if not sys.stderr.isatty():
        return lambda done: None

    def told(done: int) -> None:
        sys.stderr.write(f"\r{session.word(zh, en)} {done} ")
        sys.stderr.flush()

    return told
