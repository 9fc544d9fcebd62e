"""Archive numbers 档号 by the office's rule: written level by level, read back, explained (forms.md 0.5; DA/T 13).

A rule is a pattern such as `{fonds}-{class}-{yyyy}-{retention}-{dept}-{seq:4}`; rules are kept by class, the one of the
longest beginning of the class number counts, "*" for all others. An item bears the number of its volume and `-NNN`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from dangan.frozen import frozen
from dangan.spec import Label

USUAL = "{fonds}-{class}-{yyyy}-{retention}-{dept}-{seq:4}"
LEVELS = {
    "fonds": Label("全宗号", "fonds"), "class": Label("类别号", "class"), "yyyy": Label("年度", "year"),
    "retention": Label("保管期限", "retention period"), "dept": Label("机构", "department"), "seq": Label("件号", "serial"),
    "item": Label("卷内件号", "item in the volume"),
}  # fmt: skip
_SHAPES = {"yyyy": r"\d{4}", "retention": r"Y|\d{1,3}", "seq": r"\d+"}
_TOKEN = re.compile(r"\{(\w+)(?::(\d))?\}")
_ITEM = re.compile(r"-(?P<item>\d{3,})")


@frozen
class Read:
    """A number read by a rule: its levels in order, the text that its serial counts in (`stem`, `tail`), its serial, and
    the digits that it has and that the rule wants; `item` is the serial in its volume, None of a volume."""

    number: str
    levels: tuple[tuple[str, str], ...]
    stem: str
    tail: str
    seq: int
    digits: int
    wanted: int
    item: int | None = None

    @property
    def volume(self) -> str:
        """The number of the volume: its own, but of an item."""
        return self.number if self.item is None else self.number.rpartition("-")[0]


def fitting(pattern: str) -> bool:
    """Whether a text is a rule: known levels, each once, one serial."""
    names = [token[1] for token in _TOKEN.finditer(pattern)]
    rest = _TOKEN.sub("", pattern)
    return (
        names.count("seq") == 1
        and len(set(names)) == len(names)
        and set(names) <= {*LEVELS} - {"item"}
        and not set("{}") & set(rest)
    )


def rule_of(rules: Mapping[str, str], class_no: str) -> str:
    """The rule for a class number."""
    own = max((name for name in rules if name != "*" and class_no.startswith(name)), key=len, default="*")
    return rules.get(own) or USUAL


def around(pattern: str, levels: Mapping[str, str]) -> tuple[str, int, str] | str:
    """The number without its serial: text before, digits, text after; the first level that is empty where one is."""
    before, after, digits, end, seen = "", "", 1, 0, False
    for token in _TOKEN.finditer(pattern):
        text, name = pattern[end : token.start()], token[1]
        end = token.end()
        if name == "seq":
            before, digits, seen = before + text, int(token[2] or 1), True
        elif not levels.get(name):
            return name
        elif seen:
            after += text + levels[name]
        else:
            before += text + levels[name]
    return before, digits, after + pattern[end:]


def _shape(level: str, known: Mapping[str, Sequence[str]]) -> str:
    named = sorted(known.get(level, ()), key=len, reverse=True)
    return _SHAPES.get(level) or "|".join([*map(re.escape, named), ".+?"])


def read(pattern: str, number: str, known: Mapping[str, Sequence[str]] | None = None) -> Read | None:
    """A number by its levels, None where it does not follow the rule. Levels of free text are read as one of the `known`
    ones where any is there, else as short as can be."""
    out, end, wanted = "", 0, 1
    for token in _TOKEN.finditer(pattern):
        out += re.escape(pattern[end : token.start()]) + f"(?P<{token[1]}>{_shape(token[1], known or {})})"
        end = token.end()
        wanted = int(token[2] or 1) if token[1] == "seq" else wanted
    found = re.fullmatch(f"{out}{re.escape(pattern[end:])}(?:{_ITEM.pattern})?", number)
    if found is None:
        return None
    names = [token[1] for token in _TOKEN.finditer(pattern)] + (["item"] if found["item"] else [])
    levels = tuple((name, found[name]) for name in names)
    start, stop = found.span("seq")
    whole = number.rpartition("-")[0] if found["item"] else number
    return Read(
        number, levels, number[:start], whole[stop:], int(found["seq"]), stop - start, wanted,
        int(found["item"]) if found["item"] else None,
    )  # fmt: skip
