"""What the entry screen says about the field in hand, and the lists it opens under it."""

from __future__ import annotations

from datetime import date
from typing import Any

from dangan.env import Env
from dangan.errors import Problem
from dangan.i18n import N_, _
from dangan.record import Link
from tui.widgets.form.choosing import ChoiceEditor
from tui.widgets.form.editors import Editor, LinkEditor, SignEditor, kinds_of
from tui.widgets.form.layout import Place, label_of
from tui.widgets.form.mastering import MasterEditor
from tui.widgets.form.measure import text_of
from tui.widgets.form.model import FormModel
from tui.widgets.form.picker import Calendar, Entry, ListPanel, Panel
from tui.widgets.form.walk import typable

HINTS = {
    "date": N_("For example 20261124, 1124, 24, . today, +3, +3g working days; F4 calendar"),
    "month": N_("For example 202611, 2026-11, 11, . this month"),
    "birthday": N_("For example 19940317, 0317 where the year is not known"),
    "money": N_("For example 1200, 12w, 3.5w, 1y"),
    "bool": N_("1 yes, 0 no"),
    "choice": N_("The number, initials or part of the label; F4 the list"),
    "multi": N_("Numbers tick, letters find, Space ticks the one found"),
    "person": N_("Name, initials or any part; F4 the list"),
    "dept": N_("Name, initials or any part; F4 the list"),
    "org": N_("Name, initials or any part; F4 the list"),
    "ref": N_("Name, number, initials or any part; F4 the list"),
    "sign": N_("Name and day as on paper; . is you, today"),
    "longtext": N_("Ctrl+O begins a new line, F2 lets Enter do it"),
    "file": N_("Path of the file"),
}


# Refusals that name another record of the form, which F2 opens.
ALIKE = ("GEN_DUPLICATE", "GEN_SIMILAR", "CUST_DUP")


def said_here(model: FormModel) -> tuple[str, str]:
    """The message for the field in hand and its level: its problem or that of its table, what was understood,
    else how it is typed."""
    here, editor = model.place, model.editor
    if here is None or editor is None:
        return "", "hint"
    if not editor.touched or model.raw.get(here.path) == editor.buffer.text:
        of_the_table = model.problems.get(here.block, ()) if here.row >= 0 else ()
        for p in (*model.problems.get(here.path, ()), *of_the_table):
            return said_of(p, model.lang)
    if editor.touched and (said := editor.said()):
        return said, "hint"
    if editor.touched:
        return "", "hint"
    return "  ".join(filter(None, (_given(model, here), _hint(editor, model.lang)))), "hint"


def _hint(editor: Editor, lang: str) -> str:
    """How a field is typed."""
    if isinstance(editor, ChoiceEditor) and editor.spec.type == "bool":
        marked = zip(editor.numbers, editor.options, strict=True)
        return "  ".join(f"{n} {o.text(lang)}" for n, o in marked)
    hint = HINTS.get("ref" if isinstance(editor, MasterEditor) else editor.spec.type, "")
    return _(hint, lang) if hint else ""


def _given(model: FormModel, here: Place) -> str:
    """What a given line of a checklist is about, whole: its column is often too narrow."""
    names = model.spec.rows[here.block].one_per if here.row >= 0 else ""
    if not names or names == here.field:
        return ""
    place = here._replace(field=names)
    return text_of(model.spec.find(place.kind), model.value(place), model.env, "list")


def said_of(p: Problem, lang: str) -> tuple[str, str]:
    """A problem as the message line says it, and the level."""
    return p.text(lang), {"refuse": "error", "warn": "warn"}.get(p.level, "hint")


def said_already(p: Problem, lang: str) -> str:
    """That a record has already what was typed, and how to open it."""
    record = p.values.get("record")
    named = record.text if isinstance(record, Link) else str(p.values.get("record_no") or "")
    return p.text(lang) + " " + _("F2 opens {record}", lang, record=named) if named else p.text(lang)


def list_for(model: FormModel) -> Panel | None:
    """What F4 opens for the field in hand; None where there is nothing to choose."""
    editor = model.editor
    if editor is None:
        return None
    spec, env = editor.spec, model.env
    if isinstance(editor, ChoiceEditor):
        entries = [
            Entry(f"{n} {o.text(model.lang)}", (o.zh, o.en, o.code, n), o.code)
            for n, o in zip(editor.numbers, editor.options, strict=True)
        ]
        return ListPanel(entries, model.lang)
    if isinstance(editor, MasterEditor):
        found = env.office.look_up(editor.of, editor.buffer.text if editor.touched else "", 200)
        return ListPanel([Entry(f"{k.title}  {k.text}", (k.text, k.title), k) for k in found], model.lang)
    if isinstance(editor, LinkEditor):
        typed = "" if isinstance(editor, SignEditor) or not editor.touched else editor.buffer.text
        kinds = ("person",) if spec.type == "sign" else kinds_of(spec)
        links = [link for kind in kinds for link in env.office.look_up(kind, typed, 200)]
        return ListPanel(
            [Entry(f"{k.text}  {k.title if k.title != k.text else ''}".rstrip(), (k.text, k.title), k) for k in links],
            model.lang,
        )
    if spec.type == "date":
        value = editor.value if isinstance(editor.value, date) else env.today
        return Calendar(value, env.today, model.lang)
    return None


def fields_list(model: FormModel) -> ListPanel:
    """Every field that can be typed, or could if it were not locked, to go to by name."""
    entries = []
    for block in model.spec.blocks:
        heading = block.label(model.lang)
        row = 0 if block.part == "rows" else -1
        typed = model.walk.fields.get(block.id, ())
        for f in block.fields:
            shut = f not in typed and typable(f, block) and model.is_locked(Place(block.id, f.id, row))
            if f not in typed and not shut:
                continue
            text = f"{label_of(f, model.lang)}  {heading}".rstrip()
            if shut:
                text += "  " + _("(locked)", model.lang)
            entries.append(Entry(text, (f.zh, f.en, *f.also), Place(block.id, f.id, row)))
    return ListPanel(entries, model.lang)


def why_locked(model: FormModel, place: Place, archive: Any) -> str:
    """Why the field at `place` is not typed: the state of the record keeps it, or it follows from others."""
    if model.is_locked(place) and model.form.alive:
        from dangan.steps import locked_at

        path = place.path if place.row < model.count(place.block) or place.row < 0 else place.kind
        since = archive.entered(model.base["_id"]) if model.base.get("_id") is not None else {}
        return locked_at(model.form.spec, path, model.base, since).text(model.lang)
    label = model.spec.find(place.kind).label(model.lang)
    return _("{field} is not typed: it follows from other fields", model.lang, field=label)


def stops_of(archive: Any, env: Env, form_id: str) -> set[str]:
    """The fields of a form that Enter passes for this user; none where the archive keeps no preferences."""
    preference = getattr(archive, "preference", None)
    return set(preference(env, f"stops.{form_id}") or ()) if preference else set()


def path_typed(text: Any) -> str:
    """A file's path as it was typed, blanks and quotes around it left off."""
    return str(text).strip().strip("'\"")
