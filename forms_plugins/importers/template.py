"""The empty workbook that an import is filled into: a sheet for the form, one per rows table, and notes on every column."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from dangan.env import Office
from dangan.form import FormType
from dangan.spec import Condition, FieldSpec, Option
from dangan.types import column_kind, options_of
from dangan.values.text import cells
from forms_plugins.exporters.workbook import FONT, new_workbook, put_text, sheet_name
from forms_plugins.importers.columns import NOTES, Target, sheet_words, targets

ROWS = 2_000  # rows of a sheet that are prepared with formats and lists
LIST_MOST = 250  # characters of a drop-down list that Excel keeps in a cell
WIDEST = 36  # cells
REQUIRED = " *"

_TYPES: dict[str, tuple[str, str]] = {
    "text": ("文字", "text"), "longtext": ("文字，可多行", "text of several lines"), "int": ("整数", "whole number"),
    "decimal": ("数字", "number"), "money": ("金额（元）", "amount (yuan)"), "year": ("年份，四位数", "year, four digits"),
    "date": ("日期，如 2026-03-01", "date, e.g. 2026-03-01"), "datetime": ("日期和时间", "date and time"),
    "time": ("时间，如 09:30", "time, e.g. 09:30"), "month": ("年月，如 2026-03", "month, e.g. 2026-03"),
    "phone": ("电话号码", "telephone number"), "email": ("邮箱", "mail address"), "url": ("网址", "web address"),
    "idcard": ("身份证号，文本格式", "identity number, as text"), "uscc": ("统一社会信用代码，文本格式", "credit code, as text"),
    "postcode": ("邮政编码", "postcode"), "bool": ("是 / 否", "yes / no"), "choice": ("选一项", "one of the options"),
    "multi": ("可选多项，用“、”分开", "any of the options, parted by commas"), "person": ("人员姓名，可填外部人员", "a person's name, outsiders too"),
    "dept": ("部门名称或代码", "a department's name or code"), "org": ("公司名称或代码", "a company's name or code"),
    "file": ("工作簿旁边的文件名，如 照片/张三.jpg", "name of a file beside the workbook, e.g. photos/zhang.jpg"),
    "ref": ("记录的编号或名称", "number or title of a record"), "sign": ("姓名和日期，如 张三 2026-03-01", "name and date, e.g. Zhang San 2026-03-01"),
}  # fmt: skip
_TIE = (
    "已有记录的编号：更新该记录；按规则的编号或旧纸质编号：照录；留空：由程序给号。新1、新2 等标记只用来把各表的行对应起来，不保存。",
    "The number of a stored record changes that record; a number by the pattern or an old paper number is kept; empty: the "
    "program gives one. Marks such as 新1 or new1 only tie the rows of the sheets together and are not stored.",
)
_HOW = (
    ("每行一份记录；明细写在各自的表里，用“编号”与主表对应。表头不要改动，列可以删去或调换顺序。",
     "One record a row; lines stand on sheets of their own, tied by the number. Leave the headings as they are; columns may be left out or moved."),
    ("更新时：表中没有的列不变；有列而单元格为空的，该项清空；某份记录在明细表中有行的，该明细整体以这些行为准，没有行的不变。",
     "When records are changed: columns that are not there stay as they are, an empty cell empties its field; a table of lines is replaced where its sheet has lines for the record, and stays where it has none."),
    ("带 * 的项目在提交前必须填写。", "Columns with * must be filled in before a record is submitted."),
)  # fmt: skip


def template(form: FormType, path: Path, lang: str, office: Office, *, intake: bool = False) -> None:
    """Write the template of a form to `path`, headings in `lang`; for old paper (`intake`) with the state. Raises
    ExportFailed."""
    spec = form.spec
    with new_workbook(path, streaming=False) as book:
        taken: set[str] = {n.casefold() for n in NOTES}
        sheets = [
            ("", sheet_words(spec, None, lang)),
            *((b.id, sheet_words(spec, b, lang)) for b in spec.rows.values()),
        ]
        made = [(sheet_name(words, taken), targets(form, rows, intake)) for rows, words in sheets]
        looks = _Looks(book)
        for name, columns in made:
            _sheet(book.add_worksheet(name), columns, lang, office, looks)
        _notes(book.add_worksheet(NOTES[0 if lang == "zh" else 1]), made, lang, office, looks)


class _Looks:
    def __init__(self, book: Any) -> None:
        base = {"font_name": FONT, "font_size": 10.5}
        self.head = book.add_format(
            {
                **base,
                "bold": True,
                "border": 1,
                "align": "center",
                "valign": "vcenter",
                "text_wrap": True,
                "bg_color": "#D9E2F3",
            }
        )
        self.text = book.add_format({**base, "num_format": "@"})
        self.long = book.add_format({**base, "num_format": "@", "text_wrap": True, "valign": "top"})
        self.day = book.add_format({**base, "num_format": "yyyy-mm-dd"})
        self.moment = book.add_format({**base, "num_format": "yyyy-mm-dd hh:mm"})
        self.general = book.add_format(base)
        self.note = book.add_format({**base, "valign": "top", "text_wrap": True})

    def of(self, field: FieldSpec) -> Any:
        """The format of a column: everything but days and numbers is text, so that no digit or zero is lost."""
        kind = column_kind(field)
        if kind == "date" and not field.arg("birthday"):
            return self.day
        if kind == "datetime":
            return self.moment
        if kind in ("int", "scaled"):
            return self.general
        return self.long if field.type == "longtext" else self.text


def _sheet(sheet: Any, columns: list[Target], lang: str, office: Office, looks: _Looks) -> None:
    sheet.freeze_panes(1, 1)
    for n, target in enumerate(columns):
        heading = target.heading(lang) + (REQUIRED if _marked(target) else "")
        put_text(sheet, 0, n, heading, looks.head)
        shown = _choices(target, lang, office)
        width = max(
            [cells(heading), *(cells(x) for x in shown), 10 if column_kind(target.field) in ("date", "sign") else 6]
        )
        sheet.set_column(n, n, min(width, WIDEST) + 3, looks.of(target.field) if not target.code else looks.text)
        if shown and len(",".join(shown)) <= LIST_MOST and not any("," in x for x in shown):
            other = target.field.other or target.field.type == "multi"
            sheet.data_validation(
                1, n, ROWS, n, {"validate": "list", "source": shown, "error_type": "information" if other else "stop"}
            )


def _marked(target: Target) -> bool:
    return target.field.required is True and not target.code and not target.field.auto and target.field.type != "sign"


def _choices(target: Target, lang: str, office: Office) -> list[str]:
    f = target.field
    if target.code:
        return []
    if f.type == "bool":
        return list(f.words) if lang == "zh" else ["Yes", "No"]
    return [o.text(lang) for o in _offered(f, office)] if f.type in ("choice", "multi") else []


def _offered(f: FieldSpec, office: Office) -> list[Option]:
    return [o for o in options_of(f, office) if not o.retired]


def _notes(sheet: Any, made: list[tuple[str, list[Target]]], lang: str, office: Office, looks: _Looks) -> None:
    zh = lang == "zh"
    row = 0
    for line in _HOW:
        put_text(sheet, row, 0, line[0 if zh else 1], looks.general)
        row += 1
    row += 1
    for n, word in enumerate(
        ("工作表", "列", "标识", "必填", "填写内容", "选项")
        if zh
        else ("Sheet", "Column", "Identifier", "Required", "Content", "Options")
    ):
        put_text(sheet, row, n, word, looks.head)
    for name, columns in made:
        for target in columns:
            row += 1
            for n, word in enumerate(
                (
                    name,
                    target.heading(lang),
                    target.id,
                    _need(target, zh),
                    _content(target, zh),
                    "、".join(_choices(target, lang, office)),
                )
            ):
                if word:
                    put_text(sheet, row, n, word[:32_000], looks.note)
    for n, width in enumerate((24, 30, 22, 12, 44, 70)):
        sheet.set_column(n, n, width)


def _need(target: Target, zh: bool) -> str:
    if target.code:
        return ""
    if _marked(target):
        return "必填" if zh else "required"
    return ("视情况" if zh else "in some cases") if isinstance(target.field.required, Condition) else ""


def _content(target: Target, zh: bool) -> str:
    f = target.field
    if f.id == "record_no":
        return _TIE[0 if zh else 1]
    if target.code:
        return "与规则不符而确属实情时的原因" if zh else "why it is right although it breaks the rule"
    if f.arg("birthday"):
        return "生日，如 1990-03-17 或 --03-17" if zh else "birthday, e.g. 1990-03-17 or --03-17"
    said = _TYPES.get(f.type, ("文字", "text"))[0 if zh else 1]
    unit = f.unit_text("zh" if zh else "en")
    return said + (f"（{unit}）" if unit and zh else f" ({unit})" if unit else "")
