"""One field of a declaration, whatever its type: its options, and the rules and functions that hang on it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import count
from typing import Any, ClassVar, Generic, NoReturn, Self, TypedDict, TypeVar, Unpack, overload

from dangan.errors import DeclarationError, Level
from dangan.flow import State
from dangan.flowspec import DueSpec
from dangan.rules import Function, Rule
from dangan.spec import Condition, FieldSpec, Label, Option, Source
from dangan.told import Told, later, same

T = TypeVar("T")
Options = Iterable[tuple[str, str, str] | tuple[str, str] | Option]
F = TypeVar("F", bound=Callable[..., Any])

counter = count()
open_blocks: list[list[Field[Any]]] = []  # the `with` blocks being written, innermost last


class FieldOptions(TypedDict, total=False):
    """What any field may say besides its labels."""

    required: bool | Condition | State
    relevant: Condition
    auto: bool
    sensitive: bool
    default: Any
    value: Source | Told
    fixed: Condition | State
    same: str
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
    hint: tuple[str, str]
    item: int
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
        self._told()
        if open_blocks:
            open_blocks[-1].append(self)

    def __set_name__(self, owner: type, name: str) -> None:
        self.name, self.owner = name, owner
        before = (vars(base).get(name) for base in owner.__mro__[1:])
        self.order = next((f.order for f in before if isinstance(f, Field)), self.order)  # redeclared: at its place
        if "same" in self.options:
            self.functions["among"] = same(name, self.options["same"])

    def _told(self) -> None:
        """Hang the functions that the options say in a word."""
        default, value = self.options.get("default"), self.options.get("value")
        if isinstance(value, Told):
            self.functions[value.kind] = value.function
        if isinstance(default, Told | DueSpec):
            self.functions["default"] = default.function if isinstance(default, Told) else later(default)

    @property
    def fixed(self) -> Condition | None:
        """From when on a computed value stands as it is."""
        said = self.options.get("fixed")
        return said.on if isinstance(said, State) else said

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
        o: dict[str, Any] = {key: value for key, value in self.options.items() if key not in ("same", "fixed")}
        if isinstance(o.get("default"), Told | DueSpec):
            del o["default"]
        if isinstance(o.get("value"), Told):
            o["value"] = o["value"].source
        low, high = o.pop("should", (None, None))
        labels = {key: Label(*o.pop(key)) for key in ("under", "hint") if isinstance(o.get(key), tuple)}
        names = {"value": "source", "at_least": "min", "at_most": "max"}
        data = {names.get(key, key): value for key, value in o.items()} | labels
        for key in ("differs", "write", "see"):
            if key in data:
                data[key] = tuple(str(data[key]).split())
        if isinstance(data.get("required"), State):
            data["required"] = data["required"].on
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

    def moved(self, call: F) -> F:
        """Decorator: the value proposed when the record is moved to another place, in place of the one that it has."""
        return self._function("moved", call)

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
