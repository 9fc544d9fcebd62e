"""The editor of a field in hand; the name of an edition's master finds the master, too."""

from __future__ import annotations

from dangan.env import Env
from dangan.i18n import _
from dangan.record import Link, Values
from dangan.spec import FieldSpec, FormSpec
from tui.widgets.form.editors import HITS, Editor, Hit, editor_for


class MasterEditor(Editor):
    """A text by which an edition is called, while its master is not linked yet: what is typed finds records of the form
    `of`, Enter links the one marked."""

    def __init__(self, spec: FieldSpec, value: object, env: Env, text: str | None, of: str) -> None:
        self.of = of
        super().__init__(spec, value, env, text)

    def changed(self) -> None:
        """Look for records that may be meant."""
        text = self.buffer.text.strip()
        found = self.env.office.look_up(self.of, text, HITS) if self.touched and text else []
        self.hits = [Hit(link.title or link.text, link.text if link.title else "", link) for link in found]
        self.picked = 0 if self.hits else -1

    @property
    def link(self) -> Link | None:
        """The record marked."""
        return self.hits[self.picked].value if self.touched and self.picked >= 0 else None

    def said(self) -> str:
        """How one is taken, or that none is found."""
        if not (self.touched and self.buffer.text.strip()):
            return ""
        if self.hits:
            return _("Up/Down mark, Enter takes, Up above the first: as typed", self.env.lang)
        return _("No such record: enter it first in its own form", self.env.lang)


def editor_in(form: FormSpec, f: FieldSpec, values: Values, value: object, env: Env, text: str | None) -> Editor:
    """The editor of the field `f`, outside rows tables or in one, that holds `value`; `text` is what was typed before and
    meant nothing."""
    names = form.edition_of and f.type == "text" and f.shared and "{" + f.id + "}" in form.title
    if names and values.get(form.edition_link) is None:
        return MasterEditor(f, value, env, text, form.edition_of)
    return editor_for(f, value, env, text)
