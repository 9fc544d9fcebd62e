"""The part of a list that keeps its views under names: chosen, saved, renamed, deleted, opened with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from dangan.errors import DanganError
from storage.filters import Filter
from storage.pages import View
from storage.views import SavedView, Views
from tui.columns import choosable, default_columns
from tui.frame import Command
from tui.screens.dialogs import Ask, Question
from tui.screens.list_view import ListView
from tui.screens.pick import Choice, PickScreen

NONE = "none"  # the line of the picker that stands for no view


class SavedViews(ListView):
    """Saves and chooses views of `named`; `base` are the filters that the list falls back to."""

    base: tuple[Filter, ...] = ()
    _began: View | None = None  # the view in hand as it was chosen

    @property
    def views(self) -> Views:
        """The saved views of the store."""
        found: Views = self.dangan.archive.views
        return found

    def own_view(self) -> View:
        """The list as it is without a saved view."""
        raise NotImplementedError

    def view_name(self) -> str:
        """The view in hand by its name, with a star once something was changed in it; "" without one."""
        if self.saved is None:
            return ""
        return self.saved.name + ("*" if replace(self.view, text="") != self._began else "")

    def begin(self) -> None:
        """Take the view in hand with which the list opens; one that no longer fits says why."""
        saved = self.views.default(self.named.id, self.dangan.login)
        if saved is not None:
            self._take(saved)

    def _take(self, saved: SavedView) -> bool:
        """Take a view in hand, not yet shown; False, and said, where it filters by a field that is gone."""
        known = {*choosable(self.spec), *self.spec.fields, "status"}
        gone = [f.field for f in saved.view.filters if f.field.partition(".")[0] not in known]
        if gone:
            self.message(
                self.tr(
                    "View {name} filters by {field}, which is gone: it is not used", name=saved.name, field=gone[0]
                ),
                "error",
            )
            return False
        columns = tuple(c for c in saved.view.columns if c in known) or default_columns(self.spec)
        sort = saved.view.sort if saved.view.sort in known else "_id"
        self.view = self._began = replace(saved.view, columns=columns, sort=sort)
        self.saved, self.base = saved, saved.view.filters
        return True

    def _leave_view(self) -> None:
        self.saved, self.base, self._began = None, (), None
        self.view = self.own_view()

    def view_commands(self) -> list[Command]:
        """Choose, save; of the view in hand rename, delete, open the list with it."""
        out = [
            Command("view_choose", self.tr("Choose a saved view"), self._choose_view),
            Command("view_save", self.tr("Save this view under a name"), self._ask_name),
        ]
        saved, form, user = self.saved, self.named.id, self.dangan.login
        if saved is None:
            if self.views.default(form, user) is not None:
                word = self.tr("Open this list without a view from now on")
                out.append(Command("view_default", word, lambda: self._make_default(None)))
            return out
        out.append(Command("view_rename", self.tr("Rename the view {name}", name=saved.name), self._ask_rename))
        out.append(Command("view_delete", self.tr("Delete the view {name}", name=saved.name), self._ask_delete))
        if not self.views.is_default(form, user, saved):
            word = self.tr("Open this list with the view {name} from now on", name=saved.name)
            out.append(Command("view_default", word, lambda: self._make_default(saved)))
        if saved.shared and not self.views.is_default(form, user, saved, office=True):
            word = self.tr("Open this list with the view {name} for everybody who has no other", name=saved.name)
            out.append(Command("view_default_office", word, lambda: self._make_default(saved, office=True)))
        return out

    async def _choose_view(self) -> None:
        form, user = self.named.id, self.dangan.login
        opens = self.views.default(form, user)
        choices = [Choice(self.tr("All records, without a view"), "", NONE)]
        for each in self.views.listing(form, user):
            told = [self.tr("of the office") if each.shared else self.tr("of one's own")]
            told += [self.tr("the list opens with it")] if opens is not None and opens.key == each.key else []
            choices.append(Choice(each.name, "  ".join(told), each))
        said = "" if len(choices) > 1 else self.tr("No view is saved yet: F9 in the list saves what it shows")
        await self.dangan.show(PickScreen([*self.path(), self.tr("Views")], choices, said=said), self._chosen_view)

    def _chosen_view(self, chosen: Any) -> None:
        if chosen is None:
            return
        self.message("")
        if chosen == NONE:
            self._leave_view()
        elif not self._take(chosen):
            return
        if self.box is not None:
            self.box.set("")
        self.changed(self.view)

    def _ask_name(self) -> None:
        typed = self.saved.name if self.saved is not None else ""
        self.ask(Ask(self.tr("Name of the view:"), self._ask_whose, lang=self.lang, typed=typed))

    def _ask_whose(self, name: Any) -> None:
        if not name:
            self.message("")
            return
        answers = [("own", self.tr("for me")), ("shared", self.tr("for the office"))]
        safe = "shared" if self.saved is not None and self.saved.shared and self.saved.name == name else "own"
        said = self.tr("Save the view {name}", name=name)
        self.ask(Question(said, answers, lambda a: self._save_as(name, a), lang=self.lang, safe=safe, no="no"))

    def _save_as(self, name: str, answer: str) -> None:
        if answer == "no":
            self.message("")
            return
        shared = answer == "shared"
        there = self.views.find(self.named.id, self.dangan.login, name, shared)
        if there is None:
            self._save_view(name, shared)
            return
        answers = [("no", self.tr("Leave it as it is")), ("yes", self.tr("Replace it"))]
        said = self.tr("There is a view {name} already.", name=there.name)

        def replaced(chosen: str) -> None:
            if chosen == "yes":
                self._save_view(there.name, shared)
            else:
                self.message("")

        self.ask(Question(said, answers, replaced, lang=self.lang, safe="no", no="no"))

    def _save_view(self, name: str, shared: bool) -> None:
        def save() -> SavedView:
            view = replace(self.view, text="")
            return self.views.save(self.named.id, name, view, self.dangan.env(), shared=shared)

        self._doing(save, self.tr("View {name} is saved", name=name))

    def _ask_rename(self) -> None:
        saved = self.saved
        if saved is None:
            return

        def named(name: Any) -> None:
            if not name:
                self.message("")
                return
            said = self.tr("The view is called {name} now", name=name)
            self._doing(lambda: self.views.rename(self.named.id, saved, name, self.dangan.env()), said, stays=True)

        self.ask(Ask(self.tr("New name of the view:"), named, lang=self.lang, typed=saved.name))

    def _ask_delete(self) -> None:
        saved = self.saved
        if saved is None:
            return
        answers = [("no", self.tr("Leave it as it is")), ("yes", self.tr("Delete"))]
        whose = self.tr("Delete the view {name} of the whole office?", name=saved.name)
        said = whose if saved.shared else self.tr("Delete the view {name}?", name=saved.name)

        def delete(answer: str) -> None:
            if answer != "yes":
                self.message("")
                return
            self.views.delete(self.named.id, saved, self.dangan.env())
            self.saved, self.base, self._began = None, (), None
            self.draw_frame()
            self.message(self.tr("View {name} is deleted; the list shows what it showed", name=saved.name), "done")

        asked = Question(said, answers, delete, lang=self.lang, safe="no", no="no", destroying=("yes",))
        self.ask(asked)

    def _make_default(self, saved: SavedView | None, office: bool = False) -> None:
        self.views.set_default(self.named.id, saved, self.dangan.env(), office=office)
        if saved is None:
            self.message(self.tr("The list opens without a view from now on"), "done")
        else:
            self.message(self.tr("The list opens with the view {name} from now on", name=saved.name), "done")

    def _doing(self, does: Callable[[], SavedView], said: str, stays: bool = False) -> None:
        """Keep a view; it is the one in hand then. What was changed in it meanwhile `stays` unsaved."""
        try:
            saved = does()
        except DanganError as error:
            self.message(error.text(self.lang), "error")
            return
        self.saved, self.base = saved, saved.view.filters
        if not stays:
            self._began = replace(self.view, text="")
        self.draw_frame()
        self.message(said, "done")
