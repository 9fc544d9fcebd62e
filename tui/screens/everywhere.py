"""What the F9 menu offers on every screen, after what can be done on the screen in hand."""

from __future__ import annotations

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
        *([] if "tick_waiting" in known else [Command("waiting", tr("All that waits for me"), partial(_waiting, app))]),
        *([] if "import_here" in known else [Command("import", tr("Import a workbook"), partial(pick_form, screen))]),
        Command("works", tr("Imports, exports and backups of this session"), partial(_works, app)),
        Command("backup", tr("Backup"), partial(_backup, app)),
        Command("directory", tr("Directory: companies, departments, people, roles"), partial(_directory, app)),
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


async def _waiting(app: Any) -> None:
    from tui.screens.waiting import WaitingScreen

    await app.show(WaitingScreen())


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


def _backup(app: Any) -> None:
    from tui.screens.backing import back_up

    back_up(app)


async def _works(app: Any) -> None:
    from tui.screens.works import WorksScreen

    await app.show(WorksScreen())
