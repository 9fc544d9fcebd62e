"""The end after a fault of the program: the trace goes to a log that only the owner reads, the terminal gets one line."""

from __future__ import annotations

import os
import traceback
from datetime import datetime
from pathlib import Path

from dangan.i18n import _

LOG = "dangan.log"
MOST = 5_000_000  # bytes: an older log is put aside beyond it


def log_fault(folder: Path, error: BaseException, at: datetime) -> Path | None:
    """Append the trace, without the values of variables and without the error's own text; None where that fails.

    An error's text may hold what a record says, so only its class is kept.
    """
    path = folder / LOG
    frames = "".join(traceback.format_list(traceback.extract_tb(error.__traceback__)))
    causes: list[str] = []
    cause: BaseException | None = error
    while cause is not None and len(causes) < 5:
        causes.append(f"{type(cause).__module__}.{type(cause).__qualname__}")
        cause = cause.__cause__ or cause.__context__
    try:
        if path.exists() and path.stat().st_size > MOST:
            path.replace(path.with_suffix(".old.log"))
        handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            os.fchmod(out.fileno(), 0o600)
            out.write(f"{at:%Y-%m-%d %H:%M:%S} {' <- '.join(causes)}\n{frames}\n")
    except OSError:
        return None
    return path


def said(path: Path | None, lang: str, kept: bool) -> str:
    """What the terminal is told; `kept`: whether all that was typed is in the store."""
    if kept:
        told = _("The program had to stop. What was typed is kept and offered at the next start.", lang)
    else:
        told = _("The program had to stop. What was typed in the last seconds could not be kept.", lang)
    return told if path is None else told + " " + _("Details: {path}", lang, path=path)
