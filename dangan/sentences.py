"""The sentences of every refusal and warning, by code, filled in for the reader."""

from __future__ import annotations

import json
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from dangan.errors import DanganError, Level, Problem
from dangan.record import Link, Signature

E = TypeVar("E", bound=DanganError)
TEXTS = ("zh", "en", "mend_zh", "mend_en")


@cache
def sentences() -> dict[str, dict[str, Any]]:
    """Code -> kind (refuse, warn), with (its placeholders), zh, en, mend_zh, mend_en."""
    text = Path(__file__).with_name("data").joinpath("refusals.json").read_text("utf-8")
    loaded: dict[str, dict[str, Any]] = json.loads(text)
    return loaded


def say(code: str, zh: dict[str, Any] | None = None, /, **values: Any) -> tuple[str, str, str, str]:
    """Sentence and mend of a code: zh, en, mend_zh, mend_en.

    `values` fill the placeholders of both languages, `zh` overrides them where the Chinese words differ. A customer is
    said by name.
    Raises KeyError for an unknown code or a missing placeholder: a mistake of the program, not of the reader.
    """
    entry = sentences()[code]
    chinese = {**values, **(zh or {})}
    if "record_no" in values and values["record_no"] in (None, ""):
        values["record_no"], chinese["record_no"] = "the new record", "新记录"
    for given in (chinese, values):
        if isinstance(customer := given.get("customer"), Link) and customer.title:
            given["customer"] = customer.title
    said = {lang: {k: shown(v, lang) for k, v in given.items()} for lang, given in (("zh", chinese), ("en", values))}
    filled = [entry[key].format_map(said["zh" if key.endswith("zh") else "en"]) for key in TEXTS]
    return filled[0], filled[1], filled[2], filled[3]


def shown(value: Any, lang: str) -> str:
    """A value as a sentence says it: labels and options in the reader's language, dates in words."""
    if isinstance(value, datetime):
        return f"{shown(value.date(), lang)} {value:%H:%M}"
    if isinstance(value, date):
        return f"{value.year}年{value.month}月{value.day}日" if lang == "zh" else f"{value.day} {value:%b %Y}"
    if isinstance(value, list | tuple) and not isinstance(value, Link | Signature):
        return ("、" if lang == "zh" else ", ").join(shown(v, lang) for v in value)
    if isinstance(value, Link):
        return value.text
    if isinstance(value, Signature):
        return value.name
    return str(getattr(value, lang)) if hasattr(value, "zh") else str(value)


def problem(
    code: str, path: str = "", zh: dict[str, Any] | None = None, /, *, override: bool = False, **values: Any
) -> Problem:
    """The Problem of a code, standing at the field `path` ("" = the whole record)."""
    level: Level = sentences()[code]["kind"]
    return Problem(path, code, level, *say(code, zh, **values), override=override, values=values)


def error(kind: type[E], code: str, zh: dict[str, Any] | None = None, **values: Any) -> E:
    """An error of class `kind` that says the sentence of a code."""
    return kind(*say(code, zh, **values), code=code)
