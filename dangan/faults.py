"""The log of faults of the program itself, beside the store: what failed and where, never what a record says."""

from __future__ import annotations

import os
import traceback
from datetime import datetime
from pathlib import Path

LOG = "dangan.log"
MOST = 5_000_000  # bytes: an older log is put aside beyond it
CAUSES = 5


def log_fault(folder: Path, error: BaseException, at: datetime) -> Path | None:
    """Append the class of an error, its causes and its trace, mode 0600; None where that cannot be done.

    Neither values of variables nor the error's own text are written: they may hold what a record says.
    """
    path = folder / LOG
    frames = "".join(traceback.format_list(traceback.extract_tb(error.__traceback__)))
    try:
        if path.exists() and path.stat().st_size > MOST:
            path.replace(path.with_suffix(".old.log"))
        handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as out:
            os.fchmod(out.fileno(), 0o600)
            out.write(f"{at:%Y-%m-%d %H:%M:%S} {_kinds(error)}\n{frames}\n")
    except OSError:
        return None
    return path


def _kinds(error: BaseException | None) -> str:
    kinds: list[str] = []
    while error is not None and len(kinds) < CAUSES:
        kinds.append(f"{type(error).__module__}.{type(error).__qualname__}")
        error = error.__cause__ or error.__context__
    return " <- ".join(kinds)
