"""Search in very many records: the first 50 by one to three characters, initials, pinyin, and by what is not there."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from statistics import median
from typing import Any

from benchmarks import OPTIONS, Row, stores
from benchmarks.measuring import percentile, timed
from storage.archive import Archive
from storage.pages import View

TIMES = 60
FIRST = 50
P95, RATIO, INITIALS = 10.0, 2.0, 1.0
MATCH = "SELECT rowid FROM search WHERE search MATCH ? ORDER BY rowid DESC LIMIT ?"
PREFIX = "SELECT record_id FROM reading WHERE form = ? AND text >= ? AND text < ? LIMIT ?"


def measure() -> Iterator[Row]:
    """Each kind of query beside the bare statement on the same index."""
    archive = Archive.open(stores.people(OPTIONS.records))
    rng = random.Random(11)
    names = [
        archive.store.value("SELECT title FROM record WHERE _id = ?", (rng.randrange(1, OPTIONS.records),))
        for _ in range(TIMES)
    ]
    for word, length in (("1 character", 1), ("2 characters", 2), ("3 characters", 3)):
        yield _row(archive, word, [name[:length] for name in names], _phrase)
    yield _row(archive, "part of a telephone number", [f"{rng.randrange(10**5):05}" for _ in names], _digits)
    yield _row(archive, "no hit", [f"{name[0]}龘{name[-1]}" for name in names], _phrase)
    for word, size in (("2 initials", 2), ("3 initials", 3), ("pinyin prefix", 9)):
        rows = archive.store.rows(
            "SELECT text FROM reading WHERE form = 'bench_person' AND length(text) BETWEEN ? AND ? LIMIT ?",
            (size, size + (3 if size == 9 else 0), TIMES * 40),
        )
        yield _row(archive, word, [text for (text,) in rng.sample(rows, min(TIMES, len(rows)))], _prefix, INITIALS)
    asked = [name[:2] for name in names]
    yield _row(archive, "2 characters typed into the list", asked, _phrase, RATIO, _listed(archive))
    archive.close()


def _row(
    archive: Archive, word: str, asked: Sequence[str], floor: Callable[[Archive, str], Any],
    p50: float = 0.0, call: Callable[[str], Any] | None = None,
) -> Row:  # fmt: skip
    ask = call or (lambda text: archive.search(text, limit=FIRST))
    bare, found = [], []
    for text in asked:
        ask(text)  # the pages of the file are in memory: what is compared is the work
        bare.append(timed(lambda text=text: floor(archive, text)))
        found.append(timed(lambda text=text: ask(text)))
    p95, ground = percentile(found, 0.95), percentile(bare, 0.95)
    goal = f"p95 <= {P95:g} ms" + (f", median <= {p50:g} ms" if p50 == INITIALS else "")
    met = p95 <= P95 and (p50 != INITIALS or median(found) <= p50)
    return Row(
        f"search {OPTIONS.records:,}: {word} (p95; p50 {median(found):.2f})",
        p95,
        "ms",
        ground,
        "ms bare statement",
        goal,
        met,
    )


def _phrase(archive: Archive, text: str) -> Any:
    return archive.store.rows(MATCH, ('"' + " ".join(text) + '"', FIRST))


def _digits(archive: Archive, text: str) -> Any:
    parts = " ".join(text[n : n + 3] for n in range(len(text) - 2))
    return archive.store.rows(MATCH, (f'digits : "{parts}"', FIRST))


def _prefix(archive: Archive, text: str) -> Any:
    return archive.store.rows(PREFIX, ("bench_person", text, text + "\U0010ffff", FIRST))


def _listed(archive: Archive) -> Callable[[str], Any]:
    columns = ("name", "sex", "born_on", "phone")
    return lambda text: archive.page("bench_person", View(columns=columns, text=text))
