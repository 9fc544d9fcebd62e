"""The field types known now, those of plugins too: reading, checking and showing a value by the type of its field."""

from __future__ import annotations

from copy import copy
from typing import Any

from dangan.behaviours import (
    BoolType,
    CheckedText,
    ChoiceType,
    DateTimeType,
    DateType,
    DecimalType,
    FieldType,
    IntType,
    LinkType,
    LongTextType,
    MoneyType,
    MonthType,
    MultiType,
    SignType,
    TimeType,
    YearType,
    coded,
    option_code,
    options_of,
    said,
)
from dangan.env import Env
from dangan.errors import Refused
from dangan.spec import FieldSpec, Option
from dangan.values import ids, text

__all__ = [
    "OWN_WORDS",
    "FieldType",
    "behaviour",
    "coded",
    "column_kind",
    "option_code",
    "options_of",
    "parse",
    "register",
    "said",
    "show",
    "stand_in",
    "words",
]

_TYPES: dict[str, FieldType] = {}


def register(behaviour: FieldType, *, again: bool = False) -> None:
    """Make a field type known; ValueError where its word is taken by another class, unless it is registered `again`."""
    known = _TYPES.get(behaviour.word)
    if known and type(known) is not type(behaviour) and not again:
        raise ValueError(f"field type {behaviour.word!r} is already there")
    _TYPES[behaviour.word] = behaviour


def words() -> frozenset[str]:
    """The words of the field types known now."""
    return frozenset(_TYPES)


def stand_in(word: str, kind: str) -> FieldType:
    """Behaviour for values that are kept as `kind`, where the plugin that brought the type `word` is absent."""
    base = {"link": "person", "scaled": "decimal"}.get(kind, kind)
    plain = copy(_TYPES[base])
    plain.word = word
    return plain


for _one in (FieldType(), LongTextType(), IntType(), YearType(), DecimalType(), MoneyType(), DateType(), MonthType(),
             DateTimeType(), TimeType(), BoolType(), ChoiceType(), MultiType(), SignType(),
             *(LinkType(w) for w in ("person", "dept", "org", "ref", "file")),
             CheckedText("phone", ids.phone_ok, "GEN_FORMAT", "13812345678"),
             CheckedText("email", ids.email_ok, "GEN_FORMAT", "name@company.com"),
             CheckedText("url", ids.url_ok, "GEN_FORMAT", "www.company.com"),
             CheckedText("postcode", ids.postcode_ok, "GEN_FORMAT", "410000"),
             CheckedText("idcard", ids.id_card_ok, "GEN_IDCARD", ""),
             CheckedText("uscc", ids.uscc_ok, "GEN_USCC", "")):  # fmt: skip
    register(_one)


def behaviour(spec: FieldSpec) -> FieldType:
    """The behaviour of a field; text where the plugin that brought its type is gone."""
    return _TYPES.get(spec.type, _TYPES["text"])


def column_kind(spec: FieldSpec) -> str:
    """How a value is stored: text int scaled date datetime bool link sign multi; scaled = value x 10^places."""
    return behaviour(spec).kind


LATER = {"zh": "待编", "en": "not yet"}


def parse(spec: FieldSpec, typed: str, env: Env) -> Any:
    """What was typed as a value, None for nothing (`()` of a multi). Raises Refused with one problem at `spec.id`."""
    kind = behaviour(spec)
    if not typed.strip():
        return () if kind.kind == "multi" else None
    try:
        return kind.parse(spec, text.storable(typed), env)
    except ValueError:
        raise Refused([kind.refuse(spec, text.visible(typed))]) from None


def show(spec: FieldSpec, value: Any, lang: str, *, style: str = "screen", options: tuple[Option, ...] = ()) -> str:
    """A value for the reader, "" for an empty one; style screen, list, paper or edit. Hand the office's `options` over
    for fields with a list. A gapless serial that is not given yet says so, but on paper."""
    if value is None or value == ():
        return LATER[lang] if spec.gapless and style in ("screen", "list") else ""
    return behaviour(spec).show(spec, value, lang, style, options)


OWN_WORDS = words()  # field types of the program itself, those of plugins come later
