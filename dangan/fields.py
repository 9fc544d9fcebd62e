"""The fields of a declaration: what is written in the body of a form's class."""

from __future__ import annotations

import decimal
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from itertools import count
from typing import Any, ClassVar, Generic, NoReturn, Self, TypedDict, TypeVar, Unpack, overload

from dangan.errors import DeclarationError, Level
from dangan.record import Link, Signature
from dangan.rules import Function, Rule
from dangan.spec import Condition, FieldSpec, Label, Option, Source

T = TypeVar("T")
Options = Iterable[tuple[str, str, str] | tuple[str, str] | Option]
F = TypeVar("F", bound=Callable[..., Any])

counter = count()
open_blocks: list[list[Field[Any]]] = []  # the `with` blocks being written, innermost last


class FieldOptions(TypedDict, total=False):
    """What any field may say besides its labels."""

    required: bool | Condition
    relevant: Condition
    auto: bool
    sensitive: bool
    practice: bool
    default: Any
    value: Source
    also: tuple[str, ...]
    unit: str
    past: bool
    at_least: float | int
    at_most: float | int
    should: tuple[float | int | None, float | int | None]
    from_: str
    after: str
    until: str
    fills: tuple[str, ...]
    differs: str
    code: str
    under: tuple[str, str]
    sticky: bool
    suggest: str
    write: str
    see: str
    shared: bool
    printed: bool
    max_length: int
    should_length: int


class Field(Generic[T]):
    """One field. Plain data with two labels; behaviour by type word stands in `dangan.types`.

    On the class, `X.name` is the field itself, to hang rules on; on a record, `record.name` is its value or None.
    """

    word: ClassVar[str] = "text"

    def __init__(self, zh: str, en: str, **options: Unpack[FieldOptions]) -> None:
        self.zh, self.en = zh, en
        self.options = options
        self.more: dict[str, Any] = {}
        self.name = ""
        self.owner: type | None = None
        self.order = next(counter)
        self.rules: list[Rule] = []
        self.functions: dict[str, Function] = {}
        if open_blocks:
            open_blocks[-1].append(self)

    def __set_name__(self, owner: type, name: str) -> None:
        self.name, self.owner = name, owner

    @overload
    def __get__(self, instance: None, owner: type) -> Self: ...
    @overload
    def __get__(self, instance: object, owner: type) -> T | None: ...
    def __get__(self, instance: object | None, owner: type) -> Self | T | None:
        if instance is None:
            return self
        value: T | None = instance._values.get(self.name)  # type: ignore[attr-defined]
        return value

    def __set__(self, instance: object, value: object) -> NoReturn:
        raise AttributeError(f"{self.name}: a record is read-only, changes go through the save path")

    @property
    def spec(self) -> FieldSpec:
        """The frozen description of it."""
        o: dict[str, Any] = dict(self.options)
        low, high = o.pop("should", (None, None))
        under = o.pop("under", None)
        names = {"value": "source", "at_least": "min", "at_most": "max"}
        data = {names.get(key, key): value for key, value in o.items()}
        for key in ("differs", "write", "see"):
            if key in data:
                data[key] = tuple(str(data[key]).split())
        if isinstance(under, tuple):
            data["under"] = Label(*under)
        source = data.get("source")
        for kind in ("calc", "live"):
            if kind in self.functions and source is None:
                data["source"] = Source(kind)
        return FieldSpec(
            self.name, self.word, self.zh, self.en, **{"should_min": low, "should_max": high, **data, **self.more}
        )

    def must(
        self, zh: str = "", en: str = "", *, mend: tuple[str, str] = ("", ""), code: str = "", override: bool = False
    ) -> Callable[[F], F]:
        """Decorator: a rule that refuses. With `code`, sentence and mend come from the specification."""
        return self._rule("refuse", zh, en, mend, code, override)

    def should(
        self, zh: str = "", en: str = "", *, mend: tuple[str, str] = ("", ""), code: str = ""
    ) -> Callable[[F], F]:
        """Decorator: a rule that warns; the clerk may go on after confirming."""
        return self._rule("warn", zh, en, mend, code, False)

    def note(self, zh: str = "", en: str = "", *, code: str = "") -> Callable[[F], F]:
        """Decorator: a rule that only flags."""
        return self._rule("note", zh, en, ("", ""), code, False)

    def calc(self, call: F) -> F:
        """Decorator: the value is computed by this function, stored at save and never typed."""
        return self._function("calc", call)

    def default(self, call: F) -> F:
        """Decorator: the value proposed for a new record or line."""
        return self._function("default", call)

    def required(self, call: F) -> F:
        """Decorator: whether the field must be filled; the function returns true or false."""
        return self._function("required", call)

    def among(self, call: F) -> F:
        """Decorator: whether a link chosen is allowed."""
        return self._function("among", call)

    def _function(self, kind: str, call: F) -> F:
        self.functions[kind] = Function.of(call)
        return call

    def _rule(
        self, level: Level, zh: str, en: str, mend: tuple[str, str], code: str, override: bool
    ) -> Callable[[F], F]:
        if not code and not (zh and en):
            raise DeclarationError(f"{self.name}: a rule needs a code or a sentence in both languages")

        def hang(call: F) -> F:
            self.rules.append(Rule(self.name, level, Function.of(call), code, zh, en, *mend, override))
            return call

        return hang


class Text(Field[str]):
    """One line of text, 255 characters unless `max_length` says otherwise."""


class ArchiveNo(Field[str]):
    """An archive number 档号, unique over all forms."""


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
    made = tuple(o if isinstance(o, Option) else Option(*o) for o in options)
    codes = [o.code for o in made]
    if twice := {c for c in codes if codes.count(c) > 1}:
        raise DeclarationError(f"option codes given twice: {', '.join(sorted(twice))}")
    return {"options": made}


class Choice(Field[str]):
    """One of an option list, given as (code, 中文, English) tuples or by the list's name. With `other` a text of one's own."""

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
    """A sign-off; `at` names the state that it is needed for (the second one unless said)."""

    word = "sign"

    def __init__(self, zh: str, en: str, *, at: str = "", **options: Unpack[FieldOptions]) -> None:
        super().__init__(zh, en, **options)
        self.more = {"needed_at": at}


class Custom(Field[T]):
    """Base of the field types that plugins bring: set `word`, give further options by name."""

    def __init__(
        self, zh: str, en: str, *, args: Mapping[str, Any] | None = None, **options: Unpack[FieldOptions]
    ) -> None:
        super().__init__(zh, en, **options)
        self.more = {"args": tuple((args or {}).items())}
