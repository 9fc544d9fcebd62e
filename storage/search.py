"""Finding records: single Chinese characters as phrases, words and digits by part, names by pinyin and initials."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from dangan.record import Link, Signature, Values
from dangan.values import pinyin
from storage.engine import Store
from storage.layout import Layout

WALL = "\ue000"  # a token between two values, in no query: no phrase crosses it
BETWEEN = f" {WALL} "
_HAN = r"\u3005-\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
HAN = re.compile(f"[{_HAN}]")
TOKENS = re.compile(f"[{_HAN}]|[^{_HAN}_]+")
PERSON = re.compile(f"[{_HAN}]{{2,4}}")
PIECE = re.compile(f"[{_HAN}]+|[^\\W_]+")
LONGEST = 200  # characters of a query that are looked at
TERMS = 12
NEWEST = 2**62
READINGS = 1000  # hits by pinyin that are put in order
BY_PART = 5  # digits: shorter runs are found from their beginning only
DIGITS = re.compile(rf"\d{{{BY_PART},}}")
NUMBERED = 50  # records whose number matches that are put before those whose contents do
CODE = re.compile(r"([a-z]{1,8})(\d{3,})")  # a number typed without its dashes


@dataclass(frozen=True, slots=True)
class Hit:
    """A record found: `where` says what matched: number, title, pinyin, or text."""

    form: str
    id: int
    record_no: str
    title: str
    where: str


@dataclass(frozen=True, slots=True)
class Indexed:
    """What the index keeps of a record: the FTS columns after `form` and `number`, and the pinyin of its names."""

    title: str
    text: str
    lines: str
    digits: str
    readings: tuple[str, ...]


def normal(text: str) -> str:
    """Text as it is indexed and asked for: NFKC, small letters, no NUL."""
    text = text.replace("\0", " ")
    return (text if text.isascii() else unicodedata.normalize("NFKC", text)).casefold()


def spaced(text: str) -> str:
    """A blank round each Chinese character, so that each is a token of its own."""
    if text.isascii() and "_" not in text:
        return normal(text)
    return " ".join(TOKENS.findall(normal(text)))


def compact(number: str) -> str:
    """A number as it is typed in haste: small letters and digits alone."""
    return "".join(c for c in normal(number) if c.isalnum())


def grams(text: str) -> list[str]:
    """Three digits at a time of each longer run: a phrase of these finds any part of a number."""
    return [" ".join([run[n : n + 3] for n in range(len(run) - 2)]) for run in DIGITS.findall(text)]


def index_of(of: Layout, values: Values, title: str) -> Indexed:
    """What to index of a record; the number is added inside the transaction, when it is known."""
    texts = _words(of.main.spoken, values)
    lines = [
        text
        for rows, table in of.rows.items()
        for line in values.get(rows) or ()
        for text in _words(table.spoken, line)
    ]
    names = {title, *_words(of.main.naming, values)} - {""}
    text, more = spaced(WALL.join(texts)), spaced(WALL.join(lines)) if lines else ""
    digits = BETWEEN.join((*grams(text), *grams(more)))
    return Indexed(spaced(title), text, more, digits, tuple(set().union(*map(readings, names))))


def _words(names: Iterable[str], values: Values) -> list[str]:
    """The words of those fields that have any."""
    found = []
    get = values.get
    for name in names:
        value = get(name)
        if value is None:
            continue
        if value.__class__ is not str:
            value = value.text if isinstance(value, Link) else value.name if isinstance(value, Signature) else ""
        if value:
            found.append(value)
    return found


def readings(text: str) -> frozenset[str]:
    """Full pinyin and initials of a short text with Chinese characters, every reading of a surname."""
    if len(text) > 40:
        return frozenset()
    if not text[-1:].isdigit():
        return _named(text)
    name = text.rstrip("0123456789")  # numbers tell titles apart: their readings end as they do
    return frozenset([r + text[len(name) :] for r in _spelled(name)])


@lru_cache(maxsize=4096)  # the same people, departments and companies stand in record after record
def _named(text: str) -> frozenset[str]:
    found = _spelled(text)
    if PERSON.fullmatch(text):  # a person is looked for by the given name, too
        for n in range(1, len(text)):
            given = text[n:]
            found = found.union(pinyin.spellings(given) if len(given) > 1 else pinyin.full(given))
    return frozenset(r for r in found if r)


@lru_cache(maxsize=4096)
def _spelled(text: str) -> frozenset[str]:
    return frozenset(r for r in pinyin.spellings(normal(text)) if r) if HAN.search(text) else frozenset()


def rows_of(
    form: str, record_id: int, number: str, indexed: Indexed
) -> tuple[tuple[object, ...], list[tuple[object, ...]]]:
    """The row of the FTS table and the rows of the pinyin table."""
    digits = BETWEEN.join((*grams(compact(number)), *filter(None, (indexed.digits,))))
    row = (record_id, _form_token(form), spaced(number), indexed.title, indexed.text, indexed.lines, digits)
    return row, [(form, reading, record_id) for reading in indexed.readings]


INSERT = "INSERT OR REPLACE INTO search (rowid, form, number, title, text, lines, digits) VALUES (?, ?, ?, ?, ?, ?, ?)"
FORGET = "DELETE FROM search WHERE rowid = ?"
INSERT_READING = "INSERT OR IGNORE INTO reading (form, text, record_id) VALUES (?, ?, ?)"
FORGET_READING = "DELETE FROM reading WHERE record_id = ?"


def _form_token(form: str) -> str:
    return "fx" + "".join(c if c.isalnum() else "q" for c in form)


def match_of(text: str, form: str = "") -> str:
    """The FTS query of what was typed, "" where nothing can be looked for. Every term is quoted: no syntax gets through."""
    terms = []
    for piece in PIECE.findall(normal(text)[:LONGEST])[:TERMS]:
        if HAN.match(piece):
            terms.append('{number title text lines} : "' + " ".join(piece) + '"')
        elif piece.isdigit() and len(piece) >= 3:
            terms.append(f'({_begins(piece)} OR digits : "{_threes(piece)}")')
        elif code := CODE.fullmatch(piece):
            terms.append(f'({_begins(piece)} OR (number : "{code[1]}" AND digits : "{_threes(code[2])}"))')
        else:
            terms.append(_begins(piece))
    if terms and form:
        terms.insert(0, f'form : "{_form_token(form)}"')
    return " AND ".join(terms)


def _begins(piece: str) -> str:
    return '{number title text lines} : "' + piece + '" *'


def _threes(piece: str) -> str:
    return " ".join(piece[n : n + 3] for n in range(len(piece) - 2))


def latin(text: str) -> str:
    """What was typed as pinyin or initials: letters only, blanks and apostrophes left out; "" where it is none."""
    letters = re.sub(r"[\s']+", "", normal(text)[:LONGEST])
    return letters if letters.isascii() and letters.isalpha() else ""


def ids(store: Store, text: str, forms: Iterable[str], limit: int, form: str = "", below: int = NEWEST) -> list[int]:
    """Records that match with an `_id` under `below`, the newest first, at most `limit`."""
    found: set[int] = set()
    match = match_of(text, form)
    if match:
        sql = "SELECT rowid FROM search WHERE search MATCH ? AND rowid < ? ORDER BY rowid DESC LIMIT ?"
        found.update(i for (i,) in store.rows(sql, (match, below, limit)))
    letters = latin(text)
    if letters:
        sql = (
            "SELECT record_id FROM reading WHERE form IN (SELECT value FROM json_each(?)) AND text >= ? AND text < ? "
            "AND record_id < ? LIMIT ?"
        )
        asked = json.dumps([form] if form else list(forms))
        last = letters + "\U0010ffff"
        found.update(i for (i,) in store.rows(sql, (asked, letters, last, below, max(limit, READINGS))))
    return sorted(found, reverse=True)[:limit]


def hits(store: Store, text: str, forms: Iterable[str], limit: int, form: str = "") -> list[Hit]:
    """Hits with number and title, the one whose number was typed first, then the newest: three or four queries whatever their number."""
    found = {*numbered(store, text, form), *ids(store, text, forms, limit, form)}
    asked = normal(text).strip()
    sql = (
        "SELECT r.form, r._id, r.record_no, r.title FROM record r WHERE r._id IN (SELECT value FROM json_each(?)) "
        "ORDER BY r._id DESC"
    )
    rows = sorted(store.rows(sql, (json.dumps(list(found)),)), key=lambda row: _far(asked, str(row[2])))
    return [
        Hit(kind, record, number, title, _where(asked, number, title)) for kind, record, number, title in rows[:limit]
    ]


def numbered(store: Store, text: str, form: str = "") -> list[int]:
    """The newest records whose number has what was typed in it: what is meant by a number, however many texts name it."""
    pieces = PIECE.findall(normal(text)[:LONGEST])[:TERMS]
    if not any(c.isdigit() for piece in pieces for c in piece):
        return []
    terms = [f'form : "{_form_token(form)}"'] if form else []
    for piece in pieces:
        code = CODE.fullmatch(piece)
        whole = 'number : "' + (" ".join(piece) if HAN.match(piece) else piece) + '"'
        terms.append(f'({whole} OR (number : "{code[1]}" AND digits : "{_threes(code[2])}"))' if code else whole)
    sql = "SELECT rowid FROM search WHERE search MATCH ? ORDER BY rowid DESC LIMIT ?"
    return [i for (i,) in store.rows(sql, (" AND ".join(terms), NUMBERED))]


def _far(asked: str, number: str) -> int:
    """How far a number is from what was typed: 0 the same, 1 its end, 2 another."""
    if not asked or not compact(asked):
        return 2
    if compact(number) == compact(asked):
        return 0
    return 1 if asked.isdigit() and normal(number).endswith(asked) else 2


def _where(asked: str, number: str, title: str) -> str:
    if asked in normal(number) or (
        compact(asked) and any(map(str.isdigit, asked)) and compact(asked) in compact(number)
    ):
        return "number"
    if asked in normal(title):
        return "title"
    letters = latin(asked)
    return "pinyin" if letters and any(r.startswith(letters) for r in readings(title)) else "text"
