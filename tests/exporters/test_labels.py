"""Labels: those of many records share a page, spines side by side with the title written downwards."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import dangan as d
from dangan.record import Values
from forms_plugins.archives.file_catalogue import FileCatalogue
from forms_plugins.archives.storage_location import StorageLocation
from forms_plugins.exporters.paper.export import laid_out
from forms_plugins.exporters.paper.labels import SPINES
from forms_plugins.exporters.paper.model import HEIGHTS, PORTRAIT, Cell, Sheet
from forms_plugins.exporters.paper.text import pages
from tests.exporters.specs import job


def volume(number: int, title: str = "2023年《员工手册》") -> Values:
    return {
        "record_no": f"AJ-2024-{number:04}", "archive_no": f"J001-2-2023-30-BGS-{number:04}", "title": title,
        "date_from": date(2023, 1, 9), "date_to": date(2023, 11, 30), "retention": "y30",
    }  # fmt: skip


def laid(form: type, records: list[Values], paper: str, *, blank: bool = False) -> Sheet:
    (sheet,) = laid_out(job(form.form_type.spec, records, Path(), options={"paper": paper}), blank=blank)
    return sheet


def cells(sheet: Sheet) -> list[Cell]:
    return [cell for line in sheet.lines for cell in line.cells]


def tall(sheet: Sheet, page: int) -> float:
    starts = [0, *sheet.breaks, len(sheet.lines)]
    return sum(line.height for line in sheet.lines[starts[page] : starts[page + 1]])


def test_spines_of_a_page_stand_side_by_side() -> None:
    sheet = laid(FileCatalogue, [volume(n) for n in range(1, SPINES + 3)], "案卷脊背")
    assert len(sheet.breaks) == 1  # the last two begin a second page
    assert all(sum(cell.span for cell in line.cells) == PORTRAIT for line in sheet.lines)
    numbers = [cell.text for cell in sheet.lines[1].cells]
    assert numbers == [f"J001-2-2023-30-BGS-{n:04}" for n in range(1, SPINES + 1)]
    assert 0.9 * HEIGHTS[False] < tall(sheet, 0) <= HEIGHTS[False]


def test_the_title_goes_downwards_with_turned_brackets() -> None:
    sheet = laid(FileCatalogue, [volume(1)], "案卷脊背")
    (title,) = [cell for cell in cells(sheet) if cell.look == "slip_down" and cell.rows]
    assert title.text == "\n".join("２０２３年︽员工手册︾")
    assert "2023年01月09日\n至\n2023年11月30日" in [cell.text for cell in cells(sheet)]


def test_a_long_title_has_columns_from_the_right() -> None:
    long = "关于" + "安全生产和消防工作责任落实情况" * 3 + "的报告"
    sheet = laid(FileCatalogue, [volume(1, long)], "案卷脊背")
    (title,) = [cell for cell in cells(sheet) if cell.look.startswith("slip_down") and cell.rows]
    lines = title.text.split("\n")
    columns = list(zip(*(line.split(" ") for line in lines), strict=True))
    assert len(columns) > 1
    assert "".join("".join(column) for column in reversed(columns)).rstrip("　") == long


def test_an_english_title_is_turned() -> None:
    sheet = laid(FileCatalogue, [volume(1, "Minutes of the board 2023")], "案卷脊背")
    (title,) = [cell for cell in cells(sheet) if cell.look == "slip_turned" and cell.rows]
    assert title.text == "Minutes of the board 2023"


def test_shelf_labels_stand_two_a_line() -> None:
    places = [{"room": "一号库房", "cabinet": f"{n:02}", "archive_no_from": f"J001-{n}"} for n in range(1, 4)]
    sheet = laid(StorageLocation, places, "柜架标签")
    drawn = "\n".join(line for page in pages(sheet) for line in page)
    assert "01" in drawn and "03" in drawn and not sheet.breaks
    first = next(line for line in drawn.splitlines() if "J001-1" in line)
    assert "J001-2" in first and "J001-3" not in first


def test_blank_labels_fill_a_line() -> None:
    sheet = laid(StorageLocation, [], "盒脊标签", blank=True)
    assert [cell.text for cell in sheet.lines[0].cells] == ["盒号"] * SPINES


def test_no_such_label() -> None:
    with pytest.raises(KeyError):
        laid(StorageLocation, [], "没有")


def test_what_is_written_downwards_stands_on_the_label() -> None:
    class Box(d.Form, id="box", zh="盒", en="Box", paper=d.Paper(labels=[d.Sheet("脊", "Spine", "name", "nmae")])):
        with d.Head() as head:
            name = d.Text("名称", "Name")

    with pytest.raises(d.DeclarationError, match="did you mean 'name'"):
        Box.form_type.verify()
