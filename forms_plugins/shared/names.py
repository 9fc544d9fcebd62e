"""Names of firms and people, telephones and cards as duplicates are looked for."""

from __future__ import annotations

import re

from dangan.values.text import normal, squeeze_name

_COUNTRY = re.compile(r"(?:00)?86(?=0?[1-9]\d{9,})")
_KIND = re.compile(r"\(?(?:股份|有限|责任)+公司\)?$|股份$|\((?:股份|有限|责任)+\)公司$")


def firm_name(name: str) -> str:
    """Half-width, without blanks and punctuation, without 有限公司, 股份有限公司 and the like at its end (W6)."""
    squeezed = squeeze_name(name)
    return _KIND.sub("", squeezed) or squeezed


def phone_key(phone: str) -> str:
    """The digits of a telephone number, without the code of China in front."""
    digits = re.sub(r"\D", "", normal(phone))
    return _COUNTRY.sub("", digits, count=1) if digits.startswith(("86", "0086")) else digits


def card_key(number: str) -> str:
    """A card number: half-width, capitals, without blanks and hyphens."""
    return re.sub(r"[\s-]", "", normal(number)).upper()
