"""F5 in a field that names something: a record, a person, a department, a company, an option is added and taken."""

from __future__ import annotations

from typing import Any

from dangan.errors import DanganError
from dangan.i18n import N_
from dangan.record import Link, Signature
from dangan.spec import FieldSpec
from storage.directory import Kind, parts_of
from tui.screens.dialogs import Ask, Question
from tui.screens.options import proposed_code
from tui.screens.saving import Saving
from tui.widgets.form.choosing import ChoiceEditor
from tui.widgets.form.editors import named
from tui.widgets.form.layout import Place
from tui.widgets.form.picker import ListPanel

KINDS: dict[str, Kind] = {"person": "person", "sign": "person", "dept": "dept", "org": "company"}
NAMES = ("person", "dept", "org")
ASKED: dict[Kind, str] = {
    "person": N_("New person: department, name, post:"),
    "dept": N_("New department (a path such as Office/Files):"),
    "company": N_("New company, its name:"),
}


class Adding(Saving):
    """The part of the entry screen that adds what a field shall name."""

    def may_create(self) -> bool:
        """Whether F5 in the field in hand makes what it shall name: its list is open, something was typed that finds
        nothing, or it is an empty field for somebody of the directory."""
        editor, here = self.model.editor, self.model.place
        if editor is None or here is None or not self._addable(editor.spec):
            return False
        if isinstance(self.view.panel, ListPanel):
            return True
        if editor.touched and editor.buffer.text.strip():
            return not editor.hits or editor.spec.type in NAMES
        return editor.spec.type in NAMES and here.row < 0 and editor.value is None

    def _addable(self, spec: FieldSpec) -> bool:
        """Whether the office may add to what is chosen from."""
        if spec.type == "ref":
            return bool(spec.ref)
        if spec.type in KINDS:
            return hasattr(self.dangan.archive, "directory")
        lists = getattr(self.dangan.archive, "lists", None)
        kept = lists.lists.get(spec.list) if lists is not None and spec.list else None
        return kept is not None and kept.editable

    def create_target(self) -> None:
        """Make what the field in hand shall name, then come back with it."""
        here, editor = self.model.place, self.model.editor
        if here is None or editor is None:
            return
        panel, self.view.panel = self.view.panel, None
        typed = panel.typed if isinstance(panel, ListPanel) else editor.buffer.text.strip() if editor.touched else ""
        if editor.spec.type == "ref":
            self._ask_form(here, editor.spec)
        elif editor.spec.type in KINDS:
            kind = KINDS[editor.spec.type]
            said = self.tr(ASKED[kind])
            self.ask(Ask(said, lambda line: self._enter_name(here, kind, line), lang=self.lang, typed=typed))
        else:
            said = self.tr("New option, label (中文 / English):")
            self.ask(Ask(said, lambda line: self._enter_option(here, line), lang=self.lang, typed=typed))
        self.view.sync()

    def _ask_form(self, here: Place, spec: FieldSpec) -> None:
        """Make the record; where it may be of several forms that are there, which one is asked first."""
        registry = self.dangan.archive.registry
        forms = [registry.spec(f) for f in spec.ref if registry.has(f) and registry.form(f).alive]
        forms = [f for f in forms if f.kept]
        if not forms:
            self.note(self.tr("The form of this record is not there: type its name or number"))
        elif len(forms) == 1:
            self._create_record(here, forms[0].id)
        else:
            answers = [(f.id, f.label(self.lang)) for f in forms]

            def answered(form_id: str) -> None:
                if form_id:
                    self._create_record(here, form_id)
                else:
                    self.changed()

            self.ask(Question(self.tr("New record of:"), answers, answered, lang=self.lang, safe=forms[0].id, no=""))

    def _create_record(self, here: Place, form_id: str) -> None:
        def back(record_id: int | None) -> None:
            if record_id is not None:
                values = self.dangan.archive.read(form_id, record_id)
                title, number = str(values.get("_title") or ""), str(values.get("record_no") or "")
                self._take(here, Link(title or number, record_id, form_id, title))
            self.view.sync()
            self.changed()

        from tui.screens.entry import EntryScreen

        self.app.push_screen(EntryScreen(form_id), back)

    def _enter_name(self, here: Place, kind: Kind, line: Any) -> None:
        """Add the person, department or company that was typed; one that is there already is taken."""
        if not line:
            self.changed()
            return
        try:
            entry = self._entered(kind, str(line))
        except DanganError as error:
            self.message(error.text(self.lang), "error")
            return
        self.dangan.directory_changed()
        spec = self.model.spec.find(here.kind)
        link = Link(entry.name, entry.id, "person" if spec.type == "sign" else spec.type)
        self._take(here, self.signed(link) if spec.type == "sign" else named(link, spec))
        self._back(self.tr("Added {name}", name=entry.name))

    def _entered(self, kind: Kind, line: str) -> Any:
        from tui.screens.directory import dept_path  # the form does without it

        directory, env = self.dangan.archive.directory, self.dangan.env()
        who = {"at": env.now, "by": env.login}
        if kind == "company":
            known = next((c for c in directory.companies() if c.name == line), None)
            return known or directory.get("company", directory.add("company", line, **who))
        parts = [p for p in parts_of(line) if p]
        if kind == "dept":
            dept, name, post = "/".join(s.strip() for s in line.replace("\uff0f", "/").split("/")), "", ""
        else:
            dept, name, post = ("", *parts, "") if len(parts) == 1 else (*parts, "", "")[:3]
        alone = [p for p in directory.people() if kind == "person" and len(parts) == 1 and p.name == name]
        if alone:
            return alone[0]
        company = env.company.id if env.company else None
        pasted = "\t".join(parts if len(parts) > 3 else (dept, name, post))
        done = directory.paste_lines(pasted, company_id=company, **who)
        if done.bad:
            raise done.bad[0][1]
        depts = {d.id: d for d in directory.depts()}
        if kind == "dept":
            return next(d for d in depts.values() if dept_path(depts, d.id) == dept)
        same = [p for p in directory.people() if p.name == name and (not dept or dept_path(depts, p.dept_id) == dept)]
        return (done.people or same)[0]

    def _enter_option(self, here: Place, line: Any) -> None:
        """Add an option to the office's list; one that is there already is taken."""

        if not line:
            self.changed()
            return
        zh, _slash, en = (part.strip() for part in str(line).partition("/"))
        lists, env, name = self.dangan.archive.lists, self.dangan.env(), self.model.spec.find(here.kind).list
        known = next((o for o in lists.options(name) if zh in (o.zh, o.en) and not o.retired), None)
        taken = {o.code for o in lists.options(name)}
        code = proposed_code(zh) or "option"
        free = next(c for n in range(1, len(taken) + 2) if (c := code if n == 1 else f"{code}_{n}") not in taken)
        try:
            option = known or lists.add(name, free, zh, en, at=env.now, by=env.login)
        except DanganError as error:
            self.message(error.text(self.lang), "error")
            return
        self.model.env = self.dangan.env()
        self.model.raw.pop(here.path, None)
        self.model.enter(here)
        if isinstance(self.model.editor, ChoiceEditor):
            self.model.editor.buffer.text = ""
            self.model.editor.choose(option.code)
        self._back(self.tr("Added {name}", name=option.text(self.lang)))

    def _take(self, here: Place, value: Any) -> None:
        """Put what was made into the field, which stays in hand."""
        if self.model.editor is not None:
            self.model.editor.touched = False
        self.model.raw.pop(here.path, None)
        self.model.problems.pop(here.path, None)
        self.model.env = self.dangan.env()
        self.model.put(here, value)
        self.model.enter(here)

    def _back(self, said: str) -> None:
        self.view.sync()
        self.note(said)

    def signed(self, person: Link) -> Signature:
        """The signature of a person, today."""
        env = self.model.env
        return Signature(person.text, person.id, env.today, env.login)

    def note(self, text: str) -> None:
        """Say `text` once, where the next message would stand."""
        raise NotImplementedError
