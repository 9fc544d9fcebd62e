"""Opening the program: the store, the first screen, and the exit status."""

from __future__ import annotations

import gc
import sys
from typing import Any

from textual.screen import Screen

from dangan.errors import DanganError
from tui.app import DanganApp

PAINTED = 0.5  # seconds until what only later screens need is loaded: the first paint goes before


class Program(DanganApp):
    """The app that begins with the first ten minutes in a new store, else with the day's work."""

    def get_default_screen(self) -> Screen[Any]:
        """The day's work: standing at the bottom it is laid out and painted once, one pushed later thrice."""
        if not self._set_up():
            return super().get_default_screen()
        from tui.screens.home import HomeScreen

        return HomeScreen()

    def on_load(self) -> None:
        """What line 1 and the counts of this time stand on."""
        self.begin_batch()
        self.plugins_changed()

    async def on_mount(self) -> None:
        """The first steps, where they were not finished."""
        self.set_timer(PAINTED, _settle)
        if not self._set_up():
            from tui.screens.first import FirstScreen

            await self.show(FirstScreen(self.preference("first.step") or 0))

    def _set_up(self) -> bool:
        return self.preference("first.step") is None and bool(self.archive.directory.companies(closed=True))


def _settle() -> None:
    """Load what the first keys will ask for, and let the collector pass over all that stays until the end."""
    import dangan.plugins  # noqa: F401
    import storage.saving  # noqa: F401
    import tui.screens.entry
    import tui.screens.list  # noqa: F401

    gc.freeze()
    gc.enable()


class NoTerminal(DanganError):
    """The program was started where there is no terminal to draw on and type in."""


def run_archive(archive: Any, lang: str, login: str) -> int:
    """Run the program on an open archive; gives the exit status. Raises NoTerminal."""
    if not all(stream is not None and stream.isatty() for stream in (sys.__stdin__, sys.__stderr__)):
        raise NoTerminal(
            "这里没有终端，不能打开窗口。", "There is no terminal here to open the program in.",
            "请在终端中运行；脚本请用命令，见 dangan --help。", "Run it in a terminal; for scripts see dangan --help.", "NO_TERMINAL",
        )  # fmt: skip
    app = Program(archive, login, lang)
    app.run(mouse=False)
    fault = getattr(app, "fault", "")
    if fault:
        print(fault, file=sys.stderr)
        return 1
    return int(app.return_code or 0)


def run_store(db: str, lang: str, login: str) -> int:
    """Open a store (made where there is none), offer the upgrade that an install left behind, run the program.

    Raises DanganError where the store cannot be opened, or `login` may not work in it.
    """
    from dangan.cli.opening import default_login
    from storage.archive import Archive
    from storage.users import admit

    archive = Archive.open(db, create=True)
    try:
        admit(archive.directory, login, default_login(), archive.clock().date())
        return run_archive(archive, lang, login)
    finally:
        archive.close()
