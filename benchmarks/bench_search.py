"""Search in very many records: the first 50 by one to three characters, initials, pinyin, and by what is not there."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from statistics import median
from typing import Any

from benchmarks import OPTIONS, Row, stores
from benchmarks.measuring import percentile, timed
from dangan.values import pinyin
from storage.archive import Archive
from storage.filters import Filter
from storage.pages import View

TIMES = 60
FIRST = 50
ROUNDS = 4  # of each query the quickest counts: the pages of the file are in memory and nobody else has the processor
P95, RATIO, INITIALS = 10.0, 2.0, 1.0
FOUND = (
    "SELECT r.form, r._id, r.record_no, r.title FROM {0} s CROSS JOIN record r ON r._id = s.rowid WHERE {0} MATCH ? "
    "ORDER BY s.rowid DESC LIMIT ?"
)
MATCH, NAME = FOUND.format("search"), FOUND.format("name")
AMONG = (
    "SELECT rowid FROM search WHERE search MATCH ? AND rowid IN "
    "(SELECT _id FROM f_bench_person WHERE status = 'void') ORDER BY rowid DESC LIMIT ?"
)
COLUMNS = ("name", "sex", "born_on", "phone")
ALL = View(columns=COLUMNS)
FEW = View(columns=COLUMNS, filters=(Filter("status", "=", "void"),))  # 0.02 % of the records


def measure() -> Iterator[Row]:
    """Each kind of query beside the bare statement on the same index."""
    archive = Archive.open(stores.people(OPTIONS.records))
    rng = random.Random(11)
    names = [
        archive.store.value("SELECT title FROM record WHERE _id = ?", (rng.randrange(1, OPTIONS.records),))
        for _ in range(TIMES)
    ]
    few = [title for (title,) in archive.store.rows("SELECT _title FROM f_bench_person WHERE status = 'void'")]
    for word, length in (("1 character", 1), ("2 characters", 2), ("3 characters", 3)):
        yield _row(archive, word, [name[:length] for name in names], _phrase)
    for word, length in (("1", 1), ("2", 2), ("3", 3)):
        asked = [few[n % len(few)][:length] for n in range(TIMES)]
        yield _row(archive, f"{word} of a reader who sees 0.02 %", asked, _among, call=_listed(archive, FEW))
    yield _row(archive, "part of a telephone number", [f"{rng.randrange(10**5):05}" for _ in names], _digits)
    yield _row(archive, "a whole number", [f"RY-2026-{rng.randrange(OPTIONS.records):07}" for _ in names], _number)
    yield _row(archive, "1 or 2 digits", [f"{rng.randrange(1, 99)}" for _ in names], _begun)
    yield _row(archive, "no hit", [f"{name[0]}龘{name[-1]}" for name in names], _phrase)
    initials = [pinyin.initials(name)[0] for name in names]
    yield _row(archive, "1 initial", [letters[0] for letters in initials], _initials, INITIALS)
    yield _row(archive, "2 initials", [letters[:2] for letters in initials], _initials, INITIALS)
    yield _row(archive, "2 initials from the second on", [letters[1:] for letters in initials], _initials, INITIALS)
    yield _row(archive, "3 initials", [letters[:3] for letters in initials], _initials, INITIALS)
    spelled = [pinyin.full(name) for name in names]
    yield _row(archive, "pinyin, 4 letters", [ways[0][:4] for ways in spelled], _spelled, INITIALS)
    yield _row(archive, "pinyin, whole", [ways[0] for ways in spelled], _spelled, INITIALS)
    yield _row(archive, "pinyin of a given name", [pinyin.full(name[1:])[0] for name in names], _spelled, INITIALS)
    yield _row(
        archive, "2 characters typed into the list", [name[:2] for name in names], _phrase, call=_listed(archive)
    )
    yield _row(
        archive,
        "2 initials typed into the list",
        [letters[:2] for letters in initials],
        _initials,
        INITIALS,
        _listed(archive),
    )
    archive.close()


def _row(
    archive: Archive, word: str, asked: Sequence[str], floor: Callable[[Archive, str], Any],
    p50: float = 0.0, call: Callable[[str], Any] | None = None,
) -> Row:  # fmt: skip
    ask = call or (lambda text: archive.search(text, limit=FIRST))
    bare, found = [], []
    for text in asked:
        rounds = [
            (timed(lambda text=text: floor(archive, text)), timed(lambda text=text: ask(text))) for _ in range(ROUNDS)
        ]
        bare.append(min(one for one, _ in rounds))
        found.append(min(other for _, other in rounds))
    p95, ground = percentile(found, 0.95), percentile(bare, 0.95)
    goal = f"p95 <= {P95:g} ms" + (f", median <= {p50:g} ms" if p50 else f" and {RATIO:g} x")
    met = p95 <= P95 and (median(found) <= p50 if p50 else p95 <= RATIO * ground)
    return Row(
        f"search {OPTIONS.records:,}: {word} (p95; p50 {median(found):.2f})",
        p95,
        "ms",
        ground,
        "ms one bare statement",
        goal,
        met,
    )


def _phrase(archive: Archive, text: str) -> Any:
    return archive.store.rows(MATCH, ('"' + " ".join(text) + '"', FIRST))


def _among(archive: Archive, text: str) -> Any:
    return archive.store.rows(AMONG, ('"' + " ".join(text) + '"', FIRST))


def _digits(archive: Archive, text: str) -> Any:
    parts = " ".join(text[n : n + 3] for n in range(len(text) - 2))
    return archive.store.rows(MATCH, (f'parts : "{parts}"', FIRST))


def _number(archive: Archive, text: str) -> Any:
    return archive.store.rows(MATCH, (f'number : "{text.replace("-", " ").lower()}"', FIRST))


def _begun(archive: Archive, text: str) -> Any:
    return archive.store.rows(MATCH, (f'parts : "x{text}"', FIRST))


def _initials(archive: Archive, text: str) -> Any:
    return archive.store.rows(NAME, (f'"1{text}"', FIRST))


def _spelled(archive: Archive, text: str) -> Any:
    return archive.store.rows(NAME, (f'"2{text[:6]}"', FIRST))


def _listed(archive: Archive, view: View = ALL) -> Callable[[str], Any]:
    return lambda text: archive.page("bench_person", replace(view, text=text), limit=FIRST)
