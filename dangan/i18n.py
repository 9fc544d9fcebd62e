"""The program's own words: English in the source, Chinese from the gettext catalogue beside this module.

To add a word, write `_("Saved {number}", lang, number=n)` (or `N_("...")` where a table is built before the language is
known) and run `python scripts/words.py`: it collects the words into `dangan/locale/zh/LC_MESSAGES/dangan.po`, lists those
that lack Chinese, and compiles the catalogue. Both files are kept with the source. Labels of forms do not pass here:
a declaration writes them in both languages.
"""

from __future__ import annotations

import gettext
from functools import cache
from pathlib import Path
from typing import Any

LOCALE = Path(__file__).with_name("locale")


def N_(msgid: str) -> str:
    """Mark `msgid` for the catalogue; `_` translates it later."""
    return msgid


def _(msgid: str, lang: str, /, **values: Any) -> str:
    """`msgid` in `lang` (zh or en) with its `{placeholders}` filled; English where the catalogue lacks it."""
    text = msgid if lang == "en" else _catalogue(lang).gettext(msgid)
    return text.format(**values) if values else text


@cache
def _catalogue(lang: str) -> gettext.NullTranslations:
    return gettext.translation("dangan", LOCALE, [lang], fallback=True)
