"""`dangan` and `python -m dangan`: the command line, which opens the program where no command is named."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line and leave with its exit status: 0 done, 1 refused or failed, 2 wrongly used."""
    from dangan.cli.main import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
