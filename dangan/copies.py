"""Copies and reports: a printed part of another form, as the stub of a letter, and a table over the records of one.
Nothing of them is stored, all of it is that form's own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from dangan.env import Env
from dangan.errors import DanganError
from dangan.form import FormType
from dangan.record import Values
from dangan.sentences import error
from dangan.settling import enliven
from dangan.spec import FieldSpec, FormSpec


class KeptElsewhere(DanganError):
    """A copy or a report was to be listed, filled in, changed or deleted apart from the form that it is a part of."""


def refuse(copy: FormSpec, number: str = "") -> None:
    """Raise KeptElsewhere for a copy, with the code that it declares, and for a report; nothing for a form with records."""
    if copy.kept:
        return
    if copy.kind == "report":
        raise KeptElsewhere(
            f"“{copy.zh}”由 {copy.of} 汇总而成，不单独保存，也不单独录入。",
            f"{copy.en} is made up from {copy.of} and is not kept or entered apart.",
            f"请在 {copy.of} 中登记；它可以列出和导出。", f"Enter it in {copy.of}; the report can be listed and exported.",
            "FORM_REPORT",
        )  # fmt: skip
    if copy.refuses and number:
        raise error(KeptElsewhere, copy.refuses, record_no=number)
    raise KeptElsewhere(
        f"“{copy.zh}”随 {copy.of} 产生，不单独保存，也不单独录入。", f"{copy.en} comes with {copy.of} and is not kept or entered apart.",
        f"请使用 {copy.of}；它的台帐和表单可以导出。", f"Use {copy.of}; its ledger and its paper can be exported.",
        copy.refuses or "FORM_COPY",
    )  # fmt: skip


def part_of(copy: FormSpec, record: Values) -> Values:
    """A record as its copy shows it; what the copy has on each line and the lines have not is the record's."""
    tables = {
        name: [{f.id: line.get(f.id, record.get(f.id)) for f in block.fields} for line in record.get(name) or ()]
        for name, block in copy.rows.items()
    }
    return {**record, **tables}


def parts(copy: FormType, of: FormSpec, records: Iterable[Values], env: Env) -> Iterator[Values]:
    """The copies of `records` of the form `of`, with what depends on the day. A copy comes with the first step."""
    for record in records:
        if record.get("status") != of.state_codes[0]:
            yield enliven(copy, part_of(copy.spec, record), env)


def report_lines(report: FormSpec, records: Iterable[Values]) -> Iterator[Values]:
    """The report on records of the form that it is over, one record with one line for each of them."""
    ((name, block),) = report.rows.items()
    for number, record in enumerate(records, 1):
        line = {f.id: number if f.arg("serial") else _of(record, report.of, f) for f in block.fields}
        yield {**record, name: [line]}


def whole_report(report: FormSpec, records: Iterable[Values]) -> Values:
    """The same as one record that holds all lines, for its paper."""
    (name,) = report.rows
    return {"_id": 0, name: [line for one in report_lines(report, records) for line in one[name]]}


def _of(record: Values, form: str, f: FieldSpec) -> Any:
    """What stands in a record for a field of the report: of a table what its first line says."""
    table, _, name = (f.source.how if f.source else f.id).rpartition(".")
    if table in ("", form):
        return record.get(name, record.get(f"_{name}"))
    return next((line.get(name) for line in record.get(table) or ()), None)
