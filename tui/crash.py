"""What the terminal is told after a fault of the program."""

from __future__ import annotations

from pathlib import Path

from dangan.i18n import _


def said(path: Path | None, lang: str, kept: bool) -> str:
    """What the terminal is told; `kept`: whether all that was typed is in the store."""
    if kept:
        told = _("The program had to stop. What was typed is kept and offered at the next start.", lang)
    else:
        told = _("The program had to stop. What was typed in the last seconds could not be kept.", lang)
    return told if path is None else told + " " + _("Details: {path}", lang, path=path)
