"""What stands on the tabs of a record beside the form: rows tables, attachments, signatures, history, relations."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rich.style import Style

from dangan.form import FormType
from dangan.i18n import N_, _
from dangan.record import Link, Signature, Values
from dangan.spec import BlockSpec, FieldSpec, FormSpec
from storage import attachments, scans
from storage.signatures import Given, Taken
from tui import theme
from tui.screens.listing import ListingScreen
from tui.widgets.rows import Column, Entry, heading, note

Beside = Mapping[int | str, Sequence[attachments.Attachment]]  # scans by signature, see scans.of
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
    "effect": N_("followed another form"), "bulk": N_("changed with others"),
}  # fmt: skip


def tabs_of(form: FormType, values: Values, files: int, versions: int, links: int, lang: str) -> list[Tab]:
    """The tabs of a record in order."""
    filled = [b for b in form.spec.rows.values() if values.get(b.id)]
    signs = [f for f in form.spec.fields.values() if f.type == "sign"]
    signed = sum(isinstance(values.get(f.id), Signature) for f in signs)
    out = [Tab("form", _("Form", lang))]
    out += [Tab("rows", b.tab(lang) or _("Lines", lang), str(len(values[b.id])), b) for b in filled[:MOST_ROWS_TABS]]
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


def signs_tab(
    spec: FormSpec,
    values: Values,
    given: Sequence[Given],
    open_: Collection[str],
    names: Mapping[str, str],
    lang: str,
    files: Sequence[attachments.Attachment] = (),
) -> tuple[list[Column], list[Entry]]:
    """Who has signed what and how, whose signature is waited for (`open_` in the state in hand), and signatures that were
    withdrawn; with their scans among the `files`."""
    columns = [
        Column(_("Signature", lang), 22), Column(_("Name", lang), 16), Column(_("On", lang), 10),
        Column(_("How", lang), 16), Column(_("Covers", lang)),
    ]  # fmt: skip
    beside = scans.of(files)
    stand: dict[str, list[Given]] = {}
    for each in given:
        if not each.withdrawn_at:
            stand.setdefault(each.path, []).append(each)
    entries: list[Entry] = []
    for f in spec.fields.values():
        if f.type == "sign":
            found = _signature(f, values.get(f.id), stand.pop(f.id, []), names, lang)
            waits = f.id in open_ or f.id not in spec.flow.signed
            missing = _("(waited for)", lang) if waits else _("(not asked for now)", lang)
            entries.append(found or Entry((f.label(lang), missing, "", "", ""), f.id, theme.DIM))
            entries += _scanned(entries[-1], beside, lang)
    for path, given_ in stand.items():
        for each in given_:
            entries.append(_given(path_label(spec, values, path, lang), each, names, lang))
            entries += _scanned(entries[-1], beside, lang)
    gone = [each for each in given if each.withdrawn_at]
    if gone:
        entries.append(heading(_("Withdrawn", lang), ""))
    for each in gone:
        entries.append(_given(path_label(spec, values, each.path, lang), each, names, lang, theme.DIM))
        entries += _scanned(entries[-1], beside, lang)
        who = names.get(each.withdrawn_by, each.withdrawn_by)
        entries.append(
            note("   " + "  ".join(filter(None, (each.withdrawn_at[:16].replace("T", " "), who, each.withdrawn_why))))
        )
    return columns, entries


def _signature(f: FieldSpec, value: Any, found: list[Given], names: Mapping[str, str], lang: str) -> Entry | None:
    if found:
        return _given(f.label(lang), found[-1], names, lang)
    if isinstance(value, Signature):
        by = names.get(value.entered_by, value.entered_by)
        how = _("on paper, {name}", lang, name=by) if value.paper else by
        return Entry((f.label(lang), value.name, _day(value.on), how, ""), f.id)
    return None


def _given(label: str, each: Given, names: Mapping[str, str], lang: str, style: Style = theme.PLAIN) -> Entry:
    return Entry((label, each.name, _day(each.on), _how(each, names, lang), _count(each, lang)), each, style)


def _scanned(of: Entry, beside: Beside, lang: str) -> list[Entry]:
    """The line below a signature that names its scans; none where there are none."""
    files = beside.get(of.value.id if isinstance(of.value, Given) else of.value, ())
    return [note("   " + _("Scan: {name}", lang, name=", ".join(f.name for f in files)))] if files else []


def _day(day: Any) -> str:
    return day.isoformat() if day else ""


def _how(each: Given, names: Mapping[str, str], lang: str) -> str:
    by = names.get(each.entered_by, each.entered_by)
    return _("on paper, {name}", lang, name=by) if each.paper else _("here", lang)


def _count(each: Given, lang: str) -> str:
    return _("{count} fields", lang, count=len(each.covers)) if each.covers else ""


def path_label(spec: FormSpec, values: Values, path: str, lang: str) -> str:
    """What stands at `field`, `rows`, `rows.field` or `rows.ID.field`, in words; a line by its number."""
    parts = path.split(".")
    if parts[0] not in spec.rows:
        return spec.find(path).label(lang)
    block = spec.rows[parts[0]]
    table = block.label(lang) or block.tab(lang)
    if len(parts) == 1:
        return _("{table}: which lines there are", lang, table=table)
    if len(parts) == 2:
        return f"{table} {block.field(parts[1]).label(lang)}"
    lines = values.get(parts[0]) or ()
    number = next((n for n, line in enumerate(lines, 1) if str(line.get("_id")) == parts[1]), "-")
    return f"{table} {number} {block.field(parts[2]).label(lang)}"


def covered_screen(spec: FormSpec, values: Values, each: Given, path: Sequence[str], lang: str) -> ListingScreen:
    """What a signature covers, field by field."""
    label = path_label(spec, values, each.path, lang)
    entries = [Entry((path_label(spec, values, p, lang),)) for p in each.covers]
    said = _("{name} signed for these; they cannot be changed while the signature stands", lang, name=each.name)
    return ListingScreen([*path, label], [Column(_("Covers", lang))], entries or [note(_("Nothing", lang))], said)


def act(spec: FormSpec, action: str, lang: str) -> str:
    """What was done with a version, in words: a step of the form's flow, or what the program does."""
    step = spec.flow.step(action)
    return step.label(lang) if step else _(ACTIONS.get(action, action), lang)


def done(spec: FormSpec, action: str, step: Taken | None, lang: str) -> str:
    """What was done with a version; a signature with the step that it is of."""
    if action != "sign" or step is None:
        return act(spec, action, lang)
    return _("signed: {step}", lang, step=act(spec, step.step, lang))


def _why(reason: str, step: Taken | None, lang: str) -> str:
    """The reason, for whom somebody stood in, and the lines that the step was of."""
    if step is None:
        return reason
    lines = ", ".join(str(n + 1) for n in step.lines)
    told = [
        reason,
        _("for {name}", lang, name=step.for_) if step.for_ else "",
        _("lines {lines}", lang, lines=lines) if lines else "",
    ]
    return "  ".join(filter(None, told))


def history_tab(
    spec: FormSpec, versions: list[Any], names: Mapping[str, str], taken: Mapping[int, Taken], lang: str
) -> tuple[list[Column], list[Entry]]:
    """One line a version, the newest first; `names` are those of the logins, `taken` the steps by version."""
    columns = [
        Column(_("Version", lang), 7, "right"), Column(_("At", lang), 16), Column(_("By", lang), 10),
        Column(_("What", lang), 18), Column(_("Fields", lang), 6, "right"), Column(_("Reason", lang)),
    ]  # fmt: skip
    entries = [
        Entry(
            (
                str(v.version),
                str(v.at)[:16].replace("T", " "),
                names.get(v.by, v.by),
                done(spec, v.action, taken.get(v.version), lang),
                str(len(v.changes)),
                _why(v.reason, taken.get(v.version), lang),
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
