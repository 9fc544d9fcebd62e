"""Names of firms as duplicates are looked for."""

from __future__ import annotations

import re

from dangan.values.text import squeeze_name

_KIND = re.compile(r"\(?(?:股份|有限|责任)+公司\)?$|股份$|\((?:股份|有限|责任)+\)公司$")


def firm_name(name: str) -> str:
    """Half-width, without blanks and punctuation, without 有限公司, 股份有限公司 and the like at its end (W6)."""
    squeezed = squeeze_name(name)
    return _KIND.sub("", squeezed) or squeezed
