"""What the sheets of a workbook say, put together: one entry a record with its lines, every bad cell a fault."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from dangan.errors import Problem, Refused
from dangan.form import FormType
from dangan.record import Link, Values
from dangan.sentences import problem, say
from dangan.spec import FieldSpec, Label
from dangan.values.text import visible
from forms_plugins.exporters.workbook import sheet_name
from forms_plugins.importers.columns import LOOKED_AT, NOTES, Heads, Matcher, Target, folded, sheet_words
from forms_plugins.importers.convert import Convert, Converters, Other, words
from forms_plugins.importers.faults import Fault, of_problem
from forms_plugins.importers.mapping import BadMapping, Mapper, remarks
from forms_plugins.importers.reading import Rows, Sheet

_UNREAD = {
    "error": ("单元格是错误值（如 #N/A）。", "The cell holds an error such as #N/A.", "请更正公式或直接填写。", "Correct the formula, or type the value."),
    "formula": ("公式没有计算结果。", "The formula was never computed.", "请在 WPS 或 Excel 中打开并保存一次。", "Open the file in WPS or Excel and save it."),
}  # fmt: skip
_NUMBER = "record_no"
OTHER = "~"


@dataclass(slots=True)
class Line:
    """A line of a rows table: its row on the sheet and the values that it fills."""

    row: int
    values: Values


@dataclass(slots=True)
class Entry:
    """A record as the workbook says it: its row on the form's sheet (0 = only its lines are there), what it fills, its
    lines by rows table; `bad` are cells with a fault, as (rows, row, field)."""

    tie: str
    row: int = 0
    values: Values = field(default_factory=dict)
    lines: dict[str, list[Line]] = field(default_factory=dict)
    bad: set[tuple[str, int, str]] = field(default_factory=set)
    id: int | None = None
    placed: dict[str, list[int]] = field(default_factory=dict)  # of the lines to be saved: their rows on the sheet


@dataclass(slots=True)
class Pending:
    """A reference that is looked up once all rows are read."""

    holder: Values
    field: FieldSpec
    text: str
    entry: Entry
    rows: str
    row: int


@dataclass
class Page:
    """One sheet that is read: which table it fills and what its headings mean."""

    name: str
    rows: str
    matcher: Matcher
    unread: dict[tuple[int, int], str]
    heads: Heads | None = None
    waiting: Rows = field(default_factory=list)
    plan: list[tuple[int, str, Convert, Target]] = field(default_factory=list)
    tie: int = -1  # place of the column that ties records and lines together
    width: int = 0  # cells that a row has at least, its number included
    plain: frozenset[str] = frozenset()  # what is filled in as it was converted
    merged: list[list[int]] = field(default_factory=list)
    remarks: str = ""  # the field that takes columns without one
    aside: list[tuple[int, str]] = field(default_factory=list)  # places of those columns, and their headings


class Gathering:
    """Takes the sheets in; `entries`, `faults`, `notes` and `pending` are what came of them."""

    def __init__(self, form: FormType, converters: Converters, mapper: Mapper, intake: bool = False) -> None:
        self.form, self.spec, self.converters, self.intake = form, form.spec, converters, intake
        self.mapper = mapper
        self.likely: list[Fault] = []  # what nobody has confirmed yet
        self.entries: list[Entry] = []
        self.by_tie: dict[str, Entry] = {}
        self.faults: list[Fault] = []
        self.notes: list[Label] = []
        self.pending: list[Pending] = []
        self.pages: dict[str, Page] = {}
        self.rows = 0
        self._page: Page | None = None
        self._unknown = ""
        self._roles: dict[str, str | None] = {}

    def sheet(self, sheet: Sheet) -> None:
        """A sheet begins."""
        self.settle()
        if not self._roles:
            self._roles = roles(self.form, sheet.names, self.mapper.wanted.sheet)
        role = self._roles.get(sheet.name)
        self._page, self._unknown = None, sheet.name if role in ("?", OTHER) else ""
        if role in (None, "?", OTHER):
            return
        if role in self.pages:
            self._fault_sheet(sheet.name, f"与“{visible(self.pages[role].name)}”是同一张表。",
                              f"It stands for the same table as {visible(self.pages[role].name)}.")  # fmt: skip
            return
        self._page = self.pages[role] = Page(sheet.name, role, Matcher(self.form, role, self.intake), sheet.bad)
        self._page.merged = sheet.merged

    def take(self, rows: Rows) -> None:
        """Rows of the sheet that began last."""
        if self._unknown and self._roles.get(self._unknown) == OTHER:
            self.likely.append(Fault(self._unknown, 0, "", "", "这张工作表没有导入。", "This sheet is not imported.",
                "只导入一张；也可另选一张（--sheet）。", "One sheet is taken; another one can be named (--sheet).", "IMPORT_SHEET_LEFT"))  # fmt: skip
            self._unknown = ""
        if self._unknown:
            near = get_close_matches(
                self._unknown, [w for b in self.spec.rows.values() for w in (b.zh, b.en) if w], 1, 0.4
            )
            self._fault_sheet(self._unknown, f"没有这样的明细表{f'，是否“{near[0]}”？' if near else '。'}",
                              f"There is no such table{f'; did you mean {near[0]}?' if near else '.'}")  # fmt: skip
            self._unknown = ""
        page = self._page
        if page is None:
            return
        if page.heads is None:
            page.waiting += rows
            if len(page.waiting) <= LOOKED_AT:
                return
            rows = page.waiting
            self._begin(page)
        self._read(page, rows)

    def settle(self) -> None:
        """The sheet has ended."""
        page = self._page
        if page is not None and page.heads is None:
            self._begin(page)
            self._read(page, page.waiting)
            page.waiting = []

    def _begin(self, page: Page) -> None:
        found = self.mapper.heads(page.matcher, page.waiting, page.name, page.rows, page.merged)
        page.heads = heads = found or Heads()
        if found is None:
            if page.waiting or not page.rows:
                labels = [t for t in page.matcher.targets if t.field.required is True and not t.code]
                self._lacks(page, labels or page.matcher.targets[:5])
            return
        for _, word, near in heads.unknown:
            self.faults.append(Fault(page.name, heads.row, visible(word), "", "没有这一列" + (f"，是否“{near}”？" if near else "。"),
                "There is no such column" + (f"; did you mean {near}?" if near else "."),
                "请指明它填入哪个字段，或不导入该列。", "Say which field it fills, or leave the column out.", "IMPORT_COLUMN_UNKNOWN"))  # fmt: skip
        self._tell_mapping(page, heads)
        for _, word in heads.twice:
            self.faults.append(Fault(page.name, heads.row, visible(word), "", "这一列出现了两次。", "This column stands twice.",
                                     "请删去一列。", "Delete one of them.", "IMPORT_COLUMN_TWICE"))  # fmt: skip
        if heads.ignored:
            left = "、".join(visible(w) for w in heads.ignored)
            self.notes.append(
                Label(
                    f"“{page.name}”中这些列由程序填写，没有导入：{left}。",
                    f"Columns of {page.name} that the program fills in were left out: {left}.",
                )
            )
        for place, target in heads.columns.items():
            if target.id == _NUMBER and (
                page.rows == "" or (target.field.id == _NUMBER and target is page.matcher.targets[0])
            ):
                page.tie = place
            else:
                page.plan.append(
                    (place + 1, target.id, self.converters.of(target.field) if not target.code else _reason, target)
                )
        page.width = max((place for place, *_ in page.plan), default=0) + 1
        into = remarks(page.matcher.targets)
        page.remarks = into.id if into else ""
        page.aside = [(place + 1, word) for place, word in heads.remarks.items()]
        page.plain = frozenset(
            name for _, name, _, t in page.plan if not t.code and t.field.type not in ("choice", "multi", "ref")
        )
        if page.rows and page.tie < 0:
            self._lacks(page, page.matcher.targets[:1])

    def _tell_mapping(self, page: Page, heads: Heads) -> None:
        """Which columns are left out; which go where nobody has confirmed."""
        if heads.left:
            left = "、".join(visible(w) for w in heads.left)
            self.notes.append(
                Label(f"“{page.name}”中这些列没有导入：{left}。", f"Columns of {page.name} that were left out: {left}.")
            )
        for place, target in heads.columns.items():
            if heads.how.get(place) == "likely":
                self.likely.append(Fault(page.name, heads.row, visible(heads.words[place]), "", f"这一列填入“{target.zh}”，尚未确认。",
                    f"It is taken for {target.en}, which nobody has confirmed.", "请确认，或指明另一个字段。", "Confirm it, or say another field.", "IMPORT_COLUMN_LIKELY"))  # fmt: skip

    def _lacks(self, page: Page, missing: list[Target]) -> None:
        self.faults.append(lacking(page, missing))

    def _fault_sheet(self, name: str, zh: str, en: str) -> None:
        self.faults.append(
            Fault(
                name,
                0,
                "",
                "",
                zh,
                en,
                "请按模板改正工作表名称，或删去该表。",
                "Name the sheet as the template does, or delete it.",
                "IMPORT_SHEET",
            )
        )

    def _read(self, page: Page, rows: Rows) -> None:
        heads = page.heads
        assert heads is not None
        if not heads.columns:
            return
        take = self._line if page.rows else self._record
        for row in rows:
            if row[0] > heads.row:
                self.rows += 1
                take(page, row)

    def _record(self, page: Page, row: list[Any]) -> None:
        tie = self._tie(page, row)
        entry = self.by_tie.get(tie) if tie else None
        if entry is not None and entry.row:
            self._twice(page, row[0], tie, entry.row)
            return
        if entry is None:
            entry = Entry(tie)
            if tie:
                self.by_tie[tie] = entry
        entry.row = row[0]
        self.entries.append(entry)
        self._cells(page, row, entry, entry.values)

    def _twice(self, page: Page, row: int, tie: str, first: int) -> None:
        label = page.matcher.targets[0].zh
        self.faults.append(Fault(page.name, row, label, visible(tie), f"编号与第 {first} 行相同。", f"The number is that of row {first}.",
                                 "每份记录只占一行，编号各不相同。", "Give each record one row and a number of its own.", "IMPORT_ROW_TWICE"))  # fmt: skip

    def _line(self, page: Page, row: list[Any]) -> None:
        tie = self._tie(page, row)
        entry = self.by_tie.setdefault(tie, Entry(tie)) if tie else Entry("")
        if not tie and page.tie >= 0:
            self.faults.append(Fault(page.name, row[0], page.matcher.targets[0].zh, "", "没有填编号，不知道属于哪份记录。",
                    "There is no number to say which record it belongs to.",
                    "请填写所属记录的编号，或与主表相同的标记（如 新1）。", "Enter the record's number, or the mark that the first sheet gives it (such as 新1).", "IMPORT_UNTIED"))  # fmt: skip
        line = Line(row[0], {})
        entry.lines.setdefault(page.rows, []).append(line)
        self._cells(page, row, entry, line.values)

    def _tie(self, page: Page, row: list[Any]) -> str:
        at = page.tie + 1
        return words(row[at]).strip() if 0 < at < len(row) else ""

    def _cells(self, page: Page, row: list[Any], entry: Entry, into: Values) -> None:
        number, unread = row[0], page.unread
        row += [""] * (page.width - len(row))
        for place, name, convert, target in page.plan:
            cell = row[place]
            if cell == "":
                if unread and (number, place - 1) in unread:
                    self._unread(page, number, place, target, entry)
                continue
            try:
                value = convert(cell)
            except Refused as refused:
                entry.bad.add((page.rows, number, target.field.id))
                heading = page.heads.words[place - 1] if page.heads else target.zh
                self.faults += [of_problem(p, page.name, number, heading, cell) for p in refused.problems]
                continue
            if value is None:
                continue
            if name in page.plain:
                into[name] = value
            elif target.code:
                into.setdefault("_reasons", {})[f"{target.field.id}:{target.code}"] = value
            elif type(value) is Other:
                into[name] = value[0]
                into.setdefault(f"{name}_other", value[1])
            elif target.field.type == "ref":
                self.pending.append(Pending(into, target.field, value, entry, page.rows, number))
            else:
                into[name] = value
        if page.aside:
            self._aside(page, row, into)

    def _aside(self, page: Page, row: list[Any], into: Values) -> None:
        """What has no field of its own goes into the remarks, a line each."""
        said = [into[page.remarks]] if into.get(page.remarks) else []
        said += [f"{word}：{text}" for at, word in page.aside if at < len(row) and (text := words(row[at]).strip())]
        if said:
            into[page.remarks] = "\n".join(said)

    def _unread(self, page: Page, row: int, place: int, target: Target, entry: Entry) -> None:
        zh, en, mend, mend_en = _UNREAD[page.unread[row, place - 1]]
        entry.bad.add((page.rows, row, target.field.id))
        heading = page.heads.words[place - 1] if page.heads else target.zh
        self.faults.append(Fault(page.name, row, visible(heading), "", zh, en, mend, mend_en, "IMPORT_CELL"))

    def refs(
        self, find: Callable[[str, list[str]], dict[str, list[Link]]], absent: Callable[[FieldSpec], bool]
    ) -> None:
        """Put in what references mean; `find(form, texts)` gives the records of a form by number or title, `absent` whether
        none of the forms that a field may name is installed: its texts stay."""
        asked: dict[str, set[str]] = {}
        for each in self.pending:
            for form in each.field.ref:
                asked.setdefault(form, set()).add(each.text)
        found = {form: find(form, sorted(texts)) for form, texts in asked.items()}
        for each in self.pending:
            hits = [link for form in each.field.ref for link in found[form].get(each.text, [])]
            if len(hits) == 1:
                each.holder[each.field.id] = hits[0]
            elif not hits and (each.field.or_text or absent(each.field)):
                each.holder[each.field.id] = Link(each.text)
            else:
                self._no_ref(each, hits)

    def _no_ref(self, each: Pending, hits: list[Link]) -> None:
        each.entry.bad.add((each.rows, each.row, each.field.id))
        said = visible(each.text)
        if hits:
            numbers = "、".join(h.text for h in hits[:3])
            p = Problem(each.field.id, "IMPORT_AMBIGUOUS", "refuse", f"有 {len(hits)} 份记录叫“{said}”（{numbers}）。",
                        f"{len(hits)} records are called {said} ({numbers}).", "请改填编号。", "Give the number.")  # fmt: skip
        elif each.text in self.by_tie and self.spec.id in each.field.ref:
            p = Problem(each.field.id, "IMPORT_REF_NEW", "refuse", f"“{said}”是本工作簿中的新记录，还没有编号，不能引用。",
                        f"{said} is a new record of this workbook and has no number yet to refer to.",
                        "请先导入被引用的记录，再填它的编号。", "Import the record that is referred to first, then give its number.")  # fmt: skip
        else:
            p = problem("GEN_REF_MISSING", each.field.id, field=each.field, value=said, form=Label("记录", "record"))
        self.faults.append(self.fault(p, each.rows, each.row, each.field.id, each.text))

    def fault(self, p: Problem, rows: str, row: int, name: str, value: Any) -> Fault:
        """The fault of a problem with a field of the record (`rows` "") or of a line, at a row of its sheet."""
        page = self.pages.get(rows)
        heading = ""
        if page is not None:
            places = page.heads.columns.items() if page.heads else ()
            heading = next((page.heads.words[n] for n, t in places if t.id == name and page.heads), "")
            heading = heading or next((t.zh for t in page.matcher.targets if t.id == name), "")
        return of_problem(p, page.name if page else "", row, visible(heading), value)


def _reason(cell: Any) -> Any:
    return words(cell).strip() or None


def lacking(page: Page, missing: list[Target]) -> Fault:
    """The fault of a sheet that lacks columns."""
    given: dict[str, Any] = {"file_name": page.name, "columns": [Label(t.zh, t.en) for t in missing]}
    said = say("GEN_IMPORT_COLUMN", **given)
    if page.heads and page.heads.how:  # headings of the office's own: the blank sheet is no help
        said = (
            *said[:2],
            "请指明哪些列填入它们，或在表中加上这些列。",
            "Say which columns fill them, or add the columns.",
        )
    return Fault(page.name, page.heads.row if page.heads else 0, "", "", *said, code="GEN_IMPORT_COLUMN")


def roles(form: FormType, names: tuple[str, ...], chosen: str = "") -> dict[str, str | None]:
    """What each sheet of a workbook is: "" the form's, a rows table, None notes, "?" unknown, OTHER beside the one taken.

    A sheet is called as its table in either language, or by its identifier; where none is called as the form, the first
    of another name is taken for it. One that was `chosen` is the form's whatever it is called. Raises BadMapping.
    """
    spec = form.spec
    known: dict[str, str] = {}
    ledgers = [x.zh for x in spec.ledgers if not x.per]
    for rows, words_of in (
        ("", [spec.zh, spec.en, spec.id, *ledgers]),
        *((b.id, [sheet_words(spec, b, "zh"), sheet_words(spec, b, "en"), b.id]) for b in spec.rows.values()),
    ):
        for word in words_of:
            known.setdefault(folded(sheet_name(word, set())), rows)
    notes = {folded(w) for w in NOTES}
    out: dict[str, str | None] = {}
    for name in names:
        key = folded(name)
        out[name] = None if key in notes else known.get(key, "?")
    if chosen and chosen not in names:
        raise BadMapping(f"没有工作表“{chosen}”。", f"There is no sheet {chosen}.", f"有：{'、'.join(names)}。", f"There are: {', '.join(names)}.", "IMPORT_MAP")  # fmt: skip
    if chosen:
        return {n: "" if n == chosen else OTHER if role in ("?", "") else role for n, role in out.items()}
    if "" not in out.values():
        first = next((n for n, role in out.items() if role == "?"), None)
        if first is not None:
            out = {n: OTHER if role == "?" else role for n, role in out.items()}
            out[first] = ""
    return out
