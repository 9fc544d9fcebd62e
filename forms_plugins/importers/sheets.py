"""Sheets of a workbook: which is the form's, which stand for its rows tables, which are left."""

from __future__ import annotations

from dangan.form import FormType
from forms_plugins.exporters.workbook import sheet_name
from forms_plugins.importers.columns import NOTES, folded, sheet_words
from forms_plugins.importers.mapping import BadMapping

OTHER = "~"


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
