"""Workbooks that cannot be harmed by data: text stays text, nothing is cut, half a file is never left behind."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

from dangan.errors import DanganError
from dangan.values.text import DIRECTIONS

MAX_CELL = 32_767  # UTF-16 units that a cell holds
FIRST_DATE = date(1900, 3, 1)  # Excel's calendar has a 29 February 1900, so earlier days are written as text
FONT = "宋体"
TITLE_FONT = "黑体"
# A font that belongs to the scheme would be shown as the theme's own.
BODY = {"font_name": FONT, "font_size": 10.5, "font_scheme": "none"}
# Column widths count digits of the workbook's first font. Where 宋体 is missing its digits are taken from fonts up to a
# quarter wider; Verdana and DejaVu Sans, one of which is at hand nearly everywhere, agree: 7 pixels at 8.25 points.
YARDSTICK = {"font_name": "Verdana", "font_size": 8.25, "font_scheme": "none"}
POINTS_PER_INCH = 72
A4 = (595.3, 841.9)  # points
TOP, BOTTOM = 40.0, 46.0  # points of the margins over and under what is printed

_BAD_IN_NAME = re.compile(r"[\[\]:*?/\\]")
_CONTROL = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f{DIRECTIONS}\ufffe\uffff]")  # a sheet keeps tabs and lines


class ExportFailed(DanganError):
    """The file could not be written: the folder is missing, full or not ours."""

    def __init__(self, path: Path, error: OSError) -> None:
        why = error.strerror or str(error)
        super().__init__(
            f"无法写入文件 {path}（{why}）。",
            f"Cannot write {path} ({why}).",
            "请另选位置，或检查目录权限与磁盘空间。",
            "Choose another place, or check the folder's permissions and the free space.",
            code="EXPORT_FAILED",
        )


class NotAWorkbook(DanganError):
    """The name of the file says that it is something else than an .xlsx workbook."""


def check_name(path: Path) -> None:
    """Raise NotAWorkbook unless the name ends in .xlsx: by another, spreadsheet programs would refuse the file."""
    if path.suffix.lower() != ".xlsx":
        raise NotAWorkbook(
            f"文件名“{path.name}”不是以 .xlsx 结尾。", f"The name {path.name} does not end in .xlsx.",
            f"请改为 {path.stem}.xlsx。", f"Call it {path.stem}.xlsx.", "EXPORT_NAME",
        )  # fmt: skip


@contextmanager
def new_workbook(path: Path, *, streaming: bool, exact: bool = False) -> Iterator[Any]:
    """An xlsxwriter Workbook that becomes `path` only when the block ends well; raises ExportFailed, NotAWorkbook.

    With `streaming` rows must be written from top to bottom and the memory used does not grow with them. With `exact`
    columns are as wide on paper as they say, whatever fonts there are; empty cells then have a Latin font.
    """
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError

    check_name(path)
    try:
        folder = Path(mkdtemp(prefix=".dangan-", dir=path.parent))
    except OSError as error:
        raise ExportFailed(path, error) from error
    part = folder / "export.xlsx"
    try:
        book = xlsxwriter.Workbook(
            str(part),
            {
                "constant_memory": streaming,
                "tmpdir": str(folder),
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
                # 宋体 11, which Chinese Excel starts with too, has digits of 8 pixels.
                "default_format_properties": YARDSTICK if exact else {"font_name": FONT, "font_size": 11},
                "default_column_width": 64 if exact else 72,
                "default_row_height": 18,
            },
        )
        yield book
        book.close()
        os.replace(part, path)
    except FileCreateError as error:
        cause = error.args[0] if error.args and isinstance(error.args[0], OSError) else OSError(str(error))
        raise ExportFailed(path, cause) from error
    except OSError as error:
        raise ExportFailed(path, error) from error
    finally:
        for left in folder.iterdir():
            left.unlink(missing_ok=True)
        folder.rmdir()


def clean(text: str) -> str:
    """`text` as a sheet can hold it: line ends as line feeds, each control or direction character as a visible mark."""
    if text.isascii() and text.isprintable():
        return text
    return _CONTROL.sub(_mark, text.replace("\r\n", "\n").replace("\r", "\n"))


def _mark(found: re.Match[str]) -> str:
    code = ord(found[0])
    if code < 0x20:
        return chr(0x2400 + code)
    return "\u2421" if code == 0x7F else "\ufffd"


def pieces(text: str) -> list[str]:
    """`text` in pieces that each fit a cell; joined they give it back."""
    if len(text) <= MAX_CELL // 2:
        return [text]
    out, start, units = [], 0, 0
    for i, c in enumerate(text):
        size = 2 if c > "\uffff" else 1
        if units + size > MAX_CELL:
            out.append(text[start:i])
            start, units = i, 0
        units += size
    return [*out, text[start:]]


def put(sheet: Any, row: int, col: int, value: Any, form: Any = None) -> None:
    """Write one cell as what it is: text, number, day, or an empty cell with its borders."""
    if value is None or value == "":
        sheet.write_blank(row, col, None, form)
    elif isinstance(value, str):
        put_text(sheet, row, col, value, form)
    elif isinstance(value, datetime | date):
        sheet.write_datetime(row, col, value, form)
    else:
        sheet.write_number(row, col, value, form)


def put_text(sheet: Any, row: int, col: int, text: str, form: Any = None) -> None:
    """Write text that is neither formula, link nor markup; it must fit the cell (`pieces`)."""
    if text.startswith("<r>") and text.endswith("</r>"):
        # XlsxWriter takes such a string for its own markup and would write it unescaped.
        parts = (text[:1], _plain(form), text[1:])
        done = sheet.write_rich_string(row, col, *parts, *(() if form is None else (form,)))
    else:
        done = sheet.write_string(row, col, text, form)
    if done != 0:
        raise ValueError(f"cell {row + 1},{col + 1} was not written whole (XlsxWriter code {done})")


def _plain(form: Any) -> Any:
    from xlsxwriter.format import Format

    return Format(BODY | {"font_size": form.font_size if form is not None else 10.5})


def sheet_name(wanted: str, taken: set[str]) -> str:
    """A sheet name that Excel takes, made from `wanted` and different from all `taken`, to which it is added."""
    base = _BAD_IN_NAME.sub("_", clean(wanted)).replace("\n", " ").strip().strip("'").strip() or "Sheet"
    if base.casefold() == "history":  # reserved by Excel
        base += "_"
    name, n = _cut(base, 31), 1
    while name.casefold() in taken:
        n += 1
        tail = f"_{n}"
        name = _cut(base, 31 - len(tail)) + tail
    taken.add(name.casefold())
    return name


def _cut(text: str, units: int) -> str:
    while len(text.encode("utf-16-le")) // 2 > units:
        text = text[:-1]
    return text.rstrip().rstrip("'") or "Sheet"


def page_setup(sheet: Any, lang: str, *, landscape: bool, audit: str = "", width: float = 0.0) -> None:
    """A4, one page wide, at the foot the page number and, small to the left, the audit mark.

    `width` is that of what is printed, in points: the side margins are what it leaves of the page (0: 0.6 inch each).
    """
    sheet.set_paper(9)
    if landscape:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.center_horizontally()
    # A margin a little narrower than it might be keeps the sheet at its full size where columns are rounded up.
    side = (A4[landscape] - width) / 2 / POINTS_PER_INCH - 0.04 if width else 0.6
    sheet.set_margins(left=side, right=side, top=TOP / POINTS_PER_INCH, bottom=BOTTOM / POINTS_PER_INCH)
    pages = "第 &P 页 共 &N 页" if lang == "zh" else "Page &P of &N"
    # A figure straight after the size would be read as part of it.
    mark = f"&L&7 {_footer(audit)}" if audit else ""
    sheet.set_footer(f"{mark}&C&9{pages}", {"margin": 0.3, "scale_with_doc": False})


def page_header(sheet: Any, title: str, right: str) -> None:
    """At the head of every page the title, and at its right something short."""
    # Something between the size and a figure: see the footer.
    sheet.set_header(f'&C&"{TITLE_FONT},Bold"&14 {_footer(title)}&R&9 {_footer(right)}', {"margin": 0.2})


def _footer(text: str) -> str:
    """`text` as a page footer takes it, cut where it is too long for one."""
    line = clean(text).replace("\n", " ").replace("&", "&&")
    while len(line.encode("utf-16-le")) // 2 > 200:
        line = line[:-1].rstrip("&")
    return line
