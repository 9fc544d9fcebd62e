"""A new store in the terminal: the first steps as they begin."""

from __future__ import annotations

import getpass
import sys
from pathlib import Path

from tui.start import run_store

if __name__ == "__main__":
    sys.exit(run_store(str(Path(sys.argv[1]) / "office" / "dangan.db"), sys.argv[2], getpass.getuser()))
