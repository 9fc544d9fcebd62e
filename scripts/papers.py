"""Every paper of every form, blank and with its sample, as pages of one PDF and on contact sheets: `make papers`.

Needs LibreOffice (soffice), poppler (pdftoppm) and, for the picture of the sheet, rsvg-convert.
"""

from __future__ import annotations

import base64
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import datetime
from html import escape
from pathlib import Path

from dangan.exporting import Job, offered
from dangan.record import Values
from forms_plugins.demo import fill
from storage.archive import Archive

AT = datetime(2025, 6, 18, 9, 30)
DPI = 50
COLUMNS, CELL, TALL, WORDS = 8, 300, 420, 22  # pages across, pixels of a cell and of its caption
SHEET = 4 * COLUMNS  # pages of a contact sheet
LEFT_OUT = ("list", "ledger", "whole")  # tables, not papers


def main(out: Path, lang: str = "zh") -> None:
    """Write the workbooks, their PDFs, and contact sheets (`contact-1.svg` and `.png` …) into the folder `out`."""
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as place:
        archive = Archive.open(Path(place) / "o" / "o.db", create=True, clock=lambda: AT)
        fill(archive, archive.env("admin", "zh", AT), 60)
        books = [book for form in archive.registry.kept() for book in _books(archive, form.id, lang, out)]
        archive.close()
    subprocess.run(
        ["soffice", "--headless", "--convert-to", "pdf", "--outdir", str(out), *map(str, books)], check=True,
        stdout=subprocess.DEVNULL,
    )  # fmt: skip
    pages = [page for book in books for page in _pages(book.with_suffix(".pdf"))]
    for first in range(0, len(pages), SHEET):
        sheet = out / f"contact-{first // SHEET + 1}.svg"
        sheet.write_text(_contact(pages[first : first + SHEET]), "utf-8")
        if shutil.which("rsvg-convert"):
            png = str(sheet.with_suffix(".png"))
            subprocess.run(["rsvg-convert", "--unlimited", "-o", png, str(sheet)], check=True)
    print(f"{len(books)} papers, {len(pages)} pages: {out}")


def _books(archive: Archive, name: str, lang: str, out: Path) -> Iterator[Path]:
    """A workbook for each paper of a form: blank, and its newest record."""
    form, env = archive.registry.form(name), archive.env("admin", lang, AT)
    ids = archive.store.rows("SELECT _id FROM record WHERE form = ? ORDER BY _id DESC LIMIT 1", (name,))
    records: list[Values] = [archive.read(name, number) for (number,) in ids]
    for layout, (exporter, options) in offered(archive.registry.exporters(), form.spec).items():
        if layout in LEFT_OUT or layout in {ledger.zh for ledger in form.spec.ledgers}:
            continue
        path = out / f"{form.spec.no}-{name}-{layout.replace('/', '_')}.xlsx"
        path.unlink(missing_ok=True)
        exporter.write(Job(form, records, env, path, options=options))
        yield path


def _pages(pdf: Path) -> Iterator[tuple[str, Path]]:
    stem = pdf.with_suffix("")
    for old in pdf.parent.glob(f"{stem.name}-[0-9]*.png"):
        old.unlink()
    subprocess.run(["pdftoppm", "-png", "-r", str(DPI), str(pdf), str(stem)], check=True)
    found = sorted(pdf.parent.glob(f"{stem.name}-*.png"))
    for n, page in enumerate(found, 1):
        yield f"{stem.name} {n}/{len(found)}", page


def _contact(pages: list[tuple[str, Path]]) -> str:
    """The pages side by side, each under its name."""
    rows = -(-len(pages) // COLUMNS)
    parts = []
    for n, (name, path) in enumerate(pages):
        x, y = n % COLUMNS * CELL, n // COLUMNS * (TALL + WORDS)
        data = base64.b64encode(path.read_bytes()).decode()
        parts.append(f'<text x="{x + 4}" y="{y + 15}" font-size="12">{escape(name)}</text>')
        parts.append(f'<image x="{x + 4}" y="{y + WORDS}" width="{CELL - 8}" height="{TALL - 8}" href="data:image/png;base64,{data}"/>')  # fmt: skip
    wide, high = COLUMNS * CELL, rows * (TALL + WORDS)
    ground = f'<rect width="{wide}" height="{high}" fill="#ccc"/>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}" height="{high}" font-family="sans-serif">'
        + ground + "".join(parts) + "</svg>"
    )  # fmt: skip


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "build/papers"), *sys.argv[2:3])
