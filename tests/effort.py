"""How hard the tests try that draw at random: DANGAN_SOAK=20 tries twenty times as often (make soak)."""

from __future__ import annotations

import os


def times(usual: int) -> int:
    """How often, `usual` where nothing is said."""
    return usual * int(os.environ.get("DANGAN_SOAK") or 1)
