"""`dangan` and `python -m dangan`: the command line, which opens the program where no command is named."""

from __future__ import annotations

import sys

from dangan.cli.opening import open_program, opening


def main() -> None:
    """Run the command line and leave with its exit status: 0 done, 1 refused or failed, 2 wrongly used."""
    given = opening(sys.argv[1:])
    try:
        if given is not None:  # the first screen does not wait for the parser of commands
            sys.exit(open_program(*given))
    except (Exception, KeyboardInterrupt) as error:
        fault = error
    else:
        from dangan.cli.main import run

        sys.exit(run(sys.argv[1:]))

    def fail() -> None:
        raise fault

    from dangan.cli.main import told

    sys.exit(told(sys.argv[1:], fail))


if __name__ == "__main__":
    main()
