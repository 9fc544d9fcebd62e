"""Copies: a printed part of another form, as the stub of a letter. Nothing of it is stored, all of it is that form's own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dangan.env import Env
from dangan.errors import DanganError
from dangan.form import FormType
from dangan.record import Values
from dangan.sentences import error
from dangan.settling import enliven
from dangan.spec import FormSpec


class KeptElsewhere(DanganError):
    """A copy was to be listed, filled in, changed or deleted apart from the form that it is a part of."""


def refuse(copy: FormSpec, number: str = "") -> None:
    """Raise KeptElsewhere for a copy, with the code that it declares; nothing for any other form."""
    if copy.kind != "copy":
        return
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
