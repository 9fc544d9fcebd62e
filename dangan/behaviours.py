"""What each field type does: read what was typed, check it, show it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from dangan.env import Env, Lists, Office
from dangan.errors import Problem, Refused
from dangan.record import Link, Signature
from dangan.sentences import problem
from dangan.spec import FieldSpec, Label, Option
from dangan.values import dates, ids, numbers, text


def options_of(spec: FieldSpec, office: Lists) -> tuple[Option, ...]:
    """The options of a choice, retired ones included; () for other fields."""
    return spec.options or (office.options(spec.list) if spec.list else ())


def said(spec: FieldSpec, value: Any, office: Lists) -> Any:
    """A value as a sentence says it: of a code its option, which has the label in both languages."""
    return next((o for o in options_of(spec, office) if o.code == value), value)


def option_code(options: tuple[Option, ...], typed: str) -> str | None:
    """The code of what was typed: a code, or a label in either language, of any width or case."""
    words = text.normal(typed).strip().casefold()
    for option in options:
        if (
            words in (option.code.casefold(), text.normal(option.zh).casefold(), text.normal(option.en).casefold())
            and words
        ):
            return option.code
    return None


class FieldType:
    """Behaviour of text, and the base of all others. A plugin's type subclasses it and sets `word`, and `kind`:
    how it is stored (text int scaled date datetime bool link sign multi)."""

    word = "text"
    kind = "text"

    def parse(self, spec: FieldSpec, typed: str, env: Env) -> Any:
        """The value that was typed; raises ValueError or Refused where it is none. `typed` is not empty."""
        return typed.strip()

    def check(self, spec: FieldSpec, value: Any, env: Env) -> Iterable[Problem]:
        """What is wrong with a filled value, limits of the declaration apart."""
        return ()

    def show(self, spec: FieldSpec, value: Any, lang: str, style: str, options: tuple[Option, ...]) -> str:
        """A filled value as the reader sees it; style screen, list, paper, or edit (what an editor starts with)."""
        return str(value)

    def refuse(self, spec: FieldSpec, typed: str) -> Problem:
        """The problem of something typed that `parse` could not read."""
        return problem("GEN_FORMAT", spec.id, field=spec, value=typed, example=self.example)

    example = "…"


class LongTextType(FieldType):
    """Text of several lines."""

    word = "longtext"

    def parse(self, spec: FieldSpec, typed: str, env: Env) -> Any:
        """Line ends made one kind, blanks at the ends cut."""
        return typed.replace("\r\n", "\n").replace("\r", "\n").strip()


def _bare(spec: FieldSpec, typed: str) -> str:
    """The number without the unit behind it, in either language."""
    text = typed.strip()
    for unit in (spec.unit, spec.unit_text("en")):
        text = text.removesuffix(unit)
    return text.rstrip()


class IntType(FieldType):
    """Whole numbers."""

    word = "int"
    kind = "int"

    def parse(self, spec: FieldSpec, typed: str, env: Env) -> Any:
        """Digits; a unit after them is taken as meant."""
        return numbers.read_int(_bare(spec, typed))

    def refuse(self, spec: FieldSpec, typed: str) -> Problem:
        """Not a number."""
        return problem("GEN_NOT_NUMBER", spec.id, field=spec, value=typed)

    def show(self, spec: FieldSpec, value: Any, lang: str, style: str, options: tuple[Option, ...]) -> str:
        """Plain digits."""
        return str(value)


class YearType(IntType):
    """A year."""

    word = "year"

    def parse(self, spec: FieldSpec, typed: str, env: Env) -> Any:
        """Four digits, or two of this century."""
        return dates.read_year(typed, env.today)


class DecimalType(IntType):
    """Numbers with decimals."""

    word = "decimal"
    kind = "scaled"

    def parse(self, spec: FieldSpec, typed: str, env: Env) -> Any:
        """Digits and a decimal point; more decimals than declared are refused."""
        try:
            return numbers.read_decimal(_bare(spec, typed), spec.places)
        except numbers.TooManyPlaces:
            raise Refused([problem("GEN_DECIMALS", spec.id, field=spec, value=typed, places=spec.places)]) from None

    def show(self, spec: FieldSpec, value: Any, lang: str, style: str, options: tuple[Option, ...]) -> str:
        """All decimals on paper, none needless elsewhere."""
        return (
            f"{value:f}"
            if style == "edit"
            else numbers.show_number(Decimal(value), spec.places if style == "paper" else None)
        )


class MoneyType(DecimalType):
    """Amounts in yuan."""

    word = "money"

    def parse(self, spec: FieldSpec, typed: str, env: Env) -> Any:
        """Digits, 万 and 亿 or their letters."""
        try:
            return numbers.read_money(_bare(spec, typed))
        except numbers.TooManyPlaces:
            raise Refused([problem("GEN_DECIMALS", spec.id, field=spec, value=typed, places=2)]) from None

    def show(self, spec: FieldSpec, value: Any, lang: str, style: str, options: tuple[Option, ...]) -> str:
        """With thousands separators."""
        return f"{value:f}" if style == "edit" else numbers.show_money(Decimal(value))


class DateType(FieldType):
    """Days; with `birthday` the year may be unknown."""

    word = "date"
    kind = "date"

    def parse(self, spec: FieldSpec, typed: str, env: Env) -> Any:
        """Any usual way to write a day, and the short ones."""
        if spec.arg("birthday"):
            return dates.read_birthday(typed, env.today)
        return dates.read_date(typed, env.today)

    def refuse(self, spec: FieldSpec, typed: str) -> Problem:
        """No such day."""
        return problem("GEN_DATE_INVALID", spec.id, field=spec, value=typed)

    def show(self, spec: FieldSpec, value: Any, lang: str, style: str, options: tuple[Option, ...]) -> str:
        """ISO on screen, in words on paper."""
        word = {"paper": "paper", "screen": "screen"}.get(style, "iso")
        if not isinstance(value, str):
            return dates.show_date(value, lang, word)
        if style == "edit":
            return value
        return dates.show_birthday(value, lang, "screen" if word == "iso" and value.startswith("--") else word)

    def check(self, spec: FieldSpec, value: Any, env: Env) -> Iterable[Problem]:
        """Past days may not lie ahead."""
        day = value if isinstance(value, date) else None
        if isinstance(value, str) and not value.startswith("--"):
            day = date.fromisoformat(value)
        if spec.past and day and day > env.today:
            yield problem("GEN_DATE_FUTURE", spec.id, field=spec, value=day)


class MonthType(FieldType):
    """Months."""

    word = "month"

    def parse(self, spec: FieldSpec, typed: str, env: Env) -> Any:
        """Any usual way to write a month."""
        return dates.read_month(typed, env.today)

    def refuse(self, spec: FieldSpec, typed: str) -> Problem:
        """No such month."""
        return problem("GEN_DATE_INVALID", spec.id, field=spec, value=typed)

    def check(self, spec: FieldSpec, value: Any, env: Env) -> Iterable[Problem]:
        """Past months may not lie ahead."""
        if spec.past and value > f"{env.today:%Y-%m}":
            yield problem("GEN_DATE_FUTURE", spec.id, field=spec, value=value)

    def show(self, spec: FieldSpec, value: Any, lang: str, style: str, options: tuple[Option, ...]) -> str:
        """ISO on screen, 年月 on Chinese paper."""
        return f"{value[:4]}年{int(value[5:])}月" if style == "paper" and lang == "zh" else str(value)


class DateTimeType(FieldType):
    """Days with a time."""

    word = "datetime"
    kind = "datetime"

    def parse(self, spec: FieldSpec, typed: str, env: Env) -> Any:
        """A day, a blank, a time."""
        return datetime.fromisoformat(dates.read_datetime(typed, env.now))

    def refuse(self, spec: FieldSpec, typed: str) -> Problem:
        """No such time."""
        return problem("GEN_DATE_INVALID", spec.id, field=spec, value=typed)

    def check(self, spec: FieldSpec, value: Any, env: Env) -> Iterable[Problem]:
        """Not yet come, where it must have."""
        if spec.past and value > env.now:
            yield problem("GEN_DATE_FUTURE", spec.id, field=spec, value=value)

    def show(self, spec: FieldSpec, value: Any, lang: str, style: str, options: tuple[Option, ...]) -> str:
        """To the minute."""
        moment: datetime = value
        return f"{moment:%Y-%m-%d %H:%M}"


class TimeType(FieldType):
    """Times of day."""

    word = "time"
    example = "09:30"

    def parse(self, spec: FieldSpec, typed: str, env: Env) -> Any:
        """`9.30`, `0930`."""
        return dates.read_time(typed, env.now)


class BoolType(FieldType):
    """Yes or no."""

    word = "bool"
    kind = "bool"
    example = "1 / 0"

    def parse(self, spec: FieldSpec, typed: str, env: Env) -> Any:
        """1 or 0, the field's own words, 是 or 否."""
        if typed.strip() in spec.words:
            return typed.strip() == spec.words[0]
        return numbers.read_bool(typed)

    def show(self, spec: FieldSpec, value: Any, lang: str, style: str, options: tuple[Option, ...]) -> str:
        """The field's own words."""
        if lang == "zh":
            return spec.words[0] if value else spec.words[1]
        return "Yes" if value else "No"


class ChoiceType(FieldType):
    """One of a list."""

    word = "choice"

    def parse(self, spec: FieldSpec, typed: str, env: Env) -> Any:
        """A code or a label of either language; where free text is allowed, anything."""
        options = options_of(spec, env.office)
        code = option_code(options, typed)
        if code is None and spec.other and all(o.code != "other" for o in options):
            return typed.strip()
        if code is None:
            shown = [o for o in options if not o.retired]
            raise Refused([problem("GEN_OPTION_UNKNOWN", spec.id, field=spec, value=typed, options=shown)])
        return code

    def check(self, spec: FieldSpec, value: Any, env: Env) -> Iterable[Problem]:
        """A code of the list."""
        options = options_of(spec, env.office)
        known = {o.code for o in options}
        for code in value if isinstance(value, tuple) else (value,):
            if code not in known and not (spec.other and "other" not in known):
                yield problem("GEN_OPTION_UNKNOWN", spec.id, field=spec, value=code, options=options)

    def show(self, spec: FieldSpec, value: Any, lang: str, style: str, options: tuple[Option, ...]) -> str:
        """The label."""
        return next((o.text(lang) for o in options or spec.options if o.code == value), str(value))


def coded(options: tuple[Option, ...], typed: str) -> str:
    """What was typed of a multi-choice, with the code for each label that holds a sign which parts options."""
    labels = [(label, o.code) for o in options for label in (o.zh, o.en)]
    for label, code in sorted(labels, key=lambda pair: -len(pair[0])):
        if not _PARTS.isdisjoint(label):
            typed = typed.replace(label, code)
    return typed


_PARTS = frozenset("、,，;；/")


class MultiType(ChoiceType):
    """Any of a list."""

    word = "multi"
    kind = "multi"

    def parse(self, spec: FieldSpec, typed: str, env: Env) -> Any:
        """Codes or labels, parted by 、 , ; or /; in the order of the list."""
        options = options_of(spec, env.office)
        parts = text.normal(coded(options, typed)).replace("/", ",").replace(";", ",").split(",")
        codes = []
        for part in filter(str.strip, parts):
            code = option_code(options, part)
            if code is None:
                raise Refused([problem("GEN_OPTION_UNKNOWN", spec.id, field=spec, value=part, options=options)])
            codes.append(code)
        return tuple(o.code for o in options if o.code in codes)

    def show(self, spec: FieldSpec, value: Any, lang: str, style: str, options: tuple[Option, ...]) -> str:
        """The labels, parted by 、, in the order of the list."""
        order = {o.code: n for n, o in enumerate(options or spec.options)}
        chosen = sorted(value, key=lambda code: order.get(code, len(order)))
        words = [super(MultiType, self).show(spec, code, lang, style, options) for code in chosen]
        return ("、" if lang == "zh" else ", ").join(words)


def link_absent(spec: FieldSpec, office: Office) -> bool:
    """Whether none of the forms that a link may name is installed: what is typed stays text."""
    return spec.type == "ref" and bool(spec.ref) and not any(office.installed(form) for form in spec.ref)


class LinkType(FieldType):
    """Persons, departments, companies, records, files."""

    kind = "link"

    def __init__(self, word: str) -> None:
        self.word = word

    def parse(self, spec: FieldSpec, typed: str, env: Env) -> Any:
        """The entry of that very name or number; a person may be an outsider."""
        words = typed.strip()
        kinds = spec.ref if self.word == "ref" else (self.word,)
        for kind in kinds:
            hits = [hit for hit in env.office.look_up(kind, words) if words in (hit.text, hit.title)]
            if hits:
                return hits[0] if self.word == "ref" else hits[0]._replace(title="")
        if self.word in ("person", "file") or spec.or_text or link_absent(spec, env.office):
            return Link(words)
        forms = [label for kind in kinds if self.word == "ref" and (label := env.office.called(kind))]
        target = Label(spec.zh, spec.en) if self.word != "ref" else Label("记录", "record")
        raise Refused([problem("GEN_REF_MISSING", spec.id, field=spec, value=words, form=forms or target)])

    def check(self, spec: FieldSpec, value: Any, env: Env) -> Iterable[Problem]:
        """A text in place of a record whose form is not installed."""
        if isinstance(value, Link) and value.id is None and not spec.or_text and link_absent(spec, env.office):
            yield problem("GEN_LINK_ABSENT", spec.id, field=spec, form=Label("表", "the form"))

    def show(self, spec: FieldSpec, value: Any, lang: str, style: str, options: tuple[Option, ...]) -> str:
        """Name or number; in a list what a record is called, on screen its number before that."""
        link: Link = value
        if style not in ("screen", "list") or self.word != "ref" or link.title in ("", link.text):
            return link.text
        return f"{link.text} {link.title}" if style == "screen" else link.title


class SignType(FieldType):
    """Sign-offs, entered as on paper: a name, then a day."""

    word = "sign"
    kind = "sign"

    def parse(self, spec: FieldSpec, typed: str, env: Env) -> Any:
        """A name, or a name and a day; today where none is given. A day alone is nobody."""
        name, _, day = typed.strip().partition(" ")
        if not any(c.isalpha() for c in name):
            raise Refused([unsigned(spec, typed)])
        person = next((hit for hit in env.office.look_up("person", name) if hit.text == name), Link(name))
        on = dates.read_date(day, env.today) if day.strip() else env.today
        return Signature(person.text, person.id, on, env.user.text, True)

    def check(self, spec: FieldSpec, value: Any, env: Env) -> Iterable[Problem]:
        """Nobody has signed tomorrow."""
        if value.on and value.on > env.today:
            yield problem("GEN_DATE_FUTURE", spec.id, field=spec, value=value.on)

    def show(self, spec: FieldSpec, value: Any, lang: str, style: str, options: tuple[Option, ...]) -> str:
        """Name and day."""
        day = dates.show_date(value.on, lang, "paper" if style == "paper" else "iso") if value.on else ""
        return value.name if style == "list" else f"{value.name} {day}".strip()


def unsigned(spec: FieldSpec, typed: str) -> Problem:
    """The refusal of a sign-off that names nobody."""
    return Problem(
        spec.id,
        "SIGN_NAME",
        "refuse",
        f"“{spec.zh}”要填姓名，“{typed}”不是姓名。",
        f"{spec.en} takes a name; {typed} is none.",
        "请填姓名或首字母，日期写在姓名后面。",
        "Type a name or initials; the day stands behind the name.",
    )


class CheckedText(FieldType):
    """Text that has a form of its own."""

    def __init__(self, word: str, test: Any, code: str, example: str) -> None:
        self.word, self.test, self.code, self.example = word, test, code, example

    def parse(self, spec: FieldSpec, typed: str, env: Env) -> Any:
        """Full-width characters made narrow, blanks cut; numbers of identity in capitals."""
        words = text.normal(typed).strip()
        return ids.clean_id(words) if self.word in ("idcard", "uscc") else words

    def check(self, spec: FieldSpec, value: Any, env: Env) -> Iterable[Problem]:
        """Its form and check character."""
        if not self.test(value):
            yield problem(self.code, spec.id, field=spec, value=value, example=self.example)
        elif self.word == "phone" and not ids.phone_usual(value):
            yield problem("GEN_PHONE_UNUSUAL", spec.id, field=spec, value=value)
