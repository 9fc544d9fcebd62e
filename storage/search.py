"""What is indexed of a record and how it is asked for: single Chinese characters as phrases, words and digits by part.

Names by their sound are in `names`, the queries that are run in `finding`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from dangan.record import Link, Signature, Values
from storage import names
from storage.layout import Layout

WALL = "\ue000"  # a token between two values, in no query: no phrase crosses it
BETWEEN = f" {WALL} "  # with blanks: FTS5 takes the character for a letter
_HAN = r"\u3005-\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
HAN = re.compile(f"[{_HAN}]")
TOKENS = re.compile(f"[{_HAN}]|[^{_HAN}_]+")
WORDS = re.compile(f"[^\\W_{_HAN}]+")
PIECE = re.compile(f"[{_HAN}]+|[^\\W_{_HAN}]+")
LONGEST = 200  # characters of a query that are looked at
TERMS = 12
BY_PART = 5  # digits: shorter runs are found from their beginning only
DIGITS = re.compile(rf"\d{{{BY_PART},}}")
CODE = re.compile(r"([a-z]{1,8})(\d{3,})")  # a number typed without its dashes
BEGUN = 4  # characters of a word's beginning that are tokens of their own: a prefix query reads all it finds before the first


@dataclass(frozen=True, slots=True)
class Indexed:
    """What the index keeps of a record but for its number: FTS columns, and the tokens of its names."""

    form: str
    title: str
    text: str
    lines: str
    parts: str
    names: str


def normal(text: str) -> str:
    """Text as it is indexed and asked for: NFKC, small letters, no NUL."""
    text = text.replace("\0", " ")
    return text.lower() if text.isascii() else unicodedata.normalize("NFKC", text).casefold()


def spaced(text: str) -> str:
    """A blank round each Chinese character, so that each is a token of its own."""
    return _parted(normal(text))


def _parted(said: str) -> str:
    return " ".join(TOKENS.findall(said))


def compact(number: str) -> str:
    """A number as it is typed in haste: small letters and digits alone."""
    return "".join(filter(str.isalnum, normal(number)))


def grams(text: str) -> list[str]:
    """Three digits at a time of each longer run: a phrase of these finds any part of a number."""
    return [" ".join([run[n : n + 3] for n in range(len(run) - 2)]) for run in DIGITS.findall(text)]


def begun(text: str) -> set[str]:
    """A token for each beginning, of 1 to 4 characters, of each word and number."""
    return {"x" + word[:size] for word in WORDS.findall(text) for size in range(1, min(len(word), BEGUN) + 1)}


def index_of(of: Layout, values: Values, title: str) -> Indexed:
    """What to index of a record; the number is added inside the transaction, when it is known."""
    texts = _words((name for name in of.main.spoken if name != "record_no"), values)
    lines = [
        text
        for rows, table in of.rows.items()
        for line in values.get(rows) or ()
        for text in _words(table.spoken, line)
    ]
    named = [normal(text) for text in _words(of.main.naming, values)]
    said, text, more = spaced(title), spaced(BETWEEN.join(texts)), spaced(BETWEEN.join(lines)) if lines else ""
    parts = [*grams(text), *grams(more), " ".join(begun(f"{said} {text} {more}"))]
    form = of.spec.id
    tokens = names.tokens(normal(title), named)
    return Indexed(_form_token(form), said, text, more, BETWEEN.join(parts), f"{names.form_token(form)} {tokens}")


def _words(fields: Iterable[str], values: Values) -> list[str]:
    """The words of those fields that have any."""
    found = []
    get = values.get
    for name in fields:
        value = get(name)
        if value is None:
            continue
        if value.__class__ is not str:
            value = value.text if isinstance(value, Link) else value.name if isinstance(value, Signature) else ""
        if value:
            found.append(value)
    return found


def rows_of(record_id: int, number: str, indexed: Indexed) -> tuple[tuple[object, ...], tuple[object, ...]]:
    """The row of the FTS table of texts and the row of the one of names."""
    said = normal(number)
    digits = grams("".join(filter(str.isalnum, said)))
    parts = BETWEEN.join((*digits, " ".join(begun(said)), indexed.parts))
    row = (record_id, indexed.form, _parted(said), indexed.title, indexed.text, indexed.lines, parts)
    return row, (record_id, indexed.names)


INSERT = "INSERT OR REPLACE INTO search (rowid, form, number, title, text, lines, parts) VALUES (?, ?, ?, ?, ?, ?, ?)"
FORGET = "DELETE FROM search WHERE rowid = ?"


def _form_token(form: str) -> str:
    return "fx" + "".join(c if c.isalnum() else "q" for c in form)


def pieces(text: str) -> list[str]:
    """What was typed, in runs of Chinese characters, of letters and of digits."""
    return PIECE.findall(normal(text)[:LONGEST])[:TERMS]


def match_of(text: str, form: str = "") -> str:
    """The FTS query of what was typed, "" where nothing can be looked for. Every term is quoted: no syntax gets through."""
    terms = []
    for piece in pieces(text):
        if HAN.match(piece):
            terms.append('{number title text lines} : "' + " ".join(piece) + '"')
        elif piece.isdigit() and len(piece) >= 3:
            terms.append(f'({_begins(piece)} OR parts : "{_threes(piece)}")')
        elif code := CODE.fullmatch(piece):
            terms.append(f'({_begins(piece)} OR (number : "{code[1]}" AND parts : "{_threes(code[2])}"))')
        else:
            terms.append(_begins(piece))
    return _within(form, terms)


def number_match(text: str, form: str = "") -> str:
    """The query for records whose number has in it what was typed, "" where no digit was."""
    typed = pieces(text)
    if not any(c.isdigit() for piece in typed for c in piece):
        return ""
    terms = []
    for piece in typed:
        code = CODE.fullmatch(piece)
        whole = 'number : "' + (" ".join(piece) if HAN.match(piece) else piece) + '"'
        terms.append(f'({whole} OR (number : "{code[1]}" AND parts : "{_threes(code[2])}"))' if code else whole)
    return _within(form, terms)


def phrase(number: str, form: str = "") -> str:
    """The query for a whole number, wherever it stands."""
    return _within(form, ['{number title text lines} : "' + spaced(number).replace('"', " ") + '"'])


def _within(form: str, terms: list[str]) -> str:
    return " AND ".join([f'form : "{_form_token(form)}"', *terms] if terms and form else terms)


def _begins(piece: str) -> str:
    if len(piece) <= BEGUN:
        return f'parts : "x{piece}"'
    return '{number title text lines} : "' + piece + '" *'


def _threes(piece: str) -> str:
    return " ".join(piece[n : n + 3] for n in range(len(piece) - 2))


def latin(text: str) -> str:
    """What was typed as pinyin or initials: letters only, blanks and apostrophes left out; "" where it is none."""
    letters = re.sub(r"[\s'’]+", "", normal(text)[:LONGEST]).replace("ü", "v")
    return letters if letters.isascii() and letters.isalpha() else ""


def chinese(text: str) -> str:
    """What was typed as one run of Chinese characters, "" where it is anything else."""
    typed = text.strip()
    return typed if typed and all(map(HAN.match, typed)) and len(typed) <= LONGEST else ""
