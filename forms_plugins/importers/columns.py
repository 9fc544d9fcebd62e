"""Headings: which columns a sheet of a form has in a template, and which field each heading of a workbook means."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import Any

from dangan.form import FormType
from dangan.intake import states_of
from dangan.spec import BlockSpec, FieldSpec, FormSpec
from dangan.system import SYSTEM, stored_fields
from dangan.values.text import normal
from storage.layout import layout

NOTES = ("说明", "Notes")
REASON = ("导入结果", "Import result")  # the column of an error workbook, left out when it is read again
LOOKED_AT = 10  # rows at the head of a sheet among which the headings are looked for

_NEVER = frozenset({"status", "revision"})
_KNOWN = ("名称", "Title", "创建时间", "Created at", "创建人", "Created by", "更新时间", "Updated at", "更新人", "Updated by",
          "所有人", "Owner", "序号", "No.", "附件", "Attachments", *REASON)  # fmt: skip
_MARKS = re.compile(r"[\s*:]+")
_TIMES = re.compile(r"(.+?)\s*([2-9])")


@dataclass(frozen=True, slots=True)
class Target:
    """What a column fills in: a field of the record (`rows` "") or of a rows table. `code` names the refusal whose
    override this column gives the reason for."""

    rows: str
    field: FieldSpec
    zh: str
    en: str
    code: str = ""

    @property
    def id(self) -> str:
        """The identifier that a heading may be."""
        return f"{self.field.id}_reason" if self.code else self.field.id

    def heading(self, lang: str) -> str:
        """The heading in a template."""
        return self.zh if lang == "zh" else self.en


def targets(form: FormType, rows: str = "", intake: bool = False) -> list[Target]:
    """The columns that an import of the form's sheet, or of the one of a rows table, may fill, in the order of the paper;
    of old paper (`intake`) also the state, behind the number."""
    spec = form.spec
    if rows:
        fields = _with_extras(form, list(spec.rows[rows].fields), rows)
        number = stored_fields(spec)["record_no"]
        tie = FieldSpec("record_no", "text", number.zh or "编号", number.en or "Number")
        # a line may have a number of its own; the tie is then called by the form
        clash = any(f.id == "record_no" or f.zh == tie.zh for f in fields)
        zh, en = (f"{spec.zh}编号", f"{spec.en} number") if clash else (tie.zh, tie.en)
        return [Target(rows, tie, zh, en), *_labelled(fields, rows, form)]
    fields = _with_extras(form, list(stored_fields(spec).values()), "")
    fields.sort(key=lambda f: f.id != "record_no")
    if any(f.zh == fields[0].zh for f in fields[1:]):
        # the paper calls something else so; the program's own number stands back
        fields[0] = replace(fields[0], zh="记录编号", en="Record number")
    if intake:
        fields.insert(1, replace(SYSTEM["status"], options=states_of(spec), auto=False))
    return _labelled(fields, "", form)


def _with_extras(form: FormType, fields: list[FieldSpec], rows: str) -> list[FieldSpec]:
    """The fields that can be filled in, the free text beside a choice and the reason beside a computed value after it."""
    of = layout(form.spec)
    table = of.rows[rows] if rows else of.main
    cells = {c.id: c.field for c in table.cells}
    out: dict[str, FieldSpec] = {}
    for f in fields:
        if _filled_in(f, rows):
            out[f.id] = f
            beside = cells.get(f"{f.id}_other")
            if beside and f.other:
                out[beside.id] = beside
        reason = f.source.override if f.source else ""
        if reason in cells:
            out.setdefault(reason, cells[reason])
    return list(out.values())


def _filled_in(f: FieldSpec, rows: str) -> bool:
    if f.id == "record_no":
        return True
    if f.id in _NEVER or f.auto or f.computed or not f.id:
        return False
    return not (rows and f.arg("serial"))


def _labelled(fields: Sequence[FieldSpec], rows: str, form: FormType) -> list[Target]:
    owner = {f.until: f for f in fields if f.until}
    overrides = {rule.path.rpartition(".")[2]: rule.code or rule.path for rule in form.rules
                 if rule.override and rule.path.rpartition(".")[0] == rows}  # fmt: skip
    zh_seen: dict[str, int] = {}
    en_seen: dict[str, int] = {}
    out = []
    for f in fields:
        begin = owner.get(f.id)
        zh = _numbered(f.zh or (f"{begin.zh}（止）" if begin else f.id), zh_seen)
        en = _numbered(f.en or (f"{begin.en} (to)" if begin else f.id), en_seen)
        out.append(Target(rows, f, zh, en))
        if f.id in overrides:
            out.append(Target(rows, f, f"{zh}（更改原因）", f"{en} (reason)", overrides[f.id]))
    return out


def _numbered(label: str, seen: dict[str, int]) -> str:
    seen[label] = seen.get(label, 0) + 1
    return label if seen[label] == 1 else f"{label} {seen[label]}"


def sheet_words(spec: FormSpec, block: BlockSpec | None, lang: str) -> str:
    """What the sheet of the form (None), or of a rows table, is called."""
    return spec.label(lang) if block is None else (block.label(lang) or block.id)


def folded(heading: str) -> str:
    """A heading as it is compared: any width and case, without blanks, stars and colons."""
    return _MARKS.sub("", normal(heading)).casefold().replace("(必填)", "").replace("(required)", "")


@dataclass
class Heads:
    """The headings of one sheet: `columns` by place, what was `ignored` (known, never imported), what is `unknown`
    (place, heading, the nearest known one), and places that say the same field `twice` (that field is in `clash` where
    somebody said so). `how` tells why a column goes where it goes, unless its heading says it; `left` out are those that
    somebody left out, `remarks` are columns that go into the remarks under their heading."""

    row: int = 0
    columns: dict[int, Target] = field(default_factory=dict)
    words: dict[int, str] = field(default_factory=dict)
    ignored: list[str] = field(default_factory=list)
    unknown: list[tuple[int, str, str]] = field(default_factory=list)
    twice: list[tuple[int, str]] = field(default_factory=list)
    how: dict[int, str] = field(default_factory=dict)
    left: list[str] = field(default_factory=list)
    remarks: dict[int, str] = field(default_factory=dict)
    clash: dict[int, Target] = field(default_factory=dict)

    @property
    def fields(self) -> set[str]:
        """Identifiers of the fields that have a column."""
        return {t.id for t in self.columns.values()}


class Matcher:
    """What each heading of a sheet means by itself; labels of both languages, further spellings and identifiers are
    taken."""

    def __init__(self, form: FormType, rows: str = "", intake: bool = False) -> None:
        self.targets = targets(form, rows, intake)
        self.known = _by_word(self.targets, _exact)
        for word, listed in _by_word(self.targets, _spellings).items():
            self.known[word] = [*self.known.get(word, ()), *(t for t in listed if t not in self.known.get(word, ()))]
        self.left_out = {folded(w) for w in _left_out(form.spec, rows)} - set(self.known)

    def match(self, row: list[Any]) -> Heads:
        """What the cells of one row mean as headings; what is near to unknown ones is not looked for yet."""
        found = Heads(int(row[0]))
        used: set[str] = set()
        for place, cell in enumerate(row[1:]):
            word = str(cell).strip()
            if not word:
                continue
            found.words[place] = word
            key = folded(word)
            target = self._meant(key, used)
            if target is not None and target.id in used:
                found.twice.append((place, word))
            elif target is not None:
                used.add(target.id)
                found.columns[place] = target
            elif key in self.left_out:
                found.ignored.append(word)
            else:
                found.unknown.append((place, word, ""))
        return found

    def _meant(self, key: str, used: set[str]) -> Target | None:
        """Fields that share a label are meant in the order of the paper, or by a figure behind the label."""
        listed = self.known.get(key)
        if listed is None:
            numbered = _TIMES.fullmatch(key)
            listed = self.known.get(numbered[1], []) if numbered else []
            at = int(numbered[2]) - 1 if numbered else 0
            return listed[at] if at < len(listed) else None
        return next((t for t in listed if t.id not in used), listed[0])

    def nearest(self, word: str) -> str:
        """The label or identifier that is most like a word, "" where none is."""
        labels = [t.zh for t in self.targets] + [t.en for t in self.targets] + [t.id for t in self.targets]
        close = get_close_matches(word, labels, 1, 0.5)
        if close:
            return close[0]
        inside = [x for x in labels if len(x) > 1 and (x in word or word in x)]
        return inside[0] if inside and len(word) > 1 else ""


def _exact(target: Target) -> list[str]:
    return [w for w in (target.zh, target.en, target.id, "" if target.code else target.field.zh,
                        "" if target.code else target.field.en) if w]  # fmt: skip


def _spellings(target: Target) -> list[str]:
    number = ("编号", "记录编号", "Number", "Record number") if target.id == "record_no" else ()
    return [] if target.code else [*target.field.also, *number]


def _by_word(listed: Iterable[Target], words: Callable[[Target], list[str]]) -> dict[str, list[Target]]:
    found: dict[str, list[Target]] = {}
    for target in listed:
        for word in dict.fromkeys(folded(w) for w in words(target)):
            found.setdefault(word, []).append(target)
    return found


def _left_out(spec: FormSpec, rows: str) -> list[str]:
    """Headings that exports print and imports never take: computed fields, states, counted or joined lines."""
    out = list(_KNOWN)
    fields = spec.rows[rows].fields if rows else tuple(stored_fields(spec).values())
    for f in fields:
        out += [f.zh, f.en, f.id]
    if rows:
        return out
    for block in spec.rows.values():
        zh, en = block.zh or "明细", block.en or "Lines"
        out += [f"{zh}行数", f"{en} (lines)"]
        for f in block.fields:
            out += [f"{block.zh} {f.zh}", f"{block.en} {f.en}", f"{block.id}.{f.id}"]
    return [word for word in out if word]
