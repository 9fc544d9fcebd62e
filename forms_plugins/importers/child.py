"""The child process that reads a workbook: bounded in memory and time, it hands plain cells over a pipe as JSON lines.

Run as `python -m forms_plugins.importers.child NAME` with the file as standard input. Each line is a list: `["sheet",
name, all names]`, `["bad", [[row, column, why], ...]]` (cells of the sheet that hold no value), `["merged", [[first row, first
column, last row, last column], ...]]` (near the head), `["rows", [[row, cell, ...], ...]]`, `["end"]`, or `["fail", reason, detail]`. Rows count from 1, columns from 0; days and times come as `{"d": ISO}`.
"""

from __future__ import annotations

import csv
import io
import json
import re
import sys
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from xml.etree import ElementTree

MEMORY = 2 << 30  # bytes of address space
CPU_SECONDS = 90
MOST_ENTRIES = 2_000
MOST_UNPACKED = 700 << 20
MOST_RATIO = 200  # of a file that unpacks to more than SMALL
SMALL = 32 << 20
MOST_CELLS = 12_000_000
BATCH = 200
EXACT = 10**15  # a cell keeps 15 digits of a number

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
# a filled cell beyond column ZZ or row 299,999
_FAR = re.compile(rb'<c r="(?:[A-Z]{3,}[0-9]+|[A-Z]{1,2}(?:[0-9]{7,}|[3-9][0-9]{5}))"[^>]*(?<!/)>')
_ERROR = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"[^>]*\bt="e"')
_UNCOMPUTED = re.compile(
    rb'<c r="([A-Z]{1,3})([0-9]{1,7})"[^>]*><f(?:/>|[^>]*/>|[^>]*>[^<]*</f>)(?:<v ?/>|<v></v>)?</c>'
)
_CHUNK = 4 << 20
_OVERLAP = 20_000  # longer than a formula may be
MOST_BAD = 1_000
HEAD = 20  # rows among which merged cells matter
MOST_MERGED = 2_000

Send = Callable[[list[Any]], None]


class Bad(Exception):
    """The file is not read; `reason` is a key of reading.REASONS."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason)
        self.reason, self.detail = reason, detail


def bound() -> None:
    """Limit what this process may use, whatever the file makes the reader do."""
    import resource

    def limit(what: int, most: int) -> None:
        hard = resource.getrlimit(what)[1]
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (most, most))

    limit(resource.RLIMIT_AS, MEMORY)
    limit(resource.RLIMIT_CPU, CPU_SECONDS)
    limit(resource.RLIMIT_CORE, 0)
    limit(resource.RLIMIT_FSIZE, 0)


def read(data: bytes, name: str, send: Send) -> None:
    """Read a workbook or a CSV file of that name. Raises Bad."""
    if data.startswith(_OLE):
        raise Bad("password" if "EncryptedPackage".encode("utf-16-le") in data else "old")
    if data.startswith(b"PK"):
        _read_workbook(data, send)
    elif name.casefold().endswith((".csv", ".txt", ".tsv")):
        _read_csv(data, send)
    else:
        raise Bad("type")


def _read_workbook(data: bytes, send: Send) -> None:
    from python_calamine import CalamineWorkbook, PasswordError

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        _inspect(archive, len(data))
        files = _sheet_files(archive)
        troubles = {name: _look(archive, file) for name, file in files}
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    except PasswordError:
        raise Bad("password") from None
    cells = 0
    for name, _ in files:
        sheet = book.get_sheet_by_name(name)
        cells += sheet.total_height * sheet.total_width
        if cells > MOST_CELLS:
            raise Bad("large")
        send(["sheet", name, [n for n, _ in files]])
        if troubles[name]:
            send(["bad", troubles[name]])
        if merged := _merged(sheet):
            send(["merged", merged])
        _send_rows(([_cell(c) for c in row] for row in sheet.iter_rows()), send)


def _merged(sheet: Any) -> list[list[int]]:
    ranges = [[r1 + 1, c1, r2 + 1, c2] for (r1, c1), (r2, c2) in sheet.merged_cell_ranges or () if r1 < HEAD]
    return ranges[:MOST_MERGED]


def _inspect(archive: zipfile.ZipFile, size: int) -> None:
    entries = archive.infolist()
    if len(entries) > MOST_ENTRIES:
        raise Bad("entries")
    names = {e.filename for e in entries}
    if len(names) != len(entries):
        raise Bad("damaged")
    if any("vbaproject" in n.casefold() or "macrosheets/" in n.casefold() for n in names):
        raise Bad("macros")
    if "xl/workbook.xml" not in names:
        raise Bad("type")
    unpacked = sum(e.file_size for e in entries)
    if unpacked > MOST_UNPACKED or (unpacked > SMALL and unpacked > MOST_RATIO * size):
        raise Bad("unpacks")


def _sheet_files(archive: zipfile.ZipFile) -> list[tuple[str, str]]:
    """(name, entry) of the worksheets in their order; sheets of charts and dialogues are left out."""
    relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {r.get("Id"): str(r.get("Target")) for r in relations}
    out = []
    for sheet in ElementTree.fromstring(archive.read("xl/workbook.xml")).iter(f"{_MAIN}sheet"):
        target = targets.get(sheet.get(_RELATION), "")
        file = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
        if "worksheets/" in file:
            out.append((str(sheet.get("name")), file))
    return out


def _look(archive: zipfile.ZipFile, file: str) -> list[tuple[int, int, str]]:
    """Cells that hold an error, or a formula whose result was never computed; raises Bad for a cell too far out."""
    found: dict[tuple[int, int], str] = {}
    before = b""
    with archive.open(file) as entry:
        while chunk := entry.read(_CHUNK):
            text = before + chunk
            if _FAR.search(text):
                raise Bad("large")
            if b't="e"' in text:
                found.update({_place(m): "error" for m in _ERROR.finditer(text)})
            if b"<f" in text:
                found.update({_place(m): "formula" for m in _UNCOMPUTED.finditer(text)})
            before = text[-_OVERLAP:]
    if not before.rstrip().endswith(b"worksheet>"):
        raise Bad("damaged")  # the reader would take what there is for the whole
    return [(*place, why) for place, why in sorted(found.items())[:MOST_BAD]]


def _place(found: re.Match[bytes]) -> tuple[int, int]:
    column = 0
    for letter in found[1]:
        column = column * 26 + letter - 64
    return int(found[2]), column - 1


def _cell(value: Any) -> Any:
    if type(value) is float and value.is_integer() and -EXACT < value < EXACT:
        return int(value)
    return value


def _read_csv(data: bytes, send: Send) -> None:
    text = _decoded(data)
    csv.field_size_limit(1 << 20)
    first = text[:10_000].partition("\n")[0]
    delimiter = max(",\t;", key=first.count)
    send(["sheet", "", [""]])
    _send_rows(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), send)


def _decoded(data: bytes) -> str:
    for encoding in ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise Bad("type")


def _send_rows(rows: Iterator[list[Any]] | Any, send: Send) -> None:
    batch: list[list[Any]] = []
    for number, row in enumerate(rows, 1):
        while row and row[-1] == "":
            row.pop()
        if row:
            batch.append([number, *row])
            if len(batch) == BATCH:
                send(["rows", batch])
                batch = []
    if batch:
        send(["rows", batch])


def _plain(value: Any) -> Any:
    """Days and times for JSON."""
    if isinstance(value, datetime | date):
        return {"d": value.isoformat()}
    if isinstance(value, time):
        return {"t": value.isoformat()}
    if isinstance(value, timedelta):
        minutes, seconds = divmod(int(value.total_seconds()), 60)
        return {"t": f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}"}
    raise TypeError(type(value).__name__)


def main() -> None:
    """Read standard input and say everything on standard output."""
    bound()
    out = sys.stdout.buffer
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_plain).encode

    def send(line: list[Any]) -> None:
        out.write(encode(line).encode("utf-8", "surrogatepass") + b"\n")

    try:
        with open(0, "rb", closefd=False) as file:
            read(file.read(), sys.argv[1] if len(sys.argv) > 1 else "", send)
        send(["end"])
    except Bad as bad:
        send(["fail", bad.reason, bad.detail])
    except MemoryError:
        send(["fail", "large", ""])
    except BaseException:  # a panic of the reader is no Exception
        send(["fail", "damaged", ""])
    out.flush()


if __name__ == "__main__":
    main()
