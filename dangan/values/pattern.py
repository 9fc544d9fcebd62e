"""Regular expressions that are compiled when they are first asked: of all that read and check, a screen begins with few."""

from __future__ import annotations

import re
from typing import Any, cast


def pattern(text: str, flags: int = 0) -> re.Pattern[str]:
    """The same as `re.compile`, later."""
    return cast("re.Pattern[str]", _Later(text, flags))


class _Later:
    def __init__(self, text: str, flags: int) -> None:
        self._asked = text, flags

    def __getattr__(self, name: str) -> Any:
        """A method of the pattern, found once and then kept here."""
        found = getattr(re.compile(*self._asked), name)
        setattr(self, name, found)
        return found
