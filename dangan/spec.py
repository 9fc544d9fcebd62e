"""The frozen, serialisable description of a form: what storage, screens and exporters work from."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import field, fields
from functools import cache, cached_property
from hashlib import sha256
from typing import Any, Literal, Self

from dangan.flowspec import DueSpec, FlowSpec, StateSpec, StepSpec
from dangan.frozen import frozen

UNITS = {
    "元": "yuan", "万元": "10,000 yuan", "人": "persons", "吨": "t", "年": "years", "月": "months", "天": "days",
    "工作日": "working days", "小时": "hours", "分钟": "minutes", "件": "pieces", "份": "copies", "页": "pages", "岁": "years",
}  # fmt: skip
Part = Literal["header", "section", "rows", "footer", "none"]


@frozen
class Label:
    """The same words in Chinese and English."""

    zh: str
    en: str

    def text(self, lang: str) -> str:
        """The words in `lang`, Chinese where English is missing."""
        return self.zh if lang == "zh" else (self.en or self.zh)


@frozen
class Condition:
    """What must hold of other fields: every term (field, codes, wanted).

    A term holds when the field's value is among the codes (empty codes: the field is filled or true); `wanted` false
    turns the term round. `since` names a state: the condition holds in that state and those after it.
    """

    terms: tuple[tuple[str, tuple[str, ...], bool], ...] = ()
    since: str = ""

    def holds(self, value: Any, states: tuple[str, ...] = (), state: str = "") -> bool:
        """Whether it holds; `value(name)` gives a field's value, `states` are the form's in order."""
        if self.since and (state not in states or states.index(state) < states.index(self.since)):
            return False
        return all(_term(value(name), codes) is wanted for name, codes, wanted in self.terms)

    @property
    def names(self) -> tuple[str, ...]:
        """The fields that it looks at."""
        return tuple(name for name, _, _ in self.terms)


def _term(value: Any, codes: tuple[str, ...]) -> bool:
    if not codes:
        return value not in (None, "", False, (), [])
    if isinstance(value, tuple):
        return any(code in value for code in codes)
    return str(value) in codes


@frozen
class Option:
    """One entry of an option list. Retired ones stay readable in old records and cannot be chosen anew."""

    code: str
    zh: str
    en: str = ""
    retired: bool = False

    def text(self, lang: str) -> str:
        """Its label in `lang`, Chinese where there is no English one."""
        return self.zh if lang == "zh" else (self.en or self.zh)


def in_english(code: str) -> str:
    """The English label of a code that is an English word itself: `bad_debt` is "Bad debt"."""
    return code.replace("_", " ").capitalize()


@frozen
class Source:
    """Where a value comes from when nobody types it (declaration.md rule 5).

    `kind`: default | copied | calc | live | kept. `how`: a constant, a marker (`@today @now @user @dept @company`), a path
    (`volume.title`), or an expression of the closed set (`total:item_catalogue.pages:volume`, `max:visits.treated_on:`,
    `count:visits:`); "" = a function of the form's module. `override` names the field that
    keeps the reason of a value typed over a computed one, `*` lets it be typed over without a reason.
    """

    kind: str
    how: str = ""
    override: str = ""


@frozen
class FieldSpec:
    """One field of a form or of a rows table. See the catalogue's README for the keys that are printed."""

    id: str
    type: str
    zh: str
    en: str
    also: tuple[str, ...] = ()
    required: bool | Condition = False
    needed_at: str = ""  # of a sign: the state it is needed for, "" = the second one
    who: tuple[str, ...] = ()  # of a sign: whose it is, as in StepSpec.by
    relevant: Condition | None = None
    auto: bool = False
    sensitive: bool = False
    practice: bool = False
    default: Any = None  # constant or marker, as Source.how
    source: Source | None = None
    options: tuple[Option, ...] = ()
    list: str = ""
    other: bool = False
    ref: tuple[str, ...] = ()
    or_text: bool = False
    unit: str = ""
    places: int = 2
    min: float | int | None = None
    max: float | int | None = None
    should_min: float | int | None = None
    should_max: float | int | None = None
    max_length: int = 255
    should_length: int = 0
    past: bool = False
    from_: str = ""  # not before this field
    after: str = ""  # later than this field
    until: str = ""  # from-to pair: the field that ends what this one begins, printed in one cell
    fills: tuple[str, ...] = ()
    differs: tuple[str, ...] = ()
    code: str = ""  # refusal code of its own limit (at_least, differs …)
    under: Label | None = None  # one printed caption over several cells
    hint: Label | None = None  # printed between two blanks, the value on the first
    item: int = 0  # number printed before its label
    across: int = 0  # tick boxes a printed line
    tick: str = ""  # of a multi: the yes/no field that any tick sets
    words: tuple[str, str] = ("是", "否")  # of a bool
    sticky: bool = False
    suggest: str = ""
    write: tuple[str, ...] = ()
    see: tuple[str, ...] = ()
    scope: tuple[str, ...] = ()  # of a serial: counted within these fields
    gapless: bool = False
    shared: bool = False  # of an edition: the master's value under a label of its own
    printed: bool = True
    args: tuple[tuple[str, Any], ...] = ()  # options of field types that plugins bring

    def label(self, lang: str) -> str:
        """Its label in `lang`."""
        return self.zh if lang == "zh" else self.en

    def unit_text(self, lang: str) -> str:
        """Its unit in `lang`: those that offices write in Chinese have an English word, others stay as they are."""
        return self.unit if lang == "zh" else UNITS.get(self.unit, self.unit)

    @property
    def computed(self) -> bool:
        """Whether the program gives the value and nobody types it."""
        source = self.source
        if source is None or source.override:
            return False
        return source.kind in ("calc", "live") or (source.kind == "kept" and not source.how)

    def arg(self, name: str, default: Any = None) -> Any:
        """An option of a plugin's field type."""
        return dict(self.args).get(name, default)


@frozen
class BlockSpec:
    """A printed block: heading, section, rows table or foot, in the order of the paper.

    `part` "none" holds fields that stand in no block: on screen and in ledgers, not on paper.
    """

    id: str
    part: Part
    zh: str = ""
    en: str = ""
    fields: tuple[FieldSpec, ...] = ()
    numbered: bool = False
    page: bool = False  # begins a printed page
    after_foot: bool = False  # printed on a page of its own after the foot
    columns: int = 0  # cells a printed line, 0 = the paper's usual
    min: int = 0  # of rows: so many lines at least
    blank: int = 0  # of rows: so many lines are printed at least, 0 = the paper's usual
    one_per: str = ""  # of rows: lines are given, one per option of this field
    lines: tuple[tuple[str, tuple[tuple[str, Any], ...]], ...] = ()  # of one_per: defaults per code
    free: bool = False  # of one_per: further lines of a kind may be added
    order: str = ""
    once: tuple[str, ...] = ()  # of rows: these fields differ from line to line
    append_only: bool = False
    struck: str = ""  # of rows: where this field is filled the line is struck out, for the reason that stands there
    copies: tuple[str, ...] = ()  # of Dated: the blocks whose fields it repeats
    see: tuple[str, ...] = ()
    relevant: Condition | None = None
    short: tuple[str, ...] = ()  # zh, en: what it is called where there is little room

    def tab(self, lang: str) -> str:
        """Its name in a line of sections: the short one where there is one."""
        return self.short[0 if lang == "zh" else 1] if self.short else self.label(lang)

    def label(self, lang: str) -> str:
        """Its heading in `lang`, "" where the paper prints none."""
        return self.zh if lang == "zh" else self.en

    def field(self, name: str) -> FieldSpec:
        """The field called `name`; KeyError where there is none."""
        for f in self.fields:
            if f.id == name:
                return f
        raise KeyError(name)


@frozen
class UniqueSpec:
    """Fields that are unique together, `items.customer` naming a field of a rows table; optionally only `while`."""

    fields: tuple[str, ...]
    only: Condition | None = None
    code: str = ""


@frozen
class LedgerSpec:
    """A ledger: columns by identifier (`contacts.name` names a rows field), one line a record or a rows line."""

    zh: str
    en: str = ""
    columns: tuple[str, ...] = ()
    per: str = ""  # a rows table: one line per line of it
    only: Condition | None = None
    heads: tuple[tuple[str, str, str], ...] = ()  # column, and its heading (zh, en) where it is not the field's label
    upto: tuple[str, int] | tuple[()] = ()  # only where the day in this field lies at most so many days after today

    @property
    def name(self) -> str:
        """What it is called by on the command line: its Chinese name."""
        return self.zh


@frozen
class PaperSpec:
    """How a form is printed, beyond what its blocks say."""

    landscape: bool = False
    heading: str = ""  # printed over the sheet where it is not the form's name
    cover: tuple[str, str, tuple[str, ...]] | None = None  # zh, en, fields
    labels: tuple[tuple[str, str, tuple[str, ...]], ...] = ()  # spine and shelf labels: zh, en, fields
    sheets: tuple[tuple[str, str, tuple[str, ...]], ...] = ()  # further papers of one record: zh, en, fields
    copies: tuple[str, ...] = ()
    per_sheet: int = 1  # copies on one page, where they fit
    letter: tuple[str, str, str] | None = (
        None  # the setting of its text; the fields of the addressee and of the day in it
    )
    stub: FormSpec | None = None  # the copy that stands below a cutting line
    style: str = ""
    down: tuple[tuple[str, str], ...] = ()  # labels (zh) that are spines, with the field written downwards


@frozen
class FormSpec:
    """A form type. `id` is its identifier (`file_catalogue`), `no` its number in the specification (`B2`)."""

    id: str
    no: str
    zh: str
    en: str
    kind: str = "record"  # record | report | copy
    of: str = ""  # of a copy or a report: the form whose records it shows
    snapshots: bool = False  # of a report: its runs are stored
    refuses: str = ""  # of a copy: the code said when it is to be made or deleted apart
    register: bool = False
    edition_of: str = ""
    edition_link: str = ""  # of an edition: its ref field that names the master
    family: tuple[str, ...] = ()  # the group on home that its plugin names: zh, en
    title: str = "{record_no}"
    prefix: str = ""
    number: str = ""
    classes: tuple[tuple[str, str], ...] = ()  # what {class} in the number is, by option of one of its choices
    key: tuple[str, ...] = ()
    unique: tuple[UniqueSpec, ...] = ()
    states: tuple[Option, ...] = ()
    secrecy: str = "internal"
    retention: str = ""
    own: str = ""
    sheet_by: tuple[str, ...] = ()
    blocks: tuple[BlockSpec, ...] = ()
    ledgers: tuple[LedgerSpec, ...] = ()
    paper: PaperSpec = field(default_factory=PaperSpec)
    list_columns: tuple[str, ...] = ()
    flow: FlowSpec = field(default_factory=FlowSpec)
    above: tuple[tuple[tuple[str, str], ...], ...] = ()  # ways to the record above: own field, path of what it names
    order: tuple[str, ...] = ()  # fields in whose order its records stand below it; the key where it is empty
    counted: tuple[str, ...] = ()  # what its records are counted as below another: zh, en
    plugin: str = ""

    def label(self, lang: str) -> str:
        """Its name in `lang`."""
        return self.zh if lang == "zh" else self.en

    def named(self, table: BlockSpec) -> Label:
        """What a sentence calls a rows table: by its heading, where it has none by the form."""
        return Label(table.zh, table.en) if table.zh else Label(self.zh, self.en)

    @property
    def kept(self) -> bool:
        """Whether it has records of its own: a report only where its runs are stored, a copy never."""
        return self.kind == "record" or self.snapshots

    @cached_property
    def rows(self) -> dict[str, BlockSpec]:
        """The rows tables by identifier."""
        return {b.id: b for b in self.blocks if b.part == "rows"}

    @cached_property
    def fields(self) -> dict[str, FieldSpec]:
        """The fields outside rows tables by identifier, in the order of the paper."""
        return {f.id: f for b in self.blocks if b.part != "rows" for f in b.fields}

    @cached_property
    def state_codes(self) -> tuple[str, ...]:
        """The codes of its states in order, `void` last."""
        return tuple(s.code for s in self.states)

    @cached_property
    def course(self) -> tuple[str, ...]:
        """The codes of its states in order, without side states and void: what comes after what."""
        aside = {s.code for s in self.flow.states if s.side}
        return tuple(code for code in self.state_codes if code not in aside and code != "void")

    @cached_property
    def lenient(self) -> frozenset[str]:
        """The states in which nothing is required: void, and the first one unless it asks for a whole record."""
        first = self.flow.states[:1]
        return frozenset({"void", *(self.state_codes[:1] if not first or not first[0].whole else ())})

    def find(self, path: str) -> FieldSpec:
        """The field at `name` or `rows.name`; KeyError where there is none."""
        if "." in path:
            rows, _, name = path.partition(".")
            return self.rows[rows].field(name)
        return self.fields[path]

    def walk(self) -> Iterator[tuple[BlockSpec, FieldSpec]]:
        """Every field with its block, in the order of the paper."""
        for block in self.blocks:
            for f in block.fields:
                yield block, f

    @cached_property
    def json(self) -> str:
        """The stored form of the spec; `FormSpec.from_json` reads it back."""
        return json.dumps(_plain(self), ensure_ascii=False, separators=(",", ":"))

    @cached_property
    def hash(self) -> str:
        """Fingerprint of the declaration."""
        return sha256(self.json.encode()).hexdigest()[:16]

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read a stored spec; keys of a later version are left out."""
        data = _read(cls, json.loads(text))
        assert isinstance(data, cls)
        return data


_NESTED: Mapping[str, type] = {
    "blocks": BlockSpec, "fields": FieldSpec, "options": Option, "states": Option, "unique": UniqueSpec,
    "ledgers": LedgerSpec, "paper": PaperSpec, "source": Source, "relevant": Condition, "only": Condition,
    "under": Label, "hint": Label, "stub": FormSpec, "flow": FlowSpec, "steps": StepSpec, "due": DueSpec,
}  # fmt: skip


def _plain(thing: Any) -> Any:
    if hasattr(thing, "__dataclass_fields__"):
        out = {}
        for name, default in _defaults(thing.__class__):
            value = getattr(thing, name)
            if value is not default and (value != default or type(value) is not type(default)):
                out[name] = _plain(value)
        return out
    if isinstance(thing, tuple | list):
        return [_plain(x) for x in thing]
    return thing


def _tuples(thing: Any) -> Any:
    return tuple(_tuples(x) for x in thing) if isinstance(thing, list) else thing


@cache
def _defaults(cls: Any) -> tuple[tuple[str, Any], ...]:
    """The fields of a class with what each is where nothing is declared, MISSING where something must be."""
    made = {f.name: f.default_factory() for f in fields(cls) if callable(f.default_factory)}
    return tuple((f.name, made.get(f.name, f.default)) for f in fields(cls))


@cache
def _known(cls: Any) -> frozenset[str]:
    return frozenset(name for name, _ in _defaults(cls))


def _read(cls: type, data: Mapping[str, Any]) -> Any:
    known = _known(cls)
    values: dict[str, Any] = {}
    for key, value in data.items():
        if key not in known:
            continue
        nested = _NESTED.get(key)
        if key == "required" and isinstance(value, dict):
            nested = Condition
        if cls is UniqueSpec and key == "fields":
            nested = None
        if cls is FlowSpec and key == "states":
            nested = StateSpec
        if nested and isinstance(value, dict):
            values[key] = _read(nested, value)
        elif nested and isinstance(value, list):
            values[key] = tuple(_read(nested, v) for v in value)
        else:
            values[key] = _tuples(value)
    return cls(**values)
