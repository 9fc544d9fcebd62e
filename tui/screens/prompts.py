"""A value asked for on the message line, typed as in the form: with the editor of its field."""

from __future__ import annotations

from typing import Any

from dangan.env import Env
from dangan.errors import Refused
from dangan.i18n import _
from dangan.spec import FieldSpec
from dangan.values.text import cells
from tui.screens.dialogs import Question, Then
from tui.widgets.form.choosing import ChoiceEditor, inline
from tui.widgets.form.editors import Editor, editor_for

MOVING = ("left", "right", "home")  # the caret stands behind the text
ROOM = 60  # cells within which the options of a choice stand in the question


class FieldAsk(Question):
    """Asks for the value of `spec`; `value` is proposed. Enter gives `(value,)`, Esc gives False."""

    def __init__(
        self, said: str, spec: FieldSpec, value: Any, env: Env, then: Then, *, needed: bool = False, text: str = ""
    ) -> None:
        super().__init__(said, [], then, lang=env.lang)
        self.spec, self.needed, self.wrong = spec, needed, ""
        self.editor: Editor = editor_for(spec, value, env, text or None)

    @property
    def text(self) -> str:
        """What is asked, what may be meant so far, and what was typed."""
        typed = self.editor.buffer.text
        head = self.said
        if self.wrong:
            head = f"{self.wrong}\n{self.said}"
        if isinstance(self.editor, ChoiceEditor):
            return f"{head} {self._options()}  {typed}_"
        beside = self._beside()
        return f"{head} {beside}  {typed}_" if beside else f"{head} {typed}_"

    def _options(self) -> str:
        assert isinstance(self.editor, ChoiceEditor)
        options = inline(self.spec, self.editor.options, self.editor.value, self.lang, ROOM)
        if options is not None:
            return options
        marked = self._beside()
        return marked or self.editor.shown(self.editor.value)

    def _beside(self) -> str:
        """The hit that Enter takes, else how the text is understood."""
        hits, at = self.editor.hits, self.editor.picked
        if 0 <= at < len(hits):
            tail = f" {hits[at].tail}" if hits[at].tail else ""
            return f"[{at + 1}/{len(hits)} {hits[at].text}{tail}]"
        said = self.editor.said()
        return f"[{said}]" if said and cells(said) < ROOM else ""

    def ends(self, key: str, character: str | None) -> bool:
        """Never: a value is being typed."""
        return False

    def key(self, key: str, character: str | None) -> Any:
        """The value when Enter ends it, False when Esc does."""
        self.wrong = ""
        if key == "escape":
            return False
        if key not in ("enter", "ctrl+j", "f6", "ctrl+s", "tab"):
            if key not in MOVING or isinstance(self.editor, ChoiceEditor):
                self.editor.key(key, character)
            return None
        try:
            value = self.editor.result()
        except Refused as refused:
            self.wrong = refused.problems[0].text(self.lang)
            return None
        if self.needed and value in (None, "", ()):
            self.wrong = _("This is needed", self.lang)
            return None
        return (value,)
