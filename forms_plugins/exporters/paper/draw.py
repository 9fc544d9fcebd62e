"""A laid-out paper onto a worksheet: the only place that knows XlsxWriter's formats and merged cells."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

from forms_plugins.exporters.paper.measure import DOWN, DOWN_SMALL, SMALL, UNIT
from forms_plugins.exporters.paper.model import Cell, Sheet
from forms_plugins.exporters.workbook import BODY, TITLE_FONT, page_setup, put

_PIXELS = 14  # a grid column: one Chinese character of 10.5 points
_EDGES = {"l": "left", "r": "right", "t": "top", "b": "bottom"}
DASHED = 3  # the number that Excel has for such a border
_LOOKS: dict[str, dict[str, Any]] = {
    "plain": {},
    "label": {},
    "value": {},
    "field": {"indent": 1},
    "caption": {},
    "heading": {"bold": True, "indent": 1},
    "title": {"bold": True, "font_size": 17, "font_name": TITLE_FONT},
    "cover": {"bold": True, "font_size": 30, "font_name": TITLE_FONT},
    "cover_value": {"font_size": 15},
    "foot_label": {"valign": "bottom"},
    "foot_value": {"valign": "bottom"},
    "foot_small": {"valign": "bottom", "font_size": SMALL},
    "small": {"font_size": SMALL},
    "cut": {"font_size": SMALL, "bottom": DASHED},
    "slip": {},
    "slip_small": {"font_size": SMALL},
    "slip_down": {"bold": True, "font_size": DOWN, "font_name": TITLE_FONT},
    "slip_down_small": {"bold": True, "font_size": DOWN_SMALL, "font_name": TITLE_FONT},
    "slip_turned": {"bold": True, "font_size": DOWN_SMALL, "font_name": TITLE_FONT, "rotation": 270},
}


class Pen:
    """Draws sheets into one workbook, each format made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._formats: dict[tuple[str, str, str, bool, bool], Any] = {}

    def draw(self, sheet: Sheet, lang: str, audit: str) -> None:
        """Add a worksheet and draw `sheet` on it; its name must be free."""
        page = self._book.add_worksheet(sheet.name)
        page_setup(page, lang, landscape=sheet.landscape, audit=audit, width=sheet.columns * UNIT)
        page.hide_gridlines(2)
        page.set_column_pixels(0, sheet.columns - 1, _PIXELS)
        page.print_area(0, 0, max(len(sheet.lines) - 1, 0), sheet.columns - 1)
        for row, line in enumerate(sheet.lines):
            page.set_row(row, line.height)
            col = 0
            for cell in line.cells:
                if cell.rows:
                    tall = sum(each.height for each in sheet.lines[row : row + cell.rows])
                    shown = cell.picture is not None and _picture(page, row, col, cell, cell.picture, tall)
                    self._cell(page, row, col, replace(cell, text="") if shown else cell)
                col += cell.span
        page.set_h_pagebreaks(sheet.breaks)

    def _cell(self, page: Any, row: int, col: int, cell: Cell) -> None:
        look = self._format(cell)
        if cell.span > 1 or cell.rows > 1:
            page.merge_range(row, col, row + cell.rows - 1, col + cell.span - 1, "", look)
        put(page, row, col, cell.text, look)

    def _format(self, cell: Cell) -> Any:
        key = (cell.look, cell.align, "".join(sorted(cell.edges)), cell.top, cell.struck)
        if key not in self._formats:
            made = BODY | {"num_format": "@", "text_wrap": True, "align": cell.align}
            made |= {"valign": "top" if cell.top else "vcenter"}
            made |= {"font_strikeout": True} if cell.struck else {}
            stroke = DASHED if cell.look.startswith("slip") else 1  # a label is cut out along its edges
            made |= {_EDGES[e]: stroke for e in cell.edges} | _LOOKS[cell.look]
            self._formats[key] = self._book.add_format(made)
        return self._formats[key]


def _picture(page: Any, row: int, col: int, cell: Cell, path: Path, tall: float) -> bool:
    """A photo in the middle of its cell, `tall` points, as large as that takes it; whether the file is a picture."""
    from xlsxwriter.exceptions import UndefinedImageSize, UnsupportedImageFormat
    from xlsxwriter.image import Image

    try:
        data = BytesIO(path.read_bytes())
        image = Image(data)
    except (OSError, UndefinedImageSize, UnsupportedImageFormat):
        return False
    room = (cell.span * _PIXELS - 8.0, tall * _PIXELS / UNIT - 8.0)
    wide, high = image.width * 96 / image.x_dpi, image.height * 96 / image.y_dpi
    scale = min(room[0] / wide, room[1] / high)
    offsets = {"x_offset": 4 + (room[0] - wide * scale) / 2, "y_offset": 4 + (room[1] - high * scale) / 2}
    more = {"image_data": data, "x_scale": scale, "y_scale": scale, "object_position": 1}
    return bool(page.insert_image(row, col, "photo", offsets | more) == 0)
