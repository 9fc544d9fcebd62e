"""What can go wrong, said to the reader in both languages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field
from typing import Any, Literal

from dangan.frozen import frozen

Lang = Literal["zh", "en"]
Level = Literal["refuse", "warn", "note"]


class DanganError(Exception):
    """An error with a sentence for the reader and what to do about it, in Chinese and English."""

    def __init__(self, zh: str, en: str, mend_zh: str = "", mend_en: str = "", code: str = "") -> None:
        super().__init__(en)
        self.zh, self.en, self.mend_zh, self.mend_en, self.code = zh, en, mend_zh, mend_en, code

    def text(self, lang: str) -> str:
        """Sentence and mend in one line."""
        return f"{self.zh}{self.mend_zh}" if lang == "zh" else f"{self.en} {self.mend_en}".strip()


@frozen
class Problem:
    """One thing wrong with a record: where it stands, its code, its sentence and mend.

    `path` is the identifier of the field, `family.2.name` for a field in the third line of a rows table,
    "" for the whole record. A `refuse` blocks; a `warn` passes once confirmed; where `override` is true the
    reason given is kept with the record; a `note` is only shown.
    """

    path: str
    code: str
    level: Level
    zh: str
    en: str
    mend_zh: str = ""
    mend_en: str = ""
    override: bool = False
    values: dict[str, Any] = field(default_factory=dict)

    def text(self, lang: str) -> str:
        """Sentence and mend in one line."""
        return f"{self.zh}{self.mend_zh}" if lang == "zh" else f"{self.en} {self.mend_en}".strip()


class DeclarationError(DanganError):
    """A form was declared wrongly; raised when its class is built, the plugin is then switched off."""

    def __init__(self, en: str, zh: str = "") -> None:
        super().__init__(zh or en, en, code="DECLARATION")


class Refused(DanganError):
    """A save or step that was not carried out; `problems` says why, one entry a reason."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        first = problems[0]
        super().__init__(first.zh, first.en, first.mend_zh, first.mend_en, first.code)
        self.problems = list(problems)
