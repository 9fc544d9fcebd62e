"""What an import reports: each fault by sheet, row, column and value, and what an import did."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from dangan.errors import DanganError, Problem
from dangan.sentences import say
from dangan.spec import Label
from dangan.values.text import visible
from forms_plugins.importers.mapping import Column, shown


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with one cell or row. `row` counts as the spreadsheet does; `column` is its heading, "" = the row."""

    sheet: str
    row: int
    column: str
    value: str
    zh: str
    en: str
    mend_zh: str = ""
    mend_en: str = ""
    code: str = ""

    def text(self, lang: str) -> str:
        """Sentence and mend in one line."""
        return f"{self.zh}{self.mend_zh}" if lang == "zh" else f"{self.en} {self.mend_en}".strip()

    def line(self, lang: str) -> str:
        """Place, value and sentence in one line."""
        place = (f"第 {self.row} 行" if lang == "zh" else f"row {self.row}") if self.row else ""
        parts = [visible(p) for p in (self.sheet, place, self.column) if p]
        value = f" [{self.value}]" if self.value else ""
        return f"{' / '.join(parts)}{value}: {self.text(lang)}"


class ImportFailed(DanganError):
    """Nothing was imported because rows are bad; `faults` says every reason."""

    def __init__(self, faults: list[Fault], bad: int, total: int, file_name: str, report: str) -> None:
        given = {"file_name": file_name, "bad": bad, "total": total}
        said = say(
            "GEN_IMPORT_ROWS", {"report": report or "所列原因", **given}, report=report or "the reasons listed", **given
        )
        super().__init__(said[0], said[1], *_mend(report), code="GEN_IMPORT_ROWS")
        self.faults = faults


class NotConfirmed(DanganError):
    """Nothing was imported because nobody has confirmed the warnings, `faults`."""

    def __init__(self, faults: list[Fault], file_name: str) -> None:
        super().__init__(
            f"“{file_name}”有 {len(faults)} 处提醒，尚未确认，一行也没有导入。",
            f"{file_name}: {len(faults)} warning(s) are not confirmed; nothing was imported.",
            "请核对；无误的，确认（--confirm）后再导入。", "Check them; if they are right, confirm (--confirm) and import again.",
            "IMPORT_CONFIRM",
        )  # fmt: skip
        self.faults = faults


def _mend(report: str) -> tuple[str, str]:
    # the specification's mend offers "good rows only", which an import of all or nothing does not have
    if report:
        return f"请按 {report} 改正后重试。", f"Correct them by {report} and try again."
    return "请按所列原因改正后重试。", "Correct what is listed and try again."


@dataclass
class ImportResult:
    """What an import did, or in a dry run would do. With faults nothing was written.

    `added` are departments, companies and options made on the way, as (kind, name); `notes` are not faults: columns that
    were left out, cells still to be filled in before the record is submitted. `warned` are warnings, which pass once they
    are confirmed; `held` = they were not, and nothing was written. `columns` say where each column goes.
    """

    file_name: str = ""
    total: int = 0  # records
    rows: int = 0  # of all sheets
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    added: list[tuple[str, str]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    notes: list[Label] = field(default_factory=list)
    batch_id: int | None = None
    dry_run: bool = False
    warned: list[Fault] = field(default_factory=list)
    held: bool = False
    columns: list[Column] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether it was (or, in a dry run, would be) written."""
        return not self.faults and not self.held

    @property
    def bad_rows(self) -> int:
        """Rows with a fault."""
        return len({(f.sheet, f.row) for f in self.faults})

    def failure(self, report: str = "") -> DanganError:
        """The error that says in one sentence that nothing was imported."""
        if self.held and not self.faults:
            return NotConfirmed(self.warned, self.file_name)
        return ImportFailed(self.faults, self.bad_rows, self.rows, self.file_name, report)


def of_problem(p: Problem, sheet: str, row: int, column: str, value: Any) -> Fault:
    """The fault of a problem that the save path or a field type found."""
    said = (p.zh, p.en, p.mend_zh, p.mend_en)
    return Fault(sheet, row, column, "" if value in (None, "") else shown(value), *said, code=p.code)
