"""The part of a list that is asked how it shall look: its sort, its columns, and the values that filter it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from dangan import types
from dangan.errors import DanganError
from dangan.spec import FormSpec
from storage.filters import Filter
from storage.pages import View
from storage.views import SavedView
from tui.columns import choosable, default_columns, status_field
from tui.filtering import read_filter
from tui.screens.dialogs import Ask
from tui.screens.keyed import KeyedScreen
from tui.screens.pick import Choice, PickScreen


class ListView(KeyedScreen[None]):
    """Asks for a view of `form_id`; `changed` shows it."""

    form_id: str
    spec: FormSpec
    named: FormSpec  # what was opened: the form, or a report over it
    view: View
    saved: SavedView | None = None  # the saved view that the list was opened with, or that was chosen since

    def changed(self, view: View) -> None:
        """Show another view."""
        raise NotImplementedError

    async def _pick_column(self, word: str, then: Any) -> None:
        fields = [f for f in choosable(self.spec).values() if f.type not in ("file", "label")]
        shown = [f for c in self.view.columns for f in fields if f.id == c]
        ordered = shown + [f for f in fields if f not in shown]
        choices = [Choice(f.label(self.lang), "", f.id) for f in ordered]
        await self.dangan.show(PickScreen([*self.path(), word], choices), then)

    def _filter_column(self, name: str | None) -> None:
        if name is None:
            return
        f = status_field(self.spec) if name == "status" else choosable(self.spec)[name]
        options = types.options_of(f, self.dangan.env().office) if f.type in ("choice", "multi") else ()
        if f.type == "bool":
            choices = [Choice(types.show(f, v, self.lang), "", v) for v in (True, False)]
        elif f.type in ("dept", "person", "org"):
            choices = self._listed(f.type)
        else:
            choices = [Choice(o.text(self.lang), "", o.code) for o in options]
        if choices:
            chosen = [v for w in self.view.filters if w.field == name and w.op == "in" for v in w.value]
            self.dangan.push_screen(
                PickScreen([*self.path(), self.tr("Filter"), f.label(self.lang)], choices, ticked=chosen),
                lambda codes: self._filter_in(name, codes),
            )
            return
        said = self.tr("{field} (a part, >=, 1..5, ! empty, * filled):", field=f.label(self.lang))
        self.ask(Ask(said, lambda typed: self._filter_typed(name, typed), lang=self.lang, needed=False))

    def _listed(self, kind: str) -> list[Choice]:
        """The names of the directory: found by initials, compared as records keep them."""
        directory = self.dangan.archive.directory
        listed = {"dept": directory.depts, "person": directory.people, "org": directory.companies}
        entries = listed[kind](closed=True)
        return [Choice(name, "", name) for name in dict.fromkeys(e.name for e in entries)]

    def _filter_in(self, name: str, codes: list[Any] | None) -> None:
        if codes is not None:
            self._set_filter(name, (Filter(name, "in", tuple(codes)),) if codes else ())

    def _filter_typed(self, name: str, typed: Any) -> None:
        if typed is False:
            return
        f = choosable(self.spec)[name]
        try:
            self._set_filter(name, read_filter(f, typed, self.dangan.env()) if typed else ())
        except DanganError as error:
            self.message(error.text(self.lang), "error")

    def _set_filter(self, name: str, filters: tuple[Filter, ...]) -> None:
        others = tuple(w for w in self.view.filters if w.field != name)
        self.message("")
        self.changed(replace(self.view, filters=(*others, *filters)))

    def _sort(self, name: str | None) -> None:
        if name is None:
            return
        turned = not self.view.descending if name == self.view.sort else False
        if self.saved is None:  # what is changed in a saved view is kept with it, or not at all
            self.dangan.prefer(f"sort.{self.form_id}", [name, turned])
        self.changed(replace(self.view, sort=name, descending=turned))

    async def _choose_columns(self) -> None:
        fields = [f for f in choosable(self.spec).values() if f.type not in ("file", "label")]
        choices = [Choice(f.label(self.lang), "", f.id) for f in fields]
        await self.dangan.show(
            PickScreen([*self.path(), self.tr("Columns")], choices, ticked=self.view.columns), self._columns
        )

    def _columns(self, names: list[str] | None) -> None:
        if names is None:
            return
        if self.saved is None:
            self.dangan.prefer(f"columns.{self.named.id}", names)
        self.changed(replace(self.view, columns=tuple(names) or default_columns(self.spec)))
