"""Workbooks for the tests, written with openpyxl as a clerk would fill them."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import openpyxl

Rows = Sequence[Mapping[str, Any]]

EMPLOYEE: dict[str, Any] = {
    "单位": "宏达公司", "报到日期": "2020-03-01", "姓名": "张三", "性别": "男", "出生日期": "1990-01-02",
    "身份证号码": "110101199001022331", "最高学历": "本科", "联系电话": "13812345678", "紧急联系人": "张大",
    "紧急联系人关系": "父子", "紧急联系人电话": "13812345679", "职级": "三级", "用工性质": "正式", "所在部门": "市场部",
    "现任岗位": "业务员", "员工状态": "在职",
}  # fmt: skip


def write(path: Path, sheets: Mapping[str, Rows]) -> Path:
    """A workbook with these sheets; the headings are the keys of all rows, in the order in which they come."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        headings = list(dict.fromkeys(key for row in rows for key in row))
        sheet.append(headings)
        for row in rows:
            sheet.append([row.get(key) for key in headings])
    book.save(path)
    return path


def fill(path: Path, sheets: Mapping[str, Rows]) -> Path:
    """Fill a template under its headings, from the second row on."""
    book = openpyxl.load_workbook(path)
    for name, rows in sheets.items():
        sheet = book[name]
        places = {str(cell.value).removesuffix(" *"): cell.column for cell in sheet[1] if cell.value}
        for at, row in enumerate(rows, 2):
            for heading, value in row.items():
                cell = sheet.cell(at, places[heading])
                cell.value = value
                if isinstance(value, str):
                    cell.data_type = "s"
    book.save(path)
    return path
