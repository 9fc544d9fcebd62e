"""The types of fields that a declaration writes in the body of a form's class."""

from __future__ import annotations

import decimal
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, TypeVar, Unpack

from dangan.errors import DeclarationError
from dangan.field import Field, FieldOptions
from dangan.flow import who as whose
from dangan.record import Link, Signature
from dangan.spec import Option, in_english

T = TypeVar("T")
Options = Mapping[str, str] | Iterable[tuple[str, str, str] | tuple[str, str] | Option]


class Text(Field[str]):
    """One line of text, 255 characters unless `max_length` says otherwise."""


class ArchiveNo(Field[str]):
    """An archive number 档号, unique over all forms."""

    def __init__(self, zh: str, en: str, **options: Unpack[FieldOptions]) -> None:
        super().__init__(zh, en, **options)
        self.more = {"args": (("archive", True),)}


class LongText(Field[str]):
    """Text of several lines."""

    word = "longtext"

    def __init__(self, zh: str, en: str, **options: Unpack[FieldOptions]) -> None:
        options.setdefault("max_length", 20000)
        super().__init__(zh, en, **options)


class Phone(Field[str]):
    """A telephone number."""

    word = "phone"


class Email(Field[str]):
    """An e-mail address."""

    word = "email"


class Url(Field[str]):
    """A web address."""

    word = "url"


class Postcode(Field[str]):
    """Six digits."""

    word = "postcode"


class IdCard(Field[str]):
    """A resident identity number of 18 characters (GB 11643)."""

    word = "idcard"


class Uscc(Field[str]):
    """A unified social credit code of 18 characters (GB 32100)."""

    word = "uscc"


class Int(Field[int]):
    """A whole number."""

    word = "int"


class Serial(Field[int]):
    """A running number, 1, 2, 3 …, counted within `per`; `gapless` ones are given at filing, the others at entry."""

    word = "int"

    def __init__(
        self, zh: str, en: str, *, per: str = "", gapless: bool = False, **options: Unpack[FieldOptions]
    ) -> None:
        super().__init__(zh, en, **options)
        self.more = {"args": (("serial", True),), "scope": tuple(per.split()), "gapless": gapless}


class Year(Field[int]):
    """A year of four digits."""

    word = "year"


class Decimal(Field[decimal.Decimal]):
    """A decimal number with at most `places` decimals."""

    word = "decimal"

    def __init__(self, zh: str, en: str, *, places: int = 2, **options: Unpack[FieldOptions]) -> None:
        super().__init__(zh, en, **options)
        self.more = {"places": places}


class Money(Field[decimal.Decimal]):
    """An amount in yuan with two decimals; not negative, unless it is a difference (`signed`)."""

    word = "money"

    def __init__(self, zh: str, en: str, *, signed: bool = False, **options: Unpack[FieldOptions]) -> None:
        super().__init__(zh, en, **options)
        if signed:
            self.more = {"args": (("signed", True),)}


class Date(Field[date]):
    """A day."""

    word = "date"


class Birthday(Field[str]):
    """A day whose year may be unknown: `YYYY-MM-DD` or `--MM-DD`."""

    word = "date"

    def __init__(self, zh: str, en: str, **options: Unpack[FieldOptions]) -> None:
        super().__init__(zh, en, **options)
        self.more = {"args": (("birthday", True),)}


class Month(Field[str]):
    """A month, `YYYY-MM`."""

    word = "month"


class DateTime(Field[datetime]):
    """A day with a time."""

    word = "datetime"


class Time(Field[str]):
    """A time of day, `HH:MM`."""

    word = "time"


class YesNo(Field[bool]):
    """Yes or no, printed as `words`."""

    word = "bool"

    def __init__(
        self, zh: str, en: str, *, words: tuple[str, str] = ("是", "否"), **options: Unpack[FieldOptions]
    ) -> None:
        super().__init__(zh, en, **options)
        self.more = {"words": words}


def option_list(options: Options | str) -> dict[str, Any]:
    """`list` or `options` of a choice from what the declaration gives; raises DeclarationError for a code given twice."""
    if isinstance(options, str):
        return {"list": options}
    if isinstance(options, Mapping):
        options = [Option(code, zh, in_english(code)) for code, zh in options.items()]
    made = tuple(o if isinstance(o, Option) else Option(*o) for o in options)
    codes = [o.code for o in made]
    if twice := {c for c in codes if codes.count(c) > 1}:
        raise DeclarationError(f"option codes given twice: {', '.join(sorted(twice))}")
    return {"options": made}


class Choice(Field[str]):
    """One of an option list, given by the list's name, as {code: 中文} where the code is the English word, or as
    (code, 中文, English) tuples. With `other` a text of one's own."""

    word = "choice"

    def __init__(
        self,
        zh: str,
        en: str,
        options: Options | str,
        *,
        other: bool = False,
        across: int = 0,
        **more: Unpack[FieldOptions],
    ) -> None:
        super().__init__(zh, en, **more)
        self.more = {**option_list(options), "other": other, "across": across}


class Multi(Field[tuple[str, ...]]):
    """Any of an option list; `tick` names the yes/no field that any tick sets."""

    word = "multi"

    def __init__(
        self,
        zh: str,
        en: str,
        options: Options | str,
        *,
        other: bool = False,
        across: int = 0,
        tick: str = "",
        **more: Unpack[FieldOptions],
    ) -> None:
        super().__init__(zh, en, **more)
        self.more = {**option_list(options), "other": other, "across": across, "tick": tick}


class Person(Field[Link]):
    """Somebody of the directory, or an outsider by name."""

    word = "person"


class Dept(Field[Link]):
    """A department of the directory."""

    word = "dept"


class Org(Field[Link]):
    """A company of the directory."""

    word = "org"


class Ref(Field[Link]):
    """A link to a record of one of the forms named (none named = any); `or_text` lets a plain text stand instead."""

    word = "ref"

    def __init__(self, zh: str, en: str, *forms: str, or_text: bool = False, **options: Unpack[FieldOptions]) -> None:
        super().__init__(zh, en, **options)
        self.more = {"ref": forms, "or_text": or_text}


class File(Field[Link]):
    """One attached file; a `picture` is shown on paper."""

    word = "file"

    def __init__(self, zh: str, en: str, *, picture: bool = False, **options: Unpack[FieldOptions]) -> None:
        super().__init__(zh, en, **options)
        if picture:
            self.more = {"args": (("picture", True),)}


class Sign(Field[Signature]):
    """A sign-off, given in a step of the flow by `who` (as in Step.by); where no step gives it, it is typed as it stands
    on paper, and `at` names the state that it is needed for (the second one unless said)."""

    word = "sign"

    def __init__(self, zh: str, en: str, *, who: str = "", at: str = "", **options: Unpack[FieldOptions]) -> None:
        super().__init__(zh, en, **options)
        self.more = {"needed_at": at, "who": whose(who)}


class Custom(Field[T]):
    """Base of the field types that plugins bring: set `word`, give further options by name."""

    def __init__(
        self, zh: str, en: str, *, args: Mapping[str, Any] | None = None, **options: Unpack[FieldOptions]
    ) -> None:
        super().__init__(zh, en, **options)
        self.more = {"args": tuple((args or {}).items())}
