"""Choices, ticks and yes/no: chosen by digit, code, initials or part of the label."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dangan import types
from dangan.env import Env
from dangan.errors import Problem, Refused
from dangan.i18n import _
from dangan.sentences import problem
from dangan.spec import FieldSpec, Option
from dangan.values.text import cells, normal
from tui.match import rank
from tui.widgets.form.buffer import Buffer
from tui.widgets.form.editors import HITS, Editor, Hit, register_editor


def choices(spec: FieldSpec, env: Env) -> tuple[Option, ...]:
    """The options that may be chosen now, in order."""
    if spec.type == "bool":
        return (Option("1", spec.words[0], "Yes"), Option("0", spec.words[1], "No"))
    return tuple(o for o in types.options_of(spec, env.office) if not o.retired)


def listed(editor: ChoiceEditor) -> list[tuple[str, Option]]:
    """The options of a choice with their numbers, as they stand under the field: those chosen most before the others."""
    both = zip(editor.numbers, editor.options, strict=True)
    return sorted(both, key=lambda pair: -editor.used.get(pair[1].code, 0))


def code_of(spec: FieldSpec, value: Any) -> str:
    """The code under which a value stands among its options."""
    if spec.type == "bool":
        return "" if value is None else "1" if value else "0"
    return str(value or "")


def numbers(options: tuple[Option, ...]) -> list[str]:
    """What is typed for each option: its code where all codes are digits, else its position, two digits from ten on."""
    if options and all(o.code.isascii() and o.code.isdigit() for o in options):
        return [o.code for o in options]
    width = 1 if len(options) < 10 else 2
    return [f"{i:0{width}}" for i in range(1, len(options) + 1)]


def inline(spec: FieldSpec, options: tuple[Option, ...], value: Any, lang: str, width: int) -> str | None:
    """The options on one line with their numbers, `>` before the one chosen; None where they do not fit."""
    code = code_of(spec, value)
    if len(options) > 9 or (spec.type != "bool" and code and all(o.code != code for o in options)):
        return None
    labels = [o.text(lang) for o in options]
    dot = "." if any(label[:1].isdigit() for label in labels) else ""  # 2.30年, not 230年
    marks = [">" if o.code == code else "" for o in options]
    text = " ".join(f"{m}{n}{dot}{label}" for m, n, label in zip(marks, numbers(options), labels, strict=True))
    return text if cells(text) + (0 if code else 1) <= width else None


class ChoiceEditor(Editor):
    """One of a list. Digits choose at once, other characters filter the list under the field.

    A digit that has chosen turns back into text when more is typed behind it: `10` is no first option.
    """

    def __init__(self, spec: FieldSpec, value: Any, env: Env, text: str | None = None) -> None:
        self.options = choices(spec, env)
        self.numbers = numbers(self.options)
        self.digits, self.before = "", value
        self.used: Mapping[str, int] = {}
        super().__init__(spec, value, env, text)
        self.buffer = Buffer.of(text) if text else Buffer()
        self.free = spec.other and bool(value) and all(o.code != value for o in self.options)
        self.changed()

    def key(self, key: str, character: str | None) -> bool:
        """Take a key; space goes on to the next option."""
        if not self.buffer.text and key in ("backspace", "delete"):
            self.choose("")
            return True
        if not self.buffer.text and character in (" ", "\u3000"):
            self._turn()
            return True
        typed = normal(character) if character else ""
        if typed and self.digits:
            self.value, text = self.before, self.digits
            self.digits = ""
            self.buffer = Buffer(text, len(text))
        if typed.isdigit() and (not self._standing or self._standing.isdigit()) and self._digit(typed):
            return True
        return super().key(key, character)

    def choose(self, code: str) -> None:
        """Set the value to the option `code`."""
        self.value = (None if not code else code == "1") if self.spec.type == "bool" else (code or None)
        self.buffer = Buffer()
        self.touched = True
        self.digits, self.before = "", self.value
        self.changed()

    def changed(self) -> None:
        """Filter the options by what was typed."""
        text = self.buffer.text
        self.hits, self.picked = [], -1
        found = self.matching(text) if text else []
        if text.isdigit() and (meant := text.zfill(2)) in self.numbers:
            first = self.options[self.numbers.index(meant)]
            found = [first, *(o for o in found if o is not first)]
        self.hits = [self.hit(o) for o in found[:HITS]]
        self.picked = 0 if self.hits else -1

    def favour(self, used: Mapping[str, int]) -> None:
        """Let the options that were chosen most come first: `used` times by code."""
        self.used = used
        self.changed()

    def hit(self, option: Option) -> Hit:
        """An option as a line under the field."""
        number = self.numbers[self.options.index(option)]
        return Hit(f"{number} {option.text(self.env.lang)}", "", option.code)

    def matching(self, text: str) -> list[Option]:
        """The options that `text` may mean, best first."""
        ranked = [
            (rank(text, o.zh, o.en, o.code, n), i)
            for i, (o, n) in enumerate(zip(self.options, self.numbers, strict=True))
        ]
        found = sorted((r, -self.used.get(self.options[i].code, 0), i) for r, i in ranked if r >= 0)
        return [self.options[i] for _rank, _used, i in found]

    def result(self) -> Any:
        """The value chosen; raises Refused where the text is no option."""
        text = self.buffer.text.strip()
        if not text:
            return self.value
        if self.hits:
            code = self.hits[max(self.picked, 0)].value
            return code == "1" if self.spec.type == "bool" else code
        if self.spec.other:
            return text
        raise Refused([self._unknown(text)])

    def said(self) -> str:
        """The numbers that may be typed, where the options are not all in sight."""
        return ""

    def _unknown(self, text: str) -> Problem:
        labels = {lang: [o.text(lang) for o in self.options[:9]] for lang in ("zh", "en")}
        return problem(
            "GEN_OPTION_UNKNOWN",
            self.spec.id,
            {"options": labels["zh"]},
            field=self.spec,
            value=text,
            options=labels["en"],
        )

    @property
    def _standing(self) -> str:
        """The text that a further character is put behind: none where it replaces all."""
        return "" if self.buffer.selected else self.buffer.text

    def _digit(self, digit: str) -> bool:
        typed = self._standing + digit
        if typed in self.numbers:
            before = self.value
            self.choose(self.options[self.numbers.index(typed)].code)
            self.digits, self.before = ("" if isinstance(self, MultiEditor) else typed), before
            return True
        return False

    def _turn(self) -> None:
        codes = [o.code for o in self.options]
        now = code_of(self.spec, self.value)
        if codes:
            self.choose(codes[(codes.index(now) + 1) % len(codes)] if now in codes else codes[0])


class MultiEditor(ChoiceEditor):
    """Several of a list. Digits toggle, letters find an option and space toggles it; left and right walk the list."""

    def __init__(self, spec: FieldSpec, value: Any, env: Env, text: str | None = None) -> None:
        self.at = 0
        super().__init__(spec, tuple(value or ()), env, text)

    def key(self, key: str, character: str | None) -> bool:
        """Take a key."""
        if not self.buffer.text and key in ("left", "right") and self.options:
            self.at = (self.at + (1 if key == "right" else -1)) % len(self.options)
            return True
        if character in (" ", "\u3000"):
            if self.hits:
                self.choose(self.hits[max(self.picked, 0)].value)
            elif self.options:
                self.choose(self.options[self.at].code)
            return True
        return super().key(key, character)

    def choose(self, code: str) -> None:
        """Tick the option `code`, or take its tick away; "" takes all away."""
        ticked = set(self.value) ^ {code} if code else set()
        known = [o.code for o in self.options]
        self.value = (*(c for c in known if c in ticked), *(c for c in self.value if c in ticked and c not in known))
        if code in known:
            self.at = known.index(code)
        self.buffer = Buffer()
        self.touched = True
        self.changed()

    def result(self) -> Any:
        """The codes ticked; raises Refused where text was typed that finds no option."""
        text = self.buffer.text.strip()
        if not text:
            return self.value
        if self.hits:
            code = self.hits[max(self.picked, 0)].value
            return (
                self.value
                if code in self.value
                else tuple(o.code for o in self.options if o.code in {*self.value, code})
            )
        raise Refused([self._unknown(text)])

    def said(self) -> str:
        """How many are ticked."""
        return _("{count} ticked", self.env.lang, count=len(self.value))


register_editor("choice", ChoiceEditor)
register_editor("bool", ChoiceEditor)
register_editor("multi", MultiEditor)
