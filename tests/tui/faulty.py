"""The office with a fault of the program: the menu of home fails with a record's contents in its hands."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import NoReturn

from tests.tui.office import LOGIN, open_office
from tui.screens.home import HomeScreen
from tui.start import run_archive


def commands(self: HomeScreen) -> NoReturn:
    """Fail."""
    id_card = "430102199403170024"
    raise RuntimeError(f"cannot show {id_card}")


def main() -> None:
    """Run FOLDER LANG."""
    HomeScreen.commands = commands  # type: ignore[method-assign]
    sys.exit(run_archive(open_office(Path(sys.argv[1])), sys.argv[2], LOGIN))


if __name__ == "__main__":
    main()
