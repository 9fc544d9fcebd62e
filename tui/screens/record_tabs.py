"""What stands on the tabs of a record beside the form: rows tables, attachments, signatures, history, relations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dangan.form import FormType
from dangan.i18n import N_, _
from dangan.record import Link, Signature, Values
from dangan.spec import BlockSpec, FormSpec
from storage import attachments
from tui import theme
from tui.widgets.rows import Column, Entry, heading, note

MOST_ROWS_TABS = 4
PLACES = ("person", "dept", "org", "attachment", "")


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab: its kind (form rows files signs history links), the rows table it shows, its words, and a number."""

    kind: str
    label: str
    count: str = ""
    block: BlockSpec | None = None


ACTIONS = {
    "save": N_("saved"), "submit": N_("submitted"), "void": N_("voided"), "import": N_("imported"), "undo": N_("undone"),
    "create": N_("entered"), "restore": N_("restored"), "total": N_("summed up"), "intake": N_("taken in"), "sign": N_("signed"),
    "effect": N_("followed another form"),
}  # fmt: skip


def tabs_of(form: FormType, values: Values, files: int, versions: int, links: int, lang: str) -> list[Tab]:
    """The tabs of a record in order."""
    filled = [b for b in form.spec.rows.values() if values.get(b.id)]
    signs = [f for f in form.spec.fields.values() if f.type == "sign"]
    signed = sum(isinstance(values.get(f.id), Signature) for f in signs)
    out = [Tab("form", _("Form", lang))]
    out += [Tab("rows", b.tab(lang) or b.id, str(len(values[b.id])), b) for b in filled[:MOST_ROWS_TABS]]
    out.append(Tab("files", _("Files", lang), str(files)))
    if signs:
        out.append(Tab("signs", _("Signed", lang), f"{signed}/{len(signs)}"))
    out += [Tab("history", _("History", lang), str(versions)), Tab("links", _("Links", lang), str(links))]
    return out


def files_tab(
    found: list[attachments.Attachment], names: Mapping[str, str], lang: str
) -> tuple[list[Column], list[Entry]]:
    """The attached files; `names` are those of the logins."""
    columns = [
        Column(_("Name", lang)), Column(_("Pages", lang), 6, "right"), Column(_("Copies", lang), 6, "right"),
        Column(_("Size", lang), 10, "right"), Column(_("Added", lang), 16), Column(_("By", lang), 10),
    ]  # fmt: skip
    entries = [
        Entry(
            (
                a.name,
                str(a.pages or ""),
                str(a.copies or ""),
                size(a.size),
                a.added_at[:16].replace("T", " "),
                names.get(a.added_by, a.added_by),
            ),
            a,
        )
        for a in found
    ]
    return columns, entries or [note(_("No files. F5 attaches one", lang), theme.DIM)]


def size(number: int) -> str:
    """Bytes in words."""
    for unit in ("B", "KB", "MB"):
        if number < 1000 or unit == "MB":
            return f"{number:,.0f} {unit}" if unit == "B" else f"{number:,.1f} {unit}"
        number /= 1000  # type: ignore[assignment]
    raise AssertionError


def signs_tab(spec: FormSpec, values: Values, lang: str) -> tuple[list[Column], list[Entry]]:
    """Who has signed, and whose signature is waited for."""
    columns = [
        Column(_("Signature", lang), 30),
        Column(_("Name", lang), 20),
        Column(_("On", lang), 10),
        Column(_("Entered by", lang)),
    ]
    entries = []
    for f in spec.fields.values():
        if f.type != "sign":
            continue
        value = values.get(f.id)
        if isinstance(value, Signature):
            day = value.on.isoformat() if value.on else ""
            entries.append(Entry((f.label(lang), value.name, day, value.entered_by), f.id))
        else:
            entries.append(Entry((f.label(lang), _("(waited for)", lang), "", ""), f.id, theme.DIM))
    return columns, entries


def act(spec: FormSpec, action: str, lang: str) -> str:
    """What was done with a version, in words: a step of the form's flow, or what the program does."""
    step = spec.flow.step(action)
    return step.label(lang) if step else _(ACTIONS.get(action, action), lang)


def history_tab(
    spec: FormSpec, versions: list[Any], names: Mapping[str, str], lang: str
) -> tuple[list[Column], list[Entry]]:
    """One line a version, the newest first; `names` are those of the logins."""
    columns = [
        Column(_("Version", lang), 7, "right"), Column(_("At", lang), 16), Column(_("By", lang), 10),
        Column(_("What", lang), 10), Column(_("Fields", lang), 6, "right"), Column(_("Reason", lang)),
    ]  # fmt: skip
    entries = [
        Entry(
            (
                str(v.version),
                str(v.at)[:16].replace("T", " "),
                names.get(v.by, v.by),
                act(spec, v.action, lang),
                str(len(v.changes)),
                v.reason,
            ),
            v,
        )
        for v in versions
    ]
    return columns, entries


def links_tab(
    spec: FormSpec, values: Values, here: list[Any], registry: Any, lang: str
) -> tuple[list[Column], list[Entry]]:
    """What this record names, then every record that names it, by form. Values are (form, _id)."""
    entries: list[Entry] = []
    named = [
        (f, v)
        for f in spec.fields.values()
        if isinstance(v := values.get(f.id), Link) and v.id is not None and v.form not in PLACES
    ]
    if named:
        entries.append(heading(_("Named here", lang), ""))
        entries += [
            Entry(("", v.text, v.title, f.label(lang)), (v.form, v.id)) for f, v in named if registry.has(v.form)
        ]
    for form, count, hits in here:
        entries.append(heading(form.label(lang), str(count)))
        entries += [Entry(("", h.record_no, h.title, ""), (form.id, h.id)) for h in hits]
    columns = [Column("", 1), Column("", 18), Column(""), Column("", 24)]
    return columns, entries or [note(_("No record points here", lang), theme.DIM)]
