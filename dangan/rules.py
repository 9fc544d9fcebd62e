"""Rules and functions of a form: plain functions of named values, hung on a field, a line or a rows table."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

from dangan.errors import DeclarationError, Level
from dangan.frozen import frozen

Verdict = bool | dict[str, Any]  # of a rule: whether it holds, or what its sentence says
SPECIAL = ("today", "now", "user", "office", "itself", "owner", "prev", "line_no", "chosen")


@frozen
class Function:
    """A function of named values. Arguments are fields of the line, then of the form, then `today now user
    office itself` (the record's own link, None while it is new) `owner` (the value of the field that `own=` names), and `prev`
    (the line before) and `line_no` (from 1) in a line; in a rule of a step `chosen`, its lines. It runs when all are
    filled; one annotated `| None`, or with a default, may be empty."""

    call: Callable[..., Any]
    needs: tuple[str, ...]
    optional: frozenset[str]

    @classmethod
    def of(cls, call: Callable[..., Any]) -> Function:
        """Read the arguments off the signature."""
        parameters = inspect.signature(call).parameters.values()
        if any(p.kind in (p.VAR_POSITIONAL, p.VAR_KEYWORD) for p in parameters):
            raise DeclarationError(f"rule {call.__name__}: name every argument, no *args or **kwargs")
        optional = frozenset(
            p.name
            for p in parameters
            if "None" in str(p.annotation) or "bool" in str(p.annotation) or p.default is not p.empty
        )
        return cls(call, tuple(p.name for p in parameters), optional)


@frozen
class Rule:
    """What must (refuse), should (warn) or is worth a note (note). `path` is the field or rows table it stands at, in
    a line `rows.field`. The function returns true, false, or the values of the sentence's placeholders (= false);
    sentence and mend come from `code`, else from `zh en mend_zh mend_en`."""

    path: str
    level: Level
    function: Function
    code: str = ""
    zh: str = ""
    en: str = ""
    mend_zh: str = ""
    mend_en: str = ""
    override: bool = False
