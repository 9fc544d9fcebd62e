"""What the F9 menu offers on every screen, after what can be done on the screen in hand."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from textual.screen import Screen

from dangan.errors import DanganError
from tui.frame import Command
from tui.screens.importing import pick_form


def commands(screen: Any) -> list[Command]:
    """Search, the lists of the session and the office, language, help, leave."""
    app = screen.dangan
    tr = screen.tr
    known = {c.id for c in screen.commands()}
    found = [
        *_of_plugins(screen),
        Command("global_search", tr("Search everything"), partial(_search, app)),
        Command("batch", tr("Entered this time"), partial(_batch, app)),
        *([] if "undo" in known else [Command("undo_last", tr("Take my last save back"), app.undo_last, "Ctrl+Z")]),
        *([] if "import_here" in known else [Command("import", tr("Import a workbook"), partial(pick_form, screen))]),
        Command("works", tr("Imports, exports and backups of this session"), partial(_works, screen)),
        Command("directory", tr("Directory: companies, departments, people"), partial(_directory, app)),
        Command("settings", tr("Settings"), partial(_settings, app)),
        Command("lists", tr("Option lists"), partial(_lists, app)),
        Command("forms", tr("Forms in use"), partial(_forms, app)),
        Command("plugins", tr("Plugins"), partial(_plugins, app)),
        Command("language", tr("Change the language (中文 / English)"), app.switch_language),
        Command("help", tr("Help, all keys"), app.action_help, "F1"),
        Command("redraw", tr("Draw the screen anew"), app.action_redraw, "Ctrl+L"),
        Command("leave", tr("Leave the program"), app.action_leave, "Ctrl+Q"),
    ]
    return [c for c in found if not (c.id == "global_search" and "find" in known and not hasattr(screen, "form_id"))]


def _of_plugins(screen: Any) -> list[Command]:
    """The screens that plugins bring for the form in hand, and those for no form in particular."""
    here = ("", getattr(screen, "form_id", ""))
    entries = [e for e in screen.dangan.archive.registry.screens() if e.form in here]
    return [Command(f"screen_{e.name}", e.label(screen.lang), partial(_open_plugin, screen, e)) for e in entries]


async def _open_plugin(screen: Any, entry: Any) -> None:
    """Open a plugin's screen; it is told the form and the records in hand (`form_id`, `records`)."""
    from dangan.plugins import guarded

    app = screen.dangan
    try:
        made = guarded(f"screen {entry.name}", app.archive.registry.load_screen(entry))
        if not isinstance(made, Screen):
            raise TypeError(type(made).__name__)
    except DanganError as error:
        app.say(error.text(app.lang), "error")
        return
    except TypeError as error:
        app.say(app.tr("{name} is no screen: {reason}", name=entry.label(app.lang), reason=str(error)), "error")
        return
    made.form_id, made.records = getattr(screen, "form_id", ""), _in_hand(screen)  # type: ignore[attr-defined]
    await app.show(made)


def _in_hand(screen: Any) -> list[int]:
    """The `_id` of the records marked, else of the one in hand."""
    marked = list(screen.marked()) if hasattr(screen, "marked") else []
    current = getattr(getattr(screen, "records", None), "current", None)
    return marked or ([int(current["_id"])] if current else [])


async def _search(app: Any) -> None:
    from tui.screens.search import SearchScreen

    await app.show(SearchScreen())


async def _batch(app: Any) -> None:
    from tui.screens.batch import BatchScreen

    await app.show(BatchScreen())


async def _directory(app: Any) -> None:
    from tui.screens.directory import DirectoryScreen

    await app.show(DirectoryScreen())


async def _settings(app: Any) -> None:
    from tui.screens.settings import SettingsScreen

    await app.show(SettingsScreen())


async def _lists(app: Any) -> None:
    from tui.screens.options import ListsScreen

    await app.show(ListsScreen())


async def _forms(app: Any) -> None:
    from tui.screens.first import FORMS, FirstScreen

    await app.show(FirstScreen(FORMS, alone=True))


async def _plugins(app: Any) -> None:
    from tui.screens.plugins import PluginsScreen

    await app.show(PluginsScreen())


async def _works(screen: Any) -> None:
    from tui.screens.listing import ListingScreen
    from tui.widgets.rows import Column, Entry, note

    entries = [Entry((w.name, w.line(screen.lang)), w) for w in reversed(screen.dangan.works)]
    columns = [Column(screen.tr("Work"), 26), Column(screen.tr("Result"))]
    said = screen.tr("Enter on an import takes it back") if any(w.batch for w in screen.dangan.works) else ""
    where = [screen.tr("Imports, exports and backups of this session")]
    listing = ListingScreen(
        where, columns, entries or [note(screen.tr("None yet"))], said, leads=partial(_undo, screen.dangan)
    )
    await screen.dangan.show(listing)


async def _undo(app: Any, work: Any) -> None:
    """Ask, then take the import back that a line stands for."""
    from tui.screens.dialogs import Question
    from tui.screens.importing import take_back

    listing = app.screen
    if work.batch is None:
        listing.message(listing.tr("Only an import can be taken back"))
        return
    answers = [("no", listing.tr("Leave it as it is")), ("undo", listing.tr("Take it back"))]

    def answered(answer: str) -> None:
        if answer == "undo" and take_back(listing, work.batch):
            listing.entries = [replace(e, texts=(e.texts[0], e.value.line(app.lang))) for e in listing.entries]
            listing.fill()

    said = listing.tr("Take this import back?") + " " + work.name
    listing.ask(Question(said, answers, answered, lang=app.lang, safe="no", no="no"))
