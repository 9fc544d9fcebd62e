"""Workbooks that no spreadsheet program would write: far corners, bombs, cut and encrypted files, macros, loops."""

import io
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import xlsxwriter

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def good(rows: int = 3) -> bytes:
    """A workbook for the small form `staff`."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet("员工表")
        for n, word in enumerate(("姓名", "证号", "工资")):
            sheet.write_string(0, n, word)
        for row in range(1, rows + 1):
            sheet.write_string(row, 0, f"张{row}")
            sheet.write_string(row, 1, f"A{row}")
            sheet.write_number(row, 2, row * 1.5)
    return buffer.getvalue()


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(entries: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def changed(name: str, change: Callable[[bytes], bytes]) -> bytes:
    """The good workbook with one part changed."""
    entries = parts(good())
    entries[name] = change(entries[name])
    return packed(entries)


_SHEET = "xl/worksheets/sheet1.xml"


def _sheet(rows: bytes) -> bytes:
    return (
        b'<?xml version="1.0"?><worksheet xmlns="'
        + _MAIN.encode()
        + b'"><sheetData>'
        + rows
        + b"</sheetData></worksheet>"
    )


def far_corner(cell: bytes = b"XFD1048576") -> bytes:
    rows = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="' + cell + b'"><v>1</v></c></row>'
    return changed(_SHEET, lambda _: _sheet(rows))


def far_corner_hidden() -> bytes:
    """The same in single quotes and another order, which a search for cells may miss."""
    rows = b"<row r='1'><c r='A1'><v>1</v></c></row><row r='1048576'><c s='0' r='XFD1048576'><v>1</v></c></row>"
    return changed(_SHEET, lambda _: _sheet(rows))


def bomb() -> bytes:
    entries = parts(good())
    entries[_SHEET] = _sheet(b" " * (120 << 20))
    return packed(entries)


def shared_strings() -> bytes:
    """One long string that a hundred thousand cells repeat."""
    entries = parts(good())
    long = b"x" * 30_000
    entries["xl/sharedStrings.xml"] = (
        b'<sst xmlns="' + _MAIN.encode() + b'" count="1"><si><t>' + long + b"</t></si></sst>"
    )
    cells = b"".join(b'<c t="s"><v>0</v></c>' for _ in range(5))
    # rows differ in length, so that the part is no bomb by its ratio
    entries[_SHEET] = _sheet(
        b"".join(b'<row r="%d" spans="1:%d">%b</row>' % (n, n * 7919 % 10**9, cells) for n in range(1, 20_001))
    )
    return packed(entries)


def many_entries() -> bytes:
    return packed(parts(good()) | {f"xl/media/{n}.png": b"" for n in range(3_000)})


def entity_loop() -> bytes:
    laughs = b'<!DOCTYPE x [<!ENTITY a "ha">' + b"".join(
        b'<!ENTITY %c "%b">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(20)
    ) + b"]>"  # fmt: skip
    return changed("xl/workbook.xml", lambda xml: laughs + b"<workbook>&u;</workbook>")


def deep() -> bytes:
    return changed(_SHEET, lambda _: _sheet(b"<row>" * 200_000))


def encrypted() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000) + "EncryptedPackage".encode("utf-16-le") + bytes(4000)


def old_excel() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000) + "Workbook".encode("utf-16-le") + bytes(4000)


def mutant(seed: int) -> bytes:
    """The good workbook with bytes changed, in the file or in one of its parts."""
    chance = random.Random(seed)
    data = good(chance.choice((1, 3, 40)))
    if seed % 3 == 0:
        return _changed(data, chance)
    entries = parts(data)
    name = chance.choice([n for n in entries if "worksheets" in n or "workbook" in n or "shared" in n or "styles" in n])
    entries[name] = _changed(entries[name], chance)
    return packed(entries)


_PIECES = [b"<", b">", b"&", b'"', b"\x00", b"\xff", b"99999999999", b'r="XFD1048576"', b'r="A0"', b't="s"', b"<v>-1</v>",
           b"]]>", b"<!--", b"1e999", b"nan", b"&#x0;", b"_x0000_", b"/../../"]  # fmt: skip


def _changed(data: bytes, chance: random.Random) -> bytes:
    out = bytearray(data)
    for _ in range(chance.randint(1, 6)):
        at = chance.randrange(len(out) + 1)
        match chance.randrange(4):
            case 0:
                out[at : at + chance.randint(1, 40)] = b""
            case 1:
                out[at:at] = chance.choice(_PIECES)
            case 2:
                out[at : at + 8] = bytes(chance.randrange(256) for _ in range(8))
            case 3:
                del out[at:]
        if not out:
            break
    return bytes(out)


def save(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path
