"""Collect the program's words into the Chinese catalogue, compile it, and name the words that lack Chinese."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # the words of this source, whatever is installed
PO = ROOT / "dangan/locale/zh/LC_MESSAGES/dangan.po"
FOLDERS = ("dangan", "storage", "forms_plugins", "tui")
MADE = datetime(2026, 1, 1, tzinfo=UTC)
MARKS = {"_": None, "N_": None, "tr": None}


def collect() -> Catalog:
    """Every marked word of the source, and the help of the commands."""
    from dangan.cli.main import cli
    from dangan.cli.words import COUNTED, helps, speak

    words = Catalog(project="dangan")
    for folder in FOLDERS:
        for _file, _line, msgid, _comments, _context in extract_from_dir(ROOT / folder, keywords=MARKS):
            if msgid:
                words.add(msgid)
    speak("en")
    for text in (*helps(cli), *COUNTED):
        words.add(text)
    return words


def merged() -> Catalog:
    """The kept catalogue brought up to date with the source."""
    with PO.open("rb") as f:
        kept = read_po(f, locale="zh")
    kept.update(collect(), no_fuzzy_matching=True)
    kept.creation_date = MADE  # a date of its own in every run would make two branches clash
    return kept


def compiled(catalogue: Catalog) -> bytes:
    """The catalogue as gettext reads it."""
    out = BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def chinese(message: Message) -> str:
    """The Chinese of a word; it has one form, whatever the number."""
    found = message.string[0] if isinstance(message.string, tuple) else message.string
    return str(found or "")  # a word that has just come in has None


def missing(catalogue: Catalog) -> list[str]:
    """The words without Chinese."""
    return [m.id if isinstance(m.id, str) else m.id[0] for m in catalogue if m.id and not chinese(m)]


def main() -> int:
    """Write the catalogue and its compiled form; 1 when a word lacks Chinese."""
    catalogue = merged()
    with PO.open("wb") as f:
        write_po(f, catalogue, width=120, sort_output=True, omit_header=False, ignore_obsolete=True, no_location=True)
    PO.with_suffix(".mo").write_bytes(compiled(catalogue))
    lacking = missing(catalogue)
    for word in lacking:
        print(word)
    return 1 if lacking else 0


if __name__ == "__main__":
    sys.exit(main())
