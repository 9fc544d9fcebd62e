"""The blocks of a declaration: heading, sections, rows tables, foot, dated copies."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Generic, Self, TypeVar, overload

from dangan.errors import DeclarationError, Level
from dangan.field import F, Field, counter, open_blocks
from dangan.row import Row
from dangan.rules import Function, Rule
from dangan.spec import BlockSpec, Condition, Part
from dangan.told import taken_over

R = TypeVar("R", bound=Row)


class Block:
    """A printed block of single fields, written as `with Section(zh, en) as name:` around them.

    `short` is what it is called, in both languages, where there is little room.
    """

    part: Part = "section"

    def __init__(
        self,
        zh: str = "",
        en: str = "",
        *,
        numbered: bool = False,
        page: bool = False,
        after_foot: bool = False,
        columns: int = 0,
        relevant: Condition | None = None,
        short: tuple[str, str] | tuple[()] = (),
    ) -> None:
        self.short = short
        self.zh, self.en, self.numbered, self.page, self.after_foot = zh, en, numbered, page, after_foot
        self.columns, self.relevant = columns, relevant
        self.name = ""
        self.order = next(counter)
        self.fields: list[Field[Any]] = []

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __enter__(self) -> Self:
        open_blocks.append(self.fields)
        return self

    def __exit__(self, *exc: object) -> None:
        open_blocks.remove(self.fields)

    @property
    def spec(self) -> BlockSpec:
        """The frozen description."""
        return BlockSpec(
            self.name, self.part, self.zh, self.en, tuple(f.spec for f in self.fields),
            numbered=self.numbered, page=self.page, after_foot=self.after_foot, columns=self.columns, relevant=self.relevant,
            short=self.short,
        )  # fmt: skip


class Head(Block):
    """The heading of the sheet; of a register the fields that group its lines."""

    part = "header"


class Section(Block):
    """A section with its printed heading."""


class Foot(Block):
    """The foot of the sheet, with the sign-offs."""

    part = "footer"


def row_fields(row: type[Row]) -> list[Field[Any]]:
    """The fields of a Row class and its bases in the order written."""
    found = {
        name: part for base in reversed(row.__mro__) for name, part in vars(base).items() if isinstance(part, Field)
    }
    return sorted(found.values(), key=lambda f: f.order)


class Rows(Generic[R]):
    """A table in a form. On a record it gives its lines; on the class itself, to hang rules on.

    `min` lines at least at submit; `blank` lines printed at least; `one_per` a choice field of the line: the lines are
    given, one per option, `lines` their defaults by code, `free` allows further ones; `once` fields that differ from
    line to line; `append_only` registered lines are never changed; `struck` the field of a line that says why it is struck
    out; `relabel` other labels for fields of a shared Row; `fill="intent.items"` lines taken over from the record that
    a link names;
    `short` its name, in both languages, where there is little room.
    """

    def __init__(
        self, row: type[R], zh: str, en: str, *, min: int = 0, blank: int = 0, one_per: str = "", free: bool = False,
        lines: Mapping[str, Mapping[str, Any]] | None = None, order: str = "", once: str = "", append_only: bool = False,
        struck: str = "", relabel: Mapping[str, tuple[str, str]] | None = None, page: bool = False, see: str = "", relevant: Condition | None = None,
        short: tuple[str, str] | tuple[()] = (), fill: str | tuple[str, Mapping[str, str]] = "",
    ) -> None:  # fmt: skip
        self.row, self.zh, self.en = row, zh, en
        self.order = next(counter)
        self.name = ""
        self.relabel = dict(relabel or {})
        self.rules: list[Rule] = []
        self.functions: dict[str, Function] = {}
        if fill:
            path, names = (fill, {}) if isinstance(fill, str) else fill
            self.functions["fill"] = taken_over(path, names, tuple(f.name for f in row_fields(row)))
        self._spec = BlockSpec(
            "", "rows", zh, en, min=min, blank=blank, one_per=one_per, free=free, order=order, once=tuple(once.split()),
            lines=tuple((code, tuple(values.items())) for code, values in (lines or {}).items()),
            append_only=append_only, struck=struck, page=page, see=tuple(see.split()), relevant=relevant, short=short,
        )  # fmt: skip

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    @overload
    def __get__(self, instance: None, owner: type) -> Self: ...
    @overload
    def __get__(self, instance: object, owner: type) -> list[R]: ...
    def __get__(self, instance: object | None, owner: type) -> Self | list[R]:
        if instance is None:
            return self
        lines = instance._values.get(self.name) or ()  # type: ignore[attr-defined]
        return [self.row._of(line) for line in lines]

    def row_fields(self) -> list[Field[Any]]:
        """The fields of its line."""
        return row_fields(self.row)

    @property
    def spec(self) -> BlockSpec:
        """The frozen description; raises DeclarationError where an option names no field of the line."""
        made = []
        for f in self.row_fields():
            zh, en = self.relabel.get(f.name, (f.zh, f.en))
            made.append(replace(f.spec, zh=zh, en=en))
        names = {f.id for f in made}
        for name in (
            *filter(None, (self._spec.one_per, self._spec.order, self._spec.struck)),
            *self._spec.once,
            *self.relabel,
        ):
            if name not in names:
                raise DeclarationError(f"{self.name}: {name!r} is no field of {self.row.__name__}")
        return replace(self._spec, id=self.name, fields=tuple(made))

    def must(self, zh: str = "", en: str = "", *, mend: tuple[str, str] = ("", ""), code: str = "") -> Callable[[F], F]:
        """Decorator: a rule over all lines that refuses."""
        return self._rule("refuse", zh, en, mend, code)

    def should(
        self, zh: str = "", en: str = "", *, mend: tuple[str, str] = ("", ""), code: str = ""
    ) -> Callable[[F], F]:
        """Decorator: a rule over all lines that warns."""
        return self._rule("warn", zh, en, mend, code)

    def fill(self, call: F) -> F:
        """Decorator: the lines that the program puts in, as dicts, while there are none; anew when what the function asks
        for changes."""
        self.functions["fill"] = Function.of(call)
        return call

    def _rule(self, level: Level, zh: str, en: str, mend: tuple[str, str], code: str) -> Callable[[F], F]:
        def hang(call: F) -> F:
            self.rules.append(Rule(self.name, level, Function.of(call), code, zh, en, *mend))
            return call

        return hang


class Dated:
    """Dated copies of blocks: a rows table whose lines hold the fields of `row`, then those of the blocks given.

    A later state of the blocks is a new line and never overwrites the first. `short` is its name where there is little room.
    """

    def __init__(
        self, row: type[Row], zh: str, en: str, *blocks: Block, short: tuple[str, str] | tuple[()] = ()
    ) -> None:
        self.row, self.zh, self.en, self.blocks, self.short = row, zh, en, blocks, short
        self.order = next(counter)
        self.name = ""
        self.rules: list[Rule] = []

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def row_fields(self) -> list[Field[Any]]:
        """The fields of its line besides the copied ones."""
        return row_fields(self.row)

    @property
    def spec(self) -> BlockSpec:
        """The frozen description; nothing in a copy is required."""
        own = [f.spec for f in row_fields(self.row)]
        copied = [replace(f.spec, required=False, practice=True) for block in self.blocks for f in block.fields]
        return BlockSpec(
            self.name,
            "rows",
            self.zh,
            self.en,
            (*own, *copied),
            copies=tuple(b.name for b in self.blocks),
            short=self.short,
        )
