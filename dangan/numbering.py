"""Record numbers from patterns such as `YG-{yyyy}-{seq:4}` (forms.md 0.5)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from typing import Any

from dangan.errors import Problem, Refused
from dangan.record import Link, Values
from dangan.spec import FieldSpec, FormSpec, Label
from dangan.system import stored_fields

FIXED = ("prefix", "yyyy", "yy", "mm", "q")
RETENTION = {"permanent": "Y"}  # codes of forms.md 0.5; the others are the number of years
_NO_TOKEN = ("longtext", "multi", "sign", "file", "label", "bool")
_TOKEN = re.compile(r"\{([\w.]+)(?::(\d+))?\}")


def numbered_on(spec: FormSpec, values: Values, today: date) -> tuple[str, str, str]:
    """Year, month and quarter that go into the number: of the heading's `period`, `month`, or `year` and `quarter` where
    it has one, else of `today` (the day of the first save)."""
    head: frozenset[str] | None = spec.__dict__.get("_head")
    if head is None:
        fields = (f.id for b in spec.blocks if b.part == "header" for f in b.fields)
        head = spec.__dict__["_head"] = frozenset(fields)
    year, month = f"{today.year}", f"{today.month:02}"
    for name in ("period", "month"):
        value = values.get(name) if name in head else None
        if isinstance(value, str) and len(value) >= 7:
            year, month = value[:4], value[5:7]
    quarter = str((int(month) + 2) // 3)
    if "quarter" in head and values.get("quarter"):
        quarter = str(values["quarter"]).removeprefix("q")
        year = str(values.get("year") or year)
    return year, month, quarter


def number_parts(
    spec: FormSpec, values: Values, today: date, linked: Callable[[Link, str], Any], pattern: str = ""
) -> tuple[str, int, str]:
    """The number without its sequence: text before it (also the scope that the sequence counts in), digits to pad to,
    text after it. `linked(link, field)` gives a field of a record referred to, the `code` of a department. Raises Refused
    where a token cannot be filled."""
    year, month, quarter = numbered_on(spec, values, today)
    fixed = {"prefix": spec.prefix, "yyyy": year, "yy": year[2:], "mm": month, "q": quarter}
    chosen = classed(spec)
    if chosen is not None:
        fixed["class"] = dict(spec.classes).get(values.get(chosen.id) or "", "")
    before, after, width, seen = "", "", 0, False
    pattern = pattern or spec.number
    tokens, tail = _parsed(pattern)
    for text, name, digits in tokens:
        if name == "seq":
            before, width, seen = before + text, digits, True
            continue
        filled = fixed[name] if name in fixed else _value(spec, name, values, linked)
        if not filled:
            raise Refused([_empty(spec, name, pattern)])
        before, after = (before, after + text + filled) if seen else (before + text + filled, after)
    return (before, width, after + tail) if seen else (before + tail, 0, after)


def classed(spec: FormSpec) -> FieldSpec | None:
    """The choice whose options `{class}` in the number stands for; None where the form has no classes."""
    codes = {code for code, _ in spec.classes}
    return next((f for f in spec.fields.values() if {o.code for o in f.options} == codes), None) if codes else None


def _empty(spec: FormSpec, name: str, pattern: str) -> Problem:
    field = classed(spec) if name == "class" else stored_fields(spec).get(name.partition(".")[0])
    label = field or Label(name, name)
    return Problem(
        field.id if field else "", "NUMBER_TOKEN", "refuse",
        f"编号规则 {pattern} 中的“{label.zh}”还没有内容。", f"{label.en}, part of the number {pattern}, is empty.",
        "请先填写该项，或由管理员更改编号规则。", "Fill it in first, or let the administrator change the pattern.",
    )  # fmt: skip


@lru_cache(maxsize=256)
def _parsed(pattern: str) -> tuple[list[tuple[str, str, int]], str]:
    """The tokens, each with the text before it and its digits; the text after the last."""
    found, end = [], 0
    for token in _TOKEN.finditer(pattern):
        found.append((pattern[end : token.start()], token[1], int(token[2] or 1)))
        end = token.end()
    return found, pattern[end:]


def _value(spec: FormSpec, name: str, values: Values, linked: Callable[[Link, str], Any]) -> str:
    head, _, rest = name.partition(".")
    value, field = values.get(head), stored_fields(spec).get(head)
    if isinstance(value, Link) and (rest or value.form == "dept"):
        found = linked(value, rest or "code")
        value = found if rest else found or value.text
    elif field is not None and field.list == "retention_period" and value is not None:
        value = RETENTION.get(value) or value.removeprefix("y")
    return str(getattr(value, "text", value) or "")


def tokens(spec: FormSpec) -> list[str]:
    """What may stand in braces in a number of the form: the fixed ones, and its own fields of one value. A link may be
    followed by a field of the record referred to."""
    return [
        *FIXED,
        *(["class"] if spec.classes else ()),
        *(f.id for f in spec.fields.values() if f.type not in _NO_TOKEN and f.id != "record_no"),
    ]


def unfillable(spec: FormSpec, pattern: str) -> str:
    """The first token that the form cannot fill, "" where it can fill them all; braces that are no token count as one."""
    allowed = {*tokens(spec), "seq"}
    rest = _TOKEN.sub("", pattern)
    if "{" in rest or "}" in rest:
        return rest[max(rest.find("{"), 0) :]
    for name in (token[1] for token in _TOKEN.finditer(pattern)):
        head, _, field = name.partition(".")
        if head not in allowed or (field and spec.fields[head].type != "ref" if head in spec.fields else field):
            return name
    return ""


def join_number(parts: tuple[str, int, str], sequence: int) -> str:
    """The whole number."""
    before, width, after = parts
    return f"{before}{sequence:0{width}}{after}" if width else f"{before}{after}"


def number_pattern(spec: FormSpec) -> re.Pattern[str]:
    """What numbers of the form look like, to warn of a typed one that does not."""
    parts = {"prefix": re.escape(spec.prefix), "yyyy": r"\d{4}", "yy": r"\d\d", "mm": r"\d\d", "q": "[1-4]"}
    parts |= {"class": "(?:" + "|".join(re.escape(letter) for _, letter in spec.classes) + ")"} if spec.classes else {}
    out, end = "", 0
    for token in _TOKEN.finditer(spec.number):
        out += re.escape(spec.number[end : token.start()])
        out += rf"\d{{{token[2] or 1},}}" if token[1] == "seq" else parts.get(token[1], ".+")
        end = token.end()
    return re.compile(out + re.escape(spec.number[end:]))
